import datetime

from buf.validate import validate_pb2 as _validate_pb2
from google.api import annotations_pb2 as _annotations_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from granary.access.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ContactChannel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CONTACT_CHANNEL_UNSPECIFIED: _ClassVar[ContactChannel]
    CONTACT_CHANNEL_CALL: _ClassVar[ContactChannel]
    CONTACT_CHANNEL_BOT_CALL: _ClassVar[ContactChannel]
    CONTACT_CHANNEL_SMS: _ClassVar[ContactChannel]
    CONTACT_CHANNEL_APP_PUSH: _ClassVar[ContactChannel]
    CONTACT_CHANNEL_LETTER: _ClassVar[ContactChannel]

class ContactParty(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CONTACT_PARTY_UNSPECIFIED: _ClassVar[ContactParty]
    CONTACT_PARTY_DEBTOR: _ClassVar[ContactParty]
    CONTACT_PARTY_NAMED_CONTACT: _ClassVar[ContactParty]
    CONTACT_PARTY_OTHER: _ClassVar[ContactParty]

class ContactOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CONTACT_OUTCOME_UNSPECIFIED: _ClassVar[ContactOutcome]
    CONTACT_OUTCOME_AWAITED: _ClassVar[ContactOutcome]
    CONTACT_OUTCOME_REFUSED: _ClassVar[ContactOutcome]
    CONTACT_OUTCOME_EFFECTIVE: _ClassVar[ContactOutcome]
    CONTACT_OUTCOME_NO_ANSWER: _ClassVar[ContactOutcome]
    CONTACT_OUTCOME_STOP_ASKED: _ClassVar[ContactOutcome]
    CONTACT_OUTCOME_NOT_MADE: _ClassVar[ContactOutcome]

class PromiseStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PROMISE_STATUS_UNSPECIFIED: _ClassVar[PromiseStatus]
    PROMISE_STATUS_OPEN: _ClassVar[PromiseStatus]
    PROMISE_STATUS_KEPT: _ClassVar[PromiseStatus]
    PROMISE_STATUS_BROKEN: _ClassVar[PromiseStatus]

class HardshipCause(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    HARDSHIP_CAUSE_UNSPECIFIED: _ClassVar[HardshipCause]
    HARDSHIP_CAUSE_INCOME_LOST: _ClassVar[HardshipCause]
    HARDSHIP_CAUSE_ILLNESS: _ClassVar[HardshipCause]
    HARDSHIP_CAUSE_DISASTER: _ClassVar[HardshipCause]
    HARDSHIP_CAUSE_FAMILY: _ClassVar[HardshipCause]

class ReliefKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RELIEF_KIND_UNSPECIFIED: _ClassVar[ReliefKind]
    RELIEF_KIND_DEFERRAL: _ClassVar[ReliefKind]
    RELIEF_KIND_EXTENSION: _ClassVar[ReliefKind]
    RELIEF_KIND_INTEREST_PAUSE: _ClassVar[ReliefKind]
    RELIEF_KIND_PENALTY_WAIVER: _ClassVar[ReliefKind]

class HardshipStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    HARDSHIP_STATUS_UNSPECIFIED: _ClassVar[HardshipStatus]
    HARDSHIP_STATUS_OFFERED: _ClassVar[HardshipStatus]
    HARDSHIP_STATUS_ACCEPTED: _ClassVar[HardshipStatus]
    HARDSHIP_STATUS_DECLINED: _ClassVar[HardshipStatus]
CONTACT_CHANNEL_UNSPECIFIED: ContactChannel
CONTACT_CHANNEL_CALL: ContactChannel
CONTACT_CHANNEL_BOT_CALL: ContactChannel
CONTACT_CHANNEL_SMS: ContactChannel
CONTACT_CHANNEL_APP_PUSH: ContactChannel
CONTACT_CHANNEL_LETTER: ContactChannel
CONTACT_PARTY_UNSPECIFIED: ContactParty
CONTACT_PARTY_DEBTOR: ContactParty
CONTACT_PARTY_NAMED_CONTACT: ContactParty
CONTACT_PARTY_OTHER: ContactParty
CONTACT_OUTCOME_UNSPECIFIED: ContactOutcome
CONTACT_OUTCOME_AWAITED: ContactOutcome
CONTACT_OUTCOME_REFUSED: ContactOutcome
CONTACT_OUTCOME_EFFECTIVE: ContactOutcome
CONTACT_OUTCOME_NO_ANSWER: ContactOutcome
CONTACT_OUTCOME_STOP_ASKED: ContactOutcome
CONTACT_OUTCOME_NOT_MADE: ContactOutcome
PROMISE_STATUS_UNSPECIFIED: PromiseStatus
PROMISE_STATUS_OPEN: PromiseStatus
PROMISE_STATUS_KEPT: PromiseStatus
PROMISE_STATUS_BROKEN: PromiseStatus
HARDSHIP_CAUSE_UNSPECIFIED: HardshipCause
HARDSHIP_CAUSE_INCOME_LOST: HardshipCause
HARDSHIP_CAUSE_ILLNESS: HardshipCause
HARDSHIP_CAUSE_DISASTER: HardshipCause
HARDSHIP_CAUSE_FAMILY: HardshipCause
RELIEF_KIND_UNSPECIFIED: ReliefKind
RELIEF_KIND_DEFERRAL: ReliefKind
RELIEF_KIND_EXTENSION: ReliefKind
RELIEF_KIND_INTEREST_PAUSE: ReliefKind
RELIEF_KIND_PENALTY_WAIVER: ReliefKind
HARDSHIP_STATUS_UNSPECIFIED: HardshipStatus
HARDSHIP_STATUS_OFFERED: HardshipStatus
HARDSHIP_STATUS_ACCEPTED: HardshipStatus
HARDSHIP_STATUS_DECLINED: HardshipStatus

class ContactPreferences(_message.Message):
    __slots__ = ("agreed_from", "agreed_until", "refused_channels")
    AGREED_FROM_FIELD_NUMBER: _ClassVar[int]
    AGREED_UNTIL_FIELD_NUMBER: _ClassVar[int]
    REFUSED_CHANNELS_FIELD_NUMBER: _ClassVar[int]
    agreed_from: str
    agreed_until: str
    refused_channels: _containers.RepeatedScalarFieldContainer[ContactChannel]
    def __init__(self, agreed_from: _Optional[str] = ..., agreed_until: _Optional[str] = ..., refused_channels: _Optional[_Iterable[_Union[ContactChannel, str]]] = ...) -> None: ...

class Contact(_message.Message):
    __slots__ = ("contact_id", "loan_id", "channel", "party", "party_id", "asked_at", "asked_by", "outcome", "refusal", "reported_at")
    CONTACT_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    PARTY_FIELD_NUMBER: _ClassVar[int]
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    ASKED_AT_FIELD_NUMBER: _ClassVar[int]
    ASKED_BY_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    REFUSAL_FIELD_NUMBER: _ClassVar[int]
    REPORTED_AT_FIELD_NUMBER: _ClassVar[int]
    contact_id: str
    loan_id: str
    channel: ContactChannel
    party: ContactParty
    party_id: str
    asked_at: _timestamp_pb2.Timestamp
    asked_by: str
    outcome: ContactOutcome
    refusal: str
    reported_at: _timestamp_pb2.Timestamp
    def __init__(self, contact_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., channel: _Optional[_Union[ContactChannel, str]] = ..., party: _Optional[_Union[ContactParty, str]] = ..., party_id: _Optional[str] = ..., asked_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., asked_by: _Optional[str] = ..., outcome: _Optional[_Union[ContactOutcome, str]] = ..., refusal: _Optional[str] = ..., reported_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PaymentPromise(_message.Message):
    __slots__ = ("promise_id", "loan_id", "amount_minor", "currency", "made_on", "pay_by", "status", "paid_minor")
    PROMISE_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    MADE_ON_FIELD_NUMBER: _ClassVar[int]
    PAY_BY_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    PAID_MINOR_FIELD_NUMBER: _ClassVar[int]
    promise_id: str
    loan_id: str
    amount_minor: int
    currency: str
    made_on: str
    pay_by: str
    status: PromiseStatus
    paid_minor: int
    def __init__(self, promise_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., currency: _Optional[str] = ..., made_on: _Optional[str] = ..., pay_by: _Optional[str] = ..., status: _Optional[_Union[PromiseStatus, str]] = ..., paid_minor: _Optional[int] = ...) -> None: ...

class Relief(_message.Message):
    __slots__ = ("kind", "size")
    KIND_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    kind: ReliefKind
    size: int
    def __init__(self, kind: _Optional[_Union[ReliefKind, str]] = ..., size: _Optional[int] = ...) -> None: ...

class HardshipRequest(_message.Message):
    __slots__ = ("hardship_id", "loan_id", "cause", "offers", "open_until", "status", "taken", "change_id")
    HARDSHIP_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    OFFERS_FIELD_NUMBER: _ClassVar[int]
    OPEN_UNTIL_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    TAKEN_FIELD_NUMBER: _ClassVar[int]
    CHANGE_ID_FIELD_NUMBER: _ClassVar[int]
    hardship_id: str
    loan_id: str
    cause: HardshipCause
    offers: _containers.RepeatedCompositeFieldContainer[Relief]
    open_until: str
    status: HardshipStatus
    taken: Relief
    change_id: str
    def __init__(self, hardship_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., cause: _Optional[_Union[HardshipCause, str]] = ..., offers: _Optional[_Iterable[_Union[Relief, _Mapping]]] = ..., open_until: _Optional[str] = ..., status: _Optional[_Union[HardshipStatus, str]] = ..., taken: _Optional[_Union[Relief, _Mapping]] = ..., change_id: _Optional[str] = ...) -> None: ...

class GetContactPreferencesRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetContactPreferencesResponse(_message.Message):
    __slots__ = ("preferences",)
    PREFERENCES_FIELD_NUMBER: _ClassVar[int]
    preferences: ContactPreferences
    def __init__(self, preferences: _Optional[_Union[ContactPreferences, _Mapping]] = ...) -> None: ...

class SetContactPreferencesRequest(_message.Message):
    __slots__ = ("request_id", "agreed_from", "agreed_until", "refused_channels")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    AGREED_FROM_FIELD_NUMBER: _ClassVar[int]
    AGREED_UNTIL_FIELD_NUMBER: _ClassVar[int]
    REFUSED_CHANNELS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    agreed_from: str
    agreed_until: str
    refused_channels: _containers.RepeatedScalarFieldContainer[ContactChannel]
    def __init__(self, request_id: _Optional[str] = ..., agreed_from: _Optional[str] = ..., agreed_until: _Optional[str] = ..., refused_channels: _Optional[_Iterable[_Union[ContactChannel, str]]] = ...) -> None: ...

class SetContactPreferencesResponse(_message.Message):
    __slots__ = ("preferences",)
    PREFERENCES_FIELD_NUMBER: _ClassVar[int]
    preferences: ContactPreferences
    def __init__(self, preferences: _Optional[_Union[ContactPreferences, _Mapping]] = ...) -> None: ...

class AskForReliefRequest(_message.Message):
    __slots__ = ("request_id", "loan_id", "cause")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    loan_id: str
    cause: HardshipCause
    def __init__(self, request_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., cause: _Optional[_Union[HardshipCause, str]] = ...) -> None: ...

class AskForReliefResponse(_message.Message):
    __slots__ = ("hardship",)
    HARDSHIP_FIELD_NUMBER: _ClassVar[int]
    hardship: HardshipRequest
    def __init__(self, hardship: _Optional[_Union[HardshipRequest, _Mapping]] = ...) -> None: ...

class AcceptReliefRequest(_message.Message):
    __slots__ = ("request_id", "hardship_id", "kind", "preview_hash", "cost_sheet_hash")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    HARDSHIP_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    PREVIEW_HASH_FIELD_NUMBER: _ClassVar[int]
    COST_SHEET_HASH_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    hardship_id: str
    kind: ReliefKind
    preview_hash: str
    cost_sheet_hash: str
    def __init__(self, request_id: _Optional[str] = ..., hardship_id: _Optional[str] = ..., kind: _Optional[_Union[ReliefKind, str]] = ..., preview_hash: _Optional[str] = ..., cost_sheet_hash: _Optional[str] = ...) -> None: ...

class AcceptReliefResponse(_message.Message):
    __slots__ = ("hardship",)
    HARDSHIP_FIELD_NUMBER: _ClassVar[int]
    hardship: HardshipRequest
    def __init__(self, hardship: _Optional[_Union[HardshipRequest, _Mapping]] = ...) -> None: ...

class AskToContactRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "loan_id", "channel", "party", "party_id", "discloses_debt")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    PARTY_FIELD_NUMBER: _ClassVar[int]
    PARTY_ID_FIELD_NUMBER: _ClassVar[int]
    DISCLOSES_DEBT_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    loan_id: str
    channel: ContactChannel
    party: ContactParty
    party_id: str
    discloses_debt: bool
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., channel: _Optional[_Union[ContactChannel, str]] = ..., party: _Optional[_Union[ContactParty, str]] = ..., party_id: _Optional[str] = ..., discloses_debt: _Optional[bool] = ...) -> None: ...

class AskToContactResponse(_message.Message):
    __slots__ = ("contact",)
    CONTACT_FIELD_NUMBER: _ClassVar[int]
    contact: Contact
    def __init__(self, contact: _Optional[_Union[Contact, _Mapping]] = ...) -> None: ...

class RecordContactRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "contact_id", "outcome")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    CONTACT_ID_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    contact_id: str
    outcome: ContactOutcome
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., contact_id: _Optional[str] = ..., outcome: _Optional[_Union[ContactOutcome, str]] = ...) -> None: ...

