"""The resident identity number, GB 11643: what can be told from the number alone."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chassis.personal import Personal
from services.identity.domain.errors import (
    IdNumberBirthDate,
    IdNumberCheckDigit,
    IdNumberMalformed,
    IdNumberRegion,
)

_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"  # ISO 7064 MOD 11-2

# The first two digits of every division code of GB/T 2260. The other four changed with every
# reform, and a number keeps the code of the year it was given in, so they are not judged here.
_PROVINCES = frozenset(
    f"{number}"
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (81, 83))
    for number in (*range(first, last + 1), 71)
)


class Sex(StrEnum):
    """As the sequence number tells it: odd is male."""

    MALE = "MALE"
    FEMALE = "FEMALE"


@dataclass(frozen=True, slots=True, repr=False)
class IdNumber:
    """A number that can exist; whether it was given to anybody is for the ID authority to say."""

    text: str
    """18 characters, the last one possibly an upper-case X."""

    @classmethod
    def parse(cls, raw: Personal[str], today: date) -> "Personal[IdNumber]":
        """Raises IdNumberMalformed, -Region, -BirthDate or -CheckDigit, the first that applies."""
        text = raw.reveal().strip().upper()
        if not _SHAPE.fullmatch(text):
            raise IdNumberMalformed
        if text[:2] not in _PROVINCES:
            raise IdNumberRegion
        birth_date = _date_or_none(text[6:14])
        if birth_date is None or birth_date > today:
            raise IdNumberBirthDate
        if text[17] != check_digit(text[:17]):
            raise IdNumberCheckDigit
        return Personal(cls(text))

    @property
    def region_code(self) -> str:
        """The division code, 6 digits, as it was when the number was given."""
        return self.text[:6]

    @property
    def birth_date(self) -> date:
        return date(int(self.text[6:10]), int(self.text[10:12]), int(self.text[12:14]))

    @property
    def sex(self) -> Sex:
        return Sex.MALE if int(self.text[14:17]) % 2 else Sex.FEMALE

    @property
    def masked(self) -> str:
        """The first and the last character, the rest hidden."""
        return f"{self.text[0]}{'*' * 16}{self.text[-1]}"

    def age_on(self, day: date) -> int:
        """Full years; somebody born on 29 February turns older on 1 March of a common year."""
        born = self.birth_date
        had_birthday = (day.month, day.day) >= (born.month, born.day)
        return day.year - born.year - (not had_birthday)


def check_digit(first_17: str) -> str:
    """The 18th character that belongs to the first 17 digits."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_17, strict=True))
    return _CHECK_DIGITS[total % 11]


def _date_or_none(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
