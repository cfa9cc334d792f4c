"""Show loans side by side, before any quote is made."""

import asyncio
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from chassis.errors import DomainError, Unavailable
from services.lending.domain.comparison import (
    LoanOption,
    NoOption,
    options_on_offer,
    price_option,
)
from services.lending.domain.credit_line import CreditLine, credit_line_id_of
from services.lending.domain.errors import CreditLineMissing
from services.lending.domain.loan_application import LoanApplication
from services.lending.domain.policy import LendingPolicy
from services.lending.domain.product import PERSONAL_REVOLVING, RepaymentMethod
from services.lending.domain.quote import QuoteTerms, check_terms
from services.lending.use_cases.business_days import BusinessDays
from services.lending.use_cases.partners import Reads, Schedules


class Comparisons:
    """Prices many possible loans for one customer; changes and stores nothing."""

    def __init__(self, *, reads: Reads, schedules: Schedules, days: BusinessDays) -> None:
        self._reads = reads
        self._schedules = schedules
        self._days = days

    async def compare(
        self,
        customer_id: UUID,
        amount_minor: int,
        *,
        months: Sequence[int] = (),
        methods: Sequence[RepaymentMethod] = (),
        product_code: str = PERSONAL_REVOLVING,
    ) -> tuple[date, list[LoanOption | NoOption]]:
        """Today's business date, and a loan for every term and method asked for.

        Where none is asked for, those on offer are shown. What cannot be had is in the answer with
        its reason. Raises CreditLineMissing.
        """
        line_id = credit_line_id_of(customer_id, product_code)
        today, line = await asyncio.gather(
            self._days.today(), self._reads.credit_line(customer_id, line_id)
        )
        if line is None:
            raise CreditLineMissing
        policy = self._days.policy_on(today, product_code)
        application = await self._reads.application(customer_id, line.application_id)
        return today, await asyncio.gather(
            *(
                self._option(terms, line, policy, application, today)
                for terms in _asked(amount_minor, months, methods, policy)
            )
        )

    async def _option(
        self,
        terms: QuoteTerms,
        line: CreditLine,
        policy: LendingPolicy,
        application: LoanApplication | None,
        today: date,
    ) -> LoanOption | NoOption:
        rate = line.daily_rate_ppm
        try:
            check_terms(terms, line, policy, today)
            schedule = await self._schedules.schedule(
                terms, daily_rate_ppm=rate, disbursed_on=today
            )
            return price_option(terms, schedule, rate, policy, application)
        except Unavailable:
            raise
        except DomainError as refusal:
            return NoOption(terms, refusal)


def _asked(
    amount_minor: int,
    months: Sequence[int],
    methods: Sequence[RepaymentMethod],
    policy: LendingPolicy,
) -> list[QuoteTerms]:
    if not months:
        on_offer = options_on_offer(amount_minor, policy)
        return [terms for terms in on_offer if not methods or terms.method in methods]
    return [
        QuoteTerms(amount_minor, of_months, method)
        for method in methods or policy.methods
        for of_months in months
    ]
