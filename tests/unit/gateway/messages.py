"""Messages of any type with values of every kind, for property tests."""

from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.protobuf.timestamp_pb2 import Timestamp
from hypothesis import strategies as st

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_VALUES: dict[int, st.SearchStrategy[Any]] = {
    FieldDescriptor.TYPE_STRING: TEXT,
    FieldDescriptor.TYPE_BOOL: st.booleans(),
    FieldDescriptor.TYPE_BYTES: st.binary(max_size=20),
    FieldDescriptor.TYPE_INT32: st.integers(-(2**31), 2**31 - 1),
    FieldDescriptor.TYPE_INT64: st.integers(-(2**63), 2**63 - 1),
}
# Years 1 to 9999, which RFC 3339 can write.
_TIMES = st.builds(
    lambda seconds, nanos: Timestamp(seconds=seconds, nanos=nanos),
    st.integers(-62135596800, 253402300799),
    st.integers(0, 999_999_999),
)


def messages_of(descriptor: Descriptor) -> st.SearchStrategy[Message]:
    """Messages of this type, each field given or not."""
    if descriptor.full_name == Timestamp.DESCRIPTOR.full_name:
        return _TIMES
    fields = {field.name: _values_of(field) for field in descriptor.fields}
    return st.builds(
        lambda given: GetMessageClass(descriptor)(**given),
        st.fixed_dictionaries({}, optional=fields),
    )


def _values_of(field: FieldDescriptor) -> st.SearchStrategy[Any]:
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        return st.dictionaries(TEXT, TEXT, max_size=3)
    if field.type == FieldDescriptor.TYPE_ENUM:
        assert field.enum_type is not None
        one: st.SearchStrategy[Any] = st.sampled_from(
            [value.number for value in field.enum_type.values if value.number]
        )
    elif field.type == FieldDescriptor.TYPE_MESSAGE:
        assert field.message_type is not None
        one = messages_of(field.message_type)
    else:
        one = _VALUES[field.type]
    return st.lists(one, max_size=3) if field.is_repeated else one
