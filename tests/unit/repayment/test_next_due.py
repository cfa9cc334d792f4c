"""An instalment that plainly falls due does the same whether the whole loan is looked at or not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings

from chassis.frozen import replace
from services.repayment.domain.collection import Repayment, open_day, open_due_day
from services.repayment.domain.events import DebitScheduled
from services.repayment.domain.history import PlanChangeKind
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.next_due import DueLoan, NotPlainlyDueError, next_due
from services.repayment.domain.nightly_totals import totals
from services.repayment.domain.repayment_schedule import Method
from services.repayment.domain.terms import LoanTerms
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
    try:
        plain = open_due_day(part_of(loan), on, an_auto_debit(1))
    except NotPlainlyDueError:
        assert loan.next_due_on is not None
        assert loan.unpaid_since is not None
        assert loan.next_due_on <= on
        return

    after = next((c.state for c in whole.changes if isinstance(c.state, Loan)), loan)
    part = next((c.state for c in plain.changes if isinstance(c.state, DueLoan)), part_of(loan))
    assert (plain.reply, plain.transfers) == (whole.reply, whole.transfers)
    assert [c.events for c in plain.changes] == [c.events for c in whole.changes]
    assert [c.state for c in plain.changes if isinstance(c.state, Repayment)] == [
        c.state for c in whole.changes if isinstance(c.state, Repayment)
    ]
    assert as_stored(loan, part).caught_up() == after
    if loan.unpaid_since is None:
        assert totals(after) == totals(loan)


@settings(max_examples=300, deadline=None)
@given(LOANS, ACTS)
def test_whatever_a_loan_went_through_its_plain_due_date_is_that_of_the_whole_loan(
    loan: Loan, acts: list[tuple[int, str, PlanChangeKind, int]]
) -> None:
    life = RandomLife(loan, loan.disbursed_on)
    life.play(acts)
    loan = life.loan
    if loan.unpaid_since is not None and next_due(loan) is not None:
        for days in range(5):
            assert_the_same(loan, loan.as_of + timedelta(days=days))
    elif next_due(loan) is not None and loan.next_due_on is not None:
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


@pytest.mark.parametrize("terms", [some_terms(), some_terms(compound=True)])
def test_the_days_after_a_due_date_are_those_of_the_whole_loan(terms: LoanTerms) -> None:
    due, _ = a_loan(terms=terms).brought_to(FIRST_DUE)

    assert next_due(due) is not None
    for days in range(1, 40):
        assert_the_same(due, FIRST_DUE + timedelta(days=days))


def test_what_fell_due_plainly_goes_on_plainly() -> None:
    due, _ = part_of(a_loan()).brought_to(FIRST_DUE)
    whole, _ = a_loan().brought_to(FIRST_DUE)
    late_on = FIRST_DUE + timedelta(days=2)

    late = open_due_day(due, late_on, an_auto_debit(1))

    assert [c.events for c in late.changes] == [
        c.events for c in open_day(whole, late_on, an_auto_debit(1)).changes
    ]


def test_a_loan_of_which_two_instalments_are_due_needs_the_whole_loan() -> None:
    two, _ = a_loan().brought_to(date(2027, 1, 23))

    assert next_due(replace(two, status=LoanStatus.ACTIVE)) is None
    assert next_due(two) is None


@pytest.mark.parametrize(
    "change",
    [
        {"next_due": None},
        {"next_due_on": FIRST_DUE + timedelta(days=1)},
        {"unpaid_since": FIRST_DUE - timedelta(days=30), "next_due_on": FIRST_DUE},
        {"live_repayment_id": repayment_id(1)},
    ],
)
def test_a_loan_to_which_something_happened_meanwhile_is_left_for_another_look(
    change: dict[str, object],
) -> None:
    moved = replace(part_of(a_loan()), **change)

    with pytest.raises(NotPlainlyDueError):
        open_due_day(moved, FIRST_DUE, an_auto_debit(1))
