"""Coupons on interest that is due: what they forgive, once, and what the books say."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from chassis.frozen import replace
from services.repayment.domain.adjustment_request import (
    Adjustment,
    AdjustmentKind,
    AdjustmentRules,
    Asked,
    approve,
    ask,
)
from services.repayment.domain.errors import (
    CouponNotApplicable,
    CouponUsedAlready,
    WaiverImpossible,
)
from services.repayment.domain.history import EntryKind, HistoryEntry, PlanChange, PlanChangeKind
from services.repayment.domain.interest_relief import (
    CouponUse,
    coupon_forgives,
    period_due_longest,
)
from services.repayment.domain.ledger.coupons import Coupon
from services.repayment.domain.ledger.events import CouponUsed
from services.repayment.domain.life import happened, replayed
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.loan_correction import Account
from services.repayment.domain.loan_life import EntryKind as Kind
from services.repayment.domain.loan_life import life_of
from tests.builders.changing_lives import balances
from tests.builders.loans import AT, CUSTOMER, LOAN, a_loan, paid, repayment_id, some_terms

FIRST_DUE, SECOND_DUE = date(2026, 12, 23), date(2027, 1, 23)
RULES = AdjustmentRules(four_eyes_above_minor=10**12, charge_off_from_days_past_due=180)
# 15 nights on 5,000.00 at 0.05 % a day: 37.50.
COUPON = Coupon(UUID(int=3), 15, 500_000, date(2026, 11, 1), date(2026, 12, 31))
ASKED = repayment_id(7)


def account(loan: Loan, **more: Any) -> Account:
    return Account(loan, {}, None, **more)


def wish(coupon: Coupon = COUPON) -> Asked:
    return Asked(ASKED, Adjustment(AdjustmentKind.COUPON, coupon=coupon), "campaign 7", "li", AT)


def test_a_coupon_forgives_interest_that_is_due_at_the_cost_of_the_campaign() -> None:
    loan = a_loan(on=FIRST_DUE)

    done = ask(account(loan), wish(), FIRST_DUE, RULES)

    after = next(c.state for c in done.changes if isinstance(c.state, Loan))
    assert done.reply.adjustment.amount_minor == 3_750
    assert after.owed(FIRST_DUE).interest_minor == 15_000 - 3_750
    assert balances(*done.transfers) == {"coupon_cost": 3_750, "interest_receivable": -3_750}
    (used,) = (e for c in done.changes for e in c.events if isinstance(e, CouponUsed))
    assert (used.coupon_id, used.amount_minor) == (COUPON.coupon_id, 3_750)
    assert replayed(after, after.history, FIRST_DUE)[0] == after
    life = life_of(after, FIRST_DUE)
    assert life is not None
    assert [e.change.interest_minor for e in life.entries if e.kind is Kind.WAIVER] == [-3_750]


def test_a_coupon_is_used_once_on_whichever_loan() -> None:
    loan = a_loan(on=FIRST_DUE)
    done = ask(account(loan), wish(), FIRST_DUE, RULES)
    use = next(c.state for c in done.changes if isinstance(c.state, CouponUse))

    assert use == CouponUse(CUSTOMER, COUPON.coupon_id, LOAN, ASKED, 3_750, FIRST_DUE)
    with pytest.raises(CouponUsedAlready) as refusal:
        ask(account(loan, coupon_use=use), wish(), FIRST_DUE, RULES)
    assert refusal.value.metadata == {"loan_id": str(LOAN), "used_on": "2026-12-23"}


def test_above_the_policys_amount_a_second_person_approves_on_the_loan_as_it_stands() -> None:
    rules = replace(RULES, four_eyes_above_minor=1_000)
    loan = a_loan(on=FIRST_DUE)
    waiting = ask(account(loan), wish(), FIRST_DUE, rules).reply
    some = paid(loan, 13_000, FIRST_DUE).loan

    done = approve(account(some), waiting, "wang", FIRST_DUE, rules)

    after = next(c.state for c in done.changes if isinstance(c.state, Loan))
    assert waiting.adjustment.amount_minor == 3_750
    assert after.owed(FIRST_DUE).interest_minor == 0
    assert sum(t.amount_minor for t in done.transfers) == 2_000
    use = next(c.state for c in done.changes if isinstance(c.state, CouponUse))
    assert use.amount_minor == 2_000


def test_a_coupon_is_for_interest_that_is_due_in_its_time() -> None:
    early, late = a_loan(on=date(2026, 12, 22)), a_loan(on=SECOND_DUE)
    of_january = replace(COUPON, valid_from=date(2027, 1, 1), valid_to=date(2027, 1, 31))

    for loan, coupon, on in (
        (early, COUPON, date(2026, 12, 22)),  # nothing is due
        (a_loan(on=FIRST_DUE), of_january, FIRST_DUE),  # not of this due date
        (late, of_january, SECOND_DUE),  # December's is due longest
    ):
        with pytest.raises(CouponNotApplicable):
            coupon_forgives(loan, coupon, on)
    assert coupon_forgives(late, COUPON, SECOND_DUE) == 3_750


def test_a_loan_that_was_written_off_has_no_interest_to_forgive() -> None:
    loan = replace(a_loan(on=SECOND_DUE), status=LoanStatus.CHARGED_OFF)

    with pytest.raises(CouponNotApplicable):
        coupon_forgives(loan, COUPON, SECOND_DUE)


def test_nights_without_interest_are_not_forgiven_again() -> None:
    """The period had 15 free nights: 15 of its 30 bore interest."""
    loan = a_loan(terms=some_terms(interest_free_days=15), on=FIRST_DUE)

    period = period_due_longest(loan, FIRST_DUE)

    assert period is not None
    assert (period.to_on - period.from_on).days == 15
    assert period.interest_minor == 7_500
    assert coupon_forgives(loan, replace(COUPON, free_nights=30), FIRST_DUE) == 3_750


def test_where_the_price_changed_the_lowest_that_was_borne_counts() -> None:
    loan = a_loan(on=date(2026, 12, 1))
    cheaper = PlanChange(PlanChangeKind.RATE_CHANGE, from_on=date(2026, 12, 13), daily_rate_ppm=200)
    entry = HistoryEntry(
        EntryKind.PLAN_CHANGE, repayment_id(1), loan.as_of, loan.as_of, change=cheaper
    )
    loan = happened(loan, entry).loan.brought_to(FIRST_DUE).loan

    period = period_due_longest(loan, FIRST_DUE)

    assert period is not None
    assert period.daily_rate_ppm == 200
    assert coupon_forgives(loan, COUPON, FIRST_DUE) == 500_000 * 15 * 200 // 1_000_000


def test_interest_that_a_new_plan_carries_in_is_no_period_for_a_coupon() -> None:
    """Interest of a paused period is nothing but what was carried into it."""
    late = a_loan(on=date(2027, 1, 10))
    pause = PlanChange(
        PlanChangeKind.INTEREST_PAUSE, from_on=date(2027, 1, 10), to_on=date(2027, 3, 31)
    )
    re_age = PlanChange(PlanChangeKind.RE_AGE, instalments=1, from_on=date(2027, 2, 10))
    for number, change in enumerate((pause, re_age), start=1):
        entry = HistoryEntry(
            EntryKind.PLAN_CHANGE, repayment_id(number), late.as_of, late.as_of, change=change
        )
        late = happened(late, entry).loan
    due = late.brought_to(date(2027, 2, 10)).loan

    assert due.owed(date(2027, 2, 10)).interest_minor > 0
    assert period_due_longest(due, date(2027, 2, 10)) is None


def test_no_more_than_is_due_is_forgiven_by_the_history() -> None:
    entry = HistoryEntry(
        EntryKind.COUPON,
        ASKED,
        FIRST_DUE,
        FIRST_DUE,
        amount_minor=15_001,
        label=str(COUPON.coupon_id),
    )

    with pytest.raises(WaiverImpossible):
        happened(a_loan(), entry)
