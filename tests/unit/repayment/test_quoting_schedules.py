"""Plain schedules in the conventions that vector files name, with figures worked out by hand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.repayment.domain.day_count import DayCount
from services.repayment.domain.repayment_schedule import (
    Conventions,
    Method,
    Plan,
    Rounding,
    schedule,
)
from tests.builders.vectors import (
    CUMULATIVE,
    EQUAL_INSTALMENT,
    EQUAL_PRINCIPAL,
    FLAT,
    OWN,
    answered,
    rows_of,
)


def test_equal_principal_bears_interest_on_what_is_left() -> None:
    # 1 % of 1200, 800 and 400.
    assert rows_of(EQUAL_PRINCIPAL) == [
        ("400.00", "12.00", "800.00"),
        ("400.00", "8.00", "400.00"),
        ("400.00", "4.00", "0.00"),
    ]


def test_an_equal_instalment_is_the_principal_over_the_sum_of_discounts() -> None:
    # 1200 x 0.01 / (1 - 1.01^-3) = 408.0265
    answer = answered(EQUAL_INSTALMENT)
    assert [row["total"] for row in answer["rows"]] == ["408.03", "408.03", "408.02"]
    assert (answer["total_interest"], answer["total_due"]) == ("24.08", "1224.08")


@pytest.mark.parametrize(
    ("rounding", "level"),
    [("half-up 0.01", "408.03"), ("instalment ceil to 1", "409.00"), ("round up to 5", "410.00")],
)
def test_the_words_about_rounding_decide_the_instalment(rounding: str, level: str) -> None:
    rows = answered(EQUAL_INSTALMENT | {"rounding": rounding})["rows"]
    assert rows[0]["total"] == level


def test_an_instalment_can_be_a_multiple_of_whole_units() -> None:
    rows = answered(EQUAL_INSTALMENT | {"instalment_multiple": "1"})["rows"]
    assert [row["total"] for row in rows] == ["408.00", "408.00", "408.08"]


def test_an_instalment_that_the_file_gives_is_not_looked_for() -> None:
    rows = answered(EQUAL_INSTALMENT | {"instalment_given": "500.00"})["rows"]
    # 1200 - 488 = 712; 712 - 492.88 = 219.12, with 2.19 of interest.
    assert [row["total"] for row in rows] == ["500.00", "500.00", "221.31"]


@pytest.mark.parametrize(
    ("rounding", "interest"),
    [("half-up 0.01", "0.13"), ("half-even 0.01", "0.12")],
)
def test_half_a_cent_goes_up_or_to_the_even_one_as_the_file_says(
    rounding: str, interest: str
) -> None:
    # 12.50 at 1 % is 12.5 cents.
    inputs = EQUAL_PRINCIPAL | {"principal": "12.50", "periods": 1, "rounding": rounding}
    assert rows_of(inputs) == [("12.50", interest, "0.00")]


@pytest.mark.parametrize(
    ("day_count", "interest"),
    [
        ("actual/365 fixed", "36.69"),
        ("actual days/360", "37.20"),
        ("actual/actual, cut on 31 December", "36.59"),
        ("30/360", "36.00"),
        ("1/12 per month", "36.00"),
    ],
)
def test_the_day_count_decides_how_much_of_a_year_a_month_is(day_count: str, interest: str) -> None:
    # 3600 at 12 % for the 31 days of January 2024: over 365, 360, 366, or a twelfth.
    inputs = EQUAL_PRINCIPAL | {
        "principal": "3600.00",
        "start": "2024-01-01",
        "day_count": day_count,
    }
    assert rows_of(inputs)[0][1] == interest


def test_a_year_is_cut_on_31_december() -> None:
    inputs = EQUAL_PRINCIPAL | {
        "principal": "100000.00",
        "start": "2023-12-30",
        "unit": "days",
        "every": 2,
        "periods": 1,
        "day_count": "actual/actual",
    }
    # The night of the 30th is 2023's, that of the 31st is 2024's: 32.8767 + 32.7869.
    assert rows_of(inputs)[0][1] == "65.66"


def test_interest_that_is_deferred_is_asked_for_later_and_not_waived() -> None:
    inputs = EQUAL_PRINCIPAL | {"grace_principal": 2, "interest_free_periods": 1}
    assert rows_of(inputs) == [
        ("0.00", "0.00", "1200.00"),
        ("0.00", "24.00", "1200.00"),
        ("1200.00", "12.00", "0.00"),
    ]


def test_grace_on_interest_changes_nothing() -> None:
    assert rows_of(EQUAL_INSTALMENT | {"grace_interest": 2}) == rows_of(EQUAL_INSTALMENT)


def test_flat_interest_stays_on_the_first_principal() -> None:
    assert rows_of(FLAT) == [
        ("400.00", "12.00", "800.00"),
        ("400.00", "12.00", "400.00"),
        ("400.00", "12.00", "0.00"),
    ]


def test_a_bullet_repays_everything_at_the_end() -> None:
    rows = rows_of(EQUAL_PRINCIPAL | {"method": "interest_only/bullet"})
    assert rows[0] == ("0.00", "12.00", "1200.00")
    assert rows[2] == ("1200.00", "12.00", "0.00")


def test_the_older_engine_takes_the_first_period_as_the_length_of_all() -> None:
    # 31 / 365 of 12 % is 1.01918 %: 1200 x 0.0101918 / (1 - 1.0101918^-3) = 408.18
    assert answered(CUMULATIVE)["rows"][0]["total"] == "408.18"


@pytest.mark.parametrize(
    ("principal", "rate", "plain", "evened"),
    [
        # The last is 5 fen above the others, more than half of nine: each takes one of them.
        ("130.00", "12.3", ("15.19", "15.24"), ("15.20", "15.16")),
        # Here 4 of 7: but moved by one the last would be further off, so nothing moves.
        ("99.99", "18", ("15.15", "15.19"), ("15.15", "15.19")),
        ("1200.00", "12", ("408.03", "408.02"), ("408.03", "408.02")),
    ],
)
def test_an_instalment_is_evened_towards_the_last_one_when_that_helps(
    principal: str, rate: str, plain: tuple[str, str], evened: tuple[str, str]
) -> None:
    periods = {"130.00": 9, "99.99": 7, "1200.00": 3}[principal]
    inputs = EQUAL_INSTALMENT | {
        "principal": principal,
        "annual_rate_pct": rate,
        "periods": periods,
    }
    totals = [row["total"] for row in answered(inputs)["rows"]]
    assert (totals[0], totals[-1]) == plain
    adjusted = inputs | {"instalment_adjustment": "moved by the gap over n if that helps"}
    totals = [row["total"] for row in answered(adjusted)["rows"]]
    assert (totals[0], totals[-1]) == evened


def test_a_down_payment_is_a_row_of_its_own_on_the_first_day() -> None:
    answer = answered(FLAT | {"annual_rate_pct": "0", "down_payment_pct": "25"})
    assert [row["principal"] for row in answer["rows"]] == ["300.00", "300.00", "300.00", "300.00"]
    assert answer["rows"][0]["due"] == "2025-01-01"
    assert answer["rows"][0]["paid_on"] == "2025-01-01"
    assert answer["total_outstanding"] == "900.00"


def test_amounts_have_the_decimals_of_the_currency() -> None:
    yen = EQUAL_PRINCIPAL | {"principal": "1200", "currency_decimals": 0}
    assert rows_of(yen)[0] == ("400", "12", "800")
    dinar = EQUAL_PRINCIPAL | {"principal": "1200.001", "currency_decimals": 3}
    assert rows_of(dinar)[0] == ("400.000", "12.000", "800.001")


METHODS = {
    "declining/equal_instalment": Method.EQUAL_INSTALMENT,
    "declining/equal_principal": Method.EQUAL_PRINCIPAL,
    "interest_only/bullet": Method.INTEREST_ONLY_BULLET,
}
COUNTS = {
    "actual/365 fixed": DayCount.ACTUAL_365,
    "actual days/360": DayCount.ACTUAL_360,
    "actual/actual": DayCount.ACTUAL_ACTUAL,
    "1/12 per month": DayCount.THIRTY_360,
}


@given(
    principal=st.integers(1_000, 10_000_000),
    rate_hundredths=st.integers(0, 3_600),
    periods=st.integers(1, 36),
    start=st.dates(date(2000, 1, 1), date(2060, 1, 1)),
    method=st.sampled_from(sorted(METHODS)),
    count=st.sampled_from(sorted(COUNTS)),
)
def test_a_plain_quote_is_the_schedule_that_loans_are_made_of(
    principal: int, rate_hundredths: int, periods: int, start: date, method: str, count: str
) -> None:
    rows = rows_of(
        EQUAL_PRINCIPAL
        | {
            "principal": f"{principal // 100}.{principal % 100:02d}",
            "annual_rate_pct": f"{rate_hundredths // 100}.{rate_hundredths % 100:02d}",
            "periods": periods,
            "start": start.isoformat(),
            "method": method,
            "day_count": count,
            "rounding": "half-up 0.01",
        }
    )
    planned = schedule(
        principal,
        rate_hundredths * 100_000,
        Plan(METHODS[method], periods, day_count=COUNTS[count]),
        start,
        Conventions(principal_rounding=Rounding.HALF_UP),
    )
    assert rows == [
        tuple(
            f"{amount // 100}.{amount % 100:02d}"
            for amount in (row.principal_minor, row.interest_minor, row.balance_after_minor)
        )
        for row in planned
    ]


def test_a_loan_of_our_own_is_priced_by_the_day() -> None:
    # 1200 x 0.05 % x 31 days; 800 x 28; 400 x 31.
    assert rows_of(OWN) == [
        ("400.00", "18.60", "800.00"),
        ("400.00", "11.20", "400.00"),
        ("400.00", "6.20", "0.00"),
    ]


def test_a_due_day_that_a_month_lacks_is_its_last_or_the_first_of_the_next() -> None:
    inputs = EQUAL_PRINCIPAL | {"start": "2025-01-31"}
    clamped = [row["due"] for row in answered(inputs)["rows"]]
    assert clamped == ["2025-02-28", "2025-03-31", "2025-04-30"]
    rolled = answered(inputs | {"month_end_strategy": "FIRST_DAY_OF_NEXT_MONTH"})["rows"]
    assert [row["due"] for row in rolled] == ["2025-03-01", "2025-03-31", "2025-05-01"]
    assert [row["interest"] for row in rolled] == ["12.00", "8.00", "4.00"]
