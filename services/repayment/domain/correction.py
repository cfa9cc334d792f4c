"""A loan whose past is corrected: another history is replayed, and the books get the difference.

Nothing that was booked is edited. What the corrected life would have posted and what was posted are
compared; the difference is posted on the open business date, reversals first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chassis.decision import Transfer
from chassis.frozen import replace
from services.repayment.domain.errors import PastUnknown, RepaymentInProgress
from services.repayment.domain.events import LoanRecovered, LoanRestated, RepaymentPosted
from services.repayment.domain.history import EntryKind, HistoryEntry
from services.repayment.domain.journal import transfers_of
from services.repayment.domain.ledger.reversal import difference
from services.repayment.domain.life import Booked, events_of, replayed
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.loan_payment import settled_event


@dataclass(frozen=True, slots=True)
class Corrected:
    """A loan as another history makes it, and what follows for the books."""

    before: Loan
    """The loan on the day of the correction, as its old history makes it."""
    loan: Loan
    postings: tuple[RepaymentPosted, ...]
    """Where the money of each repayment goes in the corrected life, in order."""
    dates: tuple[object, ...]
    """What the dates since the last look at the loan brought, to be announced first."""
    standing: tuple[object, ...]
    """What the correction made of the loan's standing, to be announced last."""
    transfers: tuple[Transfer, ...]
    overpayment_change_minor: int
    """How much more of the money of repayments is beyond what was owed."""

    @property
    def principal_change_minor(self) -> int:
        return self.loan.outstanding_principal_minor - self.before.outstanding_principal_minor


def corrected(loan: Loan, history: Sequence[HistoryEntry], today: date) -> Corrected:
    """Replay the loan to today with another history.

    Raises RepaymentInProgress while a collection is under way, PastUnknown when the loan is not
    what its own history makes it (it began before histories were kept), and what an entry raises
    that the corrected loan no longer allows.
    """
    if loan.live_repayment_id is not None:
        raise RepaymentInProgress(repayment_id=loan.live_repayment_id)
    today = max(today, loan.as_of)
    before, dates = loan.brought_to(today)
    known, old = replayed(before, [_arrived(entry) for entry in loan.history], today)
    if replace(known, history=loan.history) != before:
        raise PastUnknown
    after, new = replayed(before, [_arrived(entry) for entry in history], today)
    return Corrected(
        before=before,
        loan=after,
        postings=tuple(e for e in events_of(new) if isinstance(e, RepaymentPosted)),
        dates=dates,
        standing=_standing(before, after, today),
        transfers=(
            *_transfers(loan, [Booked(today, dates)]),
            *difference(_transfers(loan, old), _transfers(loan, new), today),
        ),
        overpayment_change_minor=_overpaid(new) - _overpaid(old),
    )


def restated(
    correction: Corrected, cause: str, subject: HistoryEntry, today: date
) -> tuple[object, ...]:
    """All that is announced of a correction: the dates, the correction, the new standing."""
    loan = correction.loan
    event = LoanRestated(
        customer_id=loan.customer_id,
        loan_id=loan.loan_id,
        credit_line_id=loan.credit_line_id,
        cause=cause,
        repayment_id=subject.entry_id,
        from_on=subject.on,
        principal_change_minor=correction.principal_change_minor,
        outstanding_principal_minor=loan.outstanding_principal_minor,
        business_date=today,
        currency=loan.currency,
    )
    return (*correction.dates, event, *correction.standing)


def _arrived(entry: HistoryEntry) -> HistoryEntry:
    """Money that came is not refused afterwards; what a corrected debt leaves of it is kept."""
    if entry.kind is EntryKind.REPAYMENT:
        return replace(entry, keep_excess=True)
    return entry


def _overpaid(booked: Sequence[Booked]) -> int:
    return sum(e.overpayment_minor for e in events_of(booked) if isinstance(e, RepaymentPosted))


def _transfers(loan: Loan, booked: Sequence[Booked]) -> list[Transfer]:
    return [
        transfer
        for some in booked
        for transfer in transfers_of(
            some.events,
            customer_id=loan.customer_id,
            loan_id=loan.loan_id,
            business_date=some.on,
        )
    ]


def _standing(before: Loan, after: Loan, on: date) -> tuple[object, ...]:
    """Overdue, on time again or settled: what the loan is now and was not."""
    if before.status is after.status:
        return ()
    if after.status is LoanStatus.OVERDUE:
        return (after.overdue_event(on),)
    events: tuple[object, ...] = ()
    if before.status is LoanStatus.OVERDUE:
        days = before.days_past_due(on)
        events = (LoanRecovered(after.customer_id, after.loan_id, days, on),)
    if after.status is LoanStatus.SETTLED:
        events = (*events, settled_event(after, on))
    return events
