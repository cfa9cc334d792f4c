"""Messages keep their meaning through JSON, and what apps must not send is refused."""

import json
from typing import Any

import pytest
from google.protobuf.message import Message
from granary.identity.v1 import consent_pb2, identity_service_pb2
from granary.lending.v1 import drawdown_pb2, lending_service_pb2, quote_pb2
from granary.monitoring.v1 import alert_pb2, monitoring_service_pb2
from granary.type.v1.document_pb2 import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from services.gateway.json_codec import FieldError, codec_of
from services.gateway.openapi.examples import example_of
from services.gateway.strict_json import BodyNotJsonError, read_object
from services.gateway.transcoding import Route, public_routes
from tests.unit.gateway.messages import messages_of

ROUTES = public_routes()
TYPES = [route.rpc.input_type for route in ROUTES] + [route.rpc.output_type for route in ROUTES]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(TYPES).flatmap(messages_of))
def test_a_message_written_as_json_and_read_again_is_the_same(message: Message) -> None:
    codec = codec_of(message.DESCRIPTOR)

    over_the_wire = json.loads(json.dumps(codec.write(message)))

    assert codec.read(over_the_wire) == message


def test_names_are_snake_case_amounts_are_numbers_and_enums_are_short() -> None:
    drawdown = drawdown_pb2.Drawdown(
        drawdown_id="d", amount_minor=2**53 - 1, status=drawdown_pb2.DRAWDOWN_STATUS_PAID
    )

    shown = codec_of(drawdown.DESCRIPTOR).write(drawdown)

    assert shown["amount_minor"] == 2**53 - 1
    assert shown["status"] == "PAID"


def test_a_reply_has_every_field_and_null_for_what_is_not_set() -> None:
    consent = consent_pb2.Consent()

    shown = codec_of(consent.DESCRIPTOR).write(consent)

    assert set(shown) == set(consent.DESCRIPTOR.fields_by_name)
    assert shown["withdrawn_at"] is None
    assert shown["purpose"] is None
    assert shown["consent_id"] == ""


def test_a_value_that_a_newer_service_sends_is_shown_as_unrecognised() -> None:
    alert = alert_pb2.Alert(severity="ALERT_SEVERITY_LOW")
    alert.ParseFromString(alert.SerializeToString().replace(b"\x01", b"\x63"))

    shown = codec_of(alert.DESCRIPTOR).write(alert)

    assert shown["severity"] == "UNRECOGNISED_99"


@pytest.mark.parametrize("amount", [250000, "250000"])
def test_a_64_bit_number_may_come_as_number_or_digits(amount: Any) -> None:
    codec = codec_of(lending_service_pb2.QuoteRequest.DESCRIPTOR)

    request: Any = codec.read({"amount_minor": amount})

    assert request.amount_minor == 250000


@pytest.mark.parametrize("purpose", ["LOGIN", "OTP_PURPOSE_LOGIN"])
def test_an_enum_value_is_known_by_its_short_and_by_its_full_name(purpose: str) -> None:
    codec = codec_of(identity_service_pb2.RequestOtpRequest.DESCRIPTOR)

    request: Any = codec.read({"purpose": purpose})

    assert request.purpose == identity_service_pb2.OTP_PURPOSE_LOGIN


def test_null_means_absent() -> None:
    codec = codec_of(identity_service_pb2.BindCardRequest.DESCRIPTOR)

    assert not codec.read({"otp_code": None}).HasField("otp_code")


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"amount_minor": True}, "amount_minor"),
        ({"amount_minor": 1.0}, "amount_minor"),
        ({"amount_minor": "1e3"}, "amount_minor"),
        ({"amount_minor": "01"}, "amount_minor"),
        ({"amount_minor": " 1"}, "amount_minor"),
        ({"amount_minor": "１"}, "amount_minor"),
        ({"amount_minor": 2**63}, "amount_minor"),
        ({"amount_minor": [1]}, "amount_minor"),
        ({"instalments": 2**31}, "instalments"),
        ({"method": 1}, "method"),
        ({"method": "UNSPECIFIED"}, "method"),
        ({"method": "REPAYMENT_METHOD_UNSPECIFIED"}, "method"),
        ({"request_id": 5}, "request_id"),
        ({"request_id": "\ud800"}, "request_id"),
        ({"amountMinor": 1}, "amountMinor"),
        ({"x" * 500: 1}, "x" * 64),
    ],
)
def test_a_field_of_the_wrong_form_is_refused_by_name(value: Any, field: str) -> None:
    codec = codec_of(lending_service_pb2.QuoteRequest.DESCRIPTOR)

    with pytest.raises(FieldError) as refusal:
        codec.read(value)

    assert refusal.value.path == field


