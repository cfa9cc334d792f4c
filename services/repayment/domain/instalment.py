"""One instalment of a loan: what falls due, what was paid, what its lateness costs."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from services.repayment.domain.repayment_schedule import (
    PrincipalStep,
    ScheduleRow,
    principal_days,
)
from services.repayment.domain.terms import LoanTerms, Part


class InstalmentState(StrEnum):
    """Whether an instalment's day has come and whether it is paid; lateness follows from dates."""

    UPCOMING = "UPCOMING"  # its due date has not come; its interest is a forecast
    DUE = "DUE"  # its due date has come; principal and interest are fixed
    PAID = "PAID"  # nothing of it is owed any more


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed, in minor units, split into its parts."""

    penalty_minor: int = 0
    interest_minor: int = 0
    principal_minor: int = 0

    @property
    def total_minor(self) -> int:
        return self.penalty_minor + self.interest_minor + self.principal_minor

    def of(self, part: Part) -> int:
        return {
            Part.PENALTY: self.penalty_minor,
            Part.INTEREST: self.interest_minor,
            Part.PRINCIPAL: self.principal_minor,
        }[part]

    def __add__(self, other: "Owed") -> "Owed":
        return Owed(
            self.penalty_minor + other.penalty_minor,
            self.interest_minor + other.interest_minor,
            self.principal_minor + other.principal_minor,
        )


@dataclass(frozen=True, slots=True)
class Instalment:
    """One row of a loan's plan with what has been paid on it."""

    number: int
    starts_on: date
    due_on: date
    principal_minor: int
    interest_minor: int
    state: InstalmentState = InstalmentState.UPCOMING
    principal_paid_minor: int = 0
    interest_paid_minor: int = 0
    penalty_paid_minor: int = 0
    owed_history: tuple[PrincipalStep, ...] = ()
    """Its unpaid principal since it fell due, step by step: what penalty is counted on."""
    paid_on: date | None = None

    @classmethod
    def planned(cls, row: ScheduleRow) -> "Instalment":
        return cls(row.number, row.starts_on, row.due_on, row.principal_minor, row.interest_minor)

    @property
    def days(self) -> int:
        return (self.due_on - self.starts_on).days

    def late_from(self, terms: LoanTerms) -> date:
        """The first date on which it is overdue if unpaid: the day after the grace ends."""
        return self.due_on + timedelta(days=terms.grace_days + 1)

    def penalty(self, terms: LoanTerms, on: date) -> int:
        """All penalty it has cost up to a date, paid or not, rounded once."""
        grace_ends = self.due_on + timedelta(days=terms.grace_days)
        return terms.penalty_of(principal_days(self.owed_history, grace_ends, on))

    def owed(self, terms: LoanTerms, on: date) -> Owed:
        """What is owed on it at a date; nothing before it is due."""
        if self.state is not InstalmentState.DUE:
            return Owed()
        return Owed(
            self.penalty(terms, on) - self.penalty_paid_minor,
            self.interest_minor - self.interest_paid_minor,
            self.principal_minor - self.principal_paid_minor,
        )

    def fallen_due(self, interest_minor: int) -> "Instalment":
        """Its due date has come: its interest is now fixed; owing nothing, it is paid."""
        due = replace(
            self,
            interest_minor=interest_minor,
            state=InstalmentState.DUE,
            owed_history=(PrincipalStep(self.due_on, self.principal_minor),),
        )
        if self.principal_minor or interest_minor > self.interest_paid_minor:
            return due
        return replace(due, state=InstalmentState.PAID, paid_on=self.due_on)

    def paid(self, parts: Owed, terms: LoanTerms, on: date) -> "Instalment":
        """The same instalment after money was allocated to it on a date."""
        principal_paid = self.principal_paid_minor + parts.principal_minor
        step = PrincipalStep(on, self.principal_minor - principal_paid)
        after = replace(
            self,
            penalty_paid_minor=self.penalty_paid_minor + parts.penalty_minor,
            interest_paid_minor=self.interest_paid_minor + parts.interest_minor,
            principal_paid_minor=principal_paid,
            owed_history=(*self.owed_history, step) if parts.principal_minor else self.owed_history,
        )
        if after.owed(terms, on).total_minor:
            return after
        return replace(after, state=InstalmentState.PAID, paid_on=on)
