"""The people who exist: whoever was ever given out by GET /people is known to every partner."""

import sqlite3
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, timedelta, timezone
from itertools import islice
from typing import Any

from aiohttp import web

from sandbox.people import Archetype, Person, people
from sandbox.store import Store
from sandbox.web import bad_request, text_field, whole_number

POPULATION_SCHEMA = """
CREATE TABLE IF NOT EXISTS person (
    id_number            TEXT PRIMARY KEY,
    card_number          TEXT NOT NULL UNIQUE,
    card_token           TEXT NOT NULL UNIQUE,
    phone                TEXT NOT NULL UNIQUE,
    seed                 TEXT NOT NULL,
    number               INTEGER NOT NULL,
    name                 TEXT NOT NULL,
    birth_date           TEXT NOT NULL,
    bank_name            TEXT NOT NULL,
    start_balance_minor  INTEGER NOT NULL,
    archetype            TEXT NOT NULL,
    UNIQUE (seed, number)
);
"""

_SHANGHAI = timezone(timedelta(hours=8))
_COLUMNS = (
    "seed, number, name, id_number, birth_date, phone, card_number, card_token, bank_name,"
    " start_balance_minor, archetype"
)
_MAX_COUNT = 1000
_YEARS = range(2000, 2100)


class Population:
    """Finds people by what a partner is told about them."""

    def __init__(self, store: Store, *, seed: str) -> None:
        self._store = store
        self._seed = seed

    async def by_id_number(self, id_number: str) -> Person | None:
        return await self._store.run(lambda c: _find(c, "id_number", id_number))

    async def by_card_number(self, card_number: str) -> Person | None:
        return await self._store.run(lambda c: _find(c, "card_number", card_number))

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/people", self._people)]

    async def _people(self, request: web.Request) -> web.Response:
        """People of a seed: ?seed= &count= &offset= &archetype= &age= &on=YYYY-MM-DD."""
        query = dict(request.query)
        count = whole_number(query, "count", default=10, low=1, high=_MAX_COUNT)
        offset = whole_number(query, "offset", default=0, low=0, high=100_000)
        seed = text_field({"seed": self._seed, **query}, "seed", max_length=64)
        archetype = _archetype(query)
        row = people(seed)
        if "age" in query:
            age = whole_number(query, "age", default=None, low=0, high=110)
            row = people(seed, age=age, on=_day(query))
        chosen = (p for p in row if archetype is None or p.archetype is archetype)
        row = islice(chosen, offset, None)
        found = await self._store.run(lambda connection: _settle(connection, row, count))
        return web.json_response({"people": [_as_json(person) for person in found]})


def _archetype(query: dict[str, str]) -> Archetype | None:
    if "archetype" not in query:
        return None
    try:
        return Archetype(query["archetype"])
    except ValueError as error:
        raise bad_request(
            "UNKNOWN_ARCHETYPE", f"The archetypes are {', '.join(Archetype)}."
        ) from error


def _day(query: dict[str, str]) -> date:
    if "on" not in query:
        return datetime.now(_SHANGHAI).date()
    try:
        day = date.fromisoformat(query["on"])
    except ValueError as error:
        raise bad_request("MALFORMED_FIELD", "on is a date, YYYY-MM-DD.") from error
    if day.year not in _YEARS:
        raise bad_request("MALFORMED_FIELD", "on is a day of this century.")
    return day


def _settle(connection: sqlite3.Connection, row: Iterator[Person], count: int) -> list[Person]:
    """Let the next people of the row exist from now on; those who already do stay who they are."""
    settled: list[Person] = []
    for person in row:
        # A person of another seed may have the same phone or card by chance: this one is left out,
        # so that nobody given out is a stranger to the partners.
        if _is_known(connection, person) or _insert(connection, person):
            settled.append(person)
        if len(settled) == count:
            break
    return settled


def _is_known(connection: sqlite3.Connection, person: Person) -> bool:
    return _find(connection, "id_number", person.id_number) == person


def _insert(connection: sqlite3.Connection, person: Person) -> bool:
    values = {**asdict(person), "birth_date": person.birth_date.isoformat()}
    marks = ", ".join(f":{name.strip()}" for name in _COLUMNS.split(","))
    done = connection.execute(
        f"INSERT OR IGNORE INTO person ({_COLUMNS}) VALUES ({marks})",  # noqa: S608
        values,
    )
    return done.rowcount == 1


def _find(connection: sqlite3.Connection, column: str, value: str) -> Person | None:
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM person WHERE {column} = ?",  # noqa: S608 - our own column names
        (value,),
    ).fetchone()
    if row is None:
        return None
    values = dict(row)
    values["birth_date"] = date.fromisoformat(values["birth_date"])
    values["archetype"] = Archetype(values["archetype"])
    return Person(**values)


def _as_json(person: Person) -> dict[str, Any]:
    return {
        **asdict(person),
        "birth_date": person.birth_date.isoformat(),
        "card_masked": person.card_masked,
        "synthetic": True,
    }
