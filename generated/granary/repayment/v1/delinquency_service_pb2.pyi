from buf.validate import validate_pb2 as _validate_pb2
from google.api import annotations_pb2 as _annotations_pb2
from granary.access.v1 import options_pb2 as _options_pb2
from granary.repayment.v1 import delinquency_pb2 as _delinquency_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class LateInstalment(_message.Message):
    __slots__ = ("number", "due_on", "days_past_due", "late_bucket", "owed_minor")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    DAYS_PAST_DUE_FIELD_NUMBER: _ClassVar[int]
    LATE_BUCKET_FIELD_NUMBER: _ClassVar[int]
    OWED_MINOR_FIELD_NUMBER: _ClassVar[int]
    number: int
    due_on: str
    days_past_due: int
    late_bucket: str
    owed_minor: int
    def __init__(self, number: _Optional[int] = ..., due_on: _Optional[str] = ..., days_past_due: _Optional[int] = ..., late_bucket: _Optional[str] = ..., owed_minor: _Optional[int] = ...) -> None: ...

class DelinquencyPause(_message.Message):
    __slots__ = ("starts_on", "ends_on")
    STARTS_ON_FIELD_NUMBER: _ClassVar[int]
    ENDS_ON_FIELD_NUMBER: _ClassVar[int]
    starts_on: str
    ends_on: str
    def __init__(self, starts_on: _Optional[str] = ..., ends_on: _Optional[str] = ...) -> None: ...

class LoanStanding(_message.Message):
    __slots__ = ("loan_id", "customer_id", "days_past_due", "late_bucket", "asset_class", "own_class", "stage", "bucket_since", "class_since", "clean_since", "times_late", "pauses", "restructured_on", "is_fraud", "next_review_on")
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    DAYS_PAST_DUE_FIELD_NUMBER: _ClassVar[int]
    LATE_BUCKET_FIELD_NUMBER: _ClassVar[int]
    ASSET_CLASS_FIELD_NUMBER: _ClassVar[int]
    OWN_CLASS_FIELD_NUMBER: _ClassVar[int]
    STAGE_FIELD_NUMBER: _ClassVar[int]
    BUCKET_SINCE_FIELD_NUMBER: _ClassVar[int]
    CLASS_SINCE_FIELD_NUMBER: _ClassVar[int]
    CLEAN_SINCE_FIELD_NUMBER: _ClassVar[int]
    TIMES_LATE_FIELD_NUMBER: _ClassVar[int]
    PAUSES_FIELD_NUMBER: _ClassVar[int]
    RESTRUCTURED_ON_FIELD_NUMBER: _ClassVar[int]
    IS_FRAUD_FIELD_NUMBER: _ClassVar[int]
    NEXT_REVIEW_ON_FIELD_NUMBER: _ClassVar[int]
    loan_id: str
    customer_id: str
    days_past_due: int
    late_bucket: str
    asset_class: _delinquency_pb2.AssetClass
    own_class: _delinquency_pb2.AssetClass
    stage: _delinquency_pb2.LossStage
    bucket_since: str
    class_since: str
    clean_since: str
    times_late: int
    pauses: _containers.RepeatedCompositeFieldContainer[DelinquencyPause]
    restructured_on: str
    is_fraud: bool
    next_review_on: str
    def __init__(self, loan_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., days_past_due: _Optional[int] = ..., late_bucket: _Optional[str] = ..., asset_class: _Optional[_Union[_delinquency_pb2.AssetClass, str]] = ..., own_class: _Optional[_Union[_delinquency_pb2.AssetClass, str]] = ..., stage: _Optional[_Union[_delinquency_pb2.LossStage, str]] = ..., bucket_since: _Optional[str] = ..., class_since: _Optional[str] = ..., clean_since: _Optional[str] = ..., times_late: _Optional[int] = ..., pauses: _Optional[_Iterable[_Union[DelinquencyPause, _Mapping]]] = ..., restructured_on: _Optional[str] = ..., is_fraud: _Optional[bool] = ..., next_review_on: _Optional[str] = ...) -> None: ...

