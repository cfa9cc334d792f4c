"""A document that was given out: kept, so that the same number always is the same bytes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from chassis.decision import Change, Decision
from services.repayment.domain.loan import Loan
from services.repayment.domain.loan_correction import REVERSED


class DocumentKind(StrEnum):
    """The documents that do not change any more once they can be made."""

    MONTHLY_STATEMENT = "MONTHLY_STATEMENT"
    LOAN_STATEMENT = "LOAN_STATEMENT"
    RECEIPT = "RECEIPT"
    SETTLEMENT_CERTIFICATE = "SETTLEMENT_CERTIFICATE"


class DocumentStanding(StrEnum):
    """Whether a document that was given out still says what is true."""

    VALID = "VALID"
    CORRECTED = "CORRECTED"  # true when it was made; a later document shows the correction
    WITHDRAWN = "WITHDRAWN"  # what it says did not come about; it proves nothing any more


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
    standing: DocumentStanding = DocumentStanding.VALID
    standing_since: date | None = None
    """The business date from which it is corrected or withdrawn."""
    standing_because: str = ""
    """What corrected the loan, e.g. "REPAYMENT_REVERSED"; empty while the document is valid."""
    version: int = 0

    @property
    def file_name(self) -> str:
        return f"{self.number}.pdf"


def issue(existing: IssuedDocument | None, made: IssuedDocument) -> Decision[None]:
    """Keep a document once; one of the same number that is there stays as it is."""
    if existing is not None:
        return Decision(None)
    return Decision(None, (Change(made),))


def standing_of_new(
    kind: DocumentKind, loans: Iterable[Loan], issued_on: date
) -> tuple[DocumentStanding, date | None, str]:
    """How a document stands when it is first given out, since when, and because of what.

    A closed month is stated as the books knew it, so one that is first asked for after money of it
    was taken back is corrected from the beginning.
    """
    since = min(
        (
            entry.taken_back_on
            for loan in loans
            for entry in loan.history
            if entry.taken_back_on is not None
            and entry.booked_on < issued_on <= entry.taken_back_on
        ),
        default=None,
    )
    is_statement = kind in (DocumentKind.MONTHLY_STATEMENT, DocumentKind.LOAN_STATEMENT)
    if since is None or not is_statement:
        return DocumentStanding.VALID, None, ""
    return DocumentStanding.CORRECTED, since, REVERSED


@dataclass(frozen=True, slots=True)
class Restatement:
    """A loan's past was corrected."""

    loan_id: UUID
    repayment_id: UUID
    from_on: date
    """The value date from which the loan is another one."""
    because: str
    on: date
    """The business date on which it was corrected."""
    is_settled: bool
    """Whether nothing is owed on the loan as it is now."""
    is_taken_back: bool
    """Whether the repayment does not count any more."""


def reconsider(document: IssuedDocument, restated: Restatement) -> Decision[DocumentStanding]:
    """Mark a document that a correction makes untrue; its bytes and number stay.

    A certificate is withdrawn when its loan owes again, a receipt when its money was taken back. A
    statement that covers the corrected days stays true for its date: the later one corrects it.
    """
    standing = _standing_after(document, restated)
    if standing is document.standing or document.standing is DocumentStanding.WITHDRAWN:
        return Decision(document.standing)
    after = replace(
        document,
        standing=standing,
        standing_since=restated.on,
        standing_because=restated.because,
    )
    return Decision(standing, (Change(after),))


def _standing_after(document: IssuedDocument, restated: Restatement) -> DocumentStanding:
    about_loan = document.subject_id in (restated.loan_id, document.customer_id)
    match document.kind:
        case DocumentKind.SETTLEMENT_CERTIFICATE:
            untrue = about_loan and not restated.is_settled
            return DocumentStanding.WITHDRAWN if untrue else document.standing
        case DocumentKind.RECEIPT:
            untrue = document.subject_id == restated.repayment_id and restated.is_taken_back
            return DocumentStanding.WITHDRAWN if untrue else document.standing
    # A closed month is stated on the day after it.
    covers = about_loan and restated.from_on < document.issued_on <= restated.on
    return DocumentStanding.CORRECTED if covers else document.standing


def hash_of(content: bytes) -> str:
    """SHA-256 of a file as 64 hexadecimal digits."""
    return sha256(content).hexdigest()
