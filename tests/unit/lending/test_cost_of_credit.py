"""What a loan costs in a year: the golden numbers, and the cap."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.lending.domain.cost_of_credit import (
    AnnualCost,
    PenaltyTerms,
    annual_cost,
    require_under_cap,
    service_fee_minor,
)
from services.lending.domain.errors import CostAboveCap
from services.lending.domain.product import CapMetric
from services.lending.domain.schedule import Schedule, ScheduleRow
from tests.builders.lending import TODAY, a_policy, a_schedule


def percent(ppm: Any) -> Any:
    return f"{ppm / 10_000:.2f}"


@pytest.mark.parametrize(
    ("instalments", "interest_minor", "irr_x12", "xirr"),
    [
        (5, 45_400, "18.16", "19.86"),
        (10, 83_300, "18.17", "19.86"),
        (20, 159_475, "18.22", "19.86"),
    ],
)
def test_ten_thousand_at_five_per_myriad_costs_the_published_rates(
    instalments: Any, interest_minor: Any, irr_x12: Any, xirr: Any
) -> None:
    schedule = a_schedule(1_000_000, instalments)

    cost = annual_cost(schedule, 500, 0)

    assert schedule.total_interest_minor == interest_minor
    assert percent(cost.simple_ppm) == "18.25"
    assert percent(cost.irr_x12_ppm) == irr_x12
    assert percent(cost.xirr_ppm) == xirr


@pytest.mark.parametrize(
    ("instalments", "fee_by_irr", "fee_by_xirr"),
    [(5, 13_939, 8_245), (10, 24_702, 14_694), (20, 43_932, 26_570)],
)
def test_the_largest_fee_under_the_cap_is_the_published_one(
    instalments: Any, fee_by_irr: Any, fee_by_xirr: Any
) -> None:
    schedule = a_schedule(1_000_000, instalments)
    cap = a_policy().all_in_cap_annual_ppm

    def by(metric: Any, fee_minor: Any) -> Any:
        return annual_cost(schedule, 500, fee_minor).by(metric)

    # The published fees are rounded to the nearest fen, so one fen less is surely under the cap.
    assert by(CapMetric.IRR_X12, fee_by_irr - 1) <= cap < by(CapMetric.IRR_X12, fee_by_irr + 1)
    assert by(CapMetric.XIRR, fee_by_xirr - 1) <= cap < by(CapMetric.XIRR, fee_by_xirr + 1)


def test_the_stricter_metric_is_the_larger_rate() -> None:
    cost = AnnualCost(simple_ppm=1, irr_x12_ppm=2, xirr_ppm=3)

    assert [cost.by(metric) for metric in CapMetric] == [2, 3, 3]


def test_a_loan_that_passes_the_cap_is_refused() -> None:
    at_cap = AnnualCost(0, 0, 240_000)
    above = AnnualCost(0, 0, 240_001)

    require_under_cap(at_cap, a_policy())
    with pytest.raises(CostAboveCap) as refused:
        require_under_cap(above, a_policy())

    assert refused.value.metadata["cap_annual_ppm"] == "240000"


def test_the_cap_decides_by_the_metric_in_force() -> None:
    cost = annual_cost(a_schedule(), 500, 15_000)

    require_under_cap(cost, a_policy(all_in_cap_metric=CapMetric.IRR_X12))
    with pytest.raises(CostAboveCap):
        require_under_cap(cost, a_policy(all_in_cap_metric=CapMetric.XIRR))


@settings(max_examples=60, deadline=None)
@given(
    amount=st.integers(50_000, 4_000_000),
    instalments=st.integers(1, 24),
    rate=st.integers(1, 2_000),
    fee_ppm=st.integers(0, 100_000),
    start=st.dates(date(2026, 1, 1), date(2030, 12, 31)),
)
def test_a_loan_is_offered_exactly_when_what_it_pays_is_worth_it_at_the_cap(
    amount: Any, instalments: Any, rate: Any, fee_ppm: Any, start: Any
) -> None:
    """Checked against the definition: at a yearly rate of 24 % the payments are worth less."""
    schedule = a_schedule(amount, instalments, daily_rate_ppm=rate, disbursed_on=start)
    fee = service_fee_minor(amount, a_policy(service_fee_ppm=fee_ppm))

    xirr = annual_cost(schedule, rate, fee).xirr_ppm

    worth_at_cap = sum(
        row.total_minor / 1.24 ** ((row.due_on - start).days / 365) for row in schedule.rows
    )
    if abs(worth_at_cap - (amount - fee)) > 1:
        assert (xirr > 240_000) is (worth_at_cap > amount - fee)


@pytest.mark.parametrize(
    ("daily_rate_ppm", "annual_ppm"),
    [(500, 240_000), (400, 219_000), (200, 109_500)],
)
def test_the_penalty_is_one_and_a_half_times_the_rate_but_never_above_the_cap(
    daily_rate_ppm: Any, annual_ppm: Any
) -> None:
    terms = PenaltyTerms(factor_pct=150, cap_annual_ppm=240_000, grace_days=1)

    assert terms.annual_ppm(daily_rate_ppm) == annual_ppm


def test_the_service_fee_is_rounded_down_to_the_fen() -> None:
    assert service_fee_minor(100_001, a_policy(service_fee_ppm=15_000)) == 1_500


@pytest.mark.parametrize(
    "due_dates",
    [[], [TODAY], [TODAY + timedelta(days=31), TODAY + timedelta(days=31)]],
)
def test_a_schedule_has_rising_due_dates_after_the_payout(due_dates: Any) -> None:
    rows = tuple(ScheduleRow(n, due, 1, 100, 1) for n, due in enumerate(due_dates, start=1))

    with pytest.raises(ValueError, match="rising due dates"):
        Schedule(TODAY, rows)


def test_any_change_of_a_schedule_changes_its_hash() -> None:
    schedule = a_schedule()

    assert schedule.sha256 == a_schedule().sha256
    assert schedule.sha256 != a_schedule(1_000_100).sha256
    assert schedule.principal_minor == 1_000_000
    assert schedule.rows[0].total_minor == 115_000
