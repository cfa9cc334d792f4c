"""Corrections are entries the other way: old entries and the difference balance like the new."""

from collections import Counter
from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from chassis.decision import Transfer
from chassis.frozen import replace
from services.repayment.domain.ledger.reversal import difference, reversal_of

TODAY = date(2027, 1, 7)
A_TRANSFER = Transfer(
    debit="bank_clearing",
    credit="loan_principal",
    amount_minor=100_000,
    kind="principal_repaid",
    customer_id=UUID(int=1),
    subject_id=UUID(int=2),
    business_date=date(2026, 12, 23),
)
ACCOUNTS = ("bank_clearing", "loan_principal", "interest_receivable", "interest_income")

transfers = st.builds(
    lambda sides, amount, kind, customer, day: replace(
        A_TRANSFER,
        debit=sides[0],
        credit=sides[1],
        amount_minor=amount,
        kind=kind,
        customer_id=UUID(int=customer),
        business_date=date(2026, 12, day),
    ),
    st.lists(st.sampled_from(ACCOUNTS), min_size=2, max_size=2, unique=True),
    st.integers(1, 3),
    st.sampled_from(("charged", "repaid")),
    st.integers(1, 2),
    st.integers(1, 3),
)
lives = st.lists(transfers, max_size=12)


def balances(entries: tuple[Transfer, ...] | list[Transfer]) -> Counter[tuple[UUID, str, str]]:
    """What each account holds of each customer, by the entries' kind without its reversals."""
    found: Counter[tuple[UUID, str, str]] = Counter()
    for entry in entries:
        kind = entry.kind.removeprefix("reversal:")
        found[entry.customer_id, entry.debit, kind] += entry.amount_minor
        found[entry.customer_id, entry.credit, kind] -= entry.amount_minor
    return Counter({key: amount for key, amount in found.items() if amount})


def test_a_reversal_swaps_the_sides_and_says_what_it_takes_back() -> None:
    (reversal,) = reversal_of((A_TRANSFER,))

    assert reversal == replace(
        A_TRANSFER,
        debit="loan_principal",
        credit="bank_clearing",
        kind="reversal:principal_repaid",
    )
    assert reversal_of((reversal,)) == (A_TRANSFER,)


@given(lives)
def test_entries_and_their_reversals_leave_nothing(life: list[Transfer]) -> None:
    assert balances((*life, *reversal_of(life))) == Counter()


@given(lives, lives)
def test_old_entries_and_the_difference_balance_like_the_new(
    old: list[Transfer], new: list[Transfer]
) -> None:
    posted = difference(old, new, TODAY)

    assert balances((*old, *posted)) == balances(new)
    assert all(entry.business_date == TODAY for entry in posted)


@given(lives, lives, lives)
def test_a_life_corrected_twice_balances_like_the_last(
    first: list[Transfer], second: list[Transfer], third: list[Transfer]
) -> None:
    ledger = (*first, *difference(first, second, TODAY))

    ledger += difference(ledger, third, TODAY)

    assert balances(ledger) == balances(third)


@given(lives)
def test_what_is_right_stays_whatever_day_it_was_posted_on(life: list[Transfer]) -> None:
    other_days = [replace(entry, business_date=TODAY) for entry in reversed(life)]

    assert difference(life, other_days, TODAY) == ()


def test_only_what_differs_is_posted_reversals_first() -> None:
    wrong = replace(A_TRANSFER, amount_minor=90_000)
    twice = (A_TRANSFER, A_TRANSFER, wrong)

    posted = difference(twice, (A_TRANSFER, replace(A_TRANSFER, amount_minor=5)), TODAY)

    assert [(entry.kind, entry.amount_minor) for entry in posted] == [
        ("reversal:principal_repaid", 100_000),
        ("reversal:principal_repaid", 90_000),
        ("principal_repaid", 5),
    ]


def test_an_entry_that_was_taken_back_is_posted_again_when_it_was_right() -> None:
    ledger = (A_TRANSFER, *reversal_of((A_TRANSFER,)))

    assert difference(ledger, (), TODAY) == ()
    assert difference(ledger, (A_TRANSFER,), TODAY) == (replace(A_TRANSFER, business_date=TODAY),)
