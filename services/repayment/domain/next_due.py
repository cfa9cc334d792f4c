"""The instalment that is plainly due or falls due next, and days that need no more of the loan.

Most loans come to a due date with nothing late, no change of rate before it and nothing carried
into it. What then falls due, and what its lateness costs, was fixed when something last happened to
them: the day needs a few values instead of the plan and all history. Loans that come to it
otherwise are opened as a whole.
"""

from datetime import date, timedelta
from uuid import UUID

from chassis.frozen import Frozen, Positional, replace
from services.repayment.domain.events import InstalmentDue, LoanOverdue
from services.repayment.domain.instalment import Instalment, Owed
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.terms import penalty_of


class NotPlainlyDueError(Exception):
    """Something happened to the loan meanwhile: its day needs the whole loan."""


class NextDue(Positional, frozen=True):
    """The one instalment that is due, or falls due next; amounts in minor units.

    It holds as long as nothing happens to the loan.
    """

    number: int
    principal_minor: int
    interest_minor: int
    """Interest to be paid with it."""
    charged_interest_minor: int
    """Interest that becomes owed when it falls due; see `InstalmentDue`."""
    to_come_minor: int
    """Principal not yet due after it."""
    late_from: date
    """The first date on which it is overdue if unpaid."""
    penalty_units_per_day: int
    """What a day of lateness costs; see `terms.penalty_of`."""
    then_due_on: date | None
    """The due date after it."""


def next_due(loan: Loan) -> NextDue | None:
    """The instalment that matters next; None when there is none, or the whole loan is needed.

    While a collection is under way the loan stands still, and nothing falls due by itself.
    """
    if loan.status is not LoanStatus.ACTIVE or loan.live_repayment_id is not None:
        return None
    if loan.unpaid_since is not None:
        return _plainly_due(loan)
    on, upcoming = loan.next_due_on, loan.upcoming()
    if on is None or _is_special(upcoming[0]) or upcoming[0].owed_history:
        return None
    running, *later = upcoming
    if running.number <= loan.terms.interest_deferred_instalments:
        return None
    if loan.next_rate_on is not None and loan.next_rate_on <= on:
        return None
    accrued = loan.running_interest(until=on)
    principal = running.unpaid_principal_minor
    interest = accrued + running.carried_interest_minor - running.interest_paid_minor
    due = NextDue(
        number=running.number,
        principal_minor=principal,
        interest_minor=interest,
        charged_interest_minor=accrued - running.charged_ahead_minor,
        to_come_minor=loan.not_yet_due_principal_minor - running.principal_minor,
        late_from=running.late_from(loan.terms),
        penalty_units_per_day=loan.terms.penalty_units_per_day(principal, interest),
        then_due_on=later[0].due_on if later else None,
    )
    return due if principal + interest else None


def _plainly_due(loan: Loan) -> NextDue | None:
    """The only instalment that is due, with what is unpaid of it."""
    due, *more = loan.due()
    if more or loan.next_rate_on is not None or _is_special(due) or len(due.owed_history) != 1:
        return None
    (owed,) = due.owed_history
    return NextDue(
        number=due.number,
        principal_minor=due.unpaid_principal_minor,
        interest_minor=due.unpaid_interest_minor,
        charged_interest_minor=0,
        to_come_minor=loan.not_yet_due_principal_minor,
        late_from=due.late_from(loan.terms),
        penalty_units_per_day=loan.terms.penalty_units_per_day(
            owed.principal_minor, owed.interest_minor
        ),
        then_due_on=loan.next_due_on,
    )


def _is_special(instalment: Instalment) -> bool:
    """Whether it asks for more than principal, interest and penalty since its own due date."""
    return bool(
        instalment.carried_penalty_minor
        or instalment.penalty_waived_minor
        or instalment.penalty_paid_minor
        or instalment.fee_minor
    )


class DueLoan(Frozen, frozen=True):
    """A loan as far as a day needs it on which it has one plain instalment due."""

    customer_id: UUID
    loan_id: UUID
    card_id: UUID
    currency: str
    as_of: date
    status: LoanStatus
    next_due: NextDue | None
    next_due_on: date | None = None
    unpaid_since: date | None = None
    overdue_from: date | None = None
    live_repayment_id: UUID | None = None
    fallen_due_on: date | None = None
    """See `Loan.fallen_due_on`."""
    version: int = 0

    def brought_to(self, on: date) -> tuple["DueLoan", tuple[object, ...]]:
        """Let a date take effect: the instalment falls due or its grace ends, as on a whole loan.

        Raises NotPlainlyDueError when the whole loan is needed.
        """
        due = self._due()
        if self.live_repayment_id is not None:
            raise NotPlainlyDueError
        after = replace(self, as_of=max(self.as_of, on))
        if self.unpaid_since is None:
            return after._fallen_due(due, on)  # noqa: SLF001
        if self.next_due_on is not None and self.next_due_on <= on:
            raise NotPlainlyDueError
        if self.status is not LoanStatus.ACTIVE or on < due.late_from:
            return after, ()
        overdue = LoanOverdue(
            customer_id=self.customer_id,
            loan_id=self.loan_id,
            days_past_due=(on - due.late_from).days + 1,
            overdue_minor=self.owed(on).total_minor,
            business_date=on,
            currency=self.currency,
        )
        return replace(after, status=LoanStatus.OVERDUE), (overdue,)

    def _fallen_due(self, due: NextDue, on: date) -> tuple["DueLoan", tuple[object, ...]]:
        if self.next_due_on != on:
            raise NotPlainlyDueError
        event = InstalmentDue(
            customer_id=self.customer_id,
            loan_id=self.loan_id,
            number=due.number,
            due_on=on,
            principal_minor=due.principal_minor,
            interest_minor=due.interest_minor,
            charged_interest_minor=due.charged_interest_minor,
            currency=self.currency,
        )
        after = replace(
            self,
            next_due_on=due.then_due_on,
            unpaid_since=on,
            overdue_from=due.late_from,
            fallen_due_on=on,
        )
        return after, (event,)

    def owed(self, on: date) -> Owed:
        """What is due and unpaid at a date from the due date on, penalty included."""
        due = self._due()
        days_late = max(0, (on - due.late_from + timedelta(days=1)).days)
        return Owed(
            penalty_minor=penalty_of(days_late * due.penalty_units_per_day),
            interest_minor=due.interest_minor,
            principal_minor=due.principal_minor,
        )

    def _due(self) -> NextDue:
        if self.next_due is None:
            raise NotPlainlyDueError
        return self.next_due
