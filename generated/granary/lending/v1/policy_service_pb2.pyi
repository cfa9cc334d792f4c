from buf.validate import validate_pb2 as _validate_pb2
from granary.access.v1 import options_pb2 as _options_pb2
from granary.lending.v1 import policy_change_pb2 as _policy_change_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ListPolicyValuesRequest(_message.Message):
    __slots__ = ("product_code",)
    PRODUCT_CODE_FIELD_NUMBER: _ClassVar[int]
    product_code: str
    def __init__(self, product_code: _Optional[str] = ...) -> None: ...

class ListPolicyValuesResponse(_message.Message):
    __slots__ = ("values", "product_codes")
    VALUES_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_CODES_FIELD_NUMBER: _ClassVar[int]
    values: _containers.RepeatedCompositeFieldContainer[_policy_change_pb2.PolicyValue]
    product_codes: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, values: _Optional[_Iterable[_Union[_policy_change_pb2.PolicyValue, _Mapping]]] = ..., product_codes: _Optional[_Iterable[str]] = ...) -> None: ...

class ProposePolicyChangeRequest(_message.Message):
    __slots__ = ("request_id", "values", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    values: _containers.RepeatedCompositeFieldContainer[_policy_change_pb2.PolicyValue]
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., values: _Optional[_Iterable[_Union[_policy_change_pb2.PolicyValue, _Mapping]]] = ..., reason: _Optional[str] = ...) -> None: ...

class ProposePolicyChangeResponse(_message.Message):
    __slots__ = ("change",)
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    change: _policy_change_pb2.PolicyChange
    def __init__(self, change: _Optional[_Union[_policy_change_pb2.PolicyChange, _Mapping]] = ...) -> None: ...

class PreviewPolicyChangeRequest(_message.Message):
    __slots__ = ("change_id", "applications")
    CHANGE_ID_FIELD_NUMBER: _ClassVar[int]
    APPLICATIONS_FIELD_NUMBER: _ClassVar[int]
    change_id: str
    applications: int
    def __init__(self, change_id: _Optional[str] = ..., applications: _Optional[int] = ...) -> None: ...

class PreviewPolicyChangeResponse(_message.Message):
    __slots__ = ("change", "preview")
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    PREVIEW_FIELD_NUMBER: _ClassVar[int]
    change: _policy_change_pb2.PolicyChange
    preview: _policy_change_pb2.PolicyPreview
    def __init__(self, change: _Optional[_Union[_policy_change_pb2.PolicyChange, _Mapping]] = ..., preview: _Optional[_Union[_policy_change_pb2.PolicyPreview, _Mapping]] = ...) -> None: ...

class ApprovePolicyChangeRequest(_message.Message):
    __slots__ = ("request_id", "change_id", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CHANGE_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    change_id: str
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., change_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ApprovePolicyChangeResponse(_message.Message):
    __slots__ = ("change",)
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    change: _policy_change_pb2.PolicyChange
    def __init__(self, change: _Optional[_Union[_policy_change_pb2.PolicyChange, _Mapping]] = ...) -> None: ...

class RejectPolicyChangeRequest(_message.Message):
    __slots__ = ("request_id", "change_id", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CHANGE_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    change_id: str
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., change_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class RejectPolicyChangeResponse(_message.Message):
    __slots__ = ("change",)
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    change: _policy_change_pb2.PolicyChange
    def __init__(self, change: _Optional[_Union[_policy_change_pb2.PolicyChange, _Mapping]] = ...) -> None: ...

class GetPolicyChangeRequest(_message.Message):
    __slots__ = ("change_id",)
    CHANGE_ID_FIELD_NUMBER: _ClassVar[int]
    change_id: str
    def __init__(self, change_id: _Optional[str] = ...) -> None: ...

class GetPolicyChangeResponse(_message.Message):
    __slots__ = ("change",)
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    change: _policy_change_pb2.PolicyChange
    def __init__(self, change: _Optional[_Union[_policy_change_pb2.PolicyChange, _Mapping]] = ...) -> None: ...

class ListPolicyChangesRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListPolicyChangesResponse(_message.Message):
    __slots__ = ("changes", "next_page_token")
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    changes: _containers.RepeatedCompositeFieldContainer[_policy_change_pb2.PolicyChange]
    next_page_token: str
    def __init__(self, changes: _Optional[_Iterable[_Union[_policy_change_pb2.PolicyChange, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListPolicyNoticesRequest(_message.Message):
    __slots__ = ("change_id", "page_size", "page_token")
    CHANGE_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    change_id: str
    page_size: int
    page_token: str
    def __init__(self, change_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListPolicyNoticesResponse(_message.Message):
    __slots__ = ("notices", "next_page_token")
    NOTICES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    notices: _containers.RepeatedCompositeFieldContainer[_policy_change_pb2.PolicyNotice]
    next_page_token: str
    def __init__(self, notices: _Optional[_Iterable[_Union[_policy_change_pb2.PolicyNotice, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...
