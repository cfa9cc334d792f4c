from buf.validate import validate_pb2 as _validate_pb2
from google.api import annotations_pb2 as _annotations_pb2
from granary.access.v1 import options_pb2 as _options_pb2
from granary.lending.v1 import application_pb2 as _application_pb2
from granary.lending.v1 import manual_review_pb2 as _manual_review_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DecisionReason(_message.Message):
    __slots__ = ("code", "text_zh", "text_en", "actionable")
    CODE_FIELD_NUMBER: _ClassVar[int]
    TEXT_ZH_FIELD_NUMBER: _ClassVar[int]
    TEXT_EN_FIELD_NUMBER: _ClassVar[int]
    ACTIONABLE_FIELD_NUMBER: _ClassVar[int]
    code: str
    text_zh: str
    text_en: str
    actionable: bool
    def __init__(self, code: _Optional[str] = ..., text_zh: _Optional[str] = ..., text_en: _Optional[str] = ..., actionable: _Optional[bool] = ...) -> None: ...

class DecisionExplanation(_message.Message):
    __slots__ = ("application_id", "outcome", "decided_by_person", "score", "reasons", "price_reasons", "grade", "limit_minor", "currency", "daily_rate_ppm", "annual_rate_ppm", "cap_annual_ppm", "policy_version", "credit_version", "rule_set_version", "model_version", "review_possible")
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    DECIDED_BY_PERSON_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    REASONS_FIELD_NUMBER: _ClassVar[int]
    PRICE_REASONS_FIELD_NUMBER: _ClassVar[int]
    GRADE_FIELD_NUMBER: _ClassVar[int]
    LIMIT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    DAILY_RATE_PPM_FIELD_NUMBER: _ClassVar[int]
    ANNUAL_RATE_PPM_FIELD_NUMBER: _ClassVar[int]
    CAP_ANNUAL_PPM_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    CREDIT_VERSION_FIELD_NUMBER: _ClassVar[int]
    RULE_SET_VERSION_FIELD_NUMBER: _ClassVar[int]
    MODEL_VERSION_FIELD_NUMBER: _ClassVar[int]
    REVIEW_POSSIBLE_FIELD_NUMBER: _ClassVar[int]
    application_id: str
    outcome: _application_pb2.ApplicationOutcome
    decided_by_person: bool
    score: int
    reasons: _containers.RepeatedCompositeFieldContainer[DecisionReason]
    price_reasons: _containers.RepeatedCompositeFieldContainer[DecisionReason]
    grade: str
    limit_minor: int
    currency: str
    daily_rate_ppm: int
    annual_rate_ppm: int
    cap_annual_ppm: int
    policy_version: str
    credit_version: str
    rule_set_version: str
    model_version: str
    review_possible: bool
    def __init__(self, application_id: _Optional[str] = ..., outcome: _Optional[_Union[_application_pb2.ApplicationOutcome, str]] = ..., decided_by_person: _Optional[bool] = ..., score: _Optional[int] = ..., reasons: _Optional[_Iterable[_Union[DecisionReason, _Mapping]]] = ..., price_reasons: _Optional[_Iterable[_Union[DecisionReason, _Mapping]]] = ..., grade: _Optional[str] = ..., limit_minor: _Optional[int] = ..., currency: _Optional[str] = ..., daily_rate_ppm: _Optional[int] = ..., annual_rate_ppm: _Optional[int] = ..., cap_annual_ppm: _Optional[int] = ..., policy_version: _Optional[str] = ..., credit_version: _Optional[str] = ..., rule_set_version: _Optional[str] = ..., model_version: _Optional[str] = ..., review_possible: _Optional[bool] = ...) -> None: ...

class ExplainDecisionRequest(_message.Message):
    __slots__ = ("application_id",)
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    application_id: str
    def __init__(self, application_id: _Optional[str] = ...) -> None: ...

class ExplainDecisionResponse(_message.Message):
    __slots__ = ("explanation",)
    EXPLANATION_FIELD_NUMBER: _ClassVar[int]
    explanation: DecisionExplanation
    def __init__(self, explanation: _Optional[_Union[DecisionExplanation, _Mapping]] = ...) -> None: ...

class RequestHumanReviewRequest(_message.Message):
    __slots__ = ("request_id", "application_id", "statement")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    STATEMENT_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    application_id: str
    statement: str
    def __init__(self, request_id: _Optional[str] = ..., application_id: _Optional[str] = ..., statement: _Optional[str] = ...) -> None: ...

class RequestHumanReviewResponse(_message.Message):
    __slots__ = ("review_id", "due_on")
    REVIEW_ID_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    review_id: str
    due_on: str
    def __init__(self, review_id: _Optional[str] = ..., due_on: _Optional[str] = ...) -> None: ...

class ListManualReviewsRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListManualReviewsResponse(_message.Message):
    __slots__ = ("reviews", "next_page_token")
    REVIEWS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    reviews: _containers.RepeatedCompositeFieldContainer[_manual_review_pb2.ManualReview]
    next_page_token: str
    def __init__(self, reviews: _Optional[_Iterable[_Union[_manual_review_pb2.ManualReview, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class TakeManualReviewRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "review_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    REVIEW_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    review_id: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., review_id: _Optional[str] = ...) -> None: ...

class TakeManualReviewResponse(_message.Message):
    __slots__ = ("review",)
    REVIEW_FIELD_NUMBER: _ClassVar[int]
    review: _manual_review_pb2.ManualReview
    def __init__(self, review: _Optional[_Union[_manual_review_pb2.ManualReview, _Mapping]] = ...) -> None: ...

class DecideManualReviewRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "review_id", "approve", "limit_minor", "reason")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    REVIEW_ID_FIELD_NUMBER: _ClassVar[int]
    APPROVE_FIELD_NUMBER: _ClassVar[int]
    LIMIT_MINOR_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    review_id: str
    approve: bool
    limit_minor: int
    reason: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., review_id: _Optional[str] = ..., approve: _Optional[bool] = ..., limit_minor: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class DecideManualReviewResponse(_message.Message):
    __slots__ = ("review",)
    REVIEW_FIELD_NUMBER: _ClassVar[int]
    review: _manual_review_pb2.ManualReview
    def __init__(self, review: _Optional[_Union[_manual_review_pb2.ManualReview, _Mapping]] = ...) -> None: ...

class ExplainApplicationRequest(_message.Message):
    __slots__ = ("customer_id", "application_id")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    APPLICATION_ID_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    application_id: str
    def __init__(self, customer_id: _Optional[str] = ..., application_id: _Optional[str] = ...) -> None: ...

class ExplainApplicationResponse(_message.Message):
    __slots__ = ("explanation", "pd_ppm", "raroc_ppm", "required_annual_ppm", "flags", "explored", "replays")
    EXPLANATION_FIELD_NUMBER: _ClassVar[int]
    PD_PPM_FIELD_NUMBER: _ClassVar[int]
    RAROC_PPM_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_ANNUAL_PPM_FIELD_NUMBER: _ClassVar[int]
    FLAGS_FIELD_NUMBER: _ClassVar[int]
    EXPLORED_FIELD_NUMBER: _ClassVar[int]
    REPLAYS_FIELD_NUMBER: _ClassVar[int]
    explanation: DecisionExplanation
    pd_ppm: int
    raroc_ppm: int
    required_annual_ppm: int
    flags: _containers.RepeatedScalarFieldContainer[str]
    explored: bool
    replays: bool
    def __init__(self, explanation: _Optional[_Union[DecisionExplanation, _Mapping]] = ..., pd_ppm: _Optional[int] = ..., raroc_ppm: _Optional[int] = ..., required_annual_ppm: _Optional[int] = ..., flags: _Optional[_Iterable[str]] = ..., explored: _Optional[bool] = ..., replays: _Optional[bool] = ...) -> None: ...

class PreviewDecisionChangeRequest(_message.Message):
    __slots__ = ("product_code", "rules_toml", "credit_toml", "applications")
    PRODUCT_CODE_FIELD_NUMBER: _ClassVar[int]
    RULES_TOML_FIELD_NUMBER: _ClassVar[int]
    CREDIT_TOML_FIELD_NUMBER: _ClassVar[int]
    APPLICATIONS_FIELD_NUMBER: _ClassVar[int]
    product_code: str
    rules_toml: str
    credit_toml: str
    applications: int
    def __init__(self, product_code: _Optional[str] = ..., rules_toml: _Optional[str] = ..., credit_toml: _Optional[str] = ..., applications: _Optional[int] = ...) -> None: ...

class OutcomeShift(_message.Message):
    __slots__ = ("before", "after", "applications")
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    APPLICATIONS_FIELD_NUMBER: _ClassVar[int]
    before: _application_pb2.ApplicationOutcome
    after: _application_pb2.ApplicationOutcome
    applications: int
    def __init__(self, before: _Optional[_Union[_application_pb2.ApplicationOutcome, str]] = ..., after: _Optional[_Union[_application_pb2.ApplicationOutcome, str]] = ..., applications: _Optional[int] = ...) -> None: ...

class PreviewDecisionChangeResponse(_message.Message):
    __slots__ = ("applications", "outcomes_changed", "limits_changed", "prices_changed", "limits_before_minor", "limits_after_minor", "shifts")
    APPLICATIONS_FIELD_NUMBER: _ClassVar[int]
    OUTCOMES_CHANGED_FIELD_NUMBER: _ClassVar[int]
    LIMITS_CHANGED_FIELD_NUMBER: _ClassVar[int]
    PRICES_CHANGED_FIELD_NUMBER: _ClassVar[int]
    LIMITS_BEFORE_MINOR_FIELD_NUMBER: _ClassVar[int]
    LIMITS_AFTER_MINOR_FIELD_NUMBER: _ClassVar[int]
    SHIFTS_FIELD_NUMBER: _ClassVar[int]
    applications: int
    outcomes_changed: int
    limits_changed: int
    prices_changed: int
    limits_before_minor: int
    limits_after_minor: int
    shifts: _containers.RepeatedCompositeFieldContainer[OutcomeShift]
    def __init__(self, applications: _Optional[int] = ..., outcomes_changed: _Optional[int] = ..., limits_changed: _Optional[int] = ..., prices_changed: _Optional[int] = ..., limits_before_minor: _Optional[int] = ..., limits_after_minor: _Optional[int] = ..., shifts: _Optional[_Iterable[_Union[OutcomeShift, _Mapping]]] = ...) -> None: ...
