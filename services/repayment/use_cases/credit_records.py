"""What the credit bureau is told: notices beforehand, the monthly report, disputes."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from chassis.command import Command, Delivery, Execute, Key, RequestKey
from chassis.ports import Clock, NewId
from services.repayment.document_repository import CreditReport, DocumentRepository, ReportLine
from services.repayment.domain.credit_record import (
    CreditClaim,
    CreditDispute,
    CreditRecord,
    MonthCode,
    OpenDispute,
    ToldMonth,
    answer_dispute,
    codes_of,
    first_of,
    give_notice,
    last_day,
    open_dispute,
    told_months,
)
from services.repayment.domain.documents.policy import DocumentPolicies
from services.repayment.domain.errors import (
    CreditMonthNotOver,
    CreditReportNotFound,
    DisputeNotFound,
    LoanNotFound,
)
from services.repayment.domain.loan import Loan
from services.repayment.domain.loan_life import life_of
from services.repayment.use_cases.ports import Books

LOANS_AT_ONCE = 200
LINES_A_PAGE = 5_000
FIRST = UUID(int=0)
HEADING = (
    "month",
    "customer_id",
    "loan_id",
    "codes",
    "outstanding_principal_minor",
    "overdue_minor",
    "is_disputed",
    "is_withheld",
)


@dataclass(frozen=True, slots=True)
class ShownRecord:
    """The record of a loan as it may be told on the business date."""

    loan_id: UUID
    told: tuple[ToldMonth, ...]
    record: CreditRecord | None

    @property
    def codes(self) -> str:
        return codes_of(self.told)


@dataclass(frozen=True, slots=True)
class Answer:
    """How a member of staff answers a dispute."""

    customer_id: UUID
    dispute_id: UUID
    corrected_to: MonthCode | None
    reasons: str
    answered_by: str


class CreditRecordUseCases:
    """What customers, staff and events do with credit records."""

    def __init__(
        self,
        *,
        execute: Execute,
        books: Books,
        store: DocumentRepository,
        policies: DocumentPolicies,
        clock: Clock,
        new_id: NewId,
    ) -> None:
        self._execute = execute
        self._books = books
        self._store = store
        self._policies = policies
        self._clock = clock
        self._new_id = new_id

    async def give_notice(self, customer_id: UUID, loan_id: UUID, delivery: Delivery) -> None:
        """Tell a customer of arrears before they are reported, once."""
        today = await self._books.business_date()
        rules = self._policies.on(today).credit_rules
        loan_key = Key(Loan, (customer_id, loan_id))
        record_key = Key(CreditRecord, (customer_id, loan_id))
        await self._execute(
            Command(
                origin=delivery,
                keys=(loan_key, record_key),
                decide=lambda loaded: give_notice(
                    loaded.get(loan_key), loaded.find(record_key), today, rules
                ),
                reply_type=type(None),
            )
        )

    async def records(self, customer_id: UUID) -> list[ShownRecord]:
        """The record of each of a customer's loans, the newest loan first."""
        today = await self._books.business_date()
        shown: list[ShownRecord] = []
        older_than: UUID | None = None
        while loans := await self._books.loans(customer_id, older_than, LOANS_AT_ONCE):
            shown += await self._shown(loans, _last_month_before(today), today)
            older_than = loans[-1].loan_id
        return shown

    async def dispute(
        self,
        customer_id: UUID,
        loan_id: UUID,
        month: date,
        claim: CreditClaim,
        request: RequestKey,
    ) -> CreditDispute:
        """Open a dispute. Raises LoanNotFound, and what `open_dispute` raises."""
        today = await self._books.business_date()
        rules = self._policies.on(today).credit_rules
        loan_key = Key(Loan, (customer_id, loan_id))
        record_key = Key(CreditRecord, (customer_id, loan_id))
        command = OpenDispute(self._new_id(), month, claim, today)

        def found(loan: Loan | None) -> Loan:
            if loan is None:
                raise LoanNotFound(kind="loan")
            return loan

        return await self._execute(
            Command(
                origin=request,
                keys=(loan_key, record_key),
                decide=lambda loaded: open_dispute(
                    found(loaded.find(loan_key)), loaded.find(record_key), command, rules
                ),
                reply_type=CreditDispute,
            )
        )

    async def get_dispute(self, customer_id: UUID, dispute_id: UUID) -> CreditDispute:
        """Raises DisputeNotFound."""
        return await self._store.dispute(customer_id, dispute_id)

    async def open_disputes(self, *, overdue_only: bool, limit: int) -> list[CreditDispute]:
        """Disputes that wait for an answer; only those whose last day is over, when asked."""
        today = await self._books.business_date() if overdue_only else None
        return await self._store.open_disputes(today, limit)

    async def answer(self, answer: Answer, request: RequestKey) -> CreditDispute:
        """Answer a dispute. Raises DisputeNotFound, DisputeAnswered."""
        today = await self._books.business_date()
        asked = await self._store.dispute(answer.customer_id, answer.dispute_id)
        key = Key(CreditDispute, (answer.customer_id, answer.dispute_id))
        record_key = Key(CreditRecord, (answer.customer_id, asked.loan_id))

        def found(dispute: CreditDispute | None) -> CreditDispute:
            if dispute is None:
                raise DisputeNotFound(kind="dispute")
            return dispute

        return await self._execute(
            Command(
                origin=request,
                keys=(key, record_key),
                decide=lambda loaded: answer_dispute(
                    found(loaded.find(key)),
                    loaded.get(record_key),
                    corrected_to=answer.corrected_to,
                    reasons=answer.reasons,
                    answered_by=answer.answered_by,
                    on=today,
                ),
                reply_type=CreditDispute,
            )
        )

    async def make_report(self, month: date) -> CreditReport:
        """Write a month's lines, each once, and what they come to; goes on where it stopped.

        Raises CreditMonthNotOver.
        """
        today = await self._books.business_date()
        if last_day(month) >= today:
            raise CreditMonthNotOver(open=today)
        made = await self._store.report(month)
        if made is not None:
            return made
        after = await self._store.last_reported(month) or (FIRST, FIRST)
        while loans := await self._store.loans_to_report(
            month, last_day(month), after, LOANS_AT_ONCE
        ):
            await self._store.write_lines(
                month, [await self._line(*loan, month, today) for loan in loans]
            )
            after = loans[-1]
        await self._store.write_report(await self._sum(month, today), self._clock())
        report = await self._store.report(month)
        assert report is not None
        return report

    async def export(self, month: date, after: UUID | None) -> tuple[bytes, UUID | None]:
        """A page of a report as CSV, and the customer it ended with; None after the last page.

        Raises CreditReportNotFound.
        """
        if await self._store.report(month) is None:
            raise CreditReportNotFound(kind="credit_report")
        last_loan = UUID(int=2**128 - 1)
        begin = (after, last_loan) if after else (FIRST, FIRST)
        lines = await self._store.lines(month, begin, LINES_A_PAGE)
        if len(lines) == LINES_A_PAGE:
            # A customer's loans stay on one page.
            lines = [one for one in lines if one.customer_id != lines[-1].customer_id] or lines
            return _csv(month, lines, heading=after is None), lines[-1].customer_id
        return _csv(month, lines, heading=after is None), None

    async def _shown(self, loans: Sequence[Loan], month: date, on: date) -> list[ShownRecord]:
        rules = self._policies.on(on).credit_rules
        customer_id = loans[0].customer_id
        known = await self._store.records(customer_id, [loan.loan_id for loan in loans])
        records = {record.loan_id: record for record in known}
        return [
            ShownRecord(
                loan.loan_id,
                told_months(loan, records.get(loan.loan_id), month, on, rules),
                records.get(loan.loan_id),
            )
            for loan in loans
        ]

    async def _line(self, customer_id: UUID, loan_id: UUID, month: date, on: date) -> ReportLine:
        loan = await self._books.loan(customer_id, loan_id)
        (shown,) = await self._shown([loan], month, on)
        life = life_of(loan, last_day(month))
        assert life is not None
        end = last_day(month)
        late = (
            i.owed(loan.terms, end).total_minor
            for i in life.loan.due()
            if i.late_from(loan.terms) <= end
        )
        return ReportLine(
            customer_id=customer_id,
            loan_id=loan_id,
            codes=shown.codes,
            outstanding_principal_minor=life.loan.outstanding_principal_minor,
            overdue_minor=sum(late),
            is_disputed=shown.record is not None and shown.record.disputed_by is not None,
            is_withheld=any(one.is_withheld for one in shown.told),
        )

    async def _sum(self, month: date, on: date) -> CreditReport:
        digest, count, negative, withheld = sha256(), 0, 0, 0
        after = (FIRST, FIRST)
        while lines := await self._store.lines(month, after, LINES_A_PAGE):
            digest.update(_csv(month, lines, heading=not count))
            count += len(lines)
            negative += sum(MonthCode(line.codes[-1]).is_negative for line in lines)
            withheld += sum(line.is_withheld for line in lines)
            after = (lines[-1].customer_id, lines[-1].loan_id)
        return CreditReport(month, on, count, negative, withheld, digest.hexdigest())


def _last_month_before(today: date) -> date:
    """The last month that is over on a date."""
    return first_of(first_of(today) - timedelta(days=1))


def _csv(month: date, lines: Sequence[ReportLine], *, heading: bool) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    if heading:
        writer.writerow(HEADING)
    writer.writerows(
        (
            f"{month:%Y-%m}",
            line.customer_id,
            line.loan_id,
            line.codes,
            line.outstanding_principal_minor,
            line.overdue_minor,
            int(line.is_disputed),
            int(line.is_withheld),
        )
        for line in lines
    )
    return target.getvalue().encode()
