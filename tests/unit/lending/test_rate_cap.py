"""Rate caps by kind of lender and date, and products whose dearest loan would pass them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.dated_policy import PolicyError
from services.lending.domain.cost_of_credit import annual_cost, service_fee_minor
from services.lending.domain.errors import ProductAboveCap
from services.lending.domain.policy import LendingPolicy, Term, parse_policy
from services.lending.domain.product import CapMetric, LenderType
from services.lending.domain.rate_cap import RateCap, legal_cap_ppm, read_rate_caps
from services.lending.domain.worst_case import dearest_above_cap, require_within_cap
from services.lending.policy_file import require_lawful
from services.repayment.domain.loan import Loan
from services.repayment.domain.repayment_schedule import principal_days
from tests.builders.lending import TODAY, a_policy, a_schedule
from tests.builders.loan_lives import lives
from tests.unit.lending.test_policy import a_document, a_house, dated

ROUNDING_FEN = 40
"""What rounding to whole fen can add over a life: half a fen for each figure that is charged."""


def a_product_of(lender_type: str, **parameters: Any) -> Any:
    house = {**a_house(), "lender_type": [dated(lender_type)]}
    return parse_policy({**a_document(), **parameters}, house)


@pytest.mark.parametrize(
    ("lender_type", "day", "cap_annual_ppm"),
    [
        ("BANK", date(2028, 1, 1), 240_000),
        ("CONSUMER_FINANCE", date(2028, 1, 1), 240_000),
        ("MICRO_LENDER", date(2027, 12, 30), 240_000),
        ("MICRO_LENDER", date(2027, 12, 31), 120_000),
    ],
)
def test_the_cap_follows_the_kind_of_lender_and_the_day(
    lender_type: str, day: date, cap_annual_ppm: int
) -> None:
    assert a_product_of(lender_type).on(day).all_in_cap_annual_ppm == cap_annual_ppm


def test_the_lenders_own_ceiling_holds_where_it_is_lower() -> None:
    product = a_product_of("BANK", all_in_cap_annual_ppm=[dated(200_000)])

    assert product.on(TODAY).all_in_cap_annual_ppm == 200_000


def test_a_multiple_of_the_prime_rate_never_lifts_the_cap() -> None:
    cap = RateCap(LenderType.MICRO_LENDER, 240_000, 4)

    assert legal_cap_ppm(LenderType.MICRO_LENDER, [cap], 30_000) == 120_000
    assert legal_cap_ppm(LenderType.MICRO_LENDER, [cap], 70_000) == 240_000


def test_each_kind_of_lender_has_its_cap_once() -> None:
    row: dict[str, object] = {"lender_type": "BANK", "annual_ppm": 240_000, "lpr_multiple": 0}

    with pytest.raises(ValueError, match="once"):
        read_rate_caps([row, row])


def test_a_micro_lender_cannot_go_on_with_todays_prices_past_2027() -> None:
    with pytest.raises(PolicyError, match=r"'cap_annual_ppm': '120000'.*'grade': 'F'"):
        require_lawful(a_product_of("MICRO_LENDER"))


def test_the_error_names_the_loan_that_would_pass_the_cap() -> None:
    dearer = replace(a_policy().grades[-1], daily_rate_ppm=640)

    with pytest.raises(ProductAboveCap) as refused:
        require_within_cap(a_policy(grades=(*a_policy().grades, dearer)))

    assert refused.value.metadata["daily_rate_ppm"] == "640"
    assert refused.value.metadata["instalments"] == "5"
    assert refused.value.metadata["disbursed_on"] == "2027-01-01"
    require_within_cap(a_policy())


@pytest.mark.parametrize(
    ("metric", "rate_ppm", "is_above"),
    [
        (CapMetric.IRR_X12, 640, False),
        (CapMetric.IRR_X12, 660, True),
        (CapMetric.XIRR, 585, False),
        (CapMetric.XIRR, 600, True),
        (CapMetric.STRICTER, 600, True),
    ],
)
def test_the_metric_of_the_policy_decides_what_is_above(
    metric: CapMetric, rate_ppm: int, is_above: Any
) -> None:
    grade = replace(a_policy().grades[-1], daily_rate_ppm=rate_ppm)
    policy = a_policy(grades=(grade,), all_in_cap_metric=metric)

    assert (dearest_above_cap(policy) is not None) is is_above


@st.composite
def products(draw: Any) -> LendingPolicy:
    rate_ppm, months = draw(st.integers(100, 680)), draw(st.integers(1, 24))
    return a_policy(
        grades=(replace(a_policy().grades[-1], daily_rate_ppm=rate_ppm),),
        terms=(Term(months, offered=True),),
        drawdown_min_minor=draw(st.sampled_from([50_000, 500_000])),
        service_fee_ppm=draw(st.sampled_from([0, 0, 2_000, 15_000])),
        all_in_cap_annual_ppm=draw(st.sampled_from([120_000, 200_000, 240_000])),
        all_in_cap_metric=draw(st.sampled_from(list(CapMetric))),
    )


@given(products(), st.integers(0, 4_000_000), st.integers(0, 1_460))
def test_no_loan_of_a_product_that_may_be_lent_costs_more_than_the_cap(
    policy: LendingPolicy, more_minor: int, days: int
) -> None:
    rate_ppm, months = policy.grades[0].daily_rate_ppm, policy.terms[0].months
    case = dearest_above_cap(policy)
    amount_minor, day = policy.drawdown_min_minor + more_minor, TODAY + timedelta(days=days)
    if case is not None:
        amount_minor, day = 100_000_000, case.disbursed_on
    schedule = a_schedule(amount_minor, months, daily_rate_ppm=rate_ppm, disbursed_on=day)

    cost = annual_cost(schedule, rate_ppm, service_fee_minor(amount_minor, policy))

    if case is None:
        assert cost.by(policy.all_in_cap_metric) <= policy.all_in_cap_annual_ppm
    else:
        # What is refused really is above it, but for what rounding adds to the smallest loan.
        assert cost.by(policy.all_in_cap_metric) > policy.all_in_cap_annual_ppm - 1_200


@given(products().flatmap(lambda policy: lives(**the_loan_terms(policy))))
def test_however_a_customer_pays_all_that_is_charged_stays_under_the_cap(
    life: tuple[Loan, date],
) -> None:
    loan, on = life
    owed_fen_days = principal_days(loan.outstanding_history, loan.disbursed_on, on)

    most_minor = owed_fen_days * loan.terms.cap_annual_ppm // (365 * 1_000_000)

    assert loan.charged(on) <= most_minor + ROUNDING_FEN


def the_loan_terms(policy: LendingPolicy) -> dict[str, Any]:
    """The terms of a loan of a product, which is one that may be lent."""
    if dearest_above_cap(policy) is not None:
        policy = a_policy()
    return {
        "daily_rate_ppm": policy.grades[-1].daily_rate_ppm,
        "instalments": policy.terms[0].months,
        "penalty_factor_pct": policy.penalty_factor_pct,
        "cap_annual_ppm": policy.all_in_cap_annual_ppm,
        "grace_days": policy.grace_days,
    }
