"""The strategy of collection, the tasks it makes, and how collectors work through them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.dated_policy import PolicyError
from chassis.frozen import replace
from services.repayment.domain.errors import SecondPersonNeeded
from services.repayment.domain.late.collection_task import (
    CollectionCase,
    CollectionTask,
    LateLoan,
    Night,
    OpenTask,
    TaskOutcome,
    TaskReport,
    TaskStatus,
    complete_task,
    hand_back_task,
    review_collection,
    take_task,
)
from services.repayment.domain.late.contact import ContactOutcome
from services.repayment.domain.late.days import DelinquencyPause
from services.repayment.domain.late.errors import (
    CollectionTaskNotOpen,
    CollectionTaskNotYours,
    CollectionTaskOutcomeWrong,
)
from services.repayment.domain.late.standing import LoanStanding
from services.repayment.domain.late.strategy import CollectionAct, CollectionStrategy
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.loan_payment import post_money
from services.repayment.late_policy_file import read_late_policy
from tests.builders.loans import CUSTOMER, LOAN, a_loan, repayment_id

LATE_FROM = date(2026, 12, 25)
POLICY = read_late_policy().on(LATE_FROM)
AT = datetime(2026, 12, 28, 4, 0, tzinfo=UTC)


def day(number: int) -> date:
    """The date on which the loan is so many days late."""
    return LATE_FROM + timedelta(days=number - 1)


class Collected:
    """One loan, its case and its tasks, through many nights."""

    def __init__(self, loan: Loan | None = None, standing: LoanStanding | None = None) -> None:
        self.loan = loan
        self.standing = standing
        self.case: CollectionCase | None = None
        self.tasks: dict[UUID, CollectionTask] = {}
        self._ids = iter(UUID(int=number) for number in range(1, 10_000))

    def night(self, on: date, loan: Loan | None = None) -> int:
        known = tuple(task for task in self.tasks.values() if task.is_open)
        late = LateLoan(loan or self.loan or a_loan(on=on), self.standing, self.case, known)
        ids = tuple(next(self._ids) for _ in CollectionAct)
        decision = review_collection(late, POLICY.collection, Night(on, AT, ids))
        self.keep(decision)
        return decision.reply

    def keep(self, decision: Any) -> None:
        for change in decision.changes:
            if isinstance(change.state, CollectionCase):
                self.case = change.state
            else:
                self.tasks[change.state.task_id] = change.state

    def made(self) -> list[tuple[int, str]]:
        return [(task.day, task.act.value) for task in self.tasks.values()]

    def finish(self, on: date, outcome: TaskOutcome = TaskOutcome.REACHED) -> None:
        for task in list(self.tasks.values()):
            if task.is_open:
                fits = {CollectionAct.CALL: outcome, CollectionAct.LETTER: TaskOutcome.SENT}
                self.keep(take_task(task, "li", AT, on, UUID(int=5)))
                report = TaskReport("li", AT, fits.get(task.act, TaskOutcome.AGREED), "", on)
                taken = self.tasks[task.task_id]
                self.keep(complete_task(taken, self.case, report, most_tries=3))


# --- the strategy as data


def test_the_strategy_says_on_which_days_messages_go_out() -> None:
    assert POLICY.reminders.days_before == (0, 1, 3)
    assert POLICY.reminders.days_overdue == (1, 3, 7, 15, 30)


@pytest.mark.parametrize(
    "steps",
    [
        {"M0": {"CALL": [1]}},
        {"M1": {"CALL": [0]}},
        {"M0": {"SMS": [-1]}},
    ],
)
def test_days_and_acts_that_a_bucket_cannot_have_are_refused(steps: Any) -> None:
    with pytest.raises(PolicyError):
        CollectionStrategy.of_policy({"most_tries": 3, "steps": steps})


def test_an_act_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="VISIT"):
        CollectionStrategy.of_policy({"most_tries": 3, "steps": {"M1": {"VISIT": [3]}}})


def test_a_step_on_a_day_of_another_bucket_is_refused() -> None:
    strategy = CollectionStrategy.of_policy({"most_tries": 3, "steps": {"M1": {"CALL": [31]}}})

    with pytest.raises(PolicyError, match="day 31"):
        strategy.check_days(POLICY.delinquency_buckets)


def test_without_a_word_about_m0_nobody_is_written_to_before_a_due_date() -> None:
    strategy = CollectionStrategy.of_policy({"most_tries": 1, "steps": {}})

    assert (strategy.days_before, strategy.work_of("M0"), strategy.work_of("M1")) == ((), (), ())


# --- the night


def test_each_bucket_gets_its_own_work_day_by_day() -> None:
    collected = Collected()
    for number in range(1, 101):
        collected.night(day(number))
        collected.finish(day(number))

    assert collected.made() == [
        (2, "CALL"),
        (8, "CALL"),
        (16, "CALL"),
        (24, "CALL"),
        (31, "CALL"),
        (35, "LETTER"),
        (38, "CALL"),
        (46, "CALL"),
        (54, "CALL"),
        (61, "SUPERVISOR_REVIEW"),
        (63, "CALL"),
        (65, "LETTER"),
        (70, "CALL"),
        (80, "CALL"),
        (91, "CALL"),
        (95, "LETTER"),
        (100, "LEGAL_PROPOSAL"),
    ]


def test_the_same_night_again_changes_nothing_and_ordinary_nights_write_nothing() -> None:
    collected = Collected()
    collected.night(day(2))
    case = collected.case

    assert collected.night(day(2)) == 0
    assert collected.night(day(5)) == 0
    assert collected.case == case
    assert case is not None
    assert case.next_on == day(8)


def test_a_task_that_nobody_has_done_is_not_made_twice() -> None:
    collected = Collected()
    collected.night(day(2))
    collected.night(day(8))

    assert collected.made() == [(2, "CALL")]


def test_days_nobody_looked_at_are_caught_up_with_by_one_task_of_a_kind() -> None:
    collected = Collected()

    assert collected.night(day(70)) == 3
    assert sorted(collected.made()) == [(61, "SUPERVISOR_REVIEW"), (65, "LETTER"), (70, "CALL")]


def test_what_is_paid_is_not_collected_and_begins_anew_when_it_is_late_again() -> None:
    collected = Collected()
    collected.night(day(2))
    loan = a_loan(on=day(3))
    paid = post_money(loan, loan.owed(day(3)).total_minor, day(3)).loan

    assert collected.night(day(3), paid) == 1
    assert [task.status for task in collected.tasks.values()] == ["CANCELLED"]
    assert collected.case is not None
    assert not collected.case.is_open
    assert collected.night(day(3), paid) == 0

    again = paid.brought_to(date(2027, 1, 27))[0]
    assert again.overdue_from == date(2027, 1, 25)
    assert collected.night(date(2027, 1, 27), again) == 1
    assert [task.day for task in collected.tasks.values()] == [2, 2]


def test_a_done_task_of_a_paid_loan_stays_done() -> None:
    collected = Collected()
    collected.night(day(2))
    collected.finish(day(2))
    loan = a_loan(on=day(3))
    paid = post_money(loan, loan.owed(day(3)).total_minor, day(3)).loan
    late = LateLoan(paid, None, collected.case, tuple(collected.tasks.values()))

    decision = review_collection(late, POLICY.collection, Night(day(3), AT, ()))

    assert decision.reply == 0
    assert len(decision.changes) == 1


def test_a_loan_in_time_and_one_being_collected_are_left_alone() -> None:
    in_time, debited = Collected(), Collected()

    assert in_time.night(date(2026, 12, 20)) == 0
    assert in_time.case is None
    assert debited.night(day(2), replace(a_loan(on=day(2)), live_repayment_id=repayment_id(1))) == 0
    assert debited.case is None


def test_days_that_were_paused_put_the_work_off() -> None:
    pause = DelinquencyPause(day(1), day(5))
    collected = Collected(standing=LoanStanding(CUSTOMER, LOAN, pauses=(pause,)))

    assert collected.night(day(2)) == 0
    assert collected.case is not None
    assert collected.case.next_on == day(6)
    assert collected.night(day(6)) == 1


def test_a_loan_that_is_written_off_is_not_proposed_for_it() -> None:
    on = day(190)
    written_off = replace(a_loan(on=on), status=LoanStatus.CHARGED_OFF)
    open_one, closed_one = Collected(), Collected()

    assert open_one.night(on) == 1
    assert open_one.made() == [(181, "CHARGE_OFF_PROPOSAL")]
    assert open_one.case is not None
    assert open_one.case.next_on is None
    assert closed_one.night(on, written_off) == 0


@given(st.lists(st.integers(1, 200), min_size=1, max_size=25))
def test_whatever_nights_there_were_each_step_is_made_at_most_once(numbers: list[int]) -> None:
    collected = Collected()
    for number in sorted(numbers):
        collected.night(day(number))
        if number % 3:
            collected.finish(day(number))

    made = collected.made()
    assert len(made) == len(set(made))
    assert all(any(d <= number for number in numbers) for d, _ in made)


# --- the work


def a_task(act: CollectionAct = CollectionAct.CALL, **more: Any) -> CollectionTask:
    fields: dict[str, Any] = {
        "customer_id": CUSTOMER,
        "task_id": UUID(int=1),
        "loan_id": LOAN,
        "act": act,
        "late_bucket": "M1",
        "day": 2,
        "made_on": day(2),
        "open_from": day(2),
    }
    return CollectionTask(**fields | more)


def taken(act: CollectionAct = CollectionAct.CALL, **more: Any) -> CollectionTask:
    return take_task(a_task(act, **more), "li", AT, day(2), UUID(int=7)).reply


def test_a_task_is_taken_by_one_person_and_not_before_its_day() -> None:
    task = taken()

    assert (task.status, task.taken_by, task.contact_id) == ("TAKEN", "li", UUID(int=7))
    for nobody_can in (task, a_task(open_from=day(3))):
        with pytest.raises(CollectionTaskNotOpen):
            take_task(nobody_can, "wang", AT, day(2), None)


def test_a_task_that_was_taken_a_day_ago_and_not_done_is_taken_by_another() -> None:
    left = taken()
    a_day_later = AT + timedelta(days=1)

    again = take_task(left, "wang", a_day_later, day(3), UUID(int=8)).reply

    assert (again.taken_by, again.taken_at, again.contact_id) == ("wang", a_day_later, UUID(int=8))
    with pytest.raises(CollectionTaskNotYours):
        hand_back_task(again, "li", "")


def test_only_who_has_a_task_completes_it_or_hands_it_back() -> None:
    report = TaskReport("wang", AT, TaskOutcome.REACHED, "", day(2))

    for bad in (
        lambda: complete_task(taken(), None, report, 3),
        lambda: hand_back_task(taken(), "wang", ""),
        lambda: hand_back_task(a_task(), "li", ""),
    ):
        with pytest.raises(CollectionTaskNotYours):
            bad()
    assert hand_back_task(taken(), "li", "busy").reply.status == "OPEN"


def test_an_agreed_proposal_to_go_to_court_leads_to_a_filing_by_somebody_else() -> None:
    proposal = taken(CollectionAct.LEGAL_PROPOSAL)
    case = CollectionCase(
        CUSTOMER, LOAN, LATE_FROM, open_tasks=(OpenTask(proposal.task_id, proposal.act),)
    )
    new = UUID(int=77)
    agreed = TaskReport("li", AT, TaskOutcome.AGREED, "court of the district", day(101), new)

    after, moved, filing = (c.state for c in complete_task(proposal, case, agreed, 3).changes)
    declined = complete_task(proposal, case, replace(agreed, outcome=TaskOutcome.DECLINED), 3)

    assert after.status == "DONE"
    assert moved.open_tasks == (OpenTask(new, CollectionAct.LEGAL_FILING),)
    assert (filing.act, filing.status, filing.agreed_by) == ("LEGAL_FILING", "OPEN", "li")
    assert (filing.open_from, filing.note) == (day(101), "court of the district")
    assert len(declined.changes) == 2
    with pytest.raises(SecondPersonNeeded):
        take_task(filing, "li", AT, day(101), None)
    filed = take_task(filing, "wang", AT, day(101), None).reply
    done = TaskReport("wang", AT, TaskOutcome.SENT, "case 12", day(102))
    assert complete_task(filed, None, done, 3).reply.status == "DONE"
    assert filed.contact_outcome(TaskOutcome.DECLINED) is None
    with pytest.raises(CollectionTaskOutcomeWrong):
        filed.contact_outcome(TaskOutcome.AGREED)


def test_a_strategy_proposes_to_go_to_court_and_does_not_file_by_itself() -> None:
    value = {"most_tries": 3, "steps": {"M4": {"LEGAL_FILING": [100]}}}
    with pytest.raises(PolicyError, match="proposed"):
        CollectionStrategy.of_policy(value)


def test_a_call_under_way_when_its_task_is_cancelled_is_told_of_by_its_caller_alone() -> None:
    cancelled = replace(taken(), status=TaskStatus.CANCELLED, ended_at=AT)
    report = TaskReport("li", AT, TaskOutcome.REACHED, "has paid", day(2))

    told = complete_task(cancelled, None, report, 3, is_contact_awaited=True).reply
    missed = replace(report, outcome=TaskOutcome.NO_ANSWER)
    unanswered = complete_task(cancelled, None, missed, 3, is_contact_awaited=True).reply
    back = hand_back_task(cancelled, "li", "not called", is_contact_awaited=True).reply

    assert (told.status, told.outcome, told.note) == ("CANCELLED", "REACHED", "has paid")
    assert (unanswered.status, unanswered.open_from) == ("CANCELLED", cancelled.open_from)
    assert (back.status, back.note) == ("CANCELLED", "not called")
    for bad in (
        lambda: complete_task(cancelled, None, report, 3),
        lambda: complete_task(
            cancelled, None, replace(report, by="wang"), 3, is_contact_awaited=True
        ),
        lambda: hand_back_task(cancelled, "li", ""),
        lambda: hand_back_task(a_task(), "li", "", is_contact_awaited=True),
    ):
        with pytest.raises(CollectionTaskNotYours):
            bad()


def test_a_call_nobody_answers_is_tried_on_three_days() -> None:
    task = a_task()
    for number in (2, 3, 4):
        on = day(number)
        report = TaskReport("li", AT, TaskOutcome.NO_ANSWER, "line busy", on)
        task = complete_task(take_task(task, "li", AT, on, None).reply, None, report, 3).reply

    assert (task.status, task.tries, task.outcome) == ("DONE", 3, "NO_ANSWER")
    assert task.open_from == day(4)


@pytest.mark.parametrize(
    ("act", "outcome", "contact"),
    [
        (CollectionAct.CALL, TaskOutcome.REACHED, ContactOutcome.EFFECTIVE),
        (CollectionAct.CALL, TaskOutcome.STOP_ASKED, ContactOutcome.STOP_ASKED),
        (CollectionAct.LETTER, TaskOutcome.SENT, ContactOutcome.EFFECTIVE),
        (CollectionAct.LEGAL_PROPOSAL, TaskOutcome.DECLINED, None),
    ],
)
def test_what_came_of_a_task_is_what_came_of_its_contact(
    act: CollectionAct, outcome: TaskOutcome, contact: ContactOutcome | None
) -> None:
    assert taken(act).contact_outcome(outcome) is contact


@pytest.mark.parametrize(
    ("act", "outcome"),
    [
        (CollectionAct.LETTER, TaskOutcome.NO_ANSWER),
        (CollectionAct.CALL, TaskOutcome.AGREED),
        (CollectionAct.SUPERVISOR_REVIEW, TaskOutcome.SENT),
        (CollectionAct.CALL, TaskOutcome.NONE),
    ],
)
def test_an_outcome_that_does_not_fit_is_refused(act: CollectionAct, outcome: TaskOutcome) -> None:
    with pytest.raises(CollectionTaskOutcomeWrong):
        complete_task(taken(act), None, TaskReport("li", AT, outcome, "", day(2)), 3)
