import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ReconciliationStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RECONCILIATION_STATUS_UNSPECIFIED: _ClassVar[ReconciliationStatus]
    RECONCILIATION_STATUS_MATCHED: _ClassVar[ReconciliationStatus]
    RECONCILIATION_STATUS_DIFFERENT: _ClassVar[ReconciliationStatus]
    RECONCILIATION_STATUS_STATEMENT_MISSING: _ClassVar[ReconciliationStatus]

class DifferenceKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DIFFERENCE_KIND_UNSPECIFIED: _ClassVar[DifferenceKind]
    DIFFERENCE_KIND_MISSING_AT_RAIL: _ClassVar[DifferenceKind]
    DIFFERENCE_KIND_MISSING_IN_BOOKS: _ClassVar[DifferenceKind]
    DIFFERENCE_KIND_AMOUNT: _ClassVar[DifferenceKind]

class MoneyDirection(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MONEY_DIRECTION_UNSPECIFIED: _ClassVar[MoneyDirection]
    MONEY_DIRECTION_IN: _ClassVar[MoneyDirection]
    MONEY_DIRECTION_OUT: _ClassVar[MoneyDirection]

class DifferenceState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DIFFERENCE_STATE_UNSPECIFIED: _ClassVar[DifferenceState]
    DIFFERENCE_STATE_OPEN: _ClassVar[DifferenceState]
    DIFFERENCE_STATE_PROPOSED: _ClassVar[DifferenceState]
    DIFFERENCE_STATE_RESOLVED: _ClassVar[DifferenceState]
    DIFFERENCE_STATE_MATCHED: _ClassVar[DifferenceState]

class ResolutionReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RESOLUTION_REASON_UNSPECIFIED: _ClassVar[ResolutionReason]
    RESOLUTION_REASON_CREDIT_CUSTOMER: _ClassVar[ResolutionReason]
    RESOLUTION_REASON_HOLD_IN_SUSPENSE: _ClassVar[ResolutionReason]
    RESOLUTION_REASON_BEAR_LOSS: _ClassVar[ResolutionReason]
    RESOLUTION_REASON_EXPLAINED: _ClassVar[ResolutionReason]

class AgeBucket(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    AGE_BUCKET_UNSPECIFIED: _ClassVar[AgeBucket]
    AGE_BUCKET_TO_1_DAY: _ClassVar[AgeBucket]
    AGE_BUCKET_TO_3_DAYS: _ClassVar[AgeBucket]
    AGE_BUCKET_TO_7_DAYS: _ClassVar[AgeBucket]
    AGE_BUCKET_TO_30_DAYS: _ClassVar[AgeBucket]
    AGE_BUCKET_OVER_30_DAYS: _ClassVar[AgeBucket]

class AccountClass(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ACCOUNT_CLASS_UNSPECIFIED: _ClassVar[AccountClass]
    ACCOUNT_CLASS_ASSET: _ClassVar[AccountClass]
    ACCOUNT_CLASS_LIABILITY: _ClassVar[AccountClass]
    ACCOUNT_CLASS_INCOME: _ClassVar[AccountClass]
    ACCOUNT_CLASS_EXPENSE: _ClassVar[AccountClass]
    ACCOUNT_CLASS_OFF_BALANCE: _ClassVar[AccountClass]

class AccountSide(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ACCOUNT_SIDE_UNSPECIFIED: _ClassVar[AccountSide]
    ACCOUNT_SIDE_DEBIT: _ClassVar[AccountSide]
    ACCOUNT_SIDE_CREDIT: _ClassVar[AccountSide]

class AccountLayer(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ACCOUNT_LAYER_UNSPECIFIED: _ClassVar[AccountLayer]
    ACCOUNT_LAYER_JOURNAL: _ClassVar[AccountLayer]
    ACCOUNT_LAYER_TOTALS: _ClassVar[AccountLayer]

class ExportFormat(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EXPORT_FORMAT_UNSPECIFIED: _ClassVar[ExportFormat]
    EXPORT_FORMAT_CSV: _ClassVar[ExportFormat]
    EXPORT_FORMAT_PARQUET: _ClassVar[ExportFormat]
RECONCILIATION_STATUS_UNSPECIFIED: ReconciliationStatus
RECONCILIATION_STATUS_MATCHED: ReconciliationStatus
RECONCILIATION_STATUS_DIFFERENT: ReconciliationStatus
RECONCILIATION_STATUS_STATEMENT_MISSING: ReconciliationStatus
DIFFERENCE_KIND_UNSPECIFIED: DifferenceKind
DIFFERENCE_KIND_MISSING_AT_RAIL: DifferenceKind
DIFFERENCE_KIND_MISSING_IN_BOOKS: DifferenceKind
DIFFERENCE_KIND_AMOUNT: DifferenceKind
MONEY_DIRECTION_UNSPECIFIED: MoneyDirection
MONEY_DIRECTION_IN: MoneyDirection
MONEY_DIRECTION_OUT: MoneyDirection
DIFFERENCE_STATE_UNSPECIFIED: DifferenceState
DIFFERENCE_STATE_OPEN: DifferenceState
DIFFERENCE_STATE_PROPOSED: DifferenceState
DIFFERENCE_STATE_RESOLVED: DifferenceState
DIFFERENCE_STATE_MATCHED: DifferenceState
RESOLUTION_REASON_UNSPECIFIED: ResolutionReason
RESOLUTION_REASON_CREDIT_CUSTOMER: ResolutionReason
RESOLUTION_REASON_HOLD_IN_SUSPENSE: ResolutionReason
RESOLUTION_REASON_BEAR_LOSS: ResolutionReason
RESOLUTION_REASON_EXPLAINED: ResolutionReason
AGE_BUCKET_UNSPECIFIED: AgeBucket
AGE_BUCKET_TO_1_DAY: AgeBucket
AGE_BUCKET_TO_3_DAYS: AgeBucket
AGE_BUCKET_TO_7_DAYS: AgeBucket
AGE_BUCKET_TO_30_DAYS: AgeBucket
AGE_BUCKET_OVER_30_DAYS: AgeBucket
ACCOUNT_CLASS_UNSPECIFIED: AccountClass
ACCOUNT_CLASS_ASSET: AccountClass
ACCOUNT_CLASS_LIABILITY: AccountClass
ACCOUNT_CLASS_INCOME: AccountClass
ACCOUNT_CLASS_EXPENSE: AccountClass
ACCOUNT_CLASS_OFF_BALANCE: AccountClass
ACCOUNT_SIDE_UNSPECIFIED: AccountSide
ACCOUNT_SIDE_DEBIT: AccountSide
ACCOUNT_SIDE_CREDIT: AccountSide
ACCOUNT_LAYER_UNSPECIFIED: AccountLayer
ACCOUNT_LAYER_JOURNAL: AccountLayer
ACCOUNT_LAYER_TOTALS: AccountLayer
EXPORT_FORMAT_UNSPECIFIED: ExportFormat
EXPORT_FORMAT_CSV: ExportFormat
EXPORT_FORMAT_PARQUET: ExportFormat

class AccountBalance(_message.Message):
    __slots__ = ("account", "currency", "debit_minor", "credit_minor")
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    DEBIT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CREDIT_MINOR_FIELD_NUMBER: _ClassVar[int]
    account: str
    currency: str
    debit_minor: int
    credit_minor: int
    def __init__(self, account: _Optional[str] = ..., currency: _Optional[str] = ..., debit_minor: _Optional[int] = ..., credit_minor: _Optional[int] = ...) -> None: ...

class BusinessDayReport(_message.Message):
    __slots__ = ("closed_on", "opened_on", "instalments_due", "collections_requested", "loans_became_overdue", "penalty_accrued_minor", "interest_accrued_minor", "outstanding_principal_minor", "duration_ms", "closed_at")
    CLOSED_ON_FIELD_NUMBER: _ClassVar[int]
    OPENED_ON_FIELD_NUMBER: _ClassVar[int]
    INSTALMENTS_DUE_FIELD_NUMBER: _ClassVar[int]
    COLLECTIONS_REQUESTED_FIELD_NUMBER: _ClassVar[int]
    LOANS_BECAME_OVERDUE_FIELD_NUMBER: _ClassVar[int]
    PENALTY_ACCRUED_MINOR_FIELD_NUMBER: _ClassVar[int]
    INTEREST_ACCRUED_MINOR_FIELD_NUMBER: _ClassVar[int]
    OUTSTANDING_PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    DURATION_MS_FIELD_NUMBER: _ClassVar[int]
    CLOSED_AT_FIELD_NUMBER: _ClassVar[int]
    closed_on: str
    opened_on: str
    instalments_due: int
    collections_requested: int
    loans_became_overdue: int
    penalty_accrued_minor: int
    interest_accrued_minor: int
    outstanding_principal_minor: int
    duration_ms: int
    closed_at: _timestamp_pb2.Timestamp
    def __init__(self, closed_on: _Optional[str] = ..., opened_on: _Optional[str] = ..., instalments_due: _Optional[int] = ..., collections_requested: _Optional[int] = ..., loans_became_overdue: _Optional[int] = ..., penalty_accrued_minor: _Optional[int] = ..., interest_accrued_minor: _Optional[int] = ..., outstanding_principal_minor: _Optional[int] = ..., duration_ms: _Optional[int] = ..., closed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ReconciliationDifference(_message.Message):
    __slots__ = ("kind", "end_to_end_id", "book_amount_minor", "rail_amount_minor")
    KIND_FIELD_NUMBER: _ClassVar[int]
    END_TO_END_ID_FIELD_NUMBER: _ClassVar[int]
    BOOK_AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    RAIL_AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    kind: DifferenceKind
    end_to_end_id: str
    book_amount_minor: int
    rail_amount_minor: int
    def __init__(self, kind: _Optional[_Union[DifferenceKind, str]] = ..., end_to_end_id: _Optional[str] = ..., book_amount_minor: _Optional[int] = ..., rail_amount_minor: _Optional[int] = ...) -> None: ...

class Reconciliation(_message.Message):
    __slots__ = ("business_date", "status", "currency", "matched_count", "disbursed_minor", "collected_minor", "differences")
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    MATCHED_COUNT_FIELD_NUMBER: _ClassVar[int]
    DISBURSED_MINOR_FIELD_NUMBER: _ClassVar[int]
    COLLECTED_MINOR_FIELD_NUMBER: _ClassVar[int]
    DIFFERENCES_FIELD_NUMBER: _ClassVar[int]
    business_date: str
    status: ReconciliationStatus
    currency: str
    matched_count: int
    disbursed_minor: int
    collected_minor: int
    differences: _containers.RepeatedCompositeFieldContainer[ReconciliationDifference]
    def __init__(self, business_date: _Optional[str] = ..., status: _Optional[_Union[ReconciliationStatus, str]] = ..., currency: _Optional[str] = ..., matched_count: _Optional[int] = ..., disbursed_minor: _Optional[int] = ..., collected_minor: _Optional[int] = ..., differences: _Optional[_Iterable[_Union[ReconciliationDifference, _Mapping]]] = ...) -> None: ...

class RailDifference(_message.Message):
    __slots__ = ("difference_id", "kind", "state", "direction", "end_to_end_id", "customer_id", "loan_id", "book_amount_minor", "rail_amount_minor", "currency", "found_on", "age_days", "age_bucket", "reason", "note", "proposed_by", "resolved_by", "ended_on")
    DIFFERENCE_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    END_TO_END_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    BOOK_AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    RAIL_AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    FOUND_ON_FIELD_NUMBER: _ClassVar[int]
    AGE_DAYS_FIELD_NUMBER: _ClassVar[int]
    AGE_BUCKET_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    PROPOSED_BY_FIELD_NUMBER: _ClassVar[int]
    RESOLVED_BY_FIELD_NUMBER: _ClassVar[int]
    ENDED_ON_FIELD_NUMBER: _ClassVar[int]
    difference_id: str
    kind: DifferenceKind
    state: DifferenceState
    direction: MoneyDirection
    end_to_end_id: str
    customer_id: str
    loan_id: str
    book_amount_minor: int
    rail_amount_minor: int
    currency: str
    found_on: str
    age_days: int
    age_bucket: AgeBucket
    reason: ResolutionReason
    note: str
    proposed_by: str
    resolved_by: str
    ended_on: str
    def __init__(self, difference_id: _Optional[str] = ..., kind: _Optional[_Union[DifferenceKind, str]] = ..., state: _Optional[_Union[DifferenceState, str]] = ..., direction: _Optional[_Union[MoneyDirection, str]] = ..., end_to_end_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., book_amount_minor: _Optional[int] = ..., rail_amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., found_on: _Optional[str] = ..., age_days: _Optional[int] = ..., age_bucket: _Optional[_Union[AgeBucket, str]] = ..., reason: _Optional[_Union[ResolutionReason, str]] = ..., note: _Optional[str] = ..., proposed_by: _Optional[str] = ..., resolved_by: _Optional[str] = ..., ended_on: _Optional[str] = ...) -> None: ...

class LedgerAccount(_message.Message):
    __slots__ = ("code", "number", "name_zh", "name_en", "account_class", "grows_on", "owed_by_customer", "layer")
    CODE_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    NAME_ZH_FIELD_NUMBER: _ClassVar[int]
    NAME_EN_FIELD_NUMBER: _ClassVar[int]
    ACCOUNT_CLASS_FIELD_NUMBER: _ClassVar[int]
    GROWS_ON_FIELD_NUMBER: _ClassVar[int]
    OWED_BY_CUSTOMER_FIELD_NUMBER: _ClassVar[int]
    LAYER_FIELD_NUMBER: _ClassVar[int]
    code: str
    number: str
    name_zh: str
    name_en: str
    account_class: AccountClass
    grows_on: AccountSide
    owed_by_customer: bool
    layer: AccountLayer
    def __init__(self, code: _Optional[str] = ..., number: _Optional[str] = ..., name_zh: _Optional[str] = ..., name_en: _Optional[str] = ..., account_class: _Optional[_Union[AccountClass, str]] = ..., grows_on: _Optional[_Union[AccountSide, str]] = ..., owed_by_customer: _Optional[bool] = ..., layer: _Optional[_Union[AccountLayer, str]] = ...) -> None: ...

class AccountTurnover(_message.Message):
    __slots__ = ("account", "currency", "opening_minor", "debit_minor", "credit_minor", "closing_minor")
    ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    OPENING_MINOR_FIELD_NUMBER: _ClassVar[int]
    DEBIT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CREDIT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CLOSING_MINOR_FIELD_NUMBER: _ClassVar[int]
    account: str
    currency: str
    opening_minor: int
    debit_minor: int
    credit_minor: int
    closing_minor: int
    def __init__(self, account: _Optional[str] = ..., currency: _Optional[str] = ..., opening_minor: _Optional[int] = ..., debit_minor: _Optional[int] = ..., credit_minor: _Optional[int] = ..., closing_minor: _Optional[int] = ...) -> None: ...

class JournalEntry(_message.Message):
    __slots__ = ("entry_id", "business_date", "kind", "debit_account", "credit_account", "amount_minor", "currency", "customer_id", "subject_id", "cause", "posted_at")
    ENTRY_ID_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    DEBIT_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    CREDIT_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    POSTED_AT_FIELD_NUMBER: _ClassVar[int]
    entry_id: str
    business_date: str
    kind: str
    debit_account: str
    credit_account: str
    amount_minor: int
    currency: str
    customer_id: str
    subject_id: str
    cause: str
    posted_at: _timestamp_pb2.Timestamp
    def __init__(self, entry_id: _Optional[str] = ..., business_date: _Optional[str] = ..., kind: _Optional[str] = ..., debit_account: _Optional[str] = ..., credit_account: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., customer_id: _Optional[str] = ..., subject_id: _Optional[str] = ..., cause: _Optional[str] = ..., posted_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class StatementDay(_message.Message):
    __slots__ = ("business_date", "read_at", "opening_minor", "closing_minor", "refusal_reason", "times_refused")
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    READ_AT_FIELD_NUMBER: _ClassVar[int]
    OPENING_MINOR_FIELD_NUMBER: _ClassVar[int]
    CLOSING_MINOR_FIELD_NUMBER: _ClassVar[int]
    REFUSAL_REASON_FIELD_NUMBER: _ClassVar[int]
    TIMES_REFUSED_FIELD_NUMBER: _ClassVar[int]
    business_date: str
    read_at: _timestamp_pb2.Timestamp
    opening_minor: int
    closing_minor: int
    refusal_reason: str
    times_refused: int
    def __init__(self, business_date: _Optional[str] = ..., read_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., opening_minor: _Optional[int] = ..., closing_minor: _Optional[int] = ..., refusal_reason: _Optional[str] = ..., times_refused: _Optional[int] = ...) -> None: ...

class PartnerShare(_message.Message):
    __slots__ = ("partner", "principal_ppm", "interest_ppm", "funded_minor", "principal_minor", "interest_charged_minor", "interest_minor")
    PARTNER_FIELD_NUMBER: _ClassVar[int]
    PRINCIPAL_PPM_FIELD_NUMBER: _ClassVar[int]
    INTEREST_PPM_FIELD_NUMBER: _ClassVar[int]
    FUNDED_MINOR_FIELD_NUMBER: _ClassVar[int]
    PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    INTEREST_CHARGED_MINOR_FIELD_NUMBER: _ClassVar[int]
    INTEREST_MINOR_FIELD_NUMBER: _ClassVar[int]
    partner: str
    principal_ppm: int
    interest_ppm: int
    funded_minor: int
    principal_minor: int
    interest_charged_minor: int
    interest_minor: int
    def __init__(self, partner: _Optional[str] = ..., principal_ppm: _Optional[int] = ..., interest_ppm: _Optional[int] = ..., funded_minor: _Optional[int] = ..., principal_minor: _Optional[int] = ..., interest_charged_minor: _Optional[int] = ..., interest_minor: _Optional[int] = ...) -> None: ...
