"""The relay: publishes the outbox to the bus, in order, exactly the rows that were committed.

One relay per database is active, the one that holds the row lock of the lease. It publishes inside
the transaction that marks the rows, so a crash in between publishes them again and the stream
recognises their ids. A notification only shortens the wait; a poll finds every row without it.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import structlog
from nats.errors import Error as NatsError
from prometheus_client import Counter, Gauge

from chassis.crash_points import crash_point
from chassis.database import UNAVAILABLE, Connection, Pool
from chassis.event_bus import Bus, Outgoing
from chassis.ports import Clock, utc_now
from chassis.streams import BusError, stream_of

log = structlog.get_logger(__name__)

ROWS_PER_READ = 500
POLL_S = 1.0
"""Longest wait for a row whose notification was lost."""
PACE_S = 0.02
"""Pause after the outbox was found empty: events announced close together go out together."""
CHANNEL = "outbox"

OLDEST_AGE = Gauge(
    "outbox_oldest_age_seconds", "Age of the oldest event that is not yet on the bus."
)
PUBLISHED = Counter("messaging_client_sent_messages", "Events the relay brought to the bus.")

_TAKE_LEASE = "select 1 from relay_lease where name = 'outbox' for update skip locked"
_NEXT_ROWS = """
select message_id, customer_id, aggregate_kind, aggregate_id, aggregate_version, event_index,
    subject, message_type, payload, headers, occurred_at
from outbox where published_at is null order by message_id limit $1
"""
# Looked up by key array, which uses the primary key whatever the statistics say.
_MARK = """
update outbox set published_at = $1,
    stream_sequence = ($3::int8[])[array_position($2::uuid[], message_id)]
