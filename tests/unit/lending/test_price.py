"""What a loan must cost to carry its risk."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.lending.domain.price import (
    CostOfLending,
    Exposure,
    annual_rate_ppm,
    annuity_factor,
    expected_loss_minor,
    raroc_ppm,
    required_annual_rate_ppm,
)

COSTS = CostOfLending(
    loss_given_default_ppm=800_000,
    funds_ppm=45_000,
    operation_ppm=25_000,
    fixed_minor=3_000,
    capital_ppm=120_000,
    hurdle_ppm=150_000,
    tax_ppm=250_000,
)


def usual(pd_ppm: int) -> Exposure:
    return Exposure(800_000, 12, pd_ppm)


@pytest.mark.parametrize(
    ("pd_ppm", "per_cent"),
    [
        (5_000, 9.95),
        (12_000, 10.52),
        (22_000, 11.34),
        (38_000, 12.68),
        (62_000, 14.74),
        (95_000, 17.65),
        (140_000, 21.82),
        (163_000, 24.05),
        (276_000, 36.03),
    ],
)
def test_the_required_rate_is_that_of_the_worked_table(pd_ppm: Any, per_cent: Any) -> None:
    assert required_annual_rate_ppm(usual(pd_ppm), COSTS) / 10_000 == pytest.approx(
        per_cent, abs=0.006
    )


@given(
    pd_ppm=st.integers(1, 400_000),
    months=st.integers(1, 36),
    amount_minor=st.integers(50_000, 20_000_000),
)
def test_at_the_required_rate_the_return_is_the_hurdle_and_below_it_is_not(
    pd_ppm: Any, months: Any, amount_minor: Any
) -> None:
    exposure = Exposure(amount_minor, months, pd_ppm)

    rate = required_annual_rate_ppm(exposure, COSTS)

    assert 0 <= raroc_ppm(exposure, rate, COSTS) - COSTS.hurdle_ppm <= 10
    assert raroc_ppm(exposure, rate - 10, COSTS) < COSTS.hurdle_ppm


@given(low=st.integers(1, 300_000), more=st.integers(1, 90_000))
def test_more_risk_never_costs_less_and_equal_risk_costs_the_same(low: Any, more: Any) -> None:
    assert required_annual_rate_ppm(usual(low), COSTS) <= required_annual_rate_ppm(
        usual(low + more), COSTS
    )


def test_a_loan_that_costs_nothing_needs_no_interest() -> None:
    free = CostOfLending(0, 0, 0, 0, 120_000, 0, 0)

    assert required_annual_rate_ppm(usual(10_000), free) == 0
    assert annuity_factor(0.0, 12) == 12


def test_the_expected_loss_is_rounded_up() -> None:
    assert expected_loss_minor(Exposure(100_001, 12, 100_000), COSTS) == 8_001
    assert annual_rate_ppm(500) == 182_500
