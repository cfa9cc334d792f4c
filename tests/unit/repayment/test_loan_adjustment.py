"""Fees, waivers, days without penalty, charge-off and recovery."""

from datetime import date
from typing import Any

import pytest

from chassis.frozen import replace
from services.repayment.domain.allocation_order import Part
from services.repayment.domain.errors import (
    ChargeAboveCap,
    ChargeNotDisclosed,
    LoanNotOverdue,
    NotOnTheLoan,
    WaiverImpossible,
)
from services.repayment.domain.events import (
    ChargesWaived,
    LoanChargedOff,
    LoanRecovered,
    RecoveryPosted,
)
from services.repayment.domain.history import EntryKind, HistoryEntry
from services.repayment.domain.instalment import Owed
from services.repayment.domain.life import (
    Happened,
    events_of,
    happened,
    replayed,
    with_entry,
    without_entry,
)
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.nightly_totals import costs_something, totals
from services.repayment.domain.terms import DisclosedFee
from tests.builders.loans import a_loan, paid, repayment_id, some_terms

FIRST_DUE = date(2026, 12, 23)
LATE = date(2027, 1, 3)
"""Ten days after the grace of the first instalment."""


def do(loan: Loan, kind: EntryKind, on: date, **details: Any) -> Happened:
    return happened(loan, HistoryEntry(kind, repayment_id(5), on, on, **details))


def test_a_disclosed_fee_falls_due_with_the_running_instalment() -> None:
    loan = a_loan(terms=some_terms(fee_items=("service_fee",)), on=date(2026, 12, 1))

    after = do(loan, EntryKind.FEE, date(2026, 12, 1), label="service_fee", amount_minor=300).loan

    assert after.owed(date(2026, 12, 1)) == Owed()
    assert after.payoff(date(2026, 12, 1)).carried.fee_minor == 300
    due = after.brought_to(FIRST_DUE).loan
    assert due.owed(FIRST_DUE).fee_minor == 300
    assert paid(due, 300, FIRST_DUE).parts == Owed(fee_minor=300)


def test_what_the_cost_sheet_does_not_list_is_never_charged() -> None:
    with pytest.raises(ChargeNotDisclosed):
        do(a_loan(), EntryKind.FEE, LATE, label="service_fee", amount_minor=1)


def test_a_fee_is_never_more_than_the_cost_sheet_says() -> None:
    terms = replace(some_terms(), fees=(DisclosedFee("paper_statement", 1_000),))
    loan = a_loan(terms=terms, on=FIRST_DUE)

    do(loan, EntryKind.FEE, FIRST_DUE, label="paper_statement", amount_minor=1_000)

    with pytest.raises(ChargeNotDisclosed) as refusal:
        do(loan, EntryKind.FEE, FIRST_DUE, label="paper_statement", amount_minor=1_001)
    assert refusal.value.metadata == {"item": "paper_statement", "most_minor": "1000"}


def test_a_fee_that_passes_the_cap_is_refused() -> None:
    loan = a_loan(terms=some_terms(fee_items=("service_fee",)))
    on = date(2026, 12, 3)

    with pytest.raises(ChargeAboveCap) as refusal:
        do(loan, EntryKind.FEE, on, label="service_fee", amount_minor=1_576)
    assert refusal.value.metadata == {"free_minor": "1575"}


@pytest.mark.parametrize(
    ("part", "amount", "left"),
    [
        (Part.PENALTY, 658, Owed(interest_minor=15_000, principal_minor=100_000)),
        (Part.INTEREST, 5_000, Owed(658, 10_000, 100_000)),
    ],
)
def test_penalty_and_interest_can_be_forgiven(part: Part, amount: int, left: Owed) -> None:
    done = do(a_loan(on=LATE), EntryKind.WAIVER, LATE, part=part, amount_minor=amount)

    assert done.loan.owed(LATE) == left
    assert isinstance(done.events[0], ChargesWaived)


def test_forgiven_penalty_stays_forgiven_and_later_days_cost_anew() -> None:
    loan = do(a_loan(on=LATE), EntryKind.WAIVER, LATE, part=Part.PENALTY, amount_minor=658).loan

    assert loan.owed(date(2027, 1, 13)).penalty_minor == 1_315 - 658


def test_a_fee_can_be_forgiven() -> None:
    terms = some_terms(fee_items=("service_fee",))
    charged = do(
        a_loan(terms=terms),
        EntryKind.FEE,
        date(2026, 12, 20),
        label="service_fee",
        amount_minor=300,
    ).loan
    due = charged.brought_to(FIRST_DUE).loan

    after = do(due, EntryKind.WAIVER, FIRST_DUE, part=Part.FEE, amount_minor=300).loan

    assert after.owed(FIRST_DUE) == Owed(interest_minor=15_000, principal_minor=100_000)


@pytest.mark.parametrize(
    ("part", "amount"), [(Part.PRINCIPAL, 1), (Part.PENALTY, 659), (Part.PENALTY, 0)]
)
def test_principal_and_more_than_is_owed_are_never_forgiven(part: Part, amount: int) -> None:
    with pytest.raises(WaiverImpossible):
        do(a_loan(on=LATE), EntryKind.WAIVER, LATE, part=part, amount_minor=amount)


def test_days_on_which_the_rail_was_silent_bear_no_penalty() -> None:
    since = date(2026, 12, 30)

    after = do(a_loan(on=LATE), EntryKind.NO_PENALTY, LATE, since=since, until=LATE).loan

    # The grace ended with the 24th; the nights to the 30th are counted, those after it are not.
    assert after.owed(LATE).penalty_minor == round(100_000 * 6 * 0.24 / 365)
    later = date(2027, 1, 13)
    assert after.owed(later).penalty_minor == round(100_000 * 16 * 0.24 / 365)


