"""What the credit bureau is told: codes, prior notice, lapse of negative months, disputes."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from chassis.frozen import replace
from services.repayment.domain.credit_record import (
    LONGEST,
    Correction,
    CreditClaim,
    CreditDispute,
    CreditRecord,
    CreditRules,
    DisputeStatus,
    MonthCode,
    Notice,
    OpenDispute,
    answer_dispute,
    codes_of,
    first_of,
    give_notice,
    last_day,
    next_month,
    open_dispute,
    told_months,
)
from services.repayment.domain.errors import CreditMonthNotOver, DisputeAnswered, DisputeOpen
from services.repayment.domain.events import (
    CreditDisputeAnswered,
    CreditDisputeOpened,
    NegativeCreditNotice,
)
from services.repayment.domain.history import EntryKind, HistoryEntry
from services.repayment.domain.life import happened
from services.repayment.domain.loan import Loan
from services.repayment.domain.loan_life import life_of, lives_at
from tests.builders.loan_lives import lives
from tests.builders.loans import CUSTOMER, LOAN, a_loan, paid, repayment_id, some_terms

RULES = CreditRules(
    notice_days=7, negative_kept_years=5, dispute_answer_days=20, tells_cured_months=False
)
FIRST_DUE = date(2026, 12, 23)


def told(
    loan: Loan, last: date, *, on: date | None = None, rules: CreditRules = RULES, **record: Any
) -> str:
    """The codes up to a month, for a customer who was told of every arrears at once."""
    notices = tuple(Notice(i.due_on, i.late_from(loan.terms)) for i in loan.instalments)
    kept = CreditRecord(CUSTOMER, LOAN, **({"notices": notices} | record))
    months = told_months(loan, kept, last, on or last_day(last) + timedelta(days=10), rules)
    return "".join(one.code.value for one in months)


def pay_on_time(loan: Loan, count: int) -> Loan:
    for number in range(count):
        due_on = loan.next_due_on
        assert due_on is not None
        fallen = loan.brought_to(due_on).loan
        loan = paid(fallen, fallen.owed(due_on).total_minor, due_on, number=number + 1).loan
    return loan


def test_months_without_a_due_date_have_a_star_and_paid_ones_an_n() -> None:
    loan = pay_on_time(a_loan(), 2)

    assert told(loan, date(2027, 1, 1)) == "*NN"


@pytest.mark.parametrize(
    ("last", "codes"),
    [
        (date(2026, 12, 1), "*1"),  # 7 days after the grace
        (date(2027, 1, 1), "*12"),  # 38
        (date(2027, 3, 1), "*1234"),  # 97
        (date(2027, 4, 1), "*12345"),  # 127
        (date(2027, 5, 1), "*123456"),  # 158
        (date(2027, 6, 1), "*1234567"),  # 188
        (date(2027, 9, 1), "*1234567777"),
    ],
)
def test_each_thirty_days_past_due_are_one_code_up_to_seven(last: date, codes: str) -> None:
    found = told(a_loan(), last)

    assert found == codes[: len(found)]
    assert len(found) == (last.year - 2026) * 12 + last.month - 10


@pytest.mark.parametrize(
    ("days", "code"), [(1, "1"), (30, "1"), (31, "2"), (180, "6"), (181, "7"), (900, "7")]
)
def test_the_boundaries_of_the_codes(days: int, code: str) -> None:
    """The loan is drawn so that its first instalment is so many days late at a month's end."""
    end = date(2029, 1, 31)
    due_on = end - timedelta(days=days + 1)
    loan = a_loan(
        terms=some_terms(instalments=1, unit="DAYS", every=10),
        disbursed_on=due_on - timedelta(days=10),
    )

    assert told(loan, date(2029, 1, 1))[-1] == code


def test_a_month_paid_within_the_grace_is_not_late() -> None:
    loan = a_loan(on=date(2026, 12, 24))
    loan = paid(loan, 115_000, date(2026, 12, 24)).loan

    assert told(loan, date(2026, 12, 1)) == "*N"


def test_a_month_paid_late_and_cured_is_an_m_only_if_policy_says_so() -> None:
    on = date(2026, 12, 28)
    loan = a_loan(on=on)
    loan = paid(loan, loan.owed(on).total_minor, on).loan

    assert told(loan, date(2026, 12, 1)) == "*N"
    assert told(loan, date(2026, 12, 1), rules=replace(RULES, tells_cured_months=True)) == "*M"


