"""Subsidised loans at their due dates: which there are, and what a grant is decided on."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from chassis.command import Key, Loaded
from chassis.database import Pool
from services.repayment.domain.ledger.policy import BooksPolicyRegistry
from services.repayment.domain.ledger.subsidy_claim import (
    EligibleSpending,
    SubsidyMonth,
    SubsidyYear,
    month_of,
)
from services.repayment.domain.loan import Loan
from services.repayment.domain.subsidised_interest import Lowered, Subsidy, lowered
from services.repayment.end_of_day_queries import LoanId

CAUGHT_UP = timedelta(days=31)
"""A due date that is caught up with may lie in the year before."""


class Subsidies:
    """Knows the subsidised loans of the buckets that are being worked on."""

    def __init__(self, pool: Pool, policies: BooksPolicyRegistry) -> None:
        self._pool = pool
        self._policies = policies
        self._known: set[tuple[UUID, UUID]] = set()

    async def look_up(self, first_bucket: int, last_bucket: int) -> None:
        """Read which loans of some buckets are subsidised; all others cost nothing more."""
        rows = await self._pool.fetch(
            "select customer_id, loan_id from eligible_spending"
            " where bucket between $1 and $2 and principal_minor > 0",
            first_bucket,
            last_bucket,
        )
        self._known.update((row["customer_id"], row["loan_id"]) for row in rows)

    def keys(self, loan: LoanId, on: date) -> tuple[Key[Any], ...]:
        """What a grant on a business date looks at beside the loan; nothing for most loans."""
        if loan not in self._known:
            return ()
        return (
            Key(EligibleSpending, loan),
            Key(SubsidyMonth, (month_of(on),)),
            *(Key(SubsidyYear, (loan[0], year)) for year in _years(on)),
        )

    def lower(self, loan: LoanId, on: date, loaded: Loaded) -> Callable[[Loan, date], Lowered]:
        """Grants what may be claimed of interest that has just fallen due."""
        subsidy = Subsidy(
            spending=loaded.get(Key(EligibleSpending, loan)),
            policy=self._policies.on(on),
            years={year: loaded.find(Key(SubsidyYear, (loan[0], year))) for year in _years(on)},
            month=loaded.find(Key(SubsidyMonth, (month_of(on),))),
        )

        def lower(due: Loan, due_on: date) -> Lowered:
            if str(due_on.year) not in subsidy.years:
                return Lowered(due)
            return lowered(due, subsidy, due_on, on)

        return lower


def _years(on: date) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(day.year) for day in (on - CAUGHT_UP, on)))
