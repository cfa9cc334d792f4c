"""The work of collectors: made by the night, taken, done or handed back."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID, uuid5

from chassis.command import Command, Delivery, Execute, Key, Loaded, Origin, RequestKey
from chassis.decision import Decision
from chassis.ports import SHANGHAI, Clock, NewId
from services.repayment.contact_repository import ContactRepository
from services.repayment.domain.adjustment_request import (
    Adjustment,
    AdjustmentKind,
    AdjustmentRequest,
)
from services.repayment.domain.errors import LoanNotFound
from services.repayment.domain.late.collection_task import (
    CollectionCase,
    CollectionTask,
    LateLoan,
    Night,
    TaskOutcome,
    TaskReport,
    TaskStatus,
    check_taken,
    complete_task,
    hand_back_task,
    review_collection,
    take_task,
)
from services.repayment.domain.late.contact import (
    Contact,
    ContactChannel,
    ContactOutcome,
    ContactParty,
    ContactWish,
    DebtorContacts,
    ask_to_contact,
    record_contact,
)
from services.repayment.domain.late.days import loan_days_late
from services.repayment.domain.late.errors import CollectionTaskNotFound, ContactRefused
from services.repayment.domain.late.policy import LatePolicies
from services.repayment.domain.late.promise import PaymentPromise
from services.repayment.domain.late.standing import LoanStanding
from services.repayment.domain.late.strategy import CollectionAct
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.task_repository import TaskRepository
from services.repayment.use_cases.loan_adjustments import Wish
from services.repayment.use_cases.ports import Books

LoanId = tuple[UUID, UUID]
_CHANNELS = {
    CollectionAct.CALL: ContactChannel.CALL,
    CollectionAct.LETTER: ContactChannel.LETTER,
}


class AsksForAdjustments(Protocol):
    """Asks for what staff do to loans."""

    async def ask(self, wish: Wish, request: RequestKey) -> AdjustmentRequest:
        """Have it wait for a second person, where one is needed."""


@dataclass(frozen=True, slots=True)
class Taking:
    """What came of taking a task: the task as it stands, and why the governor said no."""

    task: CollectionTask
    refusal: str
    """Empty when the task is taken."""
    contact_id: UUID | None


class CollectionWork:
    """Makes tasks and lets collectors do them."""

    def __init__(
        self,
        *,
        execute: Execute,
        books: Books,
        found: TaskRepository,
        contacts: ContactRepository,
        policies: LatePolicies,
        adjustments: AsksForAdjustments,
        clock: Clock,
        new_id: NewId,
    ) -> None:
        self._execute = execute
        self._adjustments = adjustments
        self._books = books
        self._found = found
        self._contacts = contacts
        self._policies = policies
        self._clock = clock
        self._new_id = new_id

    async def review_all(self, loans: list[LoanId], on: date) -> int:
        """The nightly look at some loans; the same night again makes no task."""
        tasks = await self._found.open_tasks(loans)
        made = await asyncio.gather(
            *(
                self._review(loan, tasks[loan[1]], on, Delivery("daily:collect", f"{on}:{loan[1]}"))
                for loan in loans
            )
        )
        return sum(made)

    async def review_paid(self, customer_id: UUID, loan_id: UUID, delivery: Delivery) -> None:
        """After money came: what is not late any more is not collected any more."""
        case = await self._found.case(customer_id, loan_id)
        if case is not None and case.is_open:
            today = await self._books.business_date()
            tasks = [task.task_id for task in case.open_tasks]
            await self._review((customer_id, loan_id), tasks, today, delivery)

    async def _review(self, loan: LoanId, task_ids: list[UUID], on: date, origin: Origin) -> int:
        """Look at a loan with all tasks of its case, those made since they were read too."""
        known = set(task_ids)
        while True:
            try:
                return await self._review_with(loan, known, on, origin)
            except _TasksMadeMeanwhile as made:
                known |= made.task_ids

    async def _review_with(
        self, loan: LoanId, task_ids: set[UUID], on: date, origin: Origin
    ) -> int:
        loan_key, standing_key = Key(Loan, loan), Key(LoanStanding, loan)
        case_key = Key(CollectionCase, loan)
        task_keys = [Key(CollectionTask, (loan[0], task_id)) for task_id in task_ids]
        night = Night(on, self._clock(), tuple(self._new_id() for _ in CollectionAct))
        policy = self._policies.on(on).collection

        def decide(loaded: Loaded) -> Decision[int]:
            case = loaded.find(case_key)
            of_case = {task.task_id for task in case.open_tasks} if case is not None else set()
            if unread := of_case - task_ids:
                raise _TasksMadeMeanwhile(unread)
            late = LateLoan(
                loan=loaded.get(loan_key),
                standing=loaded.find(standing_key),
                case=case,
                tasks=tuple(loaded.get(key) for key in task_keys),
            )
            return review_collection(late, policy, night)

        keys: tuple[Key[Any], ...] = (loan_key, standing_key, case_key, *task_keys)
        return await self._execute(Command(origin, keys, decide, int)) or 0

    async def to_be_taken(
        self, act: CollectionAct | None, after: UUID | None, limit: int
    ) -> list[CollectionTask]:
        """What anybody may take today, the oldest first."""
        today = await self._books.business_date()
        return await self._found.to_be_taken(
            today, self._clock(), act.value if act else "", after, limit
        )

    async def taken_by(self, who: str, after: UUID | None, limit: int) -> list[CollectionTask]:
        """What somebody has taken and not done."""
        return await self._found.taken_by(who, after, limit)

    async def take(
        self, customer_id: UUID, task_id: UUID, by: str, request: RequestKey
    ) -> CollectionTask:
        """Take a task; where it reaches somebody the contact governor is asked in the same commit.

        Raises CollectionTaskNotFound, CollectionTaskNotOpen, and ContactRefused, which leaves the
        task open and the refusal in the contact log.
        """
        found = await self._found.task(customer_id, task_id)
        today = await self._books.business_date()
        promises = await self._contacts.promises_standing(customer_id, found.loan_id, today)
        keys = _TaskKeys(found)
        promise_keys = [Key(PaymentPromise, (p.customer_id, p.promise_id)) for p in promises]
        decide = self._taking(keys, promise_keys, by, today)
        taking = await self._execute(
            Command(
                request,
                (keys.task, keys.loan, keys.standing, keys.debtor, *promise_keys),
                decide,
                Taking,
            )
        )
        if taking.refusal:
            raise ContactRefused(why=taking.refusal, contact_id=taking.contact_id)
        return taking.task

    def _taking(
        self, keys: "_TaskKeys", promises: list[Key[PaymentPromise]], by: str, today: date
    ) -> Callable[[Loaded], Decision[Taking]]:
        now = self._clock()
        local_at = now.astimezone(SHANGHAI)
        rules = self._policies.on(local_at.date()).contact_rules
        contact_id = self._new_id()

        def decide(loaded: Loaded) -> Decision[Taking]:
            task, loan, standing = (
                loaded.get(keys.task),
                loaded.find(keys.loan),
                loaded.find(keys.standing),
            )
            if loan is None:
                raise LoanNotFound(kind="loan")
            channel = _CHANNELS.get(task.act)
            taken = take_task(task, by, now, today, contact_id if channel is not None else None)
            if channel is None:
                return Decision(Taking(taken.reply, "", None), taken.changes)
            wish = ContactWish(
                contact_id=contact_id,
                loan_id=task.loan_id,
                channel=channel,
                party=ContactParty.DEBTOR,
                party_id=None,
                discloses_debt=True,
                local_at=local_at,
                asked_by=by,
            )
            pauses = standing.pauses if standing is not None else ()
            asked = ask_to_contact(
                loaded.find(keys.debtor),
                task.customer_id,
                wish,
                rules,
                is_overdue=loan_days_late(loan, today, pauses) > 0,
                has_promised=any(loaded.get(key).stands_on(today) for key in promises),
            )
            if asked.reply.outcome is ContactOutcome.REFUSED:
                return Decision(Taking(task, asked.reply.refusal, contact_id), asked.changes)
            return Decision(Taking(taken.reply, "", contact_id), (*taken.changes, *asked.changes))

        return decide

    async def complete(
        self,
        customer_id: UUID,
        task_id: UUID,
        *,
        by: str,
        name: str,
        outcome: TaskOutcome,
        note: str,
        request: RequestKey,
    ) -> CollectionTask:
        """Keep what came of a task, and of its contact in the log; what was agreed is begun.

        `by` is who has the task, `name` the same person as requests of staff know them.

        Raises CollectionTaskNotFound, CollectionTaskNotYours, CollectionTaskOutcomeWrong, and what
        asking for an agreed write-off raises.
        """
        if outcome is TaskOutcome.AGREED:
            task = await self._found.task(customer_id, task_id)
            await self._begin_agreed(task, by=by, name=name, note=note, caller_id=request.caller_id)
        now, today = self._clock(), await self._books.business_date()
        most_tries = self._policies.on(today).collection_strategy.most_tries
        report = TaskReport(
            by=by, at=now, outcome=outcome, note=note, today=today, next_id=self._new_id()
        )

        def decide(
            task: CollectionTask, case: CollectionCase | None, awaited: Contact | None
        ) -> _Ended:
            under_way = awaited is not None
            done = complete_task(task, case, report, most_tries, is_contact_awaited=under_way)
            return done, task.contact_outcome(outcome)

        return await self._end(customer_id, task_id, decide, request)

    async def _begin_agreed(
        self, task: CollectionTask, *, by: str, name: str, note: str, caller_id: str
    ) -> None:
        """Ask for the write-off that was agreed; another person approves or declines it.

        Asked for before the task is done, under a key of its own that follows from the task: what
        dies in between is completed again and asks for the same.
        """
        if task.act is not CollectionAct.CHARGE_OFF_PROPOSAL or task.status is TaskStatus.DONE:
            return
        check_taken(task, by)
        loan = await self._books.loan(task.customer_id, task.loan_id)
        if loan.status is LoanStatus.CHARGED_OFF:
            return
        wish = Wish(
            customer_id=task.customer_id,
            loan_id=task.loan_id,
            adjustment=Adjustment(AdjustmentKind.CHARGE_OFF),
            note=note or f"collection task {task.task_id}",
            by=name,
        )
        body = f"charge-off:{task.task_id}".encode()
        await self._adjustments.ask(
            wish, RequestKey(caller_id, uuid5(task.task_id, "charge-off"), body)
        )

    async def hand_back(
        self, customer_id: UUID, task_id: UUID, *, by: str, note: str, request: RequestKey
    ) -> CollectionTask:
        """Give a task back undone; its contact was not made.

        Raises CollectionTaskNotFound, CollectionTaskNotYours.
        """

        def decide(
            task: CollectionTask, _case: CollectionCase | None, awaited: Contact | None
        ) -> _Ended:
            back = hand_back_task(task, by, note, is_contact_awaited=awaited is not None)
            return back, ContactOutcome.NOT_MADE

        return await self._end(customer_id, task_id, decide, request)

    async def _end(
        self,
        customer_id: UUID,
        task_id: UUID,
        decide_task: Callable[[CollectionTask, CollectionCase | None, Contact | None], "_Ended"],
        request: RequestKey,
    ) -> CollectionTask:
        found = await self._found.task(customer_id, task_id)
        keys = _TaskKeys(found)
        named: list[Key[Any]] = [keys.task, keys.case, keys.debtor]
        contact_key = None
        if found.contact_id is not None:
            contact_key = Key(Contact, (customer_id, found.contact_id))
            named.append(contact_key)
        local_at = self._clock().astimezone(SHANGHAI)
        rules = self._policies.on(local_at.date()).contact_rules

        def decide(loaded: Loaded) -> Decision[CollectionTask]:
            task = loaded.find(keys.task)
            if task is None:
                raise CollectionTaskNotFound(kind="collection_task")
            contact = loaded.find(contact_key) if contact_key is not None else None
            if contact is not None and (
                contact.contact_id != task.contact_id
                or contact.outcome is not ContactOutcome.AWAITED
            ):
                contact = None  # Somebody recorded it with RecordContact, or took the task anew.
            decision, outcome = decide_task(task, loaded.find(keys.case), contact)
            if outcome is None or contact is None:
                return decision
            debtor = loaded.find(keys.debtor)
            recorded = record_contact(debtor, contact, outcome, local_at, rules)
            return Decision(decision.reply, (*decision.changes, *recorded.changes))

        return await self._execute(Command(request, tuple(named), decide, CollectionTask))


class _TasksMadeMeanwhile(Exception):
    """The case has tasks that were not read; nothing was decided."""

    def __init__(self, task_ids: set[UUID]) -> None:
        super().__init__()
        self.task_ids = task_ids


_Ended = tuple[Decision[CollectionTask], ContactOutcome | None]


class _TaskKeys:
    """What stands beside a task."""

    def __init__(self, task: CollectionTask) -> None:
        loan = (task.customer_id, task.loan_id)
        self.task = Key(CollectionTask, (task.customer_id, task.task_id))
        self.loan = Key(Loan, loan)
        self.standing = Key(LoanStanding, loan)
        self.case = Key(CollectionCase, loan)
        self.debtor = Key(DebtorContacts, (task.customer_id,))
