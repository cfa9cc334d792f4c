"""The outbox: events written in the transaction of the change they announce."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from google.protobuf import descriptor_pool
from google.protobuf.message import Message
from granary.event.v1 import options_pb2

from chassis.frozen import Frozen


class OutboxRow(Frozen, frozen=True):
    """One announced event, as the outbox stores it and the relay publishes it."""

    message_id: UUID
    bucket: int
    customer_id: UUID | None
    aggregate_kind: str
    aggregate_id: str
    aggregate_version: int
    event_index: int
    subject: str
    message_type: str
    payload: bytes
    headers: Mapping[str, str]
    cause: str
    occurred_at: datetime


def subject_of(message_type: type[Message]) -> str:
    """The NATS subject a message type declares; raises LookupError when it declares none."""
    return subject_named(message_type.DESCRIPTOR.full_name)


@cache
def subject_named(full_name: str) -> str:
    """The same of the type's full name."""
    descriptor = descriptor_pool.Default().FindMessageTypeByName(full_name)
    # protoc types an extension more loosely than the stubs want the key to be.
    extension: Any = options_pb2.subject
    subject: str = descriptor.GetOptions().Extensions[extension]
    if not subject:
        raise LookupError(f"{full_name} declares no subject: not an event")
    return subject
