"""Whatever is thrown at the gateway gets a plain answer and reaches no service."""

import gzip
from collections.abc import AsyncIterator

import pytest

from services.gateway import requests
from tests.integration.gateway.gateway_support import App, MakeGateway, Services

KEY = "0198b3c2-7d0e-7c51-9c3a-2f1f7f8a0b11"
QUOTES = "/v1/lending/quotes"


@pytest.fixture
def headers(app: App, services: Services) -> dict[str, str]:
    return {
        **app.keys.customer(services.owner),
        "Idempotency-Key": KEY,
        "Content-Type": "application/json",
    }


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"\xff\xfe",
        b'{"amount_minor": 1, "amount_minor": 2}',
        b'{"amount_minor": NaN}',
        b'{"amount_minor": 1e400}',
        b'{"amount_minor": 100.0}',
        b"[" * 60_000,
        b'{"a":' * 10_000,
        b"9" * 60_000,
        b"null",
    ],
)
async def test_a_body_that_is_not_plain_json_is_refused(
    app: App, headers: dict[str, str], raw: bytes
) -> None:
    answer = await app.post(QUOTES, headers, data=raw)

    assert (answer.status, answer.reason) == (400, "BODY_NOT_JSON")
    assert "Traceback" not in str(answer.body)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ('{"amount_minor": "1e3"}', "amount_minor"),
        ('{"amount_minor": -9223372036854775809}', "amount_minor"),
        ('{"method": "\\u202e"}', "method"),
        ('{"customer_id": "x"}', "customer_id"),
        ('{"__proto__": {}}', "__proto__"),
        ('{"request_id": "\\u0000"}', ""),
        ('{"method": {"a": 1}}', "method"),
    ],
)
async def test_a_field_that_is_not_what_it_should_be_is_named(
    app: App, headers: dict[str, str], body: str, field: str
) -> None:
    answer = await app.post(QUOTES, headers, data=body)

    assert answer.status == 400
    assert [error["field"] for error in answer.body["errors"]] == ([field] if field else [])


async def test_a_body_over_64_kib_is_refused_with_or_without_its_length(
    app: App, headers: dict[str, str]
) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(70):
            yield b" " * 1024

    for data in (b" " * 70_000, chunks()):
        answer = await app.post(QUOTES, headers, data=data)

        assert (answer.status, answer.reason) == (413, "BODY_TOO_LARGE")


async def test_a_body_that_never_ends_is_not_waited_for(
    app: App, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests, "BODY_WITHIN_S", 0.1)
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())

    answer = await app.raw(
        f"POST {QUOTES} HTTP/1.1\r\nHost: x\r\n{lines}Content-Length: 100\r\n\r\n{{".encode(),
        enough=b"BODY_TOO_SLOW",
    )

    assert answer.startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize(
    "more",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Encoding": "gzip"},
    ],
)
async def test_another_media_type_or_a_compressed_body_is_refused(
    app: App, headers: dict[str, str], more: dict[str, str]
) -> None:
    answer = await app.post(QUOTES, headers | more, data=gzip.compress(b"{}"))

    assert (answer.status, answer.reason) == (415, "MEDIA_TYPE_UNSUPPORTED")


async def test_a_read_takes_no_body(app: App, headers: dict[str, str]) -> None:
    answer = await app.get("/v1/lending/drawdowns", headers, data=b"{}")

    assert (answer.status, answer.reason) == (400, "BODY_NOT_EXPECTED")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/v1",
        "/v1/lending/quotes/",
        "/v1/lending/quotes:nothing",
        "/v1/lending/../identity/me",
        "/v1/lending/drawdowns/a%2Fb/c",
        "/v1/lending/drawdowns/a:b",
        "/granary.lending.v1.LendingInternalService/GetPolicy",
        "/metrics",
        "/healthz",
        "/docs/../settings.py",
        "/%ff",
    ],
)
async def test_an_unknown_address_is_a_problem_not_a_page(app: App, path: str) -> None:
    raw = await app.raw(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())

    if path == "/":
        assert b" 302 " in raw
    else:
        assert raw.startswith(b"HTTP/1.1 404 ")
        assert b"application/problem+json" in raw


