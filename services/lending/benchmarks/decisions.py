"""Full credit decisions on a real database: learnt, scored, decided, stored, announced.

Identity and bureau answer at once from memory, so that the figures are lending's own. The floor
stores the same rows through the same executor with nothing looked up, scored or decided.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast
from uuid import UUID

import numpy as np

from chassis.command import Command, RequestKey
from chassis.database import open_pool
from chassis.decision import Change, Decision
from chassis.executor import open_executor
from chassis.measure import cpu_seconds, percentile_ms
from chassis.personal import Personal
from chassis.ports import new_id, utc_now
from services.lending.benchmarks.scores import credit_files
from services.lending.domain.approval import line_after
from services.lending.domain.events import ApplicationDecided
from services.lending.domain.exposure import CustomerExposure
from services.lending.domain.loan_application import BureauReport, LoanApplication
from services.lending.domain.product import PERSONAL_REVOLVING, AssuranceLevel, Purpose
from services.lending.model_scorer import ModelScorer
from services.lending.policy_file import (
    read_decisions,
    read_policies,
    read_related_parties,
    read_score_policy,
)
from services.lending.published_events import to_message
from services.lending.repository import TABLES, LendingRepository
from services.lending.template_files import read_templates
from services.lending.use_cases.applications import ApplicationForm
from services.lending.use_cases.assembly import Surroundings, assemble
from services.lending.use_cases.partners import Customer, Person

TODAY = date(2026, 11, 23)
CALLERS = 64
CLOSED = 3_000
OPEN_PER_S = 100.0
OPEN = 1_000
WARM_UP = 300
BORN = date(1996, 5, 1)
FORM = ApplicationForm("某某公司", "工程师", 1_200_000, Purpose.TRAVEL, True, PERSONAL_REVOLVING)


class _Identity:
    """Knows everybody at once."""

    async def customer(self, _: UUID) -> Customer:
        return Customer(
            AssuranceLevel.L1, Personal(BORN), is_student=False, label_masked="王**", region="11"
        )

    async def person_for_bureau(self, _: UUID) -> Person:
        return Person(Personal("王某某"), Personal("11010119960501900X"), new_id())


class _Bureau:
    """Answers at once with one of many files in turn."""

    def __init__(self) -> None:
        self._files = credit_files(np.random.RandomState(7), 500)
        self._asked = 0

    async def report(self, person: Person) -> BureauReport:
        self._asked += 1
        file = self._files[self._asked % len(self._files)]
        return BureauReport(
            report_id=f"R{self._asked}",
            consent_id=person.consent_id,
            accounts=2,
            history_months=40,
            queries_last_3_months=1,
            overdue_now_minor=0,
            overdue_months_last_24=0,
            debt_minor=1_000_000,
            monthly_due_minor=50_000,
            credit_file=file,
        )


@dataclass(frozen=True, slots=True)
class _Load:
    """What one load took."""

    decisions: int
    elapsed_s: float
    waits_s: Sequence[float]
    cpu_s: float
    postgres_cpu_s: float


async def bench_decide(url: str, postgres_pid: int) -> dict[str, float]:
    """Closed loop, open loop at 100 a second, and the floor of the closed loop."""
    async with (
        open_pool(url) as pool,
        open_executor(
            pool, tables=TABLES, announce=to_message, clock=utc_now, new_id=new_id
        ) as execute,
    ):
        lending = assemble(_surroundings(LendingRepository(pool), execute))
        await lending.days.read_policies()

        async def decided() -> LoanApplication:
            who = new_id()
            return await lending.applications.apply(who, FORM, _request(who))

        await _closed(decided, WARM_UP, postgres_pid)
        closed = await _closed(decided, CLOSED, postgres_pid)
        opened = await _open(decided, postgres_pid)
        sample = await decided()
        while not sample.decision.approved:
            sample = await decided()
        floor = await _closed(_stored(execute, sample), CLOSED, postgres_pid)
    return {
        "rate": closed.decisions / closed.elapsed_s,
        "floor": floor.decisions / floor.elapsed_s,
        "cpu_us": closed.cpu_s / closed.decisions * 1e6,
        "per_core": closed.decisions / closed.cpu_s,
        "per_core_with_database": closed.decisions / (closed.cpu_s + closed.postgres_cpu_s),
        "floor_cpu_us": floor.cpu_s / floor.decisions * 1e6,
        "closed_p50_ms": percentile_ms(closed.waits_s, 0.50),
        "closed_p99_ms": percentile_ms(closed.waits_s, 0.99),
        "open_per_s": OPEN_PER_S,
        "open_p50_ms": percentile_ms(opened.waits_s, 0.50),
        "open_p99_ms": percentile_ms(opened.waits_s, 0.99),
    }


def _surroundings(reads: LendingRepository, execute: Any) -> Surroundings:
    unasked = cast("Any", None)
    return Surroundings(
        execute=execute,
        reads=reads,
        identity=cast("Any", _Identity()),
        bureau=_Bureau(),
        scorer=ModelScorer(read_score_policy().on(TODAY).roles),
        schedules=unasked,
        monitoring=unasked,
        rail=unasked,
        policies=read_policies(),
        policy_reads=unasked,
        post_loan_reads=unasked,
        papers=unasked,
        seals=unasked,
        vault=unasked,
        decisions=read_decisions(),
        related=read_related_parties(),
        templates=read_templates(),
        first_business_date=TODAY,
        clock=utc_now,
        new_id=new_id,
        roll_ppm=lambda: 999_999,
    )


def _request(who: UUID) -> RequestKey:
    return RequestKey(f"customer:{who}", new_id(), b"\0" * 32)


def _stored(execute: Any, given: LoanApplication) -> Callable[[], Awaitable[Any]]:
    """Store an application that was decided already, with the line it opened."""
    product = read_policies().on(TODAY)

    async def store() -> LoanApplication:
        who = new_id()
        application = replace(given, customer_id=who, application_id=new_id())
        line = line_after(application, given.decision, None, CustomerExposure(who), product)
        decided = Change(application, (ApplicationDecided(application, given.decided_at),))
        ready = Decision(application, (decided, *line))
        command = Command(_request(who), (), lambda _: ready, LoanApplication)
        stored: LoanApplication = await execute(command)
        return stored

    return store


async def _closed(
    decided: Callable[[], Awaitable[Any]], decisions: int, postgres_pid: int
) -> _Load:
    """Callers that each wait for their answer."""
    left = iter(range(decisions))
    waits: list[float] = []

    async def caller() -> None:
        for _ in left:
            started = time.perf_counter()
            await decided()
            waits.append(time.perf_counter() - started)

    return await _measured(
        lambda: asyncio.gather(*(caller() for _ in range(CALLERS))), waits, postgres_pid
    )


async def _open(decided: Callable[[], Awaitable[Any]], postgres_pid: int) -> _Load:
    """Callers that come at their own pace, whether or not the one before was answered."""
    waits: list[float] = []
    began = time.perf_counter()

    async def one(number: int) -> None:
        due = began + number / OPEN_PER_S
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        await decided()
        # From when it was due: a late start is part of the wait.
        waits.append(time.perf_counter() - due)

    return await _measured(
        lambda: asyncio.gather(*(one(number) for number in range(OPEN))), waits, postgres_pid
    )


async def _measured(
    load: Callable[[], Awaitable[Any]], waits: Sequence[float], postgres_pid: int
) -> _Load:
    own, theirs = cpu_seconds((os.getpid(),)), cpu_seconds((postgres_pid,))
    started = time.perf_counter()
    await load()
    return _Load(
        decisions=len(waits),
        elapsed_s=time.perf_counter() - started,
        waits_s=waits,
        cpu_s=cpu_seconds((os.getpid(),)) - own,
        postgres_cpu_s=cpu_seconds((postgres_pid,)) - theirs,
    )
