"""Reminding customers: one message per customer, day and kind, each instalment once."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from chassis.command import Command, Delivery, Execute, Key, Loaded
from chassis.decision import Decision
from chassis.ports import SHANGHAI, Clock, NewId
from services.repayment.domain.late.contact import DebtorContacts
from services.repayment.domain.late.early_warning import EarlyWarning, WarningSignal, note_signal
from services.repayment.domain.late.policy import LatePolicies
from services.repayment.domain.late.promise import PaymentPromise
from services.repayment.domain.late.reminder import DebtorToday, ReminderKind, remind_customer
from services.repayment.domain.loan import Loan
from services.repayment.reminder_repository import ReminderRepository
from services.repayment.use_cases.ports import Books


class Reminders:
    """Tells customers what falls due and what is late."""

    def __init__(
        self,
        *,
        execute: Execute,
        found: ReminderRepository,
        policies: LatePolicies,
        clock: Clock,
        new_id: NewId,
    ) -> None:
        self._execute = execute
        self._found = found
        self._policies = policies
        self._clock = clock
        self._new_id = new_id

    def dates_looked_at(self, on: date) -> tuple[list[date], list[date]]:
        """The due dates, and the first late dates, of instalments to remind of on a date."""
        rules = self._policies.on(on).reminders
        due = [on + timedelta(days=days) for days in rules.days_before]
        late = [on - timedelta(days=days - 1) for days in rules.days_overdue]
        return due, late

    async def remind_all(self, customers: Sequence[UUID], on: date) -> int:
        """Replies how many messages; the same date again sends none."""
        loans = await self._found.loans_of(customers)
        known = await self._found.reminded(customers, on)
        governed = await self._found.governed(customers, on)
        counts = await asyncio.gather(
            *(
                self._remind(customer, loans[customer], known, on, governed.get(customer))
                for customer in customers
            )
        )
        return sum(counts)

    async def _remind(
        self,
        customer_id: UUID,
        loan_ids: Sequence[UUID],
        told: Collection[str],
        on: date,
        promises: Sequence[UUID] | None,
    ) -> int:
        """`promises` is None for a customer of whom the governor knows nothing."""
        policy = self._policies.on(on)
        local_now = self._clock().astimezone(SHANGHAI)
        notices = {kind: self._new_id() for kind in ReminderKind}
        loan_keys = [Key(Loan, (customer_id, loan_id)) for loan_id in loan_ids]
        debtor_key = Key(DebtorContacts, (customer_id,))
        promise_keys = [Key(PaymentPromise, (customer_id, one)) for one in promises or ()]
        governor_keys: tuple[Key[Any], ...] = (
            () if promises is None else (debtor_key, *promise_keys)
        )

        def decide(loaded: Loaded) -> Decision[int]:
            known = [loaded.get(key) for key in loan_keys]
            made = [loaded.get(key) for key in promise_keys]
            debtor = DebtorToday(
                None if promises is None else loaded.find(debtor_key),
                {promise.loan_id for promise in made if promise.stands_on(on)},
                policy.contact_rules,
            )
            return remind_customer(known, told, on, policy.reminders, notices, local_now, debtor)

        # One delivery per customer and date: what was told is told once, whoever asks again.
        count = await self._execute(
            Command(
                Delivery("daily:remind", f"{on}:{customer_id}"),
                (*loan_keys, *governor_keys),
                decide,
                int,
            )
        )
        return count or 0


class EarlyWarnings:
    """Counts signals of loans that may not be paid (MN-04)."""

    def __init__(self, *, execute: Execute, books: Books, policies: LatePolicies) -> None:
        self._execute = execute
        self._books = books
        self._policies = policies

    async def note(
        self, customer_id: UUID, loan_id: UUID, signal: WarningSignal, delivery: Delivery
    ) -> int:
        """Count a signal of one loan once; replies its score."""
        today = await self._books.business_date()
        rules = self._policies.on(today).early_warning
        key = Key(EarlyWarning, (customer_id, loan_id))
        score = await self._execute(
            Command(
                Delivery(delivery.consumer, f"{delivery.message_id}:{signal}:{loan_id}"),
                (key,),
                lambda loaded: note_signal(
                    loaded.find(key), customer_id, loan_id, signal, today, rules
                ),
                int,
            )
        )
        return score or 0

    async def note_for_all(
        self, customer_id: UUID, signal: WarningSignal, delivery: Delivery
    ) -> None:
        """Count a signal about the customer for every loan they owe."""
        for loan in await self._books.loans(customer_id, None, 100):
            if loan.settled_on is None:
                await self.note(customer_id, loan.loan_id, signal, delivery)
