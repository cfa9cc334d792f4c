"""Ticket numbers are told over the telephone and read back."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.ports import IdSource
from services.support.domain.ticket_number import _ALPHABET, read_ticket_number, ticket_number
from services.support.domain.words import CaseKind
from tests.builders.cases import CASE, TODAY

NUMBER = ticket_number(CaseKind.COMPLAINT, TODAY, CASE)


def test_a_number_tells_the_kind_and_the_day_of_its_case() -> None:
    assert NUMBER == "C-20261123-8T5CY4-TQKFF7"
    assert ticket_number(CaseKind.FEEDBACK, date(2027, 1, 2), CASE).startswith("F-20270102-")


def test_numbers_of_many_cases_of_one_moment_differ() -> None:
    ids = IdSource()

    numbers = {ticket_number(CaseKind.COMPLAINT, TODAY, ids()) for _ in range(20_000)}

    assert len(numbers) == 20_000


@given(case_id=st.uuids())
def test_every_number_is_read_back(case_id: UUID) -> None:
    number = ticket_number(CaseKind.FEEDBACK, TODAY, case_id)

    assert read_ticket_number(number) == number


@pytest.mark.parametrize("told", [NUMBER.lower(), f"  {NUMBER} ", NUMBER.replace("1", "I")])
def test_small_and_misread_characters_are_mended(told: str) -> None:
    assert read_ticket_number(told) == NUMBER


@given(place=st.integers(2, len(NUMBER) - 1), character=st.sampled_from(_ALPHABET))
def test_any_single_mistyped_character_is_noticed(place: int, character: str) -> None:
    mistyped = NUMBER[:place] + character + NUMBER[place + 1 :]

    read = read_ticket_number(mistyped)

    assert read is None or mistyped == NUMBER


@pytest.mark.parametrize("text", ["", "C-1", "X" + NUMBER[1:], NUMBER + "0", "C-20261123-000042"])
def test_what_is_no_ticket_number_is_not_read(text: str) -> None:
    assert read_ticket_number(text) is None
