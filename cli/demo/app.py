"""A customer's app, the operator's desk and the outside world, as the demo uses them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID

import aiohttp
from granary.monitoring.v1 import monitoring_service_pb2 as monitoring
from granary.monitoring.v1.monitoring_service_pb2_grpc import MonitoringServiceStub
from granary.repayment.v1 import repayment_service_pb2 as repayment
from granary.repayment.v1.ledger_service_pb2_grpc import LedgerInternalServiceStub
from granary.repayment.v1.repayment_service_pb2_grpc import RepaymentInternalServiceStub

from chassis.grpc_client import PeerChannel
from chassis.ports import new_id
from cli.errors import CommandError

PATIENCE_S = 60.0
POLL_S = 0.1
CLOSE_DEADLINE_S = 600.0
ASK_AGAIN_AFTER_S = 0.5
ASK_AGAIN_ON = {429, 503, 504}


class Refused(CommandError):
    """The gateway answered with a problem; `reason` is its machine-readable word."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        self.status = status
        self.reason = str(problem.get("reason", ""))
        super().__init__(f"{status} {self.reason}: {problem.get('detail', problem)}")


class App:
    """One customer's phone: talks to the gateway only."""

    def __init__(self, session: aiohttp.ClientSession, gateway_url: str, language: str) -> None:
        self._session = session
        self._url = gateway_url
        self.language = {"zh": "zh-CN"}.get(language, language)
        self._headers = {"Accept-Language": language}
        self.access_token = ""

    def logged_in(self, access_token: str) -> None:
        self.access_token = access_token
        self._headers["Authorization"] = f"Bearer {access_token}"

    async def get(self, path: str) -> Any:
        return await self._insist("GET", path, None, {})

    async def post(self, path: str, body: dict[str, Any] | None = None, *, key: str = "") -> Any:
        """Send under an idempotency key; the same key is used again while no answer comes.

        Without a key of the caller's it is a fresh one.
        """
        return await self._insist(
            "POST", path, body or {}, {"Idempotency-Key": key or str(new_id())}
        )

    async def download(self, path: str) -> tuple[str, bytes]:
        """A file: its name and its content. Raises Refused."""
        async with self._session.get(self._url + path, headers=self._headers) as response:
            if response.status >= 400:  # noqa: PLR2004 - where HTTP errors begin
                raise Refused(response.status, await response.json(content_type=None))
            disposition = response.content_disposition
            name = disposition.filename if disposition is not None else None
            return Path(name or "document.pdf").name, await response.read()

    async def _insist(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        """Ask again, as a good app does, while the suite is away or asks to be spared."""
        give_up_at = monotonic() + PATIENCE_S
        while True:
            try:
                return await self._ask(method, path, body, headers)
            except (aiohttp.ClientError, TimeoutError):
                if monotonic() > give_up_at:
                    raise
            except Refused as refused:
                if refused.status not in ASK_AGAIN_ON or monotonic() > give_up_at:
                    raise
            await asyncio.sleep(ASK_AGAIN_AFTER_S)

    async def _ask(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        async with self._session.request(
            method, self._url + path, json=body, headers={**self._headers, **headers}
        ) as response:
            answer = await response.json(content_type=None)
            if response.status >= 400:  # noqa: PLR2004 - where HTTP errors begin
                raise Refused(response.status, answer)
            return answer


class OutsideWorld:
    """The sandbox: its people, their phones, their bank accounts, and its faults."""

    def __init__(self, session: aiohttp.ClientSession, sandbox_url: str) -> None:
        self._session = session
        self._url = sandbox_url

    async def people(self, *, count: int, archetype: str, seed: int) -> list[dict[str, Any]]:
        found = await self._get(f"/people?seed={seed}&count={count}&archetype={archetype}")
        return list(found["people"])

    async def newest_code(self, phone: str) -> str:
        """The one-time code in the newest message on a phone."""
        found = await self._get(f"/sms/messages?phone={phone}&limit=1")
        text = found["messages"][0]["text"]
        return next(word for word in _digit_runs(text) if len(word) == 6)  # noqa: PLR2004

    async def signing_code(self, phone: str, contract_hash: str) -> str:
        """The newest code that was sent to sign the contract with this hash."""
        found = await self._get(f"/sms/messages?phone={phone}&limit=50")
        mark = f"合同校验码{contract_hash[:6]}"
        text = next(each["text"] for each in found["messages"] if mark in each["text"])
        return str(text.partition("验证码")[2][:6])

    async def set_balance(self, card_number: str, balance_minor: int) -> None:
        path = f"/rail/accounts/{card_number}:set-balance"
        await self._post(path, {"balance_minor": balance_minor})

    async def set_rail_latency(self, latency_ms: int) -> None:
        await self._post("/rail:set-latency", {"latency_ms": latency_ms})

    async def play_fault(self, **fault: Any) -> None:
        await self._post("/rail/faults", fault)

    async def _get(self, path: str) -> Any:
        async with self._session.get(self._url + path) as response:
            response.raise_for_status()
            return await response.json()

    async def _post(self, path: str, body: dict[str, Any]) -> None:
        async with self._session.post(self._url + path, json=body) as response:
            response.raise_for_status()


@dataclass(frozen=True, slots=True)
class Desk:
    """The operator: closes days, reads the books, watches the alerts."""

    books: RepaymentInternalServiceStub
    ledger: LedgerInternalServiceStub
    watch: MonitoringServiceStub

    async def close_days(self, until: str, on_day: Callable[[Any, int], None]) -> int:
        """Close business days until this date is open; returns how many were closed."""
        closed = 0
        request = repayment.CloseBusinessDaysRequest(until=until)
        async for progress in self.books.CloseBusinessDays(request, timeout=CLOSE_DEADLINE_S):
            closed += 1
            on_day(progress.report, progress.days_left)
        return closed

    async def trial_balance(self) -> Any:
        return await self.books.GetTrialBalance(repayment.GetTrialBalanceRequest())

    async def business_date(self) -> str:
        answer = await self.books.GetBusinessDate(repayment.GetBusinessDateRequest())
        return str(answer.business_date)

    async def alerts(self, customer_id: str = "") -> list[Any]:
        request = monitoring.ListAlertsRequest(customer_id=customer_id, page_size=100)
        return list((await self.watch.ListAlerts(request)).alerts)


@asynccontextmanager
async def open_desk(repayment_address: str, monitoring_address: str, token: str) -> Any:
    """The desk over gRPC, as an operations tool would connect."""
    async with (
        PeerChannel(repayment_address, token=lambda: token) as books,
        PeerChannel(monitoring_address, token=lambda: token) as watch,
    ):
        yield Desk(
            RepaymentInternalServiceStub(books),
            LedgerInternalServiceStub(books),
            MonitoringServiceStub(watch),
        )


@asynccontextmanager
async def open_session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15)) as session:
        yield session


async def until(
    look: Callable[[], Awaitable[Any]], satisfied: Callable[[Any], bool], what: str
) -> Any:
    """Look again and again until satisfied; raises CommandError when patience ends."""
    give_up_at = monotonic() + PATIENCE_S
    while True:
        seen = await look()
        if satisfied(seen):
            return seen
        if monotonic() > give_up_at:
            raise CommandError(f"waited {PATIENCE_S:.0f} s for {what}; last seen: {seen}")
        await asyncio.sleep(POLL_S)


def _digit_runs(text: str) -> list[str]:
    return "".join(letter if letter.isdigit() else " " for letter in text).split()


def short(identifier: str) -> str:
    """The last part of an id, for people."""
    return UUID(identifier).hex[-8:]
