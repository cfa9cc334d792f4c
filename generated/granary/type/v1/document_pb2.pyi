from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class Document(_message.Message):
    __slots__ = ("media_type", "file_name", "content", "sha256", "standing", "standing_since")
    MEDIA_TYPE_FIELD_NUMBER: _ClassVar[int]
    FILE_NAME_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    STANDING_FIELD_NUMBER: _ClassVar[int]
    STANDING_SINCE_FIELD_NUMBER: _ClassVar[int]
    media_type: str
    file_name: str
    content: bytes
    sha256: str
    standing: str
    standing_since: str
    def __init__(self, media_type: _Optional[str] = ..., file_name: _Optional[str] = ..., content: _Optional[bytes] = ..., sha256: _Optional[str] = ..., standing: _Optional[str] = ..., standing_since: _Optional[str] = ...) -> None: ...
