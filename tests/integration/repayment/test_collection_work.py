"""The work of collectors on real servers: made by the night, allowed by the governor, done once."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from granary.repayment.v1 import collection_contact_service_pb2 as contact_pb
from granary.repayment.v1 import collection_task_service_pb2 as pb
from granary.repayment.v1 import delinquency_pb2 as events
from granary.repayment.v1 import loan_adjustment_pb2 as adjustments
from granary.repayment.v1 import loan_adjustment_service_pb2 as adjusting
from granary.support.v1 import case_pb2
from granary.support.v1.events_pb2 import CaseAnswered, ComplaintFiled

from chassis.errors import (
    DomainError,
    InvalidInput,
    NotAllowed,
    NotFound,
    StateForbids,
    Unavailable,
)
from chassis.frozen import replace
from chassis.ports import SHANGHAI, new_id
from services.repayment.domain.late.collection_task import CollectionCase
from services.repayment.domain.late.strategy import CollectionAct
from services.repayment.domain.loan import Loan
from tests.integration.repayment.clients import Clients, Stubs
from tests.integration.repayment.suite import Suite
from tests.integration.repayment.test_late_loans import LATE_FROM, an_unpaid_loan, announced
from tests.integration.repayment.waiting import until

NOON = datetime(2026, 12, 26, 12, 0, tzinfo=SHANGHAI)
DAY_2 = LATE_FROM + timedelta(days=1)


@pytest.fixture(autouse=True)
def noon(suite: Suite, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever the test runs, it is noon for the contact governor."""
    monkeypatch.setattr(suite.late.contacts, "_clock", lambda: NOON)
    monkeypatch.setattr(suite.late.work, "_clock", lambda: NOON)


class Collector:
    """A person who works through tasks."""

    def __init__(self, stubs: Stubs) -> None:
        self.stubs = stubs

    async def open(self) -> list[pb.CollectionTask]:
        return list((await self.stubs.tasks.ListOpenTasks(pb.ListOpenTasksRequest())).tasks)

    async def mine(self) -> list[pb.CollectionTask]:
        return list((await self.stubs.tasks.ListMyTasks(pb.ListMyTasksRequest())).tasks)

    async def take(self, task: pb.CollectionTask, **more: Any) -> pb.CollectionTask:
        asked = {"request_id": str(new_id()), "customer_id": task.customer_id} | more
        taken: pb.TakeTaskResponse = await self.stubs.tasks.TakeTask(
            pb.TakeTaskRequest(task_id=task.task_id, **asked)
        )
        return taken.task

    async def complete(
        self, task: pb.CollectionTask, outcome: pb.CollectionTaskOutcome, note: str = ""
    ) -> pb.CollectionTask:
        request = pb.CompleteTaskRequest(
            request_id=str(new_id()),
            customer_id=task.customer_id,
            task_id=task.task_id,
            outcome=outcome,
            note=note,
        )
        done: pb.CompleteTaskResponse = await self.stubs.tasks.CompleteTask(request)
        return done.task

    async def hand_back(self, task: pb.CollectionTask, note: str = "") -> pb.CollectionTask:
        request = pb.HandBackTaskRequest(
            request_id=str(new_id()),
            customer_id=task.customer_id,
            task_id=task.task_id,
            note=note,
        )
        back: pb.HandBackTaskResponse = await self.stubs.tasks.HandBackTask(request)
        return back.task

    async def log(self, task: pb.CollectionTask) -> list[tuple[int, str]]:
        """Channel-and-outcome lines of people, without the machine's messages; the newest first."""
        found = await self.stubs.contacts.ListContacts(
            contact_pb.ListContactsRequest(customer_id=task.customer_id)
        )
        return [
            (contact.outcome, contact.refusal)
            for contact in found.contacts
            if contact.channel != contact_pb.CONTACT_CHANNEL_SMS
        ]


@pytest.fixture
async def late_loan(suite: Suite) -> Loan:
    """A loan on its second day past due."""
    loan = await an_unpaid_loan(suite)
    await suite.close_until(DAY_2)
    return loan


