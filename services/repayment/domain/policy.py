"""The servicing policy: product and legal numbers with the dates they are in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.repayment.domain.terms import Part


class PolicyError(ValueError):
    """The policy data cannot be used; the message names the parameter."""


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value, from when to when it is in force (both days included), and who says so."""

    value: object
    effective_from: date
    effective_to: date | None
    source: str
    confidence: str

    def is_in_force(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)


@dataclass(frozen=True, slots=True)
class RepaymentPolicy:
    """The servicing policy of one date; what concerns the contract is copied into the loan."""

    version: str
    """The date on which the newest of its values came into force."""
    allocation_order: tuple[Part, ...]
    """Order within an instalment; instalments are served oldest first."""
    prepayment_from_day: int
    """Days after the disbursement from which a loan can be prepaid."""
    auto_debit_days_after_due: tuple[int, ...]
    """On which days, counted from a due date, the card is debited for what is unpaid."""


class PolicyRegistry:
    """Every value the policy ever had, by name."""

    def __init__(self, values: Mapping[str, tuple[DatedValue, ...]]) -> None:
        self._values = values

    def in_force(self, on: date) -> RepaymentPolicy:
        """The policy of a date; raises PolicyError when a value is missing or unusable."""
        found = {name: self._value(name, on) for name in RepaymentPolicy.__slots__[1:]}
        order = found["allocation_order"].value
        day = found["prepayment_from_day"].value
        debit_days = found["auto_debit_days_after_due"].value
        if not isinstance(order, list) or sorted(order) != sorted(Part):
            raise PolicyError("allocation_order must name every part once")
        if not isinstance(day, int) or day < 0:
            raise PolicyError("prepayment_from_day must be a number of days")
        if not isinstance(debit_days, list) or not all(isinstance(d, int) for d in debit_days):
            raise PolicyError("auto_debit_days_after_due must be a list of numbers of days")
        return RepaymentPolicy(
            version=max(value.effective_from for value in found.values()).isoformat(),
            allocation_order=tuple(Part(name) for name in order),
            prepayment_from_day=day,
            auto_debit_days_after_due=tuple(debit_days),
        )

    def _value(self, name: str, on: date) -> DatedValue:
        for value in self._values.get(name, ()):
            if value.is_in_force(on):
                return value
        raise PolicyError(f"{name} has no value in force on {on}")
