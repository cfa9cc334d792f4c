"""`granary train-score` and `granary score-report`: the modelling tools of lending."""

import subprocess
import sys
from collections.abc import Sequence


def run_modelling(verb: str, arguments: Sequence[str]) -> int:
    """Run a tool; its output and exit status are the command's own.

    A process of its own, because the command line imports no service.
    """
    command = [sys.executable, "-m", "services.lending.modelling", verb, *arguments]
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own program


def options(**given: object) -> list[str]:
    """Options that were given, as they are written on a command line."""
    written = []
    for name, value in given.items():
        if value is not None and value is not False:
            option = f"--{name.replace('_', '-')}"
            written += [option] if value is True else [option, str(value)]
    return written
