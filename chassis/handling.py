"""Run the handler of one message and settle it, or say when it comes again.

What a handler's end leads to:

- it returns: acknowledged.
- RetryLater: delivered again after the delay it names, doubled each time. Later messages of the
  same customer go on meanwhile: the handler said that its work waits for something outside.
- Unavailable, TooManyRequests, a lost connection: the same, but the customer's later messages wait
  behind it, so that their order stays.
- any other error: tried again a few times, the customer's later messages waiting, and then put
  aside as a dead letter. A message that cannot be read is put aside at once.
"""

import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from google.protobuf.message import DecodeError, Message
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from prometheus_client import Counter, Histogram

from chassis.call_context import Call, Caller, Role, current_call
from chassis.command import Delivery
from chassis.database import UNAVAILABLE
from chassis.dead_letters import STREAM as DEAD_LETTERS
from chassis.dead_letters import Failure, put_aside
from chassis.errors import TooManyRequests, Unavailable
from chassis.outbox import subject_of
from chassis.ports import Clock
from chassis.streams import BusError, stream_of

log = structlog.get_logger(__name__)

Handler = Callable[[Any, Delivery], Awaitable[None]]
"""Handles one event; returns once its effect is committed."""
EventHandlers = Mapping[type[Message], Handler]

EVENTS = Counter(
    "messaging_client_consumed_messages",
    "Messages a consumer settled, by how.",
    ["consumer", "stream", "outcome"],
)
DURATION = Histogram(
    "messaging_process_duration_seconds", "Time a handler took.", ["consumer", "stream"]
)
TRANSIENT = (Unavailable, TooManyRequests, NatsError, BusError, *UNAVAILABLE)


class RetryLater(Exception):
    """This event cannot be handled yet; deliver it again.

    The delay doubles with each delivery up to the longest, and is spread by a fifth either way.
    """

    def __init__(self, delay_s: float, *, longest_delay_s: float = 60.0) -> None:
        super().__init__(f"again in about {delay_s} s")
        self.delay_s = delay_s
        self.longest_delay_s = longest_delay_s


@dataclass(frozen=True, slots=True)
class SubscriptionOptions:
    """How much is taken at once, and how failures are spaced."""

    in_hand: int = 256
    """Messages fetched and not settled, at most."""
    max_ack_pending: int = 4096
    """Messages delivered and not settled, at most; those waiting for a retry count."""
    ack_wait_s: float = 30.0
    """Silence after which the server delivers again; messages in hand are kept alive."""
    attempts: int = 5
    """How often a message that breaks its handler is tried before it is put aside."""
    first_delay_s: float = 0.1
    longest_delay_s: float = 30.0


@dataclass(slots=True)
class Held:
    """A message in hand."""

    message: Msg
    sequence: int
    delivered: int
    lane: str
    since: float
    message_id: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Again:
    """The message comes back; `blocks` says whether its lane waits for it."""

    delay_s: float
    blocks: bool


def by_stream(handlers: EventHandlers) -> dict[str, EventHandlers]:
    """The handlers of each stream their events come from."""
    sorted_out: dict[str, dict[type[Message], Handler]] = {}
    for message_type, handler in handlers.items():
        sorted_out.setdefault(stream_of(subject_of(message_type)), {})[message_type] = handler
    return dict(sorted_out)


