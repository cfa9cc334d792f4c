"""What the repayment service announces and what its journal is written from."""

from datetime import date, datetime
from uuid import UUID

from chassis.frozen import Frozen


class LoanOpened(Frozen, frozen=True):
    """A paid drawdown became a loan with a plan."""

    customer_id: UUID
    loan_id: UUID
    credit_line_id: UUID
    principal_minor: int
    daily_rate_ppm: int
    instalments: int
    method: str
    disbursed_on: date
    first_due_on: date
    currency: str


class InstalmentDue(Frozen, frozen=True):
    """An instalment's due date came; its principal and interest are fixed."""

    customer_id: UUID
    loan_id: UUID
    number: int
    due_on: date
    principal_minor: int
    interest_minor: int
    """Interest still to be paid; what a prepayment took earlier in the period is not in it."""
    charged_interest_minor: int
    """Interest that becomes owed now: of this period, less what was charged when paid ahead."""
    currency: str

    @property
    def amount_minor(self) -> int:
        return self.principal_minor + self.interest_minor


class CollectionRequested(Frozen, frozen=True):
    """Money is to be debited from the customer's card; the repayment id is the key at the rail."""

    customer_id: UUID
    repayment_id: UUID
    loan_id: UUID
    card_id: UUID
    amount_minor: int
    kind: str
    origin: str
    business_date: date
    currency: str


class DebitScheduled(Frozen, frozen=True):
    """The card will be debited by mandate, not before an hour of the business date."""

    customer_id: UUID
    loan_id: UUID
    amount_minor: int
    """What is open now; what is debited is what will be open then."""
    business_date: date
    try_number: int
    not_before: datetime
    currency: str
    after_repayment_id: UUID | None = None
    """The debit that was refused, or collected a part only."""


class MandateRequested(Frozen, frozen=True):
    """The bank is asked whether the card may be debited by itself for what falls due on a loan."""

    customer_id: UUID
    loan_id: UUID
    mandate_id: UUID
    card_id: UUID
    signed_on: date


class MandateAccepted(Frozen, frozen=True):
    """The bank agreed: the card may be debited by itself for what falls due on a loan."""

    customer_id: UUID
    loan_id: UUID
    mandate_id: UUID
    card_id: UUID
    signed_on: date


class MandateRejected(Frozen, frozen=True):
    """The card may not be debited by itself: no consent, no bound card, or the bank's no."""

    customer_id: UUID
    loan_id: UUID
    mandate_id: UUID
    card_id: UUID
    reason: str


class MandateAmended(Frozen, frozen=True):
    """Another own card is debited once the bank agrees."""

    customer_id: UUID
    loan_id: UUID
    mandate_id: UUID
    card_id: UUID


class MandateCancelled(Frozen, frozen=True):
    """The card is not debited by itself any more; the customer repays by hand or names another."""

    customer_id: UUID
    loan_id: UUID
    mandate_id: UUID
    card_id: UUID
    reason: str
    reason_code: str
    """The bank's reason code, when the bank refused for good."""


class OverpaymentHeld(Frozen, frozen=True):
    """Money that came and was not owed is kept for its customer."""

    customer_id: UUID
    repayment_id: UUID
    loan_id: UUID
    amount_minor: int
    held_minor: int
    because: str
    business_date: date
    currency: str


class RefundRequested(Frozen, frozen=True):
    """Held money is to be paid to the customer's card; the refund's id is the key at the rail."""

    customer_id: UUID
    refund_id: UUID
    card_id: UUID
    amount_minor: int
    currency: str


class RefundUnknown(Frozen, frozen=True):
    """The rail has not said whether a refund was paid; it is asked again with the same key."""

    customer_id: UUID
    refund_id: UUID
    amount_minor: int
    currency: str


class RefundRefused(Frozen, frozen=True):
    """The rail refused a refund; the money is held again."""

    customer_id: UUID
    refund_id: UUID
    amount_minor: int
    reason_code: str
    currency: str


class OverpaymentRefunded(Frozen, frozen=True):
    """Held money reached the customer's card."""

    customer_id: UUID
    refund_id: UUID
    card_id: UUID
    amount_minor: int
    held_minor: int
    business_date: date
    currency: str


class CollectionUnknown(Frozen, frozen=True):
    """The rail has not said whether the debit was paid; it is asked again with the same key."""

    customer_id: UUID
    repayment_id: UUID
    loan_id: UUID
    amount_minor: int
    currency: str


class CollectionFailed(Frozen, frozen=True):
    """The debit was refused for good; nothing was taken."""

    customer_id: UUID
    repayment_id: UUID
    loan_id: UUID
    card_id: UUID
    amount_minor: int
    reason_code: str
    business_date: date
    currency: str


