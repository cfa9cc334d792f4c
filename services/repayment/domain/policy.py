"""The servicing policy: product and legal numbers with the dates they are in force."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from chassis.dated_policy import DatedParameters, PolicyError, number
from services.repayment.domain.terms import Part


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
    """Every policy there was, is and is announced to be."""

    def __init__(self, parameters: DatedParameters) -> None:
        self._parameters = parameters.parsed(_PARSERS)

    def on(self, day: date) -> RepaymentPolicy:
        """The policy of a business date; raises PolicyError when a value is missing."""
        return RepaymentPolicy(version=self._parameters.version_on(day), **self._parameters.on(day))


def _order(value: list[str]) -> tuple[Part, ...]:
    if not isinstance(value, list) or sorted(value) != sorted(Part):
        raise PolicyError(f"every part must be named once: {', '.join(Part)}")
    return tuple(Part(name) for name in value)


_PARSERS: Mapping[str, Callable[[Any], object]] = {
    "allocation_order": _order,
    "prepayment_from_day": number,
    "auto_debit_days_after_due": lambda value: tuple(number(day) for day in value),
}
"""How the value of each parameter is read."""
