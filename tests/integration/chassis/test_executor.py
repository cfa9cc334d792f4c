"""The executor on a real PostgreSQL: one effect per request, whatever comes twice or breaks."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from granary.repayment.v1 import events_pb2

from chassis.command import Command, Delivery, Key, Loaded, RequestKey
from chassis.database import open_pool
from chassis.decision import Change, Decision, Transfer
from chassis.errors import Conflict, NotFound, StateForbids
from chassis.executor import Executor, Tally, open_executor
from chassis.frozen import replace
from chassis.migrations import apply
from chassis.ports import IdSource, utc_now
from chassis.tables import AggregateTable, Companion

new_id = IdSource()


@dataclass(frozen=True, slots=True)
class Purse:
    customer_id: UUID
    purse_id: UUID
    limit_minor: int
    used_minor: int
    notes: tuple[str, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class Spent:
    customer_id: UUID
    loan_id: UUID


class PurseEmpty(StateForbids):
    """The purse holds less than that."""

    reason = "PURSE_EMPTY"


PURSES = AggregateTable(Purse, "purse", key=("customer_id", "purse_id"))
CREATE = """
create table purse (customer_id uuid, purse_id uuid, limit_minor int8, used_minor int8,
    notes jsonb, version int8, bucket int, primary key (customer_id, purse_id),
    constraint used_within_limit check (used_minor <= limit_minor))
