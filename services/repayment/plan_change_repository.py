"""The table of agreed changes of plans, and what is read from it."""

from uuid import UUID

from chassis.database import Pool
from chassis.tables import AggregateTable
from services.repayment.domain.agreed_change import AgreedChange
from services.repayment.domain.errors import PlanChangeNotFound

# A change is announced with its loan's.
PLAN_CHANGES = AggregateTable(
    AgreedChange, "plan_change", key=("customer_id", "change_id"), announced=False
)


class PlanChangeRepository:
    """One method per question."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def change(self, customer_id: UUID, change_id: UUID) -> AgreedChange:
        """Raises PlanChangeNotFound, also when the change is another customer's."""
        row = await self._pool.fetchrow(
            f"select {PLAN_CHANGES.column_list} from plan_change"  # noqa: S608
            " where customer_id = $1 and change_id = $2",
            customer_id,
            change_id,
        )
        if row is None:
            raise PlanChangeNotFound(kind="plan_change")
        return PLAN_CHANGES.from_row(row)

    async def changes(
        self, customer_id: UUID, loan_id: UUID, older_than: UUID | None, limit: int
    ) -> list[AgreedChange]:
        """The changes of a loan's plan, the newest first."""
        rows = await self._pool.fetch(
            f"""
            select {PLAN_CHANGES.column_list} from plan_change
            where customer_id = $1 and loan_id = $2 and ($3::uuid is null or change_id < $3)
            order by change_id desc limit $4
            """,  # noqa: S608
            customer_id,
            loan_id,
            older_than,
            limit,
        )
        return [PLAN_CHANGES.from_row(row) for row in rows]
