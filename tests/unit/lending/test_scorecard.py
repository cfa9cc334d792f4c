from hypothesis import given
from hypothesis import strategies as st

from services.lending.domain.calibration import (
    UNITS_PER_LOG_ODDS,
    Calibration,
    pd_ppm_of,
    prior_shift,
)
from services.lending.domain.scorecard import Characteristic, Scorecard, raw_units_of

UTILISATION = Characteristic(
    0, "UTILISATION", (0.3, 0.8), (40, 10, -20), 5, (500_000, 300_000, 200_000, 0)
)
HISTORY = Characteristic(1, "REPAYMENT_HISTORY", (0.0,), (30, -60), 0, (900_000, 100_000, 0))
FLAT = Characteristic(2, "UTILISATION", (), (0,), 0, (1_000_000, 0))
CARD = Scorecard(500, (UTILISATION, HISTORY, FLAT))


def test_points_are_added_per_bin_with_the_edge_in_the_lower_bin() -> None:
    assert CARD.points((0.3, 0.0, None)) == 570
    assert CARD.points((0.31, 1.0, 9.0)) == 450


def test_a_missing_value_gets_the_points_of_its_own_bin() -> None:
    assert CARD.points((None, None, None)) == 505
    assert CARD.characteristics[0].bin_of(None) == 3
    assert CARD.characteristics[0].bin_of(0.9) == 2


def test_points_lost_against_the_best_bins_are_told_by_family() -> None:
    assert CARD.explain((0.9, 1.0, 0.0)) == (420, {"UTILISATION": 60, "REPAYMENT_HISTORY": 90})
    assert CARD.explain((None, 1.0, 0.0)) == (445, {"UTILISATION": 0, "REPAYMENT_HISTORY": 90})


def test_six_hundred_points_are_odds_of_thirty_to_one() -> None:
    exact = Calibration(0.0, 1.0)

    assert pd_ppm_of(raw_units_of(600), exact, 0.0) == 32_258
    assert pd_ppm_of(raw_units_of(640), exact, 0.0) == 16_393


def test_the_average_customer_gets_the_expected_default_rate_of_the_lender() -> None:
    shift = prior_shift(training_bad_rate_ppm=221_200, central_tendency_ppm=50_000)
    average_units = raw_units_of(600)
    logit = -1.2585  # of 22.12 %
    line = Calibration(logit - average_units / UNITS_PER_LOG_ODDS, 1.0)

    assert abs(pd_ppm_of(average_units, line, shift) - 50_000) < 10
    assert prior_shift(50_000, 50_000) == 0


@given(st.integers(-(10**15), 10**15), st.integers(-(10**15), 10**15))
def test_more_risk_never_gives_a_lower_probability(one: int, other: int) -> None:
    line = Calibration(-0.1, 0.9)
    low, high = sorted((one, other))

    assert 0 <= pd_ppm_of(low, line, -1.5) <= pd_ppm_of(high, line, -1.5) <= 1_000_000
