"""What support does: takes complaints and feedback, shows, answers and extends cases."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

import structlog

from chassis.call_context import subject_ref
from chassis.command import Command, Execute, Key, Loaded, RequestKey
from chassis.decision import Change, Decision
from chassis.errors import Conflict, NotFound
from chassis.personal import Personal
from chassis.ports import Clock, NewId, calendar_date
from services.support.domain.case import (
    NOT_RATED,
    Case,
    CaseRef,
    CustomerKey,
    ExtensionAsked,
    Filing,
    file_complaint,
    filing_event,
    give_feedback,
)
from services.support.domain.policy import PolicyRegistry
from services.support.domain.ticket_number import read_ticket_number
from services.support.domain.words import CaseCategory, CaseChannel, CaseKind
from services.support.personal_fields import PersonalFields

log = structlog.get_logger(__name__)


class Reads(Protocol):
    """Questions to the tables; the real one is `repository.Repository`."""

    async def find_case(self, customer_id: UUID, case_id: UUID) -> Case | None: ...

    async def find_case_by_number(self, customer_id: UUID, ticket_number: str) -> Case | None: ...

    async def cases(self, customer_id: UUID, *, before: UUID | None, limit: int) -> list[Case]: ...

    async def open_cases(
        self, *, due_by: date | None, after: tuple[date, UUID] | None, limit: int
    ) -> list[Case]: ...

    async def find_key(self, customer_id: UUID) -> CustomerKey | None: ...

    async def find_keys(self, customer_ids: Iterable[UUID]) -> dict[UUID, CustomerKey]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a customer hands in."""

    customer_id: UUID
    category: CaseCategory
    channel: CaseChannel
    text: Personal[str]
    contact: Personal[str] | None = None
    rating: int = NOT_RATED


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionForm:
    """What a member of staff hands in to move a due date."""

    days: int
    reason: Personal[str]
    asked_by: str
    approved_by: str


@dataclass(frozen=True, slots=True)
class ReadableCase:
    """A case with its texts opened."""

    case: Case
    text: Personal[str]
    answer: Personal[str] | None


