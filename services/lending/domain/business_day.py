"""The current business date as repayment announced it last."""

from dataclasses import dataclass, replace
from datetime import date

CALENDAR = "CN"


@dataclass(frozen=True, slots=True)
class BusinessDay:
    """The business date (Asia/Shanghai) this service works on; it only moves forward."""

    calendar: str
    current: date
    version: int = 0

    def move_to(self, opened_on: date) -> "BusinessDay":
        """Take the date that was opened; news of an earlier day comes late and changes nothing."""
        return replace(self, current=opened_on) if opened_on > self.current else self
