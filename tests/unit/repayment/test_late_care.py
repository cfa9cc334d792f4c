"""Promises, easier terms, reminders and early warnings."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.dated_policy import PolicyError
from chassis.frozen import replace
from chassis.ports import SHANGHAI
from services.repayment.domain.errors import LoanSettledAlready
from services.repayment.domain.history import EntryKind, HistoryEntry
from services.repayment.domain.late.contact import (
    Contact,
    ContactChannel,
    ContactHold,
    DebtorContacts,
)
from services.repayment.domain.late.early_warning import (
    EarlyWarning,
    WarningRules,
    WarningSignal,
    note_signal,
)
from services.repayment.domain.late.errors import (
    HardshipNotEligible,
    HardshipOfferClosed,
    PromiseImpossible,
)
from services.repayment.domain.late.events import CustomerNoticeDue, ReminderDue
from services.repayment.domain.late.hardship import (
    AskForRelief,
    HardshipCause,
    HardshipRequest,
    HardshipStatus,
    ReliefKind,
    accept_relief,
    ask_for_relief,
    decline_relief,
)
from services.repayment.domain.late.promise import (
    PaymentPromise,
    PromiseStatus,
    judge_promise,
    make_promise,
)
from services.repayment.domain.late.reminder import (
    DebtorToday,
    MessageHours,
    ReminderKind,
    remind_customer,
)
from services.repayment.domain.late.standing import LoanStanding
from services.repayment.domain.loan import Loan
from services.repayment.domain.loan_payment import post_money
from services.repayment.late_policy_file import read_late_policy
from tests.builders.loans import CUSTOMER, LOAN, a_loan, repayment_id

LATE_ON = date(2026, 12, 28)
POLICY = read_late_policy().on(LATE_ON)
OTHER = UUID("0198b3c2-0000-7000-8000-0000000000b2")
PROMISE = UUID(int=5)


def settled() -> Loan:
    loan = a_loan(on=date(2026, 12, 1))
    total = loan.payoff(date(2026, 12, 1)).total_minor
    return post_money(loan, total, date(2026, 12, 1)).loan


# --- promises


def a_promise(amount_minor: int = 50_000, pay_by: date = date(2027, 1, 4)) -> PaymentPromise:
    return make_promise(
        a_loan(on=LATE_ON), PROMISE, amount_minor, pay_by, LATE_ON, POLICY.promise_longest_days
    ).reply


@pytest.mark.parametrize(
    ("amount_minor", "pay_by"),
    [
        (0, date(2027, 1, 4)),
        (10_000_000, date(2027, 1, 4)),
        (50_000, date(2026, 12, 27)),
        (50_000, date(2027, 1, 12)),
    ],
)
def test_a_promise_is_about_money_due_and_a_day_near(amount_minor: int, pay_by: date) -> None:
    with pytest.raises(PromiseImpossible):
        a_promise(amount_minor, pay_by)


def test_nothing_is_promised_for_a_settled_loan() -> None:
    with pytest.raises(LoanSettledAlready):
        make_promise(settled(), PROMISE, 1, LATE_ON, LATE_ON, 14)


def test_a_promise_for_a_loan_being_collected_looks_at_what_was_owed_before() -> None:
    loan = replace(a_loan(on=LATE_ON), live_repayment_id=repayment_id(1))

    assert make_promise(loan, PROMISE, 1, LATE_ON, LATE_ON, 14).reply.amount_minor == 1


def test_a_promise_is_kept_as_soon_as_all_is_paid() -> None:
    decision = judge_promise(a_promise(), 50_000, LATE_ON, is_collecting=False)

    assert decision.reply.status is PromiseStatus.KEPT
    again = judge_promise(decision.reply, 0, date(2027, 2, 1), is_collecting=False)
    assert again.changes == ()


def test_a_promise_stands_until_its_day_has_passed_or_it_is_kept() -> None:
    promise = a_promise()
    kept = judge_promise(promise, 50_000, LATE_ON, is_collecting=False).reply

    assert promise.stands_on(promise.pay_by)
    assert not promise.stands_on(promise.pay_by + timedelta(days=1))
    assert not kept.stands_on(LATE_ON)


def test_a_promise_is_broken_the_day_after_its_day_and_not_before() -> None:
    promise = a_promise()

    assert judge_promise(promise, 49_999, promise.pay_by, is_collecting=False).changes == ()
    after = judge_promise(
        promise, 49_999, promise.pay_by + timedelta(days=1), is_collecting=False
    ).reply
    assert after.status is PromiseStatus.BROKEN
    assert judge_promise(after, 49_999, date(2027, 2, 1), is_collecting=False).changes == ()


def test_while_money_is_being_collected_a_promise_is_not_broken() -> None:
    promise = a_promise()

    assert judge_promise(promise, 0, date(2027, 1, 5), is_collecting=True).changes == ()


def test_money_of_value_in_time_keeps_a_promise_that_was_called_broken() -> None:
    broken = judge_promise(a_promise(), 0, date(2027, 1, 5), is_collecting=False).reply

    kept = judge_promise(broken, 50_000, date(2027, 1, 6), is_collecting=False).reply

    assert kept.status is PromiseStatus.KEPT


# --- hardship


def ask(
    loan: Loan | None = None,
    standing: LoanStanding | None = None,
    cause: HardshipCause = HardshipCause.ILLNESS,
    on: date = LATE_ON,
) -> HardshipRequest:
    wish = AskForRelief(UUID(int=9), cause, on)
    return ask_for_relief(loan or a_loan(on=on), standing, wish, POLICY.hardship).reply


def test_a_customer_in_hardship_is_offered_what_the_policy_has_for_the_cause() -> None:
    request = ask()

    assert [(relief.kind, relief.size) for relief in request.offers] == [
        (ReliefKind.DEFERRAL, 6),
        (ReliefKind.EXTENSION, 6),
        (ReliefKind.PENALTY_WAIVER, 100),
    ]
    assert request.open_until == LATE_ON + timedelta(days=7)


def test_too_late_too_often_fraud_or_no_offer_is_not_eligible() -> None:
    loan = a_loan(on=LATE_ON)
    fraud = LoanStanding(loan.customer_id, loan.loan_id, is_fraud=True)
    nothing = replace(POLICY.hardship, relief={})
    eased_twice = [
        HistoryEntry(EntryKind.WAIVER, UUID(int=n), LATE_ON, LATE_ON, label="HARDSHIP")
        for n in (1, 2)
    ]
    # Day 1 late is 25 December.
    day_180 = date(2026, 12, 25) + timedelta(days=179)

    assert ask(on=day_180).offers
    for why in (
        lambda: ask(on=day_180 + timedelta(days=1)),
        lambda: ask(loan=replace(loan, history=(*loan.history, *eased_twice))),
        lambda: ask(standing=fraud),
        lambda: ask_for_relief(
            loan, None, AskForRelief(PROMISE, HardshipCause.FAMILY, LATE_ON), nothing
        ),
    ):
        with pytest.raises(HardshipNotEligible):
            why()
    with pytest.raises(LoanSettledAlready):
        ask(loan=settled())


def test_an_offer_is_taken_once_and_until_its_last_day() -> None:
    request = ask()
    last = request.open_until

    accepted = accept_relief(request, ReliefKind.DEFERRAL, last, None).reply

    assert accepted.status is HardshipStatus.ACCEPTED
    assert accepted.taken is not None
    assert accepted.taken.size == 6
    for bad in (
        lambda: accept_relief(accepted, ReliefKind.DEFERRAL, last, None),
        lambda: accept_relief(request, ReliefKind.INTEREST_PAUSE, last, None),
        lambda: accept_relief(request, ReliefKind.DEFERRAL, last + timedelta(days=1), None),
        lambda: decline_relief(accepted, last),
        lambda: decline_relief(request, last + timedelta(days=1)),
    ):
        with pytest.raises(HardshipOfferClosed):
            bad()


# --- reminders

NOTICES = {kind: UUID(int=100 + number) for number, kind in enumerate(ReminderKind)}


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=SHANGHAI)


NOBODY_SAID_ANYTHING = DebtorToday(None, (), POLICY.contact_rules)


def reminded(
    on: date,
    *loans: Loan,
    told: Any = (),
    now: datetime | None = None,
    debtor: DebtorToday = NOBODY_SAID_ANYTHING,
) -> Any:
    return remind_customer(loans, told, on, POLICY.reminders, NOTICES, now or noon(on), debtor)


def remind(on: date, *loans: Loan, **more: Any) -> list[Any]:
    decision = reminded(on, *loans, **more)
    return [event for change in decision.changes for event in change.events]


def logged(decision: Any) -> list[Contact]:
    return [change.state for change in decision.changes if isinstance(change.state, Contact)]


@pytest.mark.parametrize(
    ("on", "kinds"),
    [
        (date(2026, 12, 19), []),
        (date(2026, 12, 20), ["BEFORE_DUE"]),
        (date(2026, 12, 21), []),
        (date(2026, 12, 22), ["BEFORE_DUE"]),
        (date(2026, 12, 23), ["DUE_TODAY"]),
        (date(2026, 12, 24), []),
        (date(2026, 12, 25), ["OVERDUE"]),
        (date(2026, 12, 26), []),
        (date(2026, 12, 27), ["OVERDUE"]),
        (date(2026, 12, 31), ["OVERDUE"]),
    ],
)
def test_a_customer_is_reminded_on_the_days_of_the_policy(on: date, kinds: list[str]) -> None:
    told = remind(on, a_loan(on=on))

    assert [event.kind for event in told if isinstance(event, ReminderDue)] == kinds
    assert [event.kind for event in told if isinstance(event, CustomerNoticeDue)] == kinds


def test_before_the_due_date_the_amount_is_the_instalment_and_later_what_is_owed() -> None:
    before = remind(date(2026, 12, 20), a_loan(on=date(2026, 12, 20)))[0]
    late_loan = a_loan(on=date(2026, 12, 27))
    after = remind(date(2026, 12, 27), late_loan)[0]

    assert before.amount_minor == 115_000
    assert after.amount_minor == late_loan.owed(date(2026, 12, 27)).total_minor > 115_000


def test_several_loans_make_one_message_with_their_sum() -> None:
    on = date(2026, 12, 22)
    other = replace(a_loan(on=on, principal_minor=500_000), loan_id=OTHER)

    *lines, notice = remind(on, a_loan(on=on), other)

    assert [line.loan_id for line in lines] == [LOAN, OTHER]
    assert notice.loans == 2
    assert notice.total_minor == sum(line.amount_minor for line in lines) == 172_500
    assert {line.notice_id for line in lines} == {notice.notice_id}


def test_what_was_told_is_not_told_again() -> None:
    on = date(2026, 12, 22)

    assert remind(on, a_loan(on=on), told={f"{LOAN}:2026-12-23:1:BEFORE_DUE:1"}) == []


def test_a_paid_settled_or_collecting_loan_is_left_alone() -> None:
    on = date(2026, 12, 22)
    collecting = replace(a_loan(on=on), live_repayment_id=repayment_id(1))
    paid = a_loan(on=date(2026, 12, 25))
    owed = paid.owed(date(2026, 12, 25)).total_minor
    paid = post_money(paid, owed, date(2026, 12, 25)).loan

    assert remind(on, collecting, settled()) == []
    assert remind(date(2026, 12, 27), paid) == []


def test_an_instalment_of_nothing_is_no_reason_to_write() -> None:
    on = date(2026, 12, 22)
    loan = a_loan(on=on)
    first = replace(loan.instalments[0], principal_minor=0, interest_minor=0)

    assert remind(on, replace(loan, instalments=(first, *loan.instalments[1:]))) == []


@pytest.mark.parametrize(
    ("moment", "after"),
    [
        ("2026-12-22T00:05+08:00", "2026-12-22T08:00+08:00"),
        ("2026-12-22T08:00+08:00", "2026-12-22T08:00+08:00"),
        ("2026-12-22T21:59+08:00", "2026-12-22T21:59+08:00"),
        ("2026-12-22T22:00+08:00", "2026-12-23T08:00+08:00"),
    ],
)
def test_a_message_made_in_the_quiet_hours_waits_until_they_end(moment: str, after: str) -> None:
    now = datetime.fromisoformat(moment)

    assert POLICY.message_hours.send_after(now) == datetime.fromisoformat(after)


def test_message_hours_out_of_order_are_refused() -> None:
    with pytest.raises(PolicyError):
        MessageHours.of_policy({"from": "22:00", "until": "08:00"})


LATE_DAY = date(2026, 12, 27)


def said_of(on: date = LATE_DAY, **facts: Any) -> Any:
    wishes = {"agreed_from": time(8), "agreed_until": time(12)} | facts
    return reminded(
        on,
        a_loan(on=on),
        debtor=replace(NOBODY_SAID_ANYTHING, contacts=DebtorContacts(CUSTOMER, **wishes)),
    )


def test_a_message_about_what_is_late_is_a_contact_and_is_logged_under_its_own_id() -> None:
    before = reminded(date(2026, 12, 22), a_loan(on=date(2026, 12, 22)))
    after = reminded(LATE_DAY, a_loan(on=LATE_DAY))

    assert logged(before) == []
    (contact,) = logged(after)
    assert (contact.contact_id, contact.channel) == (NOTICES[ReminderKind.OVERDUE], "SMS")
    assert (contact.outcome, after.reply) == ("AWAITED", 1)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"refused_channels": (ContactChannel.SMS,)}, "CHANNEL_REFUSED"),
        ({"holds": (ContactHold(UUID(int=1), LATE_DAY + timedelta(days=1)),)}, "ON_HOLD"),
    ],
)
def test_a_message_the_governor_refuses_is_logged_and_not_sent(facts: Any, why: str) -> None:
    decision = said_of(**facts)

    assert [contact.refusal for contact in logged(decision)] == [why]
    assert (decision.reply, len(decision.changes)) == (0, 1)


def test_a_message_about_what_is_late_waits_for_the_hours_the_debtor_agreed_to() -> None:
    (notice,) = (e for c in said_of().changes for e in c.events if isinstance(e, CustomerNoticeDue))

    # It is noon, when the agreed hours are over.
    assert notice.send_after == noon(LATE_DAY + timedelta(days=1)) - timedelta(hours=4)


def test_a_loan_whose_payment_was_promised_is_left_out_of_the_message() -> None:
    other = replace(a_loan(on=LATE_DAY), loan_id=OTHER)
    one = replace(NOBODY_SAID_ANYTHING, promised={LOAN})
    both = replace(NOBODY_SAID_ANYTHING, promised={LOAN, OTHER})

    told = remind(LATE_DAY, a_loan(on=LATE_DAY), other, debtor=one)
    silent = reminded(LATE_DAY, a_loan(on=LATE_DAY), other, debtor=both)

    assert [event.loan_id for event in told if isinstance(event, ReminderDue)] == [OTHER]
    assert ([c.refusal for c in logged(silent)], silent.reply) == (["PROMISED"], 0)


# --- early warning


def note(before: EarlyWarning | None, signal: WarningSignal, on: date) -> Any:
    return note_signal(before, CUSTOMER, LOAN, signal, on, POLICY.early_warning)


def test_signals_add_up_and_each_rise_within_a_level_is_announced() -> None:
    first = note(None, WarningSignal.DUE_SOON_AFTER_LATE, LATE_ON)
    second = note(first.changes[0].state, WarningSignal.DEBIT_FAILED, LATE_ON)
    third = note(second.changes[0].state, WarningSignal.NEW_OVERDUE, LATE_ON + timedelta(days=2))

    assert first.changes[0].events == ()
    assert (second.reply, second.changes[0].events[0].level) == (350, "WATCH")
    assert (third.reply, third.changes[0].events[0].level) == (650, "ACT")


def test_the_same_signal_counts_once_a_day_and_the_score_ends_at_a_thousand() -> None:
    warning = None
    for day in range(9):
        decision = note(warning, WarningSignal.DEBIT_FAILED, LATE_ON + timedelta(days=day))
        warning = decision.changes[0].state
        again = note(warning, WarningSignal.DEBIT_FAILED, LATE_ON + timedelta(days=day))
        assert again.changes == ()
    assert decision.reply == 1000


def test_signals_older_than_the_window_do_not_count() -> None:
    first = note(None, WarningSignal.NEW_OVERDUE, LATE_ON).changes[0].state

    later = note(first, WarningSignal.DEBIT_FAILED, LATE_ON + timedelta(days=30))

    assert later.reply == 200
    assert later.changes[0].events == ()


def test_warning_rules_need_all_weights_and_rising_levels() -> None:
    weights = dict.fromkeys(WarningSignal, 100)
    good = {"weights": weights, "window_days": 30, "watch_from": 200, "act_from": 450}

    assert WarningRules.of_policy(good).level_of(199) is None
    for change in ({"act_from": 200}, {"weights": {"DEBIT_FAILED": 1}}):
        with pytest.raises(PolicyError):
            WarningRules.of_policy(good | change)
