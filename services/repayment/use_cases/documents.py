"""Statements, explanations and documents of a customer's own loans."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from chassis.command import Delivery
from services.repayment.domain.collection import Repayment
from services.repayment.domain.documents.frame import Frame, Lender
from services.repayment.domain.documents.issued_document import (
    DocumentKind,
    DocumentStanding,
    IssuedDocument,
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
from services.repayment.domain.loan import Loan
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
from services.repayment.use_cases.issuing import File, Issuing, Told, Written
from services.repayment.use_cases.ports import Books

LOANS_AT_ONCE = 100


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


class DocumentUseCases:
    """What customers and staff ask to see on paper."""

    def __init__(
        self,
        *,
        issuing: Issuing,
        books: Books,
        policies: DocumentPolicies,
        words: Mapping[Language, Words],
    ) -> None:
        self._issuing = issuing
        self._books = books
        self._policies = policies
        self._words = words

    async def monthly_statement(self, customer_id: UUID, month: date) -> CustomerStatement:
        """A month over all loans of a customer. Raises MonthNotBegun."""
        return (await self._month_of(customer_id, month))[0]

    async def _month_of(
        self, customer_id: UUID, month: date
    ) -> tuple[CustomerStatement, tuple[Loan, ...]]:
        today = await self._books.business_date()
        period = month_period(month, today)
        loans = [loan for loan in await self._loans(customer_id) if loan.opened_on <= period.to_on]
        return customer_statement(reversed(loans), period), tuple(loans)

    async def monthly_statement_file(
        self, customer_id: UUID, month: date, language: Language
    ) -> File:
        """The statement of a month as a file; kept once the month is over."""
        made = await self.monthly_statement(customer_id, month)
        if not made.period.is_over:
            frame = await self._frame(made.period, language)
            return await self._issuing.made_anew(customer_paper(customer_id, made, frame))

        async def write() -> Written:
            made, loans = await self._month_of(customer_id, month)
            frame = await self._frame(made.period, language)
            paper = customer_paper(customer_id, made, frame)
            return Written(paper, DocumentKind.MONTHLY_STATEMENT, customer_id, frame, loans)

        return await self._issuing.kept(customer_id, write)

    async def loan_statement(
        self, customer_id: UUID, loan_id: UUID, month: date | None
    ) -> Statement:
        """One loan over a month or its life. Raises LoanNotFound, MonthNotBegun."""
        return (await self._statement_of(customer_id, loan_id, month))[0]

    async def _statement_of(
        self, customer_id: UUID, loan_id: UUID, month: date | None
    ) -> tuple[Statement, Loan]:
        today = await self._books.business_date()
        loan = await self._books.loan(customer_id, loan_id)
        period = month_period(month, today) if month else whole_life(loan, today)
        return loan_statement(loan, period), loan

    async def loan_statement_file(
        self, customer_id: UUID, loan_id: UUID, month: date | None, language: Language
    ) -> File:
        """The statement of a loan as a file; that of a month is kept once the month is over."""
        made = await self.loan_statement(customer_id, loan_id, month)
        if not made.period.is_over:
            frame = await self._frame(made.period, language)
            return await self._issuing.made_anew(loan_paper(customer_id, made, frame))

        async def write() -> Written:
            made, loan = await self._statement_of(customer_id, loan_id, month)
            frame = await self._frame(made.period, language)
            paper = loan_paper(customer_id, made, frame)
            return Written(paper, DocumentKind.LOAN_STATEMENT, loan_id, frame, (loan,))

        return await self._issuing.kept(customer_id, write)

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
        return await self._issuing.made_anew(schedule_paper(life, frame))

    async def disclosure_file(self, customer_id: UUID, loan_id: UUID, language: Language) -> File:
        """Price, terms and rights, as a file. Raises LoanNotFound."""
        today = await self._books.business_date()
        loan = await self._books.loan(customer_id, loan_id)
        frame = self._frame_on(today, language)
        days = self._policies.on(today).credit_dispute_answer_days
        return await self._issuing.made_anew(disclosure_paper(loan, frame, days))

    async def receipt(self, customer_id: UUID, repayment_id: UUID) -> Receipt:
        """Raises RepaymentNotFound, RepaymentNotPosted."""
        repayment, life, _ = await self._posted(customer_id, repayment_id)
        _, after = life.around[repayment_id]
        return Receipt(
            number=receipt_number(repayment, self._words[Language.ZH]),
            repayment=repayment,
            owed_after=all_owed(after, repayment.requested_on),
            lender=self._policies.on(life.on).lender,
        )

    async def receipt_file(self, customer_id: UUID, repayment_id: UUID, language: Language) -> File:
        """A receipt as a file, kept. Raises RepaymentNotFound, RepaymentNotPosted."""

        async def write() -> Written:
            repayment, life, loan = await self._posted(customer_id, repayment_id)
            frame = self._frame_on(life.on, language)
            paper = receipt_paper(life, repayment, frame)
            return Written(paper, DocumentKind.RECEIPT, repayment_id, frame, (loan,))

        return await self._issuing.kept(customer_id, write)

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

        async def write() -> Written:
            loan = await self._books.loan(customer_id, loan_id)
            frame = self._frame_on(await self._books.business_date(), language)
            paper = certificate_paper(loan, frame, await self._edition(loan, frame.words))
            kind = DocumentKind.SETTLEMENT_CERTIFICATE
            return Written(paper, kind, loan_id, frame, (loan,))

        return await self._issuing.kept(customer_id, write)

    async def actions(self, customer_id: UUID, loan_id: UUID) -> tuple[date, list[LoanAction]]:
        """What the customer can do with a loan now. Raises LoanNotFound."""
        today = await self._books.business_date()
        loan = await self._books.loan(customer_id, loan_id)
        return today, actions_of(loan, today)

    async def find(self, customer_id: UUID, number: str) -> IssuedDocument:
        """A document that was given out. Raises DocumentNotFound."""
        return await self._issuing.find(customer_id, number)

    async def reconsider(
        self, customer_id: UUID, loan_id: UUID, repayment_id: UUID, told: Told, delivery: Delivery
    ) -> None:
        """Mark what was given out and is not true any more, since a loan's past was corrected."""
        await self._issuing.reconsider(customer_id, loan_id, repayment_id, told, delivery)

    async def _edition(self, loan: Loan, words: Words) -> int:
        """Which certificate of this number is to be given: one more than were withdrawn."""
        edition = 1
        while True:
            number = certificate_number(loan, words, edition)
            try:
                found = await self._issuing.find(loan.customer_id, number)
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
        return await self._life_of(await self._books.loan(customer_id, loan_id))

    async def _life_of(self, loan: Loan) -> LoanLife:
        today = await self._books.business_date()
        life = life_of(loan, max(today, loan.opened_on))
        if life is None:
            raise LoanNotFound(kind="loan")
        return life

    async def _posted(
        self, customer_id: UUID, repayment_id: UUID
    ) -> tuple[Repayment, LoanLife, Loan]:
        repayment = await self._books.repayment(customer_id, repayment_id)
        check_receipt(repayment)
        loan = await self._books.loan(customer_id, repayment.loan_id)
        life = await self._life_of(loan)
        if repayment_id not in life.around:
            raise RepaymentNotFound(kind="repayment")
        return repayment, life, loan

    async def _frame(self, period: Period, language: Language) -> Frame:
        """A closed period is stated on the day after it; a running one today."""
        if period.is_over:
            return self._frame_on(period.to_on + timedelta(days=1), language)
        return self._frame_on(await self._books.business_date(), language)

    def _frame_on(self, day: date, language: Language) -> Frame:
        return Frame(self._policies.on(day).lender, self._words[language], day)
