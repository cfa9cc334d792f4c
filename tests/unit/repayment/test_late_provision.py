"""Expected losses are exact, rounded once per bucket and stage, and booked as changes."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.dated_policy import PolicyError
from chassis.frozen import replace
from chassis.money import round_half_up
from services.repayment.domain.business_day import SUITE
from services.repayment.domain.late.classification import AssetClass, Stage
from services.repayment.domain.late.provision import (
    UNITS,
    LossAllowance,
    LossRates,
    PortfolioCell,
    book_provisions,
    provisions_of,
    quality_ratios,
    roll_rates,
)
from services.repayment.late_policy_file import read_late_policy

ON = date(2026, 12, 25)
POLICY = read_late_policy().on(ON)
RATES, BUCKETS = POLICY.loss_rates, POLICY.delinquency_buckets.names


def cell(
    bucket: str, tier: AssetClass, stage: Stage, minor: int, currency: str = "CNY"
) -> PortfolioCell:
    return PortfolioCell(bucket, tier, stage, currency, 1, minor)


GOOD = cell("M0", AssetClass.NORMAL, Stage.STAGE_1, 10_000_000)
LATE = cell("M2", AssetClass.SPECIAL_MENTION, Stage.STAGE_2, 1_000_000)
BAD = cell("M4", AssetClass.SUBSTANDARD, Stage.STAGE_3, 500_000)


def test_a_provision_is_exposure_times_probability_times_loss() -> None:
    provisions = provisions_of([GOOD, LATE, BAD], RATES, BUCKETS)

    assert [(p.late_bucket, p.allowance_minor) for p in provisions] == [
        ("M0", 90_000),  # 100,000.00 x 1.5 % x 60 %
        ("M2", 292_500),  # 10,000.00 x 45 % x 65 %
        ("M4", 375_000),  # 5,000.00 x 100 % x 75 %
    ]


def test_a_bucket_without_a_probability_has_that_of_the_one_before_it() -> None:
    assert RATES.default_of(Stage.STAGE_1, "M6+", BUCKETS) == 80_000
    assert RATES.default_of(Stage.STAGE_2, "M1", BUCKETS) == 150_000
    assert RATES.default_of(Stage.STAGE_2, "M5", BUCKETS) == 700_000
    assert RATES.default_of(Stage.STAGE_3, "M0", BUCKETS) == 1_000_000


def test_a_bucket_that_is_not_there_any_more_has_the_probability_of_the_last_one() -> None:
    assert RATES.default_of(Stage.STAGE_2, "M9", BUCKETS) == 700_000


amounts = st.lists(st.integers(1, 10**9), min_size=1, max_size=40)


@given(
    amounts=amounts,
    places=st.lists(
        st.tuples(st.sampled_from(BUCKETS), st.sampled_from(Stage)), min_size=40, max_size=40
    ),
)
def test_the_provision_of_the_totals_is_the_sum_over_the_loans(
    amounts: list[int], places: list[tuple[str, Stage]]
) -> None:
    loans = [
        cell(bucket, AssetClass.NORMAL, stage, minor)
        for minor, (bucket, stage) in zip(amounts, places, strict=False)
    ]

    provisions = provisions_of(loans, RATES, BUCKETS)

    for provision in provisions:
        exact = sum(
            RATES.expected_loss(loan.outstanding_minor, loan.stage, loan.late_bucket, BUCKETS)
            for loan in loans
            if (loan.late_bucket, loan.stage) == (provision.late_bucket, provision.stage)
        )
        assert provision.allowance_minor == round_half_up(exact, UNITS)
    assert sum(p.exposure_minor for p in provisions) == sum(amounts)


def booked(before: LossAllowance | None, *cells: PortfolioCell) -> Any:
    return book_provisions(before, SUITE, provisions_of(cells, RATES, BUCKETS), ON)


def test_the_first_night_books_everything_and_later_ones_only_the_change() -> None:
    first = booked(None, GOOD, LATE)
    allowance = first.changes[0].state
    second = booked(allowance, GOOD, replace(LATE, outstanding_minor=900_000), BAD)

    assert [(t.kind, t.amount_minor) for t in first.transfers] == [
        ("provision_charged", 90_000),
        ("provision_charged", 292_500),
    ]
    assert [(t.kind, t.debit, t.amount_minor) for t in second.transfers] == [
        ("provision_released", "loan_loss_allowance", 29_250),
        ("provision_charged", "credit_loss_expense", 375_000),
    ]
    assert second.reply == 2


def test_an_emptied_bucket_releases_what_was_held_for_it() -> None:
    allowance = booked(None, GOOD, LATE).changes[0].state

    decision = booked(allowance, GOOD)

    (event,) = decision.changes[0].events
    assert (event.late_bucket, event.released_minor, event.allowance_minor) == ("M2", 292_500, 0)


def test_a_night_without_change_books_nothing() -> None:
    allowance = booked(None, GOOD).changes[0].state

    decision = booked(allowance, GOOD)

    assert decision.reply == 0
    assert decision.transfers == ()


@given(nights=st.lists(st.lists(st.integers(1, 10**8), max_size=5), min_size=1, max_size=8))
def test_the_booked_changes_sum_to_the_allowance(nights: list[list[int]]) -> None:
    allowance, books = None, 0
    for amounts in nights:
        cells = [
            cell(bucket, AssetClass.NORMAL, Stage.STAGE_2, minor)
            for bucket, minor in zip(BUCKETS, amounts, strict=False)
        ]
        decision = booked(allowance, *cells)
        allowance = decision.changes[0].state
        for transfer in decision.transfers:
            charged = transfer.credit == "loan_loss_allowance"
            books += transfer.amount_minor if charged else -transfer.amount_minor

        assert books == sum(p.allowance_minor for p in allowance.provisions)


def test_the_ratios_divide_by_what_there_is() -> None:
    ratios = quality_ratios([GOOD, LATE, BAD], 690_000)

    assert ratios.outstanding_minor == 11_500_000
    assert ratios.overdue_minor == 1_500_000
    assert ratios.non_performing_ppm == 43_478
    assert ratios.coverage_ppm == 1_380_000
    assert ratios.provision_to_loans_ppm == 60_000
    assert quality_ratios([GOOD], 90_000).coverage_ppm is None
    assert quality_ratios([], 0).provision_to_loans_ppm is None


def test_a_roll_rate_compares_a_bucket_with_the_next_one_later() -> None:
    rates = roll_rates([GOOD, LATE], [GOOD, replace(LATE, late_bucket="M3"), BAD], BUCKETS)

    assert [(r.from_bucket, r.to_bucket, r.rate_ppm) for r in rates[:4]] == [
        ("M0", "M1", 0),
        ("M1", "M2", None),
        ("M2", "M3", 1_000_000),
        ("M3", "M4", None),
    ]
    assert rates[3].after_minor == 500_000


@pytest.mark.parametrize(
    "change",
    [
        {"loss_ppm": {"STAGE_1": 1}},
        {"default_ppm": {"STAGE_1": {"M1": 1}, "STAGE_2": {"M0": 1}, "STAGE_3": {"M0": 1}}},
        {"loss_ppm": {"STAGE_1": 1, "STAGE_2": 1, "STAGE_3": 1_000_001}},
    ],
)
def test_rates_that_are_missing_or_above_the_whole_are_refused(change: dict[str, Any]) -> None:
    value = {
        "default_ppm": {stage: {"M0": 1} for stage in Stage},
        "loss_ppm": dict.fromkeys(Stage, 1),
    }
    assert LossRates.of_policy(value).loss_ppm[Stage.STAGE_1] == 1
    with pytest.raises(PolicyError):
        LossRates.of_policy(value | change)
