"""RPC -> use case -> reply: translation and nothing else."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from granary.identity.v1 import identity_service_pb2 as pb
from granary.identity.v1.identity_service_pb2_grpc import (
    IdentityInternalServiceServicer,
    IdentityServiceServicer,
    add_IdentityInternalServiceServicer_to_server,
    add_IdentityServiceServicer_to_server,
)

from chassis.call_context import current_caller, current_customer
from chassis.contract_values import timestamp
from chassis.grpc_server import Registration, request_key
from chassis.personal import Personal
from chassis.ports import Clock, calendar_date
from services.identity.domain.bank_card import CardNumber
from services.identity.domain.business import Uscc
from services.identity.domain.id_number import IdNumber
from services.identity.domain.phone import Phone
from services.identity.personal_fields import Form, PersonalFields
from services.identity.proto_mapping import (
    ASSURANCE_LEVELS,
    BUSINESS_ROLES,
    CHANNELS,
    CONSENT_PURPOSES,
    OTP_PURPOSES,
    business_to_proto,
    card_to_proto,
    consent_to_proto,
    customer_to_proto,
)
from services.identity.use_cases.businesses import Businesses, BusinessForm
from services.identity.use_cases.cards import CardForm, Cards
from services.identity.use_cases.consents import Consents
from services.identity.use_cases.customers import Customers
from services.identity.use_cases.intent_codes import IntentCodes
from services.identity.use_cases.one_time_codes import OneTimeCodes
from services.identity.use_cases.ports import CustomerCaller
from services.identity.use_cases.registrations import Registrations
from services.identity.use_cases.sessions import LogInForm, Sessions, Tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCases:
    """What this service does."""

    one_time_codes: OneTimeCodes
    intent_codes: IntentCodes
    sessions: Sessions
    registrations: Registrations
    cards: Cards
    consents: Consents
    customers: Customers
    businesses: Businesses


class IdentityApi(IdentityServiceServicer):
    """The RPCs that apps reach through the gateway."""

    def __init__(self, use_cases: UseCases, personal: PersonalFields, clock: Clock) -> None:
        self._do = use_cases
        self._personal = personal
        self._clock = clock

    async def RequestOtp(self, request: Any, _context: Any) -> Any:
        asked = await self._do.one_time_codes.request(
            request_key(request),
            Phone.parse(Personal(request.phone)),
            OTP_PURPOSES.from_proto(request.purpose),
        )
        return pb.RequestOtpResponse(
            otp_id=str(asked.otp_id),
            expires_at=timestamp(asked.expires_at),
            resend_after=timestamp(asked.resend_after),
        )

    async def LogIn(self, request: Any, _context: Any) -> Any:
        form = LogInForm(
            phone=Phone.parse(Personal(request.phone)),
            code=Personal(request.code),
            device_id=request.device_id,
            channel=CHANNELS.from_proto(request.channel),
        )
        opened = await self._do.sessions.log_in(request_key(request), form)
        return pb.LogInResponse(
            customer_id=str(opened.customer_id),
            registered=opened.registered,
            **_tokens(opened.tokens),
        )

    async def RefreshSession(self, request: Any, _context: Any) -> Any:
        tokens = await self._do.sessions.refresh(Personal(request.refresh_token))
        return pb.RefreshSessionResponse(**_tokens(tokens))

    async def LogOut(self, _request: Any, _context: Any) -> Any:
        await self._do.sessions.log_out(_customer_caller())
        return pb.LogOutResponse()

    async def Register(self, request: Any, _context: Any) -> Any:
        form = Form(
            name=Personal(unicodedata.normalize("NFC", request.name.strip())),
            id_number=IdNumber.parse(Personal(request.id_number), self._today()),
            address=Personal(request.address.strip()),
            is_student=request.is_student,
        )
        customer = await self._do.registrations.register(
            request_key(request), _customer_caller(), form
        )
        return pb.RegisterResponse(customer=customer_to_proto(customer, self._personal))

    async def BindCard(self, request: Any, _context: Any) -> Any:
        form = CardForm(
            number=CardNumber.parse(Personal(request.card_number)),
            phone=Phone.parse(Personal(request.phone)),
            code=Personal(request.otp_code) if request.HasField("otp_code") else None,
        )
        customer, card = await self._do.cards.bind(request_key(request), _customer_caller(), form)
        return pb.BindCardResponse(card=card_to_proto(customer, card, self._personal))

    async def ListCards(self, _request: Any, _context: Any) -> Any:
        customer = await self._do.customers.get(_customer_caller().customer_id)
        cards = (card_to_proto(customer, card, self._personal) for card in customer.cards)
        return pb.ListCardsResponse(cards=cards)

    async def GetMe(self, _request: Any, _context: Any) -> Any:
        customer = await self._do.customers.get(_customer_caller().customer_id)
        return pb.GetMeResponse(customer=customer_to_proto(customer, self._personal))

    async def VerifyBusiness(self, request: Any, _context: Any) -> Any:
        form = BusinessForm(
            uscc=Uscc.parse(Personal(request.uscc)),
            name=Personal(unicodedata.normalize("NFC", request.business_name.strip())),
            role=BUSINESS_ROLES.from_proto(request.role),
        )
        customer, profile = await self._do.businesses.verify(
            request_key(request), _customer_caller(), form
        )
        return pb.VerifyBusinessResponse(
            business=business_to_proto(customer, profile, self._personal)
        )

    async def GetBusiness(self, _request: Any, _context: Any) -> Any:
        customer, profile = await self._do.businesses.get(_customer_caller().customer_id)
        return pb.GetBusinessResponse(business=business_to_proto(customer, profile, self._personal))

    async def GrantConsent(self, request: Any, _context: Any) -> Any:
        consent = await self._do.consents.grant(
            request_key(request),
            _customer_caller(),
            CONSENT_PURPOSES.from_proto(request.purpose),
            request.text_version,
        )
        return pb.GrantConsentResponse(consent=consent_to_proto(consent))

    async def WithdrawConsent(self, request: Any, _context: Any) -> Any:
        consent = await self._do.consents.withdraw(
            request_key(request), _customer_caller(), CONSENT_PURPOSES.from_proto(request.purpose)
        )
        return pb.WithdrawConsentResponse(consent=consent_to_proto(consent))

    async def ListConsents(self, _request: Any, _context: Any) -> Any:
        every = await self._do.consents.list(_customer_caller().customer_id)
        return pb.ListConsentsResponse(consents=[consent_to_proto(consent) for consent in every])

    def _today(self) -> Any:
        return calendar_date(self._clock())


class IdentityInternalApi(IdentityInternalServiceServicer):
    """The RPCs for other services and staff."""

    def __init__(self, use_cases: UseCases, personal: PersonalFields) -> None:
        self._do = use_cases
        self._personal = personal

    async def GetCustomer(self, request: Any, _context: Any) -> Any:
        customer = await self._do.customers.get(UUID(request.customer_id))
        business = await self._do.businesses.find(customer.customer_id)
        reply = pb.GetCustomerResponse(
            customer_id=str(customer.customer_id),
            assurance_level=ASSURANCE_LEVELS.to_proto(customer.assurance_level),
            is_student=customer.is_student,
            phone_masked=self._personal.phone_of(customer).reveal().masked,
            has_card=bool(customer.cards),
            business_verified=business is not None,
        )
        person = self._personal.person_of(customer)
        if person is not None and customer.registered_at is not None:
            id_number = person.id_number.reveal()
            reply.name = person.name.reveal()
            reply.birth_date = id_number.birth_date.isoformat()
            reply.region_code = id_number.region_code
            reply.id_number_masked = id_number.masked
            reply.registered_at.FromDatetime(customer.registered_at)
        return reply

    async def GetCard(self, request: Any, _context: Any) -> Any:
        customer, card = await self._do.cards.get(UUID(request.customer_id), UUID(request.card_id))
        stands = bool(request.consent_to) and await self._do.consents.stands(
            customer.customer_id, CONSENT_PURPOSES.from_proto(request.consent_to)
        )
        person = self._personal.person_of(customer)
        return pb.GetCardResponse(
            card=card_to_proto(customer, card, self._personal),
            card_token=self._personal.card_token_of(customer, card).reveal(),
            holder_name="" if person is None else person.name.reveal(),
            card_hash=card.card_index,
            assurance_level=ASSURANCE_LEVELS.to_proto(customer.assurance_level),
            consent_stands=stands,
        )

    async def FindCard(self, request: Any, _context: Any) -> Any:
        customer, card = await self._do.cards.find(UUID(request.customer_id), request.card_token)
        return pb.FindCardResponse(card=card_to_proto(customer, card, self._personal))

    async def GetConsent(self, request: Any, _context: Any) -> Any:
        consent = await self._do.consents.standing(
            UUID(request.customer_id), CONSENT_PURPOSES.from_proto(request.purpose)
        )
        return pb.GetConsentResponse(consent=consent_to_proto(consent))

    async def RequestIntentCode(self, request: Any, _context: Any) -> Any:
        code = await self._do.intent_codes.request(
            request_key(request),
            UUID(request.customer_id),
            OTP_PURPOSES.from_proto(request.purpose),
            request.subject_sha256,
            request.amount_minor,
        )
        return pb.RequestIntentCodeResponse(
            otp_id=str(code.challenge.otp_id),
            expires_at=timestamp(code.challenge.expires_at),
            resend_after=timestamp(code.challenge.resend_after),
        )

    async def VerifyIntentCode(self, request: Any, _context: Any) -> Any:
        verified = await self._do.intent_codes.verify(
            request_key(request),
            UUID(request.customer_id),
            OTP_PURPOSES.from_proto(request.purpose),
            request.subject_sha256,
            Personal(request.code),
        )
        return pb.VerifyIntentCodeResponse(
            otp_id=str(verified.otp_id), verified_at=timestamp(verified.verified_at)
        )

    async def GetPersonForBureau(self, request: Any, _context: Any) -> Any:
        found = await self._do.customers.person_for_bureau(
            UUID(request.customer_id), reader=current_caller().name
        )
        return pb.GetPersonForBureauResponse(
            name=found.person.name.reveal(),
            id_number=found.person.id_number.reveal().text,
            consent_id=str(found.consent.consent_id),
        )


def registrations(
    use_cases: UseCases, personal: PersonalFields, clock: Clock
) -> tuple[Registration, ...]:
    """Both services, for `chassis.grpc_server.grpc_server`."""
    return (
        (add_IdentityServiceServicer_to_server, IdentityApi(use_cases, personal, clock)),
        (add_IdentityInternalServiceServicer_to_server, IdentityInternalApi(use_cases, personal)),
    )


def _customer_caller() -> CustomerCaller:
    try:
        session_id: UUID | None = UUID(current_caller().session_id)
    except ValueError:
        session_id = None
    return CustomerCaller(current_customer(), session_id)


def _tokens(tokens: Tokens) -> dict[str, Any]:
    expires_at: datetime = tokens.expires_at
    return {
        "access_token": tokens.access_token.reveal(),
        "refresh_token": tokens.refresh_token.reveal(),
        "expires_at": timestamp(expires_at),
    }
