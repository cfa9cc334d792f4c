"""What monitoring remembers of an event: the few facts that windows count."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    """What happened."""

    LOG_IN = "LOG_IN"  # on a device the customer used before
    NEW_DEVICE_LOG_IN = "NEW_DEVICE_LOG_IN"
    LOG_IN_FAILED = "LOG_IN_FAILED"
    CARD_BOUND = "CARD_BOUND"
    DRAWDOWN = "DRAWDOWN"  # asked for, whatever became of it
    COLLECTION_FAILED = "COLLECTION_FAILED"
    LOAN_OVERDUE = "LOAN_OVERDUE"
    EARLY_WARNING = "EARLY_WARNING"  # a loan that may not be paid
    RECONCILIATION_DIFFERENCE = "RECONCILIATION_DIFFERENCE"  # books and rail disagree
    COMPLAINT = "COMPLAINT"
    DEAD_LETTER = "DEAD_LETTER"


class Entity(StrEnum):
    """What a window is kept for."""

    CUSTOMER = "CUSTOMER"
    DEVICE = "DEVICE"
    CARD = "CARD"
    PHONE = "PHONE"  # its keyed hash
    LOAN = "LOAN"
    CONSUMER = "CONSUMER"  # of the event bus
    SUITE = "SUITE"  # everything together


@dataclass(frozen=True, slots=True)
class Observation:
    """One fact, under the id that makes its repetitions recognisable."""

    observation_id: str
    kind: Kind
    occurred_at: datetime
    entities: Mapping[Entity, str]
    customer_id: UUID | None = None
    amount_minor: int = 0
    caused_by: str = ""
    """Message id of the event, or the request, that told us."""
    facts: Mapping[str, str] | None = None
    """More to show with an alert. No personal data."""
    version: int = 0

    def released(self) -> "Observation":
        """The money did not move: the attempt still counts, its amount no longer does."""
        return replace(self, amount_minor=0)
