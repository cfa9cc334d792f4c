"""Events on the rows of a vector, with figures worked out by hand."""

from typing import Any

import pytest

from tests.builders.vectors import (
    CUMULATIVE,
    EQUAL_INSTALMENT,
    FLAT,
    PROGRESSIVE,
    answered,
    payment,
    payments_of,
    rows_of,
)

FIRST = "408.03"
"""The level instalment of 1200 at 1 % a month over three months."""


def charge(kind: str, due: str, amount: str) -> dict[str, Any]:
    return {"type": "charge", "kind": kind, "due": due, "amount": amount}


# The older engine: the running row takes what is paid, levels follow.


def test_money_before_the_due_date_is_principal_and_interest_stays_due() -> None:
    rows = rows_of(CUMULATIVE, payment("2025-01-16", "500.00"))
    # 15 days on 1200 (5.92) and 16 on 700 (3.68), each rounded; then 700 over two months.
    assert rows[0] == ("500.00", "9.60", "700.00")
    assert payments_of(CUMULATIVE, payment("2025-01-16", "500.00")) == [
        ("500.00", "500.00", "0.00", "9.60")
    ]


def test_money_late_leaves_the_overdue_principal_bearing_interest() -> None:
    rows = rows_of(CUMULATIVE, payment("2025-02-11", "408.18"))
    # 10 days on 1200 (3.95), then 18 on 804.05 (4.76).
    assert rows[1][1] == "8.71"
    assert payments_of(CUMULATIVE, payment("2025-02-11", "408.18")) == [
        ("408.18", "0.00", "408.18", "0.00")
    ]


@pytest.mark.parametrize(
    ("effect", "totals"),
    [
        # 712.23 / (1/1.0101918 + 1/1.0101918^2) = 361.57, and the rest.
        ("reduce_instalment", ["500.00", "361.57", "360.86"]),
        # The next row gives up the 91.82 that were too much: 408.18 - 91.82.
        ("reschedule_next", ["500.00", "316.36", "406.53"]),
        # 712.23 - 401.62 = 310.61, and 3.17 on it.
        ("reduce_number", ["500.00", "408.18", "313.78"]),
    ],
)
def test_money_above_what_is_due_does_what_the_file_chooses(effect: str, totals: list[str]) -> None:
    found = answered(CUMULATIVE | {"prepayment_effect": effect}, payment("2025-02-01", "500.00"))
    assert [row["total"] for row in found["rows"]] == totals


def test_the_effect_can_stand_in_the_title() -> None:
    found = answered(
        CUMULATIVE,
        payment("2025-02-01", "1000.00"),
        title="Prepayment - Reduce number of installments",
    )
    # 212.23 are left and one month of them: 212.23 x 12 % x 28 / 365 = 1.95.
    assert [row["total"] for row in found["rows"]] == ["1000.00", "214.18"]


def test_a_payoff_asks_for_interest_to_the_day() -> None:
    # 1200 x 12 % x 15 / 365 = 5.92
    rows = rows_of(CUMULATIVE, {"type": "payoff", "date": "2025-01-16"})
    assert rows == [("1200.00", "5.92", "0.00")]


# The progressive engine: rows keep their level, interest follows the balance.


def test_a_row_paid_ahead_asks_for_interest_to_the_day_and_leaves_the_rest_to_the_next() -> None:
    rows = rows_of(PROGRESSIVE, payment("2025-02-01", FIRST), payment("2025-02-15", FIRST))
    assert rows == [
        ("396.03", "12.00", "803.97"),
        ("404.01", "4.02", "399.96"),  # 803.97 x 1 % x 14 / 28
        ("399.96", "6.00", "0.00"),  # 2.00 for the rest of February, 4.00 for March
    ]


def test_a_part_paid_ahead_lowers_what_bears_interest() -> None:
    found = answered(PROGRESSIVE, payment("2025-01-16", "100.00"))
    # 15 of 31 days of 12.00 are paid: 5.81; then 16 days on 1105.81: 5.71 more, 11.51 in all.
    assert found["payment_split"] == {
        "principal": "94.19", "interest": "5.81", "fees": "0.00", "penalties": "0.00",
    }  # fmt: skip
    assert found["rows"][0]["interest"] == "11.51"
    assert found["rows"][0]["total"] == FIRST


