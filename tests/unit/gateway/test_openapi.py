"""The OpenAPI document says what the contracts say."""

import json
import re
from collections.abc import Iterator
from typing import Any

import protovalidate
import pytest
from google.protobuf.message import Message
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from services.gateway.json_codec import codec_of
from services.gateway.openapi.generate import fresh
from services.gateway.openapi.schemas import component_name, rules_of
from services.gateway.pages import OPENAPI_FILE
from services.gateway.problem_texts import catalogue
from services.gateway.transcoding import Route, public_routes
from tests.unit.gateway.messages import messages_of

DOCUMENT = json.loads(OPENAPI_FILE.read_text(encoding="utf-8"))
ROUTES = {route.rpc.name: route for route in public_routes()}
KEY = "0198b3c2-7d0e-7c51-9c3a-2f1f7f8a0b11"


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, verbs in DOCUMENT["paths"].items():
        for verb, operation in verbs.items():
            yield path, verb, operation


def test_the_committed_document_is_up_to_date() -> None:
    assert OPENAPI_FILE.read_text(encoding="utf-8") == fresh(), (
        "run `python -m services.gateway openapi`"
    )


def test_every_route_is_described_once() -> None:
    described = {(verb.upper(), path) for path, verb, _ in operations()}

    assert described == {(r.verb, r.path) for r in ROUTES.values()} | {("GET", "/v1/lender")}


def test_operation_ids_are_unique_and_everything_has_words() -> None:
    ids = [operation["operationId"] for _, _, operation in operations()]

    assert len(ids) == len(set(ids))
    for path, _, operation in operations():
        assert operation["summary"], path
        assert operation["responses"]["200"]["description"], path
    for name, schema in DOCUMENT["components"]["schemas"].items():
        assert schema["description"], name
        for field, of_field in schema["properties"].items():
            assert of_field["description"], f"{name}.{field}"


def test_every_reference_leads_somewhere() -> None:
    for reference in re.findall(r'"\$ref": ?"#/([^"]+)"', json.dumps(DOCUMENT)):
        node = DOCUMENT
        for step in reference.split("/"):
            node = node[step]
        assert node


def test_every_reason_that_an_operation_names_is_explained() -> None:
    for _, _, operation in operations():
        assert set(operation["x-reasons"]) <= set(catalogue())


@pytest.mark.parametrize("route", ROUTES.values(), ids=ROUTES.keys())
def test_the_example_of_a_body_keeps_every_rule_of_the_contract(route: Route) -> None:
    operation = DOCUMENT["paths"][route.path][route.verb.lower()]
    media = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    variables = {
        one["name"]: one["example"] for one in operation["parameters"] if one.get("in") == "path"
    }

    request = route.read_request(variables, [], media.get("example", {}), KEY)

    assert protovalidate.collect_violations(request) == []


def test_the_rules_of_the_contract_are_in_the_schema() -> None:
    quote = DOCUMENT["components"]["schemas"]["lending.QuoteRequest"]
    log_in = DOCUMENT["components"]["schemas"]["identity.LogInRequest"]

    assert quote["properties"]["amount_minor"] == {
        "type": "integer",
        "format": "int64",
        "minimum": 1,
        "maximum": 10**12,
        "description": quote["properties"]["amount_minor"]["description"],
    }
    assert quote["required"] == ["amount_minor", "instalments", "method"]
    assert quote["additionalProperties"] is False
    assert log_in["properties"]["code"]["pattern"] == "^[0-9]{6}$"


def test_every_rule_that_a_contract_uses_is_one_the_schema_can_say() -> None:
    said = {"uuid", "pattern", "min_len", "max_len", "gte", "lte", "gt", "lt"}
    said |= {"defined_only", "not_in", "max_items", "unique", "items"}

    for route in ROUTES.values():
        for field in route.rpc.input_type.fields:
            rules = rules_of(field)
            kind = rules.WhichOneof("type")
            used = {rule.name for rule, _ in getattr(rules, kind).ListFields()} if kind else set()
            assert used <= said, field.full_name


def test_who_may_call_is_said_for_every_operation() -> None:
    by_id = {operation["operationId"]: operation for _, _, operation in operations()}

    assert by_id["RequestOtp"]["security"] == []
    assert by_id["Draw"]["security"] == [{"customer": []}]
    assert by_id["WatchAlerts"]["security"] == [{"staff": []}]


@pytest.mark.parametrize("route", ROUTES.values(), ids=ROUTES.keys())
def test_the_example_of_a_reply_has_exactly_the_fields_of_a_reply(route: Route) -> None:
    content = DOCUMENT["paths"][route.path][route.verb.lower()]["responses"]["200"]["content"]
    for media in content.values():
        if "example" in media:
            written = codec_of(route.rpc.output_type).write(route.reply.read(media["example"]))
            assert set(media["example"]) == set(written)


@pytest.mark.parametrize("name", DOCUMENT["components"]["schemas"])
def test_every_schema_is_one(name: str) -> None:
    schema = DOCUMENT["components"]["schemas"][name]

    # Patterns are in the dialect of ECMA 262, which Python's `re` cannot judge.
    Draft202012Validator.check_schema(schema, format_checker=None)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([route.rpc.output_type for route in ROUTES.values()]).flatmap(messages_of),
)
def test_whatever_a_service_replies_matches_the_schema(message: Message) -> None:
    descriptor: Any = message.DESCRIPTOR
    schema = {
        "$ref": f"#/components/schemas/{component_name(descriptor)}",
        "components": DOCUMENT["components"],
    }

    written = codec_of(descriptor).write(message)

    Draft202012Validator(schema).validate(written)
