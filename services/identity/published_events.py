"""Domain event -> the message that is published. None of them carries personal data."""

from functools import singledispatch

from google.protobuf.message import Message
from granary.identity.v1 import events_pb2

from chassis.contract_values import timestamp
from services.identity.domain import events
from services.identity.proto_mapping import (
    ASSURANCE_LEVELS,
    BUSINESS_ROLES,
    CHANNELS,
    CONSENT_PURPOSES,
    SESSION_END_REASONS,
)


@singledispatch
def to_message(event: object) -> Message:
    """Raises TypeError for what is not an event of identity."""
    raise TypeError(f"{type(event).__name__} is not an event of identity")


@to_message.register
def _(event: events.CustomerCreated) -> Message:
    return events_pb2.CustomerCreated(
        customer_id=str(event.customer_id),
        occurred_at=timestamp(event.occurred_at),
        channel=CHANNELS.to_proto(event.channel),
    )


@to_message.register
def _(event: events.CustomerRegistered) -> Message:
    return events_pb2.CustomerRegistered(
        customer_id=str(event.customer_id),
        occurred_at=timestamp(event.occurred_at),
        assurance_level=ASSURANCE_LEVELS.to_proto(event.assurance_level),
        channel=CHANNELS.to_proto(event.channel),
        device_id_hash=event.device_hash,
        region_code=event.region_code,
    )


@to_message.register
def _(event: events.BusinessVerified) -> Message:
    return events_pb2.BusinessVerified(
        customer_id=str(event.customer_id),
        occurred_at=timestamp(event.occurred_at),
        role=BUSINESS_ROLES.to_proto(event.role),
        uscc_hash=event.uscc_hash,
    )


@to_message.register
def _(event: events.CustomerLoggedIn) -> Message:
    return events_pb2.CustomerLoggedIn(
        customer_id=str(event.customer_id),
        occurred_at=timestamp(event.occurred_at),
        session_id=str(event.session_id),
        device_id=event.device_id,
        channel=CHANNELS.to_proto(event.channel),
        new_device=event.new_device,
    )


@to_message.register
def _(event: events.LoginFailed) -> Message:
    return events_pb2.LoginFailed(
        phone_hash=event.phone_index,
        occurred_at=timestamp(event.occurred_at),
        device_id=event.device_id,
        reason=event.reason,
        customer_id="" if event.customer_id is None else str(event.customer_id),
    )


@to_message.register
def _(event: events.SessionRevoked) -> Message:
    return events_pb2.SessionRevoked(
        customer_id=str(event.customer_id),
        occurred_at=timestamp(event.occurred_at),
        session_id=str(event.session_id),
        reason=SESSION_END_REASONS.to_proto(event.reason),
    )


@to_message.register
def _(event: events.CardBound) -> Message:
    return events_pb2.CardBound(
        customer_id=str(event.customer_id),
        occurred_at=timestamp(event.occurred_at),
        card_id=str(event.card_id),
        card_hash=event.card_index,
        bank_name=event.bank_name,
    )


@to_message.register
def _(event: events.ConsentGranted) -> Message:
    return events_pb2.ConsentGranted(
        customer_id=str(event.customer_id),
        occurred_at=timestamp(event.occurred_at),
        consent_id=str(event.consent_id),
        purpose=CONSENT_PURPOSES.to_proto(event.purpose),
        text_version=event.text_version,
    )


@to_message.register
def _(event: events.ConsentWithdrawn) -> Message:
    return events_pb2.ConsentWithdrawn(
        customer_id=str(event.customer_id),
        occurred_at=timestamp(event.occurred_at),
        consent_id=str(event.consent_id),
        purpose=CONSENT_PURPOSES.to_proto(event.purpose),
    )
