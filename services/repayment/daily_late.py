"""Daily steps about late loans beside their standing: promises, reminders, tasks of collectors."""

from uuid import UUID

from services.repayment.contact_repository import ContactRepository
from services.repayment.domain.business_day import BusinessDay
from services.repayment.reminder_repository import ReminderRepository
from services.repayment.task_repository import TaskRepository
from services.repayment.use_cases.collection_contacts import Promises
from services.repayment.use_cases.collection_work import CollectionWork
from services.repayment.use_cases.reminders import Reminders

AT_ONCE = 500
"""Customers or promises whose commands are in the executor's queue together."""
FIRST = UUID(int=0)


class PromisesStep:
    """Promises whose day has passed are kept or broken."""

    name = "promises"

    def __init__(self, contacts: ContactRepository, promises: Promises) -> None:
        self._contacts = contacts
        self._promises = promises

    async def __call__(self, day: BusinessDay) -> int:
        on, after, ended = day.business_date, (FIRST, FIRST), 0
        while found := await self._contacts.promises_to_judge(on, after, AT_ONCE):
            ended += await self._promises.judge_all(found, on)
            after = (found[-1].customer_id, found[-1].promise_id)
        return ended


class RemindStep:
    """Customers are told what falls due and what is late; the same day again tells nobody."""

    name = "remind"

    def __init__(self, found: ReminderRepository, reminders: Reminders) -> None:
        self._found = found
        self._reminders = reminders

    async def __call__(self, day: BusinessDay) -> int:
        on, after, told = day.business_date, FIRST, 0
        dates = self._reminders.dates_looked_at(on)
        while customers := await self._found.customers(*dates, after, AT_ONCE):
            told += await self._reminders.remind_all(customers, on)
            after = customers[-1]
        return told


class CollectStep:
    """Collectors get their tasks; the same day again makes none."""

    name = "collect"

    def __init__(self, found: TaskRepository, work: CollectionWork) -> None:
        self._found = found
        self._work = work

    async def __call__(self, day: BusinessDay) -> int:
        on, after, made = day.business_date, (FIRST, FIRST), 0
        while loans := await self._found.changing_loans(on, after, AT_ONCE):
            made += await self._work.review_all(loans, on)
            after = loans[-1]
        return made
