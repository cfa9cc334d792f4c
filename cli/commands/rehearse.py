"""`granary rehearse`: a portfolio lives through many closed days, then the books are verified.

Real processes throughout: customers draw and repay through the gateway, the rail debits, staff
close the days. Dice of one seed decide who pays late, early or not, whose card is empty, and which
faults the rail plays.
"""

import asyncio
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from chassis.errors import Unavailable
from cli.commands.token import staff_token
from cli.commands.verify import check_running, print_findings
from cli.demo.app import App, OutsideWorld, Refused, open_desk, open_session
from cli.demo.customer import Customer
from cli.errors import CommandError
from cli.suite.plan import Options
from cli.suite.supervisor import Suite

LOANS_EACH = 2
AT_ONCE = 12
INCOME_MINOR = 4_900_000
LOAN_MINOR = (50_000, 250_000)
EFFECTS = ("SMALLER_INSTALMENTS", "FEWER_INSTALMENTS", "NEXT_INSTALMENTS_FIRST")
DEBIT_FAULTS: tuple[dict[str, Any], ...] = (
    {"fault": "timeout_then_paid", "delay_s": 1},
    {"fault": "lost"},
    {"fault": "pending", "pending_asks": 2},
    {"fault": "reject", "reason": "AM04"},
    {"fault": "slow", "delay_s": 1},
    {"fault": "down"},
)
TOKEN_DAYS = 10
"""Closed days after which every app exchanges its tokens."""
DRAINED_WITHIN_S = 180.0
LINES = 20
"""Lines of progress where no bar can be drawn."""
LIMITS = (
    "GRANARY_LOG_IN_PER_MINUTE",
    "GRANARY_ANONYMOUS_PER_MINUTE",
    "GRANARY_CHANGES_PER_MINUTE",
    "GRANARY_READS_PER_MINUTE",
)


def rehearse(data_dir: Path | None, *, loans: int, days: int, seed: int) -> int:
    """The exit status: 0 when every invariant holds at the end."""
    if loans < 1 or days < 1:
        raise CommandError("a rehearsal needs at least one loan and one day")
    if data_dir is not None:
        return asyncio.run(_rehearse(data_dir, loans, days, seed))
    with tempfile.TemporaryDirectory(prefix="granary-rehearsal-") as folder:
        return asyncio.run(_rehearse(Path(folder), loans, days, seed))


async def _rehearse(data_dir: Path, loans: int, days: int, seed: int) -> int:
    console = Console()
    # Everybody calls from one address here, so the gateway's limits per address are lifted.
    options = Options(data_dir=data_dir, extra_env={"gateway": dict.fromkeys(LIMITS, "0")})
    async with Suite(options, report=lambda line: console.print(f"  {line}", style="dim")) as suite:
        token = staff_token(data_dir, "rehearsal", hours=24)
        repayment = f"127.0.0.1:{suite.ports['repayment']}"
        monitoring = f"127.0.0.1:{suite.ports['monitoring']}"
        async with open_session() as session, open_desk(repayment, monitoring, token) as desk:
            outside = OutsideWorld(session, suite.sandbox_url)
            portfolio = Portfolio(outside, desk, Random(seed))  # noqa: S311 - dice, no secret
            columns = (
                TextColumn("{task.description}"),
                BarColumn(),
                TextColumn("{task.completed:,.0f} of {task.total:,.0f}"),
                TimeElapsedColumn(),
            )
            with Progress(*columns, console=console) as bar:
                await portfolio.draw(session, suite.gateway_url, loans, bar)
                await portfolio.live(days, bar)
        for what, count in sorted(portfolio.done.items()):
            console.print(f"  {count:>7,}  {what}")
        facts, findings = await check_running(suite, DRAINED_WITHIN_S)
        print_findings(console, facts, findings)
    return 1 if findings else 0


