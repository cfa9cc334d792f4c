"""How late loans stand: looked at after each payment and every night."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from chassis.command import Command, Delivery, Execute, Key, Loaded, Origin, RequestKey
from chassis.decision import Decision
from services.repayment.domain.errors import LoanNotFound
from services.repayment.domain.late.days import (
    DelinquencyPause,
    LateInstalment,
    late_instalments,
    loan_days_late,
)
from services.repayment.domain.late.policy import LatePolicies
from services.repayment.domain.late.standing import (
    LoanStanding,
    flag_loan,
    pause_delinquency,
    resume_delinquency,
    review_customer,
)
from services.repayment.domain.loan import Loan
from services.repayment.use_cases.ports import Books


class Standings(Protocol):
    """Reads standings; the real one is `standing_repository.StandingRepository`."""

    async def loans_looked_at(self, customers: Sequence[UUID]) -> Mapping[UUID, list[UUID]]:
        """The loans of each customer that a look at the customer takes in."""

    async def has_standing(self, customer_id: UUID) -> bool:
        """Whether any loan the customer owes is or was late."""

    async def standing(self, customer_id: UUID, loan_id: UUID) -> LoanStanding | None:
        """The standing of a loan; None for one that was never late."""


@dataclass(frozen=True, slots=True)
class LateStatus:
    """How late a loan is on a business date, the present state of the loan itself."""

    loan: Loan
    standing: LoanStanding
    days_past_due: int
    late_bucket: str
    instalments: tuple[LateInstalment, ...]
    """Those past their grace, each with its own days and bucket."""
    buckets: tuple[str, ...]
    """The bucket of each of them, in the same order."""
    on: date


class DelinquencyUseCases:
    """Keeps the standings of late loans."""

    def __init__(
        self, *, execute: Execute, books: Books, standings: Standings, policies: LatePolicies
    ) -> None:
        self._execute = execute
        self._books = books
        self._standings = standings
        self._policies = policies

    async def review(self, customer_id: UUID, origin: Origin) -> int:
        """Look at all loans of a customer now; replies how many standings changed."""
        today = await self._books.business_date()
        loans = await self._standings.loans_looked_at([customer_id])
        return await self._review(customer_id, loans[customer_id], today, origin)

    async def review_if_late(self, customer_id: UUID, delivery: Delivery) -> None:
        """The same after a payment, which changes nothing for a customer who was never late."""
        if await self._standings.has_standing(customer_id):
            await self.review(customer_id, delivery)

    async def review_all(self, customers: Sequence[UUID], on: date) -> int:
        """The nightly look at some customers; the same night again changes nothing."""
        loans = await self._standings.loans_looked_at(customers)
        changed = await asyncio.gather(
            *(
                self._review(
                    customer, loans[customer], on, Delivery("daily:standing", f"{on}:{customer}")
                )
                for customer in customers
            )
        )
        return sum(changed)

    async def _review(
        self, customer_id: UUID, loan_ids: Sequence[UUID], on: date, origin: Origin
    ) -> int:
        rules = self._policies.on(on).standing_rules
        keys = [_keys(customer_id, loan_id) for loan_id in loan_ids]

        def decide(loaded: Loaded) -> Decision[int]:
            loans = [loaded.get(loan) for loan, _ in keys]
            found = (loaded.find(standing) for _, standing in keys)
            known = {standing.loan_id: standing for standing in found if standing is not None}
            return review_customer(loans, known, on, rules)

        flat = tuple(key for pair in keys for key in pair)
        return await self._execute(Command(origin, flat, decide, int)) or 0

    async def status(self, customer_id: UUID, loan_id: UUID) -> LateStatus:
        """How late a loan is at this moment. Raises LoanNotFound."""
        today = await self._books.business_date()
        loan = await self._books.loan(customer_id, loan_id)
        found = await self._standings.standing(customer_id, loan_id)
        standing = found or LoanStanding(customer_id, loan_id)
        on = loan.as_of if loan.live_repayment_id is not None else max(today, loan.as_of)
        loan = loan.brought_to(on)[0]
        buckets = self._policies.on(today).delinquency_buckets
        days = loan_days_late(loan, on, standing.pauses)
        late = late_instalments(loan.instalments, loan.terms, on, standing.pauses)
        return LateStatus(
            loan=loan,
            standing=standing,
            days_past_due=days,
            late_bucket=buckets.name_at(days),
            instalments=late,
            buckets=tuple(buckets.name_at(instalment.days_past_due) for instalment in late),
            on=on,
        )

    async def pause(
        self, customer_id: UUID, loan_id: UUID, pause: DelinquencyPause, request: RequestKey
    ) -> LoanStanding:
        """Stop counting days late for a while; see `pause_delinquency` for what is refused."""
        today = await self._books.business_date()
        return await self._change(
            customer_id,
            loan_id,
            request,
            lambda loan, standing: pause_delinquency(loan, standing, pause, today),
        )

    async def resume(self, customer_id: UUID, loan_id: UUID, request: RequestKey) -> LoanStanding:
        """Go on counting tomorrow; see `resume_delinquency` for what is refused."""
        today = await self._books.business_date()
        return await self._change(
            customer_id,
            loan_id,
            request,
            lambda loan, standing: resume_delinquency(loan, standing, today),
        )

    async def flag_fraud(
        self, customer_id: UUID, loan_id: UUID, *, is_fraud: bool, request: RequestKey
    ) -> LoanStanding:
        """Note that a loan was taken by fraud, or that it was not. Raises LoanNotFound."""
        today = await self._books.business_date()
        return await self._change(
            customer_id,
            loan_id,
            request,
            lambda loan, standing: flag_loan(loan, standing, today, is_fraud=is_fraud),
        )

    async def _change(
        self,
        customer_id: UUID,
        loan_id: UUID,
        request: RequestKey,
        decide: Callable[[Loan, LoanStanding | None], Decision[LoanStanding]],
    ) -> LoanStanding:
        """Change one standing, then look at the customer: what follows from it shows at once."""
        loan_key, standing_key = _keys(customer_id, loan_id)

        def decide_loaded(loaded: Loaded) -> Decision[LoanStanding]:
            loan = loaded.find(loan_key)
            if loan is None:
                raise LoanNotFound(kind="loan")
            return decide(loan, loaded.find(standing_key))

        changed = await self._execute(
            Command(request, (loan_key, standing_key), decide_loaded, LoanStanding)
        )
        await self.review(customer_id, Delivery("standing:changed", str(request.request_id)))
        return await self._standings.standing(customer_id, loan_id) or changed


def _keys(customer_id: UUID, loan_id: UUID) -> tuple[Key[Loan], Key[LoanStanding]]:
    return Key(Loan, (customer_id, loan_id)), Key(LoanStanding, (customer_id, loan_id))
