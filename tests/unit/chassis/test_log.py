"""Log lines: their form, and that personal values do not get into them."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import orjson
import pytest
import structlog

from chassis import log
from chassis.call_context import Call, Caller, Role, current_call, subject_ref
from chassis.log_budget import LogBudget
from chassis.personal import Personal, mask_text

ZHANG = UUID("0198b3c2-7d0e-7c51-9c3a-2f1f7f8a0b11")


@pytest.fixture
def stream() -> Iterator[io.BytesIO]:
    before = logging.root.handlers[:], logging.root.level
    stream = io.BytesIO()
    log.configure("lending", "development", stream=stream)
    yield stream
    structlog.reset_defaults()
    logging.root.handlers[:], level = before
    logging.root.setLevel(level)


def only_line(stream: io.BytesIO) -> dict[str, Any]:
    (line,) = stream.getvalue().splitlines()
    parsed: dict[str, Any] = orjson.loads(line)
    return parsed


def test_a_line_says_when_who_and_what(stream: io.BytesIO) -> None:
    caller = Caller(Role.CUSTOMER, customer_id=ZHANG)
    token = current_call.set(
        Call("app-7-000001", caller, traceparent=f"00-{'a' * 32}-{'b' * 16}-01")
    )
    structlog.get_logger().info("drawdown.paid", amount_minor=100_00)
    current_call.reset(token)

    line = only_line(stream)
    assert line.pop("ts").endswith("Z")
    assert line == {
        "event": "drawdown.paid",
        "amount_minor": 100_00,
        "level": "info",
        "svc": "lending",
        "env": "development",
        "request_id": "app-7-000001",
        "trace_id": "a" * 32,
        "caller": f"customer:{subject_ref(ZHANG)}",
    }


def test_the_time_is_utc_to_the_nanosecond() -> None:
    assert log.timestamp(1_767_225_600_000_000_007) == "2026-01-01T00:00:00.000000007Z"


def test_personal_values_are_masked_wherever_they_hide(stream: io.BytesIO) -> None:
    planted = ("110101199003078515", "13912345678", "6222020200112233445")
    structlog.get_logger().error(
        "import.failed",
        name=Personal("张三"),
        nested={"ids": [planted[0]], "card": f"card {planted[2]}."},
        wrapped=[Personal(planted[1])],
        exc_info=ValueError(f"Key (phone)=({planted[1]}) exists"),
    )
    logging.getLogger("library").error("phone %s", planted[1])

    text = stream.getvalue().decode()
    assert not [value for value in (*planted, "张三") if value in text]
    assert text.count("***") == 6
    assert "ValueError" in text


def test_lines_below_the_level_are_not_written(stream: io.BytesIO) -> None:
    structlog.get_logger().debug("cache.hit")

    assert stream.getvalue() == b""


def test_a_personal_value_shows_itself_only_when_asked() -> None:
    name = Personal("张三")

    assert f"{name} {name!r} {name!s} {name:>9}" == "*** *** *** ***"
    assert name.reveal() == "张三"
    assert name == Personal("张三")
    assert name != "张三"
    assert len({name, Personal("张三")}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "139 1234 5678",
        "+8613912345678",
        "tel:139-1234-5678",
        "11010119900307851X",
        "6222 0202 0011 2233",
    ],
)
def test_what_looks_personal_is_masked_in_any_spelling(text: str) -> None:
    assert not any(digit.isdigit() for digit in mask_text(text))


@pytest.mark.parametrize(
    "text",
    [
        "0198b3c2-7d0e-7c51-9c3a-2f1f7f8a0b11",
        "01983312-7001-7251-9231-231171820011",
        "a13912345678b",
        "2026-01-31T08:00:00.123456789Z",
        "12,345.67",
        "127.0.0.1:50051",
    ],
)
def test_ids_times_and_amounts_are_left_alone(text: str) -> None:
    assert mask_text(text) == text


def test_a_flood_of_lines_is_cut_and_counted() -> None:
    seconds = iter([0.0, 0.1, 0.2, 0.9, 1.0])
    budget = LogBudget(2, now=lambda: next(seconds))

    allowed = [budget.allows() for _ in range(5)]

    assert allowed == [True, True, False, False, True]
    assert budget.taken_note() == {"lines_left_out": 2}
    assert budget.taken_note() == {}
