"""Wakes those who watch alerts. Only a hint: what there is to see is read from the table."""

import asyncio
from collections.abc import AsyncIterator

from services.monitoring.domain.alert import Alert
from services.monitoring.repository import AlertFilter, MonitoringRepository

HEARTBEAT_S = 5.0


class AlertFeed:
    """Says that there may be new alerts."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def wake(self) -> None:
        """New alerts were committed."""
        self._next.set()
        self._next = asyncio.Event()

    @property
    def next_alert(self) -> asyncio.Event:
        """Set by the next alert; take it before reading, so that none is missed in between."""
        return self._next


async def watch(
    feed: AlertFeed,
    alerts: MonitoringRepository,
    *,
    after: int,
    wanted: AlertFilter,
    heartbeat_s: float = HEARTBEAT_S,
) -> AsyncIterator[tuple[Alert | None, int]]:
    """Missed alerts first, then new ones as they are raised, in order and without gaps.

    Yields each alert with the number of the newest one; None instead of an alert is a heartbeat.
    """
    while True:
        next_alert = feed.next_alert
        last = await alerts.last_alert_number()
        page = await alerts.alerts_after(after, wanted)
        for alert in page:
            yield alert, max(last, alert.alert_number)
        if page:
            after = page[-1].alert_number
            continue
        after = max(after, last)
        try:
            async with asyncio.timeout(heartbeat_s):
                await next_alert.wait()
        except TimeoutError:
            yield None, last
