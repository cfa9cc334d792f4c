from buf.validate import validate_pb2 as _validate_pb2
from google.api import annotations_pb2 as _annotations_pb2
from granary.access.v1 import options_pb2 as _options_pb2
from granary.repayment.v1 import loan_pb2 as _loan_pb2
from granary.type.v1 import document_pb2 as _document_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DocumentLanguage(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DOCUMENT_LANGUAGE_UNSPECIFIED: _ClassVar[DocumentLanguage]
    DOCUMENT_LANGUAGE_ZH: _ClassVar[DocumentLanguage]
    DOCUMENT_LANGUAGE_EN: _ClassVar[DocumentLanguage]

class DocumentStanding(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DOCUMENT_STANDING_UNSPECIFIED: _ClassVar[DocumentStanding]
    DOCUMENT_STANDING_VALID: _ClassVar[DocumentStanding]
    DOCUMENT_STANDING_CORRECTED: _ClassVar[DocumentStanding]
    DOCUMENT_STANDING_WITHDRAWN: _ClassVar[DocumentStanding]

class AccountMovementKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ACCOUNT_MOVEMENT_KIND_UNSPECIFIED: _ClassVar[AccountMovementKind]
    ACCOUNT_MOVEMENT_KIND_DISBURSEMENT: _ClassVar[AccountMovementKind]
    ACCOUNT_MOVEMENT_KIND_INTEREST: _ClassVar[AccountMovementKind]
    ACCOUNT_MOVEMENT_KIND_FEE: _ClassVar[AccountMovementKind]
    ACCOUNT_MOVEMENT_KIND_PENALTY: _ClassVar[AccountMovementKind]
    ACCOUNT_MOVEMENT_KIND_PLAN_CHANGE: _ClassVar[AccountMovementKind]
    ACCOUNT_MOVEMENT_KIND_WAIVER: _ClassVar[AccountMovementKind]
    ACCOUNT_MOVEMENT_KIND_REPAYMENT: _ClassVar[AccountMovementKind]

class ExplainedSubject(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EXPLAINED_SUBJECT_UNSPECIFIED: _ClassVar[ExplainedSubject]
    EXPLAINED_SUBJECT_INSTALMENT: _ClassVar[ExplainedSubject]
    EXPLAINED_SUBJECT_ACCRUED_INTEREST: _ClassVar[ExplainedSubject]
    EXPLAINED_SUBJECT_PAYOFF: _ClassVar[ExplainedSubject]
    EXPLAINED_SUBJECT_REPAYMENT: _ClassVar[ExplainedSubject]

class ExplainedKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EXPLAINED_KIND_UNSPECIFIED: _ClassVar[ExplainedKind]
    EXPLAINED_KIND_FEE: _ClassVar[ExplainedKind]
    EXPLAINED_KIND_PENALTY: _ClassVar[ExplainedKind]
    EXPLAINED_KIND_INTEREST: _ClassVar[ExplainedKind]
    EXPLAINED_KIND_PLANNED_INTEREST: _ClassVar[ExplainedKind]
    EXPLAINED_KIND_ACCRUED_INTEREST: _ClassVar[ExplainedKind]
    EXPLAINED_KIND_PRINCIPAL: _ClassVar[ExplainedKind]

class LoanActionKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LOAN_ACTION_KIND_UNSPECIFIED: _ClassVar[LoanActionKind]
    LOAN_ACTION_KIND_STATEMENT: _ClassVar[LoanActionKind]
    LOAN_ACTION_KIND_SCHEDULE: _ClassVar[LoanActionKind]
    LOAN_ACTION_KIND_DISCLOSURE: _ClassVar[LoanActionKind]
    LOAN_ACTION_KIND_PAYOFF_QUOTE: _ClassVar[LoanActionKind]
    LOAN_ACTION_KIND_PAY_DUE: _ClassVar[LoanActionKind]
    LOAN_ACTION_KIND_PREPAY: _ClassVar[LoanActionKind]
    LOAN_ACTION_KIND_CHANGE_PLAN: _ClassVar[LoanActionKind]
    LOAN_ACTION_KIND_SETTLEMENT_CERTIFICATE: _ClassVar[LoanActionKind]
    LOAN_ACTION_KIND_DISPUTE: _ClassVar[LoanActionKind]
DOCUMENT_LANGUAGE_UNSPECIFIED: DocumentLanguage
DOCUMENT_LANGUAGE_ZH: DocumentLanguage
DOCUMENT_LANGUAGE_EN: DocumentLanguage
DOCUMENT_STANDING_UNSPECIFIED: DocumentStanding
DOCUMENT_STANDING_VALID: DocumentStanding
DOCUMENT_STANDING_CORRECTED: DocumentStanding
DOCUMENT_STANDING_WITHDRAWN: DocumentStanding
ACCOUNT_MOVEMENT_KIND_UNSPECIFIED: AccountMovementKind
ACCOUNT_MOVEMENT_KIND_DISBURSEMENT: AccountMovementKind
ACCOUNT_MOVEMENT_KIND_INTEREST: AccountMovementKind
ACCOUNT_MOVEMENT_KIND_FEE: AccountMovementKind
ACCOUNT_MOVEMENT_KIND_PENALTY: AccountMovementKind
ACCOUNT_MOVEMENT_KIND_PLAN_CHANGE: AccountMovementKind
ACCOUNT_MOVEMENT_KIND_WAIVER: AccountMovementKind
ACCOUNT_MOVEMENT_KIND_REPAYMENT: AccountMovementKind
EXPLAINED_SUBJECT_UNSPECIFIED: ExplainedSubject
EXPLAINED_SUBJECT_INSTALMENT: ExplainedSubject
EXPLAINED_SUBJECT_ACCRUED_INTEREST: ExplainedSubject
EXPLAINED_SUBJECT_PAYOFF: ExplainedSubject
EXPLAINED_SUBJECT_REPAYMENT: ExplainedSubject
EXPLAINED_KIND_UNSPECIFIED: ExplainedKind
EXPLAINED_KIND_FEE: ExplainedKind
EXPLAINED_KIND_PENALTY: ExplainedKind
EXPLAINED_KIND_INTEREST: ExplainedKind
EXPLAINED_KIND_PLANNED_INTEREST: ExplainedKind
EXPLAINED_KIND_ACCRUED_INTEREST: ExplainedKind
EXPLAINED_KIND_PRINCIPAL: ExplainedKind
LOAN_ACTION_KIND_UNSPECIFIED: LoanActionKind
LOAN_ACTION_KIND_STATEMENT: LoanActionKind
LOAN_ACTION_KIND_SCHEDULE: LoanActionKind
LOAN_ACTION_KIND_DISCLOSURE: LoanActionKind
LOAN_ACTION_KIND_PAYOFF_QUOTE: LoanActionKind
LOAN_ACTION_KIND_PAY_DUE: LoanActionKind
LOAN_ACTION_KIND_PREPAY: LoanActionKind
LOAN_ACTION_KIND_CHANGE_PLAN: LoanActionKind
LOAN_ACTION_KIND_SETTLEMENT_CERTIFICATE: LoanActionKind
LOAN_ACTION_KIND_DISPUTE: LoanActionKind

class OwedParts(_message.Message):
    __slots__ = ("principal_minor", "interest_minor", "penalty_minor", "fee_minor", "total_minor")
    PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    INTEREST_MINOR_FIELD_NUMBER: _ClassVar[int]
    PENALTY_MINOR_FIELD_NUMBER: _ClassVar[int]
    FEE_MINOR_FIELD_NUMBER: _ClassVar[int]
    TOTAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    principal_minor: int
    interest_minor: int
    penalty_minor: int
    fee_minor: int
    total_minor: int
    def __init__(self, principal_minor: _Optional[int] = ..., interest_minor: _Optional[int] = ..., penalty_minor: _Optional[int] = ..., fee_minor: _Optional[int] = ..., total_minor: _Optional[int] = ...) -> None: ...

class AccountMovement(_message.Message):
    __slots__ = ("business_date", "value_date", "kind", "subject_id", "number", "change", "owed", "is_correction")
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    VALUE_DATE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    OWED_FIELD_NUMBER: _ClassVar[int]
    IS_CORRECTION_FIELD_NUMBER: _ClassVar[int]
    business_date: str
    value_date: str
    kind: AccountMovementKind
    subject_id: str
    number: int
    change: OwedParts
    owed: OwedParts
    is_correction: bool
    def __init__(self, business_date: _Optional[str] = ..., value_date: _Optional[str] = ..., kind: _Optional[_Union[AccountMovementKind, str]] = ..., subject_id: _Optional[str] = ..., number: _Optional[int] = ..., change: _Optional[_Union[OwedParts, _Mapping]] = ..., owed: _Optional[_Union[OwedParts, _Mapping]] = ..., is_correction: _Optional[bool] = ...) -> None: ...

class DueInstalment(_message.Message):
    __slots__ = ("number", "due_on", "principal_minor", "interest_minor", "penalty_minor", "fee_minor", "paid_minor", "unpaid_minor", "paid_on", "is_overdue")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    INTEREST_MINOR_FIELD_NUMBER: _ClassVar[int]
    PENALTY_MINOR_FIELD_NUMBER: _ClassVar[int]
    FEE_MINOR_FIELD_NUMBER: _ClassVar[int]
    PAID_MINOR_FIELD_NUMBER: _ClassVar[int]
    UNPAID_MINOR_FIELD_NUMBER: _ClassVar[int]
    PAID_ON_FIELD_NUMBER: _ClassVar[int]
    IS_OVERDUE_FIELD_NUMBER: _ClassVar[int]
    number: int
    due_on: str
    principal_minor: int
    interest_minor: int
    penalty_minor: int
    fee_minor: int
    paid_minor: int
    unpaid_minor: int
    paid_on: str
    is_overdue: bool
    def __init__(self, number: _Optional[int] = ..., due_on: _Optional[str] = ..., principal_minor: _Optional[int] = ..., interest_minor: _Optional[int] = ..., penalty_minor: _Optional[int] = ..., fee_minor: _Optional[int] = ..., paid_minor: _Optional[int] = ..., unpaid_minor: _Optional[int] = ..., paid_on: _Optional[str] = ..., is_overdue: _Optional[bool] = ...) -> None: ...

class LoanStatement(_message.Message):
    __slots__ = ("loan_id", "contract_id", "currency", "principal_minor", "disbursed_on", "daily_rate_ppm", "annual_rate_ppm", "penalty_annual_rate_ppm", "from_on", "to_on", "is_final", "opening", "movements", "closing", "due", "status", "days_past_due", "overdue_minor", "next_due_on", "next_due_minor", "payoff_minor", "accrued_interest_minor")
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    DISBURSED_ON_FIELD_NUMBER: _ClassVar[int]
    DAILY_RATE_PPM_FIELD_NUMBER: _ClassVar[int]
    ANNUAL_RATE_PPM_FIELD_NUMBER: _ClassVar[int]
    PENALTY_ANNUAL_RATE_PPM_FIELD_NUMBER: _ClassVar[int]
    FROM_ON_FIELD_NUMBER: _ClassVar[int]
    TO_ON_FIELD_NUMBER: _ClassVar[int]
    IS_FINAL_FIELD_NUMBER: _ClassVar[int]
    OPENING_FIELD_NUMBER: _ClassVar[int]
    MOVEMENTS_FIELD_NUMBER: _ClassVar[int]
    CLOSING_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    DAYS_PAST_DUE_FIELD_NUMBER: _ClassVar[int]
    OVERDUE_MINOR_FIELD_NUMBER: _ClassVar[int]
    NEXT_DUE_ON_FIELD_NUMBER: _ClassVar[int]
    NEXT_DUE_MINOR_FIELD_NUMBER: _ClassVar[int]
    PAYOFF_MINOR_FIELD_NUMBER: _ClassVar[int]
    ACCRUED_INTEREST_MINOR_FIELD_NUMBER: _ClassVar[int]
    loan_id: str
    contract_id: str
    currency: str
    principal_minor: int
    disbursed_on: str
    daily_rate_ppm: int
    annual_rate_ppm: int
    penalty_annual_rate_ppm: int
    from_on: str
    to_on: str
    is_final: bool
    opening: OwedParts
    movements: _containers.RepeatedCompositeFieldContainer[AccountMovement]
    closing: OwedParts
    due: _containers.RepeatedCompositeFieldContainer[DueInstalment]
    status: _loan_pb2.LoanStatus
    days_past_due: int
    overdue_minor: int
    next_due_on: str
    next_due_minor: int
    payoff_minor: int
    accrued_interest_minor: int
    def __init__(self, loan_id: _Optional[str] = ..., contract_id: _Optional[str] = ..., currency: _Optional[str] = ..., principal_minor: _Optional[int] = ..., disbursed_on: _Optional[str] = ..., daily_rate_ppm: _Optional[int] = ..., annual_rate_ppm: _Optional[int] = ..., penalty_annual_rate_ppm: _Optional[int] = ..., from_on: _Optional[str] = ..., to_on: _Optional[str] = ..., is_final: _Optional[bool] = ..., opening: _Optional[_Union[OwedParts, _Mapping]] = ..., movements: _Optional[_Iterable[_Union[AccountMovement, _Mapping]]] = ..., closing: _Optional[_Union[OwedParts, _Mapping]] = ..., due: _Optional[_Iterable[_Union[DueInstalment, _Mapping]]] = ..., status: _Optional[_Union[_loan_pb2.LoanStatus, str]] = ..., days_past_due: _Optional[int] = ..., overdue_minor: _Optional[int] = ..., next_due_on: _Optional[str] = ..., next_due_minor: _Optional[int] = ..., payoff_minor: _Optional[int] = ..., accrued_interest_minor: _Optional[int] = ...) -> None: ...

class StatementLender(_message.Message):
    __slots__ = ("name", "licence", "complaint_channel")
    NAME_FIELD_NUMBER: _ClassVar[int]
    LICENCE_FIELD_NUMBER: _ClassVar[int]
    COMPLAINT_CHANNEL_FIELD_NUMBER: _ClassVar[int]
    name: str
    licence: str
    complaint_channel: str
    def __init__(self, name: _Optional[str] = ..., licence: _Optional[str] = ..., complaint_channel: _Optional[str] = ...) -> None: ...

class MonthlyStatement(_message.Message):
    __slots__ = ("lender", "from_on", "to_on", "is_final", "opening", "disbursed", "charged", "waived", "repaid", "closing", "loans")
    LENDER_FIELD_NUMBER: _ClassVar[int]
    FROM_ON_FIELD_NUMBER: _ClassVar[int]
    TO_ON_FIELD_NUMBER: _ClassVar[int]
    IS_FINAL_FIELD_NUMBER: _ClassVar[int]
    OPENING_FIELD_NUMBER: _ClassVar[int]
    DISBURSED_FIELD_NUMBER: _ClassVar[int]
    CHARGED_FIELD_NUMBER: _ClassVar[int]
    WAIVED_FIELD_NUMBER: _ClassVar[int]
    REPAID_FIELD_NUMBER: _ClassVar[int]
    CLOSING_FIELD_NUMBER: _ClassVar[int]
    LOANS_FIELD_NUMBER: _ClassVar[int]
    lender: StatementLender
    from_on: str
    to_on: str
    is_final: bool
    opening: OwedParts
    disbursed: OwedParts
    charged: OwedParts
    waived: OwedParts
    repaid: OwedParts
    closing: OwedParts
    loans: _containers.RepeatedCompositeFieldContainer[LoanStatement]
    def __init__(self, lender: _Optional[_Union[StatementLender, _Mapping]] = ..., from_on: _Optional[str] = ..., to_on: _Optional[str] = ..., is_final: _Optional[bool] = ..., opening: _Optional[_Union[OwedParts, _Mapping]] = ..., disbursed: _Optional[_Union[OwedParts, _Mapping]] = ..., charged: _Optional[_Union[OwedParts, _Mapping]] = ..., waived: _Optional[_Union[OwedParts, _Mapping]] = ..., repaid: _Optional[_Union[OwedParts, _Mapping]] = ..., closing: _Optional[_Union[OwedParts, _Mapping]] = ..., loans: _Optional[_Iterable[_Union[LoanStatement, _Mapping]]] = ...) -> None: ...

class GetMonthlyStatementRequest(_message.Message):
    __slots__ = ("month",)
    MONTH_FIELD_NUMBER: _ClassVar[int]
    month: str
    def __init__(self, month: _Optional[str] = ...) -> None: ...

class GetMonthlyStatementResponse(_message.Message):
    __slots__ = ("statement",)
    STATEMENT_FIELD_NUMBER: _ClassVar[int]
    statement: MonthlyStatement
    def __init__(self, statement: _Optional[_Union[MonthlyStatement, _Mapping]] = ...) -> None: ...

class DownloadMonthlyStatementRequest(_message.Message):
    __slots__ = ("month", "language")
    MONTH_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    month: str
    language: DocumentLanguage
    def __init__(self, month: _Optional[str] = ..., language: _Optional[_Union[DocumentLanguage, str]] = ...) -> None: ...

class DownloadMonthlyStatementResponse(_message.Message):
    __slots__ = ("document",)
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    document: _document_pb2.Document
    def __init__(self, document: _Optional[_Union[_document_pb2.Document, _Mapping]] = ...) -> None: ...

class GetLoanStatementRequest(_message.Message):
    __slots__ = ("loan_id", "month")
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    MONTH_FIELD_NUMBER: _ClassVar[int]
    loan_id: str
    month: str
    def __init__(self, loan_id: _Optional[str] = ..., month: _Optional[str] = ...) -> None: ...

class GetLoanStatementResponse(_message.Message):
    __slots__ = ("statement",)
    STATEMENT_FIELD_NUMBER: _ClassVar[int]
    statement: LoanStatement
    def __init__(self, statement: _Optional[_Union[LoanStatement, _Mapping]] = ...) -> None: ...

class DownloadLoanStatementRequest(_message.Message):
    __slots__ = ("loan_id", "month", "language")
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    MONTH_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    loan_id: str
    month: str
    language: DocumentLanguage
    def __init__(self, loan_id: _Optional[str] = ..., month: _Optional[str] = ..., language: _Optional[_Union[DocumentLanguage, str]] = ...) -> None: ...

class DownloadLoanStatementResponse(_message.Message):
    __slots__ = ("document",)
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    document: _document_pb2.Document
    def __init__(self, document: _Optional[_Union[_document_pb2.Document, _Mapping]] = ...) -> None: ...

class ExplainAmountRequest(_message.Message):
    __slots__ = ("loan_id", "subject", "instalment", "repayment_id")
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    INSTALMENT_FIELD_NUMBER: _ClassVar[int]
    REPAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    loan_id: str
    subject: ExplainedSubject
    instalment: int
    repayment_id: str
    def __init__(self, loan_id: _Optional[str] = ..., subject: _Optional[_Union[ExplainedSubject, str]] = ..., instalment: _Optional[int] = ..., repayment_id: _Optional[str] = ...) -> None: ...

class ExplainedDays(_message.Message):
    __slots__ = ("from_on", "to_on", "days", "base_minor", "daily_rate", "exact_fen", "amount_text")
    FROM_ON_FIELD_NUMBER: _ClassVar[int]
    TO_ON_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    BASE_MINOR_FIELD_NUMBER: _ClassVar[int]
    DAILY_RATE_FIELD_NUMBER: _ClassVar[int]
    EXACT_FEN_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_TEXT_FIELD_NUMBER: _ClassVar[int]
    from_on: str
    to_on: str
    days: int
    base_minor: int
    daily_rate: str
    exact_fen: str
    amount_text: str
    def __init__(self, from_on: _Optional[str] = ..., to_on: _Optional[str] = ..., days: _Optional[int] = ..., base_minor: _Optional[int] = ..., daily_rate: _Optional[str] = ..., exact_fen: _Optional[str] = ..., amount_text: _Optional[str] = ...) -> None: ...

class ExplainedAmount(_message.Message):
    __slots__ = ("kind", "number", "days", "exact_fen", "rounding_fen", "fixed_minor", "charged_minor", "paid_before_minor", "unpaid_minor", "allocated_minor")
    KIND_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    EXACT_FEN_FIELD_NUMBER: _ClassVar[int]
    ROUNDING_FEN_FIELD_NUMBER: _ClassVar[int]
    FIXED_MINOR_FIELD_NUMBER: _ClassVar[int]
    CHARGED_MINOR_FIELD_NUMBER: _ClassVar[int]
    PAID_BEFORE_MINOR_FIELD_NUMBER: _ClassVar[int]
    UNPAID_MINOR_FIELD_NUMBER: _ClassVar[int]
    ALLOCATED_MINOR_FIELD_NUMBER: _ClassVar[int]
    kind: ExplainedKind
    number: int
    days: _containers.RepeatedCompositeFieldContainer[ExplainedDays]
    exact_fen: str
    rounding_fen: str
    fixed_minor: int
    charged_minor: int
    paid_before_minor: int
    unpaid_minor: int
    allocated_minor: int
    def __init__(self, kind: _Optional[_Union[ExplainedKind, str]] = ..., number: _Optional[int] = ..., days: _Optional[_Iterable[_Union[ExplainedDays, _Mapping]]] = ..., exact_fen: _Optional[str] = ..., rounding_fen: _Optional[str] = ..., fixed_minor: _Optional[int] = ..., charged_minor: _Optional[int] = ..., paid_before_minor: _Optional[int] = ..., unpaid_minor: _Optional[int] = ..., allocated_minor: _Optional[int] = ...) -> None: ...

class Explanation(_message.Message):
    __slots__ = ("on_date", "currency", "amounts", "total_minor", "allocated_minor")
    ON_DATE_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    AMOUNTS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    ALLOCATED_MINOR_FIELD_NUMBER: _ClassVar[int]
    on_date: str
    currency: str
    amounts: _containers.RepeatedCompositeFieldContainer[ExplainedAmount]
    total_minor: int
    allocated_minor: int
    def __init__(self, on_date: _Optional[str] = ..., currency: _Optional[str] = ..., amounts: _Optional[_Iterable[_Union[ExplainedAmount, _Mapping]]] = ..., total_minor: _Optional[int] = ..., allocated_minor: _Optional[int] = ...) -> None: ...

class ExplainAmountResponse(_message.Message):
    __slots__ = ("explanation",)
    EXPLANATION_FIELD_NUMBER: _ClassVar[int]
    explanation: Explanation
    def __init__(self, explanation: _Optional[_Union[Explanation, _Mapping]] = ...) -> None: ...

class DownloadScheduleRequest(_message.Message):
    __slots__ = ("loan_id", "language")
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    loan_id: str
    language: DocumentLanguage
    def __init__(self, loan_id: _Optional[str] = ..., language: _Optional[_Union[DocumentLanguage, str]] = ...) -> None: ...

class DownloadScheduleResponse(_message.Message):
    __slots__ = ("document",)
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    document: _document_pb2.Document
    def __init__(self, document: _Optional[_Union[_document_pb2.Document, _Mapping]] = ...) -> None: ...

class DownloadDisclosureRequest(_message.Message):
    __slots__ = ("loan_id", "language")
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    loan_id: str
    language: DocumentLanguage
    def __init__(self, loan_id: _Optional[str] = ..., language: _Optional[_Union[DocumentLanguage, str]] = ...) -> None: ...

class DownloadDisclosureResponse(_message.Message):
    __slots__ = ("document",)
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    document: _document_pb2.Document
    def __init__(self, document: _Optional[_Union[_document_pb2.Document, _Mapping]] = ...) -> None: ...

class GetReceiptRequest(_message.Message):
    __slots__ = ("repayment_id",)
    REPAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    repayment_id: str
    def __init__(self, repayment_id: _Optional[str] = ...) -> None: ...

class GetReceiptResponse(_message.Message):
    __slots__ = ("document_number", "repayment", "booked_on", "owed_after", "lender")
    DOCUMENT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    REPAYMENT_FIELD_NUMBER: _ClassVar[int]
    BOOKED_ON_FIELD_NUMBER: _ClassVar[int]
    OWED_AFTER_FIELD_NUMBER: _ClassVar[int]
    LENDER_FIELD_NUMBER: _ClassVar[int]
    document_number: str
    repayment: _loan_pb2.Repayment
    booked_on: str
    owed_after: OwedParts
    lender: StatementLender
    def __init__(self, document_number: _Optional[str] = ..., repayment: _Optional[_Union[_loan_pb2.Repayment, _Mapping]] = ..., booked_on: _Optional[str] = ..., owed_after: _Optional[_Union[OwedParts, _Mapping]] = ..., lender: _Optional[_Union[StatementLender, _Mapping]] = ...) -> None: ...

class DownloadReceiptRequest(_message.Message):
    __slots__ = ("repayment_id", "language")
    REPAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    repayment_id: str
    language: DocumentLanguage
    def __init__(self, repayment_id: _Optional[str] = ..., language: _Optional[_Union[DocumentLanguage, str]] = ...) -> None: ...

class DownloadReceiptResponse(_message.Message):
    __slots__ = ("document",)
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    document: _document_pb2.Document
    def __init__(self, document: _Optional[_Union[_document_pb2.Document, _Mapping]] = ...) -> None: ...

class GetSettlementCertificateRequest(_message.Message):
    __slots__ = ("loan_id",)
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    loan_id: str
    def __init__(self, loan_id: _Optional[str] = ...) -> None: ...

class GetSettlementCertificateResponse(_message.Message):
    __slots__ = ("document_number", "loan_id", "contract_id", "currency", "principal_minor", "paid_minor", "disbursed_on", "settled_on", "lender")
    DOCUMENT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    PAID_MINOR_FIELD_NUMBER: _ClassVar[int]
    DISBURSED_ON_FIELD_NUMBER: _ClassVar[int]
    SETTLED_ON_FIELD_NUMBER: _ClassVar[int]
    LENDER_FIELD_NUMBER: _ClassVar[int]
    document_number: str
    loan_id: str
    contract_id: str
    currency: str
    principal_minor: int
    paid_minor: int
    disbursed_on: str
    settled_on: str
    lender: StatementLender
    def __init__(self, document_number: _Optional[str] = ..., loan_id: _Optional[str] = ..., contract_id: _Optional[str] = ..., currency: _Optional[str] = ..., principal_minor: _Optional[int] = ..., paid_minor: _Optional[int] = ..., disbursed_on: _Optional[str] = ..., settled_on: _Optional[str] = ..., lender: _Optional[_Union[StatementLender, _Mapping]] = ...) -> None: ...

class DownloadSettlementCertificateRequest(_message.Message):
    __slots__ = ("loan_id", "language")
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    loan_id: str
    language: DocumentLanguage
    def __init__(self, loan_id: _Optional[str] = ..., language: _Optional[_Union[DocumentLanguage, str]] = ...) -> None: ...

class DownloadSettlementCertificateResponse(_message.Message):
    __slots__ = ("document",)
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    document: _document_pb2.Document
    def __init__(self, document: _Optional[_Union[_document_pb2.Document, _Mapping]] = ...) -> None: ...

class ListLoanActionsRequest(_message.Message):
    __slots__ = ("loan_id",)
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    loan_id: str
    def __init__(self, loan_id: _Optional[str] = ...) -> None: ...

class LoanAction(_message.Message):
    __slots__ = ("kind", "is_open", "reason", "open_from_on", "amount_minor")
    KIND_FIELD_NUMBER: _ClassVar[int]
    IS_OPEN_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    OPEN_FROM_ON_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    kind: LoanActionKind
    is_open: bool
    reason: str
    open_from_on: str
    amount_minor: int
    def __init__(self, kind: _Optional[_Union[LoanActionKind, str]] = ..., is_open: _Optional[bool] = ..., reason: _Optional[str] = ..., open_from_on: _Optional[str] = ..., amount_minor: _Optional[int] = ...) -> None: ...

class ListLoanActionsResponse(_message.Message):
    __slots__ = ("actions", "on_date")
    ACTIONS_FIELD_NUMBER: _ClassVar[int]
    ON_DATE_FIELD_NUMBER: _ClassVar[int]
    actions: _containers.RepeatedCompositeFieldContainer[LoanAction]
    on_date: str
    def __init__(self, actions: _Optional[_Iterable[_Union[LoanAction, _Mapping]]] = ..., on_date: _Optional[str] = ...) -> None: ...

class GetCustomerStatementRequest(_message.Message):
    __slots__ = ("customer_id", "month")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    MONTH_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    month: str
    def __init__(self, customer_id: _Optional[str] = ..., month: _Optional[str] = ...) -> None: ...

class GetCustomerStatementResponse(_message.Message):
    __slots__ = ("statement",)
    STATEMENT_FIELD_NUMBER: _ClassVar[int]
    statement: MonthlyStatement
    def __init__(self, statement: _Optional[_Union[MonthlyStatement, _Mapping]] = ...) -> None: ...

class ExplainCustomerAmountRequest(_message.Message):
    __slots__ = ("customer_id", "loan_id", "subject", "instalment", "repayment_id")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    INSTALMENT_FIELD_NUMBER: _ClassVar[int]
    REPAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    loan_id: str
    subject: ExplainedSubject
    instalment: int
    repayment_id: str
    def __init__(self, customer_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., subject: _Optional[_Union[ExplainedSubject, str]] = ..., instalment: _Optional[int] = ..., repayment_id: _Optional[str] = ...) -> None: ...

class ExplainCustomerAmountResponse(_message.Message):
    __slots__ = ("explanation",)
    EXPLANATION_FIELD_NUMBER: _ClassVar[int]
    explanation: Explanation
    def __init__(self, explanation: _Optional[_Union[Explanation, _Mapping]] = ...) -> None: ...

class FindDocumentRequest(_message.Message):
    __slots__ = ("customer_id", "document_number")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    document_number: str
    def __init__(self, customer_id: _Optional[str] = ..., document_number: _Optional[str] = ...) -> None: ...

class FindDocumentResponse(_message.Message):
    __slots__ = ("document", "content_sha256", "issued_on", "standing", "standing_since", "standing_because")
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    CONTENT_SHA256_FIELD_NUMBER: _ClassVar[int]
    ISSUED_ON_FIELD_NUMBER: _ClassVar[int]
    STANDING_FIELD_NUMBER: _ClassVar[int]
    STANDING_SINCE_FIELD_NUMBER: _ClassVar[int]
    STANDING_BECAUSE_FIELD_NUMBER: _ClassVar[int]
    document: _document_pb2.Document
    content_sha256: str
    issued_on: str
    standing: DocumentStanding
    standing_since: str
    standing_because: str
    def __init__(self, document: _Optional[_Union[_document_pb2.Document, _Mapping]] = ..., content_sha256: _Optional[str] = ..., issued_on: _Optional[str] = ..., standing: _Optional[_Union[DocumentStanding, str]] = ..., standing_since: _Optional[str] = ..., standing_because: _Optional[str] = ...) -> None: ...
