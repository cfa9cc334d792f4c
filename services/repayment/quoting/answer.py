"""The answer to a vector: its rows and totals, in the words and the columns of the file."""

from collections.abc import Sequence
from typing import Any

from services.repayment.domain.allocation_order import Part
from services.repayment.quoting.book import Book, Row
from services.repayment.quoting.events import Event, Payment

CLOSED = "closed_obligations_met"
_COLUMNS = {
    "principal": Part.PRINCIPAL,
    "interest": Part.INTEREST,
    "fees": Part.FEE,
    "penalties": Part.PENALTY,
}


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
        self.charges = self.charges or any(row.charges for row in rows)
        found: dict[str, Any] = {
            "rows": [self.row(row) for row in rows],
            "total_interest": self.money(sum(row.interest_minor for row in rows)),
            "total_due": self.money(sum(row.total_minor for row in rows)),
        }
        if any(row.paid_minor for row in rows):
            found["total_outstanding"] = self.money(sum(row.outstanding_minor for row in rows))
        return found

    def outcome(self, book: Book, events: Sequence[Event]) -> dict[str, Any]:
        """What else came of the events: where the money went, what a re-age took along."""
        found: dict[str, Any] = {}
        if sum(isinstance(event, Payment) for event in events) == 1:
            found["payment_split"] = {
                name: self.money(sum(row.paid[part] for row in book.rows))
                for name, part in _COLUMNS.items()
            }
        if any(isinstance(event, Payment) for event in events) and not any(
            row.outstanding_minor for row in book.rows
        ):
            found["closing_status"] = "overpaid" if book.overpaid_minor else CLOSED
        if book.overpaid_minor:
            found["overpaid"] = self.money(book.overpaid_minor)
        if book.re_aged is not None:
            principal, interest = book.re_aged
            found["reage_transaction"] = {
                "principal": self.money(principal),
                "interest": self.money(interest),
                "total": self.money(principal + interest),
            }
        return found
