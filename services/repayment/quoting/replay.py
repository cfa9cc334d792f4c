"""A vector replayed: its events in the order of their dates, each changing the rows."""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from services.repayment.domain.due_dates import due_after
from services.repayment.quoting.agreement import Agreement, refuse_endless
from services.repayment.quoting.book import Book, Charge, Row
from services.repayment.quoting.events import (
    A_DAY,
    ChargeDue,
    CloseOfBusiness,
    Drawdown,
    Event,
    InterestPause,
    Payment,
    RateChange,
    ReAge,
    Reschedule,
)
from services.repayment.quoting.payments import pay
from services.repayment.quoting.planning import (
    add_down_payment,
    opened,
    relevel,
    replan,
    whole_days,
)
from services.repayment.quoting.re_age import re_age
from services.repayment.quoting.reading import VectorUnsupportedError


def replayed(agreement: Agreement, events: Sequence[Event]) -> Book:
    """The rows after all events. Raises VectorUnsupportedError."""
    book = opened(agreement, parts_rounded=_parts_rounded(agreement, events))
    if _paid_by_itself(agreement, events):
        pay(book, book.rows[0].principal_minor, agreement.start)
    for event in events:
        # Charges and pauses are known beforehand: money received earlier meets them too.
        if isinstance(event, ChargeDue):
            _charge(book, event)
        elif isinstance(event, InterestPause):
            book.pauses.append((event.on, event.until))
    replan(book)
    for event in events:
        _happen(book, event, events)
    while len(book.rows) > 1 and _asks_for_nothing(book.rows[-1], agreement):
        book.rows.pop()
    if book.rows[-1].balance_after_minor:
        raise VectorUnsupportedError("after these events the rows do not repay the loan")
    return book


def _parts_rounded(agreement: Agreement, events: Sequence[Event]) -> bool:
    """Whether the parts of a period are rounded each.

    The older engine did so always. The progressive one does where more is drawn or the rate
    changes, in the files that tell nothing of allocation.
    """
    if agreement.parts_rounded is not None:
        return agreement.parts_rounded
    if not agreement.progressive:
        return True
    changed = any(isinstance(event, Drawdown | RateChange) for event in events)
    return changed and not agreement.order


def _asks_for_nothing(row: Row, agreement: Agreement) -> bool:
    return not agreement.progressive and not row.total_minor and not row.paid_minor


def _happen(book: Book, event: Event, events: Sequence[Event]) -> None:
    match event:
        case Payment():
            if not _already_counted(book.agreement, event):
                pay(book, event.amount_minor, event.on)
        case Drawdown():
            if event.on > book.agreement.start:
                _draw(book, event)
        case RateChange():
            _new_rate(book, event.on, event.rate_nano, whole_row=_by_rows(book.agreement))
        case Reschedule():
            _reschedule(book, event)
        case ReAge():
            paid = [e.on for e in events if isinstance(e, Payment) and e.on <= event.on]
            re_age(book, event, last_paid_on=max(paid, default=None))
        case CloseOfBusiness():
            book.today = max(book.today, event.on)
            replan(book)
        case ChargeDue() | InterestPause():
            pass
        case _:
            assert_never(event)


def _already_counted(agreement: Agreement, payment: Payment) -> bool:
    """Whether a file that begins in the middle of a loan names a payment of the time before."""
    if payment.on == agreement.start:
        return agreement.level_minor is not None
    return payment.on < agreement.start


def _charge(book: Book, event: ChargeDue) -> None:
    """A charge belongs to the row in whose period it falls; after the last, to one of its own."""
    for row in book.rows:
        if event.on <= row.due_on and row.starts_on < row.due_on:
            row.charges.append(Charge(event.part, event.on, event.amount_minor))
            return
    last = book.rows[-1]
    row = Row(last.number + 1, last.due_on, event.on, fixed=True)
    row.charges.append(Charge(event.part, event.on, event.amount_minor))
    book.rows.append(row)


def _row_at(book: Book, on: date) -> int:
    """The place of the row in whose period a day lies."""
    for index, row in enumerate(book.rows):
        if row.starts_on <= on < row.due_on:
            return index
    raise VectorUnsupportedError(f"an event on {on} lies outside the loan")


def _by_rows(agreement: Agreement) -> bool:
    """Whether a rate holds for whole rows: where interest is a row's, and in the older engine."""
    return not agreement.recalculated or (bool(agreement.order) and not agreement.progressive)


def _paid_by_itself(agreement: Agreement, events: Sequence[Event]) -> bool:
    """Whether a down payment is taken at once; not where the file names its payment."""
    named = any(isinstance(e, Payment) and e.on == agreement.start for e in events)
    return bool(agreement.down_payment_ppm) and agreement.down_payment_auto and not named


def _draw(book: Book, event: Drawdown) -> None:
    """More money, with a down payment of its own where the first one had one."""
    book.drawn.append((event.on, event.amount_minor))
    index = _row_at(book, event.on)
    if not book.agreement.down_payment_ppm:
        relevel(book, index)
        return
    row = add_down_payment(book, index, event.on, event.amount_minor)
    relevel(book, index + 1)
    if book.agreement.down_payment_auto:
        pay(book, row.principal_minor, event.on)


def _new_rate(book: Book, on: date, rate_nano: int, *, whole_row: bool) -> None:
    """Another rate from a day on, or from the start of the row in which the day lies."""
    index = _row_at(book, max(on, book.agreement.start))
    begins = book.rows[index].starts_on
    on = begins if whole_row else max(on, begins)
    book.rates = sorted([*(r for r in book.rates if r[0] < on), (on, rate_nano)])
    relevel(book, index)


def _reschedule(book: Book, event: Reschedule) -> None:
    index = next((i for i, row in enumerate(book.rows) if row.due_on >= event.on), None)
    if index is None:
        raise VectorUnsupportedError("a reschedule begins after the last row")
    rows, plan = book.rows, book.agreement.plan
    first = event.new_due_on or rows[index].due_on
    if first <= rows[index].starts_on:
        raise VectorUnsupportedError("a reschedule moves a due date before its period")
    refuse_endless(len(rows) + event.extra_terms + event.grace_principal, plan.every, plan.unit)
    number = rows[-1].number
    # A row that waits with its principal is made up for by one more at the end.
    more = event.extra_terms + event.grace_principal
    rows += [Row(number + n, first, first) for n in range(1, more + 1)]
    if event.new_due_on:
        rows[index].whole_days = whole_days(book.agreement, event.new_due_on)
    due_day = None if event.new_due_on else plan.due_day or _anchor_day(book)
    for step, row in enumerate(rows[index:]):
        row.starts_on = rows[index + step - 1].due_on if index + step else row.starts_on
        row.due_on = due_after(first, step, plan.every, plan.unit, due_day)
        row.principal_free = row.principal_free or step < event.grace_principal
        row.interest_later = row.interest_later or step < event.grace_interest
    if more:
        relevel(book, index)
    if event.rate_nano is not None:
        whole_row = not book.agreement.progressive
        _new_rate(book, event.on - A_DAY, event.rate_nano, whole_row=whole_row)
    replan(book)


def _anchor_day(book: Book) -> int:
    plan = book.agreement.plan
    return (plan.first_due_on or book.agreement.start).day
