"""Answers a vector file, `inputs` and `events` as JSON, with the schedule's rows.

Understands what the service offers today: equal principal, daily rate on actual days, monthly
instalments, no events. Everything else is refused by name.
"""

import json
import sys
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from chassis.errors import DomainError
from services.repayment.domain.repayment_schedule import Method, Plan, ScheduleRow, schedule

_METHODS = {"declining/equal_principal", "equal_principal"}
_DAY_COUNTS = {"daily rate * actual days", None}


class VectorUnsupportedError(Exception):
    """The vector asks for something the engine does not do, or cannot be read."""


def main(arguments: list[str]) -> int:
    """`quote FILE`: print {"rows": [...]}; 0, or 2 with one sentence on standard error."""
    if len(arguments) != 1:
        print("usage: quote FILE", file=sys.stderr)  # noqa: T201 - a command's own output
        return 2
    try:
        rows = answer(json.loads(Path(arguments[0]).read_text(encoding="utf-8")))
    except (OSError, ValueError, VectorUnsupportedError, DomainError) as error:
        print(f"quote: {error}", file=sys.stderr)  # noqa: T201
        return 2
    print(json.dumps({"rows": rows}, indent=1))  # noqa: T201
    return 0


def answer(vector: Any) -> list[dict[str, Any]]:
    """The rows of a vector. Raises VectorUnsupportedError, DomainError."""
    if not isinstance(vector, dict) or not isinstance(vector.get("inputs"), dict):
        raise VectorUnsupportedError("the file has no `inputs`")
    inputs = vector["inputs"]
    _refuse_unsupported(vector, inputs)
    try:
        rows = schedule(
            _scaled(inputs["principal"], 100, "principal"),
            _scaled(inputs["daily_rate_pct"], 10_000_000, "daily_rate_pct"),
            Plan(Method.EQUAL_PRINCIPAL, int(inputs["periods"])),
            date.fromisoformat(inputs["start"]),
        )
    except (KeyError, TypeError) as error:
        raise VectorUnsupportedError(f"the inputs lack or misstate {error}") from error
    return [_row(row) for row in rows]


def _refuse_unsupported(vector: dict[str, Any], inputs: dict[str, Any]) -> None:
    if vector.get("events"):
        kinds = sorted({str(event.get("type", event)) for event in vector["events"]})
        raise VectorUnsupportedError(f"events are not supported yet: {', '.join(kinds)}")
    if "daily_rate_pct" not in inputs:
        raise VectorUnsupportedError("only a daily rate (`daily_rate_pct`) is supported yet")
    supported: dict[str, set[Any]] = {
        "method": _METHODS,
        "day_count": _DAY_COUNTS,
        "unit": {"months", None},
        "every": {1, None},
        "currency_decimals": {2, None},
    }
    for name, values in supported.items():
        if inputs.get(name) not in values:
            raise VectorUnsupportedError(f"{name} {inputs.get(name)!r} is not supported yet")


def _scaled(text: Any, units: int, name: str) -> int:
    """A decimal string as a whole number of small units; raises when it is not one."""
    try:
        scaled = Decimal(text) * units
        if scaled != scaled.to_integral_value():
            raise VectorUnsupportedError(f"{name} {text} is finer than the engine counts")
        return int(scaled)
    except InvalidOperation as error:
        raise VectorUnsupportedError(f"{name} {text!r} is not a number") from error


def _row(row: ScheduleRow) -> dict[str, Any]:
    """One row of a plain schedule; vectors name fees and penalties only where a loan has them."""
    return {
        "n": row.number,
        "due": row.due_on.isoformat(),
        "days": row.days,
        "principal": _yuan(row.principal_minor),
        "interest": _yuan(row.interest_minor),
        "total": _yuan(row.total_minor),
        "balance_after": _yuan(row.balance_after_minor),
    }


def _yuan(amount_minor: int) -> str:
    yuan, fen = divmod(amount_minor, 100)
    return f"{yuan}.{fen:02d}"
