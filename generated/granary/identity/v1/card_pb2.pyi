import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Card(_message.Message):
    __slots__ = ("card_id", "card_number_masked", "bank_name", "bound_at")
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_NUMBER_MASKED_FIELD_NUMBER: _ClassVar[int]
    BANK_NAME_FIELD_NUMBER: _ClassVar[int]
    BOUND_AT_FIELD_NUMBER: _ClassVar[int]
    card_id: str
    card_number_masked: str
    bank_name: str
    bound_at: _timestamp_pb2.Timestamp
    def __init__(self, card_id: _Optional[str] = ..., card_number_masked: _Optional[str] = ..., bank_name: _Optional[str] = ..., bound_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
