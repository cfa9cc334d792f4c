"""What a change of rules, grades or prices would have done to the applications decided last."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from services.lending.domain.decision_engine import decide
from services.lending.domain.decision_policy import DecisionPolicy
from services.lending.domain.loan_application import ApplicationInputs, CreditDecision, Outcome

APPLICATIONS_DEFAULT = 1_000


@dataclass(frozen=True, slots=True)
class OutcomeShift:
    """How many applications go from one outcome to another; both may be the same."""

    before: Outcome
    after: Outcome
    applications: int


@dataclass(frozen=True, slots=True)
class ChangeEffect:
    """How many decisions change. Limits and prices are compared where both times approved."""

    applications: int
    outcomes_changed: int
    limits_changed: int
    prices_changed: int
    limits_before_minor: int
    limits_after_minor: int
    shifts: tuple[OutcomeShift, ...]


def effect_of(
    inputs: Iterable[ApplicationInputs], before: DecisionPolicy, after: DecisionPolicy
) -> ChangeEffect:
    """Decide the same inputs under both policies. Nobody is explored: dice tell nothing here."""
    pairs = [
        (decide(given, before), decide(given, after))
        for given in (replace(given, dice_ppm=1_000_000) for given in inputs)
    ]
    shifts = Counter((old.outcome, new.outcome) for old, new in pairs)
    approved = [(old, new) for old, new in pairs if old.approved and new.approved]
    return ChangeEffect(
        applications=len(pairs),
        outcomes_changed=sum(count for (old, new), count in shifts.items() if old is not new),
        limits_changed=sum(old.limit_minor != new.limit_minor for old, new in approved),
        prices_changed=sum(old.daily_rate_ppm != new.daily_rate_ppm for old, new in approved),
        limits_before_minor=sum(_granted(old) for old, _ in pairs),
        limits_after_minor=sum(_granted(new) for _, new in pairs),
        shifts=tuple(OutcomeShift(*pair, count) for pair, count in sorted(shifts.items())),
    )


def _granted(decision: CreditDecision) -> int:
    return decision.limit_minor if decision.approved else 0
