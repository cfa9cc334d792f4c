"""Work driven by the business date: closing a day step by step and opening the next.

Before a day closes, the collections asked for on it get the rail's first word; those the rail is
silent about (`UNKNOWN`) are carried and count for the day they were asked for.

Every step can be run again: totals are written once per day and bucket, and each loan's change is
a command that is applied once per day, so a close that died anywhere goes on where it stopped.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Protocol

import structlog

from chassis.command import Command, Delivery, Execute, Key, RequestKey
from chassis.crash_points import crash_point
from chassis.ports import Clock, NewId, calendar_date
from services.repayment.daily_chunks import DailyChunks, Days
from services.repayment.daily_queries import DailyQueries, DayReport
from services.repayment.domain.business_day import (
    SUITE,
    BusinessDay,
    DayPhase,
    begin_close,
    begin_first_day,
    finish_step,
)
from services.repayment.domain.errors import (
    BusinessDayBeingClosed,
    BusinessDayNotOpen,
    BusinessDayNotOver,
    CollectionsUnderWay,
)

log = structlog.get_logger(__name__)

DAY_KEY = Key(BusinessDay, (SUITE,))
LOOK_AGAIN_S = 0.05
"""Pause between two looks at the collections that a close waits for."""
COLLECTION_PATIENCE_S = 45.0
"""How long a close waits while no collection ends: longer than a message of a killed process needs
to be delivered again, and a silent rail to be given up."""


class DailyStep(Protocol):
    """A step of a module of its own."""

    @property
    def name(self) -> str:
        """What it is called in the order of the steps."""

    async def __call__(self, day: BusinessDay) -> int:
        """Do it; replies how many rows or loans changed. The same day again changes nothing."""


class DailyJobs:
    """Closes business days."""

    def __init__(
        self,
        *,
        execute: Execute,
        days: Days,
        queries: DailyQueries,
        chunks: DailyChunks,
        clock: Clock,
        new_id: NewId,
        collection_patience_s: float = COLLECTION_PATIENCE_S,
        may_run_ahead: bool = True,
        more_steps: Iterable[DailyStep] = (),
    ) -> None:
        """`may_run_ahead`: days may close before they end, as tests and demonstrations do.

        `more_steps`: the steps that other modules bring, found by their names.
        """
        self._execute = execute
        self._days = days
        self._queries = queries
        self._clock = clock
        self._new_id = new_id
        self._collection_patience_s = collection_patience_s
        self._may_run_ahead = may_run_ahead
        self._closing = asyncio.Lock()
        self._steps: Mapping[str, Callable[[BusinessDay], Awaitable[int]]] = {
            "accrue": self._accrue,
            **{name: partial(chunks.run, step=name) for name in chunks.steps},
            **{step.name: step for step in more_steps},
        }
        """How each step of `end_of_day.STEPS` is carried out: what it changed, without effect when
        it is run again."""

    async def open_first_day(self, on: date | None) -> None:
        """Open the suite's first business date; a suite that has one keeps it."""
        first = on or calendar_date(self._clock())
        await self._execute(
            Command(
                origin=Delivery("daily:first", "day"),
                keys=(DAY_KEY,),
                decide=lambda loaded: begin_first_day(loaded.find(DAY_KEY), first),
                reply_type=BusinessDay,
            )
        )

    async def close_business_day(self, on: date, request: RequestKey | None = None) -> DayReport:
        """Close a date and open the next one; goes on with a close that was interrupted.

        Raises BusinessDayNotOpen for any other date, BusinessDayNotOver before its end where days
        may not run ahead of the calendar, BusinessDayBeingClosed while one runs,
        CollectionsUnderWay when collections of the day do not come to an end; then the day stays
        open. The same request again gets the same report.
        """
        if not self._may_run_ahead and calendar_date(self._clock()) <= on:
            # One wrong date would otherwise charge and debit every customer months too early.
            raise BusinessDayNotOver(business_date=on)
        if self._closing.locked():
            raise BusinessDayBeingClosed(kind="business_day")
        async with self._closing:
            return await self._close(on, request)

    async def close_until(self, until: date) -> AsyncIterator[tuple[DayReport, int]]:
        """Close day after day until `until` is open; yields each report and the days left."""
        today = (await self._days.business_day()).business_date
        if until < today:
            raise BusinessDayNotOpen(open=today)
        if today == until:
            await self.finish_opening()
        while today < until:
            report = await self.close_business_day(today)
            today = report.opened_on
            yield report, (until - today).days

    async def finish_opening(self) -> None:
        """Finish the opening of the present day if it was interrupted."""
        if self._closing.locked():
            return
        async with self._closing:
            await self._finish_opening()

    async def _finish_opening(self) -> None:
        day = await self._days.business_day()
        if day.phase is DayPhase.OPENING:
            closed_on = day.business_date - timedelta(days=1)
            await self._run_steps(day, closed_on, self._clock())

    async def _close(self, on: date, request: RequestKey | None) -> DayReport:
        started = self._clock()
        day = await self._days.business_day()
        if day.phase is DayPhase.OPENING and on >= day.business_date:
            await self._finish_opening()
        if day.phase is not DayPhase.CLOSING and on >= day.business_date:
            await self._collections_heard_of(asked_by=started)
        day = await self._execute(
            Command(
                origin=request or Delivery("daily:close", f"{on}:{self._new_id()}"),
                keys=(DAY_KEY,),
                decide=lambda loaded: begin_close(loaded.get(DAY_KEY), on),
                reply_type=BusinessDay,
            )
        )
        # A repeated request hears its first answer; how far the close is stands in the table.
        day = await self._days.business_day()
        await self._run_steps(day, on, started)
        report = await self._queries.report(on)
        assert report is not None
        return report

    async def _collections_heard_of(self, *, asked_by: datetime) -> None:
        """Wait while collections come to an end; raises CollectionsUnderWay when none does.

        Without this, a day that closes quickly would make a due instalment look late, and a loan
        could stand still over its next due date.
        """
        waiting = await self._queries.collections_under_way(asked_by)
        patience = looks = max(1, round(self._collection_patience_s / LOOK_AGAIN_S))
        while waiting:
            if not looks:
                raise CollectionsUnderWay(collecting=waiting)
            await asyncio.sleep(LOOK_AGAIN_S)
            before, waiting = waiting, await self._queries.collections_under_way(asked_by)
            looks = patience if waiting < before else looks - 1

    async def _run_steps(self, day: BusinessDay, closed_on: date, started: datetime) -> None:
        """Do what is left of the close of one date."""
        while day.is_closing(closed_on) and (name := day.next_step) is not None:
            changed = await self._steps[name](day)
            crash_point("repayment.daily_step_not_recorded")
            day = await self._finish(day, name, changed)
            log.info("business_day.step", step=name, changed=changed, on=str(day.business_date))
        ended = self._clock()
        duration_ms = int((ended - started).total_seconds() * 1000)
        await self._queries.write_report(closed_on, duration_ms, ended)

    async def _finish(self, day: BusinessDay, name: str, changed: int) -> BusinessDay:
        await self._execute(
            Command(
                origin=Delivery("daily:step", f"{day.business_date}:{name}"),
                keys=(DAY_KEY,),
                decide=lambda loaded: finish_step(loaded.get(DAY_KEY), name, changed),
                reply_type=BusinessDay,
            )
        )
        return await self._days.business_day()

    async def _accrue(self, day: BusinessDay) -> int:
        return await self._queries.accrue(day.business_date)
