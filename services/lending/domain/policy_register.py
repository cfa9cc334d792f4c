"""What is proposed for the policy and what was approved: values with their dates, and by whom."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

REGISTER = "lending"
"""The one register there is."""


@dataclass(frozen=True, slots=True)
class PolicyValue:
    """A value with its days, its source and how sure the proposer is of it."""

    product_code: str
    parameter: str
    value_json: str
    """The value as JSON, in the form the policy file has it."""
    effective_from: date
    effective_to: date | None
    """The last day, after which the value before it is in force again; None for open."""
    source: str
    confidence: str
    approval: int = 0
    """The register's number since the value is in it; 0 while it is proposed."""

    def names_same_parameter(self, other: "PolicyValue") -> bool:
        return (self.product_code, self.parameter) == (other.product_code, other.parameter)


class ChangeStatus(StrEnum):
    """Where a change stands."""

    PROPOSED = "PROPOSED"  # waits for a second person
    APPROVED = "APPROVED"  # in the register; takes effect on its dates
    REJECTED = "REJECTED"  # will not come, by whoever decided so or by its own proposer


@dataclass(frozen=True, slots=True)
class PolicyRegister:
    """All values approved so far, in the order of their approval."""

    name: str
    number: int = 0
    """How many changes were approved; a process that read another number reads again."""
    approved: tuple[PolicyValue, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """Values proposed together, why, by whom, and what became of them."""

    change_id: UUID
    new_values: tuple[PolicyValue, ...]
    reason: str
    proposed_by: str
    proposed_at: datetime
    seen_number: int
    """The register's number that the proposer, and so the preview, looked at."""
    status: ChangeStatus = ChangeStatus.PROPOSED
    decided_by: str = ""
    decided_at: datetime | None = None
    decision_reason: str = ""
    approval: int = 0
    """The register's number since it is in force or announced; 0 before."""
    version: int = 0

    def touches(self, value: PolicyValue) -> bool:
        """Whether a value belongs to a parameter that this change is about."""
        return any(own.names_same_parameter(value) for own in self.new_values)

    @property
    def product_codes(self) -> tuple[str, ...]:
        return tuple(sorted({value.product_code for value in self.new_values}))

    def begins_on(self, product_code: str) -> date:
        """The first day on which all its values for a product are in force."""
        return max(it.effective_from for it in self.new_values if it.product_code == product_code)