def test_a_fault_inside_a_message_or_list_is_named_with_its_path() -> None:
    apply = codec_of(lending_service_pb2.ApplyRequest.DESCRIPTOR)
    watch = codec_of(monitoring_service_pb2.WatchAlertsRequest.DESCRIPTOR)

    with pytest.raises(FieldError, match=r"^contact\.phone: must be text"):
        apply.read({"contact": {"phone": 1}})
    with pytest.raises(FieldError, match=r"^contact: must be an object"):
        apply.read({"contact": "Li Ming"})
    with pytest.raises(FieldError, match=r"^severities\[1\]: must be one of LOW"):
        watch.read({"severities": ["LOW", "WORST"]})
    with pytest.raises(FieldError, match=r"^severities: must be a list"):
        watch.read({"severities": "LOW"})


def test_times_and_maps_are_read_strictly() -> None:
    quote = codec_of(quote_pb2.Quote.DESCRIPTOR)
    alert = codec_of(alert_pb2.Alert.DESCRIPTOR)

    with pytest.raises(FieldError, match="cost_sheet_opened_at: must be a time"):
        quote.read({"cost_sheet_opened_at": "yesterday"})
    with pytest.raises(FieldError, match=r"evidence\.count: must be text"):
        alert.read({"evidence": {"count": 5}})
    with pytest.raises(FieldError, match="evidence: must be an object"):
        alert.read({"evidence": []})


def test_a_type_without_json_form_is_refused_when_the_routes_are_made() -> None:
    from google.protobuf import wrappers_pb2

    with pytest.raises(TypeError, match="no JSON form"):
        codec_of(wrappers_pb2.DoubleValue.DESCRIPTOR)


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"[]",
        b"1",
        b"null",
        b'{"a": 1} x',
        b'{"a": 1, "a": 2}',
        b'{"b": {"a": 1, "a": 1}}',
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1e400}',
        b'{"a": 1.0}',
        b'{"a": 123456789012345678901}',
        b'{"a": "\xff"}',
        b'\xef\xbb\xbf{"a": 1}',
        b'{"a": "\x00"}',
        b'{"a":' + b"[" * 30_000 + b"]" * 30_000 + b"}",
        b'{"a":' * 17 + b"1" + b"}" * 17,
        "{}".encode("utf-16"),
    ],
)
def test_a_body_that_is_not_one_plain_json_object_is_refused(raw: bytes) -> None:
    with pytest.raises(BodyNotJsonError):
        read_object(raw)


def test_a_body_may_be_empty_or_as_deep_as_allowed() -> None:
    assert read_object(b"") == {}
    assert read_object(b'{"a":' * 15 + b"[1]" + b"}" * 15)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    try:
        value = read_object(raw)
    except BodyNotJsonError:
        return

    assert isinstance(value, dict)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.rpc.name)
def test_the_example_of_every_request_and_reply_can_be_read(route: Route) -> None:
    for message in (route.rpc.input_type, route.rpc.output_type):
        codec_of(message).read(example_of(message, is_request=True))


def test_bytes_are_base64_text_and_nothing_else() -> None:
    codec = codec_of(Document.DESCRIPTOR)

    assert codec.write(Document(content=b"%PDF-"))["content"] == "JVBERi0="
    assert codec.read({"content": "JVBERi0="}) == Document(content=b"%PDF-")
    for text in ("JVBERi0", "ä", "JVBE Ri0="):
        with pytest.raises(FieldError, match="content: must be bytes in base64"):
            codec.read({"content": text})
