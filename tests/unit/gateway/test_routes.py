"""Every public RPC has its address, and a request finds its way into the RPC's fields."""

import re
from contextlib import suppress
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from google.protobuf import descriptor_pb2, descriptor_pool
from granary.lending.v1 import lending_service_pb2
from granary.monitoring.v1 import alert_pb2
from granary.repayment.v1 import repayment_service_pb2
from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.errors import InvalidInput
from chassis.grpc_errors import InvalidRequest
from protos import generate
from services.gateway.transcoding import (
    IdempotencyKeyDiffers,
    IdempotencyKeyInvalid,
    IdempotencyKeyRequired,
    Route,
    path_pattern,
    public_routes,
    route_of,
)

ROUTES = {route.rpc.name: route for route in public_routes()}
KEY = "0198b3c2-7d0e-7c51-9c3a-2f1f7f8a0b11"
LOAN = "0198b3c2-7d0e-7c51-9c3a-2f1f7f8a0b22"


def test_every_public_rpc_has_exactly_one_route_and_no_internal_one_has_any() -> None:
    public = {
        f"{file.package}.{service.name}.{method.name}"
        for file in generate.own_files(generate.describe()).file
        for service in file.service
        for method in service.method
        if not service.name.endswith("InternalService")
    }

    routed = [route.rpc.full_name for route in public_routes()]

    assert sorted(routed) == sorted(public)


@pytest.mark.parametrize("route", ROUTES.values(), ids=ROUTES.keys())
async def test_every_route_is_reached_by_its_address(route: Route) -> None:
    application = web.Application()
    handlers: dict[Any, Route] = {}
    for other in ROUTES.values():

        async def handler(_: object) -> Any:
            raise AssertionError

        handlers[handler] = other
        application.router.add_route(other.verb, path_pattern(other.path), handler)
    address = re.sub(r"{\w+}", KEY, route.path)

    match = await application.router.resolve(make_mocked_request(route.verb, address))

    assert handlers[match.handler] is route


def test_path_variables_and_body_make_one_request() -> None:
    body = {"amount_minor": 250000, "card_id": KEY, "kind": "PREPAY"}

    request = ROUTES["Repay"].read_request({"loan_id": LOAN}, [], body, KEY)

    assert request == repayment_service_pb2.RepayRequest(
        request_id=KEY,
        loan_id=LOAN,
        amount_minor=250000,
        card_id=KEY,
        kind="REPAYMENT_KIND_PREPAY",
    )


def test_query_parameters_become_numbers_enums_and_lists() -> None:
    query = [("severities", "HIGH"), ("severities", "LOW"), ("page_size", "20"), ("status", "OPEN")]

    request: Any = ROUTES["ListAlerts"].read_request({}, query, {}, None)

    assert list(request.severities) == [
        alert_pb2.ALERT_SEVERITY_HIGH,
        alert_pb2.ALERT_SEVERITY_LOW,
    ]
    assert request.page_size == 20
    assert request.status == alert_pb2.ALERT_STATUS_OPEN


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ([("page_size", "20"), ("page_size", "30")], "page_size"),
        ([("page_size", "many")], "page_size"),
        ([("page_size", "1.0")], "page_size"),
        ([("page_size", "")], "page_size"),
        ([("status", "DONE")], "status"),
        ([("severities", "WORST")], "severities[0]"),
        ([("customer", KEY)], "customer"),
    ],
)
def test_a_query_parameter_that_cannot_be_read_is_refused_by_name(
    query: list[tuple[str, str]], field: str
) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        ROUTES["ListAlerts"].read_request({}, query, {}, None)

    assert refusal.value.violations[0][0] == field


def test_a_body_must_not_repeat_what_the_path_says() -> None:
    with pytest.raises(InvalidRequest) as refusal:
        ROUTES["Repay"].read_request({"loan_id": LOAN}, [], {"loan_id": KEY}, KEY)

    assert refusal.value.violations == (("loan_id", "is given in the path already"),)


def test_a_request_with_a_body_takes_no_query_parameters() -> None:
    with pytest.raises(InvalidRequest):
        ROUTES["Draw"].read_request({}, [("contract_id", KEY)], {}, KEY)


