"""The number a customer is told: readable on the telephone, made without a database sequence.

`C-20261123-K7QM4T-9XW2DA` is the kind of case, the day it was filed in Asia/Shanghai, and eleven
characters of the random end of the case's id with a check character. 55 random bits a day make two
equal numbers next to impossible; the table refuses the second one.
"""

import re
from datetime import date
from uuid import UUID

from services.support.domain.words import CaseKind

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, which are misread or misheard."""
_MISREAD = str.maketrans("ILO", "110")
_PREFIX = {CaseKind.COMPLAINT: "C", CaseKind.FEEDBACK: "F"}
_RANDOM_CHARACTERS = 11
_BITS_PER_CHARACTER = 5
_FORM = re.compile(rf"([CF])-(\d{{8}})-([{_ALPHABET}]{{6}})-([{_ALPHABET}]{{6}})")


def ticket_number(kind: CaseKind, filed_on: date, case_id: UUID) -> str:
    """The number of a case; the same case always gets the same one."""
    day = filed_on.strftime("%Y%m%d")
    code = "".join(
        _ALPHABET[case_id.int >> (_BITS_PER_CHARACTER * place) & (len(_ALPHABET) - 1)]
        for place in reversed(range(_RANDOM_CHARACTERS))
    )
    code += _check_character(day + code)
    return f"{_PREFIX[kind]}-{day}-{code[:6]}-{code[6:]}"


def read_ticket_number(text: str) -> str | None:
    """The number as it was told, small letters and misread ones mended; None when mistyped."""
    number = text.strip().upper().translate(_MISREAD)
    form = _FORM.fullmatch(number)
    if form is None:
        return None
    _, day, first, second = form.groups()
    code = first + second
    return number if code[-1] == _check_character(day + code[:-1]) else None


def _check_character(text: str) -> str:
    """Luhn's check for 32 characters: notices every single wrong character."""
    base = len(_ALPHABET)
    total = 0
    for place, character in enumerate(reversed(text)):
        value = _ALPHABET.index(character)
        if place % 2 == 0:
            value = sum(divmod(value * 2, base))
        total += value
    return _ALPHABET[-total % base]
