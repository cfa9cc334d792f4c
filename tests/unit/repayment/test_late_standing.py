"""The standing of late loans: at once worse, better after the probation, the same twice."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.frozen import replace
from services.repayment.domain.errors import LoanSettledAlready
from services.repayment.domain.late.classification import AssetClass, Stage
from services.repayment.domain.late.days import DelinquencyPause, months_after
from services.repayment.domain.late.errors import (
    DelinquencyNotPaused,
    DelinquencyPauseImpossible,
)
from services.repayment.domain.late.events import DelinquencyBucketChanged, LoanClassChanged
from services.repayment.domain.late.standing import (
    LoanStanding,
    StandingRules,
    flag_loan,
    pause_delinquency,
    resume_delinquency,
    review_customer,
)
from services.repayment.domain.loan import Loan
from services.repayment.domain.loan_payment import post_money
from services.repayment.late_policy_file import read_late_policy
from tests.builders.loans import a_loan, open_loan_command, repayment_id, some_terms

RULES = read_late_policy().on(date(2026, 11, 23)).standing_rules
FIRST_LATE = date(2026, 12, 25)
"""The first instalment is due on 23 December; its grace ends on the 24th."""
OTHER = UUID("0198b3c2-0000-7000-8000-0000000000b2")


def day(number: int) -> date:
    """The date on which the loan is so many days late."""
    return FIRST_LATE + timedelta(days=number - 1)


class Customer:
    """The loans of one customer with their standings, looked at date by date."""

    def __init__(self, *loans: Loan, rules: StandingRules = RULES) -> None:
        self.loans = {loan.loan_id: loan for loan in loans}
        self.standings: dict[UUID, LoanStanding] = {}
        self.rules = rules

    def look(self, on: date) -> list[Any]:
        for loan_id, loan in self.loans.items():
            if loan.live_repayment_id is None:
                self.loans[loan_id] = loan.brought_to(max(on, loan.as_of))[0]
        decision = review_customer(self.loans.values(), self.standings, on, self.rules)
        self.standings |= {change.state.loan_id: change.state for change in decision.changes}
        assert decision.reply == len(decision.changes)
        return [event for change in decision.changes for event in change.events]

    def pay_what_is_due(self, on: date, loan_id: UUID | None = None) -> None:
        for loan in list(self.loans.values()):
            brought = loan.brought_to(on)[0]
            due = brought.owed(on).total_minor
            if due and loan_id in (None, loan.loan_id):
                brought = post_money(brought, due, on).loan
            self.loans[loan.loan_id] = brought

    @property
    def only(self) -> LoanStanding:
        (standing,) = self.standings.values()
        return standing


def test_a_loan_in_time_has_no_standing() -> None:
    customer = Customer(a_loan())

    assert customer.look(date(2026, 12, 24)) == []
    assert customer.standings == {}


def test_the_first_day_late_moves_the_loan_to_m1_and_says_so_once() -> None:
    customer = Customer(a_loan())

    (event,) = customer.look(day(1))
    again = customer.look(day(1))

    assert isinstance(event, DelinquencyBucketChanged)
    assert (event.bucket_before, event.bucket_after, event.days_past_due) == ("M0", "M1", 1)
    assert again == []
    assert customer.only.times_late == 1
    assert customer.only.next_review_on == day(8)


def test_nothing_is_written_between_two_turning_days() -> None:
    customer = Customer(a_loan())
    customer.look(day(8))
    before = customer.only

    customer.look(day(30))

    assert customer.only is before
    assert before.next_review_on == day(31)


def test_every_turning_day_is_announced_when_it_comes() -> None:
    customer = Customer(a_loan())
    moves = []
    on: date | None = day(1)

    while on is not None:
        for event in customer.look(on):
            after = (
                event.bucket_after
                if isinstance(event, DelinquencyBucketChanged)
                else event.class_after
            )
            moves.append((event.days_past_due, after))
        on = customer.only.next_review_on

    assert moves == [
        (1, "M1"),
        (8, "SPECIAL_MENTION"),
        (31, "M2"),
        (61, "M3"),
        (91, "M4"),
        (91, "SUBSTANDARD"),
        (121, "M5"),
        (151, "M6"),
        (181, "M6+"),
        (271, "DOUBTFUL"),
        (361, "LOSS"),
    ]


def test_paying_puts_a_loan_of_special_mention_back_at_once() -> None:
    customer = Customer(a_loan())
    customer.look(day(10))

    customer.pay_what_is_due(day(12))
    events = customer.look(day(12))

    assert [type(event) for event in events] == [DelinquencyBucketChanged, LoanClassChanged]
    assert customer.only.late_bucket == "M0"
    assert customer.only.asset_class is AssetClass.NORMAL
    assert customer.only.next_review_on is None


def test_a_part_payment_leaves_the_count_and_the_class() -> None:
    customer = Customer(a_loan())
    customer.look(day(95))
    loan = customer.loans[next(iter(customer.loans))]
    oldest = loan.instalments[0].owed(loan.terms, day(95)).total_minor
    customer.loans[loan.loan_id] = post_money(loan, oldest, day(95)).loan

    customer.look(day(95))

    assert customer.only.late_bucket == "M3"
    assert customer.only.asset_class is AssetClass.SUBSTANDARD
    assert customer.only.clean_since is None


def test_a_non_performing_loan_is_upgraded_after_six_months_of_payment_in_time() -> None:
    customer = Customer(a_loan(terms=some_terms(instalments=20)))
    customer.look(day(91))
    cured_on = day(100)
    customer.pay_what_is_due(cured_on)
    customer.look(cured_on)

    assert customer.only.clean_since == cured_on
    assert customer.only.stage is Stage.STAGE_3
    assert customer.only.next_review_on == months_after(cured_on, 6)

    on, upgraded_on = cured_on, None
    while upgraded_on is None:
        on += timedelta(days=1)
        customer.pay_what_is_due(on)
        if customer.look(on):
            upgraded_on = on
    assert upgraded_on == months_after(cured_on, 6)
    assert customer.only.asset_class is AssetClass.NORMAL
    upgraded = customer.only
    assert upgraded.stage is Stage.STAGE_1


def test_a_new_lateness_begins_the_probation_anew() -> None:
    customer = Customer(a_loan())
    customer.look(day(91))
    customer.pay_what_is_due(day(100))
    customer.look(day(100))

    late_again = date(2027, 4, 25)
    customer.look(late_again)
    customer.pay_what_is_due(late_again)
    customer.look(late_again)

    assert customer.only.clean_since == late_again
    assert customer.only.times_late == 2
    assert customer.only.asset_class is AssetClass.SUBSTANDARD


def test_all_loans_of_a_customer_share_the_worst_class() -> None:
    young = replace(a_loan(disbursed_on=date(2027, 3, 1)), loan_id=OTHER)
    customer = Customer(a_loan(), young)

    events = customer.look(day(91))

    assert {event.loan_id for event in events if isinstance(event, LoanClassChanged)} == set(
        customer.loans
    )
    standing = customer.standings[OTHER]
    assert standing.asset_class is AssetClass.SUBSTANDARD
    assert standing.own_class is AssetClass.NORMAL
    assert (standing.late_bucket, standing.stage) == ("M0", Stage.STAGE_3)


def test_where_policy_says_so_each_loan_has_its_own_class() -> None:
    apart = replace(RULES, classes=replace(RULES.classes, by_customer=False))
    young = replace(a_loan(disbursed_on=date(2027, 3, 1)), loan_id=OTHER)
    customer = Customer(a_loan(), young, rules=apart)

    customer.look(day(91))

    assert OTHER not in customer.standings
    assert customer.only.asset_class is AssetClass.SUBSTANDARD


def test_a_loan_paid_off_keeps_its_last_class_as_history_and_leaves_its_bucket() -> None:
    customer = Customer(a_loan(on=day(95)))
    customer.look(day(95))
    (loan,) = customer.loans.values()
    customer.loans[loan.loan_id] = post_money(loan, loan.payoff(day(95)).total_minor, day(95)).loan

    assert customer.look(day(95)) == []
    assert customer.look(day(96)) == []

    assert customer.only.late_bucket == "M0"
    assert customer.only.bucket_since == day(95)
    assert not customer.only.is_open
    assert customer.only.asset_class is AssetClass.SUBSTANDARD


def test_a_loan_settled_in_time_never_gets_a_standing() -> None:
    on = date(2026, 12, 1)
    loan = a_loan(on=on)
    customer = Customer(post_money(loan, loan.payoff(on).total_minor, on).loan)

    customer.look(on)

    assert customer.standings == {}


def test_while_a_collection_is_under_way_the_loan_stands_still() -> None:
    loan = a_loan(on=date(2026, 12, 23))
    customer = Customer(replace(loan, live_repayment_id=repayment_id(1)))

    assert customer.look(day(20)) == []
    assert customer.standings == {}


def test_a_pause_stops_the_count_and_resuming_lets_it_go_on_tomorrow() -> None:
    customer = Customer(a_loan(on=day(5)))
    customer.look(day(5))
    (loan,) = customer.loans.values()
    pause = DelinquencyPause(day(6), day(40))

    paused = pause_delinquency(loan, customer.only, pause, day(5)).reply
    customer.standings[loan.loan_id] = paused
    assert customer.look(day(9)) == []
    assert customer.only.next_review_on == day(42)

    resumed = resume_delinquency(loan, customer.only, day(10)).reply
    customer.standings[loan.loan_id] = resumed
    customer.look(day(10))

    assert resumed.pause_on(day(10)) == DelinquencyPause(day(6), day(10))
    assert customer.only.next_review_on == day(12)
    (event,) = customer.look(day(12))
    assert event.days_past_due == 8


@pytest.mark.parametrize(("first", "last"), [(4, 9), (9, 8), (20, 30)])
def test_a_pause_in_the_past_backwards_or_twice_is_refused(first: int, last: int) -> None:
    loan = a_loan(on=day(5))
    standing = LoanStanding(
        loan.customer_id, loan.loan_id, pauses=(DelinquencyPause(day(30), day(33)),)
    )

    with pytest.raises(DelinquencyPauseImpossible):
        pause_delinquency(loan, standing, DelinquencyPause(day(first), day(last)), day(5))


def test_a_settled_loan_is_not_paused() -> None:
    on = date(2026, 12, 1)
    loan = a_loan(on=on)
    settled = post_money(loan, loan.payoff(on).total_minor, on).loan

    with pytest.raises(LoanSettledAlready):
        pause_delinquency(settled, None, DelinquencyPause(on, on), on)


def test_only_a_running_pause_is_resumed() -> None:
    loan = a_loan(on=day(5))
    ended = LoanStanding(loan.customer_id, loan.loan_id, pauses=(DelinquencyPause(day(1), day(5)),))

    for standing in (None, ended):
        with pytest.raises(DelinquencyNotPaused):
            resume_delinquency(loan, standing, day(5))


def test_fraud_and_restructuring_change_the_class_without_a_day_late() -> None:
    on = date(2026, 12, 1)
    customer = Customer(a_loan(on=on))
    (loan,) = customer.loans.values()

    customer.standings[loan.loan_id] = flag_loan(loan, None, on, restructured_on=on).reply
    customer.look(on)
    assert customer.only.asset_class is AssetClass.SPECIAL_MENTION
    assert customer.only.stage is Stage.STAGE_2
    assert customer.only.next_review_on == months_after(on, 12)

    customer.standings[loan.loan_id] = flag_loan(loan, customer.only, on, is_fraud=True).reply
    customer.look(on)
    suspected = customer.only
    assert suspected.asset_class is AssetClass.SUBSTANDARD
    assert suspected.restructured_on == on


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(st.tuples(st.integers(1, 45), st.booleans()), min_size=1, max_size=25))
def test_whatever_a_customer_pays_the_class_never_improves_without_probation(
    steps: list[tuple[int, bool]],
) -> None:
    command = open_loan_command(disbursed_on=date(2026, 11, 23))
    customer = Customer(a_loan(disbursed_on=command.disbursed_on))
    on, impaired, late_on = command.disbursed_on, False, command.disbursed_on

    for days, pays in steps:
        for _ in range(days):
            on += timedelta(days=1)
            customer.look(on)
            (loan,) = customer.loans.values()
            if loan.days_past_due(on):
                late_on = on
            standing = customer.standings.get(loan.loan_id)
            now_impaired = standing is not None and standing.own_class.is_impaired
            if impaired and not now_impaired:
                assert months_after(late_on, 6) <= on
            impaired = now_impaired
        if pays:
            customer.pay_what_is_due(on)
            customer.look(on)
