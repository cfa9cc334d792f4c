"""The dated events of a vector, read and put in the order in which they take effect."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.repayment.domain.allocation_order import Part
from services.repayment.domain.due_dates import PeriodUnit
from services.repayment.quoting.agreement import UNITS, refuse_endless
from services.repayment.quoting.reading import (
    Fields,
    VectorUnsupportedError,
    count,
    day,
    fields_of,
    optional_day,
    rate,
    scaled,
    words,
)

MOST_EVENTS = 200
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Payment:
    """Money received; without an amount, all that is owed on the day."""

    on: date
    amount_minor: int | None


@dataclass(frozen=True, slots=True)
class Drawdown:
    """More money lent."""

    on: date
    amount_minor: int


@dataclass(frozen=True, slots=True)
class ChargeDue:
    """A fee or penalty that falls due on a date."""

    on: date
    part: Part
    amount_minor: int


@dataclass(frozen=True, slots=True)
class RateChange:
    """Another rate; `on` is the first day whose night bears it, the day before the named one."""

    on: date
    rate_nano: int


@dataclass(frozen=True, slots=True)
class InterestPause:
    """No interest on [on, until): both days that the file names are free."""

    on: date
    until: date


@dataclass(frozen=True, slots=True)
class Reschedule:
    """Changed terms from the row on that falls due on or after a date."""

    on: date
    new_due_on: date | None
    extra_terms: int
    rate_nano: int | None
    grace_principal: int
    """Rows that ask for no principal; as many more follow at the end."""
    grace_interest: int
    """Rows whose interest falls due with the row after them."""


@dataclass(frozen=True, slots=True)
class ReAge:
    """What is owed becomes new rows."""

    on: date
    first_due_on: date
    instalments: int
    interest: str
    every: int | None
    unit: PeriodUnit | None
    """The length of the new periods, where it is not the loan's."""


@dataclass(frozen=True, slots=True)
class CloseOfBusiness:
    """A day has ended with what was paid until then."""

    on: date


Event = (
    Payment
    | Drawdown
    | ChargeDue
    | RateChange
    | InterestPause
    | Reschedule
    | ReAge
    | CloseOfBusiness
)


def events_of(value: Any, decimals: int) -> list[Event]:
    """Read all events, oldest first. Raises VectorUnsupportedError, naming an unknown one."""
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > MOST_EVENTS:
        raise VectorUnsupportedError(f"events is not a list of at most {MOST_EVENTS}")
    events: list[Event] = []
    for item in value:
        event = fields_of(item, "an event")
        kind = words(event, "type")
        if kind not in _READERS:
            raise VectorUnsupportedError(f"event {kind!r} is not supported")
        events += _READERS[kind](event, 10**decimals)
    return sorted(events, key=lambda event: event.on)


def _payment(event: Fields, unit: int) -> Sequence[Event]:
    return [Payment(day(event, "date"), _positive(event, "amount", unit))]


def _payoff(event: Fields, _: int) -> Sequence[Event]:
    return [Payment(day(event, "date"), None)]


def _drawdown(event: Fields, unit: int) -> Sequence[Event]:
    return [Drawdown(day(event, "date"), _positive(event, "amount", unit))]


def _charge(event: Fields, unit: int) -> Sequence[Event]:
    parts = {"fee": Part.FEE, "penalty": Part.PENALTY}
    kind = words(event, "kind")
    if kind not in parts:
        raise VectorUnsupportedError(f"a charge of kind {kind!r} is not supported")
    return [ChargeDue(day(event, "due"), parts[kind], scaled(event, "amount", unit))]


def _rate_change(event: Fields, _: int) -> Sequence[Event]:
    on = day(event, "effective" if "effective" in event else "date") - A_DAY
    return [RateChange(on, _rate(event))]


def _interest_pause(event: Fields, _: int) -> Sequence[Event]:
    since, until = day(event, "from"), day(event, "to")
    if until < since:
        raise VectorUnsupportedError("an interest pause ends before it begins")
    return [InterestPause(since - A_DAY, until)]


def _reschedule(event: Fields, _: int) -> Sequence[Event]:
    return [
        Reschedule(
            on=day(event, "from"),
            new_due_on=optional_day(event, "new_due_date"),
            extra_terms=count(event, "extra_terms", 0),
            rate_nano=_rate(event) if any(name in event for name in _NEW_RATES) else None,
            grace_principal=count(event, "grace_principal", 0),
            grace_interest=count(event, "grace_interest", 0),
        )
    ]


def _re_age(event: Fields, _: int) -> Sequence[Event]:
    on, first = day(event, "date"), day(event, "first_due")
    instalments = count(event, "instalments")
    if first <= on or not instalments:
        raise VectorUnsupportedError("a re-age needs instalments, the first one after its date")
    unit = words(event, "unit") or words(event, "frequency_type")
    if unit and unit not in UNITS:
        raise VectorUnsupportedError(f"periods of {unit} are not supported")
    every = count(event, "every", count(event, "frequency_number", 1)) if unit else None
    if every == 0:
        raise VectorUnsupportedError("periods of length 0 are not supported")
    refuse_endless(instalments, every or 1, UNITS[unit or "days"])
    interest = words(event, "interest")
    return [ReAge(on, first, instalments, interest, every, UNITS[unit] if unit else None)]


def _close_of_business(event: Fields, _: int) -> Sequence[Event]:
    return [CloseOfBusiness(day(event, "date"))]


def _nothing(event: Fields, _: int) -> Sequence[Event]:
    """The first disbursement is the inputs' own; a charge-off leaves the rows as they are."""
    day(event, "date")
    return []


_NEW_RATES = (
    "new_annual_rate_pct",
    "new_daily_rate_pct",
    "new_interest_rate_pct",
    "new_interest_rate",
)


def _rate(event: Fields) -> int:
    for name in _NEW_RATES:
        if event.get(name) is not None:
            return rate(event, name)
    raise VectorUnsupportedError("the new rate (new_annual_rate_pct) is missing")


def _positive(event: Fields, name: str, unit: int) -> int:
    amount = scaled(event, name, unit)
    if not amount:
        raise VectorUnsupportedError(f"{name} 0 is no money")
    return amount


_READERS: Mapping[str, Callable[[Fields, int], Sequence[Event]]] = {
    "payment": _payment,
    "prepayment": _payment,
    "repayment": _payment,
    "payoff": _payoff,
    "drawdown": _drawdown,
    "charge": _charge,
    "rate_change": _rate_change,
    "interest_pause": _interest_pause,
    "reschedule": _reschedule,
    "re_age": _re_age,
    "close_of_business": _close_of_business,
    "disbursement": _nothing,
    "charge_off": _nothing,
}
