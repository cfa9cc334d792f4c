import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from granary.event.v1 import options_pb2 as _options_pb2
from granary.repayment.v1 import ledger_pb2 as _ledger_pb2
from granary.repayment.v1 import loan_pb2 as _loan_pb2
from granary.repayment.v1 import schedule_pb2 as _schedule_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class LoanOpened(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "credit_line_id", "principal_minor", "currency", "daily_rate_ppm", "instalments", "method", "disbursed_on", "first_due_on")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    DAILY_RATE_PPM_FIELD_NUMBER: _ClassVar[int]
    INSTALMENTS_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    DISBURSED_ON_FIELD_NUMBER: _ClassVar[int]
    FIRST_DUE_ON_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    credit_line_id: str
    principal_minor: int
    currency: str
    daily_rate_ppm: int
    instalments: int
    method: _schedule_pb2.RepaymentMethod
    disbursed_on: str
    first_due_on: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., credit_line_id: _Optional[str] = ..., principal_minor: _Optional[int] = ..., currency: _Optional[str] = ..., daily_rate_ppm: _Optional[int] = ..., instalments: _Optional[int] = ..., method: _Optional[_Union[_schedule_pb2.RepaymentMethod, str]] = ..., disbursed_on: _Optional[str] = ..., first_due_on: _Optional[str] = ...) -> None: ...

class InstalmentDue(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "number", "due_on", "amount_minor", "currency")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    DUE_ON_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    number: int
    due_on: str
    amount_minor: int
    currency: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., number: _Optional[int] = ..., due_on: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ...) -> None: ...

class CollectionRequested(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "repayment_id", "loan_id", "card_id", "amount_minor", "currency", "kind", "origin", "business_date")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    REPAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    repayment_id: str
    loan_id: str
    card_id: str
    amount_minor: int
    currency: str
    kind: _loan_pb2.RepaymentKind
    origin: _loan_pb2.RepaymentOrigin
    business_date: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., repayment_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., card_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., kind: _Optional[_Union[_loan_pb2.RepaymentKind, str]] = ..., origin: _Optional[_Union[_loan_pb2.RepaymentOrigin, str]] = ..., business_date: _Optional[str] = ...) -> None: ...

class DebitScheduled(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "amount_minor", "currency", "business_date", "try_number", "not_before", "after_repayment_id")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    TRY_NUMBER_FIELD_NUMBER: _ClassVar[int]
    NOT_BEFORE_FIELD_NUMBER: _ClassVar[int]
    AFTER_REPAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    amount_minor: int
    currency: str
    business_date: str
    try_number: int
    not_before: _timestamp_pb2.Timestamp
    after_repayment_id: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., business_date: _Optional[str] = ..., try_number: _Optional[int] = ..., not_before: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., after_repayment_id: _Optional[str] = ...) -> None: ...

class MandateRequested(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "mandate_id", "card_id", "signed_on")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    MANDATE_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    SIGNED_ON_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    mandate_id: str
    card_id: str
    signed_on: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., mandate_id: _Optional[str] = ..., card_id: _Optional[str] = ..., signed_on: _Optional[str] = ...) -> None: ...

class MandateAccepted(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "mandate_id", "card_id", "signed_on")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    MANDATE_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    SIGNED_ON_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    mandate_id: str
    card_id: str
    signed_on: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., mandate_id: _Optional[str] = ..., card_id: _Optional[str] = ..., signed_on: _Optional[str] = ...) -> None: ...

class MandateRejected(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "mandate_id", "card_id", "reason")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    MANDATE_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    mandate_id: str
    card_id: str
    reason: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., mandate_id: _Optional[str] = ..., card_id: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class MandateAmended(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "mandate_id", "card_id")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    MANDATE_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    mandate_id: str
    card_id: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., mandate_id: _Optional[str] = ..., card_id: _Optional[str] = ...) -> None: ...

class MandateCancelled(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "mandate_id", "card_id", "reason", "reason_code")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    MANDATE_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    mandate_id: str
    card_id: str
    reason: str
    reason_code: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., mandate_id: _Optional[str] = ..., card_id: _Optional[str] = ..., reason: _Optional[str] = ..., reason_code: _Optional[str] = ...) -> None: ...

class OverpaymentHeld(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "repayment_id", "loan_id", "amount_minor", "held_minor", "because", "business_date", "currency")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    REPAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    HELD_MINOR_FIELD_NUMBER: _ClassVar[int]
    BECAUSE_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    repayment_id: str
    loan_id: str
    amount_minor: int
    held_minor: int
    because: str
    business_date: str
    currency: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., repayment_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., held_minor: _Optional[int] = ..., because: _Optional[str] = ..., business_date: _Optional[str] = ..., currency: _Optional[str] = ...) -> None: ...

