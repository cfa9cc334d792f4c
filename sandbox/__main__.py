"""Start here: the outside world of a lender, one process, one port."""

import asyncio
import logging
import os
import signal
import sys
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime

import aiohttp
import uvloop
from aiohttp import web

from sandbox.bank_rail import book as rail_book
from sandbox.bank_rail.notices import Notices
from sandbox.bank_rail.routes import RailRoutes
from sandbox.credit_bureau import book as bureau_book
from sandbox.credit_bureau.routes import BureauRoutes
from sandbox.faults import FAULTS_SCHEMA
from sandbox.id_authority import book as id_authority_book
from sandbox.id_authority.routes import IdAuthorityRoutes
from sandbox.population import POPULATION_SCHEMA, Population
from sandbox.settings import Settings, SettingsError
from sandbox.sms import book as sms_book
from sandbox.sms.routes import SmsRoutes
from sandbox.store import Store
from sandbox.timestamp_authority.authority import TimestampAuthority
from sandbox.timestamp_authority.routes import TimestampRoutes
from sandbox.web import MAX_BODY_BYTES, refusals_as_json

log = logging.getLogger("sandbox")

# A connection held by a fault must not keep the process from stopping.
_GOODBYE_S = 2.0


async def serve(settings: Settings) -> None:
    """Serve all partners until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    async with AsyncExitStack() as stack:

        def open_store(name: str, schema: str) -> Store:
            store = Store(settings.data_dir / f"{name}.sqlite", schema)
            stack.callback(store.close)
            return store

        population = Population(open_store("population", POPULATION_SCHEMA), seed=settings.seed)
        rail_store = open_store("bank_rail", rail_book.SCHEMA)
        notices = await _start_notices(stack, settings, rail_store)
        app = web.Application(client_max_size=MAX_BODY_BYTES, middlewares=[refusals_as_json])
        app.add_routes([web.get("/readyz", _ready), web.get("/healthz", _ready)])
        app.add_routes(population.routes())
        app.add_routes(RailRoutes(rail_store, population, notices, now=_utc_now).routes())
        app.add_routes(SmsRoutes(open_store("sms", sms_book.SCHEMA), now=_utc_now).routes())
        bureau_store = open_store("credit_bureau", bureau_book.SCHEMA)
        app.add_routes(BureauRoutes(bureau_store, population, now=_utc_now).routes())
        id_store = open_store("id_authority", id_authority_book.SCHEMA)
        app.add_routes(IdAuthorityRoutes(id_store, population).routes())
        if settings.tsa_key_file is not None and settings.tsa_certificate_file is not None:
            authority = TimestampAuthority(settings.tsa_key_file, settings.tsa_certificate_file)
            tsa_store = open_store("timestamp_authority", FAULTS_SCHEMA)
            app.add_routes(TimestampRoutes(tsa_store, authority, now=_utc_now).routes())

        runner = web.AppRunner(app, access_log=None, shutdown_timeout=_GOODBYE_S)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, settings.host, settings.port).start()
        log.info("sandbox serves at %s:%d", settings.host, settings.port)
        await stop.wait()


async def _start_notices(
    stack: AsyncExitStack, settings: Settings, rail_store: Store
) -> Notices | None:
    if not settings.notify_url:
        return None
    session = await stack.enter_async_context(aiohttp.ClientSession())
    notices = Notices(
        rail_store, session, url=settings.notify_url, key=settings.hmac_key, now=_utc_now
    )
    sending = asyncio.create_task(notices.run())

    async def stop_sending() -> None:
        sending.cancel()
        with suppress(asyncio.CancelledError):
            await sending

    stack.push_async_callback(stop_sending)
    return notices


async def _ready(_request: web.Request) -> web.Response:
    return web.json_response({"status": "ready"})


def _utc_now() -> datetime:
    return datetime.now(UTC)


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    try:
        settings = Settings.from_environment(os.environ)
    except SettingsError as error:
        sys.exit(str(error))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(settings))


if __name__ == "__main__":
    main()
