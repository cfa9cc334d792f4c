"""What the books tell of that no loan tells: partners, subsidy, coupons and rail differences."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PartnerFunded:
    """A partner bears its share of a loan's principal from the day it is opened."""

    customer_id: UUID
    loan_id: UUID
    partner: str
    principal_minor: int
    business_date: date
    currency: str


@dataclass(frozen=True, slots=True)
class PartnerInterestShared:
    """Interest fell due; the partner's share of it is not our income."""

    customer_id: UUID
    loan_id: UUID
    partner: str
    interest_minor: int
    business_date: date
    currency: str


@dataclass(frozen=True, slots=True)
class PartnerRepaid:
    """The customer repaid; the partner's shares are to be passed on."""

    customer_id: UUID
    loan_id: UUID
    partner: str
    principal_minor: int
    interest_minor: int
    business_date: date
    currency: str


@dataclass(frozen=True, slots=True)
class PartnerLossShared:
    """A joint loan was charged off; the partner bears its shares."""

    customer_id: UUID
    loan_id: UUID
    partner: str
    principal_minor: int
    interest_minor: int
    business_date: date
    currency: str


@dataclass(frozen=True, slots=True)
class PartnerWaiverShared:
    """Interest of a joint loan was forgiven; the partner forgoes its share."""

    customer_id: UUID
    loan_id: UUID
    partner: str
    interest_minor: int
    business_date: date
    currency: str


@dataclass(frozen=True, slots=True)
class PartnerRecovered:
    """Money came on a joint loan after its charge-off; the partner's shares are to be passed on."""

    customer_id: UUID
    loan_id: UUID
    partner: str
    principal_minor: int
    interest_minor: int
    business_date: date
    currency: str


@dataclass(frozen=True, slots=True)
class PartnerPaidIn:
    """The partner's money for its shares arrived."""

    customer_id: UUID
    loan_id: UUID
    partner: str
    amount_minor: int
    business_date: date
    currency: str


@dataclass(frozen=True, slots=True)
class PartnerPaidOut:
    """What was collected for the partner was passed on."""

    customer_id: UUID
    loan_id: UUID
    partner: str
    amount_minor: int
    business_date: date
    currency: str


@dataclass(frozen=True, slots=True)
class SubsidyGranted:
    """A part of interest that fell due is claimed from the treasury instead of the customer."""

    customer_id: UUID
    loan_id: UUID
    amount_minor: int
    business_date: date
    currency: str


@dataclass(frozen=True, slots=True)
class SubsidyReceived:
    """The treasury paid a claim."""

    customer_id: UUID
    loan_id: UUID
    amount_minor: int
    business_date: date
    currency: str


@dataclass(frozen=True, slots=True)
class SubsidyRefused:
    """The treasury refused a claim; the customer keeps the lower interest."""

    customer_id: UUID
    loan_id: UUID
    amount_minor: int
    business_date: date
    currency: str


@dataclass(frozen=True, slots=True)
class CouponUsed:
    """A coupon forgave interest that had fallen due."""

    customer_id: UUID
    loan_id: UUID
    coupon_id: UUID
    amount_minor: int
    business_date: date
    currency: str


@dataclass(frozen=True, slots=True)
class RailReceiptHeld:
    """Money on the statement whose owner is not known was booked until it is."""

    difference_id: UUID
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class TransferArrived:
    """Somebody transferred money that nobody ordered; it is in suspense until it is somebody's."""

    customer_id: UUID | None
    loan_id: UUID | None
    """The loan its payer named; None where none was, or there is no such loan."""
    bank_reference: str
    amount_minor: int
    business_date: date
    currency: str


@dataclass(frozen=True, slots=True)
class SuspenseReleased:
    """Money left suspense for the repayment or settlement that took it in."""

    transfer_id: UUID
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class SuspenseReturned:
    """Money in suspense went back to its payer."""

    transfer_id: UUID
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class TransferReturnApproved:
    """Two people agreed to send money in suspense back to its payer."""

    bank_reference: str
    return_id: UUID
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class RailShortfallBorne:
    """Money that is in the books but never came over the rail became the lender's cost."""

    difference_id: UUID
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class RailPaymentBorne:
    """Money that left over the rail without an entry in the books became the lender's cost."""

    difference_id: UUID
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class RailDifferenceFound:
    """The rail's statement and our books disagree on a movement."""

    customer_id: UUID | None
    loan_id: UUID | None
    difference_id: UUID
    rail_key: str
    direction: str
    kind: str
    book_amount_minor: int
    rail_amount_minor: int
    found_on: date
    currency: str


@dataclass(frozen=True, slots=True)
class RailDifferenceResolved:
    """A person said what a difference was, and the books were brought in line."""

    customer_id: UUID | None
    difference_id: UUID
    rail_key: str
    reason: str
    amount_minor: int
    business_date: date
    currency: str
