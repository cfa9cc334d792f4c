"""The identity service as its own process, with PostgreSQL, NATS and the sandbox around it."""

import asyncio
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import asyncpg
import grpc
import pytest
from granary.identity.v1 import consent_pb2, customer_pb2
from granary.identity.v1 import identity_service_pb2 as pb
from granary.identity.v1.identity_service_pb2_grpc import (
    IdentityInternalServiceStub,
    IdentityServiceStub,
)

from chassis.embedded.nats import EmbeddedNats
from chassis.embedded.postgres import EmbeddedPostgres
from chassis.grpc_errors import error_reason
from tests.builders.customers import key_holders
from tests.builders.tokens import Issuers

ROOT = Path(__file__).parents[3]
DEADLINE_S = 30.0


def free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


@dataclass
class Suite:
    """Where everything is, and the processes themselves."""

    identity: str
    observability: str
    sandbox: str
    database_url: str
    issuers: Issuers
    log_file: Path
    environment: dict[str, str]
    people: Iterator[int] = field(default_factory=count)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, module: str, ready_address: str) -> None:
        with self.log_file.open("ab") as log:
            self.processes[module] = subprocess.Popen(
                (sys.executable, "-m", module),
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        wait_until_ready(ready_address)

    def kill_and_restart_identity(self) -> None:
        process = self.processes["services.identity"]
        process.kill()
        process.wait(timeout=30)
        self.start("services.identity", self.observability)


@pytest.fixture(scope="module")
def suite(
    postgres_server: EmbeddedPostgres,
    nats_server: EmbeddedNats,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Suite]:
    """One service for the tests of a module; they keep apart by using different people."""
    folder = tmp_path_factory.mktemp("identity")
    database_url = asyncio.run(postgres_server.create_database(f"identity_{uuid4().hex}"))
    issuers = Issuers(folder)
    issuers("identity")
    key_holders(folder)
    identity, observability, sandbox = free_address(), free_address(), free_address()
    settings = {
        **os.environ,
        "GRANARY_DATABASE_URL": database_url,
        "GRANARY_NATS_URL": nats_server.url,
        "GRANARY_GRPC_ADDRESS": identity,
        "GRANARY_OBSERVABILITY_ADDRESS": observability,
        "GRANARY_PUBLIC_KEYS_DIR": str(issuers.public_keys),
        "GRANARY_SIGNING_KEY_FILE": str(folder / "identity.key"),
        "GRANARY_FIELD_KEY_FILE": str(folder / "field.key"),
        "GRANARY_BLIND_INDEX_KEY_FILE": str(folder / "index.key"),
        "GRANARY_SMS_URL": f"http://{sandbox}",
        "GRANARY_ID_AUTHORITY_URL": f"http://{sandbox}",
        "GRANARY_BANK_RAIL_URL": f"http://{sandbox}",
        "GRANARY_LOG_LEVEL": "debug",
        "SANDBOX_ADDRESS": sandbox,
        "SANDBOX_DATA_DIR": str(folder / "sandbox"),
        "SANDBOX_SEED": "identity tests",
    }
    running = Suite(
        identity, observability, sandbox, database_url, issuers, folder / "log", settings
    )
    migrate = (sys.executable, "-m", "services.identity", "migrate")
    subprocess.run(migrate, cwd=ROOT, env=settings, check=True)
    try:
        running.start("sandbox", sandbox)
        running.start("services.identity", observability)
        yield running
    finally:
        for process in running.processes.values():
            process.terminate()
        for process in running.processes.values():
            process.wait(timeout=30)
        name = database_url.rpartition("/")[2].partition("?")[0]
        asyncio.run(postgres_server.drop_database(name))


def wait_until_ready(address: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://{address}/readyz") as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    raise AssertionError(f"{address} did not become ready")


@dataclass
class App:
    """What a customer's phone does: calls, reads messages, keeps tokens."""

    suite: Suite
    http: aiohttp.ClientSession
    channel: grpc.aio.Channel
    person: dict[str, Any]
    device_id: str = "device-1"
    access_token: str = ""
    refresh_token: str = ""
    customer_id: str = ""

    @property
    def phone(self) -> str:
        return str(self.person["phone"])

    async def call(self, method: str, token: str | None = None, **fields: Any) -> Any:
        """Call a public RPC; mutating requests get a fresh request id unless one is given."""
        stub = IdentityServiceStub(self.channel)
        return await self._call(stub, method, self.access_token if token is None else token, fields)

    async def call_internal(self, method: str, token: str, **fields: Any) -> Any:
        stub = IdentityInternalServiceStub(self.channel)
        return await self._call(stub, method, token, fields)

    async def _call(self, stub: Any, method: str, token: str, fields: dict[str, Any]) -> Any:
        request_type = getattr(pb, f"{method}Request")
        if "request_id" in request_type.DESCRIPTOR.fields_by_name:
            fields.setdefault("request_id", str(uuid4()))
        metadata = (("authorization", f"Bearer {token}"),) if token else ()
        return await getattr(stub, method)(
            request_type(**fields), timeout=DEADLINE_S, metadata=metadata
        )

    async def refusal(self, method: str, **fields: Any) -> str:
        """The reason a call is refused with; "" when it is not."""
        try:
            await self.call(method, **fields)
        except grpc.aio.AioRpcError as error:
            return error_reason(error)
        return ""

    async def fault(self, partner: str, operation: str, **more: Any) -> None:
        body = {"operation": operation, "fault": "down", **more}
        url = f"http://{self.suite.sandbox}/{partner}/faults"
        async with self.http.post(url, json=body) as answer:
            assert answer.status == 201, await answer.text()

    async def mend(self, partner: str) -> None:
        async with self.http.delete(f"http://{self.suite.sandbox}/{partner}/faults") as answer:
            assert answer.status == 200

    async def messages(self) -> list[str]:
        url = f"http://{self.suite.sandbox}/sms/messages"
        async with self.http.get(url, params={"phone": self.phone}) as answer:
            return [message["text"] for message in (await answer.json())["messages"]]

    async def newest_code(self) -> str:
        found = re.search(r"\d{6}", (await self.messages())[0])
        assert found is not None
        return found[0]

    async def ask_for_code(self, **more: Any) -> str:
        await self.call("RequestOtp", phone=self.phone, purpose=pb.OTP_PURPOSE_LOGIN, **more)
        return await self.newest_code()

    async def answer(self, code: str, **more: Any) -> Any:
        return await self.call(
            "LogIn",
            **{
                "phone": self.phone,
                "code": code,
                "device_id": self.device_id,
                "channel": customer_pb2.CHANNEL_APP,
                **more,
            },
        )

    async def log_in(self) -> Any:
        reply = await self.answer(await self.ask_for_code())
        self.access_token, self.refresh_token = reply.access_token, reply.refresh_token
        self.customer_id = reply.customer_id
        return reply

    async def agree(self, purpose: Any = consent_pb2.CONSENT_PURPOSE_DATA_PROCESSING) -> Any:
        return await self.call("GrantConsent", purpose=purpose, text_version="2026-08")

    def form(self, **changes: Any) -> dict[str, Any]:
        return {
            "name": self.person["name"],
            "id_number": self.person["id_number"],
            "address": "测试省测试市测试路一号",
            **changes,
        }

    async def register(self, **changes: Any) -> Any:
        return await self.call("Register", **self.form(**changes))

    async def bind_card(self, **changes: Any) -> Any:
        card = {"card_number": self.person["card_number"], "phone": self.phone}
        return await self.call("BindCard", **{**card, **changes})

    async def become_customer(self) -> None:
        """Everything up to a bound card."""
        await self.log_in()
        await self.agree()
        await self.register()
        await self.bind_card()

    async def rows(self, sql: str, *arguments: Any) -> list[Any]:
        connection = await asyncpg.connect(self.suite.database_url)
        try:
            return await connection.fetch(sql, *arguments)
        finally:
            await connection.close()

    async def announced(self) -> list[str]:
        """Subjects of the events about this customer, in order."""
        rows = await self.rows(
            "select subject from outbox where customer_id = $1 order by message_id",
            UUID(self.customer_id),
        )
        return [row["subject"] for row in rows]


@pytest.fixture
async def new_app(suite: Suite) -> AsyncIterator[Any]:
    """`await new_app()`: the phone of a person nobody knows yet."""
    async with (
        aiohttp.ClientSession() as http,
        grpc.aio.insecure_channel(suite.identity) as channel,
    ):

        async def make(**more: Any) -> App:
            offset = str(next(suite.people))
            params = {"count": "1", "offset": offset}
            async with http.get(f"http://{suite.sandbox}/people", params=params) as answer:
                (person,) = (await answer.json())["people"]
            return App(suite, http, channel, person, device_id=f"device-{offset}", **more)

        yield make


@pytest.fixture
async def app(new_app: Any) -> App:
    made: App = await new_app()
    return made
