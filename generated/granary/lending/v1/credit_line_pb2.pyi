import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CreditLineStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CREDIT_LINE_STATUS_UNSPECIFIED: _ClassVar[CreditLineStatus]
    CREDIT_LINE_STATUS_ACTIVE: _ClassVar[CreditLineStatus]
    CREDIT_LINE_STATUS_FROZEN: _ClassVar[CreditLineStatus]
    CREDIT_LINE_STATUS_CLOSED: _ClassVar[CreditLineStatus]
CREDIT_LINE_STATUS_UNSPECIFIED: CreditLineStatus
CREDIT_LINE_STATUS_ACTIVE: CreditLineStatus
CREDIT_LINE_STATUS_FROZEN: CreditLineStatus
CREDIT_LINE_STATUS_CLOSED: CreditLineStatus

class CreditLine(_message.Message):
    __slots__ = ("credit_line_id", "status", "currency", "limit_minor", "drawn_minor", "reserved_minor", "available_minor", "daily_rate_ppm", "grade", "policy_version", "opened_at", "product_code", "freeze_reasons", "limit_offer")
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    LIMIT_MINOR_FIELD_NUMBER: _ClassVar[int]
    DRAWN_MINOR_FIELD_NUMBER: _ClassVar[int]
    RESERVED_MINOR_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_MINOR_FIELD_NUMBER: _ClassVar[int]
    DAILY_RATE_PPM_FIELD_NUMBER: _ClassVar[int]
    GRADE_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    OPENED_AT_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_CODE_FIELD_NUMBER: _ClassVar[int]
    FREEZE_REASONS_FIELD_NUMBER: _ClassVar[int]
    LIMIT_OFFER_FIELD_NUMBER: _ClassVar[int]
    credit_line_id: str
    status: CreditLineStatus
    currency: str
    limit_minor: int
    drawn_minor: int
    reserved_minor: int
    available_minor: int
    daily_rate_ppm: int
    grade: str
    policy_version: str
    opened_at: _timestamp_pb2.Timestamp
    product_code: str
    freeze_reasons: _containers.RepeatedScalarFieldContainer[str]
    limit_offer: LimitOffer
    def __init__(self, credit_line_id: _Optional[str] = ..., status: _Optional[_Union[CreditLineStatus, str]] = ..., currency: _Optional[str] = ..., limit_minor: _Optional[int] = ..., drawn_minor: _Optional[int] = ..., reserved_minor: _Optional[int] = ..., available_minor: _Optional[int] = ..., daily_rate_ppm: _Optional[int] = ..., grade: _Optional[str] = ..., policy_version: _Optional[str] = ..., opened_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., product_code: _Optional[str] = ..., freeze_reasons: _Optional[_Iterable[str]] = ..., limit_offer: _Optional[_Union[LimitOffer, _Mapping]] = ...) -> None: ...

class LimitOffer(_message.Message):
    __slots__ = ("offer_id", "limit_minor", "valid_until")
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    LIMIT_MINOR_FIELD_NUMBER: _ClassVar[int]
    VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
    offer_id: str
    limit_minor: int
    valid_until: str
    def __init__(self, offer_id: _Optional[str] = ..., limit_minor: _Optional[int] = ..., valid_until: _Optional[str] = ...) -> None: ...
