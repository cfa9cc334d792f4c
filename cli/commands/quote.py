"""`granary quote FILE`: the schedule rows of a vector file, as JSON."""

import subprocess
import sys
from pathlib import Path


def print_quote(file: Path) -> int:
    """Ask the repayment engine; its output and exit status are the command's own.

    A process of its own, because the command line imports no service.
    """
    command = [sys.executable, "-m", "services.repayment", "quote", str(file)]
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own program
