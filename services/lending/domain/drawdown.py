"""A drawdown: from the request to the money on the customer's card, one state at a time.

REQUESTED -> PAYING | HELD | REFUSED      the verdict of monitoring, stored before money moves;
                                          mostly in the commit that stores the request
HELD      -> PAYING | REFUSED             monitoring answers at last, or staff decide, and the
                                          line can still be drawn on; or the customer cancels, or
                                          it waited too long
PAYING    -> PAID | REFUSED | UNKNOWN     what the rail answers
UNKNOWN   -> PAID | REFUSED               what the rail answers when asked again with the same key

Once PAYING is stored the payment may be on its way, so only the rail can end it: nothing in this
house turns a payment that might happen into a refusal.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID, uuid5

from chassis.errors import Unavailable
from services.lending.domain.errors import (
    DrawdownNotCancellable,
    DrawdownNotHeld,
    VerdictForAnotherDrawdown,
)
from services.lending.domain.loan_terms import LoanTerms
from services.lending.domain.product import AssuranceLevel


class DrawdownStatus(StrEnum):
    """Where a drawdown is."""

    REQUESTED = "REQUESTED"  # limit reserved, waits for the verdict
    HELD = "HELD"  # stopped by monitoring, or monitoring did not answer
    PAYING = "PAYING"  # the payment may be on its way
    UNKNOWN = "UNKNOWN"  # the rail did not tell; it is asked again with the same key
    PAID = "PAID"  # the money reached the card
    REFUSED = "REFUSED"  # no money moved and none will; the limit is free again


FINAL = frozenset({DrawdownStatus.PAID, DrawdownStatus.REFUSED})
WAITING = frozenset({DrawdownStatus.REQUESTED, DrawdownStatus.HELD})
ON_ITS_WAY = frozenset({DrawdownStatus.PAYING, DrawdownStatus.UNKNOWN})

SCREEN_BLOCKED = "SCREEN_BLOCKED"
STAFF_REFUSED = "STAFF_REFUSED"
CUSTOMER_CANCELLED = "CUSTOMER_CANCELLED"
HELD_TOO_LONG = "HELD_TOO_LONG"


class VerdictOutcome(StrEnum):
    """What monitoring says about a drawdown."""

    ALLOW = "ALLOW"
    STEP_UP = "STEP_UP"
    HOLD = "HOLD"
    BLOCK = "BLOCK"


class HoldReason(StrEnum):
    """Why a drawdown waits."""

    SCREEN_HOLD = "SCREEN_HOLD"  # staff decide
    STEP_UP = "STEP_UP"  # the customer should prove more; until they can, staff decide
    NO_ANSWER = "NO_ANSWER"  # monitoring is asked again by itself


@dataclass(frozen=True, slots=True)
class Verdict:
    """What monitoring said, for exactly this customer, amount and card, until a time."""

    verdict_id: UUID
    outcome: VerdictOutcome
    reason_codes: tuple[str, ...]
    rule_set_version: str
    customer_id: UUID
    amount_minor: int
    card_id: UUID
    expires_at: datetime


class PaymentOutcome(StrEnum):
    """What the rail says about a payment."""

    PAID = "PAID"
    REFUSED = "REFUSED"
    UNSETTLED = "UNSETTLED"  # pending, timed out, or not known yet


@dataclass(frozen=True, slots=True)
class PaymentAnswer:
    """The rail's answer: the day it booked the payment on, or why it refused (ISO 20022)."""

    outcome: PaymentOutcome
    reason_code: str = ""
    booked_on: date | None = None


@dataclass(frozen=True, slots=True)
class StaffDecision:
    """What a member of staff decided about a held drawdown, and why."""

    staff_name: str
    allowed: bool
    reason: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class PayoutCard:
    """The customer's own card the money goes to, as the rail knows it."""

    card_id: UUID
    card_token: str


@dataclass(frozen=True, slots=True)
class OwnCard:
    """A card bound to the customer, and how well identity knows them."""

    card: PayoutCard
    assurance_level: AssuranceLevel


def drawdown_id_of(contract_id: UUID, card_id: UUID) -> UUID:
    """The id of the drawdown of a contract to a card, the same at every attempt.

    So a request that is repeated, or dies between screen and commit, is screened as one drawdown.
    Its first 48 bits, the time, are those of the contract: drawdowns sort by their contracts.
    """
    spread = bytearray(sha256(contract_id.bytes + card_id.bytes).digest()[:16])
    spread[:6] = contract_id.bytes[:6]
    spread[6] = 0x70 | (spread[6] & 0x0F)  # version 7
    spread[8] = 0x80 | (spread[8] & 0x3F)  # the variant of RFC 9562
    return UUID(bytes=bytes(spread))


