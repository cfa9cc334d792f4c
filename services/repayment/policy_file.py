"""Reads the dated policy data; the file in `policy/` unless the settings name another."""

from pathlib import Path

from chassis.policy_files import read_parameters
from services.repayment.domain.documents.policy import DocumentPolicies
from services.repayment.domain.ledger.policy import BooksPolicyRegistry
from services.repayment.domain.policy import PolicyRegistry

DEFAULT = Path(__file__).parent / "policy" / "repayment.toml"


def read_policy(path: Path = DEFAULT, *, keep_debit_hours: bool = True) -> PolicyRegistry:
    """Raises PolicyError when the file is not usable, naming the parameter."""
    return PolicyRegistry(read_parameters(path), keep_debit_hours=keep_debit_hours)


BOOKS_DEFAULT = Path(__file__).parent / "policy" / "books.toml"


def read_books_policy(path: Path = BOOKS_DEFAULT) -> BooksPolicyRegistry:
    """What the books decide by. Raises PolicyError as `read_policy` does."""
    return BooksPolicyRegistry(read_parameters(path))


DOCUMENTS_DEFAULT = Path(__file__).parent / "policy" / "documents.toml"


def read_document_policy(path: Path = DOCUMENTS_DEFAULT) -> DocumentPolicies:
    """Who lends and how the credit bureau is told. Raises PolicyError as `read_policy` does."""
    return DocumentPolicies(read_parameters(path))
