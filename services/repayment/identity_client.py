"""The calls repayment makes to identity, returning its own values."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from granary.identity.v1 import identity_service_pb2
from granary.identity.v1.identity_service_pb2_grpc import IdentityInternalServiceStub

from chassis.errors import NotFound


@dataclass(frozen=True, slots=True)
class BoundCard:
    """A customer's card as the rail knows it."""

    card_id: UUID
    card_token: str


class IdentityClient:
    """Asks identity over a channel."""

    def __init__(self, channel: Any) -> None:
        self._stub = IdentityInternalServiceStub(channel)

    async def card(self, customer_id: UUID, card_id: UUID) -> BoundCard | None:
        """The customer's own bound card; None when there is none. Raises Unavailable."""
        request = identity_service_pb2.GetCardRequest(
            customer_id=str(customer_id), card_id=str(card_id)
        )
        try:
            reply = await self._stub.GetCard(request)
        except NotFound:
            return None
        return BoundCard(card_id, reply.card_token)
