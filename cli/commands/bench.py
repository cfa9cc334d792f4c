"""`granary bench`: rates beside the bare floor of the same work in the same run."""

import asyncio
import importlib
import json
import tempfile
from pathlib import Path

import uvloop

from cli.bench.measure import BenchResult
from cli.errors import CommandError

BENCHES = (
    "commands",
    "relay",
    "drawdown",
    "eod",
    "repay",
    "loan",
    "quote",
    "score",
    "rescore",
    "decide",
)
SIZED = ("eod", "repay", "loan")
"""Those that take a number of loans."""


def run_bench(name: str, *, as_json: bool, loans: int | None = None) -> int:
    """Run one benchmark, or all in turn; each on servers of its own in a temporary folder."""
    if name != "all" and name not in BENCHES:
        raise CommandError(f"there is no benchmark {name}; choose {', '.join(BENCHES)} or all")
    if loans is not None and name not in SIZED:
        raise CommandError(f"--loans goes with {', '.join(SIZED)}")
    for chosen in BENCHES if name == "all" else (name,):
        result = _run_one(chosen, loans)
        if as_json:
            print(json.dumps(result.as_dict()), flush=True)
        else:
            _print_table(result)
    return 0


def _run_one(name: str, loans: int | None) -> BenchResult:
    bench = getattr(importlib.import_module(f"cli.bench.{name}"), f"bench_{name}")
    with tempfile.TemporaryDirectory(prefix=f"granary-bench-{name}-") as folder:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            sized = {"loans": loans} if name in SIZED else {}
            found: BenchResult = runner.run(bench(Path(folder), **sized))
        return found


def _print_table(result: BenchResult) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("figure", "value", title=f"granary bench {result.name}", title_justify="left")
    table.add_row("rate", f"{result.rate:,.0f} {result.unit}")
    table.add_row("bare floor, same run", f"{result.limit_rate:,.0f} {result.unit}")
    table.add_row("ratio to the floor", f"{result.ratio:.3f}")
    table.add_row("CPU per operation", f"{result.cpu_us_per_op:,.1f} µs")
    table.add_row("p50 / p99", f"{result.p50_ms:.2f} / {result.p99_ms:.2f} ms")
    table.add_row("fdatasync", f"{result.fdatasync_us:,.0f} µs")
    table.add_row("load average", f"{result.loadavg:.2f}")
    for note, value in result.notes.items():
        table.add_row(note.replace("_", " "), str(value))
    Console().print(table)
