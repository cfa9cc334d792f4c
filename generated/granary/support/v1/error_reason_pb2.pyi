from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from typing import ClassVar as _ClassVar

DESCRIPTOR: _descriptor.FileDescriptor

class ErrorReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ERROR_REASON_UNSPECIFIED: _ClassVar[ErrorReason]
    ERROR_REASON_CASE_ALREADY_ANSWERED: _ClassVar[ErrorReason]
    ERROR_REASON_EXTENSION_TOO_LONG: _ClassVar[ErrorReason]
    ERROR_REASON_EXTENSION_NEEDS_APPROVER: _ClassVar[ErrorReason]
    ERROR_REASON_CASE_HAS_NO_DUE_DATE: _ClassVar[ErrorReason]
ERROR_REASON_UNSPECIFIED: ErrorReason
ERROR_REASON_CASE_ALREADY_ANSWERED: ErrorReason
ERROR_REASON_EXTENSION_TOO_LONG: ErrorReason
ERROR_REASON_EXTENSION_NEEDS_APPROVER: ErrorReason
ERROR_REASON_CASE_HAS_NO_DUE_DATE: ErrorReason
