from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from typing import ClassVar as _ClassVar

DESCRIPTOR: _descriptor.FileDescriptor

class ErrorReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ERROR_REASON_UNSPECIFIED: _ClassVar[ErrorReason]
    ERROR_REASON_LOAN_SETTLED: _ClassVar[ErrorReason]
    ERROR_REASON_NOTHING_DUE: _ClassVar[ErrorReason]
    ERROR_REASON_AMOUNT_ABOVE_DUE: _ClassVar[ErrorReason]
    ERROR_REASON_AMOUNT_ABOVE_OWED: _ClassVar[ErrorReason]
    ERROR_REASON_PAYOFF_AMOUNT_DIFFERS: _ClassVar[ErrorReason]
    ERROR_REASON_PREPAY_TOO_EARLY: _ClassVar[ErrorReason]
    ERROR_REASON_OVERDUE_FIRST: _ClassVar[ErrorReason]
    ERROR_REASON_REPAYMENT_IN_PROGRESS: _ClassVar[ErrorReason]
    ERROR_REASON_CARD_NOT_BOUND: _ClassVar[ErrorReason]
    ERROR_REASON_INSTALMENTS_TOO_MANY: _ClassVar[ErrorReason]
    ERROR_REASON_BUSINESS_DAY_NOT_OPEN: _ClassVar[ErrorReason]
    ERROR_REASON_RECONCILIATION_DIFFERENT: _ClassVar[ErrorReason]
    ERROR_REASON_RAIL_UNAVAILABLE: _ClassVar[ErrorReason]
    ERROR_REASON_COLLECTIONS_UNDER_WAY: _ClassVar[ErrorReason]
    ERROR_REASON_BUSINESS_DAY_NOT_OVER: _ClassVar[ErrorReason]
    ERROR_REASON_PARTNER_SHARE_TOO_SMALL: _ClassVar[ErrorReason]
ERROR_REASON_UNSPECIFIED: ErrorReason
ERROR_REASON_LOAN_SETTLED: ErrorReason
ERROR_REASON_NOTHING_DUE: ErrorReason
ERROR_REASON_AMOUNT_ABOVE_DUE: ErrorReason
ERROR_REASON_AMOUNT_ABOVE_OWED: ErrorReason
ERROR_REASON_PAYOFF_AMOUNT_DIFFERS: ErrorReason
ERROR_REASON_PREPAY_TOO_EARLY: ErrorReason
ERROR_REASON_OVERDUE_FIRST: ErrorReason
ERROR_REASON_REPAYMENT_IN_PROGRESS: ErrorReason
ERROR_REASON_CARD_NOT_BOUND: ErrorReason
ERROR_REASON_INSTALMENTS_TOO_MANY: ErrorReason
ERROR_REASON_BUSINESS_DAY_NOT_OPEN: ErrorReason
ERROR_REASON_RECONCILIATION_DIFFERENT: ErrorReason
ERROR_REASON_RAIL_UNAVAILABLE: ErrorReason
ERROR_REASON_COLLECTIONS_UNDER_WAY: ErrorReason
ERROR_REASON_BUSINESS_DAY_NOT_OVER: ErrorReason
ERROR_REASON_PARTNER_SHARE_TOO_SMALL: ErrorReason
