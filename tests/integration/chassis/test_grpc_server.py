"""What every RPC server does for its callers, seen from outside."""

from __future__ import annotations

import asyncio
from typing import Any

import asyncpg
import grpc
import pytest
from google.rpc import error_details_pb2, status_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from chassis.errors import StateForbids, Unavailable
from chassis.grpc_server import GrpcServer, grpc_server
from chassis.personal import Personal
from tests.builders.echo import SERVICE, EchoApi, EchoRequest, EchoStub, add_echo_to_server
from tests.builders.tokens import ZHANG, Issuers

Code = grpc.StatusCode
REQUEST_ID = "0198b3c2-7d0e-7c51-9c3a-2f1f7f8a0b11"


def a_request(**fields: Any) -> Any:
    return EchoRequest(**{"request_id": REQUEST_ID, "text": "grain", **fields})


def bearer(token: str) -> tuple[tuple[str, str], ...]:
    return (("authorization", f"Bearer {token}"),)


async def refusal(call: Any) -> tuple[grpc.StatusCode, str]:
    """The status and reason with which a call is refused."""
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    return caught.value.code(), error_info(caught.value).reason


def error_info(error: grpc.aio.AioRpcError) -> error_details_pb2.ErrorInfo:
    info = error_details_pb2.ErrorInfo()
    status_of(error).details[0].Unpack(info)
    return info


def status_of(error: grpc.aio.AioRpcError) -> status_pb2.Status:
    raw = dict(error.trailing_metadata() or ())["grpc-status-details-bin"]
    assert isinstance(raw, bytes)
    return status_pb2.Status.FromString(raw)


async def test_a_call_that_breaks_no_rule_is_answered(echo: EchoStub, issuers: Issuers) -> None:
    reply = await echo.ToCustomers(a_request(), timeout=5, metadata=bearer(issuers.of_customer()))

    assert reply.text == "grain"


async def test_a_call_without_deadline_is_refused(echo: EchoStub) -> None:
    refused = await refusal(echo.ToAnybody(a_request()))

    assert refused == (Code.INVALID_ARGUMENT, "DEADLINE_REQUIRED")


async def test_bytes_that_are_no_message_are_the_callers_fault(channel: Any) -> None:
    call = channel.unary_unary(f"/{SERVICE}/ToAnybody")

    refused = await refusal(call(b"\x0a\xff\xff", timeout=5))

    assert refused == (Code.INVALID_ARGUMENT, "MALFORMED_MESSAGE")


@pytest.mark.parametrize(
    ("fields", "faulty"),
    [
        ({"request_id": "7"}, "request_id"),
        ({"colour": 99}, "colour"),
        ({"amount_minor": -1}, "amount_minor"),
        ({"text": "grain\0chaff"}, "text"),
    ],
)
async def test_a_field_that_breaks_its_rule_is_named(
    echo: EchoStub, api: EchoApi, fields: dict[str, Any], faulty: str
) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await echo.ToAnybody(a_request(**fields), timeout=5)

    assert caught.value.code() is Code.INVALID_ARGUMENT
    assert error_info(caught.value).reason == "REQUEST_INVALID"
    assert error_info(caught.value).metadata["field"] == faulty
    bad_request = error_details_pb2.BadRequest()
    status_of(caught.value).details[1].Unpack(bad_request)
    assert [item.field for item in bad_request.field_violations] == [faulty]
    assert api.served == 0


async def test_a_message_over_64_kib_is_not_read(echo: EchoStub, api: EchoApi) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await echo.ToAnybody(a_request(text="a" * 66_000), timeout=5)

    assert caught.value.code() is Code.RESOURCE_EXHAUSTED
    assert api.served == 0


@pytest.mark.parametrize(
    ("method", "welcome"),
    [
        ("ToCustomers", {"customer"}),
        ("ToStaff", {"staff"}),
        ("ToServices", {"lending", "repayment"}),
        ("ToLendingAlone", {"lending"}),
        ("ToAnybody", {"nobody", "customer", "staff", "lending", "repayment"}),
        ("ToNobody", set()),
    ],
)
@pytest.mark.parametrize("caller", ["nobody", "customer", "staff", "lending", "repayment"])
async def test_the_contract_says_who_may_call(
    echo: EchoStub, issuers: Issuers, method: str, welcome: set[str], caller: str
) -> None:
    tokens = {
        "nobody": "",
        "customer": issuers.of_customer(),
        "staff": issuers.of_staff(),
        "lending": issuers.of_service("lending"),
        "repayment": issuers.of_service("repayment"),
    }
    metadata = bearer(tokens[caller]) if tokens[caller] else ()
    call = getattr(echo, method)(a_request(), timeout=5, metadata=metadata)

    if caller in welcome:
        assert (await call).text == "grain"
    elif caller == "nobody":
        assert await refusal(call) == (Code.UNAUTHENTICATED, "UNAUTHENTICATED")
    else:
        assert await refusal(call) == (Code.PERMISSION_DENIED, "NOT_PERMITTED")


