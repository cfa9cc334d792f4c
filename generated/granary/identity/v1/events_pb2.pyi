import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from granary.event.v1 import options_pb2 as _options_pb2
from granary.identity.v1 import business_pb2 as _business_pb2
from granary.identity.v1 import consent_pb2 as _consent_pb2
from granary.identity.v1 import customer_pb2 as _customer_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SessionEndReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SESSION_END_REASON_UNSPECIFIED: _ClassVar[SessionEndReason]
    SESSION_END_REASON_LOGGED_OUT: _ClassVar[SessionEndReason]
    SESSION_END_REASON_TOKEN_REUSED: _ClassVar[SessionEndReason]
SESSION_END_REASON_UNSPECIFIED: SessionEndReason
SESSION_END_REASON_LOGGED_OUT: SessionEndReason
SESSION_END_REASON_TOKEN_REUSED: SessionEndReason

class CustomerCreated(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "channel")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    channel: _customer_pb2.Channel
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., channel: _Optional[_Union[_customer_pb2.Channel, str]] = ...) -> None: ...

class CustomerRegistered(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "assurance_level", "channel", "device_id_hash", "region_code")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    ASSURANCE_LEVEL_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ID_HASH_FIELD_NUMBER: _ClassVar[int]
    REGION_CODE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    assurance_level: _customer_pb2.AssuranceLevel
    channel: _customer_pb2.Channel
    device_id_hash: str
    region_code: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., assurance_level: _Optional[_Union[_customer_pb2.AssuranceLevel, str]] = ..., channel: _Optional[_Union[_customer_pb2.Channel, str]] = ..., device_id_hash: _Optional[str] = ..., region_code: _Optional[str] = ...) -> None: ...

class CustomerLoggedIn(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "session_id", "device_id", "channel", "new_device")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    NEW_DEVICE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    session_id: str
    device_id: str
    channel: _customer_pb2.Channel
    new_device: bool
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., session_id: _Optional[str] = ..., device_id: _Optional[str] = ..., channel: _Optional[_Union[_customer_pb2.Channel, str]] = ..., new_device: _Optional[bool] = ...) -> None: ...

class LoginFailed(_message.Message):
    __slots__ = ("phone_hash", "occurred_at", "device_id", "reason", "customer_id")
    PHONE_HASH_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    DEVICE_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    phone_hash: str
    occurred_at: _timestamp_pb2.Timestamp
    device_id: str
    reason: str
    customer_id: str
    def __init__(self, phone_hash: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., device_id: _Optional[str] = ..., reason: _Optional[str] = ..., customer_id: _Optional[str] = ...) -> None: ...

class SessionRevoked(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "session_id", "reason")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    session_id: str
    reason: SessionEndReason
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., session_id: _Optional[str] = ..., reason: _Optional[_Union[SessionEndReason, str]] = ...) -> None: ...

class CardBound(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "card_id", "card_hash", "bank_name")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_HASH_FIELD_NUMBER: _ClassVar[int]
    BANK_NAME_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    card_id: str
    card_hash: str
    bank_name: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., card_id: _Optional[str] = ..., card_hash: _Optional[str] = ..., bank_name: _Optional[str] = ...) -> None: ...

class CardUnbound(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "card_id")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    card_id: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., card_id: _Optional[str] = ...) -> None: ...

class ConsentGranted(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "consent_id", "purpose", "text_version")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    CONSENT_ID_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    TEXT_VERSION_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    consent_id: str
    purpose: _consent_pb2.ConsentPurpose
    text_version: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., consent_id: _Optional[str] = ..., purpose: _Optional[_Union[_consent_pb2.ConsentPurpose, str]] = ..., text_version: _Optional[str] = ...) -> None: ...

class ConsentWithdrawn(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "consent_id", "purpose")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    CONSENT_ID_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    consent_id: str
    purpose: _consent_pb2.ConsentPurpose
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., consent_id: _Optional[str] = ..., purpose: _Optional[_Union[_consent_pb2.ConsentPurpose, str]] = ...) -> None: ...

class BusinessVerified(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "role", "uscc_hash")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    USCC_HASH_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    role: _business_pb2.BusinessRole
    uscc_hash: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., role: _Optional[_Union[_business_pb2.BusinessRole, str]] = ..., uscc_hash: _Optional[str] = ...) -> None: ...
