"""Loans of Granary's own kind, priced by the day: answered by the engine that serves them."""

from services.repayment.domain.repayment_schedule import schedule
from services.repayment.quoting.agreement import Agreement
from services.repayment.quoting.book import Row


def own_loan(agreement: Agreement) -> list[Row]:
    """The rows of a loan in Granary's conventions. Raises DomainError."""
    rows = schedule(
        agreement.principal_minor,
        agreement.rate_nano,
        agreement.plan,
        agreement.start,
        agreement.conventions,
    )
    return [
        Row(
            row.number,
            row.starts_on,
            row.due_on,
            row.principal_minor,
            row.interest_minor,
            row.balance_after_minor,
        )
        for row in rows
    ]
