"""The repayment schedule as repayment computed it. Lending shows it and binds it."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One instalment: what falls due on a date, and for how many days interest runs."""

    number: int
    due_on: date
    days: int
    principal_minor: int
    interest_minor: int

    @property
    def total_minor(self) -> int:
        return self.principal_minor + self.interest_minor


@dataclass(frozen=True, slots=True)
class Schedule:
    """All instalments of a loan paid out on a date."""

    disbursed_on: date
    rows: tuple[ScheduleRow, ...]

    def __post_init__(self) -> None:
        dates = [self.disbursed_on, *(row.due_on for row in self.rows)]
        if not self.rows or dates != sorted(set(dates)):
            raise ValueError("a schedule has instalments with rising due dates after the payout")

    @property
    def principal_minor(self) -> int:
        return sum(row.principal_minor for row in self.rows)

    @property
    def total_interest_minor(self) -> int:
        return sum(row.interest_minor for row in self.rows)

    @property
    def sha256(self) -> str:
        """Hash of one line for each row: number, due date, days, principal and interest in fen."""
        lines = [
            f"{row.number}|{row.due_on.isoformat()}|{row.days}|{row.principal_minor}|"
            f"{row.interest_minor}\n"
            for row in self.rows
        ]
        return sha256("".join(lines).encode()).hexdigest()
