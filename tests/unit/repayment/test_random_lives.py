"""Random lives of loans: whatever happens, the books agree, money is conserved, the cap holds.

A life is a state machine: days pass, money comes in parts and whole, plans change, the lender
waives, charges, writes off, takes back and dates back. `GRANARY_LIVES` says how many are played.
"""

import os
from collections import Counter
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chassis.decision import Transfer
from chassis.errors import DomainError
from chassis.frozen import replace
from services.repayment.domain.allocation_order import Direction, Part
from services.repayment.domain.events import RepaymentPosted
from services.repayment.domain.history import (
    EntryKind,
    HistoryEntry,
    PlanChange,
    PlanChangeKind,
    PrepaymentEffect,
)
from services.repayment.domain.journal import transfers_of
from services.repayment.domain.ledger.reversal import difference
from services.repayment.domain.life import Booked, happened, replayed, with_entry, without_entry
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.loan_opening import open_loan
from services.repayment.domain.prepayment_fee import FeeTier
from services.repayment.domain.repayment_schedule import Method, principal_days
from tests.builders.loans import allocation_rules, open_loan_command, repayment_id, some_terms

LIVES = int(os.environ.get("GRANARY_LIVES", "150"))
FEE = "service_fee"
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
shares = st.integers(1, 100)


def transfers(loan: Loan, booked: list[Booked]) -> list[Transfer]:
    """What a replay posts, its opening included."""
    opened = open_loan(
        None,
        open_loan_command(
            principal_minor=loan.principal_minor, terms=loan.terms, disbursed_on=loan.disbursed_on
        ),
    ).transfers
    later = (
        transfers_of(
            some.events,
            customer_id=loan.customer_id,
            loan_id=loan.loan_id,
            business_date=some.on,
        )
        for some in booked
    )
    return [*opened, *(transfer for each in later for transfer in each)]


