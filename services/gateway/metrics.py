"""What the gateway measures; labels are bounded: route templates, never paths."""

from prometheus_client import Counter, Gauge, Histogram

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

REQUEST_DURATION = Histogram(
    "http_server_request_duration_seconds",
    "How long requests took, from the headers read to the answer written.",
    ("http_request_method", "http_route", "http_response_status_code"),
    buckets=_SECONDS,
)
ACTIVE_REQUESTS = Gauge("http_server_active_requests", "Requests being served now.")
OPEN_STREAMS = Gauge("gateway_open_event_streams", "Event streams open now.")
REFUSED = Counter("gateway_refused_total", "Requests answered with a problem.", ("reason",))
