from buf.validate import validate_pb2 as _validate_pb2
from google.api import annotations_pb2 as _annotations_pb2
from granary.access.v1 import options_pb2 as _options_pb2
from granary.repayment.v1 import collection_contact_service_pb2 as _collection_contact_service_pb2
from granary.repayment.v1 import plan_change_pb2 as _plan_change_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PreviewReliefRequest(_message.Message):
    __slots__ = ("hardship_id", "kind")
    HARDSHIP_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    hardship_id: str
    kind: _collection_contact_service_pb2.ReliefKind
    def __init__(self, hardship_id: _Optional[str] = ..., kind: _Optional[_Union[_collection_contact_service_pb2.ReliefKind, str]] = ...) -> None: ...

class PreviewReliefResponse(_message.Message):
    __slots__ = ("preview",)
    PREVIEW_FIELD_NUMBER: _ClassVar[int]
    preview: _plan_change_pb2.PlanPreview
    def __init__(self, preview: _Optional[_Union[_plan_change_pb2.PlanPreview, _Mapping]] = ...) -> None: ...

class DeclineReliefRequest(_message.Message):
    __slots__ = ("request_id", "hardship_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    HARDSHIP_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    hardship_id: str
    def __init__(self, request_id: _Optional[str] = ..., hardship_id: _Optional[str] = ...) -> None: ...

class DeclineReliefResponse(_message.Message):
    __slots__ = ("hardship",)
    HARDSHIP_FIELD_NUMBER: _ClassVar[int]
    hardship: _collection_contact_service_pb2.HardshipRequest
    def __init__(self, hardship: _Optional[_Union[_collection_contact_service_pb2.HardshipRequest, _Mapping]] = ...) -> None: ...
