"""Answers a vector file, `inputs` and `events` as JSON, with the schedule's rows.

What the words of the inputs mean stands in `docs/quoting.md`.
"""

import json
import sys
from pathlib import Path
from typing import Any

from chassis.errors import DomainError
from services.repayment.domain.day_count import DayCount
from services.repayment.quoting.agreement import agreement_of
from services.repayment.quoting.answer import Printer
from services.repayment.quoting.own_loan import own_loan
from services.repayment.quoting.planning import opened
from services.repayment.quoting.reading import VectorUnsupportedError, fields_of, words

MOST_BYTES = 1_000_000


def main(arguments: list[str]) -> int:
    """`quote FILE`: print the rows and totals; 0, or 2 with one sentence on standard error."""
    if len(arguments) != 1:
        print("usage: quote FILE", file=sys.stderr)  # noqa: T201 - a command's own output
        return 2
    try:
        found = answer(_read(Path(arguments[0])))
    except (OSError, VectorUnsupportedError, DomainError) as error:
        print(f"quote: {error}", file=sys.stderr)  # noqa: T201
        return 2
    print(json.dumps(found, indent=1))  # noqa: T201
    return 0


def _read(file: Path) -> Any:
    if file.is_file() and file.stat().st_size > MOST_BYTES:
        raise VectorUnsupportedError("the file is too large for a vector")
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise VectorUnsupportedError(f"the file is not JSON: {error}") from error


def answer(vector: Any) -> dict[str, Any]:
    """The rows of a vector and its totals. Raises VectorUnsupportedError, DomainError."""
    vector = fields_of(vector, "the file")
    inputs = fields_of(vector.get("inputs"), "inputs")
    events = vector.get("events") or []
    agreement = agreement_of(inputs, words(vector, "title"))
    printer = Printer(agreement.decimals, charges="allocation" in inputs)
    if events:
        raise VectorUnsupportedError("events are not supported yet")
    if agreement.plan.day_count is DayCount.DAILY:
        return printer.answer(own_loan(agreement))
    book = opened(agreement, parts_rounded=not agreement.progressive)
    return printer.answer(book.rows)
