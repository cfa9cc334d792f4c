"""Every amount is the sum of its days, rounded once."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings

from services.repayment.domain.errors import InstalmentNotFound, RepaymentNotFound
from services.repayment.domain.explain import (
    AmountKind,
    Explanation,
    decimal_text,
    explain_accrued_interest,
    explain_instalment,
    explain_payoff,
    explain_repayment,
)
from services.repayment.domain.history import (
    EntryKind,
    HistoryEntry,
    PlanChange,
    PlanChangeKind,
)
from services.repayment.domain.life import happened
from services.repayment.domain.loan import Loan
from services.repayment.domain.loan_life import LoanLife, life_of
from services.repayment.domain.prepayment_fee import FeeTier
from tests.builders.loan_lives import lives
from tests.builders.loans import a_loan, paid, repayment_id, some_terms

PLAIN = ("due", "part", "prepay", "payoff")


def life(loan: Loan, on: date) -> LoanLife:
    found = life_of(loan, on)
    assert found is not None
    return found


def check_lines(explanation: Explanation) -> None:
    for amount in explanation.amounts:
        assert amount.exact + amount.rounding + amount.fixed_minor == amount.charged_minor
        assert Fraction(-1, 2) < amount.rounding <= Fraction(1, 2)
        for earlier, later in pairwise(amount.lines):
            assert earlier.to_on < later.from_on
        assert all(line.days > 0 and line.base_minor > 0 for line in amount.lines)


@settings(max_examples=300, deadline=None)
@given(lives())
def test_days_and_one_rounding_make_every_amount_in_any_life(lived: tuple[Loan, date]) -> None:
    known = life(*lived)
    loan, on = known.loan, known.on

    payoff = explain_payoff(known)
    check_lines(payoff)
    assert payoff.total_minor == loan.payoff(on).total_minor
    accrued = explain_accrued_interest(known)
    check_lines(accrued)
    assert accrued.total_minor == loan.accrued_interest(on)
    for instalment in loan.instalments:
        explained = explain_instalment(known, instalment.number)
        check_lines(explained)
        fee, penalty, interest, principal = explained.amounts
        assert fee.charged_minor == instalment.fee_minor
        assert penalty.charged_minor == instalment.penalty(loan.terms, on)
        assert interest.charged_minor == instalment.interest_minor
        assert principal.charged_minor == instalment.principal_minor


@settings(max_examples=200, deadline=None)
@given(lives(PLAIN))
def test_without_changes_of_the_plan_interest_and_penalty_are_nothing_but_days(
    lived: tuple[Loan, date],
) -> None:
    known = life(*lived)

    for instalment in known.loan.instalments:
        _, penalty, interest, _ = explain_instalment(known, instalment.number).amounts
        assert penalty.fixed_minor == interest.fixed_minor == 0


@settings(max_examples=200, deadline=None)
@given(lives())
def test_the_parts_of_a_repayment_add_up_to_it(lived: tuple[Loan, date]) -> None:
    known = life(*lived)

    for entry in known.loan.history:
        if entry.kind is EntryKind.REPAYMENT:
            explained = explain_repayment(known, entry.entry_id, entry.on)
            before, _ = known.around[entry.entry_id]
            check_lines(explained)
            assert explained.total_minor == before.payoff(entry.on).total_minor
            assert explained.allocated_minor == entry.amount_minor
            assert all(0 <= a.allocated_minor <= a.unpaid_minor for a in explained.amounts)


def test_a_charged_fee_and_the_prepayment_fee_are_told_apart() -> None:
    terms = some_terms(fee_items=("statement_fee",), prepayment_fee=(FeeTier(0, 5_000),))
    on = date(2026, 12, 3)
    fee = HistoryEntry(
        EntryKind.FEE, repayment_id(5), on, on, amount_minor=300, label="statement_fee"
    )
    loan = happened(a_loan(terms=terms, on=on), fee).loan
    total = loan.payoff(on).total_minor
    known = life(paid(loan, total, on).loan, on)

    explained = explain_repayment(known, repayment_id(1), on)

    fees = [a.allocated_minor for a in explained.amounts if a.kind is AmountKind.FEE]
    assert sorted(fees) == [300, loan.payoff(on).fee_minor]
    assert explained.allocated_minor == total


def test_an_instalment_that_was_prepaid_in_mid_period_has_a_line_for_each_principal() -> None:
    loan = paid(a_loan(), 305_000, date(2026, 12, 3)).loan

    _, _, interest, _ = explain_instalment(life(loan, date(2026, 12, 23)), 1).amounts

    assert [(x.from_on, x.to_on, x.days, x.base_minor, int(x.amount)) for x in interest.lines] == [
        (date(2026, 11, 23), date(2026, 12, 2), 10, 1_000_000, 5_000),
        (date(2026, 12, 3), date(2026, 12, 22), 20, 700_000, 7_000),
    ]
    assert (interest.charged_minor, interest.paid_before_minor) == (12_000, 5_000)
    assert interest.rounding == 0


def test_penalty_is_explained_by_the_days_after_the_grace_at_the_capped_rate() -> None:
    known = life(a_loan(), date(2027, 1, 3))

    _, penalty, _, _ = explain_instalment(known, 1).amounts

    (line,) = penalty.lines
    assert (line.from_on, line.days, line.base_minor) == (date(2026, 12, 24), 10, 100_000)
    assert line.daily_rate == Fraction(24, 36_500)
    assert penalty.charged_minor == 658
    assert penalty.rounding == 658 - Fraction(100_000 * 10 * 24, 36_500)


def test_days_before_and_after_a_change_that_changes_nothing_are_one_run() -> None:
    change = PlanChange(PlanChangeKind.RATE_CHANGE, from_on=date(2026, 12, 1), daily_rate_ppm=500)
    on = date(2026, 11, 30)
    entry = HistoryEntry(EntryKind.PLAN_CHANGE, repayment_id(5), on, on, change=change)
    loan = happened(a_loan(on=on), entry).loan

    _, _, interest, _ = explain_instalment(life(loan, date(2026, 12, 23)), 1).amounts

    assert [line.days for line in interest.lines] == [30]


def test_a_future_instalment_is_explained_as_planned() -> None:
    known = life(a_loan(), date(2026, 12, 1))

    _, _, interest, _ = explain_instalment(known, 3).amounts

    assert interest.kind is AmountKind.PLANNED_INTEREST
    assert [(line.days, line.base_minor) for line in interest.lines] == [(31, 800_000)]


def test_deferred_interest_is_explained_where_it_is_asked_for() -> None:
    loan = a_loan(terms=some_terms(interest_deferred_instalments=1))
    known = life(loan, date(2027, 1, 23))

    first, second = (explain_instalment(known, number).amounts[2] for number in (1, 2))

    assert (first.charged_minor, first.lines) == (0, ())
    assert second.fixed_minor == 15_000


def test_what_the_loan_does_not_have_cannot_be_explained() -> None:
    known = life(a_loan(), date(2026, 12, 1))

    with pytest.raises(InstalmentNotFound):
        explain_instalment(known, 11)
    with pytest.raises(RepaymentNotFound):
        explain_repayment(known, repayment_id(1), date(2026, 12, 1))


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (Fraction(15_000), "150.0000000000"),
        (Fraction(24_000_000, 36_500), "6.5753424658"),
        (Fraction(-1, 3), "-0.0033333333"),
        (Fraction(0), "0.0000000000"),
    ],
)
def test_exact_amounts_are_written_with_decimals_enough(fen: Fraction, text: str) -> None:
    assert decimal_text(fen) == text
