"""Domain values <-> messages of granary.identity.v1, where more than one module needs it."""

from granary.identity.v1 import business_pb2, card_pb2, consent_pb2, customer_pb2, events_pb2
from granary.identity.v1 import identity_service_pb2 as service_pb2

from chassis.contract_values import EnumMapping, timestamp
from services.identity.domain.business import BusinessProfile
from services.identity.domain.consent import Consent
from services.identity.domain.customer import Card, Customer
from services.identity.domain.one_time_code import OtpPurpose
from services.identity.domain.policy import ConsentPurpose
from services.identity.domain.words import AssuranceLevel, BusinessRole, Channel, SessionEndReason
from services.identity.personal_fields import PersonalFields

ASSURANCE_LEVELS = EnumMapping(AssuranceLevel, customer_pb2.AssuranceLevel)
BUSINESS_ROLES = EnumMapping(BusinessRole, business_pb2.BusinessRole)
CHANNELS = EnumMapping(Channel, customer_pb2.Channel)
CONSENT_PURPOSES = EnumMapping(ConsentPurpose, consent_pb2.ConsentPurpose)
OTP_PURPOSES = EnumMapping(OtpPurpose, service_pb2.OtpPurpose)
SESSION_END_REASONS = EnumMapping(SessionEndReason, events_pb2.SessionEndReason)


def consent_to_proto(consent: Consent) -> consent_pb2.Consent:
    message = consent_pb2.Consent(
        consent_id=str(consent.consent_id),
        purpose=CONSENT_PURPOSES.to_proto(consent.purpose),
        text_version=consent.text_version,
        granted_at=timestamp(consent.granted_at),
    )
    if consent.withdrawn_at is not None:
        message.withdrawn_at.FromDatetime(consent.withdrawn_at)
    return message


def customer_to_proto(customer: Customer, personal: PersonalFields) -> customer_pb2.Customer:
    """The customer as shown to that customer: masked."""
    message = customer_pb2.Customer(
        customer_id=str(customer.customer_id),
        assurance_level=ASSURANCE_LEVELS.to_proto(customer.assurance_level),
        phone_masked=personal.phone_of(customer).reveal().masked,
        is_student=customer.is_student,
        created_at=timestamp(customer.created_at),
    )
    person = personal.person_of(customer)
    if person is not None and customer.registered_at is not None:
        message.name_masked = mask_name(person.name.reveal())
        message.id_number_masked = person.id_number.reveal().masked
        message.registered_at.FromDatetime(customer.registered_at)
    return message


def business_to_proto(
    customer: Customer, profile: BusinessProfile, personal: PersonalFields
) -> business_pb2.Business:
    """The business as shown to its customer."""
    return business_pb2.Business(
        uscc_masked=personal.uscc_of(customer, profile).reveal().masked,
        business_name=personal.business_name_of(customer, profile).reveal(),
        role=BUSINESS_ROLES.to_proto(profile.role),
        verified_at=timestamp(profile.verified_at),
    )


def card_to_proto(customer: Customer, card: Card, personal: PersonalFields) -> card_pb2.Card:
    """The card, masked."""
    return card_pb2.Card(
        card_id=str(card.card_id),
        card_number_masked=personal.card_number_of(customer, card).reveal().masked,
        bank_name=card.bank_name,
        bound_at=timestamp(card.bound_at),
    )


def mask_name(name: str) -> str:
    """The first character, and a star for each other one: 王**."""
    return name[:1] + "*" * (len(name) - 1)
