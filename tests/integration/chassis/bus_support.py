"""What the tests of the bus and the relay share."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
from granary.identity.v1.events_pb2 import CustomerCreated

from chassis.command import Delivery
from chassis.event_bus import Bus, Outgoing, SubscriptionOptions
from chassis.outbox import subject_of
from chassis.ports import IdSource

new_id = IdSource()
QUICK = SubscriptionOptions(first_delay_s=0.02, longest_delay_s=0.1, ack_wait_s=3)
SUBJECT = subject_of(CustomerCreated)
TYPE = CustomerCreated.DESCRIPTOR.full_name


def a_message(customer_id: UUID | None = None, payload: bytes | None = None) -> Outgoing:
    customer_id = customer_id or new_id()
    message_id = new_id()
    if payload is None:
        payload = CustomerCreated(customer_id=str(customer_id)).SerializeToString()
    headers = {"ce-id": str(message_id), "ce-type": TYPE, "customer-id": str(customer_id)}
    return Outgoing(message_id, SUBJECT, payload, headers)


@dataclass
class Witness:
    """A handler that remembers what it was given, and fails as told."""

    fails: Callable[[str, int], Exception | None] = lambda _, __: None
    handled: list[str] = field(default_factory=list)
    customers: list[str] = field(default_factory=list)
    tries: dict[str, int] = field(default_factory=dict)

    async def __call__(self, message: CustomerCreated, delivery: Delivery) -> None:
        tries = self.tries[delivery.message_id] = self.tries.get(delivery.message_id, 0) + 1
        await asyncio.sleep(0)
        if error := self.fails(delivery.message_id, tries):
            raise error
        self.handled.append(delivery.message_id)
        self.customers.append(message.customer_id)


async def until(condition: Callable[[], Any], patience_s: float = 30.0) -> None:
    """Wait for something that happens by itself; fails when it does not."""
    async with asyncio.timeout(patience_s):
        while not condition():  # noqa: ASYNC110 - conditions are of all kinds
            await asyncio.sleep(0.01)


async def stored(bus: Bus, stream: str = "IDENTITY") -> int:
    return (await bus.stream_state(stream)).messages


def ids(messages: Sequence[Outgoing]) -> list[str]:
    return [str(message.message_id) for message in messages]


async def announce(url: str, count: int, customer_id: UUID | None = None) -> list[UUID]:
    """Commit events of one aggregate as the executor does, notification included."""
    customer_id = customer_id or new_id()
    message_ids = [new_id() for _ in range(count)]
    payload = CustomerCreated(customer_id=str(customer_id)).SerializeToString()
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            start = await connection.fetchval(
                "select coalesce(max(aggregate_version), 0) from outbox where aggregate_id = $1",
                str(customer_id),
            )
            await connection.executemany(
                "insert into outbox (message_id, bucket, customer_id, aggregate_kind,"
                " aggregate_id, aggregate_version, event_index, subject, message_type, payload,"
                " headers, cause, occurred_at, writer_id, batch_number)"
                " values ($1, 0, $2, 'customer', $3, $4, 0, $5, $6, $7, '{}', 'test', $8, $2, 1)",
                [
                    (message_id, customer_id, str(customer_id), start + number, SUBJECT, TYPE,
                     payload, datetime.now(UTC))
                    for number, message_id in enumerate(message_ids, start=1)
                ],
            )  # fmt: skip
            await connection.execute("select pg_notify('outbox', '')")
    finally:
        await connection.close()
    return message_ids


async def unpublished(url: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        return int(
            await connection.fetchval("select count(*) from outbox where published_at is null")
        )
    finally:
        await connection.close()
