"""Paying ahead: the borrower's choice, the fee of the contract, the cap, and money left over."""

from datetime import date

import pytest

from chassis.frozen import replace
from services.repayment.domain.allocation_order import Direction, Part
from services.repayment.domain.errors import AmountAboveOwed
from services.repayment.domain.events import FeeCharged, LoanSettled, RepaymentPosted
from services.repayment.domain.history import PrepaymentEffect
from services.repayment.domain.instalment import Owed
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.prepayment_fee import (
    FeeTier,
    fee_of_contract,
    fee_rate_ppm,
    split_of,
)
from services.repayment.domain.repayment_schedule import Method
from tests.builders.loans import a_loan, allocation_rules, paid, some_terms

FIRST_DUE = date(2026, 12, 23)
MIDWAY = date(2027, 1, 7)
"""Fifteen days into the second period: 9,000.00 have earned 67.50."""


def on_time(**terms: object) -> Loan:
    """10,000.00 over ten instalments, the first one paid on its due date, fifteen days later."""
    loan = a_loan(terms=some_terms(**terms), on=FIRST_DUE)  # type: ignore[arg-type]
    due = loan.owed(FIRST_DUE).total_minor
    return paid(loan, due, FIRST_DUE).loan.brought_to(MIDWAY).loan


def ahead(loan: Loan, effect: PrepaymentEffect, principal: int = 270_000) -> Loan:
    amount = principal + loan.accrued_interest(MIDWAY)
    return paid(loan, amount, MIDWAY, effect=effect).loan


def principals(loan: Loan) -> list[int]:
    return [i.principal_minor for i in loan.upcoming()]


def test_smaller_instalments_keep_their_dates() -> None:
    after = ahead(on_time(), PrepaymentEffect.SMALLER_INSTALMENTS)

    assert principals(after) == [70_000] * 9
    assert after.upcoming()[-1].due_on == date(2027, 9, 23)


def test_fewer_instalments_keep_their_amounts_and_the_last_ones_fall_away() -> None:
    after = ahead(on_time(), PrepaymentEffect.FEWER_INSTALMENTS, 250_000)

    assert principals(after) == [100_000] * 6 + [50_000]
    assert after.upcoming()[-1].due_on == date(2027, 7, 23)


def test_the_next_instalments_shrink_first() -> None:
    after = ahead(on_time(), PrepaymentEffect.NEXT_INSTALMENTS_FIRST, 250_000)

    assert principals(after) == [0, 0, 50_000] + [100_000] * 6
    # 9,000.00 for 15 days and 6,500.00 for 16 days, of which 67.50 were paid.
    assert after.upcoming()[0].interest_minor == 6_750 + 5_200
    assert after.upcoming()[1].interest_minor == 650_000 * 31 * 5 // 10_000


def test_fewer_equal_instalments_keep_their_sum() -> None:
    loan = on_time(method=Method.EQUAL_INSTALMENT)
    level = loan.upcoming()[0].principal_minor + loan.upcoming()[0].interest_minor

    after = ahead(loan, PrepaymentEffect.FEWER_INSTALMENTS)

    sums = [i.principal_minor + i.unpaid_interest_minor for i in after.upcoming()]
    assert set(sums[:-1]) == {level}
    assert sums[-1] <= level
    assert len(sums) < 9


def test_smaller_equal_instalments_are_equal_but_for_the_last() -> None:
    after = ahead(on_time(method=Method.EQUAL_INSTALMENT), PrepaymentEffect.SMALLER_INSTALMENTS)

    sums = [i.principal_minor + i.unpaid_interest_minor for i in after.upcoming()]
    assert len(sums) == 9
    assert len(set(sums[:-1])) == 1
    assert abs(sums[-1] - sums[0]) < 9


def test_each_choice_saves_interest_and_fewer_instalments_save_most() -> None:
    loan = on_time()

    def planned(effect: PrepaymentEffect) -> int:
        return sum(i.interest_minor for i in ahead(loan, effect).upcoming())

    smaller, fewer, following = (planned(effect) for effect in PrepaymentEffect)
    assert fewer < smaller < following < sum(i.interest_minor for i in loan.upcoming())


def test_a_loan_repaid_any_time_takes_principal_when_the_customer_likes() -> None:
    loan = on_time_any_time()

    after = paid(loan, 400_000 + loan.accrued_interest(MIDWAY), MIDWAY).loan

    assert principals(after) == [600_000]
    assert after.accrued_interest(MIDWAY) == 0


def on_time_any_time() -> Loan:
    return a_loan(terms=some_terms(method=Method.PAY_ANY_TIME_DAILY), on=MIDWAY)


def test_money_ahead_that_only_pays_interest_leaves_the_plan() -> None:
    loan = on_time()

    after = paid(loan, 6_000, MIDWAY).loan

    assert principals(after) == principals(loan)
    assert after.accrued_interest(MIDWAY) == 750


@pytest.mark.parametrize(("day", "rate"), [(0, 10_000), (29, 10_000), (30, 5_000), (200, 0)])
def test_the_fee_falls_by_tiers_to_a_free_window(day: int, rate: int) -> None:
    tiers = (FeeTier(30, 5_000), FeeTier(0, 10_000), FeeTier(180, 0))

    assert fee_rate_ppm(tiers, day) == rate
    assert fee_rate_ppm((FeeTier(10, 1),), 9) == 0