class RefundRequested(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "refund_id", "card_id", "amount_minor", "currency")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    REFUND_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    refund_id: str
    card_id: str
    amount_minor: int
    currency: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., refund_id: _Optional[str] = ..., card_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ...) -> None: ...

class RefundUnknown(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "refund_id", "amount_minor", "currency")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    REFUND_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    refund_id: str
    amount_minor: int
    currency: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., refund_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ...) -> None: ...

class RefundRefused(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "refund_id", "amount_minor", "reason_code", "currency")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    REFUND_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    refund_id: str
    amount_minor: int
    reason_code: str
    currency: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., refund_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., reason_code: _Optional[str] = ..., currency: _Optional[str] = ...) -> None: ...

class OverpaymentRefunded(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "refund_id", "card_id", "amount_minor", "held_minor", "business_date", "currency")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    REFUND_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    HELD_MINOR_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    refund_id: str
    card_id: str
    amount_minor: int
    held_minor: int
    business_date: str
    currency: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., refund_id: _Optional[str] = ..., card_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., held_minor: _Optional[int] = ..., business_date: _Optional[str] = ..., currency: _Optional[str] = ...) -> None: ...

class CollectionUnknown(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "repayment_id", "loan_id", "amount_minor", "currency")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    REPAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    repayment_id: str
    loan_id: str
    amount_minor: int
    currency: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., repayment_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ...) -> None: ...

class CollectionFailed(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "repayment_id", "loan_id", "card_id", "amount_minor", "currency", "reason_code", "business_date")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    REPAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    repayment_id: str
    loan_id: str
    card_id: str
    amount_minor: int
    currency: str
    reason_code: str
    business_date: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., repayment_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., card_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., reason_code: _Optional[str] = ..., business_date: _Optional[str] = ...) -> None: ...

class RepaymentPosted(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "repayment_id", "loan_id", "credit_line_id", "amount_minor", "principal_minor", "interest_minor", "penalty_minor", "fee_minor", "currency", "kind", "value_date", "outstanding_principal_minor", "overpayment_minor", "recovery")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    REPAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    INTEREST_MINOR_FIELD_NUMBER: _ClassVar[int]
    PENALTY_MINOR_FIELD_NUMBER: _ClassVar[int]
    FEE_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    VALUE_DATE_FIELD_NUMBER: _ClassVar[int]
    OUTSTANDING_PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    OVERPAYMENT_MINOR_FIELD_NUMBER: _ClassVar[int]
    RECOVERY_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    repayment_id: str
    loan_id: str
    credit_line_id: str
    amount_minor: int
    principal_minor: int
    interest_minor: int
    penalty_minor: int
    fee_minor: int
    currency: str
    kind: _loan_pb2.RepaymentKind
    value_date: str
    outstanding_principal_minor: int
    overpayment_minor: int
    recovery: bool
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., repayment_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., credit_line_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., principal_minor: _Optional[int] = ..., interest_minor: _Optional[int] = ..., penalty_minor: _Optional[int] = ..., fee_minor: _Optional[int] = ..., currency: _Optional[str] = ..., kind: _Optional[_Union[_loan_pb2.RepaymentKind, str]] = ..., value_date: _Optional[str] = ..., outstanding_principal_minor: _Optional[int] = ..., overpayment_minor: _Optional[int] = ..., recovery: _Optional[bool] = ...) -> None: ...

class LoanOverdue(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "days_past_due", "overdue_minor", "currency", "business_date")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    DAYS_PAST_DUE_FIELD_NUMBER: _ClassVar[int]
    OVERDUE_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    days_past_due: int
    overdue_minor: int
    currency: str
    business_date: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., days_past_due: _Optional[int] = ..., overdue_minor: _Optional[int] = ..., currency: _Optional[str] = ..., business_date: _Optional[str] = ...) -> None: ...

class PenaltyAccrued(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "amount_minor", "unpaid_penalty_minor", "currency", "business_date")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    UNPAID_PENALTY_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    amount_minor: int
    unpaid_penalty_minor: int
    currency: str
    business_date: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., unpaid_penalty_minor: _Optional[int] = ..., currency: _Optional[str] = ..., business_date: _Optional[str] = ...) -> None: ...

class LoanRecovered(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "days_past_due", "business_date")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    DAYS_PAST_DUE_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    days_past_due: int
    business_date: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., days_past_due: _Optional[int] = ..., business_date: _Optional[str] = ...) -> None: ...

