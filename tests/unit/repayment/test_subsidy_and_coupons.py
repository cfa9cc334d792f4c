"""Interest borne by others: the subsidy's caps and window, and what a coupon forgives."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.dated_policy import DatedParameters, PolicyError
from chassis.frozen import replace
from chassis.policy_files import read_document
from services.repayment.domain.ledger.coupons import Coupon, forgiven_by, use_coupon
from services.repayment.domain.ledger.policy import BooksPolicyRegistry, SubsidyWindow
from services.repayment.domain.ledger.subsidy import (
    InterestPeriod,
    grant,
    subsidised_annual_ppm,
    subsidised_nights,
    subsidy_of,
)
from services.repayment.policy_file import BOOKS_DEFAULT, read_books_policy

POLICY = read_books_policy().on(date(2026, 11, 23))
# 10,000.00 for 30 nights at 0.05 %: 150.00 of interest.
PERIOD = InterestPeriod(
    customer_id=UUID(int=1),
    loan_id=UUID(int=2),
    from_on=date(2026, 11, 23),
    to_on=date(2026, 12, 23),
    eligible_principal_minor=1_000_000,
    daily_rate_ppm=500,
    interest_minor=15_000,
    currency="CNY",
)
COUPON = Coupon(UUID(int=3), 15, 500_000, date(2026, 11, 1), date(2026, 12, 31))


def test_one_point_a_year_of_the_eligible_principal_is_claimed() -> None:
    # 10,000.00 x 1 % x 30 / 365 = 8.219...
    assert subsidy_of(PERIOD, POLICY, granted_this_year_minor=0) == 822


def test_no_more_than_half_the_contract_rate_is_claimed() -> None:
    # 0.004 % a day is 1.46 % a year; half of it is 0.73 %.
    cheap = replace(PERIOD, daily_rate_ppm=40, interest_minor=1_200)

    assert subsidised_annual_ppm(40, POLICY) == 7_300
    assert subsidised_annual_ppm(500, POLICY) == 10_000
    assert subsidy_of(cheap, POLICY, granted_this_year_minor=0) == 600


def test_a_borrower_gets_at_most_three_thousand_yuan_a_year() -> None:
    assert subsidy_of(PERIOD, POLICY, granted_this_year_minor=299_500) == 500
    assert subsidy_of(PERIOD, POLICY, granted_this_year_minor=300_000) == 0
    assert subsidy_of(PERIOD, POLICY, granted_this_year_minor=300_001) == 0
    assert grant(PERIOD, POLICY, granted_this_year_minor=300_000) == ()


@pytest.mark.parametrize(
    ("from_on", "to_on", "nights"),
    [
        (date(2025, 8, 1), date(2025, 9, 1), 0),
        (date(2025, 8, 1), date(2025, 9, 2), 1),
        (date(2026, 12, 20), date(2027, 1, 20), 12),
        (date(2026, 12, 31), date(2027, 1, 1), 1),
        (date(2027, 1, 1), date(2027, 2, 1), 0),
    ],
)
def test_only_the_nights_of_the_window_count(from_on: date, to_on: date, nights: int) -> None:
    assert subsidised_nights(from_on, to_on, POLICY) == nights


def test_what_is_granted_is_announced_on_the_due_date() -> None:
    (granted,) = grant(PERIOD, POLICY, granted_this_year_minor=0)

    assert (granted.amount_minor, granted.business_date) == (822, PERIOD.to_on)


@given(
    st.integers(0, 20_000_000),
    st.integers(0, 10_000),
    st.integers(0, 400),
    st.integers(0, 400_000),
    st.integers(0, 1_000_000),
)
def test_no_claim_passes_any_cap(
    principal: int, rate: int, days: int, granted: int, interest: int
) -> None:
    period = replace(
        PERIOD,
        eligible_principal_minor=principal,
        daily_rate_ppm=rate,
        to_on=PERIOD.from_on + timedelta(days=days),
        interest_minor=interest,
    )

    claim = subsidy_of(period, POLICY, granted_this_year_minor=granted)

    assert 0 <= claim <= max(0, 300_000 - granted)
    assert 2 * claim <= interest
    assert claim * 365 * 1_000_000 <= principal * days * 10_000 + 365 * 500_000


def test_a_coupon_forgives_its_nights_on_its_principal() -> None:
    # 5,000.00 for 15 nights at 0.05 %.
    assert forgiven_by(COUPON, PERIOD) == 3_750


def test_a_coupon_forgives_no_more_than_the_interest_of_the_period() -> None:
    assert forgiven_by(replace(COUPON, free_nights=90, principal_minor=10**9), PERIOD) == 15_000
    assert forgiven_by(COUPON, replace(PERIOD, interest_minor=100)) == 100


@pytest.mark.parametrize("due_on", [date(2026, 10, 31), date(2027, 1, 1)])
def test_a_coupon_outside_its_days_forgives_nothing(due_on: date) -> None:
    period = replace(PERIOD, from_on=date(2026, 10, 1), to_on=due_on)

    assert use_coupon(COUPON, period) == ()


def test_a_coupon_that_was_used_is_announced() -> None:
    (used,) = use_coupon(COUPON, PERIOD)

    assert (used.coupon_id, used.amount_minor) == (COUPON.coupon_id, 3_750)


def test_the_window_of_the_law_is_in_the_policy() -> None:
    assert POLICY.subsidy_window == SubsidyWindow(date(2025, 9, 1), date(2026, 12, 31))
    assert POLICY.version == "2022-01-01"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("subsidy_window", {"first": date(2026, 1, 2), "last": date(2026, 1, 1)}, "ends before"),
        ("subsidy_window", {"first": "2026", "last": date(2026, 1, 1)}, "two dates"),
        ("subsidy_share_of_rate_pct", 101, "at most 100"),
    ],
)
def test_policy_data_that_cannot_be_is_refused_by_name(name: str, value: object, says: str) -> None:
    document = read_document(BOOKS_DEFAULT)
    document[name][0]["value"] = value

    with pytest.raises(PolicyError, match=name) as refusal:
        BooksPolicyRegistry(DatedParameters.of(document))
    assert says in str(refusal.value)
