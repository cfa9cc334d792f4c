"""Loans: opened from paid drawdowns, looked at, repaid."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.command import Command, Delivery, Execute, Key, Loaded, RequestKey
from chassis.decision import Decision
from chassis.frozen import replace
from chassis.ports import Clock, NewId
from services.repayment.domain.collection import (
    Repayment,
    RepaymentKind,
    RequestRepayment,
    request_repayment,
)
from services.repayment.domain.errors import (
    CardNotBound,
    CurrencyDiffers,
    LoanNotFound,
    LoanSettledAlready,
)
from services.repayment.domain.history import PrepaymentEffect
from services.repayment.domain.loan import Loan, LoanStatus, Payoff
from services.repayment.domain.loan_opening import OpenLoan, open_loan
from services.repayment.domain.mandate import Mandate, Permission, authorise
from services.repayment.domain.policy import PolicyRegistry
from services.repayment.domain.prepayment_fee import fee_of_contract
from services.repayment.domain.statement import (
    Statement,
    loan_statement,
    month_period,
    whole_life,
)
from services.repayment.domain.terms import DisclosedFee, LoanTerms, Method
from services.repayment.use_cases.ports import Books, Cards


@dataclass(frozen=True, slots=True)
class PaidDrawdown:
    """A drawdown as lending announced it."""

    customer_id: UUID
    drawdown_id: UUID
    credit_line_id: UUID
    contract_id: UUID
    card_id: UUID
    amount_minor: int
    currency: str
    instalments: int
    method: Method
    daily_rate_ppm: int
    penalty_factor_pct: int
    cap_annual_ppm: int
    grace_days: int
    disbursed_on: date
    policy_version: str
    fees: tuple[DisclosedFee, ...] = ()
    """What its cost sheet lists for particular cases."""
    prepayment_fee_ppm: int = 0
    """The share of principal repaid early that its cost sheet names."""


@dataclass(frozen=True, slots=True)
class Repay:
    """A customer asks to repay from a card."""

    customer_id: UUID
    loan_id: UUID
    amount_minor: int
    card_id: UUID
    kind: RepaymentKind
    currency: str = ""
    """The currency the customer means; empty for the loan's own."""
    effect: PrepaymentEffect = PrepaymentEffect.SMALLER_INSTALMENTS


@dataclass(frozen=True, slots=True)
class LoanOnDate:
    """A loan as it stands on a business date."""

    loan: Loan
    on: date