class RepaymentPosted(Frozen, frozen=True):
    """Money from the customer was allocated to the loan."""

    customer_id: UUID
    repayment_id: UUID
    loan_id: UUID
    credit_line_id: UUID
    kind: str
    penalty_minor: int
    interest_minor: int
    principal_minor: int
    interest_charged_minor: int
    """Interest that became owed with this repayment: what accrued to the day of a prepayment."""
    value_date: date
    outstanding_principal_minor: int
    currency: str
    fee_minor: int = 0
    overpayment_minor: int = 0
    """Money beyond all that was owed; it stays the customer's."""

    @property
    def amount_minor(self) -> int:
        """What was allocated to the loan; money beyond that is not in it."""
        return self.fee_minor + self.penalty_minor + self.interest_minor + self.principal_minor


class RecoveryPosted(RepaymentPosted, frozen=True):
    """Money was recovered on a loan that had been charged off."""


class FeeCharged(Frozen, frozen=True):
    """A disclosed fee became owed."""

    customer_id: UUID
    loan_id: UUID
    item: str
    """The item of the cost sheet, e.g. `prepayment_fee`."""
    amount_minor: int
    business_date: date
    currency: str


class ChargesWaived(Frozen, frozen=True):
    """The lender forgave part of what was owed."""

    customer_id: UUID
    loan_id: UUID
    penalty_minor: int
    interest_minor: int
    fee_minor: int
    business_date: date
    currency: str


class PlanChanged(Frozen, frozen=True):
    """The instalments to come were changed after the loan was opened."""

    customer_id: UUID
    loan_id: UUID
    change_id: UUID
    kind: str
    interest_charged_minor: int
    """Interest accrued to the day of the change that is carried into the new instalments."""
    instalments_to_come: int
    next_due_on: date
    business_date: date
    currency: str


class LoanChargedOff(Frozen, frozen=True):
    """The loan was written off our assets; the claim on the customer survives."""

    customer_id: UUID
    loan_id: UUID
    principal_minor: int
    interest_minor: int
    """Interest owed, what accrued to this day included."""
    interest_charged_minor: int
    """The part of it that accrued in the running period and is charged now."""
    penalty_minor: int
    """Penalty owed; never booked as an asset, so it is only noted."""
    fee_minor: int
    days_past_due: int
    business_date: date
    currency: str


class LoanRestated(Frozen, frozen=True):
    """The past of a loan was corrected and its balances follow from the corrected history."""

    customer_id: UUID
    loan_id: UUID
    credit_line_id: UUID
    cause: str
    repayment_id: UUID
    """The repayment that was taken back, or that counts for a past day."""
    from_on: date
    """The first day the correction concerns."""
    principal_change_minor: int
    """Change of the principal owed: above zero when more is owed again."""
    outstanding_principal_minor: int
    business_date: date
    currency: str


class PenaltyAccrued(Frozen, frozen=True):
    """Penalty that accrued over days of lateness was fixed, because it is being paid."""

    customer_id: UUID
    loan_id: UUID
    amount_minor: int
    unpaid_penalty_minor: int
    """What stays unpaid of the penalty after the repayment."""
    business_date: date
    currency: str


class LoanOverdue(Frozen, frozen=True):
    """The grace of an unpaid instalment ended."""

    customer_id: UUID
    loan_id: UUID
    days_past_due: int
    overdue_minor: int
    business_date: date
    currency: str


class LoanRecovered(Frozen, frozen=True):
    """Everything overdue was paid."""

    customer_id: UUID
    loan_id: UUID
    days_past_due: int
    """How late it was when it was paid."""
    business_date: date


class LoanSettled(Frozen, frozen=True):
    """Nothing is owed on the loan any more; the amounts are those of its whole life."""

    customer_id: UUID
    loan_id: UUID
    credit_line_id: UUID
    principal_minor: int
    interest_minor: int
    penalty_minor: int
    settled_on: date
    currency: str


class BusinessDayClosed(Frozen, frozen=True):
    """A business day was closed and the next one opened."""

    closed_on: date
    opened_on: date


class EndOfDayChunkRequested(Frozen, frozen=True):
    """A range of buckets waits for whoever is free to carry out a step of the end of day on it."""

    chunk_id: str
    business_date: date
    step: str
    first_bucket: int
    last_bucket: int


class NegativeCreditNotice(Frozen, frozen=True):
    """The customer is told before arrears are reported to the credit bureau."""

    customer_id: UUID
    loan_id: UUID
    unpaid_since: date
    report_from: date
    """The first day on which a negative month may be reported."""
    overdue_minor: int
    business_date: date
    currency: str


class CreditDisputeOpened(Frozen, frozen=True):
    """A customer disputes a month of a loan's record."""

    customer_id: UUID
    dispute_id: UUID
    loan_id: UUID
    month: date
    answer_by: date


class CreditDisputeAnswered(Frozen, frozen=True):
    """A dispute was answered."""

    customer_id: UUID
    dispute_id: UUID
    loan_id: UUID
    month: date
    was_corrected: bool
