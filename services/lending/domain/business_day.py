"""The business date this service works on, as repayment announced it last."""

from dataclasses import dataclass, replace
from datetime import date

CALENDAR = "CN"
"""The one calendar there is: business dates of Asia/Shanghai."""


@dataclass(frozen=True, slots=True)
class BusinessDay:
    """The business date that is open; it only moves forward."""

    calendar: str
    opened_on: date
    version: int = 0

    def move_to(self, opened_on: date) -> "BusinessDay":
        """Take the date that was opened; news of an earlier one comes late and changes nothing."""
        return replace(self, opened_on=opened_on) if opened_on > self.opened_on else self
