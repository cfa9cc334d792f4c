"""A file as an HTTP answer: the content as the body, what there is to say about it as headers."""

from base64 import b64encode

from aiohttp import web
from granary.type.v1.document_pb2 import Document

MEDIA_TYPES = frozenset({"application/pdf", "text/csv"})
"""Files that are served; none of them is run by a browser."""


def document_answer(document: Document) -> web.Response:
    """The file, to be stored under its name, with its hash as RFC 9530 writes it.

    A document that was given out before says in its headers whether it is still true.

    Raises ValueError for a kind of file that is not served.
    """
    if document.media_type not in MEDIA_TYPES:
        raise ValueError(f"files of type {document.media_type!r} are not served")
    standing = {
        name: value
        for name, value in (
            ("Document-Standing", document.standing),
            ("Document-Standing-Since", document.standing_since),
        )
        if value
    }
    digest = b64encode(bytes.fromhex(document.sha256)).decode()
    return web.Response(
        body=document.content,
        content_type=document.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{document.file_name}"',
            "Repr-Digest": f"sha-256=:{digest}:",
            **standing,
        },
    )