def test_a_loan_paid_off_is_closed_and_told_no_further() -> None:
    loan = pay_on_time(a_loan(), 1)
    total = loan.brought_to(date(2027, 1, 7)).loan.payoff(date(2027, 1, 7)).total_minor
    loan = paid(loan, total, date(2027, 1, 7), number=9).loan

    assert told(loan, date(2027, 6, 1)) == "*NC"


def test_a_written_off_loan_is_bad_debt_and_ends_when_it_is_paid() -> None:
    on = date(2027, 2, 10)
    loan = a_loan(on=on)
    entry = HistoryEntry(EntryKind.CHARGE_OFF, repayment_id(7), on, on)
    loan = happened(loan, entry).loan
    ended = paid(loan, loan.payoff(date(2027, 4, 5)).total_minor, date(2027, 4, 5)).loan

    assert told(loan, date(2027, 3, 1)) == "*12BB"
    assert told(ended, date(2027, 6, 1)) == "*12BBG"


def test_the_string_has_at_least_two_years_and_at_most_five() -> None:
    late = told_months(
        a_loan(), CreditRecord(CUSTOMER, LOAN), date(2032, 1, 1), date(2032, 3, 1), RULES
    )
    young = told_months(a_loan(), None, date(2026, 12, 1), date(2027, 1, 5), RULES)

    assert len(codes_of(late)) == len(late) == LONGEST
    assert codes_of(young) == "/" * 22 + "*#"


def test_a_negative_month_is_withheld_until_the_customer_was_told_long_enough_before() -> None:
    late = a_loan(on=date(2026, 12, 25))
    record = give_notice(late, None, date(2026, 12, 28), RULES).changes[0].state
    december = date(2026, 12, 1)

    too_early = told_months(late, record, december, date(2027, 1, 3), RULES)
    in_time = told_months(late, record, december, date(2027, 1, 4), RULES)

    assert (too_early[-1].code, too_early[-1].is_withheld) == (MonthCode.UNKNOWN, True)
    assert (in_time[-1].code, in_time[-1].is_withheld) == (MonthCode.LATE_1, False)
    assert told_months(late, None, december, date(2027, 1, 4), RULES)[-1].is_withheld


def test_notice_of_earlier_arrears_does_not_serve_for_new_ones() -> None:
    on = date(2027, 1, 3)
    loan = a_loan(on=on)
    loan = paid(loan, loan.owed(on).total_minor, on).loan
    record = CreditRecord(CUSTOMER, LOAN, notices=(Notice(FIRST_DUE, date(2026, 12, 25)),))

    months = told_months(loan, record, date(2027, 1, 1), date(2027, 3, 1), RULES)

    assert [one.code.value for one in months] == ["*", "1", "#"]


def test_nothing_negative_is_told_while_a_repayment_may_undo_it() -> None:
    waiting = replace(a_loan(), live_repayment_id=repayment_id(1))

    assert told(waiting, date(2026, 12, 1)) == "*#"


def test_a_month_corrected_to_negative_without_arrears_to_tell_of_is_withheld() -> None:
    corrections = (Correction(date(2026, 11, 1), MonthCode.LATE_1),)

    assert told(a_loan(), date(2026, 11, 1), corrections=corrections) == "#"


def test_notice_is_given_once_for_the_same_arrears_and_announced() -> None:
    late = a_loan(on=date(2026, 12, 25))

    first = give_notice(late, None, date(2026, 12, 25), RULES)
    record = first.changes[0].state
    again = give_notice(late, record, date(2026, 12, 30), RULES)

    (event,) = first.changes[0].events
    assert isinstance(event, NegativeCreditNotice)
    assert (event.unpaid_since, event.report_from) == (FIRST_DUE, date(2027, 1, 1))
    assert event.overdue_minor == 115_066
    assert again.changes == ()


def test_a_loan_that_recovered_needs_no_notice() -> None:
    assert give_notice(a_loan(), None, date(2026, 12, 1), RULES).changes == ()
    due = a_loan(on=date(2026, 12, 24))
    assert give_notice(due, None, date(2026, 12, 24), RULES).changes == ()


def test_negative_months_leave_the_record_five_years_after_the_arrears_ended() -> None:
    on = date(2027, 3, 10)
    loan = a_loan(on=on, terms=some_terms(instalments=36))
    loan = pay_on_time(paid(loan, loan.owed(on).total_minor, on, number=9).loan, 1)
    last = date(2027, 3, 1)

    kept = told(loan, last, on=date(2032, 2, 29))
    gone = told(loan, last, on=date(2032, 3, 1))

    assert kept == "*123N"
    assert gone == "*###N"


