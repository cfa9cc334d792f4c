"""Domain events of monitoring as the messages that leave it."""

from typing import Any

from google.protobuf.message import Message
from granary.monitoring.v1 import events_pb2

from chassis.contract_values import timestamp
from services.monitoring.domain.alert import AlertAcknowledged, AlertRaised
from services.monitoring.domain.verdict import DrawdownJudged
from services.monitoring.proto_mapping import (
    SEVERITIES,
    optional_id,
    verdict_to_proto,
)


def to_message(event: Any) -> Message:
    """The message that announces a domain event."""
    match event:
        case DrawdownJudged(verdict):
            return events_pb2.DrawdownScreenedByRules(
                customer_id=str(verdict.customer_id),
                occurred_at=timestamp(verdict.decided_at),
                drawdown_id=str(verdict.drawdown_id),
                card_id=str(verdict.card_id),
                amount_minor=verdict.amount_minor,
                verdict=verdict_to_proto(verdict),
            )
        case AlertRaised(alert):
            return events_pb2.AlertRaised(
                customer_id=optional_id(alert),
                occurred_at=timestamp(alert.raised_at),
                alert_id=str(alert.alert_id),
                alert_number=alert.alert_number,
                rule_id=alert.rule_id,
                severity=SEVERITIES.to_proto(alert.severity),
                evidence=alert.evidence,
                caused_by=alert.caused_by,
                rule_set_version=alert.rule_set_version,
                event_occurred_at=timestamp(alert.event_occurred_at),
            )
        case AlertAcknowledged(alert):
            return events_pb2.AlertAcknowledged(
                customer_id=optional_id(alert),
                occurred_at=timestamp(alert.acknowledged_at or alert.raised_at),
                alert_id=str(alert.alert_id),
                acknowledged_by=alert.acknowledged_by,
            )
    raise TypeError(f"{type(event).__name__} is not announced")