@pytest.mark.parametrize("header", [KEY, KEY.upper(), f'"{KEY}"'])
def test_the_idempotency_key_becomes_the_request_id(header: str) -> None:
    request = ROUTES["Draw"].read_request({}, [], {}, header)

    assert request == lending_service_pb2.DrawRequest(request_id=KEY)


def test_the_request_id_in_the_body_will_do_and_may_agree_with_the_header() -> None:
    for header in (None, KEY):
        request: Any = ROUTES["Draw"].read_request({}, [], {"request_id": KEY}, header)

        assert request.request_id == KEY


def test_a_change_needs_one_key_that_is_a_uuid() -> None:
    draw = ROUTES["Draw"]

    with pytest.raises(IdempotencyKeyRequired):
        draw.read_request({}, [], {}, None)
    with pytest.raises(IdempotencyKeyInvalid):
        draw.read_request({}, [], {}, "once")
    with pytest.raises(IdempotencyKeyDiffers):
        draw.read_request({}, [], {"request_id": LOAN}, KEY)


def test_reads_and_calls_that_are_their_own_key_need_none() -> None:
    assert ROUTES["GetLoan"].read_request({"loan_id": LOAN}, [], {}, KEY) is not None
    assert ROUTES["LogOut"].read_request({}, [], {}, None) is not None


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"put": "/v1/things"}, "only GET, and POST"),
        ({"post": "/v1/things"}, "only GET, and POST"),
        ({"post": "/v1/things", "body": "name"}, "only GET, and POST"),
        ({"get": "/v1/things/{other}"}, "path variable other"),
        ({"get": "/v1/things"}, "cannot be a query parameter"),
    ],
)
def test_an_annotation_that_cannot_be_followed_stops_the_start(
    change: dict[str, str], complaint: str
) -> None:
    method = _a_method(**change)

    with pytest.raises(TypeError, match=complaint):
        route_of("things", method)


def _a_method(**http: Any) -> Any:
    """A method whose request holds a message, with this annotation."""
    from google.api import annotations_pb2, http_pb2

    file = descriptor_pb2.FileDescriptorProto(
        name="things.proto", package="things", dependency=["google/api/annotations.proto"]
    )
    inner = file.message_type.add(name="Inner")
    outer = file.message_type.add(name="Outer")
    outer.field.add(name="inner", number=1, type=11, label=1, type_name=f".things.{inner.name}")
    method = file.service.add(name="Things").method.add(
        name="Get", input_type=".things.Outer", output_type=".things.Inner"
    )
    method.options.Extensions[annotations_pb2.http].CopyFrom(http_pb2.HttpRule(**http))
    pool = descriptor_pool.DescriptorPool()
    for known in (descriptor_pb2, http_pb2, annotations_pb2):
        known_file = descriptor_pb2.FileDescriptorProto()
        known.DESCRIPTOR.CopyToProto(known_file)
        pool.Add(known_file)
    pool.Add(file)
    return pool.FindServiceByName("things.Things").methods_by_name["Get"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside),
    max_leaves=6,
)


@settings(max_examples=600, deadline=None)
@given(route=st.sampled_from(list(ROUTES.values())), data=st.data())
def test_no_values_of_the_right_names_break_the_reader(route: Route, data: st.DataObject) -> None:
    names = list(route.rpc.input_type.fields_by_name)
    values = st.dictionaries(st.sampled_from(names), JSON) if names else st.just({})
    body = data.draw(values) if route.takes_body else {}
    query = [] if route.takes_body else data.draw(_queries(names))
    variables = dict.fromkeys(route.path_fields, data.draw(st.text(max_size=5)))

    # Whatever is wrong is refused as the caller's mistake; nothing else may come out.
    with suppress(InvalidInput):
        route.read_request(variables, query, body, KEY).SerializeToString()


def _queries(names: list[str]) -> st.SearchStrategy[list[tuple[str, str]]]:
    if not names:
        return st.just([])
    return st.lists(st.tuples(st.sampled_from(names), st.text(max_size=8)), max_size=4)


def test_only_a_route_that_takes_a_file_takes_a_larger_body() -> None:
    larger = {route.name: route.largest_file_text for route in public_routes()}

    assert larger["granary.lending.v1.LendingService/VerifyContract"] == 524_288
    assert larger["granary.lending.v1.LendingService/Quote"] == 0