def test_money_ahead_is_divided_into_principal_and_the_fee_on_it() -> None:
    assert split_of(101_000, 10_000) == (100_000, 1_000)
    assert split_of(100_000, 0) == (100_000, 0)


def test_a_fee_of_the_contract_is_charged_apart_and_booked_as_income() -> None:
    loan = on_time(prepayment_fee=(FeeTier(0, 10_000),))

    done = paid(loan, 6_750 + 101_000, MIDWAY)

    assert done.parts == Owed(interest_minor=6_750, principal_minor=100_000, fee_minor=1_000)
    charged, posted = done.events
    assert isinstance(charged, FeeCharged)
    assert (charged.item, charged.amount_minor) == ("prepayment_fee", 1_000)
    assert isinstance(posted, RepaymentPosted)


def test_the_fee_of_a_payoff_is_in_its_quote() -> None:
    loan = on_time(prepayment_fee=(FeeTier(0, 500),))
    payoff = loan.payoff(MIDWAY)

    done = paid(loan, payoff.total_minor, MIDWAY)

    assert payoff.fee_minor == 450
    assert payoff.total_minor == 900_000 + 6_750 + 450
    assert done.loan.status is LoanStatus.SETTLED


def test_a_fee_never_takes_the_cost_of_the_loan_above_the_cap() -> None:
    loan = on_time(daily_rate_ppm=650, prepayment_fee=(FeeTier(0, 100_000),))
    free = loan.cap_headroom(MIDWAY)

    payoff = loan.payoff(MIDWAY)
    part = paid(loan, loan.accrued_interest(MIDWAY) + 500_000, MIDWAY)

    assert payoff.fee_minor == free < 90_000
    assert part.parts.fee_minor == free
    assert part.loan.cap_headroom(MIDWAY) == 0


def test_principal_can_be_put_before_accrued_interest() -> None:
    order = (Part.PENALTY, Part.PRINCIPAL, Part.INTEREST)
    loan = on_time(allocation_order=order)

    done = paid(loan, 200_000, MIDWAY)

    assert done.parts == Owed(principal_minor=200_000)
    assert done.loan.accrued_interest(MIDWAY) == 6_750


def test_more_than_is_owed_is_refused_before_it_arrives_and_kept_once_it_has() -> None:
    loan = on_time()

    with pytest.raises(AmountAboveOwed):
        paid(loan, 906_751, MIDWAY)
    done = paid(loan, 906_751, MIDWAY, keep_excess=True)

    assert done.overpayment_minor == 1
    assert done.parts.total_minor == 906_750
    assert isinstance(done.events[-1], LoanSettled)


def test_money_can_serve_one_part_of_all_arrears_before_the_next() -> None:
    late = date(2027, 1, 23)
    by_part = allocation_rules((Part.INTEREST, Part.PENALTY, Part.PRINCIPAL), Direction.BY_PART)
    loan = a_loan(on=late)
    first, second = loan.due()

    by_part_loan = a_loan(terms=replace(some_terms(), allocation=by_part), on=date(2027, 1, 24))
    done = paid(by_part_loan, first.interest_minor + second.interest_minor, date(2027, 1, 24))

    assert done.parts == Owed(interest_minor=first.interest_minor + second.interest_minor)


def test_long_arrears_are_paid_principal_first_when_the_policy_says_so() -> None:
    late = date(2027, 4, 23)
    loan = a_loan(terms=some_terms(principal_first_after_days=90), on=late)
    assert loan.days_past_due(late) > 90

    done = paid(loan, 50_000, late)

    assert done.parts == Owed(principal_minor=50_000)


def test_a_payment_one_fen_short_of_the_payoff_settles_when_its_fee_is_that_fen_smaller() -> None:
    day = date(2026, 12, 20)
    terms = some_terms(prepayment_fee=(FeeTier(0, 777),))
    loan = a_loan(principal_minor=167_954, terms=terms, on=day)

    done = paid(loan, loan.payoff(day).total_minor - 1, day)

    assert done.parts == Owed(interest_minor=2_267, principal_minor=167_954, fee_minor=130)
    assert done.loan.status is LoanStatus.SETTLED


def test_interest_stays_deferred_when_money_is_paid_ahead() -> None:
    terms = some_terms(interest_deferred_instalments=3)
    loan = a_loan(terms=terms, on=date(2026, 12, 1))

    after = paid(loan, loan.accrued_interest(date(2026, 12, 1)) + 100_000, date(2026, 12, 1)).loan

    asked = [i.unpaid_interest_minor for i in after.upcoming()]
    assert asked[:3] == [0, 0, 0]
    assert asked[3] > asked[4] > 0
    deferred = after.brought_to(date(2027, 3, 23)).loan
    assert deferred.owed(date(2027, 3, 23)).interest_minor == asked[3]


def test_the_rate_of_the_contract_is_charged_and_none_where_it_names_none() -> None:
    assert fee_of_contract(0) == ()
    assert fee_of_contract(5_000) == (FeeTier(0, 5_000),)
