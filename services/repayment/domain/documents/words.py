"""The words of the documents in one language, and how numbers are written in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from string import Template
from uuid import UUID

from chassis.money import format_minor, round_half_up

PPM_PER_PERCENT = 10_000


class Language(StrEnum):
    """The languages that documents come in; the Chinese text binds."""

    ZH = "ZH"
    EN = "EN"


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language under the names of their group and key."""

    language: Language
    version: str
    texts: Mapping[str, Mapping[str, str]]

    def __call__(self, name: str, **facts: object) -> str:
        """The text `group.key` with its facts; raises KeyError when either is missing."""
        group, _, key = name.partition(".")
        return Template(self.texts[group][key]).substitute(
            {fact: str(value) for fact, value in facts.items()}
        )

    def day(self, on: date | None) -> str:
        """A date as people of the language write it."""
        if on is None:
            return "—"
        if self.language is Language.ZH:
            return f"{on.year}年{on.month}月{on.day}日"
        return on.isoformat()


def amount(minor: int) -> str:
    """Fen as yuan; nothing is a dash, so that what matters stands out."""
    return format_minor(minor) if minor else "—"


def percent(ppm: int, decimals: int = 2) -> str:
    """Parts per million as a percentage, rounded half up."""
    scaled = round_half_up(ppm * 10**decimals, PPM_PER_PERCENT)
    whole, fraction = divmod(scaled, 10**decimals)
    return f"{whole}.{fraction:0{decimals}d}%"


def masked(identifier: UUID) -> str:
    """The end of an id, enough for its owner to know it by."""
    return f"****{identifier.hex[-8:]}"
