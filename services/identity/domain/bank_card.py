"""Bank card numbers, ISO/IEC 7812."""

import re
from dataclasses import dataclass

from chassis.personal import Personal
from services.identity.domain.errors import CardLuhn, CardNotSupported

_SHAPE = re.compile(r"[0-9]{16,19}")
_LARGEST_DIGIT = 9


@dataclass(frozen=True, slots=True, repr=False)
class CardNumber:
    """A card number whose check digit fits."""

    digits: str

    @classmethod
    def parse(cls, raw: Personal[str]) -> "Personal[CardNumber]":
        """Raises CardNotSupported unless it has 16 to 19 digits, CardLuhn when a digit is wrong."""
        digits = raw.reveal().replace(" ", "")
        if not _SHAPE.fullmatch(digits):
            raise CardNotSupported
        if not passes_luhn(digits):
            raise CardLuhn
        return Personal(cls(digits))

    @property
    def masked(self) -> str:
        """All but the last four digits hidden: **** **** **** 0018."""
        return f"**** **** **** {self.digits[-4:]}"


def passes_luhn(digits: str) -> bool:
    """Whether the last digit fits the others; one wrong digit never passes."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - _LARGEST_DIGIT if value > _LARGEST_DIGIT else value
    return total % 10 == 0
