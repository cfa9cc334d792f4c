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

class ModelStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MODEL_STATUS_UNSPECIFIED: _ClassVar[ModelStatus]
    MODEL_STATUS_TRAINED: _ClassVar[ModelStatus]
    MODEL_STATUS_APPROVED: _ClassVar[ModelStatus]
    MODEL_STATUS_RETIRED: _ClassVar[ModelStatus]
MODEL_STATUS_UNSPECIFIED: ModelStatus
MODEL_STATUS_TRAINED: ModelStatus
MODEL_STATUS_APPROVED: ModelStatus
MODEL_STATUS_RETIRED: ModelStatus

class Model(_message.Message):
    __slots__ = ("model_version", "sha256", "status", "registered_by", "registered_at", "reason", "approved_by", "approved_at", "approval_reason", "retired_by", "retired_at", "retirement_reason")
    MODEL_VERSION_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    REGISTERED_BY_FIELD_NUMBER: _ClassVar[int]
    REGISTERED_AT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    APPROVED_BY_FIELD_NUMBER: _ClassVar[int]
    APPROVED_AT_FIELD_NUMBER: _ClassVar[int]
    APPROVAL_REASON_FIELD_NUMBER: _ClassVar[int]
    RETIRED_BY_FIELD_NUMBER: _ClassVar[int]
    RETIRED_AT_FIELD_NUMBER: _ClassVar[int]
    RETIREMENT_REASON_FIELD_NUMBER: _ClassVar[int]
    model_version: str
    sha256: str
    status: ModelStatus
    registered_by: str
    registered_at: _timestamp_pb2.Timestamp
    reason: str
    approved_by: str
    approved_at: _timestamp_pb2.Timestamp
    approval_reason: str
    retired_by: str
    retired_at: _timestamp_pb2.Timestamp
    retirement_reason: str
    def __init__(self, model_version: _Optional[str] = ..., sha256: _Optional[str] = ..., status: _Optional[_Union[ModelStatus, str]] = ..., registered_by: _Optional[str] = ..., registered_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reason: _Optional[str] = ..., approved_by: _Optional[str] = ..., approved_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., approval_reason: _Optional[str] = ..., retired_by: _Optional[str] = ..., retired_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., retirement_reason: _Optional[str] = ...) -> None: ...

class ModelRoles(_message.Message):
    __slots__ = ("champion", "challenger", "challenger_share_ppm", "shadow")
    CHAMPION_FIELD_NUMBER: _ClassVar[int]
    CHALLENGER_FIELD_NUMBER: _ClassVar[int]
    CHALLENGER_SHARE_PPM_FIELD_NUMBER: _ClassVar[int]
    SHADOW_FIELD_NUMBER: _ClassVar[int]
    champion: str
    challenger: str
    challenger_share_ppm: int
    shadow: str
    def __init__(self, champion: _Optional[str] = ..., challenger: _Optional[str] = ..., challenger_share_ppm: _Optional[int] = ..., shadow: _Optional[str] = ...) -> None: ...

class ModelRoster(_message.Message):
    __slots__ = ("roles", "number", "decided_by", "decided_at", "proposed", "proposed_by", "proposal_reason")
    ROLES_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    DECIDED_BY_FIELD_NUMBER: _ClassVar[int]
    DECIDED_AT_FIELD_NUMBER: _ClassVar[int]
    PROPOSED_FIELD_NUMBER: _ClassVar[int]
    PROPOSED_BY_FIELD_NUMBER: _ClassVar[int]
    PROPOSAL_REASON_FIELD_NUMBER: _ClassVar[int]
    roles: ModelRoles
    number: int
    decided_by: str
    decided_at: _timestamp_pb2.Timestamp
    proposed: ModelRoles
    proposed_by: str
    proposal_reason: str
    def __init__(self, roles: _Optional[_Union[ModelRoles, _Mapping]] = ..., number: _Optional[int] = ..., decided_by: _Optional[str] = ..., decided_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., proposed: _Optional[_Union[ModelRoles, _Mapping]] = ..., proposed_by: _Optional[str] = ..., proposal_reason: _Optional[str] = ...) -> None: ...

class ListModelsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListModelsResponse(_message.Message):
    __slots__ = ("models", "roster")
    MODELS_FIELD_NUMBER: _ClassVar[int]
    ROSTER_FIELD_NUMBER: _ClassVar[int]
    models: _containers.RepeatedCompositeFieldContainer[Model]
    roster: ModelRoster
    def __init__(self, models: _Optional[_Iterable[_Union[Model, _Mapping]]] = ..., roster: _Optional[_Union[ModelRoster, _Mapping]] = ...) -> None: ...

class RegisterModelRequest(_message.Message):
    __slots__ = ("request_id", "model_version", "sha256", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MODEL_VERSION_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    model_version: str
    sha256: str
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., model_version: _Optional[str] = ..., sha256: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class RegisterModelResponse(_message.Message):
    __slots__ = ("model",)
    MODEL_FIELD_NUMBER: _ClassVar[int]
    model: Model
    def __init__(self, model: _Optional[_Union[Model, _Mapping]] = ...) -> None: ...

class ApproveModelRequest(_message.Message):
    __slots__ = ("request_id", "model_version", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MODEL_VERSION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    model_version: str
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., model_version: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ApproveModelResponse(_message.Message):
    __slots__ = ("model",)
    MODEL_FIELD_NUMBER: _ClassVar[int]
    model: Model
    def __init__(self, model: _Optional[_Union[Model, _Mapping]] = ...) -> None: ...

class ProposeModelRolesRequest(_message.Message):
    __slots__ = ("request_id", "roles", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ROLES_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    roles: ModelRoles
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., roles: _Optional[_Union[ModelRoles, _Mapping]] = ..., reason: _Optional[str] = ...) -> None: ...

class ProposeModelRolesResponse(_message.Message):
    __slots__ = ("roster",)
    ROSTER_FIELD_NUMBER: _ClassVar[int]
    roster: ModelRoster
    def __init__(self, roster: _Optional[_Union[ModelRoster, _Mapping]] = ...) -> None: ...

class DecideModelRolesRequest(_message.Message):
    __slots__ = ("request_id", "roles", "approve", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    ROLES_FIELD_NUMBER: _ClassVar[int]
    APPROVE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    roles: ModelRoles
    approve: bool
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., roles: _Optional[_Union[ModelRoles, _Mapping]] = ..., approve: _Optional[bool] = ..., reason: _Optional[str] = ...) -> None: ...

class DecideModelRolesResponse(_message.Message):
    __slots__ = ("roster",)
    ROSTER_FIELD_NUMBER: _ClassVar[int]
    roster: ModelRoster
    def __init__(self, roster: _Optional[_Union[ModelRoster, _Mapping]] = ...) -> None: ...

class RetireModelRequest(_message.Message):
    __slots__ = ("request_id", "model_version", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MODEL_VERSION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    model_version: str
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., model_version: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class RetireModelResponse(_message.Message):
    __slots__ = ("model",)
    MODEL_FIELD_NUMBER: _ClassVar[int]
    model: Model
    def __init__(self, model: _Optional[_Union[Model, _Mapping]] = ...) -> None: ...
