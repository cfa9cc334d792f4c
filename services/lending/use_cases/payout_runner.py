"""Drives payouts: each drawdown at once when it is stored, and again until it needs nothing.

The stored state is all that counts: what a process leaves behind when it dies is found in the
table by whoever runs next. Two processes on one drawdown cost a question more and nothing else,
because every step is done once under the drawdown's key.
"""

import asyncio
from contextlib import suppress
from contextvars import Context, copy_context
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import structlog

from chassis.call_context import current_call
from chassis.database import UNAVAILABLE
from chassis.errors import TooManyRequests, Unavailable
from chassis.ports import Clock
from services.lending import metrics
from services.lending.domain.drawdown import Drawdown
from services.lending.use_cases.partners import Reads
from services.lending.use_cases.payouts import Payouts

log = structlog.get_logger(__name__)

ASK_AGAIN_S = 0.5
"""First wait for a partner who did not answer; it doubles with each try."""
LONGEST_WAIT_S = 60.0
LOOK_EVERY_S = 2.0
"""How often the table is searched for drawdowns that nobody drives."""
LEAVE_ALONE = timedelta(seconds=3)
"""A younger drawdown is still driven by whoever took its request."""
AT_ONCE = 256
"""Drawdowns of this process that are with monitoring or the rail at one time."""
PAGE = 500


@dataclass(frozen=True, slots=True)
class _Drive:
    """A drawdown on its way: the task that drives it, and what wakes it early."""

    task: asyncio.Task[Drawdown]
    wake: asyncio.Event


class PayoutRunner:
    """Drives the drawdowns of one process, and takes over those that others left."""

    def __init__(
        self, *, payouts: Payouts, reads: Reads, clock: Clock, ask_again_s: float = ASK_AGAIN_S
    ) -> None:
        self._payouts = payouts
        self._reads = reads
        self._clock = clock
        self._ask_again_s = ask_again_s
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._runs = False
        self._driving: dict[UUID, _Drive] = {}

    def follow(self, drawdown: Drawdown) -> None:
        """See to it that this drawdown gets where it can get; what is not running leaves it."""
        if not (self._runs and drawdown.has_work):
            return
        driving = self._driving.get(drawdown.drawdown_id)
        if driving is not None:
            driving.wake.set()
            return
        wake = asyncio.Event()
        task = asyncio.create_task(
            self._drive(drawdown, wake), name="payout", context=_without_a_deadline()
        )
        self._driving[drawdown.drawdown_id] = _Drive(task, wake)
        task.add_done_callback(lambda _: self._driving.pop(drawdown.drawdown_id, None))

    async def outcome(self, drawdown: Drawdown, within_s: float) -> Drawdown:
        """The drawdown once nothing more happens by itself, or as it was given after this time."""
        driving = self._driving.get(drawdown.drawdown_id)
        if driving is None or not within_s:
            return drawdown
        # The payout goes on whether or not somebody waits for it.
        done, _ = await asyncio.wait({driving.task}, timeout=within_s)
        return driving.task.result() if done and not driving.task.cancelled() else drawdown

    async def run(self) -> None:
        """Take over what nobody drives, until cancelled; what runs then is cancelled too."""
        self._runs = True
        try:
            while True:
                try:
                    await self.take_over()
                except UNAVAILABLE as error:
                    log.warning("payouts.database_away", kind=type(error).__name__)
                await asyncio.sleep(LOOK_EVERY_S)
        finally:
            self._runs = False
            driving = [each.task for each in self._driving.values()]
            for task in driving:
                task.cancel()
            await asyncio.gather(*driving, return_exceptions=True)

    async def take_over(self) -> None:
        """Follow every drawdown in the table that has work and is not young."""
        last: UUID | None = None
        now = self._clock()
        before, oldest = now - LEAVE_ALONE, now
        while True:
            found = await self._reads.unfinished_drawdowns(before, after=last, limit=PAGE)
            for drawdown in found:
                if drawdown.drawdown_id not in self._driving:
                    self.follow(drawdown)
                oldest = min(oldest, drawdown.requested_at)
            if len(found) < PAGE:
                metrics.OLDEST_UNFINISHED.set((now - oldest).total_seconds())
                return
            last = found[-1].drawdown_id

    async def _drive(self, drawdown: Drawdown, wake: asyncio.Event) -> Drawdown:
        wait_s = self._ask_again_s
        while drawdown.has_work:
            async with self._turn:
                after = await self._advanced(drawdown)
            if after.status is drawdown.status:
                with suppress(TimeoutError):
                    async with asyncio.timeout(wait_s):
                        await wake.wait()
                wake.clear()
                wait_s = min(wait_s * 2, LONGEST_WAIT_S)
                after = await self._as_stored(after)
            drawdown = after
        return drawdown

    async def _as_stored(self, drawdown: Drawdown) -> Drawdown:
        """The newest state: while this one waited, staff or another process may have moved it."""
        try:
            stored = await self._reads.drawdown(drawdown.customer_id, drawdown.drawdown_id)
        except UNAVAILABLE:
            return drawdown
        return stored or drawdown

    async def _advanced(self, drawdown: Drawdown) -> Drawdown:
        try:
            return await self._payouts.advance(drawdown)
        except (Unavailable, TooManyRequests, *UNAVAILABLE) as error:
            log.warning("payouts.wait", kind=type(error).__name__)
            return drawdown
        except Exception:
            # Nobody waits for this one; it is tried again, and the log and its age tell of it.
            log.exception("payouts.step_broke", drawdown_id=str(drawdown.drawdown_id))
            return drawdown


def _without_a_deadline() -> Context:
    """The present context, in which the call goes on after its caller has stopped waiting."""
    context = copy_context()
    call = current_call.get()
    if call is not None:
        context.run(current_call.set, replace(call, deadline=None))
    return context
