"""What happens together to line, contract and drawdown at each step of a payout, as decisions.

Late news (a second verdict, an answer after the end) changes nothing: any step may be repeated.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from chassis.decision import Change, Decision
from chassis.errors import DomainError
from services.lending.domain.admission import require_assurance
from services.lending.domain.borrowing_warning import require_read, warning_before
from services.lending.domain.contract import Contract
from services.lending.domain.credit_line import CreditLine
from services.lending.domain.documents import Templates
from services.lending.domain.drawdown import (
    HELD_TOO_LONG,
    ON_ITS_WAY,
    Drawdown,
    DrawdownStatus,
    OwnCard,
    PaymentAnswer,
    StaffDecision,
    Verdict,
    drawdown_id_of,
)
from services.lending.domain.errors import AmountAboveMaximum, CardNotBound
from services.lending.domain.events import (
    CreditLineRedrawn,
    CreditLineRestored,
    DrawdownHeld,
    DrawdownPaid,
    DrawdownPaying,
    DrawdownRefused,
    DrawdownRequested,
    DrawdownScreened,
    DrawdownUnknown,
    RepaidPrincipal,
)
from services.lending.domain.policy import LendingPolicy
from services.lending.domain.quote import require_same_day

_AT_ONCE = {DrawdownStatus.HELD: DrawdownHeld, DrawdownStatus.REFUSED: DrawdownRefused}
"""What a request leads to at once and is news beside the request itself."""


@dataclass(frozen=True, slots=True)
class RequestDrawdown:
    """A customer's wish to draw on a contract; `card` is None when it is not bound to them."""

    card_id: UUID
    card: OwnCard | None
    policy: LendingPolicy
    templates: Templates
    today: date
    now: datetime
    warning_sha256: str = ""
    """The warning against borrowing more that the customer says they read."""
    verdict: Verdict | None = None
    """What monitoring said of it; None when it did not answer in time."""


def request_drawdown(
    command: RequestDrawdown, contract: Contract, line: CreditLine
) -> Decision[Drawdown]:
    """Tie the contract, reserve the limit, store the verdict: the payout begins or waits.

    Refuses more than the free limit.
    """
    wanted = wanted_drawdown(command, contract, line)
    used = contract.use_for(wanted.drawdown_id)
    reserved = line.reserve(wanted.amount_minor)
    if command.verdict is None:
        drawdown = wanted.hold_unanswered()
    else:
        drawdown = wanted.judge(command.verdict, command.now)
    blocked = drawdown.status is DrawdownStatus.REFUSED
    requested = DrawdownRequested(drawdown)
    more = _AT_ONCE.get(drawdown.status)
    events = (requested,) if more is None else (requested, more(drawdown, command.now))
    return Decision(
        reply=drawdown,
        changes=(
            Change(used),
            *(() if blocked else (Change(reserved),)),
            Change(drawdown, events=events),
        ),
    )


def wanted_drawdown(command: RequestDrawdown, contract: Contract, line: CreditLine) -> Drawdown:
    """The drawdown that is asked for, before anybody judged it; refuses what must not go on."""
    contract.require_drawable()
    if command.card is None:
        raise CardNotBound(card_id=command.card_id)
    require_assurance(command.card.assurance_level, command.policy)
    require_same_day(contract.terms.valid_on, command.today)
    line.require_usable_on(command.today, command.policy)
    amount_minor = contract.terms.amount_minor
    line.reserve(amount_minor)
    warning = warning_before(line, amount_minor, command.policy, command.templates)
    require_read(warning, command.warning_sha256)
    return Drawdown(
        customer_id=contract.customer_id,
        drawdown_id=drawdown_id_of(contract.contract_id, command.card_id),
        contract_id=contract.contract_id,
        credit_line_id=line.credit_line_id,
        card=command.card.card,
        terms=contract.terms,
        amount_minor=amount_minor,
        status=DrawdownStatus.REQUESTED,
        requested_at=command.now,
        requested_on=command.today,
        warning_sha256="" if warning is None else warning.sha256,
    )


@dataclass(frozen=True, slots=True)
class Recheck:
    """What a drawdown that waited is looked at with before its money moves."""

    policy: LendingPolicy
    today: date
    verdict: Verdict | None

    def check(self, drawdown: Drawdown, line: CreditLine) -> None:
        """Raises what forbids a drawdown of this amount on this line now."""
        line.require_usable_on(self.today, self.policy)
        if drawdown.amount_minor > self.policy.drawdown_max_minor:
            raise AmountAboveMaximum(maximum_minor=self.policy.drawdown_max_minor)


def record_verdict(
    drawdown: Drawdown, line: CreditLine, recheck: Recheck, now: datetime
) -> Decision[Drawdown]:
    """Store what monitoring said, before any money moves.

    A late verdict that allows pays only what a new request could still be paid: while the drawdown
    waited the line may have been frozen, or its time may have run out.
    """
    verdict = recheck.verdict
    if verdict is None or not drawdown.awaits_verdict:
        return Decision(reply=drawdown)
    judged = drawdown.judge(verdict, now)
    if judged is drawdown:
        return Decision(reply=drawdown)
    if judged.status is DrawdownStatus.PAYING:
        judged = _still_payable(judged, line, recheck, now)
    return _moved(judged, line, now, first=DrawdownScreened(judged, now))


