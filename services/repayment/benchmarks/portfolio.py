"""A loan book of any size for benchmarks: real lives, lived by the domain, copied under fresh ids.

A few hundred lives of every age are opened, brought to their due dates and paid by the same code
as in production; each row of the book is one of them with its own customer and loan.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Protocol, TypeVar
from uuid import UUID

from chassis.ports import bucket_of, uuid7_at
from services.repayment.domain.allocation_order import AllocationRule
from services.repayment.domain.history import EntryKind, HistoryEntry
from services.repayment.domain.life import happened
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.loan_opening import OpenLoan, open_loan
from services.repayment.domain.terms import LoanTerms
from services.repayment.policy_file import read_policy
from services.repayment.repository import LOANS

ROWS_PER_COPY = 20_000
OLDEST_DAYS = 700
TERM_LENGTHS = (5, 10, 20, 24, 36)
PRINCIPALS_MINOR = (50_000, 250_000, 1_000_000, 5_000_000)
SHORTEST_MONTH = 28
OTHER_IDS = ("credit_line_id", "contract_id", "card_id")
NOBODY = UUID(int=0)


T = TypeVar("T")
Rows = list[tuple[Any, ...]]
"""One loan: a row for each table that it is written to."""


class Dice(Protocol):
    """The part of `random.Random` that spreads the book."""

    def randint(self, a: int, b: int) -> int: ...
    def choice(self, seq: Sequence[T]) -> T: ...
    def getrandbits(self, k: int) -> int: ...
    def shuffle(self, x: list[Any]) -> None: ...


@dataclass(frozen=True, slots=True)
class Mix:
    """How a book is made up, on the day before the one that is opened. Shares in thousandths."""

    loans: int
    open_on: date
    """The business date whose opening is measured."""
    due: int = 30
    """Fall due on that date."""
    debited_again: int = 3
    """Were due the day before, unpaid, and are debited a second time."""
    turning_overdue: int = 3
    """Their grace ends with the day before."""
    overdue: int = 40
    """Are overdue for one to a hundred days and change nothing."""
    ages: tuple[int, int] = (1, OLDEST_DAYS)
    """The youngest and the oldest of the others, in days since their disbursement."""

    shortest: int = 0
    """Instalments that every loan has at least."""

    @property
    def changing(self) -> int:
        """Loans that the opening of the day changes."""
        shares = self.due + self.debited_again + self.turning_overdue
        return self.loans * shares // 1000


def terms_of(instalments: int) -> LoanTerms:
    """The model product's terms."""
    return LoanTerms(
        daily_rate_ppm=500,
        instalments=instalments,
        penalty_factor_pct=150,
        cap_annual_ppm=240_000,
        grace_days=1,
        allocation=_allocation(),
        prepayment_from_day=1,
        lending_policy_version="2026-11",
        repayment_policy_version="2026-08",
    )


@cache
def _allocation() -> tuple[AllocationRule, ...]:
    return read_policy().on(date(2026, 11, 1)).allocation


def life(disbursed_on: date, instalments: int, principal_minor: int, paid_before: date) -> Loan:
    """A loan whose instalments due before a date were paid on their due dates."""
    loan = open_loan(
        None,
        OpenLoan(
            customer_id=NOBODY,
            loan_id=NOBODY,
            credit_line_id=NOBODY,
            contract_id=NOBODY,
            card_id=NOBODY,
            currency="CNY",
            principal_minor=principal_minor,
            terms=terms_of(instalments),
            disbursed_on=disbursed_on,
            opened_on=disbursed_on,
        ),
    ).reply
    while loan.next_due_on is not None and loan.next_due_on < paid_before:
        due_on = loan.next_due_on
        loan, _ = loan.brought_to(due_on)
        loan = happened(
            loan,
            HistoryEntry(
                kind=EntryKind.REPAYMENT,
                entry_id=NOBODY,
                on=due_on,
                booked_on=due_on,
                amount_minor=loan.owed(due_on).total_minor,
                label="DUE",
            ),
        ).loan
    return loan


