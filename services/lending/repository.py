"""Lending's tables and the questions asked of them. Changes go through the executor."""

from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from chassis.database import Pool
from chassis.tables import AggregateTable
from services.lending.domain.approval import LastApplication
from services.lending.domain.behaviour import BehaviourFact
from services.lending.domain.business_day import CALENDAR, BusinessDay
from services.lending.domain.contract import Contract, ContractDocument
from services.lending.domain.credit_line import CreditLine
from services.lending.domain.drawdown import Drawdown
from services.lending.domain.exploration import ExplorationMonth
from services.lending.domain.exposure import CustomerExposure
from services.lending.domain.line_record import LineChange
from services.lending.domain.loan_application import LoanApplication, Outcome
from services.lending.domain.manual_review import ManualReview
from services.lending.domain.model_register import ModelRoster, ModelVersion
from services.lending.domain.policy_register import REGISTER, PolicyChange, PolicyRegister
from services.lending.domain.post_loan_check import PostLoanCheck
from services.lending.domain.quote import Quote
from services.lending.domain.rescoring import BehaviourScore

A = TypeVar("A")

APPLICATIONS = AggregateTable(
    LoanApplication, "loan_application", key=("customer_id", "application_id")
)
# The events of a drawdown tell what became of the line; the line itself announces less.
CREDIT_LINES = AggregateTable(
    CreditLine, "credit_line", key=("customer_id", "credit_line_id"), announced=False
)
MODEL_VERSIONS = AggregateTable(ModelVersion, "model_version", key=("model_id",))
MODEL_ROSTERS = AggregateTable(ModelRoster, "model_roster", key=("roster_id",))
# A limit is announced by whatever gives it.
EXPOSURES = AggregateTable(
    CustomerExposure, "customer_exposure", key=("customer_id",), announced=False
)
LINE_CHANGES = AggregateTable(LineChange, "line_change", key=("customer_id", "change_id"))
POST_LOAN_CHECKS = AggregateTable(PostLoanCheck, "post_loan_check", key=("customer_id", "loan_id"))
# What is used of it is announced by the application that was approved.
EXPLORATION = AggregateTable(ExplorationMonth, "exploration_month", key=("month",), announced=False)
REVIEWS = AggregateTable(ManualReview, "manual_review", key=("customer_id", "review_id"))
# The event of the service that told it is its announcement.
FACTS = AggregateTable(
    BehaviourFact, "behaviour_fact", key=("customer_id", "fact_id"), announced=False
)
BEHAVIOUR_SCORES = AggregateTable(
    BehaviourScore, "behaviour_score", key=("customer_id", "score_id")
)
QUOTES = AggregateTable(Quote, "quote", key=("customer_id", "quote_id"))
# Its signature is announced by the quote, its use by the drawdown.
CONTRACTS = AggregateTable(
    Contract, "contract", key=("customer_id", "contract_id"), announced=False
)
# The file of a contract, apart from it: drawing does not read it.
CONTRACT_DOCUMENTS = AggregateTable(
    ContractDocument, "contract_document", key=("customer_id", "contract_id"), announced=False
)
DRAWDOWNS = AggregateTable(Drawdown, "drawdown", key=("customer_id", "drawdown_id"))
BUSINESS_DAYS = AggregateTable(BusinessDay, "business_day", key=("calendar",), announced=False)
# Its growth is announced by the change that was approved.
POLICY_REGISTERS = AggregateTable(PolicyRegister, "policy_register", key=("name",), announced=False)
POLICY_CHANGES = AggregateTable(PolicyChange, "policy_change", key=("change_id",))

TABLES: tuple[AggregateTable[Any], ...] = (
    APPLICATIONS,
    CREDIT_LINES,
    MODEL_VERSIONS,
    MODEL_ROSTERS,
    EXPOSURES,
    LINE_CHANGES,
    POST_LOAN_CHECKS,
    EXPLORATION,
    REVIEWS,
    FACTS,
    BEHAVIOUR_SCORES,
    QUOTES,
    CONTRACTS,
    CONTRACT_DOCUMENTS,
    DRAWDOWNS,
    BUSINESS_DAYS,
    POLICY_REGISTERS,
    POLICY_CHANGES,
)


