"""What the treasury bears of interest that falls due is claimed before anything is collected."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from services.repayment.domain.collection import open_day
from services.repayment.domain.ledger.events import SubsidyGranted
from services.repayment.domain.ledger.subsidy_claim import (
    EligibleSpending,
    SubsidyClaim,
    SubsidyMonth,
    SubsidyYear,
)
from services.repayment.domain.life import replayed
from services.repayment.domain.loan import Loan
from services.repayment.domain.subsidised_interest import Lowered, Subsidy, claim_id_of, lowered
from services.repayment.policy_file import read_books_policy
from tests.builders.changing_lives import balances
from tests.builders.loans import (
    CUSTOMER,
    DISBURSED_ON,
    LOAN,
    a_loan,
    an_auto_debit,
    paid,
    some_terms,
)

FIRST_DUE, SECOND_DUE = date(2026, 12, 23), date(2027, 1, 23)
POLICY = read_books_policy().on(DISBURSED_ON)
SPENDING = EligibleSpending(CUSTOMER, LOAN, 1_000_000, "invoices", "li", DISBURSED_ON)
SUBSIDY = Subsidy(SPENDING, POLICY, {"2026": None, "2027": None}, None)


def on_due_date(subsidy: Subsidy = SUBSIDY) -> Lowered:
    return lowered(a_loan(on=FIRST_DUE), subsidy, FIRST_DUE, FIRST_DUE)


def test_a_due_date_claims_a_part_of_the_interest() -> None:
    done = on_due_date()

    # 10,000.00 x 1 % x 30 / 365 = 8.22
    assert done.loan.owed(FIRST_DUE).interest_minor == 15_000 - 822
    assert [type(e) for e in done.events] == [SubsidyGranted]
    claim, year, month = (change.state for change in done.changes)
    assert claim == SubsidyClaim(
        customer_id=CUSTOMER,
        claim_id=claim_id_of(done.loan, FIRST_DUE),
        loan_id=LOAN,
        from_on=DISBURSED_ON,
        due_on=FIRST_DUE,
        eligible_principal_minor=1_000_000,
        nights=30,
        annual_ppm=10_000,
        amount_minor=822,
        currency="CNY",
        month="2026-12",
        evidence="invoices",
        told_by="li",
    )
    assert year == SubsidyYear(CUSTOMER, "2026", granted_minor=822)
    assert (month.month, month.granted_minor, month.open_minor) == ("2026-12", 822, 822)
    assert replayed(done.loan, done.loan.history, FIRST_DUE)[0] == done.loan


def test_only_what_was_spent_on_it_is_subsidised() -> None:
    some = replace(SUBSIDY, spending=replace(SPENDING, principal_minor=250_000))

    assert on_due_date(some).loan.owed(FIRST_DUE).interest_minor == 15_000 - 205


def test_what_the_borrower_got_this_year_counts() -> None:
    nearly = SubsidyYear(CUSTOMER, "2026", granted_minor=299_900, version=3)
    month = SubsidyMonth("2026-12", "CNY", granted_minor=5_000, version=7)
    done = on_due_date(replace(SUBSIDY, years={"2026": nearly}, month=month))

    claim, year, after = (change.state for change in done.changes)
    assert (claim.amount_minor, year.granted_minor, after.granted_minor) == (100, 300_000, 5_100)
    full = replace(SUBSIDY, years={"2026": replace(nearly, granted_minor=300_000)})
    assert on_due_date(full) == Lowered(a_loan(on=FIRST_DUE))


def test_older_arrears_are_not_what_has_just_fallen_due() -> None:
    late = a_loan(on=SECOND_DUE)

    assert lowered(late, SUBSIDY, SECOND_DUE, SECOND_DUE) == Lowered(late)


def test_without_interest_there_is_nothing_to_claim() -> None:
    loan = a_loan(on=date(2026, 12, 1))
    settled = paid(loan, loan.payoff(loan.as_of).total_minor, loan.as_of).loan

    assert lowered(settled, SUBSIDY, FIRST_DUE, FIRST_DUE) == Lowered(settled)


def test_the_card_is_debited_for_what_is_left() -> None:
    def lower(loan: Loan, due_on: date) -> Lowered:
        return lowered(loan, SUBSIDY, due_on, FIRST_DUE)

    started = open_day(a_loan(), FIRST_DUE, an_auto_debit(1), lower)

    asked = next(c.state for c in started.changes if hasattr(c.state, "asked_minor"))
    assert started.reply == 1
    assert asked.asked_minor == 115_000 - 822
    assert any(isinstance(c.state, SubsidyClaim) for c in started.changes)
    assert balances(*started.transfers)["subsidy_receivable"] == 822


@given(st.integers(100, 650), st.integers(0, 1_000_000), st.integers(0, 300_000))
def test_the_treasury_never_bears_more_than_half_nor_above_the_yearly_cap(
    rate: int, spent: int, granted: int
) -> None:
    loan = a_loan(terms=some_terms(daily_rate_ppm=rate), on=FIRST_DUE)
    before = loan.owed(FIRST_DUE).interest_minor
    year = SubsidyYear(CUSTOMER, "2026", granted_minor=granted)
    subsidy = replace(
        SUBSIDY, spending=replace(SPENDING, principal_minor=spent), years={"2026": year}
    )

    done = lowered(loan, subsidy, FIRST_DUE, FIRST_DUE)

    amount = before - done.loan.owed(FIRST_DUE).interest_minor
    assert 0 <= amount <= before // 2
    assert granted + amount <= 300_000
    assert sum(e.amount_minor for e in done.events) == amount  # type: ignore[attr-defined]


def test_a_claim_keeps_the_evidence_it_was_made_on_and_what_was_told_before_stays() -> None:
    anew = SPENDING.told_anew(400_000, "one invoice was returned", "wang", FIRST_DUE)
    again = anew.told_anew(0, "all of it", "li", FIRST_DUE)

    assert (anew.principal_minor, anew.told_by) == (400_000, "wang")
    assert [(one.principal_minor, one.note, one.told_by) for one in again.earlier] == [
        (1_000_000, "invoices", "li"),
        (400_000, "one invoice was returned", "wang"),
    ]
    claim = on_due_date(replace(SUBSIDY, spending=anew)).changes[0].state
    assert (claim.evidence, claim.told_by) == ("one invoice was returned", "wang")