def test_arrears_that_go_on_do_not_lapse() -> None:
    assert told(a_loan(), date(2027, 2, 1), on=date(2040, 1, 1)) == "*123"


def test_an_ending_after_a_write_off_lapses_five_years_later() -> None:
    on = date(2027, 1, 10)
    loan = happened(a_loan(on=on), HistoryEntry(EntryKind.CHARGE_OFF, repayment_id(7), on, on)).loan
    ended = paid(loan, loan.payoff(date(2027, 2, 5)).total_minor, date(2027, 2, 5)).loan

    assert told(ended, date(2027, 2, 1), on=date(2027, 4, 1)) == "*1BG"
    assert told(ended, date(2027, 2, 1), on=date(2032, 3, 1)) == "*1B#"


def test_a_dispute_marks_the_record_and_has_its_clock() -> None:
    command = OpenDispute(
        repayment_id(1), date(2026, 12, 1), CreditClaim.PAID_IN_TIME, date(2027, 1, 5)
    )

    opened = open_dispute(a_loan(), None, command, RULES)

    dispute, record = opened.reply, opened.changes[1].state
    assert dispute.answer_by == date(2027, 1, 25)
    assert record.disputed_by == dispute.dispute_id
    assert isinstance(opened.changes[0].events[0], CreditDisputeOpened)
    with pytest.raises(DisputeOpen):
        open_dispute(a_loan(), record, command, RULES)


@pytest.mark.parametrize("month", [date(2026, 10, 1), date(2027, 1, 1), date(2027, 2, 1)])
def test_only_a_month_that_has_a_code_can_be_disputed(month: date) -> None:
    command = OpenDispute(repayment_id(1), month, CreditClaim.NOT_MINE, date(2027, 1, 31))

    with pytest.raises(CreditMonthNotOver):
        open_dispute(a_loan(), None, command, RULES)


def an_open_dispute() -> tuple[CreditDispute, CreditRecord]:
    command = OpenDispute(
        repayment_id(1), date(2026, 12, 1), CreditClaim.PAID_IN_TIME, date(2027, 1, 5)
    )
    opened = open_dispute(a_loan(), None, command, RULES)
    return opened.reply, opened.changes[1].state


def answered(corrected_to: MonthCode | None) -> Any:
    dispute, record = an_open_dispute()
    return answer_dispute(
        dispute,
        record,
        corrected_to=corrected_to,
        reasons="the bank confirms the payment of 23 December",
        answered_by="li",
        on=date(2027, 1, 15),
    )


def test_a_dispute_that_is_right_corrects_the_month() -> None:
    decision = answered(MonthCode.PAID)
    dispute, record = (change.state for change in decision.changes)

    assert dispute.status is DisputeStatus.CORRECTED
    assert (dispute.corrected_to, dispute.answered_by) == ("N", "li")
    assert record.disputed_by is None
    assert record.corrections == (Correction(date(2026, 12, 1), MonthCode.PAID),)
    assert decision.changes[0].events == (
        CreditDisputeAnswered(CUSTOMER, dispute.dispute_id, LOAN, date(2026, 12, 1), True),
    )
    assert told(a_loan(), date(2026, 12, 1), corrections=record.corrections) == "*N"


def test_a_dispute_that_is_wrong_leaves_the_record_as_it_stands() -> None:
    dispute, record = (change.state for change in answered(None).changes)

    assert dispute.status is DisputeStatus.UPHELD
    assert (record.disputed_by, record.corrections) == (None, ())
    with pytest.raises(DisputeAnswered):
        answer_dispute(
            dispute, record, corrected_to=None, reasons="again", answered_by="li", on=FIRST_DUE
        )


@settings(max_examples=100, deadline=None)
@given(lives())
def test_lives_played_on_are_the_lives_played_anew(lived: tuple[Loan, date]) -> None:
    loan, today = lived
    months = [first_of(loan.opened_on)]
    while next_month(months[-1]) <= today:
        months.append(next_month(months[-1]))
    dates = [loan.opened_on - timedelta(days=1), *map(last_day, months)]

    for on, played in zip(dates, lives_at(loan, dates), strict=True):
        anew = life_of(loan, on)
        assert played == anew
