"""What is asked of lending's tables about changes of the policy, without a lock."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from chassis.database import Pool
from services.lending.domain.loan_application import LoanApplication
from services.lending.domain.policy_effect import AdverseEffect, LineCell, PolicyNotice
from services.lending.domain.policy_register import REGISTER, PolicyChange, PolicyRegister
from services.lending.repository import APPLICATIONS, POLICY_CHANGES, POLICY_REGISTERS

_CELLS = """
    select line.grade, line.daily_rate_ppm, count(*) as lines,
           count(*) filter (where line.limit_minor > most.limit_minor) as lines_above,
           coalesce(sum(line.drawn_minor), 0)::bigint as drawn_minor,
           coalesce(sum(loans.number), 0)::bigint as loans
    from credit_line line
    left join unnest($2::text[], $3::bigint[]) as most (grade, limit_minor) using (grade)
    left join lateral (
        select count(*) as number from drawdown
        where drawdown.customer_id = line.customer_id
          and drawdown.credit_line_id = line.credit_line_id and drawdown.status = 'PAID'
    ) loans on line.drawn_minor > 0
    where line.product_code = $1 and line.status <> 'CLOSED'
    group by line.grade, line.daily_rate_ppm order by line.grade, line.daily_rate_ppm
"""
_NOTICES = """
    select customer_id, credit_line_id, product_code, grade from credit_line
    where (product_code = any($1) or (product_code, grade) in
              (select * from unnest($2::text[], $3::text[])))
      and status <> 'CLOSED' and opened_at <= $4
      and ($5::uuid is null or credit_line_id > $5)
    order by credit_line_id limit $6
"""


class PolicyRepository:
    """Reads for people who change the policy."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def register(self) -> PolicyRegister:
        """The approved values; empty before the first approval."""
        row = await self._row(POLICY_REGISTERS, "name = $1", REGISTER)
        return PolicyRegister(REGISTER) if row is None else POLICY_REGISTERS.from_row(row)

    async def change(self, change_id: UUID) -> PolicyChange | None:
        row = await self._row(POLICY_CHANGES, "change_id = $1", change_id)
        return None if row is None else POLICY_CHANGES.from_row(row)

    async def changes(self, *, before: UUID | None, limit: int) -> list[PolicyChange]:
        """Changes, the newest first, older than the one named."""
        rows = await self._pool.fetch(
            f"select {POLICY_CHANGES.column_list} from policy_change "  # noqa: S608 - names come from the code
            "where $1::uuid is null or change_id < $1 order by change_id desc limit $2",
            before,
            limit,
        )
        return [POLICY_CHANGES.from_row(row) for row in rows]

    async def line_cells(self, product_code: str, limits: dict[str, int]) -> list[LineCell]:
        """The lines of a product that are not closed, by grade and price."""
        rows = await self._pool.fetch(_CELLS, product_code, list(limits), list(limits.values()))
        return [LineCell(product_code=product_code, **dict(row)) for row in rows]

    async def last_applications(self, product_code: str, number: int) -> list[LoanApplication]:
        """The applications of a product that were decided last."""
        rows = await self._pool.fetch(
            f"select {APPLICATIONS.column_list} from loan_application "  # noqa: S608 - names come from the code
            "where product_code = $1 order by application_id desc limit $2",
            product_code,
            number,
        )
        return [APPLICATIONS.from_row(row) for row in rows]

    async def notices(
        self, change: PolicyChange, effects: Sequence[AdverseEffect], after: UUID | None, limit: int
    ) -> list[PolicyNotice]:
        """The lines an adverse change concerns that were there when it was decided, by line."""
        of_all = [effect.product_code for effect in effects if not effect.grade]
        graded = [effect for effect in effects if effect.grade]
        rows = await self._pool.fetch(
            _NOTICES,
            of_all,
            [effect.product_code for effect in graded],
            [effect.grade for effect in graded],
            change.decided_at or change.proposed_at,
            after,
            limit,
        )
        return [PolicyNotice(**dict(row)) for row in rows]

    async def _row(self, table: Any, where: str, key: Any) -> Any:
        return await self._pool.fetchrow(
            f"select {table.column_list} from {table.name} where {where}",  # noqa: S608 - names come from the code
            key,
        )
