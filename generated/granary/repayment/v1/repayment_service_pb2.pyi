import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.api import annotations_pb2 as _annotations_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from granary.access.v1 import options_pb2 as _options_pb2
from granary.repayment.v1 import ledger_pb2 as _ledger_pb2
from granary.repayment.v1 import loan_pb2 as _loan_pb2
from granary.repayment.v1 import schedule_pb2 as _schedule_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class MovementKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MOVEMENT_KIND_UNSPECIFIED: _ClassVar[MovementKind]
    MOVEMENT_KIND_DISBURSEMENT: _ClassVar[MovementKind]
    MOVEMENT_KIND_REPAYMENT: _ClassVar[MovementKind]
MOVEMENT_KIND_UNSPECIFIED: MovementKind
MOVEMENT_KIND_DISBURSEMENT: MovementKind
MOVEMENT_KIND_REPAYMENT: MovementKind

class ListLoansRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListLoansResponse(_message.Message):
    __slots__ = ("loans", "next_page_token")
    LOANS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    loans: _containers.RepeatedCompositeFieldContainer[_loan_pb2.Loan]
    next_page_token: str
    def __init__(self, loans: _Optional[_Iterable[_Union[_loan_pb2.Loan, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class GetLoanRequest(_message.Message):
    __slots__ = ("loan_id",)
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    loan_id: str
    def __init__(self, loan_id: _Optional[str] = ...) -> None: ...

class GetLoanResponse(_message.Message):
    __slots__ = ("loan",)
    LOAN_FIELD_NUMBER: _ClassVar[int]
    loan: _loan_pb2.Loan
    def __init__(self, loan: _Optional[_Union[_loan_pb2.Loan, _Mapping]] = ...) -> None: ...

class QuotePayoffRequest(_message.Message):
    __slots__ = ("loan_id",)
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    loan_id: str
    def __init__(self, loan_id: _Optional[str] = ...) -> None: ...

class QuotePayoffResponse(_message.Message):
    __slots__ = ("loan_id", "currency", "principal_minor", "interest_minor", "penalty_minor", "fee_minor", "total_minor", "valid_on", "saved_interest_minor", "valid_until")
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    INTEREST_MINOR_FIELD_NUMBER: _ClassVar[int]
    PENALTY_MINOR_FIELD_NUMBER: _ClassVar[int]
    FEE_MINOR_FIELD_NUMBER: _ClassVar[int]
    TOTAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    VALID_ON_FIELD_NUMBER: _ClassVar[int]
    SAVED_INTEREST_MINOR_FIELD_NUMBER: _ClassVar[int]
    VALID_UNTIL_FIELD_NUMBER: _ClassVar[int]
    loan_id: str
    currency: str
    principal_minor: int
    interest_minor: int
    penalty_minor: int
    fee_minor: int
    total_minor: int
    valid_on: str
    saved_interest_minor: int
    valid_until: _timestamp_pb2.Timestamp
    def __init__(self, loan_id: _Optional[str] = ..., currency: _Optional[str] = ..., principal_minor: _Optional[int] = ..., interest_minor: _Optional[int] = ..., penalty_minor: _Optional[int] = ..., fee_minor: _Optional[int] = ..., total_minor: _Optional[int] = ..., valid_on: _Optional[str] = ..., saved_interest_minor: _Optional[int] = ..., valid_until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RepayRequest(_message.Message):
    __slots__ = ("request_id", "loan_id", "amount_minor", "card_id", "kind", "currency", "effect")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    EFFECT_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    loan_id: str
    amount_minor: int
    card_id: str
    kind: _loan_pb2.RepaymentKind
    currency: str
    effect: _loan_pb2.PrepaymentEffect
    def __init__(self, request_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., card_id: _Optional[str] = ..., kind: _Optional[_Union[_loan_pb2.RepaymentKind, str]] = ..., currency: _Optional[str] = ..., effect: _Optional[_Union[_loan_pb2.PrepaymentEffect, str]] = ...) -> None: ...

class RepayResponse(_message.Message):
    __slots__ = ("repayment",)
    REPAYMENT_FIELD_NUMBER: _ClassVar[int]
    repayment: _loan_pb2.Repayment
    def __init__(self, repayment: _Optional[_Union[_loan_pb2.Repayment, _Mapping]] = ...) -> None: ...

class GetRepaymentRequest(_message.Message):
    __slots__ = ("repayment_id",)
    REPAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    repayment_id: str
    def __init__(self, repayment_id: _Optional[str] = ...) -> None: ...

class GetRepaymentResponse(_message.Message):
    __slots__ = ("repayment",)
    REPAYMENT_FIELD_NUMBER: _ClassVar[int]
    repayment: _loan_pb2.Repayment
    def __init__(self, repayment: _Optional[_Union[_loan_pb2.Repayment, _Mapping]] = ...) -> None: ...

class GetStatementRequest(_message.Message):
    __slots__ = ("loan_id", "month")
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    MONTH_FIELD_NUMBER: _ClassVar[int]
    loan_id: str
    month: str
    def __init__(self, loan_id: _Optional[str] = ..., month: _Optional[str] = ...) -> None: ...

class StatementMovement(_message.Message):
    __slots__ = ("business_date", "kind", "subject_id", "amount_minor", "principal_change_minor", "interest_minor", "penalty_minor", "fee_minor", "outstanding_principal_minor")
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    PRINCIPAL_CHANGE_MINOR_FIELD_NUMBER: _ClassVar[int]
    INTEREST_MINOR_FIELD_NUMBER: _ClassVar[int]
    PENALTY_MINOR_FIELD_NUMBER: _ClassVar[int]
    FEE_MINOR_FIELD_NUMBER: _ClassVar[int]
    OUTSTANDING_PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    business_date: str
    kind: MovementKind
    subject_id: str
    amount_minor: int
    principal_change_minor: int
    interest_minor: int
    penalty_minor: int
    fee_minor: int
    outstanding_principal_minor: int
    def __init__(self, business_date: _Optional[str] = ..., kind: _Optional[_Union[MovementKind, str]] = ..., subject_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., principal_change_minor: _Optional[int] = ..., interest_minor: _Optional[int] = ..., penalty_minor: _Optional[int] = ..., fee_minor: _Optional[int] = ..., outstanding_principal_minor: _Optional[int] = ...) -> None: ...

class GetStatementResponse(_message.Message):
    __slots__ = ("loan_id", "currency", "from_on", "to_on", "opening_principal_minor", "movements", "closing_principal_minor")
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    FROM_ON_FIELD_NUMBER: _ClassVar[int]
    TO_ON_FIELD_NUMBER: _ClassVar[int]
    OPENING_PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    MOVEMENTS_FIELD_NUMBER: _ClassVar[int]
    CLOSING_PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    loan_id: str
    currency: str
    from_on: str
    to_on: str
    opening_principal_minor: int
    movements: _containers.RepeatedCompositeFieldContainer[StatementMovement]
    closing_principal_minor: int
    def __init__(self, loan_id: _Optional[str] = ..., currency: _Optional[str] = ..., from_on: _Optional[str] = ..., to_on: _Optional[str] = ..., opening_principal_minor: _Optional[int] = ..., movements: _Optional[_Iterable[_Union[StatementMovement, _Mapping]]] = ..., closing_principal_minor: _Optional[int] = ...) -> None: ...

class QuoteScheduleRequest(_message.Message):
    __slots__ = ("principal_minor", "daily_rate_ppm", "instalments", "method", "disbursed_on")
    PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    DAILY_RATE_PPM_FIELD_NUMBER: _ClassVar[int]
    INSTALMENTS_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    DISBURSED_ON_FIELD_NUMBER: _ClassVar[int]
    principal_minor: int
    daily_rate_ppm: int
    instalments: int
    method: _schedule_pb2.RepaymentMethod
    disbursed_on: str
    def __init__(self, principal_minor: _Optional[int] = ..., daily_rate_ppm: _Optional[int] = ..., instalments: _Optional[int] = ..., method: _Optional[_Union[_schedule_pb2.RepaymentMethod, str]] = ..., disbursed_on: _Optional[str] = ...) -> None: ...

class QuoteScheduleResponse(_message.Message):
    __slots__ = ("rows", "total_interest_minor", "total_minor")
    ROWS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_INTEREST_MINOR_FIELD_NUMBER: _ClassVar[int]
    TOTAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    rows: _containers.RepeatedCompositeFieldContainer[_schedule_pb2.ScheduleRow]
    total_interest_minor: int
    total_minor: int
    def __init__(self, rows: _Optional[_Iterable[_Union[_schedule_pb2.ScheduleRow, _Mapping]]] = ..., total_interest_minor: _Optional[int] = ..., total_minor: _Optional[int] = ...) -> None: ...

class GetBusinessDateRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetBusinessDateResponse(_message.Message):
    __slots__ = ("business_date",)
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    business_date: str
    def __init__(self, business_date: _Optional[str] = ...) -> None: ...

class CloseBusinessDayRequest(_message.Message):
    __slots__ = ("request_id", "business_date")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    business_date: str
    def __init__(self, request_id: _Optional[str] = ..., business_date: _Optional[str] = ...) -> None: ...

class CloseBusinessDayResponse(_message.Message):
    __slots__ = ("report",)
    REPORT_FIELD_NUMBER: _ClassVar[int]
    report: _ledger_pb2.BusinessDayReport
    def __init__(self, report: _Optional[_Union[_ledger_pb2.BusinessDayReport, _Mapping]] = ...) -> None: ...

class CloseBusinessDaysRequest(_message.Message):
    __slots__ = ("until",)
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    until: str
    def __init__(self, until: _Optional[str] = ...) -> None: ...

class CloseBusinessDaysResponse(_message.Message):
    __slots__ = ("report", "days_left")
    REPORT_FIELD_NUMBER: _ClassVar[int]
    DAYS_LEFT_FIELD_NUMBER: _ClassVar[int]
    report: _ledger_pb2.BusinessDayReport
    days_left: int
    def __init__(self, report: _Optional[_Union[_ledger_pb2.BusinessDayReport, _Mapping]] = ..., days_left: _Optional[int] = ...) -> None: ...

class GetTrialBalanceRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetTrialBalanceResponse(_message.Message):
    __slots__ = ("accounts", "total_debit_minor", "total_credit_minor", "business_date", "read_at")
    ACCOUNTS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_DEBIT_MINOR_FIELD_NUMBER: _ClassVar[int]
    TOTAL_CREDIT_MINOR_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    READ_AT_FIELD_NUMBER: _ClassVar[int]
    accounts: _containers.RepeatedCompositeFieldContainer[_ledger_pb2.AccountBalance]
    total_debit_minor: int
    total_credit_minor: int
    business_date: str
    read_at: _timestamp_pb2.Timestamp
    def __init__(self, accounts: _Optional[_Iterable[_Union[_ledger_pb2.AccountBalance, _Mapping]]] = ..., total_debit_minor: _Optional[int] = ..., total_credit_minor: _Optional[int] = ..., business_date: _Optional[str] = ..., read_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class GetReconciliationRequest(_message.Message):
    __slots__ = ("business_date",)
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    business_date: str
    def __init__(self, business_date: _Optional[str] = ...) -> None: ...

class GetReconciliationResponse(_message.Message):
    __slots__ = ("reconciliation",)
    RECONCILIATION_FIELD_NUMBER: _ClassVar[int]
    reconciliation: _ledger_pb2.Reconciliation
    def __init__(self, reconciliation: _Optional[_Union[_ledger_pb2.Reconciliation, _Mapping]] = ...) -> None: ...
