"""What a decision says: the reply, the next states, what is announced, what money moves. Pure."""

from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from chassis.frozen import Frozen

R = TypeVar("R")


class Change(Frozen, frozen=True):
    """The next state of one aggregate and the events announced about it, in order."""

    state: Any
    events: tuple[object, ...] = ()


class Transfer(Frozen, frozen=True):
    """One balanced ledger entry: an amount from the credited to the debited account.

    Both sides are in one row, so debits equal credits by construction.
    """

    debit: str
    credit: str
    amount_minor: int
    kind: str
    customer_id: UUID
    subject_id: UUID
    business_date: date
    currency: str = "CNY"

    def __post_init__(self) -> None:
        if self.amount_minor <= 0:
            raise ValueError(f"a transfer moves a positive amount, not {self.amount_minor}")
        if self.debit == self.credit:
            raise ValueError(f"a transfer needs two accounts, not {self.debit} twice")


class Decision(Frozen, Generic[R], frozen=True):
    """The outcome of one accepted command."""

    reply: R
    changes: tuple[Change, ...] = ()
    transfers: tuple[Transfer, ...] = ()
