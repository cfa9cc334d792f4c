"""`granary close-day`: close business days of a running suite, with a progress bar."""

import asyncio
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import grpc
from granary.repayment.v1 import end_of_day_service_pb2 as pb
from granary.repayment.v1 import repayment_service_pb2 as repayment
from granary.repayment.v1.end_of_day_service_pb2_grpc import EndOfDayInternalServiceStub
from granary.repayment.v1.repayment_service_pb2_grpc import RepaymentInternalServiceStub
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from chassis.errors import DomainError
from chassis.grpc_client import PeerChannel
from cli.commands.token import staff_token
from cli.errors import CommandError
from cli.suite.data_folder import DataFolder

DEADLINE_S = 24 * 3600.0
"""A lender who was down for weeks may have many days to close."""


def close_days(data_dir: Path, until: str | None) -> int:
    """Close the open day, or one after the other until a date is open; the exit status."""
    folder = DataFolder(data_dir)
    if not folder.is_claimed():
        raise CommandError(f"no suite runs on {data_dir}; start one with `granary up`")
    address = f"127.0.0.1:{folder.read_state()['ports']['repayment']}"
    token = staff_token(data_dir, "operator", hours=24)
    try:
        asyncio.run(_close(address, token, until))
    except (DomainError, grpc.RpcError) as error:
        raise CommandError(f"the day is not closed: {error}; ask again to go on") from error
    return 0


async def _close(address: str, token: str, until: str | None) -> None:
    console = Console()
    async with PeerChannel(address, token=lambda: token) as channel:
        books = RepaymentInternalServiceStub(channel)
        today = (await books.GetBusinessDate(repayment.GetBusinessDateRequest())).business_date
        until = until or (date.fromisoformat(today) + timedelta(days=1)).isoformat()
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[detail]}"),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=console) as bar:
            task = bar.add_task(f"closing {today}", total=1.0, detail="")
            watching = asyncio.create_task(_show(channel, until, bar, task))
            request = repayment.CloseBusinessDaysRequest(until=until)
            async for one in books.CloseBusinessDays(request, timeout=DEADLINE_S):
                bar.console.print(_line(one.report))
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching


async def _show(channel: PeerChannel, until: str, bar: Progress, task: Any) -> None:
    """Let the bar follow the close until the date is open."""
    stub = EndOfDayInternalServiceStub(channel)
    request = pb.WatchEndOfDayRequest(until=until)
    async for now in stub.WatchEndOfDay(request, timeout=DEADLINE_S):
        chunks = now.chunks_done / now.chunks_total if now.chunks_total else 0.0
        parts = [now.step or "open"]
        if now.chunks_total:
            parts.append(f"chunk {now.chunks_done}/{now.chunks_total}")
        parts.append(f"{now.loans_changed:,} loans, {now.loans_per_second:,}/s")
        if now.loans_set_aside:
            parts.append(f"{now.loans_set_aside:,} set aside")
        bar.update(
            task,
            description=f"business date {now.business_date}",
            completed=now.steps_done + chunks,
            total=now.steps_total,
            detail=", ".join(parts),
        )


def _line(report: Any) -> str:
    return (
        f"{report.closed_on} closed, {report.opened_on} open: {report.instalments_due:,} due, "
        f"{report.collections_requested:,} debits, {report.loans_became_overdue:,} overdue, "
        f"{report.duration_ms / 1000:.1f} s"
    )
