"""Publishing to and consuming from a real NATS, whatever comes twice, breaks or goes away."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from granary.event.v1.dead_letter_pb2 import DeadLettered
from granary.identity.v1.events_pb2 import CustomerCreated

from chassis.command import Delivery
from chassis.dead_letters import replay
from chassis.embedded.nats import EmbeddedNats
from chassis.errors import Unavailable
from chassis.event_bus import Bus, Outgoing, RetryLater, connect
from tests.integration.chassis.bus_support import (
    QUICK,
    SUBJECT,
    TYPE,
    Witness,
    a_message,
    ids,
    new_id,
    stored,
    until,
)


@pytest.fixture
async def nats(tmp_path: Path) -> AsyncIterator[EmbeddedNats]:
    async with EmbeddedNats(tmp_path / "nats", throwaway=True) as server:
        yield server


@pytest.fixture
async def bus(nats: EmbeddedNats) -> AsyncIterator[Bus]:
    async with connect(nats.url) as bus:
        await bus.ensure_streams()
        yield bus


@asynccontextmanager
async def consuming(
    bus: Bus, witness: Any, consumer: str = "repayment", kind: Any = CustomerCreated
) -> AsyncIterator[None]:
    task = asyncio.create_task(bus.consume(consumer, {kind: witness}, QUICK))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_streams_are_created_once_and_left_alone_afterwards(bus: Bus) -> None:
    await bus.publish("IDENTITY", [a_message()])

    created = await bus.ensure_streams()

    assert created == []
    assert await stored(bus) == 1


async def test_a_batch_is_stored_in_order_and_tells_each_sequence_number(bus: Bus) -> None:
    first = await bus.publish("IDENTITY", [a_message()])

    many = await bus.publish("IDENTITY", [a_message() for _ in range(1200)])

    assert first == [1]
    assert many == list(range(2, 1202))


async def test_publishing_again_stores_nothing_twice_however_it_is_grouped(bus: Bus) -> None:
    messages = [a_message() for _ in range(5)]
    await bus.publish("IDENTITY", messages[:3])

    sequences = await bus.publish("IDENTITY", messages)

    assert sequences == [1, 2, 3, 4, 5]
    assert await stored(bus) == 5


async def test_a_message_reaches_each_consumer_once(bus: Bus) -> None:
    repayment, monitoring = Witness(), Witness()
    messages = [a_message() for _ in range(20)]

    async with consuming(bus, repayment), consuming(bus, monitoring, "monitoring"):
        await bus.publish("IDENTITY", messages)
        await until(lambda: len(repayment.handled) == len(monitoring.handled) == 20)

    assert sorted(repayment.handled) == sorted(monitoring.handled) == sorted(ids(messages))


async def test_one_customers_messages_are_handled_in_order_while_some_fail(bus: Bus) -> None:
    customers = [new_id() for _ in range(7)]
    messages = [a_message(customers[number % 7]) for number in range(210)]
    fails = {message: number % 3 for number, message in enumerate(ids(messages))}
    witness = Witness(
        fails=lambda message_id, tries: Unavailable() if tries <= fails[message_id] else None
    )

    async with consuming(bus, witness):
        await bus.publish("IDENTITY", messages)
        await until(lambda: len(witness.handled) == 210)

    handled, sent = defaultdict(list), defaultdict(list)
    for customer, message_id in zip(witness.customers, witness.handled, strict=True):
        handled[customer].append(message_id)
    for message in messages:
        sent[message.headers["customer-id"]].append(str(message.message_id))
    assert handled == sent


async def test_a_customer_that_waits_does_not_hold_up_the_others(bus: Bus) -> None:
    stuck, free = a_message(), a_message()
    gate = {"open": False}
    witness = Witness(
        fails=lambda message_id, _: (
            Unavailable() if message_id == str(stuck.message_id) and not gate["open"] else None
        )
    )

    async with consuming(bus, witness):
        await bus.publish("IDENTITY", [stuck, free])
        await until(lambda: witness.handled == ids([free]))
        gate["open"] = True
        await until(lambda: len(witness.handled) == 2)

    assert witness.handled == ids([free, stuck])


async def test_work_that_waits_for_the_outside_lets_the_customers_next_message_pass(
    bus: Bus,
) -> None:
    customer = new_id()
    waiting, next_one = a_message(customer), a_message(customer)
    witness = Witness(
        fails=lambda message_id, tries: (
            RetryLater(0.05) if message_id == str(waiting.message_id) and tries < 3 else None
        )
    )

    async with consuming(bus, witness):
        await bus.publish("IDENTITY", [waiting, next_one])
        await until(lambda: len(witness.handled) == 2)

    assert witness.handled == ids([next_one, waiting])
    assert witness.tries[str(waiting.message_id)] == 3


async def test_a_poison_message_is_put_aside_and_the_customers_next_one_goes_on(bus: Bus) -> None:
    customer = new_id()
    poison, next_one = a_message(customer), a_message(customer)
    witness = Witness(
        fails=lambda message_id, _: (
            ValueError("secret text") if message_id == str(poison.message_id) else None
        )
    )
    letters: list[DeadLettered] = []

    async def read(letter: DeadLettered, _: Delivery) -> None:
        letters.append(letter)

    async with consuming(bus, witness), consuming(bus, read, "monitoring", DeadLettered):
        await bus.publish("IDENTITY", [poison, next_one])
        await until(lambda: letters and witness.handled)

    (letter,) = letters
    assert witness.handled == ids([next_one])
    assert witness.tries[str(poison.message_id)] == QUICK.attempts
    assert letter.consumer == "repayment"
    assert letter.message_id == str(poison.message_id)
    assert letter.message_type == TYPE
    assert letter.error_kind == "ValueError"
    assert letter.customer_id == str(customer)
    assert b"secret" not in letter.SerializeToString()


@pytest.mark.parametrize(
    ("payload", "message_type", "kind"),
    [
        (b"\xff\xff\xff", TYPE, "DecodeError"),
        (b"", "granary.identity.v1.NeverHeardOf", "UnknownMessageType"),
    ],
)
async def test_a_message_that_cannot_be_read_is_put_aside_at_once(
    bus: Bus, payload: bytes, message_type: str, kind: str
) -> None:
    message_id = new_id()
    headers = {"ce-type": message_type}
    letters: list[DeadLettered] = []
    witness = Witness()

    async def read(letter: DeadLettered, _: Delivery) -> None:
        letters.append(letter)

    async with consuming(bus, witness), consuming(bus, read, "monitoring", DeadLettered):
        await bus.publish("IDENTITY", [Outgoing(message_id, SUBJECT, payload, headers)])
        await until(lambda: letters)

    assert letters[0].error_kind == kind
    assert letters[0].message_id == str(message_id)
    assert witness.tries == {}


async def test_a_dead_letter_can_be_given_back_under_its_old_identity(bus: Bus) -> None:
    message = a_message()
    cause = {"mended": False}
    witness = Witness(fails=lambda _, __: None if cause["mended"] else ValueError())
    letters: list[DeadLettered] = []

    async def read(letter: DeadLettered, _: Delivery) -> None:
        letters.append(letter)

    async with consuming(bus, witness), consuming(bus, read, "monitoring", DeadLettered):
        await bus.publish("IDENTITY", [message])
        await until(lambda: letters)
        cause["mended"] = True
        replayed = await replay(bus.client, 1)
        await until(lambda: witness.handled)

    assert replayed == str(message.message_id)
    assert witness.handled == ids([message])


async def test_nats_restarted_in_the_middle_loses_nothing(nats: EmbeddedNats, bus: Bus) -> None:
    customer = new_id()
    messages = [a_message(customer) for _ in range(60)]
    witness = Witness()

    async with consuming(bus, witness):
        await bus.publish("IDENTITY", messages[:30])
        await until(lambda: len(witness.handled) > 5)
        await nats.stop()
        await nats.start()
        await until(lambda: bus.is_connected)
        await bus.publish("IDENTITY", messages[30:])
        await until(lambda: set(witness.handled) == set(ids(messages)))

    firsts = list(dict.fromkeys(witness.handled))
    assert firsts == ids(messages)


async def test_a_stream_that_was_lost_is_consumed_again_from_its_new_beginning(bus: Bus) -> None:
    before, after = a_message(), a_message()
    witness = Witness()

    async with consuming(bus, witness):
        await bus.publish("IDENTITY", [before])
        await until(lambda: witness.handled == ids([before]))
        await bus.client.request("$JS.API.STREAM.DELETE.IDENTITY", b"", timeout=5)
        assert await bus.ensure_streams() == ["IDENTITY"]
        await bus.publish("IDENTITY", [after])
        await until(lambda: len(witness.handled) == 2)

    assert witness.handled == ids([before, after])


async def test_a_consumer_may_start_before_there_is_a_stream(nats: EmbeddedNats) -> None:
    witness, message = Witness(), a_message()

    async with connect(nats.url) as bus, consuming(bus, witness):
        await asyncio.sleep(0.15)
        await bus.ensure_streams()
        await bus.publish("IDENTITY", [message])
        await until(lambda: witness.handled)

    assert witness.handled == ids([message])


async def test_what_is_in_hand_at_a_stop_is_given_back_at_once(bus: Bus) -> None:
    message = a_message()
    began = asyncio.Event()

    async def hang(_: CustomerCreated, __: Delivery) -> None:
        began.set()
        await asyncio.Event().wait()

    witness = Witness()
    async with consuming(bus, hang):
        await bus.publish("IDENTITY", [message])
        await began.wait()
    async with consuming(bus, witness):
        await until(lambda: witness.handled, patience_s=QUICK.ack_wait_s - 1)

    assert witness.handled == ids([message])


async def test_a_long_handler_keeps_its_message(nats: EmbeddedNats, bus: Bus) -> None:
    tries: list[str] = []

    async def slow(_: CustomerCreated, delivery: Delivery) -> None:
        tries.append(delivery.message_id)
        await asyncio.sleep(QUICK.ack_wait_s * 1.5)

    async with consuming(bus, slow):
        await bus.publish("IDENTITY", [a_message()])
        await asyncio.sleep(QUICK.ack_wait_s * 1.5 + 1.0)

    assert len(tries) == 1


async def test_the_client_waits_for_a_bus_that_is_not_up_yet(nats: EmbeddedNats) -> None:
    await nats.stop()

    async def publish() -> None:
        async with connect(nats.url) as bus:
            await bus.ensure_streams()
            await bus.publish("IDENTITY", [a_message()])

    publishing = asyncio.create_task(publish())
    await asyncio.sleep(0.3)
    await nats.start()

    await asyncio.wait_for(publishing, timeout=20)
