"""The calls repayment makes to identity, returning its own values."""

from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from granary.identity.v1 import consent_pb2, identity_service_pb2
from granary.identity.v1.identity_service_pb2_grpc import IdentityInternalServiceStub

from chassis.errors import NotFound, StateForbids

CONSENT_MISSING = "CONSENT_MISSING"


@dataclass(frozen=True, slots=True)
class BoundCard:
    """A customer's card as the rail knows it."""

    card_id: UUID
    card_token: str


class DebitPermission(NamedTuple):
    """Whether a customer may be debited by itself on a card."""

    agreed: bool
    card_is_bound: bool


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

    async def owns_account(self, customer_id: UUID, account: str) -> bool:
        """Whether the rail names an own bound card like this. Raises Unavailable."""
        request = identity_service_pb2.FindCardRequest(
            customer_id=str(customer_id), card_token=account
        )
        try:
            await self._stub.FindCard(request)
        except NotFound:
            return False
        return True

    async def debit_permission(self, customer_id: UUID, card_id: UUID) -> DebitPermission:
        """What a mandate needs, mostly in one question. Raises Unavailable."""
        request = identity_service_pb2.GetCardRequest(
            customer_id=str(customer_id),
            card_id=str(card_id),
            consent_to=consent_pb2.CONSENT_PURPOSE_AUTO_DEBIT,
        )
        try:
            reply = await self._stub.GetCard(request)
        except NotFound:
            return DebitPermission(await self.agreed_to_auto_debit(customer_id), False)
        return DebitPermission(reply.consent_stands, True)

    async def agreed_to_auto_debit(self, customer_id: UUID) -> bool:
        """Whether the customer's consent to be debited by itself stands. Raises Unavailable."""
        request = identity_service_pb2.GetConsentRequest(
            customer_id=str(customer_id), purpose=consent_pb2.CONSENT_PURPOSE_AUTO_DEBIT
        )
        try:
            await self._stub.GetConsent(request)
        except StateForbids as refused:
            if refused.reason != CONSENT_MISSING:
                raise
            return False
        return True
