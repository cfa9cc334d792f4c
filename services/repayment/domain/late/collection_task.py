"""The work of collectors: the tasks of a late loan, who has taken one, and what came of it.

A task that reaches somebody is taken in the moment it is done, because taking it asks the contact
governor; a refused one stays open. What is paid is not collected: its open tasks are cancelled.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from chassis.decision import Change, Decision
from chassis.frozen import replace
from services.repayment.domain.errors import SecondPersonNeeded
from services.repayment.domain.late.classification import Buckets
from services.repayment.domain.late.contact import ContactOutcome
from services.repayment.domain.late.days import date_of_day, loan_days_late
from services.repayment.domain.late.errors import (
    CollectionTaskNotOpen,
    CollectionTaskNotYours,
    CollectionTaskOutcomeWrong,
)
from services.repayment.domain.late.standing import LoanStanding
from services.repayment.domain.late.strategy import CollectionAct, CollectionStrategy
from services.repayment.domain.loan import Loan, LoanStatus


class TaskStatus(StrEnum):
    """Where a task stands."""

    OPEN = "OPEN"  # anybody may take it -> TAKEN, CANCELLED
    TAKEN = "TAKEN"  # somebody does it -> OPEN, DONE, CANCELLED; after a day anybody may take it
    DONE = "DONE"  # final
    CANCELLED = "CANCELLED"  # nothing is late any more; final


class TaskOutcome(StrEnum):
    """What came of a task."""

    NONE = "NONE"  # nothing yet
    REACHED = "REACHED"  # the debtor answered
    NO_ANSWER = "NO_ANSWER"  # nobody answered
    STOP_ASKED = "STOP_ASKED"  # the debtor wants no more contacts
    SENT = "SENT"  # the letter is on its way, or the case is with the court
    AGREED = "AGREED"  # what was proposed is to be done, or the review found nothing amiss
    DECLINED = "DECLINED"  # what was proposed is not to be done, or the review wants a change


LEFT_AFTER = timedelta(days=1)
"""A task taken this long ago is left: whoever had it may be ill or gone, and the loan is not."""
_CALLED = {
    TaskOutcome.REACHED: ContactOutcome.EFFECTIVE,
    TaskOutcome.NO_ANSWER: ContactOutcome.NO_ANSWER,
    TaskOutcome.STOP_ASKED: ContactOutcome.STOP_ASKED,
}
_SENT = {TaskOutcome.SENT: ContactOutcome.EFFECTIVE}


@dataclass(frozen=True, slots=True)
class CollectionTask:
    """One thing a person does about a late loan. Dates are business dates."""

    customer_id: UUID
    task_id: UUID
    loan_id: UUID
    act: CollectionAct
    late_bucket: str
    day: int
    """The day past due whose step it is."""
    made_on: date
    open_from: date
    """From when it may be taken: a call that nobody answered waits for the next day."""
    status: TaskStatus = TaskStatus.OPEN
    taken_by: str = ""
    """Who has it, or did it last."""
    taken_at: datetime | None = None
    contact_id: UUID | None = None
    """The line of the contact log of the try under way, or of the last one."""
    tries: int = 0
    """Calls that nobody answered."""
    outcome: TaskOutcome = TaskOutcome.NONE
    """What came of it, or of the last try."""
    note: str = ""
    ended_at: datetime | None = None
    agreed_by: str = ""
    """LEGAL_FILING: who agreed to it; somebody else does it."""
    version: int = 0

    @property
    def is_open(self) -> bool:
        return self.status in (TaskStatus.OPEN, TaskStatus.TAKEN)

    def may_be_taken(self, at: datetime, today: date) -> bool:
        """Whether its day has come and nobody is at it."""
        left = self.taken_at is not None and self.taken_at <= at - LEFT_AFTER
        is_free = self.status is TaskStatus.OPEN or (self.status is TaskStatus.TAKEN and left)
        return is_free and self.open_from <= today

    def contact_outcome(self, outcome: TaskOutcome) -> ContactOutcome | None:
        """What the contact log keeps of an outcome; None where nobody was to be reached.

        Raises CollectionTaskOutcomeWrong for an outcome this kind of task cannot have.
        """
        if self.act is CollectionAct.LEGAL_FILING:
            if outcome in (TaskOutcome.SENT, TaskOutcome.DECLINED):
                return None
            raise CollectionTaskOutcomeWrong(act=self.act.value, outcome=outcome.value)
        known = {CollectionAct.CALL: _CALLED, CollectionAct.LETTER: _SENT}.get(self.act)
        if known is None and outcome in (TaskOutcome.AGREED, TaskOutcome.DECLINED):
            return None
        if known is None or outcome not in known:
            raise CollectionTaskOutcomeWrong(act=self.act.value, outcome=outcome.value)
        return known[outcome]


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task of a case that is not over."""

    task_id: UUID
    act: CollectionAct


