"""Make the streams: `python -m deploy.create_streams`.

Services may not make streams where they log in as themselves, and would make them with one replica.
GRANARY_NATS_URL (or the file that GRANARY_NATS_URL_FILE names) is the operator's address,
GRANARY_NATS_REPLICAS the number of replicas. Streams that exist keep their replicas and their size.
"""

import asyncio
import os
import sys
from dataclasses import dataclass

from chassis.event_bus import connect
from chassis.settings import SettingsError, load


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the job is told."""

    nats_url: str
    """Where the servers are, with the operator's name and password."""
    nats_replicas: int = 1
    """Servers that hold each stream: 1, 3 or 5."""


async def create(settings: Settings) -> list[str]:
    """The names of the streams that did not exist before."""
    async with connect(
        settings.nats_url, service="operator", replicas=settings.nats_replicas
    ) as bus:
        return await bus.ensure_streams()


def main() -> int:
    """The exit status: 2 for wrong settings."""
    try:
        settings = load(Settings, os.environ)
    except SettingsError as error:
        print(f"settings: {error}", file=sys.stderr)  # noqa: T201 - a job's own report
        return 2
    made = asyncio.run(create(settings))
    print(f"streams made: {', '.join(made) or 'none, all were there'}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
