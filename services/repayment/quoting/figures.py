"""Vectors that ask for single figures instead of rows: levels, broken periods, days past due."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from services.repayment.domain.day_count import MONTHS_PER_YEAR, DayCount
from services.repayment.domain.due_dates import monthly_due_on
from services.repayment.domain.repayment_schedule import NANO, Conventions, Rounding
from services.repayment.quoting.agreement import (
    conventions_of,
    day_count_of,
)
from services.repayment.quoting.answer import Printer
from services.repayment.quoting.reading import (
    MOST_DECIMALS,
    Fields,
    VectorUnsupportedError,
    count,
    day,
    fields_of,
    scaled,
    words,
)
from services.repayment.quoting.reading import rate as rate_of

MOST_CASES = 1_000


def figures_of(vector: Fields, inputs: Fields) -> dict[str, Any] | None:
    """The figures a vector without a dated schedule asks for; nothing when it has one."""
    decimals = count(inputs, "currency_decimals", 2, most=MOST_DECIMALS)
    printer = Printer(decimals, charges=False)
    if "rate_pct_whole_term" in inputs:
        return _whole_term(inputs, printer)
    if "regular_first_period_start" in inputs:
        return _broken_period(inputs, printer)
    if "start" in inputs:
        return None
    cases = _cases(vector, inputs)
    if cases is not None:
        return {"cases": [_case({**inputs, **case}, case, printer) for case in cases]}
    if "periods" in inputs and "principal" in inputs:
        return _level(inputs, printer)
    return None


def _whole_term(inputs: Fields, printer: Printer) -> dict[str, Any]:
    """A rate for the whole term needs no day count at all."""
    principal = scaled(inputs, "principal", 10**printer.decimals)
    rate = rate_of(inputs, "rate_pct_whole_term")
    return {"interest": printer.money(Rounding.HALF_UP.of(principal * rate, NANO))}


def _broken_period(inputs: Fields, printer: Printer) -> dict[str, Any]:
    """The days before the first regular period, recovered in three ways."""
    unit = 10**printer.decimals
    principal = scaled(inputs, "principal", unit)
    rate = rate_of(inputs, "annual_rate_pct")
    level = scaled(inputs, "instalment_given", unit)
    periods = count(inputs, "periods") or 1
    disbursed, regular = day(inputs, "disbursed"), day(inputs, "regular_first_period_start")
    first_due = day(inputs, "first_due")
    if not disbursed <= regular < first_due or day_count_of(inputs) is not DayCount.ACTUAL_365:
        raise VectorUnsupportedError("the broken period is not one of actual days over 365")
    second_due = monthly_due_on(first_due, 1)

    def interest(balance: int, days: int) -> int:
        return Rounding.HALF_UP.of(balance * rate * days, 365 * NANO)

    broken_days = (regular - disbursed).days
    broken = interest(principal, broken_days)
    part = Rounding.HALF_UP.of(broken, periods)
    first = interest(principal, (first_due - regular).days)
    balance = max(0, principal - (level - first))
    second = interest(balance, (second_due - first_due).days)
    money = printer.money
    return {
        "broken_days": broken_days,
        "broken_interest": money(broken),
        "amortised_over_tenure": {
            "per_period": money(part),
            "row1_interest": money(first + part),
            "row2_interest": money(second + part),
        },
        "add_to_first": {"row1_interest": money(first + broken)},
        "upfront_deduction": {"deducted_from_disbursement": money(broken)},
    }


def _cases(vector: Fields, inputs: Fields) -> Sequence[Fields] | None:
    """Small cases with their own amounts; a published file keeps them beside their answers."""
    found = inputs.get("cases")
    expected = vector.get("expected")
    if found is None and isinstance(expected, dict):
        found = expected.get("cases")
    if found is None:
        return None
    if not isinstance(found, list) or len(found) > MOST_CASES:
        raise VectorUnsupportedError("cases is not a short list")
    asked = ("principal", "annual_rate_pct", "periods", "instalment_given")
    return [
        {name: case[name] for name in asked if name in case}
        for case in (fields_of(each, "a case") for each in found)
    ]


def _case(inputs: Fields, case: Fields, printer: Printer) -> dict[str, Any]:
    if "principal" in case:
        return {**case, **_level(inputs, printer)}
    level = scaled(inputs, "instalment_given", 10**printer.decimals)
    rate, periods = _monthly_rate(inputs), count(inputs, "periods")
    most = Fraction(level) * _discounts(rate, periods)
    rounding = conventions_of(inputs, 10**printer.decimals, daily=False).interest_rounding
    return {**case, "max_principal": printer.money(_rounded(most, rounding))}


def _level(inputs: Fields, printer: Printer) -> dict[str, Any]:
    """A level found with a twelfth of the yearly rate; no dates are needed for that."""
    if day_count_of(inputs) is not DayCount.THIRTY_360 or words(inputs, "unit") not in (
        "",
        "months",
    ):
        raise VectorUnsupportedError("start is missing")
    unit = 10**printer.decimals
    principal, periods = scaled(inputs, "principal", unit), count(inputs, "periods")
    if not periods or not principal:
        raise VectorUnsupportedError("a level needs an amount and periods")
    rate = _monthly_rate(inputs)
    conventions = conventions_of(inputs, unit, daily=False)
    exact = principal / _discounts(rate, periods)
    multiple = conventions.instalment_multiple_minor
    level = _rounded(exact / multiple, conventions.instalment_rounding) * multiple
    found: dict[str, Any] = {
        "instalment": str(level // unit) if multiple % unit == 0 else printer.money(level),
        "instalment_exact": printer.money(_rounded(exact, Rounding.HALF_UP)),
        "instalment_if_ceiled": str(_rounded(exact / unit, Rounding.UP)),
        "residual_after_last_level_payment": printer.money(
            _residual(principal, rate, periods, level, conventions)
        ),
    }
    if "no rounding" in words(inputs, "rounding"):
        found |= _exact_rows(principal, rate, periods, level, unit)
    return found


def _residual(
    principal: int, rate: Fraction, periods: int, level: int, conventions: Conventions
) -> int:
    """What is still owed after as many levels as there are periods; never below nothing."""
    balance = principal
    for _ in range(periods):
        balance += _rounded(balance * rate, conventions.interest_rounding) - level
    return max(0, balance)


def _exact_rows(
    principal: int, rate: Fraction, periods: int, level: int, unit: int
) -> dict[str, Any]:
    """Rows carried exactly, rounded to whole units only to be shown."""
    balance, total, rows = Fraction(principal), Fraction(0), []
    for number in range(1, periods + 1):
        interest = balance * rate
        part = balance if number == periods else min(balance, level - interest)
        balance, total = balance - part, total + interest
        shown = {"principal": part, "interest": interest, "balance_after": balance}
        rows.append(
            {"n": number}
            | {name: str(_rounded(v / unit, Rounding.HALF_UP)) for name, v in shown.items()}
        )
    return {
        "total_interest_rounded_0": str(_rounded(total / unit, Rounding.HALF_UP)),
        "total_payment_rounded_0": str(_rounded((total + principal) / unit, Rounding.HALF_UP)),
        "rows_rounded_0": rows,
    }


def _monthly_rate(inputs: Fields) -> Fraction:
    return Fraction(rate_of(inputs, "annual_rate_pct"), NANO * MONTHS_PER_YEAR)


def _discounts(rate: Fraction, periods: int) -> Fraction:
    """What one per period is worth at the start."""
    if not rate:
        return Fraction(periods)
    return (1 - (1 + rate) ** -periods) / rate


def _rounded(exact: Fraction, rounding: Rounding) -> int:
    return rounding.of(exact.numerator, exact.denominator)
