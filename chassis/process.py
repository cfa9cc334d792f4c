"""Run a service's servers and background tasks until it is asked to stop, then drain in order."""

import asyncio
import ctypes
import faulthandler
import gc
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Mapping, Sequence
from time import monotonic
from typing import Any, Protocol

import structlog
import uvloop

from chassis import metrics
from chassis.settings import SettingsError

log = structlog.get_logger(__name__)

DRAIN_WITHIN_S = 25.0
"""Kubernetes kills 30 s after SIGTERM; connections still have to be closed after the drain."""
CLOSE_WITHIN_S = 3.0
"""After the drain, a task that still will not stop is abandoned and the exit status is 1."""
DIE_WITH_PARENT = "GRANARY_DIE_WITH_PARENT"

_PR_SET_PDEATHSIG = 1
_OBJECTS_BETWEEN_COLLECTIONS = 50_000


class Server(Protocol):
    """Something that listens."""

    name: str

    async def start(self) -> None:
        """Begin to serve."""

    async def stop(self, grace_s: float) -> None:
        """Take nothing new and finish what runs within the grace period."""


class BackgroundTaskDiedError(Exception):
    """A background task ended by itself; the process must not go on without it."""


async def run(
    *parts: Server | Coroutine[Any, Any, object], drain_within_s: float = DRAIN_WITHIN_S
) -> None:
    """Run servers and background coroutines until SIGTERM or SIGINT.

    Write the parts in the order they stop: first what takes work in, last what watches. They start
    in the reverse order. Raises BackgroundTaskDiedError when a coroutine ends, after draining.
    """
    stop_asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)
    for number in signals:
        loop.add_signal_handler(number, stop_asked.set)
    running: list[Server | asyncio.Task[object]] = []
    try:
        await _start(parts, running)
        collect_seldom()
        log.info("process.ready", pid=os.getpid())
        dead = await _until_stop_or_death(stop_asked, running)
    finally:
        await _drain(running, drain_within_s)
        for number in signals:
            loop.remove_signal_handler(number)
    if dead is not None:
        cause = dead.exception() if not dead.cancelled() else None
        raise BackgroundTaskDiedError(f"{dead.get_name()} ended") from cause


def collect_seldom() -> None:
    """Leave what was loaded at the start alone, and look for cycles once in many new objects.

    What commands make has no cycles; looking through it every 700 objects took a third of the time
    of large batches.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)


async def _start(
    parts: Sequence[Server | Coroutine[Any, Any, object]],
    running: list[Server | asyncio.Task[object]],
) -> None:
    waiting = list(parts)
    try:
        while waiting:
            part = waiting.pop()
            if isinstance(part, Coroutine):
                name = getattr(part, "__qualname__", "background task")
                running.insert(0, asyncio.create_task(part, name=name))
            else:
                await part.start()
                running.insert(0, part)
    finally:
        for part in waiting:
            if isinstance(part, Coroutine):
                part.close()


async def _until_stop_or_death(
    stop_asked: asyncio.Event, running: Sequence[Server | asyncio.Task[object]]
) -> asyncio.Task[object] | None:
    """The background task that ended, or None when somebody asked to stop."""
    tasks = {part for part in running if isinstance(part, asyncio.Task)}
    asked = asyncio.create_task(stop_asked.wait(), name="stop")
    try:
        done, _ = await asyncio.wait({asked, *tasks}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        asked.cancel()
    for task in done & tasks:
        metrics.BACKGROUND_TASK_DIED.inc()
        error = None if task.cancelled() else task.exception()
        log.error("process.background_task_died", task=task.get_name(), exc_info=error)
        return task
    log.info("process.stopping")
    return None


async def _drain(running: Sequence[Server | asyncio.Task[object]], within_s: float) -> None:
    end = monotonic() + within_s
    for part in running:
        left_s = max(end - monotonic(), 0.1)
        if isinstance(part, asyncio.Task):
            part.cancel()
            _, late = await asyncio.wait({part}, timeout=left_s)
            if late:
                log.error("process.task_would_not_stop", task=part.get_name())
        else:
            await _stop(part, left_s)
    log.info("process.drained")


async def _stop(server: Server, left_s: float) -> None:
    try:
        async with asyncio.timeout(left_s + 1):
            await server.stop(left_s)
    except Exception:  # the others still have to be stopped
        log.exception("process.server_would_not_stop", server=server.name)


def main(
    serve: Callable[[], Coroutine[Any, Any, None]],
    commands: Mapping[str, Callable[[], Coroutine[Any, Any, None]]] | None = None,
    *,
    arguments: Sequence[str] | None = None,
) -> int:
    """The exit status of `python -m services.x [command]`: without a command it serves.

    0 is success, 1 a failure that is in the log, 2 wrong settings or usage.
    """
    die_with_parent(os.environ)
    words = list(sys.argv[1:] if arguments is None else arguments)
    known = {**(commands or {})}
    if words and (len(words) > 1 or words[0] not in known):
        print(f"usage: no argument to serve, or one of: {', '.join(known)}", file=sys.stderr)  # noqa: T201 - no log yet
        return 2
    work = known[words[0]] if words else serve
    try:
        _run_to_the_end(work())
    except SettingsError as error:
        print(f"settings: {error}", file=sys.stderr)  # noqa: T201 - the settings say how to log
        return 2
    except KeyboardInterrupt:
        return 130
    except Exception:
        log.exception("process.failed")
        return 1
    return 0


def _run_to_the_end(work: Coroutine[Any, Any, None]) -> None:
    runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)
    try:
        runner.run(work)
    finally:
        # Closing the loop waits for every task, for ever if one ignores that it is cancelled.
        faulthandler.dump_traceback_later(CLOSE_WITHIN_S, exit=True)
        runner.close()
        faulthandler.cancel_dump_traceback_later()


def die_with_parent(environ: Mapping[str, str]) -> None:
    """With GRANARY_DIE_WITH_PARENT=1 the kernel kills this process when its parent is gone.

    Set by the supervisor of the embedded size: after it is killed no service is left behind that
    would hold ports and data. Linux only; elsewhere this does nothing.
    """
    if environ.get(DIE_WITH_PARENT) != "1" or sys.platform != "linux":
        return
    parent = os.getppid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
