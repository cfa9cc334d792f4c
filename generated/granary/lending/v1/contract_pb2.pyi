import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ContractStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CONTRACT_STATUS_UNSPECIFIED: _ClassVar[ContractStatus]
    CONTRACT_STATUS_AWAITING_SEAL: _ClassVar[ContractStatus]
    CONTRACT_STATUS_SIGNED: _ClassVar[ContractStatus]

class SealProblem(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SEAL_PROBLEM_UNSPECIFIED: _ClassVar[SealProblem]
    SEAL_PROBLEM_NOT_A_PDF: _ClassVar[SealProblem]
    SEAL_PROBLEM_NOT_SEALED: _ClassVar[SealProblem]
    SEAL_PROBLEM_SEALED_TWICE: _ClassVar[SealProblem]
    SEAL_PROBLEM_CHANGED: _ClassVar[SealProblem]
    SEAL_PROBLEM_NOT_COVERED: _ClassVar[SealProblem]
    SEAL_PROBLEM_SIGNER_UNKNOWN: _ClassVar[SealProblem]
    SEAL_PROBLEM_NO_TIMESTAMP: _ClassVar[SealProblem]
    SEAL_PROBLEM_TIMESTAMP_BAD: _ClassVar[SealProblem]
    SEAL_PROBLEM_NOT_CANONICAL: _ClassVar[SealProblem]
CONTRACT_STATUS_UNSPECIFIED: ContractStatus
CONTRACT_STATUS_AWAITING_SEAL: ContractStatus
CONTRACT_STATUS_SIGNED: ContractStatus
SEAL_PROBLEM_UNSPECIFIED: SealProblem
SEAL_PROBLEM_NOT_A_PDF: SealProblem
SEAL_PROBLEM_NOT_SEALED: SealProblem
SEAL_PROBLEM_SEALED_TWICE: SealProblem
SEAL_PROBLEM_CHANGED: SealProblem
SEAL_PROBLEM_NOT_COVERED: SealProblem
SEAL_PROBLEM_SIGNER_UNKNOWN: SealProblem
SEAL_PROBLEM_NO_TIMESTAMP: SealProblem
SEAL_PROBLEM_TIMESTAMP_BAD: SealProblem
SEAL_PROBLEM_NOT_CANONICAL: SealProblem

class Contract(_message.Message):
    __slots__ = ("contract_id", "quote_id", "text_zh", "sha256", "signed_at", "amount_minor", "currency", "template_version", "product_code", "status", "document_sha256", "sealed_sha256", "sealed_at")
    CONTRACT_ID_FIELD_NUMBER: _ClassVar[int]
    QUOTE_ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_ZH_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    SIGNED_AT_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    TEMPLATE_VERSION_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_CODE_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_SHA256_FIELD_NUMBER: _ClassVar[int]
    SEALED_SHA256_FIELD_NUMBER: _ClassVar[int]
    SEALED_AT_FIELD_NUMBER: _ClassVar[int]
    contract_id: str
    quote_id: str
    text_zh: str
    sha256: str
    signed_at: _timestamp_pb2.Timestamp
    amount_minor: int
    currency: str
    template_version: str
    product_code: str
    status: ContractStatus
    document_sha256: str
    sealed_sha256: str
    sealed_at: _timestamp_pb2.Timestamp
    def __init__(self, contract_id: _Optional[str] = ..., quote_id: _Optional[str] = ..., text_zh: _Optional[str] = ..., sha256: _Optional[str] = ..., signed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., template_version: _Optional[str] = ..., product_code: _Optional[str] = ..., status: _Optional[_Union[ContractStatus, str]] = ..., document_sha256: _Optional[str] = ..., sealed_sha256: _Optional[str] = ..., sealed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ClauseAcknowledged(_message.Message):
    __slots__ = ("clause", "version", "hash", "text_zh", "dwell_ms", "language", "acknowledged_at")
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    HASH_FIELD_NUMBER: _ClassVar[int]
    TEXT_ZH_FIELD_NUMBER: _ClassVar[int]
    DWELL_MS_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    ACKNOWLEDGED_AT_FIELD_NUMBER: _ClassVar[int]
    clause: str
    version: str
    hash: str
    text_zh: str
    dwell_ms: int
    language: str
    acknowledged_at: _timestamp_pb2.Timestamp
    def __init__(self, clause: _Optional[str] = ..., version: _Optional[str] = ..., hash: _Optional[str] = ..., text_zh: _Optional[str] = ..., dwell_ms: _Optional[int] = ..., language: _Optional[str] = ..., acknowledged_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class SigningEvidence(_message.Message):
    __slots__ = ("contract", "cost_sheet_version", "cost_sheet_hash", "cost_sheet_opened_at", "cost_sheet_confirmed_at", "schedule_hash", "clauses_opened_at", "clauses", "otp_id", "otp_verified_at", "sealed_by", "timestamped_by", "timestamp_token")
    CONTRACT_FIELD_NUMBER: _ClassVar[int]
    COST_SHEET_VERSION_FIELD_NUMBER: _ClassVar[int]
    COST_SHEET_HASH_FIELD_NUMBER: _ClassVar[int]
    COST_SHEET_OPENED_AT_FIELD_NUMBER: _ClassVar[int]
    COST_SHEET_CONFIRMED_AT_FIELD_NUMBER: _ClassVar[int]
    SCHEDULE_HASH_FIELD_NUMBER: _ClassVar[int]
    CLAUSES_OPENED_AT_FIELD_NUMBER: _ClassVar[int]
    CLAUSES_FIELD_NUMBER: _ClassVar[int]
    OTP_ID_FIELD_NUMBER: _ClassVar[int]
    OTP_VERIFIED_AT_FIELD_NUMBER: _ClassVar[int]
    SEALED_BY_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMPED_BY_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_TOKEN_FIELD_NUMBER: _ClassVar[int]
    contract: Contract
    cost_sheet_version: str
    cost_sheet_hash: str
    cost_sheet_opened_at: _timestamp_pb2.Timestamp
    cost_sheet_confirmed_at: _timestamp_pb2.Timestamp
    schedule_hash: str
    clauses_opened_at: _timestamp_pb2.Timestamp
    clauses: _containers.RepeatedCompositeFieldContainer[ClauseAcknowledged]
    otp_id: str
    otp_verified_at: _timestamp_pb2.Timestamp
    sealed_by: str
    timestamped_by: str
    timestamp_token: bytes
    def __init__(self, contract: _Optional[_Union[Contract, _Mapping]] = ..., cost_sheet_version: _Optional[str] = ..., cost_sheet_hash: _Optional[str] = ..., cost_sheet_opened_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., cost_sheet_confirmed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., schedule_hash: _Optional[str] = ..., clauses_opened_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., clauses: _Optional[_Iterable[_Union[ClauseAcknowledged, _Mapping]]] = ..., otp_id: _Optional[str] = ..., otp_verified_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., sealed_by: _Optional[str] = ..., timestamped_by: _Optional[str] = ..., timestamp_token: _Optional[bytes] = ...) -> None: ...
