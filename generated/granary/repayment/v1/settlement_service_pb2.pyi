from buf.validate import validate_pb2 as _validate_pb2
from granary.access.v1 import options_pb2 as _options_pb2
from granary.repayment.v1 import settlement_pb2 as _settlement_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RecordPartnerPaidInRequest(_message.Message):
    __slots__ = ("request_id", "partner", "amount_minor", "currency", "bank_reference", "note")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PARTNER_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    BANK_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    partner: str
    amount_minor: int
    currency: str
    bank_reference: str
    note: str
    def __init__(self, request_id: _Optional[str] = ..., partner: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., bank_reference: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class RecordPartnerPaidInResponse(_message.Message):
    __slots__ = ("settlement",)
    SETTLEMENT_FIELD_NUMBER: _ClassVar[int]
    settlement: _settlement_pb2.Settlement
    def __init__(self, settlement: _Optional[_Union[_settlement_pb2.Settlement, _Mapping]] = ...) -> None: ...

class RecordPartnerPaidOutRequest(_message.Message):
    __slots__ = ("request_id", "partner", "amount_minor", "currency", "bank_reference", "note")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PARTNER_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    BANK_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    partner: str
    amount_minor: int
    currency: str
    bank_reference: str
    note: str
    def __init__(self, request_id: _Optional[str] = ..., partner: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., bank_reference: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class RecordPartnerPaidOutResponse(_message.Message):
    __slots__ = ("settlement",)
    SETTLEMENT_FIELD_NUMBER: _ClassVar[int]
    settlement: _settlement_pb2.Settlement
    def __init__(self, settlement: _Optional[_Union[_settlement_pb2.Settlement, _Mapping]] = ...) -> None: ...

class ListPartnerAccountsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class PartnerAccount(_message.Message):
    __slots__ = ("partner", "paid_in_minor", "paid_out_minor", "of_loans_minor", "payable_minor", "currency")
    PARTNER_FIELD_NUMBER: _ClassVar[int]
    PAID_IN_MINOR_FIELD_NUMBER: _ClassVar[int]
    PAID_OUT_MINOR_FIELD_NUMBER: _ClassVar[int]
    OF_LOANS_MINOR_FIELD_NUMBER: _ClassVar[int]
    PAYABLE_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    partner: str
    paid_in_minor: int
    paid_out_minor: int
    of_loans_minor: int
    payable_minor: int
    currency: str
    def __init__(self, partner: _Optional[str] = ..., paid_in_minor: _Optional[int] = ..., paid_out_minor: _Optional[int] = ..., of_loans_minor: _Optional[int] = ..., payable_minor: _Optional[int] = ..., currency: _Optional[str] = ...) -> None: ...

class ListPartnerAccountsResponse(_message.Message):
    __slots__ = ("accounts",)
    ACCOUNTS_FIELD_NUMBER: _ClassVar[int]
    accounts: _containers.RepeatedCompositeFieldContainer[PartnerAccount]
    def __init__(self, accounts: _Optional[_Iterable[_Union[PartnerAccount, _Mapping]]] = ...) -> None: ...

class TellEligibleSpendingRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "loan_id", "principal_minor", "note")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    loan_id: str
    principal_minor: int
    note: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., principal_minor: _Optional[int] = ..., note: _Optional[str] = ...) -> None: ...

class TellEligibleSpendingResponse(_message.Message):
    __slots__ = ("principal_minor", "told_on", "earlier")
    PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    TOLD_ON_FIELD_NUMBER: _ClassVar[int]
    EARLIER_FIELD_NUMBER: _ClassVar[int]
    principal_minor: int
    told_on: str
    earlier: _containers.RepeatedCompositeFieldContainer[SpendingTold]
    def __init__(self, principal_minor: _Optional[int] = ..., told_on: _Optional[str] = ..., earlier: _Optional[_Iterable[_Union[SpendingTold, _Mapping]]] = ...) -> None: ...

class SpendingTold(_message.Message):
    __slots__ = ("principal_minor", "note", "told_by", "told_on")
    PRINCIPAL_MINOR_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    TOLD_BY_FIELD_NUMBER: _ClassVar[int]
    TOLD_ON_FIELD_NUMBER: _ClassVar[int]
    principal_minor: int
    note: str
    told_by: str
    told_on: str
    def __init__(self, principal_minor: _Optional[int] = ..., note: _Optional[str] = ..., told_by: _Optional[str] = ..., told_on: _Optional[str] = ...) -> None: ...

