from buf.validate import validate_pb2 as _validate_pb2
from granary.access.v1 import options_pb2 as _options_pb2
from granary.repayment.v1 import loan_pb2 as _loan_pb2
from granary.repayment.v1 import loan_adjustment_pb2 as _loan_adjustment_pb2
from granary.repayment.v1 import plan_change_pb2 as _plan_change_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ChargeFeeRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "loan_id", "amount_minor", "item", "note")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    ITEM_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    loan_id: str
    amount_minor: int
    item: str
    note: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., item: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class ChargeFeeResponse(_message.Message):
    __slots__ = ("adjustment",)
    ADJUSTMENT_FIELD_NUMBER: _ClassVar[int]
    adjustment: _loan_adjustment_pb2.LoanAdjustment
    def __init__(self, adjustment: _Optional[_Union[_loan_adjustment_pb2.LoanAdjustment, _Mapping]] = ...) -> None: ...

class WaiveChargesRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "loan_id", "amount_minor", "part", "note")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    PART_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    loan_id: str
    amount_minor: int
    part: _loan_adjustment_pb2.ChargePart
    note: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., part: _Optional[_Union[_loan_adjustment_pb2.ChargePart, str]] = ..., note: _Optional[str] = ...) -> None: ...

class WaiveChargesResponse(_message.Message):
    __slots__ = ("adjustment",)
    ADJUSTMENT_FIELD_NUMBER: _ClassVar[int]
    adjustment: _loan_adjustment_pb2.LoanAdjustment
    def __init__(self, adjustment: _Optional[_Union[_loan_adjustment_pb2.LoanAdjustment, _Mapping]] = ...) -> None: ...

class ChargeOffRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "loan_id", "note")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    loan_id: str
    note: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class ChargeOffResponse(_message.Message):
    __slots__ = ("adjustment",)
    ADJUSTMENT_FIELD_NUMBER: _ClassVar[int]
    adjustment: _loan_adjustment_pb2.LoanAdjustment
    def __init__(self, adjustment: _Optional[_Union[_loan_adjustment_pb2.LoanAdjustment, _Mapping]] = ...) -> None: ...

class ReverseRepaymentRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "loan_id", "repayment_id", "note")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    REPAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    loan_id: str
    repayment_id: str
    note: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., repayment_id: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class ReverseRepaymentResponse(_message.Message):
    __slots__ = ("adjustment",)
    ADJUSTMENT_FIELD_NUMBER: _ClassVar[int]
    adjustment: _loan_adjustment_pb2.LoanAdjustment
    def __init__(self, adjustment: _Optional[_Union[_loan_adjustment_pb2.LoanAdjustment, _Mapping]] = ...) -> None: ...

class RecordTransferRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "loan_id", "amount_minor", "currency", "value_date", "bank_reference", "is_from_third_party", "note", "third_party_relation")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    VALUE_DATE_FIELD_NUMBER: _ClassVar[int]
    BANK_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    IS_FROM_THIRD_PARTY_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    THIRD_PARTY_RELATION_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    loan_id: str
    amount_minor: int
    currency: str
    value_date: str
    bank_reference: str
    is_from_third_party: bool
    note: str
    third_party_relation: _loan_pb2.PayerRelation
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., value_date: _Optional[str] = ..., bank_reference: _Optional[str] = ..., is_from_third_party: _Optional[bool] = ..., note: _Optional[str] = ..., third_party_relation: _Optional[_Union[_loan_pb2.PayerRelation, str]] = ...) -> None: ...

class RecordTransferResponse(_message.Message):
    __slots__ = ("adjustment",)
    ADJUSTMENT_FIELD_NUMBER: _ClassVar[int]
    adjustment: _loan_adjustment_pb2.LoanAdjustment
    def __init__(self, adjustment: _Optional[_Union[_loan_adjustment_pb2.LoanAdjustment, _Mapping]] = ...) -> None: ...

class ApproveAdjustmentRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "adjustment_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    ADJUSTMENT_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    adjustment_id: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., adjustment_id: _Optional[str] = ...) -> None: ...

