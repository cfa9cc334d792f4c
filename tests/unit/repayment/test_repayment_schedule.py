"""What a customer owes and when: the golden numbers of the product, and what holds for any plan."""

import json
from calendar import monthrange
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.repayment.domain.day_count import DayCount
from services.repayment.domain.due_dates import monthly_due_on
from services.repayment.domain.errors import AmountImpossible, InstalmentsTooMany
from services.repayment.domain.repayment_schedule import (
    InterestStep,
    Method,
    Plan,
    PrincipalStep,
    ScheduleRow,
    interest_of,
    interest_segments,
    principal_days,
    schedule,
)

DRAWN_ON = date(2026, 11, 23)


def equal_principal_schedule(
    principal_minor: int, daily_rate_ppm: int, instalments: int, drawn_on: date
) -> tuple[ScheduleRow, ...]:
    plan = Plan(Method.EQUAL_PRINCIPAL, instalments)
    return schedule(principal_minor, daily_rate_ppm * 1_000, plan, drawn_on)


@pytest.mark.parametrize(
    ("instalments", "total_interest_minor"), [(5, 45_400), (10, 83_300), (20, 159_475)]
)
def test_ten_thousand_at_five_in_ten_thousand_a_day_costs_the_published_interest(
    instalments: int, total_interest_minor: int
) -> None:
    rows = equal_principal_schedule(1_000_000, 500, instalments, DRAWN_ON)

    assert sum(row.interest_minor for row in rows) == total_interest_minor


def test_the_ten_instalment_plan_has_the_published_rows() -> None:
    rows = equal_principal_schedule(1_000_000, 500, 10, DRAWN_ON)

    shown = [(r.due_on.isoformat(), r.days, r.principal_minor, r.interest_minor) for r in rows]
    assert shown[0] == ("2026-12-23", 30, 100_000, 15_000)
    assert shown[1] == ("2027-01-23", 31, 100_000, 13_950)
    assert shown[-1] == ("2027-09-23", 31, 100_000, 1_550)
    assert rows[-1].balance_after_minor == 0
    assert rows[0].total_minor == 115_000


def test_the_last_instalment_takes_the_remainder() -> None:
    rows = equal_principal_schedule(100_001, 500, 10, DRAWN_ON)

    assert [row.principal_minor for row in rows] == [10_000] * 9 + [10_001]


def test_month_ends_do_not_drift() -> None:
    due = [monthly_due_on(date(2026, 1, 31), n) for n in range(1, 5)]

    assert due == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]


def test_a_leap_february_has_its_29th() -> None:
    assert monthly_due_on(date(2028, 1, 31), 1) == date(2028, 2, 29)


def test_the_turn_of_the_year_is_an_ordinary_month() -> None:
    assert monthly_due_on(date(2026, 12, 15), 1) == date(2027, 1, 15)


@pytest.mark.parametrize(
    ("principal_minor", "days", "daily_rate_ppm", "interest_minor"),
    [
        (1_000, 1, 500, 1),  # 10.00 for a day at 0.05 %: 0.005 rounds up
        (999, 1, 500, 0),  # a hair below the tie
        (150_000, 31, 500, 2_325),  # the third row of the published example, misprinted there
    ],
)
def test_half_a_fen_of_interest_rounds_up(
    principal_minor: int, days: int, daily_rate_ppm: int, interest_minor: int
) -> None:
    steps = (InterestStep(DRAWN_ON, principal_minor, daily_rate_ppm * 1_000),)
    until = DRAWN_ON + timedelta(days=days)
    segments = interest_segments(steps, DRAWN_ON, until, DayCount.DAILY, 0)

    assert interest_of(segments, 1) == interest_minor


def test_the_published_example_of_2500_is_met_row_by_row() -> None:
    vector = json.loads((Path(__file__).parent / "vector_weilidai_2500.json").read_text())

    rows = equal_principal_schedule(250_000, 500, 5, date.fromisoformat(vector["start"]))

    shown = [[r.due_on.isoformat(), r.days, r.principal_minor, r.interest_minor] for r in rows]
    assert shown == vector["rows"]


@pytest.mark.parametrize(
    ("principal_minor", "daily_rate_ppm", "instalments"), [(0, 500, 1), (1, -1, 1), (1, 500, 0)]
)
def test_an_impossible_plan_is_refused(
    principal_minor: int, daily_rate_ppm: int, instalments: int
) -> None:
    with pytest.raises(AmountImpossible):
        equal_principal_schedule(principal_minor, daily_rate_ppm, instalments, DRAWN_ON)


@pytest.mark.parametrize(("principal_minor", "maximum"), [(1_000_000, "36"), (3, "3")])
def test_more_instalments_than_the_amount_or_the_engine_carries_are_refused(
    principal_minor: int, maximum: str
) -> None:
    with pytest.raises(InstalmentsTooMany) as refusal:
        equal_principal_schedule(principal_minor, 500, 37, DRAWN_ON)

    assert refusal.value.metadata == {"maximum": maximum}


@given(
    principal_minor=st.integers(36, 10**12),
    daily_rate_ppm=st.integers(0, 10_000),
    instalments=st.integers(1, 36),
    drawn_on=st.dates(date(2020, 1, 1), date(2060, 1, 1)),
)
def test_any_plan_repays_the_principal_to_the_fen(
    principal_minor: int, daily_rate_ppm: int, instalments: int, drawn_on: date
) -> None:
    rows = equal_principal_schedule(principal_minor, daily_rate_ppm, instalments, drawn_on)

    assert len(rows) == instalments
    assert sum(row.principal_minor for row in rows) == principal_minor
    balance, starts_on = principal_minor, drawn_on
    for row in rows:
        exact_ppm = balance * row.days * daily_rate_ppm
        assert abs(row.interest_minor * 1_000_000 - exact_ppm) * 2 <= 1_000_000
        balance -= row.principal_minor
        assert row.principal_minor > 0
        assert row.balance_after_minor == balance
        assert row.starts_on == starts_on
        assert 28 <= row.days <= 31
        last_day = monthrange(row.due_on.year, row.due_on.month)[1]
        assert row.due_on.day == min(drawn_on.day, last_day)
        starts_on = row.due_on


@given(
    amounts=st.lists(st.integers(0, 10**9), min_size=1, max_size=5),
    gaps=st.lists(st.integers(0, 40), min_size=5, max_size=5),
    split_at=st.integers(0, 120),
    length=st.integers(0, 120),
)
def test_principal_days_of_a_span_are_the_sum_of_its_days(
    amounts: list[int], gaps: list[int], split_at: int, length: int
) -> None:
    start = date(2026, 1, 1)
    steps, on = [], start
    for amount, gap in zip(amounts, gaps, strict=False):
        steps.append(PrincipalStep(on, amount))
        on += timedelta(days=gap)
    history = tuple(steps)

    def outstanding(day: date) -> int:
        return [step.principal_minor for step in history if step.from_on <= day][-1]

    since = start + timedelta(days=split_at)
    until = since + timedelta(days=length)
    day_by_day = sum(outstanding(since + timedelta(days=n)) for n in range(length))
    assert principal_days(history, since, until) == day_by_day
