"""The general ledger: totals per account, bucket and day, and what the loans earned meanwhile.

A day is totalled once, right after its date has moved, when nothing more is posted to it but what
was on its way. The totals come from the running balances, of which the entries of the new day are
taken off; so a late entry is never lost, it is in the totals of the next day.
"""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol
from uuid import UUID

from chassis.database import Pool
from chassis.ports import Clock, bucket_of
from services.repayment.domain.business_day import BusinessDay
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.repository import LOANS

LONG_S = 600.0
"""How long a statement over all buckets may take."""
LOANS_AT_ONCE = 500
FIRST = UUID(int=0)

# One statement sees one moment: the running balances, less the entries of later dates, less what
# earlier days have totalled, are the turnover of the day.
_TOTAL_ENTRIES = """
with later as (
    select bucket, account, currency, sum(debit) as debit, sum(credit) as credit from (
        select bucket, debit_account as account, currency, amount_minor as debit, 0 as credit
        from ledger_entry where business_date > $1
        union all
        select bucket, credit_account, currency, 0, amount_minor
        from ledger_entry where business_date > $1
    ) side group by bucket, account, currency
), posted as (
    select b.bucket, b.account, b.currency,
        b.debit_minor - coalesce(later.debit, 0) as debit_total,
        b.credit_minor - coalesce(later.credit, 0) as credit_total,
        coalesce(before.debit_total_minor, 0) as debit_before,
        coalesce(before.credit_total_minor, 0) as credit_before
    from ledger_balance b
    left join later using (bucket, account, currency)
    left join lateral (
        select debit_total_minor, credit_total_minor from gl_total g
        where g.bucket = b.bucket and g.account = b.account and g.currency = b.currency
            and g.business_date < $1
        order by g.business_date desc limit 1
    ) before on true
)
insert into gl_total (bucket, account, currency, business_date, debit_minor, credit_minor,
    debit_total_minor, credit_total_minor)
select bucket, account, currency, $1, debit_total - debit_before, credit_total - credit_before,
    debit_total, credit_total
from posted where (debit_total, credit_total) <> (debit_before, credit_before)
"""
# Interest that fell due is the day's turnover of the income account: nothing else moves it.
_TOTAL_ACCRUALS = """
with fell_due as (
    select bucket, credit_minor - debit_minor as minor from gl_total
    where business_date = $1 and account = 'interest_income' and currency = 'CNY'
), buckets as (
    select bucket from accrual_total where business_date = $1
    union select bucket from fell_due
    union select bucket from gl_accrual where business_date = $1::date - 1 and closing_minor <> 0
    union select bucket from accrual_recount where business_date = $1
), counted as (
    select b.bucket, coalesce(f.minor, 0) as fell_due, coalesce(p.closing_minor, 0) as opening,
        coalesce(p.remainder_micro, 0) + coalesce(a.interest_micro, 0) as micro,
        -- A bucket without a loan that can earn has nothing accrued, counted or not.
        case when a.bucket is null then 0 else r.accrued_minor end as recounted
    from buckets b
    left join fell_due f using (bucket)
    left join accrual_total a on a.bucket = b.bucket and a.business_date = $1
    left join accrual_recount r on r.bucket = b.bucket and r.business_date = $1
    left join lateral (
        select closing_minor, remainder_micro from gl_accrual g
        where g.bucket = b.bucket and g.business_date < $1 order by g.business_date desc limit 1
    ) p on true
), accrued as (
    select bucket, fell_due, opening, div(micro, 1000000)::bigint as earned,
        mod(micro, 1000000)::bigint as remainder, recounted
    from counted
)
insert into gl_accrual (bucket, business_date, earned_minor, fell_due_minor, trued_up_minor,
    closing_minor, remainder_micro)
select bucket, $1, earned, fell_due,
    coalesce(recounted - (opening + earned - fell_due), 0),
    coalesce(recounted, opening + earned - fell_due), remainder
from accrued
where (earned, fell_due, remainder) <> (0, 0, 0) or coalesce(recounted, opening) <> opening
"""
_POST_ACCRUALS = """
with moved as (
    select bucket, greatest(earned_minor, 0) + greatest(trued_up_minor, 0)
            + greatest(-fell_due_minor, 0) as up,
        greatest(fell_due_minor, 0) + greatest(-trued_up_minor, 0) as down
    from gl_accrual where business_date = $1
), side as (
    select bucket, 'accrued_interest' as account, up as debit, down as credit from moved
    union all
    select bucket, 'accrued_interest_income', down, up from moved
)
insert into gl_total (bucket, account, currency, business_date, debit_minor, credit_minor,
    debit_total_minor, credit_total_minor)
select s.bucket, s.account, 'CNY', $1, debit, credit,
    coalesce(before.debit_total_minor, 0) + debit, coalesce(before.credit_total_minor, 0) + credit
from side s left join lateral (
    select debit_total_minor, credit_total_minor from gl_total g
    where g.bucket = s.bucket and g.account = s.account and g.currency = 'CNY'
        and g.business_date < $1
    order by g.business_date desc limit 1
) before on true
where (debit, credit) <> (0, 0)
"""
_NAME_ACCOUNTS = """
insert into gl_account (bucket, account, currency)
select bucket, account, currency from gl_total where business_date = $1
on conflict do nothing
"""


