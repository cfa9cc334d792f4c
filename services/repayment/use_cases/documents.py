"""Statements, explanations and documents of a customer's own loans."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from chassis.command import Command, Delivery, Execute, Key, Loaded
from chassis.decision import Decision
from services.repayment.domain.collection import Repayment
from services.repayment.domain.documents.frame import Frame, Lender
from services.repayment.domain.documents.issued_document import (
    DocumentKind,
    DocumentStanding,
    IssuedDocument,
    Restatement,
    hash_of,
    issue,
    reconsider,
)
from services.repayment.domain.documents.loan_papers import (
    certificate_number,
    certificate_paper,
    check_receipt,
    check_settled,
    disclosure_paper,
    receipt_number,
    receipt_paper,
    schedule_paper,
)
from services.repayment.domain.documents.paper import Paper
from services.repayment.domain.documents.policy import DocumentPolicies
from services.repayment.domain.documents.statement_paper import customer_paper, loan_paper
from services.repayment.domain.documents.words import Language, Words
from services.repayment.domain.errors import (
    DocumentNotFound,
    LoanNotFound,
    RepaymentNotFound,
)
from services.repayment.domain.explain import (
    Explanation,
    explain_accrued_interest,
    explain_instalment,
    explain_payoff,
    explain_repayment,
)
from services.repayment.domain.instalment import Owed
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.loan_life import LoanLife, all_owed, life_of
from services.repayment.domain.self_service import LoanAction, actions_of
from services.repayment.domain.statement import (
    CustomerStatement,
    Period,
    Statement,
    customer_statement,
    loan_statement,
    month_period,
    whole_life,
)
from services.repayment.use_cases.ports import Books

LOANS_AT_ONCE = 100

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


class Subject(StrEnum):
    """What is to be explained."""

    INSTALMENT = "INSTALMENT"
    ACCRUED_INTEREST = "ACCRUED_INTEREST"
    PAYOFF = "PAYOFF"
    REPAYMENT = "REPAYMENT"


@dataclass(frozen=True, slots=True)
class Question:
    """Which amount of which loan is to be explained."""

    customer_id: UUID
    loan_id: UUID
    subject: Subject
    instalment: int = 0
    repayment_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A document as a file."""

    name: str
    content: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """That money arrived, and what was owed after it."""

    number: str
    repayment: Repayment
    owed_after: Owed
    lender: Lender


@dataclass(frozen=True, slots=True)
class Certificate:
    """That nothing is owed on a loan any more."""

    number: str
    loan: Loan
    lender: Lender


@dataclass(frozen=True, slots=True)
class Told:
    """What is announced of a correction of a loan's past."""

    because: str
    from_on: date
    on: date


