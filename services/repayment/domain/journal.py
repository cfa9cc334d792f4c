"""From events to ledger entries, by the posting table; each entry is one balanced transfer."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from chassis.decision import Transfer
from services.repayment.domain.ledger.posting_table import POSTINGS_OF

OWED_ACCOUNTS = ("loan_principal", "interest_receivable", "penalty_receivable", "fee_receivable")
"""The accounts whose balance is what a customer owes; a test compares them with the chart."""


def transfers_of(
    events: Iterable[Any], *, customer_id: UUID, loan_id: UUID, business_date: date
) -> tuple[Transfer, ...]:
    """The transfers of a loan's events, posted on an open business date."""
    return tuple(
        Transfer(
            debit=row.debit,
            credit=row.credit,
            amount_minor=amount,
            kind=row.kind,
            customer_id=customer_id,
            subject_id=loan_id,
            business_date=business_date,
            currency=event.currency,
        )
        for event in events
        for row in POSTINGS_OF.get(type(event), ())
        if (amount := getattr(event, row.amount))
    )
