"""The ID authority over HTTP: does this name belong to this identity number."""

from dataclasses import asdict

from aiohttp import web

from sandbox.businesses import Business, business_of
from sandbox.faults import SLOW_OR_DOWN, FaultBook, play_before_work
from sandbox.id_authority import book
from sandbox.people import Person
from sandbox.population import Population
from sandbox.store import Store
from sandbox.web import json_object, text_field


class IdAuthorityRoutes:
    """Two-factor check against the people who exist."""

    def __init__(self, store: Store, population: Population) -> None:
        self._store = store
        self._population = population
        self._faults = FaultBook(store, {"check": SLOW_OR_DOWN, "business": SLOW_OR_DOWN})

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/id-authority/checks", self._check),
            web.get("/id-authority/checks", self._totals),
            web.post("/id-authority/businesses", self._business),
            web.get("/id-authority/businesses/{id_number}", self._business_of),
            *self._faults.routes("/id-authority"),
        ]

    async def _check(self, request: web.Request) -> web.Response:
        body = await json_object(request)
        name = text_field(body, "name")
        id_number = text_field(body, "id_number")
        await play_before_work(await self._faults.take("check", key=id_number))
        person = await self._population.by_id_number(id_number)
        result = _compare(person, name)
        await self._store.run(lambda c: book.count(c, result))
        return web.json_response({"result": result})

    async def _business(self, request: web.Request) -> web.Response:
        """Whether code, name and role are those of the business this person answers for."""
        body = await json_object(request)
        stated = Business(
            uscc=text_field(body, "uscc"),
            name=text_field(body, "business_name"),
            role=text_field(body, "role"),
        )
        id_number = text_field(body, "id_number")
        name = text_field(body, "name")
        await play_before_work(await self._faults.take("business", key=id_number))
        person = await self._population.by_id_number(id_number)
        known = None if person is None or person.name != name else business_of(person)
        result = "unknown" if known is None else "match" if known == stated else "mismatch"
        return web.json_response({"result": result})

    async def _business_of(self, request: web.Request) -> web.Response:
        """The business of a synthetic person, for whoever plays that person."""
        person = await self._population.by_id_number(request.match_info["id_number"])
        business = None if person is None else business_of(person)
        if business is None:
            raise web.HTTPNotFound
        return web.json_response(asdict(business))

    async def _totals(self, _request: web.Request) -> web.Response:
        return web.json_response({"checks": await self._store.run(book.totals)})


def _compare(person: Person | None, name: str) -> str:
    if person is None:
        return "unknown"
    return "match" if person.name == name else "mismatch"