async def test_a_token_that_is_no_good_is_the_same_as_none(
    echo: EchoStub, issuers: Issuers
) -> None:
    issuers("identity")
    stranger = issuers.new_key("stranger", publish=False)
    forged = issuers.new_key("identity", publish=False)
    bad = [
        "no-token",
        "a.b.c",
        "x" * 4_000,  # gRPC itself cuts metadata off at random between 8 and 16 KiB
        stranger.service_token(),
        forged.customer_token(ZHANG, session_id="s", channel="APP")[0],
    ]

    for token in bad:
        refused = await refusal(echo.ToCustomers(a_request(), timeout=5, metadata=bearer(token)))
        assert refused == (Code.UNAUTHENTICATED, "UNAUTHENTICATED")


async def test_an_old_token_does_not_keep_a_customer_from_logging_in(
    echo: EchoStub,
) -> None:
    reply = await echo.ToAnybody(a_request(), timeout=5, metadata=bearer("expired"))

    assert reply.text == "grain"


async def test_a_refusal_carries_its_reason_sentence_and_facts(
    echo: EchoStub, api: EchoApi
) -> None:
    class LimitExceeded(StateForbids):
        """The drawdown is larger than the free limit."""

        reason = "LIMIT_EXCEEDED"

    async def refuse(request: Any) -> str:
        raise LimitExceeded(free_minor=123)

    api.answer = refuse  # type: ignore[method-assign]
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await echo.ToAnybody(a_request(), timeout=5)

    assert caught.value.code() is Code.FAILED_PRECONDITION
    assert caught.value.details() == "The drawdown is larger than the free limit."
    info = error_info(caught.value)
    assert (info.reason, info.domain) == ("LIMIT_EXCEEDED", "granary.echo")
    assert dict(info.metadata) == {"free_minor": "123"}


async def test_our_own_mistake_tells_the_caller_nothing(echo: EchoStub, api: EchoApi) -> None:
    async def stumble(request: Any) -> str:
        raise KeyError("secret table")

    api.answer = stumble  # type: ignore[method-assign]
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await echo.ToAnybody(a_request(), timeout=5)

    assert caught.value.code() is Code.INTERNAL
    assert error_info(caught.value).reason == "INTERNAL"
    assert "secret" not in str(status_of(caught.value)) + str(caught.value.details())


@pytest.mark.parametrize(
    "lost", [ConnectionRefusedError("127.0.0.1"), asyncpg.InternalClientError("state 12")]
)
async def test_a_caller_hears_that_a_lost_database_may_be_asked_again(
    echo: EchoStub, api: EchoApi, lost: Exception
) -> None:
    async def read(_: Any) -> str:
        raise lost

    api.answer = read  # type: ignore[method-assign, assignment]

    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await echo.ToAnybody(a_request(), timeout=5)

    assert caught.value.code() is Code.UNAVAILABLE
    assert error_info(caught.value).reason == "UNAVAILABLE"
    assert str(lost) not in str(caught.value.details())


async def test_a_personal_value_in_the_facts_of_an_error_is_masked(
    echo: EchoStub, api: EchoApi
) -> None:
    async def refuse(request: Any) -> str:
        raise Unavailable(phone=Personal("13912345678"))

    api.answer = refuse  # type: ignore[method-assign]
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await echo.ToAnybody(a_request(), timeout=5)

    assert dict(error_info(caught.value).metadata) == {"phone": "***"}


async def test_the_request_id_comes_back_in_answers_and_refusals(echo: EchoStub) -> None:
    metadata = (("x-request-id", "app-7-000001"),)
    answered = echo.ToAnybody(a_request(), timeout=5, metadata=metadata)
    await answered
    refused = echo.ToNobody(a_request(), timeout=5, metadata=metadata)
    await refusal(refused)
    nameless = echo.ToAnybody(a_request(), timeout=5, metadata=(("x-request-id", "<script>"),))
    await nameless

    assert dict(await answered.trailing_metadata())["x-request-id"] == "app-7-000001"
    assert dict(await refused.trailing_metadata())["x-request-id"] == "app-7-000001"
    assert dict(await nameless.trailing_metadata())["x-request-id"] != "<script>"


