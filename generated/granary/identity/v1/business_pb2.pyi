import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class BusinessRole(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    BUSINESS_ROLE_UNSPECIFIED: _ClassVar[BusinessRole]
    BUSINESS_ROLE_LEGAL_REPRESENTATIVE: _ClassVar[BusinessRole]
    BUSINESS_ROLE_SOLE_TRADER: _ClassVar[BusinessRole]
BUSINESS_ROLE_UNSPECIFIED: BusinessRole
BUSINESS_ROLE_LEGAL_REPRESENTATIVE: BusinessRole
BUSINESS_ROLE_SOLE_TRADER: BusinessRole

class Business(_message.Message):
    __slots__ = ("uscc_masked", "business_name", "role", "verified_at")
    USCC_MASKED_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_NAME_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    VERIFIED_AT_FIELD_NUMBER: _ClassVar[int]
    uscc_masked: str
    business_name: str
    role: BusinessRole
    verified_at: _timestamp_pb2.Timestamp
    def __init__(self, uscc_masked: _Optional[str] = ..., business_name: _Optional[str] = ..., role: _Optional[_Union[BusinessRole, str]] = ..., verified_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
