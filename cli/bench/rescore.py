"""`granary bench rescore`: a million customers scored anew, beside the training library's own."""

from pathlib import Path

from cli.bench.measure import BenchResult
from cli.bench.service import figures_of_arithmetic, result

MILLION = 1_000_000


async def bench_rescore(data_dir: Path) -> BenchResult:
    """The rates are per CPU second of one process, so they do not depend on who else is busy."""
    found, sync_us = await figures_of_arithmetic("rescore", data_dir, "lending")
    took_us, floor_us = found["seconds_per_million"] * 1e6 / MILLION, found.pop("floor_us")
    return result(
        "rescore",
        found,
        sync_us,
        rate=round(1e6 / took_us, 1),
        unit="customers/s/core",
        limit_rate=round(1e6 / floor_us, 1),
        ratio=round(floor_us / took_us, 3),
        cpu_us_per_op=round(took_us, 2),
    )
