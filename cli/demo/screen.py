"""What the demo shows: each step as it happens, with its time, then tables."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from chassis.money import format_minor

MARKS = {"ok": "[green]✓[/]", "refused": "[yellow]✗[/]"}


class Step:
    """One step under way; its note is shown when it ends."""

    def __init__(self) -> None:
        self.note = ""
        self.mark = "ok"


class Screen:
    """Prints the story."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.steps = 0

    def chapter(self, title: str) -> None:
        self.console.print()
        self.console.rule(f"[bold]{title}", align="left")

    @contextmanager
    def step(self, what: str) -> Iterator[Step]:
        """Show a step with how long it took; an error shows where the story broke."""
        step, began = Step(), perf_counter()
        try:
            with self.console.status(what):
                yield step
        except BaseException:
            self.console.print(f"[red]✗ {what}[/]")
            raise
        self.steps += 1
        took = f"{(perf_counter() - began) * 1000:,.0f} ms"
        line = Table.grid(expand=True, padding=(0, 1))
        line.add_column(width=1)
        line.add_column(ratio=1)
        line.add_column(justify="right", no_wrap=True)
        line.add_row(MARKS[step.mark], f"{what}  [dim]{step.note}[/]", f"[dim]{took}[/]")
        self.console.print(line)

    def table(self, title: str, columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
        table = Table(title=title, title_justify="left")
        for position, name in enumerate(columns):
            table.add_column(name, justify="left" if position == 0 else "right")
        for row in rows:
            table.add_row(*(str(cell) for cell in row))
        self.console.print(table)

    @contextmanager
    def days(self, what: str) -> Iterator[Any]:
        """A progress bar over business days; call the given function with (report, days left)."""
        columns = (
            TextColumn("  {task.description}"),
            BarColumn(),
            TextColumn("{task.completed:.0f}/{task.total:.0f} days"),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self.console) as progress:
            task = progress.add_task(what, total=1)

            def on_day(report: Any, days_left: int) -> None:
                done = progress.tasks[task].completed + 1
                progress.update(
                    task,
                    completed=done,
                    total=done + days_left,
                    description=f"{what}: {report.closed_on} closed",
                )

            yield on_day
        self.steps += 1


def yuan(minor: int | str) -> str:
    return format_minor(int(minor))


def per_cent(ppm: int | str) -> str:
    return f"{int(ppm) / 10_000:.2f} %"
