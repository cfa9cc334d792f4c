"""Domain values of monitoring as contract messages and back."""

from granary.monitoring.v1 import alert_pb2, verdict_pb2

from chassis.contract_values import EnumMapping, timestamp
from services.monitoring.domain.alert import Alert, AlertStatus
from services.monitoring.domain.rules import Outcome, Severity
from services.monitoring.domain.verdict import Verdict

SEVERITIES = EnumMapping(Severity, alert_pb2.AlertSeverity)
STATUSES = EnumMapping(AlertStatus, alert_pb2.AlertStatus)
OUTCOMES = EnumMapping(Outcome, verdict_pb2.VerdictOutcome)


def verdict_to_proto(verdict: Verdict) -> verdict_pb2.Verdict:
    return verdict_pb2.Verdict(
        verdict_id=str(verdict.verdict_id),
        outcome=OUTCOMES.to_proto(verdict.outcome),
        reason_codes=verdict.reason_codes,
        rule_set_version=verdict.rule_set_version,
        expires_at=timestamp(verdict.expires_at),
    )


def alert_to_proto(alert: Alert) -> alert_pb2.Alert:
    return alert_pb2.Alert(
        alert_id=str(alert.alert_id),
        alert_number=alert.alert_number,
        customer_id=optional_id(alert),
        rule_id=alert.rule_id,
        severity=SEVERITIES.to_proto(alert.severity),
        status=STATUSES.to_proto(alert.status),
        evidence=alert.evidence,
        caused_by=alert.caused_by,
        rule_set_version=alert.rule_set_version,
        event_occurred_at=timestamp(alert.event_occurred_at),
        raised_at=timestamp(alert.raised_at),
        acknowledged_by=alert.acknowledged_by,
        acknowledged_at=timestamp(alert.acknowledged_at) if alert.acknowledged_at else None,
        note=alert.note,
    )


def optional_id(alert: Alert) -> str:
    """The customer's id; empty when the alert is about none."""
    return str(alert.customer_id) if alert.customer_id else ""


def status_from_proto(status: alert_pb2.AlertStatus) -> AlertStatus | None:
    """None when no status was asked for."""
    if status == alert_pb2.ALERT_STATUS_UNSPECIFIED:
        return None
    return STATUSES.from_proto(status)
