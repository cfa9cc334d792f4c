import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.lending.domain.score_stability import (
    Drift,
    binomial_band,
    chi_squared_95,
    fairness,
    grade_calibration,
    points_shift,
    stability,
)
from services.lending.domain.scorecard import Characteristic

EVEN = [3_000] * 10


def drawn(rows: int, seed: int) -> list[int]:
    """Rows over ten equal bins, without drift."""
    dice = random.Random(seed)
    bins = [0] * 10
    for _ in range(rows):
        bins[dice.randrange(10)] += 1
    return bins


def test_equal_distributions_have_an_index_of_nothing() -> None:
    found = stability(EVEN, [70] * 10, watch=0.1)

    assert found.psi == pytest.approx(0)
    assert found.drift is Drift.STABLE


def test_the_index_is_that_of_the_textbook() -> None:
    found = stability([50, 50], [80, 20], watch=0.1)

    assert found.psi == pytest.approx(0.3 * 0.4700036 + 0.3 * 0.9162907, abs=1e-6)


@pytest.mark.parametrize("rows", [200, 500, 5_000])
def test_without_drift_chance_alone_passes_the_line_one_time_in_twenty(rows: int) -> None:
    found = [stability(EVEN, drawn(rows, seed), watch=0.0) for seed in range(300)]

    above = sum(each.psi > each.chance_95 for each in found) / len(found)
    assert 0.01 < above < 0.11
    assert not any(each.drift is Drift.ALARM for each in found)


def test_few_rows_do_not_alarm_by_chance_where_the_rule_of_thumb_would() -> None:
    found = [stability(EVEN, drawn(60, seed), watch=0.1) for seed in range(100)]

    assert sum(each.psi > 0.1 for each in found) > 50
    assert sum(each.drift is Drift.ALARM for each in found) < 5


def test_a_large_drift_alarms_and_a_small_one_only_when_the_ranking_fell_too() -> None:
    large = [10_000, 9_000, 5_000, 3_000, 1_000, 800, 700, 300, 100, 100]
    small = [3_600, 3_500, 3_300, 3_000, 3_000, 3_000, 3_000, 2_800, 2_500, 2_300]

    assert stability(EVEN, large, watch=0.1).drift is Drift.ALARM
    assert stability(EVEN, small, watch=0.1).drift is Drift.STABLE
    assert stability(EVEN, small, watch=0.1, ranking_dropped=True).drift is Drift.ALARM


def test_an_empty_month_is_judged_without_a_division_by_zero() -> None:
    assert stability(EVEN, [0] * 10, watch=0.1).drift is Drift.STABLE
    assert stability([5], [5], watch=0.1).chance_95 == 0


def test_the_percentile_of_chi_squared_is_that_of_the_tables() -> None:
    assert chi_squared_95(9) == pytest.approx(16.919, rel=0.002)
    assert chi_squared_95(3) == pytest.approx(7.815, rel=0.01)


def test_a_characteristic_tells_by_how_many_points_it_moved_the_average() -> None:
    card = Characteristic(0, "UTILISATION", (0.5,), (30, -20), 5, (600_000, 400_000, 0))

    assert points_shift(card, [60, 40, 0]) == pytest.approx(0)
    assert points_shift(card, [50, 50, 0]) == pytest.approx(-5)
    assert points_shift(card, [50, 40, 10]) == pytest.approx(-2.5)


@given(st.integers(0, 3_000), st.floats(0, 1))
def test_the_band_lies_among_the_possible_numbers_around_the_expected(
    rows: int, rate: float
) -> None:
    lowest, highest = binomial_band(rows, rate)

    assert 0 <= lowest <= highest <= rows
    assert lowest - 1 <= rows * rate <= highest + 1


def test_the_band_of_few_rows_is_exact() -> None:
    assert binomial_band(10, 0.1) == (0, 3)
    assert binomial_band(100, 0.5) == (40, 60)


def test_a_grade_with_far_more_defaults_than_promised_is_not_as_expected() -> None:
    as_promised = grade_calibration("C", [20_000] * 500, [True] * 11 + [False] * 489)
    worse = grade_calibration("C", [20_000] * 500, [True] * 30 + [False] * 470)
    nobody = grade_calibration("A", [], [])

    assert as_promised.expected_bads == pytest.approx(10)
    assert as_promised.as_expected
    assert not worse.as_expected
    assert nobody.as_expected


def test_groups_are_compared_by_their_approval_and_the_unknown_left_out() -> None:
    found = fairness(
        "sex",
        ["female", "female", "male", "male", "unknown"],
        [True, False, True, True, True],
        [10_000, 20_000, 10_000, 10_000, 990_000],
        [False, True, False, False, True],
    )

    assert [group.group for group in found.groups] == ["female", "male"]
    assert found.adverse_impact_ratio == pytest.approx(0.5)
    assert found.groups[0].expected_bads == pytest.approx(0.03)
    assert found.groups[0].observed_bads == 1
    nobody = fairness("sex", ["female"], [False], [1], [False])
    assert nobody.adverse_impact_ratio == 1
