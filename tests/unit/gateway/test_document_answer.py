"""A file leaves the gateway as itself: body, media type, name and hash."""

from base64 import b64encode
from hashlib import sha256

import pytest
from granary.type.v1.document_pb2 import Document

from services.gateway.document_answer import document_answer


def a_document(**more: str) -> Document:
    content = b"%PDF-1.4 ..."
    fields = {
        "media_type": "application/pdf",
        "file_name": "statement-2026-12.pdf",
        "sha256": sha256(content).hexdigest(),
    }
    return Document(content=content, **fields | more)


def test_a_file_is_the_body_and_its_hash_a_header() -> None:
    document = a_document()

    answer = document_answer(document)

    assert answer.body == document.content
    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="statement-2026-12.pdf"'
    digest = b64encode(sha256(document.content).digest()).decode()
    assert answer.headers["Repr-Digest"] == f"sha-256=:{digest}:"


def test_a_document_that_is_not_true_any_more_says_so_beside_its_unchanged_bytes() -> None:
    valid = document_answer(a_document(standing="VALID"))
    corrected = document_answer(a_document(standing="CORRECTED", standing_since="2027-02-10"))
    made_anew = document_answer(a_document())

    assert valid.headers["Document-Standing"] == "VALID"
    assert corrected.headers["Document-Standing"] == "CORRECTED"
    assert corrected.headers["Document-Standing-Since"] == "2027-02-10"
    assert corrected.body == valid.body
    assert "Document-Standing-Since" not in valid.headers
    assert "Document-Standing" not in made_anew.headers


@pytest.mark.parametrize("media_type", ["text/html", "", "application/pdf\r\nX-Evil: 1"])
def test_a_kind_of_file_that_a_browser_might_run_is_not_served(media_type: str) -> None:
    with pytest.raises(ValueError, match="are not served"):
        document_answer(a_document(media_type=media_type))
