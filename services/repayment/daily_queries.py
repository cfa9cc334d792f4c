"""The set-based queries of the end of day: they find the loans that change and total the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from chassis.bank_rail import Direction, Statement
from chassis.database import Pool

LONG_S = 600.0
"""How long a statement over all loans may take."""

_CHANGING = {
    "due": "next_due_on <= $1 and $2::date[] is not null",
    "debit_again": "unpaid_since = any($2::date[]) and $1::date is not null",
    "overdue": "status = 'ACTIVE' and overdue_from <= $1 and $2::date[] is not null",
}
# One narrow row per loan that owes. The documents are opened only for the few loans of which one
# due instalment is past its grace and another is not.
_ACCRUE = """
with total as (
    select bucket, count(*) as loans, sum(not_yet_due_minor) as not_yet_due_minor,
        sum(not_yet_due_minor * daily_rate_ppm) as interest_micro, sum(due_minor) as due_minor,
        sum(due_minor) filter (where all_late_from <= $1::date + 1) as late_minor,
        sum(due_minor::numeric * penalty_rate_units)
            filter (where all_late_from <= $1::date + 1) as penalty_units
    from loan_total where opened_on <= $1 group by bucket
), partly as (
    select t.bucket, sum(i.late_minor) as late_minor,
        sum(i.late_minor * t.penalty_rate_units) as penalty_units
    from loan_total t join loan l using (customer_id, loan_id) cross join lateral (
        select sum(principal_minor - principal_paid_minor)
            filter (where due_on + (l.terms ->> 'grace_days')::int <= $1) as late_minor
        from jsonb_to_recordset(l.instalments)
            as i(state text, due_on date, principal_minor bigint, principal_paid_minor bigint)
        where state = 'DUE'
    ) i
    where t.late_from < t.all_late_from and t.late_from <= $1::date + 1
        and t.all_late_from > $1::date + 1 and t.opened_on <= $1
    group by t.bucket
)
insert into accrual_total (business_date, bucket, loans, not_yet_due_minor, interest_micro,
    due_minor, late_minor, penalty_units)
select $1, bucket, loans, not_yet_due_minor, interest_micro, due_minor,
    coalesce(total.late_minor, 0) + coalesce(partly.late_minor, 0),
    coalesce(total.penalty_units, 0) + coalesce(partly.penalty_units, 0)
from total left join partly using (bucket)
on conflict do nothing
"""
# Our side: what was booked since the last complete reconciliation, and what it left open. The
# rail's side: every movement no reconciliation has matched yet.
_COMPARE = """
with last as (
    select max(business_date) as on_date from reconciliation
    where has_statement and business_date < $1
), movements as (
    select replace(loan_id::text, '-', '') as rail_key, 'OUT' as direction,
        principal_minor as amount_minor
    from loan
    where opened_on <= $1 and opened_on >= coalesce((select on_date from last), '-infinity')
    union
    select replace(repayment_id::text, '-', ''), 'IN', amount_minor from repayment
    where posted_on <= $1 and posted_on >= coalesce((select on_date from last), '-infinity')
    union
    select rail_key, direction, book_amount_minor from reconciliation_item
    where business_date = (select on_date from last) and status in ('MISSING_AT_RAIL', 'AMOUNT')
), book as (
    select * from movements m where not exists (
        select from rail_movement r where r.rail_key = m.rail_key
            and r.direction = m.direction and r.matched_on is not null)
), rail as (
    select rail_key, direction, amount_minor from rail_movement where matched_on is null
)
insert into reconciliation_item (business_date, rail_key, direction, status, book_amount_minor,
    rail_amount_minor)
select $1, rail_key, direction,
    case when rail.amount_minor is null then 'MISSING_AT_RAIL'
        when book.amount_minor is null then 'MISSING_IN_BOOKS'
        when book.amount_minor <> rail.amount_minor then 'AMOUNT' else 'MATCHED' end,
    coalesce(book.amount_minor, 0), coalesce(rail.amount_minor, 0)