def test_a_payoff_leaves_the_later_rows_without_interest() -> None:
    rows = rows_of(
        PROGRESSIVE, payment("2025-02-01", FIRST), {"type": "payoff", "date": "2025-02-15"}
    )
    assert rows[1:] == [("404.01", "4.02", "399.96"), ("399.96", "0.00", "0.00")]


def test_unpaid_rows_bear_interest_until_the_close_of_business() -> None:
    rows = rows_of(PROGRESSIVE, {"type": "close_of_business", "date": "2025-02-15"})
    # 14 of 28 days on 1200, then on 803.97: 6.00 + 4.02
    assert rows[1] == ("398.01", "10.02", "405.96")


def test_money_can_fill_the_last_row_first() -> None:
    inputs = PROGRESSIVE | {"future_instalment_rule": "LAST_INSTALLMENT"}
    paid = payments_of(inputs, payment("2025-02-01", "508.03"))
    assert paid == [(FIRST, "0.00", "0.00", "0.00"), ("100.00", "100.00", "0.00", "306.01")]
    # 703.97 bear interest in February: 7.04.
    assert rows_of(inputs, payment("2025-02-01", "508.03"))[1][1] == "7.04"


def test_a_last_row_that_is_full_asks_for_principal_only() -> None:
    inputs = PROGRESSIVE | {"prepayment_effect": "last"}
    rows = rows_of(inputs, payment("2025-01-01", FIRST))
    assert rows[2] == (FIRST, "0.00", "0.00")
    assert rows[0][1] == "7.92"  # 1 % of 791.97


# Terms that change.


def test_a_rate_change_counts_from_the_end_of_the_day_before() -> None:
    event = {"type": "rate_change", "effective": "2025-02-15", "new_annual_rate_pct": "6"}
    rows = rows_of(EQUAL_INSTALMENT, event)
    # 13 days at 1 % (3.73) and 15 at 0.5 % (2.15) of 28, each rounded; level over both rows.
    assert rows[1:] == [("400.06", "5.88", "403.91"), ("403.91", "2.02", "0.00")]
    # Where the file tells of allocation the sum is rounded once: 5.887.
    assert rows_of(PROGRESSIVE, event)[1][1] == "5.89"


def test_an_interest_pause_frees_both_its_days_and_keeps_the_level() -> None:
    rows = rows_of(
        PROGRESSIVE, {"type": "interest_pause", "from": "2025-02-10", "to": "2025-03-05"}
    )
    # February has 8 of 28 days, March 27 of 31.
    assert rows[1:] == [("405.73", "2.30", "398.24"), ("398.24", "3.47", "0.00")]


def test_more_money_drawn_is_spread_over_the_rows_that_remain() -> None:
    rows = rows_of(EQUAL_INSTALMENT, {"type": "drawdown", "date": "2025-02-01", "amount": "600.00"})
    # 1403.97 over two months: 1403.97 / (1/1.01 + 1/1.01^2) = 712.53
    assert rows[1:] == [("698.49", "14.04", "705.48"), ("705.48", "7.05", "0.00")]


def test_parts_of_a_period_with_a_drawdown_are_rounded_each_unless_the_file_says_once() -> None:
    inputs = EQUAL_INSTALMENT | {"instalment_adjustment": "as usual", "principal": "100.00"}
    drawdown = {"type": "drawdown", "date": "2025-01-08", "amount": "150.00"}
    # 7/31 of 1.00 is 0.2258 and 24/31 of 2.50 is 1.9355: 0.23 + 1.94, or 2.1613 at once.
    assert rows_of(inputs, drawdown)[0][1] == "2.17"
    once = inputs | {"rounding": "half-even, sub-periods rounded once"}
    assert rows_of(once, drawdown)[0][1] == "2.16"


def reschedule(**changes: Any) -> dict[str, Any]:
    return {"type": "reschedule", "submitted": "2025-01-05", "from": "2025-03-01", **changes}


def test_a_moved_due_date_moves_the_later_ones_and_interest_runs_on() -> None:
    found = answered(EQUAL_INSTALMENT, reschedule(new_due_date="2025-03-16"))
    assert [row["due"] for row in found["rows"]] == ["2025-02-01", "2025-03-16", "2025-04-16"]
    # 43 days, where a whole month before 16 March has 28: 803.97 x 1 % x 43 / 28
    assert found["rows"][1]["interest"] == "12.35"
    assert [row["due"] for row in found["rows_before"]] == [
        "2025-02-01",
        "2025-03-01",
        "2025-04-01",
    ]