class Handling:
    """How one consumer handles the messages of one stream."""

    def __init__(
        self,
        client: Client,
        *,
        consumer: str,
        stream: str,
        handlers: EventHandlers,
        options: SubscriptionOptions,
        dice: random.Random,
        clock: Clock,
    ) -> None:
        self._client = client
        self._consumer = consumer
        self._stream = stream
        self._options = options
        self._dice = dice
        self._clock = clock
        self._handlers = {kind.DESCRIPTOR.full_name: (kind, run) for kind, run in handlers.items()}
        self._type_under = {subject_of(kind): kind.DESCRIPTOR.full_name for kind in handlers}
        self._failures: dict[int, int] = {}

    @property
    def subjects(self) -> list[str]:
        return sorted(self._type_under)

    def forget(self) -> None:
        """The stream's sequence numbers started anew."""
        self._failures.clear()

    async def __call__(self, held: Held) -> Again | None:
        """Run the handler and settle the message; None when it is done with."""
        outcome = "acknowledged"
        again: Again | None = None
        try:
            with DURATION.labels(self._consumer, self._stream).time():
                await self._run_handler(held)
            await self._client.publish(held.message.reply, b"+ACK")
        except RetryLater as retry:
            outcome = "retry_later"
            delay_s = self._delay_s(retry.delay_s, retry.longest_delay_s, held.delivered)
            again = Again(delay_s, blocks=False)
        except TRANSIENT as error:
            outcome = "unavailable"
            again = self._later(error, held)
        except Exception as error:  # noqa: BLE001 - every other error is the message's own
            outcome, again = await self._broken(error, held)
        if again is None:
            self._failures.pop(held.sequence, None)
        EVENTS.labels(self._consumer, self._stream, outcome).inc()
        return again

    async def _run_handler(self, held: Held) -> None:
        name = held.headers.get("ce-type") or self._type_under.get(held.message.subject, "")
        if name not in self._handlers:
            raise _Unreadable("UnknownMessageType")
        kind, handler = self._handlers[name]
        try:
            message = kind.FromString(held.message.data)
        except DecodeError as error:
            raise _Unreadable("DecodeError") from error
        current_call.set(
            Call(
                request_id=held.headers.get("x-request-id") or held.message_id,
                caller=Caller(Role.SERVICE, name=self._consumer),
                traceparent=held.headers.get("traceparent", ""),
            )
        )
        await handler(message, Delivery(self._consumer, held.message_id))

    def _later(self, error: BaseException, held: Held) -> Again:
        log.warning(
            "bus.handler_waits",
            consumer=self._consumer,
            message_id=held.message_id,
            kind=type(error).__name__,
        )
        longest_s = self._options.longest_delay_s
        return Again(
            self._delay_s(self._options.first_delay_s, longest_s, held.delivered), blocks=True
        )

    async def _broken(self, error: Exception, held: Held) -> tuple[str, Again | None]:
        failures = self._failures[held.sequence] = self._failures.get(held.sequence, 0) + 1
        unreadable = isinstance(error, _Unreadable)
        if not unreadable:
            log.error(
                "bus.handler_broke",
                consumer=self._consumer,
                message_id=held.message_id,
                exc_info=error,
            )
        # A dead letter about a dead letter would go round in circles.
        last = unreadable or failures >= self._options.attempts
        if not last or self._stream == DEAD_LETTERS:
            longest_s = self._options.longest_delay_s
            return "broken", Again(
                self._delay_s(self._options.first_delay_s, longest_s, failures), blocks=True
            )
        failure = Failure(
            consumer=self._consumer,
            message_id=held.message_id,
            message_type=held.headers.get("ce-type", ""),
            subject=held.message.subject,
            stream=self._stream,
            stream_sequence=held.sequence,
            error_kind=str(error) if unreadable else type(error).__name__,
            attempts=failures,
            customer_id=held.headers.get("customer-id", ""),
        )
        try:
            await put_aside(self._client, failure, self._clock())
            await self._client.publish(held.message.reply, b"+TERM")
        except TRANSIENT as away:
            return "unavailable", self._later(away, held)
        return "dead_lettered", None

    def _delay_s(self, first_s: float, longest_s: float, tries: int) -> float:
        doubled = first_s * 2.0 ** min(tries - 1, 30)
        return min(doubled, longest_s) * self._dice.uniform(0.8, 1.2)


class _Unreadable(Exception):
    """No handler can be found for the message, or it cannot be parsed."""
