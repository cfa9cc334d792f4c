"""`granary status`: what runs, and whether it is ready."""

import asyncio
import json
from pathlib import Path
from typing import Any

from cli.suite.data_folder import DataFolder
from cli.suite.process import answers_ready


def show_status(data_dir: Path, *, as_json: bool) -> int:
    """Print the state; the exit status is 0 when the suite runs and all processes are ready."""
    folder = DataFolder(data_dir)
    state = folder.read_state()
    running = folder.is_claimed()
    ready = asyncio.run(_readiness(state)) if running else dict.fromkeys(state["processes"], False)
    phase = state["phase"] if running else "stopped"
    if as_json:
        print(json.dumps(_summary(state, phase, ready)))
    else:
        _print_table(state, phase, ready)
    return 0 if phase == "ready" and all(ready.values()) else 1


async def _readiness(state: dict[str, Any]) -> dict[str, bool]:
    processes = state["processes"]
    answers = await asyncio.gather(
        *(answers_ready(process["ready_address"]) for process in processes.values())
    )
    return dict(zip(processes, answers, strict=True))


def _summary(state: dict[str, Any], phase: str, ready: dict[str, bool]) -> dict[str, Any]:
    """Without the addresses that carry passwords."""
    return {
        "phase": phase,
        "gateway_url": state["gateway_url"],
        "sandbox_url": state["sandbox_url"],
        "servers": state["servers"],
        "processes": {
            name: {**process, "ready": ready[name]} for name, process in state["processes"].items()
        },
    }


def _print_table(state: dict[str, Any], phase: str, ready: dict[str, bool]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("process", "state", "pid", "crashes", "log", title=f"suite: {phase}")
    for name, server in state["servers"].items():
        table.add_row(name, "running" if server["pid"] else "stopped", str(server["pid"]), "", "")
    for name, process in state["processes"].items():
        word = "ready" if ready[name] else "not ready" if process["pid"] else "stopped"
        table.add_row(name, word, str(process["pid"]), str(process["crashes"]), process["log"])
    console = Console()
    console.print(table)
    if phase == "ready":
        console.print(f"gateway  {state['gateway_url']}")
