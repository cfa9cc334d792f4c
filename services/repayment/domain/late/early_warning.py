"""Early warning (MN-04): signals that a loan may not be paid, before it is late.

The score of a loan is the sum of the weights of its signals of the last days, each kind counted
once a day, at most 1000. It is announced when it reaches a level of the policy and rises.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from chassis.dated_policy import PolicyError, positive
from chassis.decision import Change, Decision
from chassis.frozen import replace
from services.repayment.domain.late.classification import table_of
from services.repayment.domain.late.events import EarlyWarningRaised

MOST = 1000


class WarningSignal(StrEnum):
    """What happened that may mean trouble."""

    DEBIT_FAILED = "DEBIT_FAILED"  # the card had no money, or the rail refused
    NO_MANDATE = "NO_MANDATE"  # no bound card, or no consent to debit it
    CONSENT_WITHDRAWN = "CONSENT_WITHDRAWN"  # to the debit by itself
    NEW_OVERDUE = "NEW_OVERDUE"  # a loan of the customer became late
    DUE_SOON_AFTER_LATE = "DUE_SOON_AFTER_LATE"  # due soon, and late before


class WarningLevel(StrEnum):
    """How high a score is."""

    WATCH = "WATCH"
    ACT = "ACT"


@dataclass(frozen=True, slots=True)
class WarningRules:
    """Weights, the days they count for, and the scores from which a level begins."""

    weights: Mapping[WarningSignal, int]
    window_days: int
    watch_from: int
    act_from: int

    @classmethod
    def of_policy(cls, given: object) -> "WarningRules":
        """Raises PolicyError unless every signal has a weight and the levels rise."""
        value = table_of(given)
        weights = {
            WarningSignal(name): positive(weight)
            for name, weight in table_of(value["weights"]).items()
        }
        rules = cls(
            weights=weights,
            window_days=positive(value["window_days"]),
            watch_from=positive(value["watch_from"]),
            act_from=positive(value["act_from"]),
        )
        if set(weights) != set(WarningSignal) or rules.act_from <= rules.watch_from:
            raise PolicyError("every signal has a weight, and acting begins above watching")
        return rules

    def level_of(self, score: int) -> WarningLevel | None:
        """None for a score below every level."""
        if score >= self.act_from:
            return WarningLevel.ACT
        return WarningLevel.WATCH if score >= self.watch_from else None


@dataclass(frozen=True, slots=True)
class NotedSignal:
    """A signal and the business date it was noted on."""

    signal: WarningSignal
    noted_on: date


@dataclass(frozen=True, slots=True)
class EarlyWarning:
    """The signals of one loan within the window."""

    customer_id: UUID
    loan_id: UUID
    signals: tuple[NotedSignal, ...] = ()
    score: int = 0
    version: int = 0


def note_signal(
    before: EarlyWarning | None,
    customer_id: UUID,
    loan_id: UUID,
    signal: WarningSignal,
    on: date,
    rules: WarningRules,
) -> Decision[int]:
    """Count a signal; replies the score."""
    warning = before or EarlyWarning(customer_id, loan_id)
    oldest = on - timedelta(days=rules.window_days)
    kept = tuple(noted for noted in warning.signals if noted.noted_on > oldest)
    noted = NotedSignal(signal, on)
    if noted not in kept:
        kept = (*kept, noted)
    score = min(MOST, sum(rules.weights[it.signal] for it in kept))
    after = replace(warning, signals=kept, score=score)
    if after == warning:
        return Decision(score)
    level = rules.level_of(score)
    events: tuple[object, ...] = ()
    if level is not None and score > warning.score:
        events = (
            EarlyWarningRaised(
                customer_id=customer_id,
                loan_id=loan_id,
                signal=signal.value,
                score=score,
                level=level.value,
                business_date=on,
            ),
        )
    return Decision(score, (Change(after, events),))
