"""What staff do to loans: by one person or two, with books that follow the corrected past."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.decision import Decision
from chassis.errors import DomainError
from chassis.frozen import replace
from services.repayment.domain.adjustment_request import (
    Adjustment,
    AdjustmentKind,
    AdjustmentRequest,
    AdjustmentRules,
    AdjustmentState,
    Asked,
    approve,
    ask,
    decline,
)
from services.repayment.domain.allocation_order import Part
from services.repayment.domain.collection import Repayment, RepaymentStatus, request_repayment
from services.repayment.domain.customer_credit import CustomerCredit, HeldReceipt
from services.repayment.domain.errors import (
    AdjustmentEnded,
    AmountImpossible,
    BackdatedTooFar,
    ChargeAboveCap,
    ChargeNotDisclosed,
    CurrencyDiffers,
    LoanNotLateEnough,
    NotOnTheLoan,
    RepaymentInProgress,
    RepaymentNotPosted,
    SecondPersonNeeded,
    TransferRecordedAlready,
    WaiverImpossible,
)
from services.repayment.domain.events import (
    LoanChargedOff,
    LoanOverdue,
    LoanRecovered,
    LoanRestated,
    LoanSettled,
    OverpaymentHeld,
    RecoveryPosted,
)
from services.repayment.domain.journal import transfers_of
from services.repayment.domain.life import replayed, taking_back
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.loan_correction import Account, reverse_repayment
from services.repayment.domain.transfer_claim import MoneyDirection, TransferClaim
from services.repayment.policy_file import read_policy
from tests.builders.changing_lives import ACTS, FEE_ITEM, LOANS, RandomLife, balances
from tests.builders.loans import (
    AT,
    CUSTOMER,
    DISBURSED_ON,
    LOAN,
    a_loan,
    a_request,
    paid,
    repayment_id,
    some_terms,
)

RULES = read_policy().on(DISBURSED_ON).loan_adjustments
ANY_AMOUNT = AdjustmentRules(four_eyes_above_minor=10**12, charge_off_from_days_past_due=180)
ASKED_ID = repayment_id(800)
FIRST_DUE = date(2026, 12, 23)
LATE = date(2027, 1, 10)


def account(loan: Loan, credit: CustomerCredit | None = None) -> Account:
    """The loan with the repayments that its history tells of."""
    _, booked = replayed(loan, loan.history, loan.as_of)
    posted = [e for some in booked for e in some.events if hasattr(e, "interest_charged_minor")]
    repayments = {}
    for entry in loan.history:
        if entry.kind != "REPAYMENT":
            continue
        asked = request_repayment(a_loan(on=FIRST_DUE), a_request(1, on=FIRST_DUE)).reply
        told = next((e for e in posted if getattr(e, "repayment_id", None) == entry.entry_id), None)
        parts = None if told is None else replace(asked, parts=None).parts
        repayments[entry.entry_id] = replace(
            asked,
            repayment_id=entry.entry_id,
            amount_minor=entry.amount_minor,
            asked_minor=entry.amount_minor,
            status=RepaymentStatus.POSTED if entry.is_standing else RepaymentStatus.REVERSED,
            posted_on=entry.booked_on,
            parts=parts,
        )
    return Account(loan, repayments, credit)


def asked(kind: AdjustmentKind, *, by: str = "li", currency: str = "", **fields: Any) -> Asked:
    return Asked(ASKED_ID, Adjustment(kind, **fields), "evidence 7", by, AT, currency)


def a_transfer(amount_minor: int, value_date: date, **fields: Any) -> Asked:
    return asked(
        AdjustmentKind.TRANSFER,
        amount_minor=amount_minor,
        value_date=value_date,
        bank_reference="TR-1",
        **fields,
    )


def state_of(decision: Decision[Any], kind: type) -> Any:
    return next((c.state for c in decision.changes if isinstance(c.state, kind)), None)


def events_in(decision: Decision[Any]) -> list[Any]:
    return [event for change in decision.changes for event in change.events]


def with_fees(on: date) -> Loan:
    return a_loan(terms=some_terms(fee_items=(FEE_ITEM,)), on=on)


# --- fees and waivers


def test_a_fee_is_charged_only_when_the_cost_sheet_lists_it_and_the_cap_allows_it() -> None:
    loan = with_fees(FIRST_DUE)

    done = ask(
        account(loan), asked(AdjustmentKind.FEE, amount_minor=500, item=FEE_ITEM), LATE, RULES
    )

    assert done.reply.state is AdjustmentState.DONE
    assert state_of(done, Loan).upcoming()[0].fee_minor == 500
    assert balances(*done.transfers)["fee_receivable"] == 500
    with pytest.raises(ChargeNotDisclosed):
        ask(account(loan), asked(AdjustmentKind.FEE, amount_minor=500, item="gift"), LATE, RULES)
    wish = asked(AdjustmentKind.FEE, amount_minor=90_000, item=FEE_ITEM)
    with pytest.raises(ChargeAboveCap):
        ask(account(loan), wish, LATE, RULES)
    with pytest.raises(AmountImpossible):
        ask(account(loan), asked(AdjustmentKind.FEE, item=FEE_ITEM), LATE, RULES)


def test_penalty_that_is_due_can_be_forgiven_and_no_more() -> None:
    loan = a_loan(on=LATE)
    owed = loan.owed(LATE).penalty_minor
    wish = asked(AdjustmentKind.WAIVER, amount_minor=owed, part=Part.PENALTY)

    done = ask(account(loan), wish, LATE, RULES)

    assert owed > 0
    assert state_of(done, Loan).owed(LATE).penalty_minor == 0
    more = asked(AdjustmentKind.WAIVER, amount_minor=owed + 1, part=Part.PENALTY)
    with pytest.raises(WaiverImpossible):
        ask(account(loan), more, LATE, RULES)


def test_above_the_policys_amount_another_person_approves() -> None:
    rules = replace(RULES, four_eyes_above_minor=10_000)
    wish = asked(AdjustmentKind.WAIVER, amount_minor=15_000, part=Part.INTEREST)
    loan = a_loan(on=LATE)

    waiting = ask(account(loan), wish, LATE, rules)

    assert waiting.reply.state is AdjustmentState.PROPOSED
    assert [type(c.state) for c in waiting.changes] == [AdjustmentRequest]
    assert waiting.transfers == ()
    with pytest.raises(SecondPersonNeeded):
        approve(account(loan), waiting.reply, "li", LATE, rules)
    done = approve(account(loan), waiting.reply, "wang", LATE, rules)
    assert (done.reply.requested_by, done.reply.decided_by) == ("li", "wang")
    assert state_of(done, Loan).owed(LATE).interest_minor == 0
    with pytest.raises(AdjustmentEnded):
        approve(account(loan), done.reply, "wang", LATE, rules)


def test_a_request_can_be_declined_once() -> None:
    rules = replace(RULES, four_eyes_above_minor=0)
    wish = asked(AdjustmentKind.WAIVER, amount_minor=100, part=Part.INTEREST)
    waiting = ask(account(a_loan(on=LATE)), wish, LATE, rules).reply

    declined = decline(waiting, "wang", LATE)

    assert declined.reply.state is AdjustmentState.DECLINED
    with pytest.raises(AdjustmentEnded):
        decline(declined.reply, "wang", LATE)


def test_what_was_proposed_is_judged_again_on_the_loan_as_it_stands() -> None:
    rules = replace(RULES, four_eyes_above_minor=0)
    wish = asked(AdjustmentKind.WAIVER, amount_minor=15_000, part=Part.INTEREST)
    loan = a_loan(on=LATE)
    waiting = ask(account(loan), wish, LATE, rules).reply
    cured = paid(loan, loan.owed(LATE).total_minor, LATE).loan

    with pytest.raises(WaiverImpossible):
        approve(account(cured), waiting, "wang", LATE, rules)


def test_a_loan_waits_while_a_collection_is_under_way() -> None:
    waiting = replace(a_loan(on=LATE), live_repayment_id=UUID(int=1))

    for wish in (
        asked(AdjustmentKind.WAIVER, amount_minor=1, part=Part.INTEREST),
        asked(AdjustmentKind.REVERSAL, repayment_id=UUID(int=1)),
        a_transfer(100, LATE),
    ):
        with pytest.raises(RepaymentInProgress):
            ask(account(waiting), wish, LATE, RULES)


# --- charge-off and recovery


def test_a_loan_is_written_off_after_half_a_year_by_two_people_and_the_claim_survives() -> None:
    overdue_from = FIRST_DUE + timedelta(days=2)
    day_180 = overdue_from + timedelta(days=179)
    loan = a_loan(on=day_180)
    wish = asked(AdjustmentKind.CHARGE_OFF)
    with pytest.raises(LoanNotLateEnough):
        ask(account(a_loan()), wish, day_180 - timedelta(days=1), RULES)

    waiting = ask(account(loan), wish, day_180, RULES)
    done = approve(account(loan), waiting.reply, "wang", day_180, RULES)

    assert waiting.reply.state is AdjustmentState.PROPOSED
    written_off = state_of(done, Loan)
    assert written_off.status is LoanStatus.CHARGED_OFF
    assert any(isinstance(event, LoanChargedOff) for event in events_in(done))
    assert balances(*done.transfers)["written_off_loans"] == 1_000_000
    recovered = paid(written_off, 50_000, day_180 + timedelta(days=30))
    assert isinstance(recovered.events[0], RecoveryPosted)
    assert recovered.loan.outstanding_principal_minor == 950_000


# --- a repayment taken back


def test_a_repayment_taken_back_is_owed_again_and_held_for_the_customer() -> None:
    loan = paid(a_loan(on=FIRST_DUE), 115_000, FIRST_DUE).loan
    before = account(loan, CustomerCredit(CUSTOMER, "CNY", held_minor=7))
    wish = asked(AdjustmentKind.REVERSAL, repayment_id=repayment_id(1))

    waiting = ask(before, wish, LATE, RULES).reply
    done = approve(before, waiting, "wang", LATE, RULES)

    assert (waiting.state, waiting.adjustment.amount_minor) == (AdjustmentState.PROPOSED, 115_000)
    again = state_of(done, Loan)
    assert again.outstanding_principal_minor == 1_000_000
    assert (again.status, again.overdue_from) == (LoanStatus.OVERDUE, FIRST_DUE + timedelta(days=2))
    assert again.owed(LATE) == a_loan(on=LATE).owed(LATE)
    restated, overdue, held = events_in(done)
    assert isinstance(restated, LoanRestated)
    assert (restated.principal_change_minor, restated.from_on) == (100_000, FIRST_DUE)
    assert isinstance(overdue, LoanOverdue)
    assert isinstance(held, OverpaymentHeld)
    assert held.held_minor == 115_007
    assert state_of(done, CustomerCredit).held_minor == 115_007
    assert state_of(done, HeldReceipt).amount_minor == 115_000
    taken_back = state_of(done, Repayment)
    assert (taken_back.status, taken_back.reversed_on) == (RepaymentStatus.REVERSED, LATE)
    assert balances(*done.transfers) == {
        "loan_principal": 100_000,
        "interest_receivable": 15_000,
        "customer_credit": -115_000,
    }


def test_what_the_rail_took_beyond_a_repayment_stays_held_when_that_is_taken_back() -> None:
    loan = paid(a_loan(on=FIRST_DUE), 115_000, FIRST_DUE).loan
    before = reverse_repayment(account(loan), repayment_id(1), LATE)
    more = replace(state_of(before, HeldReceipt), amount_minor=500, version=3)

    done = reverse_repayment(replace(account(loan), held=more), repayment_id(1), LATE)

    held = state_of(done, HeldReceipt)
    assert (held.amount_minor, held.version) == (115_500, 3)


def test_taking_a_repayment_back_moves_the_money_of_those_after_it() -> None:
    loan = paid(a_loan(on=FIRST_DUE), 115_000, FIRST_DUE).loan
    loan = paid(loan.brought_to(LATE).loan, 200_000, LATE, number=2).loan

    done = reverse_repayment(account(loan), repayment_id(1), LATE)

    second = next(
        c.state
        for c in done.changes
        if isinstance(c.state, Repayment) and c.state.repayment_id == repayment_id(2)
    )
    assert second.parts is not None
    assert second.parts.total_minor == 200_000
    assert second.parts.penalty_minor > 0
    assert state_of(done, Loan).status is LoanStatus.ACTIVE


def test_only_a_posted_repayment_of_the_loan_is_taken_back_and_once() -> None:
    loan = paid(a_loan(on=FIRST_DUE), 115_000, FIRST_DUE).loan
    done = reverse_repayment(account(loan), repayment_id(1), LATE)
    again = state_of(done, Loan)

    with pytest.raises(RepaymentNotPosted):
        reverse_repayment(account(again), repayment_id(1), LATE)
    with pytest.raises(RepaymentNotPosted):
        ask(
            account(loan), asked(AdjustmentKind.REVERSAL, repayment_id=repayment_id(9)), LATE, RULES
        )
    with pytest.raises(NotOnTheLoan):
        taking_back(again.history, repayment_id(1), LATE)
    known = account(loan).repayments[repayment_id(1)]
    with pytest.raises(RepaymentNotPosted):
        reverse_repayment(
            Account(a_loan(on=LATE), {repayment_id(1): known}, None), repayment_id(1), LATE
        )


def test_money_of_one_transfer_is_claimed_once() -> None:
    before = account(a_loan(on=LATE))

    done = ask(before, a_transfer(100, LATE), LATE, RULES)

    claimed = state_of(done, TransferClaim)
    assert claimed == TransferClaim("TR-1", MoneyDirection.IN, CUSTOMER, ASKED_ID, LATE)
    with pytest.raises(TransferRecordedAlready) as refusal:
        ask(replace(before, claim=claimed), a_transfer(100, LATE), LATE, RULES)
    assert refusal.value.metadata == {"bank_reference": "TR-1"}


def test_a_settled_loan_is_owed_again_when_its_payoff_is_taken_back() -> None:
    on = DISBURSED_ON + timedelta(days=10)
    loan = a_loan(on=on)
    settled = paid(loan, loan.payoff(on).total_minor, on).loan
    assert settled.status is LoanStatus.SETTLED

    done = reverse_repayment(account(settled), repayment_id(1), on)

    assert replace(state_of(done, Loan), history=()) == loan


# --- money that arrived earlier


def test_money_that_arrived_in_time_undoes_the_penalty_since_then() -> None:
    loan = a_loan(on=LATE)
    assert loan.status is LoanStatus.OVERDUE

    done = ask(account(loan), a_transfer(115_000, FIRST_DUE), LATE, ANY_AMOUNT)

    after = state_of(done, Loan)
    assert (after.status, after.owed(LATE).total_minor) == (LoanStatus.ACTIVE, 0)
    kinds = [type(event) for event in events_in(done)]
    assert kinds == [LoanRestated, LoanRecovered]
    repayment = state_of(done, Repayment)
    assert (repayment.origin, repayment.requested_on, repayment.posted_on) == (
        "TRANSFER",
        FIRST_DUE,
        LATE,
    )
    assert balances(*done.transfers) == {
        "bank_clearing": 115_000,
        "loan_principal": -100_000,
        "interest_receivable": -15_000,
    }


def test_more_than_was_owed_settles_the_loan_and_the_rest_is_the_customers() -> None:
    loan = a_loan(on=LATE)

    done = ask(
        account(loan), a_transfer(2_000_000, LATE, is_from_third_party=True), LATE, ANY_AMOUNT
    )

    after, credit = state_of(done, Loan), state_of(done, CustomerCredit)
    assert after.status is LoanStatus.SETTLED
    assert any(isinstance(event, LoanSettled) for event in events_in(done))
    assert state_of(done, Repayment).is_from_third_party
    assert credit.held_minor == 2_000_000 - loan.payoff(LATE).total_minor
    assert balances(*done.transfers)["customer_credit"] == -credit.held_minor


def test_money_paid_twice_is_the_customers_when_the_earlier_comes_to_light() -> None:
    loan = a_loan(on=LATE)
    settled = paid(loan, loan.payoff(LATE).total_minor, LATE).loan

    done = ask(account(settled), a_transfer(115_000, FIRST_DUE), LATE, ANY_AMOUNT)

    penalty = loan.owed(LATE).penalty_minor
    assert state_of(done, CustomerCredit).held_minor == 115_000 + penalty
    assert state_of(done, Loan).status is LoanStatus.SETTLED


@pytest.mark.parametrize("value_date", [DISBURSED_ON, LATE + timedelta(days=1)])
def test_money_counts_from_the_day_after_the_disbursement_and_not_from_tomorrow(
    value_date: date,
) -> None:
    with pytest.raises(BackdatedTooFar):
        ask(account(a_loan(on=LATE)), a_transfer(100, value_date), LATE, RULES)


def test_money_without_an_amount_or_in_another_currency_is_refused() -> None:
    with pytest.raises(AmountImpossible):
        ask(account(a_loan(on=LATE)), a_transfer(0, LATE), LATE, RULES)
    wish = asked(
        AdjustmentKind.TRANSFER,
        currency="USD",
        amount_minor=5,
        value_date=LATE,
        bank_reference="X",
    )
    with pytest.raises(CurrencyDiffers):
        ask(account(a_loan(on=LATE)), wish, LATE, RULES)


# --- any life


@settings(max_examples=200, deadline=None)
@given(
    loan=LOANS,
    acts=ACTS,
    corrections=st.lists(
        st.tuples(st.booleans(), st.integers(0, 10), st.integers(1, 200), st.integers(1, 500_000)),
        min_size=1,
        max_size=4,
    ),
)
def test_after_any_corrections_the_books_are_those_of_the_life_that_stands(
    loan: Loan, acts: list[Any], corrections: list[tuple[bool, int, int, int]]
) -> None:
    life = RandomLife(loan, loan.disbursed_on)
    life.play(acts)
    life.bring()
    now, books, credit = life.loan, list(life.transfers), None
    paid_in = sum(e.amount_minor for e in now.history if e.kind == "REPAYMENT")
    for number, (is_reversal, which, days, amount) in enumerate(corrections):
        paid_ids = [e.entry_id for e in now.history if e.kind == "REPAYMENT" and e.is_standing]
        if is_reversal and paid_ids:
            wish = asked(AdjustmentKind.REVERSAL, repayment_id=paid_ids[which % len(paid_ids)])
        else:
            value_date = max(
                loan.disbursed_on + timedelta(days=1), life.today - timedelta(days=days)
            )
            wish = a_transfer(amount, value_date)
        wish = replace(wish, adjustment_id=repayment_id(500 + number))
        try:
            done = ask(account(now, credit), wish, life.today, ANY_AMOUNT)
        except DomainError:
            continue
        books += done.transfers
        now, credit = state_of(done, Loan), state_of(done, CustomerCredit) or credit
        paid_in += amount if wish.adjustment.kind is AdjustmentKind.TRANSFER else 0

    again, booked = replayed(now, now.history, life.today)
    of_the_life = [
        transfer
        for some in booked
        for transfer in transfers_of(
            some.events, customer_id=CUSTOMER, loan_id=LOAN, business_date=some.on
        )
    ]
    held, total = credit.held_minor if credit else 0, balances(*books)
    expected = balances(*of_the_life)
    reversed_in = sum(
        e.amount_minor for e in now.history if e.kind == "REPAYMENT" and not e.is_standing
    )
    expected["bank_clearing"] += reversed_in
    expected["customer_credit"] -= reversed_in
    assert total == {account: left for account, left in expected.items() if left}
    assert total["bank_clearing"] == paid_in
    assert total["customer_credit"] == -held
    assert replace(again, history=()) == replace(now.brought_to(life.today).loan, history=())
