"""The revolving limit."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.lending.domain.credit_line import LineStatus
from services.lending.domain.errors import CreditLineNotActive, LimitExceeded
from tests.builders.lending import TODAY, a_line, a_policy


def test_a_drawdown_reserves_then_draws_and_principal_repaid_restores() -> None:
    line = a_line(limit_minor=100)

    reserved = line.reserve(60)
    drawn = reserved.commit(60)
    restored = drawn.restore(25)

    assert (reserved.free_minor, reserved.reserved_minor) == (40, 60)
    assert (drawn.drawn_minor, drawn.reserved_minor, drawn.status) == (60, 0, LineStatus.ACTIVE)
    assert (restored.drawn_minor, restored.available_minor) == (35, 65)


def test_a_refused_drawdown_frees_what_it_reserved() -> None:
    assert a_line(limit_minor=100).reserve(60).release(60) == a_line(limit_minor=100)


def test_nothing_beyond_the_free_limit_is_reserved() -> None:
    line = a_line(limit_minor=100, drawn_minor=30, reserved_minor=20)

    with pytest.raises(LimitExceeded) as refused:
        line.reserve(51)

    assert refused.value.metadata == {"available_minor": "50"}
    assert line.reserve(50).free_minor == 0


def test_more_than_was_reserved_or_drawn_never_comes_back() -> None:
    line = a_line(limit_minor=100, drawn_minor=30, reserved_minor=20)

    for break_it in (lambda: line.commit(21), lambda: line.release(21), lambda: line.restore(31)):
        with pytest.raises(ValueError, match="within the limit"):
            break_it()


@pytest.mark.parametrize("step", ["reserve", "commit", "release", "restore"])
@pytest.mark.parametrize("amount_minor", [0, -1])
def test_a_line_moves_by_positive_amounts_only(step: Any, amount_minor: Any) -> None:
    line = a_line(limit_minor=100, drawn_minor=30, reserved_minor=20)

    with pytest.raises(ValueError, match="positive"):
        getattr(line, step)(amount_minor)


@pytest.mark.parametrize("status", [LineStatus.FROZEN, LineStatus.CLOSED])
def test_a_frozen_or_closed_line_gives_nothing(status: Any) -> None:
    line = a_line(status=status)

    with pytest.raises(CreditLineNotActive) as refused:
        line.require_usable_on(TODAY, a_policy())

    assert refused.value.metadata == {"status": status.value}
    assert line.available_minor == 0


def test_a_frozen_line_stays_frozen_when_a_payment_on_its_way_arrives() -> None:
    line = a_line(status=LineStatus.FROZEN, reserved_minor=20)

    assert line.commit(20).status is LineStatus.FROZEN


def test_a_first_drawdown_more_than_a_month_after_the_assessment_needs_a_new_one() -> None:
    policy = a_policy()
    last_day = TODAY + timedelta(days=policy.reassess_after_days)
    too_late = last_day + timedelta(days=1)

    a_line().require_usable_on(last_day, policy)
    a_line(status=LineStatus.ACTIVE).require_usable_on(too_late, policy)
    with pytest.raises(CreditLineNotActive):
        a_line().require_usable_on(too_late, policy)


@given(st.data())
def test_no_interleaving_of_drawdowns_and_repayments_passes_the_limit(data: Any) -> None:
    limit = data.draw(st.integers(1, 1_000))
    line = a_line(limit_minor=limit)
    reserved: list[int] = []
    drawn = 0

    for _ in range(data.draw(st.integers(1, 30))):
        step = data.draw(st.sampled_from(["reserve", "commit", "release", "restore"]))
        if step == "reserve":
            amount = data.draw(st.integers(1, 1_200))
            try:
                line = line.reserve(amount)
                reserved.append(amount)
            except LimitExceeded:
                assert drawn + sum(reserved) + amount > limit
        elif step == "restore" and drawn:
            amount = data.draw(st.integers(1, drawn))
            line, drawn = line.restore(amount), drawn - amount
        elif step in {"commit", "release"} and reserved:
            amount = reserved.pop(data.draw(st.integers(0, len(reserved) - 1)))
            line = getattr(line, step)(amount)
            drawn += amount if step == "commit" else 0

        assert (line.drawn_minor, line.reserved_minor) == (drawn, sum(reserved))
        assert line.drawn_minor + line.reserved_minor <= limit
        assert line.free_minor == limit - drawn - sum(reserved)


def test_principal_owed_again_may_pass_the_limit_and_nothing_can_be_drawn_until_it_is_repaid() -> (
    None
):
    line = a_line(limit_minor=100, drawn_minor=90, status=LineStatus.ACTIVE)

    beyond = line.redraw(30)
    closer = beyond.restore(15)
    within = closer.restore(25)

    assert (beyond.drawn_minor, beyond.over_limit_minor, beyond.available_minor) == (120, 20, 0)
    with pytest.raises(LimitExceeded):
        beyond.reserve(1)
    assert (closer.over_limit_minor, closer.available_minor) == (5, 0)
    assert (within.over_limit_minor, within.available_minor) == (0, 20)


def test_principal_owed_again_within_the_limit_is_an_ordinary_draw() -> None:
    line = a_line(limit_minor=100, drawn_minor=50).redraw(30)

    assert (line.drawn_minor, line.over_limit_minor, line.available_minor) == (80, 0, 20)
