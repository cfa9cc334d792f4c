import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from granary.event.v1 import options_pb2 as _options_pb2
from granary.support.v1 import case_pb2 as _case_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ComplaintFiled(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "case_id", "ticket_number", "category", "channel", "due_on")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    TICKET_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    case_id: str
    ticket_number: str
    category: _case_pb2.CaseCategory
    channel: _case_pb2.CaseChannel
    due_on: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., case_id: _Optional[str] = ..., ticket_number: _Optional[str] = ..., category: _Optional[_Union[_case_pb2.CaseCategory, str]] = ..., channel: _Optional[_Union[_case_pb2.CaseChannel, str]] = ..., due_on: _Optional[str] = ...) -> None: ...

class FeedbackGiven(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "case_id", "ticket_number", "category", "rating")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    TICKET_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    RATING_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    case_id: str
    ticket_number: str
    category: _case_pb2.CaseCategory
    rating: int
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., case_id: _Optional[str] = ..., ticket_number: _Optional[str] = ..., category: _Optional[_Union[_case_pb2.CaseCategory, str]] = ..., rating: _Optional[int] = ...) -> None: ...

class CaseAnswered(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "case_id", "ticket_number", "answered_by")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    TICKET_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ANSWERED_BY_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    case_id: str
    ticket_number: str
    answered_by: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., case_id: _Optional[str] = ..., ticket_number: _Optional[str] = ..., answered_by: _Optional[str] = ...) -> None: ...

class CaseExtended(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "case_id", "ticket_number", "due_on", "approved_by")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    TICKET_NUMBER_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    APPROVED_BY_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    case_id: str
    ticket_number: str
    due_on: str
    approved_by: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., case_id: _Optional[str] = ..., ticket_number: _Optional[str] = ..., due_on: _Optional[str] = ..., approved_by: _Optional[str] = ...) -> None: ...
