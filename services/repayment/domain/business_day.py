"""The business day: which date is open, and how far its close has come.

Closing has two halves. The closing steps look at the day that ends; then the date moves and is
announced; the opening steps let the new date take effect on the loans. Each step is remembered
when it is done, so a close that was interrupted goes on where it stopped.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from chassis.decision import Change, Decision
from chassis.frozen import replace
from services.repayment.domain.end_of_day import Half, step_names
from services.repayment.domain.errors import BusinessDayBeingClosed, BusinessDayNotOpen
from services.repayment.domain.events import BusinessDayClosed

SUITE = "suite"
"""The key of the one business day that a suite (cell) has."""

CLOSING_STEPS = step_names(Half.CLOSING)
OPENING_STEPS = step_names(Half.OPENING)


class DayPhase(StrEnum):
    """What is going on with the business date."""

    OPEN = "OPEN"  # an ordinary day -> CLOSING
    CLOSING = "CLOSING"  # its closing steps run; then the date moves -> OPENING
    OPENING = "OPENING"  # the date has moved, its opening steps run -> OPEN


@dataclass(frozen=True, slots=True)
class StepDone:
    """A finished step and how many rows or loans it changed."""

    name: str
    changed: int


@dataclass(frozen=True, slots=True)
class BusinessDay:
    """The open business date (Asia/Shanghai) of this suite."""

    suite_id: str
    business_date: date
    phase: DayPhase = DayPhase.OPEN
    steps_done: tuple[StepDone, ...] = ()
    version: int = 0

    def is_closing(self, on: date) -> bool:
        """Whether the close of this date is under way, its second half included."""
        if self.phase is DayPhase.CLOSING:
            return self.business_date == on
        return self.phase is DayPhase.OPENING and self.business_date == on + timedelta(days=1)

    @property
    def next_step(self) -> str | None:
        """The step to do now; None when the day is open and nothing is left to do."""
        if self.phase is DayPhase.OPEN:
            return None
        done = {step.name for step in self.steps_done}
        steps = CLOSING_STEPS if self.phase is DayPhase.CLOSING else OPENING_STEPS
        return next(name for name in steps if name not in done)


def begin_first_day(existing: BusinessDay | None, on: date) -> Decision[BusinessDay]:
    """Open the suite's first business date; later starts leave the date as it is."""
    if existing is not None:
        return Decision(existing)
    day = BusinessDay(SUITE, on)
    return Decision(day, (Change(day),))


def begin_close(day: BusinessDay, on: date) -> Decision[BusinessDay]:
    """Start closing a date, or take up its interrupted close. Days close once and in order."""
    if day.is_closing(on):
        return Decision(day)
    if on != day.business_date:
        raise BusinessDayNotOpen(open=day.business_date)
    if day.phase is DayPhase.OPENING:
        raise BusinessDayBeingClosed(kind="business_day", open=day.business_date)
    closing = replace(day, phase=DayPhase.CLOSING, steps_done=())
    return Decision(closing, (Change(closing),))


def finish_step(day: BusinessDay, name: str, changed: int) -> Decision[BusinessDay]:
    """Remember a finished step; the last of the closing steps moves the date."""
    if day.next_step != name:
        return Decision(day)
    after = replace(day, steps_done=(*day.steps_done, StepDone(name, changed)))
    if name == OPENING_STEPS[-1]:
        after = replace(after, phase=DayPhase.OPEN)
    if name != CLOSING_STEPS[-1]:
        return Decision(after, (Change(after),))
    opened_on = day.business_date + timedelta(days=1)
    moved = replace(after, business_date=opened_on, phase=DayPhase.OPENING)
    return Decision(moved, (Change(moved, (BusinessDayClosed(day.business_date, opened_on),)),))