def lives(mix: Mix, dice: Dice) -> dict[str, list[Loan]]:
    """Lives of every sort the mix asks for, as they stand when the day before is over."""
    day, eve = mix.open_on, mix.open_on - timedelta(days=1)
    found: dict[str, list[Loan]] = {
        "due": [_unpaid(due_on=day, until=eve, dice=dice) for _ in range(100)],
        "debited_again": [_unpaid(due_on=eve, until=eve, dice=dice) for _ in range(50)],
        "turning_overdue": [
            _unpaid(due_on=day - timedelta(days=2), until=eve, dice=dice) for _ in range(50)
        ],
        "overdue": [
            _unpaid(due_on=due_on, until=eve, dice=dice)
            for due_on in (day - timedelta(days=days) for days in range(3, 103))
            # On the day itself the next one of these would fall due.
            if due_on.day <= SHORTEST_MONTH and due_on.day != day.day
        ],
        "other": [],
    }
    while len(found["other"]) < 400:  # noqa: PLR2004 - enough for every age and term
        disbursed_on = eve - timedelta(days=dice.randint(*mix.ages))
        loan = _regular(disbursed_on, eve, dice, mix.shortest)
        if loan.status is LoanStatus.ACTIVE and loan.next_due_on not in (None, day):
            found["other"].append(loan)
    return found


def _regular(disbursed_on: date, eve: date, dice: Dice, shortest: int) -> Loan:
    """Everything due up to the eve is paid; a term that would have ended is not chosen."""
    months = (eve - disbursed_on).days // 31
    terms = [length for length in TERM_LENGTHS if length > max(months, shortest - 1)]
    return life(
        disbursed_on, dice.choice(terms), dice.choice(PRINCIPALS_MINOR), eve + timedelta(days=1)
    )


def _unpaid(*, due_on: date, until: date, dice: Dice) -> Loan:
    """An instalment falls due on a date and nothing is paid from then on."""
    while True:
        months_old = dice.randint(1, 22)
        index = due_on.year * 12 + due_on.month - 1 - months_old
        # Days above the 28th would move the due date in short months.
        disbursed_on = date(index // 12, index % 12 + 1, due_on.day)
        terms = [length for length in TERM_LENGTHS if length > months_old]
        loan = life(disbursed_on, dice.choice(terms), dice.choice(PRINCIPALS_MINOR), due_on)
        if loan.next_due_on == due_on:
            return loan.brought_to(until)[0] if until >= due_on else loan


async def fill(connection: Any, mix: Mix, dice: Dice) -> None:
    """Write a book and analyze it."""
    await write(connection, book(mix, dice))


async def write(connection: Any, loans: Iterator[Rows]) -> None:
    """Write the rows of loans and analyze their tables."""
    while part := list(itertools.islice(loans, ROWS_PER_COPY)):
        for rows, copied in zip(LOANS.copies, zip(*part, strict=True), strict=True):
            await connection.copy_records_to_table(
                rows.name, records=copied, columns=rows.column_names
            )
    await connection.execute("vacuum analyze loan, loan_document, loan_total", timeout=None)


def book(mix: Mix, dice: Dice) -> Iterator[Rows]:
    """The rows of each loan, one per table: those of its life under ids of its own."""
    templates = {
        sort: [[rows.row_of(loan) for rows in LOANS.copies] for loan in loans]
        for sort, loans in lives(mix, dice).items()
    }
    for number, sort in enumerate(_sorts(mix, dice)):
        customer_id = uuid7_at(1_700_000_000_000 + number, dice.getrandbits(74))
        own = {
            "customer_id": customer_id,
            "loan_id": uuid7_at(1_750_000_000_000 + number, dice.getrandbits(74)),
            "bucket": bucket_of(customer_id),
            **{name: uuid7_at(0, dice.getrandbits(74)) for name in OTHER_IDS},
        }
        yield [
            tuple(map(own.get, rows.column_names, row))
            for rows, row in zip(LOANS.copies, dice.choice(templates[sort]), strict=True)
        ]


def _sorts(mix: Mix, dice: Dice) -> Sequence[str]:
    shares = {
        sort: mix.loans * getattr(mix, sort) // 1000
        for sort in ("due", "debited_again", "turning_overdue", "overdue")
    }
    sorts = [sort for sort, count in shares.items() for _ in range(count)]
    sorts += ["other"] * (mix.loans - len(sorts))
    dice.shuffle(sorts)
    return sorts
