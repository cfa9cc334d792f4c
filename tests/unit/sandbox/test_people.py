import re
from datetime import date
from itertools import islice

import pytest

from sandbox.people import (
    Archetype,
    first_people,
    id_check_digit,
    luhn_check_digit,
    people,
)


@pytest.mark.parametrize(
    "published", ["11010519491231002X", "440524188001010014", "360426199101010071"]
)
def test_the_check_digit_is_that_of_the_standard(published: str) -> None:
    assert id_check_digit(published[:17]) == published[17]


@pytest.mark.parametrize("published", ["6200000000000005", "6205500000000000004"])
def test_the_card_check_digit_is_luhns(published: str) -> None:
    assert luhn_check_digit(published[:-1]) == published[-1]


def test_the_same_seed_gives_the_same_people_and_another_seed_others() -> None:
    assert first_people("a", 5) == first_people("a", 5)
    assert first_people("a", 5) != first_people("b", 5)


def test_everybody_is_well_formed_and_no_two_share_a_number() -> None:
    crowd = first_people("crowd", 5000)

    for person in crowd:
        assert id_check_digit(person.id_number[:17]) == person.id_number[17]
        assert person.id_number[6:14] == f"{person.birth_date:%Y%m%d}"
        assert int(person.id_number[14:17]) >= 900
        assert re.fullmatch(r"1[3-9]\d{9}", person.phone)
        assert re.fullmatch(r"62\d{17}", person.card_number)
        assert luhn_check_digit(person.card_number[:-1]) == person.card_number[-1]
        assert 20 <= 2026 - person.birth_date.year <= 50
    for field in ("id_number", "phone", "card_number", "card_token"):
        assert len({getattr(person, field) for person in crowd}) == len(crowd)


def test_every_archetype_is_common_enough_to_be_met() -> None:
    counts = dict.fromkeys(Archetype, 0)
    for person in first_people("mix", 500):
        counts[person.archetype] += 1

    assert min(counts.values()) > 20
    assert max(counts, key=counts.__getitem__) is Archetype.GOOD


def test_people_of_an_archetype_can_be_asked_for() -> None:
    found = first_people("mix", 7, archetype=Archetype.THIN_FILE)

    assert [p.archetype for p in found] == [Archetype.THIN_FILE] * 7


@pytest.mark.parametrize("on", [date(2026, 11, 23), date(2028, 2, 29)])
def test_people_of_an_age_keep_it_for_ten_months(on: date) -> None:
    for person in islice(people("young", age=17, on=on), 100):
        assert _age(person.birth_date, on) == 17
        assert _age(person.birth_date, date.fromordinal(on.toordinal() + 300)) == 17


def test_a_card_is_shown_masked() -> None:
    person = first_people("a", 1)[0]

    assert person.card_masked.startswith(person.card_number[:6] + "*")
    assert person.card_masked.endswith("*" + person.card_number[-4:])
    assert len(person.card_masked) == 19


def _age(birth_date: date, on: date) -> int:
    before_birthday = (on.month, on.day) < (birth_date.month, birth_date.day)
    return on.year - birth_date.year - before_birthday
