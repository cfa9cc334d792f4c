"""A loan: one drawdown's plan, what has been paid on it, and what is owed at any date.

The state changes only when something happens: an instalment falls due, a rate begins, a grace
ends, money is posted, a plan is changed. Interest, penalty and days past due between those are
derived from dates. Money is posted in `loan_payment.py`, plans change in `plan_change.py`, and
`life.py` replays a loan from its history.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from chassis.frozen import Frozen, Positional, replace
from services.repayment.domain.day_count import DayCount
from services.repayment.domain.events import InstalmentDue, LoanOverdue
from services.repayment.domain.history import HistoryEntry
from services.repayment.domain.instalment import Instalment, InstalmentState, Owed
from services.repayment.domain.prepayment_fee import fee_on, fee_rate_ppm
from services.repayment.domain.repayment_schedule import (
    InterestSegment,
    InterestStep,
    PrincipalStep,
    interest_of,
    interest_segments,
    principal_days,
)
from services.repayment.domain.terms import DAYS_PER_YEAR, PPM, LoanTerms


class LoanStatus(StrEnum):
    """Where a loan stands."""

    ACTIVE = "ACTIVE"  # owed, and nothing is past its grace
    OVERDUE = "OVERDUE"  # at least one instalment is unpaid past its grace
    SETTLED = "SETTLED"  # nothing is owed any more
    CHARGED_OFF = "CHARGED_OFF"  # written off our assets; the claim survives (账销案存)


_DUE, _UPCOMING = InstalmentState.DUE, InstalmentState.UPCOMING


class RateStep(Positional, frozen=True):
    """From this date on, the loan bears this daily rate; 0 during an interest pause."""

    from_on: date
    rate_nano: int


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
    """The date at whose end, 24:00 in Asia/Shanghai, the quote ceases to hold."""
    carried: Owed
    """Fees, penalty and interest of the past that fall due with instalments to come."""

    @property
    def total_minor(self) -> int:
        return self.parts.total_minor

    @property
    def parts(self) -> Owed:
        return (
            self.due
            + self.carried
            + Owed(
                interest_minor=self.accrued_interest_minor,
                principal_minor=self.remaining_principal_minor,
                fee_minor=self.fee_minor,
            )
        )


class Brought(NamedTuple):
    """A loan on which dates have taken effect, and what happened on them."""

    loan: "Loan"
    events: tuple[object, ...]


class Loan(Frozen, frozen=True):
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
    principal_history: tuple[InterestStep, ...]
    """Principal not yet due and its rate, step by step in the running period."""
    as_of: date
    """The last date this state was decided for; nothing is decided for an earlier one."""
    level_minor: int
    """What instalments to come have in common: equal principal, or an equal sum."""
    outstanding_history: tuple[PrincipalStep, ...]
    """All principal owed, due or not, since the disbursement: what the cap is measured on."""
    scheduled_rates: tuple[RateStep, ...] = ()
    """Rates that begin on days to come."""
    history: tuple[HistoryEntry, ...] = ()
    prepaid_principal_minor: int = 0
    status: LoanStatus = LoanStatus.ACTIVE
    next_due_on: date | None = None
    next_rate_on: date | None = None
    unpaid_since: date | None = None
    """Due date of the oldest instalment that is due and not fully paid."""
    overdue_from: date | None = None
    """The first date on which that instalment is, or will be, past its grace."""
    settled_on: date | None = None
    charged_off_on: date | None = None
    restructured_on: date | None = None
    """When arrears were last re-aged or re-amortised; watched by the five-tier class."""
    live_repayment_id: UUID | None = None
    """The collection whose outcome is awaited. While there is one, the loan stands still."""
    fallen_due_on: date | None = None
    """A due date that so far took effect on the dates of the stored loan alone, as `next_due.py`
    does it; None in every loan that is worked with."""
    version: int = 0

    @property
    def not_yet_due_principal_minor(self) -> int:
        return self.principal_history[-1].principal_minor

    @property
    def outstanding_principal_minor(self) -> int:
        unpaid = sum(i.unpaid_principal_minor for i in self.due())
        return self.not_yet_due_principal_minor + unpaid

    @property
    def rate_nano(self) -> int:
        """The rate in force now; 0 during an interest pause."""
        return self.principal_history[-1].rate_nano

    def days_past_due(self, on: date) -> int:
        """Days since the grace of the oldest unpaid instalment ended; 0 inside the grace."""
        if self.overdue_from is None:
            return 0
        return max(0, (on - self.overdue_from).days + 1)

    def owed(self, on: date) -> Owed:
        """What is due and unpaid at a date, penalty to that date included."""
        return sum((i.owed(self.terms, on) for i in self.due()), Owed())

    def running_segments(self, until: date) -> list[InterestSegment]:
        """The runs of equal days that the running period's interest to a date is made of."""
        last = self.principal_history[-1]
        ahead = [
            InterestStep(rate.from_on, last.principal_minor, rate.rate_nano)
            for rate in self.scheduled_rates
        ]
        steps = (*self.principal_history, *ahead)
        return interest_segments(steps, steps[0].from_on, until, DayCount.DAILY, 0)

    def running_interest(self, until: date) -> int:
        """All interest of the running period to a date, paid ahead or not."""
        return interest_of(self.running_segments(until), 1)

    def accrued_interest(self, on: date) -> int:
        """Interest of the running period to a date, less what was paid of it already."""
        upcoming = self.upcoming()
        if not upcoming:
            return 0
        running = upcoming[0]
        return (
            self.running_interest(until=on)
            + running.carried_interest_minor
            - running.interest_paid_minor
        )

    def payoff(self, on: date) -> Payoff:
        """All that is owed at a date, for a loan that was brought to that date."""
        accrued, carried = self.accrued_interest(on), self.carried(on)
        planned = sum(i.unpaid_interest_minor for i in self.upcoming())
        principal = self.not_yet_due_principal_minor
        return Payoff(
            due=self.owed(on),
            accrued_interest_minor=accrued,
            remaining_principal_minor=principal,
            saved_interest_minor=planned - accrued - carried.interest_minor,
            fee_minor=self.prepayment_fee(principal, on),
            valid_on=on,
            carried=carried,
        )

    def carried(self, on: date) -> Owed:
        """Fees, penalty and interest of the past that fall due with instalments to come.

        What was carried into the running one counts as its accrued interest.
        """
        fee = penalty = interest = 0
        for index, one in enumerate(self.upcoming()):
            fee += one.fee_minor - one.fee_paid_minor
            if one.owed_history or one.carried_penalty_minor or one.penalty_waived_minor:
                penalty += one.penalty(self.terms, on)
            penalty -= one.penalty_paid_minor
            if index:
                interest += one.carried_interest_minor - one.interest_paid_minor
        return Owed(fee_minor=fee, penalty_minor=penalty, interest_minor=interest)

    def prepayment_fee_rate_ppm(self, on: date) -> int:
        """The contract's share of prepaid principal on a date; usually 0."""
        return fee_rate_ppm(self.terms.prepayment_fee, (on - self.disbursed_on).days)

    def prepayment_fee(self, principal_minor: int, on: date) -> int:
        """The fee for paying principal ahead, never more than the cap leaves free."""
        fee = fee_on(principal_minor, self.prepayment_fee_rate_ppm(on))
        return min(fee, self.cap_headroom(on)) if fee else 0

    def cap_headroom(self, on: date) -> int:
        """What may still be charged so that all charges to a date stay within the cap.

        The cap is yearly, on the principal really owed day by day (法发〔2017〕22号: interest,
        penalty and fees together).
        """
        fen_days = principal_days(self.outstanding_history, self.disbursed_on, on)
        most = fen_days * self.terms.cap_annual_ppm // (DAYS_PER_YEAR * PPM)
        return max(0, most - self.charged(on))

    def charged(self, on: date) -> int:
        """All interest, penalty and fees charged up to a date, paid or not."""
        fallen = (i for i in self.instalments if i.state is not InstalmentState.UPCOMING)
        past = sum(i.interest_minor + i.penalty(self.terms, on) + i.fee_minor for i in fallen)
        brought_along = sum(
            i.carried_interest_minor + i.penalty(self.terms, on) + i.fee_minor
            for i in self.upcoming()
        )
        running = self.running_interest(until=on) if self.upcoming() else 0
        return past + brought_along + running

    def brought_to(self, on: date) -> Brought:
        """Let the dates up to `on` take effect: rates begin, instalments fall due, graces end."""
        loan: Loan = self
        events: list[object] = []
        while (next_on := loan._next_change_on()) is not None and next_on <= on:
            if loan.next_rate_on == next_on:
                loan = loan._rate_begun()
            else:
                loan, event = loan._next_fallen_due()  # noqa: SLF001
                events.append(event)
        if loan.status is LoanStatus.ACTIVE and loan.days_past_due(on):
            loan = replace(loan, status=LoanStatus.OVERDUE)
            events.append(loan.overdue_event(on))
        return Brought(replace(loan, as_of=max(loan.as_of, on)), tuple(events))

    def caught_up(self) -> "Loan":
        """A stored loan as it is worked with: what fell due has taken effect on all of it."""
        if self.fallen_due_on is None:
            return self
        loan, _ = self._next_fallen_due()
        return replace(loan, fallen_due_on=None)

    def refreshed(self) -> "Loan":
        """The same loan with the dates that queries look for taken from its parts."""
        upcoming, due = self.upcoming(), self.due()
        claimed = self.status is LoanStatus.CHARGED_OFF
        return replace(
            self,
            next_due_on=upcoming[0].due_on if upcoming else None,
            next_rate_on=self.scheduled_rates[0].from_on if self.scheduled_rates else None,
            unpaid_since=due[0].due_on if due and not claimed else None,
            overdue_from=due[0].late_from(self.terms) if due and not claimed else None,
        )

    def due(self) -> tuple[Instalment, ...]:
        """The instalments whose day has come and of which something is unpaid, oldest first."""
        return tuple([i for i in self.instalments if i.state is _DUE])

    def upcoming(self) -> tuple[Instalment, ...]:
        """The instalments still to come; the first is the running one."""
        return tuple([i for i in self.instalments if i.state is _UPCOMING])

    def principal_paid_on(self, on: date, principal_minor: int) -> tuple[PrincipalStep, ...]:
        """The history of all principal owed after some of it was repaid."""
        left = self.outstanding_history[-1].principal_minor - principal_minor
        return (*self.outstanding_history, PrincipalStep(on, left))

    def _next_change_on(self) -> date | None:
        dates = [on for on in (self.next_rate_on, self.next_due_on) if on is not None]
        return min(dates, default=None)

    def _rate_begun(self) -> "Loan":
        rate, *later = self.scheduled_rates
        step = InterestStep(rate.from_on, self.not_yet_due_principal_minor, rate.rate_nano)
        kept = tuple(s for s in self.principal_history if s.from_on < rate.from_on)
        return replace(
            self,
            principal_history=(*kept, step),
            scheduled_rates=tuple(later),
        ).refreshed()

    def _next_fallen_due(self) -> tuple["Loan", InstalmentDue]:
        running, *later = self.upcoming()
        accrued = self.running_interest(until=running.due_on)
        newly_charged = accrued - running.charged_ahead_minor
        interest = accrued + running.carried_interest_minor
        if running.number <= self.terms.interest_deferred_instalments and later:
            # The contract asks for no interest yet: what accrued is owed with the next one.
            carried = later[0].carried_interest_minor + interest - running.interest_paid_minor
            later[0] = replace(later[0], carried_interest_minor=carried)
            interest = running.interest_paid_minor
            running = replace(running, carried_interest_minor=0)
        due = running.fallen_due(interest)
        remaining = self.not_yet_due_principal_minor - running.principal_minor
        gone = self.instalments[: len(self.instalments) - len(later) - 1]
        loan = replace(
            self,
            instalments=(*gone, due, *later),
            principal_history=(InterestStep(due.due_on, remaining, self.rate_nano),),
        )
        event = InstalmentDue(
            customer_id=self.customer_id,
            loan_id=self.loan_id,
            number=due.number,
            due_on=due.due_on,
            principal_minor=due.principal_minor,
            interest_minor=due.unpaid_interest_minor,
            charged_interest_minor=newly_charged,
            currency=self.currency,
        )
        return loan.refreshed(), event

    def overdue_event(self, on: date) -> LoanOverdue:
        """What is announced when the grace of an unpaid instalment has ended."""
        late = (i.owed(self.terms, on) for i in self.due() if i.late_from(self.terms) <= on)
        return LoanOverdue(
            customer_id=self.customer_id,
            loan_id=self.loan_id,
            days_past_due=self.days_past_due(on),
            overdue_minor=sum(owed.total_minor for owed in late),
            business_date=on,
            currency=self.currency,
        )
