import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from granary.access.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class WatchEndOfDayRequest(_message.Message):
    __slots__ = ("until",)
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    until: str
    def __init__(self, until: _Optional[str] = ...) -> None: ...

class WatchEndOfDayResponse(_message.Message):
    __slots__ = ("business_date", "is_open", "step", "steps_done", "steps_total", "chunks_done", "chunks_total", "loans_changed", "loans_per_second", "loans_set_aside")
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    IS_OPEN_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    STEPS_DONE_FIELD_NUMBER: _ClassVar[int]
    STEPS_TOTAL_FIELD_NUMBER: _ClassVar[int]
    CHUNKS_DONE_FIELD_NUMBER: _ClassVar[int]
    CHUNKS_TOTAL_FIELD_NUMBER: _ClassVar[int]
    LOANS_CHANGED_FIELD_NUMBER: _ClassVar[int]
    LOANS_PER_SECOND_FIELD_NUMBER: _ClassVar[int]
    LOANS_SET_ASIDE_FIELD_NUMBER: _ClassVar[int]
    business_date: str
    is_open: bool
    step: str
    steps_done: int
    steps_total: int
    chunks_done: int
    chunks_total: int
    loans_changed: int
    loans_per_second: int
    loans_set_aside: int
    def __init__(self, business_date: _Optional[str] = ..., is_open: _Optional[bool] = ..., step: _Optional[str] = ..., steps_done: _Optional[int] = ..., steps_total: _Optional[int] = ..., chunks_done: _Optional[int] = ..., chunks_total: _Optional[int] = ..., loans_changed: _Optional[int] = ..., loans_per_second: _Optional[int] = ..., loans_set_aside: _Optional[int] = ...) -> None: ...

class LoanSetAside(_message.Message):
    __slots__ = ("customer_id", "loan_id", "step", "business_date", "reason", "tries", "first_at", "last_at", "resolved_at")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    TRIES_FIELD_NUMBER: _ClassVar[int]
    FIRST_AT_FIELD_NUMBER: _ClassVar[int]
    LAST_AT_FIELD_NUMBER: _ClassVar[int]
    RESOLVED_AT_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    loan_id: str
    step: str
    business_date: str
    reason: str
    tries: int
    first_at: _timestamp_pb2.Timestamp
    last_at: _timestamp_pb2.Timestamp
    resolved_at: _timestamp_pb2.Timestamp
    def __init__(self, customer_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., step: _Optional[str] = ..., business_date: _Optional[str] = ..., reason: _Optional[str] = ..., tries: _Optional[int] = ..., first_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., last_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., resolved_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListLoansSetAsideRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListLoansSetAsideResponse(_message.Message):
    __slots__ = ("loans", "next_page_token")
    LOANS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    loans: _containers.RepeatedCompositeFieldContainer[LoanSetAside]
    next_page_token: str
    def __init__(self, loans: _Optional[_Iterable[_Union[LoanSetAside, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class RetryLoanSetAsideRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "loan_id", "step")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    loan_id: str
    step: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., step: _Optional[str] = ...) -> None: ...

class RetryLoanSetAsideResponse(_message.Message):
    __slots__ = ("loan",)
    LOAN_FIELD_NUMBER: _ClassVar[int]
    loan: LoanSetAside
    def __init__(self, loan: _Optional[_Union[LoanSetAside, _Mapping]] = ...) -> None: ...
