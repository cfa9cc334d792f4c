"""The one shell around every state change: load, decide, save, announce, in group commits.

Commands that arrive while a batch commits wait in a queue; the next batch takes up to 100 of them
without waiting for more, and one transaction serves them all. A command that is refused, or that
breaks, harms only its own caller.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import asyncpg
import structlog

from chassis.batch import Announce, BatchDecider, BatchResult, RequestIdReused
from chassis.call_context import event_headers
from chassis.command import (
    A,
    Command,
    Delivery,
    Execute,
    ExecuteMany,
    Key,
    Loaded,
    Origin,
    RequestKey,
    Tally,
)
from chassis.crash_points import crash_point
from chassis.database import UNAVAILABLE, Connection, Pool
from chassis.errors import DomainError, TooManyRequests, Unavailable
from chassis.frozen import replace
from chassis.ports import Clock, NewId
from chassis.record import Record
from chassis.tables import AggregateTable

__all__ = [
    "A",
    "Command",
    "Delivery",
    "Execute",
    "ExecuteMany",
    "Executor",
    "Key",
    "Loaded",
    "Origin",
    "RequestIdReused",
    "RequestKey",
    "Tally",
    "open_executor",
]

R = TypeVar("R")
log = structlog.get_logger(__name__)

BULK_LIMIT = 1_000
"""Commands per transaction where no caller waits for a single one."""
BATCH_LIMIT = 100
"""Commands per transaction; beyond this the gain is within noise and the wait is not."""
QUEUE_LIMIT = 5_000
"""Commands that may wait; a longer queue only turns into time-outs."""
PACE_S = 0.015
"""Between two batches of a service that answers apps: what three commits add to a wait nobody
notices, and at a hundred commands a second each commit then serves several."""
GIVE_UP_AFTER_S = 15.0
"""How long a batch is tried again while the database is away or failing over."""


class TooBusy(TooManyRequests):
    """More commands wait than can be answered in time; try again shortly with the same id."""

    reason = "TOO_BUSY"


class OutcomeUnknown(Unavailable):
    """The database did not answer in time: the outcome is unknown; ask again with the same id."""

    reason = "OUTCOME_UNKNOWN"


@dataclass(frozen=True, slots=True)
class _Counting:
    """The tally of one batch, under the key it is remembered by."""

    tally: Tally
    origin: Delivery

    def command(self, outcomes: Sequence[Any]) -> Command[Any]:
        """Decided last, when the outcomes of the batch are there."""
        return Command(
            self.origin, self.tally.keys, lambda loaded: self.tally.decide(loaded, outcomes), Any
        )


class _LostRace(Exception):
    """Another process wrote the same request, event or new aggregate between load and save."""


@dataclass(slots=True)
class _Waiting:
    command: Command[Any]
    answer: "asyncio.Future[Any]"


class Executor:
    """Carries out commands against one service's database."""

    def __init__(
        self,
        pool: Pool,
        *,
        tables: Sequence[AggregateTable[Any]],
        announce: Announce,
        clock: Clock,
        new_id: NewId,
        batch_limit: int = BATCH_LIMIT,
        pace_s: float = 0.0,
    ) -> None:
        """`pace_s` is the least time between the starts of two batches of the queue.

        Commands that come close together then share a commit, which costs most of what a command
        costs; the first one after a quiet time does not wait.
        """
        self._pool = pool
        self._tables = {table.kind: table for table in tables}
        self._decider = BatchDecider(self._tables, announce, new_id)
        self._clock = clock
        self._batch_limit = batch_limit
        self._pace_s = pace_s
        self._next_at = 0.0
        self._queue: deque[_Waiting] = deque()
        self._arrived = asyncio.Event()
        self._new_id = new_id
        self._record = Record(new_id)

    async def __call__(self, command: Command[R]) -> R:
        if len(self._queue) >= QUEUE_LIMIT:
            raise TooBusy
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        headers = command.headers or event_headers()
        self._queue.append(_Waiting(replace(command, headers=headers), answer))
        self._arrived.set()
        return await answer

    async def run(self) -> None:
        """Serve the queue until cancelled; on cancellation waiting callers hear OutcomeUnknown."""
        try:
            while True:
                await self._arrived.wait()
                self._arrived.clear()
                while self._queue:
                    await self._keep_pace()
                    size = min(len(self._queue), self._batch_limit)
                    await self._serve([self._queue.popleft() for _ in range(size)])
        finally:
            while self._queue:
                _answer(self._queue.popleft(), OutcomeUnknown())

    async def _keep_pace(self) -> None:
        if self._pace_s and len(self._queue) < self._batch_limit:
            loop = asyncio.get_running_loop()
            await asyncio.sleep(max(self._next_at - loop.time(), 0.0))
            self._next_at = loop.time() + self._pace_s

    async def execute_many(
        self, commands: Sequence[Command[Any]], *, tally: Tally | None = None
    ) -> list[Any]:
        """Carry out many commands in large batches, beside the queue and with the same promises.

        Returns per command its reply, or the error it ended with; the others go through. Raises
        OutcomeUnknown when the database stays away: what was committed is known by its keys.
        """
        record = Record(self._new_id)
        outcomes: list[Any] = []
        for start in range(0, len(commands), BULK_LIMIT):
            batch = commands[start : start + BULK_LIMIT]
            outcomes += await self._settle(batch, record, tally)
        return outcomes

    async def _serve(self, batch: list[_Waiting]) -> None:
        try:
            commands = [waiting.command for waiting in batch]
            outcomes = await self._settle(commands, self._record, None)
        except asyncio.CancelledError:
            for waiting in batch:
                _answer(waiting, OutcomeUnknown())
            raise
        except OutcomeUnknown as unknown:
            outcomes = [unknown] * len(batch)
        for waiting, outcome in zip(batch, outcomes, strict=True):
            _answer(waiting, outcome)

    async def _settle(
        self, commands: Sequence[Command[Any]], record: Record, tally: Tally | None
    ) -> list[Any]:
        """Commit a batch; one that breaks is halved until the command that broke it is alone."""
        try:
            return await self._commit_or_learn(commands, record, tally)
        except OutcomeUnknown:
            raise
        except Exception as error:  # noqa: BLE001 - it belongs to one of the commands
            if len(commands) == 1:
                return [OutcomeUnknown() if isinstance(error, _LostRace) else error]
        middle = len(commands) // 2
        return [
            *await self._settle(commands[:middle], record, tally),
            *await self._settle(commands[middle:], record, tally),
        ]

    async def _commit_or_learn(
        self, commands: Sequence[Command[Any]], record: Record, tally: Tally | None
    ) -> list[Any]:
        """Commit, asking again while the database is away.

        An error during COMMIT leaves the outcome unknown. Because every command carries the key
        it is remembered by, trying again learns the first outcome instead of acting twice.
        """
        give_up_at = asyncio.get_running_loop().time() + GIVE_UP_AFTER_S
        pause_s = 0.02
        races = 0
        # Named before the first try, so that a try after an unclear COMMIT counts nothing twice.
        counting = (
            _Counting(tally, Delivery(tally.consumer, str(self._new_id()))) if tally else None
        )
        while True:
            try:
                return await self._commit(commands, record, counting)
            except UNAVAILABLE as error:
                log.warning("executor.database_away", kind=type(error).__name__)
                record.begin_chain()
                if asyncio.get_running_loop().time() > give_up_at:
                    raise OutcomeUnknown from error
            except (
                _LostRace,
                asyncpg.SerializationError,
                asyncpg.DeadlockDetectedError,
            ):
                races += 1
                if races > (3 if len(commands) == 1 else 0):
                    raise
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, 1.0)

    async def _commit(
        self, commands: Sequence[Command[Any]], record: Record, tally: "_Counting | None"
    ) -> list[Any]:
        outcomes: list[Any] = []
        every = [*commands, tally.command(outcomes)] if tally else commands
        async with self._pool.acquire() as connection, connection.transaction():
            seen = await record.seen(connection, every)
            stored, current = await self._load(connection, every)
            now = self._clock()
            result = self._decider.decide(every, seen, current, now, outcomes)
            if tally and isinstance(outcomes[-1], Exception):
                raise outcomes[-1]
            if result.requests or result.deliveries:
                await self._save(connection, result, stored)
                if not await record.write(connection, result, now):
                    raise _LostRace
            crash_point("executor.before_commit")
        crash_point("executor.after_commit")
        record.committed()
        return outcomes[: len(commands)]

    async def _load(
        self, connection: Connection, commands: Sequence[Command[Any]]
    ) -> tuple[dict[Key[Any], Any], dict[Key[Any], Any]]:
        """The states as they are stored, and as they are decided on."""
        wanted: dict[Key[Any], None] = dict.fromkeys(
            key for command in commands for key in command.keys
        )
        stored: dict[Key[Any], Any] = dict.fromkeys(wanted)
        current = dict(stored)
        # Tables are locked in one order everywhere, so that two processes cannot deadlock.
        by_kind = _by_kind(wanted)
        for kind, table in self._tables.items():
            if keys := by_kind.get(kind):
                found = await table.load(cast("Any", connection), keys)
                stored.update(found)
                if table.current is not None:
                    found = {key: table.current(state) for key, state in found.items()}
                current.update(found)
        return stored, current

    async def _save(
        self, connection: Connection, result: BatchResult, before: dict[Key[Any], Any]
    ) -> None:
        changed = result.changed
        by_kind = _by_kind(changed)
        for kind, table in self._tables.items():
            keys = by_kind.get(kind, [])
            new = [changed[key] for key in keys if before.get(key) is None]
            old = [(before[key], changed[key]) for key in keys if before.get(key) is not None]
            if new and not await table.insert(cast("Any", connection), new):
                raise _LostRace
            if old and not await table.update(cast("Any", connection), old):
                raise _LostRace


def _by_kind(keys: Iterable[Key[Any]]) -> dict[type, list[Key[Any]]]:
    found: dict[type, list[Key[Any]]] = {}
    for key in keys:
        found.setdefault(key.kind, []).append(key)
    return found


def _answer(waiting: _Waiting, outcome: Any) -> None:
    if waiting.answer.done():
        return  # The caller has gone; what was decided stands and its key will find it.
    if isinstance(outcome, BaseException):
        if not isinstance(outcome, DomainError):
            log.error("executor.command_broke", exc_info=outcome)
        waiting.answer.set_exception(outcome)
    else:
        waiting.answer.set_result(outcome)


@asynccontextmanager
async def open_executor(
    pool: Pool,
    *,
    tables: Sequence[AggregateTable[Any]],
    announce: Announce,
    clock: Clock,
    new_id: NewId,
    pace_s: float = 0.0,
) -> AsyncIterator[Executor]:
    """An executor that serves while the block runs."""
    executor = Executor(
        pool, tables=tables, announce=announce, clock=clock, new_id=new_id, pace_s=pace_s
    )
    task = asyncio.create_task(executor.run(), name="executor")
    try:
        yield executor
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
