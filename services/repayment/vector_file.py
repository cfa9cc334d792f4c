"""Answers a vector file, `inputs` and `events` as JSON, with the schedule's rows.

What the words of the inputs mean stands in `docs/quoting.md`.
"""

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from chassis.errors import DomainError
from services.repayment.domain.day_count import DayCount
from services.repayment.policy_file import read_policy
from services.repayment.quoting.agreement import agreement_of
from services.repayment.quoting.answer import Printer
from services.repayment.quoting.events import ChargeDue, Event, Reschedule, events_of
from services.repayment.quoting.figures import figures_of
from services.repayment.quoting.lateness import lateness_of
from services.repayment.quoting.own_loan import own_loan
from services.repayment.quoting.reading import Fields, VectorUnsupportedError, fields_of, words
from services.repayment.quoting.replay import replayed

MOST_BYTES = 1_000_000
OLDEST_POLICY = date(2020, 1, 1)
"""Loans of an older time are answered by the policy that this date had."""


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
    try:
        return _answer(vector)
    except OverflowError as error:
        raise VectorUnsupportedError("the dates run out of the calendar") from error


def _answer(vector: Any) -> dict[str, Any]:
    vector = fields_of(vector, "the file")
    inputs = fields_of(vector.get("inputs"), "inputs")
    found = lateness_of(vector, inputs) or figures_of(vector, inputs)
    if found is not None:
        return found
    agreement = agreement_of(inputs, words(vector, "title"))
    events = events_of(vector.get("events"), agreement.decimals)
    printer = Printer(agreement.decimals, charges=_has_charges(inputs, events))
    if agreement.plan.day_count is DayCount.DAILY:
        policy = read_policy().on(max(agreement.start, OLDEST_POLICY))
        return printer.answer(own_loan(agreement, events, policy))
    book = replayed(agreement, events)
    answer = printer.answer(book.rows) | printer.outcome(book, events)
    if any(isinstance(event, Reschedule) for event in events):
        answer["rows_before"] = printer.answer(replayed(agreement, []).rows)["rows"]
    return answer


def _has_charges(inputs: Fields, events: Sequence[Event]) -> bool:
    """Whether rows show fees and penalties: where money is allocated, or some are charged."""
    return "allocation" in inputs or any(isinstance(event, ChargeDue) for event in events)
