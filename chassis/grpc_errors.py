"""The one table between kinds of domain error and gRPC statuses, used in both directions.

On the wire an error is a status code, a plain sentence and a google.rpc.ErrorInfo with the
machine-readable reason and its facts.
"""

from dataclasses import dataclass, field
from typing import Any

import grpc
from google.protobuf.message import DecodeError
from google.rpc import error_details_pb2, status_pb2

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

STATUS_OF_KIND: dict[type[DomainError], grpc.StatusCode] = {
    NotFound: grpc.StatusCode.NOT_FOUND,
    InvalidInput: grpc.StatusCode.INVALID_ARGUMENT,
    StateForbids: grpc.StatusCode.FAILED_PRECONDITION,
    Conflict: grpc.StatusCode.ALREADY_EXISTS,
    NotAllowed: grpc.StatusCode.PERMISSION_DENIED,
    Unauthenticated: grpc.StatusCode.UNAUTHENTICATED,
    TooManyRequests: grpc.StatusCode.RESOURCE_EXHAUSTED,
    Unavailable: grpc.StatusCode.UNAVAILABLE,
}
_KIND_OF_STATUS: dict[grpc.StatusCode, type[DomainError]] = {
    **{status: kind for kind, status in STATUS_OF_KIND.items()},
    grpc.StatusCode.OUT_OF_RANGE: InvalidInput,
    grpc.StatusCode.ABORTED: Conflict,
}
"""Every other status (DEADLINE_EXCEEDED, CANCELLED, UNKNOWN, INTERNAL ...) leaves the outcome open:
Unavailable, to be asked again with the same request id."""

DETAILS_KEY = "grpc-status-details-bin"
INTERNAL_REASON = "INTERNAL"
INTERNAL_MESSAGE = "Something went wrong on our side; try again with the same request id."


class InvalidRequest(InvalidInput):
    """Some fields of the request break their rules; correct them and send the request again."""

    reason = "REQUEST_INVALID"

    def __init__(self, violations: tuple[tuple[str, str], ...], message: str | None = None) -> None:
        """`violations` are pairs of field path and what is wrong with it."""
        super().__init__(message, **({"field": violations[0][0]} if violations else {}))
        self.violations = violations


@dataclass(frozen=True, slots=True)
class Status:
    """What goes over the wire for an error."""

    code: grpc.StatusCode
    message: str
    metadata: tuple[tuple[str, bytes], ...] = field(repr=False)


def to_status(error: BaseException, area: str) -> Status:
    """The status for an error; anything but a domain error becomes INTERNAL and tells nothing."""
    if isinstance(error, DomainError):
        code, message, reason = status_of(error), error.message, error.reason
        facts = error.metadata
    else:
        code, message, reason = grpc.StatusCode.INTERNAL, INTERNAL_MESSAGE, INTERNAL_REASON
        facts = {}
    details = status_pb2.Status(code=code.value[0], message=message)
    info = error_details_pb2.ErrorInfo(reason=reason, domain=f"granary.{area}", metadata=facts)
    details.details.add().Pack(info)
    if isinstance(error, InvalidRequest):
        details.details.add().Pack(_bad_request(error))
    return Status(code, message, ((DETAILS_KEY, details.SerializeToString()),))


def status_of(error: DomainError) -> grpc.StatusCode:
    """The status code of the error's kind."""
    for kind in type(error).__mro__:
        if kind in STATUS_OF_KIND:
            return STATUS_OF_KIND[kind]
    raise TypeError(f"{type(error).__name__} must be one of the kinds in chassis.errors")


def _bad_request(error: InvalidRequest) -> error_details_pb2.BadRequest:
    return error_details_pb2.BadRequest(
        field_violations=[
            error_details_pb2.BadRequest.FieldViolation(field=path, description=text)
            for path, text in error.violations
        ]
    )


def from_rpc_error(error: grpc.RpcError) -> DomainError:
    """The domain error another service reported, with its own reason, sentence and facts."""
    code, message, trailing = _parts(error)
    kind = _KIND_OF_STATUS.get(code, Unavailable)
    info, violations = _read_details(trailing)
    if info is None:
        # Not ours: the transport speaks, and its text may name hosts; say what it means instead.
        return kind.received(code.name, kind().message, {})
    if violations:
        return InvalidRequest(violations, message)
    return kind.received(info.reason, message, dict(info.metadata))


def _parts(error: Any) -> tuple[grpc.StatusCode, str, Any]:
    return error.code(), error.details() or "", error.trailing_metadata() or ()


def _read_details(
    trailing: Any,
) -> tuple[error_details_pb2.ErrorInfo | None, tuple[tuple[str, str], ...]]:
    raw = next((value for key, value in trailing if key == DETAILS_KEY), None)
    if raw is None:
        return None, ()
    status = status_pb2.Status()
    try:
        status.ParseFromString(raw)
        info = _unpack(status, error_details_pb2.ErrorInfo())
        bad_request = _unpack(status, error_details_pb2.BadRequest())
    except DecodeError:
        return None, ()
    violations = bad_request.field_violations if bad_request is not None else ()
    return info, tuple((item.field, item.description) for item in violations)


def _unpack(status: status_pb2.Status, into: Any) -> Any:
    for detail in status.details:
        if detail.Is(into.DESCRIPTOR):
            detail.Unpack(into)
            return into
    return None


def error_reason(error: grpc.RpcError) -> str:
    """The machine-readable reason of a failed call, for tools and tests."""
    return from_rpc_error(error).reason


__all__ = [
    "DETAILS_KEY",
    "INTERNAL_MESSAGE",
    "INTERNAL_REASON",
    "STATUS_OF_KIND",
    "InvalidRequest",
    "Status",
    "error_reason",
    "from_rpc_error",
    "status_of",
    "to_status",
]
