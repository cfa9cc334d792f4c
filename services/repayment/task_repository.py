"""Tasks of collectors: their tables, the query that finds what a date asks for, and the lists."""

from datetime import date, datetime
from uuid import UUID

from chassis.database import Pool
from chassis.tables import AggregateTable
from services.repayment.domain.late.collection_task import (
    LEFT_AFTER,
    CollectionCase,
    CollectionTask,
)
from services.repayment.domain.late.errors import CollectionTaskNotFound

# Both are the lender's own record of its work; nobody else is told of it.
CASES = AggregateTable(
    CollectionCase, "collection_case", key=("customer_id", "loan_id"), announced=False
)
TASKS = AggregateTable(
    CollectionTask, "collection_task", key=("customer_id", "task_id"), announced=False
)
LONG_S = 600.0
"""How long a statement over all late loans may take."""

# The collection of a loan changes when its own date has come, when days late were paused, or when
# case and loan disagree: late without a case, late anew, or not late any more.
_CHANGING = """
select customer_id, loan_id from (
    select customer_id, loan_id from collection_case where next_on <= $1
    union
    select l.customer_id, l.loan_id from loan l
    where l.status = 'OVERDUE' and l.overdue_from <= $1 and l.live_repayment_id is null
        and not exists (select from collection_case c where c.customer_id = l.customer_id
            and c.loan_id = l.loan_id and c.is_open)
    union
    select c.customer_id, c.loan_id from collection_case c join loan l using (customer_id, loan_id)
    where c.is_open and l.live_repayment_id is null and (l.status = 'SETTLED'
        or l.overdue_from is null or l.overdue_from > $1 or l.overdue_from <> c.overdue_from)
    union
    select c.customer_id, c.loan_id
    from collection_case c join loan_standing s using (customer_id, loan_id)
    where c.is_open and s.pauses <> '[]'
) found
where (customer_id, loan_id) > ($2, $3) order by customer_id, loan_id limit $4
"""


class TaskRepository:
    """One method per question."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def changing_loans(
        self, on: date, after: tuple[UUID, UUID], limit: int
    ) -> list[tuple[UUID, UUID]]:
        """Customer and loan of each collection that may change on a date, in order of their ids."""
        rows = await self._pool.fetch(_CHANGING, on, *after, limit, timeout=LONG_S)
        return [(row["customer_id"], row["loan_id"]) for row in rows]

    async def case(self, customer_id: UUID, loan_id: UUID) -> CollectionCase | None:
        """The collection of a loan; None of one that was never collected."""
        row = await self._pool.fetchrow(
            f"select {CASES.column_list} from collection_case"  # noqa: S608
            " where customer_id = $1 and loan_id = $2",
            customer_id,
            loan_id,
        )
        return CASES.from_row(row) if row is not None else None

    async def open_tasks(self, loans: list[tuple[UUID, UUID]]) -> dict[UUID, list[UUID]]:
        """The tasks that are not over, by loan."""
        rows = await self._pool.fetch(
            """
            select customer_id, loan_id, task_id from collection_task
            where customer_id = any($1::uuid[]) and status in ('OPEN', 'TAKEN')
            """,
            [customer_id for customer_id, _ in loans],
            timeout=LONG_S,
        )
        tasks: dict[UUID, list[UUID]] = {loan_id: [] for _, loan_id in loans}
        for row in rows:
            tasks.setdefault(row["loan_id"], []).append(row["task_id"])
        return tasks

    async def task(self, customer_id: UUID, task_id: UUID) -> CollectionTask:
        """Raises CollectionTaskNotFound."""
        row = await self._pool.fetchrow(
            f"select {TASKS.column_list} from collection_task"  # noqa: S608
            " where customer_id = $1 and task_id = $2",
            customer_id,
            task_id,
        )
        if row is None:
            raise CollectionTaskNotFound(kind="collection_task")
        return TASKS.from_row(row)

    async def to_be_taken(
        self, today: date, at: datetime, act: str, after: UUID | None, limit: int
    ) -> list[CollectionTask]:
        """Tasks that may be taken, those that somebody left among them, the oldest first.

        `act` is empty for all kinds.
        """
        rows = await self._pool.fetch(
            f"""
            select {TASKS.column_list} from collection_task
            where (status = 'OPEN' or status = 'TAKEN' and taken_at <= $5)
                and open_from <= $1 and ($2 = '' or act = $2)
                and ($3::uuid is null or task_id > $3)
            order by task_id limit $4
            """,  # noqa: S608
            today,
            act,
            after,
            limit,
            at - LEFT_AFTER,
        )
        return [TASKS.from_row(row) for row in rows]

    async def taken_by(self, who: str, after: UUID | None, limit: int) -> list[CollectionTask]:
        """What somebody has taken and not done, the oldest first."""
        rows = await self._pool.fetch(
            f"""
            select {TASKS.column_list} from collection_task
            where status = 'TAKEN' and taken_by = $1 and ($2::uuid is null or task_id > $2)
            order by task_id limit $3
            """,  # noqa: S608
            who,
            after,
            limit,
        )
        return [TASKS.from_row(row) for row in rows]
