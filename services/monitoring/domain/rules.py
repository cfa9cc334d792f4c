"""Rules as data: what each looks at, from when on it speaks, and what it then asks for.

A rule is never edited once it was in force: it is closed and the next version added. Every verdict
and alert stores the version of the set that made it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from chassis.dated_policy import Confidence, PolicyError
from services.monitoring.domain.observation import Entity, Kind, Observation
from services.monitoring.domain.windows import Series, SeriesSpec, Windows, microseconds

_US_PER_S = 1_000_000


class Outcome(StrEnum):
    """What may happen with a screened drawdown, the mildest first."""

    ALLOW = "ALLOW"
    STEP_UP = "STEP_UP"  # after the customer proved again who they are
    HOLD = "HOLD"  # after staff decided
    BLOCK = "BLOCK"

    @property
    def weight(self) -> int:
        return list(Outcome).index(self)


class Severity(StrEnum):
    """How soon a person should look."""

    LOW = "LOW"  # worth knowing
    MEDIUM = "MEDIUM"  # today
    HIGH = "HIGH"  # within the hour
    CRITICAL = "CRITICAL"  # now


class Measure(StrEnum):
    """What a rule compares with its limit."""

    EACH = "EACH"  # nothing: it speaks each time
    COUNT = "COUNT"  # events in the window
    SUM = "SUM"  # their amounts
    DISTINCT = "DISTINCT"  # different customers among them


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of one rule."""

    rule_id: str
    reason: str
    """What it means, one plain sentence for staff."""
    on: frozenset[Kind]
    """The events it is asked about."""
    by: Entity
    measure: Measure
    severity: Severity
    effective_from: date
    source: str
    confidence: Confidence
    effective_to: date | None = None
    """Last day it is in force; None while there is no end."""
    of: frozenset[Kind] = frozenset()
    """The events in its window."""
    window_s: int = 0
    more_than: int = 0
    """It speaks when the measure is greater: a number, or minor units for SUM."""
    amount_more_than: int = 0
    """It speaks only about amounts greater than this, minor units; 0 means any."""
    counts_itself: bool = True
    """Whether the event it is asked about is part of its own window."""
    verdict: Outcome = Outcome.ALLOW
    """What it asks for when the event is a drawdown on screen."""
    quiet_s: int = 0
    """After an alert, how long it stays silent about the same entity."""

    def __post_init__(self) -> None:
        if not self.rule_id or not self.reason or not self.source:
            raise PolicyError(f"rule {self.rule_id or '?'} needs an id, a reason and a source")
        if not self.on:
            raise PolicyError(f"rule {self.rule_id} is asked about nothing")
        if (self.measure is Measure.EACH) == bool(self.of and self.window_s > 0):
            raise PolicyError(f"rule {self.rule_id} needs a window exactly when it measures")
        if self.effective_to is not None and self.effective_to < self.effective_from:
            raise PolicyError(f"rule {self.rule_id} ends before it begins")

    @property
    def series(self) -> SeriesSpec:
        members = Entity.CUSTOMER if self.measure is Measure.DISTINCT else None
        return SeriesSpec(self.of, self.by, members)

    def in_force_on(self, day: date) -> bool:
        return self.effective_from <= day and (
            self.effective_to is None or day <= self.effective_to
        )

    def judge(self, observation: Observation, windows: Windows) -> "Finding | None":
        """What the rule has to say about an event that the windows already hold."""
        subject = observation.entities.get(self.by)
        if observation.kind not in self.on or subject is None:
            return None
        if self.amount_more_than and observation.amount_minor <= self.amount_more_than:
            return None
        if self.measure is Measure.EACH:
            return self._finding(subject, dict(observation.facts or {}))
        series = windows.series(self.series, subject)
        at, width = microseconds(observation.occurred_at), self.window_s * _US_PER_S
        excluding = None if self.counts_itself else observation.observation_id
        # An event that arrives late may fill the windows of events that were judged before it.
        later = series.times_after(at, width) if observation.kind in self.of else []
        for moment in [at, *later]:
            value = self._value(series, moment, width, excluding)
            if value > self.more_than:
                evidence = {
                    self.measure.lower(): str(value),
                    "more_than": str(self.more_than),
                    "window_s": str(self.window_s),
                    "by": self.by.lower(),
                    **(observation.facts or {}),
                }
                if moment > at:
                    evidence["late"] = "true"
                return self._finding(subject, evidence)
        return None

    def _value(self, series: Series, at: int, width: int, excluding: str | None) -> int:
        match self.measure:
            case Measure.COUNT:
                return series.count(at, width, excluding)
            case Measure.SUM:
                return series.total(at, width, excluding)
            case _:
                return series.distinct(at, width, excluding)

    def _finding(self, subject: str, evidence: dict[str, str]) -> "Finding":
        return Finding(
            rule_id=self.rule_id,
            subject=subject,
            severity=self.severity,
            verdict=self.verdict,
            quiet_s=self.quiet_s,
            evidence={"reason": self.reason, **evidence},
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule spoke."""

    rule_id: str
    subject: str
    """The value of the entity it is about."""
    severity: Severity
    verdict: Outcome
    quiet_s: int
    evidence: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class VerdictLife:
    """How long a verdict holds, from a date on, until the next entry begins."""

    seconds: int
    effective_from: date
    source: str
    confidence: Confidence

    def __post_init__(self) -> None:
        if self.seconds < 1 or not self.source:
            raise PolicyError("a verdict's life needs a second or more and a source")


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules in force on one day."""

    version: str
    rules: tuple[Rule, ...]
    verdict_life_s: int
    """How long money may move on a verdict; then the drawdown is screened again."""

    def judge(self, observation: Observation, windows: Windows) -> tuple[Finding, ...]:
        """What they have to say about an event that the windows already hold."""
        findings = (rule.judge(observation, windows) for rule in self.rules)
        return tuple(finding for finding in findings if finding is not None)


class RuleBook:
    """All versions of all rules: past, present and announced."""

    def __init__(self, rules: Sequence[Rule], lives: Sequence[VerdictLife]) -> None:
        self._lives = tuple(sorted(lives, key=lambda life: life.effective_from))
        self._rules = tuple(sorted(rules, key=lambda rule: (rule.rule_id, rule.effective_from)))
        self._sets: dict[tuple[int, tuple[Rule, ...]], RuleSet] = {}

    def on(self, day: date) -> RuleSet:
        """The rules of a calendar date.

        Raises PolicyError when a rule has two versions then, or nothing says how long a verdict
        holds.
        """
        lives = [life.seconds for life in self._lives if life.effective_from <= day]
        if not lives:
            raise PolicyError(f"no life of a verdict is in force on {day}")
        in_force = tuple(rule for rule in self._rules if rule.in_force_on(day))
        if len({rule.rule_id for rule in in_force}) < len(in_force):
            raise PolicyError(f"a rule has two versions on {day}")
        known = self._sets.get((lives[-1], in_force))
        if known is None:
            text = "\n".join([str(lives[-1]), *map(_text, in_force)])
            version = sha256(text.encode()).hexdigest()[:16]
            known = self._sets[lives[-1], in_force] = RuleSet(version, in_force, lives[-1])
        return known

    @property
    def series(self) -> frozenset[SeriesSpec]:
        """Every series that some rule asks for."""
        return frozenset(rule.series for rule in self._rules if rule.of)

    @property
    def longest_window_s(self) -> int:
        return max((rule.window_s for rule in self._rules), default=0)

    @property
    def longest_quiet_s(self) -> int:
        return max((rule.quiet_s for rule in self._rules), default=0)


def _text(rule: Rule) -> str:
    """A rule as text that is the same in every process: sets have no order of their own."""
    values = (
        sorted(value) if isinstance(value, frozenset) else value
        for value in (getattr(rule, name) for name in Rule.__annotations__)
    )
    return "|".join(str(value) for value in values)
