"""What stands beside a loan follows its entries, in the same decision and without a message.

A customer's credit rises and falls with the entries on `customer_credit`; partners of a joint loan
share in the loan's entries. A decision that changes the credit itself has booked it already.
"""

from collections.abc import Callable
from datetime import date
from typing import TypeVar
from uuid import UUID

from chassis.decision import Change, Decision
from chassis.frozen import replace
from services.repayment.domain.customer_credit import CustomerCredit
from services.repayment.domain.events import LoanOpened
from services.repayment.domain.ledger.partners import JointLoan, shared
from services.repayment.domain.ledger.policy import Partner

R = TypeVar("R")
CREDIT_ACCOUNT = "customer_credit"


def with_credit(
    decision: Decision[R], customer_id: UUID, credit: CustomerCredit | None
) -> Decision[R]:
    """The same decision, and the credit of a customer as its entries leave it."""
    if any(isinstance(change.state, CustomerCredit) for change in decision.changes):
        return decision
    entries = [t for t in decision.transfers if t.customer_id == customer_id]
    rise = sum(t.amount_minor for t in entries if t.credit == CREDIT_ACCOUNT)
    fall = sum(t.amount_minor for t in entries if t.debit == CREDIT_ACCOUNT)
    if rise == fall:
        return decision
    before = credit or CustomerCredit(customer_id, entries[0].currency)
    after = replace(before, held_minor=before.held_minor + rise - fall)
    return replace(decision, changes=(*decision.changes, Change(after)))


def with_partners(
    decision: Decision[R],
    loan_id: UUID,
    joint: JointLoan | None,
    partners_on: Callable[[date], tuple[Partner, ...]],
) -> Decision[R]:
    """The same decision, and what its entries mean for the partners of a loan.

    A loan gets the partners of the day it was paid out when it is opened.
    """
    if joint is None:
        joint = _begun(decision, partners_on)
    if joint is None:
        return decision
    after, entries = shared(joint, (t for t in decision.transfers if t.subject_id == loan_id))
    if after == joint:
        return decision
    return replace(
        decision,
        changes=(*decision.changes, Change(after)),
        transfers=decision.transfers + entries,
    )


def _begun(
    decision: Decision[R], partners_on: Callable[[date], tuple[Partner, ...]]
) -> JointLoan | None:
    for change in decision.changes:
        for event in change.events:
            if isinstance(event, LoanOpened) and (partners := partners_on(event.disbursed_on)):
                return JointLoan(event.customer_id, event.loan_id, event.currency, partners)
    return None
