"""What every benchmark prints beside its rate: CPU per operation, disk sync time and load."""

from dataclasses import asdict, dataclass

from chassis.measure import (
    cpu_seconds,
    fdatasync_us,
    load_average,
    percentile_ms,
    resident_mb,
)

__all__ = [
    "BenchResult",
    "cpu_seconds",
    "fdatasync_us",
    "load_average",
    "percentile_ms",
    "resident_mb",
]


@dataclass(frozen=True, slots=True)
class BenchResult:
    """One benchmark's figures; `ratio` is rate / limit_rate, the bare floor of the same run."""

    name: str
    rate: float
    unit: str
    cpu_us_per_op: float
    p50_ms: float
    p99_ms: float
    limit_rate: float
    ratio: float
    fdatasync_us: float
    loadavg: float
    notes: dict[str, float | str]

    def as_dict(self) -> dict[str, object]:
        return asdict(self)