def test_extra_terms_spread_what_is_left() -> None:
    rows = rows_of(FLAT | {"annual_rate_pct": "0"}, reschedule(extra_terms=2))
    assert [row[0] for row in rows] == ["400.00", "200.00", "200.00", "200.00", "200.00"]


def test_a_reschedule_can_bring_a_new_rate_and_grace() -> None:
    rows = rows_of(EQUAL_INSTALMENT, reschedule(new_annual_rate_pct="6"))
    # Half a per cent of 803.97 and of what is left of it.
    assert [row[1] for row in rows] == ["12.00", "4.02", "2.01"]
    rows = rows_of(EQUAL_INSTALMENT, reschedule(grace_principal=1))
    assert rows[1] == ("0.00", "8.04", "803.97")


def test_a_re_age_shares_principal_and_interest_owed_over_new_rows() -> None:
    found = answered(
        PROGRESSIVE,
        payment("2025-02-01", FIRST),
        {
            "type": "re_age",
            "date": "2025-03-11",
            "first_due": "2025-04-01",
            "instalments": 4,
            "interest": "equal_amortization_payable",
        },
    )
    # February's 8.04 and ten days of March, 2.59, are 10.63; a fourth of 814.60 is 203.65.
    assert found["reage_transaction"] == {
        "principal": "803.97",
        "interest": "10.63",
        "total": "814.60",
    }
    assert [row["total"] for row in found["rows"]] == [
        FIRST, "0.00", "0.00", "203.65", "203.65", "203.65", "203.65",
    ]  # fmt: skip
    assert [row["interest"] for row in found["rows"][3:]] == ["2.66", "2.66", "2.66", "2.65"]


def test_by_default_a_re_age_lets_interest_run_on() -> None:
    rows = rows_of(
        PROGRESSIVE,
        payment("2025-02-01", FIRST),
        {"type": "re_age", "date": "2025-03-11", "first_due": "2025-04-01", "instalments": 2},
    )
    # The 10.63 owed, and 21 of 31 days of 8.04.
    assert rows[3][1] == "16.08"


def test_a_re_age_can_have_periods_of_its_own() -> None:
    found = answered(
        FLAT | {"annual_rate_pct": "0"},
        {
            "type": "re_age",
            "date": "2025-04-10",
            "first_due": "2025-04-20",
            "instalments": 2,
            "every": 10,
            "unit": "days",
        },
    )
    assert [row["due"] for row in found["rows"][3:]] == ["2025-04-20", "2025-04-30"]
    assert found["rows"][3]["days"] == 19


# Where money goes.


def test_a_row_is_served_in_the_order_that_the_allocation_spells() -> None:
    charges = (charge("penalty", "2025-01-20", "5.00"), charge("fee", "2025-01-25", "3.00"))
    found = answered(FLAT, *charges, payment("2025-01-28", "20.00"))
    assert found["payment_split"] == {
        "principal": "0.00", "interest": "12.00", "fees": "3.00", "penalties": "5.00",
    }  # fmt: skip
    by_date = FLAT | {
        "allocation": "DUE_PENALTY_FEE_INTEREST_PRINCIPAL_IN_ADVANCE_PRINCIPAL_PENALTY_FEE_INTEREST"
    }
    later = (charges[0], charge("fee", "2025-02-01", "3.00"))
    # Only the penalty is due; what is left goes to principal ahead.
    assert answered(by_date, *later, payment("2025-01-28", "20.00"))["payment_split"] == {
        "principal": "15.00", "interest": "0.00", "fees": "0.00", "penalties": "5.00",
    }  # fmt: skip


def test_a_charge_lands_on_the_row_of_its_period_and_after_the_last_on_one_of_its_own() -> None:
    found = answered(FLAT, charge("fee", "2025-02-10", "3.00"), charge("fee", "2025-05-01", "9.00"))
    assert [row["fees"] for row in found["rows"]] == ["0.00", "3.00", "0.00", "9.00"]
    assert found["rows"][3]["balance_after"] == "0.00"


