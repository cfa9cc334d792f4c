import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from granary.event.v1 import options_pb2 as _options_pb2
from granary.lending.v1 import application_pb2 as _application_pb2
from granary.lending.v1 import credit_line_change_pb2 as _credit_line_change_pb2
from granary.lending.v1 import disclosed_fee_pb2 as _disclosed_fee_pb2
from granary.lending.v1 import drawdown_pb2 as _drawdown_pb2
from granary.lending.v1 import manual_review_pb2 as _manual_review_pb2
from granary.lending.v1 import policy_change_pb2 as _policy_change_pb2
from granary.lending.v1 import post_loan_check_pb2 as _post_loan_check_pb2
from granary.monitoring.v1 import verdict_pb2 as _verdict_pb2
from granary.repayment.v1 import schedule_pb2 as _schedule_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class HoldReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    HOLD_REASON_UNSPECIFIED: _ClassVar[HoldReason]
    HOLD_REASON_SCREEN_HOLD: _ClassVar[HoldReason]
    HOLD_REASON_STEP_UP: _ClassVar[HoldReason]
    HOLD_REASON_NO_ANSWER: _ClassVar[HoldReason]
HOLD_REASON_UNSPECIFIED: HoldReason
HOLD_REASON_SCREEN_HOLD: HoldReason
HOLD_REASON_STEP_UP: HoldReason
HOLD_REASON_NO_ANSWER: HoldReason

class ApplicationDecided(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "application_id", "outcome", "reason_codes", "grade", "limit_minor", "currency", "purpose", "policy_version", "product_code")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    REASON_CODES_FIELD_NUMBER: _ClassVar[int]
    GRADE_FIELD_NUMBER: _ClassVar[int]
    LIMIT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_CODE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    application_id: str
    outcome: _application_pb2.ApplicationOutcome
    reason_codes: _containers.RepeatedScalarFieldContainer[str]
    grade: str
    limit_minor: int
    currency: str
    purpose: _application_pb2.LoanPurpose
    policy_version: str
    product_code: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., application_id: _Optional[str] = ..., outcome: _Optional[_Union[_application_pb2.ApplicationOutcome, str]] = ..., reason_codes: _Optional[_Iterable[str]] = ..., grade: _Optional[str] = ..., limit_minor: _Optional[int] = ..., currency: _Optional[str] = ..., purpose: _Optional[_Union[_application_pb2.LoanPurpose, str]] = ..., policy_version: _Optional[str] = ..., product_code: _Optional[str] = ...) -> None: ...

class ModelRegisterChanged(_message.Message):
    __slots__ = ("model_version", "occurred_at", "what", "sha256", "staff_name", "reason")
    MODEL_VERSION_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    WHAT_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    STAFF_NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    model_version: str
    occurred_at: _timestamp_pb2.Timestamp
    what: str
    sha256: str
    staff_name: str
    reason: str
    def __init__(self, model_version: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., what: _Optional[str] = ..., sha256: _Optional[str] = ..., staff_name: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ManualReviewOpened(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "review_id", "application_id", "kind", "reason_codes", "due_on")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    REVIEW_ID_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    REASON_CODES_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    review_id: str
    application_id: str
    kind: _manual_review_pb2.ReviewKind
    reason_codes: _containers.RepeatedScalarFieldContainer[str]
    due_on: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., review_id: _Optional[str] = ..., application_id: _Optional[str] = ..., kind: _Optional[_Union[_manual_review_pb2.ReviewKind, str]] = ..., reason_codes: _Optional[_Iterable[str]] = ..., due_on: _Optional[str] = ...) -> None: ...

class ManualReviewMoved(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "review_id", "status", "taken_by")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    REVIEW_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    TAKEN_BY_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    review_id: str
    status: _manual_review_pb2.ReviewStatus
    taken_by: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., review_id: _Optional[str] = ..., status: _Optional[_Union[_manual_review_pb2.ReviewStatus, str]] = ..., taken_by: _Optional[str] = ...) -> None: ...

class ManualReviewEnded(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "review_id", "application_id", "status", "limit_minor", "currency", "decided_by")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    REVIEW_ID_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    LIMIT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    DECIDED_BY_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    review_id: str
    application_id: str
    status: _manual_review_pb2.ReviewStatus
    limit_minor: int
    currency: str
    decided_by: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., review_id: _Optional[str] = ..., application_id: _Optional[str] = ..., status: _Optional[_Union[_manual_review_pb2.ReviewStatus, str]] = ..., limit_minor: _Optional[int] = ..., currency: _Optional[str] = ..., decided_by: _Optional[_Iterable[str]] = ...) -> None: ...

