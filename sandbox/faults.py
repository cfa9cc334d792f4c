"""Faults a partner plays on request; they survive a restart like everything else it knows."""

import asyncio
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from aiohttp import web

from sandbox.store import Store
from sandbox.web import Refusal, bad_request, json_object, text_field, whole_number

FAULTS_SCHEMA = """
CREATE TABLE IF NOT EXISTS fault (
    number              INTEGER PRIMARY KEY,   -- oldest first: the first that fits a call is played
    operation           TEXT NOT NULL,
    fault               TEXT NOT NULL,
    remaining           INTEGER,               -- calls it is still played on; NULL until cleared
    reason              TEXT NOT NULL,
    delay_s             REAL NOT NULL,
    pending_asks        INTEGER NOT NULL,
    match_amount_minor  INTEGER,
    match_key           TEXT
);
"""

_MAX_DELAY_S = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong, on which calls and how often."""

    operation: str
    fault: str
    remaining: int | None
    reason: str  # the code a rejection carries
    delay_s: float  # how long the answer or the dead line is held, seconds
    pending_asks: int  # how many questions are answered "pending" before the outcome
    match_amount_minor: int | None  # only calls about this amount, fen
    match_key: str | None  # only calls about this end-to-end id, or phone

    @classmethod
    def from_json(
        cls,
        body: dict[str, Any],
        allowed: Mapping[str, frozenset[str]],
        with_amount: frozenset[str],
    ) -> Self:
        """Read a fault; refuses one that the operation cannot play."""
        operation = text_field(body, "operation")
        name = text_field(body, "fault")
        if name not in allowed.get(operation, frozenset()):
            known = "; ".join(f"{o}: {', '.join(sorted(f))}" for o, f in sorted(allowed.items()))
            raise bad_request("UNKNOWN_FAULT", f"The faults are: {known}.")
        amount = body.get("match_amount_minor")
        if amount is not None and operation not in with_amount:
            raise bad_request("MALFORMED_FIELD", f"A call of {operation} names no amount to match.")
        return cls(
            operation=operation,
            fault=name,
            remaining=_count(body),
            reason=text_field({"reason": "AC04", **body}, "reason", max_length=4),
            delay_s=_delay(body),
            pending_asks=whole_number(body, "pending_asks", default=0, low=0, high=10_000),
            match_amount_minor=None
            if amount is None
            else whole_number(body, "match_amount_minor", default=None, low=1, high=10**15),
            match_key=None if body.get("match_key") is None else text_field(body, "match_key"),
        )


def _count(body: dict[str, Any]) -> int | None:
    if body.get("count", 1) is None:
        return None
    return whole_number(body, "count", default=1, low=1, high=10**9)


def _delay(body: dict[str, Any]) -> float:
    delay_s = body.get("delay_s", 0)
    number = isinstance(delay_s, int | float) and not isinstance(delay_s, bool)
    if not number or not 0 <= delay_s <= _MAX_DELAY_S:
        raise bad_request("MALFORMED_FIELD", f"delay_s is seconds from 0 to {_MAX_DELAY_S}.")
    return float(delay_s)


class FaultBook:
    """The faults of one partner.

    `allowed`: for each operation the faults it can play; `with_amount`: operations whose calls
    name an amount, so that a fault can be kept to one amount.
    """

    def __init__(
        self,
        store: Store,
        allowed: Mapping[str, frozenset[str]],
        *,
        with_amount: frozenset[str] = frozenset(),
    ) -> None:
        self._store = store
        self._allowed = allowed
        self._with_amount = with_amount
        # Most calls meet no fault; this spares them a trip to the file.
        self._armed = True

    async def take(
        self, operation: str, *, amount_minor: int | None = None, key: str | None = None
    ) -> Fault | None:
        """The fault to play on this call, if any; counts it as played."""
        if not self._armed:
            return None
        fault, self._armed = await self._store.run(
            lambda connection: _take(connection, operation, amount_minor, key)
        )
        return fault

    def routes(self, prefix: str) -> list[web.RouteDef]:
        return [
            web.get(f"{prefix}/faults", self._list),
            web.post(f"{prefix}/faults", self._add),
            web.delete(f"{prefix}/faults", self._clear),
        ]

    async def _add(self, request: web.Request) -> web.Response:
        fault = Fault.from_json(await json_object(request), self._allowed, self._with_amount)
        await self._store.run(lambda connection: _insert(connection, fault))
        self._armed = True
        return web.json_response(asdict(fault), status=201)

    async def _list(self, _request: web.Request) -> web.Response:
        rows = await self._store.run(_all)
        return web.json_response({"faults": [asdict(fault) for _number, fault in rows]})

    async def _clear(self, _request: web.Request) -> web.Response:
        await self._store.run(lambda connection: connection.execute("DELETE FROM fault").rowcount)
        return web.json_response({"faults": []})


SLOW_OR_DOWN = frozenset({"slow", "down"})
"""What any operation of any partner can play."""


async def play_before_work(fault: Fault | None) -> None:
    """Play SLOW_OR_DOWN: an answer that takes long, or none but 503."""
    if fault is None:
        return
    if fault.fault == "down":
        raise Refusal(503, "DOWN", "The partner is out of service.")
    if fault.fault == "slow":
        await asyncio.sleep(fault.delay_s)


def _insert(connection: sqlite3.Connection, fault: Fault) -> None:
    values = asdict(fault)
    columns = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    connection.execute(f"INSERT INTO fault ({columns}) VALUES ({marks})", values)  # noqa: S608


def _all(connection: sqlite3.Connection) -> list[tuple[int, Fault]]:
    rows = connection.execute(
        "SELECT number, operation, fault, remaining, reason, delay_s, pending_asks,"
        " match_amount_minor, match_key FROM fault ORDER BY number"
    )
    return [(row["number"], Fault(**{name: row[name] for name in row.keys()[1:]})) for row in rows]


def _take(
    connection: sqlite3.Connection, operation: str, amount_minor: int | None, key: str | None
) -> tuple[Fault | None, bool]:
    """The first fault that fits, and whether any fault is left for later calls."""
    faults = _all(connection)
    for number, fault in faults:
        if (
            fault.operation != operation
            or fault.match_amount_minor not in {None, amount_minor}
            or fault.match_key not in {None, key}
        ):
            continue
        last = fault.remaining == 1
        if last:
            connection.execute("DELETE FROM fault WHERE number = ?", (number,))
        elif fault.remaining is not None:
            connection.execute(
                "UPDATE fault SET remaining = remaining - 1 WHERE number = ?", (number,)
            )
        return fault, len(faults) > 1 or not last
    return None, bool(faults)