from book full join rail using (rail_key, direction)
"""
_SUMMARIZE = """
insert into reconciliation (business_date, has_statement, matched_count, disbursed_minor,
    collected_minor, reconciled_at)
select $1, $2, count(*) filter (where status = 'MATCHED'),
    coalesce(sum(book_amount_minor) filter (where direction = 'OUT'), 0),
    coalesce(sum(book_amount_minor) filter (where direction = 'IN'), 0), $3
from reconciliation_item where business_date = $1
"""
_REPORT = """
insert into business_day_report (closed_on, opened_on, instalments_due, collections_requested,
    loans_became_overdue, loans_set_aside, duration_ms, closed_at)
select $1, $2,
    (select count(*) from inbox where consumer = 'daily:due' and message_id like $6),
    (select count(*) from repayment where requested_on = $2 and origin = 'AUTO_DEBIT'),
    (select count(*) from inbox where consumer = 'daily:overdue' and message_id like $6),
    $3, $4, $5
on conflict do nothing
"""
_READ_REPORT = """
select r.closed_on, r.opened_on, r.instalments_due, r.collections_requested,
    r.loans_became_overdue, r.loans_set_aside, r.duration_ms, r.closed_at,
    round(coalesce(a.interest_micro, 0) / 1000000)::bigint as interest_accrued_minor,
    round(coalesce(a.penalty_units, 0) / 36500000000)::bigint as penalty_accrued_minor,
    coalesce(a.outstanding, 0)::bigint as outstanding_principal_minor
from business_day_report r, (
    select sum(interest_micro) as interest_micro, sum(penalty_units) as penalty_units,
        sum(not_yet_due_minor + due_minor) as outstanding
    from accrual_total where business_date = $1
) a
where r.closed_on = $1
"""


@dataclass(frozen=True, slots=True)
class DayReport:
    """What the closing of one business day did; amounts in minor units."""

    closed_on: date
    opened_on: date
    instalments_due: int
    collections_requested: int
    loans_became_overdue: int
    loans_set_aside: int
    """Loans whose step failed and must be looked at."""
    duration_ms: int
    closed_at: datetime
    interest_accrued_minor: int
    penalty_accrued_minor: int
    outstanding_principal_minor: int


@dataclass(frozen=True, slots=True)
class ReconciliationItem:
    """One movement, on both sides or on one."""

    rail_key: str
    direction: str
    status: str
    book_amount_minor: int
    rail_amount_minor: int


@dataclass(frozen=True, slots=True)
class DayReconciliation:
    """Our books against the rail's statement of one day."""

    business_date: date
    has_statement: bool
    matched_count: int
    disbursed_minor: int
    collected_minor: int
    differences: tuple[ReconciliationItem, ...]


