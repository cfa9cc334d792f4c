"""Money on the rows of a vector: what is due first, then ahead, as the file's words say."""

import re
from dataclasses import dataclass
from datetime import date

from chassis.money import split_evenly
from services.repayment.domain.allocation_order import Part
from services.repayment.domain.repayment_schedule import Method
from services.repayment.quoting.agreement import PaidAhead
from services.repayment.quoting.book import Book, Row
from services.repayment.quoting.planning import interest_to, replan
from services.repayment.quoting.reading import VectorUnsupportedError

USUAL = (Part.PENALTY, Part.FEE, Part.INTEREST, Part.PRINCIPAL)
CHARGES = (Part.PENALTY, Part.FEE)
WITHOUT_END = 10**18


@dataclass(frozen=True, slots=True)
class Order:
    """In which order money pays the parts of a row."""

    due: tuple[Part, ...]
    ahead: tuple[Part, ...]
    charges_by_date: bool
    """Whether a charge is due on its own date, before its row."""


def order_of(name: str) -> Order:
    """The order that an allocation's name spells. Raises VectorUnsupportedError."""
    if name in ("", "ADVANCED_PAYMENT_ALLOCATION"):
        return Order(USUAL, USUAL, charges_by_date=False)
    due, apart, ahead = name.partition("_IN_ADVANCE_")
    parts = _parts(due)
    after = _parts(ahead) if apart else parts
    if set(parts) != set(Part) or set(after) != set(Part):
        raise VectorUnsupportedError(f"allocation {name!r} is not supported")
    return Order(parts, after, charges_by_date=bool(apart))


def _parts(text: str) -> tuple[Part, ...]:
    stems = {"PENALT": Part.PENALTY, "FEE": Part.FEE}
    found = re.findall("PENALT|FEE|INTEREST|PRINCIPAL", text)
    return tuple(stems.get(stem) or Part(stem) for stem in found)


def pay(book: Book, amount_minor: int | None, on: date) -> None:
    """Take money on a date; without an amount, as much as there is owed."""
    book.today = max(book.today, on)
    replan(book)
    _Payment(book, on).take(WITHOUT_END if amount_minor is None else amount_minor)
    replan(book)
    for row in book.rows:
        if row.paid_minor and not row.outstanding_minor and row.paid_on is None:
            row.paid_on = on
    if amount_minor is None:
        book.overpaid_minor = 0


