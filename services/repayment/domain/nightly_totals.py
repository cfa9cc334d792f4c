"""What the end of day totals over all loans, as plain numbers beside each loan's documents.

They change only when something happens to the loan; what a night costs follows from them and the
date. So the pass over the loans of a night reads a few numbers each, whatever a loan has been
through, and an instalment that plainly falls due changes none of them.
"""

from datetime import date
from typing import NamedTuple

from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.next_due import next_due
from services.repayment.domain.terms import NANO_PER_PPM


class NightlyTotals(NamedTuple):
    """The numbers of one loan; amounts in minor units."""

    opened_on: date
    not_yet_due_minor: int
    """Principal that bears interest, beside `due_minor` until `due_from`."""
    daily_rate_ppm: int
    """Interest per day on principal not yet due, in millionths; 0 during a pause."""
    due_minor: int
    """Principal that is due and not paid, or that plainly falls due next."""
    due_from: date
    """The date from which `due_minor` is due; any past date while it is nothing."""
    penalty_rate_units: int
    """Penalty per day on overdue principal, a numerator over `terms.PENALTY_DENOMINATOR`."""
    late_from: date | None
    """The first date on which something of `due_minor` is past its grace if unpaid."""
    all_late_from: date | None
    """The first date on which all of it is."""
    is_partly_late: bool
    """Whether the two differ."""


def costs_something(loan: Loan) -> bool:
    """Whether the nights of a loan are totalled: until it is settled or charged off."""
    return loan.status in (LoanStatus.ACTIVE, LoanStatus.OVERDUE)


def totals(loan: Loan) -> NightlyTotals:
    """The numbers of a loan, until something happens to it."""
    plain = next_due(loan) if loan.unpaid_since is None else None
    late_from: date | None
    all_late_from: date | None
    if plain is not None and loan.next_due_on is not None:
        not_yet_due, due, due_from = plain.to_come_minor, plain.principal_minor, loan.next_due_on
        late_from = all_late_from = plain.late_from
    else:
        unpaid = loan.due()
        not_yet_due = loan.not_yet_due_principal_minor
        due = sum(one.unpaid_principal_minor for one in unpaid)
        due_from = loan.unpaid_since or loan.opened_on
        late_from = loan.overdue_from
        all_late_from = max((one.late_from(loan.terms) for one in unpaid), default=None)
    return NightlyTotals(
        opened_on=loan.opened_on,
        not_yet_due_minor=not_yet_due,
        daily_rate_ppm=loan.rate_nano // NANO_PER_PPM,
        due_minor=due,
        due_from=due_from,
        penalty_rate_units=loan.terms.penalty_rate_units,
        late_from=late_from,
        all_late_from=all_late_from,
        is_partly_late=late_from != all_late_from,
    )
