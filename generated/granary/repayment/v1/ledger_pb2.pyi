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
RECONCILIATION_STATUS_UNSPECIFIED: ReconciliationStatus
RECONCILIATION_STATUS_MATCHED: ReconciliationStatus
RECONCILIATION_STATUS_DIFFERENT: ReconciliationStatus
RECONCILIATION_STATUS_STATEMENT_MISSING: ReconciliationStatus
DIFFERENCE_KIND_UNSPECIFIED: DifferenceKind
DIFFERENCE_KIND_MISSING_AT_RAIL: DifferenceKind
DIFFERENCE_KIND_MISSING_IN_BOOKS: DifferenceKind
DIFFERENCE_KIND_AMOUNT: DifferenceKind

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
