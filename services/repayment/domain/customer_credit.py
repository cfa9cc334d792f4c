"""What the lender holds for a customer: money that came and was not owed. It is always refundable.

Money comes in when a repayment was more than all that was owed, or when the rail took money that no
repayment explains (`HeldReceipt`, one per order), and leaves as a refund to an own card under one
key for ever. Until the rail has said what became of a
refund its amount is neither held nor gone: held + being refunded + refunded = all that came in.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from chassis.decision import Change, Decision
from chassis.frozen import replace
from services.repayment.domain.collection import Repayment
from services.repayment.domain.errors import AmountImpossible, CreditTooSmall
from services.repayment.domain.events import (
    OverpaymentHeld,
    OverpaymentRefunded,
    RefundRefused,
    RefundRequested,
    RefundUnknown,
)
from services.repayment.domain.journal import transfers_of


class HeldBecause(StrEnum):
    """Why money is held for a customer."""

    PAID_AFTER_REFUSAL = "PAID_AFTER_REFUSAL"  # the rail refused a debit and collected all the same
    FOUND_BY_PERSON = "FOUND_BY_PERSON"  # the statement has more than we booked; people said whose
    REVERSED = "REVERSED"  # a posted repayment was taken back
    OVERPAID = "OVERPAID"  # more arrived by transfer than was owed


class RefundStatus(StrEnum):
    """Where a refund stands."""

    PAYING = "PAYING"  # to be paid -> UNKNOWN, PAID or REFUSED
    UNKNOWN = "UNKNOWN"  # the rail has not said; asked again with the same key
    PAID = "PAID"  # on the customer's card; final
    REFUSED = "REFUSED"  # nothing moved, the money is held again; final


@dataclass(frozen=True, slots=True)
class CustomerCredit:
    """The money held for one customer, in minor units."""

    customer_id: UUID
    currency: str
    held_minor: int = 0
    """What can be refunded."""
    refunding_minor: int = 0
    """What is on its way to the customer's card, or may be."""
    version: int = 0


@dataclass(frozen=True, slots=True)
class HeldReceipt:
    """Money the rail took under one key that no repayment took in."""

    customer_id: UUID
    repayment_id: UUID
    loan_id: UUID
    amount_minor: int
    currency: str
    because: HeldBecause
    held_on: date
    """The open business date whose books took it."""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Refund:
    """Held money on its way to an own card; its id is the key at the rail."""

    customer_id: UUID
    refund_id: UUID
    card_id: UUID
    amount_minor: int
    currency: str
    requested_at: datetime
    status: RefundStatus = RefundStatus.PAYING
    paid_on: date | None = None
    """The open business date whose books took it."""
    refusal_code: str = ""
    version: int = 0

    @property
    def is_final(self) -> bool:
        return self.status in (RefundStatus.PAID, RefundStatus.REFUSED)


def hold_receipt(
    credit: CustomerCredit | None,
    known: HeldReceipt | None,
    repayment: Repayment,
    amount_minor: int,
    today: date,
    because: HeldBecause = HeldBecause.PAID_AFTER_REFUSAL,
) -> Decision[HeldReceipt]:
    """Keep money that was collected under an order, once, however often and by whom it is found."""
    if known is not None:
        return Decision(known)
    if amount_minor < 1:
        raise AmountImpossible
    customer_id = repayment.customer_id
    held = HeldReceipt(
        customer_id=customer_id,
        repayment_id=repayment.repayment_id,
        loan_id=repayment.loan_id,
        amount_minor=amount_minor,
        currency=repayment.currency,
        because=because,
        held_on=today,
    )
    before = credit or CustomerCredit(customer_id, repayment.currency)
    after = replace(before, held_minor=before.held_minor + amount_minor)
    event = OverpaymentHeld(
        customer_id=customer_id,
        repayment_id=held.repayment_id,
        loan_id=held.loan_id,
        amount_minor=amount_minor,
        held_minor=after.held_minor,
        because=held.because.value,
        business_date=today,
        currency=held.currency,
    )
    return Decision(
        held,
        (Change(held), Change(after, (event,))),
        transfers_of(
            (event,), customer_id=customer_id, loan_id=held.repayment_id, business_date=today
        ),
    )


@dataclass(frozen=True, slots=True)
class RequestRefund:
    """A customer wants held money back on an own card."""

    refund_id: UUID
    card_id: UUID
    amount_minor: int
    at: datetime


def request_refund(credit: CustomerCredit | None, wish: RequestRefund) -> Decision[Refund]:
    """Begin a refund; its money is set apart at once. Raises AmountImpossible, CreditTooSmall."""
    if wish.amount_minor < 1:
        raise AmountImpossible
    if credit is None or wish.amount_minor > credit.held_minor:
        raise CreditTooSmall(held_minor=0 if credit is None else credit.held_minor)
    refund = Refund(
        customer_id=credit.customer_id,
        refund_id=wish.refund_id,
        card_id=wish.card_id,
        amount_minor=wish.amount_minor,
        currency=credit.currency,
        requested_at=wish.at,
    )
    after = replace(
        credit,
        held_minor=credit.held_minor - wish.amount_minor,
        refunding_minor=credit.refunding_minor + wish.amount_minor,
    )
    event = RefundRequested(
        customer_id=refund.customer_id,
        refund_id=refund.refund_id,
        card_id=refund.card_id,
        amount_minor=refund.amount_minor,
        currency=refund.currency,
    )
    return Decision(refund, (Change(after), Change(refund, (event,))))


def refund_unknown(refund: Refund) -> Decision[Refund]:
    """The rail did not say: neither paid nor refused until it does."""
    if refund.status is not RefundStatus.PAYING:
        return Decision(refund)
    unknown = replace(refund, status=RefundStatus.UNKNOWN)
    event = RefundUnknown(
        customer_id=refund.customer_id,
        refund_id=refund.refund_id,
        amount_minor=refund.amount_minor,
        currency=refund.currency,
    )
    return Decision(unknown, (Change(unknown, (event,)),))


def refund_paid(refund: Refund, credit: CustomerCredit, today: date) -> Decision[Refund]:
    """The rail paid it: the lender holds so much less."""
    if refund.is_final:
        return Decision(refund)
    paid = replace(refund, status=RefundStatus.PAID, paid_on=today)
    after = replace(credit, refunding_minor=credit.refunding_minor - refund.amount_minor)
    event = OverpaymentRefunded(
        customer_id=refund.customer_id,
        refund_id=refund.refund_id,
        card_id=refund.card_id,
        amount_minor=refund.amount_minor,
        held_minor=after.held_minor,
        business_date=today,
        currency=refund.currency,
    )
    return Decision(
        paid,
        (Change(after), Change(paid, (event,))),
        transfers_of(
            (event,),
            customer_id=refund.customer_id,
            loan_id=refund.refund_id,
            business_date=today,
        ),
    )


def refund_refused(refund: Refund, credit: CustomerCredit, reason_code: str) -> Decision[Refund]:
    """The rail refused it: nothing moved, the money is held again."""
    if refund.is_final:
        return Decision(refund)
    refused = replace(refund, status=RefundStatus.REFUSED, refusal_code=reason_code)
    after = replace(
        credit,
        held_minor=credit.held_minor + refund.amount_minor,
        refunding_minor=credit.refunding_minor - refund.amount_minor,
    )
    event = RefundRefused(
        customer_id=refund.customer_id,
        refund_id=refund.refund_id,
        amount_minor=refund.amount_minor,
        reason_code=reason_code,
        currency=refund.currency,
    )
    return Decision(refused, (Change(after), Change(refused, (event,))))
