import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.api import annotations_pb2 as _annotations_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from granary.access.v1 import options_pb2 as _options_pb2
from granary.lending.v1 import application_pb2 as _application_pb2
from granary.lending.v1 import contract_pb2 as _contract_pb2
from granary.lending.v1 import credit_line_pb2 as _credit_line_pb2
from granary.lending.v1 import drawdown_pb2 as _drawdown_pb2
from granary.lending.v1 import loan_option_pb2 as _loan_option_pb2
from granary.lending.v1 import policy_pb2 as _policy_pb2
from granary.lending.v1 import policy_change_pb2 as _policy_change_pb2
from granary.lending.v1 import quote_pb2 as _quote_pb2
from granary.repayment.v1 import schedule_pb2 as _schedule_pb2
from granary.type.v1 import document_pb2 as _document_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ContactRelation(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CONTACT_RELATION_UNSPECIFIED: _ClassVar[ContactRelation]
    CONTACT_RELATION_FAMILY: _ClassVar[ContactRelation]
    CONTACT_RELATION_SPOUSE: _ClassVar[ContactRelation]
    CONTACT_RELATION_COLLEAGUE: _ClassVar[ContactRelation]
    CONTACT_RELATION_FRIEND: _ClassVar[ContactRelation]

class ReleaseDecision(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RELEASE_DECISION_UNSPECIFIED: _ClassVar[ReleaseDecision]
    RELEASE_DECISION_ALLOW: _ClassVar[ReleaseDecision]
    RELEASE_DECISION_REFUSE: _ClassVar[ReleaseDecision]
CONTACT_RELATION_UNSPECIFIED: ContactRelation
CONTACT_RELATION_FAMILY: ContactRelation
CONTACT_RELATION_SPOUSE: ContactRelation
CONTACT_RELATION_COLLEAGUE: ContactRelation
CONTACT_RELATION_FRIEND: ContactRelation
RELEASE_DECISION_UNSPECIFIED: ReleaseDecision
RELEASE_DECISION_ALLOW: ReleaseDecision
RELEASE_DECISION_REFUSE: ReleaseDecision

class ContactPerson(_message.Message):
    __slots__ = ("name", "phone", "relation")
    NAME_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    RELATION_FIELD_NUMBER: _ClassVar[int]
    name: str
    phone: str
    relation: ContactRelation
    def __init__(self, name: _Optional[str] = ..., phone: _Optional[str] = ..., relation: _Optional[_Union[ContactRelation, str]] = ...) -> None: ...

class ApplyRequest(_message.Message):
    __slots__ = ("request_id", "employer", "occupation", "monthly_income_minor", "purpose", "contact", "truth_declared", "product_code", "purpose_text")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    EMPLOYER_FIELD_NUMBER: _ClassVar[int]
    OCCUPATION_FIELD_NUMBER: _ClassVar[int]
    MONTHLY_INCOME_MINOR_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    CONTACT_FIELD_NUMBER: _ClassVar[int]
    TRUTH_DECLARED_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_CODE_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_TEXT_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    employer: str
    occupation: str
    monthly_income_minor: int
    purpose: _application_pb2.LoanPurpose
    contact: ContactPerson
    truth_declared: bool
    product_code: str
    purpose_text: str
    def __init__(self, request_id: _Optional[str] = ..., employer: _Optional[str] = ..., occupation: _Optional[str] = ..., monthly_income_minor: _Optional[int] = ..., purpose: _Optional[_Union[_application_pb2.LoanPurpose, str]] = ..., contact: _Optional[_Union[ContactPerson, _Mapping]] = ..., truth_declared: _Optional[bool] = ..., product_code: _Optional[str] = ..., purpose_text: _Optional[str] = ...) -> None: ...

class ApplyResponse(_message.Message):
    __slots__ = ("application",)
    APPLICATION_FIELD_NUMBER: _ClassVar[int]
    application: _application_pb2.Application
    def __init__(self, application: _Optional[_Union[_application_pb2.Application, _Mapping]] = ...) -> None: ...

class GetApplicationRequest(_message.Message):
    __slots__ = ("application_id",)
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    application_id: str
    def __init__(self, application_id: _Optional[str] = ...) -> None: ...

class GetApplicationResponse(_message.Message):
    __slots__ = ("application",)
    APPLICATION_FIELD_NUMBER: _ClassVar[int]
    application: _application_pb2.Application
    def __init__(self, application: _Optional[_Union[_application_pb2.Application, _Mapping]] = ...) -> None: ...

class GetCreditLineRequest(_message.Message):
    __slots__ = ("product_code",)
    PRODUCT_CODE_FIELD_NUMBER: _ClassVar[int]
    product_code: str
    def __init__(self, product_code: _Optional[str] = ...) -> None: ...

class ListCreditLinesRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListCreditLinesResponse(_message.Message):
    __slots__ = ("credit_lines",)
    CREDIT_LINES_FIELD_NUMBER: _ClassVar[int]
    credit_lines: _containers.RepeatedCompositeFieldContainer[_credit_line_pb2.CreditLine]
    def __init__(self, credit_lines: _Optional[_Iterable[_Union[_credit_line_pb2.CreditLine, _Mapping]]] = ...) -> None: ...

class GetCreditLineResponse(_message.Message):
    __slots__ = ("credit_line",)
    CREDIT_LINE_FIELD_NUMBER: _ClassVar[int]
    credit_line: _credit_line_pb2.CreditLine
    def __init__(self, credit_line: _Optional[_Union[_credit_line_pb2.CreditLine, _Mapping]] = ...) -> None: ...

class QuoteRequest(_message.Message):
    __slots__ = ("request_id", "amount_minor", "instalments", "method", "product_code")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    INSTALMENTS_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_CODE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    amount_minor: int
    instalments: int
    method: _schedule_pb2.RepaymentMethod
    product_code: str
    def __init__(self, request_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., instalments: _Optional[int] = ..., method: _Optional[_Union[_schedule_pb2.RepaymentMethod, str]] = ..., product_code: _Optional[str] = ...) -> None: ...

class QuoteResponse(_message.Message):
    __slots__ = ("quote",)
    QUOTE_FIELD_NUMBER: _ClassVar[int]
    quote: _quote_pb2.Quote
    def __init__(self, quote: _Optional[_Union[_quote_pb2.Quote, _Mapping]] = ...) -> None: ...

class CompareLoansRequest(_message.Message):
    __slots__ = ("amount_minor", "instalments", "methods", "product_code")
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    INSTALMENTS_FIELD_NUMBER: _ClassVar[int]
    METHODS_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_CODE_FIELD_NUMBER: _ClassVar[int]
    amount_minor: int
    instalments: _containers.RepeatedScalarFieldContainer[int]
    methods: _containers.RepeatedScalarFieldContainer[_schedule_pb2.RepaymentMethod]
    product_code: str
    def __init__(self, amount_minor: _Optional[int] = ..., instalments: _Optional[_Iterable[int]] = ..., methods: _Optional[_Iterable[_Union[_schedule_pb2.RepaymentMethod, str]]] = ..., product_code: _Optional[str] = ...) -> None: ...

class CompareLoansResponse(_message.Message):
    __slots__ = ("options", "valid_on")
    OPTIONS_FIELD_NUMBER: _ClassVar[int]
    VALID_ON_FIELD_NUMBER: _ClassVar[int]
    options: _containers.RepeatedCompositeFieldContainer[_loan_option_pb2.LoanOption]
    valid_on: str
    def __init__(self, options: _Optional[_Iterable[_Union[_loan_option_pb2.LoanOption, _Mapping]]] = ..., valid_on: _Optional[str] = ...) -> None: ...

class OpenCostSheetRequest(_message.Message):
    __slots__ = ("request_id", "quote_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    QUOTE_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    quote_id: str
    def __init__(self, request_id: _Optional[str] = ..., quote_id: _Optional[str] = ...) -> None: ...

class OpenCostSheetResponse(_message.Message):
    __slots__ = ("opened_at", "confirmable_at")
    OPENED_AT_FIELD_NUMBER: _ClassVar[int]
    CONFIRMABLE_AT_FIELD_NUMBER: _ClassVar[int]
    opened_at: _timestamp_pb2.Timestamp
    confirmable_at: _timestamp_pb2.Timestamp
    def __init__(self, opened_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., confirmable_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ConfirmCostSheetRequest(_message.Message):
    __slots__ = ("request_id", "quote_id", "cost_sheet_hash")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    QUOTE_ID_FIELD_NUMBER: _ClassVar[int]
    COST_SHEET_HASH_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    quote_id: str
    cost_sheet_hash: str
    def __init__(self, request_id: _Optional[str] = ..., quote_id: _Optional[str] = ..., cost_sheet_hash: _Optional[str] = ...) -> None: ...

class ConfirmCostSheetResponse(_message.Message):
    __slots__ = ("confirmed_at",)
    CONFIRMED_AT_FIELD_NUMBER: _ClassVar[int]
    confirmed_at: _timestamp_pb2.Timestamp
    def __init__(self, confirmed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class OpenClausesRequest(_message.Message):
    __slots__ = ("request_id", "quote_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    QUOTE_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    quote_id: str
    def __init__(self, request_id: _Optional[str] = ..., quote_id: _Optional[str] = ...) -> None: ...

class OpenClausesResponse(_message.Message):
    __slots__ = ("clauses", "opened_at", "min_dwell_ms")
    CLAUSES_FIELD_NUMBER: _ClassVar[int]
    OPENED_AT_FIELD_NUMBER: _ClassVar[int]
    MIN_DWELL_MS_FIELD_NUMBER: _ClassVar[int]
    clauses: _containers.RepeatedCompositeFieldContainer[_quote_pb2.SalientClause]
    opened_at: _timestamp_pb2.Timestamp
    min_dwell_ms: int
    def __init__(self, clauses: _Optional[_Iterable[_Union[_quote_pb2.SalientClause, _Mapping]]] = ..., opened_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., min_dwell_ms: _Optional[int] = ...) -> None: ...

class ClauseSeen(_message.Message):
    __slots__ = ("clause", "hash", "dwell_ms", "language")
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    HASH_FIELD_NUMBER: _ClassVar[int]
    DWELL_MS_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    clause: str
    hash: str
    dwell_ms: int
    language: str
    def __init__(self, clause: _Optional[str] = ..., hash: _Optional[str] = ..., dwell_ms: _Optional[int] = ..., language: _Optional[str] = ...) -> None: ...

class AcknowledgeClausesRequest(_message.Message):
    __slots__ = ("request_id", "quote_id", "clauses")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    QUOTE_ID_FIELD_NUMBER: _ClassVar[int]
    CLAUSES_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    quote_id: str
    clauses: _containers.RepeatedCompositeFieldContainer[ClauseSeen]
    def __init__(self, request_id: _Optional[str] = ..., quote_id: _Optional[str] = ..., clauses: _Optional[_Iterable[_Union[ClauseSeen, _Mapping]]] = ...) -> None: ...

class AcknowledgeClausesResponse(_message.Message):
    __slots__ = ("missing",)
    MISSING_FIELD_NUMBER: _ClassVar[int]
    missing: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, missing: _Optional[_Iterable[str]] = ...) -> None: ...

class GetContractDraftRequest(_message.Message):
    __slots__ = ("quote_id",)
    QUOTE_ID_FIELD_NUMBER: _ClassVar[int]
    quote_id: str
    def __init__(self, quote_id: _Optional[str] = ...) -> None: ...

class GetContractDraftResponse(_message.Message):
    __slots__ = ("text_zh", "contract_hash", "text_hash")
    TEXT_ZH_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_HASH_FIELD_NUMBER: _ClassVar[int]
    TEXT_HASH_FIELD_NUMBER: _ClassVar[int]
    text_zh: str
    contract_hash: str
    text_hash: str
    def __init__(self, text_zh: _Optional[str] = ..., contract_hash: _Optional[str] = ..., text_hash: _Optional[str] = ...) -> None: ...

class GetContractDraftDocumentRequest(_message.Message):
    __slots__ = ("quote_id",)
    QUOTE_ID_FIELD_NUMBER: _ClassVar[int]
    quote_id: str
    def __init__(self, quote_id: _Optional[str] = ...) -> None: ...

class GetContractDraftDocumentResponse(_message.Message):
    __slots__ = ("document",)
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    document: _document_pb2.Document
    def __init__(self, document: _Optional[_Union[_document_pb2.Document, _Mapping]] = ...) -> None: ...

class RequestSigningCodeRequest(_message.Message):
    __slots__ = ("request_id", "quote_id", "contract_hash")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    QUOTE_ID_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_HASH_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    quote_id: str
    contract_hash: str
    def __init__(self, request_id: _Optional[str] = ..., quote_id: _Optional[str] = ..., contract_hash: _Optional[str] = ...) -> None: ...

class RequestSigningCodeResponse(_message.Message):
    __slots__ = ("otp_id", "expires_at", "resend_after")
    OTP_ID_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    RESEND_AFTER_FIELD_NUMBER: _ClassVar[int]
    otp_id: str
    expires_at: _timestamp_pb2.Timestamp
    resend_after: _timestamp_pb2.Timestamp
    def __init__(self, otp_id: _Optional[str] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., resend_after: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class SignContractRequest(_message.Message):
    __slots__ = ("request_id", "quote_id", "contract_hash", "otp_code")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    QUOTE_ID_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_HASH_FIELD_NUMBER: _ClassVar[int]
    OTP_CODE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    quote_id: str
    contract_hash: str
    otp_code: str
    def __init__(self, request_id: _Optional[str] = ..., quote_id: _Optional[str] = ..., contract_hash: _Optional[str] = ..., otp_code: _Optional[str] = ...) -> None: ...

class SignContractResponse(_message.Message):
    __slots__ = ("contract",)
    CONTRACT_FIELD_NUMBER: _ClassVar[int]
    contract: _contract_pb2.Contract
    def __init__(self, contract: _Optional[_Union[_contract_pb2.Contract, _Mapping]] = ...) -> None: ...

class GetContractRequest(_message.Message):
    __slots__ = ("contract_id",)
    CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
    contract_id: str
    def __init__(self, contract_id: _Optional[str] = ...) -> None: ...

class GetContractResponse(_message.Message):
    __slots__ = ("contract",)
    CONTRACT_FIELD_NUMBER: _ClassVar[int]
    contract: _contract_pb2.Contract
    def __init__(self, contract: _Optional[_Union[_contract_pb2.Contract, _Mapping]] = ...) -> None: ...

class GetContractDocumentRequest(_message.Message):
    __slots__ = ("contract_id",)
    CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
    contract_id: str
    def __init__(self, contract_id: _Optional[str] = ...) -> None: ...

class GetContractDocumentResponse(_message.Message):
    __slots__ = ("document",)
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    document: _document_pb2.Document
    def __init__(self, document: _Optional[_Union[_document_pb2.Document, _Mapping]] = ...) -> None: ...

class GetSigningEvidenceRequest(_message.Message):
    __slots__ = ("contract_id",)
    CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
    contract_id: str
    def __init__(self, contract_id: _Optional[str] = ...) -> None: ...

class GetSigningEvidenceResponse(_message.Message):
    __slots__ = ("evidence",)
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    evidence: _contract_pb2.SigningEvidence
    def __init__(self, evidence: _Optional[_Union[_contract_pb2.SigningEvidence, _Mapping]] = ...) -> None: ...

class LendingInternalServiceGetSigningEvidenceRequest(_message.Message):
    __slots__ = ("customer_id", "contract_id")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    contract_id: str
    def __init__(self, customer_id: _Optional[str] = ..., contract_id: _Optional[str] = ...) -> None: ...

class LendingInternalServiceGetSigningEvidenceResponse(_message.Message):
    __slots__ = ("evidence",)
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    evidence: _contract_pb2.SigningEvidence
    def __init__(self, evidence: _Optional[_Union[_contract_pb2.SigningEvidence, _Mapping]] = ...) -> None: ...

class VerifyContractRequest(_message.Message):
    __slots__ = ("content",)
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    content: bytes
    def __init__(self, content: _Optional[bytes] = ...) -> None: ...

class VerifyContractResponse(_message.Message):
    __slots__ = ("valid", "problem", "sealed_by", "timestamped_by", "sealed_at", "reason", "document_sha256", "sha256")
    VALID_FIELD_NUMBER: _ClassVar[int]
    PROBLEM_FIELD_NUMBER: _ClassVar[int]
    SEALED_BY_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMPED_BY_FIELD_NUMBER: _ClassVar[int]
    SEALED_AT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_SHA256_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    valid: bool
    problem: _contract_pb2.SealProblem
    sealed_by: str
    timestamped_by: str
    sealed_at: _timestamp_pb2.Timestamp
    reason: str
    document_sha256: str
    sha256: str
    def __init__(self, valid: _Optional[bool] = ..., problem: _Optional[_Union[_contract_pb2.SealProblem, str]] = ..., sealed_by: _Optional[str] = ..., timestamped_by: _Optional[str] = ..., sealed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ..., document_sha256: _Optional[str] = ..., sha256: _Optional[str] = ...) -> None: ...

class DrawRequest(_message.Message):
    __slots__ = ("request_id", "contract_id", "card_id", "wait_ms", "warning_sha256")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    WAIT_MS_FIELD_NUMBER: _ClassVar[int]
    WARNING_SHA256_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    contract_id: str
    card_id: str
    wait_ms: int
    warning_sha256: str
    def __init__(self, request_id: _Optional[str] = ..., contract_id: _Optional[str] = ..., card_id: _Optional[str] = ..., wait_ms: _Optional[int] = ..., warning_sha256: _Optional[str] = ...) -> None: ...

class GetBorrowingWarningRequest(_message.Message):
    __slots__ = ("contract_id",)
    CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
    contract_id: str
    def __init__(self, contract_id: _Optional[str] = ...) -> None: ...

class GetBorrowingWarningResponse(_message.Message):
    __slots__ = ("is_due", "text_zh", "text_en", "warning_sha256", "utilisation_ppm", "accounts")
    IS_DUE_FIELD_NUMBER: _ClassVar[int]
    TEXT_ZH_FIELD_NUMBER: _ClassVar[int]
    TEXT_EN_FIELD_NUMBER: _ClassVar[int]
    WARNING_SHA256_FIELD_NUMBER: _ClassVar[int]
    UTILISATION_PPM_FIELD_NUMBER: _ClassVar[int]
    ACCOUNTS_FIELD_NUMBER: _ClassVar[int]
    is_due: bool
    text_zh: str
    text_en: str
    warning_sha256: str
    utilisation_ppm: int
    accounts: int
    def __init__(self, is_due: _Optional[bool] = ..., text_zh: _Optional[str] = ..., text_en: _Optional[str] = ..., warning_sha256: _Optional[str] = ..., utilisation_ppm: _Optional[int] = ..., accounts: _Optional[int] = ...) -> None: ...

class DrawResponse(_message.Message):
    __slots__ = ("drawdown",)
    DRAWDOWN_FIELD_NUMBER: _ClassVar[int]
    drawdown: _drawdown_pb2.Drawdown
    def __init__(self, drawdown: _Optional[_Union[_drawdown_pb2.Drawdown, _Mapping]] = ...) -> None: ...

class CancelDrawdownRequest(_message.Message):
    __slots__ = ("request_id", "drawdown_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    DRAWDOWN_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    drawdown_id: str
    def __init__(self, request_id: _Optional[str] = ..., drawdown_id: _Optional[str] = ...) -> None: ...

class CancelDrawdownResponse(_message.Message):
    __slots__ = ("drawdown",)
    DRAWDOWN_FIELD_NUMBER: _ClassVar[int]
    drawdown: _drawdown_pb2.Drawdown
    def __init__(self, drawdown: _Optional[_Union[_drawdown_pb2.Drawdown, _Mapping]] = ...) -> None: ...

class GetDrawdownRequest(_message.Message):
    __slots__ = ("drawdown_id",)
    DRAWDOWN_ID_FIELD_NUMBER: _ClassVar[int]
    drawdown_id: str
    def __init__(self, drawdown_id: _Optional[str] = ...) -> None: ...

class GetDrawdownResponse(_message.Message):
    __slots__ = ("drawdown",)
    DRAWDOWN_FIELD_NUMBER: _ClassVar[int]
    drawdown: _drawdown_pb2.Drawdown
    def __init__(self, drawdown: _Optional[_Union[_drawdown_pb2.Drawdown, _Mapping]] = ...) -> None: ...

class ListDrawdownsRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListDrawdownsResponse(_message.Message):
    __slots__ = ("drawdowns", "next_page_token")
    DRAWDOWNS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    drawdowns: _containers.RepeatedCompositeFieldContainer[_drawdown_pb2.Drawdown]
    next_page_token: str
    def __init__(self, drawdowns: _Optional[_Iterable[_Union[_drawdown_pb2.Drawdown, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class GetPolicyRequest(_message.Message):
    __slots__ = ("effective_on", "product_code")
    EFFECTIVE_ON_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_CODE_FIELD_NUMBER: _ClassVar[int]
    effective_on: str
    product_code: str
    def __init__(self, effective_on: _Optional[str] = ..., product_code: _Optional[str] = ...) -> None: ...

class GetPolicyResponse(_message.Message):
    __slots__ = ("policy", "announced")
    POLICY_FIELD_NUMBER: _ClassVar[int]
    ANNOUNCED_FIELD_NUMBER: _ClassVar[int]
    policy: _policy_pb2.Policy
    announced: _containers.RepeatedCompositeFieldContainer[_policy_change_pb2.PolicyValue]
    def __init__(self, policy: _Optional[_Union[_policy_pb2.Policy, _Mapping]] = ..., announced: _Optional[_Iterable[_Union[_policy_change_pb2.PolicyValue, _Mapping]]] = ...) -> None: ...

class ReleaseHeldDrawdownRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "drawdown_id", "decision", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    DRAWDOWN_ID_FIELD_NUMBER: _ClassVar[int]
    DECISION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    drawdown_id: str
    decision: ReleaseDecision
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., drawdown_id: _Optional[str] = ..., decision: _Optional[_Union[ReleaseDecision, str]] = ..., reason: _Optional[str] = ...) -> None: ...

class ReleaseHeldDrawdownResponse(_message.Message):
    __slots__ = ("drawdown",)
    DRAWDOWN_FIELD_NUMBER: _ClassVar[int]
    drawdown: _drawdown_pb2.Drawdown
    def __init__(self, drawdown: _Optional[_Union[_drawdown_pb2.Drawdown, _Mapping]] = ...) -> None: ...

class LendingInternalServiceGetDrawdownRequest(_message.Message):
    __slots__ = ("customer_id", "drawdown_id")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    DRAWDOWN_ID_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    drawdown_id: str
    def __init__(self, customer_id: _Optional[str] = ..., drawdown_id: _Optional[str] = ...) -> None: ...

class LendingInternalServiceGetDrawdownResponse(_message.Message):
    __slots__ = ("drawdown",)
    DRAWDOWN_FIELD_NUMBER: _ClassVar[int]
    drawdown: _drawdown_pb2.Drawdown
    def __init__(self, drawdown: _Optional[_Union[_drawdown_pb2.Drawdown, _Mapping]] = ...) -> None: ...
