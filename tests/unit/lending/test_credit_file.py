from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.lending.domain.credit_file import (
    FEATURES,
    CreditFile,
    RevolvingMonth,
    features_of,
)


def named(file: CreditFile | None) -> dict[str, float | None]:
    return dict(zip(FEATURES, features_of(file).values, strict=True))


def a_file(months: int = 6, limit_minor: int = 1_000_000) -> CreditFile:
    """Late by two months once, then revolving at a falling bill."""
    states = (0, 0, 2, -1, -2, 0)
    bills = (300_000, 400_000, 500_000, 100_000, 0, 600_000)
    paid = (150_000, 100_000, 0, 100_000, 600_000, 5_000)
    rows = zip(states, bills, paid, strict=True)
    return CreditFile(limit_minor, tuple(RevolvingMonth(*row) for row in rows)[:months])


def test_the_features_of_a_whole_file_are_those_of_the_recipe() -> None:
    found = named(a_file())

    assert found["limit"] == 1_000_000
    assert [found[f"state_{k}"] for k in range(1, 7)] == [0, 0, 2, -1, -2, 0]
    assert found["util_1"] == pytest.approx(0.3)
    assert found["util_max"] == pytest.approx(0.6)
    assert found["util_mean"] == pytest.approx(1_900_000 / 6 / 1_000_000)
    assert found["util_trend"] == pytest.approx(-0.3)
    assert (found["late_n"], found["late_max"], found["late_sum"]) == (1, 2, 2)
    assert found["late_recent3"] == 2
    assert (found["inactive_n"], found["full_pay_n"], found["pay_zero_n"]) == (1, 1, 1)
    assert found["pay_ratio_1"] == pytest.approx(150_000 / 400_000)
    assert found["pay_ratio_all"] == pytest.approx(950_000 / 1_600_000)
    assert found["pay_sum_lim"] == pytest.approx(0.955)
    assert found["pay_min"] == 0
    assert found["spend_1"] == pytest.approx(0.05)
    assert found["spend_mean"] == pytest.approx(fmean([50_000, 0, 400_000, 200_000, 0]) / 1_000_000)
    assert found["free_limit"] == 700_000


def test_a_person_without_a_file_has_no_features() -> None:
    assert set(features_of(None).values) == {None}
    assert not features_of(None).complete


def test_what_needs_a_month_that_is_missing_is_not_known() -> None:
    found = named(a_file(months=3))

    assert found["state_3"] == 2
    assert found["state_4"] is None
    assert found["late_recent3"] == 2
    assert found["pay_ratio_1"] is not None
    assert found["late_n"] is None
    assert not features_of(a_file(months=3)).complete
    assert named(a_file(months=1))["pay_ratio_1"] is None
    assert named(a_file(months=0))["free_limit"] is None


def test_without_a_limit_no_share_of_it_is_known() -> None:
    assert named(a_file(limit_minor=0))["util_1"] is None


def test_a_customer_who_paid_much_more_than_billed_gets_the_largest_ratio() -> None:
    months = (RevolvingMonth(-1, 10_000, 900_000),) + (RevolvingMonth(-1, -100, 0),) * 5

    assert named(CreditFile(1_000_000, months))["pay_ratio_1"] == 5


@given(
    st.integers(0, 10**12),
    st.lists(
        st.builds(
            RevolvingMonth,
            st.integers(-2, 24),
            st.integers(-(10**13), 10**13),
            st.integers(0, 10**13),
        ),
        max_size=9,
    ),
)
def test_every_file_has_all_features_each_known_or_not(
    limit_minor: int, months: list[RevolvingMonth]
) -> None:
    vector = features_of(CreditFile(limit_minor, tuple(months)))

    assert len(vector.values) == len(FEATURES)
    assert vector.complete == (limit_minor > 0 and len(months) >= 6)