class TotalsStore(Protocol):
    """Where the totals are kept."""

    async def total(self, on: date) -> int:
        """Total a date once; the accounts that moved on it, over all buckets."""

    async def was_recounted(self, on: date) -> bool:
        """Whether what has accrued was counted loan by loan at the end of a date."""

    def earning_loans(self) -> AsyncIterator[Loan]:
        """Every loan that is not settled."""

    async def keep_recount(self, on: date, accrued_minor: dict[int, int]) -> None:
        """Keep what has accrued per bucket; the first count of a date stands."""


class GeneralLedger:
    """The totals in the database."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool = pool
        self._clock = clock

    async def total(self, on: date) -> int:
        """All totals of a date in one transaction; a second time it changes nothing."""
        async with self._pool.acquire() as connection, connection.transaction():
            first = await connection.fetchval(
                "insert into gl_day (business_date, totalled_at) values ($1, $2)"
                " on conflict do nothing returning true",
                on,
                self._clock(),
            )
            if first:
                for statement in (_TOTAL_ENTRIES, _TOTAL_ACCRUALS, _POST_ACCRUALS, _NAME_ACCOUNTS):
                    await connection.execute(statement, on, timeout=LONG_S)
            return int(
                await connection.fetchval(
                    "select count(*) from gl_total where business_date = $1", on
                )
            )

    async def was_recounted(self, on: date) -> bool:
        """Whether there is a count of the date."""
        known = "select exists (select from accrual_recount where business_date = $1)"
        return bool(await self._pool.fetchval(known, on))

    async def earning_loans(self) -> AsyncIterator[Loan]:
        """Every loan that is not settled, read in pages by its key."""
        after = (FIRST, FIRST)
        while True:
            rows = await self._pool.fetch(
                f"""
                select {LOANS.column_list} from {LOANS.source}
                where status <> $4 and (customer_id, loan_id) > ($1, $2)
                order by customer_id, loan_id limit $3
                """,  # noqa: S608
                *after,
                LOANS_AT_ONCE,
                LoanStatus.SETTLED.value,
                timeout=LONG_S,
            )
            for row in rows:
                yield LOANS.from_row(row)
            if len(rows) < LOANS_AT_ONCE:
                return
            after = (rows[-1]["customer_id"], rows[-1]["loan_id"])

    async def keep_recount(self, on: date, accrued_minor: dict[int, int]) -> None:
        """One row per bucket."""
        await self._pool.execute(
            """
            insert into accrual_recount (business_date, bucket, accrued_minor)
            select $1, * from unnest($2::int[], $3::bigint[]) on conflict do nothing
            """,
            on,
            list(accrued_minor),
            list(accrued_minor.values()),
            timeout=LONG_S,
        )


@dataclass(frozen=True, slots=True)
class GeneralLedgerStep:
    """Opening step: total the day that has just ended."""

    store: TotalsStore
    name: str = "general_ledger"

    async def __call__(self, day: BusinessDay) -> int:
        return await self.store.total(day.business_date - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class RecountStep:
    """Closing step: on the last day of a month, count loan by loan what has accrued.

    The nightly totals drift from the loans by the rounding of each instalment and by what was
    dated back; the count takes that out before the month's accounts are made.
    """

    store: TotalsStore
    bucket_of: Callable[[UUID], int] = bucket_of
    name: str = "recount"

    async def __call__(self, day: BusinessDay) -> int:
        tomorrow = day.business_date + timedelta(days=1)
        if tomorrow.day != 1 or await self.store.was_recounted(day.business_date):
            return 0
        accrued: Counter[int] = Counter()
        loans = 0
        async for loan in self.store.earning_loans():
            accrued[self.bucket_of(loan.customer_id)] += accrued_at_start_of(loan, tomorrow)
            loans += 1
        await self.store.keep_recount(day.business_date, dict(accrued))
        return loans


def accrued_at_start_of(loan: Loan, day: date) -> int:
    """Interest earned up to the night before a day and not yet charged, in minor units."""
    on = max(day, loan.as_of)
    then, events = loan.brought_to(on)
    falls_due = sum(getattr(event, "interest_minor", 0) for event in events)
    return falls_due + then.payoff(on).accrued_interest_minor
