"""Messages a consumer gave up on: put aside where people see them, and given back on request."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from granary.event.v1.dead_letter_pb2 import DeadLettered
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import NoRespondersError

from chassis.contract_values import timestamp
from chassis.streams import STREAMS, BusError, ask, ensure_stream, request, sequence_of

log = structlog.get_logger(__name__)

STREAM = "DEADLETTER"
NO_MESSAGE = 10037
"""The server's code for a sequence number under which it has nothing."""
NOTHING_TO_DELETE = 10057
"""The server's code for a message that could not be deleted, since it is gone."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong with a message, and where it is."""

    consumer: str
    message_id: str
    message_type: str
    subject: str
    stream: str
    stream_sequence: int
    error_kind: str
    attempts: int
    customer_id: str = ""

    def to_message(self, at: datetime) -> DeadLettered:
        return DeadLettered(
            consumer=self.consumer,
            occurred_at=timestamp(at),
            message_id=self.message_id,
            message_type=self.message_type,
            subject=self.subject,
            stream=self.stream,
            stream_sequence=self.stream_sequence,
            error_kind=self.error_kind,
            attempts=self.attempts,
            customer_id=self.customer_id,
        )


async def put_aside(client: Client, failure: Failure, at: datetime) -> None:
    """Publish the failure under `deadletter.<consumer>`; the message itself stays in its stream.

    Raises BusError or a nats error when that did not succeed; doing it twice is harmless.
    """
    dead_letter_id = f"{failure.consumer}:{failure.stream}:{failure.stream_sequence}"
    headers = {
        "Nats-Msg-Id": dead_letter_id,
        "ce-id": dead_letter_id,
        "ce-source": f"granary/{failure.consumer}",
        "ce-type": DeadLettered.DESCRIPTOR.full_name,
        "ce-specversion": "1.0",
        "ce-time": at.isoformat(),
        "ce-datacontenttype": "application/protobuf",
    }
    if failure.customer_id:
        headers["customer-id"] = failure.customer_id
    payload = failure.to_message(at).SerializeToString(deterministic=True)
    subject = f"deadletter.{failure.consumer}"
    try:
        reply = await request(client, subject, payload, headers=headers)
    except NoRespondersError:
        (stream,) = (stream for stream in STREAMS if stream.name == STREAM)
        await ensure_stream(client, stream)
        raise BusError("the dead-letter stream was missing; it exists again") from None
    sequence_of(reply)
    log.error(
        "bus.dead_lettered",
        consumer=failure.consumer,
        message_id=failure.message_id,
        message_type=failure.message_type,
        kind=failure.error_kind,
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """A dead letter that nobody has given back."""

    sequence: int
    """Where it is in the dead-letter stream: what `replay` takes."""
    letter: DeadLettered


async def waiting_letters(
    client: Client, after: int, limit: int, is_ours: Callable[[str], bool]
) -> list[Waiting]:
    """The dead letters of some consumers, the oldest first, after one of a page.

    Read one by one: there are few, or there is an alarm. Raises BusError.
    """
    found: list[Waiting] = []
    while len(found) < limit:
        wanted = {"seq": after + 1, "next_by_subj": "deadletter.>"}
        try:
            stored = (await ask(client, f"STREAM.MSG.GET.{STREAM}", wanted))["message"]
        except BusError as error:
            if error.code == NO_MESSAGE:
                break
            raise
        after = stored["seq"]
        letter = DeadLettered.FromString(base64.b64decode(stored.get("data", "")))
        if is_ours(letter.consumer):
            found.append(Waiting(after, letter))
    return found


async def letter_at(client: Client, sequence: int) -> DeadLettered | None:
    """The dead letter at a place of the stream; None when it is gone or never was."""
    try:
        return DeadLettered.FromString((await _stored(client, STREAM, sequence)).data)
    except BusError as error:
        if error.code == NO_MESSAGE:
            return None
        raise


async def take_down(client: Client, sequence: int) -> None:
    """Remove a dead letter that was given back; the message it is about stays in its stream."""
    try:
        await ask(client, f"STREAM.MSG.DELETE.{STREAM}", {"seq": sequence})
    except BusError as error:
        if error.code not in (NO_MESSAGE, NOTHING_TO_DELETE):
            raise


async def replay(client: Client, dead_letter_sequence: int) -> str:
    """Publish the message a dead letter is about once more, after its cause was mended.

    Every consumer of its subject gets it again; those that applied it recognise its CloudEvents
    id. Returns that id. Raises BusError when either message is gone.
    """
    letter = DeadLettered.FromString((await _stored(client, STREAM, dead_letter_sequence)).data)
    original = await _stored(client, letter.stream, letter.stream_sequence)
    headers = {
        name: value
        for name, value in (original.headers or {}).items()
        if not name.lower().startswith("nats-")
    }
    # A fresh id for the stream, which would drop the old one; the CloudEvents id stays.
    headers["Nats-Msg-Id"] = f"replay:{dead_letter_sequence}:{letter.message_id}"
    headers.setdefault("ce-id", letter.message_id)
    reply = await request(client, original.subject, original.data, headers=headers)
    sequence_of(reply)
    return letter.message_id


async def _stored(client: Client, stream: str, sequence: int) -> Msg:
    found = (await ask(client, f"STREAM.MSG.GET.{stream}", {"seq": sequence}))["message"]
    headers = _parse_headers(base64.b64decode(found.get("hdrs", "")))
    data = base64.b64decode(found.get("data", ""))
    return Msg(client, subject=found["subject"], data=data, headers=headers)


def _parse_headers(raw: bytes) -> dict[str, str]:
    lines = raw.decode().split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines if line)
    return {name.strip(): value.strip() for name, _, value in pairs}
