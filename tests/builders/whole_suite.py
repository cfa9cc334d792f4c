"""A whole suite for tests: all processes, customers made ready, crashes armed, the books verified.

async with whole_suite(folder) as world:
    ready, = await world.customers_with_contracts(1)
    loan_id = await world.drawn(ready)
    await world.assert_every_invariant_holds()
"""

import asyncio
import itertools
import json
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import grpc
import nats
import pytest

from chassis.errors import Unavailable
from chassis.frozen import replace
from chassis.streams import STREAMS
from cli.checker.facts import Facts
from cli.commands.token import staff_token
from cli.commands.verify import check_running
from cli.demo.app import App, Desk, OutsideWorld, Refused, open_desk, open_session
from cli.demo.customer import Customer
from cli.demo.story import ENOUGH_MONEY, FIRST_DATE, INCOME
from cli.suite.plan import SERVICES, Options
from cli.suite.supervisor import Suite

PROJECT = Path(__file__).parents[2]
NO_RATE_LIMITS = dict.fromkeys(
    (
        "GRANARY_LOG_IN_PER_MINUTE",
        "GRANARY_ANONYMOUS_PER_MINUTE",
        "GRANARY_CHANGES_PER_MINUTE",
        "GRANARY_READS_PER_MINUTE",
    ),
    "0",
)
"""All customers of a test call from one address."""
ASKS_AGAIN_SOON = {"GRANARY_COLLECTION_FIRST_WAIT_S": "0.1"}
"""The wait after an unclear answer of the rail, which doubles each time, begins shorter."""
DRAWS_PER_CUSTOMER = 2
"""One more to have an older loan makes three; monitoring blocks a fourth within ten minutes."""
VERIFY_WITHIN_S = 45.0
PATIENCE_S = 60.0
JOINED_AT_ONCE = 8
_people = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Ready:
    """A customer who has only to draw; the old loan of 1,000.00 can be repaid already."""

    customer: Customer
    contract: Any
    old_loan_id: str


