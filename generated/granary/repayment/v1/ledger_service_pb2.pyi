from buf.validate import validate_pb2 as _validate_pb2
from granary.access.v1 import options_pb2 as _options_pb2
from granary.repayment.v1 import ledger_pb2 as _ledger_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class GetChartOfAccountsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetChartOfAccountsResponse(_message.Message):
    __slots__ = ("accounts",)
    ACCOUNTS_FIELD_NUMBER: _ClassVar[int]
    accounts: _containers.RepeatedCompositeFieldContainer[_ledger_pb2.LedgerAccount]
    def __init__(self, accounts: _Optional[_Iterable[_Union[_ledger_pb2.LedgerAccount, _Mapping]]] = ...) -> None: ...

class GetTurnoverRequest(_message.Message):
    __slots__ = ("to_on", "from_on", "bucket")
    TO_ON_FIELD_NUMBER: _ClassVar[int]
    FROM_ON_FIELD_NUMBER: _ClassVar[int]
    BUCKET_FIELD_NUMBER: _ClassVar[int]
    to_on: str
    from_on: str
    bucket: int
    def __init__(self, to_on: _Optional[str] = ..., from_on: _Optional[str] = ..., bucket: _Optional[int] = ...) -> None: ...

class GetTurnoverResponse(_message.Message):
    __slots__ = ("accounts", "from_on", "to_on", "total_debit_minor", "total_credit_minor", "total_closing_minor")
    ACCOUNTS_FIELD_NUMBER: _ClassVar[int]
    FROM_ON_FIELD_NUMBER: _ClassVar[int]
    TO_ON_FIELD_NUMBER: _ClassVar[int]
    TOTAL_DEBIT_MINOR_FIELD_NUMBER: _ClassVar[int]
    TOTAL_CREDIT_MINOR_FIELD_NUMBER: _ClassVar[int]
    TOTAL_CLOSING_MINOR_FIELD_NUMBER: _ClassVar[int]
    accounts: _containers.RepeatedCompositeFieldContainer[_ledger_pb2.AccountTurnover]
    from_on: str
    to_on: str
    total_debit_minor: int
    total_credit_minor: int
    total_closing_minor: int
    def __init__(self, accounts: _Optional[_Iterable[_Union[_ledger_pb2.AccountTurnover, _Mapping]]] = ..., from_on: _Optional[str] = ..., to_on: _Optional[str] = ..., total_debit_minor: _Optional[int] = ..., total_credit_minor: _Optional[int] = ..., total_closing_minor: _Optional[int] = ...) -> None: ...

