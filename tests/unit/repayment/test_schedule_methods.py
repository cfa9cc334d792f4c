"""Every method, period and day count: golden rows, and sums that close for any plan."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.frozen import replace
from services.repayment.domain.day_count import DayCount, denominator, units
from services.repayment.domain.due_dates import (
    BankCalendar,
    DueDayShift,
    PeriodUnit,
    due_after,
    monthly_due_on,
)
from services.repayment.domain.repayment_schedule import (
    Conventions,
    Method,
    Plan,
    Rounding,
    ScheduleRow,
    evened,
    schedule,
)

DRAWN_ON = date(2026, 11, 23)
DAILY = 500_000
"""0.05 % a day."""


def totals(rows: tuple[ScheduleRow, ...]) -> list[int]:
    return [row.total_minor for row in rows]


def test_an_equal_instalment_at_a_twelfth_of_the_yearly_rate_is_the_published_one() -> None:
    plan = Plan(Method.EQUAL_INSTALMENT, 10, day_count=DayCount.THIRTY_360)

    rows = schedule(1_000_000, 182_500_000, plan, DRAWN_ON)

    assert totals(rows) == [108_554] * 9 + [108_552]
    assert sum(row.interest_minor for row in rows) == 85_538


def test_equal_instalments_by_the_day_are_equal_but_for_the_last() -> None:
    rows = schedule(1_000_000, DAILY, Plan(Method.EQUAL_INSTALMENT, 10), DRAWN_ON)

    assert totals(rows) == [108_517] * 9 + [108_520]
    assert rows[0].interest_minor == 15_000


def test_interest_only_asks_for_principal_with_the_last_instalment() -> None:
    rows = schedule(1_000_000, DAILY, Plan(Method.INTEREST_ONLY_BULLET, 3), DRAWN_ON)

    assert [row.principal_minor for row in rows] == [0, 0, 1_000_000]
    assert [row.interest_minor for row in rows] == [15_000, 15_500, 15_500]


def test_a_loan_repaid_any_time_has_one_due_date_at_its_end() -> None:
    (row,) = schedule(1_000_000, DAILY, Plan(Method.PAY_ANY_TIME_DAILY, 5), DRAWN_ON)

    assert (row.number, row.due_on, row.days) == (1, date(2027, 4, 23), 151)
    assert (row.principal_minor, row.interest_minor) == (1_000_000, 75_500)


def test_flat_interest_is_counted_on_the_original_principal() -> None:
    plan = Plan(Method.EQUAL_PRINCIPAL, 3, day_count=DayCount.THIRTY_360, flat=True)

    rows = schedule(100_000, 120_000_000, plan, date(2023, 1, 1))

    assert [row.principal_minor for row in rows] == [33_333, 33_333, 33_334]
    assert [row.interest_minor for row in rows] == [1_000] * 3


def test_instalments_without_principal_ask_for_interest_only() -> None:
    plan = Plan(Method.EQUAL_PRINCIPAL, 5, principal_free_instalments=2)

    rows = schedule(300_000, DAILY, plan, DRAWN_ON)

    assert [row.principal_minor for row in rows] == [0, 0, 100_000, 100_000, 100_000]
    assert all(row.interest_minor for row in rows)


def test_deferred_interest_is_owed_with_the_first_instalment_that_asks_for_any() -> None:
    usual = schedule(300_000, DAILY, Plan(Method.EQUAL_PRINCIPAL, 3), DRAWN_ON)
    plan = Plan(Method.EQUAL_PRINCIPAL, 3, interest_deferred_instalments=2)

    rows = schedule(300_000, DAILY, plan, DRAWN_ON)

    assert [row.interest_minor for row in rows[:2]] == [0, 0]
    assert rows[2].interest_minor == sum(row.interest_minor for row in usual)


def test_days_that_a_coupon_frees_bear_no_interest_at_all() -> None:
    rows = schedule(
        1_000_000, DAILY, Plan(Method.EQUAL_PRINCIPAL, 2, interest_free_days=45), DRAWN_ON
    )

    assert [row.interest_minor for row in rows] == [0, 500_000 * 16 * 5 // 10_000]


def test_a_broken_first_period_bears_interest_for_its_own_days() -> None:
    plan = Plan(Method.EQUAL_PRINCIPAL, 3, first_due_on=date(2027, 1, 5))

    rows = schedule(300_000, DAILY, plan, DRAWN_ON)

    due = [row.due_on.isoformat() for row in rows]
    assert due == ["2027-01-05", "2027-02-05", "2027-03-05"]
    assert rows[0].days == 43
    assert rows[0].interest_minor == 300_000 * 43 * 5 // 10_000


def test_a_due_day_beyond_a_short_month_comes_back_in_the_next_long_one() -> None:
    plan = Plan(Method.EQUAL_PRINCIPAL, 3, first_due_on=date(2027, 2, 28), due_day=31)

    rows = schedule(300_000, DAILY, plan, date(2027, 1, 31))

    assert [row.due_on for row in rows] == [
        date(2027, 2, 28),
        date(2027, 3, 31),
        date(2027, 4, 30),
    ]


@pytest.mark.parametrize(
    ("unit", "every", "third"),
    [
        (PeriodUnit.DAYS, 15, date(2027, 1, 7)),
        (PeriodUnit.WEEKS, 2, date(2027, 1, 4)),
        (PeriodUnit.MONTHS, 2, date(2027, 5, 23)),
    ],
)
def test_periods_are_days_weeks_or_months(unit: PeriodUnit, every: int, third: date) -> None:
    assert due_after(DRAWN_ON, 3, every, unit) == third


def test_due_dates_shift_past_days_on_which_banks_rest_only_when_told_to() -> None:
    calendar = BankCalendar(holidays={date(2027, 1, 25)}, make_up_workdays={date(2027, 1, 24)})
    saturday = date(2027, 1, 23)

    assert calendar.shifted(saturday, DueDayShift.NONE) == saturday
    assert calendar.shifted(saturday, DueDayShift.NEXT_BUSINESS_DAY) == date(2027, 1, 24)
    assert calendar.shifted(date(2027, 1, 25), DueDayShift.NEXT_BUSINESS_DAY) == date(2027, 1, 26)


def test_a_shifted_due_date_moves_its_interest_and_not_the_later_dates() -> None:
    plan = Plan(Method.EQUAL_PRINCIPAL, 3, shift=DueDayShift.NEXT_BUSINESS_DAY)

    rows = schedule(300_000, DAILY, plan, DRAWN_ON)

    # 23 January 2027 is a Saturday, 23 February a Tuesday.
    assert [row.due_on for row in rows] == [
        date(2026, 12, 23),
        date(2027, 1, 25),
        date(2027, 2, 23),
    ]
    assert [row.days for row in rows] == [30, 33, 29]


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (DayCount.DAILY, (31, 1)),
        (DayCount.ACTUAL_365, (31, 365)),
        (DayCount.ACTUAL_360, (31, 360)),
        (DayCount.THIRTY_360, (31, 12 * 31)),
        # 19 days to 31 December 2023 are of a common year, 12 from then on of a leap year.
        (DayCount.ACTUAL_ACTUAL, (19 * 366 + 12 * 365, 366 * 365)),
    ],
)
def test_a_month_over_the_turn_of_a_leap_year_counts_as_each_convention_says(
    count: DayCount, expected: tuple[int, int]
) -> None:
    since, until = date(2023, 12, 12), date(2024, 1, 12)

    assert (units(count, since, until, 1), denominator(count, since, until, 1)) == expected


def test_periods_of_days_count_thirty_360_by_days() -> None:
    since, until = date(2023, 12, 12), date(2023, 12, 26)

    assert units(DayCount.THIRTY_360, since, until, 0) == 14
    assert denominator(DayCount.THIRTY_360, since, until, 0) == 360


def test_a_century_that_is_no_leap_year_is_counted_as_common() -> None:
    since, until = date(2100, 2, 1), date(2100, 3, 1)

    assert units(DayCount.ACTUAL_ACTUAL, since, until, 1) == 28 * 366


@pytest.mark.parametrize(
    ("rounding", "results"),
    [
        (Rounding.HALF_UP, [2, 3, 3]),
        (Rounding.HALF_EVEN, [2, 2, 3]),
        (Rounding.UP, [3, 3, 3]),
        (Rounding.DOWN, [2, 2, 2]),
    ],
)
def test_ties_are_rounded_as_the_convention_says(rounding: Rounding, results: list[int]) -> None:
    assert [rounding.of(numerator, 100) for numerator in (249, 250, 251)] == results
    assert Rounding.HALF_EVEN.of(350, 100) == 4


def test_a_level_instalment_is_a_multiple_where_the_convention_says_so() -> None:
    plan = Plan(Method.EQUAL_INSTALMENT, 20, day_count=DayCount.THIRTY_360)
    whole_yuan = Conventions(instalment_multiple_minor=100, instalment_rounding=Rounding.UP)

    rows = schedule(28_000_000, 84_000_000, plan, DRAWN_ON, whole_yuan)

    assert {row.total_minor for row in rows[:-1]} == {1_505_200}


def test_an_evened_instalment_brings_the_last_one_nearer() -> None:
    plan = Plan(Method.EQUAL_INSTALMENT, 5, day_count=DayCount.THIRTY_360)
    half_even = Conventions(Rounding.HALF_EVEN, Rounding.HALF_EVEN)
    plain = schedule(7_500, 123_000_000, plan, DRAWN_ON, half_even)

    rows = schedule(7_500, 123_000_000, plan, DRAWN_ON, replace(half_even, instalment_evened=True))

    gap = abs(plain[-1].total_minor - plain[-2].total_minor)
    assert abs(rows[-1].total_minor - rows[-2].total_minor) < gap
    assert totals(rows) == [1_547] * 4 + [1_545]


@pytest.mark.parametrize(
    ("level", "instalments", "better"),
    [
        (100, [100], 100),  # one instalment is even
        (100, [100, 100, 101], 100),  # a gap within the tolerance
        (100, [100, 100, 106], 102),
        (100, [100, 100, 94], 98),
    ],
)
def test_only_a_gap_beyond_the_tolerance_is_evened(
    level: int, instalments: list[int], better: int
) -> None:
    assert evened(level, instalments, Conventions()) == better


@pytest.mark.parametrize(
    ("principal_minor", "instalments"),
    [
        (42_228, 5),  # the moved sum would be no nearer
        (100_000, 6),  # the gap is within the tolerance
    ],
)
def test_evening_that_does_not_help_is_not_done(principal_minor: int, instalments: int) -> None:
    plan = Plan(Method.EQUAL_INSTALMENT, instalments, day_count=DayCount.THIRTY_360)
    start, rate = date(2024, 1, 1), 120_000_000

    rows = schedule(principal_minor, rate, plan, start, Conventions(instalment_evened=True))

    assert rows == schedule(principal_minor, rate, plan, start)


@given(
    principal_minor=st.integers(36, 10**12),
    rate_nano=st.integers(0, 10_000_000),
    instalments=st.integers(1, 36),
    method=st.sampled_from(list(Method)),
    every=st.integers(1, 3),
    unit=st.sampled_from(list(PeriodUnit)),
    count=st.sampled_from(list(DayCount)),
    drawn_on=st.dates(date(2020, 1, 1), date(2060, 1, 1)),
    free=st.integers(0, 3),
    deferred=st.integers(0, 3),
    coupon=st.integers(0, 40),
    flat=st.booleans(),
)
def test_any_plan_of_any_method_repays_the_principal_to_the_fen(
    principal_minor: int,
    rate_nano: int,
    instalments: int,
    method: Method,
    every: int,
    unit: PeriodUnit,
    count: DayCount,
    drawn_on: date,
    free: int,
    deferred: int,
    coupon: int,
    flat: bool,  # noqa: FBT001 - drawn by name
) -> None:
    plan = Plan(
        method=method,
        instalments=instalments,
        every=every,
        unit=unit,
        day_count=count,
        principal_free_instalments=min(free, instalments - 1),
        interest_deferred_instalments=min(deferred, instalments - 1),
        interest_free_days=coupon,
        flat=flat,
    )

    rows = schedule(principal_minor, rate_nano, plan, drawn_on)

    assert sum(row.principal_minor for row in rows) == principal_minor
    assert all(row.principal_minor >= 0 and row.interest_minor >= 0 for row in rows)
    assert rows[-1].balance_after_minor == 0
    balance, starts_on = principal_minor, drawn_on
    for row in rows:
        balance -= row.principal_minor
        assert row.balance_after_minor == balance
        assert row.starts_on == starts_on < row.due_on
        starts_on = row.due_on


@given(
    since=st.dates(date(2020, 1, 1), date(2060, 1, 1)),
    first=st.integers(0, 400),
    second=st.integers(0, 400),
    count=st.sampled_from(list(DayCount)),
)
def test_the_days_of_a_span_are_those_of_its_parts(
    since: date, first: int, second: int, count: DayCount
) -> None:
    between = since + timedelta(days=first)
    until = between + timedelta(days=second)

    parts = units(count, since, between, 1) + units(count, between, until, 1)

    assert parts == units(count, since, until, 1)


def test_months_are_counted_from_the_anchor_and_never_drift() -> None:
    due = [monthly_due_on(date(2026, 1, 31), n) for n in range(1, 4)]

    assert due == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]
