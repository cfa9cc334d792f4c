"""What the end of day totals over all loans, as plain numbers beside each loan's documents.

They change only when the loan changes; what a night costs follows from them and the date. So the
pass over the loans of a night reads a few numbers each, whatever a loan has been through.
"""

from datetime import date

from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.terms import NANO_PER_PPM


def costs_something(loan: Loan) -> bool:
    """Whether the nights of a loan are totalled: until it is settled or charged off."""
    return loan.status in (LoanStatus.ACTIVE, LoanStatus.OVERDUE)


def due_minor(loan: Loan) -> int:
    """Principal that is due and not paid, in minor units: what penalty may be counted on."""
    return sum(one.unpaid_principal_minor for one in loan.due())


def not_yet_due_minor(loan: Loan) -> int:
    """Principal that is not due yet, in minor units: what interest is counted on."""
    return loan.not_yet_due_principal_minor


def daily_rate_ppm(loan: Loan) -> int:
    """Interest per day on principal not yet due, in millionths; 0 during a pause."""
    return loan.rate_nano // NANO_PER_PPM


def penalty_rate_units(loan: Loan) -> int:
    """Penalty per day on overdue principal, a numerator over `terms.PENALTY_DENOMINATOR`."""
    return loan.terms.penalty_rate_units


def all_late_from(loan: Loan) -> date | None:
    """The first date on which all that is due is past its grace; None when nothing is due.

    Between `overdue_from` and this date only a part of it is late.
    """
    return max((one.late_from(loan.terms) for one in loan.due()), default=None)


def is_partly_late(loan: Loan) -> bool:
    """Whether there are dates on which only a part of what is due is past its grace."""
    return loan.overdue_from != all_late_from(loan)
