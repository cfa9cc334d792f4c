import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.api import annotations_pb2 as _annotations_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from granary.access.v1 import options_pb2 as _options_pb2
from granary.identity.v1 import business_pb2 as _business_pb2
from granary.identity.v1 import card_pb2 as _card_pb2
from granary.identity.v1 import consent_pb2 as _consent_pb2
from granary.identity.v1 import customer_pb2 as _customer_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class OtpPurpose(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OTP_PURPOSE_UNSPECIFIED: _ClassVar[OtpPurpose]
    OTP_PURPOSE_LOGIN: _ClassVar[OtpPurpose]
    OTP_PURPOSE_BIND_CARD: _ClassVar[OtpPurpose]
    OTP_PURPOSE_SIGN: _ClassVar[OtpPurpose]
OTP_PURPOSE_UNSPECIFIED: OtpPurpose
OTP_PURPOSE_LOGIN: OtpPurpose
OTP_PURPOSE_BIND_CARD: OtpPurpose
OTP_PURPOSE_SIGN: OtpPurpose

class RequestOtpRequest(_message.Message):
    __slots__ = ("request_id", "phone", "purpose")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    phone: str
    purpose: OtpPurpose
    def __init__(self, request_id: _Optional[str] = ..., phone: _Optional[str] = ..., purpose: _Optional[_Union[OtpPurpose, str]] = ...) -> None: ...

class RequestOtpResponse(_message.Message):
    __slots__ = ("otp_id", "expires_at", "resend_after")
    OTP_ID_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    RESEND_AFTER_FIELD_NUMBER: _ClassVar[int]
    otp_id: str
    expires_at: _timestamp_pb2.Timestamp
    resend_after: _timestamp_pb2.Timestamp
    def __init__(self, otp_id: _Optional[str] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., resend_after: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class LogInRequest(_message.Message):
    __slots__ = ("request_id", "phone", "code", "device_id", "channel")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    phone: str
    code: str
    device_id: str
    channel: _customer_pb2.Channel
    def __init__(self, request_id: _Optional[str] = ..., phone: _Optional[str] = ..., code: _Optional[str] = ..., device_id: _Optional[str] = ..., channel: _Optional[_Union[_customer_pb2.Channel, str]] = ...) -> None: ...

class LogInResponse(_message.Message):
    __slots__ = ("access_token", "refresh_token", "expires_at", "customer_id", "registered")
    ACCESS_TOKEN_FIELD_NUMBER: _ClassVar[int]
    REFRESH_TOKEN_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    REGISTERED_FIELD_NUMBER: _ClassVar[int]
    access_token: str
    refresh_token: str
    expires_at: _timestamp_pb2.Timestamp
    customer_id: str
    registered: bool
    def __init__(self, access_token: _Optional[str] = ..., refresh_token: _Optional[str] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., customer_id: _Optional[str] = ..., registered: _Optional[bool] = ...) -> None: ...

class RefreshSessionRequest(_message.Message):
    __slots__ = ("refresh_token",)
    REFRESH_TOKEN_FIELD_NUMBER: _ClassVar[int]
    refresh_token: str
    def __init__(self, refresh_token: _Optional[str] = ...) -> None: ...

class RefreshSessionResponse(_message.Message):
    __slots__ = ("access_token", "refresh_token", "expires_at")
    ACCESS_TOKEN_FIELD_NUMBER: _ClassVar[int]
    REFRESH_TOKEN_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    access_token: str
    refresh_token: str
    expires_at: _timestamp_pb2.Timestamp
    def __init__(self, access_token: _Optional[str] = ..., refresh_token: _Optional[str] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class LogOutRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class LogOutResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class RegisterRequest(_message.Message):
    __slots__ = ("request_id", "name", "id_number", "address", "is_student")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ID_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    IS_STUDENT_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    name: str
    id_number: str
    address: str
    is_student: bool
    def __init__(self, request_id: _Optional[str] = ..., name: _Optional[str] = ..., id_number: _Optional[str] = ..., address: _Optional[str] = ..., is_student: _Optional[bool] = ...) -> None: ...

class RegisterResponse(_message.Message):
    __slots__ = ("customer",)
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    customer: _customer_pb2.Customer
    def __init__(self, customer: _Optional[_Union[_customer_pb2.Customer, _Mapping]] = ...) -> None: ...

class BindCardRequest(_message.Message):
    __slots__ = ("request_id", "card_number", "phone", "otp_code")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_NUMBER_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    OTP_CODE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    card_number: str
    phone: str
    otp_code: str
    def __init__(self, request_id: _Optional[str] = ..., card_number: _Optional[str] = ..., phone: _Optional[str] = ..., otp_code: _Optional[str] = ...) -> None: ...

class BindCardResponse(_message.Message):
    __slots__ = ("card",)
    CARD_FIELD_NUMBER: _ClassVar[int]
    card: _card_pb2.Card
    def __init__(self, card: _Optional[_Union[_card_pb2.Card, _Mapping]] = ...) -> None: ...

class ListCardsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListCardsResponse(_message.Message):
    __slots__ = ("cards",)
    CARDS_FIELD_NUMBER: _ClassVar[int]
    cards: _containers.RepeatedCompositeFieldContainer[_card_pb2.Card]
    def __init__(self, cards: _Optional[_Iterable[_Union[_card_pb2.Card, _Mapping]]] = ...) -> None: ...

class GetMeRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetMeResponse(_message.Message):
    __slots__ = ("customer",)
    CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    customer: _customer_pb2.Customer
    def __init__(self, customer: _Optional[_Union[_customer_pb2.Customer, _Mapping]] = ...) -> None: ...

class GrantConsentRequest(_message.Message):
    __slots__ = ("request_id", "purpose", "text_version")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    TEXT_VERSION_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    purpose: _consent_pb2.ConsentPurpose
    text_version: str
    def __init__(self, request_id: _Optional[str] = ..., purpose: _Optional[_Union[_consent_pb2.ConsentPurpose, str]] = ..., text_version: _Optional[str] = ...) -> None: ...

class GrantConsentResponse(_message.Message):
    __slots__ = ("consent",)
    CONSENT_FIELD_NUMBER: _ClassVar[int]
    consent: _consent_pb2.Consent
    def __init__(self, consent: _Optional[_Union[_consent_pb2.Consent, _Mapping]] = ...) -> None: ...

class WithdrawConsentRequest(_message.Message):
    __slots__ = ("request_id", "purpose")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    purpose: _consent_pb2.ConsentPurpose
    def __init__(self, request_id: _Optional[str] = ..., purpose: _Optional[_Union[_consent_pb2.ConsentPurpose, str]] = ...) -> None: ...

class WithdrawConsentResponse(_message.Message):
    __slots__ = ("consent",)
    CONSENT_FIELD_NUMBER: _ClassVar[int]
    consent: _consent_pb2.Consent
    def __init__(self, consent: _Optional[_Union[_consent_pb2.Consent, _Mapping]] = ...) -> None: ...

class ListConsentsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListConsentsResponse(_message.Message):
    __slots__ = ("consents",)
    CONSENTS_FIELD_NUMBER: _ClassVar[int]
    consents: _containers.RepeatedCompositeFieldContainer[_consent_pb2.Consent]
    def __init__(self, consents: _Optional[_Iterable[_Union[_consent_pb2.Consent, _Mapping]]] = ...) -> None: ...

class GetCustomerRequest(_message.Message):
    __slots__ = ("customer_id",)
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    def __init__(self, customer_id: _Optional[str] = ...) -> None: ...

class GetCustomerResponse(_message.Message):
    __slots__ = ("customer_id", "assurance_level", "name", "birth_date", "is_student", "region_code", "phone_masked", "has_card", "registered_at", "id_number_masked", "business_verified")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    ASSURANCE_LEVEL_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    BIRTH_DATE_FIELD_NUMBER: _ClassVar[int]
    IS_STUDENT_FIELD_NUMBER: _ClassVar[int]
    REGION_CODE_FIELD_NUMBER: _ClassVar[int]
    PHONE_MASKED_FIELD_NUMBER: _ClassVar[int]
    HAS_CARD_FIELD_NUMBER: _ClassVar[int]
    REGISTERED_AT_FIELD_NUMBER: _ClassVar[int]
    ID_NUMBER_MASKED_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_VERIFIED_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    assurance_level: _customer_pb2.AssuranceLevel
    name: str
    birth_date: str
    is_student: bool
    region_code: str
    phone_masked: str
    has_card: bool
    registered_at: _timestamp_pb2.Timestamp
    id_number_masked: str
    business_verified: bool
    def __init__(self, customer_id: _Optional[str] = ..., assurance_level: _Optional[_Union[_customer_pb2.AssuranceLevel, str]] = ..., name: _Optional[str] = ..., birth_date: _Optional[str] = ..., is_student: _Optional[bool] = ..., region_code: _Optional[str] = ..., phone_masked: _Optional[str] = ..., has_card: _Optional[bool] = ..., registered_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., id_number_masked: _Optional[str] = ..., business_verified: _Optional[bool] = ...) -> None: ...

class VerifyBusinessRequest(_message.Message):
    __slots__ = ("request_id", "uscc", "business_name", "role")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    USCC_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_NAME_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    uscc: str
    business_name: str
    role: _business_pb2.BusinessRole
    def __init__(self, request_id: _Optional[str] = ..., uscc: _Optional[str] = ..., business_name: _Optional[str] = ..., role: _Optional[_Union[_business_pb2.BusinessRole, str]] = ...) -> None: ...

class VerifyBusinessResponse(_message.Message):
    __slots__ = ("business",)
    BUSINESS_FIELD_NUMBER: _ClassVar[int]
    business: _business_pb2.Business
    def __init__(self, business: _Optional[_Union[_business_pb2.Business, _Mapping]] = ...) -> None: ...

class GetBusinessRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetBusinessResponse(_message.Message):
    __slots__ = ("business",)
    BUSINESS_FIELD_NUMBER: _ClassVar[int]
    business: _business_pb2.Business
    def __init__(self, business: _Optional[_Union[_business_pb2.Business, _Mapping]] = ...) -> None: ...

class GetCardRequest(_message.Message):
    __slots__ = ("customer_id", "card_id", "consent_to")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    CONSENT_TO_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    card_id: str
    consent_to: _consent_pb2.ConsentPurpose
    def __init__(self, customer_id: _Optional[str] = ..., card_id: _Optional[str] = ..., consent_to: _Optional[_Union[_consent_pb2.ConsentPurpose, str]] = ...) -> None: ...

class GetCardResponse(_message.Message):
    __slots__ = ("card", "card_token", "holder_name", "card_hash", "assurance_level", "consent_stands")
    CARD_FIELD_NUMBER: _ClassVar[int]
    CARD_TOKEN_FIELD_NUMBER: _ClassVar[int]
    HOLDER_NAME_FIELD_NUMBER: _ClassVar[int]
    CARD_HASH_FIELD_NUMBER: _ClassVar[int]
    ASSURANCE_LEVEL_FIELD_NUMBER: _ClassVar[int]
    CONSENT_STANDS_FIELD_NUMBER: _ClassVar[int]
    card: _card_pb2.Card
    card_token: str
    holder_name: str
    card_hash: str
    assurance_level: _customer_pb2.AssuranceLevel
    consent_stands: bool
    def __init__(self, card: _Optional[_Union[_card_pb2.Card, _Mapping]] = ..., card_token: _Optional[str] = ..., holder_name: _Optional[str] = ..., card_hash: _Optional[str] = ..., assurance_level: _Optional[_Union[_customer_pb2.AssuranceLevel, str]] = ..., consent_stands: _Optional[bool] = ...) -> None: ...

class FindCardRequest(_message.Message):
    __slots__ = ("customer_id", "card_token")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_TOKEN_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    card_token: str
    def __init__(self, customer_id: _Optional[str] = ..., card_token: _Optional[str] = ...) -> None: ...

class FindCardResponse(_message.Message):
    __slots__ = ("card",)
    CARD_FIELD_NUMBER: _ClassVar[int]
    card: _card_pb2.Card
    def __init__(self, card: _Optional[_Union[_card_pb2.Card, _Mapping]] = ...) -> None: ...

class GetConsentRequest(_message.Message):
    __slots__ = ("customer_id", "purpose")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    purpose: _consent_pb2.ConsentPurpose
    def __init__(self, customer_id: _Optional[str] = ..., purpose: _Optional[_Union[_consent_pb2.ConsentPurpose, str]] = ...) -> None: ...

class GetConsentResponse(_message.Message):
    __slots__ = ("consent",)
    CONSENT_FIELD_NUMBER: _ClassVar[int]
    consent: _consent_pb2.Consent
    def __init__(self, consent: _Optional[_Union[_consent_pb2.Consent, _Mapping]] = ...) -> None: ...

class GetPersonForBureauRequest(_message.Message):
    __slots__ = ("customer_id",)
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    def __init__(self, customer_id: _Optional[str] = ...) -> None: ...

class GetPersonForBureauResponse(_message.Message):
    __slots__ = ("name", "id_number", "consent_id")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ID_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CONSENT_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    id_number: str
    consent_id: str
    def __init__(self, name: _Optional[str] = ..., id_number: _Optional[str] = ..., consent_id: _Optional[str] = ...) -> None: ...

class RequestIntentCodeRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "purpose", "subject_sha256", "amount_minor")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_SHA256_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    purpose: OtpPurpose
    subject_sha256: str
    amount_minor: int
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., purpose: _Optional[_Union[OtpPurpose, str]] = ..., subject_sha256: _Optional[str] = ..., amount_minor: _Optional[int] = ...) -> None: ...

class RequestIntentCodeResponse(_message.Message):
    __slots__ = ("otp_id", "expires_at", "resend_after")
    OTP_ID_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    RESEND_AFTER_FIELD_NUMBER: _ClassVar[int]
    otp_id: str
    expires_at: _timestamp_pb2.Timestamp
    resend_after: _timestamp_pb2.Timestamp
    def __init__(self, otp_id: _Optional[str] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., resend_after: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class VerifyIntentCodeRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "purpose", "subject_sha256", "code")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_SHA256_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    purpose: OtpPurpose
    subject_sha256: str
    code: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., purpose: _Optional[_Union[OtpPurpose, str]] = ..., subject_sha256: _Optional[str] = ..., code: _Optional[str] = ...) -> None: ...

class VerifyIntentCodeResponse(_message.Message):
    __slots__ = ("otp_id", "verified_at")
    OTP_ID_FIELD_NUMBER: _ClassVar[int]
    VERIFIED_AT_FIELD_NUMBER: _ClassVar[int]
    otp_id: str
    verified_at: _timestamp_pb2.Timestamp
    def __init__(self, otp_id: _Optional[str] = ..., verified_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
