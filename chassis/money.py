"""Exact money: integers of minor units (fen), rounding half up, division that loses nothing."""

from dataclasses import dataclass

MINOR_UNITS_PER_YUAN = 100


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in minor units (fen for CNY) of one currency (ISO 4217)."""

    amount_minor: int
    currency: str = "CNY"

    def __str__(self) -> str:
        return f"{format_minor(self.amount_minor)} {self.currency}"


def round_half_up(numerator: int, denominator: int) -> int:
    """Divide and round to the nearest integer, ties away from zero (GB/T 8170 calls it 四舍五入).

    Raises ZeroDivisionError when the denominator is zero; it must not be negative.
    """
    if denominator < 0:
        raise ValueError("the denominator of a rounded amount must be positive")
    quotient, remainder = divmod(abs(numerator), denominator)
    rounded = quotient + (2 * remainder >= denominator)
    return rounded if numerator >= 0 else -rounded


def split_evenly(total: int, parts: int) -> tuple[int, ...]:
    """Divide an amount into equal parts; the last part takes the remainder, so the sum is exact."""
    if parts < 1:
        raise ValueError("an amount is divided into at least one part")
    share = total // parts
    return (share,) * (parts - 1) + (total - share * (parts - 1),)


def format_minor(amount_minor: int) -> str:
    """Write fen as yuan with two decimals and thousands separators: 1234567 -> 12,345.67."""
    sign = "-" if amount_minor < 0 else ""
    yuan, fen = divmod(abs(amount_minor), MINOR_UNITS_PER_YUAN)
    return f"{sign}{yuan:,}.{fen:02d}"
