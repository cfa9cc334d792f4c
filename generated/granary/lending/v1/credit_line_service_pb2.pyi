from buf.validate import validate_pb2 as _validate_pb2
from google.api import annotations_pb2 as _annotations_pb2
from granary.access.v1 import options_pb2 as _options_pb2
from granary.lending.v1 import credit_line_pb2 as _credit_line_pb2
from granary.lending.v1 import credit_line_change_pb2 as _credit_line_change_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ListCreditLineChangesRequest(_message.Message):
    __slots__ = ("credit_line_id", "page_size", "page_token")
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    credit_line_id: str
    page_size: int
    page_token: str
    def __init__(self, credit_line_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListCreditLineChangesResponse(_message.Message):
    __slots__ = ("changes", "next_page_token")
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    changes: _containers.RepeatedCompositeFieldContainer[_credit_line_change_pb2.CreditLineChange]
    next_page_token: str
    def __init__(self, changes: _Optional[_Iterable[_Union[_credit_line_change_pb2.CreditLineChange, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class AnswerLimitOfferRequest(_message.Message):
    __slots__ = ("request_id", "credit_line_id", "offer_id", "accepted")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    OFFER_ID_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    credit_line_id: str
    offer_id: str
    accepted: bool
    def __init__(self, request_id: _Optional[str] = ..., credit_line_id: _Optional[str] = ..., offer_id: _Optional[str] = ..., accepted: _Optional[bool] = ...) -> None: ...

class AnswerLimitOfferResponse(_message.Message):
    __slots__ = ("credit_line",)
    CREDIT_LINE_FIELD_NUMBER: _ClassVar[int]
    credit_line: _credit_line_pb2.CreditLine
    def __init__(self, credit_line: _Optional[_Union[_credit_line_pb2.CreditLine, _Mapping]] = ...) -> None: ...

class FreezeOwnCreditLineRequest(_message.Message):
    __slots__ = ("request_id", "credit_line_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    credit_line_id: str
    def __init__(self, request_id: _Optional[str] = ..., credit_line_id: _Optional[str] = ...) -> None: ...

class FreezeOwnCreditLineResponse(_message.Message):
    __slots__ = ("credit_line",)
    CREDIT_LINE_FIELD_NUMBER: _ClassVar[int]
    credit_line: _credit_line_pb2.CreditLine
    def __init__(self, credit_line: _Optional[_Union[_credit_line_pb2.CreditLine, _Mapping]] = ...) -> None: ...

class UnfreezeOwnCreditLineRequest(_message.Message):
    __slots__ = ("request_id", "credit_line_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    credit_line_id: str
    def __init__(self, request_id: _Optional[str] = ..., credit_line_id: _Optional[str] = ...) -> None: ...

class UnfreezeOwnCreditLineResponse(_message.Message):
    __slots__ = ("credit_line",)
    CREDIT_LINE_FIELD_NUMBER: _ClassVar[int]
    credit_line: _credit_line_pb2.CreditLine
    def __init__(self, credit_line: _Optional[_Union[_credit_line_pb2.CreditLine, _Mapping]] = ...) -> None: ...

class CloseOwnCreditLineRequest(_message.Message):
    __slots__ = ("request_id", "credit_line_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    credit_line_id: str
    def __init__(self, request_id: _Optional[str] = ..., credit_line_id: _Optional[str] = ...) -> None: ...

class CloseOwnCreditLineResponse(_message.Message):
    __slots__ = ("credit_line",)
    CREDIT_LINE_FIELD_NUMBER: _ClassVar[int]
    credit_line: _credit_line_pb2.CreditLine
    def __init__(self, credit_line: _Optional[_Union[_credit_line_pb2.CreditLine, _Mapping]] = ...) -> None: ...

class OfferLimitIncreaseRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "credit_line_id", "limit_minor", "reason", "note")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    LIMIT_MINOR_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    credit_line_id: str
    limit_minor: int
    reason: _credit_line_change_pb2.LimitReason
    note: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., credit_line_id: _Optional[str] = ..., limit_minor: _Optional[int] = ..., reason: _Optional[_Union[_credit_line_change_pb2.LimitReason, str]] = ..., note: _Optional[str] = ...) -> None: ...

class OfferLimitIncreaseResponse(_message.Message):
    __slots__ = ("credit_line",)
    CREDIT_LINE_FIELD_NUMBER: _ClassVar[int]
    credit_line: _credit_line_pb2.CreditLine
    def __init__(self, credit_line: _Optional[_Union[_credit_line_pb2.CreditLine, _Mapping]] = ...) -> None: ...

class DecreaseLimitRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "credit_line_id", "limit_minor", "reason", "note")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    LIMIT_MINOR_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    credit_line_id: str
    limit_minor: int
    reason: _credit_line_change_pb2.LimitReason
    note: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., credit_line_id: _Optional[str] = ..., limit_minor: _Optional[int] = ..., reason: _Optional[_Union[_credit_line_change_pb2.LimitReason, str]] = ..., note: _Optional[str] = ...) -> None: ...

class DecreaseLimitResponse(_message.Message):
    __slots__ = ("credit_line",)
    CREDIT_LINE_FIELD_NUMBER: _ClassVar[int]
    credit_line: _credit_line_pb2.CreditLine
    def __init__(self, credit_line: _Optional[_Union[_credit_line_pb2.CreditLine, _Mapping]] = ...) -> None: ...

class FreezeCreditLineRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "credit_line_id", "reason", "note")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    credit_line_id: str
    reason: _credit_line_change_pb2.FreezeReason
    note: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., credit_line_id: _Optional[str] = ..., reason: _Optional[_Union[_credit_line_change_pb2.FreezeReason, str]] = ..., note: _Optional[str] = ...) -> None: ...

class FreezeCreditLineResponse(_message.Message):
    __slots__ = ("credit_line",)
    CREDIT_LINE_FIELD_NUMBER: _ClassVar[int]
    credit_line: _credit_line_pb2.CreditLine
    def __init__(self, credit_line: _Optional[_Union[_credit_line_pb2.CreditLine, _Mapping]] = ...) -> None: ...

class UnfreezeCreditLineRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "credit_line_id", "reason", "note")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    credit_line_id: str
    reason: _credit_line_change_pb2.FreezeReason
    note: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., credit_line_id: _Optional[str] = ..., reason: _Optional[_Union[_credit_line_change_pb2.FreezeReason, str]] = ..., note: _Optional[str] = ...) -> None: ...