@dataclass(slots=True)
class Portfolio:
    """Customers with loans, and what they and the world did so far."""

    outside: OutsideWorld
    desk: Any
    dice: Random
    customers: list[Customer] = field(default_factory=list)
    empty: set[str] = field(default_factory=set)
    """Cards that have no money on them just now."""
    done: Counter[str] = field(default_factory=Counter)

    async def draw(self, session: Any, gateway_url: str, loans: int, bar: Progress) -> None:
        """Bring customers in and draw the loans."""
        task = bar.add_task("drawing", total=loans)
        people = await self.outside.people(
            count=-(-loans // LOANS_EACH), archetype="good", seed=self.dice.randrange(10**6)
        )
        turn = asyncio.Semaphore(AT_ONCE)
        shares = [min(LOANS_EACH, loans - LOANS_EACH * n) for n in range(len(people))]
        plans = [[self._wish() for _ in range(share)] for share in shares]

        async def one(number: int) -> None:
            async with turn:
                app = App(session, gateway_url, "en")
                customer = Customer(app, self.outside, people[number], f"rehearsal-{number}")
                await customer.log_in()
                await customer.consent()
                await customer.register()
                await customer.bind_card()
                decision = await customer.apply(INCOME_MINOR)
                if decision["outcome"] != "APPROVED":
                    self.done["customers without a line"] += 1
                    return
                for amount, instalments in plans[number]:
                    contract = await customer.prepare(amount, instalments)
                    drawdown = await customer.draw(contract)
                    await customer.drawdown_is(drawdown, "PAID", "HELD", "REFUSED")
                    self.done["loans drawn"] += 1
                    bar.advance(task)
                self.customers.append(customer)

        await asyncio.gather(*(one(number) for number in range(len(people))))
        self.customers.sort(key=lambda customer: customer.device_id)

    async def live(self, days: int, bar: Progress) -> None:
        """Day after day: the world changes, customers pay, the day is closed."""
        task = bar.add_task("closing days", total=days)
        for number in range(days):
            if number % TOKEN_DAYS == 0:
                await asyncio.gather(*(c.stay_logged_in() for c in self.customers))
            await self._change_the_world()
            payers = self.dice.sample(self.customers, max(1, len(self.customers) // 40))
            # Some pay while the day is being closed, as customers do.
            late = payers[len(payers) // 2 :]
            await asyncio.gather(*(self._pay(c, self._mood()) for c in payers[: len(payers) // 2]))
            await asyncio.gather(
                self._close_day(), *(self._pay(customer, self._mood()) for customer in late)
            )
            bar.advance(task)
            _tell(bar, number + 1, days)
        self.done["days closed"] = days

    def _wish(self) -> tuple[int, int]:
        return self.dice.randrange(*LOAN_MINOR, 1_000), self.dice.choice((5, 10, 20))

    def _mood(self) -> tuple[str, float, str]:
        kind = self.dice.choice(("DUE", "PREPAY", "PREPAY", "PAYOFF"))
        return kind, self.dice.random(), self.dice.choice(EFFECTS)

    async def _change_the_world(self) -> None:
        """Empty or fill a few cards; now and then the rail plays a fault."""
        for customer in self.dice.sample(self.customers, max(1, len(self.customers) // 50)):
            card = str(customer.person["card_number"])
            balance = 10_000_000 if card in self.empty else self.dice.choice((0, 0, 7_000))
            (self.empty.discard if card in self.empty else self.empty.add)(card)
            await self.outside.set_balance(card, balance)
            self.done["cards emptied or filled"] += 1
        if self.dice.random() < 0.1:  # noqa: PLR2004 - one day in ten
            fault = self.dice.choice(DEBIT_FAULTS)
            await self.outside.play_fault(
                operation="debit", count=self.dice.randrange(1, 4), **fault
            )
            self.done[f"faults of the rail: {fault['fault']}"] += 1

    async def _pay(self, customer: Customer, mood: tuple[str, float, str]) -> None:
        """Pay one of the customer's loans: what is due, a part ahead, or all of it."""
        kind, share, effect = mood
        open_loans = [loan for loan in await customer.loans() if loan["status"] != "SETTLED"]
        if not open_loans:
            return
        loan_id = open_loans[int(share * len(open_loans))]["loan_id"]
        try:
            quote = await customer.payoff(loan_id)
            total = int(quote["total_minor"])
            amount = total if kind == "PAYOFF" else max(1, int(total * share))
            repayment = await customer.repay(loan_id, amount, kind, effect=effect)
            self.done[f"repayments {kind}: {repayment['status']}"] += 1
        except (Refused, CommandError) as refused:
            reason = getattr(refused, "reason", "") or "still waiting"
            self.done[f"repayments refused: {reason}"] += 1

    async def _close_day(self) -> None:
        today = date.fromisoformat(await self.desk.business_date())
        until = (today + timedelta(days=1)).isoformat()
        while await self.desk.business_date() != until:
            try:
                await self.desk.close_days(until, lambda _report, _left: None)
            except Unavailable as away:
                # Collections of the day are still with the rail; asking again goes on.
                self.done[f"closes asked for again: {away.reason}"] += 1
                await asyncio.sleep(1)


def _tell(bar: Progress, done: int, days: int) -> None:
    """A line now and then where no bar can be drawn, as in a log file."""
    if not bar.console.is_terminal and done % max(1, days // LINES) == 0:
        bar.console.print(f"  {done:,} of {days:,} days closed")