class _Payment:
    """One payment on its way through the rows; `rest` is what is left of it."""

    def __init__(self, book: Book, on: date) -> None:
        self.book, self.on = book, on
        self.order = order_of(book.agreement.order)
        self.rest = 0

    def take(self, amount_minor: int) -> None:
        """Pay what is due, then ahead; more than all is kept as paid too much."""
        self.rest = amount_minor
        for row in self.book.rows:
            if row.due_on <= self.on:
                self._pay(row, self.order.due)
        if self.order.charges_by_date:
            self._pay_charges_of_today()
        agreement = self.book.agreement
        shared = any(row.fixed for row in self._to_come())
        if self.rest and (shared or not agreement.recalculated):
            self._fill_rows()
        elif self.rest and agreement.progressive:
            self._fill_levels()
        elif self.rest:
            self._repay_principal()
        self.book.overpaid_minor += self.rest

    def _pay(self, row: Row, parts: tuple[Part, ...], most: int = WITHOUT_END) -> None:
        for part in parts:
            amount = min(self.rest, most, row.unpaid(part))
            if amount > 0:
                self._put(row, part, amount)
                most -= amount

    def _put(self, row: Row, part: Part, amount_minor: int) -> None:
        if not amount_minor:
            return
        row.pay(part, amount_minor, self.on)
        self.rest -= amount_minor
        if part is Part.PRINCIPAL:
            self.book.repaid.append((self.on, amount_minor))

    def _pay_charges_of_today(self) -> None:
        for row in self.book.rows:
            for part in (p for p in self.order.due if p in CHARGES):
                fallen = sum(
                    c.amount_minor for c in row.charges if c.part is part and c.due_on <= self.on
                )
                self._pay(row, (part,), max(0, fallen - row.paid[part]))

    def _to_come(self) -> list[Row]:
        rows = [row for row in self.book.rows if row.due_on > self.on and row.outstanding_minor]
        return rows[::-1] if self.book.agreement.paid_ahead is PaidAhead.LAST else rows

    def _fill_rows(self) -> None:
        """Rows that stay as they are take the money in order, or in equal shares."""
        rows = self._to_come()
        if self.book.agreement.paid_ahead is PaidAhead.SPREAD and rows:
            shares = split_evenly(min(self.rest, sum(r.outstanding_minor for r in rows)), len(rows))
            for row, share in zip(rows, shares, strict=True):
                self._pay(row, self.order.ahead, share)
        for row in rows:
            self._pay(row, self.order.ahead)

    def _repay_principal(self) -> None:
        """Interest that is not due yet stays so; money lowers the principal of the running row."""
        rows = self.book.rows
        row = next((r for r in rows if r.due_on == self.on), None)
        row = row or next((r for r in rows if r.due_on > self.on), rows[-1])
        self._pay(row, CHARGES)
        principal = min(self.rest, self.book.outstanding_principal_minor)
        if principal:
            self._put(row, Part.PRINCIPAL, principal)
            replan(self.book)
        if not self.book.outstanding_principal_minor:
            for each in rows:
                self._pay(each, USUAL)

    def _fill_levels(self) -> None:
        """Rows keep their level; one paid in full ahead asks for interest to the day only."""
        if self.book.agreement.paid_ahead is PaidAhead.LAST:
            self._fill_last()
            return
        earned = asked = 0
        for index, row in enumerate(self.book.rows):
            if row.due_on <= self.on:
                continue
            if not asked and row.starts_on <= self.on:
                earned = row.carried_minor
                earned += interest_to(self.book, row, row.opening_minor, self.on)
            interest = max(0, earned - asked)
            if self.rest and row.paid_on is None:
                self._fill_level(row, interest, last=index == len(self.book.rows) - 1)
            asked += row.interest_minor if row.fixed else interest

    def _fill_level(self, row: Row, interest: int, *, last: bool) -> None:
        interest = max(interest, row.paid[Part.INTEREST])
        principal = row.principal_minor
        if self.book.agreement.plan.method is Method.EQUAL_INSTALMENT:
            principal = max(0, row.principal_minor + row.interest_minor - interest)
        if last:
            principal = row.whole_minor
        principal = max(min(principal, row.whole_minor), row.paid[Part.PRINCIPAL])
        self._fill(row, interest, principal)
        replan(self.book)

    def _fill(self, row: Row, interest: int, principal: int) -> None:
        needed = (
            interest
            + principal
            - row.paid[Part.INTEREST]
            - row.paid[Part.PRINCIPAL]
            + sum(row.unpaid(part) for part in CHARGES)
        )
        if self.rest >= needed:
            row.fixed, row.interest_minor, row.principal_minor = True, interest, principal
            self._pay(row, self.order.ahead)
            return
        for part in self.order.ahead:
            most = {Part.INTEREST: interest, Part.PRINCIPAL: principal}.get(part, row.due(part))
            amount = min(self.rest, most - row.paid[part])
            if amount > 0:
                self._put(row, part, amount)

    def _fill_last(self) -> None:
        """The last rows take the money, all of it principal; one that is full asks for no more."""
        for row in self._to_come():
            self._pay(row, CHARGES)
            level = row.principal_minor
            if self.book.agreement.plan.method is Method.EQUAL_INSTALMENT:
                level = row.level_now_minor
            owed = self.book.outstanding_principal_minor
            needed = min(max(0, level - row.paid[Part.PRINCIPAL]), owed)
            if self.rest >= needed:
                row.fixed, row.interest_minor = True, row.paid[Part.INTEREST]
                row.principal_minor = row.paid[Part.PRINCIPAL] + needed
            self._put(row, Part.PRINCIPAL, min(self.rest, needed))
            replan(self.book)
