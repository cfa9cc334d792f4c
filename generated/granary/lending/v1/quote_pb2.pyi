import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from granary.repayment.v1 import schedule_pb2 as _schedule_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CostItemKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    COST_ITEM_KIND_UNSPECIFIED: _ClassVar[CostItemKind]
    COST_ITEM_KIND_NORMAL: _ClassVar[CostItemKind]
    COST_ITEM_KIND_CONTINGENT: _ClassVar[CostItemKind]
COST_ITEM_KIND_UNSPECIFIED: CostItemKind
COST_ITEM_KIND_NORMAL: CostItemKind
COST_ITEM_KIND_CONTINGENT: CostItemKind

class CostItem(_message.Message):
    __slots__ = ("name", "kind", "amount_minor", "annual_rate_ppm", "collected_by", "standard_zh", "standard_en")
    NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    ANNUAL_RATE_PPM_FIELD_NUMBER: _ClassVar[int]
    COLLECTED_BY_FIELD_NUMBER: _ClassVar[int]
    STANDARD_ZH_FIELD_NUMBER: _ClassVar[int]
    STANDARD_EN_FIELD_NUMBER: _ClassVar[int]
    name: str
    kind: CostItemKind
    amount_minor: int
    annual_rate_ppm: int
    collected_by: str
    standard_zh: str
    standard_en: str
    def __init__(self, name: _Optional[str] = ..., kind: _Optional[_Union[CostItemKind, str]] = ..., amount_minor: _Optional[int] = ..., annual_rate_ppm: _Optional[int] = ..., collected_by: _Optional[str] = ..., standard_zh: _Optional[str] = ..., standard_en: _Optional[str] = ...) -> None: ...

class CostSheet(_message.Message):
    __slots__ = ("version", "hash", "items", "text_zh", "text_en", "min_reading_s")
    VERSION_FIELD_NUMBER: _ClassVar[int]
    HASH_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    TEXT_ZH_FIELD_NUMBER: _ClassVar[int]
    TEXT_EN_FIELD_NUMBER: _ClassVar[int]
    MIN_READING_S_FIELD_NUMBER: _ClassVar[int]
    version: str
    hash: str
    items: _containers.RepeatedCompositeFieldContainer[CostItem]
    text_zh: str
    text_en: str
    min_reading_s: int
    def __init__(self, version: _Optional[str] = ..., hash: _Optional[str] = ..., items: _Optional[_Iterable[_Union[CostItem, _Mapping]]] = ..., text_zh: _Optional[str] = ..., text_en: _Optional[str] = ..., min_reading_s: _Optional[int] = ...) -> None: ...

class SalientClause(_message.Message):
    __slots__ = ("clause", "version", "hash", "text_zh", "text_en")
    CLAUSE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    HASH_FIELD_NUMBER: _ClassVar[int]
    TEXT_ZH_FIELD_NUMBER: _ClassVar[int]
    TEXT_EN_FIELD_NUMBER: _ClassVar[int]
    clause: str
    version: str
    hash: str
    text_zh: str
    text_en: str
    def __init__(self, clause: _Optional[str] = ..., version: _Optional[str] = ..., hash: _Optional[str] = ..., text_zh: _Optional[str] = ..., text_en: _Optional[str] = ...) -> None: ...

class Quote(_message.Message):
    __slots__ = ("quote_id", "credit_line_id", "amount_minor", "currency", "instalments", "method", "daily_rate_ppm", "schedule", "total_interest_minor", "total_repayment_minor", "apr_simple_ppm", "apr_irr_ppm", "penalty_terms", "valid_on", "cost_sheet", "policy_version", "cost_sheet_opened_at", "cost_sheet_confirmed_at", "product_code")
    QUOTE_ID_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    INSTALMENTS_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    DAILY_RATE_PPM_FIELD_NUMBER: _ClassVar[int]
    SCHEDULE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_INTEREST_MINOR_FIELD_NUMBER: _ClassVar[int]
    TOTAL_REPAYMENT_MINOR_FIELD_NUMBER: _ClassVar[int]
    APR_SIMPLE_PPM_FIELD_NUMBER: _ClassVar[int]
    APR_IRR_PPM_FIELD_NUMBER: _ClassVar[int]
    PENALTY_TERMS_FIELD_NUMBER: _ClassVar[int]
    VALID_ON_FIELD_NUMBER: _ClassVar[int]
    COST_SHEET_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    COST_SHEET_OPENED_AT_FIELD_NUMBER: _ClassVar[int]
    COST_SHEET_CONFIRMED_AT_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_CODE_FIELD_NUMBER: _ClassVar[int]
    quote_id: str
    credit_line_id: str
    amount_minor: int
    currency: str
    instalments: int
    method: _schedule_pb2.RepaymentMethod
    daily_rate_ppm: int
    schedule: _containers.RepeatedCompositeFieldContainer[_schedule_pb2.ScheduleRow]
    total_interest_minor: int
    total_repayment_minor: int
    apr_simple_ppm: int
    apr_irr_ppm: int
    penalty_terms: _schedule_pb2.PenaltyTerms
    valid_on: str
    cost_sheet: CostSheet
    policy_version: str
    cost_sheet_opened_at: _timestamp_pb2.Timestamp
    cost_sheet_confirmed_at: _timestamp_pb2.Timestamp
    product_code: str
    def __init__(self, quote_id: _Optional[str] = ..., credit_line_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., instalments: _Optional[int] = ..., method: _Optional[_Union[_schedule_pb2.RepaymentMethod, str]] = ..., daily_rate_ppm: _Optional[int] = ..., schedule: _Optional[_Iterable[_Union[_schedule_pb2.ScheduleRow, _Mapping]]] = ..., total_interest_minor: _Optional[int] = ..., total_repayment_minor: _Optional[int] = ..., apr_simple_ppm: _Optional[int] = ..., apr_irr_ppm: _Optional[int] = ..., penalty_terms: _Optional[_Union[_schedule_pb2.PenaltyTerms, _Mapping]] = ..., valid_on: _Optional[str] = ..., cost_sheet: _Optional[_Union[CostSheet, _Mapping]] = ..., policy_version: _Optional[str] = ..., cost_sheet_opened_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., cost_sheet_confirmed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., product_code: _Optional[str] = ...) -> None: ...
