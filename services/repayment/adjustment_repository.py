"""The table of what staff asked to be done to loans, and what is read around it."""

from uuid import UUID

from chassis.database import Pool
from chassis.tables import AggregateTable
from services.repayment.domain.adjustment_request import AdjustmentRequest, AdjustmentState
from services.repayment.domain.errors import AdjustmentNotFound
from services.repayment.domain.interest_relief import CouponUse
from services.repayment.domain.transfer_claim import TransferClaim

# What is carried out is announced with its loan.
ADJUSTMENTS = AggregateTable(
    AdjustmentRequest,
    "adjustment_request",
    key=("customer_id", "adjustment_id"),
    announced=False,
)
# The loan's event tells that a coupon was used.
COUPON_USES = AggregateTable(
    CouponUse, "coupon_use", key=("customer_id", "coupon_id"), announced=False
)
# What took in the money announces it.
CLAIMS = AggregateTable(
    TransferClaim, "transfer_claim", key=("bank_reference", "direction"), announced=False
)


class AdjustmentRepository:
    """One method per question."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def adjustment(self, customer_id: UUID, adjustment_id: UUID) -> AdjustmentRequest:
        """Raises AdjustmentNotFound."""
        row = await self._pool.fetchrow(
            f"select {ADJUSTMENTS.column_list} from adjustment_request"  # noqa: S608
            " where customer_id = $1 and adjustment_id = $2",
            customer_id,
            adjustment_id,
        )
        if row is None:
            raise AdjustmentNotFound(kind="adjustment")
        return ADJUSTMENTS.from_row(row)

    async def adjustments(
        self, state: AdjustmentState | None, loan_id: UUID | None, older: UUID | None, limit: int
    ) -> list[AdjustmentRequest]:
        """Requests in a state, of one loan or of all, the newest first."""
        rows = await self._pool.fetch(
            f"""
            select {ADJUSTMENTS.column_list} from adjustment_request
            where ($1::text is null or state = $1) and ($2::uuid is null or loan_id = $2)
                and ($3::uuid is null or adjustment_id < $3)
            order by adjustment_id desc limit $4
            """,  # noqa: S608
            state.value if state is not None else None,
            loan_id,
            older,
            limit,
        )
        return [ADJUSTMENTS.from_row(row) for row in rows]
