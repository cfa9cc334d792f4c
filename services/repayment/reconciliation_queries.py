"""The rail's statements, what they say beside our books, and the differences that are left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chassis.bank_rail import Direction, Statement
from chassis.database import Pool
from services.repayment.domain.collection import Repayment
from services.repayment.domain.errors import DifferenceNotFound
from services.repayment.domain.ledger.rail_difference import (
    Compared,
    DifferenceKind,
    DifferenceState,
    RailDifference,
    order_of,
)
from services.repayment.domain.transfer_claim import MoneyDirection
from services.repayment.repository import RAIL_DIFFERENCES, REPAYMENTS

LONG_S = 600.0
"""How long a statement over all movements may take."""

# Our side: what was booked since the last complete reconciliation, what it left open, and what a
# person has booked for a movement since. The rail's side: every movement no reconciliation has
# matched yet; several under one key are one.
_COMPARE = """
with last as (
    select max(business_date) as on_date from reconciliation
    where has_statement and business_date < $1
), ended as (
    select rail_key, direction, rail_amount_minor from rail_difference
    where state = 'RESOLVED' and ended_on >= coalesce((select on_date from last), '-infinity')
), movements as (
    select replace(loan_id::text, '-', '') as rail_key, 'OUT' as direction,
        principal_minor as amount_minor
    from loan
    where opened_on <= $1 and opened_on >= coalesce((select on_date from last), '-infinity')
    union
    select coalesce(nullif(bank_reference, ''), replace(repayment_id::text, '-', '')), 'IN',
        amount_minor from repayment
    where posted_on <= $1 and posted_on >= coalesce((select on_date from last), '-infinity')
    union
    select replace(repayment_id::text, '-', ''), 'IN', amount_minor from held_receipt
    where held_on <= $1 and held_on >= coalesce((select on_date from last), '-infinity')
    union
    select replace(refund_id::text, '-', ''), 'OUT', amount_minor from refund
    where paid_on <= $1 and paid_on >= coalesce((select on_date from last), '-infinity')
    union
    select bank_reference, case kind when 'PARTNER_PAID_OUT' then 'OUT' else 'IN' end, amount_minor
    from settlement
    where state = 'BOOKED' and bank_reference <> '' and decided_on <= $1
        and decided_on >= coalesce((select on_date from last), '-infinity')
    union
    select bank_reference, 'IN', amount_minor from incoming_transfer
    where held_on <= $1 and held_on >= coalesce((select on_date from last), '-infinity')
    union
    select replace(return_id::text, '-', ''), 'OUT', amount_minor from incoming_transfer
    where state = 'RETURNED' and ended_on <= $1
        and ended_on >= coalesce((select on_date from last), '-infinity')
    union
    select rail_key, direction, book_amount_minor from reconciliation_item
    where business_date = (select on_date from last) and status in ('MISSING_AT_RAIL', 'AMOUNT')
), book as (
    select rail_key, direction, amount_minor from movements m
    where not exists (
        select from rail_movement r where r.rail_key = m.rail_key
            and r.direction = m.direction and r.matched_on is not null)
        and not exists (
        select from ended e where e.rail_key = m.rail_key and e.direction = m.direction)
    union all
    select rail_key, direction, rail_amount_minor from ended e
    where exists (
        select from rail_movement r where r.rail_key = e.rail_key
            and r.direction = e.direction and r.matched_on is null)
), rail as (
    select rail_key, direction, sum(amount_minor)::bigint as amount_minor from rail_movement
    where matched_on is null group by rail_key, direction
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
# The order behind a key, where it is one of ours, says whose money it is.
_DIFFERENCES = """
with item as (
    select rail_key, direction, status, book_amount_minor, rail_amount_minor,
        case when rail_key ~ '^[0-9a-f]{32}$' then rail_key::uuid end as order_id
    from reconciliation_item where business_date = $1 and status <> 'MATCHED'
)
select i.*, coalesce(r.customer_id, l.customer_id) as customer_id,
    coalesce(r.loan_id, l.loan_id) as loan_id
from item i
left join repayment r on i.direction = 'IN' and r.repayment_id = i.order_id
left join loan l on i.direction = 'OUT' and l.loan_id = i.order_id
order by i.direction, i.rail_key
"""


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


@dataclass(frozen=True, slots=True)
class StatementDay:
    """What became of the rail's statement of one closed day; amounts in minor units."""

    business_date: date
    read_at: datetime | None
    """When it was taken; None while it is missing or refused."""
    opening_minor: int
    closing_minor: int
    refusal_reason: str
    """Why it was last refused; empty when it never was."""
    times_refused: int


class ReconciliationQueries:
    """One method per question or record."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

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
        moved: dict[tuple[str, str], tuple[int, date]] = {}
        for entry in statement.entries:
            way = "OUT" if entry.direction is Direction.OUT else "IN"
            before = moved.get((entry.end_to_end_id, way), (0, entry.booked_on))[0]
            moved[entry.end_to_end_id, way] = (before + entry.amount_minor, entry.booked_on)
        async with self._pool.acquire() as connection, connection.transaction():
            is_new = await connection.fetchval(
                """
                insert into rail_statement (business_date, opening_minor, closing_minor, read_at)
                values ($1, $2, $3, $4) on conflict do nothing returning true
                """,
                statement.business_date,
                statement.opening_minor,
                statement.closing_minor,
                at,
            )
            if not is_new:
                return
            await connection.execute(
                """
                insert into rail_movement (rail_key, direction, amount_minor, booked_on,
                    statement_date)
                select key, direction, amount, booked, $5
                from unnest($1::text[], $2::text[], $3::bigint[], $4::date[])
                    as e(key, direction, amount, booked)
                """,
                [key for key, _ in moved],
                [way for _, way in moved],
                [amount for amount, _ in moved.values()],
                [booked for _, booked in moved.values()],
                statement.business_date,
                timeout=LONG_S,
            )

    async def store_refusal(self, business_date: date, reason: str, at: datetime) -> None:
        """Keep why a statement was not taken, and how often."""
        await self._pool.execute(
            """
            insert into statement_refusal (business_date, reason, times, refused_at)
            values ($1, $2, 1, $3)
            on conflict (business_date) do update set reason = excluded.reason,
                times = statement_refusal.times + 1, refused_at = excluded.refused_at
            """,
            business_date,
            reason,
            at,
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
                            and r.matched_on is null
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

    async def compared(self, on: date) -> list[Compared] | None:
        """The movements that differ on a date; None when its statement was not there."""
        has_statement = await self._pool.fetchval(
            "select has_statement from reconciliation where business_date = $1", on
        )
        if not has_statement:
            return None
        rows = await self._pool.fetch(_DIFFERENCES, on, timeout=LONG_S)
        return [
            Compared(
                rail_key=row["rail_key"],
                direction=MoneyDirection(row["direction"]),
                kind=DifferenceKind(row["status"]),
                book_amount_minor=row["book_amount_minor"],
                rail_amount_minor=row["rail_amount_minor"],
                currency="CNY",
                customer_id=row["customer_id"],
                loan_id=row["loan_id"],
            )
            for row in rows
        ]

    async def open_differences(self) -> list[RailDifference]:
        """Every difference that has not ended."""
        rows = await self._pool.fetch(
            f"select {RAIL_DIFFERENCES.column_list} from rail_difference"  # noqa: S608
            " where state in ('OPEN', 'PROPOSED')"
        )
        return [RAIL_DIFFERENCES.from_row(row) for row in rows]

    async def differences(
        self, states: Sequence[DifferenceState], after: tuple[date, UUID] | None, limit: int
    ) -> list[RailDifference]:
        """Differences in these states, the oldest first, after the last one of a page."""
        found_on, difference_id = after or (date.min, UUID(int=0))
        rows = await self._pool.fetch(
            f"""
            select {RAIL_DIFFERENCES.column_list} from rail_difference
            where state = any($1::text[]) and (found_on, difference_id) > ($2, $3)
            order by found_on, difference_id limit $4
            """,  # noqa: S608
            [state.value for state in states],
            found_on,
            difference_id,
            limit,
        )
        return [RAIL_DIFFERENCES.from_row(row) for row in rows]

    async def difference(self, difference_id: UUID) -> RailDifference:
        """Raises DifferenceNotFound."""
        row = await self._pool.fetchrow(
            f"select {RAIL_DIFFERENCES.column_list} from rail_difference"  # noqa: S608
            " where difference_id = $1",
            difference_id,
        )
        if row is None:
            raise DifferenceNotFound(kind="difference")
        return RAIL_DIFFERENCES.from_row(row)

    async def collection_of(self, difference: RailDifference) -> Repayment | None:
        """Our own order to collect with a difference's key, if there is one."""
        order_id, is_in = order_of(difference.rail_key), difference.direction is MoneyDirection.IN
        if not is_in or order_id is None or difference.customer_id is None:
            return None
        row = await self._pool.fetchrow(
            f"select {REPAYMENTS.column_list} from repayment"  # noqa: S608
            " where customer_id = $1 and repayment_id = $2",
            difference.customer_id,
            order_id,
        )
        return REPAYMENTS.from_row(row) if row is not None else None

    async def statement_days(self, before: date | None, limit: int) -> list[StatementDay]:
        """What became of the statement of each closed day, the newest first."""
        rows = await self._pool.fetch(
            """
            select business_date, s.read_at, coalesce(s.opening_minor, 0) as opening_minor,
                coalesce(s.closing_minor, 0) as closing_minor,
                coalesce(f.reason, '') as refusal_reason, coalesce(f.times, 0) as times_refused
            from reconciliation r
            left join rail_statement s using (business_date)
            left join statement_refusal f using (business_date)
            where business_date < coalesce($1::date, 'infinity')
            order by business_date desc limit $2
            """,
            before,
            limit,
        )
        return [StatementDay(**row) for row in rows]

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
