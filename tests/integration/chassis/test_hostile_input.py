"""Every RPC of every contract against hostile messages, with a service that says yes to all."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import grpc
import pytest
from google.protobuf import message_factory
from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor

from chassis.call_context import Role
from chassis.grpc_guard import describe
from chassis.grpc_server import GrpcServer, grpc_server
from tests.builders.hostile_messages import bombard
from tests.builders.tokens import Issuers

AREAS = ("identity", "lending", "repayment", "monitoring", "support")
Code = grpc.StatusCode


def contracts(area: str) -> Any:
    return import_module(f"granary.{area}.v1.{area}_service_pb2").DESCRIPTOR


def unary_methods() -> Iterator[MethodDescriptor]:
    for area in AREAS:
        for service in contracts(area).services_by_name.values():
            yield from (method for method in service.methods if not method.server_streaming)


class YesToAll:
    """Answers every RPC of a service with an empty reply."""

    def __init__(self, service: ServiceDescriptor) -> None:
        for method in service.methods:
            setattr(self, method.name, _say_yes(method))


def _say_yes(method: MethodDescriptor) -> Any:
    reply = message_factory.GetMessageClass(method.output_type)

    async def answer(request: Any, context: Any) -> Any:
        return reply()

    async def answers(request: Any, context: Any) -> Any:
        yield reply()

    return answers if method.server_streaming else answer


@pytest.fixture
async def server_of_all(issuers: Issuers) -> Any:
    registrations = []
    for area in AREAS:
        stubs = import_module(f"granary.{area}.v1.{area}_service_pb2_grpc")
        for name, service in contracts(area).services_by_name.items():
            registrations.append(
                (getattr(stubs, f"add_{name}Servicer_to_server"), YesToAll(service))
            )
    server = grpc_server("127.0.0.1:0", registrations, area="test", verifier=issuers.verifier())
    await server.start()
    yield server
    await server.stop(0)


def a_welcome_token(method: MethodDescriptor, issuers: Issuers) -> str:
    """A token that the access policy of the RPC accepts, so that the request itself is judged."""
    assert method.containing_service is not None
    policy = describe(method.containing_service.full_name, method.name)
    if Role.SERVICE in policy.roles:
        return issuers.of_service(min(policy.services, default="gateway"))
    return issuers.of_staff() if Role.STAFF in policy.roles else issuers.of_customer()


@pytest.mark.parametrize("method", list(unary_methods()), ids=lambda method: method.full_name)
async def test_hostile_requests_are_refused_and_nothing_breaks(
    server_of_all: GrpcServer, issuers: Issuers, method: MethodDescriptor
) -> None:
    async with grpc.aio.insecure_channel(f"127.0.0.1:{server_of_all.port}") as channel:
        result = await bombard(
            channel, method, token=a_welcome_token(method, issuers), messages=40, payloads=60
        )

    assert result.faults == []
    assert set(result.statuses) <= {Code.OK, Code.INVALID_ARGUMENT, Code.RESOURCE_EXHAUSTED}
    assert result.statuses[Code.RESOURCE_EXHAUSTED] == 1


async def test_every_rpc_lets_somebody_in() -> None:
    for area in AREAS:
        for service in contracts(area).services_by_name.values():
            for method in service.methods:
                assert describe(service.full_name, method.name).roles, method.full_name
