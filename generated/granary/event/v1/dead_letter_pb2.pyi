import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from granary.event.v1 import options_pb2 as _options_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DeadLettered(_message.Message):
    __slots__ = ("consumer", "occurred_at", "message_id", "message_type", "subject", "stream", "stream_sequence", "error_kind", "attempts", "customer_id")
    CONSUMER_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_ID_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_TYPE_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    STREAM_FIELD_NUMBER: _ClassVar[int]
    STREAM_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    ERROR_KIND_FIELD_NUMBER: _ClassVar[int]
    ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    consumer: str
    occurred_at: _timestamp_pb2.Timestamp
    message_id: str
    message_type: str
    subject: str
    stream: str
    stream_sequence: int
    error_kind: str
    attempts: int
    customer_id: str
    def __init__(self, consumer: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., message_id: _Optional[str] = ..., message_type: _Optional[str] = ..., subject: _Optional[str] = ..., stream: _Optional[str] = ..., stream_sequence: _Optional[int] = ..., error_kind: _Optional[str] = ..., attempts: _Optional[int] = ..., customer_id: _Optional[str] = ...) -> None: ...
