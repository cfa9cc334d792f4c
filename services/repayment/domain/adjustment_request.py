"""What staff ask to be done to a loan, with a reason and, where the policy says so, two people.

A request is tried at once, so that an impossible one is refused to the person who made it. Below
the policy's amount it is carried out; above it, and always for a charge-off, it waits until another
person approves, and is then carried out on the loan as it stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from chassis.dated_policy import number, positive
from chassis.decision import Change, Decision
from chassis.frozen import replace
from services.repayment.domain.allocation_order import Part
from services.repayment.domain.errors import (
    AdjustmentEnded,
    AmountImpossible,
    LoanNotLateEnough,
    RepaymentInProgress,
    SecondPersonNeeded,
)
from services.repayment.domain.history import EntryKind, HistoryEntry
from services.repayment.domain.interest_relief import coupon_forgives, use_up
from services.repayment.domain.journal import transfers_of
from services.repayment.domain.ledger.coupons import Coupon
from services.repayment.domain.life import happened
from services.repayment.domain.loan import Loan
from services.repayment.domain.loan_correction import (
    Account,
    TransferReceived,
    record_transfer,
    reverse_repayment,
)
from services.repayment.domain.third_party import ThirdParty


class AdjustmentKind(StrEnum):
    """What is asked for."""

    FEE = "FEE"  # a fee that the cost sheet lists
    WAIVER = "WAIVER"  # forgive penalty, interest or fee that is due
    CHARGE_OFF = "CHARGE_OFF"  # write the loan off; the claim survives (账销案存)
    REVERSAL = "REVERSAL"  # take a posted repayment back
    TRANSFER = "TRANSFER"  # record money that arrived by bank transfer
    COUPON = "COUPON"  # a coupon forgives interest that is due


class AdjustmentState(StrEnum):
    """Where a request stands."""

    PROPOSED = "PROPOSED"  # waits for a second person -> DONE or DECLINED
    DONE = "DONE"  # carried out; final
    DECLINED = "DECLINED"  # a person decided against it; final


@dataclass(frozen=True, slots=True)
class AdjustmentRules:
    """The policy of one date for what staff do to loans."""

    four_eyes_above_minor: int
    """Waivers, reversals and recorded money above this need two people, in minor units."""
    charge_off_from_days_past_due: int

    @classmethod
    def of_policy(cls, value: Mapping[str, Any]) -> "AdjustmentRules":
        return cls(
            four_eyes_above_minor=number(value["four_eyes_above_minor"]),
            charge_off_from_days_past_due=positive(value["charge_off_from_days_past_due"]),
        )


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What is to be done; fields another kind uses stay empty."""

    kind: AdjustmentKind
    amount_minor: int = 0
    """FEE, WAIVER, TRANSFER: how much. REVERSAL: the repayment's, as it was when asked for. COUPON:
    what it forgives, as it was when asked for."""
    item: str = ""
    """FEE: the item of the cost sheet."""
    part: Part | None = None
    """WAIVER: what is forgiven."""
    repayment_id: UUID | None = None
    """REVERSAL: which repayment."""
    value_date: date | None = None
    """TRANSFER: the day from which the money counts."""
    bank_reference: str = ""
    """TRANSFER: its end-to-end id on the bank's statement."""
    is_from_third_party: bool = False
    """TRANSFER: whether somebody else paid for the customer."""
    third_party: ThirdParty | None = None
    """TRANSFER: who that was, where it is known."""
    coupon: Coupon | None = None
    """COUPON: what it promises."""


@dataclass(frozen=True, slots=True)
class AdjustmentRequest:
    """One request and how it ended."""

    customer_id: UUID
    adjustment_id: UUID
    loan_id: UUID
    adjustment: Adjustment
    currency: str
    note: str
    """The reason, and the evidence for it."""
    requested_by: str
    requested_on: date
    requested_at: datetime
    state: AdjustmentState = AdjustmentState.PROPOSED
    decided_by: str = ""
    """Who carried it out or declined it; who asked for it where one person was enough."""
    decided_on: date | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A person asks for an adjustment."""

    adjustment_id: UUID
    adjustment: Adjustment
    note: str
    by: str
    at: datetime
    currency: str = ""
    """The currency meant; empty for the loan's own."""


@dataclass(frozen=True, slots=True)
class _Effect:
    changes: tuple[Change, ...] = ()
    transfers: tuple[Any, ...] = field(default=())


def ask(
    account: Account, asked: Asked, today: date, rules: AdjustmentRules
) -> Decision[AdjustmentRequest]:
    """Carry an adjustment out, or have it wait for a second person.

    Raises RepaymentInProgress while a collection is under way, LoanNotLateEnough, and what the
    adjustment itself raises.
    """
    loan, adjustment = account.loan, asked.adjustment
    if adjustment.kind is AdjustmentKind.REVERSAL and adjustment.repayment_id is not None:
        known = account.repayments.get(adjustment.repayment_id)
        adjustment = replace(adjustment, amount_minor=known.amount_minor if known else 0)
    if adjustment.coupon is not None:
        forgiven = coupon_forgives(_today(loan, today), adjustment.coupon, today)
        adjustment = replace(adjustment, amount_minor=forgiven)
    request = AdjustmentRequest(
        customer_id=loan.customer_id,
        adjustment_id=asked.adjustment_id,
        loan_id=loan.loan_id,
        adjustment=adjustment,
        currency=asked.currency or loan.currency,
        note=asked.note,
        requested_by=asked.by,
        requested_on=today,
        requested_at=asked.at,
    )
    effect = _carried_out(account, request, today, rules)
    if needs_second_person(adjustment, rules) or account.holds_it_in_suspense:
        return Decision(request, (Change(request),))
    return _done(request, effect, asked.by, today)


