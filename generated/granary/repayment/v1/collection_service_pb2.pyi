import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.api import annotations_pb2 as _annotations_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from granary.access.v1 import options_pb2 as _options_pb2
from granary.repayment.v1 import loan_pb2 as _loan_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class MandateStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MANDATE_STATUS_UNSPECIFIED: _ClassVar[MandateStatus]
    MANDATE_STATUS_ACTIVE: _ClassVar[MandateStatus]
    MANDATE_STATUS_REJECTED: _ClassVar[MandateStatus]
    MANDATE_STATUS_CANCELLED: _ClassVar[MandateStatus]
    MANDATE_STATUS_REQUESTED: _ClassVar[MandateStatus]

class MandateStepKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    MANDATE_STEP_KIND_UNSPECIFIED: _ClassVar[MandateStepKind]
    MANDATE_STEP_KIND_ACCEPTED: _ClassVar[MandateStepKind]
    MANDATE_STEP_KIND_REJECTED: _ClassVar[MandateStepKind]
    MANDATE_STEP_KIND_AMENDED: _ClassVar[MandateStepKind]
    MANDATE_STEP_KIND_CANCELLED: _ClassVar[MandateStepKind]
    MANDATE_STEP_KIND_REQUESTED: _ClassVar[MandateStepKind]

class RefundStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REFUND_STATUS_UNSPECIFIED: _ClassVar[RefundStatus]
    REFUND_STATUS_PAYING: _ClassVar[RefundStatus]
    REFUND_STATUS_UNKNOWN: _ClassVar[RefundStatus]
    REFUND_STATUS_PAID: _ClassVar[RefundStatus]
    REFUND_STATUS_REFUSED: _ClassVar[RefundStatus]
MANDATE_STATUS_UNSPECIFIED: MandateStatus
MANDATE_STATUS_ACTIVE: MandateStatus
MANDATE_STATUS_REJECTED: MandateStatus
MANDATE_STATUS_CANCELLED: MandateStatus
MANDATE_STATUS_REQUESTED: MandateStatus
MANDATE_STEP_KIND_UNSPECIFIED: MandateStepKind
MANDATE_STEP_KIND_ACCEPTED: MandateStepKind
MANDATE_STEP_KIND_REJECTED: MandateStepKind
MANDATE_STEP_KIND_AMENDED: MandateStepKind
MANDATE_STEP_KIND_CANCELLED: MandateStepKind
MANDATE_STEP_KIND_REQUESTED: MandateStepKind
REFUND_STATUS_UNSPECIFIED: RefundStatus
REFUND_STATUS_PAYING: RefundStatus
REFUND_STATUS_UNKNOWN: RefundStatus
REFUND_STATUS_PAID: RefundStatus
REFUND_STATUS_REFUSED: RefundStatus

