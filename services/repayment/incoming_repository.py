"""The table of transfers that nobody ordered, and what is read of it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from chassis.database import Pool
from chassis.tables import AggregateTable
from services.repayment.domain.errors import SuspenseNotFound
from services.repayment.domain.incoming_transfer import IncomingTransfer, TransferState

# That money came and that its return was agreed is announced, not each thing people say of it.
INCOMING_TRANSFERS = AggregateTable(
    IncomingTransfer, "incoming_transfer", key=("bank_reference",), announced=False
)


class IncomingRepository:
    """One method per question."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def transfer(self, bank_reference: str) -> IncomingTransfer:
        """Raises SuspenseNotFound."""
        row = await self._pool.fetchrow(
            f"select {INCOMING_TRANSFERS.column_list} from incoming_transfer"  # noqa: S608
            " where bank_reference = $1",
            bank_reference,
        )
        if row is None:
            raise SuspenseNotFound(kind="transfer")
        return INCOMING_TRANSFERS.from_row(row)

    async def transfers(
        self, states: Sequence[TransferState], after: tuple[date, str] | None, limit: int
    ) -> list[IncomingTransfer]:
        """Transfers in these states, the oldest first, after the last one of a page."""
        held_on, reference = after or (date.min, "")
        rows = await self._pool.fetch(
            f"""
            select {INCOMING_TRANSFERS.column_list} from incoming_transfer
            where state = any($1::text[]) and (held_on, bank_reference) > ($2, $3)
            order by held_on, bank_reference limit $4
            """,  # noqa: S608
            [state.value for state in states],
            held_on,
            reference,
            limit,
        )
        return [INCOMING_TRANSFERS.from_row(row) for row in rows]

    async def owner_of(self, loan_id: UUID) -> UUID | None:
        """Whose loan it is; None when there is no such loan."""
        owner: UUID | None = await self._pool.fetchval(
            "select customer_id from loan where loan_id = $1", loan_id
        )
        return owner

    async def is_ordered(self, repayment_id: UUID) -> bool:
        """Whether an id is that of a debit of ours."""
        return bool(
            await self._pool.fetchval(
                "select exists (select from repayment where repayment_id = $1)", repayment_id
            )
        )
