"""Collecting as the law allows: contacts and promises."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from chassis.command import Command, Delivery, Execute, Key, Loaded, RequestKey
from chassis.decision import Decision
from chassis.ports import SHANGHAI, Clock, NewId
from services.repayment.contact_repository import ContactRepository
from services.repayment.domain.errors import LoanNotFound
from services.repayment.domain.late.contact import (
    Contact,
    ContactChannel,
    ContactOutcome,
    ContactParty,
    ContactWish,
    DebtorContacts,
    ask_to_contact,
    hold_contacts,
    prefer_contacts,
    record_contact,
    release_contacts,
)
from services.repayment.domain.late.days import loan_days_late
from services.repayment.domain.late.errors import ContactNotFound, ContactRefused
from services.repayment.domain.late.policy import LatePolicies
from services.repayment.domain.late.promise import PaymentPromise, judge_promise, make_promise
from services.repayment.domain.late.standing import LoanStanding
from services.repayment.domain.loan import Loan
from services.repayment.use_cases.ports import Books


@dataclass(frozen=True, slots=True)
class ContactAsked:
    """What somebody wants to do to reach a debtor."""

    customer_id: UUID
    loan_id: UUID
    channel: ContactChannel
    party: ContactParty
    party_id: UUID | None
    discloses_debt: bool
    asked_by: str


class CollectionContacts:
    """Decides about contacts and keeps their log."""

    def __init__(
        self,
        *,
        execute: Execute,
        books: Books,
        contacts: ContactRepository,
        policies: LatePolicies,
        clock: Clock,
        new_id: NewId,
    ) -> None:
        self._execute = execute
        self._books = books
        self._contacts = contacts
        self._policies = policies
        self._clock = clock
        self._new_id = new_id

    async def ask(self, wish: ContactAsked, request: RequestKey) -> Contact:
        """Allow a contact, or log the refusal and raise ContactRefused. Raises LoanNotFound."""
        today = await self._books.business_date()
        local_at = self._clock().astimezone(SHANGHAI)
        rules = self._policies.on(local_at.date()).contact_rules
        asked = ContactWish(
            contact_id=self._new_id(),
            loan_id=wish.loan_id,
            channel=wish.channel,
            party=wish.party,
            party_id=wish.party_id,
            discloses_debt=wish.discloses_debt,
            local_at=local_at,
            asked_by=wish.asked_by,
        )
        debtor_key = Key(DebtorContacts, (wish.customer_id,))
        loan_key = Key(Loan, (wish.customer_id, wish.loan_id))
        standing_key = Key(LoanStanding, (wish.customer_id, wish.loan_id))
        promises = await self._contacts.promises_standing(wish.customer_id, wish.loan_id, today)
        promise_keys = [Key(PaymentPromise, (p.customer_id, p.promise_id)) for p in promises]

        def decide(loaded: Loaded) -> Decision[Contact]:
            loan, standing = loaded.find(loan_key), loaded.find(standing_key)
            if loan is None:
                raise LoanNotFound(kind="loan")
            pauses = standing.pauses if standing is not None else ()
            return ask_to_contact(
                loaded.find(debtor_key),
                wish.customer_id,
                asked,
                rules,
                is_overdue=loan_days_late(loan, today, pauses) > 0,
                has_promised=any(loaded.get(key).stands_on(today) for key in promise_keys),
            )

        contact = await self._execute(
            Command(request, (loan_key, standing_key, debtor_key, *promise_keys), decide, Contact)
        )
        if contact.outcome is ContactOutcome.REFUSED:
            # The refusal is committed: what was asked and why it was not allowed stays in the log.
            raise ContactRefused(why=contact.refusal, contact_id=contact.contact_id)
        return contact

    async def record(
        self, customer_id: UUID, contact_id: UUID, outcome: ContactOutcome, request: RequestKey
    ) -> Contact:
        """Keep what came of a contact. Raises ContactNotFound, ContactOutcomeKnown."""
        local_at = self._clock().astimezone(SHANGHAI)
        rules = self._policies.on(local_at.date()).contact_rules
        debtor_key = Key(DebtorContacts, (customer_id,))
        contact_key = Key(Contact, (customer_id, contact_id))

        def decide(loaded: Loaded) -> Decision[Contact]:
            contact = loaded.find(contact_key)
            if contact is None:
                raise ContactNotFound(kind="contact")
            return record_contact(loaded.find(debtor_key), contact, outcome, local_at, rules)

        return await self._execute(Command(request, (debtor_key, contact_key), decide, Contact))

    async def prefer(
        self,
        customer_id: UUID,
        *,
        agreed_from: time | None,
        agreed_until: time | None,
        refused_channels: tuple[ContactChannel, ...],
        request: RequestKey,
    ) -> DebtorContacts:
        """Keep a customer's hours and channels. Raises ContactHoursImpossible."""
        key = Key(DebtorContacts, (customer_id,))
        return await self._execute(
            Command(
                request,
                (key,),
                lambda loaded: prefer_contacts(
                    loaded.find(key),
                    customer_id,
                    agreed_from=agreed_from,
                    agreed_until=agreed_until,
                    refused_channels=refused_channels,
                ),
                DebtorContacts,
            )
        )

    async def hold(self, customer_id: UUID, case_id: UUID, until: date, delivery: Delivery) -> None:
        """Contact nobody until a complaint is answered, at most until a day."""
        key = Key(DebtorContacts, (customer_id,))
        await self._execute(
            Command(
                delivery,
                (key,),
                lambda loaded: hold_contacts(loaded.find(key), customer_id, case_id, until),
                DebtorContacts,
            )
        )

    async def release(self, customer_id: UUID, case_id: UUID, delivery: Delivery) -> None:
        """A complaint is answered."""
        key = Key(DebtorContacts, (customer_id,))
        await self._execute(
            Command(
                delivery,
                (key,),
                lambda loaded: release_contacts(loaded.find(key), customer_id, case_id),
                DebtorContacts,
            )
        )

    async def preferences(self, customer_id: UUID) -> DebtorContacts:
        """The hours and channels a customer wished."""
        return await self._contacts.debtor(customer_id)

    async def log(self, customer_id: UUID, older_than: UUID | None, limit: int) -> list[Contact]:
        """The contacts with a debtor and the refused ones, the newest first."""
        return await self._contacts.contacts(customer_id, older_than, limit)


