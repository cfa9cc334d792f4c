import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from granary.lending.v1 import application_pb2 as _application_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PostLoanCheckOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    POST_LOAN_CHECK_OUTCOME_UNSPECIFIED: _ClassVar[PostLoanCheckOutcome]
    POST_LOAN_CHECK_OUTCOME_IN_ORDER: _ClassVar[PostLoanCheckOutcome]
    POST_LOAN_CHECK_OUTCOME_MORE_NEEDED: _ClassVar[PostLoanCheckOutcome]
    POST_LOAN_CHECK_OUTCOME_MISUSED: _ClassVar[PostLoanCheckOutcome]

class PostLoanCheckStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    POST_LOAN_CHECK_STATUS_UNSPECIFIED: _ClassVar[PostLoanCheckStatus]
    POST_LOAN_CHECK_STATUS_OPEN: _ClassVar[PostLoanCheckStatus]
    POST_LOAN_CHECK_STATUS_ENDED: _ClassVar[PostLoanCheckStatus]
    POST_LOAN_CHECK_STATUS_RECALLED: _ClassVar[PostLoanCheckStatus]
POST_LOAN_CHECK_OUTCOME_UNSPECIFIED: PostLoanCheckOutcome
POST_LOAN_CHECK_OUTCOME_IN_ORDER: PostLoanCheckOutcome
POST_LOAN_CHECK_OUTCOME_MORE_NEEDED: PostLoanCheckOutcome
POST_LOAN_CHECK_OUTCOME_MISUSED: PostLoanCheckOutcome
POST_LOAN_CHECK_STATUS_UNSPECIFIED: PostLoanCheckStatus
POST_LOAN_CHECK_STATUS_OPEN: PostLoanCheckStatus
POST_LOAN_CHECK_STATUS_ENDED: PostLoanCheckStatus
POST_LOAN_CHECK_STATUS_RECALLED: PostLoanCheckStatus

class FundsEvidenceForm(_message.Message):
    __slots__ = ("payee", "amount_minor", "paid_on", "note", "document_sha256")
    PAYEE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    PAID_ON_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_SHA256_FIELD_NUMBER: _ClassVar[int]
    payee: str
    amount_minor: int
    paid_on: str
    note: str
    document_sha256: str
    def __init__(self, payee: _Optional[str] = ..., amount_minor: _Optional[int] = ..., paid_on: _Optional[str] = ..., note: _Optional[str] = ..., document_sha256: _Optional[str] = ...) -> None: ...

class FundsEvidence(_message.Message):
    __slots__ = ("payee", "amount_minor", "paid_on", "note", "document_sha256")
    PAYEE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    PAID_ON_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_SHA256_FIELD_NUMBER: _ClassVar[int]
    payee: str
    amount_minor: int
    paid_on: str
    note: str
    document_sha256: str
    def __init__(self, payee: _Optional[str] = ..., amount_minor: _Optional[int] = ..., paid_on: _Optional[str] = ..., note: _Optional[str] = ..., document_sha256: _Optional[str] = ...) -> None: ...

class PostLoanLook(_message.Message):
    __slots__ = ("outcome", "looked_on", "staff_name", "note")
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    LOOKED_ON_FIELD_NUMBER: _ClassVar[int]
    STAFF_NAME_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    outcome: PostLoanCheckOutcome
    looked_on: str
    staff_name: str
    note: str
    def __init__(self, outcome: _Optional[_Union[PostLoanCheckOutcome, str]] = ..., looked_on: _Optional[str] = ..., staff_name: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class PostLoanCheck(_message.Message):
    __slots__ = ("customer_id", "loan_id", "product_code", "purpose", "amount_minor", "status", "due_on", "evidence", "looks", "opened_at")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_CODE_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    LOOKS_FIELD_NUMBER: _ClassVar[int]
    OPENED_AT_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    loan_id: str
    product_code: str
    purpose: _application_pb2.LoanPurpose
    amount_minor: int
    status: PostLoanCheckStatus
    due_on: str
    evidence: _containers.RepeatedCompositeFieldContainer[FundsEvidence]
    looks: _containers.RepeatedCompositeFieldContainer[PostLoanLook]
    opened_at: _timestamp_pb2.Timestamp
    def __init__(self, customer_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., product_code: _Optional[str] = ..., purpose: _Optional[_Union[_application_pb2.LoanPurpose, str]] = ..., amount_minor: _Optional[int] = ..., status: _Optional[_Union[PostLoanCheckStatus, str]] = ..., due_on: _Optional[str] = ..., evidence: _Optional[_Iterable[_Union[FundsEvidence, _Mapping]]] = ..., looks: _Optional[_Iterable[_Union[PostLoanLook, _Mapping]]] = ..., opened_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
