import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from granary.repayment.v1 import schedule_pb2 as _schedule_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class LoanStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LOAN_STATUS_UNSPECIFIED: _ClassVar[LoanStatus]
    LOAN_STATUS_ACTIVE: _ClassVar[LoanStatus]
    LOAN_STATUS_OVERDUE: _ClassVar[LoanStatus]
    LOAN_STATUS_SETTLED: _ClassVar[LoanStatus]
    LOAN_STATUS_CHARGED_OFF: _ClassVar[LoanStatus]

class InstalmentStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    INSTALMENT_STATUS_UNSPECIFIED: _ClassVar[InstalmentStatus]
    INSTALMENT_STATUS_PLANNED: _ClassVar[InstalmentStatus]
    INSTALMENT_STATUS_DUE: _ClassVar[InstalmentStatus]
    INSTALMENT_STATUS_OVERDUE: _ClassVar[InstalmentStatus]
    INSTALMENT_STATUS_PAID: _ClassVar[InstalmentStatus]

class RepaymentKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REPAYMENT_KIND_UNSPECIFIED: _ClassVar[RepaymentKind]
    REPAYMENT_KIND_DUE: _ClassVar[RepaymentKind]
    REPAYMENT_KIND_PREPAY: _ClassVar[RepaymentKind]
    REPAYMENT_KIND_PAYOFF: _ClassVar[RepaymentKind]

