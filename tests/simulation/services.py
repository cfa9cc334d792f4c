"""The four services as their `__main__` puts them together, over simulated ports."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from granary.monitoring.v1 import monitoring_service_pb2_grpc as monitoring_rpc
from granary.repayment.v1 import repayment_service_pb2_grpc as repayment_rpc

from chassis.bank_rail import BankRail
from chassis.call_context import Caller, Role
from chassis.command import Command, Delivery
from chassis.dated_policy import DatedParameters
from chassis.errors import TooManyRequests, Unavailable
from chassis.event_bus import EventHandlers
from chassis.frozen import replace
from chassis.paper import Paper
from chassis.personal import Personal
from chassis.personal_data import BlindIndex, CustomerKeys
from chassis.policy_files import read_parameters
from chassis.seal_check import SealReport
from services.identity import grpc_api as identity_api
from services.identity import policy_file as identity_policy
from services.identity import published_events as identity_events
from services.identity import repository as identity_tables
from services.identity.personal_fields import PersonalFields
from services.identity.use_cases.businesses import Businesses
from services.identity.use_cases.cards import Cards
from services.identity.use_cases.consents import Consents
from services.identity.use_cases.customers import Customers
from services.identity.use_cases.intent_codes import IntentCodes
from services.identity.use_cases.one_time_codes import OneTimeCodes
from services.identity.use_cases.ports import Shell
from services.identity.use_cases.registrations import Registrations
from services.identity.use_cases.sessions import Sessions
from services.lending import event_handlers as lending_handlers
from services.lending import grpc_api as lending_api
from services.lending import policy_file as lending_policy
from services.lending import published_events as lending_events
from services.lending import repository as lending_tables
from services.lending.bank_rail_client import PayoutRailClient
from services.lending.contract_files import DocumentVault
from services.lending.domain.contract import Contract, Seal
from services.lending.domain.credit_file import CreditFile, RevolvingMonth
from services.lending.domain.loan_application import BureauReport
from services.lending.identity_client import IdentityClient
from services.lending.monitoring_client import MonitoringClient
from services.lending.repayment_client import RepaymentClient
from services.lending.template_files import read_templates
from services.lending.use_cases.assembly import Surroundings, assemble
from services.lending.use_cases.partners import Person, SealedFile
from services.monitoring import policy_file as monitoring_policy
from services.monitoring import published_events as monitoring_events
from services.monitoring import repository as monitoring_tables
from services.monitoring.alert_feed import AlertFeed
from services.monitoring.event_handlers import MonitoringEventHandlers
from services.monitoring.grpc_api import MonitoringInternalApi
from services.monitoring.use_cases import MonitoringUseCases
from services.repayment import event_handlers as repayment_handlers
from services.repayment import identity_client as repayment_identity
from services.repayment import policy_file as repayment_policy
from services.repayment import published_events as repayment_events
from services.repayment import repository as repayment_tables
from services.repayment.daily_chunks import DailyChunks
from services.repayment.daily_jobs import DailyJobs
from services.repayment.daily_loan_steps import opening_steps
from services.repayment.daily_provision import ProvisionStep
from services.repayment.daily_queries import DailyQueries
from services.repayment.daily_reconciliation import ReconcileStep
from services.repayment.daily_standing import StandingStep
from services.repayment.domain.policy import PolicyRegistry
from services.repayment.following import Following
from services.repayment.grpc_api.business_days import RepaymentInternalApi
from services.repayment.grpc_api.loans import RepaymentApi
from services.repayment.late_event_handlers import CONSUMER as LATE
from services.repayment.late_event_handlers import late_event_handlers
from services.repayment.late_policy_file import read_late_policy
from services.repayment.policy_file import read_books_policy
from services.repayment.reconciliation_queries import ReconciliationQueries
from services.repayment.use_cases import debit_tries
from services.repayment.use_cases.collections import CollectionUseCases
from services.repayment.use_cases.customer_credits import CustomerCredits
from services.repayment.use_cases.delinquency import DelinquencyUseCases
from services.repayment.use_cases.loans import LoanUseCases
from services.repayment.use_cases.mandates import MandateUseCases
from tests.builders.lending import FixedScorer
from tests.simulation.bus import SimulatedBus, run_relay
from tests.simulation.chaos import Chaos, Incarnation
from tests.simulation.database import Database
from tests.simulation.mistakes import Mistake, executor_of
from tests.simulation.network import Network
from tests.simulation.rail import SimulatedRail
from tests.simulation.reads import (
    CollectionReads,
    EndOfDayReads,
    IdentityReads,
    LendingReads,
    MonitoringReads,
    NoStep,
    NoTransfers,
    PortfolioReads,
    ReconciliationReads,
    RepaymentDailyQueries,
    RepaymentReads,
    StandingReads,
)

FIRST_DAY = date(2026, 11, 23)
SCREENING_TIMEOUT_S = 0.3
"""Shorter than production's wait, so that holding for want of an answer happens often."""
LONGEST_WAIT_S = 60.0

