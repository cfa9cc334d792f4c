"""Raise, lower, freeze, give back and close lines; and follow what changes by itself."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.command import Command, Delivery, Execute, Key, Loaded, Origin
from chassis.decision import Change, Decision
from chassis.errors import NotFound
from chassis.ports import Clock, NewId
from services.lending.domain import line_care
from services.lending.domain.credit_line import CreditLine, LineStatus, credit_line_id_of
from services.lending.domain.exposure import CustomerExposure
from services.lending.domain.line_care import BehaviourSeen, Occasion, Parts
from services.lending.domain.line_record import LineChange
from services.lending.domain.line_words import FreezeReason, LimitReason, LineTriggers
from services.lending.domain.policy import LendingPolicy
from services.lending.use_cases.business_days import BusinessDays
from services.lending.use_cases.partners import Reads

POLICY = "policy"
CUSTOMER = "customer"
REVIEW = "lending-line-review"
"""Names the daily looks at frozen lines in the inbox; each line once a day."""
REVIEWED_AT_ONCE = 500

Step = Callable[[CreditLine, LineTriggers, Occasion], Decision[CreditLine]]
OfParts = Callable[[Parts, LendingPolicy, Occasion], Decision[CreditLine]]


@dataclass(frozen=True, slots=True)
class By:
    """Who changes a line and why."""

    actor: str
    reason: LimitReason | FreezeReason
    note: str = ""


class CreditLines:
    """What staff, customers and the policy do with lines."""

    def __init__(
        self, *, execute: Execute, reads: Reads, days: BusinessDays, clock: Clock, new_id: NewId
    ) -> None:
        self._execute = execute
        self._reads = reads
        self._days = days
        self._clock = clock
        self._new_id = new_id

    async def offer_increase(
        self, customer_id: UUID, line_id: UUID, limit_minor: int, by: By, origin: Origin
    ) -> CreditLine:
        """Offer a higher limit; the customer has to agree. Raises LimitImpossible."""

        def step(parts: Parts, policy: LendingPolicy, at: Occasion) -> Decision[CreditLine]:
            return line_care.offer_increase(parts, limit_minor, policy, at)

        return await self._on_parts(customer_id, line_id, by, origin, step)

    async def answer_offer(
        self, customer_id: UUID, line_id: UUID, offer_id: UUID, origin: Origin, *, accepted: bool
    ) -> CreditLine:
        """The customer takes or declines a higher limit. Raises LimitOfferEnded."""

        def step(parts: Parts, policy: LendingPolicy, at: Occasion) -> Decision[CreditLine]:
            if accepted:
                return line_care.accept_offer(parts, offer_id, policy, at)
            return line_care.decline_offer(parts[0], offer_id, at)

        by = By(CUSTOMER, LimitReason.CUSTOMER_ASKED)
        return await self._on_parts(customer_id, line_id, by, origin, step)

    async def decrease(
        self, customer_id: UUID, line_id: UUID, limit_minor: int, by: By, origin: Origin
    ) -> CreditLine:
        """Lower a limit, never below what is in use."""

        def step(parts: Parts, _: LendingPolicy, at: Occasion) -> Decision[CreditLine]:
            return line_care.decrease(parts, limit_minor, at)

        return await self._on_parts(customer_id, line_id, by, origin, step)

    async def close(self, customer_id: UUID, line_id: UUID, by: By, origin: Origin) -> CreditLine:
        """End a line for good. Raises CreditLineInUse."""

        def step(parts: Parts, _: LendingPolicy, at: Occasion) -> Decision[CreditLine]:
            return line_care.close(parts, at)

        return await self._on_parts(customer_id, line_id, by, origin, step)

    async def freeze(
        self, customer_id: UUID, line_id: UUID, by: By, origin: Origin, about: str = ""
    ) -> CreditLine:
        """Stop drawing on a line."""
        reason = FreezeReason(by.reason)

        def step(parts: Parts, _: LendingPolicy, at: Occasion) -> Decision[CreditLine]:
            return line_care.freeze(parts[0], reason, about, at)

        return await self._on_parts(customer_id, line_id, by, origin, step)

    async def unfreeze(
        self, customer_id: UUID, line_id: UUID, by: By, origin: Origin
    ) -> CreditLine:
        """Let a reason go; the line is given back when it was the last one."""
        reason = FreezeReason(by.reason)

        def step(parts: Parts, _: LendingPolicy, at: Occasion) -> Decision[CreditLine]:
            return line_care.unfreeze(parts[0], (reason,), at)

        return await self._on_parts(customer_id, line_id, by, origin, step)

    async def changes(
        self, customer_id: UUID, line_id: UUID, *, before: UUID | None, limit: int
    ) -> list[LineChange]:
        """What happened to a line, the newest first, before the record named."""
        return await self._reads.line_changes(customer_id, line_id, before=before, limit=limit)

    async def lateness(
        self, customer_id: UUID, loan_id: UUID, days_past_due: int, origin: Delivery
    ) -> None:
        """A loan became later or is in order again: it concerns every line of its customer."""

        def step(line: CreditLine, triggers: LineTriggers, at: Occasion) -> Decision[CreditLine]:
            about = str(loan_id)
            if days_past_due >= triggers.freeze_from_days_past_due:
                return line_care.freeze(line, FreezeReason.PAST_DUE, about, at)
            if days_past_due == 0:
                return line_care.in_order_again(line, FreezeReason.PAST_DUE, about, at)
            return Decision(reply=line)

        await self._on_all(customer_id, By(POLICY, FreezeReason.PAST_DUE), origin, step)

    async def behaviour(self, customer_id: UUID, seen: BehaviourSeen, origin: Delivery) -> None:
        """A look at the customer's behaviour found a risk that is worse, or no more."""

        def step(line: CreditLine, triggers: LineTriggers, at: Occasion) -> Decision[CreditLine]:
            return line_care.behaviour(line, seen, triggers, at)

        await self._on_all(customer_id, By(POLICY, FreezeReason.RISK_WORSE), origin, step)

    async def review(self, today: date) -> int:
        """Give back the lines whose reasons have been in order for long enough; how many asked."""
        looked_at, after = 0, UUID(int=0)
        while found := await self._reads.frozen_lines(after, REVIEWED_AT_ONCE):
            for customer_id, line_id in found:
                origin = Delivery(REVIEW, f"{today.isoformat()}:{line_id}")
                by = By(POLICY, FreezeReason.PAST_DUE)
                await self._on_parts(customer_id, line_id, by, origin, _review)
                after = max(after, line_id)
            looked_at += len(found)
        return looked_at

    async def _on_parts(
        self, customer_id: UUID, line_id: UUID, by: By, origin: Origin, step: OfParts
    ) -> CreditLine:
        today = await self._days.today()
        line_key = Key(CreditLine, (customer_id, line_id))
        exposure_key = Key(CustomerExposure, (customer_id,))
        at = self._occasion(by, today)

        def decide(loaded: Loaded) -> Decision[CreditLine]:
            line = loaded.find(line_key)
            if line is None:
                raise NotFound(kind="credit_line")
            exposure = loaded.find(exposure_key) or CustomerExposure(customer_id)
            return step((line, exposure), self._days.policy_on(today, line.product_code), at)

        keys = (line_key, exposure_key)
        return await self._execute(Command(origin, keys, decide, CreditLine))

    async def _on_all(self, customer_id: UUID, by: By, origin: Delivery, step: Step) -> None:
        """Every line of a customer that is not closed, in one commit."""
        today = await self._days.today()
        keys = {
            code: Key(CreditLine, (customer_id, credit_line_id_of(customer_id, code)))
            for code in self._days.policies.products
        }
        occasions = {code: self._occasion(by, today) for code in keys}

        def decide(loaded: Loaded) -> Decision[bool]:
            changes: list[Change] = []
            for code, key in keys.items():
                line = loaded.find(key)
                if line is not None and line.status is not LineStatus.CLOSED:
                    triggers = self._days.policy_on(today, code).line_triggers
                    changes += step(line, triggers, occasions[code]).changes
            return Decision(reply=bool(changes), changes=tuple(changes))

        await self._execute(Command(origin, tuple(keys.values()), decide, bool))

    def _occasion(self, by: By, today: date) -> Occasion:
        return Occasion(
            change_id=self._new_id(),
            actor=by.actor,
            reason=by.reason.value,
            note=by.note,
            today=today,
            now=self._clock(),
        )


def _review(parts: Parts, policy: LendingPolicy, at: Occasion) -> Decision[CreditLine]:
    line, _ = parts
    reason = line.freezes[0].reason if line.freezes else FreezeReason.PAST_DUE
    return line_care.review(line, policy.line_triggers, replace(at, reason=reason.value))
