"""How often somebody may call: token buckets in memory, one per caller and class of request.

Each gateway process counts for itself: with n of them a caller gets at most n times as much. That
is enough against floods; what money or security depends on is counted by the services.
"""

import ipaddress
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from services.gateway.problems import RateLimited

REMEMBERED_CALLERS = 100_000
"""Buckets kept; the longest unused are forgotten first and would be full again anyway."""
BURST_S = 20
"""A caller who was quiet may send as much at once as is allowed in this many seconds."""


class RequestClass(StrEnum):
    """What is counted together."""

    LOG_IN = "log_in"
    ANONYMOUS = "anonymous"
    CHANGE = "change"
    READ = "read"


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled_at: float


class RateLimiter:
    """Counts the requests of every caller."""

    def __init__(self, per_minute: dict[RequestClass, int], now: Callable[[], float]) -> None:
        """`now` is a clock that never goes back, in seconds. A limit of 0 means none."""
        self._per_minute = per_minute
        self._now = now
        self._buckets: OrderedDict[tuple[RequestClass, str], _Bucket] = OrderedDict()

    def check(self, request_class: RequestClass, caller: str) -> None:
        """Count one request; raises RateLimited with the seconds to wait."""
        per_minute = self._per_minute[request_class]
        if not per_minute:
            return
        rate, burst = per_minute / 60, max(1.0, per_minute * BURST_S / 60)
        now = self._now()
        key = (request_class, caller)
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = _Bucket(burst, now)
            if len(self._buckets) > REMEMBERED_CALLERS:
                self._buckets.popitem(last=False)
        else:
            self._buckets.move_to_end(key)
        bucket.tokens = min(burst, bucket.tokens + (now - bucket.filled_at) * rate)
        bucket.filled_at = now
        if bucket.tokens < 1:
            raise RateLimited(retry_after_s=max(1, ceil((1 - bucket.tokens) / rate)))
        bucket.tokens -= 1


def address_key(address: str) -> str:
    """Who is behind an IP address: the address itself, for IPv6 the network of a household."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)
    return str(parsed)


def client_address(remote: str | None, forwarded_for: str, trusted_proxies: int) -> str:
    """The app's IP address: what the outermost trusted proxy saw, or the connection's own."""
    if trusted_proxies:
        hops = [hop.strip() for hop in forwarded_for.split(",") if hop.strip()]
        if len(hops) >= trusted_proxies:
            return hops[-trusted_proxies]
    return remote or ""
