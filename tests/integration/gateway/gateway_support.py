"""A gateway in front of stand-in services behind real gRPC."""

import asyncio
import socket
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import aiohttp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from granary.identity.v1 import identity_service_pb2, identity_service_pb2_grpc
from granary.lending.v1 import drawdown_pb2, lending_service_pb2, lending_service_pb2_grpc
from granary.monitoring.v1 import (
    alert_pb2,
    monitoring_service_pb2,
    monitoring_service_pb2_grpc,
)

from chassis.authentication import TokenSigner, TokenVerifier
from chassis.call_context import current_call, current_caller
from chassis.command import RequestKey
from chassis.errors import NotFound, StateForbids
from chassis.grpc_server import GrpcServer, grpc_server, request_key
from chassis.http_server import HttpServer

DRAWDOWN = UUID("0198b3c2-7d0e-7c51-9c3a-2f1f7f8a0b33")
LIMIT_MINOR = 2_500_00


class LimitExceeded(StateForbids):
    """The amount is larger than what can be drawn."""

    reason = "LIMIT_EXCEEDED"


class Keys:
    """Signers of the issuers that tests need, and the folder that makes them known."""

    def __init__(self, folder: Path) -> None:
        self.public = folder / "public"
        self.public.mkdir()
        self._folder = folder
        self._identity = self._issuer("identity")
        self._staff = self._issuer("staff")

    def _issuer(self, name: str) -> Any:
        key = Ed25519PrivateKey.generate()
        private = self._folder / f"{name}.key"
        private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        (self.public / f"{name}.pem").write_bytes(
            key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        )
        return TokenSigner(name, private)

    def customer(self, customer_id: UUID, **claims: Any) -> Any:
        token, _ = self._identity.customer_token(
            customer_id, session_id="s", channel="APP", **claims
        )
        return {"Authorization": f"Bearer {token}"}

    def staff(self, name: str = "li.ming") -> Any:
        return {"Authorization": f"Bearer {self._staff.staff_token(name)[0]}"}


@dataclass
class Services:
    """What the stand-ins know and what they were asked."""

    owner: UUID = field(default_factory=uuid4)
    done: dict[RequestKey, str] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    request_ids: list[str] = field(default_factory=list)
    alerts: list[alert_pb2.Alert] = field(default_factory=list)
    open_streams: int = 0
    answer_after_s: float = 0.0
    break_with: Exception | None = None


class Identity(identity_service_pb2_grpc.IdentityServiceServicer):
    def __init__(self, services: Services) -> None:
        self._services = services

    async def RequestOtp(self, request: Any, context: Any) -> Any:
        self._services.asked["RequestOtp"] += 1
        return identity_service_pb2.RequestOtpResponse(otp_id=request.request_id)

    async def LogOut(self, request: Any, context: Any) -> Any:
        return identity_service_pb2.LogOutResponse()


class Lending(lending_service_pb2_grpc.LendingServiceServicer):
    def __init__(self, services: Services) -> None:
        self._services = services

    async def GetDrawdown(self, request: Any, context: Any) -> Any:
        services = self._services
        call = current_call.get()
        assert call is not None
        services.request_ids.append(call.request_id)
        await asyncio.sleep(services.answer_after_s)
        if services.break_with is not None:
            raise services.break_with
        if current_caller().customer_id != services.owner:
            raise NotFound(kind="drawdown")
        return lending_service_pb2.GetDrawdownResponse(
            drawdown=drawdown_pb2.Drawdown(
                drawdown_id=request.drawdown_id,
                amount_minor=LIMIT_MINOR,
                status=drawdown_pb2.DRAWDOWN_STATUS_PAID,
            )
        )

    async def Draw(self, request: Any, context: Any) -> Any:
        key = request_key(request)
        self._services.asked["Draw"] += 1
        drawdown_id = self._services.done.setdefault(key, str(uuid4()))
        await asyncio.sleep(self._services.answer_after_s)
        return lending_service_pb2.DrawResponse(
            drawdown=drawdown_pb2.Drawdown(drawdown_id=drawdown_id)
        )

    async def Quote(self, request: Any, context: Any) -> Any:
        if request.amount_minor > LIMIT_MINOR:
            raise LimitExceeded(available_minor=LIMIT_MINOR)
        return lending_service_pb2.QuoteResponse()


