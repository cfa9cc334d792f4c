"""What a vector's inputs agree on: amount, price, plan, and the conventions its words name."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.repayment.domain.day_count import DayCount
from services.repayment.domain.due_dates import PeriodUnit
from services.repayment.domain.repayment_schedule import Conventions, Method, Plan, Rounding
from services.repayment.quoting.reading import (
    MOST_DECIMALS,
    Fields,
    VectorUnsupportedError,
    count,
    day,
    optional_day,
    optional_scaled,
    rate,
    scaled,
    words,
)

PER_CENT_PPM = 10_000
METHODS = {
    "": Method.EQUAL_INSTALMENT,
    "declining/equal_instalment": Method.EQUAL_INSTALMENT,
    "equal_instalment": Method.EQUAL_INSTALMENT,
    "declining/equal_principal": Method.EQUAL_PRINCIPAL,
    "equal_principal": Method.EQUAL_PRINCIPAL,
    "interest_only/bullet": Method.INTEREST_ONLY_BULLET,
    "bullet": Method.INTEREST_ONLY_BULLET,
    "flat/equal_instalment": Method.EQUAL_PRINCIPAL,
    "flat/equal_principal": Method.EQUAL_PRINCIPAL,
}
UNITS = {"days": PeriodUnit.DAYS, "weeks": PeriodUnit.WEEKS, "months": PeriodUnit.MONTHS}

LONGEST_DAYS = {PeriodUnit.DAYS: 1, PeriodUnit.WEEKS: 7, PeriodUnit.MONTHS: 31}
MOST_DAYS = 200 * 366


class PaidAhead(StrEnum):
    """What money above what is due does to the rows to come."""

    REDUCE_INSTALMENT = "reduce_instalment"  # same dates, a smaller level
    REDUCE_NUMBER = "reduce_number"  # same level, fewer rows
    RESCHEDULE_NEXT = "reschedule_next"  # the next rows' principal is taken off
    KEEP = "keep"  # rows stay; money fills the next ones
    LAST = "last"  # rows stay; money fills the last ones
    SPREAD = "spread"  # rows stay; money is shared over all of them


@dataclass(frozen=True, slots=True)
class Agreement:
    """A loan as a vector describes it. Amounts in minor units, rates in 10^-9."""

    principal_minor: int
    rate_nano: int
    plan: Plan
    start: date
    conventions: Conventions
    decimals: int
    level_minor: int | None
    """An instalment the file gives, not one to be found."""
    rolled: bool
    """Whether a due day that a month lacks is the first of the next one, not its last day."""
    by_first_period: bool
    """Whether a level is found with the first period's length for all of them."""
    recalculated: bool
    """Whether interest follows the balance as it is really paid."""
    progressive: bool
    """Whether rows keep their level whatever is paid."""
    paid_ahead: PaidAhead
    order: str
    """The allocation as the file names it; empty when it does not."""
    down_payment_ppm: int
    down_payment_auto: bool
    """Whether down payments are taken at once."""
    parts_rounded: bool | None
    """Whether the parts of a period are rounded each or once, where the file says so."""
    penalty_factor_pct: int
    cap_annual_ppm: int
    grace_days: int
    """How a late loan of Granary's own kind is charged (see `LoanTerms`): not, unless named."""


def agreement_of(inputs: Fields, title: str) -> Agreement:
    """Read the inputs. Raises VectorUnsupportedError, naming what is not understood."""
    decimals = count(inputs, "currency_decimals", 2, most=MOST_DECIMALS)
    unit = 10**decimals
    day_count = day_count_of(inputs)
    name = words(inputs, "method")
    if name not in METHODS:
        raise VectorUnsupportedError(f"method {name!r} is not supported")
    daily = day_count is DayCount.DAILY
    order = words(inputs, "allocation").upper()
    progressive = (
        order == "ADVANCED_PAYMENT_ALLOCATION" or "instalment_adjustment" in inputs
    ) and not name.startswith("flat")
    interest_period = words(inputs, "interest_period")
    start, first_due = day(inputs, "start"), optional_day(inputs, "first_due")
    if first_due is not None and first_due <= start:
        raise VectorUnsupportedError("first_due lies before the start")
    return Agreement(
        principal_minor=scaled(inputs, "principal", unit),
        rate_nano=rate(inputs, "daily_rate_pct" if daily else "annual_rate_pct"),
        plan=_plan(inputs, METHODS[name], day_count, flat=name.startswith("flat")),
        start=start,
        conventions=conventions_of(inputs, unit, daily=daily),
        decimals=decimals,
        level_minor=optional_scaled(inputs, "instalment_given", unit),
        rolled=_rolled(words(inputs, "month_end_strategy")),
        by_first_period=interest_period == "daily" and not progressive,
        recalculated=not name.startswith("flat")
        and not interest_period.startswith("same_as_repayment"),
        progressive=progressive,
        paid_ahead=_paid_ahead(inputs, title),
        order=order,
        down_payment_ppm=_down_payment_ppm(inputs),
        down_payment_auto=inputs.get("down_payment_auto", True) is not False,
        parts_rounded=_parts_rounded(words(inputs, "rounding")),
        penalty_factor_pct=count(inputs, "penalty_factor_pct", 0),
        cap_annual_ppm=_or(optional_scaled(inputs, "cap_annual_pct", PER_CENT_PPM), 240_000),
        grace_days=count(inputs, "grace_days", 1),
    )


