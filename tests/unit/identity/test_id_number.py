from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import DomainError
from chassis.personal import Personal
from services.identity.domain.errors import (
    IdNumberBirthDate,
    IdNumberCheckDigit,
    IdNumberMalformed,
    IdNumberRegion,
)
from services.identity.domain.id_number import IdNumber, Sex, check_digit
from tests.builders.customers import ADULT_ID_NUMBER, TODAY


def parse(text: str, today: date = TODAY) -> IdNumber:
    return IdNumber.parse(Personal(text), today).reveal()


@pytest.mark.parametrize(
    "text",
    [
        "11010519491231002X",
        "440524188001010014",
        "360426199101010071",
        "120103198806018241",
        "110101202311012176",
        " 11010519491231002x ",
    ],
)
def test_the_published_samples_are_taken(text: str) -> None:
    assert parse(text).text == text.strip().upper()


def test_a_number_tells_region_birth_and_sex() -> None:
    number = parse("11010519491231002X")

    assert number.region_code == "110105"
    assert number.birth_date == date(1949, 12, 31)
    assert number.sex is Sex.FEMALE
    assert parse("360426199101010071").sex is Sex.MALE
    assert number.masked == "1****************X"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("44052419800101001X", IdNumberCheckDigit),
        ("110105194912310020", IdNumberCheckDigit),
        ("110105491231002", IdNumberMalformed),
        ("1101051949123100211", IdNumberMalformed),
        ("X1010519491231002X", IdNumberMalformed),
        ("", IdNumberMalformed),
        ("990105194912310026", IdNumberRegion),
        ("110105194913310021", IdNumberBirthDate),
        ("110105190002290021", IdNumberBirthDate),
        ("110105000012310021", IdNumberBirthDate),
    ],
)
def test_a_number_that_cannot_exist_is_refused(text: str, refusal: type[DomainError]) -> None:
    with pytest.raises(refusal):
        parse(text)


def test_nobody_is_born_tomorrow() -> None:
    assert parse("110101202311012176", date(2023, 11, 1)).age_on(date(2023, 11, 1)) == 0

    with pytest.raises(IdNumberBirthDate):
        parse("110101202311012176", date(2023, 10, 31))


@given(st.integers(0, 16), st.integers(1, 9))
def test_every_single_wrong_digit_is_noticed(place: int, difference: int) -> None:
    digits = list(ADULT_ID_NUMBER[:17])
    digits[place] = str((int(digits[place]) + difference) % 10)

    assert check_digit("".join(digits)) != ADULT_ID_NUMBER[17]


@given(st.integers(0, 15))
def test_every_swap_of_neighbours_is_noticed(place: int) -> None:
    digits = list(ADULT_ID_NUMBER[:17])
    digits[place : place + 2] = reversed(digits[place : place + 2])
    swapped = "".join(digits)

    assert swapped == ADULT_ID_NUMBER[:17] or check_digit(swapped) != ADULT_ID_NUMBER[17]


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(2009, 1, 1), 18),
        (date(2008, 12, 31), 17),
        (date(2026, 11, 23), 35),
    ],
)
def test_age_is_counted_in_full_years(day: date, age: int) -> None:
    assert parse("360426199101010071").age_on(day) == age


def test_a_leap_day_child_turns_older_on_the_first_of_march() -> None:
    first_17 = "11010120040229001"
    number = parse(first_17 + check_digit(first_17))

    assert number.age_on(date(2022, 2, 28)) == 17
    assert number.age_on(date(2022, 3, 1)) == 18


def test_a_number_never_shows_itself() -> None:
    number = IdNumber.parse(Personal(ADULT_ID_NUMBER), TODAY)

    assert ADULT_ID_NUMBER not in f"{number} {number!r} {number.reveal()!r}"