class ManualReviewOverdue(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "review_id", "due_on")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    REVIEW_ID_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    review_id: str
    due_on: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., review_id: _Optional[str] = ..., due_on: _Optional[str] = ...) -> None: ...

class BehaviourScored(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "score_id", "credit_line_id", "cause", "pd_ppm", "grade", "line_grade", "triggers", "model_version", "business_date")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    SCORE_ID_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    PD_PPM_FIELD_NUMBER: _ClassVar[int]
    GRADE_FIELD_NUMBER: _ClassVar[int]
    LINE_GRADE_FIELD_NUMBER: _ClassVar[int]
    TRIGGERS_FIELD_NUMBER: _ClassVar[int]
    MODEL_VERSION_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    score_id: str
    credit_line_id: str
    cause: str
    pd_ppm: int
    grade: str
    line_grade: str
    triggers: _containers.RepeatedScalarFieldContainer[str]
    model_version: str
    business_date: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., score_id: _Optional[str] = ..., credit_line_id: _Optional[str] = ..., cause: _Optional[str] = ..., pd_ppm: _Optional[int] = ..., grade: _Optional[str] = ..., line_grade: _Optional[str] = ..., triggers: _Optional[_Iterable[str]] = ..., model_version: _Optional[str] = ..., business_date: _Optional[str] = ...) -> None: ...

class CreditLineOpened(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "credit_line_id", "application_id", "limit_minor", "currency", "daily_rate_ppm", "grade", "policy_version", "product_code")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    LIMIT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    DAILY_RATE_PPM_FIELD_NUMBER: _ClassVar[int]
    GRADE_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_CODE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    credit_line_id: str
    application_id: str
    limit_minor: int
    currency: str
    daily_rate_ppm: int
    grade: str
    policy_version: str
    product_code: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., credit_line_id: _Optional[str] = ..., application_id: _Optional[str] = ..., limit_minor: _Optional[int] = ..., currency: _Optional[str] = ..., daily_rate_ppm: _Optional[int] = ..., grade: _Optional[str] = ..., policy_version: _Optional[str] = ..., product_code: _Optional[str] = ...) -> None: ...

class CreditLineRestored(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "credit_line_id", "loan_id", "repayment_id", "restored_minor", "available_minor", "currency")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    REPAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    RESTORED_MINOR_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    credit_line_id: str
    loan_id: str
    repayment_id: str
    restored_minor: int
    available_minor: int
    currency: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., credit_line_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., repayment_id: _Optional[str] = ..., restored_minor: _Optional[int] = ..., available_minor: _Optional[int] = ..., currency: _Optional[str] = ...) -> None: ...

class CreditLineRedrawn(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "credit_line_id", "loan_id", "repayment_id", "redrawn_minor", "over_limit_minor", "available_minor", "currency")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    REPAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    REDRAWN_MINOR_FIELD_NUMBER: _ClassVar[int]
    OVER_LIMIT_MINOR_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    credit_line_id: str
    loan_id: str
    repayment_id: str
    redrawn_minor: int
    over_limit_minor: int
    available_minor: int
    currency: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., credit_line_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., repayment_id: _Optional[str] = ..., redrawn_minor: _Optional[int] = ..., over_limit_minor: _Optional[int] = ..., available_minor: _Optional[int] = ..., currency: _Optional[str] = ...) -> None: ...

class QuoteGiven(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "quote_id", "amount_minor", "currency", "instalments", "cost_sheet_hash", "policy_version")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    QUOTE_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    INSTALMENTS_FIELD_NUMBER: _ClassVar[int]
    COST_SHEET_HASH_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    quote_id: str
    amount_minor: int
    currency: str
    instalments: int
    cost_sheet_hash: str
    policy_version: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., quote_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., instalments: _Optional[int] = ..., cost_sheet_hash: _Optional[str] = ..., policy_version: _Optional[str] = ...) -> None: ...

class CostSheetOpened(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "quote_id", "cost_sheet_hash")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    QUOTE_ID_FIELD_NUMBER: _ClassVar[int]
    COST_SHEET_HASH_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    quote_id: str
    cost_sheet_hash: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., quote_id: _Optional[str] = ..., cost_sheet_hash: _Optional[str] = ...) -> None: ...

class CostSheetConfirmed(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "quote_id", "cost_sheet_hash", "read_s")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    QUOTE_ID_FIELD_NUMBER: _ClassVar[int]
    COST_SHEET_HASH_FIELD_NUMBER: _ClassVar[int]
    READ_S_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    quote_id: str
    cost_sheet_hash: str
    read_s: int
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., quote_id: _Optional[str] = ..., cost_sheet_hash: _Optional[str] = ..., read_s: _Optional[int] = ...) -> None: ...

