"""Joint lending: shares that sum to the fen, the least share of the law, what is passed on."""

import tomllib
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.dated_policy import DatedParameters, PolicyError
from chassis.decision import Transfer
from chassis.frozen import replace
from services.repayment.domain.errors import PartnerSharesImpossible, PartnerShareTooSmall
from services.repayment.domain.ledger.partners import (
    JointLoan,
    partner_shares,
    share_of,
    shared,
    shares_of,
)
from services.repayment.domain.ledger.policy import BooksPolicyRegistry, Partner, check_partners
from services.repayment.domain.ledger.posting_table import POSTING_TABLE
from services.repayment.domain.ledger.reversal import REVERSAL
from services.repayment.policy_file import BOOKS_DEFAULT, read_books_policy
from tests.unit.repayment.test_journal import balances_of

DAY = date(2026, 12, 23)
POLICY = read_books_policy().on(DAY)
JOINT = JointLoan(UUID(int=1), UUID(int=2), "CNY", (Partner("bank-a", 800_000, 700_000),))
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
    least = POLICY.partner_share_least_ppm
    check_partners((), least)
    check_partners((Partner("a", 200_000, 0), Partner("b", 100_000, 0)), least)

    with pytest.raises(PartnerShareTooSmall) as refusal:
        check_partners((Partner("a", 299_999, 500_000),), least)
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
        check_partners(partners, POLICY.partner_share_least_ppm)


def an_entry(kind: str, amount_minor: int) -> Transfer:
    """One of the loan's own entries, or one taken back."""
    row = next(r for r in POSTING_TABLE if r.kind == kind.removeprefix(REVERSAL))
    sides = (row.credit, row.debit) if kind.startswith(REVERSAL) else (row.debit, row.credit)
    return Transfer(*sides, amount_minor, kind, UUID(int=1), UUID(int=2), DAY)


amounts = st.integers(1, 10**6)
ends_principal = st.sampled_from(["principal_repaid", "principal_charged_off"])
ends_interest = st.sampled_from(
    ["interest_repaid", "interest_waived", "interest_charged_off", "coupon_used", "subsidy_granted"]
)


@given(
    st.lists(st.tuples(ends_principal, amounts), min_size=1, max_size=8),
    st.lists(st.tuples(ends_interest, amounts), max_size=8),
    st.integers(300_000, 1_000_000),
    st.integers(0, 1_000_000),
)
def test_however_a_loan_ends_nothing_of_it_is_left_with_its_partner(
    principals: list[tuple[str, int]],
    interests: list[tuple[str, int]],
    principal_ppm: int,
    interest_ppm: int,
) -> None:
    joint = replace(JOINT, partners=(Partner("bank-a", principal_ppm, interest_ppm),))
    principal, interest = sum(p for _, p in principals), sum(i for _, i in interests)
    entries = [an_entry("disbursement", principal)]
    entries += [an_entry("interest_charged", amount) for _, amount in interests]
    entries += [an_entry(kind, amount) for kind, amount in (*principals, *interests)]

    after, posted = shared(joint, entries)

    balances = balances_of(posted)
    assert sum(after.payable) == -balances.get("partner_payable", 0)
    assert balances.get("partner_principal", 0) == balances.get("partner_interest", 0) == 0
    assert balances.get("interest_shared", 0) == interest * interest_ppm // 1_000_000
    paid = ("principal_repaid", "interest_repaid", "coupon_used", "subsidy_granted")
    if all(kind in paid for kind, _ in (*principals, *interests)):
        # It owed us its funding and is owed all of it back, with its part of the interest.
        owed_to_partner = -balances.get("partner_payable", 0)
        assert owed_to_partner == interest * interest_ppm // 1_000_000
    (share,) = partner_shares(after)
    assert (share.principal_minor, share.interest_minor) == (0, 0)
    assert share.funded_minor == principal * principal_ppm // 1_000_000


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["principal_repaid", "interest_charged", "interest_repaid"]), amounts
        )
    ),
    st.integers(0, 10**6),
)
def test_what_is_taken_back_takes_the_partners_share_back(
    moves: list[tuple[str, int]], before: int
) -> None:
    joint = replace(
        JOINT,
        principal_ended_minor=before,
        interest_charged_minor=before,
        interest_ended_minor=before,
    )
    back = [(f"reversal:{kind}", amount) for kind, amount in reversed(moves)]

    after, posted = shared(joint, [an_entry(*move) for move in (*moves, *back)])

    assert after == replace(joint, payable=after.payable)
    assert not any(after.payable)
    assert not any(balances_of(posted).values())