def _still_payable(judged: Drawdown, line: CreditLine, recheck: Recheck, now: datetime) -> Drawdown:
    if waited_too_long(judged, recheck.policy, now):
        return judged.refuse(HELD_TOO_LONG)
    try:
        recheck.check(judged, line)
    except DomainError as forbidden:
        return judged.refuse(forbidden.reason)
    return judged


def record_unanswered(drawdown: Drawdown, now: datetime) -> Decision[Drawdown]:
    """Hold a drawdown that monitoring did not answer for; a held one stays as it is."""
    if drawdown.status is not DrawdownStatus.REQUESTED:
        return Decision(reply=drawdown)
    held = drawdown.hold_unanswered()
    return Decision(reply=held, changes=(Change(held, events=(DrawdownHeld(held, now),)),))


def record_payment(
    drawdown: Drawdown, line: CreditLine, answer: PaymentAnswer, now: datetime
) -> Decision[Drawdown]:
    """Store what the rail answered: the line's reservation becomes drawn, or free again."""
    settled = drawdown.settle(answer, now) if drawdown.status in ON_ITS_WAY else drawdown
    if settled.status is drawdown.status:
        return Decision(reply=drawdown)
    return _moved(settled, line, now)


def decide_held(
    drawdown: Drawdown, line: CreditLine, decision: StaffDecision, recheck: Recheck
) -> Decision[Drawdown]:
    """Staff pay or refuse a held drawdown; what is to be paid must still be allowed."""
    drawdown.require_held()
    if decision.allowed:
        recheck.check(drawdown, line)
    decided = drawdown.decide_by_staff(decision, recheck.verdict)
    return _moved(decided, line, decision.decided_at)


def cancel_waiting(drawdown: Drawdown, line: CreditLine, now: datetime) -> Decision[Drawdown]:
    """The customer takes a waiting drawdown back: its amount is free again."""
    return _moved(drawdown.cancel(), line, now)


def expire_held(
    drawdown: Drawdown, line: CreditLine, policy: LendingPolicy, now: datetime
) -> Decision[Drawdown]:
    """Refuse what waited longer than the policy allows; anything else stays as it is."""
    if not held_too_long(drawdown, policy, now):
        return Decision(drawdown)
    return _moved(drawdown.expire(), line, now)


def held_too_long(drawdown: Drawdown, policy: LendingPolicy, now: datetime) -> bool:
    """Whether a drawdown waits for a decision and has done so for longer than it may."""
    return drawdown.status is DrawdownStatus.HELD and waited_too_long(drawdown, policy, now)


def waited_too_long(drawdown: Drawdown, policy: LendingPolicy, now: datetime) -> bool:
    """Whether the policy's time for a drawdown to wait has passed since it was asked for."""
    longest = timedelta(hours=policy.held_drawdown_expires_after_h)
    return now - drawdown.requested_at >= longest


def restore_line(line: CreditLine, repaid: RepaidPrincipal, now: datetime) -> Decision[CreditLine]:
    """Principal came back: it can be drawn again at once."""
    restored = line.restore(repaid.principal_minor)
    event = CreditLineRestored(restored, repaid, now)
    return Decision(reply=restored, changes=(Change(restored, events=(event,)),))


def redraw_line(line: CreditLine, restated: RepaidPrincipal, now: datetime) -> Decision[CreditLine]:
    """Principal is owed again: it takes its part of the line, beyond the limit if need be."""
    redrawn = line.redraw(restated.principal_minor)
    event = CreditLineRedrawn(redrawn, restated, now)
    return Decision(reply=redrawn, changes=(Change(redrawn, events=(event,)),))


def _moved(
    drawdown: Drawdown, line: CreditLine, now: datetime, *, first: object | None = None
) -> Decision[Drawdown]:
    """The new state, what is announced about it, and what it does to the line."""
    announced = {
        DrawdownStatus.HELD: DrawdownHeld,
        DrawdownStatus.PAYING: DrawdownPaying,
        DrawdownStatus.UNKNOWN: DrawdownUnknown,
        DrawdownStatus.PAID: DrawdownPaid,
        DrawdownStatus.REFUSED: DrawdownRefused,
    }[drawdown.status](drawdown, now)
    events = (announced,) if first is None else (first, announced)
    changes = [Change(drawdown, events=events)]
    if drawdown.status is DrawdownStatus.PAID:
        changes.append(Change(line.commit(drawdown.amount_minor)))
    elif drawdown.status is DrawdownStatus.REFUSED:
        changes.append(Change(line.release(drawdown.amount_minor)))
    return Decision(reply=drawdown, changes=tuple(changes))