class World:
    """One running suite and everybody around it."""

    def __init__(
        self, suite: Suite, session: aiohttp.ClientSession, desk: Desk, armed: Path
    ) -> None:
        self.suite = suite
        self.session = session
        self.desk = desk
        self.outside = OutsideWorld(session, suite.sandbox_url)
        self._armed = armed
        self._borrowers: list[tuple[Customer, str]] = []
        self._ready: list[Ready] = []

    def address(self, service: str) -> str:
        """Where a service answers RPCs."""
        return address_of(self.suite, service)

    def customer_of(self, person: dict[str, Any]) -> Customer:
        """A person who has not logged in yet, each with a phone of their own."""
        app = App(self.session, self.suite.gateway_url, "en")
        return Customer(app, self.outside, person, device_id=f"phone-{person['phone']}")

    async def customer(self) -> Customer:
        """Somebody new with a credit line, a card and money on it."""
        seed = next(_people)
        (person,) = await self.outside.people(count=1, archetype="good", seed=seed)
        customer = self.customer_of(person)
        await customer.log_in()
        await customer.consent()
        await customer.register()
        await customer.bind_card()
        await self.outside.set_balance(person["card_number"], ENOUGH_MONEY)
        decision = await customer.apply(INCOME)
        assert decision["outcome"] == "APPROVED", decision
        return customer

    async def customers(self, count: int) -> list[Customer]:
        """Several new ones."""
        turn = asyncio.Semaphore(JOINED_AT_ONCE)

        async def one() -> Customer:
            async with turn:
                return await self.customer()

        return await asyncio.gather(*(one() for _ in range(count)))

    async def prepare(self, count: int) -> None:
        """Have this many for `take`, with a contract each over 500.00 that holds today.

        Loans cannot be repaid on their first day, so that one day is closed here.
        """
        customers = await self.customers(-(-count // DRAWS_PER_CUSTOMER))
        contracts = await asyncio.gather(*(one.prepare(100_000, 5) for one in customers))
        loans = [
            await self.drawn(customer, contract)
            for customer, contract in zip(customers, contracts, strict=True)
        ]
        await self.close_days(await self.days_from_today(1))
        self._borrowers += zip(customers, loans, strict=True)
        owners = list(zip(customers, loans, strict=True)) * DRAWS_PER_CUSTOMER
        contracts = await asyncio.gather(*(owner.prepare(50_000, 5) for owner, _ in owners))
        self._ready += [
            Ready(owner, contract, loan_id)
            for (owner, loan_id), contract in zip(owners, contracts, strict=True)
        ]

    def take(self) -> Ready:
        """A signed contract nobody has drawn on yet; `prepare` says how many there are."""
        return self._ready.pop()

    def borrower(self) -> tuple[Customer, str]:
        """Each time the next customer with a loan from `prepare`, and the loan's id."""
        self._borrowers.append(self._borrowers.pop(0))
        return self._borrowers[-1]

    async def contract(self, customer: Customer) -> Any:
        """A signed contract over 500.00; a quote that a day closed late made old is asked anew."""
        while True:
            try:
                return await customer.prepare(50_000, 5)
            except Refused as refused:
                if refused.reason != "QUOTE_EXPIRED":
                    raise
            await asyncio.sleep(1)

    async def drawn(self, customer: Customer, contract: Any) -> str:
        """Draw, and see the drawdown paid and the loan opened; returns the loan's id."""
        loan_id = await customer.draw(contract)
        drawdown = await customer.drawdown_is(loan_id, "PAID", "REFUSED")
        assert drawdown["status"] == "PAID", drawdown
        await customer.loan_opened(loan_id)
        return loan_id

    async def days_from_today(self, days: int) -> str:
        """A date so many days after the open business date, as ISO text."""
        today = date.fromisoformat(await self.desk.business_date())
        return (today + timedelta(days=days)).isoformat()

    async def close_days(self, until: str, one_closed: asyncio.Event | None = None) -> None:
        """Close days, again and again while the suite is away, as an operator would."""

        def on_day(*_: object) -> None:
            if one_closed is not None:
                one_closed.set()

        async with asyncio.timeout(PATIENCE_S):
            while True:
                try:
                    await self.desk.close_days(until, on_day)
                except (Unavailable, grpc.RpcError):
                    await asyncio.sleep(0.3)
                else:
                    return

    @asynccontextmanager
    async def crash(self, service: str, point: str) -> AsyncIterator[None]:
        """Kill the service once at a crash point within the block; it is back at the end."""
        process = self.suite.processes[service]
        before = process.crashes
        armed = armed_file(self._armed, service)
        armed.write_text(point)
        back = asyncio.create_task(self.back_after_crash(service, before))
        try:
            yield
            assert not armed.exists(), f"{service} never passed {point}"
            await back
        finally:
            armed.unlink(missing_ok=True)
            back.cancel()
            await asyncio.gather(back, return_exceptions=True)
        assert process.crashes == before + 1

    async def back_after_crash(self, service: str, crashes_before: int) -> None:
        """Return when the service died after so many crashes and is ready again."""
        process = self.suite.processes[service]
        await become_true(lambda: process.crashes > crashes_before)
        await self.suite.wait_ready(service)
        await hand_out_again(self.suite.nats_url)

    async def assert_every_invariant_holds(self) -> Facts:
        """Everything final, every promise kept, over all databases, the bus and the rail."""
        facts, findings = await check_running(self.suite, VERIFY_WITHIN_S)
        assert findings == []
        return facts


async def become_true(condition: Callable[[], bool]) -> None:
    """Wait for something other processes do; raises TimeoutError when patience ends."""
    async with asyncio.timeout(PATIENCE_S):
        while not condition():  # noqa: ASYNC110 - other processes set no event
            await asyncio.sleep(0.02)


async def hand_out_again(nats_url: str) -> None:
    """Have the bus deliver at once what a killed process had in hand, instead of in 30 s.

    A shorter wait for acknowledgements takes effect on what is already waiting.
    """
    client = await nats.connect(nats_url)
    try:
        jetstream = client.jetstream()
        for stream in STREAMS:
            for consumer in await jetstream.consumers_info(stream.name):
                config = replace(consumer.config, ack_wait=1)
                await jetstream.add_consumer(stream.name, config=config)
    finally:
        await client.close()


async def verified(data_dir: Path, *options: str) -> dict[str, Any]:
    """What `granary verify --json` says of a folder; its exit status must say the same."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "cli", "verify", "--json", "--data-dir", str(data_dir), *options,
        cwd=PROJECT,
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    printed, _ = await process.communicate()
    result: dict[str, Any] = json.loads(printed)
    assert process.returncode == (0 if result["holds"] else 1)
    return result


def address_of(suite: Suite, service: str) -> str:
    """The host:port of a service's RPCs."""
    return f"127.0.0.1:{suite.ports[service]}"


def armed_file(folder: Path, service: str) -> Path:
    """Where the crash point of one service is named."""
    return folder / f"armed-{service}"


@asynccontextmanager
async def whole_suite(folder: Path) -> AsyncIterator[World]:
    """All processes on a new folder, on the first day of the demo, without limits per address."""
    env = {
        service: {"GRANARY_CRASH_POINT_FILE": str(armed_file(folder, service))}
        for service in SERVICES
    }
    env["repayment"] |= ASKS_AGAIN_SOON
    env["gateway"] = NO_RATE_LIMITS
    suite = Suite(Options(data_dir=folder / "suite", extra_env=env), report=lambda _: None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRANARY_FIRST_BUSINESS_DATE", FIRST_DATE.isoformat())
        await suite.start()
    try:
        token = staff_token(suite.folder.path, "tester", hours=8)
        repayment, monitoring = (address_of(suite, name) for name in ("repayment", "monitoring"))
        async with open_session() as session, open_desk(repayment, monitoring, token) as desk:
            yield World(suite, session, desk, folder)
    finally:
        await suite.stop()


async def refusal(request: Coroutine[Any, Any, Any]) -> str:
    """The machine-readable reason with which a request is refused; fails when it is not."""
    try:
        answer = await request
    except Refused as refused:
        return refused.reason
    raise AssertionError(f"not refused: {json.dumps(answer)[:300]}")
