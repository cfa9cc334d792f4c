from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from typing import ClassVar as _ClassVar

DESCRIPTOR: _descriptor.FileDescriptor

class ErrorReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ERROR_REASON_UNSPECIFIED: _ClassVar[ErrorReason]
    ERROR_REASON_SCREEN_TERMS_DIFFER: _ClassVar[ErrorReason]
    ERROR_REASON_ALERT_ALREADY_ACKNOWLEDGED: _ClassVar[ErrorReason]
ERROR_REASON_UNSPECIFIED: ErrorReason
ERROR_REASON_SCREEN_TERMS_DIFFER: ErrorReason
ERROR_REASON_ALERT_ALREADY_ACKNOWLEDGED: ErrorReason