read_lending_policy = cache(lending_policy.read_policies)
read_decisions = cache(lending_policy.read_decisions)
read_related_parties = cache(lending_policy.read_related_parties)
read_lending_templates = cache(read_templates)
read_late_policies = cache(read_late_policy)


@cache
def read_repayment_policy() -> PolicyRegistry:
    """As shipped, but with a window every few seconds, so that runs reach them."""
    given = read_parameters(repayment_policy.DEFAULT).dated
    (windows,) = given["debit_windows"]
    starts = [f"10:{second // 60:02}:{second % 60:02}" for second in range(4, 600, 4)]
    value = windows.value | {"starts": starts, "cut_off": "10:30"}
    changed = {"debit_windows": (replace(windows, value=value),)}
    return PolicyRegistry(DatedParameters({**given, **changed}))


read_identity_policy = cache(identity_policy.read_policy)
read_rules = cache(monitoring_policy.read_rules)


@dataclass(frozen=True, slots=True)
class Surrounding:
    """What all services of one run share."""

    chaos: Chaos
    bus: SimulatedBus
    network: Network
    rail: SimulatedRail
    phones: "Phones"
    id_numbers: Mapping[str, str]
    """ID number -> the name of its holder."""
    databases: Mapping[str, Database]
    key_file: Path
    mistake: Mistake | None

    def executor(self, name: str, announce: Any) -> Any:
        return executor_of(self.mistake, self.databases[name], self.bus, self.chaos, announce)

    def channel(self, of: str, asked_by: str) -> Any:
        return self.network.channel(of, Caller(Role.SERVICE, name=asked_by))

    async def run(self, name: str, consumers: Mapping[str, EventHandlers]) -> None:
        """Relay and consume until the process dies."""
        for consumer, handlers in consumers.items():
            await self.bus.consume(consumer, handlers)
        await run_relay(self.databases[name], self.bus, self.chaos)


