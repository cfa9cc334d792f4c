"""What is known about the call being served; carried by the task, read by logs and clients."""

import asyncio
import hashlib
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from chassis.errors import NotAllowed


class Role(StrEnum):
    """In what capacity somebody calls; the names of granary.access.v1.Role without prefix."""

    ANONYMOUS = "ANONYMOUS"
    CUSTOMER = "CUSTOMER"
    STAFF = "STAFF"
    SERVICE = "SERVICE"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling, as their access token says."""

    role: Role
    customer_id: UUID | None = None
    """Set for customers and only for them."""
    name: str = ""
    """The name of a service or of a member of staff; empty for customers."""
    session_id: str = ""
    channel: str = ""

    @property
    def caller_id(self) -> str:
        """Names the caller among all callers; scopes their request ids."""
        who = self.name if self.customer_id is None else str(self.customer_id)
        return f"{self.role.lower()}:{who}" if who else self.role.lower()

    @property
    def log_name(self) -> str:
        """The caller for the logs: a customer appears as a reference, not by id."""
        if self.customer_id is None:
            return self.caller_id
        return f"customer:{subject_ref(self.customer_id)}"


ANONYMOUS = Caller(Role.ANONYMOUS)


def subject_ref(customer_id: UUID) -> str:
    """A stable stand-in for a customer in logs.

    No key is needed: the 74 random bits of a UUIDv7 cannot be found by trying.
    """
    return hashlib.blake2b(customer_id.bytes, digest_size=8, person=b"subject-ref").hexdigest()


@dataclass(slots=True)
class Call:
    """One RPC, HTTP request or event being handled."""

    request_id: str
    caller: Caller = ANONYMOUS
    traceparent: str = ""
    """The W3C trace context the caller sent, passed on as it is; empty when there was none."""
    deadline: float | None = None
    """When the caller stops waiting, in the event loop's time; None when nobody waits."""

    @property
    def trace_id(self) -> str:
        """The 32 hexadecimal digits that all calls of one trace share; empty without a trace."""
        return self.traceparent[3:35]

    def remaining_s(self) -> float | None:
        """Seconds the caller still waits, None when there is no limit; may be negative."""
        if self.deadline is None:
            return None
        return self.deadline - asyncio.get_running_loop().time()


current_call: ContextVar[Call | None] = ContextVar("current_call", default=None)


def current_caller() -> Caller:
    """Who makes the call being served; anonymous outside of any call."""
    call = current_call.get()
    return call.caller if call is not None else ANONYMOUS


def current_customer() -> UUID:
    """The customer who calls, for RPCs whose access policy lets nobody else in."""
    customer_id = current_caller().customer_id
    if customer_id is None:
        raise NotAllowed
    return customer_id


def event_headers() -> dict[str, str]:
    """What an event announced now carries about the call that caused it; empty outside of any."""
    call = current_call.get()
    if call is None:
        return {}
    headers = {"x-request-id": call.request_id}
    if call.trace_id:
        # The parent span is not recorded here; the trace id is what joins the logs.
        headers["traceparent"] = f"00-{call.trace_id}-{call.trace_id[:16]}-01"
    return headers
