"""The tables of what others bear and pay, and what is read of them."""

from typing import Any
from uuid import UUID

from chassis.database import Pool
from chassis.tables import AggregateTable
from services.repayment.domain.errors import SettlementNotFound
from services.repayment.domain.ledger.settlement import (
    PartnerAccount,
    Settlement,
    SettlementState,
)
from services.repayment.domain.ledger.subsidy_claim import (
    EligibleSpending,
    SubsidyClaim,
    SubsidyMonth,
    SubsidyYear,
)

# A grant is announced by its loan; settlements are the lender's own and concern no customer.
SPENDINGS = AggregateTable(
    EligibleSpending, "eligible_spending", key=("customer_id", "loan_id"), announced=False
)
CLAIMS = AggregateTable(
    SubsidyClaim, "subsidy_claim", key=("customer_id", "claim_id"), announced=False
)
YEARS = AggregateTable(SubsidyYear, "subsidy_year", key=("customer_id", "year"), announced=False)
MONTHS = AggregateTable(SubsidyMonth, "subsidy_month", key=("month",), announced=False)
SETTLEMENTS = AggregateTable(Settlement, "settlement", key=("settlement_id",), announced=False)
PARTNER_ACCOUNTS = AggregateTable(
    PartnerAccount, "partner_account", key=("partner",), announced=False
)
SETTLEMENT_TABLES: tuple[AggregateTable[Any], ...] = (
    SPENDINGS,
    CLAIMS,
    YEARS,
    MONTHS,
    SETTLEMENTS,
    PARTNER_ACCOUNTS,
)
LONG_S = 600.0
"""How long a sum over all joint loans may take."""


class SettlementRepository:
    """One method per question."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def settlement(self, settlement_id: UUID) -> Settlement:
        """Raises SettlementNotFound."""
        row = await self._pool.fetchrow(
            f"select {SETTLEMENTS.column_list} from settlement where settlement_id = $1",  # noqa: S608
            settlement_id,
        )
        if row is None:
            raise SettlementNotFound(kind="settlement")
        return SETTLEMENTS.from_row(row)

    async def settlements(
        self, state: SettlementState | None, older: UUID | None, limit: int
    ) -> list[Settlement]:
        """Settlements in a state, the newest first."""
        rows = await self._pool.fetch(
            f"""
            select {SETTLEMENTS.column_list} from settlement
            where ($1::text is null or state = $1) and ($2::uuid is null or settlement_id < $2)
            order by settlement_id desc limit $3
            """,  # noqa: S608
            state.value if state is not None else None,
            older,
            limit,
        )
        return [SETTLEMENTS.from_row(row) for row in rows]

    async def month(self, month: str) -> SubsidyMonth | None:
        """The claims of a month; None when there are none."""
        row = await self._pool.fetchrow(
            f"select {MONTHS.column_list} from subsidy_month where month = $1",  # noqa: S608
            month,
        )
        return None if row is None else MONTHS.from_row(row)

    async def partner_account(self, partner: str) -> PartnerAccount | None:
        """What went between us and a partner; None when nothing did."""
        row = await self._pool.fetchrow(
            f"select {PARTNER_ACCOUNTS.column_list} from partner_account where partner = $1",  # noqa: S608
            partner,
        )
        return None if row is None else PARTNER_ACCOUNTS.from_row(row)

    async def payable_of_loans(self, partner: str) -> int:
        """What its loans made payable to a partner, in minor units."""
        total = await self._pool.fetchval(
            """
            select coalesce(sum((payable ->> (place - 1)::int)::bigint), 0)::bigint
            from joint_loan, jsonb_array_elements(partners) with ordinality as p(partner, place)
            where partner ->> 'name' = $1
            """,
            partner,
            timeout=LONG_S,
        )
        return int(total)

    async def claims(self, month: str, after: UUID | None, limit: int) -> list[SubsidyClaim]:
        """The claims of a month by their ids."""
        rows = await self._pool.fetch(
            f"""
            select {CLAIMS.column_list} from subsidy_claim
            where month = $1 and ($2::uuid is null or claim_id > $2)
            order by claim_id limit $3
            """,  # noqa: S608
            month,
            after,
            limit,
        )
        return [CLAIMS.from_row(row) for row in rows]
