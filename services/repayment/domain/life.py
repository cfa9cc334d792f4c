"""The life of a loan as a fold: its first day, and what happened to it, in order of value date.

Whatever happens goes through `happened`, in the present and in a replay alike, so the same history
always gives the same schedule and balances. A repayment that counts for a past day, and one that
is taken back, are a corrected history, replayed; the books get the difference.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from chassis.frozen import replace
from services.repayment.domain.allocation import Owed
from services.repayment.domain.errors import NotOnTheLoan
from services.repayment.domain.events import (
    FeeCharged,
    PenaltyAccrued,
    PlanChanged,
    RecoveryPosted,
    RepaymentPosted,
)
from services.repayment.domain.history import EntryKind, HistoryEntry, PrepaymentEffect
from services.repayment.domain.instalment import Instalment
from services.repayment.domain.loan import Loan, LoanStatus, RateStep
from services.repayment.domain.loan_adjustment import (
    charged_off,
    coupon_used,
    fee_charged,
    subsidy_granted,
    waived,
    without_penalty,
)
from services.repayment.domain.loan_payment import post_money
from services.repayment.domain.plan_change import changed
from services.repayment.domain.repayment_schedule import (
    InterestStep,
    PrincipalStep,
    level_of,
    schedule,
)
from services.repayment.domain.terms import LoanTerms


@dataclass(frozen=True, slots=True)
class Happened:
    """A loan after an entry of its history took effect."""

    loan: Loan
    events: tuple[object, ...]
    """All that was announced, the dates up to the entry's included, in order."""
    parts: Owed = field(default_factory=Owed)
    """Where the money of a repayment went."""
    overpayment_minor: int = 0


def first_day(
    *,
    customer_id: UUID,
    loan_id: UUID,
    credit_line_id: UUID,
    contract_id: UUID,
    card_id: UUID,
    currency: str,
    principal_minor: int,
    terms: LoanTerms,
    disbursed_on: date,
    opened_on: date,
) -> Loan:
    """A loan as its contract plans it. Raises AmountImpossible, InstalmentsTooMany."""
    rows = schedule(principal_minor, terms.rate_nano, terms.plan, disbursed_on)
    free = terms.principal_free_instalments
    level = level_of(
        principal_minor,
        terms.rate_nano,
        [(row.days, 1) for row in rows[free:]],
        terms.method,
    )
    rate, scheduled = terms.rate_nano, tuple[RateStep, ...]()
    if terms.interest_free_days:
        begins = date.fromordinal(disbursed_on.toordinal() + terms.interest_free_days)
        rate, scheduled = 0, (RateStep(begins, terms.rate_nano),)
    return Loan(
        customer_id=customer_id,
        loan_id=loan_id,
        credit_line_id=credit_line_id,
        contract_id=contract_id,
        card_id=card_id,
        currency=currency,
        principal_minor=principal_minor,
        terms=terms,
        disbursed_on=disbursed_on,
        opened_on=opened_on,
        instalments=tuple(Instalment.planned(row) for row in rows),
        principal_history=(InterestStep(disbursed_on, principal_minor, rate),),
        as_of=disbursed_on,
        level_minor=level,
        outstanding_history=(PrincipalStep(disbursed_on, principal_minor),),
        scheduled_rates=scheduled,
    ).refreshed()


def happened(loan: Loan, entry: HistoryEntry) -> Happened:
    """Bring the loan to the entry's value date and let the entry take effect."""
    loan, dates = loan.brought_to(entry.on)
    after = _EFFECTS[entry.kind](loan, entry)
    remembered = replace(after.loan, history=(*after.loan.history, entry))
    return replace(after, loan=remembered, events=(*dates, *after.events))


@dataclass(frozen=True, slots=True)
class Booked:
    """Events with the business date whose books took them."""

    on: date
    events: tuple[object, ...]


def replayed(loan: Loan, history: Sequence[HistoryEntry], until: date) -> tuple[Loan, list[Booked]]:
    """The loan that a history makes, brought to a date, and all its events as they were booked.

    What a date brings is booked on that date; what an entry brings, on the day that took it.
    """
    again = first_day(
        customer_id=loan.customer_id,
        loan_id=loan.loan_id,
        credit_line_id=loan.credit_line_id,
        contract_id=loan.contract_id,
        card_id=loan.card_id,
        currency=loan.currency,
        principal_minor=loan.principal_minor,
        terms=loan.terms,
        disbursed_on=loan.disbursed_on,
        opened_on=loan.opened_on,
    )
    booked = []
    for entry in history:
        if not entry.is_standing:
            again = replace(again, history=(*again.history, entry))
            continue
        after = happened(again, entry)
        again = after.loan
        booked.append(Booked(entry.booked_on, after.events))
    again, events = again.brought_to(until)
    booked.append(Booked(until, events))
    kept = replace(again, live_repayment_id=loan.live_repayment_id, version=loan.version)
    return kept, booked


def with_entry(history: Sequence[HistoryEntry], entry: HistoryEntry) -> tuple[HistoryEntry, ...]:
    """A history with one more entry, after those of the same value date."""
    before = [e for e in history if e.on <= entry.on]
    return (*before, entry, *(e for e in history if e.on > entry.on))


def without_entry(history: Sequence[HistoryEntry], entry_id: UUID) -> tuple[HistoryEntry, ...]:
    """A history without one entry. Raises NotOnTheLoan."""
    kept = tuple(e for e in history if e.entry_id != entry_id)
    if len(kept) == len(history):
        raise NotOnTheLoan(kind="history")
    return kept