class UnfreezeCreditLineResponse(_message.Message):
    __slots__ = ("credit_line",)
    CREDIT_LINE_FIELD_NUMBER: _ClassVar[int]
    credit_line: _credit_line_pb2.CreditLine
    def __init__(self, credit_line: _Optional[_Union[_credit_line_pb2.CreditLine, _Mapping]] = ...) -> None: ...

class CloseCreditLineRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "credit_line_id", "reason", "note")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    credit_line_id: str
    reason: _credit_line_change_pb2.LimitReason
    note: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., credit_line_id: _Optional[str] = ..., reason: _Optional[_Union[_credit_line_change_pb2.LimitReason, str]] = ..., note: _Optional[str] = ...) -> None: ...

class CloseCreditLineResponse(_message.Message):
    __slots__ = ("credit_line",)
    CREDIT_LINE_FIELD_NUMBER: _ClassVar[int]
    credit_line: _credit_line_pb2.CreditLine
    def __init__(self, credit_line: _Optional[_Union[_credit_line_pb2.CreditLine, _Mapping]] = ...) -> None: ...

class ListCustomerCreditLineChangesRequest(_message.Message):
    __slots__ = ("customer_id", "credit_line_id", "page_size", "page_token")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    credit_line_id: str
    page_size: int
    page_token: str
    def __init__(self, customer_id: _Optional[str] = ..., credit_line_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListCustomerCreditLineChangesResponse(_message.Message):
    __slots__ = ("changes", "next_page_token")
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    changes: _containers.RepeatedCompositeFieldContainer[_credit_line_change_pb2.CreditLineChange]
    next_page_token: str
    def __init__(self, changes: _Optional[_Iterable[_Union[_credit_line_change_pb2.CreditLineChange, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...
