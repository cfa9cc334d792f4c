"""What is announced about late loans."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DelinquencyBucketChanged:
    """A loan moved to another bucket of days late."""

    customer_id: UUID
    loan_id: UUID
    bucket_before: str
    bucket_after: str
    days_past_due: int
    outstanding_principal_minor: int
    business_date: date
    currency: str


@dataclass(frozen=True, slots=True)
class LoanClassChanged:
    """A loan's asset class changed."""

    customer_id: UUID
    loan_id: UUID
    class_before: str
    class_after: str
    days_past_due: int
    outstanding_principal_minor: int
    business_date: date
    currency: str


@dataclass(frozen=True, slots=True)
class ProvisionAdjusted:
    """The allowance for the loans of one bucket and stage changed."""

    late_bucket: str
    stage: str
    exposure_minor: int
    allowance_minor: int
    """What is provided now."""
    charged_minor: int
    """What the allowance grew by; one of the two is zero."""
    released_minor: int
    """What the allowance shrank by."""
    business_date: date
    currency: str


@dataclass(frozen=True, slots=True)
class PromiseMade:
    """A debtor promised to pay."""

    customer_id: UUID
    promise_id: UUID
    loan_id: UUID
    amount_minor: int
    pay_by_on: date
    business_date: date
    currency: str


@dataclass(frozen=True, slots=True)
class PromiseEnded:
    """A promise was kept or broken."""

    customer_id: UUID
    promise_id: UUID
    loan_id: UUID
    status: str
    paid_minor: int
    business_date: date
    currency: str


@dataclass(frozen=True, slots=True)
class HardshipAsked:
    """A customer asked for easier terms and was offered some."""

    customer_id: UUID
    hardship_id: UUID
    loan_id: UUID
    cause: str
    business_date: date


@dataclass(frozen=True, slots=True)
class ForbearanceAccepted:
    """A customer took an offer of easier terms; and the loan has them."""

    customer_id: UUID
    hardship_id: UUID
    loan_id: UUID
    relief: str
    size: int
    """Months, instalments, days or percent, by the kind of relief."""
    business_date: date


@dataclass(frozen=True, slots=True)
class ReminderDue:
    """A customer is reminded of one instalment."""

    customer_id: UUID
    loan_id: UUID
    notice_id: UUID
    kind: str
    number: int
    due_on: date
    amount_minor: int
    business_date: date
    currency: str


@dataclass(frozen=True, slots=True)
class CustomerNoticeDue:
    """A customer is to get one message about everything of one kind that day."""

    customer_id: UUID
    notice_id: UUID
    kind: str
    loans: int
    total_minor: int
    earliest_due_on: date
    send_after: datetime
    """The instant from which it may be sent: not in the quiet hours."""
    business_date: date
    currency: str


@dataclass(frozen=True, slots=True)
class EarlyWarningRaised:
    """A loan that may not be paid: its score reached a level."""

    customer_id: UUID
    loan_id: UUID
    signal: str
    score: int
    """0 to 1000."""
    level: str
    business_date: date
