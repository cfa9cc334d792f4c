"""Vectors with a daily rate are lived by the engine that serves Granary's own loans."""

from typing import Any

import pytest

from chassis.errors import DomainError
from services.repayment.quoting.reading import VectorUnsupportedError
from tests.builders.vectors import OWN, answered, payment, payments_of, rows_of

CHANGE = {"type": "rate_change", "effective": "2025-02-15", "new_daily_rate_pct": "0.03"}


def test_money_ahead_pays_interest_to_the_day_and_then_principal() -> None:
    # 15 days on 1200 are 9.00; 500 paid leave 709.00, shared over three rows.
    rows = rows_of(OWN, payment("2025-01-16", "500.00"))
    # Row 1: 236.33 as planned and 491.00 ahead; 9.00 and 16 days on 709.00, 5.67.
    assert rows == [
        ("727.33", "14.67", "472.67"),
        ("236.33", "6.62", "236.34"),
        ("236.34", "3.66", "0.00"),
    ]
    assert payments_of(OWN, payment("2025-01-16", "500.00")) == [
        ("500.00", "500.00", "0.00", "242.00")
    ]


@pytest.mark.parametrize(
    ("effect", "principals"),
    [
        ("reduce_instalment", ["400.00", "500.00", "300.00"]),
        ("reduce_number", ["400.00", "600.00", "200.00"]),
        ("reschedule_next", ["400.00", "400.00", "400.00"]),
    ],
)
def test_the_borrower_chooses_what_money_ahead_does(effect: str, principals: list[str]) -> None:
    # On 1 February 200.00 more than is due are paid, which lowers 800.00 to 600.00.
    inputs = OWN | {"prepayment_effect": effect}
    rows = rows_of(inputs, payment("2025-02-01", "618.60"))
    assert [row[0] for row in rows] == principals


def test_a_payoff_ends_the_loan_on_its_day() -> None:
    found = answered(OWN, payment("2025-02-01", "418.60"), {"type": "payoff", "date": "2025-02-11"})
    assert [(r["principal"], r["interest"], r["paid_on"]) for r in found["rows"]] == [
        ("400.00", "18.60", "2025-02-01"),
        ("800.00", "4.00", "2025-02-11"),
    ]
    assert found["total_outstanding"] == "0.00"


def test_late_money_is_late_and_costs_penalty_only_when_the_file_names_one() -> None:
    late = payment("2025-02-11", "418.60")
    assert payments_of(OWN, late) == [("418.60", "0.00", "418.60", "0.00")]
    rows = answered(OWN | {"penalty_factor_pct": 150, "grace_days": 1}, late)["rows"]
    # Nine days after the grace on 400.00 at min(0.075 %, 24 % / 365): 2.37, paid first.
    assert (rows[0]["penalties"], rows[0]["outstanding"]) == ("2.37", "2.37")


def test_the_rate_changes_on_its_day() -> None:
    # 14 days on 800 at 0.05 % and 14 at 0.03 %: 5.60 + 3.36; then 31 days on 400 at 0.03 %.
    assert [row[1] for row in rows_of(OWN, CHANGE)] == ["18.60", "8.96", "3.72"]


def test_a_pause_frees_both_its_days() -> None:
    pause = {"type": "interest_pause", "from": "2025-02-10", "to": "2025-02-14"}
    # 23 of 28 days on 800.
    assert rows_of(OWN, pause)[1][1] == "9.20"


def test_a_reschedule_moves_the_due_day_or_adds_instalments() -> None:
    moved = {"type": "reschedule", "from": "2025-03-01", "new_due_date": "2025-03-15"}
    assert [row["due"] for row in answered(OWN, moved)["rows"]] == [
        "2025-02-01",
        "2025-03-15",
        "2025-04-15",
    ]
    longer = {"type": "reschedule", "from": "2025-03-01", "extra_terms": 2}
    assert [row[0] for row in rows_of(OWN, longer)] == ["400.00", *["200.00"] * 4]


def test_a_re_age_makes_new_instalments() -> None:
    event = {"type": "re_age", "date": "2025-02-11", "first_due": "2025-03-01", "instalments": 4}
    rows = rows_of(OWN, payment("2025-02-01", "418.60"), event)
    assert [row[0] for row in rows] == ["400.00", "200.00", "200.00", "200.00", "200.00"]


def test_a_fee_falls_due_with_the_running_instalment() -> None:
    charge = {"type": "charge", "kind": "fee", "due": "2025-01-20", "amount": "3.00"}
    found = answered(OWN, charge, {"type": "close_of_business", "date": "2025-02-02"})
    assert [row["fees"] for row in found["rows"]] == ["3.00", "0.00", "0.00"]


@pytest.mark.parametrize(
    ("inputs", "event", "named"),
    [
        ({}, {"type": "drawdown", "date": "2025-02-01", "amount": "5.00"}, "no such event"),
        ({}, CHANGE | {"new_daily_rate_pct": "0.00001"}, "finer"),
        ({}, payment("2024-12-31", "5.00"), "comes after"),
        ({"prepayment_effect": "last"}, payment("2025-01-16", "5.00"), "effect"),
        ({"method": "flat/equal_instalment"}, None, "priced or planned"),
        ({"daily_rate_pct": "0.00001"}, None, "priced or planned"),
        ({"day_count": "actual/365"}, None, "daily rate"),
        (
            {},
            {"type": "reschedule", "from": "2025-03-01", "new_due_date": "2025-05-15"},
            "within a month",
        ),
        ({}, {"type": "reschedule", "from": "2025-03-01", "grace_principal": 1}, "dates only"),
    ],
)
def test_what_granarys_own_loans_cannot_do_is_said(
    inputs: dict[str, Any], event: dict[str, Any] | None, named: str
) -> None:
    with pytest.raises(VectorUnsupportedError, match=named):
        answered(OWN | inputs, *([event] if event else []))


def test_a_change_that_the_engine_refuses_is_refused_here_too() -> None:
    pause = {"type": "interest_pause", "from": "2025-02-10", "to": "2025-02-14"}
    with pytest.raises(DomainError, match="cannot be changed"):
        answered(OWN, pause, pause)
