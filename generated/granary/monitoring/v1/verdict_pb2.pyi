import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class VerdictOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VERDICT_OUTCOME_UNSPECIFIED: _ClassVar[VerdictOutcome]
    VERDICT_OUTCOME_ALLOW: _ClassVar[VerdictOutcome]
    VERDICT_OUTCOME_STEP_UP: _ClassVar[VerdictOutcome]
    VERDICT_OUTCOME_HOLD: _ClassVar[VerdictOutcome]
    VERDICT_OUTCOME_BLOCK: _ClassVar[VerdictOutcome]
VERDICT_OUTCOME_UNSPECIFIED: VerdictOutcome
VERDICT_OUTCOME_ALLOW: VerdictOutcome
VERDICT_OUTCOME_STEP_UP: VerdictOutcome
VERDICT_OUTCOME_HOLD: VerdictOutcome
VERDICT_OUTCOME_BLOCK: VerdictOutcome

class Verdict(_message.Message):
    __slots__ = ("verdict_id", "outcome", "reason_codes", "rule_set_version", "expires_at")
    VERDICT_ID_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    REASON_CODES_FIELD_NUMBER: _ClassVar[int]
    RULE_SET_VERSION_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    verdict_id: str
    outcome: VerdictOutcome
    reason_codes: _containers.RepeatedScalarFieldContainer[str]
    rule_set_version: str
    expires_at: _timestamp_pb2.Timestamp
    def __init__(self, verdict_id: _Optional[str] = ..., outcome: _Optional[_Union[VerdictOutcome, str]] = ..., reason_codes: _Optional[_Iterable[str]] = ..., rule_set_version: _Optional[str] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
