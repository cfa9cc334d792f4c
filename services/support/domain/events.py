"""What support announces. None of it carries what the customer or the staff wrote."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.support.domain.words import CaseCategory, CaseChannel


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintFiled:
    """A customer complained; the clock runs."""

    customer_id: UUID
    occurred_at: datetime
    case_id: UUID
    ticket_number: str
    category: CaseCategory
    channel: CaseChannel
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackGiven:
    """A customer gave an opinion or a wish."""

    customer_id: UUID
    occurred_at: datetime
    case_id: UUID
    ticket_number: str
    category: CaseCategory
    rating: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAnswered:
    """A case was answered."""

    customer_id: UUID
    occurred_at: datetime
    case_id: UUID
    ticket_number: str
    answered_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseExtended:
    """The due date of a complaint was moved."""

    customer_id: UUID
    occurred_at: datetime
    case_id: UUID
    ticket_number: str
    due_on: date
    approved_by: str
