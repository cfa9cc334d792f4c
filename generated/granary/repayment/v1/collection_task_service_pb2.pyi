import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from granary.access.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CollectionAct(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    COLLECTION_ACT_UNSPECIFIED: _ClassVar[CollectionAct]
    COLLECTION_ACT_SMS: _ClassVar[CollectionAct]
    COLLECTION_ACT_CALL: _ClassVar[CollectionAct]
    COLLECTION_ACT_LETTER: _ClassVar[CollectionAct]
    COLLECTION_ACT_SUPERVISOR_REVIEW: _ClassVar[CollectionAct]
    COLLECTION_ACT_LEGAL_PROPOSAL: _ClassVar[CollectionAct]
    COLLECTION_ACT_CHARGE_OFF_PROPOSAL: _ClassVar[CollectionAct]
    COLLECTION_ACT_LEGAL_FILING: _ClassVar[CollectionAct]

class CollectionTaskStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    COLLECTION_TASK_STATUS_UNSPECIFIED: _ClassVar[CollectionTaskStatus]
    COLLECTION_TASK_STATUS_OPEN: _ClassVar[CollectionTaskStatus]
    COLLECTION_TASK_STATUS_TAKEN: _ClassVar[CollectionTaskStatus]
    COLLECTION_TASK_STATUS_DONE: _ClassVar[CollectionTaskStatus]
    COLLECTION_TASK_STATUS_CANCELLED: _ClassVar[CollectionTaskStatus]

class CollectionTaskOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    COLLECTION_TASK_OUTCOME_UNSPECIFIED: _ClassVar[CollectionTaskOutcome]
    COLLECTION_TASK_OUTCOME_NONE: _ClassVar[CollectionTaskOutcome]
    COLLECTION_TASK_OUTCOME_REACHED: _ClassVar[CollectionTaskOutcome]
    COLLECTION_TASK_OUTCOME_NO_ANSWER: _ClassVar[CollectionTaskOutcome]
    COLLECTION_TASK_OUTCOME_STOP_ASKED: _ClassVar[CollectionTaskOutcome]
    COLLECTION_TASK_OUTCOME_SENT: _ClassVar[CollectionTaskOutcome]
    COLLECTION_TASK_OUTCOME_AGREED: _ClassVar[CollectionTaskOutcome]
    COLLECTION_TASK_OUTCOME_DECLINED: _ClassVar[CollectionTaskOutcome]
COLLECTION_ACT_UNSPECIFIED: CollectionAct
COLLECTION_ACT_SMS: CollectionAct
COLLECTION_ACT_CALL: CollectionAct
COLLECTION_ACT_LETTER: CollectionAct
COLLECTION_ACT_SUPERVISOR_REVIEW: CollectionAct
COLLECTION_ACT_LEGAL_PROPOSAL: CollectionAct
COLLECTION_ACT_CHARGE_OFF_PROPOSAL: CollectionAct
COLLECTION_ACT_LEGAL_FILING: CollectionAct
COLLECTION_TASK_STATUS_UNSPECIFIED: CollectionTaskStatus
COLLECTION_TASK_STATUS_OPEN: CollectionTaskStatus
COLLECTION_TASK_STATUS_TAKEN: CollectionTaskStatus
COLLECTION_TASK_STATUS_DONE: CollectionTaskStatus
COLLECTION_TASK_STATUS_CANCELLED: CollectionTaskStatus
COLLECTION_TASK_OUTCOME_UNSPECIFIED: CollectionTaskOutcome
COLLECTION_TASK_OUTCOME_NONE: CollectionTaskOutcome
COLLECTION_TASK_OUTCOME_REACHED: CollectionTaskOutcome
COLLECTION_TASK_OUTCOME_NO_ANSWER: CollectionTaskOutcome
COLLECTION_TASK_OUTCOME_STOP_ASKED: CollectionTaskOutcome
COLLECTION_TASK_OUTCOME_SENT: CollectionTaskOutcome
COLLECTION_TASK_OUTCOME_AGREED: CollectionTaskOutcome
COLLECTION_TASK_OUTCOME_DECLINED: CollectionTaskOutcome

class CollectionTask(_message.Message):
    __slots__ = ("task_id", "customer_id", "loan_id", "act", "late_bucket", "day", "made_on", "open_from", "status", "taken_by", "taken_at", "contact_id", "tries", "outcome", "note", "ended_at")
    TASK_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    ACT_FIELD_NUMBER: _ClassVar[int]
    LATE_BUCKET_FIELD_NUMBER: _ClassVar[int]
    DAY_FIELD_NUMBER: _ClassVar[int]
    MADE_ON_FIELD_NUMBER: _ClassVar[int]
    OPEN_FROM_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    TAKEN_BY_FIELD_NUMBER: _ClassVar[int]
    TAKEN_AT_FIELD_NUMBER: _ClassVar[int]
    CONTACT_ID_FIELD_NUMBER: _ClassVar[int]
    TRIES_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    ENDED_AT_FIELD_NUMBER: _ClassVar[int]
    task_id: str
    customer_id: str
    loan_id: str
    act: CollectionAct
    late_bucket: str
    day: int
    made_on: str
    open_from: str
    status: CollectionTaskStatus
    taken_by: str
    taken_at: _timestamp_pb2.Timestamp
    contact_id: str
    tries: int
    outcome: CollectionTaskOutcome
    note: str
    ended_at: _timestamp_pb2.Timestamp
    def __init__(self, task_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., act: _Optional[_Union[CollectionAct, str]] = ..., late_bucket: _Optional[str] = ..., day: _Optional[int] = ..., made_on: _Optional[str] = ..., open_from: _Optional[str] = ..., status: _Optional[_Union[CollectionTaskStatus, str]] = ..., taken_by: _Optional[str] = ..., taken_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., contact_id: _Optional[str] = ..., tries: _Optional[int] = ..., outcome: _Optional[_Union[CollectionTaskOutcome, str]] = ..., note: _Optional[str] = ..., ended_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListOpenTasksRequest(_message.Message):
    __slots__ = ("act", "page_size", "page_token")
    ACT_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    act: CollectionAct
    page_size: int
    page_token: str
    def __init__(self, act: _Optional[_Union[CollectionAct, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListOpenTasksResponse(_message.Message):
    __slots__ = ("tasks", "next_page_token")
    TASKS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    tasks: _containers.RepeatedCompositeFieldContainer[CollectionTask]
    next_page_token: str
    def __init__(self, tasks: _Optional[_Iterable[_Union[CollectionTask, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListMyTasksRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListMyTasksResponse(_message.Message):
    __slots__ = ("tasks", "next_page_token")
    TASKS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    tasks: _containers.RepeatedCompositeFieldContainer[CollectionTask]
    next_page_token: str
    def __init__(self, tasks: _Optional[_Iterable[_Union[CollectionTask, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class TakeTaskRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "task_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    TASK_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    task_id: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., task_id: _Optional[str] = ...) -> None: ...

class TakeTaskResponse(_message.Message):
    __slots__ = ("task",)
    TASK_FIELD_NUMBER: _ClassVar[int]
    task: CollectionTask
    def __init__(self, task: _Optional[_Union[CollectionTask, _Mapping]] = ...) -> None: ...

class CompleteTaskRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "task_id", "outcome", "note")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    TASK_ID_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    task_id: str
    outcome: CollectionTaskOutcome
    note: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., task_id: _Optional[str] = ..., outcome: _Optional[_Union[CollectionTaskOutcome, str]] = ..., note: _Optional[str] = ...) -> None: ...

class CompleteTaskResponse(_message.Message):
    __slots__ = ("task",)
    TASK_FIELD_NUMBER: _ClassVar[int]
    task: CollectionTask
    def __init__(self, task: _Optional[_Union[CollectionTask, _Mapping]] = ...) -> None: ...

class HandBackTaskRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "task_id", "note")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    TASK_ID_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    task_id: str
    note: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., task_id: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class HandBackTaskResponse(_message.Message):
    __slots__ = ("task",)
    TASK_FIELD_NUMBER: _ClassVar[int]
    task: CollectionTask
    def __init__(self, task: _Optional[_Union[CollectionTask, _Mapping]] = ...) -> None: ...
