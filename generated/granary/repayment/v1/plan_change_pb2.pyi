import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PlanChangeKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PLAN_CHANGE_KIND_UNSPECIFIED: _ClassVar[PlanChangeKind]
    PLAN_CHANGE_KIND_CHANGE_DUE_DAY: _ClassVar[PlanChangeKind]
    PLAN_CHANGE_KIND_EXTEND: _ClassVar[PlanChangeKind]
    PLAN_CHANGE_KIND_DEFER: _ClassVar[PlanChangeKind]
    PLAN_CHANGE_KIND_CHANGE_TERM: _ClassVar[PlanChangeKind]
    PLAN_CHANGE_KIND_RE_AGE: _ClassVar[PlanChangeKind]
    PLAN_CHANGE_KIND_RE_AMORTISE: _ClassVar[PlanChangeKind]
    PLAN_CHANGE_KIND_INTEREST_PAUSE: _ClassVar[PlanChangeKind]
    PLAN_CHANGE_KIND_RATE_CHANGE: _ClassVar[PlanChangeKind]
PLAN_CHANGE_KIND_UNSPECIFIED: PlanChangeKind
PLAN_CHANGE_KIND_CHANGE_DUE_DAY: PlanChangeKind
PLAN_CHANGE_KIND_EXTEND: PlanChangeKind
PLAN_CHANGE_KIND_DEFER: PlanChangeKind
PLAN_CHANGE_KIND_CHANGE_TERM: PlanChangeKind
PLAN_CHANGE_KIND_RE_AGE: PlanChangeKind
PLAN_CHANGE_KIND_RE_AMORTISE: PlanChangeKind
PLAN_CHANGE_KIND_INTEREST_PAUSE: PlanChangeKind
PLAN_CHANGE_KIND_RATE_CHANGE: PlanChangeKind

class WantedPlanChange(_message.Message):
    __slots__ = ("kind", "due_day", "instalments", "from_on", "to_on", "daily_rate_ppm")
    KIND_FIELD_NUMBER: _ClassVar[int]
    DUE_DAY_FIELD_NUMBER: _ClassVar[int]
    INSTALMENTS_FIELD_NUMBER: _ClassVar[int]
    FROM_ON_FIELD_NUMBER: _ClassVar[int]
    TO_ON_FIELD_NUMBER: _ClassVar[int]
    DAILY_RATE_PPM_FIELD_NUMBER: _ClassVar[int]
    kind: PlanChangeKind
    due_day: int
    instalments: int
    from_on: str
    to_on: str
    daily_rate_ppm: int
    def __init__(self, kind: _Optional[_Union[PlanChangeKind, str]] = ..., due_day: _Optional[int] = ..., instalments: _Optional[int] = ..., from_on: _Optional[str] = ..., to_on: _Optional[str] = ..., daily_rate_ppm: _Optional[int] = ...) -> None: ...

class PlanChange(_message.Message):
    __slots__ = ("kind", "due_day", "instalments", "from_on", "to_on", "daily_rate_ppm")
    KIND_FIELD_NUMBER: _ClassVar[int]
    DUE_DAY_FIELD_NUMBER: _ClassVar[int]
    INSTALMENTS_FIELD_NUMBER: _ClassVar[int]
    FROM_ON_FIELD_NUMBER: _ClassVar[int]
    TO_ON_FIELD_NUMBER: _ClassVar[int]
    DAILY_RATE_PPM_FIELD_NUMBER: _ClassVar[int]
    kind: PlanChangeKind
    due_day: int
    instalments: int
    from_on: str
    to_on: str
    daily_rate_ppm: int
    def __init__(self, kind: _Optional[_Union[PlanChangeKind, str]] = ..., due_day: _Optional[int] = ..., instalments: _Optional[int] = ..., from_on: _Optional[str] = ..., to_on: _Optional[str] = ..., daily_rate_ppm: _Optional[int] = ...) -> None: ...

class PlanRow(_message.Message):
    __slots__ = ("number", "due_on", "days", "principal_minor", "interest_minor", "penalty_minor", "fee_minor", "total_minor", "paid_minor", "is_due")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    INTEREST_MINOR_FIELD_NUMBER: _ClassVar[int]
    PENALTY_MINOR_FIELD_NUMBER: _ClassVar[int]
    FEE_MINOR_FIELD_NUMBER: _ClassVar[int]
    TOTAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    PAID_MINOR_FIELD_NUMBER: _ClassVar[int]
    IS_DUE_FIELD_NUMBER: _ClassVar[int]
    number: int
    due_on: str
    days: int
    principal_minor: int
    interest_minor: int
    penalty_minor: int
    fee_minor: int
    total_minor: int
    paid_minor: int
    is_due: bool
    def __init__(self, number: _Optional[int] = ..., due_on: _Optional[str] = ..., days: _Optional[int] = ..., principal_minor: _Optional[int] = ..., interest_minor: _Optional[int] = ..., penalty_minor: _Optional[int] = ..., fee_minor: _Optional[int] = ..., total_minor: _Optional[int] = ..., paid_minor: _Optional[int] = ..., is_due: _Optional[bool] = ...) -> None: ...