class ClausesOpened(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "quote_id", "clauses")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    QUOTE_ID_FIELD_NUMBER: _ClassVar[int]
    CLAUSES_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    quote_id: str
    clauses: int
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., quote_id: _Optional[str] = ..., clauses: _Optional[int] = ...) -> None: ...

class ClausesAcknowledged(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "quote_id", "codes", "still_missing")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    QUOTE_ID_FIELD_NUMBER: _ClassVar[int]
    CODES_FIELD_NUMBER: _ClassVar[int]
    STILL_MISSING_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    quote_id: str
    codes: _containers.RepeatedScalarFieldContainer[str]
    still_missing: int
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., quote_id: _Optional[str] = ..., codes: _Optional[_Iterable[str]] = ..., still_missing: _Optional[int] = ...) -> None: ...

class ContractAgreed(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "contract_id", "quote_id", "document_sha256", "otp_id", "amount_minor", "currency")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
    QUOTE_ID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_SHA256_FIELD_NUMBER: _ClassVar[int]
    OTP_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    contract_id: str
    quote_id: str
    document_sha256: str
    otp_id: str
    amount_minor: int
    currency: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., contract_id: _Optional[str] = ..., quote_id: _Optional[str] = ..., document_sha256: _Optional[str] = ..., otp_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ...) -> None: ...

class ContractSigned(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "contract_id", "quote_id", "sha256", "amount_minor", "currency", "sealed_sha256")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
    QUOTE_ID_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    SEALED_SHA256_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    contract_id: str
    quote_id: str
    sha256: str
    amount_minor: int
    currency: str
    sealed_sha256: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., contract_id: _Optional[str] = ..., quote_id: _Optional[str] = ..., sha256: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., sealed_sha256: _Optional[str] = ...) -> None: ...

class DrawdownRequested(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "drawdown_id", "credit_line_id", "contract_id", "card_id", "amount_minor", "currency", "status", "verdict")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    DRAWDOWN_ID_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    drawdown_id: str
    credit_line_id: str
    contract_id: str
    card_id: str
    amount_minor: int
    currency: str
    status: _drawdown_pb2.DrawdownStatus
    verdict: _verdict_pb2.Verdict
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., drawdown_id: _Optional[str] = ..., credit_line_id: _Optional[str] = ..., contract_id: _Optional[str] = ..., card_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., status: _Optional[_Union[_drawdown_pb2.DrawdownStatus, str]] = ..., verdict: _Optional[_Union[_verdict_pb2.Verdict, _Mapping]] = ...) -> None: ...

class DrawdownScreened(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "drawdown_id", "verdict")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    DRAWDOWN_ID_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    drawdown_id: str
    verdict: _verdict_pb2.Verdict
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., drawdown_id: _Optional[str] = ..., verdict: _Optional[_Union[_verdict_pb2.Verdict, _Mapping]] = ...) -> None: ...

class DrawdownHeld(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "drawdown_id", "reason", "amount_minor", "currency")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    DRAWDOWN_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    drawdown_id: str
    reason: HoldReason
    amount_minor: int
    currency: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., drawdown_id: _Optional[str] = ..., reason: _Optional[_Union[HoldReason, str]] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ...) -> None: ...

class DrawdownPaying(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "drawdown_id", "card_id", "amount_minor", "currency")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    DRAWDOWN_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    drawdown_id: str
    card_id: str
    amount_minor: int
    currency: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., drawdown_id: _Optional[str] = ..., card_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ...) -> None: ...

class DrawdownUnknown(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "drawdown_id", "amount_minor", "currency")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    DRAWDOWN_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    drawdown_id: str
    amount_minor: int
    currency: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., drawdown_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ...) -> None: ...

