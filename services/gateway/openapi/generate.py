"""Write openapi.json from the contracts. The comments are only in the sources, not at run time."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from google.protobuf.descriptor_pb2 import FileDescriptorProto

from services.gateway.openapi.document import document
from services.gateway.pages import OPENAPI_FILE
from services.gateway.transcoding import public_routes

# Field numbers of descriptor.proto, of which the path to a comment is made.
_MESSAGES, _ENUMS, _SERVICES, _MEMBERS = 4, 5, 6, 2


def write() -> None:
    """Bring openapi.json up to date."""
    OPENAPI_FILE.write_text(fresh(), encoding="utf-8")


def fresh() -> str:
    """The document as it should be, laid out for people."""
    from protos import generate

    own_files = generate.own_files(generate.describe(comments=True)).file
    described = document(public_routes(), dict(comments_of(own_files)))
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def comments_of(files: Iterable[FileDescriptorProto]) -> Iterator[tuple[str, str]]:
    """Full name and comment of everything in the files, each comment on one line."""
    for file in files:
        texts = {
            tuple(location.path): " ".join(location.leading_comments.split())
            for location in file.source_code_info.location
        }
        for path, name in _declared(file):
            yield f"{file.package}.{name}", texts.get(path, "")


def _declared(file: FileDescriptorProto) -> Iterator[tuple[tuple[int, ...], str]]:
    groups: tuple[tuple[int, Any, str], ...] = (
        (_MESSAGES, file.message_type, "field"),
        (_ENUMS, file.enum_type, "value"),
        (_SERVICES, file.service, "method"),
    )
    for number, declared, members in groups:
        for at, one in enumerate(declared):
            yield (number, at), one.name
            for inside, member in enumerate(getattr(one, members)):
                yield (number, at, _MEMBERS, inside), f"{one.name}.{member.name}"
