"""How amounts and rates are written."""

from typing import Any

import pytest

from services.lending.domain.wording import capitals, percent, times


@pytest.mark.parametrize(
    ("amount_minor", "text"),
    [
        (0, "人民币零元整"),
        (5, "人民币伍分"),
        (50, "人民币伍角整"),
        (105, "人民币壹元零伍分"),
        (115, "人民币壹元壹角伍分"),
        (1_000, "人民币壹拾元整"),
        (50_000, "人民币伍佰元整"),
        (100_100, "人民币壹仟零壹元整"),
        (1_000_000, "人民币壹万元整"),
        (1_000_050, "人民币壹万元伍角整"),
        (1_010_000, "人民币壹万零壹佰元整"),
        (1_250_000, "人民币壹万贰仟伍佰元整"),
        (10_010_100, "人民币壹拾万零壹佰零壹元整"),
        (20_000_000, "人民币贰拾万元整"),
    ],
)
def test_amounts_in_the_capital_characters_of_contracts(amount_minor: Any, text: Any) -> None:
    assert capitals(amount_minor) == text


def test_rates_are_rounded_half_up() -> None:
    assert percent(181_650) == "18.17%"
    assert percent(181_649) == "18.16%"
    assert percent(500, 3) == "0.050%"


def test_factors_are_written_without_idle_zeros() -> None:
    assert (times(150), times(200), times(133)) == ("1.5", "2", "1.33")
