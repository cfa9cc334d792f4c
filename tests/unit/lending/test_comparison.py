"""Loans side by side: what each costs, what repaying early saves, whether it can be borne."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.frozen import replace
from services.lending.comparison_mapping import option_to_proto
from services.lending.domain.comparison import (
    NoOption,
    options_on_offer,
    prepayment_example,
    price_option,
)
from services.lending.domain.errors import CostAboveCap, InstalmentsNotOffered, MethodNotOffered
from services.lending.domain.product import RepaymentMethod
from services.lending.domain.quote import QuoteTerms, check_terms
from services.lending.domain.wording import METHODS_EN, METHODS_ZH
from tests.builders.lending import (
    TODAY,
    a_line,
    a_policy,
    a_quote,
    a_schedule,
    an_application,
    some_inputs,
    some_terms,
)

BULLET = RepaymentMethod.INTEREST_ONLY_BULLET
ANY_TIME = RepaymentMethod.PAY_ANY_TIME_DAILY
EQUAL = RepaymentMethod.EQUAL_INSTALMENT


def an_option(
    method: RepaymentMethod = RepaymentMethod.EQUAL_PRINCIPAL,
    months: int = 10,
    *,
    application: Any = None,
    **policy: Any,
) -> Any:
    terms = QuoteTerms(1_000_000, months, method)
    schedule = a_schedule(1_000_000, months, method=method)
    return price_option(terms, schedule, 500, a_policy(**policy), application)


def test_every_combination_on_offer_is_shown_and_no_bullet_over_a_year() -> None:
    shown = {(terms.method.value, terms.instalments) for terms in options_on_offer(1, a_policy())}

    assert shown == {
        ("EQUAL_PRINCIPAL", 5), ("EQUAL_PRINCIPAL", 10), ("EQUAL_PRINCIPAL", 20),
        ("EQUAL_INSTALMENT", 5), ("EQUAL_INSTALMENT", 10), ("EQUAL_INSTALMENT", 20),
        ("INTEREST_ONLY_BULLET", 5), ("INTEREST_ONLY_BULLET", 10),
    }  # fmt: skip


def test_the_same_loan_in_four_methods_has_the_golden_figures() -> None:
    equal_principal = an_option()
    equal_instalment = an_option(EQUAL)
    bullet = an_option(BULLET)
    any_time = an_option(ANY_TIME)

    assert equal_principal.schedule.total_interest_minor == 83_300
    assert [row.total_minor for row in equal_instalment.schedule.rows] == [108_517] * 9 + [108_520]
    assert bullet.schedule.total_interest_minor == any_time.schedule.total_interest_minor == 152_000
    assert len(any_time.schedule.rows) == 1
    for option in (equal_principal, equal_instalment, bullet):
        assert option.annual.simple_ppm == 182_500
        assert 181_000 < option.annual.irr_x12_ppm < 182_500
        assert 198_000 < option.annual.xirr_ppm < 199_500
    # All interest at the end is not compounded within the term, so it is worth less by the year.
    assert 169_000 < any_time.annual.irr_x12_ppm < 171_500
    assert any_time.annual.xirr_ppm == pytest.approx(184_800, abs=1_000)


def test_a_bullet_over_a_year_and_a_method_not_offered_are_refused() -> None:
    with pytest.raises(InstalmentsNotOffered) as refused:
        check_terms(some_terms(method=BULLET, instalments=20), a_line(), a_policy(), TODAY)
    assert refused.value.metadata == {"offered": "5,10"}
    with pytest.raises(MethodNotOffered):
        check_terms(some_terms(method=ANY_TIME), a_line(), a_policy(), TODAY)


def test_repaying_in_the_middle_saves_the_interest_of_the_rest() -> None:
    example = prepayment_example(a_schedule(), 500, fee_ppm=0)

    # 5,000.00 left for five more months: 75.00 + 60.00 + 46.50 + 30.00 + 15.50, by actual days.
    rest = a_schedule().rows[5:]
    assert example.principal_minor == 500_000
    assert example.interest_saved_minor == sum(row.interest_minor for row in rest)
    assert example.fee_minor == 0
    assert (example.on_day, prepayment_example(a_schedule(), 500, 10_000).fee_minor) == (151, 5_000)


def test_repaying_a_loan_of_one_payment_half_way_saves_half_its_days() -> None:
    example = prepayment_example(a_schedule(1_000_000, 5, method=ANY_TIME), 500, fee_ppm=0)

    assert (example.on_day, example.principal_minor) == (75, 1_000_000)
    assert example.interest_saved_minor == 75_500 - 37_500


@given(
    amount=st.integers(50_000, 4_000_000),
    months=st.integers(1, 24),
    rate=st.integers(1, 600),
    method=st.sampled_from(RepaymentMethod),
)
def test_prepaying_never_saves_more_than_the_interest_of_the_loan(
    amount: int, months: int, rate: int, method: RepaymentMethod
) -> None:
    schedule = a_schedule(amount, months, daily_rate_ppm=rate, method=method)

    example = prepayment_example(schedule, rate, fee_ppm=0)

    assert 0 <= example.interest_saved_minor <= schedule.total_interest_minor
    assert 0 < example.principal_minor <= amount
    assert 1 <= example.on_day <= sum(row.days for row in schedule.rows)


def test_an_instalment_is_set_against_the_stated_income_and_the_dues_elsewhere() -> None:
    application = an_application(inputs=some_inputs(monthly_income_minor=1_000_000))

    hint = an_option(application=application).affordability

    assert (hint.largest_instalment_minor, hint.existing_dues_minor) == (115_000, 50_000)
    assert (hint.instalment_share_ppm, hint.dues_share_ppm) == (115_000, 165_000)
    assert hint.is_comfortable
    tight = an_option(application=application, debt_to_income_max_ppm=164_999).affordability
    assert not tight.is_comfortable


def test_without_a_stated_income_there_is_no_hint() -> None:
    application = an_application()
    no_income = replace(application, inputs=some_inputs(monthly_income_minor=0))

    assert an_option().affordability is None
    assert an_option(application=no_income).affordability is None


def test_an_option_over_the_cap_cannot_be_had() -> None:
    with pytest.raises(CostAboveCap):
        an_option(all_in_cap_annual_ppm=180_000)


def test_a_rate_is_shown_with_how_it_was_computed() -> None:
    message = option_to_proto(an_option(application=an_application()))

    assert [rate.annual_ppm for rate in message.annual_rates] == [182_500, 181_733, 198_572]
    assert all(rate.label_zh and rate.label_en and rate.method for rate in message.annual_rates)
    assert "单利" in message.annual_rates[0].label_zh
    assert message.penalty_annual_ppm == 240_000
    assert message.prepayment.from_day == 1
    assert message.affordability.comfortable


def test_an_option_that_cannot_be_had_says_why_and_shows_no_price() -> None:
    message = option_to_proto(NoOption(some_terms(), InstalmentsNotOffered(offered="5")))

    assert message.unavailable_reason == "INSTALMENTS_NOT_OFFERED"
    assert not message.schedule
    assert not message.annual_rates


def test_every_method_has_its_words_and_the_cost_sheet_uses_them() -> None:
    assert set(METHODS_ZH) == set(METHODS_EN) == set(RepaymentMethod)
    sheet = a_quote().cost_sheet

    assert "等额本金，按日计息，按月还款" in sheet.text_zh
    assert "equal principal, interest by the day" in sheet.text_en