class GetSubsidyMonthRequest(_message.Message):
    __slots__ = ("month",)
    MONTH_FIELD_NUMBER: _ClassVar[int]
    month: str
    def __init__(self, month: _Optional[str] = ...) -> None: ...

class GetSubsidyMonthResponse(_message.Message):
    __slots__ = ("month", "granted_minor", "received_minor", "refused_minor", "open_minor", "currency")
    MONTH_FIELD_NUMBER: _ClassVar[int]
    GRANTED_MINOR_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_MINOR_FIELD_NUMBER: _ClassVar[int]
    REFUSED_MINOR_FIELD_NUMBER: _ClassVar[int]
    OPEN_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    month: str
    granted_minor: int
    received_minor: int
    refused_minor: int
    open_minor: int
    currency: str
    def __init__(self, month: _Optional[str] = ..., granted_minor: _Optional[int] = ..., received_minor: _Optional[int] = ..., refused_minor: _Optional[int] = ..., open_minor: _Optional[int] = ..., currency: _Optional[str] = ...) -> None: ...

class ExportSubsidyClaimsRequest(_message.Message):
    __slots__ = ("month",)
    MONTH_FIELD_NUMBER: _ClassVar[int]
    month: str
    def __init__(self, month: _Optional[str] = ...) -> None: ...

class ExportSubsidyClaimsResponse(_message.Message):
    __slots__ = ("content",)
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    content: bytes
    def __init__(self, content: _Optional[bytes] = ...) -> None: ...

class RecordSubsidyReceivedRequest(_message.Message):
    __slots__ = ("request_id", "month", "amount_minor", "currency", "bank_reference", "note")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MONTH_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    BANK_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    month: str
    amount_minor: int
    currency: str
    bank_reference: str
    note: str
    def __init__(self, request_id: _Optional[str] = ..., month: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., bank_reference: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class RecordSubsidyReceivedResponse(_message.Message):
    __slots__ = ("settlement",)
    SETTLEMENT_FIELD_NUMBER: _ClassVar[int]
    settlement: _settlement_pb2.Settlement
    def __init__(self, settlement: _Optional[_Union[_settlement_pb2.Settlement, _Mapping]] = ...) -> None: ...

class RecordSubsidyRefusedRequest(_message.Message):
    __slots__ = ("request_id", "month", "amount_minor", "currency", "note")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    MONTH_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    month: str
    amount_minor: int
    currency: str
    note: str
    def __init__(self, request_id: _Optional[str] = ..., month: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class RecordSubsidyRefusedResponse(_message.Message):
    __slots__ = ("settlement",)
    SETTLEMENT_FIELD_NUMBER: _ClassVar[int]
    settlement: _settlement_pb2.Settlement
    def __init__(self, settlement: _Optional[_Union[_settlement_pb2.Settlement, _Mapping]] = ...) -> None: ...

class ApproveSettlementRequest(_message.Message):
    __slots__ = ("request_id", "settlement_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SETTLEMENT_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    settlement_id: str
    def __init__(self, request_id: _Optional[str] = ..., settlement_id: _Optional[str] = ...) -> None: ...

class ApproveSettlementResponse(_message.Message):
    __slots__ = ("settlement",)
    SETTLEMENT_FIELD_NUMBER: _ClassVar[int]
    settlement: _settlement_pb2.Settlement
    def __init__(self, settlement: _Optional[_Union[_settlement_pb2.Settlement, _Mapping]] = ...) -> None: ...

class DeclineSettlementRequest(_message.Message):
    __slots__ = ("request_id", "settlement_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    SETTLEMENT_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    settlement_id: str
    def __init__(self, request_id: _Optional[str] = ..., settlement_id: _Optional[str] = ...) -> None: ...

class DeclineSettlementResponse(_message.Message):
    __slots__ = ("settlement",)
    SETTLEMENT_FIELD_NUMBER: _ClassVar[int]
    settlement: _settlement_pb2.Settlement
    def __init__(self, settlement: _Optional[_Union[_settlement_pb2.Settlement, _Mapping]] = ...) -> None: ...

class ListSettlementsRequest(_message.Message):
    __slots__ = ("state", "page_size", "page_token")
    STATE_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    state: _settlement_pb2.SettlementState
    page_size: int
    page_token: str
    def __init__(self, state: _Optional[_Union[_settlement_pb2.SettlementState, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListSettlementsResponse(_message.Message):
    __slots__ = ("settlements", "next_page_token")
    SETTLEMENTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    settlements: _containers.RepeatedCompositeFieldContainer[_settlement_pb2.Settlement]
    next_page_token: str
    def __init__(self, settlements: _Optional[_Iterable[_Union[_settlement_pb2.Settlement, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...
