"""The call lending makes to monitoring: judge a drawdown before money moves."""

from typing import Any
from uuid import UUID

from granary.monitoring.v1 import monitoring_service_pb2 as pb
from granary.monitoring.v1.monitoring_service_pb2_grpc import MonitoringInternalServiceStub

from chassis.contract_values import instant, timestamp
from services.lending.domain.drawdown import Drawdown, Verdict
from services.lending.proto_mapping import VERDICT_OUTCOMES


class MonitoringClient:
    """Asks for verdicts within a time budget; no answer in time is Unavailable."""

    def __init__(self, channel: Any, *, timeout_s: float) -> None:
        self._monitoring = MonitoringInternalServiceStub(channel)
        self._timeout_s = timeout_s

    async def screen(self, drawdown: Drawdown, request_id: UUID) -> Verdict:
        """The verdict on a drawdown, bound to the customer, amount and card it was asked for."""
        reply = await self._monitoring.Screen(
            pb.ScreenRequest(
                request_id=str(request_id),
                customer_id=str(drawdown.customer_id),
                drawdown_id=str(drawdown.drawdown_id),
                amount_minor=drawdown.amount_minor,
                card_id=str(drawdown.card.card_id),
                requested_at=timestamp(drawdown.requested_at),
            ),
            timeout=self._timeout_s,
        )
        verdict = reply.verdict
        return Verdict(
            verdict_id=UUID(verdict.verdict_id),
            outcome=VERDICT_OUTCOMES.from_proto(verdict.outcome),
            reason_codes=tuple(verdict.reason_codes),
            rule_set_version=verdict.rule_set_version,
            customer_id=drawdown.customer_id,
            amount_minor=drawdown.amount_minor,
            card_id=drawdown.card.card_id,
            expires_at=instant(verdict.expires_at),
        )
