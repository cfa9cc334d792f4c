"""The servicing policy: product and legal numbers with the dates they are in force."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

from chassis.dated_policy import DatedParameters, PolicyError, number, positive, text
from services.repayment.domain.debit_windows import DebitWindows, RefusalKind
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
    debit_windows: DebitWindows
    """At which hours of those days, and when again after a refusal."""


class PolicyRegistry:
    """Every policy there was, is and is announced to be."""

    def __init__(self, parameters: DatedParameters, *, keep_debit_hours: bool = True) -> None:
        """`keep_debit_hours`: debits wait for their hours, which days run by hand cannot."""
        self._parameters = parameters.parsed(_PARSERS)
        self._keep_debit_hours = keep_debit_hours

    def on(self, day: date) -> RepaymentPolicy:
        """The policy of a business date; raises PolicyError when a value is missing."""
        policy = RepaymentPolicy(
            version=self._parameters.version_on(day), **self._parameters.on(day)
        )
        if self._keep_debit_hours:
            return policy
        return replace(policy, debit_windows=replace(policy.debit_windows, are_kept=False))


def _order(value: list[str]) -> tuple[Part, ...]:
    if not isinstance(value, list) or sorted(value) != sorted(Part):
        raise PolicyError(f"every part must be named once: {', '.join(Part)}")
    return tuple(Part(name) for name in value)


def _debit_windows(value: dict[str, Any]) -> DebitWindows:
    starts = tuple(time.fromisoformat(start) for start in value["starts"])
    cut_off = time.fromisoformat(value["cut_off"])
    if not starts or list(starts) != sorted(set(starts)) or cut_off <= starts[-1]:
        raise PolicyError("windows start one after the other, all before the cut-off")
    kinds = tuple(
        (text(code), RefusalKind(kind))
        for kind, codes in value["reason_codes"].items()
        for code in codes
    )
    if len({code for code, _ in kinds}) < len(kinds):
        raise PolicyError("a reason code means one thing")
    return DebitWindows(
        starts=starts,
        cut_off=cut_off,
        most_tries=positive(value["most_tries_per_day"]),
        technical_wait=timedelta(minutes=positive(value["technical_wait_minutes"])),
        partial_from_try=number(value["partial_from_try"]),
        kinds=kinds,
    )


_PARSERS: Mapping[str, Callable[[Any], object]] = {
    "allocation_order": _order,
    "prepayment_from_day": number,
    "auto_debit_days_after_due": lambda value: tuple(number(day) for day in value),
    "debit_windows": _debit_windows,
}
"""How the value of each parameter is read."""