class PortfolioCell(_message.Message):
    __slots__ = ("late_bucket", "asset_class", "stage", "loans", "outstanding_minor")
    LATE_BUCKET_FIELD_NUMBER: _ClassVar[int]
    ASSET_CLASS_FIELD_NUMBER: _ClassVar[int]
    STAGE_FIELD_NUMBER: _ClassVar[int]
    LOANS_FIELD_NUMBER: _ClassVar[int]
    OUTSTANDING_MINOR_FIELD_NUMBER: _ClassVar[int]
    late_bucket: str
    asset_class: _delinquency_pb2.AssetClass
    stage: _delinquency_pb2.LossStage
    loans: int
    outstanding_minor: int
    def __init__(self, late_bucket: _Optional[str] = ..., asset_class: _Optional[_Union[_delinquency_pb2.AssetClass, str]] = ..., stage: _Optional[_Union[_delinquency_pb2.LossStage, str]] = ..., loans: _Optional[int] = ..., outstanding_minor: _Optional[int] = ...) -> None: ...

class Provision(_message.Message):
    __slots__ = ("late_bucket", "stage", "exposure_minor", "allowance_minor")
    LATE_BUCKET_FIELD_NUMBER: _ClassVar[int]
    STAGE_FIELD_NUMBER: _ClassVar[int]
    EXPOSURE_MINOR_FIELD_NUMBER: _ClassVar[int]
    ALLOWANCE_MINOR_FIELD_NUMBER: _ClassVar[int]
    late_bucket: str
    stage: _delinquency_pb2.LossStage
    exposure_minor: int
    allowance_minor: int
    def __init__(self, late_bucket: _Optional[str] = ..., stage: _Optional[_Union[_delinquency_pb2.LossStage, str]] = ..., exposure_minor: _Optional[int] = ..., allowance_minor: _Optional[int] = ...) -> None: ...

class RollRate(_message.Message):
    __slots__ = ("from_bucket", "to_bucket", "before_minor", "after_minor", "rate_ppm")
    FROM_BUCKET_FIELD_NUMBER: _ClassVar[int]
    TO_BUCKET_FIELD_NUMBER: _ClassVar[int]
    BEFORE_MINOR_FIELD_NUMBER: _ClassVar[int]
    AFTER_MINOR_FIELD_NUMBER: _ClassVar[int]
    RATE_PPM_FIELD_NUMBER: _ClassVar[int]
    from_bucket: str
    to_bucket: str
    before_minor: int
    after_minor: int
    rate_ppm: int
    def __init__(self, from_bucket: _Optional[str] = ..., to_bucket: _Optional[str] = ..., before_minor: _Optional[int] = ..., after_minor: _Optional[int] = ..., rate_ppm: _Optional[int] = ...) -> None: ...

class GetLateStatusRequest(_message.Message):
    __slots__ = ("loan_id",)
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    loan_id: str
    def __init__(self, loan_id: _Optional[str] = ...) -> None: ...

class GetLateStatusResponse(_message.Message):
    __slots__ = ("loan_id", "days_past_due", "late_bucket", "instalments", "late_minor", "currency", "is_paused", "business_date")
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    DAYS_PAST_DUE_FIELD_NUMBER: _ClassVar[int]
    LATE_BUCKET_FIELD_NUMBER: _ClassVar[int]
    INSTALMENTS_FIELD_NUMBER: _ClassVar[int]
    LATE_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    IS_PAUSED_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    loan_id: str
    days_past_due: int
    late_bucket: str
    instalments: _containers.RepeatedCompositeFieldContainer[LateInstalment]
    late_minor: int
    currency: str
    is_paused: bool
    business_date: str
    def __init__(self, loan_id: _Optional[str] = ..., days_past_due: _Optional[int] = ..., late_bucket: _Optional[str] = ..., instalments: _Optional[_Iterable[_Union[LateInstalment, _Mapping]]] = ..., late_minor: _Optional[int] = ..., currency: _Optional[str] = ..., is_paused: _Optional[bool] = ..., business_date: _Optional[str] = ...) -> None: ...

class GetLoanStandingRequest(_message.Message):
    __slots__ = ("customer_id", "loan_id")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    loan_id: str
    def __init__(self, customer_id: _Optional[str] = ..., loan_id: _Optional[str] = ...) -> None: ...

class GetLoanStandingResponse(_message.Message):
    __slots__ = ("standing",)
    STANDING_FIELD_NUMBER: _ClassVar[int]
    standing: LoanStanding
    def __init__(self, standing: _Optional[_Union[LoanStanding, _Mapping]] = ...) -> None: ...

class PauseDelinquencyRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "loan_id", "starts_on", "ends_on")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    STARTS_ON_FIELD_NUMBER: _ClassVar[int]
    ENDS_ON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    loan_id: str
    starts_on: str
    ends_on: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., starts_on: _Optional[str] = ..., ends_on: _Optional[str] = ...) -> None: ...

