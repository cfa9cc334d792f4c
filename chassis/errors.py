"""The kinds of domain error. Pure: they know no transport; `grpc_errors` maps each to a status.

A service defines one subclass per reason. Its docstring is the sentence a caller reads, its
`reason` the word a program reads, and keyword arguments are the facts that go with it.
"""

import inspect
from typing import Self


class DomainError(Exception):
    """The request was refused."""

    reason: str = "REFUSED"
    """Machine-readable; a value of the area's ErrorReason enum without its prefix."""

    def __init__(self, message: str | None = None, /, **metadata: object) -> None:
        self.message: str = message if message is not None else default_message(type(self))
        self.metadata: dict[str, str] = {name: str(value) for name, value in metadata.items()}
        super().__init__(self.message)

    @classmethod
    def received(cls, reason: str, message: str, metadata: dict[str, str]) -> Self:
        """An error of this kind as another service reported it, with that service's reason."""
        error = cls(message, **metadata)
        error.reason = reason
        return error


def default_message(kind: type[DomainError]) -> str:
    """The docstring of the class as one line."""
    return " ".join((inspect.getdoc(kind) or kind.reason).split())


class NotFound(DomainError):
    """There is nothing under this id that belongs to you."""

    reason = "NOT_FOUND"


class InvalidInput(DomainError):
    """The request is not well formed; correct it before sending it again."""

    reason = "INVALID_INPUT"


class StateForbids(DomainError):
    """The present state does not allow this; look at the state first."""

    reason = "STATE_FORBIDS"


class Conflict(DomainError):
    """This contradicts something already recorded."""

    reason = "CONFLICT"


class NotAllowed(DomainError):
    """You may not do this."""

    reason = "NOT_ALLOWED"


class Unauthenticated(DomainError):
    """Log in first: the call carries no valid access token."""

    reason = "UNAUTHENTICATED"


class TooManyRequests(DomainError):
    """Too many requests at once; wait a little and try again."""

    reason = "TOO_MANY_REQUESTS"


class Unavailable(DomainError):
    """Something this needs does not answer right now; try again with the same request id."""

    reason = "UNAVAILABLE"
