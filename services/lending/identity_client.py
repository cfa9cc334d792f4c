"""The calls lending makes to identity."""

from datetime import UTC, date
from typing import Any
from uuid import UUID

from granary.identity.v1 import identity_service_pb2 as pb
from granary.identity.v1.identity_service_pb2_grpc import IdentityInternalServiceStub

from chassis.errors import NotFound
from chassis.personal import Personal
from services.lending.domain.contract import Intent
from services.lending.domain.drawdown import OwnCard, PayoutCard
from services.lending.proto_mapping import ASSURANCE_LEVELS
from services.lending.use_cases.partners import CodeSent, Customer, Person

_LEVELS = {message: level for level, message in ASSURANCE_LEVELS.items()}


class IdentityClient:
    """Asks identity who a customer is; each call raises the domain error identity reported."""

    def __init__(self, channel: Any) -> None:
        self._identity = IdentityInternalServiceStub(channel)

    async def customer(self, customer_id: UUID) -> Customer:
        """What lending may know of a customer; the full name is masked here and not kept."""
        reply = await self._identity.GetCustomer(
            pb.GetCustomerRequest(customer_id=str(customer_id))
        )
        born = Personal(date.fromisoformat(reply.birth_date)) if reply.birth_date else None
        return Customer(
            assurance_level=_LEVELS[reply.assurance_level],
            birth_date=born,
            is_student=reply.is_student,
            label_masked=_label(reply.name, reply.id_number_masked),
            business_verified=reply.business_verified,
            region=reply.region_code[:2],
        )

    async def payout_card(self, customer_id: UUID, card_id: UUID) -> OwnCard | None:
        """The customer's card and how well they are known; None when it is not theirs."""
        request = pb.GetCardRequest(customer_id=str(customer_id), card_id=str(card_id))
        try:
            reply = await self._identity.GetCard(request)
        except NotFound:
            return None
        card = PayoutCard(card_id=card_id, card_token=reply.card_token)
        return OwnCard(card, _LEVELS[reply.assurance_level])

    async def send_signing_code(
        self, customer_id: UUID, sha256: str, amount_minor: int, request_id: UUID
    ) -> CodeSent:
        """Identity sends a code bound to this document; its message names the amount."""
        reply = await self._identity.RequestIntentCode(
            pb.RequestIntentCodeRequest(
                request_id=str(request_id),
                customer_id=str(customer_id),
                purpose=pb.OTP_PURPOSE_SIGN,
                subject_sha256=sha256,
                amount_minor=amount_minor,
            )
        )
        return CodeSent(
            otp_id=UUID(reply.otp_id),
            expires_at=reply.expires_at.ToDatetime(UTC),
            resend_after=reply.resend_after.ToDatetime(UTC),
        )

    async def verify_signing_code(
        self, customer_id: UUID, sha256: str, code: Personal[str], request_id: UUID
    ) -> Intent:
        """Identity judges the answer; the same request hears the same judgement again."""
        reply = await self._identity.VerifyIntentCode(
            pb.VerifyIntentCodeRequest(
                request_id=str(request_id),
                customer_id=str(customer_id),
                purpose=pb.OTP_PURPOSE_SIGN,
                subject_sha256=sha256,
                code=code.reveal(),
            )
        )
        return Intent(UUID(reply.otp_id), reply.verified_at.ToDatetime(UTC))

    async def person_for_bureau(self, customer_id: UUID) -> Person:
        """Name and number in clear; raises CONSENT_MISSING without consent to a bureau query."""
        reply = await self._identity.GetPersonForBureau(
            pb.GetPersonForBureauRequest(customer_id=str(customer_id))
        )
        return Person(
            name=Personal(reply.name),
            id_number=Personal(reply.id_number),
            consent_id=UUID(reply.consent_id),
        )


def _label(name: str, id_number_masked: str) -> str:
    """The customer in a text: 王**（1****************X）."""
    masked = name[:1] + "*" * (len(name) - 1)
    return f"{masked}（{id_number_masked}）"