class _KeyMadeMeanwhile(Conflict):
    """Another request of this customer made the data key first; send the same request again."""

    reason = "CONCURRENT_CHANGE"


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportUseCases:
    """Needs nothing but its own database: a complaint gets in while everything else is down."""

    execute: Execute
    reads: Reads
    personal: PersonalFields
    policies: PolicyRegistry
    clock: Clock
    new_id: NewId

    async def file(self, origin: RequestKey, kind: CaseKind, form: Form) -> ReadableCase:
        """File a complaint or feedback; neither is refused."""
        try:
            ref = await self._file(origin, kind, form)
        except _KeyMadeMeanwhile:
            ref = await self._file(origin, kind, form)
        return await self._case(ref)

    async def own_case(self, customer_id: UUID, ticket_number: str) -> ReadableCase:
        """The customer's case with this number; raises NotFound."""
        number = read_ticket_number(ticket_number)
        found = number and await self.reads.find_case_by_number(customer_id, number)
        if not found:
            raise NotFound(kind="case")
        return (await self._opened([found]))[0]

    async def own_cases(
        self, customer_id: UUID, *, before: UUID | None, limit: int
    ) -> list[ReadableCase]:
        """The customer's cases, the newest first."""
        return await self._opened(await self.reads.cases(customer_id, before=before, limit=limit))

    async def open_cases(
        self, reader: str, *, due_by: date | None, after: tuple[date, UUID] | None, limit: int
    ) -> list[ReadableCase]:
        """Everybody's unanswered cases, the nearest due date first; the reading is logged."""
        found = await self.reads.open_cases(due_by=due_by, after=after, limit=limit)
        customers = sorted({subject_ref(case.customer_id) for case in found})
        log.info("cases.read", reader=reader, customers=customers)
        return await self._opened(found)

    async def answer(
        self, origin: RequestKey, ref: CaseRef, text: Personal[str], answered_by: str
    ) -> ReadableCase:
        """Answer a case; an answer to a complaint closes with the customer's rights.

        Raises NotFound or CaseAlreadyAnswered.
        """
        case, key = await self._case_and_key(ref)
        now = self.clock()
        if case.kind is CaseKind.COMPLAINT:
            rights = self.policies.on(calendar_date(now)).complaint_rights
            text = Personal(f"{text.reveal()}\n\n{rights}")
        sealed = self.personal.seal(key, ref.case_id, "answer_sealed", text)
        case_key = _key_of(ref)

        def decide(loaded: Loaded) -> Decision[CaseRef]:
            return loaded.get(case_key).answer(sealed, answered_by, now)

        return await self._case(await self._carry_out(origin, (case_key,), decide))

    async def extend(self, origin: RequestKey, ref: CaseRef, form: ExtensionForm) -> ReadableCase:
        """Move the due date of a complaint.

        Raises NotFound, CaseAlreadyAnswered, CaseHasNoDueDate, ExtensionNeedsApprover or
        ExtensionTooLong.
        """
        case, key = await self._case_and_key(ref)
        asked = ExtensionAsked(
            days=form.days,
            reason_sealed=self.personal.seal(key, ref.case_id, "extensions", form.reason),
            asked_by=form.asked_by,
            approved_by=form.approved_by,
            moved_at=self.clock(),
        )
        policy = self.policies.on(case.received_on)
        case_key = _key_of(ref)

        def decide(loaded: Loaded) -> Decision[CaseRef]:
            return loaded.get(case_key).extend(asked, policy)

        return await self._case(await self._carry_out(origin, (case_key,), decide))

    async def _file(self, origin: RequestKey, kind: CaseKind, form: Form) -> CaseRef:
        held = await self.reads.find_key(form.customer_id)
        key = held or self.personal.new_key(form.customer_id)
        filing = self._filing(form, key)
        policy = self.policies.on(filing.received_on)
        born = file_complaint if kind is CaseKind.COMPLAINT else give_feedback
        key_of_customer = Key(CustomerKey, (form.customer_id,))

        def decide(loaded: Loaded) -> Decision[CaseRef]:
            # A text sealed under a key that is not the stored one could never be read again.
            if held is None and loaded.find(key_of_customer) is not None:
                raise _KeyMadeMeanwhile
            case = born(filing, policy)
            changes = (Change(case, (filing_event(case),)),)
            return Decision(case.ref, (*(() if held else (Change(key),)), *changes))

        return await self._carry_out(origin, () if held else (key_of_customer,), decide)

    def _filing(self, form: Form, key: CustomerKey) -> Filing:
        case_id, now = self.new_id(), self.clock()
        seal = self.personal.seal
        contact_sealed = None
        if form.contact is not None:
            contact_sealed = seal(key, case_id, "contact_sealed", form.contact)
        return Filing(
            customer_id=form.customer_id,
            case_id=case_id,
            category=form.category,
            channel=form.channel,
            filed_at=now,
            received_on=calendar_date(now),
            text_sealed=seal(key, case_id, "text_sealed", form.text),
            contact_sealed=contact_sealed,
            rating=form.rating,
        )

    async def _carry_out(
        self, origin: RequestKey, keys: tuple[Key[Any], ...], decide: Any
    ) -> CaseRef:
        private = self.personal.private_key_of(origin)
        return await self.execute(Command(private, keys, decide, CaseRef))

    async def _case_and_key(self, ref: CaseRef) -> tuple[Case, CustomerKey]:
        case = await self.reads.find_case(ref.customer_id, ref.case_id)
        key = await self.reads.find_key(ref.customer_id)
        if case is None or key is None:
            raise NotFound(kind="case")
        return case, key

    async def _case(self, ref: CaseRef) -> ReadableCase:
        case, key = await self._case_and_key(ref)
        return self._open(case, key)

    async def _opened(self, cases: Sequence[Case]) -> list[ReadableCase]:
        keys = await self.reads.find_keys(case.customer_id for case in cases)
        return [self._open(case, keys[case.customer_id]) for case in cases]

    def _open(self, case: Case, key: CustomerKey) -> ReadableCase:
        text = self.personal.open(key, case.case_id, "text_sealed", case.text_sealed)
        answer = None
        if case.answer_sealed is not None:
            answer = self.personal.open(key, case.case_id, "answer_sealed", case.answer_sealed)
        return ReadableCase(case, text, answer)


def _key_of(ref: CaseRef) -> Key[Case]:
    return Key(Case, (ref.customer_id, ref.case_id))
