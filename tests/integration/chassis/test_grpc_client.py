"""Calls from one service to another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from chassis.call_context import Call, current_call, current_caller
from chassis.errors import NotAllowed, StateForbids, Unavailable
from chassis.grpc_client import PeerChannel
from chassis.grpc_errors import InvalidRequest
from chassis.grpc_server import GrpcServer
from tests.builders.echo import EchoApi, EchoStub
from tests.builders.tokens import Issuers
from tests.integration.chassis.test_grpc_server import a_request


@pytest.fixture
async def peer(echo_server: GrpcServer, issuers: Issuers) -> AsyncIterator[EchoStub]:
    async with PeerChannel(
        f"127.0.0.1:{echo_server.port}", token=issuers("lending").service_token
    ) as channel:
        yield EchoStub(channel)


async def test_a_service_calls_in_its_own_name(peer: EchoStub, api: EchoApi) -> None:
    async def who(request: Any) -> str:
        return current_caller().caller_id

    api.answer = who  # type: ignore[method-assign]
    reply = await peer.ToLendingAlone(a_request())

    assert reply.text == "service:lending"


async def test_the_error_of_the_peer_arrives_with_its_kind_and_reason(
    peer: EchoStub, api: EchoApi
) -> None:
    class LineSuspended(StateForbids):
        """The credit line is suspended."""

        reason = "LINE_SUSPENDED"

    async def refuse(request: Any) -> str:
        raise LineSuspended(since="2026-01-31")

    api.answer = refuse  # type: ignore[method-assign]
    with pytest.raises(StateForbids) as caught:
        await peer.ToServices(a_request())

    assert caught.value.reason == "LINE_SUSPENDED"
    assert caught.value.message == "The credit line is suspended."
    assert caught.value.metadata == {"since": "2026-01-31"}


async def test_the_faulty_fields_arrive_too(peer: EchoStub) -> None:
    with pytest.raises(InvalidRequest) as caught:
        await peer.ToServices(a_request(amount_minor=-1))

    assert [path for path, _ in caught.value.violations] == ["amount_minor"]


async def test_a_call_the_policy_forbids_is_not_allowed(peer: EchoStub) -> None:
    with pytest.raises(NotAllowed) as caught:
        await peer.ToCustomers(a_request())

    assert caught.value.reason == "NOT_PERMITTED"


async def test_a_mistake_of_the_peer_leaves_the_outcome_open(peer: EchoStub, api: EchoApi) -> None:
    async def stumble(request: Any) -> str:
        raise KeyError("table")

    api.answer = stumble  # type: ignore[method-assign]
    with pytest.raises(Unavailable) as caught:
        await peer.ToServices(a_request())

    assert caught.value.reason == "INTERNAL"


async def test_a_refused_service_token_is_not_the_callers_problem(
    echo_server: GrpcServer, issuers: Issuers
) -> None:
    stranger = issuers.new_key("stranger", publish=False)
    async with PeerChannel(
        f"127.0.0.1:{echo_server.port}", token=stranger.service_token
    ) as channel:
        with pytest.raises(Unavailable):
            await EchoStub(channel).ToServices(a_request())


async def test_nobody_listening_is_unavailable(unused_tcp_port: int) -> None:
    async with PeerChannel(f"127.0.0.1:{unused_tcp_port}") as channel:
        with pytest.raises(Unavailable) as caught:
            await EchoStub(channel).ToAnybody(a_request())

    assert caught.value.reason == "UNAVAILABLE"


async def test_a_call_waits_no_longer_than_whoever_waits_for_it(
    peer: EchoStub, api: EchoApi
) -> None:
    api.opened.clear()
    now = asyncio.get_running_loop().time()
    token = current_call.set(Call("app-7-000001", deadline=now + 0.2))

    with pytest.raises(Unavailable) as caught:
        await peer.ToServices(a_request(), timeout=500)
    current_call.set(Call("app-7-000001", deadline=now - 1))
    with pytest.raises(Unavailable):
        await peer.ToServices(a_request())
    current_call.reset(token)
    api.opened.set()

    assert caught.value.reason == "DEADLINE_EXCEEDED"
    assert api.served == 1


async def test_the_request_id_and_trace_go_along(peer: EchoStub, api: EchoApi) -> None:
    async def call_served(request: Any) -> str:
        call = current_call.get()
        assert call is not None
        return f"{call.request_id} {call.trace_id}"

    api.answer = call_served  # type: ignore[method-assign]
    trace = "0af7651916cd43dd8448eb211c80319c"
    token = current_call.set(Call("app-7-000001", traceparent=f"00-{trace}-b7ad6b7169203331-01"))
    reply = await peer.ToServices(a_request())
    current_call.reset(token)

    assert reply.text == f"app-7-000001 {trace}"


async def test_a_stream_of_a_peer_is_read_to_its_end(
    echo_server: GrpcServer, issuers: Issuers
) -> None:
    async with PeerChannel(f"127.0.0.1:{echo_server.port}", token=issuers.of_customer) as channel:
        texts = [reply.text async for reply in EchoStub(channel).Watch(a_request(), timeout=5)]

    assert texts == ["grain"] * 3


async def test_a_peer_that_comes_back_is_found_again(
    echo_server: GrpcServer, peer: EchoStub, issuers: Issuers
) -> None:
    from chassis.grpc_server import grpc_server
    from tests.builders.echo import add_echo_to_server

    await peer.ToServices(a_request())
    await echo_server.stop(0)
    with pytest.raises(Unavailable):
        await peer.ToServices(a_request())
    again = grpc_server(
        f"127.0.0.1:{echo_server.port}",
        [(add_echo_to_server, EchoApi())],
        area="echo",
        verifier=issuers.verifier(),
    )
    await again.start()

    for _ in range(100):
        try:
            reply = await peer.ToServices(a_request())
            break
        except Unavailable:
            await asyncio.sleep(0.05)
    await again.stop(0)

    assert reply.text == "grain"
