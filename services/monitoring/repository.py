"""The tables of monitoring."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Pool
from chassis.tables import AggregateTable
from services.monitoring.domain.alert import ALL_ALERTS, Alert, AlertCounter, AlertStatus
from services.monitoring.domain.observation import Observation
from services.monitoring.domain.rules import Severity
from services.monitoring.domain.verdict import Verdict

OBSERVATIONS = AggregateTable(Observation, "observation", key=("observation_id",), announced=False)
VERDICTS = AggregateTable(Verdict, "verdict", key=("drawdown_id",), announced=False)
ALERTS = AggregateTable(Alert, "alert", key=("alert_key",))
ALERT_COUNTERS = AggregateTable(AlertCounter, "alert_counter", key=("counter_id",), announced=False)
TABLES = (OBSERVATIONS, VERDICTS, ALERTS, ALERT_COUNTERS)

PAGE = 500


@dataclass(frozen=True, slots=True)
class AlertFilter:
    """Which alerts are wanted; empty means all."""

    severities: tuple[Severity, ...] = ()
    status: AlertStatus | None = None
    customer_id: UUID | None = None


class MonitoringRepository:
    """Reads that belong to no command."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def observations_since(self, instant: datetime) -> AsyncIterator[Observation]:
        """Everything observed after an instant, page by page."""
        seen = ""
        while True:
            rows = await self._pool.fetch(
                f"select {OBSERVATIONS.column_list} from observation "  # noqa: S608 - own names
                "where occurred_at > $1 and observation_id > $2 order by observation_id limit $3",
                instant,
                seen,
                PAGE,
            )
            for row in rows:
                yield OBSERVATIONS.from_row(row)
            if len(rows) < PAGE:
                return
            seen = rows[-1]["observation_id"]

    async def alerted_since(self, instant: datetime) -> Sequence[tuple[str, str, datetime]]:
        """Rule, subject and event time of each alert about an event after an instant."""
        rows = await self._pool.fetch(
            "select rule_id, subject, event_occurred_at from alert where event_occurred_at > $1",
            instant,
        )
        return [(row[0], row[1], row[2]) for row in rows]

    async def alert_key_of(self, alert_id: UUID) -> str | None:
        key: str | None = await self._pool.fetchval(
            "select alert_key from alert where alert_id = $1", alert_id
        )
        return key

    async def alerts_after(self, number: int, wanted: AlertFilter) -> Sequence[Alert]:
        """The next alerts in order of their numbers."""
        rows = await self._pool.fetch(
            f"select {ALERTS.column_list} from alert "  # noqa: S608 - own names
            "where alert_number > $1 and (cardinality($2::text[]) = 0 or severity = any($2)) "
            "order by alert_number limit $3",
            number,
            [severity.value for severity in wanted.severities],
            PAGE,
        )
        return [ALERTS.from_row(row) for row in rows]

    async def newest_alerts(self, before: int, wanted: AlertFilter, limit: int) -> Sequence[Alert]:
        """Alerts with numbers below `before`, the newest first."""
        rows = await self._pool.fetch(
            f"select {ALERTS.column_list} from alert "  # noqa: S608 - own names
            "where alert_number < $1 and (cardinality($2::text[]) = 0 or severity = any($2)) "
            "and ($3::text is null or status = $3) and ($4::uuid is null or customer_id = $4) "
            "order by alert_number desc limit $5",
            before,
            [severity.value for severity in wanted.severities],
            None if wanted.status is None else wanted.status.value,
            wanted.customer_id,
            limit,
        )
        return [ALERTS.from_row(row) for row in rows]

    async def last_alert_number(self) -> int:
        number = await self._pool.fetchval(
            "select last_number from alert_counter where counter_id = $1", ALL_ALERTS
        )
        return number or 0