class ListGeneralLedgerTotalsRequest(_message.Message):
    __slots__ = ("business_date", "page_size", "page_token")
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    business_date: str
    page_size: int
    page_token: str
    def __init__(self, business_date: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class BucketTurnover(_message.Message):
    __slots__ = ("bucket", "turnover")
    BUCKET_FIELD_NUMBER: _ClassVar[int]
    TURNOVER_FIELD_NUMBER: _ClassVar[int]
    bucket: int
    turnover: _ledger_pb2.AccountTurnover
    def __init__(self, bucket: _Optional[int] = ..., turnover: _Optional[_Union[_ledger_pb2.AccountTurnover, _Mapping]] = ...) -> None: ...

class ListGeneralLedgerTotalsResponse(_message.Message):
    __slots__ = ("totals", "next_page_token")
    TOTALS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    totals: _containers.RepeatedCompositeFieldContainer[BucketTurnover]
    next_page_token: str
    def __init__(self, totals: _Optional[_Iterable[_Union[BucketTurnover, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListJournalEntriesRequest(_message.Message):
    __slots__ = ("customer_id", "loan_id", "business_date", "page_size", "page_token")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    BUSINESS_DATE_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    loan_id: str
    business_date: str
    page_size: int
    page_token: str
    def __init__(self, customer_id: _Optional[str] = ..., loan_id: _Optional[str] = ..., business_date: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListJournalEntriesResponse(_message.Message):
    __slots__ = ("entries", "next_page_token")
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    entries: _containers.RepeatedCompositeFieldContainer[_ledger_pb2.JournalEntry]
    next_page_token: str
    def __init__(self, entries: _Optional[_Iterable[_Union[_ledger_pb2.JournalEntry, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ExportJournalRequest(_message.Message):
    __slots__ = ("from_on", "to_on", "format")
    FROM_ON_FIELD_NUMBER: _ClassVar[int]
    TO_ON_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    from_on: str
    to_on: str
    format: _ledger_pb2.ExportFormat
    def __init__(self, from_on: _Optional[str] = ..., to_on: _Optional[str] = ..., format: _Optional[_Union[_ledger_pb2.ExportFormat, str]] = ...) -> None: ...

class ExportJournalResponse(_message.Message):
    __slots__ = ("content",)
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    content: bytes
    def __init__(self, content: _Optional[bytes] = ...) -> None: ...

class ListRailDifferencesRequest(_message.Message):
    __slots__ = ("states", "page_size", "page_token")
    STATES_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    states: _containers.RepeatedScalarFieldContainer[_ledger_pb2.DifferenceState]
    page_size: int
    page_token: str
    def __init__(self, states: _Optional[_Iterable[_Union[_ledger_pb2.DifferenceState, str]]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListRailDifferencesResponse(_message.Message):
    __slots__ = ("differences", "next_page_token")
    DIFFERENCES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    differences: _containers.RepeatedCompositeFieldContainer[_ledger_pb2.RailDifference]
    next_page_token: str
    def __init__(self, differences: _Optional[_Iterable[_Union[_ledger_pb2.RailDifference, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ResolveRailDifferenceRequest(_message.Message):
    __slots__ = ("request_id", "difference_id", "reason", "note")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    DIFFERENCE_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    difference_id: str
    reason: _ledger_pb2.ResolutionReason
    note: str
    def __init__(self, request_id: _Optional[str] = ..., difference_id: _Optional[str] = ..., reason: _Optional[_Union[_ledger_pb2.ResolutionReason, str]] = ..., note: _Optional[str] = ...) -> None: ...

class ResolveRailDifferenceResponse(_message.Message):
    __slots__ = ("difference",)
    DIFFERENCE_FIELD_NUMBER: _ClassVar[int]
    difference: _ledger_pb2.RailDifference
    def __init__(self, difference: _Optional[_Union[_ledger_pb2.RailDifference, _Mapping]] = ...) -> None: ...

class ConfirmRailDifferenceRequest(_message.Message):
    __slots__ = ("request_id", "difference_id")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    DIFFERENCE_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    difference_id: str
    def __init__(self, request_id: _Optional[str] = ..., difference_id: _Optional[str] = ...) -> None: ...

class ConfirmRailDifferenceResponse(_message.Message):
    __slots__ = ("difference",)
    DIFFERENCE_FIELD_NUMBER: _ClassVar[int]
    difference: _ledger_pb2.RailDifference
    def __init__(self, difference: _Optional[_Union[_ledger_pb2.RailDifference, _Mapping]] = ...) -> None: ...

class GetPartnerSharesRequest(_message.Message):
    __slots__ = ("customer_id", "loan_id")
    CUSTOMER_ID_FIELD_NUMBER: _ClassVar[int]
    LOAN_ID_FIELD_NUMBER: _ClassVar[int]
    customer_id: str
    loan_id: str
    def __init__(self, customer_id: _Optional[str] = ..., loan_id: _Optional[str] = ...) -> None: ...

class GetPartnerSharesResponse(_message.Message):
    __slots__ = ("shares",)
    SHARES_FIELD_NUMBER: _ClassVar[int]
    shares: _containers.RepeatedCompositeFieldContainer[_ledger_pb2.PartnerShare]
    def __init__(self, shares: _Optional[_Iterable[_Union[_ledger_pb2.PartnerShare, _Mapping]]] = ...) -> None: ...

class ListStatementDaysRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListStatementDaysResponse(_message.Message):
    __slots__ = ("days", "next_page_token")
    DAYS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    days: _containers.RepeatedCompositeFieldContainer[_ledger_pb2.StatementDay]
    next_page_token: str
    def __init__(self, days: _Optional[_Iterable[_Union[_ledger_pb2.StatementDay, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...
