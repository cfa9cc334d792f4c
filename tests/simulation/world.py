"""One run: a suite, its customers, faults, calm, and the checker's verdict. One seed, one run."""

import asyncio
import gc
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

import structlog

from chassis import crash_points
from cli.checker.invariants import Finding, verify
from sandbox.people import Person, first_people
from services.lending.domain.drawdown import Drawdown
from services.repayment.domain.collection import Repayment, RepaymentStatus
from services.repayment.domain.loan import Loan
from tests.simulation.actors import Customer, Staff, become_customer
from tests.simulation.bus import SimulatedBus
from tests.simulation.chaos import Chaos
from tests.simulation.database import Database
from tests.simulation.facts import read_world
from tests.simulation.mistakes import RAILS, Mistake
from tests.simulation.network import Network
from tests.simulation.promises import broken_promises
from tests.simulation.rail import SimulatedRail
from tests.simulation.services import SERVICES, TABLES, Phones, Surrounding

CUSTOMERS = 3
FAULTS_FOR_S = 60.0
CALM_WITHIN_S = 600.0
"""By when everything must be final once the faults have stopped."""


@dataclass(slots=True)
class Run:
    """What became of one seed."""

    seed: int
    findings: list[Finding]
    fingerprint: str
    virtual_s: float
    events: int
    outcomes: Counter[str] = field(default_factory=Counter)
    """How drawdowns, loans and repayments ended, to see that a run plays what it should."""
    crashes: dict[str, int] = field(default_factory=dict)
    trace: list[str] = field(default_factory=list)


def simulate(seed: int, mistake: Mistake | None = None, *, keeps_trace: bool = False) -> Run:
    """Play one seed to its end."""
    with (
        _quietly(),
        _without_collector(),
        tempfile.TemporaryDirectory(prefix="granary-simulation-") as folder,
    ):
        world = World(seed, mistake, Path(folder), keeps_trace=keeps_trace)
        return world.play()


class World:
    """Everything there is in one run."""

    def __init__(
        self, seed: int, mistake: Mistake | None, folder: Path, *, keeps_trace: bool
    ) -> None:
        self._seed = seed
        self._chaos = Chaos(seed, keeps_trace=keeps_trace)
        self._people = _people()
        holders = {p.card_number: (p.name, p.id_number, p.phone) for p in self._people}
        self._rail = RAILS.get(mistake, SimulatedRail)(self._chaos, holders)
        self._bus = SimulatedBus(self._chaos)
        self._network = Network(self._chaos)
        self._databases = {name: Database(name, TABLES[name]) for name in SERVICES}
        self._phones = Phones()
        key_file = folder / "keys"
        key_file.write_text("ab" * 32 + "\n")
        self._around = Surrounding(
            chaos=self._chaos,
            bus=self._bus,
            network=self._network,
            rail=self._rail,
            phones=self._phones,
            id_numbers={p.id_number: p.name for p in self._people},
            databases=self._databases,
            key_file=key_file,
            mistake=mistake,
        )

    def play(self) -> Run:
        """Run to the end and have the result checked."""
        chaos, loop = self._chaos, self._chaos.loop
        crash_points.set_handler(chaos.at_crash_point)
        try:
            went_calm = loop.run_until_complete(self._story())
            loop.run_until_complete(_end_all())
        finally:
            crash_points.set_handler(None)
            asyncio.set_event_loop(None)
            loop.close()
        return Run(
            seed=self._seed,
            findings=self._findings(went_calm=went_calm),
            fingerprint=chaos.fingerprint,
            virtual_s=loop.time(),
            events=chaos.events,
            outcomes=self._outcomes(),
            crashes=chaos.crashed_at,
            trace=chaos.trace or [],
        )

    async def _story(self) -> bool:
        """Whether the calm at the end came in time."""
        chaos, loop = self._chaos, self._chaos.loop
        for name, live in SERVICES.items():
            loop.create_task(chaos.keep_alive(name, partial(live, self._around)))
        customers = [
            await become_customer(chaos, self._network, self._phones, person)
            for person in self._people
        ]
        chaos.is_faulty = True
        chaos.note("faults begin")
        day_closes = asyncio.Event()
        staff = Staff(chaos, self._network, self._databases["lending"], day_closes)
        deciding = loop.create_task(staff.decide_held())
        actors = [
            loop.create_task(Customer(chaos, self._network, known, self._phones, day_closes).live())
            for known in customers
        ]
        actors.append(loop.create_task(staff.close_days()))
        await asyncio.sleep(FAULTS_FOR_S)
        chaos.is_faulty = False
        chaos.note("faults end")
        deadline = loop.time() + CALM_WITHIN_S
        while loop.time() < deadline:
            await asyncio.sleep(1.0)
            if all(actor.done() for actor in actors) and self._is_at_rest(staff):
                break
        for actor in (*actors, deciding):
            if actor.done() and actor.exception() is not None:
                chaos.surprises.append(f"an actor ended with {actor.exception()!r}")
        return loop.time() < deadline

    def _is_at_rest(self, staff: Staff) -> bool:
        waiting = any(database.waiting for database in self._databases.values())
        waiting = waiting or any(
            drawdown.has_work for drawdown in self._databases["lending"].all_of(Drawdown)
        )
        return not waiting and self._bus.is_drained and self._rail.is_settled and not staff.held()

    def _findings(self, *, went_calm: bool) -> list[Finding]:
        findings = verify(read_world(self._databases, self._bus, self._rail))
        findings += broken_promises(self._databases)
        findings += [Finding("I10", f"dead letter {letter}") for letter in self._bus.dead_letters]
        findings += [Finding("SIM", surprise) for surprise in self._chaos.surprises]
        if not went_calm:
            findings.append(Finding("I10", f"work is left {CALM_WITHIN_S:.0f} s after all faults"))
        return findings

    def _outcomes(self) -> Counter[str]:
        lending, repayment = self._databases["lending"], self._databases["repayment"]
        outcomes = Counter(f"drawdown {one.status}" for one in lending.all_of(Drawdown))
        outcomes.update(f"loan {one.status}" for one in repayment.all_of(Loan))
        outcomes.update(f"{one.origin} {one.status}" for one in repayment.all_of(Repayment))
        outcomes["collected in part"] = sum(
            one.status is RepaymentStatus.POSTED and one.open_minor > 0
            for one in repayment.all_of(Repayment)
        )
        outcomes.update(
            row.row.message_type.rpartition(".")[2]
            for database in self._databases.values()
            for row in database.rows
        )
        return outcomes


async def _end_all() -> None:
    """Cancel whatever still runs, so that nothing outlives the run."""
    own = asyncio.current_task()
    tasks = [task for task in asyncio.all_tasks() if task is not own]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@cache
def _people() -> tuple[Person, ...]:
    return first_people("simulation", CUSTOMERS)


@contextmanager
def _quietly() -> Iterator[None]:
    """No log lines: thousands of crashes are what is wanted here."""
    before: Any = structlog.get_config() if structlog.is_configured() else None
    structlog.configure(processors=[_drop], wrapper_class=structlog.make_filtering_bound_logger(50))
    try:
        yield
    finally:
        if before is None:
            structlog.reset_defaults()
        else:
            structlog.configure(**before)


@contextmanager
def _without_collector() -> Iterator[None]:
    """A run is short; looking for its cycles meanwhile costs a tenth of it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _drop(*_: Any) -> Any:
    raise structlog.DropEvent
