"""The standings of late loans: their table, and the queries that find those that change."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from chassis.database import Pool
from chassis.tables import AggregateTable
from services.repayment.domain.late.standing import LoanStanding

# Only a change of bucket or class is announced, not each date of the next look.
STANDINGS = AggregateTable(
    LoanStanding, "loan_standing", key=("customer_id", "loan_id"), announced=False
)
LONG_S = 600.0
"""How long a statement over all late loans may take."""

# A standing changes when its own date has come, or when it disagrees with its loan: late without
# a standing, a standing that is late without the loan being so, a loan that was settled.
_CHANGING = """
select customer_id from (
    select customer_id from loan_standing where next_review_on <= $1
    union all
    select l.customer_id from loan l
    where l.status = 'OVERDUE' and l.overdue_from <= $1 and l.live_repayment_id is null
        and not exists (select from loan_standing s where s.customer_id = l.customer_id
            and s.loan_id = l.loan_id and (s.late_bucket <> 'M0' or s.pauses <> '[]'))
    union all
    select s.customer_id from loan_standing s join loan l using (customer_id, loan_id)
    where s.is_open and (l.status = 'SETTLED' or (s.late_bucket <> 'M0'
        and l.live_repayment_id is null and (l.overdue_from is null or l.overdue_from > $1)))
) c
where customer_id > $2 group by customer_id order by customer_id limit $3
"""
# What one look at a customer needs: all loans that are owed, and those that stand open here.
_LOOKED_AT = """
select customer_id, loan_id from loan
where customer_id = any($1::uuid[]) and status <> 'SETTLED'
union
select customer_id, loan_id from loan_standing where customer_id = any($1::uuid[]) and is_open
"""


class StandingRepository:
    """One method per question."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def changing_customers(self, on: date, after: UUID, limit: int) -> list[UUID]:
        """Customers some of whose loans change their standing on a date, in order of id."""
        rows = await self._pool.fetch(_CHANGING, on, after, limit, timeout=LONG_S)
        return [row["customer_id"] for row in rows]

    async def loans_looked_at(self, customers: Sequence[UUID]) -> Mapping[UUID, list[UUID]]:
        """The loans of each customer that a look at the customer takes in."""
        rows = await self._pool.fetch(_LOOKED_AT, customers, timeout=LONG_S)
        loans: dict[UUID, list[UUID]] = {customer: [] for customer in customers}
        for row in rows:
            loans[row["customer_id"]].append(row["loan_id"])
        return loans

    async def has_standing(self, customer_id: UUID) -> bool:
        """Whether any loan the customer owes is or was late."""
        return bool(
            await self._pool.fetchval(
                "select exists (select from loan_standing where customer_id = $1 and is_open)",
                customer_id,
            )
        )

    async def standing(self, customer_id: UUID, loan_id: UUID) -> LoanStanding | None:
        """The standing of a loan; None for one that was never late."""
        row = await self._pool.fetchrow(
            f"select {STANDINGS.column_list} from loan_standing"  # noqa: S608
            " where customer_id = $1 and loan_id = $2",
            customer_id,
            loan_id,
        )
        return STANDINGS.from_row(row) if row is not None else None

    async def standings(self, customer_id: UUID) -> list[LoanStanding]:
        """The standings of all loans the customer owes."""
        rows = await self._pool.fetch(
            f"select {STANDINGS.column_list} from loan_standing"  # noqa: S608
            " where customer_id = $1 and is_open order by loan_id",
            customer_id,
        )
        return [STANDINGS.from_row(row) for row in rows]
