"""Make the streams: `python -m deploy.create_streams`.

Services may not make streams where they log in as themselves, and would make them with one replica.
GRANARY_NATS_URL (or the file that GRANARY_NATS_URL_FILE names) is the operator's address,
GRANARY_NATS_REPLICAS the number of replicas. Streams that exist keep their replicas and their size.
"""

import asyncio
import os
import sys
from dataclasses import dataclass

from nats.errors import Error as NatsError

from chassis.event_bus import BusError, connect
from chassis.settings import SettingsError, load

PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the job is told."""

    nats_url: str
    """Where the servers are, with the operator's name and password."""
    nats_replicas: int = 1
    """Servers that hold each stream: 1, 3 or 5."""


async def create(settings: Settings, patience_s: float = PATIENCE_S) -> list[str]:
    """The names of the streams that did not exist before; waits while the servers find together.

    Raises BusError or a nats error when they do not within the patience.
    """
    loop = asyncio.get_running_loop()
    give_up_at = loop.time() + patience_s
    async with connect(
        settings.nats_url, service="operator", replicas=settings.nats_replicas
    ) as bus:
        while True:
            try:
                return await bus.ensure_streams()
            except (BusError, NatsError):
                if loop.time() > give_up_at:
                    raise
            await asyncio.sleep(1)


def main() -> int:
    """The exit status: 1 when the servers refuse, 2 for wrong settings."""
    try:
        settings = load(Settings, os.environ)
    except SettingsError as error:
        print(f"settings: {error}", file=sys.stderr)  # noqa: T201 - a job's own report
        return 2
    try:
        made = asyncio.run(create(settings))
    except (BusError, NatsError) as error:
        print(f"streams not made: {error}", file=sys.stderr)  # noqa: T201
        return 1
    print(f"streams made: {', '.join(made) or 'none, all were there'}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
