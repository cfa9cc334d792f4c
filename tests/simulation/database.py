"""The database port: one durable store per service, and the executor that each life opens on it."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from chassis.batch import Announce, BatchResult
from chassis.call_context import event_headers
from chassis.command import Command
from chassis.crash_points import crash_point
from chassis.executor import OutcomeUnknown
from chassis.frozen import replace
from chassis.journal import GENESIS, commit_hash
from chassis.outbox import OutboxRow
from chassis.tables import AggregateTable
from cli.checker.facts import Commit, Posted, Published
from tests.fakes.executor import InMemoryExecutor, InMemoryStore
from tests.simulation.chaos import Chaos

R = TypeVar("R")
NOTIFICATIONS_LOST = 0.2
OUTCOME_UNKNOWN = 0.02
"""How often the answer to a commit is lost, whether or not it became durable."""


@dataclass(slots=True)
class Row:
    """An outbox row with what the relay notes about it."""

    row: OutboxRow
    commit: tuple[UUID, int]
    sequence: int | None = None


@dataclass
class Database(InMemoryStore):
    """What survives every crash of one service."""

    name: str
    tables: Sequence[AggregateTable[Any]]
    rows: list[Row] = field(default_factory=list)
    posted: list[Posted] = field(default_factory=list)
    applied: list[tuple[str, str]] = field(default_factory=list)
    """Every time an event or step was applied, so that a second time shows."""
    balances: dict[tuple[int, str, str], list[int]] = field(
        default_factory=lambda: defaultdict(lambda: [0, 0])
    )
    journal: list[Commit] = field(default_factory=list)
    kept: dict[Any, Any] = field(default_factory=dict)
    """Tables that no aggregate lives in, such as the reports of closed days."""

    def __post_init__(self) -> None:
        super().__init__()
        self.waiting: list[Row] = []
        """Rows the relay has not marked yet, in the order of their commits."""
        self.arrived = asyncio.Event()
        """The notification that wakes the relay; it may get lost."""

    @property
    def published(self) -> list[Published]:
        return [Published(row.row, row.sequence, *row.commit) for row in self.rows]


class SimulatedExecutor(InMemoryExecutor):
    """Commits atomically, late, and not always with an answer."""

    store: Database

    def __init__(self, database: Database, chaos: Chaos, announce: Announce) -> None:
        super().__init__(
            database,
            tables=database.tables,
            announce=announce,
            clock=chaos.clock,
            new_id=chaos.new_id,
        )
        self._chaos = chaos
        self._writer_id = chaos.new_id()
        self._head, self._number = GENESIS, 0

    async def __call__(self, command: Command[R]) -> R:
        command = replace(command, headers=command.headers or event_headers())
        what = f"{self.store.name} {command.origin.cause}"
        if self._chaos.happens(OUTCOME_UNKNOWN / 2):
            await self._chaos.call(f"not committed {what}", lambda: None)
            raise OutcomeUnknown
        reply = await self._chaos.call(f"commits {what}", lambda: self.execute(command))
        if self._chaos.happens(OUTCOME_UNKNOWN / 2):
            raise OutcomeUnknown
        return reply

    def _save(self, result: BatchResult) -> None:
        crash_point("executor.before_commit")
        super()._save(result)
        self._write(result)
        crash_point("executor.after_commit")

    def _write(self, result: BatchResult) -> None:
        database = self.store
        self._number += 1
        commit = (self._writer_id, self._number)
        head = commit_hash(self._head, result.outbox, result.ledger)
        database.journal.append(Commit(*commit, self._head, head))
        self._head = head
        rows = [Row(row, commit) for row in result.outbox]
        database.rows += rows
        database.applied += [(d.consumer, d.message_id) for d in result.deliveries]
        for entry in result.ledger:
            transfer = entry.transfer
            database.posted.append(Posted(entry, *commit))
            for side, account in enumerate((transfer.debit, transfer.credit)):
                total = database.balances[entry.bucket, account, transfer.currency]
                total[side] += transfer.amount_minor
        self._announce(rows)

    def _announce(self, rows: list[Row]) -> None:
        """The rows are in the outbox; the relay will find them."""
        self.store.waiting += rows
        if not self._chaos.happens(NOTIFICATIONS_LOST):
            self.store.arrived.set()
