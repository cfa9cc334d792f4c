"""Alerts: one per rule, subject and cause, numbered without gaps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from chassis.decision import Change
from services.monitoring.domain.errors import AlertAlreadyAcknowledged
from services.monitoring.domain.observation import Observation
from services.monitoring.domain.rules import Finding, Severity

ALL_ALERTS = "alerts"
"""The one counter of a suite: a number that is missing tells a watcher that it missed an alert."""


class AlertStatus(StrEnum):
    """How an alert stands."""

    OPEN = "OPEN"
    ACKNOWLEDGED = "ACKNOWLEDGED"  # somebody looked


@dataclass(frozen=True, slots=True)
class AlertCounter:
    """The number of the newest alert."""

    counter_id: str
    last_number: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that a person should look at."""

    alert_key: str
    """Rule, subject and cause: the same again is the same alert."""
    alert_id: UUID
    alert_number: int
    customer_id: UUID | None
    rule_id: str
    subject: str
    severity: Severity
    evidence: Mapping[str, str]
    caused_by: str
    rule_set_version: str
    event_occurred_at: datetime
    raised_at: datetime
    status: AlertStatus = AlertStatus.OPEN
    acknowledged_by: str = ""
    acknowledged_at: datetime | None = None
    note: str = ""
    version: int = 0

    def acknowledge(self, *, by: str, note: str, now: datetime) -> Change:
        """Somebody looked. Refuses when somebody did before."""
        if self.status is AlertStatus.ACKNOWLEDGED:
            raise AlertAlreadyAcknowledged(acknowledged_by=self.acknowledged_by)
        alert = replace(
            self,
            status=AlertStatus.ACKNOWLEDGED,
            acknowledged_by=by,
            acknowledged_at=now,
            note=note,
        )
        return Change(alert, (AlertAcknowledged(alert),))


@dataclass(frozen=True, slots=True)
class AlertRaised:
    """A rule found something."""

    alert: Alert


@dataclass(frozen=True, slots=True)
class AlertAcknowledged:
    """Somebody looked at an alert."""

    alert: Alert


def alert_key(finding: Finding, observation: Observation) -> str:
    """Rule, subject and cause as one word; hashed, because a subject may be a device's id."""
    about = f"{finding.subject}|{observation.observation_id}"
    return f"{finding.rule_id}:{sha256(about.encode()).hexdigest()[:32]}"


def raise_alerts(
    findings: Sequence[Finding],
    observation: Observation,
    *,
    known: Callable[[str], bool],
    counter: AlertCounter | None,
    alert_ids: Sequence[UUID],
    rule_set_version: str,
    now: datetime,
) -> tuple[Change, ...]:
    """The new alerts with their numbers, and the counter; nothing when all are known."""
    counter = counter or AlertCounter(ALL_ALERTS)
    number = counter.last_number
    changes: list[Change] = []
    for finding, alert_id in zip(findings, alert_ids, strict=True):
        key = alert_key(finding, observation)
        if known(key):
            continue
        number += 1
        alert = Alert(
            alert_key=key,
            alert_id=alert_id,
            alert_number=number,
            customer_id=observation.customer_id,
            rule_id=finding.rule_id,
            subject=finding.subject,
            severity=finding.severity,
            evidence=finding.evidence,
            caused_by=observation.caused_by,
            rule_set_version=rule_set_version,
            event_occurred_at=observation.occurred_at,
            raised_at=now,
        )
        changes.append(Change(alert, (AlertRaised(alert),)))
    if changes:
        changes.append(Change(replace(counter, last_number=number)))
    return tuple(changes)


class QuietTimes:
    """When each rule last raised an alert about each subject, so that it does not nag."""

    def __init__(self) -> None:
        self._alerted: dict[tuple[str, str], list[datetime]] = {}

    def note(self, rule_id: str, subject: str, at: datetime) -> None:
        self._alerted.setdefault((rule_id, subject), []).append(at)

    def is_quiet(self, finding: Finding, at: datetime) -> bool:
        """Whether the rule spoke about this subject too short a time before or after."""
        width = timedelta(seconds=finding.quiet_s)
        alerted = self._alerted.get((finding.rule_id, finding.subject), ())
        return any(abs(at - before) < width for before in alerted)

    def forget_until(self, instant: datetime) -> None:
        """Drop what no quiet time reaches any more."""
        for key, alerted in list(self._alerted.items()):
            kept = [at for at in alerted if at > instant]
            if kept:
                self._alerted[key] = kept
            else:
                del self._alerted[key]
