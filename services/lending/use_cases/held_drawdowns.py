"""What becomes of drawdowns that wait: staff decide, the customer cancels, or time runs out."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from chassis.command import Command, Delivery, Execute, Key, Loaded, Origin, RequestKey
from chassis.crash_points import crash_point
from chassis.database import UNAVAILABLE
from chassis.decision import Decision
from chassis.errors import NotFound, TooManyRequests, Unavailable
from chassis.ports import Clock
from services.lending.domain.credit_line import CreditLine
from services.lending.domain.drawdown import Drawdown, DrawdownStatus, StaffDecision, Verdict
from services.lending.domain.payout import (
    Recheck,
    cancel_waiting,
    decide_held,
    expire_held,
    held_too_long,
)
from services.lending.domain.policy import LendingPolicy
from services.lending.use_cases.business_days import BusinessDays
from services.lending.use_cases.partners import Reads
from services.lending.use_cases.payout_runner import PayoutRunner
from services.lending.use_cases.payouts import Payouts

log = structlog.get_logger(__name__)

EXPIRY = "lending-expiry"
"""What expiries are remembered by."""
EXPIRE_EVERY_S = 60.0
SHORTEST_LIFE = timedelta(hours=1)
"""No policy lets a drawdown wait for less; younger ones need not be looked at."""
PAGE = 500

WaitingDecision = Callable[[Drawdown, CreditLine], Decision[Drawdown]]


class HeldDrawdowns:
    """Ends the waiting of drawdowns, one way or another."""

    def __init__(
        self,
        *,
        execute: Execute,
        reads: Reads,
        days: BusinessDays,
        payouts: Payouts,
        runner: PayoutRunner,
        clock: Clock,
    ) -> None:
        self._execute = execute
        self._reads = reads
        self._days = days
        self._payouts = payouts
        self._runner = runner
        self._clock = clock

    async def decide(
        self, customer_id: UUID, drawdown_id: UUID, decision: StaffDecision, origin: RequestKey
    ) -> Drawdown:
        """Staff pay or refuse a held drawdown.

        What is to be paid is screened anew first. Raises DrawdownNotHeld, what forbids a drawdown
        on the line now, and Unavailable when monitoring does not answer.
        """
        drawdown = await self._drawdown(customer_id, drawdown_id)
        asks = decision.allowed and drawdown.status is DrawdownStatus.HELD
        recheck = await self._recheck(drawdown, origin if asks else None)
        decided = await self._change(
            drawdown, origin, lambda held, line: decide_held(held, line, decision, recheck)
        )
        crash_point("lending.held.decided")
        self._runner.follow(decided)
        return decided

    async def cancel(self, customer_id: UUID, drawdown_id: UUID, origin: RequestKey) -> Drawdown:
        """The customer takes a waiting drawdown back; raises DrawdownNotCancellable."""
        drawdown = await self._drawdown(customer_id, drawdown_id)
        now = self._clock()
        return await self._change(
            drawdown, origin, lambda waiting, line: cancel_waiting(waiting, line, now)
        )

    async def run(self) -> None:
        """Refuse what waits too long, until cancelled."""
        while True:
            try:
                await self.expire_old()
            except (Unavailable, TooManyRequests, *UNAVAILABLE) as error:
                log.warning("held.expiry_waits", kind=type(error).__name__)
            await asyncio.sleep(EXPIRE_EVERY_S)

    async def expire_old(self) -> None:
        """Refuse every held drawdown that is older than the policy allows."""
        now, today = self._clock(), await self._days.today()
        last: UUID | None = None
        while True:
            found = await self._reads.held_drawdowns(now - SHORTEST_LIFE, after=last, limit=PAGE)
            for drawdown in found:
                policy = self._days.policy_on(today, drawdown.terms.product_code)
                if held_too_long(drawdown, policy, now):
                    await self._expire(drawdown, policy, now)
            if len(found) < PAGE:
                return
            last = found[-1].drawdown_id

    async def _expire(self, drawdown: Drawdown, policy: LendingPolicy, now: datetime) -> None:
        await self._change(
            drawdown,
            Delivery(EXPIRY, f"{drawdown.drawdown_id}:{drawdown.version}"),
            lambda held, line: expire_held(held, line, policy, now),
        )
        crash_point("lending.held.expired")

    async def _recheck(self, drawdown: Drawdown, origin: RequestKey | None) -> Recheck:
        today = await self._days.today()
        verdict: Verdict | None = None
        if origin is not None:
            verdict = await self._payouts.verdict_on(drawdown, str(origin.request_id))
            if verdict is None:
                raise Unavailable(dependency="monitoring")
        return Recheck(self._days.policy_on(today, drawdown.terms.product_code), today, verdict)

    async def _change(
        self, drawdown: Drawdown, origin: Origin, decide: WaitingDecision
    ) -> Drawdown:
        key = Key(Drawdown, (drawdown.customer_id, drawdown.drawdown_id))
        line_key = Key(CreditLine, (drawdown.customer_id, drawdown.credit_line_id))

        def decide_on(loaded: Loaded) -> Decision[Drawdown]:
            return decide(loaded.get(key), loaded.get(line_key))

        return await self._execute(Command(origin, (key, line_key), decide_on, Drawdown))

    async def _drawdown(self, customer_id: UUID, drawdown_id: UUID) -> Drawdown:
        drawdown = await self._reads.drawdown(customer_id, drawdown_id)
        if drawdown is None:
            raise NotFound(kind="drawdown")
        return drawdown