class PrepaymentEffect(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PREPAYMENT_EFFECT_UNSPECIFIED: _ClassVar[PrepaymentEffect]
    PREPAYMENT_EFFECT_SMALLER_INSTALMENTS: _ClassVar[PrepaymentEffect]
    PREPAYMENT_EFFECT_FEWER_INSTALMENTS: _ClassVar[PrepaymentEffect]
    PREPAYMENT_EFFECT_NEXT_INSTALMENTS_FIRST: _ClassVar[PrepaymentEffect]

class RepaymentOrigin(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REPAYMENT_ORIGIN_UNSPECIFIED: _ClassVar[RepaymentOrigin]
    REPAYMENT_ORIGIN_CUSTOMER: _ClassVar[RepaymentOrigin]
    REPAYMENT_ORIGIN_AUTO_DEBIT: _ClassVar[RepaymentOrigin]
    REPAYMENT_ORIGIN_TRANSFER: _ClassVar[RepaymentOrigin]

class RepaymentStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REPAYMENT_STATUS_UNSPECIFIED: _ClassVar[RepaymentStatus]
    REPAYMENT_STATUS_COLLECTING: _ClassVar[RepaymentStatus]
    REPAYMENT_STATUS_POSTED: _ClassVar[RepaymentStatus]
    REPAYMENT_STATUS_FAILED: _ClassVar[RepaymentStatus]
    REPAYMENT_STATUS_UNKNOWN: _ClassVar[RepaymentStatus]
    REPAYMENT_STATUS_REVERSED: _ClassVar[RepaymentStatus]

class PayerRelation(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PAYER_RELATION_UNSPECIFIED: _ClassVar[PayerRelation]
    PAYER_RELATION_UNSTATED: _ClassVar[PayerRelation]
    PAYER_RELATION_FAMILY: _ClassVar[PayerRelation]
    PAYER_RELATION_FRIEND: _ClassVar[PayerRelation]
    PAYER_RELATION_EMPLOYER: _ClassVar[PayerRelation]
    PAYER_RELATION_OTHER: _ClassVar[PayerRelation]
LOAN_STATUS_UNSPECIFIED: LoanStatus
LOAN_STATUS_ACTIVE: LoanStatus
LOAN_STATUS_OVERDUE: LoanStatus
LOAN_STATUS_SETTLED: LoanStatus
LOAN_STATUS_CHARGED_OFF: LoanStatus
INSTALMENT_STATUS_UNSPECIFIED: InstalmentStatus
INSTALMENT_STATUS_PLANNED: InstalmentStatus
INSTALMENT_STATUS_DUE: InstalmentStatus
INSTALMENT_STATUS_OVERDUE: InstalmentStatus
INSTALMENT_STATUS_PAID: InstalmentStatus
REPAYMENT_KIND_UNSPECIFIED: RepaymentKind
REPAYMENT_KIND_DUE: RepaymentKind
REPAYMENT_KIND_PREPAY: RepaymentKind
REPAYMENT_KIND_PAYOFF: RepaymentKind
PREPAYMENT_EFFECT_UNSPECIFIED: PrepaymentEffect
PREPAYMENT_EFFECT_SMALLER_INSTALMENTS: PrepaymentEffect
PREPAYMENT_EFFECT_FEWER_INSTALMENTS: PrepaymentEffect
PREPAYMENT_EFFECT_NEXT_INSTALMENTS_FIRST: PrepaymentEffect
REPAYMENT_ORIGIN_UNSPECIFIED: RepaymentOrigin
REPAYMENT_ORIGIN_CUSTOMER: RepaymentOrigin
REPAYMENT_ORIGIN_AUTO_DEBIT: RepaymentOrigin
REPAYMENT_ORIGIN_TRANSFER: RepaymentOrigin
REPAYMENT_STATUS_UNSPECIFIED: RepaymentStatus
REPAYMENT_STATUS_COLLECTING: RepaymentStatus
REPAYMENT_STATUS_POSTED: RepaymentStatus
REPAYMENT_STATUS_FAILED: RepaymentStatus
REPAYMENT_STATUS_UNKNOWN: RepaymentStatus
REPAYMENT_STATUS_REVERSED: RepaymentStatus
PAYER_RELATION_UNSPECIFIED: PayerRelation
PAYER_RELATION_UNSTATED: PayerRelation
PAYER_RELATION_FAMILY: PayerRelation
PAYER_RELATION_FRIEND: PayerRelation
PAYER_RELATION_EMPLOYER: PayerRelation
PAYER_RELATION_OTHER: PayerRelation

class Instalment(_message.Message):
    __slots__ = ("number", "due_on", "days", "principal_minor", "interest_minor", "penalty_minor", "paid_principal_minor", "paid_interest_minor", "paid_penalty_minor", "status", "paid_on", "fee_minor", "paid_fee_minor", "carried_interest_minor")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    INTEREST_MINOR_FIELD_NUMBER: _ClassVar[int]
    PENALTY_MINOR_FIELD_NUMBER: _ClassVar[int]
    PAID_PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    PAID_INTEREST_MINOR_FIELD_NUMBER: _ClassVar[int]
    PAID_PENALTY_MINOR_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    PAID_ON_FIELD_NUMBER: _ClassVar[int]
    FEE_MINOR_FIELD_NUMBER: _ClassVar[int]
    PAID_FEE_MINOR_FIELD_NUMBER: _ClassVar[int]
    CARRIED_INTEREST_MINOR_FIELD_NUMBER: _ClassVar[int]
    number: int
    due_on: str
    days: int
    principal_minor: int
    interest_minor: int
    penalty_minor: int
    paid_principal_minor: int
    paid_interest_minor: int
    paid_penalty_minor: int
    status: InstalmentStatus
    paid_on: str
    fee_minor: int
    paid_fee_minor: int
    carried_interest_minor: int
    def __init__(self, number: _Optional[int] = ..., due_on: _Optional[str] = ..., days: _Optional[int] = ..., principal_minor: _Optional[int] = ..., interest_minor: _Optional[int] = ..., penalty_minor: _Optional[int] = ..., paid_principal_minor: _Optional[int] = ..., paid_interest_minor: _Optional[int] = ..., paid_penalty_minor: _Optional[int] = ..., status: _Optional[_Union[InstalmentStatus, str]] = ..., paid_on: _Optional[str] = ..., fee_minor: _Optional[int] = ..., paid_fee_minor: _Optional[int] = ..., carried_interest_minor: _Optional[int] = ...) -> None: ...

class Loan(_message.Message):
    __slots__ = ("loan_id", "credit_line_id", "contract_id", "card_id", "status", "principal_minor", "outstanding_principal_minor", "currency", "daily_rate_ppm", "method", "penalty_terms", "disbursed_on", "next_due_on", "next_due_minor", "overdue_minor", "days_past_due", "settled_on", "instalments")
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    OUTSTANDING_PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    DAILY_RATE_PPM_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    PENALTY_TERMS_FIELD_NUMBER: _ClassVar[int]
    DISBURSED_ON_FIELD_NUMBER: _ClassVar[int]
    NEXT_DUE_ON_FIELD_NUMBER: _ClassVar[int]
    NEXT_DUE_MINOR_FIELD_NUMBER: _ClassVar[int]
    OVERDUE_MINOR_FIELD_NUMBER: _ClassVar[int]
    DAYS_PAST_DUE_FIELD_NUMBER: _ClassVar[int]
    SETTLED_ON_FIELD_NUMBER: _ClassVar[int]
    INSTALMENTS_FIELD_NUMBER: _ClassVar[int]
    loan_id: str
    credit_line_id: str
    contract_id: str
    card_id: str
    status: LoanStatus
    principal_minor: int
    outstanding_principal_minor: int
    currency: str
    daily_rate_ppm: int
    method: _schedule_pb2.RepaymentMethod
    penalty_terms: _schedule_pb2.PenaltyTerms
    disbursed_on: str
    next_due_on: str
    next_due_minor: int
    overdue_minor: int
    days_past_due: int
    settled_on: str
    instalments: _containers.RepeatedCompositeFieldContainer[Instalment]
    def __init__(self, loan_id: _Optional[str] = ..., credit_line_id: _Optional[str] = ..., contract_id: _Optional[str] = ..., card_id: _Optional[str] = ..., status: _Optional[_Union[LoanStatus, str]] = ..., principal_minor: _Optional[int] = ..., outstanding_principal_minor: _Optional[int] = ..., currency: _Optional[str] = ..., daily_rate_ppm: _Optional[int] = ..., method: _Optional[_Union[_schedule_pb2.RepaymentMethod, str]] = ..., penalty_terms: _Optional[_Union[_schedule_pb2.PenaltyTerms, _Mapping]] = ..., disbursed_on: _Optional[str] = ..., next_due_on: _Optional[str] = ..., next_due_minor: _Optional[int] = ..., overdue_minor: _Optional[int] = ..., days_past_due: _Optional[int] = ..., settled_on: _Optional[str] = ..., instalments: _Optional[_Iterable[_Union[Instalment, _Mapping]]] = ...) -> None: ...

class Allocation(_message.Message):
    __slots__ = ("fee_minor", "penalty_minor", "interest_minor", "principal_minor")
    FEE_MINOR_FIELD_NUMBER: _ClassVar[int]
    PENALTY_MINOR_FIELD_NUMBER: _ClassVar[int]
    INTEREST_MINOR_FIELD_NUMBER: _ClassVar[int]
    PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    fee_minor: int
    penalty_minor: int
    interest_minor: int
    principal_minor: int
    def __init__(self, fee_minor: _Optional[int] = ..., penalty_minor: _Optional[int] = ..., interest_minor: _Optional[int] = ..., principal_minor: _Optional[int] = ...) -> None: ...

class Repayment(_message.Message):
    __slots__ = ("repayment_id", "loan_id", "card_id", "kind", "origin", "status", "amount_minor", "currency", "allocation", "failure_reason", "requested_on", "value_date", "requested_at", "asked_minor", "may_be_partial", "try_number", "open_minor", "next_try_at", "effect", "bank_reference", "is_from_third_party", "reversed_on", "third_party_name", "third_party_relation")
    REPAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    ALLOCATION_FIELD_NUMBER: _ClassVar[int]
    FAILURE_REASON_FIELD_NUMBER: _ClassVar[int]
    REQUESTED_ON_FIELD_NUMBER: _ClassVar[int]
    VALUE_DATE_FIELD_NUMBER: _ClassVar[int]
    REQUESTED_AT_FIELD_NUMBER: _ClassVar[int]
    ASKED_MINOR_FIELD_NUMBER: _ClassVar[int]
    MAY_BE_PARTIAL_FIELD_NUMBER: _ClassVar[int]
    TRY_NUMBER_FIELD_NUMBER: _ClassVar[int]
    OPEN_MINOR_FIELD_NUMBER: _ClassVar[int]
    NEXT_TRY_AT_FIELD_NUMBER: _ClassVar[int]
    EFFECT_FIELD_NUMBER: _ClassVar[int]
    BANK_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    IS_FROM_THIRD_PARTY_FIELD_NUMBER: _ClassVar[int]
    REVERSED_ON_FIELD_NUMBER: _ClassVar[int]
    THIRD_PARTY_NAME_FIELD_NUMBER: _ClassVar[int]
    THIRD_PARTY_RELATION_FIELD_NUMBER: _ClassVar[int]
    repayment_id: str
    loan_id: str
    card_id: str
    kind: RepaymentKind
    origin: RepaymentOrigin
    status: RepaymentStatus
    amount_minor: int
    currency: str
    allocation: Allocation
    failure_reason: str
    requested_on: str
    value_date: str
    requested_at: _timestamp_pb2.Timestamp
    asked_minor: int
    may_be_partial: bool
    try_number: int
    open_minor: int
    next_try_at: _timestamp_pb2.Timestamp
    effect: PrepaymentEffect
    bank_reference: str
    is_from_third_party: bool
    reversed_on: str
    third_party_name: str
    third_party_relation: PayerRelation
    def __init__(self, repayment_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., card_id: _Optional[str] = ..., kind: _Optional[_Union[RepaymentKind, str]] = ..., origin: _Optional[_Union[RepaymentOrigin, str]] = ..., status: _Optional[_Union[RepaymentStatus, str]] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., allocation: _Optional[_Union[Allocation, _Mapping]] = ..., failure_reason: _Optional[str] = ..., requested_on: _Optional[str] = ..., value_date: _Optional[str] = ..., requested_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., asked_minor: _Optional[int] = ..., may_be_partial: _Optional[bool] = ..., try_number: _Optional[int] = ..., open_minor: _Optional[int] = ..., next_try_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., effect: _Optional[_Union[PrepaymentEffect, str]] = ..., bank_reference: _Optional[str] = ..., is_from_third_party: _Optional[bool] = ..., reversed_on: _Optional[str] = ..., third_party_name: _Optional[str] = ..., third_party_relation: _Optional[_Union[PayerRelation, str]] = ...) -> None: ...
