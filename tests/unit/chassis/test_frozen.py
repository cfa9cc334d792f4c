"""Frozen values, their changed copies, and how they look as JSON."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
import pytest

from chassis.frozen import Frozen, Positional, parts_of, replace


class Bead(Positional, frozen=True):
    on: date
    weight: int = 0


class Chain(Frozen, frozen=True):
    beads: tuple[Bead, ...]
    clasp: Bead | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    positive: int

    def __post_init__(self) -> None:
        if self.positive < 1:
            raise ValueError("not positive")


A_DAY = date(2026, 11, 23)


def test_a_copy_has_the_changes_and_the_original_has_not() -> None:
    original = Chain((Bead(A_DAY),))

    copy = replace(original, clasp=Bead(A_DAY, 5))

    assert (copy, original.clasp) == (Chain((Bead(A_DAY),), Bead(A_DAY, 5)), None)
    assert copy.beads is original.beads


@pytest.mark.parametrize("value", [Bead(A_DAY), replace(Bead(A_DAY), weight=2)])
def test_a_value_cannot_be_changed_in_place(value: Any) -> None:
    with pytest.raises(AttributeError):
        value.weight = 3


@pytest.mark.parametrize("value", [Bead(A_DAY), Checked(1)])
def test_a_field_that_does_not_exist_cannot_be_changed(value: Any) -> None:
    with pytest.raises(TypeError):
        replace(value, colour=3)


def test_a_dataclass_that_checks_its_values_checks_those_of_a_copy() -> None:
    with pytest.raises(ValueError, match="not positive"):
        replace(Checked(1), positive=0)


def test_names_are_written_of_a_frozen_value_and_not_of_a_positional_one() -> None:
    value = Chain((Bead(A_DAY, 3),))

    text = msgspec.json.encode(value)

    assert text == b'{"beads":[["2026-11-23",3]],"clasp":null}'
    assert msgspec.json.decode(text, type=Chain) == value


def test_an_array_from_before_a_field_was_appended_reads_with_its_default() -> None:
    assert msgspec.json.decode(b'["2026-11-23"]', type=Bead) == Bead(A_DAY)


def test_the_parts_of_a_value_are_those_of_its_fields_in_order() -> None:
    assert parts_of(Bead(A_DAY, 3)) == (A_DAY, 3)
