"""What is announced about late loans."""

from dataclasses import dataclass
from datetime import date
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
