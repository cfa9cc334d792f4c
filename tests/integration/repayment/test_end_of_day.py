"""The end of day in chunks: several workers, deaths, loans set aside, customers who go on."""

import asyncio
import contextlib
import random
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from granary.repayment.v1 import end_of_day_service_pb2 as pb

from chassis.command import RequestKey
from chassis.crash_points import set_handler
from chassis.database import open_pool
from chassis.errors import NotFound
from chassis.executor import Executor
from chassis.ports import new_id, utc_now
from services.repayment.benchmarks.portfolio import Mix, Rows, book, write
from services.repayment.daily_chunks import DailyChunks
from services.repayment.domain.collection import RepaymentKind
from services.repayment.domain.errors import OverdueFirst, RepaymentInProgress
from services.repayment.domain.loan import Loan
from services.repayment.end_of_day_queries import EndOfDayQueries
from services.repayment.event_handlers import ONE_BY_ONE, end_of_day_handlers
from services.repayment.grpc_api.end_of_day import EndOfDayApi
from services.repayment.proto_mapping import paid_drawdown
from services.repayment.published_events import announcer
from services.repayment.repository import LOANS, TABLES
from services.repayment.use_cases.loans import Repay
from tests.integration.repayment.suite import Suite
from tests.integration.repayment.told import a_delivery, a_paid_drawdown
from tests.integration.repayment.waiting import running
from tests.integration.sandbox.conftest import World

EVE = date(2026, 12, 22)
DAY = date(2026, 12, 23)
BOOK = Mix(loans=2_000, open_on=DAY)
SMALL = {"loans_per_chunk": 10, "most_chunks": 8, "loans_at_once": 5}


class Dead(BaseException):
    """The process is gone; no `except Exception` sees it."""


def die_at(point: str, nth: int = 1) -> None:
    """The task that says so dies at the point; others, who work beside it, live on."""
    left, doomed = nth, asyncio.current_task()

    def handle(passed: str) -> None:
        nonlocal left
        if passed == point and asyncio.current_task() is doomed:
            left -= 1
            if not left:
                set_handler(None)
                raise Dead

    set_handler(handle)


@cache
def rows_of(mix: Mix) -> list[Rows]:
    """The same book for every test: living its lives takes longer than writing them."""
    return list(book(mix, random.Random(7)))


async def a_book(suite: Suite, mix: Mix = BOOK) -> None:
    """A loan book on the eve of a day on which three of a hundred loans fall due."""
    async with suite.pool.acquire() as connection:
        await write(connection, iter(rows_of(mix)))
    await suite.pool.execute("update business_day set business_date = $1", EVE)


def another_process(suite: Suite, pool: Any, name: str, **more: Any) -> DailyChunks:
    executor = Executor(
        pool, tables=TABLES, announce=announcer(utc_now), clock=utc_now, new_id=new_id
    )

    async def alone(command: Any) -> Any:
        (outcome,) = await executor.execute_many([command])
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return suite.worker(alone, name, execute_many=executor.execute_many, **more)


def divide(suite: Suite, **more: Any) -> None:
    """Have the process that closes divide its steps finely."""
    suite.close_with(suite.worker(suite.execute, **SMALL | more))


async def close_eve(suite: Suite) -> Any:
    # Nothing is collected here; what the steps ordered is looked at, not sent.
    return await suite.jobs.close_business_day(EVE)


async def assert_each_loan_changed_once(suite: Suite) -> None:
    due = await suite.pool.fetchval("select count(*) from loan where next_due_on = $1", DAY)
    (debits,) = await suite.pool.fetch(
        "select count(*), count(distinct loan_id) from repayment where requested_on = $1", DAY
    )
    counted = await suite.pool.fetch(
        "select step, sum(changed)::int as changed from end_of_day_chunk group by step"
    )
    applied = await suite.pool.fetch(
        "select substr(consumer, 7) as step, count(*)::int as changed from inbox"
        " where consumer in ('daily:due', 'daily:debit_again', 'daily:overdue') group by consumer"
    )
    assert due == 0
    assert tuple(debits) == (66, 66)
    assert {r["step"]: r["changed"] for r in counted} == {"due": 60, "debit_again": 6, "overdue": 6}
    assert sorted(map(tuple, applied)) == sorted(map(tuple, counted))
    assert (
        await suite.pool.fetchval("select status from end_of_day_chunk where status <> 'DONE'")
        is None
    )


