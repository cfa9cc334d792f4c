"""Which booking took in the money of one transfer: claimed once, whoever records it and wherever.

The claim is keyed by the bank's own reference and the way the money went, so two people who record
the same transfer at the same moment, on the same loan or on two, decide on the same aggregate, and
the second is refused.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from chassis.decision import Change
from services.repayment.domain.errors import TransferRecordedAlready


class MoneyDirection(StrEnum):
    """Which way money went, as the lender's account sees it."""

    IN = "IN"  # paid to the lender
    OUT = "OUT"  # paid by the lender


@dataclass(frozen=True, slots=True)
class TransferClaim:
    """The money under one reference of the bank's statement is in the books."""

    bank_reference: str
    """The transfer's end-to-end id."""
    direction: MoneyDirection
    """A payment that comes back does so under the same reference."""
    customer_id: UUID | None
    """Whose money it became; None while nobody knows."""
    subject_id: UUID
    """What the books know it as: a repayment, a difference with the rail, a receipt."""
    claimed_on: date
    """The open business date whose books took it."""
    version: int = 0


def claim(
    existing: TransferClaim | None,
    bank_reference: str,
    direction: MoneyDirection,
    *,
    customer_id: UUID | None,
    subject_id: UUID,
    on: date,
) -> Change:
    """Claim the money of a transfer. Raises TransferRecordedAlready."""
    if existing is not None:
        raise TransferRecordedAlready(bank_reference=bank_reference)
    return Change(TransferClaim(bank_reference, direction, customer_id, subject_id, on))
