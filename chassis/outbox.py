"""The outbox: events written in the transaction of the change they announce."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from google.protobuf.message import Message
from granary.event.v1 import options_pb2


@dataclass(frozen=True, slots=True)
class OutboxRow:
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


@cache
def subject_of(message_type: type[Message]) -> str:
    """The NATS subject a message type declares; raises LookupError when it declares none."""
    subject = message_type.DESCRIPTOR.GetOptions().Extensions[options_pb2.subject]
    if not subject:
        raise LookupError(f"{message_type.DESCRIPTOR.full_name} declares no subject: not an event")
    return str(subject)
