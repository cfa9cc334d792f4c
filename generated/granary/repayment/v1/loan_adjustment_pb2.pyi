import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from granary.repayment.v1 import loan_pb2 as _loan_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class LoanAdjustmentKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LOAN_ADJUSTMENT_KIND_UNSPECIFIED: _ClassVar[LoanAdjustmentKind]
    LOAN_ADJUSTMENT_KIND_FEE: _ClassVar[LoanAdjustmentKind]
    LOAN_ADJUSTMENT_KIND_WAIVER: _ClassVar[LoanAdjustmentKind]
    LOAN_ADJUSTMENT_KIND_CHARGE_OFF: _ClassVar[LoanAdjustmentKind]
    LOAN_ADJUSTMENT_KIND_REVERSAL: _ClassVar[LoanAdjustmentKind]
    LOAN_ADJUSTMENT_KIND_TRANSFER: _ClassVar[LoanAdjustmentKind]
    LOAN_ADJUSTMENT_KIND_COUPON: _ClassVar[LoanAdjustmentKind]

class LoanAdjustmentState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LOAN_ADJUSTMENT_STATE_UNSPECIFIED: _ClassVar[LoanAdjustmentState]
    LOAN_ADJUSTMENT_STATE_PROPOSED: _ClassVar[LoanAdjustmentState]
    LOAN_ADJUSTMENT_STATE_DONE: _ClassVar[LoanAdjustmentState]
    LOAN_ADJUSTMENT_STATE_DECLINED: _ClassVar[LoanAdjustmentState]

class ChargePart(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CHARGE_PART_UNSPECIFIED: _ClassVar[ChargePart]
    CHARGE_PART_PENALTY: _ClassVar[ChargePart]
    CHARGE_PART_INTEREST: _ClassVar[ChargePart]
    CHARGE_PART_FEE: _ClassVar[ChargePart]
LOAN_ADJUSTMENT_KIND_UNSPECIFIED: LoanAdjustmentKind
LOAN_ADJUSTMENT_KIND_FEE: LoanAdjustmentKind
LOAN_ADJUSTMENT_KIND_WAIVER: LoanAdjustmentKind
LOAN_ADJUSTMENT_KIND_CHARGE_OFF: LoanAdjustmentKind
LOAN_ADJUSTMENT_KIND_REVERSAL: LoanAdjustmentKind
LOAN_ADJUSTMENT_KIND_TRANSFER: LoanAdjustmentKind
LOAN_ADJUSTMENT_KIND_COUPON: LoanAdjustmentKind
LOAN_ADJUSTMENT_STATE_UNSPECIFIED: LoanAdjustmentState
LOAN_ADJUSTMENT_STATE_PROPOSED: LoanAdjustmentState
LOAN_ADJUSTMENT_STATE_DONE: LoanAdjustmentState
LOAN_ADJUSTMENT_STATE_DECLINED: LoanAdjustmentState
CHARGE_PART_UNSPECIFIED: ChargePart
CHARGE_PART_PENALTY: ChargePart
CHARGE_PART_INTEREST: ChargePart
CHARGE_PART_FEE: ChargePart

class LoanAdjustment(_message.Message):
    __slots__ = ("adjustment_id", "customer_id", "loan_id", "kind", "state", "amount_minor", "currency", "item", "part", "repayment_id", "value_date", "bank_reference", "is_from_third_party", "note", "requested_by", "requested_on", "requested_at", "decided_by", "decided_on", "coupon_id", "third_party_name", "third_party_relation")
    ADJUSTMENT_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    ITEM_FIELD_NUMBER: _ClassVar[int]
    PART_FIELD_NUMBER: _ClassVar[int]
    REPAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    VALUE_DATE_FIELD_NUMBER: _ClassVar[int]
    BANK_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    IS_FROM_THIRD_PARTY_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    REQUESTED_BY_FIELD_NUMBER: _ClassVar[int]
    REQUESTED_ON_FIELD_NUMBER: _ClassVar[int]
    REQUESTED_AT_FIELD_NUMBER: _ClassVar[int]
    DECIDED_BY_FIELD_NUMBER: _ClassVar[int]
    DECIDED_ON_FIELD_NUMBER: _ClassVar[int]
    COUPON_ID_FIELD_NUMBER: _ClassVar[int]
    THIRD_PARTY_NAME_FIELD_NUMBER: _ClassVar[int]
    THIRD_PARTY_RELATION_FIELD_NUMBER: _ClassVar[int]
    adjustment_id: str
    customer_id: str
    loan_id: str
    kind: LoanAdjustmentKind
    state: LoanAdjustmentState
    amount_minor: int
    currency: str
    item: str
    part: ChargePart
    repayment_id: str
    value_date: str
    bank_reference: str
    is_from_third_party: bool
    note: str
    requested_by: str
    requested_on: str
    requested_at: _timestamp_pb2.Timestamp
    decided_by: str
    decided_on: str
    coupon_id: str
    third_party_name: str
    third_party_relation: _loan_pb2.PayerRelation
    def __init__(self, adjustment_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., kind: _Optional[_Union[LoanAdjustmentKind, str]] = ..., state: _Optional[_Union[LoanAdjustmentState, str]] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., item: _Optional[str] = ..., part: _Optional[_Union[ChargePart, str]] = ..., repayment_id: _Optional[str] = ..., value_date: _Optional[str] = ..., bank_reference: _Optional[str] = ..., is_from_third_party: _Optional[bool] = ..., note: _Optional[str] = ..., requested_by: _Optional[str] = ..., requested_on: _Optional[str] = ..., requested_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., decided_by: _Optional[str] = ..., decided_on: _Optional[str] = ..., coupon_id: _Optional[str] = ..., third_party_name: _Optional[str] = ..., third_party_relation: _Optional[_Union[_loan_pb2.PayerRelation, str]] = ...) -> None: ...
