"""The streams of the bus: one per area, named after it, and one for what was put aside."""

import asyncio
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from nats.aio.client import Client

STREAM_NOT_FOUND = 10059
CONSUMER_NOT_FOUND = 10014
DUPLICATE_WINDOW_S = 600
"""How long the server remembers message ids; the inbox remembers them for ever."""
API_TIMEOUT_S = 5.0


class BusError(Exception):
    """The bus refused; `code` is the server's error code, 0 when it gave none."""

    def __init__(self, description: str, code: int = 0) -> None:
        super().__init__(f"{description} ({code})" if code else description)
        self.code = code


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream and how much it may hold."""

    name: str
    subjects: tuple[str, ...]
    max_bytes: int = 8 << 30
    """When full it refuses publishers, whose outboxes then keep what is new."""

    def configuration(self, replicas: int) -> dict[str, Any]:
        return {
            "name": self.name,
            "subjects": list(self.subjects),
            "storage": "file",
            "retention": "limits",
            "discard": "new",
            "max_bytes": self.max_bytes,
            "num_replicas": replicas,
            "duplicate_window": DUPLICATE_WINDOW_S * 1_000_000_000,
            # Direct reads may come from a replica that lags behind.
            "allow_direct": False,
            "allow_atomic": True,
        }


STREAMS = (
    *(
        Stream(area.upper(), (f"{area}.>",))
        for area in ("identity", "lending", "repayment", "monitoring", "support")
    ),
    Stream("DEADLETTER", ("deadletter.>",), max_bytes=1 << 30),
)


def stream_of(subject: str) -> str:
    """The stream a subject belongs to: its first word."""
    return subject.partition(".")[0].upper()


def sequence_of(reply: bytes) -> int:
    """The sequence number in the acknowledgement of a publish; raises BusError on a refusal."""
    answer = json.loads(reply)
    if error := answer.get("error"):
        raise BusError(error.get("description", "refused"), error.get("err_code", 0))
    return int(answer["seq"])


@dataclass(frozen=True, slots=True)
class StreamState:
    """What the server says about a stream."""

    created: datetime
    """When this stream came into being; a lost stream comes into being anew."""
    last_sequence: int
    messages: int


async def request(
    client: Client,
    subject: str,
    payload: bytes,
    *,
    headers: dict[str, str] | None = None,
    timeout_s: float = API_TIMEOUT_S,
) -> bytes:
    """One request and its answer. Raises a nats error when there is none in time."""
    reply = await client.request(subject, payload, timeout=timeout_s, headers=headers)
    # The client waits with `asyncio.wait_for`, which before Python 3.12 loses a cancellation that
    # comes together with the answer; a task that was told to stop would then go on for ever.
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
    return bytes(reply.data)


async def ask(client: Client, subject: str, body: dict[str, Any]) -> dict[str, Any]:
    """One request to the JetStream API; raises BusError when the server refuses."""
    reply = await request(client, f"$JS.API.{subject}", json.dumps(body).encode())
    answer: dict[str, Any] = json.loads(reply)
    if error := answer.get("error"):
        raise BusError(error.get("description", "refused"), error.get("err_code", 0))
    return answer


async def ensure_stream(client: Client, stream: Stream, replicas: int = 1) -> bool:
    """Create the stream, or bring it up to date; True when it did not exist.

    Its size and its replicas are the operator's once it exists.
    """
    try:
        found = await ask(client, f"STREAM.INFO.{stream.name}", {})
    except BusError as error:
        if error.code != STREAM_NOT_FOUND:
            raise
        await ask(client, f"STREAM.CREATE.{stream.name}", stream.configuration(replicas))
        return True
    wanted = stream.configuration(replicas)
    del wanted["max_bytes"], wanted["num_replicas"]
    if any(found["config"].get(name, False) != value for name, value in wanted.items()):
        await ask(client, f"STREAM.UPDATE.{stream.name}", found["config"] | wanted)
    return False


async def state_of(client: Client, name: str) -> StreamState:
    """Raises BusError with STREAM_NOT_FOUND when there is none."""
    found = await ask(client, f"STREAM.INFO.{name}", {})
    return StreamState(
        created=_instant(found["created"]),
        last_sequence=found["state"]["last_seq"],
        messages=found["state"]["messages"],
    )


def _instant(text: str) -> datetime:
    # Go prints up to nine decimals, Python reads six.
    whole, _, fraction = text.removesuffix("Z").partition(".")
    return datetime.fromisoformat(f"{whole}.{fraction[:6]:0<6}").replace(tzinfo=UTC)
