"""Money between us and those who bear a part of loans: partners of joint loans and the treasury.

A person records what the bank's statement shows, or what the treasury answered; above the policy's
amount another approves. A transfer is claimed by its reference, so it is booked once.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from chassis.decision import Change, Decision, Transfer
from services.repayment.domain.errors import (
    PartnerOwedLess,
    PartnerUnknown,
    SecondPersonNeeded,
    SettlementEnded,
    SubsidyClaimSmaller,
)
from services.repayment.domain.incoming_transfer import IncomingTransfer, release
from services.repayment.domain.journal import transfers_of
from services.repayment.domain.ledger.events import (
    PartnerPaidIn,
    PartnerPaidOut,
    SubsidyReceived,
    SubsidyRefused,
)
from services.repayment.domain.ledger.rail_difference import HOUSE
from services.repayment.domain.ledger.subsidy_claim import SubsidyMonth
from services.repayment.domain.transfer_claim import MoneyDirection, TransferClaim, claim


class SettlementKind(StrEnum):
    """What happened between us and another."""

    PARTNER_PAID_IN = "PARTNER_PAID_IN"  # a partner's money for its shares arrived
    PARTNER_PAID_OUT = "PARTNER_PAID_OUT"  # what was collected for a partner was passed on
    SUBSIDY_RECEIVED = "SUBSIDY_RECEIVED"  # the treasury paid claims of a month
    SUBSIDY_REFUSED = "SUBSIDY_REFUSED"  # the treasury refused claims of a month


_OF_PARTNERS = (SettlementKind.PARTNER_PAID_IN, SettlementKind.PARTNER_PAID_OUT)


def direction_of(kind: SettlementKind) -> MoneyDirection:
    """Which way the money of a settlement went."""
    paid_out = kind is SettlementKind.PARTNER_PAID_OUT
    return MoneyDirection.OUT if paid_out else MoneyDirection.IN


class SettlementState(StrEnum):
    """Where it stands."""

    PROPOSED = "PROPOSED"  # waits for a second person -> BOOKED or DECLINED
    BOOKED = "BOOKED"  # in the books; final
    DECLINED = "DECLINED"  # a person decided against it; final


@dataclass(frozen=True, slots=True)
class Settlement:
    """One such movement as a person recorded it, and how it ended."""

    settlement_id: UUID
    kind: SettlementKind
    party: str
    """The partner's name; for the treasury the month of the claims, YYYY-MM."""
    amount_minor: int
    currency: str
    bank_reference: str
    """The transfer's end-to-end id on the bank's statement; empty for a refusal."""
    note: str
    requested_by: str
    requested_on: date
    requested_at: datetime
    state: SettlementState = SettlementState.PROPOSED
    decided_by: str = ""
    decided_on: date | None = None
    version: int = 0

    @property
    def is_of_partner(self) -> bool:
        return self.kind in _OF_PARTNERS


@dataclass(frozen=True, slots=True)
class PartnerAccount:
    """The money that went between us and a partner. Amounts in minor units.

    What its loans made payable is kept with each loan, so that no repayment waits for another.
    """

    partner: str
    paid_in_minor: int = 0
    paid_out_minor: int = 0
    version: int = 0

    def payable_minor(self, of_loans_minor: int) -> int:
        """What is payable to it, given what its loans made so; below 0 it has yet to fund."""
        return of_loans_minor + self.paid_in_minor - self.paid_out_minor


@dataclass(frozen=True, slots=True)
class Known:
    """What a settlement is judged by."""

    partners: Collection[str]
    """Everybody who ever lent with us."""
    claim: TransferClaim | None
    """What took in the money of the same transfer, if it is in the books already."""
    month: SubsidyMonth | None
    """The claims of its month, where it is about them."""
    account: PartnerAccount | None
    """What went between us and the partner so far, where it is about one."""
    of_loans_minor: int
    """What loans made payable to the partner, where it is about one."""
    suspended: IncomingTransfer | None
    """The money itself, where the bank told of it and it is in suspense."""
    four_eyes_above_minor: int


def record(wanted: Settlement, known: Known, today: date) -> Decision[Settlement]:
    """Book it, or have it wait for a second person.

    Raises PartnerUnknown, PartnerOwedLess, SubsidyClaimSmaller, TransferRecordedAlready.
    """
    booked = _booked(wanted, known, wanted.requested_by, today)
    if wanted.amount_minor > known.four_eyes_above_minor:
        return Decision(wanted, (Change(wanted),))
    return booked


