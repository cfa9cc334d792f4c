"""Changes of the policy as contract messages, and the values that come the other way."""

import json
from dataclasses import asdict, is_dataclass
from datetime import date
from typing import Any

from granary.lending.v1 import policy_change_pb2 as pb

from chassis.contract_values import EnumMapping, date_of, timestamp
from chassis.dated_policy import Confidence, DatedValue
from services.lending.domain.policy import PolicyRegistry
from services.lending.domain.policy_effect import (
    AdverseEffect,
    GradeEffect,
    PolicyNotice,
    PolicyPreview,
    ReplayEffect,
)
from services.lending.domain.policy_register import ChangeStatus, PolicyChange, PolicyValue

_STATUSES = EnumMapping(ChangeStatus, pb.PolicyChangeStatus)
_CONFIDENCES = {
    confidence: getattr(pb, f"POLICY_CONFIDENCE_{confidence.name}") for confidence in Confidence
}
_CONFIDENCE_NAMES = {number: confidence.value for confidence, number in _CONFIDENCES.items()}


def policy_value_to_proto(value: PolicyValue) -> pb.PolicyValue:
    return pb.PolicyValue(
        product_code=value.product_code,
        parameter=value.parameter,
        value_json=value.value_json,
        effective_from=value.effective_from.isoformat(),
        effective_to=_iso(value.effective_to),
        source=value.source,
        confidence=_CONFIDENCES[Confidence(value.confidence)],
    )


def policy_value_from_proto(message: pb.PolicyValue) -> PolicyValue:
    """Raises InvalidRequest for a day no calendar has."""
    until = message.effective_to
    return PolicyValue(
        product_code=message.product_code,
        parameter=message.parameter,
        value_json=message.value_json,
        effective_from=date_of(message.effective_from, "effective_from"),
        effective_to=date_of(until, "effective_to") if until else None,
        source=message.source,
        confidence=_CONFIDENCE_NAMES[message.confidence],
    )


def values_of(product: PolicyRegistry, *, after: date | None = None) -> list[pb.PolicyValue]:
    """Every value of a product, or those that begin after a day."""
    named = [(name, value) for name, values in product.parameters.dated.items() for value in values]
    if after is not None:
        named = [(name, value) for name, value in named if value.effective_from > after]
        named.sort(key=lambda pair: (pair[1].effective_from, pair[0]))
    return [_dated_value(product.product_code, name, value) for name, value in named]


def change_to_proto(change: PolicyChange) -> pb.PolicyChange:
    return pb.PolicyChange(
        change_id=str(change.change_id),
        status=_STATUSES.to_proto(change.status),
        values=[policy_value_to_proto(value) for value in change.new_values],
        reason=change.reason,
        proposed_by=change.proposed_by,
        proposed_at=timestamp(change.proposed_at),
        decided_by=change.decided_by,
        decided_at=None if change.decided_at is None else timestamp(change.decided_at),
        decision_reason=change.decision_reason,
    )


def preview_to_proto(preview: PolicyPreview) -> pb.PolicyPreview:
    return pb.PolicyPreview(
        grades=[_grade_effect(effect) for effect in preview.grades],
        replays=[_replay_effect(effect) for effect in preview.replays],
        adverse=[_adverse_effect(effect) for effect in preview.adverse],
    )


def notice_to_proto(notice: PolicyNotice) -> pb.PolicyNotice:
    return pb.PolicyNotice(
        customer_id=str(notice.customer_id),
        credit_line_id=str(notice.credit_line_id),
        product_code=notice.product_code,
        grade=notice.grade,
    )


def _grade_effect(effect: GradeEffect) -> pb.PolicyGradeEffect:
    return pb.PolicyGradeEffect(**asdict(effect))


def _replay_effect(effect: ReplayEffect) -> pb.PolicyReplayEffect:
    return pb.PolicyReplayEffect(**asdict(effect))


def _adverse_effect(effect: AdverseEffect) -> pb.PolicyAdverseEffect:
    return pb.PolicyAdverseEffect(
        product_code=effect.product_code, kind=effect.kind.value, grade=effect.grade
    )


def _dated_value(product_code: str, name: str, value: DatedValue) -> pb.PolicyValue:
    return pb.PolicyValue(
        product_code=product_code,
        parameter=name,
        value_json=json.dumps(value.value, default=_plain, ensure_ascii=False),
        effective_from=value.effective_from.isoformat(),
        effective_to=_iso(value.effective_to),
        source=value.source,
        confidence=_CONFIDENCES[value.confidence],
    )


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()
