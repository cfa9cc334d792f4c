"""A business day closes once, in order, and goes on where it was interrupted."""

from datetime import date

import pytest

from services.repayment.domain.business_day import (
    CLOSING_STEPS,
    OPENING_STEPS,
    BusinessDay,
    DayPhase,
    StepDone,
    begin_close,
    begin_first_day,
    finish_step,
)
from services.repayment.domain.errors import BusinessDayBeingClosed, BusinessDayNotOpen
from services.repayment.domain.events import BusinessDayClosed

DAY, NEXT_DAY = date(2026, 12, 23), date(2026, 12, 24)
OPEN = BusinessDay("suite", DAY)


def after_steps(*names: str) -> BusinessDay:
    day = begin_close(OPEN, DAY).reply
    for name in names:
        day = finish_step(day, name, 1).reply
    return day


def test_the_first_start_opens_the_first_day_and_later_starts_leave_it() -> None:
    first = begin_first_day(None, DAY)
    later = begin_first_day(first.reply, NEXT_DAY)

    assert first.reply.business_date == DAY
    assert (later.reply, later.changes) == (first.reply, ())


def test_a_close_runs_its_steps_in_order_and_opens_the_next_day() -> None:
    day, seen = begin_close(OPEN, DAY).reply, []
    while day.next_step is not None:
        seen.append((day.business_date, day.next_step))
        day = finish_step(day, day.next_step, 3).reply

    assert seen == [(DAY, name) for name in CLOSING_STEPS] + [
        (NEXT_DAY, name) for name in OPENING_STEPS
    ]
    assert (day.business_date, day.phase) == (NEXT_DAY, DayPhase.OPEN)
    assert day.steps_done[0] == StepDone(CLOSING_STEPS[0], 3)


def test_the_date_moves_with_the_last_closing_step_and_is_announced() -> None:
    closing = after_steps(*CLOSING_STEPS[:-1])

    decision = finish_step(closing, CLOSING_STEPS[-1], 0)

    assert decision.changes[0].events == (BusinessDayClosed(DAY, NEXT_DAY),)
    assert decision.reply.phase is DayPhase.OPENING


def test_an_interrupted_close_is_taken_up() -> None:
    closing = after_steps(CLOSING_STEPS[0])
    opening = after_steps(*CLOSING_STEPS)

    assert begin_close(closing, DAY).reply is closing
    assert begin_close(opening, DAY).reply is opening


def test_a_step_finished_twice_counts_once() -> None:
    closing = after_steps(CLOSING_STEPS[0])

    assert finish_step(closing, CLOSING_STEPS[0], 9).changes == ()


@pytest.mark.parametrize("on", [date(2026, 12, 22), NEXT_DAY])
def test_only_the_open_day_can_be_closed(on: date) -> None:
    with pytest.raises(BusinessDayNotOpen) as refusal:
        begin_close(OPEN, on)

    assert refusal.value.metadata == {"open": "2026-12-23"}


def test_a_day_whose_opening_still_runs_cannot_be_closed() -> None:
    with pytest.raises(BusinessDayBeingClosed):
        begin_close(after_steps(*CLOSING_STEPS), NEXT_DAY)
