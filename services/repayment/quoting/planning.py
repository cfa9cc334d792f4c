"""Rows from facts: one pass over the periods for every convention.

Each period's interest comes from the balances that bore it; what a row repays comes from its
level. The arithmetic is that of `domain/repayment_schedule.py`.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from chassis.frozen import replace
from services.repayment.domain.allocation_order import Part
from services.repayment.domain.day_count import denominator, units
from services.repayment.domain.due_dates import PeriodUnit, due_after
from services.repayment.domain.repayment_schedule import (
    Method,
    evened,
    interest_of,
    interest_segments,
    level_instalment,
    periods_of,
)
from services.repayment.quoting.agreement import PER_CENT_PPM, Agreement, PaidAhead
from services.repayment.quoting.book import Book, Row

PPM = 100 * PER_CENT_PPM
A_DAY = timedelta(days=1)


def opened(agreement: Agreement, *, parts_rounded: bool) -> Book:
    """The rows of an agreement before anything happened."""
    rows = [
        Row(number, *period)
        for number, period in enumerate(periods_of(agreement.plan, agreement.start), start=1)
    ]
    if agreement.rolled and agreement.plan.unit is PeriodUnit.MONTHS:
        _roll(rows, (agreement.plan.first_due_on or agreement.start).day)
    for row in rows:
        row.principal_free = row.number <= agreement.plan.principal_free_instalments
        row.interest_later = row.number <= agreement.plan.interest_deferred_instalments
    rows[0].level_minor = agreement.level_minor
    if agreement.plan.first_due_on:
        rows[0].whole_days = whole_days(agreement, rows[0].due_on)
    book = Book(
        agreement,
        rows,
        drawn=[(agreement.start, agreement.principal_minor)],
        rates=[(agreement.start, agreement.rate_nano)],
        parts_rounded=parts_rounded,
    )
    if agreement.plan.interest_free_days:
        free_until = date.fromordinal(
            agreement.start.toordinal() + agreement.plan.interest_free_days
        )
        book.pauses.append((agreement.start, free_until))
    if agreement.down_payment_ppm:
        _down_payment(book)
    if agreement.level_minor is None:
        relevel(book, int(bool(agreement.down_payment_ppm)))
    else:
        replan(book)
    return book


def _roll(rows: Sequence[Row], due_day: int) -> None:
    """Move due dates that were cut to the end of a short month to the first of the next."""
    for index, row in enumerate(rows):
        if row.due_on.day < due_day:
            row.due_on += A_DAY
        if index:
            row.starts_on = rows[index - 1].due_on


def whole_days(agreement: Agreement, due_on: date) -> int:
    """The days of the whole period that ends on a date."""
    return (due_on - due_after(due_on, -1, agreement.plan.every, agreement.plan.unit)).days


def _down_payment(book: Book) -> None:
    """A first row on the day of the disbursement, asking for a share of the principal."""
    agreement = book.agreement
    add_down_payment(book, 0, agreement.start, agreement.principal_minor)


def add_down_payment(book: Book, index: int, on: date, drawn_minor: int) -> Row:
    """Put a row before another one that asks for a share of what is drawn on its day."""
    exact = drawn_minor * book.agreement.down_payment_ppm
    part = book.agreement.conventions.instalment_rounding.of(exact, PPM)
    row = Row(book.rows[index].number, on, on, principal_minor=part, fixed=True)
    for later in book.rows[index:]:
        later.number += 1
    book.rows.insert(index, row)
    return row


def replan(book: Book) -> None:
    """Find principal and interest of every row again from the facts."""
    run = _Run(book)
    for index, row in enumerate(book.rows):
        run.take(index, row)


def relevel(book: Book, index: int) -> None:
    """Give the rows from one on a level that repays what is left, and plan them."""
    row = book.rows[index]
    for later in book.rows[index:]:
        later.level_minor = None
    replan(book)
    row.level_minor = level_of_rows(book, index, row.whole_minor - _reserved(book, index))
    replan(book)
    agreement = book.agreement
    if agreement.conventions.instalment_evened and agreement.plan.method is Method.EQUAL_INSTALMENT:
        _even(book, index)


def _even(book: Book, index: int) -> None:
    """Move a level towards the last instalment, when that makes the two more alike."""
    row, level = book.rows[index], book.rows[index].level_minor
    assert level is not None
    totals = _totals(book, index)
    better = evened(level, totals, book.agreement.conventions)
    if better == level:
        return
    row.level_minor = better
    replan(book)
    again = _totals(book, index)
    if abs(again[-1] - again[-2]) >= abs(totals[-1] - totals[-2]):
        row.level_minor = level
        replan(book)


def _totals(book: Book, index: int) -> list[int]:
    rows = [row for row in book.rows[index:] if not row.principal_free and not row.fixed]
    return [row.principal_minor + row.interest_minor for row in rows]


def _reserved(book: Book, index: int) -> int:
    """Principal of later rows that were paid and no longer follow the level."""
    return sum(row.principal_minor for row in book.rows[index + 1 :] if row.fixed)


def level_of_rows(book: Book, index: int, whole_minor: int) -> int:
    """What the rows from one on have in common so that they repay a balance."""
    agreement = book.agreement
    conventions = agreement.conventions
    open_rows = [row for row in book.rows[index:] if not row.fixed]
    paying = [row for row in open_rows if not row.principal_free] or open_rows or book.rows[-1:]
    match agreement.plan.method:
        case Method.EQUAL_PRINCIPAL:
            multiple = conventions.instalment_multiple_minor
            return conventions.principal_rounding.of(whole_minor, len(paying) * multiple) * multiple
        case Method.EQUAL_INSTALMENT:
            return level_instalment(whole_minor, _factors(book, paying), conventions)
        case _:
            return 0


def _factors(book: Book, rows: Sequence[Row]) -> list[tuple[int, int, int]]:
    """The interest on one for each period, as rate, share and the share's denominator."""
    plan = book.agreement.plan
    if book.agreement.by_first_period:
        first = next(row for row in book.rows if row.starts_on < row.due_on)
        over = denominator(plan.day_count, first.starts_on, first.due_on, plan.months)
        share = units(plan.day_count, first.starts_on, first.due_on, plan.months)
        return [(book.rate_on(row.starts_on), share, over) for row in rows]
    factors = []
    for row in rows:
        steps = [replace(step, principal_minor=1) for step in book.steps(row, 1, row.due_on)]
        segments = interest_segments(steps, row.starts_on, row.due_on, plan.day_count, plan.months)
        over = denominator(plan.day_count, row.starts_on, row.whole_until, plan.months)
        factors.append((sum(s.rate_nano * s.share_units for s in segments), 1, over))
    return factors