async def test_a_wrong_method_is_told_which_are_right(app: App, headers: dict[str, str]) -> None:
    async with app.http.delete(app.url + "/v1/identity/cards", headers=headers) as response:
        answer = await response.json(content_type=None)

    assert (response.status, answer["reason"]) == (405, "METHOD_NOT_ALLOWED")
    assert response.headers["Allow"] == "GET, POST"


@pytest.mark.parametrize(
    "raw",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: a\r\n" * 500 + b"\r\n",
        b"POST /v1/lending/quotes HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        (
            b"POST /v1/lending/quotes HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        ),
    ],
)
async def test_bytes_that_are_not_http_are_refused_without_a_trace(app: App, raw: bytes) -> None:
    answer = await app.raw(raw)

    assert answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.0 400 "))
    assert b"Traceback" not in answer
    assert b".py" not in answer


@pytest.mark.parametrize("header", ["Accept-Language", "X-Request-Id", "Traceparent", "Origin"])
async def test_odd_headers_do_no_harm(app: App, headers: dict[str, str], header: str) -> None:
    odd = {header: "~;;q=9," * 50 if header != "Origin" else "null"}

    answer = await app.get("/v1/lending/drawdowns/x", headers | odd)

    assert answer.status == 400


async def test_answers_carry_the_security_headers(app: App) -> None:
    answer = await app.get("/v1/identity/me")

    assert answer.headers["Server"] == "granary"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Strict-Transport-Security" not in answer.headers


async def test_only_allowed_origins_may_call_from_a_browser(
    gateway: MakeGateway, grpc_address: str
) -> None:
    app = await gateway(grpc_address, allowed_origins="https://app.example, https://m.example")
    ask = {"Access-Control-Request-Method": "POST"}

    async with app.http.options(
        app.url + QUOTES, headers={**ask, "Origin": "https://app.example"}
    ) as allowed:
        pass
    async with app.http.options(
        app.url + QUOTES, headers={**ask, "Origin": "https://evil.example"}
    ) as refused:
        pass
    answer = await app.get("/v1/identity/me", {"Origin": "https://m.example"})

    assert allowed.status == 204
    assert allowed.headers["Access-Control-Allow-Origin"] == "https://app.example"
    assert "Idempotency-Key" in allowed.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Origin" not in refused.headers
    assert answer.headers["Access-Control-Allow-Origin"] == "https://m.example"
    assert answer.headers["Vary"] == "Origin"


async def test_log_ins_are_limited_per_address_and_leave_other_requests_alone(
    gateway: MakeGateway, grpc_address: str, services: Services
) -> None:
    app = await gateway(grpc_address, log_in_per_minute=6)
    otp = {"phone": "13800138000", "purpose": "LOGIN"}

    answers = [
        await app.post("/v1/identity/otps", {"Idempotency-Key": KEY}, json=otp) for _ in range(3)
    ]
    other = await app.get("/v1/lender")

    assert [answer.status for answer in answers] == [200, 200, 429]
    assert answers[2].reason == "RATE_LIMITED"
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 10
    assert services.asked["RequestOtp"] == 2
    assert other.status == 200


async def test_one_customers_haste_does_not_slow_another(
    gateway: MakeGateway, grpc_address: str, services: Services
) -> None:
    app = await gateway(grpc_address, reads_per_minute=3)
    hasty, calm = app.keys.customer(services.owner), app.keys.staff()

    first = await app.get("/v1/lending/drawdowns/x", hasty)
    second = await app.get("/v1/lending/drawdowns/x", hasty)
    other = await app.get("/v1/monitoring/alerts", calm)

    assert (first.status, second.status, other.status) == (400, 429, 200)


async def test_guessing_tokens_is_limited_per_address(
    gateway: MakeGateway, grpc_address: str
) -> None:
    app = await gateway(grpc_address, anonymous_per_minute=6)

    answers = [await app.get("/v1/identity/me", {"Authorization": "Bearer x"}) for _ in range(3)]

    assert [answer.status for answer in answers] == [401, 401, 429]


async def test_more_requests_than_can_be_served_are_turned_away(
    gateway: MakeGateway, grpc_address: str
) -> None:
    app = await gateway(grpc_address, running_limit=0)

    answer = await app.get("/v1/lender")

    assert (answer.status, answer.reason) == (503, "TOO_BUSY")
    assert answer.headers["Retry-After"] == "1"
