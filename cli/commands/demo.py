"""`granary demo`: start the whole suite, play three customers' loans, verify, stop."""

import asyncio
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from time import monotonic

from rich.console import Console

from cli.commands.token import staff_token
from cli.commands.verify import check_running, print_findings
from cli.demo.app import App, OutsideWorld, open_desk, open_session
from cli.demo.screen import Screen
from cli.demo.story import FIRST_DATE, Story
from cli.suite.plan import Options
from cli.suite.supervisor import Suite

VERIFY_WITHIN_S = 60.0


def play_demo(data_dir: Path | None) -> int:
    """The exit status: 0 when every step and every invariant held.

    Without a data folder the suite lives in a temporary one, which is removed afterwards.
    """
    os.environ["GRANARY_FIRST_BUSINESS_DATE"] = FIRST_DATE.isoformat()
    if data_dir is not None:
        return asyncio.run(_play(data_dir))
    with tempfile.TemporaryDirectory(prefix="granary-demo-") as folder:
        return asyncio.run(_play(Path(folder)))


async def _play(data_dir: Path) -> int:
    console = Console(width=None if os.isatty(1) else 110)
    began = monotonic()
    console.print("[bold]Granary[/]: a suite for revolving micro-loans, on this machine only.")
    console.print(
        "No real bank, bureau or authority is asked: the sandbox plays them.", style="dim"
    )
    options = replace(Options(data_dir=data_dir))
    async with Suite(options, report=lambda line: console.print(f"  {line}", style="dim")) as suite:
        screen = Screen(console)
        await _tell(screen, suite)
        screen.chapter("12  granary verify")
        facts, findings = await check_running(suite, VERIFY_WITHIN_S)
        print_findings(console, facts, findings)
    console.print(f"{screen.steps} steps in {monotonic() - began:.0f} s; everything is stopped.")
    return 1 if findings else 0


async def _tell(screen: Screen, suite: Suite) -> None:
    token = staff_token(suite.folder.path, "demo-operator", hours=8)
    repayment = f"127.0.0.1:{suite.ports['repayment']}"
    monitoring = f"127.0.0.1:{suite.ports['monitoring']}"
    async with open_session() as session, open_desk(repayment, monitoring, token) as desk:
        story = Story(
            screen=screen,
            outside=OutsideWorld(session, suite.sandbox_url),
            desk=desk,
            make_app=lambda language: App(session, suite.gateway_url, language),
            folder=suite.folder.path / "documents",
        )
        await story.play()
