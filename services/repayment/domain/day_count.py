"""Day counts: how the days between two dates become a share of the period a rate is for.

A share is a whole number of units over a denominator, so that interest stays exact until it is
rounded. Within one period every share has the same denominator.
"""

from datetime import date, timedelta
from enum import StrEnum

MONTHS_PER_YEAR = 12
_LEAP, _COMMON = 366, 365


class DayCount(StrEnum):
    """What the rate is for, and how days are counted towards it."""

    DAILY = "DAILY"  # a rate per day, times actual days: what Granary's own loans use
    ACTUAL_365 = "ACTUAL_365"  # a yearly rate; 365 days a year, also in leap years
    ACTUAL_360 = "ACTUAL_360"  # a yearly rate; 360 days a year
    ACTUAL_ACTUAL = "ACTUAL_ACTUAL"  # a yearly rate; the days of each calendar year over its length
    THIRTY_360 = "THIRTY_360"  # a yearly rate; a month is a twelfth, part of one by actual days


def denominator(count: DayCount, starts_on: date, due_on: date, months: int) -> int:
    """The denominator of every share of a period; `months` is 0 unless it is counted in months."""
    match count:
        case DayCount.DAILY:
            return 1
        case DayCount.ACTUAL_365:
            return 365
        case DayCount.ACTUAL_360:
            return 360
        case DayCount.ACTUAL_ACTUAL:
            return _LEAP * _COMMON
        case _:  # THIRTY_360
            return MONTHS_PER_YEAR * (due_on - starts_on).days if months else 360


def units(count: DayCount, since: date, until: date, months: int) -> int:
    """The share of [since, until) in a period, in units of its denominator."""
    days = (until - since).days
    if count is DayCount.THIRTY_360:
        return days * months if months else days
    if count is not DayCount.ACTUAL_ACTUAL:
        return days
    leap_days = _days_in_leap_years(since, until)
    return (days - leap_days) * _LEAP + leap_days * _COMMON


def _days_in_leap_years(since: date, until: date) -> int:
    """How many of the days lie in leap years; a year begins on 31 December.

    That cut, which counts the night from 31 December to the new year, is the one that published
    schedules use; with a cut on 1 January they differ by fen.
    """
    total, begins = 0, since
    while begins < until:
        year = (begins + timedelta(days=1)).year
        ends = min(until, date(year, 12, 31))
        if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
            total += (ends - begins).days
        begins = ends
    return total