class Monitoring(monitoring_service_pb2_grpc.MonitoringServiceServicer):
    def __init__(self, services: Services) -> None:
        self._services = services

    async def WatchAlerts(self, request: Any, context: Any) -> Any:
        services = self._services
        services.open_streams += 1
        try:
            sent = request.resume_after_alert_number
            while True:
                for alert in services.alerts[sent:]:
                    yield monitoring_service_pb2.WatchAlertsResponse(
                        alert=alert, last_alert_number=len(services.alerts)
                    )
                    sent = alert.alert_number
                if services.break_with is not None:
                    raise services.break_with
                yield monitoring_service_pb2.WatchAlertsResponse(last_alert_number=sent)
                await asyncio.sleep(0.02)
        finally:
            services.open_streams -= 1

    async def ListAlerts(self, request: Any, context: Any) -> Any:
        return monitoring_service_pb2.ListAlertsResponse(
            alerts=[a for a in self._services.alerts if a.severity in request.severities]
        )


def an_alert(number: int, severity: str = "HIGH") -> Any:
    return alert_pb2.Alert(alert_number=number, severity=f"ALERT_SEVERITY_{severity}")


def server_of(services: Services, keys: Keys, address: str) -> GrpcServer:
    return grpc_server(
        address,
        [
            (identity_service_pb2_grpc.add_IdentityServiceServicer_to_server, Identity(services)),
            (lending_service_pb2_grpc.add_LendingServiceServicer_to_server, Lending(services)),
            (
                monitoring_service_pb2_grpc.add_MonitoringServiceServicer_to_server,
                Monitoring(services),
            ),
        ],
        area="lending",
        verifier=TokenVerifier(keys.public),
    )


def a_free_address() -> Any:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


class App:
    """An app that talks to the gateway."""

    def __init__(self, http: aiohttp.ClientSession, server: HttpServer, keys: Keys) -> None:
        self.http = http
        self.address = f"127.0.0.1:{server.port}"
        self.url = f"http://{self.address}"
        self.keys = keys
        self.server = server

    async def get(self, path: str, headers: dict[str, str] | None = None, **more: Any) -> "Answer":
        return await self._ask("GET", path, headers=headers, **more)

    async def post(self, path: str, headers: dict[str, str] | None = None, **more: Any) -> "Answer":
        return await self._ask("POST", path, headers=headers, **more)

    async def _ask(self, method: str, path: str, **more: Any) -> "Answer":
        async with self.http.request(method, self.url + path, **more) as response:
            text = await response.read()
            value = await response.json(content_type=None) if text else {}
            return Answer(response.status, value, response.headers)

    async def raw(self, data: bytes, enough: bytes | None = None) -> bytes:
        """What comes back to these bytes: until `enough`, or until the connection is closed."""
        host, port = self.address.split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(data)
        await writer.drain()
        try:
            answer = reader.read() if enough is None else reader.readuntil(enough)
            return await asyncio.wait_for(answer, 30)
        finally:
            writer.close()


@dataclass
class Answer:
    status: int
    body: dict[str, Any]
    headers: Any

    @property
    def reason(self) -> Any:
        return self.body["reason"]


async def until(condition: Callable[[], object]) -> Any:
    """Wait until something has happened; gives up after 30 seconds."""
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 - nobody tells us
            await asyncio.sleep(0.01)


@dataclass
class SseEvent:
    name: str
    number: str | None
    data: str


async def events_of(response: aiohttp.ClientResponse) -> AsyncIterator[SseEvent]:
    """Events as they arrive, comments left out."""
    event: dict[str, str] = {}
    async for raw in response.content:
        line = raw.decode().rstrip("\n")
        if not line:
            if "data" in event:
                yield SseEvent(event["event"], event.get("id"), event["data"])
            event = {}
        elif not line.startswith(":"):
            name, _, value = line.partition(": ")
            event[name] = value


MakeGateway = Callable[..., Awaitable[App]]
"""gRPC address of the services, and settings -> an app that talks to a new gateway."""