class LoanUseCases:
    """What customers and events do with loans."""

    def __init__(
        self,
        *,
        execute: Execute,
        books: Books,
        cards: Cards,
        policies: PolicyRegistry,
        clock: Clock,
        new_id: NewId,
    ) -> None:
        self._execute = execute
        self._books = books
        self._cards = cards
        self._policies = policies
        self._clock = clock
        self._new_id = new_id

    async def open_loan(
        self, drawdown: PaidDrawdown, delivery: Delivery, given: Permission | None = None
    ) -> Loan | None:
        """Open the loan of a paid drawdown, once however often it is told; None when told again.

        Its mandate begins in the same commit when it is known whether the card may be debited.
        """
        today = await self._books.business_date()
        opening = self._opening(drawdown, opened_on=max(today, drawdown.disbursed_on))
        key = Key(Loan, (drawdown.customer_id, drawdown.drawdown_id))
        mandate_key = Key(Mandate, key.parts)

        def decide(loaded: Loaded) -> Decision[Loan]:
            opened = open_loan(loaded.find(key), opening)
            if given is None or not opened.changes:
                return opened
            begun = authorise(loaded.find(mandate_key), opened.reply, given)
            return replace(opened, changes=(*opened.changes, *begun.changes))

        return await self._execute(
            Command(origin=delivery, keys=(key, mandate_key), decide=decide, reply_type=Loan)
        )

    def _opening(self, drawdown: PaidDrawdown, opened_on: date) -> OpenLoan:
        policy = self._policies.on(drawdown.disbursed_on)
        terms = LoanTerms(
            daily_rate_ppm=drawdown.daily_rate_ppm,
            instalments=drawdown.instalments,
            penalty_factor_pct=drawdown.penalty_factor_pct,
            cap_annual_ppm=drawdown.cap_annual_ppm,
            grace_days=drawdown.grace_days,
            allocation=policy.allocation,
            prepayment_from_day=policy.prepayment_from_day,
            lending_policy_version=drawdown.policy_version,
            repayment_policy_version=policy.version,
            method=drawdown.method,
            due_day_shift=policy.due_day_shift,
            compound=policy.compound_penalty,
            principal_first_after_days=policy.principal_first_after_days,
            prepayment_fee=fee_of_contract(drawdown.prepayment_fee_ppm),
            fees=drawdown.fees,
        )
        return OpenLoan(
            customer_id=drawdown.customer_id,
            loan_id=drawdown.drawdown_id,
            credit_line_id=drawdown.credit_line_id,
            contract_id=drawdown.contract_id,
            card_id=drawdown.card_id,
            currency=drawdown.currency,
            principal_minor=drawdown.amount_minor,
            terms=terms,
            disbursed_on=drawdown.disbursed_on,
            opened_on=opened_on,
        )

    async def list_loans(
        self, customer_id: UUID, older_than: UUID | None, limit: int
    ) -> list[LoanOnDate]:
        """A customer's loans on the business date, the newest first."""
        today = await self._books.business_date()
        loans = await self._books.loans(customer_id, older_than, limit)
        return [_on(loan, today) for loan in loans]

    async def get_loan(self, customer_id: UUID, loan_id: UUID) -> LoanOnDate:
        """One loan on the business date. Raises LoanNotFound."""
        today = await self._books.business_date()
        return _on(await self._books.loan(customer_id, loan_id), today)

    async def quote_payoff(self, customer_id: UUID, loan_id: UUID) -> tuple[Loan, Payoff]:
        """What settles a loan today. Raises LoanNotFound, LoanSettledAlready."""
        today = await self._books.business_date()
        loan = await self._books.loan(customer_id, loan_id)
        if loan.status is LoanStatus.SETTLED:
            raise LoanSettledAlready(settled_on=loan.settled_on)
        on = max(today, loan.as_of)
        loan, _ = loan.brought_to(on)
        return loan, loan.payoff(on)

    async def repay(self, request: Repay, request_key: RequestKey) -> Repayment:
        """Start collecting a repayment; see `request_repayment` for what is refused."""
        if await self._cards.card(request.customer_id, request.card_id) is None:
            raise CardNotBound(card_id=request.card_id)
        wanted = RequestRepayment(
            repayment_id=self._new_id(),
            kind=request.kind,
            amount_minor=request.amount_minor,
            card_id=request.card_id,
            on=await self._books.business_date(),
            at=self._clock(),
            effect=request.effect,
        )
        key = Key(Loan, (request.customer_id, request.loan_id))

        def decide(loan: Loan | None) -> Decision[Repayment]:
            if loan is None:
                raise LoanNotFound(kind="loan")
            if request.currency not in {"", loan.currency}:
                raise CurrencyDiffers(currency=loan.currency)
            return request_repayment(loan, wanted)

        return await self._execute(
            Command(
                origin=request_key,
                keys=(key,),
                decide=lambda loaded: decide(loaded.find(key)),
                reply_type=Repayment,
            )
        )

    async def get_repayment(self, customer_id: UUID, repayment_id: UUID) -> Repayment:
        """Raises RepaymentNotFound."""
        return await self._books.repayment(customer_id, repayment_id)

    async def statement(self, customer_id: UUID, loan_id: UUID, month: date | None) -> Statement:
        """What moved on a loan, in one month or ever. Raises LoanNotFound, MonthNotBegun."""
        today = await self._books.business_date()
        loan = await self._books.loan(customer_id, loan_id)
        period = month_period(month, today) if month else whole_life(loan, today)
        return loan_statement(loan, period)


def _on(loan: Loan, today: date) -> LoanOnDate:
    """The loan as the dates up to today make it, whether or not the daily work has reached it.

    One whose collection is under way stands still: it is not late because the rail is slow.
    """
    on = max(today, loan.as_of) if loan.live_repayment_id is None else loan.as_of
    return LoanOnDate(loan.brought_to(on)[0], on)
