"""The bus port: streams that keep everything, and durable consumers that give no order at all.

Production keeps the order of each customer's events. Here any waiting message may come next, so
what holds here does not lean on that order. Messages are settled by the production `Handling`.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import msgspec
from nats.aio.client import Client

from chassis.crash_points import crash_point
from chassis.handling import EventHandlers, Handling, Held, SubscriptionOptions, by_stream
from chassis.outbox import OutboxRow
from chassis.relay import outgoing
from chassis.streams import stream_of
from tests.simulation.chaos import Chaos, Incarnation, current
from tests.simulation.database import Database, Row

TWICE = 0.15
"""How likely a message is stored twice, and how likely an acknowledged one comes again."""
COMES_AGAIN_WITHIN_S = 15.0
REDELIVERED_WITHIN_S = 3.0
IN_HAND = 6
ROWS_AT_ONCE = 8
POLL_S = 1.0


@dataclass(slots=True)
class Stored:
    """A message in a stream."""

    stream: str
    sequence: int
    message_id: str
    subject: str
    payload: bytes
    headers: Mapping[str, str]


@dataclass(slots=True)
class Delivered:
    """A message on its way to one consumer."""

    message: Stored
    due: float = 0.0
    count: int = 0
    in_hand: bool = False


@dataclass
class Consumer:
    """What the bus remembers of one durable consumer of one stream."""

    subjects: frozenset[str]
    pending: dict[int, Delivered] = field(default_factory=dict)
    """What is not acknowledged, by its number on the way."""
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    number: int = 0

    def offer(self, message: Stored, due: float) -> None:
        if message.subject in self.subjects:
            self.number += 1
            self.pending[self.number] = Delivered(message, due)
            self.changed.set()


class SimulatedBus:
    """The broker: it outlives every service."""

    def __init__(self, chaos: Chaos) -> None:
        self._chaos = chaos
        self._streams: dict[str, list[Stored]] = {}
        self._consumers: dict[tuple[str, str], Consumer] = {}
        self.places: dict[str, tuple[str, int]] = {}
        """Message id -> stream and sequence."""
        self.dead_letters: list[str] = []

    @property
    def is_drained(self) -> bool:
        return not any(consumer.pending for consumer in self._consumers.values())

    def publish(self, row: OutboxRow, source: str) -> int:
        """Store an event; returns its sequence."""
        message = outgoing(_Fields(row), source=source)
        stream = stream_of(message.subject)
        return self._store(
            stream, str(message.message_id), message.subject, message.payload, message.headers
        )

    def _store(
        self, stream: str, message_id: str, subject: str, payload: bytes, headers: Mapping[str, str]
    ) -> int:
        known = self.places.get(message_id)
        if known is not None and not self._chaos.happens(TWICE):
            return known[1]
        messages = self._streams.setdefault(stream, [])
        for _ in range(2 if self._chaos.happens(TWICE) else 1):
            stored = Stored(stream, len(messages) + 1, message_id, subject, payload, headers)
            messages.append(stored)
            for (_, of), consumer in self._consumers.items():
                if of == stream:
                    consumer.offer(stored, self._chaos.loop.time())
        self.places[message_id] = (stream, len(messages))
        return len(messages)

    def consumer(self, name: str, stream: str, subjects: frozenset[str]) -> Consumer:
        """The durable consumer; a new one gets the stream from its beginning."""
        consumer = self._consumers.get((name, stream))
        if consumer is None:
            consumer = self._consumers[name, stream] = Consumer(subjects)
            for message in self._streams.get(stream, ()):
                consumer.offer(message, self._chaos.loop.time())
        return consumer

    async def consume(self, name: str, handlers: EventHandlers) -> None:
        """What `chassis.event_bus.Bus.consume` does, in this process life."""
        process = current.get()
        assert process is not None
        for stream, types in by_stream(handlers).items():
            self._chaos.spawn_in(process, self._serve(process, name, stream, types))

    async def _serve(
        self, process: Incarnation, name: str, stream: str, handlers: EventHandlers
    ) -> None:
        client = _ConsumerSide(self, self._chaos)
        handle = Handling(
            cast("Client", client),
            consumer=name,
            stream=stream,
            handlers=handlers,
            options=SubscriptionOptions(),
            dice=self._chaos.dice,
            clock=self._chaos.clock,
        )
        consumer = self.consumer(name, stream, frozenset(handle.subjects))
        client.consumer = consumer
        free = asyncio.Semaphore(IN_HAND)
        while True:
            await free.acquire()
            number = await self._next(consumer)
            delivered = consumer.pending[number]
            delivered.in_hand = True
            delivered.count += 1
            process.at_death.append(lambda d=delivered: self._give_back(consumer, d))  # type: ignore[misc]
            self._chaos.spawn_in(process, self._work(handle, consumer, number, free))

    async def _next(self, consumer: Consumer) -> int:
        """Any message that is due."""
        loop = self._chaos.loop
        while True:
            waiting = [(n, d) for n, d in consumer.pending.items() if not d.in_hand]
            due = [number for number, delivered in waiting if delivered.due <= loop.time()]
            if due:
                return due[int(self._chaos.dice.random() * len(due))]
            consumer.changed.clear()
            at = min((delivered.due for _, delivered in waiting), default=None)
            timer = None if at is None else loop.call_at(at, consumer.changed.set)
            await consumer.changed.wait()
            if timer is not None:
                timer.cancel()

    async def _work(
        self, handle: Handling, consumer: Consumer, number: int, free: asyncio.Semaphore
    ) -> None:
        delivered = consumer.pending[number]
        message = delivered.message
        held = Held(
            message=cast(
                "Any",
                SimpleNamespace(reply=f"{number}", subject=message.subject, data=message.payload),
            ),
            sequence=message.sequence,
            delivered=delivered.count,
            lane="",
            since=0.0,
            message_id=message.message_id,
            headers=message.headers,
        )
        again = await handle(held)
        if again is not None:
            self._chaos.note(f"again in {again.delay_s:.3f} {message.message_id}")
            delivered.due = self._chaos.loop.time() + again.delay_s
        delivered.in_hand = False
        consumer.changed.set()
        free.release()

    def _give_back(self, consumer: Consumer, delivered: Delivered) -> None:
        """Its process died with it in hand; the server notices after a while."""
        if delivered.in_hand:
            delivered.in_hand = False
            wait_s = self._chaos.dice.random() * REDELIVERED_WITHIN_S
            delivered.due = self._chaos.loop.time() + wait_s
            consumer.changed.set()

    def settle(self, consumer: Consumer, number: int) -> None:
        """Acknowledged, though an acknowledgement may be lost."""
        delivered = consumer.pending.pop(number)
        if self._chaos.happens(TWICE):
            wait_s = self._chaos.dice.random() * COMES_AGAIN_WITHIN_S
            consumer.offer(delivered.message, self._chaos.loop.time() + wait_s)

    def put_aside(self, subject: str, payload: bytes, headers: Mapping[str, str]) -> int:
        """A consumer gave a message up."""
        self.dead_letters.append(headers["ce-id"])
        return self._store("DEADLETTER", headers["ce-id"], subject, payload, headers)


class _ConsumerSide:
    """The few words a `Handling` says to its connection."""

    consumer: Consumer

    def __init__(self, bus: SimulatedBus, chaos: Chaos) -> None:
        self._bus = bus
        self._chaos = chaos

    async def publish(self, reply: str, _verdict: bytes) -> None:
        await self._chaos.call(f"ack {reply}", lambda: self._bus.settle(self.consumer, int(reply)))

    async def request(
        self,
        subject: str,
        payload: bytes,
        *,
        timeout: float,  # noqa: ASYNC109 - NATS's own name
        headers: Mapping[str, str],
    ) -> Any:
        def effect() -> int:
            return self._bus.put_aside(subject, payload, headers)

        sequence = await self._chaos.call(f"dead letter {headers['ce-id']}", effect)
        return SimpleNamespace(data=msgspec.json.encode({"stream": "DEADLETTER", "seq": sequence}))


async def run_relay(database: Database, bus: SimulatedBus, chaos: Chaos) -> None:
    """What `chassis.relay.run_relay` does: publish, then mark, with a crash point in between."""
    while True:
        rows = database.waiting[: 1 + int(chaos.dice.random() * ROWS_AT_ONCE)]
        if rows:
            await _relay(rows, database, bus, chaos)
        else:
            database.arrived.clear()
            poll = chaos.loop.call_later(POLL_S, database.arrived.set)
            await database.arrived.wait()
            poll.cancel()


async def _relay(rows: Sequence[Row], database: Database, bus: SimulatedBus, chaos: Chaos) -> None:
    size = len(rows)
    placed = await chaos.call(f"publishes {size}", lambda: publish_all(rows, database, bus))
    crash_point("relay.published_not_marked")
    await chaos.call(f"marks {size}", lambda: _mark(database, rows, placed))


def publish_all(rows: Sequence[Row], database: Database, bus: SimulatedBus) -> list[int]:
    """Their sequence numbers on the bus."""
    return [bus.publish(row.row, f"granary/{database.name}") for row in rows]


def _mark(database: Database, rows: Sequence[Row], placed: Sequence[int]) -> None:
    for row, sequence in zip(rows, placed, strict=True):
        row.sequence = sequence
    database.waiting = [row for row in database.waiting if row.sequence is None]


class _Fields:
    """An outbox row as the driver would give it: its fields by name."""

    def __init__(self, row: OutboxRow) -> None:
        self._row = row

    def __getitem__(self, name: str) -> Any:
        return getattr(self._row, name)
