from buf.validate import validate_pb2 as _validate_pb2
from google.api import annotations_pb2 as _annotations_pb2
from granary.access.v1 import options_pb2 as _options_pb2
from granary.repayment.v1 import plan_change_pb2 as _plan_change_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PreviewPlanChangeRequest(_message.Message):
    __slots__ = ("loan_id", "kind", "due_day", "instalments")
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    DUE_DAY_FIELD_NUMBER: _ClassVar[int]
    INSTALMENTS_FIELD_NUMBER: _ClassVar[int]
    loan_id: str
    kind: _plan_change_pb2.PlanChangeKind
    due_day: int
    instalments: int
    def __init__(self, loan_id: _Optional[str] = ..., kind: _Optional[_Union[_plan_change_pb2.PlanChangeKind, str]] = ..., due_day: _Optional[int] = ..., instalments: _Optional[int] = ...) -> None: ...

class PreviewPlanChangeResponse(_message.Message):
    __slots__ = ("preview",)
    PREVIEW_FIELD_NUMBER: _ClassVar[int]
    preview: _plan_change_pb2.PlanPreview
    def __init__(self, preview: _Optional[_Union[_plan_change_pb2.PlanPreview, _Mapping]] = ...) -> None: ...

class ApplyPlanChangeRequest(_message.Message):
    __slots__ = ("request_id", "loan_id", "change", "preview_hash", "cost_sheet_hash")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    PREVIEW_HASH_FIELD_NUMBER: _ClassVar[int]
    COST_SHEET_HASH_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    loan_id: str
    change: _plan_change_pb2.WantedPlanChange
    preview_hash: str
    cost_sheet_hash: str
    def __init__(self, request_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., change: _Optional[_Union[_plan_change_pb2.WantedPlanChange, _Mapping]] = ..., preview_hash: _Optional[str] = ..., cost_sheet_hash: _Optional[str] = ...) -> None: ...

class ApplyPlanChangeResponse(_message.Message):
    __slots__ = ("plan_change",)
    PLAN_CHANGE_FIELD_NUMBER: _ClassVar[int]
    plan_change: _plan_change_pb2.AgreedPlanChange
    def __init__(self, plan_change: _Optional[_Union[_plan_change_pb2.AgreedPlanChange, _Mapping]] = ...) -> None: ...

class ListPlanChangesRequest(_message.Message):
    __slots__ = ("loan_id", "page_size", "page_token")
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    loan_id: str
    page_size: int
    page_token: str
    def __init__(self, loan_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListPlanChangesResponse(_message.Message):
    __slots__ = ("plan_changes", "next_page_token")
    PLAN_CHANGES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    plan_changes: _containers.RepeatedCompositeFieldContainer[_plan_change_pb2.AgreedPlanChange]
    next_page_token: str
    def __init__(self, plan_changes: _Optional[_Iterable[_Union[_plan_change_pb2.AgreedPlanChange, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class UndoPlanChangeRequest(_message.Message):
    __slots__ = ("request_id", "change_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CHANGE_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    change_id: str
    def __init__(self, request_id: _Optional[str] = ..., change_id: _Optional[str] = ...) -> None: ...

class UndoPlanChangeResponse(_message.Message):
    __slots__ = ("plan_change",)
    PLAN_CHANGE_FIELD_NUMBER: _ClassVar[int]
    plan_change: _plan_change_pb2.AgreedPlanChange
    def __init__(self, plan_change: _Optional[_Union[_plan_change_pb2.AgreedPlanChange, _Mapping]] = ...) -> None: ...
