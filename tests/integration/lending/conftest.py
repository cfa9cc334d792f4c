"""Lending on a real database (and bus, and RPC server), with stand-ins for those it asks."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from chassis.command import RequestKey
from chassis.database import Pool, open_pool
from chassis.executor import open_executor
from chassis.personal import Personal
from chassis.personal_data import CustomerKeys, new_key_line
from chassis.ports import new_id, utc_now
from services.lending.__main__ import MIGRATIONS
from services.lending.contract_files import DocumentVault
from services.lending.domain.contract import Contract
from services.lending.domain.drawdown import Drawdown
from services.lending.domain.product import Purpose
from services.lending.domain.quote import Quote, QuoteTerms
from services.lending.policy_file import read_related_parties
from services.lending.policy_repository import PolicyRepository
from services.lending.post_loan_repository import PostLoanRepository
from services.lending.published_events import to_message
from services.lending.repository import TABLES, LendingRepository
from services.lending.use_cases.applications import ApplicationForm
from services.lending.use_cases.assembly import Lending, Surroundings, assemble
from tests.builders.lending import (
    CARD,
    CUSTOMER,
    TODAY,
    FixedScorer,
    clauses_seen,
    decisions,
    policies,
    some_terms,
    templates,
)
from tests.conftest import FreshDatabase
from tests.integration.lending.partners import (
    CODE,
    FakeBureau,
    FakeIdentity,
    FakeMonitoring,
    FakePapers,
    FakeRail,
    FakeSchedules,
    FakeSeals,
)


def a_request(customer_id: UUID = CUSTOMER) -> RequestKey:
    return RequestKey(f"customer:{customer_id}", new_id(), b"body")


A_FORM = ApplicationForm("An employer", "An occupation", 2_820_000, Purpose.TRAVEL, True)


class World:
    """Lending, its database, and everything around it that a test may bend."""

    def __init__(self, pool: Pool, key_file: Path) -> None:
        self.pool = pool
        key_file.write_text(new_key_line())
        self.vault = DocumentVault(CustomerKeys(key_file))
        self.papers = FakePapers()
        self.seals = FakeSeals()
        self.reads = LendingRepository(pool)
        self.identity = FakeIdentity()
        self.bureau = FakeBureau()
        self.scorer = FixedScorer()
        self.dice_ppm = 999_999
        self.monitoring = FakeMonitoring()
        self.rail = FakeRail()
        self.ahead = timedelta(0)
        self.lending: Lending
        self.execute: Any

    def now(self) -> datetime:
        return utc_now() + self.ahead

    def wire(self, execute: Any) -> None:
        self.execute = execute
        self.lending = assemble(
            Surroundings(
                execute=execute,
                reads=self.reads,
                identity=self.identity,
                bureau=self.bureau,
                scorer=self.scorer,
                schedules=FakeSchedules(),
                papers=self.papers,
                seals=self.seals,
                vault=self.vault,
                monitoring=self.monitoring,
                rail=self.rail,
                policies=policies(),
                policy_reads=PolicyRepository(self.pool),
                post_loan_reads=PostLoanRepository(self.pool),
                decisions=decisions(),
                related=read_related_parties(),
                templates=templates(),
                first_business_date=TODAY,
                clock=self.now,
                new_id=new_id,
                ask_again_s=0.02,
                roll_ppm=lambda: self.dice_ppm,
            )
        )

    async def open_line(self, customer_id: UUID = CUSTOMER) -> None:
        await self.lending.applications.apply(customer_id, A_FORM, a_request(customer_id))

    async def sign(
        self, customer_id: UUID = CUSTOMER, *, amount_minor: int = 1_000_000, instalments: int = 10
    ) -> Contract:
        """A contract signed after all the steps before it."""
        quotes = self.lending.quotes
        terms: QuoteTerms = some_terms(amount_minor=amount_minor, instalments=instalments)
        quote = await quotes.give(customer_id, terms, a_request(customer_id))
        await quotes.open_cost_sheet(customer_id, quote.quote_id, a_request(customer_id))
        await quotes.open_clauses(customer_id, quote.quote_id, a_request(customer_id))
        self.ahead += timedelta(seconds=5)
        sheet_hash = quote.cost_sheet.sha256
        await quotes.confirm_cost_sheet(
            customer_id, quote.quote_id, sheet_hash, a_request(customer_id)
        )
        await quotes.acknowledge_clauses(
            customer_id, quote.quote_id, clauses_seen(quote), a_request(customer_id)
        )
        agreed = await self.agree(quote)
        return await self.lending.contracts.seal(customer_id, agreed.contract_id)

    async def agree(self, quote: Quote) -> Contract:
        """The customer signs the draft of a quote with a code; its seal is still to come."""
        customer_id, quote_id = quote.customer_id, quote.quote_id
        contracts = self.lending.contracts
        made = await contracts.draft(customer_id, quote_id)
        await contracts.send_code(customer_id, quote_id, made.sha256, a_request(customer_id))
        return await contracts.sign(
            customer_id, quote_id, made.sha256, Personal(CODE), a_request(customer_id)
        )

    async def draw(
        self, customer_id: UUID = CUSTOMER, *, amount_minor: int = 1_000_000
    ) -> Drawdown:
        contract = await self.sign(customer_id, amount_minor=amount_minor)
        return await self.lending.drawdowns.draw(
            customer_id, contract.contract_id, CARD, a_request(customer_id)
        )

    async def state_of(self, drawdown: Drawdown) -> Drawdown:
        return await self.lending.drawdowns.drawdown(drawdown.customer_id, drawdown.drawdown_id)

    async def line(self, customer_id: UUID = CUSTOMER) -> Any:
        return await self.lending.applications.credit_line(customer_id)

    async def announced(self) -> list[str]:
        """The events in the outbox, in order, by their names."""
        rows = await self.pool.fetch("select message_type from outbox order by message_id")
        return [row["message_type"].rpartition(".")[2] for row in rows]


@pytest.fixture
async def world(fresh_database: FreshDatabase, tmp_path: Path) -> AsyncIterator[World]:
    url = await fresh_database(MIGRATIONS)
    async with open_pool(url) as pool:
        world = World(pool, tmp_path / "field.key")
        async with open_executor(
            pool, tables=TABLES, announce=to_message, clock=world.now, new_id=new_id
        ) as execute:
            world.wire(execute)
            yield world
