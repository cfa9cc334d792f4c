"""Repayments corrected by staff: one taken back after it was posted, one recorded for a past day.

Either is another history, replayed. A repayment that is taken back did arrive, so its money becomes
the customer's, to be refunded or used; the loan owes again what it had paid.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from chassis.decision import Change, Decision
from chassis.frozen import replace
from services.repayment.domain.allocation import Owed
from services.repayment.domain.collection import (
    Repayment,
    RepaymentKind,
    RepaymentOrigin,
    RepaymentStatus,
)
from services.repayment.domain.correction import Corrected, corrected, restated
from services.repayment.domain.customer_credit import CustomerCredit, HeldBecause, HeldReceipt
from services.repayment.domain.errors import (
    AmountImpossible,
    BackdatedTooFar,
    CurrencyDiffers,
    RepaymentNotPosted,
)
from services.repayment.domain.events import OverpaymentHeld
from services.repayment.domain.history import EntryKind, HistoryEntry
from services.repayment.domain.incoming_transfer import IncomingTransfer, release
from services.repayment.domain.interest_relief import CouponUse
from services.repayment.domain.journal import transfers_of
from services.repayment.domain.life import taking_back, with_entry
from services.repayment.domain.loan import Loan
from services.repayment.domain.third_party import ThirdParty
from services.repayment.domain.transfer_claim import MoneyDirection, TransferClaim, claim

REVERSED = "REPAYMENT_REVERSED"
RECORDED = "REPAYMENT_RECORDED"


@dataclass(frozen=True, slots=True)
class Account:
    """A loan with all that a correction of its past touches."""

    loan: Loan
    repayments: Mapping[UUID, Repayment]
    """Every repayment in the loan's history, by its id."""
    credit: CustomerCredit | None
    held: HeldReceipt | None = None
    """What is held already of the repayment that is taken back: the rail took more than it said."""
    claim: TransferClaim | None = None
    """What took in the money of the transfer that is recorded, if it is in the books already."""
    suspended: IncomingTransfer | None = None
    """The money of the transfer, where the bank told of it and it is in suspense."""
    coupon_use: CouponUse | None = None
    """How the coupon that is applied was used, if it was."""

    @property
    def holds_it_in_suspense(self) -> bool:
        """Whether the transfer that is recorded came by itself and is nobody's yet."""
        return self.suspended is not None and self.suspended.is_open


@dataclass(frozen=True, slots=True)
class TransferReceived:
    """Money that arrived by bank transfer, as staff record it."""

    repayment_id: UUID
    amount_minor: int
    currency: str
    value_date: date
    bank_reference: str
    """The transfer's end-to-end id on the bank's statement, by which the two are matched."""
    is_from_third_party: bool
    at: datetime
    third_party: ThirdParty | None = None


def reverse_repayment(account: Account, repayment_id: UUID, today: date) -> Decision[Repayment]:
    """Take a posted repayment back; its money is held for the customer.

    Raises RepaymentNotPosted, and what `corrected` raises.
    """
    loan, repayment = account.loan, account.repayments.get(repayment_id)
    if repayment is None or repayment.status is not RepaymentStatus.POSTED:
        raise RepaymentNotPosted(status=repayment.status if repayment else "UNKNOWN")
    entry = _entry_of(loan, repayment_id)
    correction = corrected(loan, taking_back(loan.history, repayment_id, today), today)
    taken_back = replace(repayment, status=RepaymentStatus.REVERSED, reversed_on=today)
    held = HeldReceipt(
        customer_id=loan.customer_id,
        repayment_id=repayment_id,
        loan_id=loan.loan_id,
        amount_minor=repayment.amount_minor
        + (account.held.amount_minor if account.held is not None else 0),
        currency=loan.currency,
        because=HeldBecause.REVERSED,
        held_on=today,
        version=account.held.version if account.held is not None else 0,
    )
    credited = _credited(account, repayment.amount_minor + correction.overpayment_change_minor)
    event = OverpaymentHeld(
        customer_id=loan.customer_id,
        repayment_id=repayment_id,
        loan_id=loan.loan_id,
        amount_minor=repayment.amount_minor,
        held_minor=credited.held_minor,
        because=held.because.value,
        business_date=today,
        currency=loan.currency,
    )
    return Decision(
        taken_back,
        (
            Change(correction.loan, restated(correction, REVERSED, entry, today)),
            Change(taken_back),
            *_reallocated(account, correction, without=repayment_id),
            Change(held),
            Change(credited, (event,)),
        ),
        correction.transfers
        + transfers_of(
            (event,), customer_id=loan.customer_id, loan_id=repayment_id, business_date=today
        ),
    )


