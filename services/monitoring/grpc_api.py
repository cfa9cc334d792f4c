"""RPC -> use case -> reply."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from granary.monitoring.v1 import monitoring_service_pb2 as pb
from granary.monitoring.v1 import monitoring_service_pb2_grpc as rpc

from chassis.call_context import current_caller
from chassis.contract_values import instant, timestamp
from chassis.grpc_server import request_key
from chassis.pages import cut, page_size, page_token_refused
from chassis.ports import Clock
from services.monitoring.alert_feed import AlertFeed, watch
from services.monitoring.domain.verdict import Terms
from services.monitoring.proto_mapping import (
    SEVERITIES,
    alert_to_proto,
    status_from_proto,
    verdict_to_proto,
)
from services.monitoring.repository import AlertFilter, MonitoringRepository
from services.monitoring.use_cases import Acknowledge, MonitoringUseCases, Screen

NO_LIMIT = 2**63 - 1


class MonitoringInternalApi(rpc.MonitoringInternalServiceServicer):
    """The screen on the drawdown path."""

    def __init__(self, monitoring: MonitoringUseCases) -> None:
        self._monitoring = monitoring

    async def Screen(self, request: pb.ScreenRequest, _: Any) -> pb.ScreenResponse:
        verdict = await self._monitoring.screen(
            Screen(
                origin=request_key(request),
                terms=Terms(
                    customer_id=UUID(request.customer_id),
                    drawdown_id=UUID(request.drawdown_id),
                    amount_minor=request.amount_minor,
                    card_id=UUID(request.card_id),
                ),
                requested_at=instant(request.requested_at),
                device_id=request.device_id or None,
            )
        )
        return pb.ScreenResponse(verdict=verdict_to_proto(verdict))


class MonitoringApi(rpc.MonitoringServiceServicer):
    """Alerts, for staff."""

    def __init__(
        self,
        *,
        monitoring: MonitoringUseCases,
        alerts: MonitoringRepository,
        feed: AlertFeed,
        clock: Clock,
    ) -> None:
        self._monitoring = monitoring
        self._alerts = alerts
        self._feed = feed
        self._clock = clock

    async def WatchAlerts(
        self, request: pb.WatchAlertsRequest, _: Any
    ) -> AsyncIterator[pb.WatchAlertsResponse]:
        wanted = AlertFilter(tuple(map(SEVERITIES.from_proto, request.severities)))
        watched = watch(
            self._feed, self._alerts, after=request.resume_after_alert_number, wanted=wanted
        )
        async for alert, last_number in watched:
            yield pb.WatchAlertsResponse(
                alert=None if alert is None else alert_to_proto(alert),
                last_alert_number=last_number,
                sent_at=timestamp(self._clock()),
            )

    async def ListAlerts(self, request: pb.ListAlertsRequest, _: Any) -> pb.ListAlertsResponse:
        wanted = AlertFilter(
            severities=tuple(map(SEVERITIES.from_proto, request.severities)),
            status=status_from_proto(request.status),
            customer_id=UUID(request.customer_id) if request.customer_id else None,
        )
        size = page_size(request)
        before = _read_page_token(request.page_token)
        alerts = await self._alerts.newest_alerts(before, wanted, size + 1)
        page, next_token = cut(alerts, size, lambda alert: alert.alert_number)
        return pb.ListAlertsResponse(
            alerts=map(alert_to_proto, page),
            next_page_token=next_token,
        )

    async def AcknowledgeAlert(
        self, request: pb.AcknowledgeAlertRequest, _: Any
    ) -> pb.AcknowledgeAlertResponse:
        alert = await self._monitoring.acknowledge(
            Acknowledge(
                origin=request_key(request),
                alert_id=UUID(request.alert_id),
                by=current_caller().name,
                note=request.note,
            )
        )
        return pb.AcknowledgeAlertResponse(alert=alert_to_proto(alert))


def _read_page_token(token: str) -> int:
    if not token:
        return NO_LIMIT
    if not token.isascii() or not token.isdigit() or int(token) > NO_LIMIT:
        raise page_token_refused()
    return int(token)
