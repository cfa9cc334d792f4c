"""Start here: the HTTP face of the suite. `openapi` writes the document of its addresses."""

import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack
from time import monotonic

from chassis import log, process
from chassis.authentication import TokenVerifier
from chassis.grpc_client import PeerChannel
from chassis.http_server import HttpServer
from chassis.observability import ObservabilityServer
from services.gateway.application import Gateway, Limits
from services.gateway.headers import AnswerHeaders
from services.gateway.lender import lender_of
from services.gateway.pages import own_routes
from services.gateway.peers import PeersReached
from services.gateway.rate_limits import RateLimiter, RequestClass
from services.gateway.settings import Settings
from services.gateway.transcoding import public_routes


async def serve() -> None:
    """Serve until SIGTERM."""
    settings = Settings.from_environment()
    log.configure("gateway", settings.environment, level=settings.log_level)
    async with AsyncExitStack() as stack:
        peers = {
            area: await stack.enter_async_context(PeerChannel(address))
            for area, address in settings.peer_addresses.items()
        }
        gateway = gateway_of(settings, peers)
        await process.run(
            HttpServer(settings.http_address, gateway.application, shutdown_s=15.0),
            ObservabilityServer(
                settings.observability_address,
                ready_when={"peers": PeersReached(peers).check},
            ),
        )


def gateway_of(settings: Settings, peers: Mapping[str, PeerChannel]) -> Gateway:
    """The gateway as the settings want it."""
    return Gateway(
        routes=public_routes(),
        peers=peers,
        verifier=TokenVerifier(settings.public_keys_dir),
        limiter=RateLimiter(limits_of(settings), monotonic),
        limits=Limits(
            deadline_ms=settings.deadline_ms,
            running=settings.running_limit,
            stream_lifetime_s=settings.stream_lifetime_s,
            trusted_proxies=settings.trusted_proxies,
        ),
        headers=AnswerHeaders(settings.origins, has_tls=settings.environment == "production"),
        own_routes=own_routes(lender_of(settings)),
    )


def limits_of(settings: Settings) -> dict[RequestClass, int]:
    """Requests per minute of each class."""
    return {
        RequestClass.LOG_IN: settings.log_in_per_minute,
        RequestClass.ANONYMOUS: settings.anonymous_per_minute,
        RequestClass.CHANGE: settings.changes_per_minute,
        RequestClass.READ: settings.reads_per_minute,
    }


async def write_openapi() -> None:
    """Write openapi.json anew; needs a checkout with the development requirements."""
    from services.gateway.openapi.generate import write

    write()


if __name__ == "__main__":
    sys.exit(process.main(serve, {"openapi": write_openapi}))
