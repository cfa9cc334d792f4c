import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class LoanPurpose(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LOAN_PURPOSE_UNSPECIFIED: _ClassVar[LoanPurpose]
    LOAN_PURPOSE_CONSUMPTION: _ClassVar[LoanPurpose]
    LOAN_PURPOSE_EDUCATION: _ClassVar[LoanPurpose]
    LOAN_PURPOSE_TRAVEL: _ClassVar[LoanPurpose]
    LOAN_PURPOSE_HOME_IMPROVEMENT: _ClassVar[LoanPurpose]
    LOAN_PURPOSE_MEDICAL: _ClassVar[LoanPurpose]
    LOAN_PURPOSE_OTHER: _ClassVar[LoanPurpose]
    LOAN_PURPOSE_SECURITIES: _ClassVar[LoanPurpose]
    LOAN_PURPOSE_HOME_PURCHASE: _ClassVar[LoanPurpose]
    LOAN_PURPOSE_DEBT_REPAYMENT: _ClassVar[LoanPurpose]
    LOAN_PURPOSE_GAMBLING: _ClassVar[LoanPurpose]
    LOAN_PURPOSE_BUSINESS_GOODS: _ClassVar[LoanPurpose]
    LOAN_PURPOSE_BUSINESS_RENT: _ClassVar[LoanPurpose]
    LOAN_PURPOSE_BUSINESS_WAGES: _ClassVar[LoanPurpose]
    LOAN_PURPOSE_BUSINESS_EQUIPMENT: _ClassVar[LoanPurpose]
    LOAN_PURPOSE_BUSINESS_OTHER: _ClassVar[LoanPurpose]

class ApplicationOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    APPLICATION_OUTCOME_UNSPECIFIED: _ClassVar[ApplicationOutcome]
    APPLICATION_OUTCOME_APPROVED: _ClassVar[ApplicationOutcome]
    APPLICATION_OUTCOME_DECLINED: _ClassVar[ApplicationOutcome]
    APPLICATION_OUTCOME_MANUAL: _ClassVar[ApplicationOutcome]
    APPLICATION_OUTCOME_EXPIRED: _ClassVar[ApplicationOutcome]
LOAN_PURPOSE_UNSPECIFIED: LoanPurpose
LOAN_PURPOSE_CONSUMPTION: LoanPurpose
LOAN_PURPOSE_EDUCATION: LoanPurpose
LOAN_PURPOSE_TRAVEL: LoanPurpose
LOAN_PURPOSE_HOME_IMPROVEMENT: LoanPurpose
LOAN_PURPOSE_MEDICAL: LoanPurpose
LOAN_PURPOSE_OTHER: LoanPurpose
LOAN_PURPOSE_SECURITIES: LoanPurpose
LOAN_PURPOSE_HOME_PURCHASE: LoanPurpose
LOAN_PURPOSE_DEBT_REPAYMENT: LoanPurpose
LOAN_PURPOSE_GAMBLING: LoanPurpose
LOAN_PURPOSE_BUSINESS_GOODS: LoanPurpose
LOAN_PURPOSE_BUSINESS_RENT: LoanPurpose
LOAN_PURPOSE_BUSINESS_WAGES: LoanPurpose
LOAN_PURPOSE_BUSINESS_EQUIPMENT: LoanPurpose
LOAN_PURPOSE_BUSINESS_OTHER: LoanPurpose
APPLICATION_OUTCOME_UNSPECIFIED: ApplicationOutcome
APPLICATION_OUTCOME_APPROVED: ApplicationOutcome
APPLICATION_OUTCOME_DECLINED: ApplicationOutcome
APPLICATION_OUTCOME_MANUAL: ApplicationOutcome
APPLICATION_OUTCOME_EXPIRED: ApplicationOutcome

class Application(_message.Message):
    __slots__ = ("application_id", "outcome", "reason_codes", "purpose", "score", "grade", "credit_line_id", "limit_minor", "currency", "daily_rate_ppm", "policy_version", "decided_at", "product_code", "price_reason_codes")
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    REASON_CODES_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    GRADE_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    LIMIT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    DAILY_RATE_PPM_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    DECIDED_AT_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_CODE_FIELD_NUMBER: _ClassVar[int]
    PRICE_REASON_CODES_FIELD_NUMBER: _ClassVar[int]
    application_id: str
    outcome: ApplicationOutcome
    reason_codes: _containers.RepeatedScalarFieldContainer[str]
    purpose: LoanPurpose
    score: int
    grade: str
    credit_line_id: str
    limit_minor: int
    currency: str
    daily_rate_ppm: int
    policy_version: str
    decided_at: _timestamp_pb2.Timestamp
    product_code: str
    price_reason_codes: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, application_id: _Optional[str] = ..., outcome: _Optional[_Union[ApplicationOutcome, str]] = ..., reason_codes: _Optional[_Iterable[str]] = ..., purpose: _Optional[_Union[LoanPurpose, str]] = ..., score: _Optional[int] = ..., grade: _Optional[str] = ..., credit_line_id: _Optional[str] = ..., limit_minor: _Optional[int] = ..., currency: _Optional[str] = ..., daily_rate_ppm: _Optional[int] = ..., policy_version: _Optional[str] = ..., decided_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., product_code: _Optional[str] = ..., price_reason_codes: _Optional[_Iterable[str]] = ...) -> None: ...
