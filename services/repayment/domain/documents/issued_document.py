"""A document that was given out: kept, so that the same number always is the same bytes."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from chassis.decision import Change, Decision


class DocumentKind(StrEnum):
    """The documents that do not change any more once they can be made."""

    MONTHLY_STATEMENT = "MONTHLY_STATEMENT"
    LOAN_STATEMENT = "LOAN_STATEMENT"
    RECEIPT = "RECEIPT"
    SETTLEMENT_CERTIFICATE = "SETTLEMENT_CERTIFICATE"


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """One file as it was first given to the customer."""

    customer_id: UUID
    number: str
    kind: DocumentKind
    subject_id: UUID
    """The customer, loan or repayment it is about."""
    language: str
    issued_on: date
    words_version: str
    digest: str
    """SHA-256 of what it says, as printed on it."""
    content: bytes
    sha256: str
    """SHA-256 of the file."""
    version: int = 0

    @property
    def file_name(self) -> str:
        return f"{self.number}.pdf"


def issue(existing: IssuedDocument | None, made: IssuedDocument) -> Decision[None]:
    """Keep a document once; one of the same number that is there stays as it is."""
    if existing is not None:
        return Decision(None)
    return Decision(None, (Change(made),))


def hash_of(content: bytes) -> str:
    """SHA-256 of a file as 64 hexadecimal digits."""
    return sha256(content).hexdigest()
