import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from granary.event.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AssetClass(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ASSET_CLASS_UNSPECIFIED: _ClassVar[AssetClass]
    ASSET_CLASS_NORMAL: _ClassVar[AssetClass]
    ASSET_CLASS_SPECIAL_MENTION: _ClassVar[AssetClass]
    ASSET_CLASS_SUBSTANDARD: _ClassVar[AssetClass]
    ASSET_CLASS_DOUBTFUL: _ClassVar[AssetClass]
    ASSET_CLASS_LOSS: _ClassVar[AssetClass]

class LossStage(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    LOSS_STAGE_UNSPECIFIED: _ClassVar[LossStage]
    LOSS_STAGE_STAGE_1: _ClassVar[LossStage]
    LOSS_STAGE_STAGE_2: _ClassVar[LossStage]
    LOSS_STAGE_STAGE_3: _ClassVar[LossStage]
ASSET_CLASS_UNSPECIFIED: AssetClass
ASSET_CLASS_NORMAL: AssetClass
ASSET_CLASS_SPECIAL_MENTION: AssetClass
ASSET_CLASS_SUBSTANDARD: AssetClass
ASSET_CLASS_DOUBTFUL: AssetClass
ASSET_CLASS_LOSS: AssetClass
LOSS_STAGE_UNSPECIFIED: LossStage
LOSS_STAGE_STAGE_1: LossStage
LOSS_STAGE_STAGE_2: LossStage
LOSS_STAGE_STAGE_3: LossStage

class DelinquencyBucketChanged(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "bucket_before", "bucket_after", "days_past_due", "outstanding_principal_minor", "currency", "business_date")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    BUCKET_BEFORE_FIELD_NUMBER: _ClassVar[int]
    BUCKET_AFTER_FIELD_NUMBER: _ClassVar[int]
    DAYS_PAST_DUE_FIELD_NUMBER: _ClassVar[int]
    OUTSTANDING_PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    bucket_before: str
    bucket_after: str
    days_past_due: int
    outstanding_principal_minor: int
    currency: str
    business_date: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., bucket_before: _Optional[str] = ..., bucket_after: _Optional[str] = ..., days_past_due: _Optional[int] = ..., outstanding_principal_minor: _Optional[int] = ..., currency: _Optional[str] = ..., business_date: _Optional[str] = ...) -> None: ...

class LoanClassChanged(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "class_before", "class_after", "days_past_due", "outstanding_principal_minor", "currency", "business_date")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CLASS_BEFORE_FIELD_NUMBER: _ClassVar[int]
    CLASS_AFTER_FIELD_NUMBER: _ClassVar[int]
    DAYS_PAST_DUE_FIELD_NUMBER: _ClassVar[int]
    OUTSTANDING_PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    class_before: AssetClass
    class_after: AssetClass
    days_past_due: int
    outstanding_principal_minor: int
    currency: str
    business_date: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., class_before: _Optional[_Union[AssetClass, str]] = ..., class_after: _Optional[_Union[AssetClass, str]] = ..., days_past_due: _Optional[int] = ..., outstanding_principal_minor: _Optional[int] = ..., currency: _Optional[str] = ..., business_date: _Optional[str] = ...) -> None: ...

class ProvisionAdjusted(_message.Message):
    __slots__ = ("late_bucket", "occurred_at", "stage", "exposure_minor", "allowance_minor", "charged_minor", "released_minor", "currency", "business_date")
    LATE_BUCKET_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    STAGE_FIELD_NUMBER: _ClassVar[int]
    EXPOSURE_MINOR_FIELD_NUMBER: _ClassVar[int]
    ALLOWANCE_MINOR_FIELD_NUMBER: _ClassVar[int]
    CHARGED_MINOR_FIELD_NUMBER: _ClassVar[int]
    RELEASED_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    late_bucket: str
    occurred_at: _timestamp_pb2.Timestamp
    stage: LossStage
    exposure_minor: int
    allowance_minor: int
    charged_minor: int
    released_minor: int
    currency: str
    business_date: str
    def __init__(self, late_bucket: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., stage: _Optional[_Union[LossStage, str]] = ..., exposure_minor: _Optional[int] = ..., allowance_minor: _Optional[int] = ..., charged_minor: _Optional[int] = ..., released_minor: _Optional[int] = ..., currency: _Optional[str] = ..., business_date: _Optional[str] = ...) -> None: ...

class PromiseMade(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "promise_id", "loan_id", "amount_minor", "currency", "pay_by_on", "business_date")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    PROMISE_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    PAY_BY_ON_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    promise_id: str
    loan_id: str
    amount_minor: int
    currency: str
    pay_by_on: str
    business_date: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., promise_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., pay_by_on: _Optional[str] = ..., business_date: _Optional[str] = ...) -> None: ...

class PromiseEnded(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "promise_id", "loan_id", "status", "paid_minor", "currency", "business_date")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    PROMISE_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    PAID_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    promise_id: str
    loan_id: str
    status: str
    paid_minor: int
    currency: str
    business_date: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., promise_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., status: _Optional[str] = ..., paid_minor: _Optional[int] = ..., currency: _Optional[str] = ..., business_date: _Optional[str] = ...) -> None: ...

class HardshipAsked(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "hardship_id", "loan_id", "cause", "business_date")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    HARDSHIP_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    hardship_id: str
    loan_id: str
    cause: str
    business_date: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., hardship_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., cause: _Optional[str] = ..., business_date: _Optional[str] = ...) -> None: ...

class ForbearanceAccepted(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "hardship_id", "loan_id", "relief", "size", "business_date")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    HARDSHIP_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    RELIEF_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    hardship_id: str
    loan_id: str
    relief: str
    size: int
    business_date: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., hardship_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., relief: _Optional[str] = ..., size: _Optional[int] = ..., business_date: _Optional[str] = ...) -> None: ...

class ReminderDue(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "notice_id", "kind", "number", "due_on", "amount_minor", "currency", "business_date")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    NOTICE_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    notice_id: str
    kind: str
    number: int
    due_on: str
    amount_minor: int
    currency: str
    business_date: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., notice_id: _Optional[str] = ..., kind: _Optional[str] = ..., number: _Optional[int] = ..., due_on: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., business_date: _Optional[str] = ...) -> None: ...

class CustomerNoticeDue(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "notice_id", "kind", "loans", "total_minor", "currency", "earliest_due_on", "send_after", "business_date")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    NOTICE_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    LOANS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    EARLIEST_DUE_ON_FIELD_NUMBER: _ClassVar[int]
    SEND_AFTER_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    notice_id: str
    kind: str
    loans: int
    total_minor: int
    currency: str
    earliest_due_on: str
    send_after: _timestamp_pb2.Timestamp
    business_date: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., notice_id: _Optional[str] = ..., kind: _Optional[str] = ..., loans: _Optional[int] = ..., total_minor: _Optional[int] = ..., currency: _Optional[str] = ..., earliest_due_on: _Optional[str] = ..., send_after: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., business_date: _Optional[str] = ...) -> None: ...

class EarlyWarningRaised(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "signal", "score", "level", "business_date")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    SIGNAL_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    signal: str
    score: int
    level: str
    business_date: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., signal: _Optional[str] = ..., score: _Optional[int] = ..., level: _Optional[str] = ..., business_date: _Optional[str] = ...) -> None: ...
