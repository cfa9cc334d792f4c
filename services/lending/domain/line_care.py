"""What becomes of a line after it is opened: raised, lowered, frozen, given back, closed.

A line is frozen for as long as at least one reason holds. A reason that comes by itself (a loan too
late, a worse risk) goes by itself too, but only after the customer has been in order for some days,
so that a line does not flicker. Every change leaves a record that is never changed and tells the
customer in both languages.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from chassis.decision import Change, Decision
from services.lending.domain.credit_line import USABLE, CreditLine, LineStatus
from services.lending.domain.errors import (
    CreditLineFrozen,
    CreditLineInUse,
    CreditLineNotActive,
    LimitImpossible,
    LimitOfferEnded,
)
from services.lending.domain.events import CreditLineChanged
from services.lending.domain.exposure import CustomerExposure
from services.lending.domain.line_notice import notice_of
from services.lending.domain.line_record import LineChange
from services.lending.domain.line_words import (
    AUTOMATIC,
    Freeze,
    FreezeReason,
    LimitOffer,
    LineChangeKind,
    LineTriggers,
)
from services.lending.domain.policy import LendingPolicy

Parts = tuple[CreditLine, CustomerExposure]


@dataclass(frozen=True, slots=True)
class Occasion:
    """When something happens to a line, through whom and why; the id is the record's."""

    change_id: UUID
    actor: str
    """A staff name, "customer", or "policy" for what happens by itself."""
    reason: str
    note: str
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class BehaviourSeen:
    """What a look at a customer's behaviour found since the line was assessed."""

    grades_down: int
    new_enquiries: int


def freeze(
    line: CreditLine, reason: FreezeReason, about: str, at: Occasion
) -> Decision[CreditLine]:
    """Stop drawing for a reason; what is owed stays owed. The same reason again changes nothing."""
    _require_not_closed(line)
    held = [it for it in line.freezes if (it.reason, it.about) == (reason, about)]
    if held and held[0].in_order_since is None:
        return Decision(reply=line)
    others = tuple(it for it in line.freezes if it not in held)
    frozen = replace(
        line,
        status=LineStatus.FROZEN,
        freezes=(*others, Freeze(reason, about, at.today)),
        offer=None,
    )
    if line.status is LineStatus.FROZEN:
        # The customer knows that the line is frozen; one more reason is no news.
        return Decision(reply=frozen, changes=(Change(frozen),))
    return _changed(line, frozen, LineChangeKind.FROZEN, at)


def in_order_again(
    line: CreditLine, reason: FreezeReason, about: str, at: Occasion
) -> Decision[CreditLine]:
    """What a reason was about is in order from today on; the line is given back after some days."""
    freezes = tuple(
        replace(it, in_order_since=at.today)
        if (it.reason, it.about) == (reason, about) and it.in_order_since is None
        else it
        for it in line.freezes
    )
    if freezes == line.freezes:
        return Decision(reply=line)
    cleared = replace(line, freezes=freezes)
    return Decision(reply=cleared, changes=(Change(cleared),))


def review(line: CreditLine, triggers: LineTriggers, at: Occasion) -> Decision[CreditLine]:
    """Let reasons go that came by themselves and have been in order for long enough."""
    since = at.today - timedelta(days=triggers.unfreeze_after_days)
    kept = tuple(
        it
        for it in line.freezes
        if it.reason not in AUTOMATIC or it.in_order_since is None or it.in_order_since > since
    )
    return _given_back(line, kept, at)


def unfreeze(
    line: CreditLine, reasons: Iterable[FreezeReason], at: Occasion
) -> Decision[CreditLine]:
    """Somebody lets reasons go; the line is given back when none is left."""
    _require_not_closed(line)
    gone = set(reasons)
    return _given_back(line, tuple(it for it in line.freezes if it.reason not in gone), at)


def behaviour(
    line: CreditLine, seen: BehaviourSeen, triggers: LineTriggers, at: Occasion
) -> Decision[CreditLine]:
    """Freeze a line whose customer became a worse risk; begin to give it back when no more."""
    worse = {
        FreezeReason.RISK_WORSE: seen.grades_down >= triggers.freeze_from_grades_down,
        FreezeReason.NEW_ENQUIRIES: seen.new_enquiries >= triggers.freeze_from_new_enquiries,
    }
    changes: list[Change] = []
    state = line
    for reason, is_so in worse.items():
        step = freeze if is_so and state.status is not LineStatus.CLOSED else in_order_again
        decision = step(state, reason, "", replace(at, reason=reason.value))
        if decision.changes:
            state = decision.reply
            changes = [it for it in changes if not isinstance(it.state, CreditLine)]
            changes += decision.changes
    return Decision(reply=state, changes=tuple(changes))


def offer_increase(
    parts: Parts, limit_minor: int, policy: LendingPolicy, at: Occasion
) -> Decision[CreditLine]:
    """Offer a higher limit; nothing is raised before the customer agrees (LN-22)."""
    line, exposure = parts
    _require_usable(line)
    _require_possible(line, exposure, limit_minor, policy)
    offer = LimitOffer(
        offer_id=at.change_id,
        limit_minor=limit_minor,
        valid_until=at.today + timedelta(days=policy.line_triggers.offer_valid_days),
        policy_version=policy.version,
    )
    return _changed(line, replace(line, offer=offer), LineChangeKind.INCREASE_OFFERED, at)


