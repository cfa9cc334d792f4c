"""Messages of the contracts as JSON Schema (draft 2020-12), rules included."""

from collections.abc import Mapping
from typing import Any

import protovalidate
from buf.validate import validate_pb2 as rules_pb2
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message_factory import GetMessageClass

from services.gateway.json_codec import TIMESTAMP, enum_of, is_map, message_of, short_names

Schema = dict[str, Any]
Comments = Mapping[str, str]
"""Full name in the contracts -> the comment above it."""

_IGNORE_EMPTY: int = (
    rules_pb2.DESCRIPTOR.enum_types_by_name["Ignore"].values_by_name["IGNORE_IF_ZERO_VALUE"].number
)
_WHOLE_NUMBERS = {
    FieldDescriptor.TYPE_INT32: ("int32", {}),
    FieldDescriptor.TYPE_INT64: ("int64", {}),
    FieldDescriptor.TYPE_UINT32: ("int32", {"minimum": 0}),
    FieldDescriptor.TYPE_UINT64: ("int64", {"minimum": 0}),
}
_PLAIN: dict[int, Schema] = {
    FieldDescriptor.TYPE_BOOL: {"type": "boolean"},
    FieldDescriptor.TYPE_BYTES: {"type": "string", "contentEncoding": "base64"},
}
_NUMBER_RULES = {
    "gte": "minimum",
    "lte": "maximum",
    "gt": "exclusiveMinimum",
    "lt": "exclusiveMaximum",
}


class Schemas:
    """Collects the schemas of the messages that are asked for, and of those inside them."""

    def __init__(self, comments: Comments) -> None:
        self._comments = comments
        self._asked: dict[str, bool] = {}
        self.components: dict[str, Schema] = {}

    def of_request(self, message: Descriptor, *, without: frozenset[str] = frozenset()) -> Schema:
        """A reference to the schema of what an app sends."""
        return self._reference(message, is_request=True, without=without)

    def of_reply(self, message: Descriptor) -> Schema:
        """A reference to the schema of what an app gets: every field is there."""
        return self._reference(message, is_request=False)

    def of_field(self, field: FieldDescriptor, *, is_request: bool) -> Schema:
        """The schema of one field with its comment."""
        comment = self._comments.get(field.full_name, "")
        if is_map(field):
            return {
                "type": "object",
                "additionalProperties": {"type": "string"},
                "description": comment,
            }
        rules = rules_of(field)
        if field.is_repeated:
            items = self._of_value(field, rules.repeated.items, is_request=is_request)
            return {"type": "array", "items": items, **_list_rules(rules), "description": comment}
        schema = self._of_value(field, rules, is_request=is_request)
        if not is_request and (field.has_presence or field.type == FieldDescriptor.TYPE_ENUM):
            schema = _or_null(schema)
        described = " ".join(filter(None, (comment, schema.get("description"))))
        return {**schema, "description": described}

    def _of_value(self, field: FieldDescriptor, rules: Any, *, is_request: bool) -> Schema:
        if field.type == FieldDescriptor.TYPE_ENUM:
            return self._of_enum(field)
        if field.type in _PLAIN:
            return dict(_PLAIN[field.type])
        if field.type == FieldDescriptor.TYPE_STRING:
            return _of_text(rules)
        if field.type == FieldDescriptor.TYPE_MESSAGE:
            if message_of(field).full_name == TIMESTAMP:
                return {"type": "string", "format": "date-time"}
            return self._reference(message_of(field), is_request=is_request)
        width, bounds = _WHOLE_NUMBERS[field.type]
        return {"type": "integer", "format": width, **bounds, **_number_rules(field, rules)}

    def _of_enum(self, field: FieldDescriptor) -> Schema:
        enum = enum_of(field)
        names = short_names(enum)
        texts = (
            f"`{names[value.number]}`: {self._comments.get(f'{enum.full_name}.{value.name}', '')}"
            for value in enum.values
            if value.number
        )
        return {"type": "string", "enum": list(names.values()), "description": " ".join(texts)}

    def _reference(
        self, message: Descriptor, *, is_request: bool, without: frozenset[str] = frozenset()
    ) -> Schema:
        name = component_name(message)
        if self._asked.setdefault(name, is_request) != is_request:
            raise TypeError(f"{name} is both sent and received; give each its own message")
        if name not in self.components:
            self.components[name] = {}
            fields = [field for field in message.fields if field.name not in without]
            required = required_of(message) if is_request else {f.name for f in fields}
            # request_id may come as the Idempotency-Key header instead.
            required -= {"request_id"} if is_request else set()
            self.components[name] = {
                "type": "object",
                "description": self._comments.get(message.full_name, ""),
                "properties": {
                    field.name: self.of_field(field, is_request=is_request) for field in fields
                },
                **_if_any("required", [f.name for f in fields if f.name in required]),
                **({"additionalProperties": False} if is_request else {}),
            }
        return {"$ref": f"#/components/schemas/{name}"}


def component_name(message: Descriptor) -> str:
    """A message's name in the document: area and name, such as identity.Customer."""
    return f"{message.file.package.split('.')[1]}.{message.name}"


def rules_of(field: FieldDescriptor) -> Any:
    """The validation rules of a field."""
    options: Any = field.GetOptions()
    return options.Extensions[rules_pb2.field]


def required_of(message: Descriptor) -> set[str]:
    """Fields without which the contract refuses the message."""
    violations = protovalidate.collect_violations(GetMessageClass(message)())
    paths = (violation.proto.field for violation in violations)
    return {path.elements[0].field_name for path in paths if path is not None}


def _of_text(rules: Any) -> Schema:
    text = rules.string
    schema: Schema = {"type": "string"}
    if text.uuid:
        schema["format"] = "uuid"
    if text.HasField("pattern"):
        schema["pattern"] = text.pattern
    if text.HasField("min_len"):
        schema["minLength"] = text.min_len
    if text.HasField("max_len"):
        schema["maxLength"] = text.max_len
    if rules.ignore == _IGNORE_EMPTY:
        return {"anyOf": [schema, {"const": ""}]}
    return schema


def _number_rules(field: FieldDescriptor, rules: Any) -> Schema:
    of_type = getattr(rules, _WHOLE_NUMBERS[field.type][0])
    return {
        keyword: getattr(of_type, rule)
        for rule, keyword in _NUMBER_RULES.items()
        if of_type.HasField(rule)
    }


def _list_rules(rules: Any) -> Schema:
    schema: Schema = {}
    if rules.repeated.HasField("max_items"):
        schema["maxItems"] = rules.repeated.max_items
    if rules.repeated.unique:
        schema["uniqueItems"] = True
    return schema


def _or_null(schema: Schema) -> Schema:
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    nullable = {**schema, "type": [schema["type"], "null"]}
    if "enum" in schema:
        nullable["enum"] = [*schema["enum"], None]
    return nullable


def _if_any(name: str, values: list[str]) -> dict[str, list[str]]:
    return {name: values} if values else {}