def taking_back(
    history: Sequence[HistoryEntry], entry_id: UUID, on: date
) -> tuple[HistoryEntry, ...]:
    """A history in which one entry no longer counts; it stays on record. Raises NotOnTheLoan."""
    if not any(e.entry_id == entry_id and e.is_standing for e in history):
        raise NotOnTheLoan(kind="history")
    return tuple(replace(e, taken_back_on=on) if e.entry_id == entry_id else e for e in history)


def events_of(booked: Iterable[Booked]) -> list[object]:
    """All events of a replay in order."""
    return [event for some in booked for event in some.events]


def _repayment(loan: Loan, entry: HistoryEntry) -> Happened:
    posting = post_money(
        loan,
        entry.amount_minor,
        entry.on,
        effect=entry.effect or PrepaymentEffect.SMALLER_INSTALMENTS,
        keep_excess=entry.keep_excess,
    )
    after = posting.loan
    kind = RecoveryPosted if loan.status is LoanStatus.CHARGED_OFF else RepaymentPosted
    announced = kind(
        customer_id=loan.customer_id,
        repayment_id=entry.entry_id,
        loan_id=loan.loan_id,
        credit_line_id=loan.credit_line_id,
        kind=entry.label,
        penalty_minor=posting.parts.penalty_minor,
        interest_minor=posting.parts.interest_minor,
        principal_minor=posting.parts.principal_minor,
        interest_charged_minor=posting.interest_charged_minor,
        value_date=entry.on,
        outstanding_principal_minor=after.outstanding_principal_minor,
        currency=loan.currency,
        fee_minor=posting.parts.fee_minor,
        overpayment_minor=posting.overpayment_minor,
    )
    fees = tuple(event for event in posting.events if isinstance(event, FeeCharged))
    others = tuple(event for event in posting.events if not isinstance(event, FeeCharged))
    events = (*_penalty_fixed(loan, after, announced), *fees, announced, *others)
    return Happened(after, events, posting.parts, posting.overpayment_minor)


def _penalty_fixed(before: Loan, after: Loan, posted: RepaymentPosted) -> tuple[object, ...]:
    """Penalty enters the books when it is paid; on a written-off loan it never did."""
    if not posted.penalty_minor or before.status is LoanStatus.CHARGED_OFF:
        return ()
    return (
        PenaltyAccrued(
            customer_id=before.customer_id,
            loan_id=before.loan_id,
            amount_minor=posted.penalty_minor,
            unpaid_penalty_minor=after.owed(posted.value_date).penalty_minor,
            business_date=posted.value_date,
            currency=before.currency,
        ),
    )


def _plan_change(loan: Loan, entry: HistoryEntry) -> Happened:
    assert entry.change is not None
    after = changed(loan, entry.change, entry.on)
    upcoming = after.upcoming()
    event = PlanChanged(
        customer_id=loan.customer_id,
        loan_id=loan.loan_id,
        change_id=entry.entry_id,
        kind=entry.change.kind.value,
        interest_charged_minor=_booked_interest(after) - _booked_interest(loan),
        instalments_to_come=len(upcoming),
        next_due_on=upcoming[0].due_on,
        business_date=entry.on,
        currency=loan.currency,
    )
    return Happened(after, (event,))


def _booked_interest(loan: Loan) -> int:
    """Interest that is booked as owed and not paid: of fallen instalments, and carried into others.

    A change of the plan moves no money, so what it adds to this became owed with it.
    """
    upcoming = loan.upcoming()
    fallen = sum(i.unpaid_interest_minor for i in loan.instalments if i not in upcoming)
    return fallen + sum(max(0, i.carried_interest_minor - i.interest_paid_minor) for i in upcoming)


def _waiver(loan: Loan, entry: HistoryEntry) -> Happened:
    assert entry.part is not None
    after = waived(loan, entry.part, entry.amount_minor, entry.on)
    return Happened(after.loan, after.events)


def _coupon(loan: Loan, entry: HistoryEntry) -> Happened:
    after = coupon_used(loan, UUID(entry.label), entry.amount_minor, entry.on)
    return Happened(after.loan, after.events)


def _subsidy(loan: Loan, entry: HistoryEntry) -> Happened:
    after = subsidy_granted(loan, entry.amount_minor, entry.on)
    return Happened(after.loan, after.events)


def _fee(loan: Loan, entry: HistoryEntry) -> Happened:
    after = fee_charged(loan, entry.label, entry.amount_minor, entry.on)
    return Happened(after.loan, after.events)


def _no_penalty(loan: Loan, entry: HistoryEntry) -> Happened:
    assert entry.since is not None
    assert entry.until is not None
    after = without_penalty(loan, entry.since, entry.until, entry.on)
    return Happened(after.loan, after.events)


def _charge_off(loan: Loan, entry: HistoryEntry) -> Happened:
    after = charged_off(loan, entry.on)
    return Happened(after.loan, after.events)


_EFFECTS: Mapping[EntryKind, Callable[[Loan, HistoryEntry], Happened]] = {
    EntryKind.REPAYMENT: _repayment,
    EntryKind.PLAN_CHANGE: _plan_change,
    EntryKind.WAIVER: _waiver,
    EntryKind.FEE: _fee,
    EntryKind.NO_PENALTY: _no_penalty,
    EntryKind.CHARGE_OFF: _charge_off,
    EntryKind.COUPON: _coupon,
    EntryKind.SUBSIDY: _subsidy,
}
