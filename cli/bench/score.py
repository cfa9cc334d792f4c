"""`granary bench score`: CPU of a score with shadow and reasons, beside the trees alone."""

from pathlib import Path

from cli.bench.measure import BenchResult
from cli.bench.service import figures_of_arithmetic, result


async def bench_score(data_dir: Path) -> BenchResult:
    """The rates are per CPU second of one process, so they do not depend on who else is busy."""
    found, sync_us = await figures_of_arithmetic("score", data_dir, "lending")
    took, floor = found.pop("score_us"), found.pop("floor_us")
    return result(
        "score",
        found,
        sync_us,
        rate=round(1e6 / took, 1),
        unit="scores/s/core",
        limit_rate=round(1e6 / floor, 1),
        ratio=round(floor / took, 3),
        cpu_us_per_op=round(took, 1),
        p50_ms=round(found.pop("p50_ms"), 3),
        p99_ms=round(found.pop("p99_ms"), 3),
    )
