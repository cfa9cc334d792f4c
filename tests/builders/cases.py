"""Cases for tests, and a support service that needs no server."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from chassis.command import RequestKey
from chassis.personal import Personal
from chassis.personal_data import BlindIndex, CustomerKeys
from chassis.ports import uuid7_at
from services.support.domain.case import (
    Case,
    CaseRef,
    CustomerKey,
    ExtensionAsked,
    Filing,
    file_complaint,
    give_feedback,
)
from services.support.domain.words import CaseCategory, CaseChannel
from services.support.personal_fields import PersonalFields
from services.support.policy_file import read_policy
from services.support.published_events import to_message
from services.support.repository import NO_DUE_DATE, TABLES
from services.support.use_cases import Form, SupportUseCases
from tests.fakes.executor import InMemoryExecutor, InMemoryStore

AT = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
CUSTOMER = UUID("0198b3c2-0000-7000-8000-00000000000a")
NEIGHBOUR = UUID("0198b3c2-0000-7000-8000-00000000000b")
CASE = UUID("0198b3c2-0000-7000-8123-456789abcdef")
POLICY = read_policy().on(TODAY)
TEXT = "利息算错了,请联系我13800000001"


def a_filing(**changes: Any) -> Filing:
    filing = Filing(
        customer_id=CUSTOMER,
        case_id=CASE,
        category=CaseCategory.PRICE,
        channel=CaseChannel.APP,
        filed_at=AT,
        received_on=TODAY,
        text_sealed=b"sealed text",
    )
    return replace(filing, **changes)


def a_complaint(**changes: Any) -> Case:
    return replace(file_complaint(a_filing(), POLICY), **changes)


def a_feedback(**changes: Any) -> Case:
    return replace(give_feedback(a_filing(rating=4), POLICY), **changes)


def an_extension(days: int = 15, **changes: Any) -> ExtensionAsked:
    asked = ExtensionAsked(
        days=days,
        reason_sealed=b"sealed reason",
        asked_by="li.na",
        approved_by="wang.wei",
        moved_at=AT,
    )
    return replace(asked, **changes)


def a_form(**changes: Any) -> Form:
    form = Form(
        customer_id=CUSTOMER,
        category=CaseCategory.PRICE,
        channel=CaseChannel.APP,
        text=Personal(TEXT),
    )
    return replace(form, **changes)


class InMemoryReads:
    """Answers from the in-memory store what the repository answers from the database."""

    def __init__(self, store: InMemoryStore) -> None:
        self._store = store
        self.hide_keys = 0
        """How many more times a customer's key is overlooked, as before a rival's commit."""

    async def find_case(self, customer_id: UUID, case_id: UUID) -> Case | None:
        return next((c for c in self._cases() if c.ref == CaseRef(customer_id, case_id)), None)

    async def find_case_by_number(self, customer_id: UUID, ticket_number: str) -> Case | None:
        found = [c for c in self._cases() if c.ticket_number == ticket_number]
        return next((c for c in found if c.customer_id == customer_id), None)

    async def cases(self, customer_id: UUID, *, before: UUID | None, limit: int) -> list[Case]:
        own = [c for c in self._cases() if c.customer_id == customer_id]
        older = [c for c in own if before is None or c.case_id < before]
        return sorted(older, key=lambda c: c.case_id, reverse=True)[:limit]

    async def open_cases(
        self, *, due_by: date | None, after: tuple[date, UUID] | None, limit: int
    ) -> list[Case]:
        waiting = [
            ((case.due_on or NO_DUE_DATE, case.case_id), case)
            for case in self._cases()
            if case.answered_at is None
            and (due_by is None or (case.due_on is not None and case.due_on <= due_by))
        ]
        waiting.sort(key=lambda pair: pair[0])
        return [case for place, case in waiting if after is None or place > after][:limit]

    async def find_key(self, customer_id: UUID) -> CustomerKey | None:
        if self.hide_keys:
            self.hide_keys -= 1
            return None
        return (await self.find_keys([customer_id])).get(customer_id)

    async def find_keys(self, customer_ids: Iterable[UUID]) -> dict[UUID, CustomerKey]:
        wanted = set(customer_ids)
        keys = self._store.all_of(CustomerKey)
        return {key.customer_id: key for key in keys if key.customer_id in wanted}

    def _cases(self) -> list[Case]:
        return self._store.all_of(Case)


def personal_fields(folder: Path) -> PersonalFields:
    """Sealing under keys made for this test."""
    keys, index = folder / "fields.key", folder / "index.key"
    keys.write_text("11" * 32 + "\n")
    index.write_text("22" * 32 + "\n")
    return PersonalFields(CustomerKeys(keys), BlindIndex(index))


@dataclass
class Desk:
    """The use cases of support over dictionaries, with a clock that tests move."""

    folder: Path
    now: datetime = AT
    store: InMemoryStore = field(default_factory=InMemoryStore)

    def __post_init__(self) -> None:
        counter = iter(range(1, 1_000_000))

        def clock() -> datetime:
            return self.now

        def new_id() -> UUID:
            return uuid7_at(int(self.now.timestamp() * 1000), next(counter))

        self.new_id = new_id
        self.reads = InMemoryReads(self.store)
        self.personal = personal_fields(self.folder)
        self.support = SupportUseCases(
            execute=InMemoryExecutor(
                self.store, tables=TABLES, announce=to_message, clock=clock, new_id=new_id
            ),
            reads=self.reads,
            personal=self.personal,
            policies=read_policy(),
            clock=clock,
            new_id=new_id,
        )

    def origin(self, body: str = "", request_id: UUID | None = None) -> RequestKey:
        body_hash = sha256(body.encode()).digest()
        return RequestKey(f"customer:{CUSTOMER}", request_id or self.new_id(), body_hash)

    @property
    def announced(self) -> list[str]:
        """The short names of all events so far, in order."""
        return [row.message_type.rpartition(".")[2] for row in self.store.outbox]
