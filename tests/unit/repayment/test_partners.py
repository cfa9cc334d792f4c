"""Joint lending: shares that sum to the fen, the least share of the law, what is passed on."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.repayment.domain.errors import PartnerSharesImpossible, PartnerShareTooSmall
from services.repayment.domain.events import InstalmentDue, LoanOpened, LoanRecovered
from services.repayment.domain.journal import transfers_of
from services.repayment.domain.ledger.partners import (
    JointLoan,
    Partner,
    check_partners,
    share_of,
    shared,
    shares_of,
)
from services.repayment.policy_file import read_books_policy
from tests.unit.repayment.test_journal import an_event, balances_of

DAY = date(2026, 12, 23)
POLICY = read_books_policy().on(DAY)
JOINT = JointLoan(UUID(int=1), UUID(int=2), "CNY", (Partner("bank-a", 800_000, 700_000),))
OPENED = an_event(LoanOpened, principal_minor=1_000_001)
ppm = st.integers(0, 500_000)


@given(st.integers(0, 10**12), st.integers(0, 10**12), st.tuples(ppm, ppm))
def test_the_shares_of_any_amount_sum_to_it_to_the_fen(
    amount: int, before: int, shares: tuple[int, int]
) -> None:
    parts = shares_of(amount, before, shares)

    *partners, ours = parts
    assert sum(parts) == amount
    assert all(part >= 0 for part in partners)
    # The fen that rounding left to us before may go to a partner with this amount.
    assert ours >= -len(partners)


@given(st.lists(st.integers(0, 10**9), max_size=30), st.integers(0, 1_000_000))
def test_the_shares_of_parts_add_up_to_the_share_of_the_whole(amounts: list[int], ppm: int) -> None:
    sums = [sum(amounts[:n]) for n in range(len(amounts) + 1)]

    parts = [share_of(after - before, before, ppm) for before, after in pairwise(sums)]

    assert sum(parts) == share_of(sums[-1], 0, ppm)


def test_partners_fund_at_least_three_tenths_of_a_joint_loan() -> None:
    check_partners((), POLICY)
    check_partners((Partner("a", 200_000, 0), Partner("b", 100_000, 0)), POLICY)

    with pytest.raises(PartnerShareTooSmall) as refusal:
        check_partners((Partner("a", 299_999, 500_000),), POLICY)
    assert refusal.value.metadata == {"least_ppm": "300000"}


@pytest.mark.parametrize(
    "partners",
    [
        (Partner("a", 600_000, 0), Partner("b", 400_001, 0)),
        (Partner("a", 400_000, 1_000_001),),
        (Partner("a", 400_000, -1),),
    ],
)
def test_shares_beyond_the_whole_or_below_nothing_are_refused(
    partners: tuple[Partner, ...],
) -> None:
    with pytest.raises(PartnerSharesImpossible):
        check_partners(partners, POLICY)


@given(
    st.integers(1, 10**8),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=12),
    st.integers(300_000, 1_000_000),
    st.integers(0, 1_000_000),
)
def test_when_all_is_repaid_the_partner_has_what_it_funded_and_its_interest(
    principal: int, charges: list[tuple[int, int]], principal_ppm: int, interest_ppm: int
) -> None:
    joint = replace(JOINT, partners=(Partner("bank-a", principal_ppm, interest_ppm),))
    joint, events = shared(joint, replace(OPENED, principal_minor=principal), DAY)
    left, interest = principal, 0
    for charged, repaid in [*charges, (7, principal)]:
        paid = min(left, repaid)
        left, interest = left - paid, interest + 2 * charged
        due = an_event(InstalmentDue, interest_minor=charged)
        joint, on_due = shared(joint, due, DAY)
        joint, on_paid = shared(joint, a_repayment(paid, 2 * charged, charged), DAY)
        events += on_due + on_paid

    entries = transfers_of(events, customer_id=UUID(int=1), loan_id=UUID(int=2), business_date=DAY)
    balances = balances_of(entries)

    assert balances.get("partner_principal", 0) == 0
    assert balances.get("partner_interest", 0) == 0
    # It owed us its funding and is owed principal and interest back: the interest is left.
    assert -balances.get("partner_payable", 0) == interest * interest_ppm // 1_000_000
    assert balances.get("interest_shared", 0) == interest * interest_ppm // 1_000_000


def a_repayment(principal: int, interest: int, charged: int) -> object:
    from services.repayment.domain.events import RepaymentPosted

    return an_event(
        RepaymentPosted,
        principal_minor=principal,
        interest_minor=interest,
        interest_charged_minor=charged,
    )


def test_an_event_that_moves_no_money_means_nothing_for_partners() -> None:
    assert shared(JOINT, an_event(LoanRecovered), DAY) == (JOINT, ())
    assert shared(JOINT, an_event(InstalmentDue), DAY) == (JOINT, ())
    assert shared(JOINT, a_repayment(0, 0, 0), DAY) == (JOINT, ())
