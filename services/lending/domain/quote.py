"""A quote: what one loan would cost, valid on its business date, and the steps towards a signature.

The order is fixed by rule: the cost sheet is opened, stays open for the policy's seconds, is
confirmed by this customer, and only then can the contract be signed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from services.lending.domain.cost_of_credit import (
    AnnualCost,
    PenaltyTerms,
    annual_cost,
    penalty_terms,
    require_under_cap,
    service_fee_minor,
)
from services.lending.domain.cost_sheet import CostSheet, LoanCosts, sheet_facts, write_cost_sheet
from services.lending.domain.credit_line import CreditLine
from services.lending.domain.documents import Templates
from services.lending.domain.errors import (
    AmountAboveMaximum,
    AmountBelowMinimum,
    CostSheetHashDiffers,
    CostSheetNotConfirmed,
    CostSheetNotOpened,
    CostSheetReadTooShort,
    InstalmentsNotOffered,
    LimitExceeded,
    MethodNotOffered,
    QuoteExpired,
)
from services.lending.domain.loan_terms import LoanTerms
from services.lending.domain.policy import LendingPolicy
from services.lending.domain.product import Purpose, RepaymentMethod
from services.lending.domain.salient_clauses import ClauseReading, ClauseSeen, write_clauses
from services.lending.domain.schedule import Schedule


@dataclass(frozen=True, slots=True)
class QuoteTerms:
    """What the customer asks a quote for."""

    amount_minor: int
    instalments: int
    method: RepaymentMethod


@dataclass(frozen=True, slots=True)
class Quote:
    """The terms of one possible loan and how far the customer has come with it."""

    customer_id: UUID
    quote_id: UUID
    credit_line_id: UUID
    product_code: str
    borrower_masked: str
    purpose: Purpose
    terms: QuoteTerms
    daily_rate_ppm: int
    valid_on: date
    schedule: Schedule
    annual: AnnualCost
    penalty: PenaltyTerms
    service_fee_minor: int
    prepayment_fee_ppm: int
    cost_sheet: CostSheet
    clauses: ClauseReading
    contract_template: str
    policy_version: str
    quoted_at: datetime
    opened_at: datetime | None = None
    confirmed_at: datetime | None = None
    contract_id: UUID | None = None
    version: int = 0

    def open_cost_sheet(self, *, today: date, now: datetime) -> "Quote":
        """The customer opens the sheet. Opening it again does not start the reading anew."""
        self.require_valid_on(today)
        return self if self.opened_at is not None else replace(self, opened_at=now)

    def confirm_cost_sheet(self, sha256: str, *, today: date, now: datetime) -> "Quote":
        """The customer confirms the sheet read. Refuses another hash and too short a time."""
        self.require_valid_on(today)
        if sha256 != self.cost_sheet.sha256:
            raise CostSheetHashDiffers
        if self.confirmed_at is not None:
            return self
        if now < self.confirmable_at:
            raise CostSheetReadTooShort(confirmable_at=self.confirmable_at.isoformat())
        return replace(self, confirmed_at=now)

    def open_clauses(self, *, today: date, now: datetime) -> "Quote":
        """The key clauses come on the screen. Doing it again does not start the reading anew."""
        self.require_valid_on(today)
        if self.clauses.opened_at is not None:
            return self
        return replace(self, clauses=replace(self.clauses, opened_at=now))

    def acknowledge(self, seen: Sequence[ClauseSeen], *, today: date, now: datetime) -> "Quote":
        """The customer agrees to key clauses; see ClauseReading for what is refused."""
        self.require_valid_on(today)
        clauses = self.clauses.acknowledge(seen, now)
        if clauses.acknowledged == self.clauses.acknowledged:
            return self
        return replace(self, clauses=clauses)

    def require_confirmed(self) -> None:
        """Refuse to go on to the contract before the sheet is confirmed."""
        if self.confirmed_at is None:
            raise CostSheetNotConfirmed

    @property
    def confirmable_at(self) -> datetime:
        """The earliest time the sheet can be confirmed. Raises CostSheetNotOpened before that."""
        if self.opened_at is None:
            raise CostSheetNotOpened
        return self.opened_at + timedelta(seconds=self.cost_sheet.min_reading_s)

    @property
    def loan_terms(self) -> LoanTerms:
        """What a contract on this quote fixes."""
        return LoanTerms(
            amount_minor=self.terms.amount_minor,
            instalments=self.terms.instalments,
            method=self.terms.method,
            daily_rate_ppm=self.daily_rate_ppm,
            penalty=self.penalty,
            valid_on=self.valid_on,
            schedule_sha256=self.schedule.sha256,
            policy_version=self.policy_version,
            prepayment_fee_ppm=self.prepayment_fee_ppm,
            fees=self.cost_sheet.fees,
            product_code=self.product_code,
        )

    def require_valid_on(self, today: date) -> None:
        """Refuse a quote of another business date: its schedule would not be the true one."""
        require_same_day(self.valid_on, today)


@dataclass(frozen=True, slots=True)
class MakeQuote:
    """Everything a quote is made from; the schedule was computed by repayment."""

    quote_id: UUID
    terms: QuoteTerms
    schedule: Schedule
    borrower_masked: str
    policy: LendingPolicy
    now: datetime


def require_same_day(valid_on: date, today: date) -> None:
    """Refuse terms of another business date."""
    if today != valid_on:
        raise QuoteExpired(valid_on=valid_on.isoformat(), today=today.isoformat())


def check_terms(terms: QuoteTerms, line: CreditLine, policy: LendingPolicy, today: date) -> None:
    """Refuse what the product does not offer, then what this line does not carry today."""
    if terms.amount_minor < policy.drawdown_min_minor:
        raise AmountBelowMinimum(minimum_minor=policy.drawdown_min_minor)
    if terms.amount_minor > policy.drawdown_max_minor:
        raise AmountAboveMaximum(maximum_minor=policy.drawdown_max_minor)
    if terms.method not in policy.methods:
        raise MethodNotOffered(offered=",".join(policy.methods))
    months = policy.months_offered(terms.method)
    if terms.instalments not in months:
        raise InstalmentsNotOffered(offered=",".join(map(str, months)))
    line.require_usable_on(today, policy)
    if terms.amount_minor > line.free_minor:
        raise LimitExceeded(available_minor=line.free_minor)


def make_quote(command: MakeQuote, line: CreditLine, templates: Templates) -> Quote:
    """Price the loan and write its cost sheet. Refuses a loan whose cost would pass the cap."""
    policy, schedule = command.policy, command.schedule
    check_terms(command.terms, line, policy, schedule.disbursed_on)
    fee = service_fee_minor(command.terms.amount_minor, policy)
    annual = annual_cost(schedule, line.daily_rate_ppm, fee)
    without_fee = annual_cost(schedule, line.daily_rate_ppm, 0) if fee else annual
    require_under_cap(annual, policy)
    penalty = penalty_terms(policy)
    costs = LoanCosts(
        quote_id=command.quote_id,
        instalments=command.terms.instalments,
        method=command.terms.method,
        schedule=schedule,
        daily_rate_ppm=line.daily_rate_ppm,
        annual=annual,
        penalty=penalty,
        service_fee_minor=fee,
        service_fee_annual_ppm=annual.irr_x12_ppm - without_fee.irr_x12_ppm,
        prepayment_fee_ppm=policy.prepayment_fee_ppm,
    )
    return Quote(
        customer_id=line.customer_id,
        quote_id=command.quote_id,
        credit_line_id=line.credit_line_id,
        product_code=line.product_code,
        borrower_masked=command.borrower_masked,
        purpose=line.purpose,
        terms=command.terms,
        daily_rate_ppm=line.daily_rate_ppm,
        valid_on=schedule.disbursed_on,
        schedule=schedule,
        annual=annual,
        penalty=penalty,
        service_fee_minor=fee,
        prepayment_fee_ppm=policy.prepayment_fee_ppm,
        cost_sheet=write_cost_sheet(costs, policy, templates),
        clauses=write_clauses(command.quote_id, sheet_facts(costs, policy), policy, templates),
        contract_template=policy.contract_template,
        policy_version=policy.version,
        quoted_at=command.now,
    )
