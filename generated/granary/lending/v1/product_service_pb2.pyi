from google.api import annotations_pb2 as _annotations_pb2
from granary.access.v1 import options_pb2 as _options_pb2
from granary.lending.v1 import application_pb2 as _application_pb2
from granary.repayment.v1 import schedule_pb2 as _schedule_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ListProductsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListProductsResponse(_message.Message):
    __slots__ = ("products",)
    PRODUCTS_FIELD_NUMBER: _ClassVar[int]
    products: _containers.RepeatedCompositeFieldContainer[Product]
    def __init__(self, products: _Optional[_Iterable[_Union[Product, _Mapping]]] = ...) -> None: ...

class Product(_message.Message):
    __slots__ = ("product_code", "minimum_drawdown_minor", "maximum_drawdown_minor", "maximum_credit_line_minor", "currency", "instalments", "methods", "purposes", "lowest_daily_rate_ppm", "highest_daily_rate_ppm", "needs_business", "policy_version")
    PRODUCT_CODE_FIELD_NUMBER: _ClassVar[int]
    MINIMUM_DRAWDOWN_MINOR_FIELD_NUMBER: _ClassVar[int]
    MAXIMUM_DRAWDOWN_MINOR_FIELD_NUMBER: _ClassVar[int]
    MAXIMUM_CREDIT_LINE_MINOR_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    INSTALMENTS_FIELD_NUMBER: _ClassVar[int]
    METHODS_FIELD_NUMBER: _ClassVar[int]
    PURPOSES_FIELD_NUMBER: _ClassVar[int]
    LOWEST_DAILY_RATE_PPM_FIELD_NUMBER: _ClassVar[int]
    HIGHEST_DAILY_RATE_PPM_FIELD_NUMBER: _ClassVar[int]
    NEEDS_BUSINESS_FIELD_NUMBER: _ClassVar[int]
    POLICY_VERSION_FIELD_NUMBER: _ClassVar[int]
    product_code: str
    minimum_drawdown_minor: int
    maximum_drawdown_minor: int
    maximum_credit_line_minor: int
    currency: str
    instalments: _containers.RepeatedScalarFieldContainer[int]
    methods: _containers.RepeatedScalarFieldContainer[_schedule_pb2.RepaymentMethod]
    purposes: _containers.RepeatedScalarFieldContainer[_application_pb2.LoanPurpose]
    lowest_daily_rate_ppm: int
    highest_daily_rate_ppm: int
    needs_business: bool
    policy_version: str
    def __init__(self, product_code: _Optional[str] = ..., minimum_drawdown_minor: _Optional[int] = ..., maximum_drawdown_minor: _Optional[int] = ..., maximum_credit_line_minor: _Optional[int] = ..., currency: _Optional[str] = ..., instalments: _Optional[_Iterable[int]] = ..., methods: _Optional[_Iterable[_Union[_schedule_pb2.RepaymentMethod, str]]] = ..., purposes: _Optional[_Iterable[_Union[_application_pb2.LoanPurpose, str]]] = ..., lowest_daily_rate_ppm: _Optional[int] = ..., highest_daily_rate_ppm: _Optional[int] = ..., needs_business: _Optional[bool] = ..., policy_version: _Optional[str] = ...) -> None: ...
