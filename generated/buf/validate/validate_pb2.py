"""Registers the descriptor of buf/validate/validate.proto, which the generated contracts import.

The library that enforces the rules carries the descriptor but no module for google.protobuf; this is that module.
"""

from google.protobuf import descriptor_pb2 as _descriptor_pb2
from google.protobuf import descriptor_pool as _descriptor_pool
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import builder as _builder
from protovalidate import ViolationsPb as _ViolationsPb

# The descriptor can be registered only after the files that it imports.
_IMPORTED = (_descriptor_pb2, _duration_pb2, _field_mask_pb2, _timestamp_pb2)

DESCRIPTOR = _descriptor_pool.Default().AddSerializedFile(
    _ViolationsPb.desc().file.proto.to_binary()
)

_builder.BuildMessageAndEnumDescriptors(DESCRIPTOR, globals())
_builder.BuildTopDescriptorsAndMessages(DESCRIPTOR, "buf.validate.validate_pb2", globals())