@dataclass(frozen=True, slots=True)
class CollectionCase:
    """The collection of one loan: from the first task of its arrears until nothing is late."""

    customer_id: UUID
    loan_id: UUID
    overdue_from: date
    """Since when the oldest unpaid instalment is late; another date begins the steps anew."""
    made: tuple[str, ...] = ()
    """The steps that became tasks, by name."""
    open_tasks: tuple[OpenTask, ...] = ()
    next_on: date | None = None
    """The next date on which a step is due if nothing is paid; None when none is."""
    is_open: bool = True
    version: int = 0


@dataclass(frozen=True, slots=True)
class CollectionPolicy:
    """What the night needs to know to make tasks."""

    buckets: Buckets
    strategy: CollectionStrategy


@dataclass(frozen=True, slots=True)
class LateLoan:
    """A loan, its standing, and its collection so far."""

    loan: Loan
    standing: LoanStanding | None
    case: CollectionCase | None
    tasks: tuple[CollectionTask, ...]
    """The tasks of the case that are not over."""


@dataclass(frozen=True, slots=True)
class Night:
    """One look at a loan: the date, the instant and ids for the tasks it may need."""

    on: date
    at: datetime
    ids: tuple[UUID, ...]
    """At least as many as there are kinds of act."""


def review_collection(late: LateLoan, policy: CollectionPolicy, night: Night) -> Decision[int]:
    """Make the tasks of a loan that are due on a date, or end its collection.

    Replies how many tasks were made or cancelled. The same date again changes nothing.
    """
    loan, on = late.loan, night.on
    if loan.live_repayment_id is not None:
        return Decision(0)  # What the rail says of it decides; the next night looks again.
    pauses = late.standing.pauses if late.standing is not None else ()
    days = loan_days_late(loan, on, pauses)
    if loan.status is LoanStatus.SETTLED or loan.overdue_from is None or days == 0:
        return _end(late, night)
    before = late.case or CollectionCase(loan.customer_id, loan.loan_id, loan.overdue_from)
    is_new = before.overdue_from != loan.overdue_from or not before.is_open
    made = () if is_new else before.made
    bucket = policy.buckets.name_at(days)
    steps = policy.strategy.due(bucket, days, made)
    under_way = {task.act for task in before.open_tasks}
    if loan.status is LoanStatus.CHARGED_OFF:
        under_way.add(CollectionAct.CHARGE_OFF_PROPOSAL)
    tasks = [
        CollectionTask(
            customer_id=loan.customer_id,
            task_id=task_id,
            loan_id=loan.loan_id,
            act=step.act,
            late_bucket=bucket,
            day=step.day,
            made_on=on,
            open_from=on,
        )
        for task_id, step in zip(night.ids, steps, strict=False)
        if step.act not in under_way
    ]
    ahead = (day for day in policy.strategy.working_days if day > days)
    next_day = next(ahead, None)
    after = replace(
        before,
        overdue_from=loan.overdue_from,
        made=(*made, *(step.name for step in steps)),
        open_tasks=(*before.open_tasks, *(OpenTask(task.task_id, task.act) for task in tasks)),
        next_on=None if next_day is None else date_of_day(loan.overdue_from, next_day, pauses),
        is_open=True,
    )
    if after == late.case:
        return Decision(0)
    return Decision(len(tasks), (Change(after), *(Change(task) for task in tasks)))


def _end(late: LateLoan, night: Night) -> Decision[int]:
    """Nothing is late: tasks that nobody has done are cancelled."""
    if late.case is None or not late.case.is_open:
        return Decision(0)
    cancelled = [
        replace(task, status=TaskStatus.CANCELLED, ended_at=night.at)
        for task in late.tasks
        if task.is_open
    ]
    case = replace(late.case, open_tasks=(), next_on=None, is_open=False)
    return Decision(len(cancelled), (Change(case), *(Change(task) for task in cancelled)))


