"""The servicing policy: product and legal numbers with the dates they are in force."""

from dataclasses import dataclass
from datetime import date

from services.repayment.domain.terms import Part


@dataclass(frozen=True, slots=True)
class RepaymentPolicy:
    """One version of the servicing policy; what concerns the contract is copied into the loan."""

    version: str
    effective_from: date
    source: str
    confidence: str
    allocation_order: tuple[Part, ...]
    prepayment_from_day: int
    auto_debit_days_after_due: tuple[int, ...]
    """On which days, counted from a due date, the card is debited for what is unpaid."""
    collection_retry_s: tuple[int, ...]
    """Waits between questions about an unanswered debit; the last one repeats."""

    def __post_init__(self) -> None:
        if sorted(self.allocation_order) != sorted(Part):
            raise ValueError(f"policy {self.version}: the order must name every part once")
        if not self.auto_debit_days_after_due or not self.collection_retry_s:
            raise ValueError(f"policy {self.version}: debit days and waits cannot be empty")


@dataclass(frozen=True, slots=True)
class Policies:
    """All versions of the policy, oldest first."""

    versions: tuple[RepaymentPolicy, ...]

    def in_force(self, on: date) -> RepaymentPolicy:
        """The newest version in force on a date; raises LookupError before the first."""
        for version in reversed(self.versions):
            if version.effective_from <= on:
                return version
        raise LookupError(f"no repayment policy is in force on {on}")
