"""An executor over dictionaries: the same decisions as the real one, nothing durable but the dicts.

The simulation and unit tests of use cases hand it to the same use cases as production does.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from chassis.batch import Announce, Answer, BatchDecider, BatchResult, LedgerRow, Seen
from chassis.command import Command, Delivery, Key
from chassis.outbox import OutboxRow
from chassis.ports import Clock, NewId
from chassis.tables import AggregateTable

R = TypeVar("R")


class InMemoryStore:
    """What one service's database would hold."""

    def __init__(self) -> None:
        self.states: dict[Key[Any], Any] = {}
        self.requests: dict[tuple[str, Any], Answer] = {}
        self.inbox: set[tuple[str, str]] = set()
        self.outbox: list[OutboxRow] = []
        self.ledger: list[LedgerRow] = []

    def all_of(self, kind: type[R]) -> list[R]:
        return [state for key, state in self.states.items() if key.kind is kind]


class InMemoryExecutor:
    """Executes each command alone, at once and atomically."""

    def __init__(
        self,
        store: InMemoryStore,
        *,
        tables: Sequence[AggregateTable[Any]],
        announce: Announce,
        clock: Clock,
        new_id: NewId,
    ) -> None:
        self.store = store
        self._decider = BatchDecider({table.kind: table for table in tables}, announce, new_id)
        self._clock = clock

    async def __call__(self, command: Command[R]) -> R:
        return self.execute(command)

    def execute(self, command: Command[R]) -> R:
        """Load, decide, save, announce."""
        states = {key: self.store.states.get(key) for key in command.keys}
        result = self._decider.decide([command], self._seen(command), states, self._clock())
        if result.requests or result.deliveries:
            for key in result.changed:
                # A key that was not loaded names a fresh aggregate; an existing row is a race.
                loaded = self.store.states.get(key) is None or states.get(key) is not None
                assert loaded, f"{key} was not loaded"
            self._save(result)
        (outcome,) = result.outcomes
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome  # type: ignore[no-any-return]

    def _seen(self, command: Command[Any]) -> Seen:
        origin = command.origin
        if isinstance(origin, Delivery):
            applied = {(origin.consumer, origin.message_id)} & self.store.inbox
            return Seen(deliveries=frozenset(applied))
        return Seen(requests=self.store.requests)

    def _save(self, result: BatchResult) -> None:
        store = self.store
        store.states.update(result.changed)
        store.requests.update(result.requests)
        store.inbox.update((d.consumer, d.message_id) for d in result.deliveries)
        store.outbox += result.outbox
        store.ledger += result.ledger
