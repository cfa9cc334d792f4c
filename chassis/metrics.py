"""The measurements every service exposes, named after the OpenTelemetry conventions for RPC.

Labels are bounded: methods, statuses, kinds; never a customer, an id or an address.
"""

from functools import cache

from prometheus_client import Counter, Gauge, Histogram

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_CALL_LABELS = ("rpc_method", "rpc_response_status_code")

RPC_SERVER_CALL_DURATION = Histogram(
    "rpc_server_call_duration_seconds",
    "How long calls to this service took, from the first byte read to the answer.",
    _CALL_LABELS,
    buckets=_SECONDS,
)
RPC_CLIENT_CALL_DURATION = Histogram(
    "rpc_client_call_duration_seconds",
    "How long calls from this service to others took.",
    _CALL_LABELS,
    buckets=_SECONDS,
)
RPC_SERVER_ACTIVE_CALLS = Gauge("rpc_server_active_calls", "Calls being served now.", ("rpc_type",))
RPC_SERVER_REFUSED = Counter(
    "rpc_server_refused_total",
    "Calls refused before they reached a use case, by reason.",
    ("reason",),
)
EVENT_LOOP_LAG = Gauge(
    "process_event_loop_lag_seconds", "How late the event loop last woke up: saturation."
)
BACKGROUND_TASK_DIED = Counter(
    "process_background_task_died_total", "Background tasks that ended; each ends the process."
)


@cache
def server_call(method: str, status: str) -> Histogram:
    """The histogram of one method and status; looking it up again costs one dictionary access."""
    return RPC_SERVER_CALL_DURATION.labels(method, status)


@cache
def client_call(method: str, status: str) -> Histogram:
    """The same for calls this service makes."""
    return RPC_CLIENT_CALL_DURATION.labels(method, status)
