"""What consumers gave up on, for staff: RPC -> bus -> reply."""

from typing import Any

from granary.repayment.v1 import dead_letter_service_pb2 as pb
from granary.repayment.v1.dead_letter_service_pb2_grpc import (
    DeadLetterInternalServiceServicer,
    add_DeadLetterInternalServiceServicer_to_server,
)

from chassis.dead_letters import Waiting, letter_at, replay, take_down, waiting_letters
from chassis.event_bus import Bus
from chassis.pages import cut, page_size, page_token_refused
from services.repayment.domain.errors import DeadLetterNotFound, DeadLetterOfAnother

OWN_STREAM = "REPAYMENT"
"""Where this service's own messages are; it may publish to no other stream."""


class DeadLetterApi(DeadLetterInternalServiceServicer):
    """Looks at the dead letters of this service's consumers and gives messages back."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    @property
    def services(self) -> tuple[tuple[Any, Any], ...]:
        """What the server adds, with how it is added."""
        return ((add_DeadLetterInternalServiceServicer_to_server, self),)

    async def ListDeadLetters(
        self, request: pb.ListDeadLettersRequest, _: Any
    ) -> pb.ListDeadLettersResponse:
        size, after = page_size(request), request.page_token or "0"
        if not after.isdecimal():
            raise page_token_refused()
        found = await waiting_letters(self._bus.client, int(after), size + 1, _is_ours)
        page, token = cut(found, size, lambda waiting: waiting.sequence)
        return pb.ListDeadLettersResponse(
            letters=[_letter(waiting) for waiting in page], next_page_token=token
        )

    async def ReplayDeadLetter(
        self, request: pb.ReplayDeadLetterRequest, _: Any
    ) -> pb.ReplayDeadLetterResponse:
        letter = await letter_at(self._bus.client, request.sequence)
        if letter is None or not _is_ours(letter.consumer):
            raise DeadLetterNotFound(kind="dead letter")
        if letter.stream != OWN_STREAM:
            raise DeadLetterOfAnother(stream=letter.stream)
        message_id = await replay(self._bus.client, request.sequence)
        # After the message is back on the bus, so that a crash between the two loses nothing.
        await take_down(self._bus.client, request.sequence)
        return pb.ReplayDeadLetterResponse(message_id=message_id)


def _is_ours(consumer: str) -> bool:
    return consumer == "repayment" or consumer.startswith("repayment-")


def _letter(waiting: Waiting) -> pb.DeadLetter:
    letter = waiting.letter
    return pb.DeadLetter(
        sequence=waiting.sequence,
        consumer=letter.consumer,
        at=letter.occurred_at,
        message_id=letter.message_id,
        message_type=letter.message_type,
        subject=letter.subject,
        error_kind=letter.error_kind,
        attempts=letter.attempts,
        customer_id=letter.customer_id,
        is_own=letter.stream == OWN_STREAM,
    )
