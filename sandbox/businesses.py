"""Synthetic businesses: each person's own, derived from who they are; every third person runs none.

Nobody here is real. Codes follow GB 32100-2015 with organisation numbers that begin with YY.
"""

import hashlib
from dataclasses import dataclass

from sandbox.people import Person

_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_KINDS = ("91", "92")
"""Registered by the market authority: an enterprise, a sole trader (个体工商户)."""
_WITHOUT = 3


@dataclass(frozen=True, slots=True)
class Business:
    """A business and who answers for it."""

    uscc: str
    name: str
    role: str


def business_of(person: Person) -> Business | None:
    """The business this person runs; None for every third person."""
    if person.number % _WITHOUT == _WITHOUT - 1:
        return None
    digest = hashlib.sha256(f"granary sandbox business {person.id_number}".encode()).digest()
    is_trader = person.number % _WITHOUT == 0
    serial = "".join(_CHARACTERS[byte % len(_CHARACTERS)] for byte in digest[:7])
    first_17 = f"{_KINDS[is_trader]}{person.id_number[:6]}YY{serial}"
    return Business(
        uscc=first_17 + uscc_check_character(first_17),
        name=f"{person.name}百货经营部" if is_trader else f"{person.name[1:]}演示商贸有限公司",
        role="SOLE_TRADER" if is_trader else "LEGAL_REPRESENTATIVE",
    )


def uscc_check_character(first_17: str) -> str:
    """The 18th character of a unified social credit code (GB 32100-2015)."""
    total = sum(
        _CHARACTERS.index(character) * pow(3, place, 31) for place, character in enumerate(first_17)
    )
    return _CHARACTERS[-total % 31]
