"""Support's tables and the questions asked of them. Changes go through the executor."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from chassis.database import Pool
from chassis.tables import AggregateTable
from services.support.domain.case import Case, CustomerKey

CUSTOMER_KEYS = AggregateTable(CustomerKey, "customer_key", key=("customer_id",), announced=False)
CASES = AggregateTable(Case, "support_case", key=("customer_id", "case_id"))

TABLES: tuple[AggregateTable[Any], ...] = (CUSTOMER_KEYS, CASES)

NO_DUE_DATE = date(9999, 12, 30)
"""Stands in the order of open cases for feedback, which comes last; as in the migration's index."""


class Repository:
    """Reads, each without a lock."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def find_case(self, customer_id: UUID, case_id: UUID) -> Case | None:
        """One case of the customer by its id."""
        return await self._case("case_id = $2", customer_id, case_id)

    async def find_case_by_number(self, customer_id: UUID, ticket_number: str) -> Case | None:
        """One case of the customer by the number the customer was told."""
        return await self._case("ticket_number = $2", customer_id, ticket_number)

    async def cases(self, customer_id: UUID, *, before: UUID | None, limit: int) -> list[Case]:
        """The customer's cases, the newest first, after the one named; ids grow with time."""
        rows = await self._pool.fetch(
            f"select {CASES.column_list} from support_case "  # noqa: S608 - names come from the code
            "where customer_id = $1 and ($2::uuid is null or case_id < $2) "
            "order by case_id desc limit $3",
            customer_id,
            before,
            limit,
        )
        return [CASES.from_row(row) for row in rows]

    async def open_cases(
        self, *, due_by: date | None, after: tuple[date, UUID] | None, limit: int
    ) -> list[Case]:
        """Everybody's unanswered cases, the nearest due date first, after the one named."""
        after_day, after_id = after or (None, None)
        rows = await self._pool.fetch(
            f"select {CASES.column_list} from support_case "  # noqa: S608 - names come from the code
            "where answered_at is null and ($1::date is null or due_on <= $1) "
            "and ($2::date is null "
            "or (coalesce(due_on, date '9999-12-30'), case_id) > ($2::date, $3::uuid)) "
            "order by coalesce(due_on, date '9999-12-30'), case_id limit $4",
            due_by,
            after_day,
            after_id,
            limit,
        )
        return [CASES.from_row(row) for row in rows]

    async def find_key(self, customer_id: UUID) -> CustomerKey | None:
        """The customer's data key; None before the first case."""
        return (await self.find_keys([customer_id])).get(customer_id)

    async def find_keys(self, customer_ids: Iterable[UUID]) -> dict[UUID, CustomerKey]:
        """The data keys of several customers."""
        rows = await self._pool.fetch(
            f"select {CUSTOMER_KEYS.column_list} from customer_key "  # noqa: S608 - as above
            "where customer_id = any($1::uuid[])",
            list(set(customer_ids)),
        )
        return {row["customer_id"]: CUSTOMER_KEYS.from_row(row) for row in rows}

    async def _case(self, where: str, customer_id: UUID, value: UUID | str) -> Case | None:
        row = await self._pool.fetchrow(
            f"select {CASES.column_list} from support_case where customer_id = $1 and {where}",  # noqa: S608 - as above
            customer_id,
            value,
        )
        return None if row is None else CASES.from_row(row)
