"""`granary decide`: the credit engine on people described as JSON, or on synthetic ones."""

import json
import subprocess
import sys
from pathlib import Path

from chassis.ports import calendar_date, utc_now
from cli.decide.people import synthetic_people
from cli.errors import CommandError

MOST_PEOPLE = 100_000


def decide_people(
    *,
    people: int,
    seed: int,
    file: Path | None,
    product: str,
    as_json: bool,
    what_if: Path | None,
    what_if_credit: Path | None,
) -> int:
    """Ask lending's engine; its output and exit status are the command's own.

    A process of its own, because the command line imports no service.
    """
    if not 0 < people <= MOST_PEOPLE:
        raise CommandError(f"--people goes from 1 to {MOST_PEOPLE:,}")
    if file is not None and not file.is_file():
        raise CommandError(f"there is no file {file}")
    options = ["--product", product, *(["--json"] if as_json else [])]
    for name, path in (("--what-if", what_if), ("--what-if-credit", what_if_credit)):
        options += [] if path is None else [name, str(path)]
    source = "-" if file is None else str(file)
    described = (
        None if file else json.dumps(synthetic_people(people, seed, calendar_date(utc_now())))
    )
    command = [sys.executable, "-m", "services.lending", "decide", source, *options]
    done = subprocess.run(command, input=described, text=True, check=False)  # noqa: S603 - our own
    return done.returncode