def take_task(
    task: CollectionTask, by: str, at: datetime, today: date, contact_id: UUID | None
) -> Decision[CollectionTask]:
    """Take an open task, or one that another left, with the contact that was allowed for it.

    Raises CollectionTaskNotOpen, and SecondPersonNeeded for who agreed to a filing themselves.
    """
    if task.agreed_by == by:
        raise SecondPersonNeeded(proposed_by=by)
    if not task.may_be_taken(at, today):
        raise CollectionTaskNotOpen(
            status=task.status.value, taken_by=task.taken_by, open_from=task.open_from
        )
    after = replace(task, status=TaskStatus.TAKEN, taken_by=by, taken_at=at, contact_id=contact_id)
    return Decision(after, (Change(after),))


@dataclass(frozen=True, slots=True)
class TaskReport:
    """What somebody says of a task they have taken."""

    by: str
    at: datetime
    outcome: TaskOutcome
    note: str
    today: date
    next_id: UUID | None = None
    """The id of the task that an agreed proposal leads to."""


def complete_task(
    task: CollectionTask,
    case: CollectionCase | None,
    report: TaskReport,
    most_tries: int,
    *,
    is_contact_awaited: bool = False,
) -> Decision[CollectionTask]:
    """Keep what came of a task. A call that nobody answered is open again the next business day.

    An agreed proposal to go to court leads to the filing, for somebody else; what an agreed
    write-off leads to is in `CollectionWork`. A task that was cancelled while its contact was under
    way stays so, and keeps what came of it.
    Raises CollectionTaskNotYours, CollectionTaskOutcomeWrong.
    """
    check_taken(task, report.by, is_contact_awaited=is_contact_awaited)
    task.contact_outcome(report.outcome)
    tries = task.tries + (report.outcome is TaskOutcome.NO_ANSWER)
    after = replace(task, tries=tries, outcome=report.outcome, note=report.note)
    if task.status is TaskStatus.CANCELLED:
        return Decision(after, (Change(after),))
    if report.outcome is TaskOutcome.NO_ANSWER and tries < most_tries:
        again_on = report.today + timedelta(days=1)
        after = replace(after, status=TaskStatus.OPEN, open_from=again_on)
        return Decision(after, (Change(after),))
    after = replace(after, status=TaskStatus.DONE, ended_at=report.at)
    if case is None:
        return Decision(after, (Change(after),))
    left = tuple(known for known in case.open_tasks if known.task_id != task.task_id)
    filing = _filing(after, report)
    if filing is None:
        return Decision(after, (Change(after), Change(replace(case, open_tasks=left))))
    left = (*left, OpenTask(filing.task_id, filing.act))
    return Decision(after, (Change(after), Change(replace(case, open_tasks=left)), Change(filing)))


def _filing(agreed: CollectionTask, report: TaskReport) -> CollectionTask | None:
    """What an agreed proposal to go to court leads to; None where it is something else."""
    is_agreed = report.outcome is TaskOutcome.AGREED
    if agreed.act is not CollectionAct.LEGAL_PROPOSAL or not is_agreed or report.next_id is None:
        return None
    return CollectionTask(
        customer_id=agreed.customer_id,
        task_id=report.next_id,
        loan_id=agreed.loan_id,
        act=CollectionAct.LEGAL_FILING,
        late_bucket=agreed.late_bucket,
        day=agreed.day,
        made_on=report.today,
        open_from=report.today,
        note=report.note,
        agreed_by=report.by,
    )


def hand_back_task(
    task: CollectionTask, by: str, note: str, *, is_contact_awaited: bool = False
) -> Decision[CollectionTask]:
    """Give a task back undone, for anybody to take. Raises CollectionTaskNotYours.

    One that was cancelled stays so; its contact was not made.
    """
    check_taken(task, by, is_contact_awaited=is_contact_awaited)
    after = replace(task, note=note)
    if task.status is TaskStatus.TAKEN:
        after = replace(after, status=TaskStatus.OPEN)
    return Decision(after, (Change(after),))


def check_taken(task: CollectionTask, by: str, *, is_contact_awaited: bool = False) -> None:
    """Raises CollectionTaskNotYours unless somebody has the task, or a contact of it under way."""
    under_way = task.status is TaskStatus.TAKEN or (
        task.status is TaskStatus.CANCELLED and is_contact_awaited
    )
    if not under_way or task.taken_by != by:
        raise CollectionTaskNotYours(status=task.status.value, taken_by=task.taken_by)
