import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from granary.lending.v1 import credit_line_pb2 as _credit_line_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CreditLineChangeKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CREDIT_LINE_CHANGE_KIND_UNSPECIFIED: _ClassVar[CreditLineChangeKind]
    CREDIT_LINE_CHANGE_KIND_INCREASE_OFFERED: _ClassVar[CreditLineChangeKind]
    CREDIT_LINE_CHANGE_KIND_INCREASED: _ClassVar[CreditLineChangeKind]
    CREDIT_LINE_CHANGE_KIND_INCREASE_DECLINED: _ClassVar[CreditLineChangeKind]
    CREDIT_LINE_CHANGE_KIND_DECREASED: _ClassVar[CreditLineChangeKind]
    CREDIT_LINE_CHANGE_KIND_FROZEN: _ClassVar[CreditLineChangeKind]
    CREDIT_LINE_CHANGE_KIND_UNFROZEN: _ClassVar[CreditLineChangeKind]
    CREDIT_LINE_CHANGE_KIND_CLOSED: _ClassVar[CreditLineChangeKind]

class FreezeReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FREEZE_REASON_UNSPECIFIED: _ClassVar[FreezeReason]
    FREEZE_REASON_PAST_DUE: _ClassVar[FreezeReason]
    FREEZE_REASON_RISK_WORSE: _ClassVar[FreezeReason]
    FREEZE_REASON_NEW_ENQUIRIES: _ClassVar[FreezeReason]
    FREEZE_REASON_FUNDS_MISUSED: _ClassVar[FreezeReason]
    FREEZE_REASON_FRAUD_SUSPECTED: _ClassVar[FreezeReason]
    FREEZE_REASON_STAFF: _ClassVar[FreezeReason]
    FREEZE_REASON_CUSTOMER_ASKED: _ClassVar[FreezeReason]
    FREEZE_REASON_DECLINED: _ClassVar[FreezeReason]

class LimitReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LIMIT_REASON_UNSPECIFIED: _ClassVar[LimitReason]
    LIMIT_REASON_GOOD_REPAYMENT: _ClassVar[LimitReason]
    LIMIT_REASON_INCOME_HIGHER: _ClassVar[LimitReason]
    LIMIT_REASON_RISK_WORSE: _ClassVar[LimitReason]
    LIMIT_REASON_UNUSED: _ClassVar[LimitReason]
    LIMIT_REASON_POLICY_CHANGED: _ClassVar[LimitReason]
    LIMIT_REASON_CUSTOMER_ASKED: _ClassVar[LimitReason]
    LIMIT_REASON_STAFF: _ClassVar[LimitReason]
CREDIT_LINE_CHANGE_KIND_UNSPECIFIED: CreditLineChangeKind
CREDIT_LINE_CHANGE_KIND_INCREASE_OFFERED: CreditLineChangeKind
CREDIT_LINE_CHANGE_KIND_INCREASED: CreditLineChangeKind
CREDIT_LINE_CHANGE_KIND_INCREASE_DECLINED: CreditLineChangeKind
CREDIT_LINE_CHANGE_KIND_DECREASED: CreditLineChangeKind
CREDIT_LINE_CHANGE_KIND_FROZEN: CreditLineChangeKind
CREDIT_LINE_CHANGE_KIND_UNFROZEN: CreditLineChangeKind
CREDIT_LINE_CHANGE_KIND_CLOSED: CreditLineChangeKind
FREEZE_REASON_UNSPECIFIED: FreezeReason
FREEZE_REASON_PAST_DUE: FreezeReason
FREEZE_REASON_RISK_WORSE: FreezeReason
FREEZE_REASON_NEW_ENQUIRIES: FreezeReason
FREEZE_REASON_FUNDS_MISUSED: FreezeReason
FREEZE_REASON_FRAUD_SUSPECTED: FreezeReason
FREEZE_REASON_STAFF: FreezeReason
FREEZE_REASON_CUSTOMER_ASKED: FreezeReason
FREEZE_REASON_DECLINED: FreezeReason
LIMIT_REASON_UNSPECIFIED: LimitReason
LIMIT_REASON_GOOD_REPAYMENT: LimitReason
LIMIT_REASON_INCOME_HIGHER: LimitReason
LIMIT_REASON_RISK_WORSE: LimitReason
LIMIT_REASON_UNUSED: LimitReason
LIMIT_REASON_POLICY_CHANGED: LimitReason
LIMIT_REASON_CUSTOMER_ASKED: LimitReason
LIMIT_REASON_STAFF: LimitReason

class CreditLineChange(_message.Message):
    __slots__ = ("change_id", "credit_line_id", "kind", "reason_code", "limit_before_minor", "limit_after_minor", "status", "text_zh", "text_en", "changed_at", "business_date", "actor", "note")
    CHANGE_ID_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    LIMIT_BEFORE_MINOR_FIELD_NUMBER: _ClassVar[int]
    LIMIT_AFTER_MINOR_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    TEXT_ZH_FIELD_NUMBER: _ClassVar[int]
    TEXT_EN_FIELD_NUMBER: _ClassVar[int]
    CHANGED_AT_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    change_id: str
    credit_line_id: str
    kind: CreditLineChangeKind
    reason_code: str
    limit_before_minor: int
    limit_after_minor: int
    status: _credit_line_pb2.CreditLineStatus
    text_zh: str
    text_en: str
    changed_at: _timestamp_pb2.Timestamp
    business_date: str
    actor: str
    note: str
    def __init__(self, change_id: _Optional[str] = ..., credit_line_id: _Optional[str] = ..., kind: _Optional[_Union[CreditLineChangeKind, str]] = ..., reason_code: _Optional[str] = ..., limit_before_minor: _Optional[int] = ..., limit_after_minor: _Optional[int] = ..., status: _Optional[_Union[_credit_line_pb2.CreditLineStatus, str]] = ..., text_zh: _Optional[str] = ..., text_en: _Optional[str] = ..., changed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., business_date: _Optional[str] = ..., actor: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...
