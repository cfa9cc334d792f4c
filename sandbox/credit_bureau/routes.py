"""The credit bureau over HTTP."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta, timezone

from aiohttp import web

from sandbox.credit_bureau import book
from sandbox.credit_bureau.reports import report_on
from sandbox.faults import SLOW_OR_DOWN, FaultBook, play_before_work
from sandbox.population import Population
from sandbox.store import Store
from sandbox.web import Refusal, json_object, text_field

STALE = "stale"
"""A fault of its own: the report is half a year old."""
_STALE_DAYS = 180
_SHANGHAI = timezone(timedelta(hours=8))


class BureauRoutes:
    """Gives reports to lenders that hold a consent, and remembers each query."""

    def __init__(
        self, store: Store, population: Population, *, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._population = population
        self._now = now
        self._faults = FaultBook(store, {"report": SLOW_OR_DOWN | {STALE}})

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/bureau/reports", self._report),
            web.get("/bureau/queries", self._queries),
            *self._faults.routes("/bureau"),
        ]

    async def _report(self, request: web.Request) -> web.Response:
        body = await json_object(request)
        name = text_field(body, "name")
        id_number = text_field(body, "id_number")
        if not body.get("consent_id"):
            raise Refusal(403, "NO_CONSENT", "A report needs the consent of the person.")
        consent_id = text_field(body, "consent_id")
        fault = await self._faults.take("report", key=id_number)
        is_stale = fault is not None and fault.fault == STALE
        await play_before_work(fault)
        person = await self._population.by_id_number(id_number)
        if person is None or person.name != name:
            raise Refusal(404, "NO_FILE", "The bureau has no file on this person.")
        now = self._now()
        asked_at = now.isoformat()
        known_on = now.astimezone(_SHANGHAI).date() - timedelta(days=_STALE_DAYS * is_stale)
        number = await self._store.run(
            lambda c: book.record(c, id_number=id_number, consent_id=consent_id, asked_at=asked_at)
        )
        return web.json_response(
            {
                "report_id": f"R{number:010d}",
                "synthetic": True,
                "reported_on": known_on.isoformat(),
                **asdict(report_on(person)),
            }
        )

    async def _queries(self, request: web.Request) -> web.Response:
        id_number = text_field(dict(request.query), "id_number")
        queries = await self._store.run(lambda c: book.newest_first(c, id_number))
        return web.json_response({"queries": queries})