class Phones:
    """Takes text messages, and lets customers read their codes."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._intents: dict[str, str] = {}

    async def send(self, phone: Personal[str], text: Personal[str], template: str) -> None:
        self._texts[phone.reveal()] = text.reveal()

    async def send_once(
        self, phone: Personal[str], text: Personal[str], template: str, message_id: str
    ) -> None:
        self._intents[text.reveal().partition("合同校验码")[2][:6]] = text.reveal()

    def code_for(self, phone: str) -> str:
        return self._texts[phone].partition("验证码")[2][:6]

    def intent_code_for(self, sha256: str) -> str:
        """The code to sign the document with this hash."""
        return self._intents[sha256[:6]].partition("验证码")[2][:6]


async def identity(around: Surrounding, process: Incarnation) -> None:
    """One life of identity."""
    chaos = around.chaos
    keys = CustomerKeys(around.key_file, chaos.dice.randbytes)
    personal = PersonalFields(keys, BlindIndex(around.key_file))
    shell = Shell(
        execute=around.executor("identity", identity_events.to_message),
        reads=IdentityReads(around.databases["identity"], chaos),
        personal=personal,
        policies=read_identity_policy(),
        clock=chaos.clock,
        new_id=chaos.new_id,
        new_seed=chaos.dice.randbytes,
    )
    consents = Consents(shell)
    use_cases = identity_api.UseCases(
        one_time_codes=OneTimeCodes(shell, around.phones),
        intent_codes=IntentCodes(shell, around.phones),
        sessions=Sessions(shell, _UnsignedTokens(chaos)),
        registrations=Registrations(shell, _IdAuthority(around.id_numbers)),
        cards=Cards(shell, around.rail),
        consents=consents,
        customers=Customers(shell, consents),
        businesses=Businesses(shell, cast("Any", None)),
    )
    services = identity_api.registrations(use_cases, personal, chaos.clock)
    around.network.serve("identity", process, services)
    await around.run("identity", {})


async def lending(around: Surrounding, process: Incarnation) -> None:
    """One life of lending."""
    chaos = around.chaos
    house = assemble(
        Surroundings(
            execute=around.executor("lending", lending_events.to_message),
            reads=LendingReads(around.databases["lending"], chaos),
            identity=IdentityClient(around.channel("identity", "lending")),
            bureau=_Bureau(chaos),
            scorer=FixedScorer(),
            schedules=RepaymentClient(around.channel("repayment", "lending")),
            papers=_Papers(),
            seals=_Seals(chaos),
            vault=DocumentVault(CustomerKeys(around.key_file, chaos.dice.randbytes)),
            monitoring=MonitoringClient(
                around.channel("monitoring", "lending"), timeout_s=SCREENING_TIMEOUT_S
            ),
            rail=PayoutRailClient(cast("BankRail", around.rail)),
            policies=read_lending_policy(),
            policy_reads=cast("Any", None),
            post_loan_reads=cast("Any", None),
            decisions=read_decisions(),
            related=read_related_parties(),
            templates=read_lending_templates(),
            first_business_date=FIRST_DAY,
            clock=chaos.clock,
            new_id=chaos.new_id,
            roll_ppm=lambda: chaos.dice.randrange(1_000_000),
        )
    )
    services = lending_api.registrations(house, chaos.clock)
    around.network.serve("lending", process, services)
    chaos.spawn_in(process, house.runner.run())
    chaos.spawn_in(process, house.held.run())
    consumers = {
        **lending_handlers.event_handlers(
            drawdowns=house.drawdowns,
            days=house.days,
            lines=house.lines,
            checks=house.checks,
            reviews=house.reviews,
            rescoring=house.rescoring,
            clock=chaos.clock,
        ),
        **lending_handlers.sealing_handlers(house.contracts),
    }
    await around.run("lending", consumers)


async def repayment(around: Surrounding, process: Incarnation) -> None:
    """One life of repayment."""
    chaos = around.chaos
    database, policies = around.databases["repayment"], read_repayment_policy()
    alone = around.executor("repayment", repayment_events.announcer(chaos.clock))
    execute = Following(alone, _one_after_the_other(alone), read_books_policy())
    books = cast("Any", RepaymentReads(database, chaos))
    queries = cast("DailyQueries", RepaymentDailyQueries(database, chaos))
    cards = repayment_identity.IdentityClient(around.channel("identity", "repayment"))
    loans = LoanUseCases(
        execute=execute,
        books=books,
        cards=cards,
        policies=policies,
        clock=chaos.clock,
        new_id=chaos.new_id,
    )
    reads = CollectionReads(database, chaos)
    mandates = MandateUseCases(
        execute=execute,
        books=books,
        reads=reads,
        cards=cards,
        rail=around.rail,
        clock=chaos.clock,
    )
    collections = CollectionUseCases(
        execute=execute,
        books=books,
        cards=cards,
        rail=around.rail,
        mandates=mandates,
        keys=reads,
        policies=policies,
        clock=chaos.clock,
        new_id=chaos.new_id,
        longest_wait_s=LONGEST_WAIT_S,
    )
    money_held = CustomerCredits(
        execute=execute,
        reads=reads,
        days=books,
        cards=cards,
        rail=around.rail,
        clock=chaos.clock,
        new_id=chaos.new_id,
        longest_wait_s=LONGEST_WAIT_S,
    )
    tries = debit_tries.DebitTries(
        execute=execute, books=books, policies=policies, clock=chaos.clock, new_id=chaos.new_id
    )
    standings = StandingReads(database, chaos)
    delinquency = DelinquencyUseCases(
        execute=execute, books=books, standings=standings, policies=read_late_policies()
    )
    portfolio = cast("Any", PortfolioReads(database, chaos))
    common: dict[str, Any] = {"clock": chaos.clock, "new_id": chaos.new_id}
    chunks = DailyChunks(
        execute=execute,
        execute_many=execute.execute_many,
        days=books,
        reads=cast("Any", EndOfDayReads(database, chaos)),
        steps=opening_steps(queries=queries, policies=policies, **common),
        worker="repayment",
        **common,
    )
    jobs = DailyJobs(
        execute=execute,
        days=books,
        queries=queries,
        chunks=chunks,
        more_steps=(
            NoStep("recount"),
            ReconcileStep(
                execute=execute,
                rail=around.rail,
                store=ReconciliationReads(database, chaos),
                incoming=NoTransfers(),
                clock=chaos.clock,
            ),
            NoStep("general_ledger"),
            NoStep("remind"),
            NoStep("promises"),
            NoStep("collect"),
            StandingStep(standings, delinquency),
            ProvisionStep(execute, portfolio, read_late_policies()),
        ),
        **common,
    )
    await _until_done(lambda: jobs.open_first_day(FIRST_DAY))
    reconciliations = cast("ReconciliationQueries", None)
    internal = RepaymentInternalApi(
        repository=books, reconciliations=reconciliations, jobs=jobs, clock=chaos.clock
    )
    services = (
        (repayment_rpc.add_RepaymentServiceServicer_to_server, RepaymentApi(loans)),
        (repayment_rpc.add_RepaymentInternalServiceServicer_to_server, internal),
    )
    around.network.serve("repayment", process, services)
    handlers = repayment_handlers.event_handlers(loans, collections, mandates, money_held)
    waiting = repayment_handlers.debit_window_handlers(tries)
    late = late_event_handlers(delinquency)
    consumers = {"repayment": handlers, debit_tries.CONSUMER: waiting, LATE: late}
    await around.run("repayment", consumers)


def _one_after_the_other(execute: Any) -> Any:
    """`ExecuteMany` without batches; the tally follows each command."""

    async def execute_many(commands: Any, *, tally: Any = None) -> list[Any]:
        outcomes: list[Any] = []
        for command in commands:
            try:
                outcome = await execute(command)
            except (Unavailable, TooManyRequests):
                raise
            except Exception as error:  # noqa: BLE001 - the error belongs to this command
                outcome = error
            outcomes.append(outcome)
            if tally is not None:
                await execute(_counting(tally, command, outcome))
        return outcomes

    return execute_many


def _counting(tally: Any, command: Command[Any], outcome: Any) -> Command[Any]:
    return Command(
        origin=Delivery(tally.consumer, command.origin.cause),
        keys=tally.keys,
        decide=lambda loaded: tally.decide(loaded, [outcome]),
        reply_type=int,
    )


async def monitoring(around: Surrounding, process: Incarnation) -> None:
    """One life of monitoring."""
    chaos = around.chaos
    use_cases = MonitoringUseCases(
        execute=around.executor("monitoring", monitoring_events.to_message),
        store=MonitoringReads(around.databases["monitoring"], chaos),
        rules=read_rules(),
        feed=AlertFeed(),
        clock=chaos.clock,
        new_id=chaos.new_id,
    )
    await use_cases.rebuild()
    internal = MonitoringInternalApi(use_cases)
    around.network.serve(
        "monitoring",
        process,
        [(monitoring_rpc.add_MonitoringInternalServiceServicer_to_server, internal)],
    )
    handlers = MonitoringEventHandlers(use_cases).as_dict()
    await around.run("monitoring", {"monitoring": handlers})


SERVICES: Mapping[str, Callable[[Surrounding, Incarnation], Coroutine[Any, Any, None]]] = {
    "identity": identity,
    "lending": lending,
    "repayment": repayment,
    "monitoring": monitoring,
}
TABLES: Mapping[str, Any] = {
    "identity": identity_tables.TABLES,
    "lending": lending_tables.TABLES,
    "repayment": repayment_tables.TABLES,
    "monitoring": monitoring_tables.TABLES,
}


async def _until_done(step: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """What a process that cannot start does: end and be started again, here without the end."""
    while True:
        try:
            return await step()
        except Unavailable:
            await asyncio.sleep(0.1)


class _UnsignedTokens:
    """Says which session a token would be for."""

    def __init__(self, chaos: Chaos) -> None:
        self._chaos = chaos

    def customer_token(
        self, customer_id: UUID, *, session_id: str, channel: str, lifetime: timedelta | None = None
    ) -> tuple[str, datetime]:
        assert lifetime is not None
        return session_id, self._chaos.clock() + lifetime


class _IdAuthority:
    """Knows whose each ID number is."""

    def __init__(self, holders: Mapping[str, str]) -> None:
        self._holders = holders

    async def confirms(self, name: Personal[str], id_number: Personal[str]) -> bool:
        return self._holders.get(id_number.reveal()) == name.reveal()


class _Papers:
    """Draws a file that says no more than the hash of its paper."""

    async def drawn(self, paper: Paper) -> bytes:
        return paper.digest.encode()


class _Seals:
    """Seals, unless the time stamping authority keeps silent."""

    def __init__(self, chaos: Chaos) -> None:
        self._chaos = chaos

    async def check(self, content: bytes) -> SealReport:
        return SealReport(valid=content.endswith(b" sealed"))

    async def seal(self, content: bytes, contract: Contract) -> SealedFile:
        def stamp() -> SealedFile:
            file = content + b" sealed"
            seal = Seal(sha256(file).hexdigest(), "lender", "authority", self._chaos.clock())
            return SealedFile(file, seal, b"token")

        return await self._chaos.call("authority stamps", stamp)


class _Bureau:
    """Knows nothing bad of anybody."""

    def __init__(self, chaos: Chaos) -> None:
        self._chaos = chaos

    async def report(self, person: Person) -> BureauReport:
        report = BureauReport(
            report_id="R1",
            consent_id=person.consent_id,
            accounts=1,
            history_months=48,
            queries_last_3_months=0,
            overdue_now_minor=0,
            overdue_months_last_24=0,
            debt_minor=0,
            monthly_due_minor=0,
            credit_file=CreditFile(5_000_000, (RevolvingMonth(-1, 400_000, 400_000),) * 6),
        )
        return await self._chaos.call("bureau reports", lambda: report)
