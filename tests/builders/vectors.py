"""Vectors of our own for tests: 1,200.00 at 12 % a year over three months from New Year 2025."""

from pathlib import Path
from typing import Any

from services.repayment import vector_file

PUBLISHED = Path(__file__).parents[2].parent / "shared" / "vectors"
"""Published examples, beside the checkout; not everybody has them."""

EQUAL_PRINCIPAL: dict[str, Any] = {
    "principal": "1200.00",
    "annual_rate_pct": "12",
    "start": "2025-01-01",
    "periods": 3,
    "every": 1,
    "unit": "months",
    "method": "declining/equal_principal",
    "day_count": "1/12 per month (30/360)",
}
EQUAL_INSTALMENT = EQUAL_PRINCIPAL | {
    "method": "declining/equal_instalment",
    "rounding": "half-even 0.01",
}
PROGRESSIVE = EQUAL_INSTALMENT | {
    "allocation": "ADVANCED_PAYMENT_ALLOCATION",
    "interest_period": "daily",
}
CUMULATIVE = EQUAL_INSTALMENT | {
    "day_count": "actual/365 fixed",
    "interest_period": "daily",
    "allocation": "PENALTIES_FEES_INTEREST_PRINCIPAL_ORDER",
}
FLAT = EQUAL_PRINCIPAL | {
    "method": "flat/equal_instalment",
    "interest_period": "same_as_repayment_period",
    "allocation": "PENALTIES_FEES_INTEREST_PRINCIPAL_ORDER",
}
OWN: dict[str, Any] = {
    "principal": "1200.00",
    "daily_rate_pct": "0.05",
    "start": "2025-01-01",
    "periods": 3,
    "method": "declining/equal_principal",
    "day_count": "daily rate * actual days",
}


def answered(inputs: dict[str, Any], *events: dict[str, Any], title: str = "") -> dict[str, Any]:
    """The whole answer to a vector."""
    return vector_file.answer({"title": title, "inputs": inputs, "events": list(events)})


def rows_of(
    inputs: dict[str, Any], *events: dict[str, Any], title: str = ""
) -> list[tuple[str, ...]]:
    """Principal, interest and balance of each row."""
    found = answered(inputs, *events, title=title)["rows"]
    return [(row["principal"], row["interest"], row["balance_after"]) for row in found]


def payments_of(inputs: dict[str, Any], *events: dict[str, Any]) -> list[tuple[str, ...]]:
    """What was paid, in advance, late, and what is outstanding, of the rows that were paid."""
    names = ("paid", "paid_in_advance", "paid_late", "outstanding")
    found = answered(inputs, *events)["rows"]
    return [tuple(row[name] for name in names) for row in found if "paid" in row]


def payment(on: str, amount: str) -> dict[str, Any]:
    """Money received."""
    return {"type": "payment", "date": on, "amount": amount}
