"""What falls due next on a loan, and the day on which it does without the rest of the loan.

Most loans come to a due date with nothing late, no change of rate before it and nothing carried
into it. What then falls due was fixed when something last happened to them, so the day needs a few
values instead of the plan and all history. Loans that come to it otherwise are opened as a whole.
"""

from datetime import date
from uuid import UUID

from chassis.frozen import Frozen, Positional, replace
from services.repayment.domain.events import InstalmentDue
from services.repayment.domain.instalment import Instalment, Owed
from services.repayment.domain.loan import Loan, LoanStatus


class NotPlainlyDueError(Exception):
    """Something happened to the loan meanwhile: its due date needs the whole loan."""


class NextDue(Positional, frozen=True):
    """What falls due next, as long as nothing happens to the loan; amounts in minor units."""

    number: int
    principal_minor: int
    interest_minor: int
    """Interest to be paid with it."""
    charged_interest_minor: int
    """Interest that becomes owed with it; see `InstalmentDue`."""
    to_come_minor: int
    """Principal not yet due after it."""
    late_from: date
    """The first date on which it is overdue if unpaid."""
    then_due_on: date | None
    """The due date after it."""


def next_due(loan: Loan) -> NextDue | None:
    """What falls due next; None when there is nothing, or when its day needs the whole loan."""
    on = loan.next_due_on
    if on is None or loan.status is not LoanStatus.ACTIVE or loan.unpaid_since is not None:
        return None
    running, *later = loan.upcoming()
    if _is_special(loan, running, on):
        return None
    accrued = loan.running_interest(until=on)
    due = NextDue(
        number=running.number,
        principal_minor=running.unpaid_principal_minor,
        interest_minor=accrued + running.carried_interest_minor - running.interest_paid_minor,
        charged_interest_minor=accrued - running.charged_ahead_minor,
        to_come_minor=loan.not_yet_due_principal_minor - running.principal_minor,
        late_from=running.late_from(loan.terms),
        then_due_on=later[0].due_on if later else None,
    )
    return due if due.principal_minor + due.interest_minor else None


def _is_special(loan: Loan, running: Instalment, on: date) -> bool:
    """A rate begins by then, interest is deferred, or charges of the past fall due with it."""
    return (
        (loan.next_rate_on is not None and loan.next_rate_on <= on)
        or running.number <= loan.terms.interest_deferred_instalments
        or bool(running.carried_penalty_minor or running.penalty_waived_minor)
        or bool(running.fee_minor or running.owed_history)
    )


class DueLoan(Frozen, frozen=True):
    """A loan as far as the day needs it on which an instalment plainly falls due."""

    customer_id: UUID
    loan_id: UUID
    card_id: UUID
    currency: str
    as_of: date
    next_due: NextDue | None
    next_due_on: date | None = None
    unpaid_since: date | None = None
    overdue_from: date | None = None
    live_repayment_id: UUID | None = None
    fallen_due_on: date | None = None
    """See `Loan.fallen_due_on`."""
    version: int = 0

    def fallen_due(self, on: date) -> tuple["DueLoan", InstalmentDue]:
        """Let the due date take effect; the same as on the whole loan.

        Raises NotPlainlyDueError when that has to be done.
        """
        due = self.fallen
        if self.next_due_on != on or self.unpaid_since or self.live_repayment_id:
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
            as_of=max(self.as_of, on),
            next_due_on=due.then_due_on,
            unpaid_since=on,
            overdue_from=due.late_from,
            fallen_due_on=on,
        )
        return after, event

    def owed(self, _on: date) -> Owed:
        """What is due and unpaid on the due date, when nothing else is."""
        due = self.fallen
        return Owed(principal_minor=due.principal_minor, interest_minor=due.interest_minor)

    @property
    def fallen(self) -> NextDue:
        """What falls due, or has. Raises NotPlainlyDueError when that needs the whole loan."""
        if self.next_due is None:
            raise NotPlainlyDueError
        return self.next_due
