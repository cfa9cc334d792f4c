from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class DisclosedFee(_message.Message):
    __slots__ = ("item", "most_minor", "name_zh", "name_en")
    ITEM_FIELD_NUMBER: _ClassVar[int]
    MOST_MINOR_FIELD_NUMBER: _ClassVar[int]
    NAME_ZH_FIELD_NUMBER: _ClassVar[int]
    NAME_EN_FIELD_NUMBER: _ClassVar[int]
    item: str
    most_minor: int
    name_zh: str
    name_en: str
    def __init__(self, item: _Optional[str] = ..., most_minor: _Optional[int] = ..., name_zh: _Optional[str] = ..., name_en: _Optional[str] = ...) -> None: ...
