"""An executor over dictionaries: the same decisions as the real one, nothing durable but the dicts.

The simulation and unit tests of use cases hand it to the same use cases as production does.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from chassis.batch import Announce, Answer, BatchDecider, LedgerRow, Seen
from chassis.command import Command, Key
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
        store = self.store
        seen = Seen(store.requests, frozenset(store.inbox))
        states = {key: store.states.get(key) for key in command.keys}
        result = self._decider.decide([command], seen, states, self._clock())
        for key, state in result.changed.items():
            existing = store.states.get(key)
            # A key that was not loaded names a fresh aggregate; an existing row would be a race.
            assert existing is None or states.get(key) is not None, f"{key} was not loaded"
            store.states[key] = state
        store.requests.update(result.requests)
        store.inbox.update((d.consumer, d.message_id) for d in result.deliveries)
        store.outbox += result.outbox
        store.ledger += result.ledger
        (outcome,) = result.outcomes
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome  # type: ignore[no-any-return]
