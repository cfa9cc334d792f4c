"""What is read about mandates and collections."""

from datetime import date, datetime
from uuid import UUID

from chassis.database import Pool
from services.repayment.collection_tables import MANDATES
from services.repayment.domain.collection import Repayment
from services.repayment.domain.mandate import Mandate
from services.repayment.repository import REPAYMENTS


class CollectionQueries:
    """One method per question."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def mandate(self, customer_id: UUID, loan_id: UUID) -> Mandate | None:
        """The mandate of a customer's own loan; None before it was decided."""
        row = await self._pool.fetchrow(
            f"select {MANDATES.column_list} from mandate"  # noqa: S608 - columns of the code
            " where customer_id = $1 and loan_id = $2",
            customer_id,
            loan_id,
        )
        return None if row is None else MANDATES.from_row(row)

    async def mandates(self, customer_id: UUID) -> list[Mandate]:
        """All mandates of a customer, the newest loan first."""
        rows = await self._pool.fetch(
            f"select {MANDATES.column_list} from mandate"  # noqa: S608
            " where customer_id = $1 order by loan_id desc",
            customer_id,
        )
        return [MANDATES.from_row(row) for row in rows]

    async def owing_loans(self, customer_id: UUID) -> list[UUID]:
        """The customer's loans that are not settled."""
        rows = await self._pool.fetch(
            "select loan_id from loan where customer_id = $1 and status <> 'SETTLED'"
            " order by loan_id",
            customer_id,
        )
        return [row["loan_id"] for row in rows]

    async def collections(self, customer_id: UUID, loan_id: UUID, limit: int) -> list[Repayment]:
        """What was collected, or tried, for a customer's own loan, the newest first."""
        rows = await self._pool.fetch(
            f"select {REPAYMENTS.column_list} from repayment"  # noqa: S608
            " where customer_id = $1 and loan_id = $2 order by repayment_id desc limit $3",
            customer_id,
            loan_id,
            limit,
        )
        return [REPAYMENTS.from_row(row) for row in rows]

    async def tries_of(self, customer_id: UUID, loan_id: UUID, on: date) -> list[Repayment]:
        """The debits by mandate of a loan on one business date, in order."""
        rows = await self._pool.fetch(
            f"select {REPAYMENTS.column_list} from repayment"  # noqa: S608
            " where customer_id = $1 and loan_id = $2 and requested_on = $3 and try_number > 0"
            " order by try_number, repayment_id",
            customer_id,
            loan_id,
            on,
        )
        return [REPAYMENTS.from_row(row) for row in rows]

    async def stuck(self, asked_before: datetime, limit: int) -> list[Repayment]:
        """Collections asked for before an instant that have not ended, the oldest first."""
        rows = await self._pool.fetch(
            f"select {REPAYMENTS.column_list} from repayment"  # noqa: S608
            " where status in ('COLLECTING', 'UNKNOWN') and requested_at < $1"
            " order by requested_at, repayment_id limit $2",
            asked_before,
            limit,
        )
        return [REPAYMENTS.from_row(row) for row in rows]

    async def repayment_of_key(self, repayment_id: UUID) -> Repayment | None:
        """The repayment behind a key at the rail, whoever's it is; None for an unknown key."""
        row = await self._pool.fetchrow(
            f"select {REPAYMENTS.column_list} from repayment where repayment_id = $1",  # noqa: S608
            repayment_id,
        )
        return None if row is None else REPAYMENTS.from_row(row)
