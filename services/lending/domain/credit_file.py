"""The revolving credit on a bureau's file, and the features a score is computed from.

Training rows and live reports become a CreditFile and pass through the same function, so a model
is served with exactly what it was trained on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from math import sqrt

MONTHS = 6
RECENT_MONTHS = 3
RATIO_MAX = 5.0
"""Above this, how much more was paid than billed tells nothing."""


class RepaymentState(IntEnum):
    """States of a month besides k > 0, which is k months late."""

    NOT_USED = -2
    PAID_IN_FULL = -1
    REVOLVING = 0


@dataclass(frozen=True, slots=True)
class RevolvingMonth:
    """One statement month over all revolving credit of a person."""

    repayment_state: int
    """A RepaymentState, or k > 0 for k months late."""
    bill_minor: int
    """Fen on the statement; negative when the lender owes the customer."""
    paid_minor: int
    """Fen paid in the month."""


@dataclass(frozen=True, slots=True)
class CreditFile:
    """Revolving limit and the latest months, newest first; fewer than six is a thin file."""

    limit_minor: int
    months: tuple[RevolvingMonth, ...]


@dataclass(frozen=True, slots=True)
class FeatureVector:
    """Values in the order of a schema's features; None where the file does not tell."""

    schema: str
    values: tuple[float | None, ...]

    @property
    def complete(self) -> bool:
        """Whether every feature is known; only then a model without a missing bin may be asked."""
        return None not in self.values


CREDIT_FILE_SCHEMA = "credit_file_1"
RAW_FEATURES = (
    "limit",
    *(f"state_{month}" for month in range(1, MONTHS + 1)),
    *(f"bill_{month}" for month in range(1, MONTHS + 1)),
    *(f"paid_{month}" for month in range(1, MONTHS + 1)),
)
BEHAVIOUR_FEATURES = (
    "util_1",
    "util_mean",
    "util_max",
    "util_trend",
    "late_n",
    "late_max",
    "late_sum",
    "late_recent3",
    "inactive_n",
    "full_pay_n",
    "pay_ratio_1",
    "pay_ratio_all",
    "pay_sum_lim",
    "pay_min",
    "pay_zero_n",
    "spend_1",
    "spend_mean",
    "spend_cv",
    "free_limit",
)
FEATURES = RAW_FEATURES + BEHAVIOUR_FEATURES
"""Fen, shares of the limit, ratios, months late and counts of months; month 1 is the newest."""


def features_of(file: CreditFile | None) -> FeatureVector:
    """The features of a credit file. What needs a month the file does not have is None."""
    if file is None:
        return FeatureVector(CREDIT_FILE_SCHEMA, (None,) * len(FEATURES))
    months = file.months[:MONTHS]
    missing = (None,) * (MONTHS - len(months))
    raw = (
        float(file.limit_minor),
        *(float(month.repayment_state) for month in months),
        *missing,
        *(float(month.bill_minor) for month in months),
        *missing,
        *(float(month.paid_minor) for month in months),
        *missing,
    )
    return FeatureVector(CREDIT_FILE_SCHEMA, raw + _behaviour(file.limit_minor, months))


def _behaviour(limit_minor: int, months: Sequence[RevolvingMonth]) -> tuple[float | None, ...]:
    """The nineteen derived features, in the order of BEHAVIOUR_FEATURES."""
    whole = len(months) == MONTHS
    states = [month.repayment_state for month in months]
    bills = [month.bill_minor for month in months]
    paid = [month.paid_minor for month in months]
    late = [max(state, 0) for state in states]
    spent = [bills[k] - bills[k + 1] + paid[k] for k in range(len(months) - 1)]

    def share(known: bool, amount: Callable[[], float]) -> float | None:  # noqa: FBT001
        return amount() / limit_minor if known and limit_minor > 0 else None

    def count(known: bool, value: Callable[[], float]) -> float | None:  # noqa: FBT001
        return float(value()) if known else None

    return (
        share(bool(months), lambda: bills[0]),
        share(whole, lambda: _mean(bills)),
        share(whole, lambda: max(bills)),
        share(whole, lambda: bills[0] - bills[-1]),
        count(whole, lambda: sum(state > 0 for state in states)),
        count(whole, lambda: max(late)),
        count(whole, lambda: sum(late)),
        count(len(months) >= RECENT_MONTHS, lambda: sum(late[:RECENT_MONTHS])),
        count(whole, lambda: states.count(RepaymentState.NOT_USED)),
        count(whole, lambda: states.count(RepaymentState.PAID_IN_FULL)),
        count(bool(spent), lambda: _ratio(paid[0], bills[1])),
        count(whole, lambda: _ratio(sum(paid[:-1]), sum(max(bill, 0) for bill in bills[1:]))),
        share(whole, lambda: sum(paid)),
        count(whole, lambda: min(paid)),
        count(whole, lambda: paid.count(0)),
        share(bool(spent), lambda: spent[0]),
        share(whole, lambda: _mean(spent)),
        share(whole, lambda: _deviation(spent)),
        count(bool(months), lambda: limit_minor - bills[0]),
    )


def _ratio(paid_minor: int, billed_minor: int) -> float:
    return min(max(paid_minor / max(billed_minor, 1), 0.0), RATIO_MAX)


def _mean(amounts: Sequence[int]) -> float:
    return sum(amounts) / len(amounts)


def _deviation(amounts: Sequence[int]) -> float:
    """The standard deviation; the sums are whole numbers, so nothing is lost before the root."""
    count = len(amounts)
    squares = count * sum(amount * amount for amount in amounts) - sum(amounts) ** 2
    return sqrt(squares) / count