class LoanSettled(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "credit_line_id", "principal_minor", "interest_minor", "penalty_minor", "currency", "settled_on")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    INTEREST_MINOR_FIELD_NUMBER: _ClassVar[int]
    PENALTY_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    SETTLED_ON_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    credit_line_id: str
    principal_minor: int
    interest_minor: int
    penalty_minor: int
    currency: str
    settled_on: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., credit_line_id: _Optional[str] = ..., principal_minor: _Optional[int] = ..., interest_minor: _Optional[int] = ..., penalty_minor: _Optional[int] = ..., currency: _Optional[str] = ..., settled_on: _Optional[str] = ...) -> None: ...

class BusinessDayClosed(_message.Message):
    __slots__ = ("closed_on", "occurred_at", "opened_on")
    CLOSED_ON_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    OPENED_ON_FIELD_NUMBER: _ClassVar[int]
    closed_on: str
    occurred_at: _timestamp_pb2.Timestamp
    opened_on: str
    def __init__(self, closed_on: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., opened_on: _Optional[str] = ...) -> None: ...

class ReconciliationDifferenceFound(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "difference_id", "kind", "direction", "end_to_end_id", "book_amount_minor", "rail_amount_minor", "currency", "found_on", "loan_id")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    DIFFERENCE_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    END_TO_END_ID_FIELD_NUMBER: _ClassVar[int]
    BOOK_AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    RAIL_AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    FOUND_ON_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    difference_id: str
    kind: _ledger_pb2.DifferenceKind
    direction: _ledger_pb2.MoneyDirection
    end_to_end_id: str
    book_amount_minor: int
    rail_amount_minor: int
    currency: str
    found_on: str
    loan_id: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., difference_id: _Optional[str] = ..., kind: _Optional[_Union[_ledger_pb2.DifferenceKind, str]] = ..., direction: _Optional[_Union[_ledger_pb2.MoneyDirection, str]] = ..., end_to_end_id: _Optional[str] = ..., book_amount_minor: _Optional[int] = ..., rail_amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., found_on: _Optional[str] = ..., loan_id: _Optional[str] = ...) -> None: ...

class ReconciliationDifferenceResolved(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "difference_id", "end_to_end_id", "reason", "amount_minor", "currency", "business_date")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    DIFFERENCE_ID_FIELD_NUMBER: _ClassVar[int]
    END_TO_END_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    difference_id: str
    end_to_end_id: str
    reason: _ledger_pb2.ResolutionReason
    amount_minor: int
    currency: str
    business_date: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., difference_id: _Optional[str] = ..., end_to_end_id: _Optional[str] = ..., reason: _Optional[_Union[_ledger_pb2.ResolutionReason, str]] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., business_date: _Optional[str] = ...) -> None: ...

class PlanChanged(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "change_id", "kind", "instalments_to_come", "next_due_on", "business_date")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CHANGE_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    INSTALMENTS_TO_COME_FIELD_NUMBER: _ClassVar[int]
    NEXT_DUE_ON_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    change_id: str
    kind: str
    instalments_to_come: int
    next_due_on: str
    business_date: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., change_id: _Optional[str] = ..., kind: _Optional[str] = ..., instalments_to_come: _Optional[int] = ..., next_due_on: _Optional[str] = ..., business_date: _Optional[str] = ...) -> None: ...

class FeeCharged(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "item", "amount_minor", "currency", "business_date")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    ITEM_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    item: str
    amount_minor: int
    currency: str
    business_date: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., item: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., business_date: _Optional[str] = ...) -> None: ...

class ChargesWaived(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "penalty_minor", "interest_minor", "fee_minor", "currency", "business_date")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    PENALTY_MINOR_FIELD_NUMBER: _ClassVar[int]
    INTEREST_MINOR_FIELD_NUMBER: _ClassVar[int]
    FEE_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    penalty_minor: int
    interest_minor: int
    fee_minor: int
    currency: str
    business_date: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., penalty_minor: _Optional[int] = ..., interest_minor: _Optional[int] = ..., fee_minor: _Optional[int] = ..., currency: _Optional[str] = ..., business_date: _Optional[str] = ...) -> None: ...

class SubsidyGranted(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "amount_minor", "currency", "business_date")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    amount_minor: int
    currency: str
    business_date: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., business_date: _Optional[str] = ...) -> None: ...

class CouponUsed(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "coupon_id", "amount_minor", "currency", "business_date")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    COUPON_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    coupon_id: str
    amount_minor: int
    currency: str
    business_date: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., coupon_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., business_date: _Optional[str] = ...) -> None: ...