@pytest.mark.parametrize(
    ("rule", "outstanding"),
    [
        ("NEXT_INSTALLMENT", ["0.00", "312.00", "412.00"]),
        ("LAST_INSTALLMENT", ["0.00", "412.00", "312.00"]),
        ("REAMORTIZATION", ["0.00", "362.00", "362.00"]),
    ],
)
def test_money_ahead_on_rows_that_stay_goes_where_the_rule_says(
    rule: str, outstanding: list[str]
) -> None:
    inputs = FLAT | {"allocation": "ADVANCED_PAYMENT_ALLOCATION", "future_instalment_rule": rule}
    rows = answered(inputs, payment("2025-02-01", "512.00"))["rows"]
    assert [row.get("outstanding", row["total"]) for row in rows] == outstanding


def test_a_penalty_is_not_counted_as_paid_late() -> None:
    paid = payments_of(
        FLAT, charge("penalty", "2025-01-20", "5.00"), payment("2025-02-10", "417.00")
    )
    assert paid == [("417.00", "0.00", "412.00", "0.00")]


def test_money_beyond_all_rows_is_paid_too_much() -> None:
    found = answered(FLAT, payment("2025-02-01", "2000.00"))
    assert (found["closing_status"], found["overpaid"]) == ("overpaid", "764.00")


def test_a_charge_off_leaves_the_rows_and_money_still_finds_them() -> None:
    found = answered(
        FLAT, {"type": "charge_off", "date": "2025-02-20"}, payment("2025-02-21", "1236.00")
    )
    assert found["closing_status"] == "closed_obligations_met"
    assert [row["paid_late"] for row in found["rows"]] == ["412.00", "0.00", "0.00"]


def test_what_lies_before_a_file_that_begins_in_the_middle_is_not_counted_again() -> None:
    middle = PROGRESSIVE | {"instalment_given": FIRST}
    events = (
        {"type": "disbursement", "date": "2024-12-01", "amount": "1600.00"},
        {"type": "drawdown", "date": "2024-12-01", "amount": "1600.00"},
        payment("2024-12-15", "1.00"),
        payment("2025-01-01", FIRST),
    )
    assert rows_of(middle, *events) == rows_of(middle)


def test_the_order_of_the_events_in_the_file_does_not_matter() -> None:
    events = (
        payment("2025-02-01", FIRST),
        {"type": "rate_change", "effective": "2025-02-15", "new_annual_rate_pct": "6"},
        payment("2025-03-01", FIRST),
    )
    assert answered(PROGRESSIVE, *events) == answered(PROGRESSIVE, *reversed(events))


def test_rows_that_a_re_age_fixed_take_money_ahead_as_they_are() -> None:
    event = {
        "type": "re_age",
        "date": "2025-03-11",
        "first_due": "2025-04-01",
        "instalments": 4,
        "interest": "equal_amortization_payable",
    }
    paid = (payment("2025-02-01", FIRST), payment("2025-03-20", "203.65"))
    assert payments_of(PROGRESSIVE, event, *paid)[1] == ("203.65", "203.65", "0.00", "0.00")


def test_grace_in_a_reschedule_adds_rows_for_principal_and_defers_interest() -> None:
    rows = rows_of(FLAT, reschedule(grace_principal=1))
    assert [row[0] for row in rows] == ["400.00", "0.00", "400.00", "400.00"]
    rows = rows_of(FLAT | {"periods": 4}, reschedule(grace_interest=2))
    assert [row[1] for row in rows] == ["12.00", "0.00", "0.00", "36.00"]


def test_a_rate_of_rows_levelled_by_period_changes_with_the_row() -> None:
    event = {"type": "rate_change", "effective": "2025-03-01", "new_annual_rate_pct": "6"}
    assert [row[1] for row in rows_of(FLAT, event)] == ["12.00", "6.00", "6.00"]


def test_more_money_has_a_down_payment_of_its_own() -> None:
    inputs = FLAT | {"annual_rate_pct": "0", "down_payment_pct": "25"}
    drawdown = {"type": "drawdown", "date": "2025-01-10", "amount": "400.00"}
    found = answered(inputs, drawdown)["rows"]
    # A fourth of 1200 and of 400 at once; the other 1200 over three rows.
    assert [row["principal"] for row in found] == ["300.00", "100.00", *["400.00"] * 3]
    assert [row["n"] for row in found] == [1, 2, 3, 4, 5]
    assert found[1]["paid_on"] == "2025-01-10"
    by_hand = inputs | {"down_payment_auto": False}
    assert "paid" not in answered(by_hand, drawdown)["rows"][0]
    named = answered(inputs, payment("2025-01-01", "300.00"))["rows"]
    assert (named[0]["paid"], "paid" in named[1]) == ("300.00", False)