def _down_payment_ppm(inputs: Fields) -> int:
    share = optional_scaled(inputs, "down_payment_pct", PER_CENT_PPM) or 0
    if share >= 100 * PER_CENT_PPM:
        raise VectorUnsupportedError("a down payment is less than the whole")
    return share


def _or(value: int | None, otherwise: int) -> int:
    return otherwise if value is None else value


def _rolled(strategy: str) -> bool:
    if strategy not in ("", "last_day_of_month", "first_day_of_next_month"):
        raise VectorUnsupportedError(f"month_end_strategy {strategy!r} is not supported")
    return strategy == "first_day_of_next_month"


def _parts_rounded(rounding: str) -> bool | None:
    if "separately" in rounding:
        return True
    return False if "once" in rounding else None


def day_count_of(inputs: Fields) -> DayCount:
    """The day count that the words name. Raises VectorUnsupportedError."""
    text = words(inputs, "day_count")
    if "daily_rate_pct" in inputs:
        if text in ("", "daily rate * actual days", "daily", "actual"):
            return DayCount.DAILY
        raise VectorUnsupportedError(f"day_count {text!r} does not go with a daily rate")
    found = {
        DayCount.ACTUAL_ACTUAL: r"act(ual)?\s*/\s*act(ual)?",
        DayCount.THIRTY_360: r"30\s*/\s*360|1/12|same.as.*period",
        DayCount.ACTUAL_365: r"act(ual)?[\w ]*/\s*365|^days/365",
        DayCount.ACTUAL_360: r"act(ual)?[\w ]*/\s*360|days\s*/\s*360",
    }
    for day_count, pattern in found.items():
        if re.search(pattern, text):
            return day_count
    if not text or "n/a" in text:
        return DayCount.THIRTY_360
    raise VectorUnsupportedError(f"day_count {text!r} is not supported")


def refuse_endless(periods: int, every: int, unit: PeriodUnit) -> None:
    """Raises VectorUnsupportedError for periods that run out of the calendar."""
    if periods * every * LONGEST_DAYS[unit] > MOST_DAYS:
        raise VectorUnsupportedError("the periods run out of the calendar")


def _plan(inputs: Fields, method: Method, day_count: DayCount, *, flat: bool) -> Plan:
    periods = count(inputs, "periods")
    if not periods:
        raise VectorUnsupportedError("periods 0 make no schedule")
    unit = words(inputs, "unit") or "months"
    every = count(inputs, "every", 1)
    if unit not in UNITS or not every:
        raise VectorUnsupportedError(f"periods of {every} {unit} are not supported")
    refuse_endless(periods, every, UNITS[unit])
    grace = count(inputs, "grace_principal", 0)
    if grace >= periods and method is not Method.INTEREST_ONLY_BULLET:
        raise VectorUnsupportedError("grace_principal leaves no instalment to repay in")
    # A period whose interest is deferred asks for it in the first row after the deferral. Grace
    # on the payment of interest, in the files that have it, changes nothing.
    return Plan(
        method=method,
        instalments=periods,
        every=every,
        unit=UNITS[unit],
        day_count=day_count,
        principal_free_instalments=0 if method is Method.INTEREST_ONLY_BULLET else grace,
        interest_deferred_instalments=count(inputs, "interest_free_periods", 0),
        interest_free_days=count(inputs, "interest_free_days", 0),
        first_due_on=optional_day(inputs, "first_due"),
        flat=flat,
    )


def conventions_of(inputs: Fields, unit: int, *, daily: bool) -> Conventions:
    """How the words decide what implementations differ in by a fen."""
    text = words(inputs, "rounding")
    elsewhere = Rounding.HALF_EVEN if {"allocation", "interest_period"} & set(inputs) else None
    rounding = Rounding.HALF_UP
    if "half-even" in text or "half even" in text:
        rounding = Rounding.HALF_EVEN
    elif not text and elsewhere and not daily:
        rounding = elsewhere
    instalment, multiple = rounding, optional_scaled(inputs, "instalment_multiple", unit) or 1
    up = re.search(r"(?:ceil\w*|rounded up|round up)(?: to (?:a |the )?(\d+))?", text)
    if up:
        instalment = Rounding.UP
        multiple = int(up[1]) * unit if up[1] and int(up[1]) else multiple
    return Conventions(
        interest_rounding=rounding,
        instalment_rounding=instalment,
        instalment_multiple_minor=multiple,
        instalment_evened="instalment_adjustment" in inputs,
        principal_rounding=Rounding.DOWN if daily else instalment,
    )


def _paid_ahead(inputs: Fields, title: str) -> PaidAhead:
    named = words(inputs, "prepayment_effect")
    if named:
        if named not in set(PaidAhead):
            raise VectorUnsupportedError(f"prepayment_effect {named!r} is not supported")
        return PaidAhead(named)
    text = f"{title.lower()} {words(inputs, 'future_instalment_rule')}"
    by_words = {
        PaidAhead.REDUCE_NUMBER: r"reduce number",
        PaidAhead.RESCHEDULE_NEXT: r"reschedule next",
        PaidAhead.LAST: r"last_installment|last_instalment",
        PaidAhead.SPREAD: r"reamorti[sz]ation|re_amorti[sz]ation",
        PaidAhead.KEEP: r"next_installment|next_instalment",
    }
    for effect, pattern in by_words.items():
        if re.search(pattern, text):
            return effect
    return PaidAhead.REDUCE_INSTALMENT
