"""Vectors that ask how late a loan is day by day, by the counting that the file names."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

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

A_DAY = timedelta(days=1)
MOST_DAYS = 4_000


@dataclass(frozen=True, slots=True)
class Debt:
    """One amount with its due date."""

    due_on: date
    amount_minor: int


def lateness_of(vector: Fields, inputs: Fields) -> dict[str, Any] | None:
    """The state on every day from the first due date; nothing for other vectors."""
    decimals = count(inputs, "currency_decimals", 2, most=MOST_DECIMALS)
    printer = Printer(decimals, charges=False)
    if "due_dates" in inputs:
        return _days_past_due(vector, inputs, printer)
    if "instalments" in inputs and "start" in inputs and "periods" not in inputs:
        return _delinquency(vector, inputs, printer)
    return None


def _events(vector: Fields) -> list[Fields]:
    found = vector.get("events") or []
    if not isinstance(found, list):
        raise VectorUnsupportedError("events is not a list")
    return [fields_of(event, "an event") for event in found]


def _days_past_due(vector: Fields, inputs: Fields, printer: Printer) -> dict[str, Any]:
    """Days since the oldest unpaid due date; some lenders call that date itself day one."""
    unit = 10**printer.decimals
    level = scaled(inputs, "instalment", unit)
    dates = inputs["due_dates"]
    if not isinstance(dates, list) or not dates:
        raise VectorUnsupportedError("due_dates is not a list of dates")
    debts = [Debt(day({"due_dates": each}, "due_dates"), level) for each in dates]
    first_is_one = 1 if "1 on the due date" in words(inputs, "rule") else 0
    paid = _payments(vector, unit)
    return {
        on.isoformat(): (on - oldest).days + first_is_one if oldest else 0
        for on in _days(debts, paid)
        for oldest in [_oldest_unpaid(debts, paid, on)]
    }


def _delinquency(vector: Fields, inputs: Fields, printer: Printer) -> dict[str, Any]:
    """Days late after a grace, not counting the days on which the counting was paused."""
    unit = 10**printer.decimals
    rows = inputs["instalments"]
    if not isinstance(rows, list) or not all(isinstance(r, list) and len(r) == 2 for r in rows):  # noqa: PLR2004 - a date and an amount
        raise VectorUnsupportedError("instalments is not a list of dates with amounts")
    debts = [
        Debt(day({"instalments": on}, "instalments"), scaled({"amount": amount}, "amount", unit))
        for on, amount in rows
    ]
    grace = count(inputs, "grace_on_arrears_days", 0)
    paid, pauses = _payments(vector, unit), _pauses(vector)
    ends = [(until, 0) for _, until in pauses]
    found: dict[str, Any] = {}
    for on in _days(debts, [*paid, *ends]):
        oldest = _oldest_unpaid(debts, paid, on)
        past_due = (on - oldest).days if oldest else 0
        paused = sum(max(0, (min(on, until) - since).days) for since, until in pauses)
        late = max(0, past_due - grace - paused)
        owed = sum(d.amount_minor for d in debts if d.due_on < on)
        owed -= sum(amount for date_, amount in paid if date_ <= on)
        found[on.isoformat()] = {
            "delinquent_amount": printer.money(max(0, owed) if late else 0),
            "delinquent_since": (oldest + grace * A_DAY).isoformat() if oldest and late else None,
            "delinquent_days": late,
            "past_due_days": past_due,
            "pause_active": any(since <= on < until for since, until in pauses),
        }
    return found


def _payments(vector: Fields, unit: int) -> list[tuple[date, int]]:
    known = {"payment", "pause", "resume"}
    for event in _events(vector):
        if words(event, "type") not in known:
            raise VectorUnsupportedError(f"event {words(event, 'type')!r} is not supported here")
    return [
        (day(event, "date"), scaled(event, "amount", unit))
        for event in _events(vector)
        if words(event, "type") == "payment"
    ]


def _pauses(vector: Fields) -> list[tuple[date, date]]:
    """Each pause ends on its last day, or on the day it is resumed before that."""
    resumed = [day(e, "date") for e in _events(vector) if words(e, "type") == "resume"]
    pauses = []
    for event in _events(vector):
        if words(event, "type") == "pause":
            since, until = day(event, "from"), day(event, "to")
            pauses.append((since, min([until, *(on for on in resumed if since <= on <= until)])))
    return pauses


def _oldest_unpaid(debts: list[Debt], paid: list[tuple[date, int]], on: date) -> date | None:
    """The due date of the oldest debt that the money until a day does not cover."""
    money = sum(amount for date_, amount in paid if date_ <= on)
    for debt in sorted(debts, key=lambda debt: debt.due_on):
        money -= debt.amount_minor
        if debt.due_on <= on and money < 0:
            return debt.due_on
    return None


def _days(debts: list[Debt], others: list[tuple[date, int]]) -> list[date]:
    first = min(debt.due_on for debt in debts)
    last = max([*(debt.due_on for debt in debts), *(on for on, _ in others)])
    if (last - first).days > MOST_DAYS:
        raise VectorUnsupportedError(f"more than {MOST_DAYS} days are too many")
    return [first + n * A_DAY for n in range((last - first).days + 1)]
