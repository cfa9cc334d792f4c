"""Mistakes planted in the ports, each one that somebody makes sooner or later."""

import asyncio
from dataclasses import replace
from enum import StrEnum
from typing import Any

from chassis.bank_rail import Outcome, RailAnswer
from chassis.batch import Seen
from chassis.command import Command, Delivery
from tests.simulation.bus import SimulatedBus, publish_all
from tests.simulation.chaos import Chaos, current
from tests.simulation.database import Database, Row, SimulatedExecutor
from tests.simulation.rail import Instruction, SimulatedRail


class Mistake(StrEnum):
    """What is done wrongly."""

    NO_OUTBOX = "no outbox"  # events wait in memory after the commit
    NEW_RAIL_KEY = "new rail key per retry"  # so that the rail cannot recognise a repetition
    TIMEOUT_IS_FAILURE = "timeout taken as failure"  # though the money may have moved
    NO_INBOX = "no inbox"  # an event that comes again is applied again


class ExecutorWithoutOutbox(SimulatedExecutor):
    """Publishes from memory once the commit is through."""

    bus: SimulatedBus

    def _announce(self, rows: list[Row]) -> None:
        self.store.rows = [row for row in self.store.rows if row not in rows]
        process = current.get()
        if rows and process is not None:
            self._chaos.spawn_in(process, self._publish(rows))

    async def _publish(self, rows: list[Row]) -> None:
        await asyncio.sleep(0)
        placed = await self._chaos.call(
            f"publishes {len(rows)}", lambda: publish_all(rows, self.store, self.bus)
        )
        for row, sequence in zip(rows, placed, strict=True):
            row.sequence = sequence
        self.store.rows += rows


class ExecutorWithoutInbox(SimulatedExecutor):
    """Does not look whether an event was applied before."""

    def _seen(self, command: Command[Any]) -> Seen:
        return Seen() if isinstance(command.origin, Delivery) else super()._seen(command)


class RailWithNewKeys(SimulatedRail):
    """The client makes a fresh key for each attempt after the first."""

    def __init__(self, chaos: Chaos, people: dict[str, tuple[str, str, str]]) -> None:
        super().__init__(chaos, people)
        self._tried: set[str] = set()

    async def _send(self, kind: str, instruction: Instruction) -> RailAnswer:
        if instruction.end_to_end_id in self._tried:
            instruction = replace(instruction, end_to_end_id=self._chaos.new_id().hex)
        self._tried.add(instruction.end_to_end_id)
        return await super()._send(kind, instruction)


class ImpatientRail(SimulatedRail):
    """The client says refused when the answer does not come in time."""

    async def _send(self, kind: str, instruction: Instruction) -> RailAnswer:
        answer = await super()._send(kind, instruction)
        if answer.outcome is Outcome.UNKNOWN:
            return RailAnswer(outcome=Outcome.REFUSED, reason_code="TIMEOUT")
        return answer


RAILS: dict[Mistake | None, type[SimulatedRail]] = {
    Mistake.NEW_RAIL_KEY: RailWithNewKeys,
    Mistake.TIMEOUT_IS_FAILURE: ImpatientRail,
}


def executor_of(
    mistake: Mistake | None, database: Database, bus: SimulatedBus, chaos: Chaos, announce: Any
) -> SimulatedExecutor:
    """The executor a service opens."""
    if mistake is Mistake.NO_OUTBOX:
        forgetful = ExecutorWithoutOutbox(database, chaos, announce)
        forgetful.bus = bus
        return forgetful
    if mistake is Mistake.NO_INBOX:
        return ExecutorWithoutInbox(database, chaos, announce)
    return SimulatedExecutor(database, chaos, announce)
