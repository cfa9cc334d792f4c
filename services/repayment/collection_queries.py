"""What is read about mandates and collections."""

from datetime import date, datetime
from uuid import UUID

from chassis.database import Pool
from services.repayment.collection_tables import CREDITS, MANDATES, REFUNDS
from services.repayment.domain.collection import Repayment
from services.repayment.domain.customer_credit import CustomerCredit, Refund
from services.repayment.domain.errors import RefundNotFound
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

    async def credit(self, customer_id: UUID) -> CustomerCredit | None:
        """The money held for a customer; None when there never was any."""
        row = await self._pool.fetchrow(
            f"select {CREDITS.column_list} from customer_credit where customer_id = $1",  # noqa: S608
            customer_id,
        )
        return None if row is None else CREDITS.from_row(row)

    async def refund(self, customer_id: UUID, refund_id: UUID) -> Refund:
        """Raises RefundNotFound, also when the refund is another customer's."""
        row = await self._pool.fetchrow(
            f"select {REFUNDS.column_list} from refund"  # noqa: S608
            " where customer_id = $1 and refund_id = $2",
            customer_id,
            refund_id,
        )
        if row is None:
            raise RefundNotFound(kind="refund")
        return REFUNDS.from_row(row)

    async def differences_of(self, repayment_id: UUID) -> list[UUID]:
        """The differences that were found between our books and what the rail took under a key."""
        rows = await self._pool.fetch(
            "select difference_id from rail_difference where rail_key = $1 and direction = 'IN'",
            repayment_id.hex,
        )
        return [row["difference_id"] for row in rows]

    async def refused_but_moved(self, limit: int) -> list[Repayment]:
        """Repayments that failed here and whose money is on a statement of the rail, not held."""
        columns = ", ".join(f"r.{name}" for name in REPAYMENTS.column_list.split(", "))
        rows = await self._pool.fetch(
            f"select {columns} from rail_movement m"  # noqa: S608
            " join repayment r on r.repayment_id = m.rail_key::uuid and r.status = 'FAILED'"
            " where m.direction = 'IN' and m.matched_on is null and m.rail_key ~ '^[0-9a-f]{32}$'"
            " and not exists (select from held_receipt h where h.customer_id = r.customer_id"
            " and h.repayment_id = r.repayment_id) order by r.repayment_id limit $1",
            limit,
        )
        return [REPAYMENTS.from_row(row) for row in rows]