class DocumentUseCases:
    """What customers and staff ask to see on paper."""

    def __init__(
        self,
        *,
        execute: Execute,
        books: Books,
        documents: Documents,
        policies: DocumentPolicies,
        words: Mapping[Language, Words],
        draw: Draw,
    ) -> None:
        self._execute = execute
        self._books = books
        self._documents = documents
        self._policies = policies
        self._words = words
        self._draw = draw

    async def monthly_statement(self, customer_id: UUID, month: date) -> CustomerStatement:
        """A month over all loans of a customer. Raises MonthNotBegun."""
        today = await self._books.business_date()
        period = month_period(month, today)
        loans = [loan for loan in await self._loans(customer_id) if loan.opened_on <= period.to_on]
        return customer_statement(reversed(loans), period)

    async def monthly_statement_file(
        self, customer_id: UUID, month: date, language: Language
    ) -> File:
        """The statement of a month as a file; kept once the month is over."""
        made = await self.monthly_statement(customer_id, month)
        frame = await self._frame(made.period, language)
        paper = customer_paper(customer_id, made, frame)
        kind = DocumentKind.MONTHLY_STATEMENT if made.period.is_over else None
        return await self._file(paper, customer_id, customer_id, kind, frame)

    async def loan_statement(
        self, customer_id: UUID, loan_id: UUID, month: date | None
    ) -> Statement:
        """One loan over a month or its life. Raises LoanNotFound, MonthNotBegun."""
        today = await self._books.business_date()
        loan = await self._books.loan(customer_id, loan_id)
        return loan_statement(
            loan, month_period(month, today) if month else whole_life(loan, today)
        )

    async def loan_statement_file(
        self, customer_id: UUID, loan_id: UUID, month: date | None, language: Language
    ) -> File:
        """The statement of a loan as a file; that of a month is kept once the month is over."""
        made = await self.loan_statement(customer_id, loan_id, month)
        frame = await self._frame(made.period, language)
        kind = DocumentKind.LOAN_STATEMENT if made.period.is_over else None
        return await self._file(
            loan_paper(customer_id, made, frame), customer_id, loan_id, kind, frame
        )

    async def explain(self, question: Question) -> tuple[Loan, Explanation]:
        """Why an amount is what it is. Raises LoanNotFound, and what `explain_*` raise."""
        life = await self._life(question.customer_id, question.loan_id)
        match question.subject:
            case Subject.INSTALMENT:
                return life.loan, explain_instalment(life, question.instalment)
            case Subject.ACCRUED_INTEREST:
                return life.loan, explain_accrued_interest(life)
            case Subject.PAYOFF:
                return life.loan, explain_payoff(life)
            case Subject.REPAYMENT:
                return life.loan, await self._explain_repayment(life, question)

    async def _explain_repayment(self, life: LoanLife, question: Question) -> Explanation:
        if question.repayment_id is None:
            raise RepaymentNotFound(kind="repayment")
        repayment = await self._books.repayment(question.customer_id, question.repayment_id)
        return explain_repayment(life, repayment.repayment_id, repayment.requested_on)

    async def schedule_file(self, customer_id: UUID, loan_id: UUID, language: Language) -> File:
        """The plan as it stands today, as a file. Raises LoanNotFound."""
        life = await self._life(customer_id, loan_id)
        frame = self._frame_on(life.on, language)
        return await self._file(schedule_paper(life, frame), customer_id, loan_id, None, frame)

    async def disclosure_file(self, customer_id: UUID, loan_id: UUID, language: Language) -> File:
        """Price, terms and rights, as a file. Raises LoanNotFound."""
        today = await self._books.business_date()
        loan = await self._books.loan(customer_id, loan_id)
        frame = self._frame_on(today, language)
        days = self._policies.on(today).credit_dispute_answer_days
        paper = disclosure_paper(loan, frame, days)
        return await self._file(paper, customer_id, loan_id, None, frame)

    async def receipt(self, customer_id: UUID, repayment_id: UUID) -> Receipt:
        """Raises RepaymentNotFound, RepaymentNotPosted."""
        repayment, life = await self._posted(customer_id, repayment_id)
        _, after = life.around[repayment_id]
        return Receipt(
            number=receipt_number(repayment, self._words[Language.ZH]),
            repayment=repayment,
            owed_after=all_owed(after, repayment.requested_on),
            lender=self._policies.on(life.on).lender,
        )

    async def receipt_file(self, customer_id: UUID, repayment_id: UUID, language: Language) -> File:
        """A receipt as a file, kept. Raises RepaymentNotFound, RepaymentNotPosted."""
        repayment, life = await self._posted(customer_id, repayment_id)
        frame = self._frame_on(life.on, language)
        paper = receipt_paper(life, repayment, frame)
        return await self._file(paper, customer_id, repayment_id, DocumentKind.RECEIPT, frame)

    async def certificate(self, customer_id: UUID, loan_id: UUID) -> Certificate:
        """Raises LoanNotFound, LoanNotSettled."""
        loan = await self._books.loan(customer_id, loan_id)
        check_settled(loan)
        today = await self._books.business_date()
        words = self._words[Language.ZH]
        number = certificate_number(loan, words, await self._edition(loan, words))
        return Certificate(number, loan, self._policies.on(today).lender)

    async def certificate_file(self, customer_id: UUID, loan_id: UUID, language: Language) -> File:
        """The settlement certificate as a file, kept. Raises LoanNotFound, LoanNotSettled."""
        loan = await self._books.loan(customer_id, loan_id)
        frame = self._frame_on(await self._books.business_date(), language)
        paper = certificate_paper(loan, frame, await self._edition(loan, frame.words))
        kind = DocumentKind.SETTLEMENT_CERTIFICATE
        return await self._file(paper, customer_id, loan_id, kind, frame)

    async def actions(self, customer_id: UUID, loan_id: UUID) -> tuple[date, list[LoanAction]]:
        """What the customer can do with a loan now. Raises LoanNotFound."""
        today = await self._books.business_date()
        loan = await self._books.loan(customer_id, loan_id)
        return today, actions_of(loan, today)

    async def find(self, customer_id: UUID, number: str) -> IssuedDocument:
        """A document that was given out. Raises DocumentNotFound."""
        return await self._documents.document(customer_id, number)

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

    async def _edition(self, loan: Loan, words: Words) -> int:
        """Which certificate of this number is to be given: one more than were withdrawn."""
        edition = 1
        while True:
            number = certificate_number(loan, words, edition)
            try:
                found = await self._documents.document(loan.customer_id, number)
            except DocumentNotFound:
                return edition
            if found.standing is not DocumentStanding.WITHDRAWN:
                return edition
            edition += 1

    async def _loans(self, customer_id: UUID) -> list[Loan]:
        """All loans of a customer, the newest first."""
        found: list[Loan] = []
        older_than: UUID | None = None
        while page := await self._books.loans(customer_id, older_than, LOANS_AT_ONCE):
            found += page
            older_than = page[-1].loan_id
        return found

    async def _life(self, customer_id: UUID, loan_id: UUID) -> LoanLife:
        today = await self._books.business_date()
        loan = await self._books.loan(customer_id, loan_id)
        life = life_of(loan, max(today, loan.opened_on))
        if life is None:
            raise LoanNotFound(kind="loan")
        return life

    async def _posted(self, customer_id: UUID, repayment_id: UUID) -> tuple[Repayment, LoanLife]:
        repayment = await self._books.repayment(customer_id, repayment_id)
        check_receipt(repayment)
        life = await self._life(customer_id, repayment.loan_id)
        if repayment_id not in life.around:
            raise RepaymentNotFound(kind="repayment")
        return repayment, life

    async def _frame(self, period: Period, language: Language) -> Frame:
        """A closed period is stated on the day after it; a running one today."""
        if period.is_over:
            return self._frame_on(period.to_on + timedelta(days=1), language)
        return self._frame_on(await self._books.business_date(), language)

    def _frame_on(self, day: date, language: Language) -> Frame:
        return Frame(self._policies.on(day).lender, self._words[language], day)

    async def _file(
        self,
        paper: Paper,
        customer_id: UUID,
        subject_id: UUID,
        kind: DocumentKind | None,
        frame: Frame,
    ) -> File:
        """The paper drawn; one that does not change any more is kept, and given again as it was."""
        if kind is None:
            content = await asyncio.to_thread(self._draw, paper)
            return File(f"{paper.number}.pdf", content, hash_of(content))
        try:
            return _as_file(await self._documents.document(customer_id, paper.number))
        except DocumentNotFound:
            content = await asyncio.to_thread(self._draw, paper)
        made = IssuedDocument(
            customer_id=customer_id,
            number=paper.number,
            kind=kind,
            subject_id=subject_id,
            language=paper.language,
            issued_on=frame.made_on,
            words_version=frame.words.version,
            digest=paper.digest,
            content=content,
            sha256=hash_of(content),
        )
        key = Key(IssuedDocument, (customer_id, paper.number))
        await self._execute(
            Command(
                origin=Delivery("document", f"{customer_id}:{paper.number}"),
                keys=(key,),
                decide=lambda loaded: issue(loaded.find(key), made),
                reply_type=type(None),
            )
        )
        # Whoever asked at the same time may have been first.
        return _as_file(await self._documents.document(customer_id, paper.number))


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


def _as_file(document: IssuedDocument) -> File:
    return File(document.file_name, document.content, document.sha256)
