"""What is read of the end of day: its chunks, the loans set aside, how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.database import Pool
from services.repayment.domain.end_of_day import STEPS, Chunk, SetAside
from services.repayment.domain.errors import NotSetAside
from services.repayment.repository import BUSINESS_DAYS, CHUNKS, LOANS_SET_ASIDE

LoanId = tuple[UUID, UUID]
"""Customer and loan."""
FIRST = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the end of day is."""

    business_date: date
    is_open: bool
    step: str
    steps_done: int
    steps_total: int
    chunks_done: int
    chunks_total: int
    loans_changed: int
    loans_set_aside: int


class EndOfDayQueries:
    """One method per question."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def chunks(self, on: date, step: str) -> list[Chunk]:
        """The chunks of one step of one date, in the order of their buckets."""
        rows = await self._pool.fetch(
            f"select {CHUNKS.column_list} from end_of_day_chunk"  # noqa: S608
            " where business_date = $1 and step = $2 order by first_bucket",
            on,
            step,
        )
        return [CHUNKS.from_row(row) for row in rows]

    async def chunk(self, chunk_id: str) -> Chunk | None:
        row = await self._pool.fetchrow(
            f"select {CHUNKS.column_list} from end_of_day_chunk where chunk_id = $1",  # noqa: S608
            chunk_id,
        )
        return CHUNKS.from_row(row) if row is not None else None

    async def set_aside_in(self, step: str, first_bucket: int, last_bucket: int) -> list[LoanId]:
        """The loans of a range of buckets that a step has set aside and not resolved."""
        rows = await self._pool.fetch(
            "select customer_id, loan_id from loan_set_aside"
            " where step = $1 and bucket between $2 and $3 and resolved_at is null"
            " order by customer_id, loan_id",
            step,
            first_bucket,
            last_bucket,
        )
        return [(row["customer_id"], row["loan_id"]) for row in rows]

    async def one_set_aside(self, customer_id: UUID, loan_id: UUID, step: str) -> SetAside:
        """Raises NotSetAside."""
        row = await self._pool.fetchrow(
            f"select {LOANS_SET_ASIDE.column_list} from loan_set_aside"  # noqa: S608
            " where customer_id = $1 and loan_id = $2 and step = $3",
            customer_id,
            loan_id,
            step,
        )
        if row is None:
            raise NotSetAside(kind="loan_set_aside")
        return LOANS_SET_ASIDE.from_row(row)

    async def set_aside_after(
        self, after: tuple[UUID, UUID, str] | None, limit: int
    ) -> Sequence[SetAside]:
        """Loans set aside and not resolved, in the order of their keys."""
        rows = await self._pool.fetch(
            f"select {LOANS_SET_ASIDE.column_list} from loan_set_aside"  # noqa: S608
            " where resolved_at is null and (customer_id, loan_id, step) > ($1, $2, $3)"
            " order by customer_id, loan_id, step limit $4",
            *(after or (FIRST, FIRST, "")),
            limit,
        )
        return [LOANS_SET_ASIDE.from_row(row) for row in rows]

    async def progress(self) -> Progress:
        """How far the end of day is at this moment."""
        row = await self._pool.fetchrow(
            f"select {BUSINESS_DAYS.column_list} from business_day"  # noqa: S608
        )
        assert row is not None
        day = BUSINESS_DAYS.from_row(row)
        step = day.next_step or ""
        chunks = await self._pool.fetchrow(
            """
            select count(*) filter (where step = $2 and status = 'DONE') as done,
                count(*) filter (where step = $2) as total,
                coalesce(sum(changed), 0)::bigint as changed
            from end_of_day_chunk where business_date = $1
            """,
            day.business_date,
            step,
        )
        set_aside = await self._pool.fetchval(
            "select count(*) from loan_set_aside where resolved_at is null"
        )
        assert chunks is not None
        return Progress(
            business_date=day.business_date,
            is_open=day.next_step is None,
            step=step,
            steps_done=len(day.steps_done) if step else len(STEPS),
            steps_total=len(STEPS),
            chunks_done=chunks["done"],
            chunks_total=chunks["total"],
            loans_changed=chunks["changed"],
            loans_set_aside=set_aside,
        )