class _Run:
    """One pass over the rows: the balance, and what one row hands to the next."""

    def __init__(self, book: Book) -> None:
        self.book, self.agreement = book, book.agreement
        self.balance = self.taken = self.carried = self.credit = 0
        self.level: int | None = None

    def take(self, index: int, row: Row) -> None:
        """Plan one row after those before it."""
        book = self.book
        last = all(each.fixed for each in book.rows[index + 1 :])
        reserved = _reserved(book, index)
        opening = self.balance + self._drawn(row.starts_on + A_DAY)
        whole = opening + self._drawn(row.due_on)
        if row.level_minor is not None:
            self.level = row.level_minor
        elif self.level is None and not row.fixed:
            self.level = level_of_rows(book, index, whole - reserved)
        own = self._own_interest(row, opening, index)
        row.opening_minor, row.whole_minor = opening, whole
        row.carried_minor = self.carried + row.brought_minor
        interest, self.carried = own + row.carried_minor, 0
        if row.fixed:
            self.carried = 0 if row.closed else max(0, interest - row.interest_minor)
        else:
            row.interest_minor = self._asked(row, interest, last=last)
            row.level_now_minor = self.level or 0
            free = max(0, whole - reserved)
            principal = free if last else min(free, self._part(row))
            row.principal_minor = self._paid_ahead(index, row, principal, whole, last=last)
        self.balance = whole - row.principal_minor
        row.balance_after_minor = self.balance

    def _drawn(self, until: date) -> int:
        """Money lent before a date that no balance holds yet."""
        lent = sum(amount for on, amount in self.book.drawn if on < until)
        new = max(0, lent - self.taken)
        self.taken += new
        return new

    def _own_interest(self, row: Row, opening: int, index: int) -> int:
        if self.agreement.plan.flat:
            lent = self.book.drawn_minor - self.book.rows[0].principal_minor * (
                self.book.rows[0].fixed and index > 0
            )
            return interest_to(self.book, row, lent, row.due_on)
        return interest_to(self.book, row, opening, row.due_on)

    def _asked(self, row: Row, interest: int, *, last: bool) -> int:
        """The interest a row asks for; the rest is left to the next one."""
        most = interest
        if row.interest_later:
            most = 0
        elif (
            self.agreement.progressive
            and self.agreement.plan.method is Method.EQUAL_INSTALMENT
            and not row.principal_free
        ):
            most = self.level or interest
        if last or interest <= most:
            return interest
        self.carried = interest - most
        return most

    def _part(self, row: Row) -> int:
        """What a row repays of the principal as planned."""
        level = self.level or 0
        if row.principal_free:
            return 0
        if self.agreement.plan.method is Method.EQUAL_INSTALMENT:
            return max(0, level - row.interest_minor)
        return level

    def _paid_ahead(self, index: int, row: Row, principal: int, whole: int, *, last: bool) -> int:
        """The principal of a row to which more may have been paid than it asked for."""
        taken = 0 if last else min(self.credit, principal)
        self.credit -= taken
        principal -= taken
        extra = row.paid[Part.PRINCIPAL] - principal
        if extra <= 0:
            return principal
        principal += extra
        effect = self.agreement.paid_ahead
        if effect is PaidAhead.RESCHEDULE_NEXT:
            self.credit += extra
        elif effect is PaidAhead.REDUCE_INSTALMENT and not last and not self.agreement.progressive:
            rest = whole - principal
            self.level = level_of_rows(self.book, index + 1, rest)
        return principal


def interest_to(book: Book, row: Row, opening_minor: int, until: date) -> int:
    """The interest of a row's period up to a date."""
    plan, rounding = book.agreement.plan, book.agreement.conventions.interest_rounding
    if until <= row.starts_on:
        return 0
    steps = book.steps(row, opening_minor, until)
    segments = interest_segments(steps, row.starts_on, until, plan.day_count, plan.months)
    over = denominator(plan.day_count, row.starts_on, row.whole_until, plan.months)
    if book.parts_rounded:
        return sum(interest_of([segment], over, rounding) for segment in segments)
    return interest_of(segments, over, rounding)
