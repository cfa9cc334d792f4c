"""What a use case hands to the executor: a command, where it came from and what it needs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar, cast
from uuid import UUID

from chassis.decision import Decision
from chassis.errors import NotFound
from chassis.frozen import Frozen

A = TypeVar("A")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


class Key(Frozen, Generic[A], frozen=True, cache_hash=True):
    """Names one aggregate: its kind and the values of its table's key columns, in order."""

    kind: type[A]
    parts: tuple[UUID | str, ...]


class RequestKey(Frozen, frozen=True):
    """A caller's own request: the same id with the same body gets the first answer again."""

    caller_id: str
    request_id: UUID
    body_hash: bytes

    @property
    def cause(self) -> str:
        return f"request:{self.request_id}"


class Delivery(Frozen, frozen=True):
    """An event or a named daily step, applied at most once per consumer."""

    consumer: str
    message_id: str

    @property
    def cause(self) -> str:
        return f"{self.consumer}:{self.message_id}"


Origin = RequestKey | Delivery


class Loaded:
    """The aggregates a command named, as they stand when it is decided."""

    __slots__ = ("_states",)

    def __init__(self, states: Mapping[Key[Any], Any]) -> None:
        self._states = states

    def find(self, key: Key[A]) -> A | None:
        """The aggregate, or None when there is none under this key."""
        return cast("A | None", self._states[key])

    def get(self, key: Key[A]) -> A:
        """The aggregate; raises NotFound when there is none under this key."""
        state = self._states[key]
        if state is None:
            raise NotFound(kind=key.kind.__name__)
        return cast("A", state)


class Command(Frozen, Generic[R], frozen=True, gc=True):
    """One change somebody asks for.

    `keys` name every existing aggregate that `decide` looks at; aggregates born under a fresh id
    need no key. `decide` is pure: time, ids and dice are already inside it.
    """

    origin: Origin
    keys: tuple[Key[Any], ...]
    decide: Callable[[Loaded], Decision[R]]
    reply_type: Any
    headers: Mapping[str, str] = {}


class Execute(Protocol):
    """Carries out commands; the real one is `chassis.executor.Executor`."""

    async def __call__(self, command: Command[R]) -> R:
        """The reply of the decision.

        An event already applied replies None. Raises the domain error the decision raised,
        Conflict (REQUEST_ID_REUSED) or Unavailable when the outcome could not be learnt in time.
        """
        ...


@dataclass(frozen=True, slots=True)
class Tally:
    """One more change in the commit of each batch of `ExecuteMany`, made from its outcomes.

    A count kept by it is exact: it is saved with what it counts or not at all.
    """

    consumer: str
    """What the batches' tallies are remembered by."""
    keys: tuple[Key[Any], ...]
    decide: Callable[[Loaded, Sequence[Any]], Decision[Any]]


class ExecuteMany(Protocol):
    """Carries out many commands for which no caller waits one by one."""

    async def __call__(
        self, commands: Sequence[Command[Any]], *, tally: Tally | None = None
    ) -> list[Any]:
        """Per command its reply, or the error it ended with; an event already applied replies None.

        Raises Unavailable when the outcome could not be learnt in time.
        """
        ...