class Promises:
    """Notes promises to pay and judges them."""

    def __init__(
        self,
        *,
        execute: Execute,
        books: Books,
        contacts: ContactRepository,
        policies: LatePolicies,
        new_id: NewId,
    ) -> None:
        self._execute = execute
        self._books = books
        self._contacts = contacts
        self._policies = policies
        self._new_id = new_id

    async def make(
        self,
        customer_id: UUID,
        loan_id: UUID,
        amount_minor: int,
        pay_by: date,
        request: RequestKey,
    ) -> PaymentPromise:
        """Note a promise. Raises LoanNotFound, LoanSettledAlready, PromiseImpossible."""
        today = await self._books.business_date()
        longest = self._policies.on(today).promise_longest_days
        promise_id = self._new_id()
        return await self._execute(
            Command(
                request,
                (Key(Loan, (customer_id, loan_id)),),
                _of_loan(
                    customer_id,
                    loan_id,
                    lambda loan: make_promise(
                        loan, promise_id, amount_minor, pay_by, today, longest
                    ),
                ),
                PaymentPromise,
            )
        )

    async def of_loan(self, customer_id: UUID, loan_id: UUID) -> list[PaymentPromise]:
        """All promises for a loan, the oldest first."""
        return await self._contacts.promises_of_loan(customer_id, loan_id)

    async def judge_of_loan(self, customer_id: UUID, loan_id: UUID, delivery: Delivery) -> None:
        """Look at a loan's promises after a payment."""
        today = await self._books.business_date()
        for promise in await self._contacts.promises_of_loan(customer_id, loan_id):
            await self._judge(promise, today, delivery.message_id)

    async def judge_all(self, promises: list[PaymentPromise], on: date) -> int:
        """The nightly look; replies how many ended."""
        ended = await asyncio.gather(*(self._judge(p, on, f"{on}") for p in promises))
        return sum(ended)

    async def _judge(self, promise: PaymentPromise, today: date, cause: str) -> bool:
        paid = await self._contacts.paid_between(
            promise.customer_id, promise.loan_id, promise.made_on, promise.pay_by
        )
        key = Key(PaymentPromise, (promise.customer_id, promise.promise_id))
        loan_key = Key(Loan, (promise.customer_id, promise.loan_id))
        judged = await self._execute(
            Command(
                Delivery("promise:judged", f"{cause}:{promise.promise_id}"),
                (loan_key, key),
                lambda loaded: judge_promise(
                    loaded.get(key),
                    paid,
                    today,
                    is_collecting=loaded.get(loan_key).live_repayment_id is not None,
                ),
                PaymentPromise,
            )
        )
        return judged is not None and judged.status is not promise.status


def _of_loan(
    customer_id: UUID, loan_id: UUID, decide: Callable[[Loan], Decision[PaymentPromise]]
) -> Callable[[Loaded], Decision[PaymentPromise]]:
    def decide_loaded(loaded: Loaded) -> Decision[PaymentPromise]:
        loan = loaded.find(Key(Loan, (customer_id, loan_id)))
        if loan is None:
            raise LoanNotFound(kind="loan")
        return decide(loan)

    return decide_loaded
