"""When the gateway is ready: once every service behind it was reached."""

import asyncio
from collections.abc import Mapping

from chassis.grpc_client import PeerChannel


class PeersReached:
    """A gate that opens once.

    Later a service may go: its requests are refused and all others still served, which taking
    the whole gateway away would prevent.
    """

    def __init__(self, peers: Mapping[str, PeerChannel]) -> None:
        self._waiting = dict(peers)

    async def check(self) -> None:
        """Return when every service was reached once; waits meanwhile."""
        await asyncio.gather(*(self._reach(*waiting) for waiting in self._waiting.items()))

    async def _reach(self, area: str, channel: PeerChannel) -> None:
        await channel.check_reachable()
        self._waiting.pop(area, None)
