from granary.identity.v1 import customer_pb2 as _customer_pb2
from granary.lending.v1 import application_pb2 as _application_pb2
from granary.repayment.v1 import schedule_pb2 as _schedule_pb2
from granary.type.v1 import money_pb2 as _money_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Policy(_message.Message):
    __slots__ = ("policy_version", "effective_from", "effective_to", "minimum_drawdown", "maximum_drawdown", "maximum_credit_line", "instalments", "methods", "penalty_terms", "min_reading_s", "required_assurance_level", "grades", "product_code", "purposes")
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_FROM_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TO_FIELD_NUMBER: _ClassVar[int]
    MINIMUM_DRAWDOWN_FIELD_NUMBER: _ClassVar[int]
    MAXIMUM_DRAWDOWN_FIELD_NUMBER: _ClassVar[int]
    MAXIMUM_CREDIT_LINE_FIELD_NUMBER: _ClassVar[int]
    INSTALMENTS_FIELD_NUMBER: _ClassVar[int]
    METHODS_FIELD_NUMBER: _ClassVar[int]
    PENALTY_TERMS_FIELD_NUMBER: _ClassVar[int]
    MIN_READING_S_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_ASSURANCE_LEVEL_FIELD_NUMBER: _ClassVar[int]
    GRADES_FIELD_NUMBER: _ClassVar[int]
    PRODUCT_CODE_FIELD_NUMBER: _ClassVar[int]
    PURPOSES_FIELD_NUMBER: _ClassVar[int]
    policy_version: str
    effective_from: str
    effective_to: str
    minimum_drawdown: _money_pb2.Money
    maximum_drawdown: _money_pb2.Money
    maximum_credit_line: _money_pb2.Money
    instalments: _containers.RepeatedScalarFieldContainer[int]
    methods: _containers.RepeatedScalarFieldContainer[_schedule_pb2.RepaymentMethod]
    penalty_terms: _schedule_pb2.PenaltyTerms
    min_reading_s: int
    required_assurance_level: _customer_pb2.AssuranceLevel
    grades: _containers.RepeatedCompositeFieldContainer[GradeTerms]
    product_code: str
    purposes: _containers.RepeatedScalarFieldContainer[_application_pb2.LoanPurpose]
    def __init__(self, policy_version: _Optional[str] = ..., effective_from: _Optional[str] = ..., effective_to: _Optional[str] = ..., minimum_drawdown: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., maximum_drawdown: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., maximum_credit_line: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., instalments: _Optional[_Iterable[int]] = ..., methods: _Optional[_Iterable[_Union[_schedule_pb2.RepaymentMethod, str]]] = ..., penalty_terms: _Optional[_Union[_schedule_pb2.PenaltyTerms, _Mapping]] = ..., min_reading_s: _Optional[int] = ..., required_assurance_level: _Optional[_Union[_customer_pb2.AssuranceLevel, str]] = ..., grades: _Optional[_Iterable[_Union[GradeTerms, _Mapping]]] = ..., product_code: _Optional[str] = ..., purposes: _Optional[_Iterable[_Union[_application_pb2.LoanPurpose, str]]] = ...) -> None: ...

class GradeTerms(_message.Message):
    __slots__ = ("grade", "minimum_score", "daily_rate_ppm", "maximum_credit_line")
    GRADE_FIELD_NUMBER: _ClassVar[int]
    MINIMUM_SCORE_FIELD_NUMBER: _ClassVar[int]
    DAILY_RATE_PPM_FIELD_NUMBER: _ClassVar[int]
    MAXIMUM_CREDIT_LINE_FIELD_NUMBER: _ClassVar[int]
    grade: str
    minimum_score: int
    daily_rate_ppm: int
    maximum_credit_line: _money_pb2.Money
    def __init__(self, grade: _Optional[str] = ..., minimum_score: _Optional[int] = ..., daily_rate_ppm: _Optional[int] = ..., maximum_credit_line: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...
