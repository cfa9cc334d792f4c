"""What makes two requests the same."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from granary.identity.v1 import identity_service_pb2 as identity

from chassis.call_context import Call, Caller, Role, current_call
from chassis.errors import InvalidInput
from chassis.grpc_server import request_key
from tests.builders.echo import EchoRequest

REQUEST_ID = "0198b3c2-7d0e-7c51-9c3a-2f1f7f8a0b11"


def a_request(**fields: Any) -> Any:
    return EchoRequest(**{"request_id": REQUEST_ID, "text": "grain", **fields})


def test_the_same_request_again_has_the_same_key() -> None:
    key = request_key(a_request())

    assert key == request_key(a_request())
    assert key.request_id == UUID(REQUEST_ID)
    assert key.caller_id == "anonymous"


def test_another_body_has_another_hash_under_the_same_id() -> None:
    assert request_key(a_request()).body_hash != request_key(a_request(text="chaff")).body_hash


def test_one_id_serves_one_kind_of_request() -> None:
    grant = identity.GrantConsentRequest(request_id=REQUEST_ID)
    withdraw = identity.WithdrawConsentRequest(request_id=REQUEST_ID)

    assert grant.SerializeToString() == withdraw.SerializeToString()
    assert request_key(grant).body_hash != request_key(withdraw).body_hash


def test_each_caller_has_ids_of_their_own() -> None:
    token = current_call.set(Call("r", Caller(Role.SERVICE, name="lending")))
    key = request_key(a_request())
    current_call.reset(token)

    assert key.caller_id == "service:lending"
    assert key != request_key(a_request())


def test_a_request_needs_an_id() -> None:
    with pytest.raises(InvalidInput):
        request_key(a_request(request_id=""))
