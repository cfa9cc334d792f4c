import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ReviewKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REVIEW_KIND_UNSPECIFIED: _ClassVar[ReviewKind]
    REVIEW_KIND_REFERRED: _ClassVar[ReviewKind]
    REVIEW_KIND_REQUESTED: _ClassVar[ReviewKind]

class ReviewStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REVIEW_STATUS_UNSPECIFIED: _ClassVar[ReviewStatus]
    REVIEW_STATUS_OPEN: _ClassVar[ReviewStatus]
    REVIEW_STATUS_TAKEN: _ClassVar[ReviewStatus]
    REVIEW_STATUS_PROPOSED: _ClassVar[ReviewStatus]
    REVIEW_STATUS_APPROVED: _ClassVar[ReviewStatus]
    REVIEW_STATUS_DECLINED: _ClassVar[ReviewStatus]
    REVIEW_STATUS_EXPIRED: _ClassVar[ReviewStatus]
REVIEW_KIND_UNSPECIFIED: ReviewKind
REVIEW_KIND_REFERRED: ReviewKind
REVIEW_KIND_REQUESTED: ReviewKind
REVIEW_STATUS_UNSPECIFIED: ReviewStatus
REVIEW_STATUS_OPEN: ReviewStatus
REVIEW_STATUS_TAKEN: ReviewStatus
REVIEW_STATUS_PROPOSED: ReviewStatus
REVIEW_STATUS_APPROVED: ReviewStatus
REVIEW_STATUS_DECLINED: ReviewStatus
REVIEW_STATUS_EXPIRED: ReviewStatus

class ManualReview(_message.Message):
    __slots__ = ("customer_id", "review_id", "application_id", "product_code", "kind", "status", "reason_codes", "statement", "proposed_limit_minor", "limit_max_minor", "second_person_from_minor", "opened_at", "due_on", "taken_by", "approved", "limit_minor", "reason", "confirmed_by")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    REVIEW_ID_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_CODE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    REASON_CODES_FIELD_NUMBER: _ClassVar[int]
    STATEMENT_FIELD_NUMBER: _ClassVar[int]
    PROPOSED_LIMIT_MINOR_FIELD_NUMBER: _ClassVar[int]
    LIMIT_MAX_MINOR_FIELD_NUMBER: _ClassVar[int]
    SECOND_PERSON_FROM_MINOR_FIELD_NUMBER: _ClassVar[int]
    OPENED_AT_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    TAKEN_BY_FIELD_NUMBER: _ClassVar[int]
    APPROVED_FIELD_NUMBER: _ClassVar[int]
    LIMIT_MINOR_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    CONFIRMED_BY_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    review_id: str
    application_id: str
    product_code: str
    kind: ReviewKind
    status: ReviewStatus
    reason_codes: _containers.RepeatedScalarFieldContainer[str]
    statement: str
    proposed_limit_minor: int
    limit_max_minor: int
    second_person_from_minor: int
    opened_at: _timestamp_pb2.Timestamp
    due_on: str
    taken_by: str
    approved: bool
    limit_minor: int
    reason: str
    confirmed_by: str
    def __init__(self, customer_id: _Optional[str] = ..., review_id: _Optional[str] = ..., application_id: _Optional[str] = ..., product_code: _Optional[str] = ..., kind: _Optional[_Union[ReviewKind, str]] = ..., status: _Optional[_Union[ReviewStatus, str]] = ..., reason_codes: _Optional[_Iterable[str]] = ..., statement: _Optional[str] = ..., proposed_limit_minor: _Optional[int] = ..., limit_max_minor: _Optional[int] = ..., second_person_from_minor: _Optional[int] = ..., opened_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., due_on: _Optional[str] = ..., taken_by: _Optional[str] = ..., approved: _Optional[bool] = ..., limit_minor: _Optional[int] = ..., reason: _Optional[str] = ..., confirmed_by: _Optional[str] = ...) -> None: ...
