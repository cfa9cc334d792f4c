"""What the books keep beside loans and entries, and what is read of it."""

from typing import Any
from uuid import UUID

from chassis.database import Pool
from chassis.tables import AggregateTable
from services.repayment.domain.ledger.partners import JointLoan

# Its loan's events tell of everything that partners share in.
JOINT_LOANS = AggregateTable(
    JointLoan, "joint_loan", key=("customer_id", "loan_id"), announced=False
)
BOOKS_TABLES: tuple[AggregateTable[Any], ...] = (JOINT_LOANS,)


class BooksRepository:
    """One method per question."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def joint_loan(self, customer_id: UUID, loan_id: UUID) -> JointLoan | None:
        """What a loan's partners share in; None when all of it is ours."""
        row = await self._pool.fetchrow(
            f"select {JOINT_LOANS.column_list} from joint_loan"  # noqa: S608
            " where customer_id = $1 and loan_id = $2",
            customer_id,
            loan_id,
        )
        return None if row is None else JOINT_LOANS.from_row(row)
