"""Promises to pay: so much until a day, kept or broken by what was paid with value in time."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from chassis.decision import Change, Decision
from chassis.frozen import replace
from services.repayment.domain.errors import LoanSettledAlready
from services.repayment.domain.late.errors import PromiseImpossible
from services.repayment.domain.late.events import PromiseEnded, PromiseMade
from services.repayment.domain.loan import Loan, LoanStatus


class PromiseStatus(StrEnum):
    """Where a promise stands."""

    OPEN = "OPEN"  # its day has not passed and not all was paid
    KEPT = "KEPT"
    BROKEN = "BROKEN"  # its day has passed; money of value in time still makes it kept


@dataclass(frozen=True, slots=True)
class PaymentPromise:
    """What a debtor said they would pay. Dates are business dates."""

    customer_id: UUID
    promise_id: UUID
    loan_id: UUID
    amount_minor: int
    currency: str
    made_on: date
    pay_by: date
    status: PromiseStatus = PromiseStatus.OPEN
    paid_minor: int = 0
    """What was paid from the day it was made until its own day."""
    ended_on: date | None = None
    version: int = 0

    def stands_on(self, today: date) -> bool:
        """Whether the debtor may still keep it, so that nobody asks them for the money."""
        return self.status is PromiseStatus.OPEN and today <= self.pay_by


def make_promise(
    loan: Loan, promise_id: UUID, amount_minor: int, pay_by: date, today: date, longest_days: int
) -> Decision[PaymentPromise]:
    """Note a promise. Raises PromiseImpossible for a day that is past or too far, or too much."""
    if loan.status is LoanStatus.SETTLED:
        raise LoanSettledAlready(settled_on=loan.settled_on)
    last = today + timedelta(days=longest_days)
    brought = loan if loan.live_repayment_id else loan.brought_to(max(today, loan.as_of))[0]
    owed = brought.owed(max(today, loan.as_of)).total_minor
    if not today <= pay_by <= last or not 0 < amount_minor <= owed:
        raise PromiseImpossible(latest_on=last, owed_minor=owed)
    promise = PaymentPromise(
        customer_id=loan.customer_id,
        promise_id=promise_id,
        loan_id=loan.loan_id,
        amount_minor=amount_minor,
        currency=loan.currency,
        made_on=today,
        pay_by=pay_by,
    )
    event = PromiseMade(
        customer_id=loan.customer_id,
        promise_id=promise_id,
        loan_id=loan.loan_id,
        amount_minor=amount_minor,
        pay_by_on=pay_by,
        business_date=today,
        currency=loan.currency,
    )
    return Decision(promise, (Change(promise, (event,)),))


def judge_promise(
    promise: PaymentPromise, paid_minor: int, today: date, *, is_collecting: bool
) -> Decision[PaymentPromise]:
    """Keep or break a promise by the money whose value date lies in its time.

    While a collection is under way nothing is broken: its money may count for a day that passed.
    """
    if promise.status is PromiseStatus.KEPT:
        return Decision(promise)
    is_paid = paid_minor >= promise.amount_minor
    is_over = today > promise.pay_by and not is_collecting
    if not is_paid and (not is_over or promise.status is PromiseStatus.BROKEN):
        return Decision(promise)
    status = PromiseStatus.KEPT if is_paid else PromiseStatus.BROKEN
    after = replace(promise, status=status, paid_minor=paid_minor, ended_on=today)
    event = PromiseEnded(
        customer_id=promise.customer_id,
        promise_id=promise.promise_id,
        loan_id=promise.loan_id,
        status=status.value,
        paid_minor=paid_minor,
        business_date=today,
        currency=promise.currency,
    )
    return Decision(after, (Change(after, (event,)),))
