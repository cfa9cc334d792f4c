"""`granary bench eod`: the end of day over a book of loans of mixed age.

The rate is the pass that totals a night over all loans; its floor is a bare scan that totals as
many narrow rows. The notes say what each loan costs that the new day changes, and what the pass
costs for loans of a day and of 700.
"""

from pathlib import Path

from cli.bench.measure import BenchResult
from cli.bench.service import figures, result


async def bench_eod(data_dir: Path, loans: int | None = None) -> BenchResult:
    """`ratio` is floor time / pass time; CPU per operation is that of one changed loan."""
    found, sync_us = await figures("eod", data_dir, loans)
    passing, floor = found.pop("pass_s"), found.pop("floor_s")
    cpu = found["cpu_us_per_changed_python"] + found["cpu_us_per_changed_postgres"]
    return result(
        "eod",
        found,
        sync_us,
        rate=round(found["loans"] / passing, 1),
        unit="loans/s",
        limit_rate=round(found["loans"] / floor, 1),
        ratio=round(floor / passing, 3),
        cpu_us_per_op=round(cpu, 1),
    )
