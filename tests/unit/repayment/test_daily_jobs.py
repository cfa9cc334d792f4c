"""In production a business day closes after its calendar day in Asia/Shanghai, never before."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from chassis.ports import new_id
from services.repayment.daily_jobs import DailyJobs
from services.repayment.domain.errors import BusinessDayNotOver

DAY = date(2026, 12, 23)
LAST_MINUTE = datetime(2026, 12, 23, 15, 59, tzinfo=UTC)
MIDNIGHT = datetime(2026, 12, 23, 16, 0, tzinfo=UTC)


class Reached(Exception):
    """The close went past the guard and began its work."""


class NoDays:
    async def business_day(self) -> Any:
        raise Reached


def jobs_at(instant: datetime, *, may_run_ahead: bool) -> DailyJobs:
    async def execute(_: Any) -> Any:
        raise Reached

    return DailyJobs(
        execute=cast("Any", execute),
        days=NoDays(),
        queries=cast("Any", None),
        chunks=cast("Any", SimpleNamespace(steps={})),
        clock=lambda: instant,
        new_id=new_id,
        may_run_ahead=may_run_ahead,
    )


async def test_a_day_that_is_not_over_is_not_closed() -> None:
    jobs = jobs_at(LAST_MINUTE, may_run_ahead=False)

    with pytest.raises(BusinessDayNotOver) as refused:
        await jobs.close_business_day(DAY)

    assert refused.value.metadata == {"business_date": "2026-12-23"}


async def test_a_day_is_closed_from_midnight_in_shanghai() -> None:
    jobs = jobs_at(MIDNIGHT, may_run_ahead=False)

    with pytest.raises(Reached):
        await jobs.close_business_day(DAY)


async def test_a_demonstration_may_run_ahead_of_the_calendar() -> None:
    jobs = jobs_at(LAST_MINUTE, may_run_ahead=True)

    with pytest.raises(Reached):
        await jobs.close_business_day(DAY)
