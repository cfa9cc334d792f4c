"""Quote a loan, show its cost sheet and key clauses, have them confirmed."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from chassis.command import Command, Execute, Key, Loaded, Origin
from chassis.decision import Decision
from chassis.errors import DomainError
from chassis.ports import Clock, NewId
from services.lending.domain import signature
from services.lending.domain.credit_line import credit_line_id_of
from services.lending.domain.documents import Templates
from services.lending.domain.errors import CreditLineMissing
from services.lending.domain.product import PERSONAL_REVOLVING
from services.lending.domain.quote import MakeQuote, Quote, QuoteTerms, check_terms, make_quote
from services.lending.domain.salient_clauses import ClauseSeen
from services.lending.use_cases.business_days import BusinessDays
from services.lending.use_cases.partners import Identity, Reads, Schedules
from services.lending.use_cases.refusals import refusing


class Quotes:
    """The customer's way from a question to all that comes before a contract."""

    def __init__(
        self,
        *,
        execute: Execute,
        reads: Reads,
        identity: Identity,
        schedules: Schedules,
        days: BusinessDays,
        templates: Templates,
        clock: Clock,
        new_id: NewId,
    ) -> None:
        self._execute = execute
        self._reads = reads
        self._identity = identity
        self._schedules = schedules
        self._days = days
        self._templates = templates
        self._clock = clock
        self._new_id = new_id

    async def give(
        self,
        customer_id: UUID,
        terms: QuoteTerms,
        origin: Origin,
        product_code: str = PERSONAL_REVOLVING,
    ) -> Quote:
        """Price a loan for today's business date and write its cost sheet."""
        try:
            quote = await self._price(customer_id, terms, product_code)
        except DomainError as refusal:
            decide = refusing(refusal)
        else:

            def decide(_: Loaded) -> Decision[Quote]:
                return signature.give_quote(quote)

        return await self._execute(Command(origin, (), decide, Quote))

    async def open_cost_sheet(self, customer_id: UUID, quote_id: UUID, origin: Origin) -> Quote:
        """The sheet is on the customer's screen."""
        key = Key(Quote, (customer_id, quote_id))
        today, now = await self._days.today(), self._clock()

        def decide(loaded: Loaded) -> Decision[Quote]:
            return signature.open_cost_sheet(loaded.get(key), today=today, now=now)

        return await self._execute(Command(origin, (key,), decide, Quote))

    async def confirm_cost_sheet(
        self, customer_id: UUID, quote_id: UUID, sha256: str, origin: Origin
    ) -> Quote:
        """The customer read the sheet with this hash and agrees."""
        key = Key(Quote, (customer_id, quote_id))
        today, now = await self._days.today(), self._clock()

        def decide(loaded: Loaded) -> Decision[Quote]:
            quote = loaded.get(key)
            return signature.confirm_cost_sheet(quote, sha256, today=today, now=now)

        return await self._execute(Command(origin, (key,), decide, Quote))

    async def open_clauses(self, customer_id: UUID, quote_id: UUID, origin: Origin) -> Quote:
        """The key clauses are on the customer's screen."""
        key = Key(Quote, (customer_id, quote_id))
        today, now = await self._days.today(), self._clock()

        def decide(loaded: Loaded) -> Decision[Quote]:
            return signature.open_clauses(loaded.get(key), today=today, now=now)

        return await self._execute(Command(origin, (key,), decide, Quote))

    async def acknowledge_clauses(
        self, customer_id: UUID, quote_id: UUID, seen: Sequence[ClauseSeen], origin: Origin
    ) -> Quote:
        """The customer read these clauses and agrees to each."""
        key = Key(Quote, (customer_id, quote_id))
        today, now = await self._days.today(), self._clock()

        def decide(loaded: Loaded) -> Decision[Quote]:
            return signature.acknowledge_clauses(loaded.get(key), seen, today=today, now=now)

        return await self._execute(Command(origin, (key,), decide, Quote))

    async def _price(self, customer_id: UUID, terms: QuoteTerms, product_code: str) -> Quote:
        self._days.policies.of(product_code)
        line_id = credit_line_id_of(customer_id, product_code)
        today, line = await asyncio.gather(
            self._days.today(), self._reads.credit_line(customer_id, line_id)
        )
        if line is None:
            raise CreditLineMissing
        policy = self._days.policy_on(today, product_code)
        check_terms(terms, line, policy, today)
        customer, schedule = await asyncio.gather(
            self._identity.customer(customer_id),
            self._schedules.schedule(terms, daily_rate_ppm=line.daily_rate_ppm, disbursed_on=today),
        )
        command = MakeQuote(
            quote_id=self._new_id(),
            terms=terms,
            schedule=schedule,
            borrower_masked=customer.label_masked,
            policy=policy,
            now=self._clock(),
        )
        return make_quote(command, line, self._templates)
