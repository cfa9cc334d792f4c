"""Loans of Granary's own kind, priced by the day: answered by the engine that serves them.

What a borrower pays ahead belongs to no instalment of ours; in the answer it is principal of the
row that was running, so that the balances chain.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from services.repayment.domain.allocation_order import Part
from services.repayment.domain.history import (
    EntryKind,
    HistoryEntry,
    PlanChange,
    PlanChangeKind,
    PrepaymentEffect,
)
from services.repayment.domain.instalment import Instalment
from services.repayment.domain.life import first_day, happened
from services.repayment.domain.loan import Loan
from services.repayment.domain.policy import RepaymentPolicy
from services.repayment.domain.repayment_schedule import NANO
from services.repayment.domain.terms import PPM, DisclosedFee, LoanTerms
from services.repayment.quoting.agreement import Agreement, PaidAhead
from services.repayment.quoting.book import Charge, Row
from services.repayment.quoting.events import (
    ChargeDue,
    CloseOfBusiness,
    Event,
    InterestPause,
    Payment,
    RateChange,
    ReAge,
    Reschedule,
)
from services.repayment.quoting.reading import VectorUnsupportedError

A_DAY = timedelta(days=1)
NOBODY = UUID(int=0)
FEE = "fee"
ANY_AMOUNT = 10**12
"""A vector names its fees when it charges them; only the cap bounds them."""
EFFECTS = {
    PaidAhead.REDUCE_INSTALMENT: PrepaymentEffect.SMALLER_INSTALMENTS,
    PaidAhead.REDUCE_NUMBER: PrepaymentEffect.FEWER_INSTALMENTS,
    PaidAhead.RESCHEDULE_NEXT: PrepaymentEffect.NEXT_INSTALMENTS_FIRST,
}


def own_loan(agreement: Agreement, events: Sequence[Event], policy: RepaymentPolicy) -> list[Row]:
    """The rows of a loan in Granary's conventions. Raises DomainError, VectorUnsupportedError."""
    life = _Life(agreement, _terms(agreement, policy))
    for event in events:
        life.take(event)
    return life.rows()


