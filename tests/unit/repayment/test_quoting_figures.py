"""Vectors that ask for figures instead of rows."""

from typing import Any

import pytest

from services.repayment import vector_file
from services.repayment.quoting.reading import VectorUnsupportedError
from tests.builders.vectors import EQUAL_INSTALMENT, answered

UNDATED = {name: value for name, value in EQUAL_INSTALMENT.items() if name != "start"}
TRAP = {"principal": "5000.00", "rate_pct_whole_term": "2", "term_days": 90}
BROKEN = {
    "principal": "36500.00",
    "annual_rate_pct": "10",
    "disbursed": "2025-01-03",
    "regular_first_period_start": "2025-01-08",
    "first_due": "2025-02-07",
    "periods": 10,
    "instalment_given": "3800.00",
    "day_count": "actual/365 fixed",
}


def test_a_level_needs_no_dates_where_a_month_is_a_twelfth() -> None:
    found = answered(UNDATED)
    assert (found["instalment"], found["instalment_if_ceiled"]) == ("408.03", "409")


def test_a_level_without_interest_is_an_equal_share() -> None:
    assert answered(UNDATED | {"annual_rate_pct": "0"})["instalment"] == "400.00"


def test_rows_can_be_carried_exactly_and_rounded_to_be_shown() -> None:
    found = answered(UNDATED | {"rounding": "instalment ceil to 1; no rounding of interest rows"})
    assert found["instalment"] == "409"
    # 1200 - 397 = 803; 803 - 400.97 = 402.03
    assert found["rows_rounded_0"][1] == {
        "n": 2,
        "principal": "401",
        "interest": "8",
        "balance_after": "402",
    }
    # 12 + 8.03 + 4.0203 = 24.0503
    assert found["total_interest_rounded_0"] == "24"


def test_small_cases_are_answered_each() -> None:
    cases = [
        {"principal": "1200.00", "annual_rate_pct": "12", "periods": 3},
        {"instalment_given": "408.03", "annual_rate_pct": "12", "periods": 3},
    ]
    inputs = {"day_count": "1/12 per month", "rounding": "half-up 0.01", "cases": cases}
    level, most = answered(inputs)["cases"]
    assert level["instalment"] == "408.03"
    # 408.03 x (1 - 1.01^-3) / 0.01 = 1200.0102
    assert most["max_principal"] == "1200.01"
    beside = vector_file.answer(
        {"inputs": {**inputs, "cases": None}, "expected": {"cases": cases}, "events": []}
    )
    assert beside["cases"] == [level, most]


def test_a_rate_for_the_whole_term_counts_no_days() -> None:
    assert answered(TRAP) == {"interest": "100.00"}


def test_a_broken_period_is_recovered_in_three_ways() -> None:
    # Ten a day on 36,500: five days are 50, thirty are 300; 28 days on 33,000 are 253.15.
    assert answered(BROKEN) == {
        "broken_days": 5,
        "broken_interest": "50.00",
        "amortised_over_tenure": {
            "per_period": "5.00",
            "row1_interest": "305.00",
            "row2_interest": "258.15",
        },
        "add_to_first": {"row1_interest": "350.00"},
        "upfront_deduction": {"deducted_from_disbursement": "50.00"},
    }


DUE = {"principal": "800.00", "due_dates": ["2025-02-01", "2025-03-01"], "instalment": "400.00"}


@pytest.mark.parametrize(
    ("rule", "on_the_day", "the_day_after"),
    [("DPD is 1 ON the due date", 1, 2), ("", 0, 1)],
)
def test_days_past_due_begin_with_nothing_or_with_one(
    rule: str, on_the_day: int, the_day_after: int
) -> None:
    events = ({"type": "payment", "date": "2025-02-03", "amount": "400.00"},)
    found = answered(DUE | {"rule": rule}, *events)
    assert (found["2025-02-01"], found["2025-02-02"]) == (on_the_day, the_day_after)
    assert found["2025-02-03"] == 0
    assert found["2025-03-01"] == on_the_day


def test_a_part_payment_leaves_the_days_running() -> None:
    found = answered(DUE, {"type": "payment", "date": "2025-02-03", "amount": "399.99"})
    assert found["2025-02-04"] == 3


def test_paused_days_and_grace_are_not_counted_as_late() -> None:
    inputs = {
        "principal": "300.00",
        "start": "2025-01-01",
        "instalments": [["2025-01-11", "100.00"], ["2025-01-21", "100.00"]],
        "grace_on_arrears_days": 2,
    }
    events = (
        {"type": "pause", "from": "2025-01-15", "to": "2025-01-30"},
        {"type": "resume", "date": "2025-01-20"},
    )
    found = answered(inputs, *events)
    assert found["2025-01-12"]["delinquent_days"] == 0
    assert found["2025-01-12"]["delinquent_since"] is None
    assert found["2025-01-18"] == {
        "delinquent_amount": "100.00",
        "delinquent_since": "2025-01-13",
        "delinquent_days": 2,
        "past_due_days": 7,
        "pause_active": True,
    }
    # Ten days past due, less two of grace and five of pause.
    assert found["2025-01-21"]["delinquent_days"] == 3
    assert not found["2025-01-21"]["pause_active"]


@pytest.mark.parametrize(
    ("inputs", "events", "named"),
    [
        (UNDATED | {"day_count": "actual/365"}, (), "start is missing"),
        (UNDATED | {"periods": 0}, (), "needs an amount"),
        (BROKEN | {"first_due": "2025-01-05"}, (), "broken period"),
        ({"cases": "all"}, (), "cases"),
        ({"cases": [7]}, (), "a case"),
        (DUE | {"due_dates": []}, (), "due_dates"),
        (DUE | {"due_dates": ["2025-02-01", "2099-02-01"]}, (), "days are too many"),
        (DUE, ({"type": "drawdown"},), "drawdown"),
        ({"start": "2025-01-01", "instalments": [7]}, (), "instalments"),
    ],
)
def test_figures_that_cannot_be_found_are_named(
    inputs: dict[str, Any], events: tuple[dict[str, Any], ...], named: str
) -> None:
    with pytest.raises(VectorUnsupportedError, match=named):
        answered(inputs, *events)


def test_events_of_lateness_must_be_a_list() -> None:
    with pytest.raises(VectorUnsupportedError, match="events"):
        vector_file.answer({"inputs": DUE, "events": {"type": "payment"}})
