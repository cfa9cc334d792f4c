"""The tables of issued documents and of the credit record, and what is read from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chassis.database import Pool
from chassis.ports import bucket_of
from chassis.tables import AggregateTable
from services.repayment.domain.credit_record import CreditDispute, CreditRecord
from services.repayment.domain.documents.issued_document import IssuedDocument
from services.repayment.domain.errors import DisputeNotFound, DocumentNotFound

ISSUED_DOCUMENTS = AggregateTable(
    IssuedDocument, "issued_document", key=("customer_id", "number"), announced=False
)
# A record changes when a notice is given, which is announced, and with a dispute, which is too.
CREDIT_RECORDS = AggregateTable(
    CreditRecord, "credit_record", key=("customer_id", "loan_id"), announced=False
)
CREDIT_DISPUTES = AggregateTable(CreditDispute, "credit_dispute", key=("customer_id", "dispute_id"))
DOCUMENT_TABLES: tuple[AggregateTable[Any], ...] = (
    ISSUED_DOCUMENTS,
    CREDIT_RECORDS,
    CREDIT_DISPUTES,
)


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One loan in the report of a month."""

    customer_id: UUID
    loan_id: UUID
    codes: str
    outstanding_principal_minor: int
    overdue_minor: int
    is_disputed: bool
    is_withheld: bool


@dataclass(frozen=True, slots=True)
class CreditReport:
    """What the report of a month came to."""

    month: date
    made_on: date
    lines: int
    negative: int
    withheld: int
    sha256: str


class DocumentRepository:
    """One method per question."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def document(self, customer_id: UUID, number: str) -> IssuedDocument:
        """Raises DocumentNotFound, also when it is another customer's."""
        row = await self._pool.fetchrow(
            f"select {ISSUED_DOCUMENTS.column_list} from issued_document"  # noqa: S608
            " where customer_id = $1 and number = $2",
            customer_id,
            number,
        )
        if row is None:
            raise DocumentNotFound(kind="document")
        return ISSUED_DOCUMENTS.from_row(row)

    async def numbers_about(
        self, customer_id: UUID, loan_id: UUID, repayment_id: UUID
    ) -> list[str]:
        """The numbers of what was given out about a loan, one repayment, or the whole customer."""
        rows = await self._pool.fetch(
            "select number from issued_document"
            " where customer_id = $1 and subject_id = any($2::uuid[]) order by number",
            customer_id,
            [customer_id, loan_id, repayment_id],
        )
        return [row["number"] for row in rows]

    async def records(self, customer_id: UUID, loan_ids: Sequence[UUID]) -> list[CreditRecord]:
        """The records of some loans of a customer; a loan that nobody spoke of has none."""
        rows = await self._pool.fetch(
            f"select {CREDIT_RECORDS.column_list} from credit_record"  # noqa: S608
            " where customer_id = $1 and loan_id = any($2::uuid[])",
            customer_id,
            loan_ids,
        )
        return [CREDIT_RECORDS.from_row(row) for row in rows]

    async def dispute(self, customer_id: UUID, dispute_id: UUID) -> CreditDispute:
        """Raises DisputeNotFound, also when it is another customer's."""
        row = await self._pool.fetchrow(
            f"select {CREDIT_DISPUTES.column_list} from credit_dispute"  # noqa: S608
            " where customer_id = $1 and dispute_id = $2",
            customer_id,
            dispute_id,
        )
        if row is None:
            raise DisputeNotFound(kind="dispute")
        return CREDIT_DISPUTES.from_row(row)

    async def open_disputes(self, due_before: date | None, limit: int) -> list[CreditDispute]:
        """Disputes that wait for an answer, those due first first; or only those due before."""
        rows = await self._pool.fetch(
            f"""
            select {CREDIT_DISPUTES.column_list} from credit_dispute
            where status = 'OPEN' and ($1::date is null or answer_by < $1)
            order by answer_by, dispute_id limit $2
            """,  # noqa: S608
            due_before,
            limit,
        )
        return [CREDIT_DISPUTES.from_row(row) for row in rows]

    async def loans_to_report(
        self, month: date, last_day: date, after: tuple[UUID, UUID], limit: int
    ) -> list[tuple[UUID, UUID]]:
        """The next loans (customer, loan) that were open in a month."""
        rows = await self._pool.fetch(
            """
            select customer_id, loan_id from loan
            where opened_on <= $2 and (settled_on is null or settled_on >= $1)
                and (customer_id, loan_id) > ($3, $4)
            order by customer_id, loan_id limit $5
            """,
            month,
            last_day,
            *after,
            limit,
        )
        return [(row["customer_id"], row["loan_id"]) for row in rows]

    async def last_reported(self, month: date) -> tuple[UUID, UUID] | None:
        """The last loan whose line of a month is written; None before the first."""
        row = await self._pool.fetchrow(
            "select customer_id, loan_id from credit_report_line where month = $1"
            " order by customer_id desc, loan_id desc limit 1",
            month,
        )
        return (row["customer_id"], row["loan_id"]) if row else None

    async def write_lines(self, month: date, lines: Sequence[ReportLine]) -> None:
        """Write lines of a month; one that is there stays as it is."""
        await self._pool.executemany(
            """
            insert into credit_report_line (month, customer_id, loan_id, bucket, codes,
                outstanding_principal_minor, overdue_minor, is_disputed, is_withheld)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing
            """,
            [
                (
                    month,
                    line.customer_id,
                    line.loan_id,
                    bucket_of(line.customer_id),
                    line.codes,
                    line.outstanding_principal_minor,
                    line.overdue_minor,
                    line.is_disputed,
                    line.is_withheld,
                )
                for line in lines
            ],
        )

    async def lines(self, month: date, after: tuple[UUID, UUID], limit: int) -> list[ReportLine]:
        """A page of a month's lines in the order of customer and loan."""
        rows = await self._pool.fetch(
            """
            select customer_id, loan_id, codes, outstanding_principal_minor, overdue_minor,
                is_disputed, is_withheld
            from credit_report_line
            where month = $1 and (customer_id, loan_id) > ($2, $3)
            order by customer_id, loan_id limit $4
            """,
            month,
            *after,
            limit,
        )
        return [ReportLine(**row) for row in rows]

    async def report(self, month: date) -> CreditReport | None:
        """The report of a month; None while it is not complete."""
        row: Mapping[str, Any] | None = await self._pool.fetchrow(
            "select month, made_on, lines, negative, withheld, sha256 from credit_report"
            " where month = $1",
            month,
        )
        return CreditReport(**row) if row else None

    async def write_report(self, report: CreditReport, at: datetime) -> None:
        """Keep what a report came to; the first word stands."""
        await self._pool.execute(
            """
            insert into credit_report (month, made_on, lines, negative, withheld, sha256, made_at)
            values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing
            """,
            report.month,
            report.made_on,
            report.lines,
            report.negative,
            report.withheld,
            report.sha256,
            at,
        )