async def test_a_step_over_many_loans_is_done_in_recorded_chunks(quiet_suite: Suite) -> None:
    await a_book(quiet_suite)
    divide(quiet_suite)

    report = await close_eve(quiet_suite)

    rows = await quiet_suite.pool.fetch(
        "select first_bucket, last_bucket, worker, status from end_of_day_chunk"
        " where step = 'due' order by first_bucket"
    )
    assert (report.instalments_due, report.collections_requested) == (60, 66)
    assert report.loans_became_overdue == 6
    assert len(rows) == 6
    assert {row["status"] for row in rows} == {"DONE"}
    await assert_each_loan_changed_once(quiet_suite)


async def test_chunks_are_shared_with_processes_that_hear_of_them_on_the_bus(
    quiet_suite: Suite,
) -> None:
    await a_book(quiet_suite)
    divide(quiet_suite, loans_at_once=1)
    async with open_pool(quiet_suite.url) as pool:
        other = another_process(quiet_suite, pool, "other", **SMALL)
        handlers = end_of_day_handlers(other)
        async with running(quiet_suite.bus.consume("eod-test", handlers, ONE_BY_ONE)):
            await close_eve(quiet_suite)

    workers = await quiet_suite.pool.fetch("select distinct worker from end_of_day_chunk")
    assert {row["worker"] for row in workers} == {"test", "other"}
    await assert_each_loan_changed_once(quiet_suite)


async def test_two_who_work_on_the_same_chunks_change_each_loan_once(quiet_suite: Suite) -> None:
    await a_book(quiet_suite)
    divide(quiet_suite, patience=timedelta())
    async with open_pool(quiet_suite.url) as pool:
        other = another_process(quiet_suite, pool, "other", **SMALL, patience=timedelta())

        async def help_with_everything() -> None:
            while True:
                for row in await pool.fetch("select chunk_id from end_of_day_chunk"):
                    await other.work(row["chunk_id"])
                await asyncio.sleep(0.001)

        async with running(help_with_everything()):
            await close_eve(quiet_suite)

    await assert_each_loan_changed_once(quiet_suite)


@pytest.mark.parametrize(
    ("point", "nth"),
    [
        ("repayment.daily_chunk_taken", 2),
        ("repayment.daily_batch_done", 4),
        ("repayment.daily_chunk_not_recorded", 2),
        ("repayment.daily_step_not_recorded", 3),
        ("executor.before_commit", 9),
    ],
)
async def test_a_coordinator_that_dies_leaves_a_close_that_another_finishes(
    quiet_suite: Suite, point: str, nth: int
) -> None:
    await a_book(quiet_suite)
    divide(quiet_suite, patience=timedelta(seconds=0.2))
    async with open_pool(quiet_suite.url) as pool:
        dying = another_process(quiet_suite, pool, "dying", **SMALL)
        quiet_suite.close_with(dying)
        die_at(point, nth)

        with pytest.raises(Dead):
            await close_eve(quiet_suite)
    set_handler(None)
    divide(quiet_suite, patience=timedelta(seconds=0.2))
    await close_eve(quiet_suite)

    assert await quiet_suite.repository.business_date() == DAY
    await assert_each_loan_changed_once(quiet_suite)


async def test_a_worker_that_falls_silent_is_taken_over(quiet_suite: Suite) -> None:
    await a_book(quiet_suite)
    divide(quiet_suite, patience=timedelta(seconds=0.2))
    silent = another_process(quiet_suite, quiet_suite.pool, "silent", **SMALL)

    async def hold_one() -> None:
        # Takes the first chunk it hears of and is never heard of again.
        while True:
            for row in await quiet_suite.pool.fetch("select chunk_id from end_of_day_chunk"):
                die_at("repayment.daily_chunk_taken")
                try:
                    await silent.work(row["chunk_id"])
                except Dead:
                    return
            await asyncio.sleep(0.001)

    holding = asyncio.create_task(hold_one())
    await close_eve(quiet_suite)
    await holding

    workers = await quiet_suite.pool.fetch("select distinct worker from end_of_day_chunk")
    assert {row["worker"] for row in workers} == {"test"}
    await assert_each_loan_changed_once(quiet_suite)


async def test_an_announcement_whose_step_is_over_changes_nothing(quiet_suite: Suite) -> None:
    await a_book(quiet_suite)
    divide(quiet_suite)
    await close_eve(quiet_suite)
    before = await quiet_suite.pool.fetchval("select sum(version) from loan")

    for row in await quiet_suite.pool.fetch("select chunk_id from end_of_day_chunk"):
        assert not await quiet_suite.chunks.work(row["chunk_id"])

    assert not await quiet_suite.chunks.work("2026-12-23:due:999")
    assert await quiet_suite.pool.fetchval("select sum(version) from loan") == before