class PauseDelinquencyResponse(_message.Message):
    __slots__ = ("standing",)
    STANDING_FIELD_NUMBER: _ClassVar[int]
    standing: LoanStanding
    def __init__(self, standing: _Optional[_Union[LoanStanding, _Mapping]] = ...) -> None: ...

class ResumeDelinquencyRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "loan_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    loan_id: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., loan_id: _Optional[str] = ...) -> None: ...

class ResumeDelinquencyResponse(_message.Message):
    __slots__ = ("standing",)
    STANDING_FIELD_NUMBER: _ClassVar[int]
    standing: LoanStanding
    def __init__(self, standing: _Optional[_Union[LoanStanding, _Mapping]] = ...) -> None: ...

class FlagFraudRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "loan_id", "is_fraud")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    IS_FRAUD_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    loan_id: str
    is_fraud: bool
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., is_fraud: _Optional[bool] = ...) -> None: ...

class FlagFraudResponse(_message.Message):
    __slots__ = ("standing",)
    STANDING_FIELD_NUMBER: _ClassVar[int]
    standing: LoanStanding
    def __init__(self, standing: _Optional[_Union[LoanStanding, _Mapping]] = ...) -> None: ...

class GetPortfolioQualityRequest(_message.Message):
    __slots__ = ("business_date", "currency")
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    business_date: str
    currency: str
    def __init__(self, business_date: _Optional[str] = ..., currency: _Optional[str] = ...) -> None: ...

class GetPortfolioQualityResponse(_message.Message):
    __slots__ = ("cells", "provisions", "outstanding_minor", "overdue_minor", "non_performing_minor", "allowance_minor", "non_performing_ppm", "coverage_ppm", "provision_to_loans_ppm", "least_coverage_ppm", "least_provision_to_loans_ppm", "currency")
    CELLS_FIELD_NUMBER: _ClassVar[int]
    PROVISIONS_FIELD_NUMBER: _ClassVar[int]
    OUTSTANDING_MINOR_FIELD_NUMBER: _ClassVar[int]
    OVERDUE_MINOR_FIELD_NUMBER: _ClassVar[int]
    NON_PERFORMING_MINOR_FIELD_NUMBER: _ClassVar[int]
    ALLOWANCE_MINOR_FIELD_NUMBER: _ClassVar[int]
    NON_PERFORMING_PPM_FIELD_NUMBER: _ClassVar[int]
    COVERAGE_PPM_FIELD_NUMBER: _ClassVar[int]
    PROVISION_TO_LOANS_PPM_FIELD_NUMBER: _ClassVar[int]
    LEAST_COVERAGE_PPM_FIELD_NUMBER: _ClassVar[int]
    LEAST_PROVISION_TO_LOANS_PPM_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    cells: _containers.RepeatedCompositeFieldContainer[PortfolioCell]
    provisions: _containers.RepeatedCompositeFieldContainer[Provision]
    outstanding_minor: int
    overdue_minor: int
    non_performing_minor: int
    allowance_minor: int
    non_performing_ppm: int
    coverage_ppm: int
    provision_to_loans_ppm: int
    least_coverage_ppm: int
    least_provision_to_loans_ppm: int
    currency: str
    def __init__(self, cells: _Optional[_Iterable[_Union[PortfolioCell, _Mapping]]] = ..., provisions: _Optional[_Iterable[_Union[Provision, _Mapping]]] = ..., outstanding_minor: _Optional[int] = ..., overdue_minor: _Optional[int] = ..., non_performing_minor: _Optional[int] = ..., allowance_minor: _Optional[int] = ..., non_performing_ppm: _Optional[int] = ..., coverage_ppm: _Optional[int] = ..., provision_to_loans_ppm: _Optional[int] = ..., least_coverage_ppm: _Optional[int] = ..., least_provision_to_loans_ppm: _Optional[int] = ..., currency: _Optional[str] = ...) -> None: ...

class GetRollRatesRequest(_message.Message):
    __slots__ = ("from_date", "to_date", "currency")
    FROM_DATE_FIELD_NUMBER: _ClassVar[int]
    TO_DATE_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    from_date: str
    to_date: str
    currency: str
    def __init__(self, from_date: _Optional[str] = ..., to_date: _Optional[str] = ..., currency: _Optional[str] = ...) -> None: ...

class GetRollRatesResponse(_message.Message):
    __slots__ = ("rates", "currency")
    RATES_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    rates: _containers.RepeatedCompositeFieldContainer[RollRate]
    currency: str
    def __init__(self, rates: _Optional[_Iterable[_Union[RollRate, _Mapping]]] = ..., currency: _Optional[str] = ...) -> None: ...
