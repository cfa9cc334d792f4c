"""The set-based queries of the end of day: they find the loans that change and total the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from chassis.database import Pool

LONG_S = 600.0
"""How long a statement over all loans may take."""

_CHANGING = {
    "due": "(next_due_on <= $1 or next_rate_on <= $1) and $2::date[] is not null",
    "debit_again": "unpaid_since = any($2::date[]) and $1::date is not null",
    "overdue": "status = 'ACTIVE' and overdue_from <= $1 and $2::date[] is not null",
}
# One narrow row per loan that owes, whose `due_minor` bears interest until `due_from`. Documents
# are opened only for the few loans of which one due instalment is past its grace and another is
# not: terms have the grace days at 4; an instalment its due date at 2, its principal at 3, its
# state at 5 and its paid principal at 6.
_ACCRUE = """
with total as (
    select bucket, count(*) as loans,
        sum(not_yet_due_minor + case when due_from > $1 then due_minor else 0 end)
            as not_yet_due_minor,
        sum((not_yet_due_minor + case when due_from > $1 then due_minor else 0 end)
            * daily_rate_ppm) as interest_micro,
        sum(due_minor) filter (where due_from <= $1) as due_minor,
        sum(due_minor) filter (where all_late_from <= $1::date + 1) as late_minor,
        sum(due_minor::numeric * penalty_rate_units)
            filter (where all_late_from <= $1::date + 1) as penalty_units
    from loan_total where opened_on <= $1 group by bucket
), partly as (
    select t.bucket, sum(i.late_minor) as late_minor,
        sum(i.late_minor * t.penalty_rate_units) as penalty_units
    from loan_total t join loan_document l using (customer_id, loan_id) cross join lateral (
        select sum((one ->> 3)::bigint - (one ->> 6)::bigint) as late_minor
        from json_array_elements(l.instalments::json) as i (one)
        where one ->> 5 = 'DUE' and (one ->> 2)::date + (l.terms::json ->> 4)::int <= $1
    ) i
    where t.is_partly_late and t.late_from <= $1::date + 1
        and t.all_late_from > $1::date + 1 and t.opened_on <= $1
    group by t.bucket
)
insert into accrual_total (business_date, bucket, loans, not_yet_due_minor, interest_micro,
    due_minor, late_minor, penalty_units)
select $1, bucket, loans, not_yet_due_minor, interest_micro, coalesce(due_minor, 0),
    coalesce(total.late_minor, 0) + coalesce(partly.late_minor, 0),
    coalesce(total.penalty_units, 0) + coalesce(partly.penalty_units, 0)
from total left join partly using (bucket)
on conflict do nothing
"""
_REPORT = """
insert into business_day_report (closed_on, opened_on, instalments_due, collections_requested,
    loans_became_overdue, loans_set_aside, duration_ms, closed_at)
select $1, $2,
    coalesce(sum(changed) filter (where step = 'due'), 0),
    (select count(*) from repayment where requested_on = $2 and origin = 'AUTO_DEBIT'),
    coalesce(sum(changed) filter (where step = 'overdue'), 0),
    (select count(*) from loan_set_aside where resolved_at is null), $3, $4
from end_of_day_chunk where business_date = $2
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
    """Loans that a step could not change, on this day or before, and that must be looked at."""
    duration_ms: int
    closed_at: datetime
    interest_accrued_minor: int
    penalty_accrued_minor: int
    outstanding_principal_minor: int


class DailyQueries:
    """Reads and totals over all loans."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def count_changing_loans(self, step: str, on: date, debit_days: Sequence[int]) -> int:
        """How many loans a step changes."""
        count = await self._pool.fetchval(
            f"select count(*) from loan where {_CHANGING[step]} and live_repayment_id is null",  # noqa: S608
            on,
            [on - timedelta(days=day) for day in debit_days],
            timeout=LONG_S,
        )
        return int(count)

    async def changing_loans(
        self,
        step: str,
        on: date,
        debit_days: Sequence[int],
        first_bucket: int,
        last_bucket: int,
    ) -> list[tuple[UUID, UUID, bool]]:
        """The loans (customer, loan) of a range of buckets that a step changes.

        Also tells of each whether one plain instalment is due or falls due on the date. Not those
        whose collection is live: they catch up when it has ended. Loans of a bucket follow each
        other, so that a commit moves the balances of few buckets.
        """
        rows = await self._pool.fetch(
            f"""
            select customer_id, loan_id, next_due is not null and case
                when unpaid_since is null then next_due_on = $1
                else next_due_on is null or next_due_on > $1 end as is_plain
            from loan
            where {_CHANGING[step]} and bucket between $3 and $4 and live_repayment_id is null
            order by bucket, customer_id, loan_id
            """,  # noqa: S608 - one of three texts above
            on,
            [on - timedelta(days=day) for day in debit_days],
            first_bucket,
            last_bucket,
            timeout=LONG_S,
        )
        return [(row["customer_id"], row["loan_id"], bool(row["is_plain"])) for row in rows]

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

    async def write_report(self, closed_on: date, duration_ms: int, at: datetime) -> None:
        """Keep what the close of a day did; the first report of a day stands."""
        opened_on = closed_on + timedelta(days=1)
        await self._pool.execute(
            _REPORT,
            closed_on,
            opened_on,
            duration_ms,
            at,
            timeout=LONG_S,
        )

    async def report(self, closed_on: date) -> DayReport | None:
        """The report of a closed day; None while there is none."""
        row: Mapping[str, Any] | None = await self._pool.fetchrow(_READ_REPORT, closed_on)
        return DayReport(**row) if row is not None else None
