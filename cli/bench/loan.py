"""`granary bench loan`: reading one loan with 700 days of history, beside one of a day."""

from pathlib import Path

from cli.bench.measure import BenchResult
from cli.bench.service import figures, result


async def bench_loan(data_dir: Path, loans: int | None = None) -> BenchResult:
    """`ratio` is the time of the young loan / that of the old one."""
    found, sync_us = await figures("loan", data_dir, loans)
    young, old = found["one_day_ms"], found["old_ms"]
    return result(
        "loan",
        found,
        sync_us,
        rate=round(1000 / old, 1),
        unit="loans/s",
        limit_rate=round(1000 / young, 1),
        ratio=round(young / old, 3),
        p50_ms=round(old, 3),
    )
