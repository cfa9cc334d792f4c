"""The daily step `standing`: loans move between buckets, classes and stages."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

from services.repayment.domain.business_day import BusinessDay

CUSTOMERS_AT_ONCE = 500
"""Customers whose commands are in the executor's queue together; it commits them in groups."""
FIRST = UUID(int=0)


class ChangingCustomers(Protocol):
    """Finds whose loans change."""

    async def changing_customers(self, on: date, after: UUID, limit: int) -> list[UUID]:
        """Customers some of whose loans change their standing on a date, in order of id."""


class Review(Protocol):
    """Looks at customers."""

    async def review_all(self, customers: Sequence[UUID], on: date) -> int:
        """Replies how many standings changed."""


class StandingStep:
    """Looks at the customers whose loans change with the new date, and at nobody else."""

    name = "standing"

    def __init__(self, found: ChangingCustomers, review: Review) -> None:
        self._found = found
        self._review = review

    async def __call__(self, day: BusinessDay) -> int:
        on, after, changed = day.business_date, FIRST, 0
        while customers := await self._found.changing_customers(on, after, CUSTOMERS_AT_ONCE):
            changed += await self._review.review_all(customers, on)
            after = customers[-1]
        return changed