class DailyQueries:
    """Reads and totals over all loans."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def changing_loans(
        self, step: str, on: date, debit_days: Sequence[int], after: tuple[UUID, UUID], limit: int
    ) -> list[tuple[UUID, UUID]]:
        """The next loans (customer, loan) that a step changes; none whose collection is live."""
        dates = [on - timedelta(days=day) for day in debit_days]
        rows = await self._pool.fetch(
            f"""
            select customer_id, loan_id from loan
            where {_CHANGING[step]} and live_repayment_id is null
                and (customer_id, loan_id) > ($3, $4)
            order by customer_id, loan_id limit $5
            """,  # noqa: S608 - one of three texts above
            on,
            dates,
            *after,
            limit,
            timeout=LONG_S,
        )
        return [(row["customer_id"], row["loan_id"]) for row in rows]

    async def collections_under_way(self, asked_by: datetime) -> int:
        """How many collections asked for by then wait for their first word of the rail."""
        count = await self._pool.fetchval(
            "select count(*) from repayment where status = 'COLLECTING' and requested_at <= $1",
            asked_by,
        )
        return int(count)

    async def accrue(self, on: date) -> int:
        """Total the night after a date per bucket, once; returns the loans totalled."""
        await self._pool.execute(_ACCRUE, on, timeout=LONG_S)
        loans = await self._pool.fetchval(
            "select coalesce(sum(loans), 0)::bigint from accrual_total where business_date = $1",
            on,
        )
        return int(loans)

    async def days_without_statement(self, on: date) -> list[date]:
        """Closed days whose statement the rail could not give then."""
        rows = await self._pool.fetch(
            """
            select business_date from reconciliation r
            where not has_statement and business_date < $1
                and not exists (select from rail_statement s
                    where s.business_date = r.business_date)
            order by business_date
            """,
            on,
        )
        return [row["business_date"] for row in rows]

    async def store_statement(self, statement: Statement, at: datetime) -> None:
        """Keep the rail's movements of a day; a statement read twice changes nothing."""
        entries = statement.entries
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(
                """
                insert into rail_statement (business_date, opening_minor, closing_minor, read_at)
                values ($1, $2, $3, $4) on conflict do nothing
                """,
                statement.business_date,
                statement.opening_minor,
                statement.closing_minor,
                at,
            )
            await connection.execute(
                """
                insert into rail_movement (rail_key, direction, amount_minor, booked_on,
                    statement_date)
                select key, direction, amount, booked, $5
                from unnest($1::text[], $2::text[], $3::bigint[], $4::date[])
                    as e(key, direction, amount, booked)
                on conflict do nothing
                """,
                [entry.end_to_end_id for entry in entries],
                ["OUT" if entry.direction is Direction.OUT else "IN" for entry in entries],
                [entry.amount_minor for entry in entries],
                [entry.booked_on for entry in entries],
                statement.business_date,
                timeout=LONG_S,
            )

    async def reconcile(self, on: date, *, has_statement: bool, at: datetime) -> int:
        """Compare books and rail up to a date, once; returns the number of differences."""
        async with self._pool.acquire() as connection, connection.transaction():
            known = "select 1 from reconciliation where business_date = $1"
            if await connection.fetchval(known, on) is None:
                if has_statement:
                    await connection.execute(_COMPARE, on, timeout=LONG_S)
                    await connection.execute(
                        """
                        update rail_movement r set matched_on = $1
                        from reconciliation_item i
                        where i.business_date = $1 and i.status = 'MATCHED'
                            and i.rail_key = r.rail_key and i.direction = r.direction
                        """,
                        on,
                        timeout=LONG_S,
                    )
                await connection.execute(_SUMMARIZE, on, has_statement, at, timeout=LONG_S)
            return int(
                await connection.fetchval(
                    "select count(*) from reconciliation_item"
                    " where business_date = $1 and status <> 'MATCHED'",
                    on,
                )
            )

    async def reconciliation(self, on: date) -> DayReconciliation | None:
        """The reconciliation of a date with its differences; None when there was none."""
        row = await self._pool.fetchrow(
            """
            select business_date, has_statement, matched_count, disbursed_minor, collected_minor
            from reconciliation where business_date = $1
            """,
            on,
        )
        if row is None:
            return None
        items = await self._pool.fetch(
            """
            select rail_key, direction, status, book_amount_minor, rail_amount_minor
            from reconciliation_item where business_date = $1 and status <> 'MATCHED'
            order by rail_key
            """,
            on,
        )
        return DayReconciliation(
            business_date=row["business_date"],
            has_statement=row["has_statement"],
            matched_count=row["matched_count"],
            disbursed_minor=int(row["disbursed_minor"]),
            collected_minor=int(row["collected_minor"]),
            differences=tuple(ReconciliationItem(**item) for item in items),
        )

    async def write_report(
        self, closed_on: date, set_aside: int, duration_ms: int, at: datetime
    ) -> None:
        """Keep what the close of a day did; the first report of a day stands."""
        opened_on = closed_on + timedelta(days=1)
        await self._pool.execute(
            _REPORT,
            closed_on,
            opened_on,
            set_aside,
            duration_ms,
            at,
            f"{opened_on}:%",
            timeout=LONG_S,
        )

    async def report(self, closed_on: date) -> DayReport | None:
        """The report of a closed day; None while there is none."""
        row: Mapping[str, Any] | None = await self._pool.fetchrow(_READ_REPORT, closed_on)
        return DayReport(**row) if row is not None else None
