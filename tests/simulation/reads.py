"""The reads of each service over its in-memory store; each is one call of the database port."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from chassis.bank_rail import Statement, StatementEntry
from chassis.command import Key
from chassis.ports import BUCKETS, bucket_of
from services.identity.domain.business import BusinessProfile
from services.identity.domain.consent import ConsentLedger
from services.identity.domain.customer import Customer
from services.identity.domain.intent_code import IntentCode
from services.identity.domain.notice import CustomerNotice
from services.identity.domain.one_time_code import OtpChallenge, OtpPurpose
from services.identity.domain.session import Session
from services.lending.domain import business_day as lending_day
from services.lending.domain.approval import LastApplication
from services.lending.domain.behaviour import BehaviourFact
from services.lending.domain.contract import Contract, ContractDocument
from services.lending.domain.credit_line import CreditLine, LineStatus
from services.lending.domain.drawdown import Drawdown, DrawdownStatus
from services.lending.domain.line_record import LineChange
from services.lending.domain.loan_application import LoanApplication
from services.lending.domain.manual_review import FINAL, ManualReview
from services.lending.domain.policy_register import REGISTER, PolicyRegister
from services.lending.domain.quote import Quote
from services.monitoring.domain.alert import Alert
from services.monitoring.domain.observation import Observation
from services.repayment.daily_queries import DayReport
from services.repayment.domain.business_day import SUITE, BusinessDay
from services.repayment.domain.collection import Repayment, RepaymentStatus
from services.repayment.domain.customer_credit import CustomerCredit, Refund
from services.repayment.domain.end_of_day import Chunk, SetAside
from services.repayment.domain.errors import LoanNotFound, RefundNotFound, RepaymentNotFound
from services.repayment.domain.late.provision import PortfolioCell, Provision
from services.repayment.domain.late.standing import LoanStanding
from services.repayment.domain.ledger.rail_difference import Compared, RailDifference
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.mandate import Mandate
from tests.simulation.chaos import Chaos
from tests.simulation.database import Database

A = TypeVar("A")
R = TypeVar("R")


class _Reads:
    def __init__(self, database: Database, chaos: Chaos) -> None:
        self._database = database
        self._chaos = chaos

    async def _read(self, what: str, look: Callable[[], R]) -> R:
        return await self._chaos.call(f"reads {self._database.name} {what}", look)

    async def _one(self, kind: type[A], *parts: Any) -> A | None:
        key = Key(kind, parts)
        return await self._read(kind.__name__, lambda: self._database.states.get(key))

    async def _those(self, kind: type[A], wanted: Callable[[A], bool]) -> list[A]:
        def look() -> list[A]:
            return [state for state in self._database.all_of(kind) if wanted(state)]

        return await self._read(f"{kind.__name__}s", look)

    async def _keep(self, key: tuple[str, date], make: Callable[[], R]) -> R:
        """Insert, on conflict do nothing; the row that stands."""
        what = f"keeps {' '.join(map(str, key))}"
        return await self._chaos.call(what, lambda: self._database.kept.setdefault(key, make()))


class IdentityReads(_Reads):
    """As `services.identity.repository.Repository`."""

    async def find_customer(self, customer_id: UUID) -> Customer | None:
        return await self._one(Customer, customer_id)

    async def find_session(self, customer_id: UUID, session_id: UUID) -> Session | None:
        return await self._one(Session, customer_id, session_id)

    async def find_challenge(self, phone_index: str, purpose: OtpPurpose) -> OtpChallenge | None:
        return await self._one(OtpChallenge, phone_index, purpose)

    async def find_intent_code(
        self, customer_id: UUID, purpose: OtpPurpose, subject_sha256: str
    ) -> IntentCode | None:
        return await self._one(IntentCode, customer_id, purpose, subject_sha256)

    async def find_notice(self, customer_id: UUID, notice_id: UUID) -> CustomerNotice | None:
        return await self._one(CustomerNotice, customer_id, notice_id)

    async def find_business(self, customer_id: UUID) -> BusinessProfile | None:
        return await self._one(BusinessProfile, customer_id)

    async def find_consent_ledger(self, customer_id: UUID) -> ConsentLedger | None:
        return await self._one(ConsentLedger, customer_id)


class LendingReads(_Reads):
    """As `services.lending.repository.LendingRepository`."""

    async def application(self, customer_id: UUID, application_id: UUID) -> LoanApplication | None:
        return await self._one(LoanApplication, customer_id, application_id)

    async def credit_line(self, customer_id: UUID, credit_line_id: UUID) -> CreditLine | None:
        return await self._one(CreditLine, customer_id, credit_line_id)

    async def credit_lines(self, customer_id: UUID) -> list[CreditLine]:
        return await self._those(CreditLine, lambda line: line.customer_id == customer_id)

    async def line_changes(
        self, customer_id: UUID, credit_line_id: UUID, *, before: UUID | None, limit: int
    ) -> list[LineChange]:
        own = await self._those(LineChange, lambda it: it.credit_line_id == credit_line_id)
        return [it for it in own if before is None or it.change_id < before][:limit]

    async def frozen_lines(self, after: UUID, limit: int) -> list[tuple[UUID, UUID]]:
        def is_due(line: CreditLine) -> bool:
            in_order = any(freeze.in_order_since is not None for freeze in line.freezes)
            return in_order and line.credit_line_id > after

        found = await self._those(CreditLine, is_due)
        keys = [(line.customer_id, line.credit_line_id) for line in found]
        return sorted(keys, key=lambda key: key[1])[:limit]

    async def quote(self, customer_id: UUID, quote_id: UUID) -> Quote | None:
        return await self._one(Quote, customer_id, quote_id)

    async def contract(self, customer_id: UUID, contract_id: UUID) -> Contract | None:
        return await self._one(Contract, customer_id, contract_id)

    async def contract_document(
        self, customer_id: UUID, contract_id: UUID
    ) -> ContractDocument | None:
        return await self._one(ContractDocument, customer_id, contract_id)

    async def drawdown(self, customer_id: UUID, drawdown_id: UUID) -> Drawdown | None:
        return await self._one(Drawdown, customer_id, drawdown_id)

    async def drawdowns(
        self, customer_id: UUID, *, before: UUID | None, limit: int
    ) -> list[Drawdown]:
        own = await self._those(Drawdown, lambda drawdown: drawdown.customer_id == customer_id)
        own = [drawdown for drawdown in own if before is None or drawdown.drawdown_id < before]
        return sorted(own, key=lambda drawdown: drawdown.drawdown_id, reverse=True)[:limit]

    async def unfinished_drawdowns(
        self, requested_before: datetime, *, after: UUID | None, limit: int
    ) -> list[Drawdown]:
        def is_left(drawdown: Drawdown) -> bool:
            return drawdown.has_work and drawdown.requested_at < requested_before

        found = await self._those(Drawdown, is_left)
        found = [one for one in found if after is None or one.drawdown_id > after]
        return sorted(found, key=lambda drawdown: drawdown.drawdown_id)[:limit]

    async def held_drawdowns(
        self, requested_before: datetime, *, after: UUID | None, limit: int
    ) -> list[Drawdown]:
        def waits(drawdown: Drawdown) -> bool:
            held = drawdown.status is DrawdownStatus.HELD
            return held and drawdown.requested_at < requested_before

        found = await self._those(Drawdown, waits)
        found = [one for one in found if after is None or one.drawdown_id > after]
        return sorted(found, key=lambda drawdown: drawdown.drawdown_id)[:limit]

    async def last_application(
        self, customer_id: UUID, product_code: str
    ) -> LastApplication | None:
        """Nobody here is declined or referred, so nobody applies twice."""
        return None

    async def review(self, customer_id: UUID, review_id: UUID) -> ManualReview | None:
        return await self._one(ManualReview, customer_id, review_id)

    async def reviews_waiting(self, *, after: UUID | None, limit: int) -> list[ManualReview]:
        waiting = await self._those(ManualReview, lambda review: review.status not in FINAL)
        later = [review for review in waiting if after is None or review.review_id > after]
        return sorted(later, key=lambda review: review.review_id)[:limit]

    async def reviews_due(self, today: date, *, limit: int) -> list[ManualReview]:
        return (await self._those(ManualReview, lambda review: review.is_due(today)))[:limit]

    async def behaviour_facts(self, customer_id: UUID) -> list[BehaviourFact]:
        return await self._those(BehaviourFact, lambda fact: fact.customer_id == customer_id)

    async def open_lines(self, *, after: UUID | None, limit: int) -> list[CreditLine]:
        lines = await self._those(CreditLine, lambda line: line.status is not LineStatus.CLOSED)
        later = [line for line in lines if after is None or line.credit_line_id > after]
        return sorted(later, key=lambda line: line.credit_line_id)[:limit]

    async def newest_applications(self, *, product_code: str, limit: int) -> list[LoanApplication]:
        own = await self._those(LoanApplication, lambda it: it.product_code == product_code)
        return sorted(own, key=lambda it: it.decided_at, reverse=True)[:limit]

    async def opened_day_and_policy_number(self) -> tuple[date | None, int]:
        """Nobody here changes the policy."""
        day = await self._one(lending_day.BusinessDay, lending_day.CALENDAR)
        return (None if day is None else day.opened_on), 0

    async def policy_register(self) -> PolicyRegister:
        return PolicyRegister(REGISTER)


class RepaymentReads(_Reads):
    """As `services.repayment.repository.Repository`."""

    async def loan(self, customer_id: UUID, loan_id: UUID) -> Loan:
        loan = await self._one(Loan, customer_id, loan_id)
        if loan is None:
            raise LoanNotFound(kind="loan")
        return loan

    async def loans(self, customer_id: UUID, older_than: UUID | None, limit: int) -> list[Loan]:
        own = await self._those(Loan, lambda loan: loan.customer_id == customer_id)
        own = [loan for loan in own if older_than is None or loan.loan_id < older_than]
        return sorted(own, key=lambda loan: loan.loan_id, reverse=True)[:limit]

    async def repayment(self, customer_id: UUID, repayment_id: UUID) -> Repayment:
        repayment = await self._one(Repayment, customer_id, repayment_id)
        if repayment is None:
            raise RepaymentNotFound(kind="repayment")
        return repayment

    async def posted_repayments(self, customer_id: UUID, loan_id: UUID) -> list[Repayment]:
        return await self._those(
            Repayment,
            lambda repayment: (
                repayment.loan_id == loan_id and repayment.status is RepaymentStatus.POSTED
            ),
        )

    async def business_day(self) -> BusinessDay:
        day = await self._one(BusinessDay, SUITE)
        if day is None:
            raise LookupError("no business day was opened yet")
        return day

    async def business_date(self) -> date:
        return (await self.business_day()).business_date


class CollectionReads(_Reads):
    """As `services.repayment.collection_queries.CollectionQueries`."""

    async def mandate(self, customer_id: UUID, loan_id: UUID) -> Mandate | None:
        return await self._one(Mandate, customer_id, loan_id)

    async def mandates(self, customer_id: UUID) -> list[Mandate]:
        own = await self._those(Mandate, lambda mandate: mandate.customer_id == customer_id)
        return sorted(own, key=lambda mandate: mandate.loan_id, reverse=True)

    async def owing_loans(self, customer_id: UUID) -> list[UUID]:
        def owes(loan: Loan) -> bool:
            return loan.customer_id == customer_id and loan.status is not LoanStatus.SETTLED

        return sorted(loan.loan_id for loan in await self._those(Loan, owes))

    async def repayment_of_key(self, repayment_id: UUID) -> Repayment | None:
        found = await self._those(Repayment, lambda one: one.repayment_id == repayment_id)
        return found[0] if found else None

    async def credit(self, customer_id: UUID) -> CustomerCredit | None:
        return await self._one(CustomerCredit, customer_id)

    async def refund(self, customer_id: UUID, refund_id: UUID) -> Refund:
        refund = await self._one(Refund, customer_id, refund_id)
        if refund is None:
            raise RefundNotFound(kind="refund")
        return refund

    async def differences_of(self, repayment_id: UUID) -> list[UUID]:
        return []

    async def refused_but_moved(self, limit: int) -> list[Repayment]:
        """The simulated rail never pays what it has refused."""
        return []


class EndOfDayReads(_Reads):
    """As `services.repayment.end_of_day_queries.EndOfDayQueries`, as far as chunks need it."""

    async def chunks(self, on: date, step: str) -> list[Chunk]:
        found = await self._those(
            Chunk, lambda chunk: (chunk.business_date, chunk.step) == (on, step)
        )
        return sorted(found, key=lambda chunk: chunk.first_bucket)

    async def chunk(self, chunk_id: str) -> Chunk | None:
        return await self._one(Chunk, chunk_id)

    async def set_aside_in(
        self, step: str, first_bucket: int, last_bucket: int
    ) -> list[tuple[UUID, UUID]]:
        def waits(one: SetAside) -> bool:
            inside = first_bucket <= bucket_of(one.customer_id) <= last_bucket
            return one.step == step and one.resolved_at is None and inside

        return sorted((o.customer_id, o.loan_id) for o in await self._those(SetAside, waits))


class RepaymentDailyQueries(_Reads):
    """As `services.repayment.daily_queries.DailyQueries`, without totals.

    Those are set-based SQL, which tests on a real database cover; what a close changes is here.
    """

    async def count_changing_loans(self, step: str, on: date, debit_days: Sequence[int]) -> int:
        return len(await self.changing_loans(step, on, debit_days, 0, BUCKETS - 1))

    async def changing_loans(
        self, step: str, on: date, debit_days: Sequence[int], first_bucket: int, last_bucket: int
    ) -> list[tuple[UUID, UUID, bool]]:
        # None is called plain: a store of whole states has no parts of them.
        dates = [on - timedelta(days=day) for day in debit_days]

        def changes(loan: Loan) -> bool:
            bucket = bucket_of(loan.customer_id)
            if loan.live_repayment_id is not None or not first_bucket <= bucket <= last_bucket:
                return False
            match step:
                case "due":
                    return loan.next_due_on is not None and loan.next_due_on <= on
                case "debit_again":
                    return loan.unpaid_since in dates
                case _:
                    late = loan.overdue_from is not None and loan.overdue_from <= on
                    return loan.status is LoanStatus.ACTIVE and late

        loans = await self._those(Loan, changes)
        return sorted((loan.customer_id, loan.loan_id, False) for loan in loans)

    async def collections_under_way(self, asked_by: datetime) -> int:
        def is_under_way(repayment: Repayment) -> bool:
            collecting = repayment.status is RepaymentStatus.COLLECTING
            return collecting and repayment.requested_at <= asked_by

        return len(await self._those(Repayment, is_under_way))

    async def accrue(self, on: date) -> int:
        return await self._keep(("accrued", on), lambda: len(self._database.all_of(Loan)))

    async def write_report(self, closed_on: date, duration_ms: int, at: datetime) -> None:
        report = DayReport(
            closed_on=closed_on,
            opened_on=closed_on + timedelta(days=1),
            instalments_due=0,
            collections_requested=0,
            loans_became_overdue=0,
            loans_set_aside=0,
            duration_ms=duration_ms,
            closed_at=at,
            interest_accrued_minor=0,
            penalty_accrued_minor=0,
            outstanding_principal_minor=0,
        )
        await self._keep(("report", closed_on), lambda: report)

    async def report(self, closed_on: date) -> DayReport | None:
        kept = self._database.kept
        report: DayReport | None = await self._read(
            "report", lambda: kept.get(("report", closed_on))
        )
        return report


class ReconciliationReads(_Reads):
    """As `services.repayment.reconciliation_queries`, where books and rail never differ.

    What differs is found by the invariants, which look at the rail's own book.
    """

    async def days_without_statement(self, on: date) -> list[date]:
        def look() -> list[date]:
            kept = self._database.kept
            closed = [day for what, day in kept if what == "reconciled" and day < on]
            return [day for day in closed if ("statement", day) not in kept]

        return await self._read("days without statement", look)

    async def store_statement(self, statement: Statement, at: datetime) -> None:
        await self._keep(("statement", statement.business_date), lambda: at)

    async def reconcile(self, on: date, *, has_statement: bool, at: datetime) -> int:
        return await self._keep(("reconciled", on), lambda: 0)

    async def store_refusal(self, business_date: date, reason: str, at: datetime) -> None:
        raise AssertionError("the rail of the simulation sends whole statements")

    async def compared(self, on: date) -> list[Compared]:
        return []

    async def open_differences(self) -> list[RailDifference]:
        return []


@dataclass(frozen=True, slots=True)
class NoStep:
    """A daily step that only totals, which tests on a real database cover."""

    name: str

    async def __call__(self, day: BusinessDay) -> int:
        return 0


class NoTransfers:
    """Nobody transfers money of their own accord, which tests on a real rail cover."""

    async def take_in(self, entries: Iterable[StatementEntry]) -> int:
        assert all(entry.payer is None for entry in entries)
        return 0


class StandingReads(_Reads):
    """As `services.repayment.standing_repository.StandingRepository`."""

    async def changing_customers(self, on: date, after: UUID, limit: int) -> list[UUID]:
        def look() -> list[UUID]:
            loans = self._database.all_of(Loan)
            late = {
                loan.customer_id
                for loan in loans
                if loan.overdue_from is not None
                and loan.overdue_from <= on
                and loan.live_repayment_id is None
                and self._standing_of(loan) is None
            }
            dated = {
                standing.customer_id
                for standing in self._database.all_of(LoanStanding)
                if standing.next_review_on is not None and standing.next_review_on <= on
            }
            return sorted(customer for customer in late | dated if customer > after)[:limit]

        return await self._read("changing customers", look)

    async def loans_looked_at(self, customers: Sequence[UUID]) -> dict[UUID, list[UUID]]:
        def look() -> dict[UUID, list[UUID]]:
            return {
                customer: sorted(
                    loan.loan_id
                    for loan in self._database.all_of(Loan)
                    if loan.customer_id == customer
                    and (loan.status is not LoanStatus.SETTLED or self._standing_of(loan))
                )
                for customer in customers
            }

        return await self._read("loans looked at", look)

    async def has_standing(self, customer_id: UUID) -> bool:
        return bool(await self._those(LoanStanding, lambda it: it.customer_id == customer_id))

    async def standing(self, customer_id: UUID, loan_id: UUID) -> LoanStanding | None:
        return await self._one(LoanStanding, customer_id, loan_id)

    def _standing_of(self, loan: Loan) -> LoanStanding | None:
        return self._database.states.get(Key(LoanStanding, (loan.customer_id, loan.loan_id)))


class PortfolioReads(_Reads):
    """As `services.repayment.portfolio_repository.PortfolioRepository`."""

    async def total(self, on: date) -> None:
        def totals() -> list[PortfolioCell]:
            cells = []
            for loan in self._database.all_of(Loan):
                key = Key(LoanStanding, (loan.customer_id, loan.loan_id))
                found = self._database.states.get(key)
                standing = found or LoanStanding(loan.customer_id, loan.loan_id)
                cells.append(
                    PortfolioCell(
                        late_bucket=standing.late_bucket,
                        asset_class=standing.asset_class,
                        stage=standing.stage,
                        currency=loan.currency,
                        loans=1,
                        outstanding_minor=loan.outstanding_principal_minor,
                    )
                )
            return cells

        await self._keep(("portfolio", on), totals)

    async def cells(self, on: date) -> list[PortfolioCell]:
        kept = self._database.kept
        cells: list[PortfolioCell] = await self._read(
            "portfolio", lambda: kept.get(("portfolio", on), [])
        )
        return cells

    async def keep_provisions(self, on: date, provisions: Sequence[Provision]) -> None:
        await self._keep(("provisions", on), lambda: list(provisions))


class MonitoringReads(_Reads):
    """As `services.monitoring.repository.MonitoringRepository`."""

    async def observations_since(self, instant: datetime) -> AsyncIterator[Observation]:
        def is_wanted(observation: Observation) -> bool:
            return observation.occurred_at > instant

        for observation in await self._those(Observation, is_wanted):
            yield observation

    async def alerted_since(self, instant: datetime) -> Sequence[tuple[str, str, datetime]]:
        alerts = await self._those(Alert, lambda alert: alert.event_occurred_at > instant)
        return [(alert.rule_id, alert.subject, alert.event_occurred_at) for alert in alerts]

    async def alert_key_of(self, alert_id: UUID) -> str | None:
        alerts = await self._those(Alert, lambda alert: alert.alert_id == alert_id)
        return alerts[0].alert_key if alerts else None
