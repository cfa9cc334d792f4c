"""Progress on standard error, so that standard output is the answer alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


@contextmanager
def progress(title: str, steps: int) -> Iterator[Callable[[str], None]]:
    """A bar of so many steps; what is yielded says which one begins."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(title, total=steps)
        begun = 0

        def on_step(name: str) -> None:
            nonlocal begun
            if not console.is_terminal:
                console.print(f"{title}: {name}", highlight=False)
            bar.update(task, description=f"{title}: {name}", completed=begun)
            begun += 1

        yield on_step
        bar.update(task, completed=steps)
