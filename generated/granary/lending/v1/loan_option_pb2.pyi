from granary.repayment.v1 import schedule_pb2 as _schedule_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AnnualRateMethod(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ANNUAL_RATE_METHOD_UNSPECIFIED: _ClassVar[AnnualRateMethod]
    ANNUAL_RATE_METHOD_SIMPLE: _ClassVar[AnnualRateMethod]
    ANNUAL_RATE_METHOD_IRR_X12: _ClassVar[AnnualRateMethod]
    ANNUAL_RATE_METHOD_XIRR: _ClassVar[AnnualRateMethod]
ANNUAL_RATE_METHOD_UNSPECIFIED: AnnualRateMethod
ANNUAL_RATE_METHOD_SIMPLE: AnnualRateMethod
ANNUAL_RATE_METHOD_IRR_X12: AnnualRateMethod
ANNUAL_RATE_METHOD_XIRR: AnnualRateMethod

class AnnualRate(_message.Message):
    __slots__ = ("method", "annual_ppm", "label_zh", "label_en")
    METHOD_FIELD_NUMBER: _ClassVar[int]
    ANNUAL_PPM_FIELD_NUMBER: _ClassVar[int]
    LABEL_ZH_FIELD_NUMBER: _ClassVar[int]
    LABEL_EN_FIELD_NUMBER: _ClassVar[int]
    method: AnnualRateMethod
    annual_ppm: int
    label_zh: str
    label_en: str
    def __init__(self, method: _Optional[_Union[AnnualRateMethod, str]] = ..., annual_ppm: _Optional[int] = ..., label_zh: _Optional[str] = ..., label_en: _Optional[str] = ...) -> None: ...

class PrepaymentTerms(_message.Message):
    __slots__ = ("from_day", "fee_ppm", "example_on_day", "example_principal_minor", "example_fee_minor", "example_interest_saved_minor")
    FROM_DAY_FIELD_NUMBER: _ClassVar[int]
    FEE_PPM_FIELD_NUMBER: _ClassVar[int]
    EXAMPLE_ON_DAY_FIELD_NUMBER: _ClassVar[int]
    EXAMPLE_PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    EXAMPLE_FEE_MINOR_FIELD_NUMBER: _ClassVar[int]
    EXAMPLE_INTEREST_SAVED_MINOR_FIELD_NUMBER: _ClassVar[int]
    from_day: int
    fee_ppm: int
    example_on_day: int
    example_principal_minor: int
    example_fee_minor: int
    example_interest_saved_minor: int
    def __init__(self, from_day: _Optional[int] = ..., fee_ppm: _Optional[int] = ..., example_on_day: _Optional[int] = ..., example_principal_minor: _Optional[int] = ..., example_fee_minor: _Optional[int] = ..., example_interest_saved_minor: _Optional[int] = ...) -> None: ...

class Affordability(_message.Message):
    __slots__ = ("largest_instalment_minor", "monthly_income_minor", "existing_dues_minor", "instalment_share_ppm", "dues_share_ppm", "comfortable")
    LARGEST_INSTALMENT_MINOR_FIELD_NUMBER: _ClassVar[int]
    MONTHLY_INCOME_MINOR_FIELD_NUMBER: _ClassVar[int]
    EXISTING_DUES_MINOR_FIELD_NUMBER: _ClassVar[int]
    INSTALMENT_SHARE_PPM_FIELD_NUMBER: _ClassVar[int]
    DUES_SHARE_PPM_FIELD_NUMBER: _ClassVar[int]
    COMFORTABLE_FIELD_NUMBER: _ClassVar[int]
    largest_instalment_minor: int
    monthly_income_minor: int
    existing_dues_minor: int
    instalment_share_ppm: int
    dues_share_ppm: int
    comfortable: bool
    def __init__(self, largest_instalment_minor: _Optional[int] = ..., monthly_income_minor: _Optional[int] = ..., existing_dues_minor: _Optional[int] = ..., instalment_share_ppm: _Optional[int] = ..., dues_share_ppm: _Optional[int] = ..., comfortable: _Optional[bool] = ...) -> None: ...

class LoanOption(_message.Message):
    __slots__ = ("amount_minor", "currency", "instalments", "method", "method_zh", "method_en", "unavailable_reason", "daily_rate_ppm", "schedule", "total_interest_minor", "service_fee_minor", "total_repayment_minor", "annual_rates", "penalty_terms", "penalty_annual_ppm", "prepayment", "affordability")
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    INSTALMENTS_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    METHOD_ZH_FIELD_NUMBER: _ClassVar[int]
    METHOD_EN_FIELD_NUMBER: _ClassVar[int]
    UNAVAILABLE_REASON_FIELD_NUMBER: _ClassVar[int]
    DAILY_RATE_PPM_FIELD_NUMBER: _ClassVar[int]
    SCHEDULE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_INTEREST_MINOR_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FEE_MINOR_FIELD_NUMBER: _ClassVar[int]
    TOTAL_REPAYMENT_MINOR_FIELD_NUMBER: _ClassVar[int]
    ANNUAL_RATES_FIELD_NUMBER: _ClassVar[int]
    PENALTY_TERMS_FIELD_NUMBER: _ClassVar[int]
    PENALTY_ANNUAL_PPM_FIELD_NUMBER: _ClassVar[int]
    PREPAYMENT_FIELD_NUMBER: _ClassVar[int]
    AFFORDABILITY_FIELD_NUMBER: _ClassVar[int]
    amount_minor: int
    currency: str
    instalments: int
    method: _schedule_pb2.RepaymentMethod
    method_zh: str
    method_en: str
    unavailable_reason: str
    daily_rate_ppm: int
    schedule: _containers.RepeatedCompositeFieldContainer[_schedule_pb2.ScheduleRow]
    total_interest_minor: int
    service_fee_minor: int
    total_repayment_minor: int
    annual_rates: _containers.RepeatedCompositeFieldContainer[AnnualRate]
    penalty_terms: _schedule_pb2.PenaltyTerms
    penalty_annual_ppm: int
    prepayment: PrepaymentTerms
    affordability: Affordability
    def __init__(self, amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., instalments: _Optional[int] = ..., method: _Optional[_Union[_schedule_pb2.RepaymentMethod, str]] = ..., method_zh: _Optional[str] = ..., method_en: _Optional[str] = ..., unavailable_reason: _Optional[str] = ..., daily_rate_ppm: _Optional[int] = ..., schedule: _Optional[_Iterable[_Union[_schedule_pb2.ScheduleRow, _Mapping]]] = ..., total_interest_minor: _Optional[int] = ..., service_fee_minor: _Optional[int] = ..., total_repayment_minor: _Optional[int] = ..., annual_rates: _Optional[_Iterable[_Union[AnnualRate, _Mapping]]] = ..., penalty_terms: _Optional[_Union[_schedule_pb2.PenaltyTerms, _Mapping]] = ..., penalty_annual_ppm: _Optional[int] = ..., prepayment: _Optional[_Union[PrepaymentTerms, _Mapping]] = ..., affordability: _Optional[_Union[Affordability, _Mapping]] = ...) -> None: ...