async def test_a_database_that_breaks_off_in_between_costs_nothing(quiet_suite: Suite) -> None:
    await a_book(quiet_suite)
    divide(quiet_suite)
    server = await asyncpg.connect(quiet_suite.url)

    async def break_off() -> None:
        while True:
            await server.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid()"
                " and query like '%insert into loan %'"
            )
            await asyncio.sleep(0.02)

    async with running(break_off()):
        for _ in range(50):
            try:
                await close_eve(quiet_suite)
                break
            except (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, OSError):
                await asyncio.sleep(0.05)
    await server.close()
    if await quiet_suite.repository.business_date() == EVE:
        await close_eve(quiet_suite)
    await quiet_suite.jobs.finish_opening()

    await assert_each_loan_changed_once(quiet_suite)


async def broken_loan(suite: Suite) -> tuple[UUID, UUID]:
    """A loan due on the day whose documents cannot be worked with."""
    row = await suite.pool.fetchrow(
        "update loan set next_due = null where (customer_id, loan_id) = (select customer_id,"
        " loan_id from loan where next_due_on = $1 order by loan_id limit 1)"
        " returning customer_id, loan_id",
        DAY,
    )
    assert row is not None
    await suite.pool.execute(
        "update loan_document set instalments = '[]' where loan_id = $1", row["loan_id"]
    )
    return row["customer_id"], row["loan_id"]


async def mend(suite: Suite, loan_id: UUID, instalments: str) -> None:
    """Give a broken loan its documents back."""
    await suite.pool.execute(
        "update loan_document set instalments = $2 where loan_id = $1", loan_id, instalments
    )


async def test_a_loan_that_cannot_be_changed_is_set_aside_while_the_others_go_on(
    quiet_suite: Suite,
) -> None:
    suite = quiet_suite
    await a_book(suite)
    good = await suite.pool.fetch("select loan_id, instalments from loan_document")
    customer_id, loan_id = await broken_loan(suite)
    queries = EndOfDayQueries(suite.pool)

    report = await close_eve(suite)
    aside = await queries.one_set_aside(customer_id, loan_id, "due")

    assert (report.instalments_due, report.loans_set_aside) == (59, 1)
    assert (aside.tries, aside.business_date, aside.resolved_at) == (1, DAY, None)
    assert aside.reason

    # The next close tries it again and fails again; the one after it was mended succeeds.
    await suite.pool.execute("delete from repayment")
    await suite.jobs.close_business_day(DAY)
    assert (await queries.one_set_aside(customer_id, loan_id, "due")).tries == 2
    (whole,) = (row["instalments"] for row in good if row["loan_id"] == loan_id)
    await mend(suite, loan_id, whole)
    await suite.pool.execute("delete from repayment")
    last = await suite.jobs.close_business_day(DAY + timedelta(days=1))

    loan = await suite.repository.loan(customer_id, loan_id)
    assert last.loans_set_aside == 0
    assert (await queries.one_set_aside(customer_id, loan_id, "due")).resolved_at is not None
    assert loan.unpaid_since == DAY
    assert loan.live_repayment_id is not None


async def test_staff_list_loans_set_aside_and_try_one_again(quiet_suite: Suite) -> None:
    suite = quiet_suite
    await a_book(suite)
    good = await suite.pool.fetch("select loan_id, instalments from loan_document")
    customer_id, loan_id = await broken_loan(suite)
    await close_eve(suite)
    api = EndOfDayApi(queries=EndOfDayQueries(suite.pool), chunks=suite.chunks, clock=utc_now)
    retry = pb.RetryLoanSetAsideRequest(
        request_id=str(new_id()), customer_id=str(customer_id), loan_id=str(loan_id), step="due"
    )

    listed = await api.ListLoansSetAside(pb.ListLoansSetAsideRequest(), None)
    failed = await api.RetryLoanSetAside(retry, None)
    (whole,) = (row["instalments"] for row in good if row["loan_id"] == loan_id)
    await mend(suite, loan_id, whole)
    resolved = await api.RetryLoanSetAside(retry, None)
    again = await api.RetryLoanSetAside(retry, None)

    assert [one.loan_id for one in listed.loans] == [str(loan_id)]
    assert (failed.loan.tries, failed.loan.HasField("resolved_at")) == (2, False)
    assert resolved.loan.HasField("resolved_at")
    assert again == resolved
    assert not (await api.ListLoansSetAside(pb.ListLoansSetAsideRequest(), None)).loans
    retry.step = "overdue"
    with pytest.raises(NotFound):
        await api.RetryLoanSetAside(retry, None)


