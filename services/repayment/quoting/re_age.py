"""Re-age: what is owed becomes new rows from a new first due date."""

from datetime import date

from services.repayment.domain.allocation_order import Part
from services.repayment.domain.day_count import denominator, units
from services.repayment.domain.due_dates import due_after
from services.repayment.domain.repayment_schedule import NANO
from services.repayment.quoting.agreement import refuse_endless
from services.repayment.quoting.book import Book, Row
from services.repayment.quoting.events import ReAge
from services.repayment.quoting.planning import interest_to, relevel, replan
from services.repayment.quoting.reading import LATEST, VectorUnsupportedError


def re_age(book: Book, event: ReAge, last_paid_on: date | None) -> None:
    """Close the rows up to the day and put new ones after them.

    Interest owed on the day is shared over the new rows and nothing more accrues, when the file
    asks for equal amortisation; by default it falls due with the first of them, and interest
    runs on.
    """
    shared = event.interest.startswith("equal_amorti")
    if event.interest not in ("", "default") and not shared:
        raise VectorUnsupportedError(f"a re-age with interest {event.interest!r} is not supported")
    if event.on < book.agreement.start or not book.outstanding_principal_minor:
        raise VectorUnsupportedError("a re-age needs a loan with principal on its day")
    if any(row.paid_minor and row.starts_on >= event.on for row in book.rows):
        raise VectorUnsupportedError("a re-age after rows were paid ahead is not supported")
    book.today = max(book.today, event.on)
    replan(book)
    principal = book.outstanding_principal_minor
    interest = _interest_owed(book, event, last_paid_on)
    book.re_aged = (principal, interest)
    _close_rows(book, event.on)
    new = _new_rows(book, event)
    book.rows += new
    if shared:
        _share(book, new, principal, interest)
        book.pauses.append((event.on, LATEST))
    else:
        new[0].brought_minor = interest
        relevel(book, len(book.rows) - len(new))
    replan(book)


def _interest_owed(book: Book, event: ReAge, last_paid_on: date | None) -> int:
    agreement = book.agreement
    if event.on == agreement.start:
        # The file begins on the day itself: interest has run since the payment before it.
        return _interest_since(book, last_paid_on or event.on, event.on)
    if "full" in event.interest:
        return sum(row.unpaid(Part.INTEREST) for row in book.rows)
    owed = 0
    for row in book.rows:
        if row.due_on <= event.on:
            owed += row.unpaid(Part.INTEREST)
        elif row.starts_on < event.on:
            accrued = row.carried_minor + interest_to(book, row, row.opening_minor, event.on)
            owed += max(0, accrued - row.paid[Part.INTEREST])
    return owed


def _interest_since(book: Book, since: date, until: date) -> int:
    """Interest on the whole principal, period by period from a date, each rounded."""
    plan, rounding = book.agreement.plan, book.agreement.conventions.interest_rounding
    total, number, begins = 0, 1, since
    while begins < until:
        due_on = due_after(since, number, plan.every, plan.unit)
        ends = min(due_on, until)
        share = units(plan.day_count, begins, ends, plan.months)
        over = denominator(plan.day_count, begins, due_on, plan.months)
        exact = book.outstanding_principal_minor * book.agreement.rate_nano * share
        total += rounding.of(exact, over * NANO)
        begins, number = ends, number + 1
    return total


def _close_rows(book: Book, on: date) -> None:
    """Past rows keep what was paid on them; the running one ends on the day."""
    kept = [row for row in book.rows if row.due_on <= on]
    running = [row for row in book.rows if row.starts_on < on < row.due_on]
    for row in running:
        row.due_on = on
    for row in (*kept, *running):
        row.fixed = row.closed = True
        row.principal_minor = row.paid[Part.PRINCIPAL]
        row.interest_minor = row.paid[Part.INTEREST]
    book.rows = [*kept, *running]


def _new_rows(book: Book, event: ReAge) -> list[Row]:
    plan, rows = book.agreement.plan, []
    every, unit = event.every or plan.every, event.unit or plan.unit
    refuse_endless(event.instalments, every, unit)
    begins = book.rows[-1].due_on if book.rows else event.on
    number = book.rows[-1].number if book.rows else 0
    for step in range(event.instalments):
        due_on = due_after(event.first_due_on, step, every, unit)
        rows.append(Row(number + step + 1, begins, due_on))
        begins = due_on
    rows[0].whole_days = (event.first_due_on - due_after(event.first_due_on, -1, every, unit)).days
    return rows


def _share(book: Book, rows: list[Row], principal: int, interest: int) -> None:
    """Equal sums with equal interest; principal is the difference, the last row takes the rest."""
    rounding = book.agreement.conventions.instalment_rounding
    total = rounding.of(principal + interest, len(rows))
    part = rounding.of(interest, len(rows))
    for row in rows:
        row.fixed = True
        last = row is rows[-1]
        row.interest_minor = interest if last else min(part, interest)
        row.principal_minor = principal if last else min(total - row.interest_minor, principal)
        principal -= row.principal_minor
        interest -= row.interest_minor
