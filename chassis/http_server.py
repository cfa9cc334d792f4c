"""An aiohttp application as a part of `chassis.process.run`."""

import asyncio
import logging

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

HEADER_BYTES = 8 * 1024
"""A request line or header longer than this is refused."""


class _NotMalformedRequests(logging.Filter):
    """Drops what aiohttp would log, traceback and all, about bytes that are no HTTP request.

    They are answered with 400. Logging them would let anybody fill the log with text of their own.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(error, HttpProcessingError)


_NOT_MALFORMED = _NotMalformedRequests()


class HttpServer:
    """Serves an application from `start` until `stop`."""

    def __init__(
        self,
        address: str,
        application: web.Application,
        *,
        name: str = "http",
        shutdown_s: float = 10.0,
    ) -> None:
        self.name = name
        host, _, port = address.rpartition(":")
        self._host = host.strip("[]")
        self._port = int(port)
        self._application = application
        self._shutdown_s = shutdown_s
        self._runner: web.AppRunner | None = None
        self.port = 0
        """The port listened on; known after `start`."""

    async def start(self) -> None:
        """Listen; raises OSError when the address is taken."""
        logging.getLogger("aiohttp.server").addFilter(_NOT_MALFORMED)
        runner = web.AppRunner(
            self._application,
            handle_signals=False,
            access_log=None,
            max_line_size=HEADER_BYTES,
            max_field_size=HEADER_BYTES,
            keepalive_timeout=75.0,
            shutdown_timeout=self._shutdown_s,
        )
        await runner.setup()
        self._runner = runner
        await web.TCPSite(runner, self._host, self._port).start()
        self.port = runner.addresses[0][1]

    async def stop(self, grace_s: float) -> None:
        """Take no new connections and wait for running requests at most this long."""
        if self._runner is not None:
            async with asyncio.timeout(grace_s + 1):
                await self._runner.cleanup()
