import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AssuranceLevel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ASSURANCE_LEVEL_UNSPECIFIED: _ClassVar[AssuranceLevel]
    ASSURANCE_LEVEL_L0_PHONE: _ClassVar[AssuranceLevel]
    ASSURANCE_LEVEL_L1_DATA: _ClassVar[AssuranceLevel]
    ASSURANCE_LEVEL_L2_DOCUMENT: _ClassVar[AssuranceLevel]
    ASSURANCE_LEVEL_L3_FACE_AND_CARD: _ClassVar[AssuranceLevel]

class Channel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CHANNEL_UNSPECIFIED: _ClassVar[Channel]
    CHANNEL_APP: _ClassVar[Channel]
    CHANNEL_WEB: _ClassVar[Channel]
    CHANNEL_WECHAT: _ClassVar[Channel]
    CHANNEL_QQ: _ClassVar[Channel]
ASSURANCE_LEVEL_UNSPECIFIED: AssuranceLevel
ASSURANCE_LEVEL_L0_PHONE: AssuranceLevel
ASSURANCE_LEVEL_L1_DATA: AssuranceLevel
ASSURANCE_LEVEL_L2_DOCUMENT: AssuranceLevel
ASSURANCE_LEVEL_L3_FACE_AND_CARD: AssuranceLevel
CHANNEL_UNSPECIFIED: Channel
CHANNEL_APP: Channel
CHANNEL_WEB: Channel
CHANNEL_WECHAT: Channel
CHANNEL_QQ: Channel

class Customer(_message.Message):
    __slots__ = ("customer_id", "assurance_level", "phone_masked", "name_masked", "id_number_masked", "is_student", "created_at", "registered_at")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    ASSURANCE_LEVEL_FIELD_NUMBER: _ClassVar[int]
    PHONE_MASKED_FIELD_NUMBER: _ClassVar[int]
    NAME_MASKED_FIELD_NUMBER: _ClassVar[int]
    ID_NUMBER_MASKED_FIELD_NUMBER: _ClassVar[int]
    IS_STUDENT_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    REGISTERED_AT_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    assurance_level: AssuranceLevel
    phone_masked: str
    name_masked: str
    id_number_masked: str
    is_student: bool
    created_at: _timestamp_pb2.Timestamp
    registered_at: _timestamp_pb2.Timestamp
    def __init__(self, customer_id: _Optional[str] = ..., assurance_level: _Optional[_Union[AssuranceLevel, str]] = ..., phone_masked: _Optional[str] = ..., name_masked: _Optional[str] = ..., id_number_masked: _Optional[str] = ..., is_student: _Optional[bool] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., registered_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