class PlanCost(_message.Message):
    __slots__ = ("interest_minor", "penalty_minor", "fee_minor", "total_minor", "annual_rate_ppm")
    INTEREST_MINOR_FIELD_NUMBER: _ClassVar[int]
    PENALTY_MINOR_FIELD_NUMBER: _ClassVar[int]
    FEE_MINOR_FIELD_NUMBER: _ClassVar[int]
    TOTAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    ANNUAL_RATE_PPM_FIELD_NUMBER: _ClassVar[int]
    interest_minor: int
    penalty_minor: int
    fee_minor: int
    total_minor: int
    annual_rate_ppm: int
    def __init__(self, interest_minor: _Optional[int] = ..., penalty_minor: _Optional[int] = ..., fee_minor: _Optional[int] = ..., total_minor: _Optional[int] = ..., annual_rate_ppm: _Optional[int] = ...) -> None: ...

class PlanOutline(_message.Message):
    __slots__ = ("rows", "cost", "instalments_to_come", "next_due_on", "last_due_on")
    ROWS_FIELD_NUMBER: _ClassVar[int]
    COST_FIELD_NUMBER: _ClassVar[int]
    INSTALMENTS_TO_COME_FIELD_NUMBER: _ClassVar[int]
    NEXT_DUE_ON_FIELD_NUMBER: _ClassVar[int]
    LAST_DUE_ON_FIELD_NUMBER: _ClassVar[int]
    rows: _containers.RepeatedCompositeFieldContainer[PlanRow]
    cost: PlanCost
    instalments_to_come: int
    next_due_on: str
    last_due_on: str
    def __init__(self, rows: _Optional[_Iterable[_Union[PlanRow, _Mapping]]] = ..., cost: _Optional[_Union[PlanCost, _Mapping]] = ..., instalments_to_come: _Optional[int] = ..., next_due_on: _Optional[str] = ..., last_due_on: _Optional[str] = ...) -> None: ...

class PlanPreview(_message.Message):
    __slots__ = ("loan_id", "change", "before", "after", "cost_change_minor", "preview_hash", "cost_sheet_hash", "valid_on", "currency")
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    COST_CHANGE_MINOR_FIELD_NUMBER: _ClassVar[int]
    PREVIEW_HASH_FIELD_NUMBER: _ClassVar[int]
    COST_SHEET_HASH_FIELD_NUMBER: _ClassVar[int]
    VALID_ON_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    loan_id: str
    change: PlanChange
    before: PlanOutline
    after: PlanOutline
    cost_change_minor: int
    preview_hash: str
    cost_sheet_hash: str
    valid_on: str
    currency: str
    def __init__(self, loan_id: _Optional[str] = ..., change: _Optional[_Union[PlanChange, _Mapping]] = ..., before: _Optional[_Union[PlanOutline, _Mapping]] = ..., after: _Optional[_Union[PlanOutline, _Mapping]] = ..., cost_change_minor: _Optional[int] = ..., preview_hash: _Optional[str] = ..., cost_sheet_hash: _Optional[str] = ..., valid_on: _Optional[str] = ..., currency: _Optional[str] = ...) -> None: ...

class AgreedPlanChange(_message.Message):
    __slots__ = ("change_id", "loan_id", "change", "before", "after", "cost_change_minor", "cost_sheet_hash", "made_by", "made_on", "made_at", "undone_on", "undone_by", "currency", "note")
    CHANGE_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    COST_CHANGE_MINOR_FIELD_NUMBER: _ClassVar[int]
    COST_SHEET_HASH_FIELD_NUMBER: _ClassVar[int]
    MADE_BY_FIELD_NUMBER: _ClassVar[int]
    MADE_ON_FIELD_NUMBER: _ClassVar[int]
    MADE_AT_FIELD_NUMBER: _ClassVar[int]
    UNDONE_ON_FIELD_NUMBER: _ClassVar[int]
    UNDONE_BY_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    change_id: str
    loan_id: str
    change: PlanChange
    before: PlanOutline
    after: PlanOutline
    cost_change_minor: int
    cost_sheet_hash: str
    made_by: str
    made_on: str
    made_at: _timestamp_pb2.Timestamp
    undone_on: str
    undone_by: str
    currency: str
    note: str
    def __init__(self, change_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., change: _Optional[_Union[PlanChange, _Mapping]] = ..., before: _Optional[_Union[PlanOutline, _Mapping]] = ..., after: _Optional[_Union[PlanOutline, _Mapping]] = ..., cost_change_minor: _Optional[int] = ..., cost_sheet_hash: _Optional[str] = ..., made_by: _Optional[str] = ..., made_on: _Optional[str] = ..., made_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., undone_on: _Optional[str] = ..., undone_by: _Optional[str] = ..., currency: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...
