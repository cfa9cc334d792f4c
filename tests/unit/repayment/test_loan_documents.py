"""Loans of every kind of life are stored without names and read as they were."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.frozen import replace
from services.repayment.benchmarks.portfolio import life
from services.repayment.domain.allocation import Owed
from services.repayment.domain.collection import RepaymentStatus, request_repayment
from services.repayment.domain.history import EntryKind, HistoryEntry, PlanChange, PlanChangeKind
from services.repayment.domain.life import happened
from services.repayment.domain.loan import Loan
from services.repayment.domain.prepayment_fee import FeeTier
from services.repayment.repository import LOANS, REPAYMENTS
from tests.builders.loans import a_loan, a_request, repayment_id, some_terms

DAYS = st.integers(0, 700)


def as_stored(loan: Loan) -> Loan:
    row: dict[str, Any] = {}
    for rows in LOANS.copies:
        row |= zip(rows.column_names, rows.row_of(loan), strict=True)
    return LOANS.from_row(row)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([5, 10, 24, 36]), st.integers(5_000, 5_000_000), DAYS, DAYS)
def test_a_loan_of_any_age_paid_up_to_any_day_reads_as_it_was(
    instalments: int, principal_minor: int, paid_days: int, days: int
) -> None:
    first = date(2025, 1, 15)
    loan = life(first, instalments, principal_minor, first + timedelta(days=paid_days))
    loan, _ = loan.brought_to(max(loan.as_of, first + timedelta(days=days)))

    assert as_stored(loan) == loan


def test_terms_and_history_of_every_sort_read_as_they_were() -> None:
    terms = some_terms(
        prepayment_fee=(FeeTier(1, 10_000),),
        fee_items=("sms",),
        principal_first_after_days=90,
        interest_free_days=7,
    )
    loan = a_loan(terms=terms)
    pause = PlanChange(
        PlanChangeKind.INTEREST_PAUSE, from_on=date(2026, 12, 1), to_on=date(2026, 12, 5)
    )
    entry = HistoryEntry(
        kind=EntryKind.PLAN_CHANGE,
        entry_id=repayment_id(1),
        on=date(2026, 11, 30),
        booked_on=date(2026, 11, 30),
        change=pause,
    )
    loan = happened(loan, entry).loan

    assert as_stored(loan) == loan


def test_a_repayment_reads_with_its_parts_and_without() -> None:
    loan = a_loan(on=date(2026, 12, 23))
    asked = request_repayment(loan, a_request(1_000, on=date(2026, 12, 23))).reply
    posted = replace(
        asked,
        status=RepaymentStatus.POSTED,
        posted_on=date(2026, 12, 23),
        parts=Owed(interest_minor=1_000),
    )
    rows, *_ = REPAYMENTS.copies
    for one in (asked, posted):
        row = dict(zip(rows.column_names, rows.row_of(one), strict=True))
        assert REPAYMENTS.from_row(row) == one