class MandateStep(_message.Message):
    __slots__ = ("kind", "at", "card_id", "reason")
    KIND_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    kind: MandateStepKind
    at: _timestamp_pb2.Timestamp
    card_id: str
    reason: str
    def __init__(self, kind: _Optional[_Union[MandateStepKind, str]] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., card_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class Mandate(_message.Message):
    __slots__ = ("mandate_id", "loan_id", "card_id", "status", "reason", "signed_on", "steps")
    MANDATE_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SIGNED_ON_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    mandate_id: str
    loan_id: str
    card_id: str
    status: MandateStatus
    reason: str
    signed_on: str
    steps: _containers.RepeatedCompositeFieldContainer[MandateStep]
    def __init__(self, mandate_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., card_id: _Optional[str] = ..., status: _Optional[_Union[MandateStatus, str]] = ..., reason: _Optional[str] = ..., signed_on: _Optional[str] = ..., steps: _Optional[_Iterable[_Union[MandateStep, _Mapping]]] = ...) -> None: ...

class ListMandatesRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListMandatesResponse(_message.Message):
    __slots__ = ("mandates",)
    MANDATES_FIELD_NUMBER: _ClassVar[int]
    mandates: _containers.RepeatedCompositeFieldContainer[Mandate]
    def __init__(self, mandates: _Optional[_Iterable[_Union[Mandate, _Mapping]]] = ...) -> None: ...

class ChangeDebitCardRequest(_message.Message):
    __slots__ = ("request_id", "loan_id", "card_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    loan_id: str
    card_id: str
    def __init__(self, request_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., card_id: _Optional[str] = ...) -> None: ...

class ChangeDebitCardResponse(_message.Message):
    __slots__ = ("mandate",)
    MANDATE_FIELD_NUMBER: _ClassVar[int]
    mandate: Mandate
    def __init__(self, mandate: _Optional[_Union[Mandate, _Mapping]] = ...) -> None: ...

class ListCollectionsRequest(_message.Message):
    __slots__ = ("loan_id", "page_size")
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    loan_id: str
    page_size: int
    def __init__(self, loan_id: _Optional[str] = ..., page_size: _Optional[int] = ...) -> None: ...

class CollectionNotice(_message.Message):
    __slots__ = ("zh", "en")
    ZH_FIELD_NUMBER: _ClassVar[int]
    EN_FIELD_NUMBER: _ClassVar[int]
    zh: str
    en: str
    def __init__(self, zh: _Optional[str] = ..., en: _Optional[str] = ...) -> None: ...

class Collection(_message.Message):
    __slots__ = ("repayment", "receipt_number", "notice")
    REPAYMENT_FIELD_NUMBER: _ClassVar[int]
    RECEIPT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    NOTICE_FIELD_NUMBER: _ClassVar[int]
    repayment: _loan_pb2.Repayment
    receipt_number: str
    notice: CollectionNotice
    def __init__(self, repayment: _Optional[_Union[_loan_pb2.Repayment, _Mapping]] = ..., receipt_number: _Optional[str] = ..., notice: _Optional[_Union[CollectionNotice, _Mapping]] = ...) -> None: ...

class ListCollectionsResponse(_message.Message):
    __slots__ = ("collections",)
    COLLECTIONS_FIELD_NUMBER: _ClassVar[int]
    collections: _containers.RepeatedCompositeFieldContainer[Collection]
    def __init__(self, collections: _Optional[_Iterable[_Union[Collection, _Mapping]]] = ...) -> None: ...

class GetCreditRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetCreditResponse(_message.Message):
    __slots__ = ("held_minor", "refunding_minor", "currency")
    HELD_MINOR_FIELD_NUMBER: _ClassVar[int]
    REFUNDING_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    held_minor: int
    refunding_minor: int
    currency: str
    def __init__(self, held_minor: _Optional[int] = ..., refunding_minor: _Optional[int] = ..., currency: _Optional[str] = ...) -> None: ...

class Refund(_message.Message):
    __slots__ = ("refund_id", "card_id", "amount_minor", "currency", "status", "refusal_code", "paid_on")
    REFUND_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    REFUSAL_CODE_FIELD_NUMBER: _ClassVar[int]
    PAID_ON_FIELD_NUMBER: _ClassVar[int]
    refund_id: str
    card_id: str
    amount_minor: int
    currency: str
    status: RefundStatus
    refusal_code: str
    paid_on: str
    def __init__(self, refund_id: _Optional[str] = ..., card_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., status: _Optional[_Union[RefundStatus, str]] = ..., refusal_code: _Optional[str] = ..., paid_on: _Optional[str] = ...) -> None: ...

class RequestRefundRequest(_message.Message):
    __slots__ = ("request_id", "card_id", "amount_minor")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    card_id: str
    amount_minor: int
    def __init__(self, request_id: _Optional[str] = ..., card_id: _Optional[str] = ..., amount_minor: _Optional[int] = ...) -> None: ...

class RequestRefundResponse(_message.Message):
    __slots__ = ("refund",)
    REFUND_FIELD_NUMBER: _ClassVar[int]
    refund: Refund
    def __init__(self, refund: _Optional[_Union[Refund, _Mapping]] = ...) -> None: ...

class GetRefundRequest(_message.Message):
    __slots__ = ("refund_id",)
    REFUND_ID_FIELD_NUMBER: _ClassVar[int]
    refund_id: str
    def __init__(self, refund_id: _Optional[str] = ...) -> None: ...

class GetRefundResponse(_message.Message):
    __slots__ = ("refund",)
    REFUND_FIELD_NUMBER: _ClassVar[int]
    refund: Refund
    def __init__(self, refund: _Optional[_Union[Refund, _Mapping]] = ...) -> None: ...

class ListStuckCollectionsRequest(_message.Message):
    __slots__ = ("older_than_s", "page_size")
    OLDER_THAN_S_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    older_than_s: int
    page_size: int
    def __init__(self, older_than_s: _Optional[int] = ..., page_size: _Optional[int] = ...) -> None: ...

class StuckCollection(_message.Message):
    __slots__ = ("customer_id", "repayment", "end_to_end_id", "age_s")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    REPAYMENT_FIELD_NUMBER: _ClassVar[int]
    END_TO_END_ID_FIELD_NUMBER: _ClassVar[int]
    AGE_S_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    repayment: _loan_pb2.Repayment
    end_to_end_id: str
    age_s: int
    def __init__(self, customer_id: _Optional[str] = ..., repayment: _Optional[_Union[_loan_pb2.Repayment, _Mapping]] = ..., end_to_end_id: _Optional[str] = ..., age_s: _Optional[int] = ...) -> None: ...

class ListStuckCollectionsResponse(_message.Message):
    __slots__ = ("collections",)
    COLLECTIONS_FIELD_NUMBER: _ClassVar[int]
    collections: _containers.RepeatedCompositeFieldContainer[StuckCollection]
    def __init__(self, collections: _Optional[_Iterable[_Union[StuckCollection, _Mapping]]] = ...) -> None: ...

class AskRailRequest(_message.Message):
    __slots__ = ("end_to_end_id",)
    END_TO_END_ID_FIELD_NUMBER: _ClassVar[int]
    end_to_end_id: str
    def __init__(self, end_to_end_id: _Optional[str] = ...) -> None: ...

class AskRailResponse(_message.Message):
    __slots__ = ("repayment",)
    REPAYMENT_FIELD_NUMBER: _ClassVar[int]
    repayment: _loan_pb2.Repayment
    def __init__(self, repayment: _Optional[_Union[_loan_pb2.Repayment, _Mapping]] = ...) -> None: ...
