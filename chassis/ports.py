"""The inputs that make a run differ from its replay: the time and fresh ids.

Services get them through their constructors, so that the simulation and the tests can fix them.
"""

import secrets
from array import array
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from hashlib import blake2b
from time import time_ns
from uuid import UUID

from asyncpg.pgproto import pgproto

Clock = Callable[[], datetime]
"""Tells the present instant, aware and in UTC."""

NewId = Callable[[], UUID]
"""Makes a fresh UUIDv7 (RFC 9562); ids made by one source increase."""

BUCKETS = 4096
"""Number of buckets customers are spread over; a bucket is the unit that moves between cells."""

# China has had one time zone and no daylight saving since 1991, so a fixed offset is exact.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def utc_now() -> datetime:
    return datetime.now(UTC)


def calendar_date(instant: datetime) -> date:
    """The calendar date in Asia/Shanghai at an instant."""
    return instant.astimezone(SHANGHAI).date()


def day_ends_at(day: date) -> datetime:
    """The instant at which a calendar day of Asia/Shanghai ends, 24:00 there."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=SHANGHAI)


def uuid7_at(milliseconds: int, random_bits: int) -> UUID:
    """Lay out a UUIDv7 (RFC 9562) from Unix milliseconds and 74 bits of order and randomness."""
    order, rest = divmod(random_bits, 1 << 62)
    high = (milliseconds & ((1 << 48) - 1)) << 16 | 0x7 << 12 | order & 0xFFF
    value = high << 64 | 0b10 << 62 | rest
    # The driver's own subclass, as every id read from the database is: made and printed in C.
    return pgproto.UUID(value.to_bytes(16))


class IdSource:
    """Makes UUIDv7 ids that strictly increase within this process, even inside one millisecond."""

    def __init__(self, clock: Clock | None = None) -> None:
        """Without a clock, by the system's."""
        self._clock = clock
        self._milliseconds = 0
        self._bits = 0
        self._steps: list[int] = []

    def __call__(self) -> UUID:
        clock = self._clock
        now = time_ns() // 1_000_000 if clock is None else int(clock().timestamp() * 1000)
        if now > self._milliseconds:
            self._milliseconds, self._bits = now, secrets.randbits(73)
        else:
            # A clock that stands still or steps back must not reorder what follows.
            self._bits += 1 + self._step()
        return uuid7_at(self._milliseconds, self._bits)

    def _step(self) -> int:
        """32 random bits; the system is asked for many at once."""
        if not self._steps:
            self._steps = array("I", secrets.token_bytes(1024)).tolist()
        return self._steps.pop()


new_id: NewId = IdSource()


@lru_cache(16_384)
def bucket_of(owner: UUID | str) -> int:
    """The bucket (0 to 4095) of a customer id, or of another owner where there is no customer."""
    raw = owner.bytes if isinstance(owner, UUID) else owner.encode()
    return int.from_bytes(blake2b(raw, digest_size=2).digest()) % BUCKETS
