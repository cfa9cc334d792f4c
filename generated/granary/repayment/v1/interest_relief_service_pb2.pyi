from buf.validate import validate_pb2 as _validate_pb2
from granary.access.v1 import options_pb2 as _options_pb2
from granary.repayment.v1 import loan_adjustment_pb2 as _loan_adjustment_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ApplyCouponRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "loan_id", "coupon_id", "free_nights", "principal_minor", "valid_from", "valid_to", "note")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    COUPON_ID_FIELD_NUMBER: _ClassVar[int]
    FREE_NIGHTS_FIELD_NUMBER: _ClassVar[int]
    PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    VALID_FROM_FIELD_NUMBER: _ClassVar[int]
    VALID_TO_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    loan_id: str
    coupon_id: str
    free_nights: int
    principal_minor: int
    valid_from: str
    valid_to: str
    note: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., coupon_id: _Optional[str] = ..., free_nights: _Optional[int] = ..., principal_minor: _Optional[int] = ..., valid_from: _Optional[str] = ..., valid_to: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class ApplyCouponResponse(_message.Message):
    __slots__ = ("adjustment",)
    ADJUSTMENT_FIELD_NUMBER: _ClassVar[int]
    adjustment: _loan_adjustment_pb2.LoanAdjustment
    def __init__(self, adjustment: _Optional[_Union[_loan_adjustment_pb2.LoanAdjustment, _Mapping]] = ...) -> None: ...
