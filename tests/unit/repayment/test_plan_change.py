"""Every change of a plan, and what each refuses."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.repayment.domain.due_dates import PeriodUnit
from services.repayment.domain.errors import ChargeAboveCap, PlanChangeImpossible
from services.repayment.domain.events import PlanChanged
from services.repayment.domain.history import EntryKind, HistoryEntry, PlanChange, PlanChangeKind
from services.repayment.domain.life import Happened, happened
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.plan_change import due_day_of
from services.repayment.domain.repayment_schedule import Method
from tests.builders.loans import a_loan, paid, repayment_id, some_terms

FIRST_DUE = date(2026, 12, 23)
MIDWAY = date(2027, 1, 7)
LATE = date(2027, 2, 10)
"""Two instalments are unpaid: those of December and January."""


def on_time() -> Loan:
    loan = a_loan(on=FIRST_DUE)
    return paid(loan, loan.owed(FIRST_DUE).total_minor, FIRST_DUE).loan.brought_to(MIDWAY).loan


def change(loan: Loan, kind: PlanChangeKind, on: date = MIDWAY, **fields: Any) -> Happened:
    entry = HistoryEntry(
        kind=EntryKind.PLAN_CHANGE,
        entry_id=repayment_id(7),
        on=on,
        booked_on=on,
        change=PlanChange(kind=kind, **fields),
    )
    return happened(loan, entry)


def due(loan: Loan) -> list[str]:
    return [i.due_on.isoformat() for i in loan.upcoming()]


def test_the_due_day_moves_within_the_month_when_it_still_lies_ahead() -> None:
    done = change(on_time(), PlanChangeKind.CHANGE_DUE_DAY, due_day=10)

    assert due(done.loan)[:2] == ["2027-01-10", "2027-02-10"]
    assert done.loan.upcoming()[0].interest_minor == 900_000 * 18 * 5 // 10_000
    (told,) = done.events
    assert isinstance(told, PlanChanged)
    assert (told.kind, told.instalments_to_come) == ("CHANGE_DUE_DAY", 9)


def test_a_due_day_that_has_passed_moves_to_the_next_month() -> None:
    after = change(on_time(), PlanChangeKind.CHANGE_DUE_DAY, due_day=5).loan

    assert due(after)[0] == "2027-02-05"
    assert due_day_of(after) == 5


def test_a_due_day_beyond_short_months_is_kept_in_mind() -> None:
    after = change(on_time(), PlanChangeKind.CHANGE_DUE_DAY, due_day=31).loan

    assert due(after)[:3] == ["2027-01-31", "2027-02-28", "2027-03-31"]


def test_an_extension_shares_what_is_left_over_more_instalments() -> None:
    after = change(on_time(), PlanChangeKind.EXTEND, instalments=3).loan

    assert [i.principal_minor for i in after.upcoming()] == [75_000] * 12
    assert due(after)[-1] == "2027-12-23"
    assert [i.number for i in after.instalments] == list(range(1, 14))


def test_a_shorter_term_asks_for_more_each_time() -> None:
    after = change(on_time(), PlanChangeKind.CHANGE_TERM, instalments=3).loan

    assert [i.principal_minor for i in after.upcoming()] == [300_000] * 3


def test_a_deferral_moves_the_dates_and_interest_goes_on() -> None:
    after = change(on_time(), PlanChangeKind.DEFER, instalments=2).loan

    assert due(after)[0] == "2027-03-23"
    assert len(due(after)) == 9
    assert after.upcoming()[0].interest_minor == 900_000 * 90 * 5 // 10_000


def test_re_ageing_carries_arrears_into_new_instalments() -> None:
    loan = a_loan(on=LATE)
    owed, accrued = loan.owed(LATE), loan.accrued_interest(LATE)

    done = change(loan, PlanChangeKind.RE_AGE, LATE, instalments=6, from_on=date(2027, 3, 1))

    after = done.loan
    assert after.status is LoanStatus.ACTIVE
    assert after.owed(LATE).total_minor == 0
    assert after.days_past_due(LATE) == 0
    assert after.restructured_on == LATE
    assert sum(i.principal_minor for i in after.upcoming()) == 1_000_000
    carried = sum(i.carried_interest_minor for i in after.upcoming())
    assert carried == owed.interest_minor + accrued
    assert sum(i.carried_penalty_minor for i in after.upcoming()) == owed.penalty_minor
    assert due(after)[:2] == ["2027-03-01", "2027-04-01"]
    assert due_day_of(after) == 1
    (told,) = done.events
    assert isinstance(told, PlanChanged)
    assert told.interest_charged_minor == accrued


def test_a_re_aged_loan_is_paid_off_with_all_it_carries() -> None:
    loan = a_loan(on=LATE)
    owes = loan.payoff(LATE).total_minor

    after = change(loan, PlanChangeKind.RE_AGE, LATE, instalments=6, from_on=date(2027, 3, 1)).loan

    assert after.payoff(LATE).total_minor == owes
    settled = paid(after, owes, LATE).loan
    assert settled.status is LoanStatus.SETTLED


def test_carried_arrears_can_be_paid_ahead_before_principal() -> None:
    loan = a_loan(on=LATE)
    after = change(loan, PlanChangeKind.RE_AGE, LATE, instalments=6, from_on=date(2027, 3, 1)).loan
    carried = after.carried(LATE) + after.payoff(LATE).carried
    charges = after.carried(LATE).total_minor + after.accrued_interest(LATE)

    done = paid(after, charges, LATE)

    assert carried.penalty_minor
    assert done.parts.principal_minor == 0
    assert done.loan.carried(LATE).total_minor == 0
    assert done.loan.payoff(LATE).total_minor == 1_000_000


def test_re_amortising_shares_arrears_over_the_dates_to_come() -> None:
    loan = a_loan(on=LATE)
    interest = loan.owed(LATE).interest_minor

    after = change(loan, PlanChangeKind.RE_AMORTISE, LATE).loan

    assert due(after) == due(loan)
    assert sum(i.principal_minor for i in after.upcoming()) == 1_000_000
    assert sum(i.carried_interest_minor for i in after.upcoming()) == interest


def test_an_interest_pause_frees_both_its_days_and_keeps_the_instalments() -> None:
    loan = on_time()
    begins = MIDWAY + timedelta(days=1)

    after = change(
        loan, PlanChangeKind.INTEREST_PAUSE, from_on=begins, to_on=begins + timedelta(days=4)
    ).loan

    assert after.upcoming()[0].interest_minor == 900_000 * 26 * 5 // 10_000
    assert [i.principal_minor for i in after.upcoming()] == [100_000] * 9
    paused = after.brought_to(begins).loan
    assert (paused.rate_nano, paused.next_rate_on) == (0, begins + timedelta(days=5))
    assert paused.brought_to(begins + timedelta(days=5)).loan.rate_nano == 500_000


def test_a_pause_over_a_due_date_is_seen_by_both_periods() -> None:
    loan = on_time()

    after = change(
        loan,
        PlanChangeKind.INTEREST_PAUSE,
        from_on=date(2027, 1, 20),
        to_on=date(2027, 1, 26),
    ).loan

    assert [i.interest_minor for i in after.upcoming()[:2]] == [
        900_000 * 28 * 5 // 10_000,
        800_000 * 27 * 5 // 10_000,
    ]
    assert after.brought_to(date(2027, 2, 23)).loan.instalments[2].interest_minor == 10_800


def test_a_new_rate_counts_from_its_day() -> None:
    after = change(
        on_time(), PlanChangeKind.RATE_CHANGE, from_on=date(2027, 1, 13), daily_rate_ppm=400
    ).loan

    expected = (900_000 * 21 * 500 + 900_000 * 10 * 400) // 1_000_000
    assert after.upcoming()[0].interest_minor == expected
    assert after.upcoming()[1].interest_minor == 800_000 * 31 * 400 // 1_000_000


def test_a_new_rate_gives_equal_instalments_a_new_sum() -> None:
    loan = a_loan(terms=some_terms(method=Method.EQUAL_INSTALMENT), on=MIDWAY - timedelta(days=20))

    after = change(
        loan,
        PlanChangeKind.RATE_CHANGE,
        MIDWAY - timedelta(days=20),
        from_on=MIDWAY,
        daily_rate_ppm=300,
    ).loan

    sums = [i.principal_minor + i.interest_minor for i in after.upcoming()]
    assert len(set(sums[:-1])) == 1
    assert sums[0] < loan.upcoming()[0].principal_minor + loan.upcoming()[0].interest_minor


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (PlanChangeKind.CHANGE_DUE_DAY, {"due_day": 32}),
        (PlanChangeKind.EXTEND, {"instalments": 0}),
        (PlanChangeKind.CHANGE_TERM, {"instalments": 61}),
        (PlanChangeKind.RE_AGE, {"instalments": 3}),
        (PlanChangeKind.RE_AGE, {"instalments": 3, "from_on": MIDWAY}),
        (PlanChangeKind.RE_AGE, {"instalments": 61, "from_on": date(2027, 3, 1)}),
        (PlanChangeKind.RE_AMORTISE, {}),
        (PlanChangeKind.INTEREST_PAUSE, {}),
        (PlanChangeKind.INTEREST_PAUSE, {"from_on": FIRST_DUE, "to_on": MIDWAY}),
        (PlanChangeKind.INTEREST_PAUSE, {"from_on": date(2027, 2, 2), "to_on": MIDWAY}),
        (PlanChangeKind.RATE_CHANGE, {}),
        (PlanChangeKind.RATE_CHANGE, {"from_on": MIDWAY, "daily_rate_ppm": 10_001}),
    ],
)
def test_an_impossible_change_is_refused(kind: PlanChangeKind, fields: dict[str, Any]) -> None:
    with pytest.raises(PlanChangeImpossible):
        change(on_time(), kind, **fields)


def test_a_new_rate_goes_up_to_the_yearly_cap_and_not_beyond() -> None:
    loan = on_time()
    new: dict[str, Any] = {"from_on": MIDWAY, "daily_rate_ppm": 657}

    dearest = change(loan, PlanChangeKind.RATE_CHANGE, **new).loan

    assert dearest.rate_nano == 657_000
    with pytest.raises(ChargeAboveCap) as refusal:
        change(loan, PlanChangeKind.RATE_CHANGE, **new | {"daily_rate_ppm": 658})
    assert refusal.value.metadata == {
        "free_minor": str(loan.cap_headroom(MIDWAY)),
        "most_daily_rate_ppm": "657",
    }


def test_a_settled_loan_has_no_plan_to_change() -> None:
    loan = on_time()
    settled = paid(loan, loan.payoff(MIDWAY).total_minor, MIDWAY).loan

    with pytest.raises(PlanChangeImpossible):
        change(settled, PlanChangeKind.EXTEND, instalments=1)


def test_a_loan_whose_last_instalment_has_fallen_due_can_only_be_re_aged() -> None:
    end = date(2027, 9, 24)
    loan = a_loan(on=end)

    with pytest.raises(PlanChangeImpossible):
        change(loan, PlanChangeKind.EXTEND, end, instalments=1)
    after = change(loan, PlanChangeKind.RE_AGE, end, instalments=5, from_on=date(2027, 11, 1)).loan
    assert len(after.upcoming()) == 5


def test_two_changes_of_the_rate_do_not_cross() -> None:
    loan = change(
        on_time(), PlanChangeKind.RATE_CHANGE, from_on=date(2027, 3, 1), daily_rate_ppm=400
    ).loan

    with pytest.raises(PlanChangeImpossible):
        change(loan, PlanChangeKind.RATE_CHANGE, from_on=date(2027, 2, 1), daily_rate_ppm=300)
    after = change(
        loan, PlanChangeKind.INTEREST_PAUSE, from_on=date(2027, 4, 1), to_on=date(2027, 4, 3)
    )
    # The pause gives back the rate that will be in force then.
    assert after.loan.scheduled_rates[-1].rate_nano == 400_000


def test_the_due_day_of_weekly_instalments_cannot_be_moved() -> None:
    loan = a_loan(terms=some_terms(unit=PeriodUnit.WEEKS))

    with pytest.raises(PlanChangeImpossible):
        change(loan, PlanChangeKind.CHANGE_DUE_DAY, FIRST_DUE - timedelta(days=29), due_day=5)


def test_a_shorter_term_keeps_what_the_cut_instalments_carried() -> None:
    loan = change(a_loan(on=LATE), PlanChangeKind.RE_AMORTISE, LATE).loan
    carried = sum(i.carried_interest_minor + i.carried_penalty_minor for i in loan.upcoming())

    after = change(loan, PlanChangeKind.CHANGE_TERM, LATE, instalments=2).loan

    left = sum(i.carried_interest_minor + i.carried_penalty_minor for i in after.upcoming())
    assert left == carried
    assert after.payoff(LATE).total_minor == loan.payoff(LATE).total_minor
