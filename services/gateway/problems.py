"""Whatever went wrong as an RFC 9457 problem. The only place where HTTP status codes are chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from chassis.errors import (
    Conflict,
    DomainError,
    InvalidInput,
    NotAllowed,
    NotFound,
    StateForbids,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
)
from chassis.grpc_errors import INTERNAL_REASON, InvalidRequest
from services.gateway.problem_texts import LANGUAGES, text_of

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = 2
"""When to try again after a failure that tells no time of its own, in seconds."""

_STATUS_OF_KIND: dict[type[DomainError], int] = {
    InvalidInput: 400,
    Unauthenticated: 401,
    NotAllowed: 403,
    NotFound: 404,
    StateForbids: 409,
    Conflict: 409,
    TooManyRequests: 429,
    Unavailable: 503,
}
_STATUS_OF_REASON: dict[str, int] = {
    INTERNAL_REASON: 500,
    "DEADLINE_EXCEEDED": 504,
    "OUTCOME_UNKNOWN": 504,
    # Overload of ours, not too many requests of the caller's.
    "TOO_BUSY": 503,
    "ROUTE_UNKNOWN": 404,
    "METHOD_NOT_ALLOWED": 405,
    "BODY_TOO_SLOW": 408,
    "BODY_TOO_LARGE": 413,
    "MEDIA_TYPE_UNSUPPORTED": 415,
}
"""Reasons that need another status than their kind."""

_OURS_TO_EXPLAIN = {
    # What gRPC itself reports, with no word from the service: status -> our reason.
    "CANCELLED": "UNAVAILABLE",
    "UNKNOWN": "INTERNAL",
    "UNIMPLEMENTED": "UNAVAILABLE",
    "DATA_LOSS": "INTERNAL",
    "ABORTED": "CONCURRENT_CHANGE",
    "RESOURCE_EXHAUSTED": "TOO_BUSY",
    "INVALID_ARGUMENT": "MALFORMED_MESSAGE",
    "OUT_OF_RANGE": "MALFORMED_MESSAGE",
    "PERMISSION_DENIED": "NOT_PERMITTED",
}


class Refusal(InvalidInput):
    """The gateway refuses a request before any service sees it."""

    def __init__(
        self,
        reason: str,
        facts: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(None, **dict(facts or {}))
        self.reason = reason
        self.headers = dict(headers or {})


class RateLimited(TooManyRequests):
    """Too many requests; wait as long as Retry-After says."""

    reason = "RATE_LIMITED"


class OutcomeUnknown(Unavailable):
    """The change may have been made or not; repeat it with the same Idempotency-Key."""

    reason = "OUTCOME_UNKNOWN"


@dataclass(frozen=True, slots=True)
class Problem:
    """One refusal as it goes to the app."""

    status: int
    reason: str
    body: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)


def problem_of(error: BaseException, request_id: str, language: str) -> Problem:
    """The problem for an error; anything but a domain error tells nothing of what happened."""
    if not isinstance(error, DomainError):
        error = Unavailable.received(INTERNAL_REASON, "", {})
    reason = _OURS_TO_EXPLAIN.get(error.reason, error.reason)
    status = _STATUS_OF_REASON.get(reason) or _status_of_kind(error)
    text = text_of(reason, language).filled(error.metadata)
    body = {
        "type": type_of(reason),
        "title": text.title,
        "status": status,
        "detail": text.detail,
        "reason": reason,
        "errors": _errors(error),
        "metadata": error.metadata,
        "request_id": request_id,
    }
    headers = {
        "Content-Language": LANGUAGES[language],
        **_retry_after(status, error.metadata),
        **(error.headers if isinstance(error, Refusal) else {}),
    }
    if status == 401:  # noqa: PLR2004 - RFC 9110 wants the header with exactly this status
        headers["WWW-Authenticate"] = "Bearer"
    return Problem(status, reason, body, headers)


def type_of(reason: str) -> str:
    """The URI that names a kind of problem; the reasons are explained at /docs."""
    return f"urn:granary:problem:{reason}"


def after_deadline(error: DomainError, *, reads_only: bool) -> DomainError:
    """What a deadline means to the caller: nothing for a read, an open outcome for a change."""
    if reads_only or error.reason != "DEADLINE_EXCEEDED":
        return error
    return OutcomeUnknown()


def _status_of_kind(error: DomainError) -> int:
    return next(_STATUS_OF_KIND[kind] for kind in type(error).__mro__ if kind in _STATUS_OF_KIND)


def _errors(error: DomainError) -> list[dict[str, str]]:
    if not isinstance(error, InvalidRequest):
        return []
    return [{"field": path, "message": message} for path, message in error.violations]


def _retry_after(status: int, facts: Mapping[str, str]) -> dict[str, str]:
    for name, per_second in (("retry_after_s", 1), ("retry_after_ms", 1000)):
        wait = facts.get(name, "")
        if wait.isascii() and wait.isdigit():
            return {"Retry-After": str(max(1, ceil(int(wait) / per_second)))}
    return {"Retry-After": str(RETRY_AFTER_S)} if status in {503, 504} else {}