def accept_offer(
    parts: Parts, offer_id: UUID, policy: LendingPolicy, at: Occasion
) -> Decision[CreditLine]:
    """The customer takes the higher limit that was offered."""
    line, exposure = parts
    offer = _open_offer(line, offer_id, at.today)
    _require_usable(line)
    _require_possible(line, exposure, offer.limit_minor, policy)
    raised = replace(
        line, limit_minor=offer.limit_minor, offer=None, policy_version=offer.policy_version
    )
    return _changed(line, raised, LineChangeKind.INCREASED, at, exposure)


def decline_offer(line: CreditLine, offer_id: UUID, at: Occasion) -> Decision[CreditLine]:
    """The customer does not want the higher limit."""
    _open_offer(line, offer_id, at.today)
    return _changed(line, replace(line, offer=None), LineChangeKind.INCREASE_DECLINED, at)


def decrease(parts: Parts, limit_minor: int, at: Occasion) -> Decision[CreditLine]:
    """Lower the limit, never below what is drawn and on its way."""
    line, exposure = parts
    _require_not_closed(line)
    if not 0 <= limit_minor < line.limit_minor:
        raise LimitImpossible(limit_minor=line.limit_minor)
    lowered = max(limit_minor, line.drawn_minor + line.reserved_minor)
    if lowered >= line.limit_minor:
        raise CreditLineInUse(drawn_minor=line.drawn_minor, reserved_minor=line.reserved_minor)
    after = replace(line, limit_minor=lowered, offer=None, over_limit_minor=0)
    return _changed(line, after, LineChangeKind.DECREASED, at, exposure)


def close(parts: Parts, at: Occasion) -> Decision[CreditLine]:
    """End a line for good, once nothing is owed on it or on its way."""
    line, exposure = parts
    _require_not_closed(line)
    if line.drawn_minor or line.reserved_minor:
        raise CreditLineInUse(drawn_minor=line.drawn_minor, reserved_minor=line.reserved_minor)
    closed = replace(line, status=LineStatus.CLOSED, freezes=(), offer=None)
    return _changed(line, closed, LineChangeKind.CLOSED, at, exposure)


def _given_back(line: CreditLine, kept: tuple[Freeze, ...], at: Occasion) -> Decision[CreditLine]:
    if kept == line.freezes:
        return Decision(reply=line)
    if kept:
        still_frozen = replace(line, freezes=kept)
        return Decision(reply=still_frozen, changes=(Change(still_frozen),))
    # A line that was never drawn is assessed again before its first draw if that took too long.
    used = line.drawn_minor + line.reserved_minor
    status = LineStatus.ACTIVE if used else LineStatus.OPENED
    return _changed(line, replace(line, status=status, freezes=()), LineChangeKind.UNFROZEN, at)


def _changed(
    before: CreditLine,
    after: CreditLine,
    kind: LineChangeKind,
    at: Occasion,
    exposure: CustomerExposure | None = None,
) -> Decision[CreditLine]:
    record = LineChange(
        customer_id=before.customer_id,
        change_id=at.change_id,
        credit_line_id=before.credit_line_id,
        product_code=before.product_code,
        kind=kind,
        reason=at.reason,
        actor=at.actor,
        note=at.note,
        limit_before_minor=before.limit_minor,
        limit_after_minor=after.limit_minor,
        status_before=before.status,
        status_after=after.status,
        business_date=at.today,
        policy_version=after.policy_version,
        notice=notice_of(kind, at.reason, before, after),
        changed_at=at.now,
    )
    changes = [
        Change(after),
        Change(record, events=(CreditLineChanged(record, after.available_minor),)),
    ]
    if exposure is not None:
        counted = 0 if after.status is LineStatus.CLOSED else after.limit_minor
        exposed = exposure.with_limit(after.product_code, counted)
        changes += [] if exposed is exposure else [Change(exposed)]
    return Decision(reply=after, changes=tuple(changes))


def _require_possible(
    line: CreditLine, exposure: CustomerExposure, limit_minor: int, policy: LendingPolicy
) -> None:
    """Refuse a limit that is not higher, or above what grade, product and person may have."""
    graded = [rule.limit_max_minor for rule in policy.grades if rule.grade == line.grade]
    most_minor = min(
        [
            *graded,
            policy.line_limit_max_minor,
            policy.person_exposure_max_minor - exposure.besides(line.product_code),
        ]
    )
    if not graded or not line.limit_minor < limit_minor <= most_minor:
        raise LimitImpossible(limit_minor=line.limit_minor, most_minor=most_minor)


def _open_offer(line: CreditLine, offer_id: UUID, today: date) -> LimitOffer:
    if line.offer is None or line.offer.offer_id != offer_id or today > line.offer.valid_until:
        raise LimitOfferEnded
    return line.offer


def _require_usable(line: CreditLine) -> None:
    _require_not_closed(line)
    if line.status not in USABLE:
        raise CreditLineFrozen(reasons=",".join(sorted({it.reason for it in line.freezes})))


def _require_not_closed(line: CreditLine) -> None:
    if line.status is LineStatus.CLOSED:
        raise CreditLineNotActive(status=line.status.value)
