"""The configuration of NATS on a real server: each service can do its own work and no other."""

from __future__ import annotations

import asyncio
import re
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import nats
import pytest
from granary.event.v1.dead_letter_pb2 import DeadLettered
from granary.identity.v1.events_pb2 import ConsentWithdrawn
from granary.lending.v1.events_pb2 import ContractAgreed, DrawdownPaid, DrawdownRefused
from granary.repayment.v1.events_pb2 import (
    CollectionRequested,
    DebitScheduled,
    LoanOverdue,
    RepaymentPosted,
    TransferArrived,
)
from granary.support.v1.events_pb2 import ComplaintFiled
from nats.errors import TimeoutError as NatsTimeoutError

from chassis.command import Delivery
from chassis.embedded.nats import program
from chassis.embedded.server import free_port
from chassis.event_bus import Bus, Outgoing, connect
from chassis.outbox import subject_of
from chassis.streams import STREAMS, ask
from deploy.create_streams import Settings, create

CONFIG = Path(__file__).parents[3] / "deploy" / "nats" / "nats.conf"
USERS = ("operator", "identity", "lending", "repayment", "monitoring", "support")
SERVICES = USERS[1:]
CONSUMERS = [
    ("lending", "lending-sealing", ContractAgreed),
    ("lending", "lending-follow-up", RepaymentPosted),
    ("identity", "identity-notices", DrawdownRefused),
    ("repayment", "repayment", DrawdownPaid),
    ("repayment", "repayment", CollectionRequested),
    ("repayment", "repayment-debit-window", DebitScheduled),
    ("repayment", "repayment-credit", LoanOverdue),
    ("repayment", "repayment-incoming", TransferArrived),
    ("repayment", "repayment", ConsentWithdrawn),
    ("monitoring", "monitoring", ComplaintFiled),
    ("monitoring", "monitoring", DeadLettered),
]


class Server:
    """A NATS server on the example configuration."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        text = CONFIG.read_text()
        text = text.replace("0.0.0.0:4222", f"127.0.0.1:{self.port}")
        text = text.replace("127.0.0.1:8222", f"127.0.0.1:{free_port()}")
        text = text.replace('"/data"', f'"{folder}/data"')
        (folder / "nats.conf").write_text(text)
        lines = [f'{user.upper()}_PASSWORD: "pw-{user}"' for user in USERS]
        (folder / "passwords.conf").write_text("\n".join(lines))
        self.process = subprocess.Popen(
            [str(program(None)), "-c", str(folder / "nats.conf")], stderr=subprocess.DEVNULL
        )

    def url(self, user: str) -> str:
        return f"nats://{user}:pw-{user}@127.0.0.1:{self.port}"

    def bus(self, service: str) -> Any:
        return connect(self.url(service), service=service)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("nats"))
    asyncio.run(create(Settings(nats_url=server.url("operator"))))
    yield server
    server.process.terminate()
    server.process.wait()


def a_message(subject: str, payload: bytes = b"") -> Outgoing:
    return Outgoing(uuid4(), subject, payload, {})


@asynccontextmanager
async def refusals(server: Server, user: str) -> AsyncIterator[tuple[Any, asyncio.Queue[str]]]:
    """A plain connection as a user, and what the server refused it."""
    refused: asyncio.Queue[str] = asyncio.Queue()

    async def failed(error: Exception) -> None:
        refused.put_nowait(str(error))

    client = await nats.connect(
        server.url(user), inbox_prefix=f"_IN_{user}".encode(), error_cb=failed
    )
    try:
        yield client, refused
    finally:
        await client.close()


async def test_the_operator_made_every_stream(server: Server) -> None:
    again = await create(Settings(nats_url=server.url("operator")))

    assert again == []


@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_finds_the_streams_and_publishes_its_own_events(
    server: Server, service: str
) -> None:
    async with server.bus(service) as bus:
        created = await bus.ensure_streams()
        alone = await bus.publish(service.upper(), [a_message(f"{service}.a.happened")])
        together = await bus.publish(
            service.upper(), [a_message(f"{service}.a.happened") for _ in range(3)]
        )

    assert created == []
    assert len(alone) == 1
    assert together == sorted(together)


@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_cannot_publish_for_another(server: Server, service: str) -> None:
    other = SERVICES[SERVICES.index(service) - 1]
    async with server.bus(service) as bus:
        with pytest.raises(NatsTimeoutError):
            await bus.client.request(f"{other}.a.happened", b"", timeout=0.3)


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    "subject",
    [
        "$JS.API.STREAM.DELETE.LENDING",
        "$JS.API.STREAM.PURGE.LENDING",
        "$JS.API.STREAM.CREATE.MINE",
        "$JS.API.STREAM.MSG.GET.IDENTITY",
        "$JS.API.CONSUMER.CREATE.LENDING.spy",
        "$JS.API.CONSUMER.MSG.NEXT.SUPPORT.spy",
        "$JS.ACK.LENDING.spy.1.1.1.1.0",
    ],
)
async def test_a_service_cannot_manage_streams_or_use_others_consumers(
    server: Server, service: str, subject: str
) -> None:
    async with refusals(server, service) as (client, refused):
        await client.publish(subject, b"")

        message = await asyncio.wait_for(refused.get(), 5)

    assert re.search("permissions violation", message, re.IGNORECASE)


@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_cannot_listen_in(server: Server, service: str) -> None:
    other = SERVICES[SERVICES.index(service) - 1]
    async with refusals(server, service) as (client, refused):
        for subject in (f"{service}.>", f"{other}.>", f"_IN_{other}.>", ">"):
            await client.subscribe(subject)

            message = await asyncio.wait_for(refused.get(), 5)

            assert re.search("permissions violation", message, re.IGNORECASE)


async def all_acknowledged(server: Server, stream: str, consumer: str) -> None:
    """Return once the server has heard of every delivered message that it was handled."""
    async with server.bus("operator") as bus:
        while True:
            info = await ask(bus.client, f"CONSUMER.INFO.{stream}.{consumer}-in", {})
            if info["delivered"]["consumer_seq"] and not info["num_ack_pending"]:
                return
            await asyncio.sleep(0.05)


@pytest.mark.parametrize(("service", "consumer", "event"), CONSUMERS)
async def test_a_service_consumes_what_its_handlers_want(
    server: Server, service: str, consumer: str, event: Any
) -> None:
    subject = subject_of(event) if event is not DeadLettered else "deadletter.repayment"
    publisher = subject.partition(".")[0].replace("deadletter", "repayment")
    arrived = asyncio.Event()

    async def handle(_: Any, __: Delivery) -> None:
        arrived.set()

    async with server.bus(publisher) as source, server.bus(service) as bus:
        task = asyncio.create_task(bus.consume(consumer, {event: handle}))
        stream = next(s.name for s in STREAMS if s.subjects[0].startswith(subject.split(".")[0]))
        message = Outgoing(
            uuid4(), subject, event().SerializeToString(), {"ce-type": event.DESCRIPTOR.full_name}
        )
        await source.publish(stream, [message])
        try:
            await asyncio.wait_for(arrived.wait(), 20)
            await asyncio.wait_for(all_acknowledged(server, stream, consumer), 20)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@pytest.mark.parametrize("consumer", sorted({consumer for _, consumer, _ in CONSUMERS}))
async def test_a_service_puts_aside_what_it_cannot_handle(server: Server, consumer: str) -> None:
    service = consumer.partition("-")[0]
    bus: Bus
    async with server.bus(service) as bus:
        placed = await bus.publish("DEADLETTER", [a_message(f"deadletter.{consumer}")])

    assert len(placed) == 1
