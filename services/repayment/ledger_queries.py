"""What is read from the books: balances as of closed days, the general ledger, the journal."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chassis.database import Pool

LONG_S = 600.0
"""How long a statement over all buckets may take."""
EXPORTED_AT_ONCE = 10_000
"""Entries an export holds in memory together."""

_TURNOVER = """
with named as (
    select * from gl_account where $3::int is null or bucket = $3
), balance as (
    select named.account, named.currency,
        coalesce(o.debit_total_minor, 0) as opening_debit,
        coalesce(o.credit_total_minor, 0) as opening_credit,
        coalesce(c.debit_total_minor, 0) as closing_debit,
        coalesce(c.credit_total_minor, 0) as closing_credit
    from named
    left join lateral (
        select debit_total_minor, credit_total_minor from gl_total g
        where g.bucket = named.bucket and g.account = named.account
            and g.currency = named.currency and g.business_date < $1
        order by g.business_date desc limit 1
    ) o on true
    left join lateral (
        select debit_total_minor, credit_total_minor from gl_total g
        where g.bucket = named.bucket and g.account = named.account
            and g.currency = named.currency and g.business_date <= $2
        order by g.business_date desc limit 1
    ) c on true
)
select account, currency, sum(opening_debit - opening_credit)::bigint as opening_minor,
    sum(closing_debit - opening_debit)::bigint as debit_minor,
    sum(closing_credit - opening_credit)::bigint as credit_minor,
    sum(closing_debit - closing_credit)::bigint as closing_minor
from balance group by account, currency
having sum(closing_debit + closing_credit) > 0
order by account, currency
"""
_ENTRY = """
entry_id, business_date, kind, debit_account, credit_account, amount_minor, currency, customer_id,
    subject_id, cause, posted_at
"""


@dataclass(frozen=True, slots=True)
class Turnover:
    """One account over some days; balances are positive on the debit side, in minor units."""

    account: str
    currency: str
    opening_minor: int
    debit_minor: int
    credit_minor: int
    closing_minor: int


@dataclass(frozen=True, slots=True)
class BucketTurnover:
    """The same of one bucket."""

    bucket: int
    turnover: Turnover


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the journal; the amount in minor units."""

    entry_id: UUID
    business_date: date
    kind: str
    debit_account: str
    credit_account: str
    amount_minor: int
    currency: str
    customer_id: UUID
    subject_id: UUID
    cause: str
    posted_at: datetime


class LedgerQueries:
    """One method per question."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def last_totalled(self) -> date | None:
        """The last day whose books are closed; None before the first."""
        day: date | None = await self._pool.fetchval("select max(business_date) from gl_day")
        return day

    async def turnover(self, from_on: date, to_on: date, bucket: int | None) -> list[Turnover]:
        """Every account that ever moved, over the days, all buckets or one."""
        rows = await self._pool.fetch(_TURNOVER, from_on, to_on, bucket, timeout=LONG_S)
        return [Turnover(**row) for row in rows]

    async def general_ledger(
        self, on: date, after: tuple[int, str], limit: int
    ) -> list[BucketTurnover]:
        """What moved on a day, by bucket and account, after the last one of a page."""
        rows = await self._pool.fetch(
            """
            select bucket, account, currency, opening_minor, debit_minor, credit_minor,
                closing_minor
            from gl_total where business_date = $1 and (bucket, account) > ($2, $3)
            order by bucket, account, currency limit $4
            """,
            on,
            *after,
            limit,
        )
        return [
            BucketTurnover(
                row["bucket"],
                Turnover(**{name: value for name, value in row.items() if name != "bucket"}),
            )
            for row in rows
        ]

    async def journal_of_loan(
        self, customer_id: UUID, loan_id: UUID, after: UUID | None, limit: int
    ) -> list[Entry]:
        """The entries about one loan, in the order they were written."""
        rows = await self._pool.fetch(
            f"""
            select {_ENTRY} from ledger_entry
            where customer_id = $1 and subject_id = $2 and entry_id > $3
            order by entry_id limit $4
            """,  # noqa: S608
            customer_id,
            loan_id,
            after or UUID(int=0),
            limit,
        )
        return [_entry(row) for row in rows]

    async def journal_of_day(self, on: date, after: UUID | None, limit: int) -> list[Entry]:
        """The entries of one day, in the order they were written."""
        rows = await self._pool.fetch(
            f"""
            select {_ENTRY} from ledger_entry where business_date = $1 and entry_id > $2
            order by entry_id limit $3
            """,  # noqa: S608
            on,
            after or UUID(int=0),
            limit,
        )
        return [_entry(row) for row in rows]

    async def journal(self, from_on: date, to_on: date) -> AsyncIterator[list[Entry]]:
        """The entries of some days, by day and in the order they were written, in pieces."""
        async with self._pool.acquire() as connection, connection.transaction(readonly=True):
            cursor = await connection.cursor(
                f"""
                select {_ENTRY} from ledger_entry where business_date between $1 and $2
                order by business_date, entry_id
                """,  # noqa: S608
                from_on,
                to_on,
                timeout=LONG_S,
            )
            while rows := await cursor.fetch(EXPORTED_AT_ONCE, timeout=LONG_S):
                yield [_entry(row) for row in rows]


def _entry(row: Any) -> Entry:
    return Entry(**row)
