import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CaseKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CASE_KIND_UNSPECIFIED: _ClassVar[CaseKind]
    CASE_KIND_COMPLAINT: _ClassVar[CaseKind]
    CASE_KIND_FEEDBACK: _ClassVar[CaseKind]

class CaseCategory(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CASE_CATEGORY_UNSPECIFIED: _ClassVar[CaseCategory]
    CASE_CATEGORY_COLLECTION: _ClassVar[CaseCategory]
    CASE_CATEGORY_PRICE: _ClassVar[CaseCategory]
    CASE_CATEGORY_CREDIT_RECORD: _ClassVar[CaseCategory]
    CASE_CATEGORY_PRIVACY: _ClassVar[CaseCategory]
    CASE_CATEGORY_SERVICE: _ClassVar[CaseCategory]
    CASE_CATEGORY_FRAUD: _ClassVar[CaseCategory]
    CASE_CATEGORY_PRODUCT: _ClassVar[CaseCategory]
    CASE_CATEGORY_OTHER: _ClassVar[CaseCategory]

class CaseChannel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CASE_CHANNEL_UNSPECIFIED: _ClassVar[CaseChannel]
    CASE_CHANNEL_APP: _ClassVar[CaseChannel]
    CASE_CHANNEL_WEB: _ClassVar[CaseChannel]
    CASE_CHANNEL_WECHAT: _ClassVar[CaseChannel]
    CASE_CHANNEL_QQ: _ClassVar[CaseChannel]
    CASE_CHANNEL_PHONE: _ClassVar[CaseChannel]
    CASE_CHANNEL_EMAIL: _ClassVar[CaseChannel]

class CaseStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CASE_STATUS_UNSPECIFIED: _ClassVar[CaseStatus]
    CASE_STATUS_OPEN: _ClassVar[CaseStatus]
    CASE_STATUS_EXTENDED: _ClassVar[CaseStatus]
    CASE_STATUS_ANSWERED: _ClassVar[CaseStatus]
CASE_KIND_UNSPECIFIED: CaseKind
CASE_KIND_COMPLAINT: CaseKind
CASE_KIND_FEEDBACK: CaseKind
CASE_CATEGORY_UNSPECIFIED: CaseCategory
CASE_CATEGORY_COLLECTION: CaseCategory
CASE_CATEGORY_PRICE: CaseCategory
CASE_CATEGORY_CREDIT_RECORD: CaseCategory
CASE_CATEGORY_PRIVACY: CaseCategory
CASE_CATEGORY_SERVICE: CaseCategory
CASE_CATEGORY_FRAUD: CaseCategory
CASE_CATEGORY_PRODUCT: CaseCategory
CASE_CATEGORY_OTHER: CaseCategory
CASE_CHANNEL_UNSPECIFIED: CaseChannel
CASE_CHANNEL_APP: CaseChannel
CASE_CHANNEL_WEB: CaseChannel
CASE_CHANNEL_WECHAT: CaseChannel
CASE_CHANNEL_QQ: CaseChannel
CASE_CHANNEL_PHONE: CaseChannel
CASE_CHANNEL_EMAIL: CaseChannel
CASE_STATUS_UNSPECIFIED: CaseStatus
CASE_STATUS_OPEN: CaseStatus
CASE_STATUS_EXTENDED: CaseStatus
CASE_STATUS_ANSWERED: CaseStatus

class Case(_message.Message):
    __slots__ = ("case_id", "ticket_number", "customer_id", "kind", "category", "channel", "status", "text", "rating", "filed_at", "due_on", "answer", "answered_at", "extended_days")
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    TICKET_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    RATING_FIELD_NUMBER: _ClassVar[int]
    FILED_AT_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    ANSWER_FIELD_NUMBER: _ClassVar[int]
    ANSWERED_AT_FIELD_NUMBER: _ClassVar[int]
    EXTENDED_DAYS_FIELD_NUMBER: _ClassVar[int]
    case_id: str
    ticket_number: str
    customer_id: str
    kind: CaseKind
    category: CaseCategory
    channel: CaseChannel
    status: CaseStatus
    text: str
    rating: int
    filed_at: _timestamp_pb2.Timestamp
    due_on: str
    answer: str
    answered_at: _timestamp_pb2.Timestamp
    extended_days: int
    def __init__(self, case_id: _Optional[str] = ..., ticket_number: _Optional[str] = ..., customer_id: _Optional[str] = ..., kind: _Optional[_Union[CaseKind, str]] = ..., category: _Optional[_Union[CaseCategory, str]] = ..., channel: _Optional[_Union[CaseChannel, str]] = ..., status: _Optional[_Union[CaseStatus, str]] = ..., text: _Optional[str] = ..., rating: _Optional[int] = ..., filed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., due_on: _Optional[str] = ..., answer: _Optional[str] = ..., answered_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., extended_days: _Optional[int] = ...) -> None: ...