def needs_second_person(adjustment: Adjustment, rules: AdjustmentRules) -> bool:
    """Whether one person is not enough: any charge-off, and more money than the policy says."""
    if adjustment.kind is AdjustmentKind.CHARGE_OFF:
        return True
    return adjustment.amount_minor > rules.four_eyes_above_minor


def approve(
    account: Account, request: AdjustmentRequest, by: str, today: date, rules: AdjustmentRules
) -> Decision[AdjustmentRequest]:
    """A second person agrees: it is carried out on the loan as it stands today.

    Raises AdjustmentEnded, SecondPersonNeeded, and what `ask` raises.
    """
    _require_open(request)
    if request.requested_by == by:
        raise SecondPersonNeeded(proposed_by=by)
    return _done(request, _carried_out(account, request, today, rules), by, today)


def decline(request: AdjustmentRequest, by: str, today: date) -> Decision[AdjustmentRequest]:
    """Nothing is done. Raises AdjustmentEnded."""
    _require_open(request)
    declined = replace(request, state=AdjustmentState.DECLINED, decided_by=by, decided_on=today)
    return Decision(declined, (Change(declined),))


def _require_open(request: AdjustmentRequest) -> None:
    if request.state is not AdjustmentState.PROPOSED:
        raise AdjustmentEnded(state=request.state, decided_on=request.decided_on)


def _done(
    request: AdjustmentRequest, effect: _Effect, by: str, today: date
) -> Decision[AdjustmentRequest]:
    done = replace(request, state=AdjustmentState.DONE, decided_by=by, decided_on=today)
    return Decision(done, (*effect.changes, Change(done)), effect.transfers)


def _carried_out(
    account: Account, request: AdjustmentRequest, today: date, rules: AdjustmentRules
) -> _Effect:
    loan, adjustment = account.loan, request.adjustment
    if loan.live_repayment_id is not None:
        raise RepaymentInProgress(repayment_id=loan.live_repayment_id)
    match adjustment.kind:
        case AdjustmentKind.REVERSAL:
            assert adjustment.repayment_id is not None
            reversed_ = reverse_repayment(account, adjustment.repayment_id, today)
            return _Effect(reversed_.changes, reversed_.transfers)
        case AdjustmentKind.TRANSFER:
            recorded = record_transfer(account, _received(request), today)
            return _Effect(recorded.changes, recorded.transfers)
        case AdjustmentKind.COUPON:
            assert adjustment.coupon is not None
            return _coupon_used(account, request, adjustment.coupon, today)
        case AdjustmentKind.CHARGE_OFF:
            _require_late(loan, today, rules)
        case _ if adjustment.amount_minor < 1:
            raise AmountImpossible
    return _happened(loan, _entry(request, max(today, loan.as_of), today))


def _happened(loan: Loan, entry: HistoryEntry, *more: Change) -> _Effect:
    done = happened(loan, entry)
    transfers = transfers_of(
        done.events,
        customer_id=loan.customer_id,
        loan_id=loan.loan_id,
        business_date=entry.booked_on,
    )
    return _Effect((Change(done.loan, done.events), *more), transfers)


def _coupon_used(
    account: Account, request: AdjustmentRequest, coupon: Coupon, today: date
) -> _Effect:
    """A coupon forgives what it does on the loan as it stands, and is used up."""
    loan = account.loan
    amount = coupon_forgives(_today(loan, today), coupon, today)
    used = use_up(
        account.coupon_use,
        coupon,
        loan,
        adjustment_id=request.adjustment_id,
        amount_minor=amount,
        on=today,
    )
    entry = replace(
        _entry(request, max(today, loan.as_of), today),
        amount_minor=amount,
        label=str(coupon.coupon_id),
    )
    return _happened(loan, entry, used)


def _today(loan: Loan, today: date) -> Loan:
    return loan.brought_to(max(today, loan.as_of)).loan


def _require_late(loan: Loan, today: date, rules: AdjustmentRules) -> None:
    """财金〔2017〕90号: written off after a documented pursuit of some months."""
    least = rules.charge_off_from_days_past_due
    if _today(loan, today).days_past_due(today) < least:
        raise LoanNotLateEnough(least_days_past_due=least)


def _entry(request: AdjustmentRequest, on: date, booked_on: date) -> HistoryEntry:
    adjustment = request.adjustment
    return HistoryEntry(
        kind=EntryKind(adjustment.kind.value),
        entry_id=request.adjustment_id,
        on=on,
        booked_on=booked_on,
        amount_minor=adjustment.amount_minor,
        label=adjustment.item,
        part=adjustment.part,
    )


def _received(request: AdjustmentRequest) -> TransferReceived:
    adjustment = request.adjustment
    assert adjustment.value_date is not None
    return TransferReceived(
        repayment_id=request.adjustment_id,
        amount_minor=adjustment.amount_minor,
        currency=request.currency,
        value_date=adjustment.value_date,
        bank_reference=adjustment.bank_reference,
        is_from_third_party=adjustment.is_from_third_party,
        at=request.requested_at,
        third_party=adjustment.third_party,
    )
