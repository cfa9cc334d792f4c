"""Hostile requests made from message descriptors, for every RPC of every service.

    hostile_requests(method)  a hypothesis strategy of well-formed messages with absurd values
    random_payloads()         bytes that are mostly no message at all
    bombard(channel, method)  sends both and returns the statuses that a caller must never see

The promise: a well-formed message is never answered UNKNOWN or INTERNAL, nothing hangs, and the
server goes on answering.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import Any

import grpc
from google.protobuf import message_factory
from google.protobuf.descriptor import Descriptor, FieldDescriptor, MethodDescriptor
from google.protobuf.message import Message
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

DEPTH = 3
REPEATED = 3
HOSTILE_TEXTS = (
    "",
    "\0",
    "a\0b",
    "' or 1=1--",
    "a" * 4096,
    "\u202egnp.exe",
    "NaN",
    "-0",
    "1e400",
    "../../x",
    "{{7*7}}",
    "<script>alert(1)</script>",
    "\ufeff",
    "𠮷" * 50,
    "0198b3c2-7d0e-7c51-9c3a-2f1f7f8a0b11",
    "2026-02-30",
)
NEVER = frozenset({grpc.StatusCode.UNKNOWN, grpc.StatusCode.INTERNAL})
_F = FieldDescriptor
_SIGNED_32 = (_F.TYPE_INT32, _F.TYPE_SINT32, _F.TYPE_SFIXED32)
_SIGNED_64 = (_F.TYPE_INT64, _F.TYPE_SINT64, _F.TYPE_SFIXED64)
_UNSIGNED_32 = (_F.TYPE_UINT32, _F.TYPE_FIXED32)


_FRACTIONS = st.sampled_from((0.0, -0.0, math.nan, math.inf, -math.inf)) | st.floats(width=32)


def texts() -> st.SearchStrategy[str]:
    """Texts that broke somebody once, and random ones."""
    return st.sampled_from(HOSTILE_TEXTS) | st.text(max_size=50)


def _integers(low: int, high: int) -> st.SearchStrategy[int]:
    return st.sampled_from((0, 1, low, high)) | st.integers(low, high)


def _numbers(kind: int) -> st.SearchStrategy[Any]:
    if kind in _SIGNED_32:
        return _integers(-(2**31), 2**31 - 1)
    if kind in _SIGNED_64:
        return _integers(-(2**63), 2**63 - 1)
    if kind in _UNSIGNED_32:
        return _integers(0, 2**32 - 1)
    return _integers(0, 2**64 - 1)


_OTHERS: dict[int, st.SearchStrategy[Any]] = {
    _F.TYPE_STRING: texts(),
    _F.TYPE_BYTES: st.binary(max_size=64),
    _F.TYPE_BOOL: st.booleans(),
    _F.TYPE_ENUM: st.integers(-5, 99),
    _F.TYPE_FLOAT: _FRACTIONS,
    _F.TYPE_DOUBLE: _FRACTIONS,
}


def _values(field: FieldDescriptor, depth: int) -> st.SearchStrategy[Any]:
    if field.message_type is not None:
        return hostile_messages(field.message_type, depth - 1)
    return _OTHERS[field.type] if field.type in _OTHERS else _numbers(field.type)


def hostile_messages(descriptor: Descriptor, depth: int = DEPTH) -> st.SearchStrategy[Message]:
    """Well-formed messages of a type, each field absent or absurd."""
    make = message_factory.GetMessageClass(descriptor)

    @st.composite
    def build(draw: st.DrawFn) -> Message:
        message = make()
        for field in descriptor.fields:
            if field.type == _F.TYPE_MESSAGE and depth == 0:
                continue
            if draw(st.booleans()):
                _set(draw, message, field, depth)
        return message

    return build()


def _set(draw: st.DrawFn, message: Any, field: FieldDescriptor, depth: int) -> None:
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        _set_map(draw, message, field, depth)
    elif field.is_repeated:
        values = draw(st.lists(_values(field, depth), max_size=REPEATED))
        getattr(message, field.name).extend(values)
    elif field.type == _F.TYPE_MESSAGE:
        getattr(message, field.name).CopyFrom(draw(_values(field, depth)))
    else:
        setattr(message, field.name, draw(_values(field, depth)))


def _set_map(draw: st.DrawFn, message: Any, field: FieldDescriptor, depth: int) -> None:
    assert field.message_type is not None
    entry = field.message_type.fields_by_name
    target = getattr(message, field.name)
    for key in draw(st.lists(_values(entry["key"], depth), max_size=REPEATED, unique=True)):
        value = draw(_values(entry["value"], depth))
        if isinstance(value, Message):
            target[key].CopyFrom(value)
        else:
            target[key] = value


def hostile_requests(method: MethodDescriptor) -> st.SearchStrategy[Message]:
    """Hostile requests for one RPC."""
    return hostile_messages(method.input_type)


def random_payloads(count: int, dice: random.Random) -> list[bytes]:
    """Random bytes of 0 to 400, the same for the same dice."""
    return [dice.randbytes(dice.randrange(401)) for _ in range(count)]


def draw_messages(strategy: st.SearchStrategy[Message], count: int, number: int) -> list[Message]:
    """That many messages of a strategy, the same for the same seed number."""
    drawn: list[Message] = []

    @seed(number)
    @settings(
        max_examples=count,
        phases=(Phase.generate,),
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(message: Message) -> None:
        drawn.append(message)

    collect()
    return drawn


@dataclass(frozen=True, slots=True)
class Bombardment:
    """What came back: how many of each status, and what must not have come back."""

    statuses: dict[grpc.StatusCode, int]
    faults: list[str]


async def bombard(
    channel: grpc.aio.Channel,
    method: MethodDescriptor,
    *,
    token: str = "",
    messages: int = 600,
    payloads: int = 1500,
    oversize_bytes: int = 65 * 1024,
    seed_number: int = 1,
    timeout_s: float = 20.0,
) -> Bombardment:
    """Send hostile messages, random payloads and one oversize payload to one unary RPC."""
    service = method.containing_service
    assert service is not None
    call: Any = channel.unary_unary(f"/{service.full_name}/{method.name}")
    metadata = (("authorization", f"Bearer {token}"),) if token else ()
    drawn = draw_messages(hostile_requests(method), messages, seed_number)
    sent = [message.SerializeToString() for message in drawn]
    sent += random_payloads(payloads, random.Random(seed_number))
    sent.append(b"\x0a" + b"\xff" * oversize_bytes)
    statuses: dict[grpc.StatusCode, int] = {}
    faults: list[str] = []
    for payload in sent:
        try:
            await call(payload, timeout=timeout_s, metadata=metadata)
            code = grpc.StatusCode.OK
        except grpc.aio.AioRpcError as error:
            code = error.code()
            if code in NEVER or code is grpc.StatusCode.DEADLINE_EXCEEDED:
                faults.append(f"{code.name} for {payload[:200].hex()}: {error.details()}")
        statuses[code] = statuses.get(code, 0) + 1
    return Bombardment(statuses, faults)