class ApproveAdjustmentResponse(_message.Message):
    __slots__ = ("adjustment",)
    ADJUSTMENT_FIELD_NUMBER: _ClassVar[int]
    adjustment: _loan_adjustment_pb2.LoanAdjustment
    def __init__(self, adjustment: _Optional[_Union[_loan_adjustment_pb2.LoanAdjustment, _Mapping]] = ...) -> None: ...

class DeclineAdjustmentRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "adjustment_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    ADJUSTMENT_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    adjustment_id: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., adjustment_id: _Optional[str] = ...) -> None: ...

class DeclineAdjustmentResponse(_message.Message):
    __slots__ = ("adjustment",)
    ADJUSTMENT_FIELD_NUMBER: _ClassVar[int]
    adjustment: _loan_adjustment_pb2.LoanAdjustment
    def __init__(self, adjustment: _Optional[_Union[_loan_adjustment_pb2.LoanAdjustment, _Mapping]] = ...) -> None: ...

class ListAdjustmentsRequest(_message.Message):
    __slots__ = ("state", "loan_id", "page_size", "page_token")
    STATE_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    state: _loan_adjustment_pb2.LoanAdjustmentState
    loan_id: str
    page_size: int
    page_token: str
    def __init__(self, state: _Optional[_Union[_loan_adjustment_pb2.LoanAdjustmentState, str]] = ..., loan_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListAdjustmentsResponse(_message.Message):
    __slots__ = ("adjustments", "next_page_token")
    ADJUSTMENTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    adjustments: _containers.RepeatedCompositeFieldContainer[_loan_adjustment_pb2.LoanAdjustment]
    next_page_token: str
    def __init__(self, adjustments: _Optional[_Iterable[_Union[_loan_adjustment_pb2.LoanAdjustment, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class PreviewLoanPlanRequest(_message.Message):
    __slots__ = ("customer_id", "loan_id", "change")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    loan_id: str
    change: _plan_change_pb2.WantedPlanChange
    def __init__(self, customer_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., change: _Optional[_Union[_plan_change_pb2.WantedPlanChange, _Mapping]] = ...) -> None: ...

class PreviewLoanPlanResponse(_message.Message):
    __slots__ = ("preview",)
    PREVIEW_FIELD_NUMBER: _ClassVar[int]
    preview: _plan_change_pb2.PlanPreview
    def __init__(self, preview: _Optional[_Union[_plan_change_pb2.PlanPreview, _Mapping]] = ...) -> None: ...

class ChangeLoanPlanRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "loan_id", "change", "preview_hash", "cost_sheet_hash", "note")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    PREVIEW_HASH_FIELD_NUMBER: _ClassVar[int]
    COST_SHEET_HASH_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    loan_id: str
    change: _plan_change_pb2.WantedPlanChange
    preview_hash: str
    cost_sheet_hash: str
    note: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., change: _Optional[_Union[_plan_change_pb2.WantedPlanChange, _Mapping]] = ..., preview_hash: _Optional[str] = ..., cost_sheet_hash: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class ChangeLoanPlanResponse(_message.Message):
    __slots__ = ("plan_change",)
    PLAN_CHANGE_FIELD_NUMBER: _ClassVar[int]
    plan_change: _plan_change_pb2.AgreedPlanChange
    def __init__(self, plan_change: _Optional[_Union[_plan_change_pb2.AgreedPlanChange, _Mapping]] = ...) -> None: ...

class UndoLoanPlanRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "change_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    CHANGE_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    change_id: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., change_id: _Optional[str] = ...) -> None: ...

class UndoLoanPlanResponse(_message.Message):
    __slots__ = ("plan_change",)
    PLAN_CHANGE_FIELD_NUMBER: _ClassVar[int]
    plan_change: _plan_change_pb2.AgreedPlanChange
    def __init__(self, plan_change: _Optional[_Union[_plan_change_pb2.AgreedPlanChange, _Mapping]] = ...) -> None: ...