async def test_a_call_is_made_by_the_night_taken_by_one_and_done_with_its_contact(
    suite: Suite, late_loan: Loan, clients: Clients
) -> None:
    li, wang = Collector(await clients.staff("li")), Collector(await clients.staff("wang"))
    (task,) = await li.open()
    step = next(step for step in suite.late.steps if step.name == "collect")
    again = await step(await suite.repository.business_day())

    answers = await asyncio.gather(li.take(task), wang.take(task), return_exceptions=True)
    (refused,) = (answer for answer in answers if isinstance(answer, StateForbids))
    (taken,) = (answer for answer in answers if isinstance(answer, pb.CollectionTask))
    winner, loser = (li, wang) if taken.taken_by.endswith("li") else (wang, li)
    with pytest.raises(StateForbids) as not_yours:
        await loser.complete(task, pb.COLLECTION_TASK_OUTCOME_REACHED)
    with pytest.raises(InvalidInput) as wrong:
        await winner.complete(task, pb.COLLECTION_TASK_OUTCOME_SENT)
    assert [it.task_id for it in await winner.mine()] == [task.task_id]
    done = await winner.complete(task, pb.COLLECTION_TASK_OUTCOME_REACHED, "pays on Friday")

    assert (task.act, task.day, task.late_bucket) == (pb.COLLECTION_ACT_CALL, 2, "M1")
    assert again == 0
    assert refused.reason == "COLLECTION_TASK_NOT_OPEN"
    assert not_yours.value.reason == "COLLECTION_TASK_NOT_YOURS"
    assert wrong.value.reason == "COLLECTION_TASK_OUTCOME_WRONG"
    assert (done.status, done.note) == (pb.COLLECTION_TASK_STATUS_DONE, "pays on Friday")
    assert await winner.log(task) == [(contact_pb.CONTACT_OUTCOME_EFFECTIVE, "")]
    assert await winner.open() == await winner.mine() == []


async def test_a_task_handed_back_gives_the_call_of_the_day_back_and_a_missed_one_waits(
    suite: Suite, late_loan: Loan, clients: Clients
) -> None:
    li = Collector(await clients.staff("li"))
    (task,) = await li.open()

    # Were the calls counted that were not made, the fourth would be refused.
    for _ in range(4):
        await li.take(task)
        await li.hand_back(task)
    await li.take(task)
    missed = await li.complete(task, pb.COLLECTION_TASK_OUTCOME_NO_ANSWER)
    with pytest.raises(StateForbids):
        await li.take(task)
    assert await li.open() == []
    await suite.close_until(DAY_2 + timedelta(days=1))

    assert (missed.status, missed.tries) == (pb.COLLECTION_TASK_STATUS_OPEN, 1)
    assert [it.task_id for it in await li.open()] == [task.task_id]
    assert [outcome for outcome, _ in await li.log(task)] == [
        contact_pb.CONTACT_OUTCOME_NO_ANSWER,
        *(contact_pb.CONTACT_OUTCOME_NOT_MADE,) * 4,
    ]


async def test_the_same_taking_twice_is_one_call_and_a_task_of_nobody_is_not_found(
    suite: Suite, late_loan: Loan, clients: Clients
) -> None:
    li = Collector(await clients.staff("li"))
    (task,) = await li.open()
    key = str(new_id())

    first = await li.take(task, request_id=key)
    second = await li.take(task, request_id=key)
    with pytest.raises(NotFound):
        await li.take(task, customer_id=str(new_id()))

    assert first == second
    assert len(await li.log(task)) == 1


async def test_a_promise_and_a_complaint_hold_the_call_and_leave_the_task_open(
    suite: Suite, late_loan: Loan, clients: Clients
) -> None:
    stubs = await clients.staff("li")
    li = Collector(stubs)
    (task,) = await li.open()
    complaint = ComplaintFiled(
        customer_id=task.customer_id,
        case_id=str(new_id()),
        category=case_pb2.CASE_CATEGORY_COLLECTION,
        due_on="2027-01-10",
    )

    async def held() -> bool:
        debtor = await suite.late.contacts.preferences(late_loan.customer_id)
        return bool(debtor.holds)

    async def free() -> bool:
        return not await held()

    async def why_not() -> str:
        with pytest.raises(NotAllowed) as refused:
            await li.take(task)
        return str(refused.value.metadata["why"])

    await suite.publish(complaint)
    await until(held)
    while_held = await why_not()
    await suite.publish(
        CaseAnswered(customer_id=task.customer_id, case_id=complaint.case_id, answered_by="zhao")
    )
    await until(free)
    await stubs.contacts.NotePromise(
        contact_pb.NotePromiseRequest(
            request_id=str(new_id()),
            customer_id=task.customer_id,
            loan_id=task.loan_id,
            amount_minor=1_000,
            pay_by=(DAY_2 + timedelta(days=1)).isoformat(),
        )
    )
    while_promised = await why_not()

    assert (while_held, while_promised) == ("ON_HOLD", "PROMISED")
    assert [it.task_id for it in await li.open()] == [task.task_id]
    assert [refusal for _, refusal in await li.log(task)] == ["PROMISED", "ON_HOLD"]


