"""Giving documents out: kept once under their number, ordered with every correction of their loans.

A document is written from loans as they were read. It is kept only if they are still the same when
it is, so a correction comes either before it, and it is written anew, or after it, and marks it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from chassis.command import Command, Delivery, Execute, Key, Loaded
from chassis.decision import Decision
from chassis.paper import Paper
from services.repayment.domain.documents.frame import Frame
from services.repayment.domain.documents.issued_document import (
    DocumentKind,
    DocumentStanding,
    IssuedDocument,
    Restatement,
    hash_of,
    issue,
    reconsider,
    standing_of_new,
)
from services.repayment.domain.errors import DocumentNotFound, LoanChangedMeanwhile
from services.repayment.domain.loan import Loan, LoanStatus

MOST_TRIES = 5
"""How often a document is written anew because its loans changed meanwhile."""

Draw = Callable[[Paper], bytes]
"""Draws a paper as a file."""


class Documents(Protocol):
    """Reads documents that were given out."""

    async def document(self, customer_id: UUID, number: str) -> IssuedDocument:
        """Raises DocumentNotFound."""

    async def numbers_about(
        self, customer_id: UUID, loan_id: UUID, repayment_id: UUID
    ) -> list[str]:
        """The numbers of what was given out about a loan, one repayment, or the whole customer."""


@dataclass(frozen=True, slots=True)
class File:
    """A document as a file."""

    name: str
    content: bytes
    sha256: str
    standing: DocumentStanding | None = None
    """Whether a kept document still says what is true; None of one that is made anew each time."""
    standing_since: date | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A paper that is to be kept, and the loans it was written from."""

    paper: Paper
    kind: DocumentKind
    subject_id: UUID
    frame: Frame
    loans: tuple[Loan, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What is announced of a correction of a loan's past."""

    because: str
    from_on: date
    on: date


class Issuing:
    """Keeps what is given out, and marks what is not true any more."""

    def __init__(self, *, execute: Execute, documents: Documents, draw: Draw) -> None:
        self._execute = execute
        self._documents = documents
        self._draw = draw

    async def made_anew(self, paper: Paper) -> File:
        """A file that is not kept."""
        content = await asyncio.to_thread(self._draw, paper)
        return File(f"{paper.number}.pdf", content, hash_of(content))

    async def kept(self, customer_id: UUID, write: Callable[[], Awaitable[Written]]) -> File:
        """The file of what `write` writes, the same each time.

        Raises what `write` raises, and LoanChangedMeanwhile when its loans do not rest.
        """
        for _ in range(MOST_TRIES):
            written = await write()
            number = written.paper.number
            try:
                return as_file(await self._documents.document(customer_id, number))
            except DocumentNotFound:
                content = await asyncio.to_thread(self._draw, written.paper)
            try:
                await self._keep(customer_id, written, content)
            except LoanChangedMeanwhile:
                continue
            # Whoever asked at the same time may have been first.
            return as_file(await self._documents.document(customer_id, number))
        raise LoanChangedMeanwhile

    async def find(self, customer_id: UUID, number: str) -> IssuedDocument:
        """A document that was given out. Raises DocumentNotFound."""
        return await self._documents.document(customer_id, number)

    async def _keep(self, customer_id: UUID, written: Written, content: bytes) -> None:
        paper = written.paper
        issued_on = written.frame.made_on
        standing, since, because = standing_of_new(written.kind, written.loans, issued_on)
        made = IssuedDocument(
            customer_id=customer_id,
            number=paper.number,
            kind=written.kind,
            subject_id=written.subject_id,
            language=paper.language,
            issued_on=issued_on,
            words_version=written.frame.words.version,
            digest=paper.digest,
            content=content,
            sha256=hash_of(content),
            standing=standing,
            standing_since=since,
            standing_because=because,
        )
        key = Key(IssuedDocument, (customer_id, paper.number))
        drawn_from = {
            Key(Loan, (loan.customer_id, loan.loan_id)): loan.version for loan in written.loans
        }

        def decide(loaded: Loaded) -> Decision[None]:
            if any(loaded.get(loan).version != version for loan, version in drawn_from.items()):
                raise LoanChangedMeanwhile
            return issue(loaded.find(key), made)

        keys: tuple[Key[Any], ...] = (*drawn_from, key)
        origin = Delivery("document", f"{customer_id}:{paper.number}")
        await self._execute(Command(origin=origin, keys=keys, decide=decide, reply_type=type(None)))

    async def reconsider(
        self, customer_id: UUID, loan_id: UUID, repayment_id: UUID, told: Told, delivery: Delivery
    ) -> None:
        """Mark what was given out and is not true any more, since a loan's past was corrected."""
        for number in await self._documents.numbers_about(customer_id, loan_id, repayment_id):
            key = Key(IssuedDocument, (customer_id, number))
            loan_key = Key(Loan, (customer_id, loan_id))
            await self._execute(
                Command(
                    origin=Delivery(delivery.consumer, f"{delivery.message_id}:{number}"),
                    keys=(key, loan_key),
                    decide=_reconsidering(key, loan_key, repayment_id, told),
                    reply_type=DocumentStanding,
                )
            )


def _reconsidering(
    key: Key[IssuedDocument], loan_key: Key[Loan], repayment_id: UUID, told: Told
) -> Callable[[Loaded], Decision[DocumentStanding]]:
    def decide(loaded: Loaded) -> Decision[DocumentStanding]:
        loan = loaded.get(loan_key)
        restated = Restatement(
            loan_id=loan.loan_id,
            repayment_id=repayment_id,
            from_on=told.from_on,
            because=told.because,
            on=told.on,
            is_settled=loan.status is LoanStatus.SETTLED,
            is_taken_back=any(
                entry.entry_id == repayment_id and not entry.is_standing for entry in loan.history
            ),
        )
        return reconsider(loaded.get(key), restated)

    return decide


def as_file(document: IssuedDocument) -> File:
    """A kept document as a file."""
    return File(
        document.file_name,
        document.content,
        document.sha256,
        document.standing,
        document.standing_since,
    )
