"""An instalment that plainly falls due does the same whether the whole loan is looked at or not."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from chassis.frozen import replace
from services.repayment.domain.collection import Repayment, open_day, open_due_day
from services.repayment.domain.events import DebitScheduled
from services.repayment.domain.history import PlanChangeKind
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.next_due import DueLoan, NotPlainlyDueError, next_due
from services.repayment.domain.nightly_totals import (
    all_late_from,
    due_minor,
    not_yet_due_minor,
)
from services.repayment.domain.repayment_schedule import Method
from services.repayment.repository import DUE_LOANS
from tests.builders.changing_lives import ACTS, LOANS, RandomLife
from tests.builders.loans import a_loan, an_auto_debit, repayment_id, some_terms, some_windows

FIRST_DUE = date(2026, 12, 23)


def part_of(loan: Loan) -> DueLoan:
    """What is read of a loan on its due date."""
    shared = {name: getattr(loan, name) for name in DueLoan.__struct_fields__ if name != "next_due"}
    return DueLoan(next_due=next_due(loan), **shared)


def as_stored(loan: Loan, part: DueLoan) -> Loan:
    """The loan's row after its part was written: its documents are those of before."""
    names = [name for name in DueLoan.__struct_fields__ if name != "next_due"]
    return replace(loan, **{name: getattr(part, name) for name in names})


def assert_the_same(loan: Loan, on: date) -> None:
    whole = open_day(loan, on, an_auto_debit(1))

    plain = open_due_day(part_of(loan), on, an_auto_debit(1))

    after = next(c.state for c in whole.changes if isinstance(c.state, Loan))
    part = next(c.state for c in plain.changes if isinstance(c.state, DueLoan))
    assert (plain.reply, plain.transfers) == (whole.reply, whole.transfers)
    assert [c.events for c in plain.changes] == [c.events for c in whole.changes]
    assert [c.state for c in plain.changes if isinstance(c.state, Repayment)] == [
        c.state for c in whole.changes if isinstance(c.state, Repayment)
    ]
    assert as_stored(loan, part).caught_up() == after
    totals = {name: derived(part) for name, derived in totals_of_a_part()}
    assert totals == {
        "due_minor": due_minor(after),
        "not_yet_due_minor": not_yet_due_minor(after),
        "late_from": after.overdue_from,
        "all_late_from": all_late_from(after),
    }


def totals_of_a_part() -> list[tuple[str, Callable[[Any], Any]]]:
    *_, totals = DUE_LOANS.copies
    known = {"customer_id", "loan_id", "bucket"}
    return [(one.name, one.value_of) for one in totals.columns if one.name not in known]


@settings(max_examples=300, deadline=None)
@given(LOANS, ACTS)
def test_whatever_a_loan_went_through_its_plain_due_date_is_that_of_the_whole_loan(
    loan: Loan, acts: list[tuple[int, str, PlanChangeKind, int]]
) -> None:
    life = RandomLife(loan, loan.disbursed_on)
    life.play(acts)
    loan = life.loan
    if next_due(loan) is not None and loan.next_due_on is not None:
        assert_the_same(loan, loan.next_due_on)


@pytest.mark.parametrize("method", list(Method))
def test_a_loan_on_which_nothing_happened_falls_due_plainly(method: Method) -> None:
    loan = a_loan(terms=some_terms(method=method))

    assert loan.next_due_on is not None
    assert_the_same(loan, loan.next_due_on)


def test_a_debit_that_waits_for_its_hour_is_planned_the_same() -> None:
    loan = a_loan()
    before_the_first_hour = datetime(2026, 12, 22, 20, 0, tzinfo=UTC)
    debit = replace(an_auto_debit(1), windows=some_windows(), at=before_the_first_hour)

    whole = open_day(loan, FIRST_DUE, debit)
    plain = open_due_day(part_of(loan), FIRST_DUE, debit)

    ((*_, planned),) = [c.events for c in plain.changes]
    assert isinstance(planned, DebitScheduled)
    assert [c.events for c in plain.changes] == [c.events for c in whole.changes]


def test_interest_that_is_deferred_needs_the_whole_loan() -> None:
    deferred = a_loan(terms=some_terms(interest_deferred_instalments=1))

    assert next_due(deferred) is None


def test_an_instalment_that_asks_for_nothing_needs_the_whole_loan() -> None:
    nothing = a_loan(terms=some_terms(daily_rate_ppm=0, method=Method.INTEREST_ONLY_BULLET))

    assert next_due(nothing) is None


def test_a_loan_with_something_unpaid_needs_the_whole_loan() -> None:
    late, _ = a_loan().brought_to(FIRST_DUE)

    assert late.status is LoanStatus.ACTIVE
    assert next_due(late) is None


@pytest.mark.parametrize(
    "change",
    [
        {"next_due": None},
        {"next_due_on": FIRST_DUE + timedelta(days=1)},
        {"unpaid_since": FIRST_DUE - timedelta(days=30)},
        {"live_repayment_id": repayment_id(1)},
    ],
)
def test_a_loan_to_which_something_happened_meanwhile_is_left_for_another_look(
    change: dict[str, object],
) -> None:
    moved = replace(part_of(a_loan()), **change)

    with pytest.raises(NotPlainlyDueError):
        open_due_day(moved, FIRST_DUE, an_auto_debit(1))
