"""Reminders: their table, and the query that finds whom to remind on a date."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from chassis.database import Pool
from chassis.tables import AggregateTable
from services.repayment.domain.late.early_warning import EarlyWarning
from services.repayment.domain.late.reminder import Reminder

REMINDERS = AggregateTable(
    Reminder, "reminder", key=("customer_id", "reminder_key"), announced=False
)
# Only a score that reaches a level and rises is announced.
WARNINGS = AggregateTable(
    EarlyWarning, "early_warning", key=("customer_id", "loan_id"), announced=False
)
LONG_S = 600.0
"""How long a statement over many loans may take."""

_CUSTOMERS = """
select customer_id from loan
where live_repayment_id is null and customer_id > $3
    and (next_due_on = any($1::date[]) or unpaid_since = any($1::date[])
        or (status = 'OVERDUE' and overdue_from = any($2::date[]))
        or (status = 'ACTIVE' and overdue_from = any($2::date[])))
group by customer_id order by customer_id limit $4
"""


class ReminderRepository:
    """One method per question."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def customers(
        self, due_on: Sequence[date], late_from: Sequence[date], after: UUID, limit: int
    ) -> list[UUID]:
        """Customers with an instalment due on, or late from, one of the dates, in order of id."""
        rows = await self._pool.fetch(_CUSTOMERS, due_on, late_from, after, limit, timeout=LONG_S)
        return [row["customer_id"] for row in rows]

    async def loans_of(self, customers: Sequence[UUID]) -> Mapping[UUID, list[UUID]]:
        """The loans that each customer owes."""
        rows = await self._pool.fetch(
            "select customer_id, loan_id from loan"
            " where customer_id = any($1::uuid[]) and status <> 'SETTLED'",
            customers,
            timeout=LONG_S,
        )
        loans: dict[UUID, list[UUID]] = {customer: [] for customer in customers}
        for row in rows:
            loans[row["customer_id"]].append(row["loan_id"])
        return loans

    async def governed(
        self, customers: Sequence[UUID], on: date
    ) -> Mapping[UUID, tuple[UUID, ...]]:
        """Those of whom the contact governor knows something, with their promises that stand."""
        rows = await self._pool.fetch(
            """
            select c.customer_id,
                array(select p.promise_id from payment_promise p where p.status = 'OPEN'
                    and p.customer_id = c.customer_id and p.pay_by >= $2) as promises
            from unnest($1::uuid[]) as c (customer_id)
            where exists (select from debtor_contacts d where d.customer_id = c.customer_id)
                or exists (select from payment_promise p
                    where p.customer_id = c.customer_id and p.status = 'OPEN')
            """,
            customers,
            on,
            timeout=LONG_S,
        )
        return {row["customer_id"]: tuple(row["promises"]) for row in rows}

    async def reminded(self, customers: Sequence[UUID], on: date) -> set[str]:
        """The keys of what these customers were told around a date."""
        rows = await self._pool.fetch(
            "select reminder_key from reminder"
            " where customer_id = any($1::uuid[]) and reminded_on >= $2::date - 1",
            customers,
            on,
        )
        return {row["reminder_key"] for row in rows}