def test_what_is_payable_is_counted_for_each_partner_apart() -> None:
    joint = replace(
        JOINT, partners=(Partner("bank-a", 500_000, 500_000), Partner("bank-b", 300_000, 100_000))
    )
    entries = [
        an_entry("disbursement", 1_000),
        an_entry("interest_charged", 100),
        an_entry("principal_repaid", 600),
        an_entry("interest_repaid", 100),
        an_entry("principal_charged_off", 400),
    ]

    after, posted = shared(joint, entries)

    # Funded 500 and 300; of the repaid 600 and 100 they get 300 + 50 and 180 + 10.
    assert after.payable == (-150, -110)
    assert balances_of(posted)["partner_payable"] == 260


def test_what_is_recovered_later_is_passed_on_by_share() -> None:
    after, posted = shared(
        JOINT, [an_entry("principal_recovered", 1_000), an_entry("interest_recovered", 100)]
    )

    assert balances_of(posted) == {"recovery_income": 870, "partner_payable": -870}
    assert (after.principal_recovered_minor, after.interest_recovered_minor) == (1_000, 100)


def test_penalty_fees_and_other_loans_are_not_shared() -> None:
    another = replace(an_entry("principal_repaid", 5), subject_id=UUID(int=9))

    entries = [another, an_entry("penalty_repaid", 5), an_entry("fee_repaid", 5)]

    assert shared(JOINT, entries) == (JOINT, ())


def with_partners(
    least: list[tuple[str, int]], partners: list[dict[str, Any]]
) -> BooksPolicyRegistry:
    """The policy file with other partners, and the least shares from other days on."""
    document = tomllib.loads(BOOKS_DEFAULT.read_text("utf-8"))
    row = {"source": "test", "confidence": "choice"}
    document["joint_lending"] = [row | {"value": partners, "effective_from": date(2026, 1, 1)}]
    document["partner_share_least_ppm"] = [
        row
        | {"value": ppm, "effective_from": date.fromisoformat(first)}
        | (
            {"effective_to": date.fromisoformat(least[place + 1][0]) - timedelta(days=1)}
            if place + 1 < len(least)
            else {}
        )
        for place, (first, ppm) in enumerate(least)
    ]
    return BooksPolicyRegistry(DatedParameters.of(document))


A_BANK = {"name": "bank-a", "principal_ppm": 400_000, "interest_ppm": 350_000}


def test_the_policy_says_who_lends_with_us_and_nobody_does_by_default() -> None:
    policies = with_partners([("2022-01-01", 300_000)], [A_BANK])

    assert policies.on(DAY).joint_lending == (Partner("bank-a", 400_000, 350_000),)
    assert policies.knows_partners
    assert read_books_policy().on(DAY).joint_lending == ()
    assert not read_books_policy().knows_partners


@pytest.mark.parametrize(
    ("least", "partners"),
    [
        ([("2022-01-01", 400_001)], [A_BANK]),
        ([("2022-01-01", 300_000), ("2026-06-01", 500_000)], [A_BANK]),
        ([("2022-01-01", 300_000)], [A_BANK, A_BANK]),
        ([("2022-01-01", 300_000)], [A_BANK, A_BANK | {"name": "b", "principal_ppm": 700_000}]),
        ([("2022-01-01", 300_000)], [A_BANK | {"interest_ppm": 1_000_001}]),
        ([("2022-01-01", 300_000)], A_BANK),
    ],
    ids=["too small", "too small later", "named twice", "beyond the whole", "interest", "no list"],
)
def test_a_policy_whose_partners_the_law_or_arithmetic_forbid_is_refused(
    least: list[tuple[str, int]], partners: Any
) -> None:
    with pytest.raises(PolicyError):
        with_partners(least, partners)
