"""The answer to a vector: its rows and totals, in the words and the columns of the file."""

from collections.abc import Sequence
from typing import Any

from services.repayment.domain.allocation_order import Part
from services.repayment.quoting.book import Row


class Printer:
    """Writes amounts with the decimals of the vector's currency."""

    def __init__(self, decimals: int, *, charges: bool) -> None:
        self.decimals, self.charges = decimals, charges

    def money(self, amount_minor: int) -> str:
        """A whole number of small units as a decimal text."""
        if not self.decimals:
            return str(amount_minor)
        whole, rest = divmod(amount_minor, 10**self.decimals)
        return f"{whole}.{rest:0{self.decimals}d}"

    def row(self, row: Row) -> dict[str, Any]:
        """One row; what was paid stands only where something was."""
        fields: dict[str, Any] = {
            "n": row.number,
            "due": row.due_on.isoformat(),
            "days": (row.due_on - row.starts_on).days,
            "principal": self.money(row.principal_minor),
            "interest": self.money(row.interest_minor),
        }
        if self.charges:
            fields["fees"] = self.money(row.due(Part.FEE))
            fields["penalties"] = self.money(row.due(Part.PENALTY))
        fields["total"] = self.money(row.total_minor)
        fields["balance_after"] = self.money(row.balance_after_minor)
        if row.paid_minor:
            fields["paid"] = self.money(row.paid_minor)
            fields["paid_in_advance"] = self.money(row.paid_in_advance_minor)
            fields["paid_late"] = self.money(row.paid_late_minor)
            fields["outstanding"] = self.money(row.outstanding_minor)
            if row.paid_on is not None:
                fields["paid_on"] = row.paid_on.isoformat()
        return fields

    def answer(self, rows: Sequence[Row]) -> dict[str, Any]:
        """All rows and their totals."""
        found: dict[str, Any] = {
            "rows": [self.row(row) for row in rows],
            "total_interest": self.money(sum(row.interest_minor for row in rows)),
            "total_due": self.money(sum(row.total_minor for row in rows)),
        }
        if any(row.paid_minor for row in rows):
            found["total_outstanding"] = self.money(sum(row.outstanding_minor for row in rows))
        return found