class LoanChargedOff(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "principal_minor", "interest_minor", "penalty_minor", "days_past_due", "currency", "business_date")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    INTEREST_MINOR_FIELD_NUMBER: _ClassVar[int]
    PENALTY_MINOR_FIELD_NUMBER: _ClassVar[int]
    DAYS_PAST_DUE_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    principal_minor: int
    interest_minor: int
    penalty_minor: int
    days_past_due: int
    currency: str
    business_date: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., principal_minor: _Optional[int] = ..., interest_minor: _Optional[int] = ..., penalty_minor: _Optional[int] = ..., days_past_due: _Optional[int] = ..., currency: _Optional[str] = ..., business_date: _Optional[str] = ...) -> None: ...

class LoanRestated(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "credit_line_id", "cause", "repayment_id", "from_on", "principal_change_minor", "outstanding_principal_minor", "currency", "business_date")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CREDIT_LINE_ID_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    REPAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    FROM_ON_FIELD_NUMBER: _ClassVar[int]
    PRINCIPAL_CHANGE_MINOR_FIELD_NUMBER: _ClassVar[int]
    OUTSTANDING_PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    credit_line_id: str
    cause: str
    repayment_id: str
    from_on: str
    principal_change_minor: int
    outstanding_principal_minor: int
    currency: str
    business_date: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., credit_line_id: _Optional[str] = ..., cause: _Optional[str] = ..., repayment_id: _Optional[str] = ..., from_on: _Optional[str] = ..., principal_change_minor: _Optional[int] = ..., outstanding_principal_minor: _Optional[int] = ..., currency: _Optional[str] = ..., business_date: _Optional[str] = ...) -> None: ...

class EndOfDayChunkRequested(_message.Message):
    __slots__ = ("chunk_id", "occurred_at", "business_date", "step", "first_bucket", "last_bucket")
    CHUNK_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    FIRST_BUCKET_FIELD_NUMBER: _ClassVar[int]
    LAST_BUCKET_FIELD_NUMBER: _ClassVar[int]
    chunk_id: str
    occurred_at: _timestamp_pb2.Timestamp
    business_date: str
    step: str
    first_bucket: int
    last_bucket: int
    def __init__(self, chunk_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., business_date: _Optional[str] = ..., step: _Optional[str] = ..., first_bucket: _Optional[int] = ..., last_bucket: _Optional[int] = ...) -> None: ...

class NegativeCreditNotice(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "unpaid_since_on", "report_from_on", "overdue_minor", "currency", "business_date")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    UNPAID_SINCE_ON_FIELD_NUMBER: _ClassVar[int]
    REPORT_FROM_ON_FIELD_NUMBER: _ClassVar[int]
    OVERDUE_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    unpaid_since_on: str
    report_from_on: str
    overdue_minor: int
    currency: str
    business_date: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., unpaid_since_on: _Optional[str] = ..., report_from_on: _Optional[str] = ..., overdue_minor: _Optional[int] = ..., currency: _Optional[str] = ..., business_date: _Optional[str] = ...) -> None: ...

class CreditDisputeOpened(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "dispute_id", "loan_id", "month_on", "answer_by_on")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    MONTH_ON_FIELD_NUMBER: _ClassVar[int]
    ANSWER_BY_ON_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    dispute_id: str
    loan_id: str
    month_on: str
    answer_by_on: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., dispute_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., month_on: _Optional[str] = ..., answer_by_on: _Optional[str] = ...) -> None: ...

class CreditDisputeAnswered(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "dispute_id", "loan_id", "month_on", "was_corrected")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    MONTH_ON_FIELD_NUMBER: _ClassVar[int]
    WAS_CORRECTED_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    dispute_id: str
    loan_id: str
    month_on: str
    was_corrected: bool
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., dispute_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., month_on: _Optional[str] = ..., was_corrected: _Optional[bool] = ...) -> None: ...

class TransferArrived(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "loan_id", "bank_reference", "amount_minor", "currency", "business_date")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    BANK_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    loan_id: str
    bank_reference: str
    amount_minor: int
    currency: str
    business_date: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., loan_id: _Optional[str] = ..., bank_reference: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., business_date: _Optional[str] = ...) -> None: ...

class TransferReturnApproved(_message.Message):
    __slots__ = ("customer_id", "occurred_at", "bank_reference", "return_id", "amount_minor", "currency")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    BANK_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    RETURN_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    occurred_at: _timestamp_pb2.Timestamp
    bank_reference: str
    return_id: str
    amount_minor: int
    currency: str
    def __init__(self, customer_id: _Optional[str] = ..., occurred_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., bank_reference: _Optional[str] = ..., return_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ...) -> None: ...
