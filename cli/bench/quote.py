"""`granary bench quote`: ten-row schedules per second and core, beside a bare arithmetic loop."""

from pathlib import Path

from cli.bench.measure import BenchResult
from cli.bench.service import figures_of_arithmetic, result


async def bench_quote(data_dir: Path) -> BenchResult:
    """The rates are per CPU second of one process, so they do not depend on who else is busy."""
    found, sync_us = await figures_of_arithmetic("quote", data_dir)
    rate, floor = found.pop("schedules_per_s"), found.pop("floor_per_s")
    return result(
        "quote",
        found,
        sync_us,
        rate=round(rate, 1),
        unit="schedules/s/core",
        limit_rate=round(floor, 1),
        ratio=round(rate / floor, 3),
        cpu_us_per_op=round(1e6 / rate, 1),
    )