def _terms(agreement: Agreement, policy: RepaymentPolicy) -> LoanTerms:
    plan = agreement.plan
    rate_ppm, finer = divmod(agreement.rate_nano, NANO // PPM)
    if finer or plan.flat or plan.first_due_on or agreement.down_payment_ppm or agreement.rolled:
        raise VectorUnsupportedError("Granary's own loans are not priced or planned like that")
    return LoanTerms(
        daily_rate_ppm=rate_ppm,
        instalments=plan.instalments,
        penalty_factor_pct=agreement.penalty_factor_pct,
        cap_annual_ppm=agreement.cap_annual_ppm,
        grace_days=agreement.grace_days,
        allocation=policy.allocation,
        prepayment_from_day=policy.prepayment_from_day,
        lending_policy_version="",
        repayment_policy_version=policy.version,
        method=plan.method,
        every=plan.every,
        unit=plan.unit,
        principal_free_instalments=plan.principal_free_instalments,
        interest_deferred_instalments=plan.interest_deferred_instalments,
        interest_free_days=plan.interest_free_days,
        due_day_shift=policy.due_day_shift,
        compound=policy.compound_penalty,
        principal_first_after_days=policy.principal_first_after_days,
        fees=(DisclosedFee(FEE, ANY_AMOUNT),),
    )


@dataclass(slots=True)
class _Paid:
    """What a row was paid, early and late, and what of it was principal paid ahead."""

    ahead_principal_minor: int = 0
    in_advance_minor: int = 0
    late_minor: int = 0
    on: date | None = None


@dataclass(slots=True)
class _Life:
    """A loan lived through the events of a vector."""

    agreement: Agreement
    terms: LoanTerms
    loan: Loan = field(init=False)
    paid: dict[int, _Paid] = field(default_factory=dict)
    number: int = 0

    def __post_init__(self) -> None:
        start = self.agreement.start
        self.loan = first_day(
            customer_id=NOBODY,
            loan_id=NOBODY,
            credit_line_id=NOBODY,
            contract_id=NOBODY,
            card_id=NOBODY,
            currency="CNY",
            principal_minor=self.agreement.principal_minor,
            terms=self.terms,
            disbursed_on=start,
            opened_on=start,
        )

    def take(self, event: Event) -> None:
        """Let one event happen to the loan."""
        on = event.on
        match event:
            case Payment():
                self._payment(event)
            case CloseOfBusiness():
                self.loan = self.loan.brought_to(on).loan
            case ChargeDue(part=Part.FEE):
                self._happen(on, EntryKind.FEE, amount_minor=event.amount_minor, label=FEE)
            case RateChange():
                ppm, finer = divmod(event.rate_nano, NANO // PPM)
                if finer:
                    raise VectorUnsupportedError("the new rate is finer than the engine counts")
                named = on + A_DAY
                change = PlanChange(PlanChangeKind.RATE_CHANGE, from_on=named, daily_rate_ppm=ppm)
                self._happen(named, EntryKind.PLAN_CHANGE, change=change)
            case InterestPause():
                first, last = on + A_DAY, event.until
                change = PlanChange(PlanChangeKind.INTEREST_PAUSE, from_on=first, to_on=last)
                self._happen(first, EntryKind.PLAN_CHANGE, change=change)
            case Reschedule():
                self._reschedule(event)
            case ReAge(unit=None):
                change = PlanChange(
                    PlanChangeKind.RE_AGE,
                    instalments=event.instalments,
                    from_on=event.first_due_on,
                )
                self._happen(on, EntryKind.PLAN_CHANGE, change=change)
            case _:
                raise VectorUnsupportedError("Granary's own loans have no such event")

    def rows(self) -> list[Row]:
        """The instalments as they stand, with what was paid ahead in the rows that were running."""
        rows, balance = [], self.agreement.principal_minor
        for instalment in self.loan.instalments:
            row = self._row(instalment)
            balance -= row.principal_minor
            row.balance_after_minor = balance
            rows.append(row)
        while len(rows) > 1 and not rows[-1].total_minor:
            rows.pop()
        return rows

    def _row(self, instalment: Instalment) -> Row:
        paid = self.paid.get(instalment.number, _Paid())
        penalty = instalment.penalty(self.terms, self.loan.as_of)
        row = Row(
            instalment.number,
            instalment.starts_on,
            instalment.due_on,
            principal_minor=instalment.principal_minor + paid.ahead_principal_minor,
            interest_minor=instalment.interest_minor,
            paid_in_advance_minor=paid.in_advance_minor,
            paid_late_minor=paid.late_minor,
        )
        for part, amount in ((Part.FEE, instalment.fee_minor), (Part.PENALTY, penalty)):
            if amount:
                row.charges.append(Charge(part, instalment.due_on, amount))
        row.paid |= {
            Part.PRINCIPAL: instalment.principal_paid_minor + paid.ahead_principal_minor,
            Part.INTEREST: instalment.interest_paid_minor,
            Part.FEE: instalment.fee_paid_minor,
            Part.PENALTY: instalment.penalty_paid_minor,
        }
        if row.paid_minor and not row.outstanding_minor:
            row.paid_on = paid.on
        return row

    def _payment(self, event: Payment) -> None:
        self.loan = self.loan.brought_to(event.on).loan
        amount = event.amount_minor
        if amount is None:
            amount = self.loan.payoff(event.on).total_minor
        effect = EFFECTS.get(self.agreement.paid_ahead)
        if effect is None:
            raise VectorUnsupportedError("the prepayment effect is none of Granary's own loans")
        before = _paid_by_number(self.loan)
        running = self.loan.upcoming()[:1]
        principal = self._happen(
            event.on, EntryKind.REPAYMENT, amount_minor=amount, label="PREPAY", effect=effect
        )
        for instalment in self.loan.instalments:
            got = _paid_on(instalment) - before[instalment.number]
            self._note(instalment.number, got, event.on, instalment.due_on)
        if running:
            due = sum(i.principal_paid_minor for i in self.loan.instalments)
            ahead = principal - (due - before[None])
            paid = self._note(running[0].number, ahead, event.on, running[0].due_on)
            paid.ahead_principal_minor += ahead

    def _note(self, number: int, amount_minor: int, on: date, due_on: date) -> _Paid:
        paid = self.paid.setdefault(number, _Paid())
        if amount_minor:
            paid.on = on
        if on < due_on:
            paid.in_advance_minor += amount_minor
        elif on > due_on:
            paid.late_minor += amount_minor
        return paid

    def _reschedule(self, event: Reschedule) -> None:
        if event.extra_terms:
            change = PlanChange(PlanChangeKind.EXTEND, instalments=event.extra_terms)
            self._happen(self._before(event.on), EntryKind.PLAN_CHANGE, change=change)
        if event.new_due_on is not None:
            change = PlanChange(PlanChangeKind.CHANGE_DUE_DAY, due_day=event.new_due_on.day)
            self._happen(self._before(event.on), EntryKind.PLAN_CHANGE, change=change)
            if event.new_due_on not in {i.due_on for i in self.loan.instalments}:
                raise VectorUnsupportedError("a due day moves within a month of its date")
        if event.rate_nano is not None or event.grace_principal or event.grace_interest:
            raise VectorUnsupportedError("a reschedule of Granary's own loans moves dates only")

    def _before(self, on: date) -> date:
        """A day on which the instalment due on or after a date is the running one."""
        begun = [i.starts_on for i in self.loan.instalments if i.starts_on < on <= i.due_on]
        return max([self.loan.as_of, *begun])

    def _happen(
        self,
        on: date,
        kind: EntryKind,
        *,
        amount_minor: int = 0,
        label: str = "",
        effect: PrepaymentEffect | None = None,
        change: PlanChange | None = None,
    ) -> int:
        """Let an entry take effect; answers the principal it repaid."""
        if on < self.loan.as_of or on < self.agreement.start:
            raise VectorUnsupportedError(f"an event on {on} comes after later ones have happened")
        self.number += 1
        entry = HistoryEntry(
            kind=kind,
            entry_id=UUID(int=self.number),
            on=on,
            booked_on=on,
            amount_minor=amount_minor,
            label=label,
            effect=effect,
            keep_excess=True,
            change=change,
        )
        after = happened(self.loan, entry)
        self.loan = after.loan
        return after.parts.principal_minor


def _paid_on(instalment: Instalment) -> int:
    return (
        instalment.principal_paid_minor
        + instalment.interest_paid_minor
        + instalment.fee_paid_minor
        + instalment.penalty_paid_minor
    )


def _paid_by_number(loan: Loan) -> Counter[int | None]:
    """What each instalment was paid; under None, the principal of all of them."""
    found: Counter[int | None] = Counter()
    for instalment in loan.instalments:
        found[instalment.number] += _paid_on(instalment)
        found[None] += instalment.principal_paid_minor
    return found
