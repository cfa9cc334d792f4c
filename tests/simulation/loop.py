"""An event loop in virtual time whose every choice comes from a seed."""

import asyncio
import heapq
import random
from typing import Any


class SimulationLoop(asyncio.SelectorEventLoop):
    """Time jumps to the next timer; the seed chooses among what is ready; nothing real is awaited.

    It overrides a private method of asyncio, so the replay test is the proof on each new Python.
    """

    _ready: Any
    _scheduled: list[Any]

    def __init__(self, seed: str) -> None:
        super().__init__()
        self._choose = random.Random(seed).random
        self._now = 0.0

    def time(self) -> float:
        return self._now

    def _run_once(self) -> None:
        ready, timers = self._ready, self._scheduled
        if not ready:
            while timers and timers[0]._cancelled:
                heapq.heappop(timers)._scheduled = False
            if not timers:
                raise RuntimeError("deadlock: nothing is ready and nothing is timed")
            self._now = max(self._now, timers[0]._when)
        while timers and timers[0]._when <= self._now:
            handle = heapq.heappop(timers)
            handle._scheduled = False
            if not handle._cancelled:
                ready.append(handle)
        if ready:
            if len(ready) > 1:
                ready.rotate(-int(self._choose() * len(ready)))
            handle = ready.popleft()
            if not handle._cancelled:
                handle._run()
