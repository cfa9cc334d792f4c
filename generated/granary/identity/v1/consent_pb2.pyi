import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ConsentPurpose(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CONSENT_PURPOSE_UNSPECIFIED: _ClassVar[ConsentPurpose]
    CONSENT_PURPOSE_DATA_PROCESSING: _ClassVar[ConsentPurpose]
    CONSENT_PURPOSE_BUREAU_QUERY: _ClassVar[ConsentPurpose]
    CONSENT_PURPOSE_BUREAU_REPORT: _ClassVar[ConsentPurpose]
    CONSENT_PURPOSE_FACE: _ClassVar[ConsentPurpose]
    CONSENT_PURPOSE_AUTO_DEBIT: _ClassVar[ConsentPurpose]
    CONSENT_PURPOSE_MARKETING: _ClassVar[ConsentPurpose]
CONSENT_PURPOSE_UNSPECIFIED: ConsentPurpose
CONSENT_PURPOSE_DATA_PROCESSING: ConsentPurpose
CONSENT_PURPOSE_BUREAU_QUERY: ConsentPurpose
CONSENT_PURPOSE_BUREAU_REPORT: ConsentPurpose
CONSENT_PURPOSE_FACE: ConsentPurpose
CONSENT_PURPOSE_AUTO_DEBIT: ConsentPurpose
CONSENT_PURPOSE_MARKETING: ConsentPurpose

class Consent(_message.Message):
    __slots__ = ("consent_id", "purpose", "text_version", "granted_at", "withdrawn_at")
    CONSENT_ID_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    TEXT_VERSION_FIELD_NUMBER: _ClassVar[int]
    GRANTED_AT_FIELD_NUMBER: _ClassVar[int]
    WITHDRAWN_AT_FIELD_NUMBER: _ClassVar[int]
    consent_id: str
    purpose: ConsentPurpose
    text_version: str
    granted_at: _timestamp_pb2.Timestamp
    withdrawn_at: _timestamp_pb2.Timestamp
    def __init__(self, consent_id: _Optional[str] = ..., purpose: _Optional[_Union[ConsentPurpose, str]] = ..., text_version: _Optional[str] = ..., granted_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., withdrawn_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
