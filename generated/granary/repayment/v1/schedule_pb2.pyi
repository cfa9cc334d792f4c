from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class RepaymentMethod(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REPAYMENT_METHOD_UNSPECIFIED: _ClassVar[RepaymentMethod]
    REPAYMENT_METHOD_EQUAL_PRINCIPAL: _ClassVar[RepaymentMethod]
    REPAYMENT_METHOD_EQUAL_INSTALMENT: _ClassVar[RepaymentMethod]
    REPAYMENT_METHOD_INTEREST_ONLY_BULLET: _ClassVar[RepaymentMethod]
    REPAYMENT_METHOD_PAY_ANY_TIME_DAILY: _ClassVar[RepaymentMethod]
REPAYMENT_METHOD_UNSPECIFIED: RepaymentMethod
REPAYMENT_METHOD_EQUAL_PRINCIPAL: RepaymentMethod
REPAYMENT_METHOD_EQUAL_INSTALMENT: RepaymentMethod
REPAYMENT_METHOD_INTEREST_ONLY_BULLET: RepaymentMethod
REPAYMENT_METHOD_PAY_ANY_TIME_DAILY: RepaymentMethod

class ScheduleRow(_message.Message):
    __slots__ = ("number", "due_on", "days", "principal_minor", "interest_minor", "total_minor", "outstanding_principal_minor")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    INTEREST_MINOR_FIELD_NUMBER: _ClassVar[int]
    TOTAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    OUTSTANDING_PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    number: int
    due_on: str
    days: int
    principal_minor: int
    interest_minor: int
    total_minor: int
    outstanding_principal_minor: int
    def __init__(self, number: _Optional[int] = ..., due_on: _Optional[str] = ..., days: _Optional[int] = ..., principal_minor: _Optional[int] = ..., interest_minor: _Optional[int] = ..., total_minor: _Optional[int] = ..., outstanding_principal_minor: _Optional[int] = ...) -> None: ...

class PenaltyTerms(_message.Message):
    __slots__ = ("penalty_factor_pct", "cap_annual_ppm", "grace_days")
    PENALTY_FACTOR_PCT_FIELD_NUMBER: _ClassVar[int]
    CAP_ANNUAL_PPM_FIELD_NUMBER: _ClassVar[int]
    GRACE_DAYS_FIELD_NUMBER: _ClassVar[int]
    penalty_factor_pct: int
    cap_annual_ppm: int
    grace_days: int
    def __init__(self, penalty_factor_pct: _Optional[int] = ..., cap_annual_ppm: _Optional[int] = ..., grace_days: _Optional[int] = ...) -> None: ...