class DrawdownPaid(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "drawdown_id", "credit_line_id", "contract_id", "card_id", "amount_minor", "currency", "instalments", "method", "daily_rate_ppm", "penalty_factor_pct", "cap_annual_ppm", "grace_days", "disbursed_on", "policy_version", "schedule_sha256", "fees", "prepayment_fee_ppm", "product_code")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    DRAWDOWN_ID_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    INSTALMENTS_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    DAILY_RATE_PPM_FIELD_NUMBER: _ClassVar[int]
    PENALTY_FACTOR_PCT_FIELD_NUMBER: _ClassVar[int]
    CAP_ANNUAL_PPM_FIELD_NUMBER: _ClassVar[int]
    GRACE_DAYS_FIELD_NUMBER: _ClassVar[int]
    DISBURSED_ON_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    SCHEDULE_SHA256_FIELD_NUMBER: _ClassVar[int]
    FEES_FIELD_NUMBER: _ClassVar[int]
    PREPAYMENT_FEE_PPM_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_CODE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    drawdown_id: str
    credit_line_id: str
    contract_id: str
    card_id: str
    amount_minor: int
    currency: str
    instalments: int
    method: _schedule_pb2.RepaymentMethod
    daily_rate_ppm: int
    penalty_factor_pct: int
    cap_annual_ppm: int
    grace_days: int
    disbursed_on: str
    policy_version: str
    schedule_sha256: str
    fees: _containers.RepeatedCompositeFieldContainer[_disclosed_fee_pb2.DisclosedFee]
    prepayment_fee_ppm: int
    product_code: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., drawdown_id: _Optional[str] = ..., credit_line_id: _Optional[str] = ..., contract_id: _Optional[str] = ..., card_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., instalments: _Optional[int] = ..., method: _Optional[_Union[_schedule_pb2.RepaymentMethod, str]] = ..., daily_rate_ppm: _Optional[int] = ..., penalty_factor_pct: _Optional[int] = ..., cap_annual_ppm: _Optional[int] = ..., grace_days: _Optional[int] = ..., disbursed_on: _Optional[str] = ..., policy_version: _Optional[str] = ..., schedule_sha256: _Optional[str] = ..., fees: _Optional[_Iterable[_Union[_disclosed_fee_pb2.DisclosedFee, _Mapping]]] = ..., prepayment_fee_ppm: _Optional[int] = ..., product_code: _Optional[str] = ...) -> None: ...

class DrawdownRefused(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "drawdown_id", "credit_line_id", "reason", "amount_minor", "currency")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    DRAWDOWN_ID_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    drawdown_id: str
    credit_line_id: str
    reason: str
    amount_minor: int
    currency: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., drawdown_id: _Optional[str] = ..., credit_line_id: _Optional[str] = ..., reason: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ...) -> None: ...

class PolicyChangeProposed(_message.Message):
    __slots__ = ("change_id", "occurred_at", "proposed_by", "values")
    CHANGE_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    PROPOSED_BY_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    change_id: str
    occurred_at: _timestamp_pb2.Timestamp
    proposed_by: str
    values: _containers.RepeatedCompositeFieldContainer[_policy_change_pb2.PolicyValue]
    def __init__(self, change_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., proposed_by: _Optional[str] = ..., values: _Optional[_Iterable[_Union[_policy_change_pb2.PolicyValue, _Mapping]]] = ...) -> None: ...

class PolicyChangeApproved(_message.Message):
    __slots__ = ("change_id", "occurred_at", "approved_by", "values", "number")
    CHANGE_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    APPROVED_BY_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    change_id: str
    occurred_at: _timestamp_pb2.Timestamp
    approved_by: str
    values: _containers.RepeatedCompositeFieldContainer[_policy_change_pb2.PolicyValue]
    number: int
    def __init__(self, change_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., approved_by: _Optional[str] = ..., values: _Optional[_Iterable[_Union[_policy_change_pb2.PolicyValue, _Mapping]]] = ..., number: _Optional[int] = ...) -> None: ...

class PolicyChangeRejected(_message.Message):
    __slots__ = ("change_id", "occurred_at", "rejected_by")
    CHANGE_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    REJECTED_BY_FIELD_NUMBER: _ClassVar[int]
    change_id: str
    occurred_at: _timestamp_pb2.Timestamp
    rejected_by: str
    def __init__(self, change_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., rejected_by: _Optional[str] = ...) -> None: ...

class CreditLineChanged(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "change", "available_minor", "currency", "product_code")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_CODE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    change: _credit_line_change_pb2.CreditLineChange
    available_minor: int
    currency: str
    product_code: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., change: _Optional[_Union[_credit_line_change_pb2.CreditLineChange, _Mapping]] = ..., available_minor: _Optional[int] = ..., currency: _Optional[str] = ..., product_code: _Optional[str] = ...) -> None: ...

class PostLoanCheckOpened(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "amount_minor", "currency", "due_on")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    amount_minor: int
    currency: str
    due_on: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., due_on: _Optional[str] = ...) -> None: ...

class FundsEvidenceGiven(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "pieces")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    PIECES_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    pieces: int
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., pieces: _Optional[int] = ...) -> None: ...

class PostLoanCheckRecorded(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "outcome", "due_on", "misuse_penalty_factor_pct", "credit_line_id")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    MISUSE_PENALTY_FACTOR_PCT_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    outcome: _post_loan_check_pb2.PostLoanCheckOutcome
    due_on: str
    misuse_penalty_factor_pct: int
    credit_line_id: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., outcome: _Optional[_Union[_post_loan_check_pb2.PostLoanCheckOutcome, str]] = ..., due_on: _Optional[str] = ..., misuse_penalty_factor_pct: _Optional[int] = ..., credit_line_id: _Optional[str] = ...) -> None: ...

class PostLoanCheckEnded(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ...) -> None: ...
