"""Whatever goes wrong becomes one problem with a status, a reason and words for people."""

import json
import string
from collections.abc import Iterator
from importlib import import_module

import pytest

from chassis import errors
from chassis.grpc_errors import STATUS_OF_KIND, InvalidRequest
from protos import generate
from services.gateway.openapi.generate import comments_of
from services.gateway.problem_texts import LANGUAGES, Text, catalogue, language_for
from services.gateway.problems import OutcomeUnknown, Refusal, after_deadline, problem_of
from services.gateway.transcoding import AREAS

PACKAGES = [f"granary.{area}.v1" for area in (*AREAS, "type")]


def reasons() -> Iterator[tuple[str, str]]:
    """Every reason of every area."""
    for package in PACKAGES:
        enum = import_module(f"{package}.error_reason_pb2").ErrorReason
        for name, number in enum.items():
            if number:
                yield package, name.removeprefix("ERROR_REASON_")


def test_every_reason_of_every_area_has_a_text_in_both_languages() -> None:
    missing = {reason for _, reason in reasons()} - set(catalogue())

    assert missing == set()
    for reason, texts in catalogue().items():
        assert set(texts) == set(LANGUAGES), reason
        assert all(text.title and text.detail for text in texts.values()), reason


def test_every_text_belongs_to_a_reason_that_somebody_gives() -> None:
    own = {
        *("ROUTE_UNKNOWN", "METHOD_NOT_ALLOWED", "BODY_NOT_JSON", "BODY_NOT_EXPECTED"),
        *("BODY_TOO_LARGE", "BODY_TOO_SLOW", "MEDIA_TYPE_UNSUPPORTED", "HEADER_INVALID"),
        *("IDEMPOTENCY_KEY_REQUIRED", "IDEMPOTENCY_KEY_INVALID", "IDEMPOTENCY_KEY_DIFFERS"),
        *("RATE_LIMITED", "DEADLINE_EXCEEDED", "OUTCOME_UNKNOWN", "REFUSED"),
    }

    assert set(catalogue()) == own | {reason for _, reason in reasons()}


def test_a_text_uses_only_facts_that_the_contract_shows_in_its_example() -> None:
    files = generate.own_files(generate.describe(comments=True)).file
    comments = dict(comments_of(files))

    for package, reason in reasons():
        comment = comments[f"{package}.ErrorReason.ERROR_REASON_{reason}"]
        example = json.loads(comment.rpartition("Example: ")[2])
        for text in catalogue()[reason].values():
            filled = text.filled(example)
            assert filled.detail == text.detail or "{" in text.detail, reason
            assert not list(_names(filled.detail)), reason
            assert ("{" in text.detail) == (filled.detail not in {text.detail, text.title}), reason


def _names(text: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(text) if name]


def test_an_amount_is_told_in_yuan() -> None:
    text = Text("Too much", "At most {available_yuan} yuan.")

    assert text.filled({"available_minor": "250005"}).detail == "At most 2500.05 yuan."


@pytest.mark.parametrize("facts", [{}, {"available_minor": "-5"}, {"available_minor": "²"}])
def test_without_its_fact_the_title_stands_alone(facts: dict[str, str]) -> None:
    text = Text("Too much", "At most {available_yuan} yuan.")

    assert text.filled(facts).detail == "Too much"


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        (None, "zh"),
        ("", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("zh-Hans-CN", "zh"),
        ("en-GB", "en"),
        ("en;q=0.3, zh;q=0.9", "zh"),
        ("de, en;q=0.5, zh;q=0.4", "en"),
        ("de", "en"),
        ("zh;q=0, en", "en"),
        ("*", "en"),
        ("\x00;;q=,,,", "zh"),
    ],
)
def test_the_language_follows_what_the_app_accepts(accept: str | None, language: str) -> None:
    assert language_for(accept) == language


@pytest.mark.parametrize("kind", STATUS_OF_KIND)
def test_every_kind_of_refusal_has_an_http_status(kind: type[errors.DomainError]) -> None:
    assert 400 <= problem_of(kind(), "r", "zh").status <= 503


def test_a_refusal_of_a_service_is_told_with_reason_facts_and_words() -> None:
    error = errors.StateForbids.received("LIMIT_EXCEEDED", "x", {"available_minor": "250000"})

    problem = problem_of(error, "request-1", "zh")

    assert problem.status == 409
    assert problem.headers == {"Content-Language": "zh-CN"}
    assert problem.body == {
        "type": "urn:granary:problem:LIMIT_EXCEEDED",
        "title": "超出可用额度",
        "status": 409,
        "detail": "当前最多可借 2500.00 元。",
        "reason": "LIMIT_EXCEEDED",
        "errors": [],
        "metadata": {"available_minor": "250000"},
        "request_id": "request-1",
    }


def test_fields_at_fault_are_listed() -> None:
    problem = problem_of(InvalidRequest((("phone", "does not match"),)), "r", "en")

    assert problem.status == 400
    assert problem.body["errors"] == [{"field": "phone", "message": "does not match"}]


def test_a_mistake_of_ours_tells_nothing_of_itself() -> None:
    problem = problem_of(RuntimeError("password=hunter2"), "request-1", "en")

    assert problem.status == 500
    assert problem.reason == "INTERNAL"
    assert "hunter2" not in json.dumps(problem.body)


def test_a_reason_we_do_not_know_keeps_its_status_and_its_word() -> None:
    problem = problem_of(errors.StateForbids.received("NEW_RULE", "text", {}), "r", "en")

    assert (problem.status, problem.reason) == (409, "NEW_RULE")
    assert problem.body["title"] == "Refused"


@pytest.mark.parametrize(
    ("error", "status", "retry_after"),
    [
        (errors.Unavailable(), 503, "2"),
        (errors.Unavailable.received("DEADLINE_EXCEEDED", "", {}), 504, "2"),
        (errors.TooManyRequests.received("TOO_BUSY", "", {"retry_after_ms": "1200"}), 503, "2"),
        (errors.TooManyRequests.received("OTP_TOO_SOON", "", {"retry_after_s": "43"}), 429, "43"),
        (errors.StateForbids(), 409, None),
        (errors.Unauthenticated(), 401, None),
    ],
)
def test_when_to_try_again_is_said_where_it_helps(
    error: errors.DomainError, status: int, retry_after: str | None
) -> None:
    problem = problem_of(error, "r", "zh")

    assert problem.status == status
    assert problem.headers.get("Retry-After") == retry_after


def test_a_change_that_ran_out_of_time_has_an_unknown_outcome_and_a_read_has_not() -> None:
    late = errors.Unavailable.received("DEADLINE_EXCEEDED", "", {})

    assert isinstance(after_deadline(late, reads_only=False), OutcomeUnknown)
    assert after_deadline(late, reads_only=True) is late
    assert problem_of(OutcomeUnknown(), "r", "en").status == 504


def test_a_refusal_of_the_gateway_brings_its_own_headers() -> None:
    problem = problem_of(Refusal("METHOD_NOT_ALLOWED", None, {"Allow": "GET"}), "r", "en")

    assert problem.status == 405
    assert problem.headers["Allow"] == "GET"
