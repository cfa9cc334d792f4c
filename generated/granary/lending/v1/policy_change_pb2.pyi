import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PolicyConfidence(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    POLICY_CONFIDENCE_UNSPECIFIED: _ClassVar[PolicyConfidence]
    POLICY_CONFIDENCE_LAW: _ClassVar[PolicyConfidence]
    POLICY_CONFIDENCE_PUBLISHED: _ClassVar[PolicyConfidence]
    POLICY_CONFIDENCE_UNSURE: _ClassVar[PolicyConfidence]
    POLICY_CONFIDENCE_CHOICE: _ClassVar[PolicyConfidence]

class PolicyChangeStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    POLICY_CHANGE_STATUS_UNSPECIFIED: _ClassVar[PolicyChangeStatus]
    POLICY_CHANGE_STATUS_PROPOSED: _ClassVar[PolicyChangeStatus]
    POLICY_CHANGE_STATUS_APPROVED: _ClassVar[PolicyChangeStatus]
    POLICY_CHANGE_STATUS_REJECTED: _ClassVar[PolicyChangeStatus]
POLICY_CONFIDENCE_UNSPECIFIED: PolicyConfidence
POLICY_CONFIDENCE_LAW: PolicyConfidence
POLICY_CONFIDENCE_PUBLISHED: PolicyConfidence
POLICY_CONFIDENCE_UNSURE: PolicyConfidence
POLICY_CONFIDENCE_CHOICE: PolicyConfidence
POLICY_CHANGE_STATUS_UNSPECIFIED: PolicyChangeStatus
POLICY_CHANGE_STATUS_PROPOSED: PolicyChangeStatus
POLICY_CHANGE_STATUS_APPROVED: PolicyChangeStatus
POLICY_CHANGE_STATUS_REJECTED: PolicyChangeStatus

class PolicyValue(_message.Message):
    __slots__ = ("product_code", "parameter", "value_json", "effective_from", "effective_to", "source", "confidence")
    PRODUCT_CODE_FIELD_NUMBER: _ClassVar[int]
    PARAMETER_FIELD_NUMBER: _ClassVar[int]
    VALUE_JSON_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_FROM_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TO_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    product_code: str
    parameter: str
    value_json: str
    effective_from: str
    effective_to: str
    source: str
    confidence: PolicyConfidence
    def __init__(self, product_code: _Optional[str] = ..., parameter: _Optional[str] = ..., value_json: _Optional[str] = ..., effective_from: _Optional[str] = ..., effective_to: _Optional[str] = ..., source: _Optional[str] = ..., confidence: _Optional[_Union[PolicyConfidence, str]] = ...) -> None: ...

class PolicyChange(_message.Message):
    __slots__ = ("change_id", "status", "values", "reason", "proposed_by", "proposed_at", "decided_by", "decided_at", "decision_reason")
    CHANGE_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    PROPOSED_BY_FIELD_NUMBER: _ClassVar[int]
    PROPOSED_AT_FIELD_NUMBER: _ClassVar[int]
    DECIDED_BY_FIELD_NUMBER: _ClassVar[int]
    DECIDED_AT_FIELD_NUMBER: _ClassVar[int]
    DECISION_REASON_FIELD_NUMBER: _ClassVar[int]
    change_id: str
    status: PolicyChangeStatus
    values: _containers.RepeatedCompositeFieldContainer[PolicyValue]
    reason: str
    proposed_by: str
    proposed_at: _timestamp_pb2.Timestamp
    decided_by: str
    decided_at: _timestamp_pb2.Timestamp
    decision_reason: str
    def __init__(self, change_id: _Optional[str] = ..., status: _Optional[_Union[PolicyChangeStatus, str]] = ..., values: _Optional[_Iterable[_Union[PolicyValue, _Mapping]]] = ..., reason: _Optional[str] = ..., proposed_by: _Optional[str] = ..., proposed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., decided_by: _Optional[str] = ..., decided_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., decision_reason: _Optional[str] = ...) -> None: ...

class PolicyGradeEffect(_message.Message):
    __slots__ = ("product_code", "grade", "lines", "priced_otherwise", "above_new_limit", "without_grade", "loans_on_old_terms", "drawn_minor")
    PRODUCT_CODE_FIELD_NUMBER: _ClassVar[int]
    GRADE_FIELD_NUMBER: _ClassVar[int]
    LINES_FIELD_NUMBER: _ClassVar[int]
    PRICED_OTHERWISE_FIELD_NUMBER: _ClassVar[int]
    ABOVE_NEW_LIMIT_FIELD_NUMBER: _ClassVar[int]
    WITHOUT_GRADE_FIELD_NUMBER: _ClassVar[int]
    LOANS_ON_OLD_TERMS_FIELD_NUMBER: _ClassVar[int]
    DRAWN_MINOR_FIELD_NUMBER: _ClassVar[int]
    product_code: str
    grade: str
    lines: int
    priced_otherwise: int
    above_new_limit: int
    without_grade: int
    loans_on_old_terms: int
    drawn_minor: int
    def __init__(self, product_code: _Optional[str] = ..., grade: _Optional[str] = ..., lines: _Optional[int] = ..., priced_otherwise: _Optional[int] = ..., above_new_limit: _Optional[int] = ..., without_grade: _Optional[int] = ..., loans_on_old_terms: _Optional[int] = ..., drawn_minor: _Optional[int] = ...) -> None: ...

class PolicyReplayEffect(_message.Message):
    __slots__ = ("product_code", "applications", "approvals_gained", "approvals_lost", "dearer", "cheaper", "limit_higher", "limit_lower", "limits_before_minor", "limits_after_minor")
    PRODUCT_CODE_FIELD_NUMBER: _ClassVar[int]
    APPLICATIONS_FIELD_NUMBER: _ClassVar[int]
    APPROVALS_GAINED_FIELD_NUMBER: _ClassVar[int]
    APPROVALS_LOST_FIELD_NUMBER: _ClassVar[int]
    DEARER_FIELD_NUMBER: _ClassVar[int]
    CHEAPER_FIELD_NUMBER: _ClassVar[int]
    LIMIT_HIGHER_FIELD_NUMBER: _ClassVar[int]
    LIMIT_LOWER_FIELD_NUMBER: _ClassVar[int]
    LIMITS_BEFORE_MINOR_FIELD_NUMBER: _ClassVar[int]
    LIMITS_AFTER_MINOR_FIELD_NUMBER: _ClassVar[int]
    product_code: str
    applications: int
    approvals_gained: int
    approvals_lost: int
    dearer: int
    cheaper: int
    limit_higher: int
    limit_lower: int
    limits_before_minor: int
    limits_after_minor: int
    def __init__(self, product_code: _Optional[str] = ..., applications: _Optional[int] = ..., approvals_gained: _Optional[int] = ..., approvals_lost: _Optional[int] = ..., dearer: _Optional[int] = ..., cheaper: _Optional[int] = ..., limit_higher: _Optional[int] = ..., limit_lower: _Optional[int] = ..., limits_before_minor: _Optional[int] = ..., limits_after_minor: _Optional[int] = ...) -> None: ...

class PolicyAdverseEffect(_message.Message):
    __slots__ = ("product_code", "kind", "grade")
    PRODUCT_CODE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    GRADE_FIELD_NUMBER: _ClassVar[int]
    product_code: str
    kind: str
    grade: str
    def __init__(self, product_code: _Optional[str] = ..., kind: _Optional[str] = ..., grade: _Optional[str] = ...) -> None: ...

class PolicyPreview(_message.Message):
    __slots__ = ("grades", "replays", "adverse")
    GRADES_FIELD_NUMBER: _ClassVar[int]
    REPLAYS_FIELD_NUMBER: _ClassVar[int]
    ADVERSE_FIELD_NUMBER: _ClassVar[int]
    grades: _containers.RepeatedCompositeFieldContainer[PolicyGradeEffect]
    replays: _containers.RepeatedCompositeFieldContainer[PolicyReplayEffect]
    adverse: _containers.RepeatedCompositeFieldContainer[PolicyAdverseEffect]
    def __init__(self, grades: _Optional[_Iterable[_Union[PolicyGradeEffect, _Mapping]]] = ..., replays: _Optional[_Iterable[_Union[PolicyReplayEffect, _Mapping]]] = ..., adverse: _Optional[_Iterable[_Union[PolicyAdverseEffect, _Mapping]]] = ...) -> None: ...

class PolicyNotice(_message.Message):
    __slots__ = ("customer_id", "credit_line_id", "product_code", "grade")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_CODE_FIELD_NUMBER: _ClassVar[int]
    GRADE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    credit_line_id: str
    product_code: str
    grade: str
    def __init__(self, customer_id: _Optional[str] = ..., credit_line_id: _Optional[str] = ..., product_code: _Optional[str] = ..., grade: _Optional[str] = ...) -> None: ...