def record_transfer(account: Account, money: TransferReceived, today: date) -> Decision[Repayment]:
    """Let money that arrived count from its value date; more than is owed is the customer's.

    Raises TransferRecordedAlready, BackdatedTooFar, AmountImpossible, CurrencyDiffers, what
    `corrected` raises, and of money in suspense what `release` raises.
    """
    loan = account.loan
    taken = _taken(account, money, today)
    if money.amount_minor < 1:
        raise AmountImpossible
    if money.currency != loan.currency:
        raise CurrencyDiffers(currency=loan.currency)
    earliest = loan.disbursed_on + timedelta(days=1)
    if not earliest <= money.value_date <= today:
        raise BackdatedTooFar(earliest=earliest)
    entry = HistoryEntry(
        kind=EntryKind.REPAYMENT,
        entry_id=money.repayment_id,
        on=money.value_date,
        booked_on=today,
        amount_minor=money.amount_minor,
        label=RepaymentKind.PREPAY.value,
        keep_excess=True,
    )
    correction = corrected(loan, with_entry(loan.history, entry), today)
    parts = _parts(correction)[money.repayment_id]
    repayment = Repayment(
        customer_id=loan.customer_id,
        repayment_id=money.repayment_id,
        loan_id=loan.loan_id,
        card_id=loan.card_id,
        currency=loan.currency,
        amount_minor=money.amount_minor,
        kind=RepaymentKind.PREPAY,
        origin=RepaymentOrigin.TRANSFER,
        requested_on=money.value_date,
        requested_at=money.at,
        status=RepaymentStatus.POSTED,
        posted_on=today,
        parts=parts,
        asked_minor=money.amount_minor,
        bank_reference=money.bank_reference,
        is_from_third_party=money.is_from_third_party,
        third_party=money.third_party,
    )
    changes = [
        Change(correction.loan, restated(correction, RECORDED, entry, today)),
        Change(repayment),
        *taken.changes,
        *_reallocated(account, correction),
    ]
    if correction.overpayment_change_minor:
        changes.append(_held_change(account, repayment, correction, today))
    return Decision(repayment, tuple(changes), (*taken.transfers, *correction.transfers))


def _taken(account: Account, money: TransferReceived, today: date) -> Decision[None]:
    """The transfer's money is this repayment's: claimed, and out of suspense if it is there."""
    customer_id = account.loan.customer_id
    if account.holds_it_in_suspense and account.suspended and account.claim:
        return release(
            account.suspended,
            account.claim,
            amount_minor=money.amount_minor,
            customer_id=customer_id,
            subject_id=money.repayment_id,
            on=today,
        )
    claimed = claim(
        account.claim,
        money.bank_reference,
        MoneyDirection.IN,
        customer_id=customer_id,
        subject_id=money.repayment_id,
        on=today,
    )
    return Decision(None, (claimed,))


def _held_change(
    account: Account, repayment: Repayment, correction: Corrected, today: date
) -> Change:
    """What is beyond the debt is refundable; the ledger has it by the repayments themselves."""
    credited = _credited(account, correction.overpayment_change_minor)
    event = OverpaymentHeld(
        customer_id=repayment.customer_id,
        repayment_id=repayment.repayment_id,
        loan_id=repayment.loan_id,
        amount_minor=correction.overpayment_change_minor,
        held_minor=credited.held_minor,
        because=HeldBecause.OVERPAID.value,
        business_date=today,
        currency=repayment.currency,
    )
    return Change(credited, (event,))


def _credited(account: Account, amount_minor: int) -> CustomerCredit:
    before = account.credit or CustomerCredit(account.loan.customer_id, account.loan.currency)
    return replace(before, held_minor=before.held_minor + amount_minor)


def _entry_of(loan: Loan, repayment_id: UUID) -> HistoryEntry:
    found = [e for e in loan.history if e.entry_id == repayment_id and e.is_standing]
    if not found:
        raise RepaymentNotPosted(status="UNKNOWN")
    return found[0]


def _parts(correction: Corrected) -> dict[UUID, Owed]:
    """What each repayment pays in the corrected life."""
    return {
        posted.repayment_id: Owed(
            fee_minor=posted.fee_minor,
            penalty_minor=posted.penalty_minor,
            interest_minor=posted.interest_minor,
            principal_minor=posted.principal_minor,
        )
        for posted in correction.postings
    }


def _reallocated(
    account: Account, correction: Corrected, without: UUID | None = None
) -> Sequence[Change]:
    """The other repayments, where their money goes elsewhere than before."""
    parts = _parts(correction)
    return [
        Change(replace(repayment, parts=parts[repayment_id]))
        for repayment_id, repayment in account.repayments.items()
        if repayment_id != without
        and repayment_id in parts
        and repayment.parts != parts[repayment_id]
    ]
