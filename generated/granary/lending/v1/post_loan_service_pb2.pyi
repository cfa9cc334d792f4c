from buf.validate import validate_pb2 as _validate_pb2
from google.api import annotations_pb2 as _annotations_pb2
from granary.access.v1 import options_pb2 as _options_pb2
from granary.lending.v1 import post_loan_check_pb2 as _post_loan_check_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ListPostLoanChecksRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListPostLoanChecksResponse(_message.Message):
    __slots__ = ("checks",)
    CHECKS_FIELD_NUMBER: _ClassVar[int]
    checks: _containers.RepeatedCompositeFieldContainer[_post_loan_check_pb2.PostLoanCheck]
    def __init__(self, checks: _Optional[_Iterable[_Union[_post_loan_check_pb2.PostLoanCheck, _Mapping]]] = ...) -> None: ...

class GiveFundsEvidenceRequest(_message.Message):
    __slots__ = ("request_id", "loan_id", "evidence")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    loan_id: str
    evidence: _containers.RepeatedCompositeFieldContainer[_post_loan_check_pb2.FundsEvidenceForm]
    def __init__(self, request_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., evidence: _Optional[_Iterable[_Union[_post_loan_check_pb2.FundsEvidenceForm, _Mapping]]] = ...) -> None: ...

class GiveFundsEvidenceResponse(_message.Message):
    __slots__ = ("check",)
    CHECK_FIELD_NUMBER: _ClassVar[int]
    check: _post_loan_check_pb2.PostLoanCheck
    def __init__(self, check: _Optional[_Union[_post_loan_check_pb2.PostLoanCheck, _Mapping]] = ...) -> None: ...

class ListDuePostLoanChecksRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListDuePostLoanChecksResponse(_message.Message):
    __slots__ = ("checks", "next_page_token")
    CHECKS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    checks: _containers.RepeatedCompositeFieldContainer[_post_loan_check_pb2.PostLoanCheck]
    next_page_token: str
    def __init__(self, checks: _Optional[_Iterable[_Union[_post_loan_check_pb2.PostLoanCheck, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class RecordPostLoanLookRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "loan_id", "outcome", "note")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    loan_id: str
    outcome: _post_loan_check_pb2.PostLoanCheckOutcome
    note: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., outcome: _Optional[_Union[_post_loan_check_pb2.PostLoanCheckOutcome, str]] = ..., note: _Optional[str] = ...) -> None: ...

class RecordPostLoanLookResponse(_message.Message):
    __slots__ = ("check",)
    CHECK_FIELD_NUMBER: _ClassVar[int]
    check: _post_loan_check_pb2.PostLoanCheck
    def __init__(self, check: _Optional[_Union[_post_loan_check_pb2.PostLoanCheck, _Mapping]] = ...) -> None: ...