@dataclass(frozen=True, slots=True)
class Drawdown:
    """One drawdown on one contract, paid out under one key for ever."""

    customer_id: UUID
    drawdown_id: UUID
    contract_id: UUID
    credit_line_id: UUID
    card: PayoutCard
    terms: LoanTerms
    amount_minor: int
    status: DrawdownStatus
    requested_at: datetime
    requested_on: date
    verdict: Verdict | None = None
    hold_reason: HoldReason | None = None
    refusal_reason: str = ""
    paid_on: date | None = None
    paid_at: datetime | None = None
    staff_decision: StaffDecision | None = None
    warning_sha256: str = ""
    """The warning against borrowing more that the customer had read; empty when none was due."""
    version: int = 0

    @property
    def end_to_end_id(self) -> str:
        """The key at the rail, the same at every attempt: 32 characters of the 35 allowed."""
        return self.drawdown_id.hex

    @property
    def is_final(self) -> bool:
        return self.status in FINAL

    @property
    def has_work(self) -> bool:
        """Something is to be done without anybody asking: screen, pay, or ask the rail again."""
        return self.awaits_verdict or self.status in ON_ITS_WAY

    @property
    def awaits_verdict(self) -> bool:
        """Monitoring is still to be asked; a drawdown held for an analyst is not."""
        return self.status is DrawdownStatus.REQUESTED or (
            self.status is DrawdownStatus.HELD and self.hold_reason is HoldReason.NO_ANSWER
        )

    def screening_key(self, attempt: int, occasion: str = "") -> UUID:
        """The request id of a screening; asking again under the same key gives the same verdict.

        A request that was tried before it could be stored has another time, so another key; so has
        a later occasion, such as a release.
        """
        asked = f"screening:{self.requested_at.isoformat()}:{occasion}:{attempt}"
        return uuid5(self.drawdown_id, asked)

    def judge(self, verdict: Verdict, now: datetime) -> "Drawdown":
        """Store a verdict and go where it leads. Refuses one for another customer, amount or card.

        An expired verdict changes nothing: the caller has the drawdown screened again.
        """
        self._require_bound(verdict)
        if now >= verdict.expires_at:
            return self
        judged = replace(self, verdict=verdict, hold_reason=None)
        match verdict.outcome:
            case VerdictOutcome.ALLOW:
                return replace(judged, status=DrawdownStatus.PAYING)
            case VerdictOutcome.BLOCK:
                return _refuse(judged, SCREEN_BLOCKED)
            case VerdictOutcome.STEP_UP:
                return _hold(judged, HoldReason.STEP_UP)
            case _:
                return _hold(judged, HoldReason.SCREEN_HOLD)

    def hold_unanswered(self) -> "Drawdown":
        """Monitoring did not answer: no money moves until it does."""
        return _hold(self, HoldReason.NO_ANSWER)

    def decide_by_staff(self, decision: StaffDecision, verdict: Verdict | None) -> "Drawdown":
        """Staff pay or refuse a held drawdown; who and why stays on record.

        To be paid it needs a verdict that holds now, which may still block. Raises
        DrawdownNotHeld, and Unavailable when the verdict ran out meanwhile.
        """
        self.require_held()
        decided = replace(self, staff_decision=decision, hold_reason=None)
        if not decision.allowed:
            return _refuse(decided, STAFF_REFUSED)
        return decided.pay_on(verdict, decision.decided_at)

    def pay_on(self, verdict: Verdict | None, now: datetime) -> "Drawdown":
        """What somebody vouched for may be paid, unless the screen of now blocks it."""
        if verdict is None or now >= verdict.expires_at:
            raise Unavailable(dependency="monitoring")
        self._require_bound(verdict)
        judged = replace(self, verdict=verdict, hold_reason=None)
        if verdict.outcome is VerdictOutcome.BLOCK:
            return _refuse(judged, SCREEN_BLOCKED)
        return replace(judged, status=DrawdownStatus.PAYING)

    def require_held(self) -> None:
        """Raises DrawdownNotHeld when it does not wait for a decision."""
        if self.status is not DrawdownStatus.HELD:
            raise DrawdownNotHeld(status=self.status.value)

    def cancel(self) -> "Drawdown":
        """The customer does not want it any more; too late once money may move."""
        if self.status not in WAITING:
            raise DrawdownNotCancellable(status=self.status.value)
        return _refuse(self, CUSTOMER_CANCELLED)

    def expire(self) -> "Drawdown":
        """It waited too long for a decision."""
        self.require_held()
        return _refuse(self, HELD_TOO_LONG)

    def refuse(self, reason: str) -> "Drawdown":
        """What may not be paid any more; only where no money has begun to move."""
        return _refuse(self, reason)

    def _require_bound(self, verdict: Verdict) -> None:
        bound_to = (verdict.customer_id, verdict.amount_minor, verdict.card_id)
        if bound_to != (self.customer_id, self.amount_minor, self.card.card_id):
            raise VerdictForAnotherDrawdown(verdict.verdict_id)

    def settle(self, answer: PaymentAnswer, now: datetime) -> "Drawdown":
        """Take the rail's answer; one that settles nothing leaves the payment unknown."""
        match answer.outcome:
            case PaymentOutcome.PAID:
                # The rail's day is the true one: interest begins when the customer has the money.
                return replace(
                    self, status=DrawdownStatus.PAID, paid_on=answer.booked_on, paid_at=now
                )
            case PaymentOutcome.REFUSED:
                return _refuse(self, answer.reason_code)
            case _:
                return replace(self, status=DrawdownStatus.UNKNOWN)


def _hold(drawdown: Drawdown, reason: HoldReason) -> Drawdown:
    return replace(drawdown, status=DrawdownStatus.HELD, hold_reason=reason)


def _refuse(drawdown: Drawdown, reason: str) -> Drawdown:
    return replace(drawdown, status=DrawdownStatus.REFUSED, hold_reason=None, refusal_reason=reason)