async def test_more_calls_than_the_limit_are_turned_away_but_health_still_answers(
    echo: EchoStub, api: EchoApi, channel: Any
) -> None:
    api.opened.clear()
    running = [asyncio.ensure_future(echo.ToAnybody(a_request(), timeout=20)) for _ in range(4)]
    for _ in running:
        await api.arrivals.get()

    refused = await refusal(echo.ToAnybody(a_request(), timeout=5))
    health = await health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest())
    api.opened.set()

    assert refused == (Code.RESOURCE_EXHAUSTED, "TOO_BUSY")
    assert health.status == health_pb2.HealthCheckResponse.SERVING
    assert [reply.text for reply in await asyncio.gather(*running)] == ["grain"] * 4
    assert (await echo.ToAnybody(a_request(), timeout=5)).text == "grain"


async def test_a_stream_is_guarded_like_a_single_call(echo: EchoStub, issuers: Issuers) -> None:
    metadata = bearer(issuers.of_customer())
    stream = echo.Watch(a_request(), timeout=5, metadata=metadata)
    texts = [reply.text async for reply in stream]

    assert texts == ["grain"] * 3
    first = echo.Watch(a_request(), timeout=5).read()
    assert await refusal(first) == (Code.UNAUTHENTICATED, "UNAUTHENTICATED")
    invalid = echo.Watch(a_request(amount_minor=-1), timeout=5, metadata=metadata).read()
    assert await refusal(invalid) == (Code.INVALID_ARGUMENT, "REQUEST_INVALID")


async def test_stopping_finishes_the_calls_that_run(
    echo: EchoStub, api: EchoApi, echo_server: GrpcServer
) -> None:
    api.opened.clear()
    running = asyncio.ensure_future(echo.ToAnybody(a_request(), timeout=20))
    await api.arrivals.get()

    stopping = asyncio.ensure_future(echo_server.stop(10))
    await asyncio.sleep(0.05)
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await echo.ToAnybody(a_request(), timeout=5)
    api.opened.set()
    await stopping

    assert (await running).text == "grain"
    assert caught.value.code() is Code.UNAVAILABLE


async def test_stopping_sends_away_those_who_watch(
    echo: EchoStub, api: EchoApi, echo_server: GrpcServer, issuers: Issuers
) -> None:
    api.opened.clear()
    stream = echo.Watch(a_request(), timeout=60, metadata=bearer(issuers.of_customer()))
    watching = asyncio.ensure_future(stream.read())
    await api.arrivals.get()

    await echo_server.stop(1)

    assert await refusal(watching) == (Code.UNAVAILABLE, "UNAVAILABLE")


async def test_a_caller_that_gives_up_frees_its_place(echo: EchoStub, api: EchoApi) -> None:
    api.opened.clear()
    for _ in range(12):
        with pytest.raises(grpc.aio.AioRpcError):
            await echo.ToAnybody(a_request(), timeout=0.05)
    api.opened.set()

    assert (await echo.ToAnybody(a_request(), timeout=5)).text == "grain"


async def test_a_second_server_on_the_same_port_does_not_start(
    echo_server: GrpcServer, issuers: Issuers
) -> None:
    second = grpc_server(
        f"127.0.0.1:{echo_server.port}",
        [(add_echo_to_server, EchoApi())],
        area="echo",
        verifier=issuers.verifier(),
    )

    with pytest.raises(RuntimeError):
        await second.start()


async def test_reflection_answers_only_in_development(channel: Any, issuers: Issuers) -> None:
    production = grpc_server(
        "127.0.0.1:0", [(add_echo_to_server, EchoApi())], area="echo", verifier=issuers.verifier()
    )
    await production.start()
    ask = reflection_pb2.ServerReflectionRequest(list_services="")

    listed = (
        await reflection_pb2_grpc.ServerReflectionStub(channel)
        .ServerReflectionInfo(iter([ask]))
        .read()
    )
    async with grpc.aio.insecure_channel(f"127.0.0.1:{production.port}") as other:
        stub = reflection_pb2_grpc.ServerReflectionStub(other)
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await stub.ServerReflectionInfo(iter([ask])).read()
    await production.stop(0)

    assert SERVICE in {item.name for item in listed.list_services_response.service}
    assert caught.value.code() is Code.UNIMPLEMENTED
