"""Seeded synthetic people: the same seed and number always give the same person.

Nobody here is real. Identity numbers follow GB 11643 with division codes that exist, but their
sequence numbers are from 900 up, which registration offices do not reach; banks are invented.
"""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import count, islice


class Archetype(StrEnum):
    """How a person has dealt with credit so far."""

    GOOD = "good"  # several accounts, always paid on time
    THIN_FILE = "thin_file"  # hardly any history
    OVER_INDEBTED = "over_indebted"  # pays, but owes far too much
    RECENT_OVERDUE = "recent_overdue"  # three or more months late within the last half year


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One synthetic person as every partner in the sandbox knows them."""

    seed: str
    number: int  # position in the seed's endless row of people
    name: str
    id_number: str
    birth_date: date
    phone: str
    card_number: str
    card_token: str  # what payments name instead of the card number
    bank_name: str
    start_balance_minor: int  # fen on the card account before anything moves
    archetype: Archetype

    @property
    def card_masked(self) -> str:
        return f"{self.card_number[:6]}{'*' * 9}{self.card_number[-4:]}"


# fmt: off
# County-level codes of GB/T 2260, most provinces once.
_DIVISIONS = (
    "110101", "110105", "110108", "120101", "120103", "130102", "140105", "210102", "220102",
    "230102", "310101", "310104", "310115", "320102", "320505", "330106", "340102", "350102",
    "360102", "370102", "410102", "420106", "430102", "440103", "440106", "440304", "440305",
    "450102", "500103", "510104", "520102", "530102", "610103", "620102",
)
# fmt: on
_FIRST_BIRTH = date(1976, 1, 1)
_BIRTH_DAYS = (date(2005, 12, 31) - _FIRST_BIRTH).days + 1
_SEQUENCES = 100  # 900 to 999
_IDENTITIES = len(_DIVISIONS) * _BIRTH_DAYS * _SEQUENCES
_CARDS = 10**12
_PHONES = 7 * 10**9
# A prime, so coprime to all three: multiplying by it spreads people out and never repeats one.
_STRIDE = 2_147_483_647
_BANKS = (("629901", "京畿演示银行"), ("629902", "华东演示银行"), ("629903", "南岭演示银行"))
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "安邦晨达恩芳刚涵佳凯岚明宁鹏琪然书婷维欣雅泽志卓俊洁丽敏娜伟静磊洋勇艳杰娟涛超"
_SHARES = {
    Archetype.GOOD: 60,
    Archetype.THIN_FILE: 15,
    Archetype.OVER_INDEBTED: 15,
    Archetype.RECENT_OVERDUE: 10,
}


def people(seed: str, *, age: int | None = None, on: date | None = None) -> Iterator[Person]:
    """The endless row of people of a seed, aged 20 to 50 in 2026.

    With `age` they are all of that age on the day `on` and for ten months after it.
    """
    if age is None:
        return (_person(seed, number, None) for number in count())
    assert on is not None
    newest_birthday = _years_before(on, age)
    return (_person(f"{seed}, {age} on {on}", number, newest_birthday) for number in count())


def first_people(
    seed: str, how_many: int, *, archetype: Archetype | None = None
) -> tuple[Person, ...]:
    """The first people of a seed, of one archetype or of all."""
    chosen = (p for p in people(seed) if archetype is None or p.archetype is archetype)
    return tuple(islice(chosen, how_many))


def id_check_digit(first_17: str) -> str:
    """The 18th character of an identity number (GB 11643, ISO 7064 MOD 11-2)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(weight * int(digit) for weight, digit in zip(weights, first_17, strict=True))
    return "10X98765432"[total % 11]


def luhn_check_digit(digits: str) -> str:
    """The last digit of a card number (ISO/IEC 7812)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - the digit sum of Luhn
    return str(-total % 10)


def _person(seed: str, number: int, newest_birthday: date | None) -> Person:
    digest = hashlib.sha256(f"granary sandbox person {seed} {number}".encode()).digest()
    dice = random.Random(digest)  # noqa: S311 - must repeat, need not be secret
    card_number, bank_name = _card(seed, number, dice)
    id_number, birth_date = _identity(seed, number, dice, newest_birthday)
    return Person(
        seed=seed,
        number=number,
        name=dice.choice(_SURNAMES) + "".join(dice.sample(_GIVEN, dice.choice((1, 2, 2)))),
        id_number=id_number,
        birth_date=birth_date,
        phone=_phone(seed, number),
        card_number=card_number,
        card_token=f"card-{hashlib.sha256(f'token {card_number}'.encode()).hexdigest()[:24]}",
        bank_name=bank_name,
        start_balance_minor=dice.randrange(20_000_00, 80_000_00, 100),
        archetype=dice.choices(tuple(_SHARES), tuple(_SHARES.values()))[0],
    )


def _spread(seed: str, number: int, purpose: str, space: int) -> int:
    """A place in the space that no other number of the same seed has."""
    start = int.from_bytes(hashlib.sha256(f"{purpose} {seed}".encode()).digest()[:8])
    return (start + number * _STRIDE) % space


def _identity(
    seed: str, number: int, dice: random.Random, newest_birthday: date | None
) -> tuple[str, date]:
    place = _spread(seed, number, "identity", _IDENTITIES)
    place, sequence = divmod(place, _SEQUENCES)
    division, day = divmod(place, _BIRTH_DAYS)
    birth_date = _FIRST_BIRTH + timedelta(days=day)
    if newest_birthday is not None:
        birth_date = newest_birthday - timedelta(days=dice.randrange(50))
    first_17 = f"{_DIVISIONS[division]}{birth_date:%Y%m%d}{900 + sequence}"
    return first_17 + id_check_digit(first_17), birth_date


def _card(seed: str, number: int, dice: random.Random) -> tuple[str, str]:
    prefix, bank_name = dice.choice(_BANKS)
    digits = f"{prefix}{_spread(seed, number, 'card', _CARDS):012d}"
    return digits + luhn_check_digit(digits), bank_name


def _phone(seed: str, number: int) -> str:
    operator, rest = divmod(_spread(seed, number, "phone", _PHONES), 10**9)
    return f"1{3 + operator}{rest:09d}"


def _years_before(day: date, years: int) -> date:
    """The same calendar day some years earlier; 29 February becomes the 28th."""
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap_day else day.day)
