"""A loan: one drawdown's plan, what has been paid on it, and what is owed at any date.

The state changes only when something happens: an instalment falls due, its grace ends, money is
posted. Interest, penalty and days past due between those are derived from dates.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from chassis.money import split_evenly
from services.repayment.domain.allocation import allocate
from services.repayment.domain.errors import AmountAboveOwed
from services.repayment.domain.events import (
    InstalmentDue,
    LoanOverdue,
    LoanRecovered,
    LoanSettled,
)
from services.repayment.domain.instalment import Instalment, InstalmentState, Owed
from services.repayment.domain.repayment_schedule import (
    PrincipalStep,
    interest_of,
    principal_days,
)
from services.repayment.domain.terms import LoanTerms


class LoanStatus(StrEnum):
    """Where a loan stands."""

    ACTIVE = "ACTIVE"  # owed, and nothing is past its grace
    OVERDUE = "OVERDUE"  # at least one instalment is unpaid past its grace
    SETTLED = "SETTLED"  # nothing is owed any more


@dataclass(frozen=True, slots=True)
class Payoff:
    """All that is owed on a loan on one business date."""

    due: Owed
    accrued_interest_minor: int
    remaining_principal_minor: int
    saved_interest_minor: int
    """Planned interest that paying off on this date spares the customer."""
    fee_minor: int
    valid_on: date

    @property
    def total_minor(self) -> int:
        ahead = self.accrued_interest_minor + self.remaining_principal_minor
        return self.due.total_minor + ahead + self.fee_minor

    @property
    def parts(self) -> Owed:
        return self.due + Owed(0, self.accrued_interest_minor, self.remaining_principal_minor)


@dataclass(frozen=True, slots=True)
class Posting:
    """A loan after money was allocated to it, and where the money went."""

    loan: "Loan"
    parts: Owed
    interest_charged_minor: int
    """Interest that became owed only because it was paid ahead."""
    events: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Loan:
    """The loan (note) of one drawdown. Amounts in minor units, dates are business dates."""

    customer_id: UUID
    loan_id: UUID
    credit_line_id: UUID
    contract_id: UUID
    card_id: UUID
    currency: str
    principal_minor: int
    terms: LoanTerms
    disbursed_on: date
    opened_on: date
    instalments: tuple[Instalment, ...]
    principal_history: tuple[PrincipalStep, ...]
    """Principal not yet due, step by step in the running period: what interest is counted on."""
    as_of: date
    """The last date this state was decided for; nothing is decided for an earlier one."""
    prepaid_principal_minor: int = 0
    status: LoanStatus = LoanStatus.ACTIVE
    next_due_on: date | None = None
    unpaid_since: date | None = None
    """Due date of the oldest instalment that is due and not fully paid."""
    overdue_from: date | None = None
    """The first date on which that instalment is, or will be, past its grace."""
    settled_on: date | None = None
    live_repayment_id: UUID | None = None
    """The collection whose outcome is awaited. While there is one, the loan stands still."""
    version: int = 0

    @property
    def not_yet_due_principal_minor(self) -> int:
        return self.principal_history[-1].principal_minor

    @property
    def outstanding_principal_minor(self) -> int:
        unpaid = sum(i.principal_minor - i.principal_paid_minor for i in self._due())
        return self.not_yet_due_principal_minor + unpaid

    def days_past_due(self, on: date) -> int:
        """Days since the grace of the oldest unpaid instalment ended; 0 inside the grace."""
        if self.overdue_from is None:
            return 0
        return max(0, (on - self.overdue_from).days + 1)

    def owed(self, on: date) -> Owed:
        """What is due and unpaid at a date, penalty to that date included."""
        return sum((i.owed(self.terms, on) for i in self._due()), Owed())

    def accrued_interest(self, on: date) -> int:
        """Interest of the running period to a date, less what was paid of it already."""
        upcoming = self._upcoming()
        if not upcoming:
            return 0
        return self._running_interest(until=on) - upcoming[0].interest_paid_minor

    def payoff(self, on: date) -> Payoff:
        """All that is owed at a date, for a loan that was brought to that date."""
        accrued = self.accrued_interest(on)
        planned = sum(i.interest_minor - i.interest_paid_minor for i in self._upcoming())
        return Payoff(
            due=self.owed(on),
            accrued_interest_minor=accrued,
            remaining_principal_minor=self.not_yet_due_principal_minor,
            saved_interest_minor=planned - accrued,
            fee_minor=0,
            valid_on=on,
        )

    def brought_to(self, on: date) -> tuple["Loan", tuple[object, ...]]:
        """Let the dates up to `on` take effect: instalments fall due, graces end."""
        loan: Loan = self
        events: list[object] = []
        while loan.next_due_on is not None and loan.next_due_on <= on:
            loan, event = loan._next_fallen_due()
            events.append(event)
        if loan.status is LoanStatus.ACTIVE and loan.days_past_due(on):
            loan = replace(loan, status=LoanStatus.OVERDUE)
            events.append(loan._overdue_event(on))  # noqa: SLF001
        return replace(loan, as_of=max(loan.as_of, on)), tuple(events)

    def posted(self, amount_minor: int, on: date) -> Posting:
        """Allocate money on a date: due instalments oldest first, then ahead.

        Ahead means the interest accrued to the date and then principal; the remaining instalments
        keep their dates and share what remains equally. Refuses more than the payoff.
        """
        most = self.payoff(on).total_minor
        if amount_minor > most:
            raise AmountAboveOwed(owed_minor=most)
        rest, total = amount_minor, Owed()
        instalments = []
        for instalment in self.instalments:
            parts, rest = allocate(
                rest, instalment.owed(self.terms, on), self.terms.allocation_order
            )
            total += parts
            instalments.append(
                instalment.paid(parts, self.terms, on) if parts.total_minor else instalment
            )
        loan = replace(self, instalments=tuple(instalments))
        interest_ahead = min(rest, self.accrued_interest(on))
        if rest:
            loan = loan._prepaid(interest_ahead, rest - interest_ahead, on)  # noqa: SLF001
            total += Owed(0, interest_ahead, rest - interest_ahead)
        loan, events = loan._after_payment(on, self.days_past_due(on))  # noqa: SLF001
        return Posting(loan, total, interest_ahead, events)

    def refreshed(self) -> "Loan":
        """The same loan with the dates that queries look for taken from its instalments."""
        upcoming, due = self._upcoming(), self._due()
        return replace(
            self,
            next_due_on=upcoming[0].due_on if upcoming else None,
            unpaid_since=due[0].due_on if due else None,
            overdue_from=due[0].late_from(self.terms) if due else None,
        )

    def _due(self) -> tuple[Instalment, ...]:
        return tuple(i for i in self.instalments if i.state is InstalmentState.DUE)

    def _upcoming(self) -> tuple[Instalment, ...]:
        return tuple(i for i in self.instalments if i.state is InstalmentState.UPCOMING)

    def _running_interest(self, until: date) -> int:
        running = self._upcoming()[0]
        days = principal_days(self.principal_history, running.starts_on, until)
        return interest_of(days, self.terms.daily_rate_ppm)

    def _next_fallen_due(self) -> tuple["Loan", InstalmentDue]:
        running = self._upcoming()[0]
        due = running.fallen_due(self._running_interest(until=running.due_on))
        remaining = self.not_yet_due_principal_minor - running.principal_minor
        loan = replace(
            self,
            instalments=tuple(due if i.number == due.number else i for i in self.instalments),
            principal_history=(PrincipalStep(due.due_on, remaining),),
        )
        event = InstalmentDue(
            customer_id=self.customer_id,
            loan_id=self.loan_id,
            number=due.number,
            due_on=due.due_on,
            principal_minor=due.principal_minor,
            interest_minor=due.interest_minor - due.interest_paid_minor,
            currency=self.currency,
        )
        return loan.refreshed(), event

    def _overdue_event(self, on: date) -> LoanOverdue:
        late = (i.owed(self.terms, on) for i in self._due() if i.late_from(self.terms) <= on)
        return LoanOverdue(
            customer_id=self.customer_id,
            loan_id=self.loan_id,
            days_past_due=self.days_past_due(on),
            overdue_minor=sum(owed.total_minor for owed in late),
            business_date=on,
            currency=self.currency,
        )

    def _prepaid(self, interest_minor: int, principal_minor: int, on: date) -> "Loan":
        upcoming = self._upcoming()
        remaining = self.not_yet_due_principal_minor - principal_minor
        running = replace(
            upcoming[0], interest_paid_minor=upcoming[0].interest_paid_minor + interest_minor
        )
        loan = replace(
            self,
            prepaid_principal_minor=self.prepaid_principal_minor + principal_minor,
            principal_history=(*self.principal_history, PrincipalStep(on, remaining)),
        )
        ahead = (running, *upcoming[1:])
        after = loan._respread(ahead, remaining) if remaining else _cleared(ahead, on)  # noqa: SLF001
        return replace(loan, instalments=(*self.instalments[: -len(upcoming)], *after))

    def _respread(
        self, upcoming: tuple[Instalment, ...], remaining_minor: int
    ) -> tuple[Instalment, ...]:
        """Share the remaining principal equally over the upcoming instalments, same due dates."""
        rows: list[Instalment] = []
        balance = remaining_minor
        for part, instalment in zip(
            split_evenly(remaining_minor, len(upcoming)), upcoming, strict=True
        ):
            interest = (
                interest_of(balance * instalment.days, self.terms.daily_rate_ppm)
                if rows
                else self._running_interest(until=instalment.due_on)
            )
            rows.append(replace(instalment, principal_minor=part, interest_minor=interest))
            balance -= part
        return tuple(rows)

    def _after_payment(self, on: date, was_late_days: int) -> tuple["Loan", tuple[object, ...]]:
        loan = self.refreshed()
        events: list[object] = []
        if loan.status is LoanStatus.OVERDUE and not loan.days_past_due(on):
            loan = replace(loan, status=LoanStatus.ACTIVE)
            events.append(LoanRecovered(loan.customer_id, loan.loan_id, was_late_days, on))
        if loan.next_due_on is None and loan.unpaid_since is None:
            loan = replace(loan, status=LoanStatus.SETTLED, settled_on=on)
            events.append(loan._settled_event(on))  # noqa: SLF001
        return loan, tuple(events)

    def _settled_event(self, on: date) -> LoanSettled:
        return LoanSettled(
            customer_id=self.customer_id,
            loan_id=self.loan_id,
            credit_line_id=self.credit_line_id,
            principal_minor=self.principal_minor,
            interest_minor=sum(i.interest_paid_minor for i in self.instalments),
            penalty_minor=sum(i.penalty_paid_minor for i in self.instalments),
            settled_on=on,
            currency=self.currency,
        )


def _cleared(upcoming: tuple[Instalment, ...], on: date) -> tuple[Instalment, ...]:
    """Upcoming instalments after a payoff: nothing is left to fall due on them."""
    return tuple(
        replace(
            instalment,
            principal_minor=0,
            interest_minor=instalment.interest_paid_minor,
            state=InstalmentState.PAID,
            paid_on=on,
        )
        for instalment in upcoming
    )
