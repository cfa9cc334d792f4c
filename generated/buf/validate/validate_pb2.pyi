from google.protobuf import descriptor as _descriptor

DESCRIPTOR: _descriptor.FileDescriptor
message: _descriptor.FieldDescriptor
oneof: _descriptor.FieldDescriptor
field: _descriptor.FieldDescriptor
predefined: _descriptor.FieldDescriptor
