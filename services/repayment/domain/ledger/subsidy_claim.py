"""What is claimed from the treasury: per borrower and year for the cap, per month for the claims.

Interest that falls due on spending the payout account proves is lowered at once; the treasury owes
that part instead, until it pays or refuses.
"""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SpendingTold:
    """What somebody told of a loan's spending before somebody told otherwise."""

    principal_minor: int
    note: str
    told_by: str
    told_on: date


@dataclass(frozen=True, slots=True)
class EligibleSpending:
    """How much of a loan was spent on what is subsidised, as the payout account proves."""

    customer_id: UUID
    loan_id: UUID
    principal_minor: int
    note: str
    """The evidence; no personal data."""
    told_by: str
    told_on: date
    earlier: tuple[SpendingTold, ...] = ()
    """What was told before, the oldest first: evidence is added to and never replaced."""
    version: int = 0

    def told_anew(
        self, principal_minor: int, note: str, told_by: str, told_on: date
    ) -> "EligibleSpending":
        """What counts from now on, after what counted until now."""
        before = SpendingTold(self.principal_minor, self.note, self.told_by, self.told_on)
        return replace(
            self,
            principal_minor=principal_minor,
            note=note,
            told_by=told_by,
            told_on=told_on,
            earlier=(*self.earlier, before),
        )


@dataclass(frozen=True, slots=True)
class SubsidyClaim:
    """A part of interest that fell due, claimed instead of collected; amounts in minor units."""

    customer_id: UUID
    claim_id: UUID
    """Also the id of the entry in the loan's history."""
    loan_id: UUID
    from_on: date
    due_on: date
    eligible_principal_minor: int
    nights: int
    """How many nights of the period lie in the window."""
    annual_ppm: int
    """The rate a year that is claimed."""
    amount_minor: int
    currency: str
    month: str
    """YYYY-MM, of the business date whose books took it."""
    evidence: str = ""
    """What proved the spending when the claim was made; no personal data."""
    told_by: str = ""
    """Who had told of it."""
    version: int = 0


@dataclass(frozen=True, slots=True)
class SubsidyYear:
    """What a borrower got of us for interest that fell due in a calendar year; minor units."""

    customer_id: UUID
    year: str
    granted_minor: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class SubsidyMonth:
    """The claims on interest that was lowered in a month, and the treasury's answers."""

    month: str
    """YYYY-MM, of the business dates whose books took the grants."""
    currency: str
    granted_minor: int = 0
    received_minor: int = 0
    refused_minor: int = 0
    version: int = 0

    @property
    def open_minor(self) -> int:
        """What the treasury has neither paid nor refused."""
        return self.granted_minor - self.received_minor - self.refused_minor


def month_of(on: date) -> str:
    """The month whose claims a grant belongs to."""
    return f"{on:%Y-%m}"
