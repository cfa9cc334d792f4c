"""A loan's statement: opening principal plus movements equals closing principal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from services.repayment.domain.collection import Repayment
from services.repayment.domain.instalment import Owed
from services.repayment.domain.loan import Loan


class MovementKind(StrEnum):
    """Which way money went."""

    DISBURSEMENT = "DISBURSEMENT"
    REPAYMENT = "REPAYMENT"


@dataclass(frozen=True, slots=True)
class Movement:
    """One line: money that changed hands, dated by the business date whose books took it."""

    on: date
    kind: MovementKind
    subject_id: UUID
    amount_minor: int
    principal_change_minor: int
    parts: Owed
    outstanding_principal_minor: int


@dataclass(frozen=True, slots=True)
class Statement:
    """What happened to a loan from one date to another, both included."""

    from_on: date
    to_on: date
    opening_principal_minor: int
    movements: tuple[Movement, ...]
    closing_principal_minor: int


def loan_statement(
    loan: Loan, posted: Iterable[Repayment], today: date, month: date | None
) -> Statement:
    """The statement of the month that starts on `month`, or of the whole life up to today."""
    from_on, to_on = loan.opened_on, today
    if month is not None:
        next_month = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
        from_on, to_on = month, min(today, next_month - timedelta(days=1))
    movements = _movements(loan, posted)
    before = [movement for movement in movements if movement.on < from_on]
    shown = tuple(movement for movement in movements if from_on <= movement.on <= to_on)
    opening = before[-1].outstanding_principal_minor if before else 0
    return Statement(
        from_on=from_on,
        to_on=to_on,
        opening_principal_minor=opening,
        movements=shown,
        closing_principal_minor=shown[-1].outstanding_principal_minor if shown else opening,
    )


def _movements(loan: Loan, posted: Iterable[Repayment]) -> list[Movement]:
    balance = loan.principal_minor
    movements = [
        Movement(
            loan.opened_on,
            MovementKind.DISBURSEMENT,
            loan.loan_id,
            balance,
            balance,
            Owed(),
            balance,
        )
    ]
    for repayment in posted:
        assert repayment.posted_on is not None
        assert repayment.parts is not None
        balance -= repayment.parts.principal_minor
        movements.append(
            Movement(
                repayment.posted_on,
                MovementKind.REPAYMENT,
                repayment.repayment_id,
                repayment.amount_minor,
                -repayment.parts.principal_minor,
                repayment.parts,
                balance,
            )
        )
    return movements
