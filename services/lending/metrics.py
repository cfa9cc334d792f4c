"""What lending measures of itself beside what every service does."""

from prometheus_client import Gauge

OLDEST_UNFINISHED = Gauge(
    "lending_drawdown_oldest_unfinished_age_seconds",
    "Age of the oldest drawdown that waits for monitoring or the rail; staff's are not counted.",
)
