"""Reads single fields of a vector file; whatever is wrong with one is said in a sentence."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

MOST_DECIMALS = 4
MOST_DIGITS = 15
"""Amounts and rates beyond this are typing errors, not loans."""
MOST_PER_CENT = 10_000
NANO_PER_PER_CENT = 10_000_000
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)

Fields = Mapping[str, Any]


class VectorUnsupportedError(Exception):
    """The vector asks for something the engine does not do, or cannot be read."""


def fields_of(value: Any, name: str) -> Fields:
    """An object of the file. Raises VectorUnsupportedError, as everything here does."""
    if not isinstance(value, dict):
        raise VectorUnsupportedError(f"{name} is missing or is not an object")
    return value


def scaled(fields: Fields, name: str, units: int) -> int:
    """A decimal string as a whole number of small units, not negative."""
    text = fields.get(name)
    if text is None:
        raise VectorUnsupportedError(f"{name} is missing")
    if isinstance(text, bool | float) or not isinstance(text, str | int):
        raise VectorUnsupportedError(f"{name} is not a decimal number written as text")
    if len(str(text)) > 2 * MOST_DIGITS:
        raise VectorUnsupportedError(f"{name} has too many digits")
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise VectorUnsupportedError(f"{name} {text!r} is not a number") from error
    if not number.is_finite() or number < 0 or number.adjusted() >= MOST_DIGITS:
        raise VectorUnsupportedError(f"{name} {text} is out of range")
    product = number * units
    if product != product.to_integral_value():
        raise VectorUnsupportedError(f"{name} {text} is finer than the engine counts")
    return int(product)


def rate(fields: Fields, name: str) -> int:
    """A rate in per cent as a whole number of 10^-9."""
    found = scaled(fields, name, NANO_PER_PER_CENT)
    if found > MOST_PER_CENT * NANO_PER_PER_CENT:
        raise VectorUnsupportedError(f"{name} is more than {MOST_PER_CENT} per cent")
    return found


def optional_scaled(fields: Fields, name: str, units: int) -> int | None:
    """The same, or nothing when the file does not say."""
    return None if fields.get(name) is None else scaled(fields, name, units)


def count(fields: Fields, name: str, default: int | None = None, *, most: int = 600) -> int:
    """A whole number from 0 to the most that makes sense."""
    value = fields.get(name, default)
    if value is None:
        raise VectorUnsupportedError(f"{name} is missing")
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise VectorUnsupportedError(f"{name} {value!r} is not a whole number from 0 to {most}")
    return value


def day(fields: Fields, name: str) -> date:
    """A date as YYYY-MM-DD."""
    found = optional_day(fields, name)
    if found is None:
        raise VectorUnsupportedError(f"{name} is missing")
    return found


def optional_day(fields: Fields, name: str) -> date | None:
    """The same, or nothing when the file does not say."""
    text = fields.get(name)
    if text is None:
        return None
    try:
        found = date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise VectorUnsupportedError(f"{name} {text!r} is not a date like 2026-11-23") from error
    if not EARLIEST <= found < LATEST:
        raise VectorUnsupportedError(f"{name} {text} is out of range")
    return found


def words(fields: Fields, name: str) -> str:
    """Free text in small letters; empty when the file does not say."""
    text = fields.get(name)
    if text is None:
        return ""
    if not isinstance(text, str):
        raise VectorUnsupportedError(f"{name} is not text")
    return text.lower()