def test_days_before_an_instalment_was_due_free_nothing() -> None:
    loan = a_loan(on=LATE)

    after = do(
        loan, EntryKind.NO_PENALTY, LATE, since=date(2026, 12, 1), until=date(2026, 12, 10)
    ).loan

    assert after.owed(LATE) == loan.owed(LATE)


def test_an_instalment_whose_rest_was_penalty_of_freed_days_is_paid() -> None:
    loan = a_loan(on=LATE)
    rest = paid(loan, 658 + 15_000 + 100_000 - 658, LATE).loan
    assert rest.owed(LATE) == Owed(principal_minor=658)

    order = (Part.INTEREST, Part.PRINCIPAL, Part.PENALTY)
    loan = a_loan(terms=some_terms(allocation_order=order), on=LATE)
    only_penalty = paid(loan, 115_000, LATE).loan
    done = do(only_penalty, EntryKind.NO_PENALTY, LATE, since=FIRST_DUE, until=LATE)

    assert done.loan.status is LoanStatus.ACTIVE
    assert isinstance(done.events[-1], LoanRecovered)


def test_compound_penalty_runs_on_interest_only_as_far_as_the_cap_leaves_room() -> None:
    on = LATE
    simple = a_loan(terms=some_terms(daily_rate_ppm=200), on=on)
    compound = a_loan(terms=some_terms(daily_rate_ppm=200, compound=True), on=on)
    at_the_cap = a_loan(terms=some_terms(compound=True), on=on)

    assert simple.owed(on).penalty_minor == 300
    assert compound.owed(on).penalty_minor == 318
    assert at_the_cap.owed(on).penalty_minor == 658


def test_paying_interest_of_a_compound_loan_ends_the_penalty_on_it() -> None:
    order = (Part.INTEREST, Part.PENALTY, Part.PRINCIPAL)
    terms = some_terms(daily_rate_ppm=200, compound=True, allocation_order=order)
    loan = a_loan(terms=terms, on=LATE)
    paid_interest = paid(loan, 6_000, LATE).loan
    later = date(2027, 1, 13)

    assert paid_interest.owed(later).penalty_minor == 318 + 300


def test_a_charged_off_loan_is_claimed_at_once_and_accrues_nothing_more() -> None:
    loan = a_loan(on=LATE)
    owes = loan.payoff(LATE)

    done = do(loan, EntryKind.CHARGE_OFF, LATE)

    after, (told,) = done.loan, done.events
    assert isinstance(told, LoanChargedOff)
    assert (told.principal_minor, told.penalty_minor) == (1_000_000, 658)
    assert told.interest_charged_minor == owes.accrued_interest_minor
    assert after.status is LoanStatus.CHARGED_OFF
    assert after.owed(LATE).total_minor == owes.total_minor
    assert after.owed(date(2028, 1, 3)).total_minor == owes.total_minor
    assert after.outstanding_principal_minor == 1_000_000
    assert after.days_past_due(LATE) == 0


def test_a_loan_charged_off_after_its_last_instalment_claims_what_is_unpaid() -> None:
    end = date(2027, 9, 30)
    loan = a_loan(on=end)

    after = do(loan, EntryKind.CHARGE_OFF, end).loan

    assert after.owed(end).total_minor == loan.payoff(end).total_minor


def test_only_an_overdue_loan_is_charged_off() -> None:
    with pytest.raises(LoanNotOverdue):
        do(a_loan(), EntryKind.CHARGE_OFF, date(2026, 12, 1))


def test_a_charged_off_loan_forgives_nothing() -> None:
    gone = do(a_loan(on=LATE), EntryKind.CHARGE_OFF, LATE).loan

    with pytest.raises(WaiverImpossible):
        do(gone, EntryKind.WAIVER, LATE, part=Part.PENALTY, amount_minor=1)


def test_a_recovery_pays_principal_first_and_settles_the_claim_in_the_end() -> None:
    gone = do(a_loan(on=LATE), EntryKind.CHARGE_OFF, LATE).loan
    later = date(2027, 6, 1)

    part = paid(gone, 400_000, later)
    whole = paid(part.loan, part.loan.owed(later).total_minor, later, number=2)

    (told,) = part.events
    assert isinstance(told, RecoveryPosted)
    assert part.parts == Owed(principal_minor=400_000)
    assert whole.loan.status is LoanStatus.SETTLED


def test_the_past_is_corrected_by_replaying_another_history() -> None:
    loan = a_loan(on=FIRST_DUE)
    first = paid(loan, 115_000, FIRST_DUE, number=1).loan
    late = first.brought_to(date(2027, 1, 30)).loan

    without, booked = replayed(late, without_entry(late.history, repayment_id(1)), late.as_of)
    entry = HistoryEntry(
        EntryKind.REPAYMENT, repayment_id(9), FIRST_DUE, late.as_of, amount_minor=115_000
    )
    again, _ = replayed(without, with_entry(without.history, entry), late.as_of)

    assert without.owed(late.as_of).principal_minor == 200_000
    assert events_of(booked)
    assert again.owed(late.as_of) == late.owed(late.as_of)


def test_what_never_happened_cannot_be_taken_back() -> None:
    with pytest.raises(NotOnTheLoan):
        without_entry((), repayment_id(1))


def test_the_totals_of_a_night_are_read_off_the_loan() -> None:
    loan = a_loan(on=LATE)

    assert costs_something(loan)
    found = totals(loan)
    assert (found.due_minor, found.not_yet_due_minor) == (100_000, 900_000)
    assert (found.daily_rate_ppm, found.all_late_from) == (500, date(2026, 12, 25))
    assert found.penalty_rate_units == 24_000_000
    assert not costs_something(do(loan, EntryKind.CHARGE_OFF, LATE).loan)
