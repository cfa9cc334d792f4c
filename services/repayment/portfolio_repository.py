"""The totals of the portfolio and its provisions: written set-based, read per closed day."""

from collections.abc import Sequence
from datetime import date

from chassis.database import Pool
from chassis.tables import AggregateTable
from services.repayment.domain.late.classification import AssetClass, Stage
from services.repayment.domain.late.provision import LossAllowance, PortfolioCell, Provision

# Most nights change no provision of some buckets: only what changes is announced.
ALLOWANCES = AggregateTable(LossAllowance, "loss_allowance", key=("suite_id",), announced=False)
LONG_S = 600.0
"""How long a statement over all loans may take."""

# One snapshot over the narrow rows of `loan_total`: the whole book less the loans that have a
# standing is what is in M0 and normal. Loans charged off are off the book. A suite has one
# currency.
_TOTALS = """
with known as (
    select s.late_bucket, s.asset_class, s.stage, l.status = 'CHARGED_OFF' as is_off_book,
        count(*) as loans, sum(t.not_yet_due_minor + t.due_minor) as minor
    from loan_standing s join loan_total t using (customer_id, loan_id)
        join loan l using (customer_id, loan_id)
    where s.is_open and t.opened_on <= $1
    group by s.late_bucket, s.asset_class, s.stage, is_off_book
), parts as (
    select late_bucket, asset_class, stage, loans, minor from known where not is_off_book
    union all
    select 'M0', 'NORMAL', 'STAGE_1', count(*), sum(not_yet_due_minor + due_minor)
    from loan_total where opened_on <= $1
    union all
    select 'M0', 'NORMAL', 'STAGE_1', -loans, -minor from known
)
insert into portfolio_total (business_date, late_bucket, asset_class, stage, currency, loans,
    outstanding_minor)
select $1, late_bucket, asset_class, stage, 'CNY', sum(loans), sum(minor)
from parts group by late_bucket, asset_class, stage having sum(loans) > 0
on conflict do nothing
"""


class PortfolioRepository:
    """One method per question."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def total(self, on: date) -> None:
        """Total the loans per bucket, class and stage as a date ends, once."""
        await self._pool.execute(_TOTALS, on, timeout=LONG_S)

    async def cells(self, on: date, currency: str | None = None) -> list[PortfolioCell]:
        """The totals of a closed date; empty when there are none."""
        rows = await self._pool.fetch(
            """
            select late_bucket, asset_class, stage, currency, loans, outstanding_minor
            from portfolio_total
            where business_date = $1 and ($2::text is null or currency = $2)
            order by late_bucket, asset_class, stage, currency
            """,
            on,
            currency,
        )
        return [
            PortfolioCell(
                late_bucket=row["late_bucket"],
                asset_class=AssetClass(row["asset_class"]),
                stage=Stage(row["stage"]),
                currency=row["currency"],
                loans=row["loans"],
                outstanding_minor=row["outstanding_minor"],
            )
            for row in rows
        ]

    async def keep_provisions(self, on: date, provisions: Sequence[Provision]) -> None:
        """Keep what was provided as a date ended, once."""
        await self._pool.executemany(
            """
            insert into provision_total (business_date, late_bucket, stage, currency,
                exposure_minor, allowance_minor)
            values ($1, $2, $3, $4, $5, $6) on conflict do nothing
            """,
            [
                (on, p.late_bucket, p.stage.value, p.currency, p.exposure_minor, p.allowance_minor)
                for p in provisions
            ],
        )

    async def provisions(self, on: date, currency: str) -> list[Provision]:
        """What was provided as a date ended."""
        rows = await self._pool.fetch(
            """
            select late_bucket, stage, currency, exposure_minor, allowance_minor
            from provision_total where business_date = $1 and currency = $2
            order by late_bucket, stage
            """,
            on,
            currency,
        )
        return [
            Provision(
                late_bucket=row["late_bucket"],
                stage=Stage(row["stage"]),
                currency=row["currency"],
                exposure_minor=row["exposure_minor"],
                allowance_minor=row["allowance_minor"],
            )
            for row in rows
        ]
