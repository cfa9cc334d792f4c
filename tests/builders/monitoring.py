"""What tests of monitoring begin from."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from chassis.dated_policy import Confidence
from services.monitoring.domain.observation import Entity, Kind, Observation
from services.monitoring.domain.rules import (
    Measure,
    Rule,
    RuleBook,
    Severity,
    VerdictLife,
)
from services.monitoring.domain.verdict import Terms

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ANN = UUID("0198b3c2-7d0e-7c51-9c3a-2f1f7f8a0b11")
BOB = UUID("0198b3c2-7d0e-7c51-9c3a-2f1f7f8a0b22")
CARD = UUID("0198b3c2-7d0e-7c51-9c3a-2f1f7f8a0bcc")
DRAWDOWN = UUID("0198b3c2-7d0e-7c51-9c3a-2f1f7f8a0bdd")


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def a_rule(**changes: Any) -> Rule:
    values: dict[str, Any] = {
        "rule_id": "T01_MANY",
        "reason": "Too many.",
        "on": frozenset({Kind.DRAWDOWN}),
        "by": Entity.CUSTOMER,
        "measure": Measure.COUNT,
        "severity": Severity.MEDIUM,
        "effective_from": date(2026, 1, 1),
        "source": "test",
        "confidence": Confidence.CHOICE,
        "of": frozenset({Kind.DRAWDOWN}),
        "window_s": 600,
        "more_than": 2,
    }
    return Rule(**(values | changes))


def a_rule_book(*rules: Rule) -> RuleBook:
    life = VerdictLife(60, date(2026, 1, 1), "test", Confidence.CHOICE)
    return RuleBook(rules, [life])


def an_observation(observation_id: str = "e1", **changes: Any) -> Observation:
    entities: Mapping[Entity, str] = {Entity.CUSTOMER: str(ANN), Entity.CARD: str(CARD)}
    values: dict[str, Any] = {
        "observation_id": observation_id,
        "kind": Kind.DRAWDOWN,
        "occurred_at": NOON,
        "entities": entities,
        "customer_id": ANN,
        "amount_minor": 100_000,
        "caused_by": f"message {observation_id}",
    }
    return Observation(**(values | changes))


def terms(**changes: Any) -> Terms:
    values: dict[str, Any] = {
        "customer_id": ANN,
        "drawdown_id": DRAWDOWN,
        "amount_minor": 100_000,
        "card_id": CARD,
    }
    return Terms(**(values | changes))
