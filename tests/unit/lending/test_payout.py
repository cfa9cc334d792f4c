"""A drawdown from the request to its end."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.decision import Decision
from chassis.errors import Unavailable
from services.lending.domain.business_day import CALENDAR, BusinessDay
from services.lending.domain.credit_line import CreditLine, LineStatus
from services.lending.domain.drawdown import (
    WAITING,
    DrawdownStatus,
    HoldReason,
    OwnCard,
    PaymentAnswer,
    PaymentOutcome,
    PayoutCard,
    StaffDecision,
    VerdictOutcome,
    drawdown_id_of,
)
from services.lending.domain.errors import (
    AmountAboveMaximum,
    AssuranceTooLow,
    BorrowingWarningUnread,
    CardNotBound,
    ContractAlreadyDrawn,
    CreditLineNotActive,
    DrawdownNotCancellable,
    DrawdownNotHeld,
    LimitExceeded,
    QuoteExpired,
    VerdictForAnotherDrawdown,
)
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
from services.lending.domain.payout import (
    Recheck,
    RequestDrawdown,
    cancel_waiting,
    decide_held,
    expire_held,
    record_payment,
    record_unanswered,
    record_verdict,
    redraw_line,
    request_drawdown,
    restore_line,
)
from services.lending.domain.product import AssuranceLevel
from tests.builders.lending import (
    CARD,
    CONTRACT,
    DRAWDOWN,
    NOW,
    TODAY,
    a_contract,
    a_drawdown,
    a_line,
    a_policy,
    a_verdict,
    templates,
)

AMOUNT = 1_000_000
PAID = PaymentAnswer(PaymentOutcome.PAID, booked_on=TODAY)
REFUSED = PaymentAnswer(PaymentOutcome.REFUSED, reason_code="AC04")
UNSETTLED = PaymentAnswer(PaymentOutcome.UNSETTLED)


def a_reserved_line(**changes: Any) -> Any:
    return a_line(reserved_minor=AMOUNT, **changes)


def a_request(**changes: Any) -> Any:
    request = RequestDrawdown(
        card_id=CARD,
        card=OwnCard(PayoutCard(CARD, "card-token"), AssuranceLevel.L1),
        policy=a_policy(),
        templates=templates(),
        today=TODAY,
        now=NOW,
        verdict=a_verdict(),
    )
    return replace(request, **changes)


def kinds(change: Any) -> Any:
    return [type(event) for event in change.events]


def test_a_request_ties_the_contract_reserves_the_limit_and_begins_the_payout() -> None:
    decision = request_drawdown(a_request(), a_contract(), a_line())

    contract, line, drawdown = (change.state for change in decision.changes)
    assert contract.drawdown_id == drawdown.drawdown_id == drawdown_id_of(CONTRACT, CARD)
    assert line.reserved_minor == AMOUNT
    assert drawdown == decision.reply
    assert (drawdown.status, drawdown.amount_minor) == (DrawdownStatus.PAYING, AMOUNT)
    assert (drawdown.terms, drawdown.verdict) == (a_contract().terms, a_verdict())
    assert decision.changes[2].events == (DrawdownRequested(drawdown),)


@pytest.mark.parametrize(
    ("verdict", "status", "news", "reserved_minor"),
    [
        (None, DrawdownStatus.HELD, [DrawdownRequested, DrawdownHeld], AMOUNT),
        (
            a_verdict(VerdictOutcome.HOLD),
            DrawdownStatus.HELD,
            [DrawdownRequested, DrawdownHeld],
            AMOUNT,
        ),
        (
            a_verdict(VerdictOutcome.BLOCK),
            DrawdownStatus.REFUSED,
            [DrawdownRequested, DrawdownRefused],
            0,
        ),
        (a_verdict(expires_at=NOW), DrawdownStatus.REQUESTED, [DrawdownRequested], AMOUNT),
    ],
)
def test_a_request_goes_where_the_verdict_leads(
    verdict: Any, status: Any, news: Any, reserved_minor: int
) -> None:
    decision = request_drawdown(a_request(verdict=verdict), a_contract(), a_line())

    states = {type(change.state): change.state for change in decision.changes}
    assert decision.reply.status is status
    assert kinds(decision.changes[-1]) == news
    assert states.get(CreditLine, a_line()).reserved_minor == reserved_minor


def test_a_request_with_a_verdict_for_another_amount_is_refused() -> None:
    with pytest.raises(VerdictForAnotherDrawdown):
        request_drawdown(a_request(verdict=a_verdict(amount_minor=1)), a_contract(), a_line())


def test_a_drawdowns_id_is_of_its_contract_and_card_and_sorts_by_the_contract() -> None:
    drawdown_id = drawdown_id_of(CONTRACT, CARD)

    assert drawdown_id == drawdown_id_of(CONTRACT, CARD)
    assert drawdown_id != drawdown_id_of(CONTRACT, CONTRACT)
    assert (drawdown_id.version, drawdown_id.bytes[:6]) == (7, CONTRACT.bytes[:6])


def test_a_drawdown_has_work_until_it_ends_or_waits_for_somebody() -> None:
    with_work = {status for status in DrawdownStatus if a_drawdown(status=status).has_work}
    unanswered = a_drawdown(status=DrawdownStatus.HELD, hold_reason=HoldReason.NO_ANSWER)

    assert with_work == {DrawdownStatus.REQUESTED, DrawdownStatus.PAYING, DrawdownStatus.UNKNOWN}
    assert unanswered.has_work


@pytest.mark.parametrize(
    ("request_", "contract", "line", "error"),
    [
        (a_request(), a_contract(drawdown_id=UUID(int=5)), a_line(), ContractAlreadyDrawn),
        (a_request(card=None), a_contract(), a_line(), CardNotBound),
        (
            a_request(card=OwnCard(PayoutCard(CARD, "card-token"), AssuranceLevel.L0)),
            a_contract(),
            a_line(),
            AssuranceTooLow,
        ),
        (a_request(today=TODAY + timedelta(days=1)), a_contract(), a_line(), QuoteExpired),
        (a_request(), a_contract(), a_line(status=LineStatus.FROZEN), CreditLineNotActive),
        (a_request(), a_contract(), a_line(limit_minor=AMOUNT - 1), LimitExceeded),
        (a_request(), a_contract(), a_line(limit_minor=AMOUNT), BorrowingWarningUnread),
    ],
)
def test_a_request_that_must_not_go_on_is_refused(
    request_: Any, contract: Any, line: Any, error: Any
) -> None:
    with pytest.raises(error):
        request_drawdown(request_, contract, line)


def test_the_key_at_the_rail_is_the_drawdowns_id_without_dashes() -> None:
    assert a_drawdown().end_to_end_id == str(DRAWDOWN).replace("-", "")
    assert len(a_drawdown().end_to_end_id) == 32


def test_an_allowing_verdict_is_stored_before_the_payment_may_begin() -> None:
    decision = record_verdict(a_drawdown(), a_reserved_line(), a_recheck(verdict=a_verdict()), NOW)

    (change,) = decision.changes
    assert change.state.status is DrawdownStatus.PAYING
    assert change.state.verdict == a_verdict()
    assert kinds(change) == [DrawdownScreened, DrawdownPaying]


def test_a_blocking_verdict_refuses_and_frees_the_limit() -> None:
    verdict = a_verdict(VerdictOutcome.BLOCK)

    decision = record_verdict(a_drawdown(), a_reserved_line(), a_recheck(verdict=verdict), NOW)

    change, line = decision.changes
    assert (change.state.status, change.state.refusal_reason) == (
        DrawdownStatus.REFUSED,
        "SCREEN_BLOCKED",
    )
    assert kinds(change) == [DrawdownScreened, DrawdownRefused]
    assert line.state.reserved_minor == 0


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [(VerdictOutcome.HOLD, HoldReason.SCREEN_HOLD), (VerdictOutcome.STEP_UP, HoldReason.STEP_UP)],
)
def test_a_doubting_verdict_holds_and_keeps_the_limit_reserved(outcome: Any, reason: Any) -> None:
    decision = record_verdict(
        a_drawdown(), a_reserved_line(), a_recheck(verdict=a_verdict(outcome)), NOW
    )

    (change,) = decision.changes
    assert (change.state.status, change.state.hold_reason) == (DrawdownStatus.HELD, reason)
    assert not change.state.awaits_verdict
    assert kinds(change) == [DrawdownScreened, DrawdownHeld]


@pytest.mark.parametrize(
    "changes", [{"customer_id": UUID(int=1)}, {"amount_minor": 1}, {"card_id": UUID(int=1)}]
)
def test_a_verdict_for_another_customer_amount_or_card_allows_nothing(changes: Any) -> None:
    with pytest.raises(VerdictForAnotherDrawdown):
        record_verdict(
            a_drawdown(), a_reserved_line(), a_recheck(verdict=a_verdict(**changes)), NOW
        )


def test_an_expired_verdict_changes_nothing_so_that_the_drawdown_is_screened_again() -> None:
    at_its_end = a_verdict().expires_at

    decision = record_verdict(
        a_drawdown(), a_reserved_line(), a_recheck(verdict=a_verdict()), at_its_end
    )

    assert decision.changes == ()
    assert decision.reply.awaits_verdict
    assert a_drawdown().screening_key(0) == a_drawdown().screening_key(0)
    assert a_drawdown().screening_key(0) != a_drawdown().screening_key(1)


@pytest.mark.parametrize(
    ("line", "policy", "waited", "reason"),
    [
        (a_line(status=LineStatus.FROZEN), {}, timedelta(0), "CREDIT_LINE_NOT_ACTIVE"),
        (a_line(status=LineStatus.CLOSED), {}, timedelta(0), "CREDIT_LINE_NOT_ACTIVE"),
        (a_line(), {"drawdown_max_minor": AMOUNT - 1}, timedelta(0), "AMOUNT_ABOVE_MAXIMUM"),
        (a_line(), {}, timedelta(hours=24), "HELD_TOO_LONG"),
    ],
)
@pytest.mark.parametrize("status", [DrawdownStatus.HELD, DrawdownStatus.REQUESTED])
def test_a_late_verdict_that_allows_pays_nothing_that_would_be_refused_now(
    status: Any, line: Any, policy: Any, waited: timedelta, reason: str
) -> None:
    waiting = a_drawdown(status=status, hold_reason=HoldReason.NO_ANSWER)
    now = waiting.requested_at + waited
    verdict = a_verdict(expires_at=now + timedelta(minutes=1))
    recheck = a_recheck(verdict=verdict, policy=a_policy(**policy))

    decision = record_verdict(waiting, replace(line, reserved_minor=AMOUNT), recheck, now)

    change, freed = decision.changes
    assert (change.state.status, change.state.refusal_reason) == (DrawdownStatus.REFUSED, reason)
    assert kinds(change) == [DrawdownScreened, DrawdownRefused]
    assert freed.state.reserved_minor == 0


def test_no_verdict_and_one_that_nobody_waits_for_change_nothing() -> None:
    paid = a_drawdown(status=DrawdownStatus.PAID)
    allowed = a_recheck(verdict=a_verdict())

    assert record_verdict(paid, a_line(), allowed, NOW).changes == ()
    assert record_verdict(a_drawdown(), a_line(), a_recheck(verdict=None), NOW).changes == ()


def test_without_an_answer_the_drawdown_is_held_until_monitoring_answers() -> None:
    held = record_unanswered(a_drawdown(), NOW)
    again = record_unanswered(held.reply, NOW)
    allowed = record_verdict(held.reply, a_reserved_line(), a_recheck(verdict=a_verdict()), NOW)

    assert held.reply.hold_reason is HoldReason.NO_ANSWER
    assert held.reply.awaits_verdict
    assert kinds(held.changes[0]) == [DrawdownHeld]
    assert again.changes == ()
    assert (allowed.reply.status, allowed.reply.hold_reason) == (DrawdownStatus.PAYING, None)


def test_a_paid_drawdown_turns_the_reservation_into_drawn_on_the_rails_day() -> None:
    booked = TODAY + timedelta(days=1)
    answer = PaymentAnswer(PaymentOutcome.PAID, booked_on=booked)
    paying = a_drawdown(status=DrawdownStatus.PAYING)

    decision = record_payment(paying, a_reserved_line(), answer, NOW)

    change, line = decision.changes
    assert (change.state.status, change.state.paid_on) == (DrawdownStatus.PAID, booked)
    assert change.state.is_final
    assert kinds(change) == [DrawdownPaid]
    assert (line.state.drawn_minor, line.state.reserved_minor) == (AMOUNT, 0)


def test_what_the_rail_refuses_is_refused_and_the_limit_is_free_again() -> None:
    unknown = a_drawdown(status=DrawdownStatus.UNKNOWN)

    decision = record_payment(unknown, a_reserved_line(), REFUSED, NOW)

    change, line = decision.changes
    assert (change.state.status, change.state.refusal_reason) == (DrawdownStatus.REFUSED, "AC04")
    assert kinds(change) == [DrawdownRefused]
    assert (line.state.drawn_minor, line.state.reserved_minor) == (0, 0)


def test_a_time_out_is_unknown_never_failure_and_said_once() -> None:
    paying = a_drawdown(status=DrawdownStatus.PAYING)

    unknown = record_payment(paying, a_reserved_line(), UNSETTLED, NOW)
    still = record_payment(unknown.reply, a_reserved_line(), UNSETTLED, NOW)

    assert unknown.reply.status is DrawdownStatus.UNKNOWN
    assert [kinds(change) for change in unknown.changes] == [[DrawdownUnknown]]
    assert still.changes == ()


def a_staff_decision(*, allowed: Any) -> Any:
    return StaffDecision("li.ming", allowed=allowed, reason="called the customer", decided_at=NOW)


def a_recheck(**changes: Any) -> Any:
    verdict = a_verdict(VerdictOutcome.HOLD)
    return replace(Recheck(policy=a_policy(), today=TODAY, verdict=verdict), **changes)


def test_staff_may_pay_a_held_drawdown() -> None:
    held = a_drawdown(status=DrawdownStatus.HELD)

    decision = decide_held(held, a_reserved_line(), a_staff_decision(allowed=True), a_recheck())

    (change,) = decision.changes
    assert change.state.status is DrawdownStatus.PAYING
    assert change.state.staff_decision.staff_name == "li.ming"
    assert kinds(change) == [DrawdownPaying]


def test_staff_may_refuse_a_held_drawdown() -> None:
    held = a_drawdown(status=DrawdownStatus.HELD)

    decision = decide_held(
        held, a_reserved_line(), a_staff_decision(allowed=False), a_recheck(verdict=None)
    )

    change, line = decision.changes
    assert change.state.refusal_reason == "STAFF_REFUSED"
    assert line.state.reserved_minor == 0


@pytest.mark.parametrize("status", sorted(set(DrawdownStatus) - {DrawdownStatus.HELD}))
def test_staff_decide_held_drawdowns_only(status: Any) -> None:
    with pytest.raises(DrawdownNotHeld) as refused:
        decide_held(
            a_drawdown(status=status), a_line(), a_staff_decision(allowed=True), a_recheck()
        )

    assert refused.value.metadata == {"status": status.value}


def test_what_the_screen_blocks_meanwhile_is_refused_though_staff_would_pay() -> None:
    held = a_drawdown(status=DrawdownStatus.HELD)
    blocked = a_recheck(verdict=a_verdict(VerdictOutcome.BLOCK))

    decision = decide_held(held, a_reserved_line(), a_staff_decision(allowed=True), blocked)

    assert decision.reply.refusal_reason == "SCREEN_BLOCKED"
    assert decision.reply.staff_decision is not None
    assert decision.changes[1].state.reserved_minor == 0


@pytest.mark.parametrize(
    ("line", "recheck", "error"),
    [
        (a_line(status=LineStatus.FROZEN), a_recheck(), CreditLineNotActive),
        (
            a_line(),
            a_recheck(policy=a_policy(drawdown_max_minor=AMOUNT - 1)),
            AmountAboveMaximum,
        ),
        (a_line(), a_recheck(verdict=None), Unavailable),
        (a_line(), a_recheck(verdict=a_verdict(expires_at=NOW)), Unavailable),
        (a_line(), a_recheck(verdict=a_verdict(amount_minor=1)), VerdictForAnotherDrawdown),
    ],
)
def test_a_release_is_refused_when_the_drawdown_would_be_refused_now(
    line: Any, recheck: Any, error: Any
) -> None:
    held = a_drawdown(status=DrawdownStatus.HELD)

    with pytest.raises(error):
        decide_held(
            held,
            replace(line, reserved_minor=AMOUNT),
            a_staff_decision(allowed=True),
            recheck,
        )


@pytest.mark.parametrize("status", [DrawdownStatus.REQUESTED, DrawdownStatus.HELD])
def test_a_customer_takes_a_waiting_drawdown_back_and_the_limit_is_free(status: Any) -> None:
    decision = cancel_waiting(a_drawdown(status=status), a_reserved_line(), NOW)

    change, line = decision.changes
    assert change.state.refusal_reason == "CUSTOMER_CANCELLED"
    assert kinds(change) == [DrawdownRefused]
    assert line.state.reserved_minor == 0


@pytest.mark.parametrize(
    "status", sorted(set(DrawdownStatus) - {DrawdownStatus.REQUESTED, DrawdownStatus.HELD})
)
def test_what_may_be_on_its_way_cannot_be_taken_back(status: Any) -> None:
    with pytest.raises(DrawdownNotCancellable) as refused:
        cancel_waiting(a_drawdown(status=status), a_reserved_line(), NOW)

    assert refused.value.metadata == {"status": status.value}


def test_a_drawdown_that_waits_too_long_is_refused_and_not_a_second_before() -> None:
    held = a_drawdown(status=DrawdownStatus.HELD)
    ends = held.requested_at + timedelta(hours=a_policy().held_drawdown_expires_after_h)

    early = expire_held(held, a_reserved_line(), a_policy(), ends - timedelta(seconds=1))
    due = expire_held(held, a_reserved_line(), a_policy(), ends)

    assert early.changes == ()
    assert due.reply.refusal_reason == "HELD_TOO_LONG"
    assert due.changes[1].state.reserved_minor == 0


@pytest.mark.parametrize("status", sorted(set(DrawdownStatus) - {DrawdownStatus.HELD}))
def test_only_what_is_held_expires(status: Any) -> None:
    long_after = NOW + timedelta(days=365)

    decision = expire_held(a_drawdown(status=status), a_reserved_line(), a_policy(), long_after)

    assert decision.changes == ()


def decided(item: Any, drawdown: Any, line: Any) -> Any:
    """What a piece of news leads to; nothing where it cannot come."""
    if isinstance(item, VerdictOutcome):
        return record_verdict(drawdown, line, a_recheck(verdict=a_verdict(item)), NOW)
    if isinstance(item, PaymentAnswer):
        return record_payment(drawdown, line, item, NOW)
    if item in {"unanswered", "late"}:
        far = NOW + timedelta(days=9)
        is_late = item == "late"
        return (
            expire_held(drawdown, line, a_policy(), far)
            if is_late
            else record_unanswered(drawdown, NOW)
        )
    if item == "cancelled" and drawdown.status in WAITING:
        return cancel_waiting(drawdown, line, NOW)
    if item in {"released", "stopped"} and drawdown.status is DrawdownStatus.HELD:
        staff = a_staff_decision(allowed=item == "released")
        return decide_held(drawdown, line, staff, a_recheck())
    return Decision(drawdown)


@given(
    st.lists(
        st.one_of(
            st.sampled_from(VerdictOutcome),
            st.sampled_from(
                [PAID, REFUSED, UNSETTLED, "unanswered", "released", "stopped", "cancelled", "late"]
            ),
        ),
        max_size=12,
    )
)
def test_whatever_comes_in_whatever_order_a_payout_ends_once_and_the_line_agrees(news: Any) -> None:
    line, drawdown = a_reserved_line(), a_drawdown()
    endings = 0

    for item in news:
        before = drawdown
        decision = decided(item, drawdown, line)
        for change in decision.changes:
            if type(change.state) is type(drawdown):
                drawdown = change.state
            else:
                line = change.state
        endings += drawdown.is_final and not before.is_final
        # Once a payment may be on its way, only the rail's own word ends it.
        if before.status in {DrawdownStatus.PAYING, DrawdownStatus.UNKNOWN} and drawdown.is_final:
            assert item in (PAID, REFUSED)

    paid = drawdown.status is DrawdownStatus.PAID
    assert endings <= 1
    assert line.drawn_minor == (AMOUNT if paid else 0)
    assert line.reserved_minor == (0 if drawdown.is_final else AMOUNT)


def test_principal_repaid_can_be_drawn_again_at_once() -> None:
    line = a_line(limit_minor=AMOUNT, drawn_minor=AMOUNT, status=LineStatus.ACTIVE)
    repaid = RepaidPrincipal(DRAWDOWN, UUID(int=4), 100_000)

    decision = restore_line(line, repaid, NOW)

    assert decision.reply.available_minor == 100_000
    assert decision.changes[0].events == (CreditLineRestored(decision.reply, repaid, NOW),)


def test_principal_owed_again_takes_its_part_of_the_line_beyond_the_limit_if_need_be() -> None:
    line = a_line(limit_minor=AMOUNT, drawn_minor=AMOUNT - 40_000, status=LineStatus.ACTIVE)
    restated = RepaidPrincipal(DRAWDOWN, UUID(int=4), 100_000)

    decision = redraw_line(line, restated, NOW)

    assert decision.reply.drawn_minor == AMOUNT + 60_000
    assert (decision.reply.over_limit_minor, decision.reply.available_minor) == (60_000, 0)
    assert decision.changes[0].events == (CreditLineRedrawn(decision.reply, restated, NOW),)


def test_the_business_date_only_moves_forward() -> None:
    day = BusinessDay(CALENDAR, TODAY)
    tomorrow = TODAY + timedelta(days=1)

    assert day.move_to(tomorrow).opened_on == tomorrow
    assert day.move_to(TODAY) is day
    assert day.move_to(TODAY - timedelta(days=1)) is day