async def test_what_is_paid_is_not_collected_any_more(
    suite: Suite, loan: Loan, clients: Clients
) -> None:
    token = suite.cards.tokens.pop(loan.card_id)
    await suite.close_until(DAY_2)
    suite.cards.tokens[loan.card_id] = token
    li = Collector(await clients.staff("li"))
    (task,) = await li.open()
    await li.take(task)
    owed = (await suite.reload(loan)).owed(DAY_2).total_minor

    await suite.repay_by_hand(loan, owed)

    async def nothing_to_do() -> bool:
        return not await li.open() and not await li.mine()

    await until(nothing_to_do)
    # The call was under way: what came of it is kept, and the task stays cancelled.
    done = await li.complete(task, pb.COLLECTION_TASK_OUTCOME_REACHED, "had paid already")
    assert (done.status, done.note) == (pb.COLLECTION_TASK_STATUS_CANCELLED, "had paid already")
    assert await li.log(task) == [(contact_pb.CONTACT_OUTCOME_EFFECTIVE, "")]
    with pytest.raises(StateForbids):
        await li.complete(task, pb.COLLECTION_TASK_OUTCOME_REACHED)
    case = await suite.pool.fetchrow("select * from collection_case")
    assert case is not None
    assert (case["is_open"], case["next_on"]) == (False, None)