where message_id = any($2::uuid[])
"""
_NEWEST_PUBLISHED = """
select published_at, stream_sequence, subject from outbox
where published_at is not null order by message_id desc limit 1
"""
_UNMARK_BETWEEN = """
update outbox set published_at = null, stream_sequence = null
where published_at is not null and occurred_at >= $1 and occurred_at < $2
"""
_UNMARK_OLDER_THAN_STREAM = """
update outbox set published_at = null, stream_sequence = null where published_at < $1
"""
_UNMARK_BEYOND_STREAM = """
update outbox set published_at = null, stream_sequence = null where stream_sequence > $1
"""


async def run_relay(
    pool: Pool,
    bus: Bus,
    *,
    clock: Clock = utc_now,
    rows_per_read: int = ROWS_PER_READ,
    creates_streams: bool = True,
) -> None:
    """Publish until cancelled; mends itself when the database or the bus go away.

    `creates_streams` is off where services may not create streams and a job does it instead.
    """
    relay = Relay(bus, clock=clock, rows_per_read=rows_per_read, creates_streams=creates_streams)
    pause_s = 0.05
    while True:
        try:
            async with pool.acquire() as connection:
                await _relay_on(connection, relay)
        except (BusError, NatsError, asyncpg.PostgresError, *UNAVAILABLE) as error:
            log.warning("relay.waits", kind=type(error).__name__, detail=str(error)[:200])
        if relay.progress:
            relay.progress, pause_s = False, 0.05
        await asyncio.sleep(pause_s)
        pause_s = min(pause_s * 2, POLL_S)


async def _relay_on(connection: Connection, relay: "Relay") -> None:
    """Relay over one connection, listening on it, until one side breaks."""
    wake = asyncio.Event()

    def notified(*_: object) -> None:
        wake.set()

    await connection.add_listener(CHANNEL, notified)
    connection.add_termination_listener(notified)
    try:
        await relay.mend(connection)
        while True:
            wake.clear()
            while await relay.step(connection):
                pass
            await asyncio.sleep(PACE_S)
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_S):
                    await wake.wait()
    finally:
        if not connection.is_closed():
            await connection.remove_listener(CHANNEL, notified)
            connection.remove_termination_listener(notified)


class Relay:
    """The steps of relaying, over whatever connection there is."""

    def __init__(
        self,
        bus: Bus,
        *,
        clock: Clock,
        rows_per_read: int = ROWS_PER_READ,
        creates_streams: bool = True,
    ) -> None:
        self._bus = bus
        self._clock = clock
        self._rows_per_read = rows_per_read
        self._creates_streams = creates_streams
        self.progress = False

    async def step(self, connection: Connection) -> bool:
        """Publish the next rows; True when there may be more at once."""
        async with connection.transaction():
            if await connection.fetchval(_TAKE_LEASE) is None:
                return False  # Another relay is at work; stand by.
            rows = await connection.fetch(_NEXT_ROWS, self._rows_per_read)
            if not rows:
                OLDEST_AGE.set(0)
                self.progress = True
                return False
            oldest: timedelta = self._clock() - rows[0]["occurred_at"]
            OLDEST_AGE.set(max(oldest.total_seconds(), 0.0))
            rows = in_order_per_aggregate(rows)
            sequences = await self._publish(rows)
            crash_point("relay.published_not_marked")
            await connection.execute(_MARK, self._clock(), list(sequences), [*sequences.values()])
        PUBLISHED.inc(len(rows))
        self.progress = True
        return len(rows) == self._rows_per_read

    async def _publish(self, rows: Sequence[Any]) -> dict[UUID, int]:
        by_stream: dict[str, list[Outgoing]] = {}
        for row in rows:
            message = outgoing(row, source=f"granary/{self._bus.service}")
            by_stream.setdefault(stream_of(message.subject), []).append(message)
        sequences: dict[UUID, int] = {}
        for stream, messages in by_stream.items():
            placed = await self._bus.publish(stream, messages)
            ids = (message.message_id for message in messages)
            sequences.update(zip(ids, placed, strict=True))  # type: ignore[arg-type]
        return sequences

    async def mend(self, connection: Connection) -> None:
        """See to it that the streams exist and hold what this outbox once put there.

        A stream that came into being after it was published to was lost with everything in it; one
        that ends before our last sequence number lost its tail. Either way the rows go out again:
        consumers recognise what they have already applied.
        """
        if self._creates_streams and (created := await self._bus.ensure_streams()):
            log.info("relay.streams_created", streams=created)
        newest = await connection.fetchrow(_NEWEST_PUBLISHED)
        if newest is None:
            return
        stream = stream_of(newest["subject"])
        state = await self._bus.stream_state(stream)
        if newest["published_at"] < state.created:
            status = await connection.execute(_UNMARK_OLDER_THAN_STREAM, state.created, timeout=600)
        elif newest["stream_sequence"] > state.last_sequence:
            status = await connection.execute(
                _UNMARK_BEYOND_STREAM, state.last_sequence, timeout=600
            )
        else:
            return
        log.error("relay.stream_lost_events", stream=stream, republishing=int(status.split()[-1]))


def in_order_per_aggregate(rows: Sequence[Any]) -> list[Any]:
    """Keep the order of ids, but each aggregate's events in the order of their versions.

    The ids of two processes whose clocks differ may contradict the order of an aggregate's changes.
    """
    places: dict[tuple[str, str], list[int]] = {}
    for place, row in enumerate(rows):
        places.setdefault((row["aggregate_kind"], row["aggregate_id"]), []).append(place)
    ordered = list(rows)
    for own in places.values():
        versions = sorted(
            (rows[place] for place in own),
            key=lambda row: (row["aggregate_version"], row["event_index"]),
        )
        for place, row in zip(own, versions, strict=True):
            ordered[place] = row
    return ordered


def outgoing(row: Any, *, source: str) -> Outgoing:
    """An outbox row as a message with CloudEvents headers."""
    stored = row["headers"]
    headers: dict[str, str] = dict(orjson.loads(stored) if isinstance(stored, str) else stored)
    headers |= {
        "ce-id": str(row["message_id"]),
        "ce-source": source,
        "ce-type": row["message_type"],
        "ce-specversion": "1.0",
        "ce-subject": f"{row['aggregate_kind']}/{row['aggregate_id']}",
        "ce-time": row["occurred_at"].isoformat(),
        "ce-datacontenttype": "application/protobuf",
        "aggregate-id": row["aggregate_id"],
        "aggregate-version": str(row["aggregate_version"]),
    }
    if row["customer_id"] is not None:
        headers["customer-id"] = str(row["customer_id"])
    return Outgoing(row["message_id"], row["subject"], row["payload"], headers)


async def republish(pool: Pool, since: datetime, until: datetime) -> int:
    """Send the events of a period again, e.g. after a stream was lost; returns how many."""
    status = await pool.execute(_UNMARK_BETWEEN, since, until, timeout=600)
    await pool.execute("select pg_notify($1, '')", CHANNEL)
    return int(status.split()[-1])
