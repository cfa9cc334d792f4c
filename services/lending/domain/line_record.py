"""The history of a line: one record for each thing that happened to it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.lending.domain.credit_line import LineStatus
from services.lending.domain.line_notice import LineNotice
from services.lending.domain.line_words import LineChangeKind


@dataclass(frozen=True, slots=True)
class LineChange:
    """One thing that happened to a line; kept for ever."""

    customer_id: UUID
    change_id: UUID
    credit_line_id: UUID
    product_code: str
    kind: LineChangeKind
    reason: str
    actor: str
    note: str
    limit_before_minor: int
    limit_after_minor: int
    status_before: LineStatus
    status_after: LineStatus
    business_date: date
    policy_version: str
    notice: LineNotice
    changed_at: datetime
    version: int = 0
