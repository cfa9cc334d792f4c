"""Random lives of loans: whatever the customer does, the books and the loan say the same."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.repayment.domain.collection import (
    AutoDebit,
    Repayment,
    RepaymentKind,
    RepaymentStatus,
    fail_repayment,
    open_day,
    post_repayment,
    request_repayment,
)
from services.repayment.domain.events import RepaymentPosted
from services.repayment.domain.instalment import Owed
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.loan_opening import open_loan
from tests.builders.loans import (
    a_request,
    an_auto_debit,
    open_loan_command,
    repayment_id,
    some_terms,
)

ACTS = st.lists(
    st.tuples(
        st.integers(0, 25),  # days until the act
        st.sampled_from(["nothing", "due", "prepay", "payoff"]),
        st.integers(1, 100),  # per cent of what could be paid
        st.booleans(),  # whether the rail pays
        st.integers(0, 3),  # days until the rail says so
    ),
    max_size=25,
)


class Life:
    """Plays one loan against its pure decisions and keeps the books beside it."""

    def __init__(self, loan_decision: Any) -> None:
        self.books: Counter[str] = Counter()
        self.received = self.allocated = 0
        self.number = 0
        self.loan: Loan = loan_decision.reply
        self.repayment: Repayment | None = None
        self.take(loan_decision)

    def take(self, decision: Any) -> None:
        for transfer in decision.transfers:
            self.books[transfer.debit] += transfer.amount_minor
            self.books[transfer.credit] -= transfer.amount_minor
        for change in decision.changes:
            if isinstance(change.state, Loan):
                self.loan = change.state
            else:
                self.repayment = change.state
            self.allocated += sum(
                e.amount_minor for e in change.events if isinstance(e, RepaymentPosted)
            )

    def debit(self) -> AutoDebit:
        self.number += 1
        return an_auto_debit(self.number)

    def open(self, on: date) -> None:
        self.take(open_day(self.loan, on, self.debit()))

    def end_collection(self, on: date, *, paid: bool) -> None:
        if self.loan.live_repayment_id is None:
            return
        repayment = self.repayment
        assert repayment is not None
        assert repayment.repayment_id == self.loan.live_repayment_id
        if paid:
            self.received += repayment.amount_minor
            decision = post_repayment(repayment, self.loan, on, self.debit())
            assert decision.reply.status is RepaymentStatus.POSTED
        else:
            decision = fail_repayment(repayment, self.loan, "AM04", on, self.debit())
        self.take(decision)


@settings(max_examples=150, deadline=None)
@given(
    principal=st.integers(50_000, 5_000_000),
    instalments=st.sampled_from([1, 3, 5, 10, 20, 36]),
    daily_rate_ppm=st.integers(100, 650),
    acts=ACTS,
)
def test_the_books_agree_with_the_loan_through_any_life(
    principal: int,
    instalments: int,
    daily_rate_ppm: int,
    acts: list[tuple[int, str, int, bool, int]],
) -> None:
    terms = some_terms(daily_rate_ppm=daily_rate_ppm, instalments=instalments)
    life = Life(open_loan(None, open_loan_command(principal_minor=principal, terms=terms)))
    today = life.loan.disbursed_on

    for gap, act, per_cent, paid, answer_after in acts:
        for _ in range(gap):
            today += timedelta(days=1)
            life.open(today)
        life.end_collection(today, paid=paid)
        if life.loan.live_repayment_id is None and life.loan.status is not LoanStatus.SETTLED:
            ask(life, act, per_cent, today)
        for _ in range(answer_after):
            today += timedelta(days=1)
            life.open(today)
        life.end_collection(today, paid=paid)
        check(life, today, principal)


def ask(life: Life, act: str, per_cent: int, today: date) -> None:
    payoff = life.loan.brought_to(today)[0].payoff(today)
    life.number += 1
    due = payoff.due.total_minor
    if act == "due" and due:
        amount = max(1, due * per_cent // 100)
        kind = RepaymentKind.DUE
    elif act == "prepay" and today > life.loan.disbursed_on:
        amount = due + max(1, (payoff.total_minor - due) * per_cent // 100)
        kind = RepaymentKind.PREPAY
    elif act == "payoff" and today > life.loan.disbursed_on:
        amount, kind = payoff.total_minor, RepaymentKind.PAYOFF
    else:
        return
    if amount <= payoff.total_minor:
        request = a_request(amount, kind=kind, on=today, number=life.number)
        life.take(request_repayment(life.loan, request))
        assert life.loan.live_repayment_id == repayment_id(life.number)


def check(life: Life, today: date, principal: int) -> None:
    loan, books = life.loan, life.books
    assert sum(books.values()) == 0
    assert life.received == life.allocated
    assert books["loan_principal"] == loan.outstanding_principal_minor
    unpaid = loan.owed(today)
    assert books["interest_receivable"] == unpaid.interest_minor
    assert books["penalty_receivable"] == 0
    assert books["bank_clearing"] == life.received - principal
    planned = sum(i.principal_minor for i in loan.instalments)
    assert planned + loan.prepaid_principal_minor == principal
    assert all(part >= 0 for part in (unpaid.penalty_minor, unpaid.principal_minor))
    if loan.status is LoanStatus.SETTLED:
        assert unpaid == Owed()
        assert books["loan_principal"] == books["interest_receivable"] == 0
    assert_never_above_the_cap(loan, today, principal)


def assert_never_above_the_cap(loan: Loan, today: date, principal: int) -> None:
    """All that was ever charged is at most the cap on the principal for the days since payout."""
    days = (max(today, loan.instalments[-1].due_on) - loan.disbursed_on).days
    charged = sum(i.interest_minor + i.penalty(loan.terms, today) for i in loan.instalments)
    rounding = len(loan.instalments) * 2
    assert charged <= principal * days * loan.terms.cap_annual_ppm // 365 // 1_000_000 + rounding
