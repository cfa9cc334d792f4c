"""What can go wrong and when, all from one seed: waits, crashes, and the record of it."""

import asyncio
import random
from collections.abc import Callable, Coroutine
from contextvars import ContextVar, copy_context
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, TypeVar, cast
from uuid import UUID

from chassis.ports import uuid7_at
from tests.simulation.loop import SimulationLoop

R = TypeVar("R")

START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
"""On the second business day: once it opens, business date and calendar agree for a while."""
LONGEST_WAIT_S = 0.05
AT_ONCE = 0.4
"""How many port calls wait only for their turn."""
CRASHES = 0.02
"""How likely a process dies at each place where it may."""
RESTARTS_WITHIN_S = 1.0


class Dead(BaseException):
    """The process that this code ran in does not exist any more; `except Exception` misses it."""


class Incarnation:
    """One life of a process: its tasks, until it dies."""

    def __init__(self, name: str, number: int) -> None:
        self.name = f"{name}.{number}"
        self.is_dead = False
        self.died = asyncio.Event()
        self.tasks: dict[asyncio.Task[Any], None] = {}
        self.at_death: list[Callable[[], None]] = []

    def die(self) -> None:
        """Stop everything at once, as kill -9 does; what runs on anyhow finds all ports closed."""
        if self.is_dead:
            return
        self.is_dead = True
        self.died.set()
        for task in list(self.tasks):
            if task is not asyncio.current_task():
                task.cancel()
        for hear in self.at_death:
            hear()


current: ContextVar[Incarnation | None] = ContextVar("incarnation", default=None)
"""The process life that the running code belongs to; none for customers, staff and the rail."""


class Chaos:
    """One run's dice, clock, ids, faults and trace."""

    def __init__(self, seed: int, *, keeps_trace: bool = False) -> None:
        self.loop = SimulationLoop(f"schedule {seed}")
        self.loop.set_task_factory(cast("Any", _task_of_its_incarnation))
        self.loop.set_exception_handler(self._heard)
        self.dice = random.Random(f"faults {seed}")
        self.is_faulty = False
        self.surprises: list[str] = []
        """Errors nobody expected: each is a finding."""
        self.crashed_at: dict[str, int] = {}
        self.trace: list[str] | None = [] if keeps_trace else None
        self.events = 0
        self._digest = sha256()
        self._ids = 0

    @property
    def fingerprint(self) -> str:
        """The same for two runs exactly when all their (virtual time, event) pairs are."""
        return self._digest.hexdigest()

    def clock(self) -> datetime:
        return START + timedelta(seconds=self.loop.time())

    def new_id(self) -> UUID:
        self._ids += 1
        milliseconds = int(self.clock().timestamp() * 1000)
        return uuid7_at(milliseconds, self._ids << 32 | self.dice.getrandbits(32))

    def note(self, what: str) -> None:
        """Put an event on record."""
        process = current.get()
        line = f"{self.loop.time():.6f} {process.name if process else '-'} {what}"
        self.events += 1
        self._digest.update(line.encode())
        if self.trace is not None:
            self.trace.append(line)

    def happens(self, probability: float) -> bool:
        """Whether a fault strikes now; never while the world is calm."""
        return self.is_faulty and self.dice.random() < probability

    async def call(self, what: str, effect: Callable[[], R]) -> R:
        """One call of a port: it may wait, and its process may die before or after the effect."""
        process = current.get()
        self._must_live(process)
        wait_s = (self.dice.random() - AT_ONCE) * LONGEST_WAIT_S / (1 - AT_ONCE)
        await asyncio.sleep(max(wait_s, 0.0))
        self._may_die(process, f"before {what}")
        result = effect()
        self.note(what)
        self._may_die(process, f"after {what}")
        return result

    def at_crash_point(self, name: str) -> None:
        """The handler for `chassis.crash_points`."""
        self._may_die(current.get(), name)

    async def keep_alive(
        self, name: str, live: Callable[[Incarnation], Coroutine[Any, Any, None]]
    ) -> None:
        """The supervisor of one process: a new life within a second of each death."""
        number = 0
        while True:
            number += 1
            process = Incarnation(name, number)
            self.spawn_in(process, live(process))
            await process.died.wait()
            await asyncio.sleep(self.dice.random() * RESTARTS_WITHIN_S)

    def spawn_in(self, process: Incarnation, work: Coroutine[Any, Any, R]) -> "asyncio.Task[R]":
        """A task that belongs to a process, whoever asks for it. If it breaks, the process dies."""
        context = copy_context()
        context.run(current.set, process)
        task = self.loop.create_task(work, context=context)
        task.add_done_callback(lambda done: self._ended(process, done))
        return task

    def _ended(self, process: Incarnation, task: "asyncio.Task[Any]") -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, Dead):
            self.surprises.append(f"{process.name} broke: {error!r}")
            process.die()

    def _must_live(self, process: Incarnation | None) -> None:
        if process is not None and process.is_dead:
            raise Dead

    def _may_die(self, process: Incarnation | None, where: str) -> None:
        if process is None:
            return
        self._must_live(process)
        if self.happens(CRASHES):
            self.note(f"dies {where}")
            self.crashed_at[where] = self.crashed_at.get(where, 0) + 1
            process.die()
            raise Dead

    def _heard(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if not isinstance(error, Dead):
            self.surprises.append(f"{context['message']}: {error!r}")


def _task_of_its_incarnation(
    loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any], **given: Any
) -> "asyncio.Task[Any]":
    task: asyncio.Task[Any] = asyncio.Task(work, loop=loop, **given)
    context = given.get("context")
    process = current.get() if context is None else context.get(current)
    if process is not None:
        process.tasks[task] = None
        task.add_done_callback(lambda done: process.tasks.pop(done, None))
    return task
