"""The event bus: publish to and consume from JetStream. The bus is transport, never the record.

Messages carry CloudEvents 1.0 attributes as headers (binary mode); the payload is the protobuf
message itself, under the subject its type declares.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

import structlog
from nats.aio.client import Client
from nats.errors import NoRespondersError

from chassis.handling import EventHandlers, Handler, RetryLater, SubscriptionOptions, by_stream
from chassis.ports import NewId, new_id
from chassis.streams import (
    STREAMS,
    BusError,
    Stream,
    StreamState,
    ensure_stream,
    request,
    sequence_of,
    state_of,
)
from chassis.subscription import Subscription

__all__ = [
    "Bus",
    "BusError",
    "EventHandlers",
    "Handler",
    "Outgoing",
    "RetryLater",
    "SubscriptionOptions",
    "connect",
]

log = structlog.get_logger(__name__)

BATCH_LIMIT = 1_000
"""Messages per atomic batch; the server refuses more (error 10199)."""
BATCH_HOLDS_DUPLICATE = 10201


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message ready to be published."""

    message_id: UUID | str
    subject: str
    payload: bytes
    headers: Mapping[str, str]


class Bus:
    """A connection to the bus that mends itself for ever."""

    def __init__(
        self,
        client: Client,
        *,
        service: str,
        replicas: int = 1,
        dice: random.Random | None = None,
        batch_id: NewId = new_id,
    ) -> None:
        self.client = client
        self.service = service
        self._replicas = replicas
        # Only spreads retries in time; nothing is decided by it.
        self._dice = dice or random.Random()  # noqa: S311
        self._batch_id = batch_id
        self._subscriptions: set[Subscription] = set()

    @property
    def is_connected(self) -> bool:
        return self.client.is_connected

    async def ensure_streams(self, streams: Iterable[Stream] = STREAMS) -> list[str]:
        """Create missing streams and bring the others up to date; returns the created ones."""
        return [
            stream.name
            for stream in streams
            if await ensure_stream(self.client, stream, self._replicas)
        ]

    async def stream_state(self, name: str) -> StreamState:
        return await state_of(self.client, name)

    async def publish(self, stream: str, messages: Sequence[Outgoing]) -> list[int]:
        """Publish to one stream, in order; returns each message's sequence number.

        A message whose id the stream already knows is not stored again. Several go as an atomic
        batch. Raises BusError or a nats error when the outcome is refused or unknown; publishing
        the same messages again is always safe.
        """
        sequences: list[int] = []
        for start in range(0, len(messages), BATCH_LIMIT):
            part = messages[start : start + BATCH_LIMIT]
            if len(part) > 1:
                try:
                    sequences += await self._publish_batch(stream, part)
                    continue
                except BusError as error:
                    if error.code != BATCH_HOLDS_DUPLICATE:
                        raise
            # One after the other, so that a failure in the middle leaves no gap behind it.
            sequences += [await self._publish_one(stream, message) for message in part]
        return sequences

    async def _publish_one(self, stream: str, message: Outgoing) -> int:
        return sequence_of(await self._request(message, _headers(stream, message)))

    async def _publish_batch(self, stream: str, messages: Sequence[Outgoing]) -> list[int]:
        batch_id = str(self._batch_id())
        first, *middle, last = messages
        for position, message in enumerate((first, *middle), start=1):
            headers = _headers(stream, message)
            headers["Nats-Batch-Id"] = batch_id
            headers["Nats-Batch-Sequence"] = str(position)
            if position == 1:
                # An empty reply opens the batch; a server that refuses says so here.
                opened = await self._request(message, headers)
                if opened:
                    sequence_of(opened)
            else:
                await self.client.publish(message.subject, message.payload, headers=headers)
        headers = _headers(stream, last)
        headers["Nats-Batch-Id"] = batch_id
        headers["Nats-Batch-Sequence"] = str(len(messages))
        headers["Nats-Batch-Commit"] = "1"
        end = sequence_of(await self._request(last, headers))
        return list(range(end - len(messages) + 1, end + 1))

    async def _request(self, message: Outgoing, headers: dict[str, str]) -> bytes:
        try:
            return await request(self.client, message.subject, message.payload, headers=headers)
        except NoRespondersError as error:
            raise BusError(f"no stream takes {message.subject}") from error

    async def consume(
        self,
        consumer: str,
        handlers: EventHandlers,
        options: SubscriptionOptions | None = None,
    ) -> None:
        """Hand events to their handlers until cancelled.

        Each message is acknowledged after its handler returned, so it arrives at least once;
        messages of one customer arrive one after the other, in order. See `chassis.subscription`
        for what errors lead to.
        """
        async with asyncio.TaskGroup() as subscriptions:
            for stream, types in by_stream(handlers).items():
                subscription = Subscription(
                    self.client,
                    consumer=consumer,
                    stream=stream,
                    handlers=types,
                    options=options or SubscriptionOptions(),
                    dice=self._dice,
                )
                self._subscriptions.add(subscription)
                task = subscriptions.create_task(subscription.run(), name=f"consume-{stream}")
                task.add_done_callback(lambda _, ended=subscription: self._forget(ended))  # type: ignore[misc]

    async def on_reconnected(self) -> None:
        log.info("bus.reconnected")
        for subscription in self._subscriptions:
            subscription.reconnected()

    def _forget(self, subscription: Subscription) -> None:
        self._subscriptions.discard(subscription)


def _headers(stream: str, message: Outgoing) -> dict[str, str]:
    headers = dict(message.headers)
    headers["Nats-Msg-Id"] = str(message.message_id)
    headers["Nats-Expected-Stream"] = stream
    return headers


@asynccontextmanager
async def connect(
    url: str,
    *,
    service: str = "granary",
    replicas: int = 1,
    dice: random.Random | None = None,
) -> AsyncIterator[Bus]:
    """Connect, waiting as long as it takes, and stay connected while the block runs.

    `service` names the connection and scopes its reply subjects, `_IN_<service>.>`, to which a
    server may confine it.
    """
    client = Client()
    bus = Bus(client, service=service, replicas=replicas, dice=dice)

    async def disconnected() -> None:
        log.warning("bus.disconnected")

    async def failed(error: Exception) -> None:
        log.debug("bus.error", kind=type(error).__name__)

    await client.connect(
        url.split(","),
        name=service,
        inbox_prefix=f"_IN_{service}",
        max_reconnect_attempts=-1,
        reconnect_time_wait=0.25,  # type: ignore[arg-type]
        connect_timeout=2,
        ping_interval=5,
        max_outstanding_pings=2,
        disconnected_cb=disconnected,
        reconnected_cb=bus.on_reconnected,
        error_cb=failed,
    )
    try:
        yield bus
    finally:
        await client.close()