"""


def announce(event: Any) -> events_pb2.LoanOpened:
    return events_pb2.LoanOpened(customer_id=str(event.customer_id), loan_id=str(event.loan_id))


@asynccontextmanager
async def an_executor(url: str) -> AsyncIterator[Executor]:
    async with (
        open_pool(url) as pool,
        open_executor(
            pool, tables=(PURSES,), announce=announce, clock=utc_now, new_id=IdSource()
        ) as executor,
    ):
        yield executor


@pytest.fixture
async def url(database_url: str) -> str:
    await apply(database_url)
    await run_sql(database_url, CREATE)
    return database_url


async def run_sql(url: str, sql: str) -> Any:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetch(sql)
    finally:
        await connection.close()


async def value(url: str, sql: str) -> Any:
    return (await run_sql(url, sql))[0][0]


def open_purse(customer_id: UUID, purse_id: UUID, limit_minor: int = 100) -> Command[int]:
    purse = Purse(customer_id, purse_id, limit_minor, 0)
    event = Spent(customer_id, purse_id)
    decision = Decision(limit_minor, (Change(purse, (event,)),))
    return Command(a_request(customer_id), (), lambda _: decision, int)


def a_request(customer_id: UUID, body: bytes = b"body") -> RequestKey:
    return RequestKey(str(customer_id), new_id(), body)


def spend(
    customer_id: UUID,
    purse_id: UUID,
    amount_minor: int,
    origin: RequestKey | Delivery | None = None,
    note: str = "spent",
) -> Command[Any]:
    key = Key(Purse, (customer_id, purse_id))

    def decide(loaded: Loaded) -> Decision[int]:
        purse = loaded.get(key)
        if note != "unchecked" and purse.used_minor + amount_minor > purse.limit_minor:
            raise PurseEmpty(free_minor=purse.limit_minor - purse.used_minor)
        after = replace(
            purse, used_minor=purse.used_minor + amount_minor, notes=(*purse.notes, note)
        )
        transfer = Transfer(
            debit="goods",
            credit="purse",
            amount_minor=amount_minor,
            kind="purchase",
            customer_id=customer_id,
            subject_id=purse_id,
            business_date=date(2026, 11, 23),
        )
        return Decision(
            after.used_minor, (Change(after, (Spent(customer_id, purse_id),)),), (transfer,)
        )

    return Command(origin or a_request(customer_id), (key,), decide, int)


async def test_the_same_request_gets_the_first_answer_and_one_effect(url: str) -> None:
    customer_id, purse_id = new_id(), new_id()
    request = a_request(customer_id)
    async with an_executor(url) as execute:
        await execute(open_purse(customer_id, purse_id))

        first = await execute(spend(customer_id, purse_id, 30, request))
        await execute(spend(customer_id, purse_id, 5))
        again = await execute(spend(customer_id, purse_id, 30, request))

    assert (first, again) == (30, 30)
    assert await value(url, "select used_minor from purse") == 35
    assert await value(url, "select count(*) from ledger_entry") == 2


async def test_the_same_request_twice_in_one_batch_has_one_effect(url: str) -> None:
    customer_id, purse_id = new_id(), new_id()
    request = a_request(customer_id)
    async with an_executor(url) as execute:
        await execute(open_purse(customer_id, purse_id))

        replies = await asyncio.gather(
            *(execute(spend(customer_id, purse_id, 30, request)) for _ in range(20))
        )

    assert replies == [30] * 20
    assert await value(url, "select used_minor from purse") == 30


async def test_an_altered_request_under_a_used_id_is_refused(url: str) -> None:
    customer_id, purse_id = new_id(), new_id()
    request = a_request(customer_id)
    altered = RequestKey(request.caller_id, request.request_id, b"another body")
    async with an_executor(url) as execute:
        await execute(open_purse(customer_id, purse_id))
        await execute(spend(customer_id, purse_id, 30, request))

        with pytest.raises(Conflict) as refused:
            await execute(spend(customer_id, purse_id, 40, altered))

    assert refused.value.reason == "REQUEST_ID_REUSED"
    assert await value(url, "select used_minor from purse") == 30


async def test_an_event_is_applied_once_per_consumer(url: str) -> None:
    customer_id, purse_id = new_id(), new_id()
    delivery = Delivery("shop", "message-1")
    async with an_executor(url) as execute:
        await execute(open_purse(customer_id, purse_id))

        first = await execute(spend(customer_id, purse_id, 30, delivery))
        again = await execute(spend(customer_id, purse_id, 30, delivery))

    assert (first, again) == (30, None)
    assert await value(url, "select used_minor from purse") == 30


async def test_a_refused_command_does_not_harm_its_neighbours(url: str) -> None:
    customer_id, purse_id = new_id(), new_id()
    async with an_executor(url) as execute:
        await execute(open_purse(customer_id, purse_id, limit_minor=25))

        outcomes = await asyncio.gather(
            *(execute(spend(customer_id, purse_id, amount)) for amount in (10, 30, 10, 30)),
            return_exceptions=True,
        )

    assert [type(outcome) for outcome in outcomes] == [int, PurseEmpty, int, PurseEmpty]
    assert await value(url, "select used_minor from purse") == 20


async def test_a_command_that_breaks_a_constraint_harms_only_its_caller(url: str) -> None:
    customer_id, purse_id, other_id = new_id(), new_id(), new_id()
    async with an_executor(url) as execute:
        await execute(open_purse(customer_id, purse_id))
        await execute(open_purse(other_id, other_id))

        outcomes = await asyncio.gather(
            execute(spend(other_id, other_id, 10)),
            execute(spend(customer_id, purse_id, 1_000, note="unchecked")),
            execute(spend(other_id, other_id, 10)),
            return_exceptions=True,
        )

    assert [type(outcome) for outcome in outcomes] == [int, asyncpg.CheckViolationError, int]
    assert await value(url, "select sum(used_minor) from purse") == 20


async def test_fifty_callers_in_two_processes_never_pass_the_limit(url: str) -> None:
    customer_id, purse_id = new_id(), new_id()
    async with an_executor(url) as one, an_executor(url) as other:
        await one(open_purse(customer_id, purse_id, limit_minor=100))

        outcomes = await asyncio.gather(
            *((one, other)[n % 2](spend(customer_id, purse_id, 7)) for n in range(50)),
            return_exceptions=True,
        )

    assert sum(isinstance(outcome, int) for outcome in outcomes) == 14
    assert await value(url, "select used_minor from purse") == 98
    assert await value(url, "select count(*) from outbox") == 15


async def test_two_processes_with_one_request_have_one_effect(url: str) -> None:
    customer_id, purse_id = new_id(), new_id()
    request = a_request(customer_id)
    async with an_executor(url) as one, an_executor(url) as other:
        await one(open_purse(customer_id, purse_id))

        replies = await asyncio.gather(
            *((one, other)[n % 2](spend(customer_id, purse_id, 3, request)) for n in range(20))
        )

    assert replies == [3] * 20
    assert await value(url, "select used_minor from purse") == 3


async def test_somebody_elses_purse_is_not_found(url: str) -> None:
    customer_id, purse_id, stranger_id = new_id(), new_id(), new_id()
    async with an_executor(url) as execute:
        await execute(open_purse(customer_id, purse_id))

        with pytest.raises(NotFound):
            await execute(spend(stranger_id, purse_id, 1))


async def test_a_connection_cut_during_a_batch_is_asked_again_and_acts_once(url: str) -> None:
    customer_id, purse_id = new_id(), new_id()
    cut = (
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'granary'"
    )
    async with an_executor(url) as execute:
        await execute(open_purse(customer_id, purse_id, limit_minor=10_000))

        async def cutter() -> None:
            for _ in range(20):
                await run_sql(url, cut)
                await asyncio.sleep(0.01)

        spending = (execute(spend(customer_id, purse_id, 1)) for _ in range(500))
        _, *replies = await asyncio.gather(cutter(), *spending)

    assert sorted(replies) == list(range(1, 501))
    assert await value(url, "select used_minor from purse") == 500
    assert await value(url, "select sum(amount_minor) from ledger_entry") == 500


async def test_balances_equal_the_fold_of_the_entries(url: str) -> None:
    customers = [new_id() for _ in range(8)]
    async with an_executor(url) as execute:
        for customer_id in customers:
            await execute(open_purse(customer_id, customer_id))
        await asyncio.gather(
            *(execute(spend(c, c, amount)) for c in customers for amount in (1, 2, 3))
        )

    differences = await run_sql(
        url,
        """
        select bucket, account, debit_minor, credit_minor from ledger_balance
        except
        select bucket, account, sum(debit), sum(credit) from (
            select bucket, debit_account as account, amount_minor as debit, 0 as credit
            from ledger_entry
            union all select bucket, credit_account, 0, amount_minor from ledger_entry
        ) entries group by bucket, account
        """,
    )
    assert differences == []
    assert await value(url, "select sum(debit_minor) - sum(credit_minor) from ledger_balance") == 0


async def test_a_change_writes_what_changed_and_only_over_an_older_version(url: str) -> None:
    purse = Purse(new_id(), new_id(), 100, 0, ("first",), version=1)
    spent = replace(purse, used_minor=30, version=2)
    async with open_pool(url) as pool, pool.acquire() as connection:
        driver: Any = connection
        assert await PURSES.insert(driver, [purse])
        # Nobody else writes columns that the change leaves alone.
        await connection.execute("update purse set notes = '[\"by hand\"]'")

        assert await PURSES.update(driver, [(purse, spent)])
        assert not await PURSES.update(driver, [(purse, replace(spent, used_minor=90))])

        found = await PURSES.load(driver, [PURSES.key_of(purse)])
    assert found[PURSES.key_of(purse)] == replace(spent, notes=("by hand",))


async def test_an_aggregate_whose_fields_have_only_names_is_read_back(url: str) -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class NamedPurse:
        customer_id: UUID
        purse_id: UUID
        limit_minor: int
        used_minor: int
        notes: tuple[str, ...] = ()
        version: int = 0

    purses = AggregateTable(NamedPurse, "purse", key=("customer_id", "purse_id"))
    purse = NamedPurse(customer_id=new_id(), purse_id=new_id(), limit_minor=9, used_minor=1)
    async with open_pool(url) as pool, pool.acquire() as connection:
        driver: Any = connection
        assert await purses.insert(driver, [purse])

        assert await purses.load(driver, [purses.key_of(purse)]) == {purses.key_of(purse): purse}


async def test_versions_of_an_aggregate_are_gapless_in_the_outbox(url: str) -> None:
    customer_id, purse_id = new_id(), new_id()
    async with an_executor(url) as execute:
        await execute(open_purse(customer_id, purse_id))
        await asyncio.gather(*(execute(spend(customer_id, purse_id, 1)) for _ in range(30)))

    versions = await run_sql(url, "select aggregate_version from outbox order by message_id")
    assert [row[0] for row in versions] == list(range(1, 32))
    assert await value(url, "select version from purse") == 31


async def test_a_queued_caller_hears_that_the_outcome_is_unknown_at_shutdown(url: str) -> None:
    async with open_pool(url) as pool:
        execute = Executor(
            pool, tables=(PURSES,), announce=announce, clock=utc_now, new_id=IdSource()
        )
        waiting = asyncio.create_task(execute(open_purse(new_id(), new_id())))
        await asyncio.sleep(0)
        server = asyncio.create_task(execute.run())
        await asyncio.sleep(0)
        server.cancel()
        outcome = await asyncio.gather(waiting, return_exceptions=True)
        await asyncio.gather(server, return_exceptions=True)

    assert getattr(outcome[0], "reason", None) == "OUTCOME_UNKNOWN"


async def test_a_changed_migration_is_refused(database_url: str, tmp_path: Any) -> None:
    folder = tmp_path / "service" / "migrations"
    folder.mkdir(parents=True)
    (folder / "0001_a.sql").write_text("create table a (id int)")
    first = await apply(database_url, folder)
    second = await apply(database_url, folder)

    (folder / "0001_a.sql").write_text("create table a (id int8)")

    assert "service/0001_a.sql" in first
    assert second == []
    with pytest.raises(Exception, match="was edited"):
        await apply(database_url, folder)


@dataclass(frozen=True, slots=True)
class Till:
    till_id: str
    counted: int = 0
    version: int = 0


TILLS = AggregateTable(Till, "till", key=("till_id",), announced=False)
TILL = Key(Till, ("till",))


def counted(loaded: Loaded, outcomes: Sequence[Any]) -> Decision[int]:
    """Adds up the replies of the batch; one that was applied before replies None."""
    till = loaded.find(TILL) or Till("till")
    after = replace(till, counted=till.counted + sum(1 for one in outcomes if type(one) is int))
    return Decision(after.counted, (Change(after),))


COUNT = Tally("count", (TILL,), counted)


@asynccontextmanager
async def a_bulk_executor(url: str) -> AsyncIterator[Executor]:
    await run_sql(
        url, "create table till (till_id text primary key, counted int8, version int8, bucket int)"
    )
    async with open_pool(url) as pool:
        yield Executor(
            pool, tables=(PURSES, TILLS), announce=announce, clock=utc_now, new_id=IdSource()
        )


def a_spending(purses: list[UUID], *, but: dict[int, int] | None = None) -> list[Command[Any]]:
    """One command per purse; `but` names those that spend another amount than 1."""
    return [
        spend(
            purse,
            purse,
            (but or {}).get(number, 1),
            Delivery("day", str(purse)),
            "unchecked" if (but or {}).get(number, 0) > 1_000 else "spent",
        )
        for number, purse in enumerate(purses)
    ]


async def some_purses(executor: Executor, count: int) -> list[UUID]:
    purses = [new_id() for _ in range(count)]
    await executor.execute_many([open_purse(purse, purse) for purse in purses])
    return purses


async def test_many_commands_are_carried_out_and_counted(url: str) -> None:
    async with a_bulk_executor(url) as executor:
        purses = await some_purses(executor, 1_200)

        outcomes = await executor.execute_many(a_spending(purses), tally=COUNT)

    assert outcomes == [1] * 1_200
    assert await value(url, "select sum(used_minor) from purse") == 1_200
    assert await value(url, "select counted from till") == 1_200


async def test_many_commands_run_twice_change_and_count_nothing_more(url: str) -> None:
    async with a_bulk_executor(url) as executor:
        purses = await some_purses(executor, 20)

        await executor.execute_many(a_spending(purses[:5]), tally=COUNT)
        again = await executor.execute_many(a_spending(purses), tally=COUNT)

    assert again == [None] * 5 + [1] * 15
    assert await value(url, "select sum(used_minor) from purse") == 20
    assert await value(url, "select counted from till") == 20


async def test_of_many_commands_a_refused_and_a_breaking_one_harm_nobody_else(url: str) -> None:
    async with a_bulk_executor(url) as executor:
        purses = await some_purses(executor, 50)
        commands = a_spending(purses, but={7: 101, 31: 2_000})

        outcomes = await executor.execute_many(commands, tally=COUNT)

    assert isinstance(outcomes[7], PurseEmpty)
    assert isinstance(outcomes[31], asyncpg.CheckViolationError)
    assert await value(url, "select sum(used_minor) from purse") == 48
    assert await value(url, "select counted from till") == 48


async def test_two_who_carry_out_the_same_commands_apply_each_once(url: str) -> None:
    async with a_bulk_executor(url) as executor:
        purses = await some_purses(executor, 700)

        one, other = await asyncio.gather(
            *(executor.execute_many(a_spending(purses), tally=COUNT) for _ in range(2))
        )

    assert sorted(map(str, one + other)) == ["1"] * 700 + ["None"] * 700
    assert await value(url, "select sum(used_minor) from purse") == 700
    assert await value(url, "select counted from till") == 700


async def test_a_companion_row_follows_its_aggregate_and_goes_with_it(url: str) -> None:
    await run_sql(
        url,
        "create table purse_free (customer_id uuid, purse_id uuid, bucket int, free_minor int8,"
        " primary key (customer_id, purse_id))",
    )
    table = AggregateTable(
        Purse,
        "purse",
        key=("customer_id", "purse_id"),
        companion=Companion(
            "purse_free",
            (("free_minor", "int8"),),
            of=lambda purse: (purse.limit_minor - purse.used_minor,),
            has_row=lambda purse: purse.used_minor < purse.limit_minor,
        ),
    )
    seen = []
    async with open_pool(url) as pool:
        executor = Executor(
            pool, tables=(table,), announce=announce, clock=utc_now, new_id=IdSource()
        )
        (purse,) = await some_purses(executor, 1)
        for amount in (30, 70):
            seen.append(await value(url, "select free_minor from purse_free"))
            await executor.execute_many([spend(purse, purse, amount)])

    assert seen == [100, 70]
    assert await value(url, "select count(*) from purse_free") == 0
    assert await value(url, "select count(*) from purse") == 1
