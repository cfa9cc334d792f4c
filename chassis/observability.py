"""What operators and Kubernetes ask a process over HTTP: /metrics, /healthz, /readyz."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, Mapping

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from chassis import metrics
from chassis.http_server import HttpServer

log = structlog.get_logger(__name__)

Check = Callable[[], Awaitable[object]]
"""Returns when a dependency can be used; raises or hangs when not."""

CHECK_TIMEOUT_S = 2.0
LAG_EVERY_S = 1.0


class ObservabilityServer:
    """The observability endpoint of one process; the last part of `run` to stop."""

    name = "observability"

    def __init__(
        self,
        address: str,
        *,
        ready_when: Mapping[str, Check] | None = None,
        routes: Iterable[web.RouteDef] = (),
    ) -> None:
        """`ready_when` names what must answer for calls to succeed; `routes` are extra pages."""
        self._checks = dict(ready_when or {})
        application = web.Application()
        application.add_routes(
            [
                web.get("/healthz", _alive),
                web.get("/readyz", self._ready),
                web.get("/metrics", _metrics),
                *routes,
            ]
        )
        self._http = HttpServer(address, application, name=self.name, shutdown_s=1.0)
        self._lag: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """The port listened on; known after `start`."""
        return self._http.port

    async def start(self) -> None:
        """Listen and begin to watch the event loop."""
        await self._http.start()
        self._lag = asyncio.create_task(_watch_event_loop(), name="event loop lag")

    async def stop(self, grace_s: float) -> None:
        """Stop answering."""
        if self._lag is not None:
            self._lag.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._lag
        await self._http.stop(grace_s)

    async def _ready(self, _: web.Request) -> web.Response:
        failed = [
            name
            for name, is_well in zip(
                self._checks,
                await asyncio.gather(*map(_is_well, self._checks.items())),
                strict=True,
            )
            if not is_well
        ]
        if failed:
            return web.Response(status=503, text=f"not ready: {', '.join(failed)}\n")
        return web.Response(text="ready\n")


async def _alive(_: web.Request) -> web.Response:
    # Asks nothing else: restarting this process does not cure a dependency.
    return web.Response(text="alive\n")


async def _metrics(_: web.Request) -> web.Response:
    return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


async def _is_well(check: tuple[str, Check]) -> bool:
    name, ask = check
    try:
        async with asyncio.timeout(CHECK_TIMEOUT_S):
            await ask()
    except Exception as error:  # noqa: BLE001 - any fault means not ready
        log.warning("readiness.failed", check=name, kind=type(error).__name__)
        return False
    return True


async def _watch_event_loop() -> None:
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + LAG_EVERY_S
        await asyncio.sleep(LAG_EVERY_S)
        metrics.EVENT_LOOP_LAG.set(max(loop.time() - due, 0.0))