def approve(waiting: Settlement, known: Known, by: str, today: date) -> Decision[Settlement]:
    """A second person agrees. Raises SettlementEnded, SecondPersonNeeded, what `record` raises."""
    _require_open(waiting)
    if waiting.requested_by == by:
        raise SecondPersonNeeded(proposed_by=by)
    return _booked(waiting, known, by, today)


def decline(waiting: Settlement, by: str, today: date) -> Decision[Settlement]:
    """Nothing is booked. Raises SettlementEnded."""
    _require_open(waiting)
    declined = replace(waiting, state=SettlementState.DECLINED, decided_by=by, decided_on=today)
    return Decision(declined, (Change(declined),))


def _require_open(waiting: Settlement) -> None:
    if waiting.state is not SettlementState.PROPOSED:
        raise SettlementEnded(state=waiting.state, decided_on=waiting.decided_on)


def _booked(wanted: Settlement, known: Known, by: str, today: date) -> Decision[Settlement]:
    following = _moved(wanted, known) if wanted.is_of_partner else _answered(wanted, known.month)
    changes: tuple[Change, ...] = (Change(following),)
    taken: tuple[Transfer, ...] = ()
    if known.suspended is not None and known.claim is not None and known.suspended.is_open:
        released = release(
            known.suspended,
            known.claim,
            amount_minor=wanted.amount_minor,
            customer_id=None,
            subject_id=wanted.settlement_id,
            on=today,
        )
        changes, taken = (*changes, *released.changes), released.transfers
    elif wanted.bank_reference:
        claimed = claim(
            known.claim,
            wanted.bank_reference,
            direction_of(wanted.kind),
            customer_id=None,
            subject_id=wanted.settlement_id,
            on=today,
        )
        changes = (*changes, claimed)
    booked = replace(wanted, state=SettlementState.BOOKED, decided_by=by, decided_on=today)
    return Decision(booked, (Change(booked), *changes), (*taken, *_entries(booked, today)))


def _moved(wanted: Settlement, known: Known) -> PartnerAccount:
    """The partner's account after money moved; nobody is paid more than is payable to them."""
    if wanted.party not in known.partners:
        raise PartnerUnknown(partner=wanted.party)
    account = known.account or PartnerAccount(wanted.party)
    if wanted.kind is SettlementKind.PARTNER_PAID_IN:
        return replace(account, paid_in_minor=account.paid_in_minor + wanted.amount_minor)
    payable_minor = account.payable_minor(known.of_loans_minor)
    if wanted.amount_minor > payable_minor:
        raise PartnerOwedLess(partner=wanted.party, payable_minor=max(payable_minor, 0))
    return replace(account, paid_out_minor=account.paid_out_minor + wanted.amount_minor)


def _answered(wanted: Settlement, month: SubsidyMonth | None) -> SubsidyMonth:
    """The month's claims after the treasury's answer to a part of them."""
    open_minor = 0 if month is None else month.open_minor
    if month is None or wanted.amount_minor > open_minor:
        raise SubsidyClaimSmaller(open_minor=open_minor)
    if wanted.kind is SettlementKind.SUBSIDY_RECEIVED:
        return replace(month, received_minor=month.received_minor + wanted.amount_minor)
    return replace(month, refused_minor=month.refused_minor + wanted.amount_minor)


def _entries(booked: Settlement, on: date) -> tuple[Transfer, ...]:
    details: dict[str, Any] = {
        "customer_id": HOUSE,
        "loan_id": booked.settlement_id,
        "amount_minor": booked.amount_minor,
        "business_date": on,
        "currency": booked.currency,
    }
    event: object
    match booked.kind:
        case SettlementKind.PARTNER_PAID_IN:
            event = PartnerPaidIn(partner=booked.party, **details)
        case SettlementKind.PARTNER_PAID_OUT:
            event = PartnerPaidOut(partner=booked.party, **details)
        case SettlementKind.SUBSIDY_RECEIVED:
            event = SubsidyReceived(**details)
        case _:
            event = SubsidyRefused(**details)
    return transfers_of((event,), customer_id=HOUSE, loan_id=booked.settlement_id, business_date=on)
