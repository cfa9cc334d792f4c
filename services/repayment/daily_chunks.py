"""Steps over all loans, in chunks of buckets, by every process that is free.

The process that closes the day divides a step, announces its chunks on the bus and works on them
like everybody else; it takes over what somebody began and did not go on with. A chunk can be run
again, and by two at once: each loan's change is applied once per day, under its own key.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Protocol

import structlog

from chassis.call_context import event_headers
from chassis.command import Command, Delivery, Execute, ExecuteMany, Key, Loaded, Tally
from chassis.crash_points import crash_point
from chassis.decision import Decision
from chassis.errors import DomainError, TooManyRequests, Unavailable
from chassis.ports import BUCKETS, Clock, NewId
from services.repayment.domain.business_day import BusinessDay
from services.repayment.domain.end_of_day import (
    Chunk,
    ChunkStatus,
    Failure,
    SetAside,
    count_changed,
    divided,
    finish_chunk,
    request_chunks,
    resolve,
    set_aside,
    take_chunk,
)
from services.repayment.domain.next_due import NotPlainlyDueError
from services.repayment.end_of_day_queries import LoanId

log = structlog.get_logger(__name__)

LOANS_PER_CHUNK = 2_000
"""A step that changes no more than this is not divided."""
MOST_CHUNKS = 16
LOANS_AT_ONCE = 1_000
"""Loans changed between two signs of life of a chunk: one transaction of the executor."""
PATIENCE = timedelta(seconds=10)
"""Silence of a worker after which its chunk is taken over."""
LOOK_AGAIN_S = 0.05
REASON_LENGTH = 300


class LoanStep(Protocol):
    """A step that changes loans one by one."""

    async def count(self, day: BusinessDay) -> int:
        """How many loans it changes: what it is divided by."""

    async def find(self, day: BusinessDay, first_bucket: int, last_bucket: int) -> Sequence[LoanId]:
        """The loans of a range of buckets that it changes."""

    def command(self, day: BusinessDay, loan: LoanId, headers: Mapping[str, str]) -> Command[Any]:
        """The change of one loan, under a key of its own for the day.

        Without effect on a loan that has nothing to change.
        """


class ChunkReads(Protocol):
    """What is read of chunks and of loans set aside."""

    async def chunks(self, on: date, step: str) -> list[Chunk]: ...
    async def chunk(self, chunk_id: str) -> Chunk | None: ...
    async def set_aside_in(
        self, step: str, first_bucket: int, last_bucket: int
    ) -> list[LoanId]: ...


class Days(Protocol):
    """Reads the business day."""

    async def business_day(self) -> BusinessDay:
        """Raises LookupError before the first one was opened."""


class DailyChunks:
    """Divides steps and works on chunks."""

    def __init__(
        self,
        *,
        execute: Execute,
        execute_many: ExecuteMany,
        days: Days,
        reads: ChunkReads,
        steps: Mapping[str, LoanStep],
        clock: Clock,
        new_id: NewId,
        worker: str,
        loans_per_chunk: int = LOANS_PER_CHUNK,
        most_chunks: int = MOST_CHUNKS,
        loans_at_once: int = LOANS_AT_ONCE,
        patience: timedelta = PATIENCE,
    ) -> None:
        """`worker` names this process in the records."""
        self._execute = execute
        self._execute_many = execute_many
        self._days = days
        self._reads = reads
        self.steps = steps
        self._clock = clock
        self._new_id = new_id
        self._worker = worker
        self._loans_per_chunk = loans_per_chunk
        self._most_chunks = most_chunks
        self._loans_at_once = loans_at_once
        self._patience = patience

    async def run(self, day: BusinessDay, step: str) -> int:
        """Bring a step to its end, with whoever helps; returns how many loans it changed."""
        on = day.business_date
        if not await self._reads.chunks(on, step) and not await self._divide(day, step):
            return 0
        while True:
            chunks = await self._reads.chunks(on, step)
            left = [chunk for chunk in chunks if chunk.status is not ChunkStatus.DONE]
            if not left:
                return sum(chunk.changed for chunk in chunks)
            # A step that was not divided was announced to nobody: no use in waiting for another.
            patience = self._patience if len(chunks) > 1 else timedelta()
            now = self._clock()
            free = [chunk for chunk in left if chunk.is_free(now, patience)]
            # From the other end than those who are told in order.
            if not free or not await self._work_on(day, free[-1], patience):
                await asyncio.sleep(LOOK_AGAIN_S)

    async def work(self, chunk_id: str) -> bool:
        """Work on a chunk that was announced; returns whether it was there to take."""
        chunk = await self._reads.chunk(chunk_id)
        day = await self._days.business_day()
        if chunk is None or (day.business_date, day.next_step) != (chunk.business_date, chunk.step):
            return False  # An old announcement: its step is over.
        return await self._work_on(day, chunk, self._patience)

    async def retry(self, known: SetAside) -> None:
        """Try a loan that was set aside now, as its step would at the next close."""
        day = await self._days.business_day()
        loan = (known.customer_id, known.loan_id)
        await self._change(day, known.step, [loan], {loan}, tally=None)

    async def _divide(self, day: BusinessDay, step: str) -> int:
        """Plan the chunks of a step and announce them; none when it changes no loan."""
        loans = await self.steps[step].count(day)
        loans += len(await self._reads.set_aside_in(step, 0, BUCKETS - 1))
        if not loans:
            return 0
        chunks = divided(
            day.business_date,
            step,
            loans,
            loans_per_chunk=self._loans_per_chunk,
            most=self._most_chunks,
            buckets=BUCKETS,
            at=self._clock(),
        )
        await self._execute(
            Command(
                origin=Delivery("daily:plan", f"{day.business_date}:{step}"),
                keys=(),
                decide=lambda _: request_chunks(chunks),
                reply_type=int,
            )
        )
        return len(chunks)

    async def _work_on(self, day: BusinessDay, chunk: Chunk, patience: timedelta) -> bool:
        key = Key(Chunk, (chunk.chunk_id,))
        if not await self._decide(
            "daily:chunk",
            key,
            lambda loaded: take_chunk(loaded.get(key), self._worker, self._clock(), patience),
        ):
            return False
        crash_point("repayment.daily_chunk_taken")
        first, last = chunk.first_bucket, chunk.last_bucket
        known = set(await self._reads.set_aside_in(chunk.step, first, last))
        loans = list(dict.fromkeys([*await self.steps[chunk.step].find(day, first, last), *known]))
        for start in range(0, len(loans), self._loans_at_once):
            part = loans[start : start + self._loans_at_once]
            await self._change(day, chunk.step, part, known, tally=self._counting(key))
            crash_point("repayment.daily_batch_done")
        crash_point("repayment.daily_chunk_not_recorded")
        await self._decide(
            "daily:chunk", key, lambda loaded: finish_chunk(loaded.get(key), self._clock())
        )
        return True

    def _counting(self, key: Key[Chunk]) -> Tally:
        """Counts, in the commit that changes loans, how many were changed."""

        def decide(loaded: Loaded, outcomes: Sequence[Any]) -> Decision[int]:
            changed = sum(
                1 for one in outcomes if one is not None and not isinstance(one, Exception)
            )
            return count_changed(loaded.get(key), changed, self._clock())

        return Tally("daily:count", (key,), decide)

    async def _change(
        self,
        day: BusinessDay,
        step: str,
        loans: Sequence[LoanId],
        known: set[LoanId],
        *,
        tally: Tally | None,
    ) -> None:
        """Change loans; those that fail are set aside, those that were and now succeed resolved."""
        headers = event_headers()
        commands = [self.steps[step].command(day, loan, headers) for loan in loans]
        outcomes = await self._execute_many(commands, tally=tally)
        await self._take_up_whole(day, step, loans, outcomes, tally)
        records: list[Command[Any]] = []
        for loan, outcome in zip(loans, outcomes, strict=True):
            if isinstance(outcome, Unavailable | TooManyRequests):
                raise outcome
            if isinstance(outcome, Exception):
                records.append(self._setting_aside(day, step, loan, outcome))
            elif loan in known:
                records.append(self._resolving(step, loan))
        if records:
            await self._execute_many(records)

    async def _take_up_whole(
        self,
        day: BusinessDay,
        step: str,
        loans: Sequence[LoanId],
        outcomes: list[Any],
        tally: Tally | None,
    ) -> None:
        """Change the loans to which something happened since they were found plainly due."""
        moved = [n for n, one in enumerate(outcomes) if isinstance(one, NotPlainlyDueError)]
        headers = event_headers()
        commands = [self.steps[step].command(day, loans[number], headers) for number in moved]
        again = await self._execute_many(commands, tally=tally)
        for number, outcome in zip(moved, again, strict=True):
            outcomes[number] = outcome

    def _setting_aside(
        self, day: BusinessDay, step: str, loan: LoanId, error: Exception
    ) -> Command[int]:
        log.error("business_day.loan_set_aside", step=step, loan_id=str(loan[1]), exc_info=error)
        key = Key(SetAside, (*loan, step))
        reason = error.reason if isinstance(error, DomainError) else type(error).__name__
        failure = Failure(
            *loan, step, day.business_date, f"{reason}: {error}"[:REASON_LENGTH], self._clock()
        )
        return Command(
            origin=Delivery("daily:set_aside", str(self._new_id())),
            keys=(key,),
            decide=lambda loaded: set_aside(loaded.find(key), failure),
            reply_type=int,
        )

    def _resolving(self, step: str, loan: LoanId) -> Command[bool]:
        key, now = Key(SetAside, (*loan, step)), self._clock()
        return Command(
            origin=Delivery("daily:resolve", str(self._new_id())),
            keys=(key,),
            decide=lambda loaded: resolve(loaded.get(key), now),
            reply_type=bool,
        )

    async def _decide(self, consumer: str, key: Key[Chunk], decide: Any) -> Any:
        return await self._execute(
            Command(
                origin=Delivery(consumer, str(self._new_id())),
                keys=(key,),
                decide=decide,
                reply_type=Any,
            )
        )