async def test_loans_set_aside_are_listed_page_by_page(quiet_suite: Suite) -> None:
    suite = quiet_suite
    await a_book(suite)
    await suite.pool.execute("update loan set next_due = null where next_due_on = $1", DAY)
    await suite.pool.execute("update loan_document set instalments = '[]'")
    await close_eve(suite)
    api = EndOfDayApi(queries=EndOfDayQueries(suite.pool), chunks=suite.chunks, clock=utc_now)

    seen, token = [], ""
    while True:
        page = await api.ListLoansSetAside(
            pb.ListLoansSetAsideRequest(page_size=25, page_token=token), None
        )
        seen += [one.loan_id for one in page.loans]
        token = page.next_page_token
        if not token:
            break

    assert len(seen) == len(set(seen)) == 60


async def test_the_close_can_be_watched_until_the_day_is_open(quiet_suite: Suite) -> None:
    suite = quiet_suite
    await a_book(suite)
    divide(suite)
    api = EndOfDayApi(queries=EndOfDayQueries(suite.pool), chunks=suite.chunks, clock=utc_now)
    request = pb.WatchEndOfDayRequest(until=DAY.isoformat())

    closing = asyncio.create_task(close_eve(suite))
    seen = [message async for message in api.WatchEndOfDay(request, None)]
    await closing

    assert seen[0].business_date == EVE.isoformat()
    assert (seen[-1].business_date, seen[-1].is_open) == (DAY.isoformat(), True)
    assert (seen[-1].steps_done, seen[-1].loans_changed) == (seen[-1].steps_total, 72)


async def test_customers_repay_and_draw_while_the_day_closes(suite: Suite, world: World) -> None:
    """The loans of customers who pay are neither debited twice nor left out; the books agree."""
    events = [a_paid_drawdown() for _ in range(6)]
    for event in events:
        suite.cards.tokens[UUID(event.card_id)] = await world.card()
        await suite.loans.open_loan(paid_drawdown(event), a_delivery())
    loans = [await suite.loan_of(event) for event in events]
    divide(suite, loans_per_chunk=1, loans_at_once=1)
    await suite.close_until(EVE)

    async def pay(loan: Loan) -> None:
        wish = Repay(loan.customer_id, loan.loan_id, 10_000, loan.card_id, RepaymentKind.PREPAY)
        request = RequestKey(str(loan.customer_id), new_id(), b"repay")
        # The day's own debit may have been first.
        with contextlib.suppress(RepaymentInProgress, OverdueFirst):
            await suite.loans.repay(wish, request)

    await asyncio.gather(
        suite.jobs.close_business_day(EVE),
        *(pay(loan) for loan in loans[:3]),
        *(suite.loans.open_loan(paid_drawdown(a_paid_drawdown()), a_delivery()) for _ in range(3)),
    )
    for loan in loans:
        await suite.settled_collections(loan)

    states = [await suite.reload(loan) for loan in loans]
    outstanding = sum(loan.outstanding_principal_minor for loan in states) + 3 * 1_000_000
    assert all(state.unpaid_since is None for state in states)
    assert (await suite.books())["loan_principal"] == outstanding
    await assert_totals_follow_the_loans(suite)


async def assert_totals_follow_the_loans(suite: Suite) -> None:
    """Every companion row says what its loan's documents say."""
    rows = await suite.pool.fetch(
        f"select {LOANS.column_list} from {LOANS.source}"
        " where status <> 'SETTLED' order by customer_id"
    )
    *_, totals = LOANS.copies
    kept = await suite.pool.fetch(
        f"select {', '.join(totals.column_names)} from loan_total order by customer_id"
    )
    assert [tuple(row) for row in kept] == [totals.row_of(LOANS.from_row(row)) for row in rows]


async def test_a_week_down_is_caught_up_day_by_day(suite: Suite) -> None:
    await a_book(suite)
    await suite.pool.execute("update business_day set business_date = $1", EVE - timedelta(7))

    # What is debited on one of these days is refused by the rail before the next one is closed.
    reports = [r async for r, _ in suite.jobs.close_until(EVE)]

    assert [r.closed_on for r in reports] == [EVE - timedelta(days) for days in range(7, 0, -1)]
    assert await suite.repository.business_date() == EVE
    assert sum(r.collections_requested for r in reports) > 0
