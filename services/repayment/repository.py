"""The tables of loans, repayments and the business day, and what is read from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from chassis.database import Pool
from chassis.tables import AggregateTable, Companion, Derived, json_text
from services.repayment.adjustment_repository import ADJUSTMENTS, CLAIMS, COUPON_USES
from services.repayment.books_repository import BOOKS_TABLES
from services.repayment.collection_tables import COLLECTION_TABLES
from services.repayment.contact_repository import CONTACTS, DEBTORS, HARDSHIPS, PROMISES
from services.repayment.document_repository import DOCUMENT_TABLES
from services.repayment.domain import nightly_totals
from services.repayment.domain.business_day import SUITE, BusinessDay
from services.repayment.domain.collection import Repayment
from services.repayment.domain.end_of_day import Chunk, SetAside
from services.repayment.domain.errors import LoanNotFound, RepaymentNotFound
from services.repayment.domain.ledger.rail_difference import RailDifference
from services.repayment.domain.loan import Loan
from services.repayment.domain.next_due import DueLoan, next_due
from services.repayment.incoming_repository import INCOMING_TRANSFERS
from services.repayment.plan_change_repository import PLAN_CHANGES
from services.repayment.portfolio_repository import ALLOWANCES
from services.repayment.reminder_repository import REMINDERS, WARNINGS
from services.repayment.settlement_repository import SETTLEMENT_TABLES
from services.repayment.standing_repository import STANDINGS
from services.repayment.task_repository import CASES, TASKS

LOANS = AggregateTable(
    Loan,
    "loan",
    key=("customer_id", "loan_id"),
    compact=True,
    documents="loan_document",
    derived=(Derived("next_due", "text", lambda loan: json_text(next_due(loan))),),
    current=Loan.caught_up,
    companion=Companion(
        "loan_total",
        columns=(
            ("opened_on", "date"),
            ("not_yet_due_minor", "bigint"),
            ("daily_rate_ppm", "bigint"),
            ("due_minor", "bigint"),
            ("due_from", "date"),
            ("penalty_rate_units", "bigint"),
            ("late_from", "date"),
            ("all_late_from", "date"),
            ("is_partly_late", "bool"),
        ),
        of=nightly_totals.totals,
        has_row=nightly_totals.costs_something,
    ),
)
# What the day needs on which an instalment plainly falls due: a part of the same rows. The totals
# know the due date already.
DUE_LOANS = AggregateTable(
    DueLoan,
    "loan",
    key=("customer_id", "loan_id"),
    compact=True,
    is_part=True,
)
# A repayment's changes are announced with its loan's; only what the loan does not see, an unknown
# outcome, is announced on its own.
REPAYMENTS = AggregateTable(
    Repayment, "repayment", key=("customer_id", "repayment_id"), announced=False
)
# Only the move of the date is announced, not each step of a close.
BUSINESS_DAYS = AggregateTable(BusinessDay, "business_day", key=("suite_id",), announced=False)
# That a difference was found and how it was resolved is announced, not what was proposed.
RAIL_DIFFERENCES = AggregateTable(
    RailDifference, "rail_difference", key=("difference_id",), announced=False
)
# A chunk is announced when it is asked for, not as it goes on; a loan set aside is not announced.
CHUNKS = AggregateTable(Chunk, "end_of_day_chunk", key=("chunk_id",), announced=False)
LOANS_SET_ASIDE = AggregateTable(
    SetAside, "loan_set_aside", key=("customer_id", "loan_id", "step"), announced=False
)
TABLES: tuple[AggregateTable[Any], ...] = (
    LOANS,
    DUE_LOANS,
    REPAYMENTS,
    BUSINESS_DAYS,
    STANDINGS,
    ALLOWANCES,
    DEBTORS,
    CONTACTS,
    PROMISES,
    HARDSHIPS,
    CASES,
    TASKS,
    REMINDERS,
    WARNINGS,
    RAIL_DIFFERENCES,
    PLAN_CHANGES,
    ADJUSTMENTS,
    CLAIMS,
    INCOMING_TRANSFERS,
    COUPON_USES,
    *COLLECTION_TABLES,
    *BOOKS_TABLES,
    *SETTLEMENT_TABLES,
    CHUNKS,
    LOANS_SET_ASIDE,
    *DOCUMENT_TABLES,
)


@dataclass(frozen=True, slots=True)
class AccountTotal:
    """Everything that was ever debited to and credited to one account."""

    account: str
    currency: str
    debit_minor: int
    credit_minor: int


class Repository:
    """One method per question."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def loan(self, customer_id: UUID, loan_id: UUID) -> Loan:
        """Raises LoanNotFound, also when the loan is another customer's."""
        row = await self._pool.fetchrow(
            f"select {LOANS.column_list} from {LOANS.source}"  # noqa: S608
            " where customer_id = $1 and loan_id = $2",
            customer_id,
            loan_id,
        )
        if row is None:
            raise LoanNotFound(kind="loan")
        return LOANS.from_row(row)

    async def loans(self, customer_id: UUID, older_than: UUID | None, limit: int) -> list[Loan]:
        """A customer's loans, the newest first."""
        rows = await self._pool.fetch(
            f"""
            select {LOANS.column_list} from {LOANS.source}
            where customer_id = $1 and ($2::uuid is null or loan_id < $2)
            order by loan_id desc limit $3
            """,  # noqa: S608
            customer_id,
            older_than,
            limit,
        )
        return [LOANS.from_row(row) for row in rows]

    async def repayment(self, customer_id: UUID, repayment_id: UUID) -> Repayment:
        """Raises RepaymentNotFound, also when the repayment is another customer's."""
        row = await self._pool.fetchrow(
            f"select {REPAYMENTS.column_list} from repayment"  # noqa: S608
            " where customer_id = $1 and repayment_id = $2",
            customer_id,
            repayment_id,
        )
        if row is None:
            raise RepaymentNotFound(kind="repayment")
        return REPAYMENTS.from_row(row)

    async def posted_repayments(self, customer_id: UUID, loan_id: UUID) -> list[Repayment]:
        """What was posted to a loan, in the order of posting."""
        rows = await self._pool.fetch(
            f"select {REPAYMENTS.column_list} from repayment"  # noqa: S608
            " where customer_id = $1 and loan_id = $2 and status = 'POSTED'"
            " order by posted_on, repayment_id",
            customer_id,
            loan_id,
        )
        return [REPAYMENTS.from_row(row) for row in rows]

    async def business_day(self) -> BusinessDay:
        """The suite's business day; raises LookupError before the first one was opened."""
        row: Mapping[str, Any] | None = await self._pool.fetchrow(
            f"select {BUSINESS_DAYS.column_list} from business_day where suite_id = $1",  # noqa: S608
            SUITE,
        )
        if row is None:
            raise LookupError("no business day was opened yet")
        return BUSINESS_DAYS.from_row(row)

    async def business_date(self) -> date:
        """The open business date."""
        return (await self.business_day()).business_date

    async def trial_balance(self) -> list[AccountTotal]:
        """Every account, totalled over the entries themselves rather than the running totals."""
        rows = await self._pool.fetch(
            """
            select account, currency, sum(debit_minor)::bigint, sum(credit_minor)::bigint
            from (
                select debit_account as account, currency, sum(amount_minor) as debit_minor,
                    0 as credit_minor
                from ledger_entry group by debit_account, currency
                union all
                select credit_account, currency, 0, sum(amount_minor)
                from ledger_entry group by credit_account, currency
            ) side
            group by account, currency order by account, currency
            """
        )
        return [AccountTotal(*row) for row in rows]
