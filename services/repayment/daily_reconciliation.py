"""Closing step: compare the books with the rail's statement, and open and close differences."""

import asyncio
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any, Protocol

import structlog

from chassis.bank_rail import Statement, StatementEntry, StatementRefused
from chassis.command import Command, Delivery, Execute, Key
from chassis.errors import Unavailable
from chassis.ports import Clock
from services.repayment.domain.business_day import BusinessDay
from services.repayment.domain.ledger.rail_difference import (
    Compared,
    RailDifference,
    agree,
    difference_id,
    take_note,
)

log = structlog.get_logger(__name__)

AT_ONCE = 100
"""Differences noted at once; the executor commits them together."""


class StatementSource(Protocol):
    """The rail, as far as the end of day needs it."""

    async def statement(self, business_date: date) -> Statement:
        """The rail's statement of a day, which it closes. Raises Unavailable."""


class TakesTransfersIn(Protocol):
    """Takes in the transfers that nobody ordered."""

    async def take_in(self, entries: Iterable[StatementEntry]) -> int:
        """Each once, whichever message told of it first."""


class ReconciliationStore(Protocol):
    """Where statements and comparisons are kept."""

    async def days_without_statement(self, on: date) -> list[date]:
        """Closed days whose statement the rail could not give then."""

    async def store_statement(self, statement: Statement, at: datetime) -> None:
        """Keep the rail's movements of a day, once."""

    async def store_refusal(self, business_date: date, reason: str, at: datetime) -> None:
        """Keep why a statement was not taken."""

    async def reconcile(self, on: date, *, has_statement: bool, at: datetime) -> int:
        """Compare books and rail up to a date, once; the number of differences."""

    async def compared(self, on: date) -> list[Compared] | None:
        """The movements that differ on a date; None when its statement was not there."""

    async def open_differences(self) -> list[RailDifference]:
        """Every difference that has not ended."""


class ReconcileStep:
    """Reads what statements are there, compares, and announces what differs."""

    name = "reconcile"

    def __init__(
        self,
        *,
        execute: Execute,
        rail: StatementSource,
        store: ReconciliationStore,
        incoming: TakesTransfersIn,
        clock: Clock,
    ) -> None:
        self._execute = execute
        self._incoming = incoming
        self._rail = rail
        self._store = store
        self._clock = clock

    async def __call__(self, day: BusinessDay) -> int:
        """A rail that is away, or whose statement is refused, is asked again the next day."""
        on = day.business_date
        has_statement = False
        for missing in (*await self._store.days_without_statement(on), on):
            has_statement = await self._read(missing)
            if not has_statement:
                break
        count = await self._store.reconcile(on, has_statement=has_statement, at=self._clock())
        await self._follow_differences(on)
        return count

    async def _read(self, business_date: date) -> bool:
        try:
            statement = await self._rail.statement(business_date)
        except StatementRefused as refused:
            log.warning("reconciliation.refused", on=str(business_date), why=refused.reason)
            await self._store.store_refusal(business_date, refused.reason, self._clock())
            return False
        except Unavailable as away:
            log.warning("reconciliation.no_statement", on=str(business_date), why=away.reason)
            return False
        # Before it counts as read: what dies here is read again, each transfer taken in once.
        await self._incoming.take_in(statement.entries)
        await self._store.store_statement(statement, self._clock())
        return True

    async def _follow_differences(self, on: date) -> None:
        """Each difference is a command of its own, applied once per day."""
        compared = await self._store.compared(on)
        if compared is None:
            return
        known = {(d.rail_key, d.direction): d for d in await self._store.open_differences()}
        noted = (
            self._noting(known.pop((item.rail_key, item.direction), None), item, on)
            for item in compared
        )
        await self._execute_all(noted)
        await self._execute_all(self._agreeing(difference, on) for difference in known.values())

    async def _execute_all(self, commands: Iterator[Command[Any]]) -> None:
        while part := list(islice(commands, AT_ONCE)):
            await asyncio.gather(*map(self._execute, part))

    def _noting(
        self, known: RailDifference | None, item: Compared, on: date
    ) -> Command[RailDifference]:
        found_id = known.difference_id if known else difference_id(item, on)
        key = Key(RailDifference, (found_id,))
        return Command(
            origin=Delivery("daily:difference", f"{on}:{found_id}"),
            keys=(key,),
            decide=lambda loaded: take_note(loaded.find(key), item, on),
            reply_type=RailDifference,
        )

    def _agreeing(self, difference: RailDifference, on: date) -> Command[RailDifference]:
        key = Key(RailDifference, (difference.difference_id,))
        return Command(
            origin=Delivery("daily:difference", f"{on}:{difference.difference_id}"),
            keys=(key,),
            decide=lambda loaded: agree(loaded.get(key), on),
            reply_type=RailDifference,
        )
