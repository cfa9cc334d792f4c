"""`granary bench decide`: full credit decisions, beside storing the same rows undecided."""

from pathlib import Path

from cli.bench.measure import BenchResult
from cli.bench.service import figures, result


async def bench_decide(data_dir: Path) -> BenchResult:
    """p50 and p99 are those of 100 applications a second, come what may."""
    found, sync_us = await figures("decide", data_dir, service="lending")
    rate, floor = found.pop("rate"), found.pop("floor")
    return result(
        "decide",
        found,
        sync_us,
        rate=round(rate, 1),
        unit="decisions/s",
        cpu_us_per_op=round(found.pop("cpu_us"), 1),
        limit_rate=round(floor, 1),
        ratio=round(rate / floor, 3),
        p50_ms=round(found.pop("open_p50_ms"), 2),
        p99_ms=round(found.pop("open_p99_ms"), 2),
    )
