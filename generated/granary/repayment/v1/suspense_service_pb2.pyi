from buf.validate import validate_pb2 as _validate_pb2
from granary.access.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class IncomingTransferState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    INCOMING_TRANSFER_STATE_UNSPECIFIED: _ClassVar[IncomingTransferState]
    INCOMING_TRANSFER_STATE_SUSPENDED: _ClassVar[IncomingTransferState]
    INCOMING_TRANSFER_STATE_ASSIGNED: _ClassVar[IncomingTransferState]
    INCOMING_TRANSFER_STATE_RETURN_PROPOSED: _ClassVar[IncomingTransferState]
    INCOMING_TRANSFER_STATE_RETURNING: _ClassVar[IncomingTransferState]
    INCOMING_TRANSFER_STATE_RETURNED: _ClassVar[IncomingTransferState]
INCOMING_TRANSFER_STATE_UNSPECIFIED: IncomingTransferState
INCOMING_TRANSFER_STATE_SUSPENDED: IncomingTransferState
INCOMING_TRANSFER_STATE_ASSIGNED: IncomingTransferState
INCOMING_TRANSFER_STATE_RETURN_PROPOSED: IncomingTransferState
INCOMING_TRANSFER_STATE_RETURNING: IncomingTransferState
INCOMING_TRANSFER_STATE_RETURNED: IncomingTransferState

class IncomingTransfer(_message.Message):
    __slots__ = ("bank_reference", "amount_minor", "currency", "booked_on", "held_on", "payer_name", "payer_account", "loan_id", "customer_id", "state", "why", "subject_id", "proposed_by", "decided_by", "note", "ended_on")
    BANK_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    BOOKED_ON_FIELD_NUMBER: _ClassVar[int]
    HELD_ON_FIELD_NUMBER: _ClassVar[int]
    PAYER_NAME_FIELD_NUMBER: _ClassVar[int]
    PAYER_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    WHY_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    PROPOSED_BY_FIELD_NUMBER: _ClassVar[int]
    DECIDED_BY_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    ENDED_ON_FIELD_NUMBER: _ClassVar[int]
    bank_reference: str
    amount_minor: int
    currency: str
    booked_on: str
    held_on: str
    payer_name: str
    payer_account: str
    loan_id: str
    customer_id: str
    state: IncomingTransferState
    why: str
    subject_id: str
    proposed_by: str
    decided_by: str
    note: str
    ended_on: str
    def __init__(self, bank_reference: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., booked_on: _Optional[str] = ..., held_on: _Optional[str] = ..., payer_name: _Optional[str] = ..., payer_account: _Optional[str] = ..., loan_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., state: _Optional[_Union[IncomingTransferState, str]] = ..., why: _Optional[str] = ..., subject_id: _Optional[str] = ..., proposed_by: _Optional[str] = ..., decided_by: _Optional[str] = ..., note: _Optional[str] = ..., ended_on: _Optional[str] = ...) -> None: ...

class ListIncomingTransfersRequest(_message.Message):
    __slots__ = ("state", "page_size", "page_token")
    STATE_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    state: IncomingTransferState
    page_size: int
    page_token: str
    def __init__(self, state: _Optional[_Union[IncomingTransferState, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListIncomingTransfersResponse(_message.Message):
    __slots__ = ("transfers", "next_page_token")
    TRANSFERS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    transfers: _containers.RepeatedCompositeFieldContainer[IncomingTransfer]
    next_page_token: str
    def __init__(self, transfers: _Optional[_Iterable[_Union[IncomingTransfer, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ProposeTransferReturnRequest(_message.Message):
    __slots__ = ("request_id", "bank_reference", "note")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    BANK_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    bank_reference: str
    note: str
    def __init__(self, request_id: _Optional[str] = ..., bank_reference: _Optional[str] = ..., note: _Optional[str] = ...) -> None: ...

class ProposeTransferReturnResponse(_message.Message):
    __slots__ = ("transfer",)
    TRANSFER_FIELD_NUMBER: _ClassVar[int]
    transfer: IncomingTransfer
    def __init__(self, transfer: _Optional[_Union[IncomingTransfer, _Mapping]] = ...) -> None: ...

class ApproveTransferReturnRequest(_message.Message):
    __slots__ = ("request_id", "bank_reference")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    BANK_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    bank_reference: str
    def __init__(self, request_id: _Optional[str] = ..., bank_reference: _Optional[str] = ...) -> None: ...

class ApproveTransferReturnResponse(_message.Message):
    __slots__ = ("transfer",)
    TRANSFER_FIELD_NUMBER: _ClassVar[int]
    transfer: IncomingTransfer
    def __init__(self, transfer: _Optional[_Union[IncomingTransfer, _Mapping]] = ...) -> None: ...

class DeclineTransferReturnRequest(_message.Message):
    __slots__ = ("request_id", "bank_reference")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    BANK_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    bank_reference: str
    def __init__(self, request_id: _Optional[str] = ..., bank_reference: _Optional[str] = ...) -> None: ...

class DeclineTransferReturnResponse(_message.Message):
    __slots__ = ("transfer",)
    TRANSFER_FIELD_NUMBER: _ClassVar[int]
    transfer: IncomingTransfer
    def __init__(self, transfer: _Optional[_Union[IncomingTransfer, _Mapping]] = ...) -> None: ...
