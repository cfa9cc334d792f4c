from buf.validate import validate_pb2 as _validate_pb2
from google.api import annotations_pb2 as _annotations_pb2
from granary.access.v1 import options_pb2 as _options_pb2
from granary.type.v1 import document_pb2 as _document_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CreditClaim(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CREDIT_CLAIM_UNSPECIFIED: _ClassVar[CreditClaim]
    CREDIT_CLAIM_PAID_IN_TIME: _ClassVar[CreditClaim]
    CREDIT_CLAIM_NOT_TOLD: _ClassVar[CreditClaim]
    CREDIT_CLAIM_AMOUNT_WRONG: _ClassVar[CreditClaim]
    CREDIT_CLAIM_NOT_MINE: _ClassVar[CreditClaim]

class CreditDisputeStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CREDIT_DISPUTE_STATUS_UNSPECIFIED: _ClassVar[CreditDisputeStatus]
    CREDIT_DISPUTE_STATUS_OPEN: _ClassVar[CreditDisputeStatus]
    CREDIT_DISPUTE_STATUS_CORRECTED: _ClassVar[CreditDisputeStatus]
    CREDIT_DISPUTE_STATUS_UPHELD: _ClassVar[CreditDisputeStatus]
CREDIT_CLAIM_UNSPECIFIED: CreditClaim
CREDIT_CLAIM_PAID_IN_TIME: CreditClaim
CREDIT_CLAIM_NOT_TOLD: CreditClaim
CREDIT_CLAIM_AMOUNT_WRONG: CreditClaim
CREDIT_CLAIM_NOT_MINE: CreditClaim
CREDIT_DISPUTE_STATUS_UNSPECIFIED: CreditDisputeStatus
CREDIT_DISPUTE_STATUS_OPEN: CreditDisputeStatus
CREDIT_DISPUTE_STATUS_CORRECTED: CreditDisputeStatus
CREDIT_DISPUTE_STATUS_UPHELD: CreditDisputeStatus

class CreditNotice(_message.Message):
    __slots__ = ("unpaid_since_on", "given_on")
    UNPAID_SINCE_ON_FIELD_NUMBER: _ClassVar[int]
    GIVEN_ON_FIELD_NUMBER: _ClassVar[int]
    unpaid_since_on: str
    given_on: str
    def __init__(self, unpaid_since_on: _Optional[str] = ..., given_on: _Optional[str] = ...) -> None: ...

class CreditRecord(_message.Message):
    __slots__ = ("loan_id", "last_month", "codes", "is_disputed", "notices")
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    LAST_MONTH_FIELD_NUMBER: _ClassVar[int]
    CODES_FIELD_NUMBER: _ClassVar[int]
    IS_DISPUTED_FIELD_NUMBER: _ClassVar[int]
    NOTICES_FIELD_NUMBER: _ClassVar[int]
    loan_id: str
    last_month: str
    codes: str
    is_disputed: bool
    notices: _containers.RepeatedCompositeFieldContainer[CreditNotice]
    def __init__(self, loan_id: _Optional[str] = ..., last_month: _Optional[str] = ..., codes: _Optional[str] = ..., is_disputed: _Optional[bool] = ..., notices: _Optional[_Iterable[_Union[CreditNotice, _Mapping]]] = ...) -> None: ...

class ListCreditRecordsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListCreditRecordsResponse(_message.Message):
    __slots__ = ("records",)
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    records: _containers.RepeatedCompositeFieldContainer[CreditRecord]
    def __init__(self, records: _Optional[_Iterable[_Union[CreditRecord, _Mapping]]] = ...) -> None: ...

class CreditDispute(_message.Message):
    __slots__ = ("dispute_id", "loan_id", "month", "claim", "status", "opened_on", "answer_by_on", "answered_on", "corrected_to", "reasons")
    DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    MONTH_FIELD_NUMBER: _ClassVar[int]
    CLAIM_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    OPENED_ON_FIELD_NUMBER: _ClassVar[int]
    ANSWER_BY_ON_FIELD_NUMBER: _ClassVar[int]
    ANSWERED_ON_FIELD_NUMBER: _ClassVar[int]
    CORRECTED_TO_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    dispute_id: str
    loan_id: str
    month: str
    claim: CreditClaim
    status: CreditDisputeStatus
    opened_on: str
    answer_by_on: str
    answered_on: str
    corrected_to: str
    reasons: str
    def __init__(self, dispute_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., month: _Optional[str] = ..., claim: _Optional[_Union[CreditClaim, str]] = ..., status: _Optional[_Union[CreditDisputeStatus, str]] = ..., opened_on: _Optional[str] = ..., answer_by_on: _Optional[str] = ..., answered_on: _Optional[str] = ..., corrected_to: _Optional[str] = ..., reasons: _Optional[str] = ...) -> None: ...

class OpenCreditDisputeRequest(_message.Message):
    __slots__ = ("request_id", "loan_id", "month", "claim")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    MONTH_FIELD_NUMBER: _ClassVar[int]
    CLAIM_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    loan_id: str
    month: str
    claim: CreditClaim
    def __init__(self, request_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., month: _Optional[str] = ..., claim: _Optional[_Union[CreditClaim, str]] = ...) -> None: ...

class OpenCreditDisputeResponse(_message.Message):
    __slots__ = ("dispute",)
    DISPUTE_FIELD_NUMBER: _ClassVar[int]
    dispute: CreditDispute
    def __init__(self, dispute: _Optional[_Union[CreditDispute, _Mapping]] = ...) -> None: ...

class GetCreditDisputeRequest(_message.Message):
    __slots__ = ("dispute_id",)
    DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    dispute_id: str
    def __init__(self, dispute_id: _Optional[str] = ...) -> None: ...

class GetCreditDisputeResponse(_message.Message):
    __slots__ = ("dispute",)
    DISPUTE_FIELD_NUMBER: _ClassVar[int]
    dispute: CreditDispute
    def __init__(self, dispute: _Optional[_Union[CreditDispute, _Mapping]] = ...) -> None: ...

class CreditReport(_message.Message):
    __slots__ = ("month", "made_on", "lines", "negative", "withheld", "sha256")
    MONTH_FIELD_NUMBER: _ClassVar[int]
    MADE_ON_FIELD_NUMBER: _ClassVar[int]
    LINES_FIELD_NUMBER: _ClassVar[int]
    NEGATIVE_FIELD_NUMBER: _ClassVar[int]
    WITHHELD_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    month: str
    made_on: str
    lines: int
    negative: int
    withheld: int
    sha256: str
    def __init__(self, month: _Optional[str] = ..., made_on: _Optional[str] = ..., lines: _Optional[int] = ..., negative: _Optional[int] = ..., withheld: _Optional[int] = ..., sha256: _Optional[str] = ...) -> None: ...

class MakeCreditReportRequest(_message.Message):
    __slots__ = ("request_id", "month")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MONTH_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    month: str
    def __init__(self, request_id: _Optional[str] = ..., month: _Optional[str] = ...) -> None: ...

class MakeCreditReportResponse(_message.Message):
    __slots__ = ("report",)
    REPORT_FIELD_NUMBER: _ClassVar[int]
    report: CreditReport
    def __init__(self, report: _Optional[_Union[CreditReport, _Mapping]] = ...) -> None: ...

class ExportCreditReportRequest(_message.Message):
    __slots__ = ("month", "page_token")
    MONTH_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    month: str
    page_token: str
    def __init__(self, month: _Optional[str] = ..., page_token: _Optional[str] = ...) -> None: ...

class ExportCreditReportResponse(_message.Message):
    __slots__ = ("document", "next_page_token")
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    document: _document_pb2.Document
    next_page_token: str
    def __init__(self, document: _Optional[_Union[_document_pb2.Document, _Mapping]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListCreditDisputesRequest(_message.Message):
    __slots__ = ("overdue_only", "page_size")
    OVERDUE_ONLY_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    overdue_only: bool
    page_size: int
    def __init__(self, overdue_only: _Optional[bool] = ..., page_size: _Optional[int] = ...) -> None: ...

class OpenCreditDispute(_message.Message):
    __slots__ = ("customer_id", "dispute")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    dispute: CreditDispute
    def __init__(self, customer_id: _Optional[str] = ..., dispute: _Optional[_Union[CreditDispute, _Mapping]] = ...) -> None: ...

class ListCreditDisputesResponse(_message.Message):
    __slots__ = ("disputes",)
    DISPUTES_FIELD_NUMBER: _ClassVar[int]
    disputes: _containers.RepeatedCompositeFieldContainer[OpenCreditDispute]
    def __init__(self, disputes: _Optional[_Iterable[_Union[OpenCreditDispute, _Mapping]]] = ...) -> None: ...

class AnswerCreditDisputeRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "dispute_id", "corrected_to", "reasons")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    CORRECTED_TO_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    dispute_id: str
    corrected_to: str
    reasons: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., dispute_id: _Optional[str] = ..., corrected_to: _Optional[str] = ..., reasons: _Optional[str] = ...) -> None: ...

class AnswerCreditDisputeResponse(_message.Message):
    __slots__ = ("dispute",)
    DISPUTE_FIELD_NUMBER: _ClassVar[int]
    dispute: CreditDispute
    def __init__(self, dispute: _Optional[_Union[CreditDispute, _Mapping]] = ...) -> None: ...
