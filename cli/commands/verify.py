"""`granary verify`: the invariants over a running suite, or over the folder of a stopped one."""

import asyncio
import json
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from cli.checker.facts import Facts
from cli.checker.invariants import INVARIANTS, Finding, verify
from cli.checker.suite_facts import read_suite
from cli.suite.data_folder import DataFolder
from cli.suite.plan import database_url, plan_suite
from cli.suite.supervisor import Suite, running_suite

if TYPE_CHECKING:
    from rich.console import Console

LOOK_AGAIN_EVERY_S = 1.0
SHOWN = 20


def verify_suite(data_dir: Path, *, as_json: bool, wait_s: float) -> int:
    """Check every invariant and print the result; the exit status is 0 when all hold.

    A running suite gets `wait_s` to finish what is under way; then everything must be final. In a
    stopped one work may be half done, which the next start finishes: only safety is checked.
    """
    if DataFolder(data_dir).is_claimed():
        facts, findings = asyncio.run(_running(data_dir, wait_s))
    else:
        DataFolder(data_dir).read_state()
        facts, findings = asyncio.run(_stopped(data_dir))
    (_print_json if as_json else _print_table)(facts, findings)
    return 1 if findings else 0


async def check_running(suite: Suite, wait_s: float) -> tuple[Facts, list[Finding]]:
    """The findings on a suite this process runs, once its work has drained."""
    return await _until_true(
        suite.database_server_url, suite.nats_url, suite.sandbox_url, wait_s=wait_s
    )


async def _running(data_dir: Path, wait_s: float) -> tuple[Facts, list[Finding]]:
    state = DataFolder(data_dir).read_state()
    return await _until_true(
        state["database_server_url"], state["nats_url"], state["sandbox_url"], wait_s=wait_s
    )


async def _stopped(data_dir: Path) -> tuple[Facts, list[Finding]]:
    """Start only the servers and the rail, whose books are to be read."""
    async with running_suite(data_dir, plan=lambda around: (plan_suite(around)[0],)) as suite:
        facts = await read_suite(suite.database_url, suite.nats_url, suite.sandbox_url, calm=False)
    return facts, verify(facts)


async def _until_true(
    server_url: str, nats_url: str, sandbox_url: str, *, wait_s: float
) -> tuple[Facts, list[Finding]]:
    give_up_at = monotonic() + wait_s
    while True:
        facts = await read_suite(
            lambda name: database_url(server_url, name), nats_url, sandbox_url, calm=True
        )
        findings = verify(facts)
        if not findings or monotonic() > give_up_at:
            return facts, findings
        await asyncio.sleep(LOOK_AGAIN_EVERY_S)


def counts(facts: Facts) -> dict[str, int]:
    """How much was looked at: an empty suite proves little."""
    services = facts.services.values()
    return {
        "events": sum(len(service.outbox) for service in services),
        "events_applied": sum(len(service.inbox) for service in services),
        "ledger_entries": sum(len(service.entries) for service in services),
        "commits": sum(len(service.journal) for service in services),
        "drawdowns": len(facts.drawdowns),
        "loans": len(facts.loans),
        "repayments": len(facts.repayments),
        "rail_movements": len(facts.rail or ()),
        "stream_messages": len(facts.stream or ()),
    }


def summary(facts: Facts, findings: list[Finding]) -> dict[str, object]:
    """The result as one object."""
    broken = {finding.code for finding in findings}
    return {
        "holds": not findings,
        "calm": facts.calm,
        "invariants": {one.code: one.code not in broken for one in INVARIANTS},
        "findings": [{"code": one.code, "detail": one.detail} for one in findings[:SHOWN]],
        "findings_total": len(findings),
        "looked_at": counts(facts),
    }


def _print_json(facts: Facts, findings: list[Finding]) -> None:
    print(json.dumps(summary(facts, findings)))


def _print_table(facts: Facts, findings: list[Finding]) -> None:
    from rich.console import Console

    print_findings(Console(), facts, findings)


def print_findings(console: "Console", facts: Facts, findings: list[Finding]) -> None:
    """A table of the invariants, then what breaks them."""
    from rich.table import Table

    broken = {finding.code for finding in findings}
    table = Table("", "invariant", "holds", title="granary verify")
    for one in INVARIANTS:
        table.add_row(one.code, one.meaning, "[red]no[/]" if one.code in broken else "yes")
    console.print(table)
    for finding in findings[:SHOWN]:
        console.print(f"{finding.code}: {finding.detail}", style="red")
    if len(findings) > SHOWN:
        console.print(f"and {len(findings) - SHOWN} more", style="red")
    looked_at = ", ".join(f"{count:,} {name}" for name, count in counts(facts).items())
    console.print(f"looked at {looked_at.replace('_', ' ')}")
