"""Windows are exact: whatever comes late, twice or in disorder."""

import random
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.monitoring.domain.observation import Entity, Kind
from services.monitoring.domain.windows import (
    MOST_MEMBERS,
    Series,
    SeriesSpec,
    Windows,
    microseconds,
)
from tests.builders.monitoring import ANN, BOB, NOON, after, an_observation

DRAWDOWNS = SeriesSpec(frozenset({Kind.DRAWDOWN}), Entity.CUSTOMER)
ON_DEVICE = SeriesSpec(frozenset({Kind.DRAWDOWN}), Entity.DEVICE, Entity.CUSTOMER)
MINUTE = 60_000_000

events = st.lists(
    st.tuples(
        st.integers(0, 40),  # id: small, so that some come twice
        st.integers(0, 30),  # time: small, so that some are equal
        st.integers(0, 1000),
        st.sampled_from("abcd"),
    ),
    max_size=60,
)


@given(events, st.integers(1, 20), st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_windows_equal_brute_force_for_any_order_and_duplicates(
    given_events: list[tuple[int, int, int, str]], width: int, shuffle: random.Random
) -> None:
    first_told: dict[str, tuple[int, int, str]] = {}
    arrivals = list(given_events)
    shuffle.shuffle(arrivals)
    series = Series()

    for number, at, amount, member in arrivals:
        is_new = series.add(f"e{number}", at, amount, member)
        assert is_new == (f"e{number}" not in first_told)
        first_told.setdefault(f"e{number}", (at, amount, member))

    for event_id, (at, _, _) in first_told.items():
        for excluding in (None, event_id, "never seen"):
            inside = [
                entry
                for name, entry in first_told.items()
                if at - width < entry[0] <= at and name != excluding
            ]
            assert series.count(at, width, excluding) == len(inside)
            assert series.total(at, width, excluding) == sum(amount for _, amount, _ in inside)
            assert series.distinct(at, width, excluding) == len({who for _, _, who in inside})
        assert series.times_after(at, width) == sorted(
            {other for other, _, _ in first_told.values() if at < other < at + width}
        )


@given(events, st.integers(0, 30))
@settings(max_examples=100, deadline=None)
def test_forgetting_changes_no_window_that_begins_later(
    given_events: list[tuple[int, int, int, str]], horizon: int
) -> None:
    whole, trimmed = Series(), Series()
    for number, at, amount, member in given_events:
        whole.add(f"e{number}", at, amount, member)
        trimmed.add(f"e{number}", at, amount, member)

    trimmed.forget_until(horizon)

    for at in range(horizon, 31):
        width = at - horizon
        assert trimmed.count(at, width) == whole.count(at, width)
        assert trimmed.total(at, width) == whole.total(at, width)


def test_the_window_is_open_at_its_beginning_and_closed_at_its_end() -> None:
    series = Series()
    series.add("edge", 0)
    series.add("inside", 1)
    series.add("now", 10)

    assert series.count(10, 10) == 2


def test_an_event_taken_back_was_never_there() -> None:
    series = Series()
    series.add("a", 1, 10)
    series.add("b", 2, 20)

    series.discard("a")
    series.discard("a")

    assert series.total(5, 10) == 20
    assert len(series) == 1


def test_distinct_counts_stop_where_no_rule_looks_any_more() -> None:
    series = Series()
    for number in range(MOST_MEMBERS + 10):
        series.add(str(number), number, member=str(number))

    assert series.distinct(1000, 2000) == MOST_MEMBERS


def test_an_observation_is_counted_for_each_entity_it_names() -> None:
    windows = Windows([DRAWDOWNS, ON_DEVICE])
    on_device = {Entity.CUSTOMER: str(ANN), Entity.DEVICE: "phone-1"}
    also_on_device = {Entity.CUSTOMER: str(BOB), Entity.DEVICE: "phone-1"}

    windows.add(an_observation("e1", entities=on_device))
    windows.add(an_observation("e2", entities=also_on_device))
    windows.add(an_observation("e3"))
    windows.add(an_observation("e4", kind=Kind.CARD_BOUND))

    now = microseconds(NOON)
    assert windows.series(DRAWDOWNS, str(ANN)).count(now, MINUTE) == 2
    assert windows.series(ON_DEVICE, "phone-1").distinct(now, MINUTE) == 2
    assert windows.series(ON_DEVICE, "phone-2").count(now, MINUTE) == 0
    assert windows.sizes == {DRAWDOWNS: 2, ON_DEVICE: 1}


def test_adding_again_tells_that_nothing_is_new() -> None:
    windows = Windows([DRAWDOWNS])

    assert windows.add(an_observation())
    assert not windows.add(an_observation())
    assert not windows.add(an_observation("other", kind=Kind.LOAN_OVERDUE))


def test_a_released_drawdown_still_counts_but_its_amount_does_not() -> None:
    windows = Windows([DRAWDOWNS])
    windows.add(an_observation())

    windows.replace(an_observation().released())

    series = windows.series(DRAWDOWNS, str(ANN))
    assert series.count(microseconds(NOON), MINUTE) == 1
    assert series.total(microseconds(NOON), MINUTE) == 0


def test_taking_back_what_was_never_counted_does_nothing() -> None:
    windows = Windows([DRAWDOWNS])

    windows.discard(an_observation())

    assert windows.sizes == {DRAWDOWNS: 0}


def test_entities_of_which_nothing_is_left_take_no_room() -> None:
    windows = Windows([DRAWDOWNS])
    windows.add(an_observation("old"))
    windows.add(an_observation("new", occurred_at=after(90), entities={Entity.CUSTOMER: str(BOB)}))

    windows.forget_until(NOON + timedelta(seconds=60))

    assert windows.sizes == {DRAWDOWNS: 1}
