"""Pay drawdowns out, step by step over stored state, so that death at any point is resumed.

First the screen: its verdict is stored before money may move, in the commit of the request when it
comes in time. Then the payment; that it may go out is stored before the rail is called. Each step
starts from a stored state, does one thing, stores the outcome; repeating it is harmless because the
rail and monitoring know each drawdown by one key for ever.
"""

from collections.abc import Callable
from uuid import UUID

from chassis.command import Command, Delivery, Execute, Key, Loaded
from chassis.crash_points import crash_point
from chassis.decision import Decision
from chassis.errors import NotFound, Unavailable
from chassis.ports import Clock
from services.lending.domain.credit_line import CreditLine
from services.lending.domain.drawdown import (
    ON_ITS_WAY,
    Drawdown,
    DrawdownStatus,
    PaymentAnswer,
    PaymentOutcome,
    Verdict,
)
from services.lending.domain.payout import (
    Recheck,
    record_payment,
    record_unanswered,
    record_verdict,
)
from services.lending.use_cases.business_days import BusinessDays
from services.lending.use_cases.partners import Monitoring, PayoutRail, Reads

StepDecision = Callable[[Drawdown, CreditLine], Decision[Drawdown]]

SCREENING = "lending-screening"
PAYOUT = "lending-payout"
"""What the steps of each kind are remembered by."""
STALE_VERDICTS_MAX = 5
"""Verdicts already expired when they come, left by earlier deaths, before giving up for now."""


class Payouts:
    """Drives drawdowns from requested to paid or refused."""

    def __init__(
        self,
        *,
        execute: Execute,
        reads: Reads,
        days: BusinessDays,
        monitoring: Monitoring,
        rail: PayoutRail,
        clock: Clock,
    ) -> None:
        self._execute = execute
        self._reads = reads
        self._days = days
        self._monitoring = monitoring
        self._rail = rail
        self._clock = clock

    async def verdict_on(self, wanted: Drawdown, occasion: str = "") -> Verdict | None:
        """What monitoring says of a drawdown; None when it does not answer in time.

        An occasion makes it judge anew.
        """
        try:
            return await self._ask_monitoring(wanted, occasion)
        except Unavailable:
            return None

    async def advance(self, drawdown: Drawdown) -> Drawdown:
        """Do what a stored state asks for next; one that asks for nothing stays as it is.

        A drawdown that still has work afterwards has to be advanced again later.
        """
        if drawdown.awaits_verdict:
            return await self._screen(drawdown)
        if drawdown.status in ON_ITS_WAY:
            return await self._pay(drawdown)
        return drawdown

    async def _screen(self, drawdown: Drawdown) -> Drawdown:
        """Have a drawdown judged and store the verdict; without an answer it is held."""
        verdict = await self.verdict_on(drawdown)
        if verdict is None:
            return await self._record_unanswered(drawdown)
        crash_point("lending.screening.answered")
        screened = await self._record_verdict(drawdown, verdict)
        crash_point("lending.screening.recorded")
        return screened

    async def _pay(self, drawdown: Drawdown) -> Drawdown:
        """Send a payment, or ask what became of it, and store the answer."""
        crash_point("lending.payout.before_rail")
        answer = await self._ask_rail(drawdown)
        crash_point("lending.payout.answered")
        unsettled = answer.outcome is PaymentOutcome.UNSETTLED
        if unsettled and drawdown.status is DrawdownStatus.UNKNOWN:
            return drawdown
        settled = await self._record_payment(drawdown, answer)
        crash_point("lending.payout.recorded")
        return settled

    async def _ask_monitoring(self, drawdown: Drawdown, occasion: str) -> Verdict:
        """A verdict that still holds; one left over from before a long death is not used."""
        for attempt in range(STALE_VERDICTS_MAX):
            request_id = drawdown.screening_key(attempt, occasion)
            verdict = await self._monitoring.screen(drawdown, request_id)
            if self._clock() < verdict.expires_at:
                return verdict
        raise Unavailable(dependency="monitoring")

    async def _ask_rail(self, drawdown: Drawdown) -> PaymentAnswer:
        if drawdown.status is DrawdownStatus.UNKNOWN:
            answer = await self._rail.status(drawdown)
            if answer is not None:
                return answer
        # Not sent yet, or the rail never got it: the same key again, which never pays twice.
        return await self._rail.pay(drawdown)

    async def _record_verdict(self, drawdown: Drawdown, verdict: Verdict) -> Drawdown:
        today = await self._days.today()
        recheck = Recheck(self._days.policy_on(today, drawdown.terms.product_code), today, verdict)

        def decide(current: Drawdown, line: CreditLine) -> Decision[Drawdown]:
            # The verdict may run out while the step waits for its turn.
            return record_verdict(current, line, recheck, self._clock())

        return await self._step(SCREENING, str(verdict.verdict_id), drawdown, decide)

    async def _record_unanswered(self, drawdown: Drawdown) -> Drawdown:
        if drawdown.status is not DrawdownStatus.REQUESTED:
            return drawdown
        now = self._clock()

        def decide(current: Drawdown, _: CreditLine) -> Decision[Drawdown]:
            return record_unanswered(current, now)

        return await self._step(SCREENING, "unanswered", drawdown, decide)

    async def _record_payment(self, drawdown: Drawdown, answer: PaymentAnswer) -> Drawdown:
        now = self._clock()

        def decide(current: Drawdown, line: CreditLine) -> Decision[Drawdown]:
            return record_payment(current, line, answer, now)

        return await self._step(PAYOUT, answer.outcome.value, drawdown, decide)

    async def _step(
        self, consumer: str, name: str, drawdown: Drawdown, decide: StepDecision
    ) -> Drawdown:
        """Store one step, once: a step from the same state with the same outcome is the same."""
        key = Key(Drawdown, (drawdown.customer_id, drawdown.drawdown_id))
        line_key = Key(CreditLine, (drawdown.customer_id, drawdown.credit_line_id))
        origin = Delivery(consumer, f"{drawdown.drawdown_id}:{drawdown.version}:{name}")

        def decide_on(loaded: Loaded) -> Decision[Drawdown]:
            return decide(loaded.get(key), loaded.get(line_key))

        stored = await self._execute(Command(origin, (key, line_key), decide_on, Drawdown))
        if stored is not None:
            return stored
        return await self._drawdown(drawdown.customer_id, drawdown.drawdown_id)

    async def _drawdown(self, customer_id: UUID, drawdown_id: UUID) -> Drawdown:
        drawdown = await self._reads.drawdown(customer_id, drawdown_id)
        if drawdown is None:
            raise NotFound(kind="drawdown")
        return drawdown
