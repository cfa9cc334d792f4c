"""Apps reach the public RPCs over HTTP, each caller only what is theirs."""

from datetime import timedelta
from uuid import uuid4

import pytest

from chassis.errors import Unavailable
from tests.integration.gateway.gateway_support import (
    DRAWDOWN,
    App,
    MakeGateway,
    Services,
    an_alert,
)

KEY = "0198b3c2-7d0e-7c51-9c3a-2f1f7f8a0b11"
OWN = f"/v1/lending/drawdowns/{DRAWDOWN}"


async def test_a_customer_sees_their_own_drawdown(app: App, services: Services) -> None:
    answer = await app.get(OWN, app.keys.customer(services.owner))

    assert answer.status == 200
    assert answer.body["drawdown"]["amount_minor"] == 250000
    assert answer.body["drawdown"]["status"] == "PAID"
    assert answer.body["drawdown"]["paid_at"] is None


async def test_another_customers_drawdown_is_simply_not_found(app: App) -> None:
    answer = await app.get(OWN, app.keys.customer(uuid4()))

    assert (answer.status, answer.reason) == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    "authorization", [None, "Bearer", "Bearer x.y.z", "Basic abc", "Bearer " + "x" * 5000]
)
async def test_without_a_valid_token_nobody_gets_in(app: App, authorization: str | None) -> None:
    headers = {"Authorization": authorization} if authorization else {}

    answer = await app.get(OWN, headers)

    assert (answer.status, answer.reason) == (401, "UNAUTHENTICATED")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_an_expired_token_is_refused_but_does_not_keep_anybody_from_logging_in(
    app: App, services: Services
) -> None:
    expired = app.keys.customer(services.owner, lifetime=timedelta(minutes=-5))
    body = {"phone": "13800138000", "purpose": "LOGIN"}

    read = await app.get(OWN, expired)
    otp = await app.post("/v1/identity/otps", {**expired, "Idempotency-Key": KEY}, json=body)

    assert (read.status, read.body["metadata"]) == (401, {"cause": "expired"})
    assert (otp.status, otp.body["otp_id"]) == (200, KEY)


async def test_a_customer_may_not_do_what_staff_do(app: App, services: Services) -> None:
    answer = await app.get("/v1/monitoring/alerts", app.keys.customer(services.owner))

    assert (answer.status, answer.reason) == (403, "NOT_PERMITTED")


async def test_staff_filter_alerts_by_repeated_query_parameters(
    app: App, services: Services
) -> None:
    services.alerts = [an_alert(1, "HIGH"), an_alert(2, "LOW"), an_alert(3, "CRITICAL")]

    answer = await app.get(
        "/v1/monitoring/alerts?severities=HIGH&severities=CRITICAL", app.keys.staff()
    )

    assert [alert["alert_number"] for alert in answer.body["alerts"]] == [1, 3]


async def test_the_same_key_draws_once(app: App, services: Services) -> None:
    headers = {**app.keys.customer(services.owner), "Idempotency-Key": KEY}
    body = {"contract_id": str(uuid4()), "card_id": str(uuid4())}

    first = await app.post("/v1/lending/drawdowns", headers, json=body)
    second = await app.post("/v1/lending/drawdowns", headers, json=body)

    assert first.status == 200
    assert first.body == second.body
    assert len(services.done) == 1
    assert services.asked["Draw"] == 2


@pytest.mark.parametrize(
    ("header", "in_body", "reason"),
    [
        (None, None, "IDEMPOTENCY_KEY_REQUIRED"),
        ("again", None, "IDEMPOTENCY_KEY_INVALID"),
        (KEY, str(DRAWDOWN), "IDEMPOTENCY_KEY_DIFFERS"),
    ],
)
async def test_a_change_without_one_clear_key_reaches_no_service(
    app: App, services: Services, header: str | None, in_body: str | None, reason: str
) -> None:
    headers = app.keys.customer(services.owner) | ({"Idempotency-Key": header} if header else {})
    body = {"request_id": in_body} if in_body else {}

    answer = await app.post("/v1/lending/drawdowns", headers, json=body)

    assert (answer.status, answer.reason) == (400, reason)
    assert services.asked["Draw"] == 0


async def test_the_contracts_rules_come_back_field_by_field(app: App, services: Services) -> None:
    headers = {**app.keys.customer(services.owner), "Idempotency-Key": KEY}

    answer = await app.post("/v1/lending/drawdowns", headers, json={"card_id": "mine"})

    assert (answer.status, answer.reason) == (400, "REQUEST_INVALID")
    assert {error["field"] for error in answer.body["errors"]} == {"contract_id", "card_id"}


