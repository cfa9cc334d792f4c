"""Due dates: counted from one anchor, so that month ends never drift."""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SATURDAY = 5


class PeriodUnit(StrEnum):
    """What the length of a period is counted in."""

    DAYS = "DAYS"
    WEEKS = "WEEKS"
    MONTHS = "MONTHS"


class DueDayShift(StrEnum):
    """What happens to a due date on a day on which banks rest."""

    NONE = "NONE"  # due dates are natural days
    NEXT_BUSINESS_DAY = "NEXT_BUSINESS_DAY"


@dataclass(frozen=True, slots=True)
class BankCalendar:
    """The days on which banks rest although it is a weekday, and work although it is not."""

    holidays: Collection[date] = ()
    make_up_workdays: Collection[date] = ()

    def is_business_day(self, day: date) -> bool:
        if day in self.holidays:
            return False
        return day.weekday() < SATURDAY or day in self.make_up_workdays

    def shifted(self, due_on: date, shift: DueDayShift) -> date:
        """The due date that a rule makes of a planned one."""
        if shift is DueDayShift.NEXT_BUSINESS_DAY:
            while not self.is_business_day(due_on):
                due_on += timedelta(days=1)
        return due_on


def monthly_due_on(anchor: date, months: int, due_day: int | None = None) -> date:
    """The anchor's day of a following month, or that month's last day where it is shorter.

    Always counted from the anchor, so that 31 January gives 28 February and then 31 March.
    `due_day` is the day of month aimed at, when the anchor itself stands in a shorter month.
    """
    year, month_index = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    day = due_day or anchor.day
    if day > 28:  # noqa: PLR2004 - the shortest month; only longer days need a look
        day = min(day, monthrange(year, month_index + 1)[1])
    return date(year, month_index + 1, day)


def due_after(
    anchor: date, periods: int, every: int, unit: PeriodUnit, due_day: int | None = None
) -> date:
    """The due date so many periods after the anchor."""
    if unit is PeriodUnit.MONTHS:
        return monthly_due_on(anchor, periods * every, due_day)
    days = every * (7 if unit is PeriodUnit.WEEKS else 1)
    return anchor + timedelta(days=days * periods)
