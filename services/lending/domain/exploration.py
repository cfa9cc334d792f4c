"""What the random approvals of a month may still cost: a budget that two at once cannot pass."""

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class ExplorationMonth:
    """Expected loss of the applications of one month that were approved at random."""

    month: str
    """YYYY-MM of the business date."""
    expected_loss_minor: int = 0
    approvals: int = 0
    version: int = 0

    def with_approval(self, expected_loss_minor: int) -> "ExplorationMonth":
        """One more, with what it is expected to lose."""
        return replace(
            self,
            expected_loss_minor=self.expected_loss_minor + expected_loss_minor,
            approvals=self.approvals + 1,
        )


def month_of(day: date) -> str:
    """The month a business date counts in."""
    return f"{day:%Y-%m}"
