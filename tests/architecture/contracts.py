"""The contracts as their own compiler sees them, with comments and options."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

# Options are readable only when the modules that declare them are loaded before the descriptors.
from buf.validate import validate_pb2
from google.api import annotations_pb2
from google.protobuf import descriptor_pb2
from granary.access.v1 import options_pb2 as access_options
from granary.event.v1 import options_pb2 as event_options

from protos import generate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from google.protobuf.descriptor_pb2 import (
        DescriptorProto,
        EnumDescriptorProto,
        FieldDescriptorProto,
        FileDescriptorProto,
        MethodDescriptorProto,
        ServiceDescriptorProto,
    )

# Field numbers of descriptor.proto, of which the path to a comment is made.
MESSAGES, ENUMS, SERVICES, EXTENSIONS, MEMBERS = 4, 5, 6, 7, 2


@dataclass(frozen=True)
class Rpc:
    """One RPC and where it is declared."""

    file: FileDescriptorProto
    service: ServiceDescriptorProto
    method: MethodDescriptorProto
    comment: str

    @property
    def name(self) -> str:
        return f"{self.file.package}.{self.service.name}.{self.method.name}"

    @property
    def is_internal(self) -> bool:
        return self.service.name.endswith("InternalService")

    @property
    def reads_only(self) -> bool:
        return self.method.options.idempotency_level == descriptor_pb2.MethodOptions.NO_SIDE_EFFECTS

    @property
    def access(self) -> access_options.Access:
        return cast("access_options.Access", _option(self.method, access_options.access))

    @property
    def http_address(self) -> tuple[str, str] | None:
        """Verb and path, or None when the gateway does not show it."""
        rule = _option(self.method, annotations_pb2.http)
        verb = rule.WhichOneof("pattern")
        return (verb, getattr(rule, verb)) if verb else None


@dataclass(frozen=True)
class Message:
    """One message and where it is declared."""

    file: FileDescriptorProto
    descriptor: DescriptorProto

    @property
    def name(self) -> str:
        return f"{self.file.package}.{self.descriptor.name}"

    @property
    def subject(self) -> str:
        return cast("str", _option(self.descriptor, event_options.subject))

    @property
    def fields(self) -> dict[str, FieldDescriptorProto]:
        return {field.name: field for field in self.descriptor.field}


class Contracts:
    """Every contract of the suite."""

    def __init__(self) -> None:
        self.files = list(generate.own_files(generate.describe(comments=True)).file)

    @cached_property
    def messages(self) -> dict[str, Message]:
        found = [Message(file, message) for file in self.files for message in file.message_type]
        return {message.name: message for message in found}

    @property
    def events(self) -> list[Message]:
        return [m for m in self.messages.values() if m.file.name.endswith("/events.proto")]

    @property
    def enums(self) -> list[tuple[FileDescriptorProto, EnumDescriptorProto]]:
        return [(file, enum) for file in self.files for enum in file.enum_type]

    @cached_property
    def rpcs(self) -> list[Rpc]:
        return [
            Rpc(file, service, method, comments(file).get((SERVICES, at, MEMBERS, number), ""))
            for file in self.files
            for at, service in enumerate(file.service)
            for number, method in enumerate(service.method)
        ]

    @property
    def fields(self) -> Iterator[tuple[Message, FieldDescriptorProto]]:
        return ((m, field) for m in self.messages.values() for field in m.descriptor.field)

    def request_of(self, rpc: Rpc) -> Message:
        return self.messages[rpc.method.input_type.removeprefix(".")]

    def asked_fields(self, message: Message) -> Iterator[tuple[Message, FieldDescriptorProto]]:
        """Fields that a caller fills in, those of our own messages inside included."""
        for field in message.descriptor.field:
            yield message, field
            inside = self.messages.get(field.type_name.removeprefix("."))
            if inside:
                yield from self.asked_fields(inside)

    def reasons_of(self, package: str) -> dict[str, str]:
        """Error reasons of a package without their prefix, with their comments."""
        return {
            value.name.removeprefix("ERROR_REASON_"): comments(file)[(ENUMS, at, MEMBERS, number)]
            for file in self.files
            if file.package == package
            for at, enum in enumerate(file.enum_type)
            if enum.name == "ErrorReason"
            for number, value in enumerate(enum.value)
            if value.number
        }


def has_rule(field: FieldDescriptorProto) -> bool:
    """Whether the contract limits what a caller may put into the field."""
    return field.options.HasExtension(_key(validate_pb2.field))


def comments(file: FileDescriptorProto) -> dict[tuple[int, ...], str]:
    """Comments by the path to what they stand above."""
    return {
        tuple(location.path): location.leading_comments.strip()
        for location in file.source_code_info.location
        if location.leading_comments.strip()
    }


def declarations(file: FileDescriptorProto) -> Iterator[tuple[tuple[int, ...], str]]:
    """Path and name of everything in a file that deserves a comment."""
    for at, message in enumerate(file.message_type):
        yield (MESSAGES, at), message.name
        for number, field in enumerate(message.field):
            yield (MESSAGES, at, MEMBERS, number), f"{message.name}.{field.name}"
    for at, enum in enumerate(file.enum_type):
        yield (ENUMS, at), enum.name
        for number, value in enumerate(enum.value):
            yield (ENUMS, at, MEMBERS, number), value.name
    for at, service in enumerate(file.service):
        yield (SERVICES, at), service.name
        for number, method in enumerate(service.method):
            yield (SERVICES, at, MEMBERS, number), f"{service.name}.{method.name}"
    for at, extension in enumerate(file.extension):
        yield (EXTENSIONS, at), extension.name


def _option(described: Any, extension: Any) -> Any:
    return described.options.Extensions[_key(extension)]


def _key(extension: Any) -> Any:
    """The generated stubs type an extension as a plain field, which the key is not."""
    return extension
