"""The payout step by step: every answer, every repetition, death at every named point."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chassis import crash_points
from chassis.errors import StateForbids, Unavailable
from chassis.ports import new_id
from services.lending.domain.drawdown import (
    Drawdown,
    DrawdownStatus,
    HoldReason,
    StaffDecision,
    VerdictOutcome,
)
from services.lending.domain.errors import (
    BorrowingWarningUnread,
    CardNotBound,
    DrawdownNotCancellable,
)
from services.lending.domain.line_words import FreezeReason
from services.lending.use_cases.credit_lines import By
from tests.builders.lending import CARD, CUSTOMER, TODAY
from tests.integration.lending.conftest import World, a_request

SIGNING_POINTS = {
    "lending.sign.code_verified",
    "lending.seal.timestamped",
    "lending.seal.recorded",
}
"""Played in test_signing_and_sealing.py."""
LENDING = Path(__file__).parents[3] / "services" / "lending"


class Dead(BaseException):
    """The process was killed here."""


@pytest.fixture
def die_at() -> Any:
    """`die_at(name)`: the process dies at this crash point the next time it passes."""

    def arm(name: str) -> None:
        def handle(passed: str) -> None:
            if passed == name:
                crash_points.set_handler(None)
                raise Dead(name)

        crash_points.set_handler(handle)

    yield arm
    crash_points.set_handler(None)


async def drive(world: World, drawdown: Drawdown, *, steps: int = 8) -> Drawdown:
    """What a runner does: the next step of the stored state, again and again."""
    for _ in range(steps):
        await world.lending.payouts.advance(await world.state_of(drawdown))
    return await world.state_of(drawdown)


async def once(world: World, drawdown: Drawdown) -> Drawdown:
    """One step."""
    return await drive(world, drawdown, steps=1)


async def test_an_allowed_drawdown_is_paid_and_drawn(world: World) -> None:
    await world.open_line()
    drawdown = await world.draw()

    paid = await drive(world, drawdown)

    line = await world.line()
    assert (paid.status, paid.paid_on) == (DrawdownStatus.PAID, TODAY)
    assert (line.drawn_minor, line.reserved_minor) == (1_000_000, 0)
    assert world.rail.sent == [drawdown.end_to_end_id]
    assert drawdown.status is DrawdownStatus.PAYING
    assert (await world.announced())[-2:] == ["DrawdownRequested", "DrawdownPaid"]


async def test_a_blocked_drawdown_never_reaches_the_rail(world: World) -> None:
    world.monitoring.outcome = VerdictOutcome.BLOCK
    await world.open_line()
    drawdown = await world.draw()

    refused = await drive(world, drawdown)

    assert (refused.status, refused.refusal_reason) == (DrawdownStatus.REFUSED, "SCREEN_BLOCKED")
    assert (await world.line()).available_minor == 6_000_000
    assert world.rail.sent == []


async def test_without_an_answer_of_monitoring_no_money_moves_until_it_comes(world: World) -> None:
    world.monitoring.silent_for = 2
    await world.open_line()

    first = await world.draw()
    second = await once(world, first)

    assert first.hold_reason is second.hold_reason is HoldReason.NO_ANSWER
    assert second.awaits_verdict
    assert world.rail.sent == []
    assert (await drive(world, first)).status is DrawdownStatus.PAID
    announced = await world.announced()
    assert announced[-5:] == [
        "DrawdownRequested", "DrawdownHeld", "DrawdownScreened", "DrawdownPaying", "DrawdownPaid",
    ]  # fmt: skip


async def test_a_line_frozen_while_monitoring_was_silent_pays_nothing_when_it_answers(
    world: World,
) -> None:
    world.monitoring.silent_for = 1
    await world.open_line()
    held = await world.draw()
    by = By("li.ming", FreezeReason.FRAUD_SUSPECTED)
    await world.lending.lines.freeze(CUSTOMER, held.credit_line_id, by, a_request())

    refused = await drive(world, held)

    assert held.hold_reason is HoldReason.NO_ANSWER
    assert world.rail.sent == []
    assert refused.refusal_reason == "CREDIT_LINE_NOT_ACTIVE"
    assert (await world.line()).reserved_minor == 0
    assert (await world.announced())[-2:] == ["DrawdownScreened", "DrawdownRefused"]


async def test_monitoring_that_answers_after_the_drawdowns_time_pays_nothing(world: World) -> None:
    world.monitoring.silent_for = 1
    world.monitoring.lifetime = timedelta(days=3)
    await world.open_line()
    held = await world.draw()
    world.ahead += timedelta(hours=24)

    refused = await drive(world, held)

    assert world.rail.sent == []
    assert refused.refusal_reason == "HELD_TOO_LONG"
    assert (await world.line()).reserved_minor == 0


async def test_a_verdict_that_ran_out_before_it_was_stored_is_asked_for_again(
    world: World, die_at: Any
) -> None:
    await world.open_line()
    contract, request = await world.sign(), a_request()
    die_at("lending.draw.screened")
    with pytest.raises(Dead):
        await world.lending.drawdowns.draw(CUSTOMER, contract.contract_id, CARD, request)
    world.ahead += timedelta(seconds=61)
    world.monitoring.lifetime = timedelta(minutes=10)

    drawdown = await world.lending.drawdowns.draw(CUSTOMER, contract.contract_id, CARD, request)
    paid = await drive(world, drawdown)

    assert paid.status is DrawdownStatus.PAID
    assert len(world.monitoring.given) == 2
    assert paid.verdict is not None
    assert paid.verdict.expires_at > world.now()


async def test_verdicts_that_are_always_stale_count_as_no_answer(world: World) -> None:
    world.monitoring.lifetime = timedelta(0)
    await world.open_line()
    drawdown = await world.draw()

    held = await drive(world, drawdown)

    assert held.hold_reason is HoldReason.NO_ANSWER
    assert world.rail.sent == []


async def test_a_time_out_that_later_turns_out_paid_is_paid_once(world: World) -> None:
    world.rail.lost_answers = 1
    await world.open_line()
    drawdown = await world.draw()

    unknown = await once(world, drawdown)
    paid = await once(world, drawdown)

    assert (unknown.status, paid.status) == (DrawdownStatus.UNKNOWN, DrawdownStatus.PAID)
    assert world.rail.sent == [drawdown.end_to_end_id]
    assert (await world.announced())[-2:] == ["DrawdownUnknown", "DrawdownPaid"]


async def test_a_request_that_is_refused_is_not_counted_by_monitoring(world: World) -> None:
    await world.open_line()
    contract = await world.sign()

    with pytest.raises(CardNotBound):
        await world.lending.drawdowns.draw(CUSTOMER, contract.contract_id, new_id(), a_request())

    assert world.monitoring.given == {}
    assert (await world.line()).reserved_minor == 0


async def test_who_draws_nearly_all_reads_the_warning_first(world: World) -> None:
    await world.open_line()
    contract = await world.sign(amount_minor=4_000_000)
    await drive(world, await world.draw(amount_minor=1_000_000))
    drawdowns, request = world.lending.drawdowns, a_request()

    with pytest.raises(BorrowingWarningUnread):
        await drawdowns.draw(CUSTOMER, contract.contract_id, CARD, request)
    warning = await drawdowns.borrowing_warning(CUSTOMER, contract.contract_id)
    assert warning is not None
    drawdown = await drawdowns.draw(
        CUSTOMER, contract.contract_id, CARD, request, warning_sha256=warning.sha256
    )

    assert drawdown.warning_sha256 == warning.sha256
    assert len(world.monitoring.given) == 2


async def test_a_repeated_request_is_screened_once_and_hears_how_it_stands(world: World) -> None:
    await world.open_line()
    contract, request = await world.sign(), a_request()
    draw = world.lending.drawdowns.draw

    first = await draw(CUSTOMER, contract.contract_id, CARD, request)
    again = await draw(CUSTOMER, contract.contract_id, CARD, request)

    assert again == first
    assert len(world.monitoring.given) == 1
    assert (await world.line()).reserved_minor == first.amount_minor


async def test_a_payment_the_rail_never_got_is_sent_again_with_the_same_key(world: World) -> None:
    world.rail.lost_requests = 3
    await world.open_line()
    drawdown = await world.draw()

    paid = await drive(world, drawdown)

    assert paid.status is DrawdownStatus.PAID
    assert world.rail.sent == [drawdown.end_to_end_id] * 4
    assert world.rail.book == {drawdown.end_to_end_id: 1_000_000}
    assert (await world.announced()).count("DrawdownUnknown") == 1


async def test_what_the_rail_refuses_frees_the_limit(world: World) -> None:
    world.rail.refuse_with = "AC04"
    await world.open_line()
    drawdown = await world.draw()

    refused = await drive(world, drawdown)

    assert (refused.status, refused.refusal_reason) == (DrawdownStatus.REFUSED, "AC04")
    assert (await world.line()).available_minor == 6_000_000


def a_staff_decision(world: World, *, allowed: bool) -> StaffDecision:
    return StaffDecision("li.ming", allowed=allowed, reason="called", decided_at=world.now())


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [(VerdictOutcome.HOLD, HoldReason.SCREEN_HOLD), (VerdictOutcome.STEP_UP, HoldReason.STEP_UP)],
)
async def test_a_held_drawdown_is_paid_only_when_staff_say_so(
    world: World, outcome: Any, reason: Any
) -> None:
    world.monitoring.outcome = outcome
    await world.open_line()
    drawdown = await world.draw()

    held = await drive(world, drawdown)
    await world.lending.held.decide(
        CUSTOMER, drawdown.drawdown_id, a_staff_decision(world, allowed=True), a_request()
    )
    paid = await drive(world, drawdown)

    assert (held.status, held.hold_reason) == (DrawdownStatus.HELD, reason)
    assert paid.status is DrawdownStatus.PAID
    assert paid.staff_decision is not None
    assert paid.staff_decision.staff_name == "li.ming"


async def test_staff_refuse_once_and_the_limit_is_free(world: World) -> None:
    world.monitoring.outcome = VerdictOutcome.HOLD
    await world.open_line()
    drawdown = await world.draw()
    await drive(world, drawdown)
    decide = world.lending.held.decide
    no = a_staff_decision(world, allowed=False)

    refused = await decide(CUSTOMER, drawdown.drawdown_id, no, a_request())

    assert refused.refusal_reason == "STAFF_REFUSED"
    with pytest.raises(StateForbids):
        await decide(CUSTOMER, drawdown.drawdown_id, no, a_request())
    assert (await world.line()).available_minor == 6_000_000


async def test_a_release_is_screened_anew_and_what_is_blocked_by_then_is_refused(
    world: World,
) -> None:
    world.monitoring.outcome = VerdictOutcome.HOLD
    await world.open_line()
    drawdown, yes = await world.draw(), a_staff_decision(world, allowed=True)
    decide, request = world.lending.held.decide, a_request()
    world.monitoring.silent_for = 1

    with pytest.raises(Unavailable):
        await decide(CUSTOMER, drawdown.drawdown_id, yes, request)
    world.monitoring.outcome = VerdictOutcome.BLOCK
    refused = await decide(CUSTOMER, drawdown.drawdown_id, yes, request)
    again = await decide(CUSTOMER, drawdown.drawdown_id, yes, request)

    assert refused == again
    assert refused.refusal_reason == "SCREEN_BLOCKED"
    assert world.rail.sent == []
    assert (await world.line()).reserved_minor == 0


async def test_a_customer_takes_a_held_drawdown_back(world: World) -> None:
    world.monitoring.outcome = VerdictOutcome.HOLD
    await world.open_line()
    drawdown, request = await world.draw(), a_request()
    cancel = world.lending.held.cancel

    cancelled = await cancel(CUSTOMER, drawdown.drawdown_id, request)

    assert cancelled == await cancel(CUSTOMER, drawdown.drawdown_id, request)
    assert cancelled.refusal_reason == "CUSTOMER_CANCELLED"
    assert (await world.line()).available_minor == 6_000_000
    with pytest.raises(DrawdownNotCancellable):
        await cancel(CUSTOMER, drawdown.drawdown_id, a_request())


async def test_a_drawdown_nobody_decides_is_refused_in_time_and_once(
    world: World, die_at: Any
) -> None:
    world.monitoring.outcome = VerdictOutcome.HOLD
    await world.open_line()
    drawdown = await world.draw()
    await world.lending.held.expire_old()
    waiting = await world.state_of(drawdown)
    world.ahead += timedelta(hours=24)

    die_at("lending.held.expired")
    with pytest.raises(Dead):
        await world.lending.held.expire_old()
    await world.lending.held.expire_old()

    expired = await world.state_of(drawdown)
    assert waiting.status is DrawdownStatus.HELD
    assert expired.refusal_reason == "HELD_TOO_LONG"
    assert (await world.line()).reserved_minor == 0
    assert (await world.announced()).count("DrawdownRefused") == 1


async def test_a_release_that_dies_after_its_commit_is_paid_once(world: World, die_at: Any) -> None:
    world.monitoring.outcome = VerdictOutcome.HOLD
    await world.open_line()
    drawdown, yes = await world.draw(), a_staff_decision(world, allowed=True)
    die_at("lending.held.decided")
    with pytest.raises(Dead):
        await world.lending.held.decide(CUSTOMER, drawdown.drawdown_id, yes, a_request())

    paid = await drive(world, drawdown)

    assert paid.status is DrawdownStatus.PAID
    assert world.rail.book == {drawdown.end_to_end_id: 1_000_000}


async def test_two_workers_on_one_drawdown_pay_it_once(world: World) -> None:
    await world.open_line()
    drawdown = await world.draw()

    await asyncio.gather(*(drive(world, drawdown) for _ in range(5)))

    line = await world.line()
    assert (await world.state_of(drawdown)).status is DrawdownStatus.PAID
    assert world.rail.book == {drawdown.end_to_end_id: 1_000_000}
    assert (line.drawn_minor, line.reserved_minor) == (1_000_000, 0)
    assert (await world.announced()).count("DrawdownPaid") == 1


Kill = Callable[[World, str, Callable[[str], None]], Awaitable[Drawdown]]


async def killed_in_the_draw(world: World, point: str, die_at: Callable[[str], None]) -> Drawdown:
    contract = await world.sign()
    request = a_request()
    die_at(point)
    with pytest.raises(Dead):
        await world.lending.drawdowns.draw(CUSTOMER, contract.contract_id, CARD, request)
    # The caller heard nothing and sends the same request again.
    return await world.lending.drawdowns.draw(CUSTOMER, contract.contract_id, CARD, request)


async def killed_in_the_payout(world: World, point: str, die_at: Callable[[str], None]) -> Drawdown:
    drawdown = await world.draw()
    die_at(point)
    with pytest.raises(Dead):
        await drive(world, drawdown)
    return drawdown


async def killed_in_a_late_screen(
    world: World, point: str, die_at: Callable[[str], None]
) -> Drawdown:
    world.monitoring.silent_for = 1
    return await killed_in_the_payout(world, point, die_at)


CRASH_POINTS: dict[str, Kill] = {
    "lending.draw.screened": killed_in_the_draw,
    "lending.draw.recorded": killed_in_the_draw,
    "lending.screening.answered": killed_in_a_late_screen,
    "lending.screening.recorded": killed_in_a_late_screen,
    "lending.payout.before_rail": killed_in_the_payout,
    "lending.payout.answered": killed_in_the_payout,
    "lending.payout.recorded": killed_in_the_payout,
}


def test_every_crash_point_of_lending_is_covered_here() -> None:
    elsewhere = {"lending.held.decided", "lending.held.expired"} | SIGNING_POINTS
    assert crash_points.names_in_source([LENDING]) == set(CRASH_POINTS) | elsewhere


@pytest.mark.parametrize("lost_answers", [0, 1], ids=["rail-answers", "rail-times-out"])
@pytest.mark.parametrize("point", CRASH_POINTS)
async def test_death_at_any_point_is_resumed_and_pays_once(
    world: World, die_at: Any, point: str, lost_answers: int
) -> None:
    world.rail.lost_answers = lost_answers
    await world.open_line()
    drawdown = await CRASH_POINTS[point](world, point, die_at)

    paid = await drive(world, drawdown)

    line = await world.line()
    announced = await world.announced()
    assert paid.status is DrawdownStatus.PAID
    assert world.rail.book == {drawdown.end_to_end_id: 1_000_000}
    assert (line.drawn_minor, line.reserved_minor) == (1_000_000, 0)
    for event in ("DrawdownRequested", "DrawdownPaid"):
        assert announced.count(event) == 1