class LendingRepository:
    """Reads, each without a lock: what must not change between look and act is a command's key."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def application(self, customer_id: UUID, application_id: UUID) -> LoanApplication | None:
        return await self._one(APPLICATIONS, customer_id, application_id)

    async def credit_line(self, customer_id: UUID, credit_line_id: UUID) -> CreditLine | None:
        return await self._one(CREDIT_LINES, customer_id, credit_line_id)

    async def credit_lines(self, customer_id: UUID) -> list[CreditLine]:
        """A customer's lines, by product."""
        rows = await self._pool.fetch(
            f"select {CREDIT_LINES.column_list} from credit_line "  # noqa: S608 - names come from the code
            "where customer_id = $1 order by product_code",
            customer_id,
        )
        return [CREDIT_LINES.from_row(row) for row in rows]

    async def line_changes(
        self, customer_id: UUID, credit_line_id: UUID, *, before: UUID | None, limit: int
    ) -> list[LineChange]:
        """What happened to a line, the newest first, before the record named."""
        rows = await self._pool.fetch(
            f"select {LINE_CHANGES.column_list} from line_change "  # noqa: S608 - names come from the code
            "where customer_id = $1 and credit_line_id = $2 "
            "and ($3::uuid is null or change_id < $3) order by change_id desc limit $4",
            customer_id,
            credit_line_id,
            before,
            limit,
        )
        return [LINE_CHANGES.from_row(row) for row in rows]

    async def frozen_lines(self, after: UUID, limit: int) -> list[tuple[UUID, UUID]]:
        """Customer and line of frozen lines of which something is in order again, by line."""
        rows = await self._pool.fetch(
            "select customer_id, credit_line_id from credit_line "
            "where status = 'FROZEN' and credit_line_id > $1 "
            "and freezes @? '$[*].in_order_since ? (@ != null)' "
            "order by credit_line_id limit $2",
            after,
            limit,
        )
        return [(row["customer_id"], row["credit_line_id"]) for row in rows]

    async def quote(self, customer_id: UUID, quote_id: UUID) -> Quote | None:
        return await self._one(QUOTES, customer_id, quote_id)

    async def contract(self, customer_id: UUID, contract_id: UUID) -> Contract | None:
        return await self._one(CONTRACTS, customer_id, contract_id)

    async def contract_document(
        self, customer_id: UUID, contract_id: UUID
    ) -> ContractDocument | None:
        return await self._one(CONTRACT_DOCUMENTS, customer_id, contract_id)

    async def drawdown(self, customer_id: UUID, drawdown_id: UUID) -> Drawdown | None:
        return await self._one(DRAWDOWNS, customer_id, drawdown_id)

    async def drawdowns(
        self, customer_id: UUID, *, before: UUID | None, limit: int
    ) -> list[Drawdown]:
        """A customer's drawdowns, the newest first, after the one named; ids grow with time."""
        rows = await self._pool.fetch(
            f"select {DRAWDOWNS.column_list} from drawdown "  # noqa: S608 - names come from the code
            "where customer_id = $1 and ($2::uuid is null or drawdown_id < $2) "
            "order by drawdown_id desc limit $3",
            customer_id,
            before,
            limit,
        )
        return [DRAWDOWNS.from_row(row) for row in rows]

    async def unfinished_drawdowns(
        self, requested_before: datetime, *, after: UUID | None, limit: int
    ) -> list[Drawdown]:
        """Drawdowns that wait for monitoring or the rail, in order of their ids, after one."""
        has_work = "(status <> 'HELD' or hold_reason = 'NO_ANSWER')"
        return await self._not_final(has_work, requested_before, after, limit)

    async def held_drawdowns(
        self, requested_before: datetime, *, after: UUID | None, limit: int
    ) -> list[Drawdown]:
        """Drawdowns that wait for a decision, in order of their ids, after one."""
        return await self._not_final("status = 'HELD'", requested_before, after, limit)

    async def _not_final(
        self, condition: str, requested_before: datetime, after: UUID | None, limit: int
    ) -> list[Drawdown]:
        rows = await self._pool.fetch(
            f"select {DRAWDOWNS.column_list} from drawdown "  # noqa: S608 - names come from the code
            f"where status not in ('PAID', 'REFUSED') and {condition} "
            "and requested_at < $1 and ($2::uuid is null or drawdown_id > $2) "
            "order by drawdown_id limit $3",
            requested_before,
            after,
            limit,
        )
        return [DRAWDOWNS.from_row(row) for row in rows]

    async def last_application(
        self, customer_id: UUID, product_code: str
    ) -> LastApplication | None:
        """How the customer's latest application for a product stands."""
        row = await self._pool.fetchrow(
            "select coalesce(reviewed, decision)->>'outcome' as outcome, "
            "(inputs->>'business_date')::date as decided_on "
            "from loan_application where customer_id = $1 and product_code = $2 "
            "order by application_id desc limit 1",
            customer_id,
            product_code,
        )
        return None if row is None else LastApplication(Outcome(row["outcome"]), row["decided_on"])

    async def review(self, customer_id: UUID, review_id: UUID) -> ManualReview | None:
        return await self._one(REVIEWS, customer_id, review_id)

    async def reviews_waiting(self, *, after: UUID | None, limit: int) -> list[ManualReview]:
        """Reviews nobody has decided, by id, after the one named."""
        rows = await self._pool.fetch(
            f"select {REVIEWS.column_list} from manual_review "  # noqa: S608 - names come from the code
            "where status in ('OPEN', 'TAKEN', 'PROPOSED') "
            "and ($1::uuid is null or review_id > $1) order by review_id limit $2",
            after,
            limit,
        )
        return [REVIEWS.from_row(row) for row in rows]

    async def reviews_due(self, today: date, *, limit: int) -> list[ManualReview]:
        """Undecided reviews whose day has passed and about which nothing was done yet."""
        rows = await self._pool.fetch(
            f"select {REVIEWS.column_list} from manual_review "  # noqa: S608 - names come from the code
            "where status in ('OPEN', 'TAKEN', 'PROPOSED') and not overdue_announced "
            "and due_on < $1 order by due_on, review_id limit $2",
            today,
            limit,
        )
        return [REVIEWS.from_row(row) for row in rows]

    async def behaviour_facts(self, customer_id: UUID) -> list[BehaviourFact]:
        """All that is known of a customer's loans here."""
        rows = await self._pool.fetch(
            f"select {FACTS.column_list} from behaviour_fact where customer_id = $1",  # noqa: S608 - names come from the code
            customer_id,
        )
        return [FACTS.from_row(row) for row in rows]

    async def open_lines(self, *, after: UUID | None, limit: int) -> list[CreditLine]:
        """Lines that are not closed, over all customers, in order of their ids, after one."""
        rows = await self._pool.fetch(
            f"select {CREDIT_LINES.column_list} from credit_line "  # noqa: S608 - names come from the code
            "where status <> 'CLOSED' and ($1::uuid is null or credit_line_id > $1) "
            "order by credit_line_id limit $2",
            after,
            limit,
        )
        return [CREDIT_LINES.from_row(row) for row in rows]

    async def newest_applications(self, *, product_code: str, limit: int) -> list[LoanApplication]:
        """The applications decided last, over all customers, the newest first."""
        rows = await self._pool.fetch(
            f"select {APPLICATIONS.column_list} from loan_application "  # noqa: S608 - names come from the code
            "where product_code = $1 order by decided_at desc limit $2",
            product_code,
            limit,
        )
        return [APPLICATIONS.from_row(row) for row in rows]

    async def opened_day_and_policy_number(self) -> tuple[date | None, int]:
        """The business date announced last, if any, and how many policy changes were approved."""
        (row,) = await self._pool.fetch(
            "select (select opened_on from business_day where calendar = $1), "
            "(select number from policy_register where name = $2)",
            CALENDAR,
            REGISTER,
        )
        return row["opened_on"], row["number"] or 0

    async def policy_register(self) -> PolicyRegister:
        """The approved values; empty before the first approval."""
        return await self._one(POLICY_REGISTERS, REGISTER) or PolicyRegister(REGISTER)

    async def _one(self, table: AggregateTable[A], *key: UUID | str) -> A | None:
        where = " and ".join(
            f"{name} = ${position}" for position, name in enumerate(table.key_columns, start=1)
        )
        row = await self._pool.fetchrow(
            f"select {table.column_list} from {table.name} where {where}",  # noqa: S608 - names come from the code
            *key,
        )
        return None if row is None else table.from_row(row)
