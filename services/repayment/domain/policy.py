"""The servicing policy: product and legal numbers with the dates they are in force."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from chassis.dated_policy import DatedParameters, PolicyError, number, positive, text
from chassis.frozen import replace
from services.repayment.domain.adjustment_request import AdjustmentRules
from services.repayment.domain.allocation_order import AllocationRule, Cell, Direction, Purpose
from services.repayment.domain.debit_windows import DebitWindows, RefusalKind
from services.repayment.domain.due_dates import DueDayShift
from services.repayment.domain.plan_eligibility import SelfServiceRules


@dataclass(frozen=True, slots=True)
class RepaymentPolicy:
    """The servicing policy of one date; what concerns the contract is copied into the loan."""

    version: str
    """The date on which the newest of its values came into force."""
    allocation: tuple[AllocationRule, ...]
    """The order of payment for each purpose that money has."""
    principal_first_after_days: int | None
    """Days past due beyond which overdue principal is paid first; None for never."""
    compound_penalty: bool
    """Whether penalty also runs on overdue interest, within the cap."""
    """Shares of prepaid principal by the day of the loan; usually none."""
    due_day_shift: DueDayShift
    prepayment_from_day: int
    """Days after the disbursement from which a loan can be prepaid."""
    auto_debit_days_after_due: tuple[int, ...]
    """On which days, counted from a due date, the card is debited for what is unpaid."""
    debit_windows: DebitWindows
    """At which hours of those days, and when again after a refusal."""
    plan_self_service: SelfServiceRules
    """Which changes of their plans customers make themselves."""
    loan_adjustments: AdjustmentRules
    """What staff may do to loans, and when two people have to."""


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


def _allocation(value: dict[str, dict[str, Any]]) -> tuple[AllocationRule, ...]:
    if not isinstance(value, dict):
        raise PolicyError("an order for each purpose")
    rules = tuple(
        AllocationRule(
            purpose=Purpose(purpose.upper()),
            direction=Direction(str(rule["direction"]).upper()),
            cells=_cells(rule["order"]),
        )
        for purpose, rule in value.items()
    )
    if {rule.purpose for rule in rules} != set(Purpose):
        raise PolicyError(f"every purpose needs an order: {', '.join(Purpose)}")
    return rules


def _cells(order: list[str]) -> tuple[Cell, ...]:
    cells = tuple(Cell(name.upper()) for name in order)
    if sorted(cells) != sorted(Cell):
        raise PolicyError(f"every cell must be named once: {', '.join(Cell)}")
    return cells


def _days_or_never(value: Any) -> int | None:
    return None if value == "never" else number(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise PolicyError("true or false")
    return value


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
    "allocation": _allocation,
    "principal_first_after_days": _days_or_never,
    "compound_penalty": _flag,
    "due_day_shift": lambda value: DueDayShift(str(value).upper()),
    "prepayment_from_day": number,
    "auto_debit_days_after_due": lambda value: tuple(number(day) for day in value),
    "debit_windows": _debit_windows,
    "plan_self_service": SelfServiceRules.of_policy,
    "loan_adjustments": AdjustmentRules.of_policy,
}
"""How the value of each parameter is read."""