class Life(RuleBasedStateMachine):
    """One loan, its books beside it, and the money that came and went."""

    loan: Loan
    today: date

    @initialize(
        principal=st.integers(50_000, 4_000_000),
        count=st.sampled_from([1, 2, 5, 10, 20]),
        rate=st.integers(100, 657),
        method=st.sampled_from(list(Method)),
        fee=st.sampled_from([0, 0, 10_000, 50_000]),
        deferred=st.sampled_from([0, 0, 2]),
        interest_only=st.sampled_from([0, 0, 3]),
        coupon=st.sampled_from([0, 0, 15]),
        compound=st.booleans(),
        direction=st.sampled_from(list(Direction)),
    )
    def draws(
        self,
        principal: int,
        count: int,
        rate: int,
        method: Method,
        fee: int,
        deferred: int,
        interest_only: int,
        coupon: int,
        compound: bool,  # noqa: FBT001 - drawn by name
        direction: Direction,
    ) -> None:
        single = method is Method.PAY_ANY_TIME_DAILY
        terms = some_terms(
            daily_rate_ppm=rate,
            instalments=count,
            method=method,
            prepayment_fee=(FeeTier(0, fee),) if fee else (),
            fee_items=(FEE,),
            interest_deferred_instalments=0 if single else min(deferred, count - 1),
            principal_free_instalments=0 if single else min(interest_only, count - 1),
            interest_free_days=coupon,
            compound=compound,
            principal_first_after_days=90,
        )
        terms = replace(
            terms,
            allocation=allocation_rules((Part.PENALTY, Part.INTEREST, Part.PRINCIPAL), direction),
        )
        opening = open_loan(None, open_loan_command(principal_minor=principal, terms=terms))
        self.loan, self.today = opening.reply, opening.reply.disbursed_on
        self.posted: list[Transfer] = list(opening.transfers)
        self.received = self.number = 0

    @rule(days=st.sampled_from([1, 2, 10, 31, 45]))
    def days_pass(self, days: int) -> None:
        self.today += timedelta(days=days)
        self.book(*self.loan.brought_to(self.today))

    @rule(share=shares, effect=st.sampled_from(list(PrepaymentEffect)))
    def pays_a_part(self, share: int, effect: PrepaymentEffect) -> None:
        self.pay(max(1, self.loan.payoff(self.today).total_minor * share // 100), effect)

    @rule(share=shares)
    def pays_of_what_is_due(self, share: int) -> None:
        self.pay(self.loan.owed(self.today).total_minor * share // 100)

    @rule()
    def pays_off(self) -> None:
        self.pay(self.loan.payoff(self.today).total_minor)

    @rule(more=st.integers(1, 10_000))
    def transfers_too_much(self, more: int) -> None:
        self.pay(self.loan.payoff(self.today).total_minor + more, keep_excess=True)

    @rule(
        kind=st.sampled_from(list(PlanChangeKind)),
        number=st.integers(1, 12),
        days=st.integers(0, 40),
        length=st.integers(0, 40),
        rate=st.integers(0, 900),
    )
    def changes_the_plan(
        self, kind: PlanChangeKind, number: int, days: int, length: int, rate: int
    ) -> None:
        begins = self.today + timedelta(days=days)
        change = PlanChange(
            kind=kind,
            due_day=number * 2 + 7,
            instalments=number,
            from_on=begins,
            to_on=begins + timedelta(days=length),
            daily_rate_ppm=rate,
        )
        done = self.happen(self.entry(EntryKind.PLAN_CHANGE, change=change))
        if kind is PlanChangeKind.RATE_CHANGE and rate * 365 > self.loan.terms.cap_annual_ppm:
            assert done is None

    @rule(part=st.sampled_from([Part.PENALTY, Part.INTEREST, Part.FEE]), share=shares)
    def lender_waives(self, part: Part, share: int) -> None:
        amount = self.loan.owed(self.today).of(part) * share // 100
        self.happen(self.entry(EntryKind.WAIVER, part=part, amount_minor=amount))

    @rule(share=shares, kind=st.sampled_from([EntryKind.COUPON, EntryKind.SUBSIDY]))
    def others_bear_interest(self, share: int, kind: EntryKind) -> None:
        amount = self.loan.owed(self.today).interest_minor * share // 100
        coupon = str(repayment_id(900 + self.number))
        self.happen(self.entry(kind, label=coupon, amount_minor=amount))

    @rule(amount=st.integers(1, 2_000))
    def lender_charges_a_fee(self, amount: int) -> None:
        self.happen(self.entry(EntryKind.FEE, label=FEE, amount_minor=amount))

    @rule(days=st.integers(1, 20))
    def rail_was_silent(self, days: int) -> None:
        since = max(self.loan.disbursed_on, self.today - timedelta(days=days))
        self.happen(self.entry(EntryKind.NO_PENALTY, since=since, until=self.today))

    @precondition(lambda self: self.loan.days_past_due(self.today) > 60)
    @rule()
    def lender_charges_off(self) -> None:
        self.happen(self.entry(EntryKind.CHARGE_OFF))

    @precondition(lambda self: any(e.kind is EntryKind.REPAYMENT for e in self.loan.history))
    @rule(which=st.integers(0, 5))
    def a_repayment_is_taken_back(self, which: int) -> None:
        paid = [e for e in self.loan.history if e.kind is EntryKind.REPAYMENT]
        entry = paid[which % len(paid)]
        if self.restate(without_entry(self.loan.history, entry.entry_id)):
            self.received -= entry.amount_minor

    @rule(days=st.integers(1, 60), share=shares)
    def a_repayment_counts_for_a_past_day(self, days: int, share: int) -> None:
        on = max(self.loan.disbursed_on + timedelta(days=1), self.today - timedelta(days=days))
        if on >= self.today or not self.loan.payoff(self.today).total_minor:
            return
        amount = max(1, self.loan.payoff(self.today).total_minor * share // 100)
        entry = replace(
            self.entry(EntryKind.REPAYMENT, amount_minor=amount, keep_excess=True), on=on
        )
        if self.restate(with_entry(self.loan.history, entry)):
            self.received += amount

    @invariant()
    def debits_equal_credits(self) -> None:
        assert sum(self.books().values()) == 0

    @invariant()
    def money_is_conserved(self) -> None:
        books = self.books()
        assert books["bank_clearing"] == self.received - self.loan.principal_minor
        assert books["customer_credit"] <= 0

    @invariant()
    def the_books_say_what_the_loan_says(self) -> None:
        loan, books = self.loan, self.books()
        principal = books["loan_principal"] + books["written_off_loans"]
        assert principal == loan.outstanding_principal_minor
        assert books["penalty_receivable"] == 0
        if loan.status is LoanStatus.CHARGED_OFF or loan.charged_off_on is not None:
            assert books["loan_principal"] == books["interest_receivable"] == 0
            return
        carried = sum(
            i.carried_interest_minor - min(i.interest_paid_minor, i.carried_interest_minor)
            for i in loan.upcoming()
        )
        assert books["interest_receivable"] == loan.owed(self.today).interest_minor + carried
        assert books["fee_receivable"] == loan.owed(self.today).fee_minor + sum(
            i.fee_minor - i.fee_paid_minor for i in loan.upcoming()
        )

    @invariant()
    def the_plan_repays_the_principal_to_the_fen(self) -> None:
        loan = self.loan
        planned = sum(i.principal_minor for i in loan.instalments)
        assert planned + loan.prepaid_principal_minor == loan.principal_minor
        assert all(i.principal_minor >= 0 for i in loan.instalments)
        ahead = sum(i.principal_minor for i in loan.upcoming())
        assert ahead == loan.not_yet_due_principal_minor
        assert min(loan.owed(self.today).of(part) for part in Part) >= 0

    @invariant()
    def the_cost_never_passes_the_cap(self) -> None:
        """Up to the half fen that rounding may add once for each instalment and its penalty."""
        loan = self.loan
        fen_days = principal_days(loan.outstanding_history, loan.disbursed_on, self.today)
        most = fen_days * loan.terms.cap_annual_ppm // (365 * 1_000_000)
        assert loan.charged(self.today) <= most + len(loan.instalments) + 1

    @invariant()
    def a_replay_gives_the_same_loan(self) -> None:
        again, _ = replayed(self.loan, self.loan.history, self.loan.as_of)
        assert again == self.loan

    def entry(self, kind: EntryKind, **details: Any) -> HistoryEntry:
        self.number += 1
        return HistoryEntry(
            kind=kind,
            entry_id=repayment_id(self.number),
            on=self.today,
            booked_on=self.today,
            **details,
        )

    def pay(
        self,
        amount: int,
        effect: PrepaymentEffect = PrepaymentEffect.SMALLER_INSTALMENTS,
        *,
        keep_excess: bool = False,
    ) -> None:
        if amount < 1 or self.loan.status is LoanStatus.SETTLED:
            return
        entry = self.entry(
            EntryKind.REPAYMENT, amount_minor=amount, effect=effect, keep_excess=keep_excess
        )
        done = self.happen(entry)
        assert done is not None
        self.received += amount
        assert done.parts.total_minor + done.overpayment_minor == amount
        (told,) = (e for e in done.events if isinstance(e, RepaymentPosted))
        assert told.amount_minor + told.overpayment_minor == amount

    def happen(self, entry: HistoryEntry) -> Any:
        """Let it happen, or see it refused with nothing changed."""
        try:
            done = happened(self.loan, entry)
        except DomainError:
            return None
        self.book(done.loan, done.events)
        return done

    def restate(self, history: tuple[HistoryEntry, ...]) -> bool:
        """Correct the past; False when what happened later cannot follow from it."""
        _, was = replayed(self.loan, self.loan.history, self.loan.as_of)
        try:
            after, now = replayed(self.loan, history, self.loan.as_of)
        except DomainError:
            return False
        change = difference(transfers(self.loan, was), transfers(self.loan, now), self.today)
        self.posted += change
        self.loan = after
        return True

    def book(self, loan: Loan, events: tuple[object, ...]) -> None:
        self.loan = loan
        self.posted += transfers_of(
            events,
            customer_id=loan.customer_id,
            loan_id=loan.loan_id,
            business_date=self.today,
        )

    def books(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for transfer in self.posted:
            found[transfer.debit] += transfer.amount_minor
            found[transfer.credit] -= transfer.amount_minor
        return found


Life.TestCase.settings = settings(
    max_examples=LIVES,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    # A shrunk life is nicer to read, and shrinking one takes minutes: ask for it by name.
    phases=tuple(Phase) if "GRANARY_SHRINK" in os.environ else PHASES,
)
TestLife = Life.TestCase
