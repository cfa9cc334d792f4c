"""Benchmarks of the services' own parts, each in a process of the service.

The command line imports no service: it starts the server, has the service migrate its database and
fill it with a book, and turns the figures it prints into a result.
"""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

from chassis.embedded.postgres import EmbeddedPostgres
from cli.bench.measure import BenchResult, fdatasync_us, load_average
from cli.errors import CommandError

DEFAULT_LOANS = {"eod": 100_000, "repay": 6_000, "loan": 200}
"""What is quick; `granary bench eod --loans 1000000` is the size the targets are for."""


async def figures(
    name: str, data_dir: Path, loans: int | None = None, service: str = "repayment"
) -> tuple[dict[str, Any], float]:
    """What the service measured, and the disk's sync time of the same run."""
    async with EmbeddedPostgres(data_dir / "postgres") as postgres:
        await postgres.create_database("bench")
        env = {
            **os.environ,
            "GRANARY_DATABASE_URL": postgres.url("bench"),
            "GRANARY_DATABASE_PID": str(postgres.pid),
        }
        await _python(env, f"services.{service}", "migrate")
        size = [str(loans or DEFAULT_LOANS[name])] if name in DEFAULT_LOANS else []
        printed = await _python(env, f"services.{service}.benchmarks", name, *size)
        sync_us = fdatasync_us(data_dir)
    return json.loads(printed.splitlines()[-1]), sync_us


async def figures_of_arithmetic(
    name: str, data_dir: Path, service: str = "repayment"
) -> tuple[dict[str, Any], float]:
    """The same for what needs no server."""
    printed = await _python(dict(os.environ), f"services.{service}.benchmarks", name)
    return json.loads(printed.splitlines()[-1]), fdatasync_us(data_dir)


async def _python(env: dict[str, str], module: str, *arguments: str) -> bytes:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, env=env, stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await process.communicate()
    if process.returncode:
        raise CommandError(f"{module} ended with {process.returncode}; its words are above")
    return printed


def result(name: str, found: dict[str, Any], sync_us: float, **figures: Any) -> BenchResult:
    """The figures in the form of every benchmark."""
    fields: dict[str, Any] = {"cpu_us_per_op": 0.0, "p50_ms": 0.0, "p99_ms": 0.0}
    notes = {key: round(value, 2) for key, value in found.items()}
    return BenchResult(
        name=name,
        **(fields | figures),
        fdatasync_us=round(sync_us, 1),
        loadavg=load_average(),
        notes=notes,
    )
