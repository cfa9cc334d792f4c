"""Interest that falls due on a subsidised loan is lowered before anything is collected.

The grant is an entry of the loan's history, valued on the due date, so a replay has it again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid5

from chassis.decision import Change
from services.repayment.domain.history import EntryKind, HistoryEntry
from services.repayment.domain.interest_relief import period_due_longest
from services.repayment.domain.ledger.policy import BooksPolicy
from services.repayment.domain.ledger.subsidy import (
    subsidised_annual_ppm,
    subsidised_nights,
    subsidy_of,
)
from services.repayment.domain.ledger.subsidy_claim import (
    EligibleSpending,
    SubsidyClaim,
    SubsidyMonth,
    SubsidyYear,
    month_of,
)
from services.repayment.domain.life import happened
from services.repayment.domain.loan import Loan


@dataclass(frozen=True, slots=True)
class Subsidy:
    """What a grant is decided by."""

    spending: EligibleSpending
    policy: BooksPolicy
    years: Mapping[str, SubsidyYear | None]
    """What the borrower got so far, by calendar year."""
    month: SubsidyMonth | None
    """The claims of the open month so far."""


@dataclass(frozen=True, slots=True)
class Lowered:
    """A loan after a due date's grant, and what follows of it."""

    loan: Loan
    events: tuple[object, ...] = ()
    changes: tuple[Change, ...] = ()


def lowered(loan: Loan, subsidy: Subsidy, due_on: date, today: date) -> Lowered:
    """Grant what may be claimed of the interest that has just fallen due; often nothing."""
    period = period_due_longest(loan, due_on)
    if period is None or period.to_on != due_on:
        return Lowered(loan)
    eligible = min(period.eligible_principal_minor, subsidy.spending.principal_minor)
    period = replace(period, eligible_principal_minor=eligible)
    year = subsidy.years[str(due_on.year)] or SubsidyYear(loan.customer_id, str(due_on.year))
    month = subsidy.month or SubsidyMonth(month_of(today), loan.currency)
    policy = subsidy.policy
    amount = subsidy_of(period, policy, granted_this_year_minor=year.granted_minor)
    if not amount:
        return Lowered(loan)
    claim = SubsidyClaim(
        customer_id=loan.customer_id,
        claim_id=claim_id_of(loan, due_on),
        loan_id=loan.loan_id,
        from_on=period.from_on,
        due_on=due_on,
        eligible_principal_minor=eligible,
        nights=subsidised_nights(period.from_on, due_on, policy),
        annual_ppm=subsidised_annual_ppm(period.daily_rate_ppm, policy),
        amount_minor=amount,
        currency=loan.currency,
        month=month.month,
        evidence=subsidy.spending.note,
        told_by=subsidy.spending.told_by,
    )
    entry = HistoryEntry(
        kind=EntryKind.SUBSIDY,
        entry_id=claim.claim_id,
        on=due_on,
        booked_on=today,
        amount_minor=amount,
    )
    done = happened(loan, entry)
    return Lowered(
        done.loan,
        done.events,
        (
            Change(claim),
            Change(replace(year, granted_minor=year.granted_minor + amount)),
            Change(replace(month, granted_minor=month.granted_minor + amount)),
        ),
    )


def claim_id_of(loan: Loan, due_on: date) -> UUID:
    """One claim for each due date of a loan."""
    return uuid5(loan.loan_id, f"subsidy:{due_on}")
