import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SettlementKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SETTLEMENT_KIND_UNSPECIFIED: _ClassVar[SettlementKind]
    SETTLEMENT_KIND_PARTNER_PAID_IN: _ClassVar[SettlementKind]
    SETTLEMENT_KIND_PARTNER_PAID_OUT: _ClassVar[SettlementKind]
    SETTLEMENT_KIND_SUBSIDY_RECEIVED: _ClassVar[SettlementKind]
    SETTLEMENT_KIND_SUBSIDY_REFUSED: _ClassVar[SettlementKind]

class SettlementState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SETTLEMENT_STATE_UNSPECIFIED: _ClassVar[SettlementState]
    SETTLEMENT_STATE_PROPOSED: _ClassVar[SettlementState]
    SETTLEMENT_STATE_BOOKED: _ClassVar[SettlementState]
    SETTLEMENT_STATE_DECLINED: _ClassVar[SettlementState]
SETTLEMENT_KIND_UNSPECIFIED: SettlementKind
SETTLEMENT_KIND_PARTNER_PAID_IN: SettlementKind
SETTLEMENT_KIND_PARTNER_PAID_OUT: SettlementKind
SETTLEMENT_KIND_SUBSIDY_RECEIVED: SettlementKind
SETTLEMENT_KIND_SUBSIDY_REFUSED: SettlementKind
SETTLEMENT_STATE_UNSPECIFIED: SettlementState
SETTLEMENT_STATE_PROPOSED: SettlementState
SETTLEMENT_STATE_BOOKED: SettlementState
SETTLEMENT_STATE_DECLINED: SettlementState

class Settlement(_message.Message):
    __slots__ = ("settlement_id", "kind", "state", "party", "amount_minor", "currency", "bank_reference", "note", "requested_by", "requested_on", "requested_at", "decided_by", "decided_on")
    SETTLEMENT_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    PARTY_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    BANK_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    REQUESTED_BY_FIELD_NUMBER: _ClassVar[int]
    REQUESTED_ON_FIELD_NUMBER: _ClassVar[int]
    REQUESTED_AT_FIELD_NUMBER: _ClassVar[int]
    DECIDED_BY_FIELD_NUMBER: _ClassVar[int]
    DECIDED_ON_FIELD_NUMBER: _ClassVar[int]
    settlement_id: str
    kind: SettlementKind
    state: SettlementState
    party: str
    amount_minor: int
    currency: str
    bank_reference: str
    note: str
    requested_by: str
    requested_on: str
    requested_at: _timestamp_pb2.Timestamp
    decided_by: str
    decided_on: str
    def __init__(self, settlement_id: _Optional[str] = ..., kind: _Optional[_Union[SettlementKind, str]] = ..., state: _Optional[_Union[SettlementState, str]] = ..., party: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., bank_reference: _Optional[str] = ..., note: _Optional[str] = ..., requested_by: _Optional[str] = ..., requested_on: _Optional[str] = ..., requested_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., decided_by: _Optional[str] = ..., decided_on: _Optional[str] = ...) -> None: ...