async def test_a_refusal_is_told_in_the_language_of_the_customer(
    app: App, services: Services
) -> None:
    headers = {**app.keys.customer(services.owner), "Idempotency-Key": KEY}
    body = {"amount_minor": 300000, "instalments": 10, "method": "EQUAL_PRINCIPAL"}

    chinese = await app.post("/v1/lending/quotes", headers, json=body)
    english = await app.post(
        "/v1/lending/quotes", {**headers, "Accept-Language": "en-GB"}, json=body
    )

    assert chinese.status == english.status == 409
    assert chinese.headers["Content-Type"] == "application/problem+json"
    assert chinese.headers["Content-Language"] == "zh-CN"
    assert chinese.body["detail"] == "当前最多可借 2500.00 元。"
    assert english.body["detail"] == "At most 2500.00 yuan can be drawn now."
    assert english.body["metadata"] == {"available_minor": "250000"}


async def test_the_request_id_goes_through_to_the_service_and_back(
    app: App, services: Services
) -> None:
    headers = {**app.keys.customer(services.owner), "X-Request-Id": "app-0001"}

    given = await app.get(OWN, headers)
    made = await app.get(OWN, {**headers, "X-Request-Id": "not fit for logs"})

    assert given.headers["X-Request-Id"] == "app-0001"
    assert services.request_ids == ["app-0001", made.headers["X-Request-Id"]]


async def test_a_read_that_takes_too_long_ends_when_the_app_said(
    app: App, services: Services
) -> None:
    services.answer_after_s = 5
    headers = {**app.keys.customer(services.owner), "Request-Timeout-Ms": "100"}

    answer = await app.get(OWN, headers)

    assert (answer.status, answer.reason) == (504, "DEADLINE_EXCEEDED")


async def test_a_change_that_takes_too_long_has_an_unknown_outcome_and_may_be_repeated(
    app: App, services: Services
) -> None:
    headers = {**app.keys.customer(services.owner), "Idempotency-Key": KEY}
    body = {"contract_id": str(uuid4()), "card_id": str(uuid4())}
    services.answer_after_s = 5

    late = await app.post(
        "/v1/lending/drawdowns", {**headers, "Request-Timeout-Ms": "200"}, json=body
    )
    services.answer_after_s = 0
    again = await app.post("/v1/lending/drawdowns", headers, json=body)

    assert (late.status, late.reason) == (504, "OUTCOME_UNKNOWN")
    assert again.status == 200
    assert len(services.done) == 1


async def test_a_timeout_header_that_is_no_number_is_refused(app: App, services: Services) -> None:
    headers = {**app.keys.customer(services.owner), "Request-Timeout-Ms": "soon"}

    answer = await app.get(OWN, headers)

    assert (answer.status, answer.body["metadata"]) == (400, {"header": "Request-Timeout-Ms"})


async def test_a_mistake_in_a_service_tells_the_app_nothing_of_it(
    app: App, services: Services
) -> None:
    services.break_with = RuntimeError("password=hunter2")

    answer = await app.get(OWN, app.keys.customer(services.owner))

    assert (answer.status, answer.reason) == (500, "INTERNAL")
    assert "hunter2" not in str(answer.body)


async def test_a_service_that_waits_for_its_partner_is_temporarily_unavailable(
    app: App, services: Services
) -> None:
    services.break_with = Unavailable.received("RAIL_UNAVAILABLE", "", {})

    answer = await app.get(OWN, app.keys.customer(services.owner))

    assert (answer.status, answer.reason) == (503, "RAIL_UNAVAILABLE")
    assert answer.headers["Retry-After"] == "2"


async def test_when_a_service_is_down_its_requests_wait_and_the_page_still_opens(
    gateway: MakeGateway, services: Services
) -> None:
    app = await gateway("127.0.0.1:1")

    answer = await app.get(OWN, app.keys.customer(services.owner))
    lender = await app.get("/v1/lender")

    assert (answer.status, answer.reason) == (503, "UNAVAILABLE")
    assert answer.headers["Retry-After"] == "2"
    assert "127.0.0.1" not in str(answer.body)
    assert lender.status == 200


async def test_a_call_without_fields_needs_no_body(app: App, services: Services) -> None:
    answer = await app.post("/v1/identity/sessions:revoke", app.keys.customer(services.owner))

    assert (answer.status, answer.body) == (200, {})


async def test_the_lender_is_named_for_everybody(gateway: MakeGateway, grpc_address: str) -> None:
    app = await gateway(
        grpc_address,
        lender_name="示例银行",
        lender_licence_number="B0001H1",
        lender_partners="甲公司=获客; 乙担保=增信",
    )

    answer = await app.get("/v1/lender")

    assert answer.body["licence_number"] == "B0001H1"
    assert answer.body["partners"] == [
        {"name": "甲公司", "role": "获客"},
        {"name": "乙担保", "role": "增信"},
    ]


async def test_the_document_and_its_reader_are_served(app: App) -> None:
    document = await app.get("/openapi.json")

    assert document.body["openapi"] == "3.1.0"
    for path in ("/docs", "/docs/docs.js", "/docs/docs.css"):
        async with app.http.get(app.url + path) as page:
            assert page.status == 200
            assert "script-src 'self'" in page.headers["Content-Security-Policy"]