async def test_a_task_made_after_the_case_was_read_is_cancelled_with_it(
    suite: Suite, loan: Loan, clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = suite.cards.tokens.pop(loan.card_id)
    await suite.close_until(DAY_2)
    suite.cards.tokens[loan.card_id] = token
    read = suite.late.work._found.case

    async def before_its_task(customer_id: UUID, loan_id: UUID) -> CollectionCase | None:
        case = await read(customer_id, loan_id)
        return replace(case, open_tasks=()) if case is not None else None

    monkeypatch.setattr(suite.late.work._found, "case", before_its_task)
    li = Collector(await clients.staff("li"))
    assert len(await li.open()) == 1
    owed = (await suite.reload(loan)).owed(DAY_2).total_minor

    await suite.repay_by_hand(loan, owed)

    async def is_over() -> bool:
        case = await read(loan.customer_id, loan.loan_id)
        return case is not None and not case.is_open

    await until(is_over)
    assert await li.open() == []
    statuses = await suite.pool.fetch("select status from collection_task")
    assert [row["status"] for row in statuses] == ["CANCELLED"]


async def test_overdue_messages_are_contacts_and_a_debtor_who_refused_them_gets_none(
    suite: Suite, clients: Clients
) -> None:
    loan = await an_unpaid_loan(suite)
    customer, staff = await clients.customer(loan.customer_id), await clients.staff()
    await customer.wishes.SetContactPreferences(
        contact_pb.SetContactPreferencesRequest(
            request_id=str(new_id()), refused_channels=[contact_pb.CONTACT_CHANNEL_SMS]
        )
    )
    await suite.close_until(LATE_FROM)

    log = await staff.contacts.ListContacts(
        contact_pb.ListContactsRequest(customer_id=str(loan.customer_id))
    )
    told = await announced(suite, loan, events.CustomerNoticeDue)
    assert [(c.asked_by, c.refusal) for c in log.contacts] == [
        ("machine:remind", "CHANNEL_REFUSED")
    ]
    assert "OVERDUE" not in {notice.kind for notice in told}


async def put_in(suite: Suite, loan: Loan, act: CollectionAct) -> None:
    """What the strategy would propose months later, put before the collectors now."""
    await suite.pool.execute(
        "update collection_task set act = $1 where customer_id = $2", act.value, loan.customer_id
    )
    open_tasks = "update collection_case set open_tasks = replace(open_tasks::text, 'CALL', $1)"
    await suite.pool.execute(
        f"{open_tasks}::jsonb where customer_id = $2", act.value, loan.customer_id
    )


async def test_an_agreed_write_off_is_asked_for_once_and_needs_another_person(
    suite: Suite, late_loan: Loan, clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = replace(
        suite.policies.on(DAY_2).loan_adjustments, charge_off_from_days_past_due=LATE_DAYS
    )
    monkeypatch.setattr(
        type(suite.policies), "on", rules_of(type(suite.policies).on, loan_adjustments=rules)
    )
    stubs = await clients.staff("li")
    li, wang = Collector(stubs), await clients.staff("wang")
    await put_in(suite, late_loan, CollectionAct.CHARGE_OFF_PROPOSAL)
    (task,) = await li.open()
    with pytest.raises(StateForbids) as not_taken:
        await li.complete(task, pb.COLLECTION_TASK_OUTCOME_AGREED)
    asked = await stubs.adjusting.ListAdjustments(adjusting.ListAdjustmentsRequest())
    await li.take(task)
    execute = suite.late.work._execute
    monkeypatch.setattr(suite.late.work, "_execute", dead)

    with pytest.raises(DomainError):
        await li.complete(task, pb.COLLECTION_TASK_OUTCOME_AGREED, "nothing to be had")
    monkeypatch.setattr(suite.late.work, "_execute", execute)
    done = await li.complete(task, pb.COLLECTION_TASK_OUTCOME_AGREED, "nothing to be had")
    listed = await stubs.adjusting.ListAdjustments(adjusting.ListAdjustmentsRequest())

    assert (not_taken.value.reason, list(asked.adjustments)) == ("COLLECTION_TASK_NOT_YOURS", [])
    assert done.status == pb.COLLECTION_TASK_STATUS_DONE
    (proposed,) = listed.adjustments
    assert (proposed.kind, proposed.note) == (
        adjustments.LOAN_ADJUSTMENT_KIND_CHARGE_OFF,
        "nothing to be had",
    )
    assert (await suite.reload(late_loan)).charged_off_on is None
    approval = {
        "customer_id": str(late_loan.customer_id),
        "adjustment_id": proposed.adjustment_id,
    }
    with pytest.raises(StateForbids) as alone:
        await stubs.adjusting.ApproveAdjustment(
            adjusting.ApproveAdjustmentRequest(request_id=str(new_id()), **approval)
        )
    await wang.adjusting.ApproveAdjustment(
        adjusting.ApproveAdjustmentRequest(request_id=str(new_id()), **approval)
    )
    assert alone.value.reason == "SECOND_PERSON_NEEDED"
    assert (await suite.reload(late_loan)).charged_off_on == DAY_2


async def test_a_write_off_that_is_not_possible_yet_leaves_the_task_as_it_was(
    suite: Suite, late_loan: Loan, clients: Clients
) -> None:
    li = Collector(await clients.staff("li"))
    await put_in(suite, late_loan, CollectionAct.CHARGE_OFF_PROPOSAL)
    (task,) = await li.open()
    await li.take(task)

    with pytest.raises(StateForbids) as too_early:
        await li.complete(task, pb.COLLECTION_TASK_OUTCOME_AGREED)

    assert too_early.value.reason == "LOAN_NOT_LATE_ENOUGH"
    assert [it.status for it in await li.mine()] == [pb.COLLECTION_TASK_STATUS_TAKEN]


async def test_an_agreed_suit_is_filed_by_somebody_else(
    suite: Suite, late_loan: Loan, clients: Clients
) -> None:
    li, wang = Collector(await clients.staff("li")), Collector(await clients.staff("wang"))
    await put_in(suite, late_loan, CollectionAct.LEGAL_PROPOSAL)
    (task,) = await li.open()
    await li.take(task)
    await li.complete(task, pb.COLLECTION_TASK_OUTCOME_AGREED, "court of the district")

    (filing,) = await wang.open()
    with pytest.raises(StateForbids) as alone:
        await li.take(filing)
    await wang.take(filing)
    done = await wang.complete(filing, pb.COLLECTION_TASK_OUTCOME_SENT, "case 12")

    assert filing.act == pb.COLLECTION_ACT_LEGAL_FILING
    assert alone.value.reason == "SECOND_PERSON_NEEDED"
    assert (done.status, done.note) == (pb.COLLECTION_TASK_STATUS_DONE, "case 12")
    assert await wang.open() == []


LATE_DAYS = 2


def rules_of(read: Any, **changes: Any) -> Any:
    """A policy that is another in some values."""
    return lambda self, day: replace(read(self, day), **changes)


async def dead(_: Any) -> Any:
    raise Unavailable("The process is gone.")
