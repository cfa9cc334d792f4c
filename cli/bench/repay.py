"""`granary bench repay`: repayments posted in group commits, beside the same rows undecided."""

from pathlib import Path

from cli.bench.measure import BenchResult
from cli.bench.service import figures, result


async def bench_repay(data_dir: Path, loans: int | None = None) -> BenchResult:
    """`ratio` is group-committed posting / the set-based floor."""
    found, sync_us = await figures("repay", data_dir, loans)
    rate, limit = found.pop("rate"), found.pop("limit_rate")
    return result(
        "repay",
        found,
        sync_us,
        rate=round(rate, 1),
        unit="repayments/s",
        limit_rate=round(limit, 1),
        ratio=round(rate / limit, 3),
        cpu_us_per_op=round(found.pop("cpu_us_per_op"), 1),
    )
