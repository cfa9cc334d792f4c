import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DrawdownStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DRAWDOWN_STATUS_UNSPECIFIED: _ClassVar[DrawdownStatus]
    DRAWDOWN_STATUS_REQUESTED: _ClassVar[DrawdownStatus]
    DRAWDOWN_STATUS_HELD: _ClassVar[DrawdownStatus]
    DRAWDOWN_STATUS_PAYING: _ClassVar[DrawdownStatus]
    DRAWDOWN_STATUS_UNKNOWN: _ClassVar[DrawdownStatus]
    DRAWDOWN_STATUS_PAID: _ClassVar[DrawdownStatus]
    DRAWDOWN_STATUS_REFUSED: _ClassVar[DrawdownStatus]
DRAWDOWN_STATUS_UNSPECIFIED: DrawdownStatus
DRAWDOWN_STATUS_REQUESTED: DrawdownStatus
DRAWDOWN_STATUS_HELD: DrawdownStatus
DRAWDOWN_STATUS_PAYING: DrawdownStatus
DRAWDOWN_STATUS_UNKNOWN: DrawdownStatus
DRAWDOWN_STATUS_PAID: DrawdownStatus
DRAWDOWN_STATUS_REFUSED: DrawdownStatus

class Drawdown(_message.Message):
    __slots__ = ("drawdown_id", "credit_line_id", "contract_id", "card_id", "status", "amount_minor", "currency", "refusal_reason", "requested_at", "paid_at", "disbursed_on")
    DRAWDOWN_ID_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    REFUSAL_REASON_FIELD_NUMBER: _ClassVar[int]
    REQUESTED_AT_FIELD_NUMBER: _ClassVar[int]
    PAID_AT_FIELD_NUMBER: _ClassVar[int]
    DISBURSED_ON_FIELD_NUMBER: _ClassVar[int]
    drawdown_id: str
    credit_line_id: str
    contract_id: str
    card_id: str
    status: DrawdownStatus
    amount_minor: int
    currency: str
    refusal_reason: str
    requested_at: _timestamp_pb2.Timestamp
    paid_at: _timestamp_pb2.Timestamp
    disbursed_on: str
    def __init__(self, drawdown_id: _Optional[str] = ..., credit_line_id: _Optional[str] = ..., contract_id: _Optional[str] = ..., card_id: _Optional[str] = ..., status: _Optional[_Union[DrawdownStatus, str]] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., refusal_reason: _Optional[str] = ..., requested_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., paid_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., disbursed_on: _Optional[str] = ...) -> None: ...
