"""Money is exact: it is rounded half up, divided without loss and written with two decimals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.money import Money, format_minor, round_half_up, split_evenly


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(5, 10, 1), (4, 10, 0), (-5, 10, -1), (15, 10, 2), (25, 10, 3), (-14, 10, -1), (0, 3, 0)],
)
def test_ties_are_rounded_away_from_zero(numerator: int, denominator: int, expected: int) -> None:
    assert round_half_up(numerator, denominator) == expected


def test_a_negative_denominator_is_refused() -> None:
    with pytest.raises(ValueError, match="positive"):
        round_half_up(1, -2)


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**9))
def test_rounding_is_never_off_by_more_than_half(numerator: int, denominator: int) -> None:
    rounded = round_half_up(numerator, denominator)

    assert 2 * abs(rounded * denominator - numerator) <= denominator


def test_the_last_part_takes_the_remainder() -> None:
    assert split_evenly(100_001, 10) == (10_000,) * 9 + (10_001,)


@given(st.integers(0, 10**12), st.integers(1, 400))
def test_the_parts_of_an_amount_sum_to_it(total: int, parts: int) -> None:
    assert sum(split_evenly(total, parts)) == total


def test_an_amount_cannot_be_divided_into_no_parts() -> None:
    with pytest.raises(ValueError, match="at least one"):
        split_evenly(100, 0)


@pytest.mark.parametrize(
    ("minor", "text"),
    [(0, "0.00"), (5, "0.05"), (1_234_567, "12,345.67"), (-100, "-1.00"), (-5, "-0.05")],
)
def test_fen_are_written_as_yuan(minor: int, text: str) -> None:
    assert format_minor(minor) == text


def test_money_names_its_currency() -> None:
    assert str(Money(83_300)) == "833.00 CNY"
