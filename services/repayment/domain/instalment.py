"""One instalment of a loan: what falls due, what was paid, what its lateness costs."""

from datetime import date, timedelta
from enum import StrEnum

from chassis.frozen import Positional, replace
from services.repayment.domain.allocation import Owed
from services.repayment.domain.repayment_schedule import ScheduleRow
from services.repayment.domain.terms import LoanTerms

__all__ = ["Instalment", "InstalmentState", "Owed", "OwedStep"]


class InstalmentState(StrEnum):
    """Whether an instalment's day has come and whether it is paid; lateness follows from dates."""

    UPCOMING = "UPCOMING"  # its due date has not come; its interest is a forecast
    DUE = "DUE"  # its due date has come; principal and interest are fixed
    PAID = "PAID"  # nothing of it is owed any more


class OwedStep(Positional, frozen=True):
    """From this date on, this much of an instalment is unpaid: what penalty is counted on."""

    from_on: date
    principal_minor: int
    interest_minor: int = 0


class Instalment(Positional, frozen=True):
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
    owed_history: tuple[OwedStep, ...] = ()
    """What was unpaid of it since it fell due, step by step."""
    paid_on: date | None = None
    carried_interest_minor: int = 0
    """Interest of earlier periods that falls due with it, part of `interest_minor`."""
    carried_penalty_minor: int = 0
    """Penalty of earlier lateness that falls due with it."""
    penalty_waived_minor: int = 0
    fee_minor: int = 0
    fee_paid_minor: int = 0

    @classmethod
    def planned(cls, row: ScheduleRow) -> "Instalment":
        return cls(row.number, row.starts_on, row.due_on, row.principal_minor, row.interest_minor)

    @property
    def days(self) -> int:
        return (self.due_on - self.starts_on).days

    @property
    def unpaid_principal_minor(self) -> int:
        return self.principal_minor - self.principal_paid_minor

    @property
    def unpaid_interest_minor(self) -> int:
        return self.interest_minor - self.interest_paid_minor

    @property
    def charged_ahead_minor(self) -> int:
        """Interest of its own period that was charged before its due date, by paying ahead."""
        return max(0, self.interest_paid_minor - self.carried_interest_minor)

    def late_from(self, terms: LoanTerms) -> date:
        """The first date on which it is overdue if unpaid: the day after the grace ends."""
        return self.due_on + timedelta(days=terms.grace_days + 1)

    def penalty(self, terms: LoanTerms, on: date) -> int:
        """All penalty it has cost up to a date, paid or not, rounded once; waived penalty not."""
        if not self.owed_history:
            return self.carried_penalty_minor - self.penalty_waived_minor
        grace_ends = self.due_on + timedelta(days=terms.grace_days)
        units = penalty_units(terms, self.owed_history, grace_ends, on)
        return self.carried_penalty_minor + terms.penalty_of(units) - self.penalty_waived_minor

    def owed(self, terms: LoanTerms, on: date) -> Owed:
        """What is owed on it at a date; nothing before it is due."""
        if self.state is not InstalmentState.DUE:
            return Owed()
        return Owed(
            # Days freed of penalty after it was paid leave a credit against later penalty.
            penalty_minor=max(0, self.penalty(terms, on) - self.penalty_paid_minor),
            interest_minor=self.unpaid_interest_minor,
            principal_minor=self.unpaid_principal_minor,
            fee_minor=self.fee_minor - self.fee_paid_minor,
        )

    def fallen_due(self, interest_minor: int) -> "Instalment":
        """Its due date has come: its interest is now fixed; owing nothing, it is paid."""
        due = replace(self, interest_minor=interest_minor, state=InstalmentState.DUE)
        if not (
            due.unpaid_principal_minor
            or due.unpaid_interest_minor
            or due.carried_penalty_minor
            or due.fee_minor - due.fee_paid_minor
        ):
            return replace(due, state=InstalmentState.PAID, paid_on=self.due_on)
        return due.owing_from(self.due_on)

    def paid(self, parts: Owed, terms: LoanTerms, on: date) -> "Instalment":
        """The same instalment after money was allocated to it on a date."""
        after = replace(
            self,
            penalty_paid_minor=self.penalty_paid_minor + parts.penalty_minor,
            interest_paid_minor=self.interest_paid_minor + parts.interest_minor,
            principal_paid_minor=self.principal_paid_minor + parts.principal_minor,
            fee_paid_minor=self.fee_paid_minor + parts.fee_minor,
        )
        if parts.principal_minor or (terms.compound and parts.interest_minor):
            after = after.owing_from(on)
        return after.closed_if_paid(terms, on)

    def waived(self, parts: Owed, terms: LoanTerms, on: date) -> "Instalment":
        """The same instalment after the lender forgave penalty, interest or fee of it."""
        after = replace(
            self,
            interest_minor=self.interest_minor - parts.interest_minor,
            penalty_waived_minor=self.penalty_waived_minor + parts.penalty_minor,
            fee_minor=self.fee_minor - parts.fee_minor,
        )
        return after.closed_if_paid(terms, on)

    def without_penalty(self, since: date, until: date) -> "Instalment":
        """The same instalment, bearing no penalty on the days of [since, until)."""
        before = [step for step in self.owed_history if step.from_on < since]
        within = [step for step in self.owed_history if step.from_on < until]
        after = [step for step in self.owed_history if step.from_on >= until]
        if not within:
            return self
        resumed = replace(within[-1], from_on=until)
        steps = (*before, OwedStep(max(since, within[0].from_on), 0), resumed, *after)
        return replace(self, owed_history=steps)

    def owing_from(self, on: date) -> "Instalment":
        """Remember what is unpaid from a date on."""
        step = OwedStep(on, self.unpaid_principal_minor, self.unpaid_interest_minor)
        return replace(self, owed_history=(*self.owed_history, step))

    def closed_if_paid(self, terms: LoanTerms, on: date) -> "Instalment":
        """Mark it paid once nothing of it is owed."""
        if self.owed(terms, on).total_minor:
            return self
        return replace(self, state=InstalmentState.PAID, paid_on=on)


def penalty_units(terms: LoanTerms, steps: tuple[OwedStep, ...], since: date, until: date) -> int:
    """Penalty accrued over [since, until) in exact units; see `LoanTerms.penalty_of`."""
    total = 0
    for index, step in enumerate(steps):
        begins = max(step.from_on, since)
        ends = min(steps[index + 1].from_on, until) if index + 1 < len(steps) else until
        if begins < ends:
            per_day = terms.penalty_units_per_day(step.principal_minor, step.interest_minor)
            total += per_day * (ends - begins).days
    return total