class RecordContactResponse(_message.Message):
    __slots__ = ("contact",)
    CONTACT_FIELD_NUMBER: _ClassVar[int]
    contact: Contact
    def __init__(self, contact: _Optional[_Union[Contact, _Mapping]] = ...) -> None: ...

class ListContactsRequest(_message.Message):
    __slots__ = ("customer_id", "page_size", "page_token")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    page_size: int
    page_token: str
    def __init__(self, customer_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListContactsResponse(_message.Message):
    __slots__ = ("contacts", "next_page_token")
    CONTACTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    contacts: _containers.RepeatedCompositeFieldContainer[Contact]
    next_page_token: str
    def __init__(self, contacts: _Optional[_Iterable[_Union[Contact, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class NotePromiseRequest(_message.Message):
    __slots__ = ("request_id", "customer_id", "loan_id", "amount_minor", "pay_by")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_MINOR_FIELD_NUMBER: _ClassVar[int]
    PAY_BY_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    customer_id: str
    loan_id: str
    amount_minor: int
    pay_by: str
    def __init__(self, request_id: _Optional[str] = ..., customer_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., amount_minor: _Optional[int] = ..., pay_by: _Optional[str] = ...) -> None: ...

class NotePromiseResponse(_message.Message):
    __slots__ = ("promise",)
    PROMISE_FIELD_NUMBER: _ClassVar[int]
    promise: PaymentPromise
    def __init__(self, promise: _Optional[_Union[PaymentPromise, _Mapping]] = ...) -> None: ...

class ListPromisesRequest(_message.Message):
    __slots__ = ("customer_id", "loan_id")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    loan_id: str
    def __init__(self, customer_id: _Optional[str] = ..., loan_id: _Optional[str] = ...) -> None: ...

class ListPromisesResponse(_message.Message):
    __slots__ = ("promises",)
    PROMISES_FIELD_NUMBER: _ClassVar[int]
    promises: _containers.RepeatedCompositeFieldContainer[PaymentPromise]
    def __init__(self, promises: _Optional[_Iterable[_Union[PaymentPromise, _Mapping]]] = ...) -> None: ...
