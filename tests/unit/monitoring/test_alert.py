"""Alerts: one per rule, subject and cause, numbered without gaps."""

from typing import Any
from uuid import UUID

import pytest

from chassis.decision import Change
from services.monitoring.domain.alert import (
    ALL_ALERTS,
    Alert,
    AlertAcknowledged,
    AlertCounter,
    AlertRaised,
    AlertStatus,
    QuietTimes,
    alert_key,
    raise_alerts,
)
from services.monitoring.domain.errors import AlertAlreadyAcknowledged
from services.monitoring.domain.rules import Finding, Outcome, Severity
from tests.builders.monitoring import ANN, NOON, after, an_observation

FINDINGS = tuple(
    Finding(rule, "ann", Severity.HIGH, Outcome.ALLOW, 600, {"count": "5"})
    for rule in ("T01", "T02", "T03")
)


def raised(
    *, known: Any = lambda _: False, counter: AlertCounter | None = None
) -> tuple[Change, ...]:
    return raise_alerts(
        FINDINGS,
        an_observation(),
        known=known,
        counter=counter,
        alert_ids=[UUID(int=number) for number in (1, 2, 3)],
        rule_set_version="v1",
        now=NOON,
    )


def alerts_of(changes: tuple[Change, ...]) -> list[Alert]:
    return [change.state for change in changes if isinstance(change.state, Alert)]


def test_the_first_alerts_ever_are_numbered_from_one() -> None:
    changes = raised()

    assert [alert.alert_number for alert in alerts_of(changes)] == [1, 2, 3]
    assert changes[-1].state == AlertCounter(ALL_ALERTS, last_number=3)
    assert changes[0].events == (AlertRaised(changes[0].state),)


def test_an_alert_names_its_cause_and_its_customer() -> None:
    alert = alerts_of(raised())[0]

    assert (alert.rule_id, alert.customer_id, alert.caused_by) == ("T01", ANN, "message e1")
    assert (alert.severity, alert.status) == (Severity.HIGH, AlertStatus.OPEN)
    assert alert.event_occurred_at == NOON


def test_a_known_alert_is_not_raised_again_and_leaves_no_gap() -> None:
    known = alert_key(FINDINGS[1], an_observation())

    changes = raised(known=lambda key: key == known, counter=AlertCounter(ALL_ALERTS, 41, 7))

    assert [(alert.rule_id, alert.alert_number) for alert in alerts_of(changes)] == [
        ("T01", 42),
        ("T03", 43),
    ]
    assert changes[-1].state == AlertCounter(ALL_ALERTS, 43, 7)


def test_nothing_changes_when_all_alerts_are_known() -> None:
    assert raised(known=lambda _: True) == ()


def test_the_same_rule_subject_and_cause_make_the_same_key_and_others_do_not() -> None:
    keys = {
        alert_key(finding, an_observation(event)) for finding in FINDINGS for event in ("e1", "e2")
    }

    assert len(keys) == 6
    assert alert_key(FINDINGS[0], an_observation("e1")) in keys


def test_the_first_who_looks_acknowledges() -> None:
    alert = alerts_of(raised())[0]

    change = alert.acknowledge(by="li.ming", note="known customer", now=after(60))

    seen: Alert = change.state
    assert (seen.status, seen.acknowledged_by) == (AlertStatus.ACKNOWLEDGED, "li.ming")
    assert (seen.acknowledged_at, seen.note) == (after(60), "known customer")
    assert change.events == (AlertAcknowledged(seen),)
    with pytest.raises(AlertAlreadyAcknowledged) as refused:
        seen.acknowledge(by="wang.fang", note="", now=after(61))
    assert refused.value.metadata == {"acknowledged_by": "li.ming"}


def test_a_rule_is_quiet_about_a_subject_around_its_last_alert_only() -> None:
    quiet = QuietTimes()
    quiet.note("T01", "ann", NOON)

    assert quiet.is_quiet(FINDINGS[0], after(599))
    assert quiet.is_quiet(FINDINGS[0], after(-599))
    assert not quiet.is_quiet(FINDINGS[0], after(600))
    assert not quiet.is_quiet(FINDINGS[1], NOON)


def test_old_alerts_are_forgotten() -> None:
    quiet = QuietTimes()
    quiet.note("T01", "ann", NOON)
    quiet.note("T01", "ann", after(300))
    quiet.note("T02", "ann", NOON)

    quiet.forget_until(after(100))

    assert quiet.is_quiet(FINDINGS[0], after(301))
    assert not quiet.is_quiet(FINDINGS[0], after(-400))
    assert not quiet.is_quiet(FINDINGS[1], NOON)
