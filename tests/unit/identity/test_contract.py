"""What the code says must be what the contract says."""

import dataclasses
import inspect
from typing import Any, get_type_hints
from uuid import UUID

import pytest
from granary.identity.v1 import error_reason_pb2
from granary.type.v1 import error_reason_pb2 as common_reason_pb2

from chassis.errors import DomainError
from chassis.outbox import subject_of
from services.identity.domain import errors, events
from services.identity.domain.one_time_code import OtpPurpose
from services.identity.domain.policy import ConsentPurpose
from services.identity.domain.words import AssuranceLevel, BusinessRole, Channel, SessionEndReason
from services.identity.proto_mapping import (
    ASSURANCE_LEVELS,
    CHANNELS,
    CONSENT_PURPOSES,
    OTP_PURPOSES,
    SESSION_END_REASONS,
    mask_name,
)
from services.identity.published_events import to_message
from tests.builders.customers import AT, CUSTOMER

REFUSALS = [
    kind
    for kind in vars(errors).values()
    if inspect.isclass(kind)
    and issubclass(kind, DomainError)
    and kind.__module__ == errors.__name__
]
EVENTS = [
    kind
    for kind in vars(events).values()
    if inspect.isclass(kind) and kind.__module__ == events.__name__
]
SAMPLES: dict[Any, Any] = {
    UUID: CUSTOMER,
    UUID | None: CUSTOMER,
    str: "text",
    bool: True,
    Channel: Channel.QQ,
    AssuranceLevel: AssuranceLevel.L1_DATA,
    ConsentPurpose: ConsentPurpose.FACE,
    SessionEndReason: SessionEndReason.LOGGED_OUT,
    BusinessRole: BusinessRole.SOLE_TRADER,
}


@pytest.mark.parametrize("kind", REFUSALS)
def test_every_reason_is_in_the_contract_and_says_what_to_do(kind: type[DomainError]) -> None:
    names = {
        *error_reason_pb2.ErrorReason.keys(),
        *common_reason_pb2.ErrorReason.keys(),
    }

    assert f"ERROR_REASON_{kind.reason}" in names
    assert kind().message.endswith(".")


@pytest.mark.parametrize("kind", EVENTS)
def test_every_event_is_published_with_all_it_says(kind: Any) -> None:
    hints = get_type_hints(kind)
    values = {field.name: SAMPLES.get(hints[field.name], AT) for field in dataclasses.fields(kind)}

    message = to_message(kind(**values))

    assert subject_of(type(message)).startswith("identity.")
    assert len(message.ListFields()) == len(values)


def test_what_is_no_event_is_not_published() -> None:
    with pytest.raises(TypeError):
        to_message("a text")


def test_every_word_has_its_place_in_the_contract() -> None:
    assert all(CHANNELS.from_proto(CHANNELS.to_proto(word)) is word for word in Channel)
    assert all(
        CONSENT_PURPOSES.from_proto(CONSENT_PURPOSES.to_proto(word)) is word
        for word in ConsentPurpose
    )
    assert [OTP_PURPOSES.from_proto(number) for number in (1, 2, 3)] == list(OtpPurpose)
    assert [ASSURANCE_LEVELS.to_proto(word) for word in AssuranceLevel] == [1, 2]
    assert [SESSION_END_REASONS.to_proto(word) for word in SessionEndReason] == [1, 2]


@pytest.mark.parametrize(
    ("name", "masked"), [("王", "王"), ("王伟", "王*"), ("欧阳娜娜", "欧***"), ("", "")]
)
def test_a_masked_name_shows_its_first_character(name: str, masked: str) -> None:
    assert mask_name(name) == masked
