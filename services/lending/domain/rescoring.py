"""A customer with a line is scored again: every month, and when something happened.

The score says how the risk stands now and which triggers fired. It changes no line: what is done
about a line, with its notices and consents, is decided by those who act on the record.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.lending.domain.behaviour import BehaviourFeatures
from services.lending.domain.credit_file import FeatureVector
from services.lending.domain.credit_line import CreditLine
from services.lending.domain.decision_policy import DecisionPolicy
from services.lending.domain.score import Score


class RescoreCause(StrEnum):
    """Why a customer was scored again."""

    MONTHLY = "MONTHLY"
    OVERDUE = "OVERDUE"
    RECOVERED = "RECOVERED"


class LineTrigger(StrEnum):
    """What asks for a look at the line; whoever acts on the record tells the customer."""

    SERIOUSLY_LATE = "SERIOUSLY_LATE"  # past due for the policy's days or more
    LATE_NOW = "LATE_NOW"
    GRADE_DOWN = "GRADE_DOWN"  # below the line's grade by the policy's number of grades
    HIGH_USE = "HIGH_USE"  # nearly all of the limit in use for the policy's months
    GRADE_UP = "GRADE_UP"  # a better grade than the line's, on whole months of own history


@dataclass(frozen=True, slots=True)
class BehaviourScore:
    """How a customer's risk stood at a moment, with all it was made of."""

    customer_id: UUID
    score_id: UUID
    credit_line_id: UUID
    product_code: str
    cause: RescoreCause
    business_date: date
    known_at: datetime
    """The vector is made of facts known by then."""
    behaviour: BehaviourFeatures
    features: FeatureVector
    score: Score
    pd_ppm: int
    """Never better than the application's while own history is short."""
    grade: str
    """Empty below the worst grade."""
    line_grade: str
    triggers: tuple[LineTrigger, ...]
    credit_version: str
    version: int = 0


@dataclass(frozen=True, slots=True)
class Rescore:
    """One re-score with everything that was learnt for it."""

    score_id: UUID
    cause: RescoreCause
    business_date: date
    known_at: datetime
    behaviour: BehaviourFeatures
    features: FeatureVector
    score: Score
    applied_pd_ppm: int
    """Probability that the line was granted on; 0 where none is known."""


def rescore(command: Rescore, line: CreditLine, policy: DecisionPolicy) -> BehaviourScore:
    """The record of a re-score: probability, grade and triggers."""
    own_history = command.features.complete
    pd_ppm = command.score.pd_ppm
    if not own_history and command.applied_pd_ppm:
        # A few months in time say little; a few months late say it all the same.
        is_late = command.behaviour.days_past_due_max > 0
        pd_ppm = max(pd_ppm, command.applied_pd_ppm) if is_late else command.applied_pd_ppm
    band = policy.credit.band_of(pd_ppm)
    grade = "" if band is None else band.grade
    return BehaviourScore(
        customer_id=line.customer_id,
        score_id=command.score_id,
        credit_line_id=line.credit_line_id,
        product_code=line.product_code,
        cause=command.cause,
        business_date=command.business_date,
        known_at=command.known_at,
        behaviour=command.behaviour,
        features=command.features,
        score=command.score,
        pd_ppm=pd_ppm,
        grade=grade,
        line_grade=line.grade,
        triggers=_triggers(command.behaviour, grade, line.grade, policy, own_history=own_history),
        credit_version=policy.credit.version,
    )


def _triggers(
    behaviour: BehaviourFeatures,
    grade: str,
    line_grade: str,
    policy: DecisionPolicy,
    *,
    own_history: bool,
) -> tuple[LineTrigger, ...]:
    order = [band.grade for band in policy.credit.grade_matrix]
    now = order.index(grade) if grade in order else len(order)
    then = order.index(line_grade) if line_grade in order else len(order)
    late_days, terms = behaviour.days_past_due_now, policy.credit.triggers
    fired = {
        LineTrigger.SERIOUSLY_LATE: late_days >= terms.seriously_late_days,
        LineTrigger.LATE_NOW: late_days > 0,
        LineTrigger.GRADE_DOWN: now - then >= terms.grades_down,
        LineTrigger.HIGH_USE: behaviour.months_of_high_use >= terms.high_use_months,
        LineTrigger.GRADE_UP: now < then and own_history and not late_days,
    }
    return tuple(trigger for trigger, is_so in fired.items() if is_so)
