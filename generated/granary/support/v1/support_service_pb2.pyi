from buf.validate import validate_pb2 as _validate_pb2
from google.api import annotations_pb2 as _annotations_pb2
from granary.access.v1 import options_pb2 as _options_pb2
from granary.support.v1 import case_pb2 as _case_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class FileComplaintRequest(_message.Message):
    __slots__ = ("request_id", "category", "text", "channel", "contact")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    CONTACT_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    category: _case_pb2.CaseCategory
    text: str
    channel: _case_pb2.CaseChannel
    contact: str
    def __init__(self, request_id: _Optional[str] = ..., category: _Optional[_Union[_case_pb2.CaseCategory, str]] = ..., text: _Optional[str] = ..., channel: _Optional[_Union[_case_pb2.CaseChannel, str]] = ..., contact: _Optional[str] = ...) -> None: ...

class FileComplaintResponse(_message.Message):
    __slots__ = ("filed_case",)
    FILED_CASE_FIELD_NUMBER: _ClassVar[int]
    filed_case: _case_pb2.Case
    def __init__(self, filed_case: _Optional[_Union[_case_pb2.Case, _Mapping]] = ...) -> None: ...

class GiveFeedbackRequest(_message.Message):
    __slots__ = ("request_id", "text", "category", "rating")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    RATING_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    text: str
    category: _case_pb2.CaseCategory
    rating: int
    def __init__(self, request_id: _Optional[str] = ..., text: _Optional[str] = ..., category: _Optional[_Union[_case_pb2.CaseCategory, str]] = ..., rating: _Optional[int] = ...) -> None: ...

class GiveFeedbackResponse(_message.Message):
    __slots__ = ("ticket_number",)
    TICKET_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ticket_number: str
    def __init__(self, ticket_number: _Optional[str] = ...) -> None: ...

class GetCaseRequest(_message.Message):
    __slots__ = ("ticket_number",)
    TICKET_NUMBER_FIELD_NUMBER: _ClassVar[int]
    ticket_number: str
    def __init__(self, ticket_number: _Optional[str] = ...) -> None: ...

class GetCaseResponse(_message.Message):
    __slots__ = ("filed_case",)
    FILED_CASE_FIELD_NUMBER: _ClassVar[int]
    filed_case: _case_pb2.Case
    def __init__(self, filed_case: _Optional[_Union[_case_pb2.Case, _Mapping]] = ...) -> None: ...

class ListCasesRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListCasesResponse(_message.Message):
    __slots__ = ("cases", "next_page_token")
    CASES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    cases: _containers.RepeatedCompositeFieldContainer[_case_pb2.Case]
    next_page_token: str
    def __init__(self, cases: _Optional[_Iterable[_Union[_case_pb2.Case, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListOpenCasesRequest(_message.Message):
    __slots__ = ("due_by", "page_size", "page_token")
    DUE_BY_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    due_by: str
    page_size: int
    page_token: str
    def __init__(self, due_by: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListOpenCasesResponse(_message.Message):
    __slots__ = ("cases", "next_page_token")
    CASES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    cases: _containers.RepeatedCompositeFieldContainer[_case_pb2.Case]
    next_page_token: str
    def __init__(self, cases: _Optional[_Iterable[_Union[_case_pb2.Case, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class AnswerCaseRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "case_id", "answer")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    ANSWER_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    case_id: str
    answer: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., case_id: _Optional[str] = ..., answer: _Optional[str] = ...) -> None: ...

class AnswerCaseResponse(_message.Message):
    __slots__ = ("filed_case",)
    FILED_CASE_FIELD_NUMBER: _ClassVar[int]
    filed_case: _case_pb2.Case
    def __init__(self, filed_case: _Optional[_Union[_case_pb2.Case, _Mapping]] = ...) -> None: ...

class ExtendCaseRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "case_id", "days", "approver", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    CASE_ID_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    APPROVER_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    case_id: str
    days: int
    approver: str
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., case_id: _Optional[str] = ..., days: _Optional[int] = ..., approver: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ExtendCaseResponse(_message.Message):
    __slots__ = ("filed_case",)
    FILED_CASE_FIELD_NUMBER: _ClassVar[int]
    filed_case: _case_pb2.Case
    def __init__(self, filed_case: _Optional[_Union[_case_pb2.Case, _Mapping]] = ...) -> None: ...
