"""What is asked of lending's tables about checks of loans, without a lock."""

from datetime import date
from uuid import UUID

from chassis.database import Pool
from services.lending.domain.post_loan_check import PostLoanCheck
from services.lending.repository import POST_LOAN_CHECKS

_SELECT = f"select {POST_LOAN_CHECKS.column_list} from post_loan_check "  # noqa: S608 - names come from the code


class PostLoanRepository:
    """Reads for customers and staff who look after loans."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def post_loan_check(self, customer_id: UUID, loan_id: UUID) -> PostLoanCheck | None:
        row = await self._pool.fetchrow(
            f"{_SELECT} where customer_id = $1 and loan_id = $2", customer_id, loan_id
        )
        return None if row is None else POST_LOAN_CHECKS.from_row(row)

    async def post_loan_checks(self, customer_id: UUID) -> list[PostLoanCheck]:
        """The checks of a customer's loans, the newest first."""
        rows = await self._pool.fetch(
            f"{_SELECT} where customer_id = $1 order by loan_id desc", customer_id
        )
        return [POST_LOAN_CHECKS.from_row(row) for row in rows]

    async def due_checks(self, on: date, after: UUID | None, limit: int) -> list[PostLoanCheck]:
        """Open checks whose look is due by a day, by loan, beginning after the one named."""
        rows = await self._pool.fetch(
            f"{_SELECT} where status = 'OPEN' and due_on <= $1 "
            "and ($2::uuid is null or loan_id > $2) order by loan_id limit $3",
            on,
            after,
            limit,
        )
        return [POST_LOAN_CHECKS.from_row(row) for row in rows]
