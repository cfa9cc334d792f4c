"""The servicing policy has dates, and its values are chosen by date."""

from datetime import date
from typing import Any

import pytest

from chassis.dated_policy import Confidence, DatedParameters, DatedValue, PolicyError
from services.repayment.domain.allocation_order import Cell, Part, Timing
from services.repayment.domain.due_dates import DueDayShift
from services.repayment.domain.policy import PolicyRegistry
from services.repayment.policy_file import read_policy

START = date(2020, 1, 1)
WINDOWS: dict[str, Any] = {
    "starts": ["06:00", "18:00"],
    "cut_off": "23:00",
    "most_tries_per_day": 3,
    "technical_wait_minutes": 10,
    "partial_from_try": 2,
    "reason_codes": {"INSUFFICIENT_FUNDS": ["AM04"], "PERMANENT": ["AC04", "MD01"]},
}
CELLS = [cell.value.lower() for cell in Cell]
ORDERS = {
    "repayment": {"direction": "by_instalment", "order": CELLS},
    "recovery": {"direction": "by_part", "order": CELLS},
}


def dated(value: object, since: date = START, until: date | None = None) -> DatedValue:
    return DatedValue(value, since, until, "test", Confidence.CHOICE)


SELF_SERVICE: dict[str, Any] = {
    "kinds": ["CHANGE_DUE_DAY"],
    "most_per_year": 2,
    "most_extra_instalments": 6,
    "most_deferred_periods": 1,
    "most_days_past_due": 0,
    "least_days_before_due": 3,
    "latest_due_day": 28,
    "longest_term_months": 36,
    "longest_lump_sum_months": 12,
    "undo_days": 0,
}


def registry(**changes: Any) -> PolicyRegistry:
    values = {
        "allocation": (dated(ORDERS),),
        "principal_first_after_days": (dated(90),),
        "compound_penalty": (dated(value=False),),
        "due_day_shift": (dated("none"),),
        "prepayment_from_day": (dated(1),),
        "auto_debit_days_after_due": (dated([0, 1]),),
        "debit_windows": (dated(WINDOWS),),
        "plan_self_service": (dated(SELF_SERVICE),),
        "loan_adjustments": (
            dated({"four_eyes_above_minor": 0, "charge_off_from_days_past_due": 180}),
        ),
    }
    return PolicyRegistry(DatedParameters(values | changes))


def test_the_shipped_policy_is_in_force_today() -> None:
    policy = read_policy().on(date(2026, 11, 23))

    repayment, recovery = policy.allocation
    assert repayment.parts_of(Timing.PAST_DUE) == (
        Part.FEE,
        Part.PENALTY,
        Part.INTEREST,
        Part.PRINCIPAL,
    )
    assert recovery.parts_of(Timing.PAST_DUE)[0] is Part.PRINCIPAL
    assert policy.principal_first_after_days == 90
    assert not policy.compound_penalty
    assert policy.prepayment_from_day == 1
    assert policy.auto_debit_days_after_due == (0, 1)
    assert policy.version == "2020-01-01"


def test_a_new_value_counts_from_its_first_day_and_names_the_version() -> None:
    change = date(2027, 1, 1)
    values = (dated(1, until=date(2026, 12, 31)), dated(3, since=change))
    policies = registry(prepayment_from_day=values)

    assert policies.on(date(2026, 12, 31)).prepayment_from_day == 1
    assert policies.on(change).prepayment_from_day == 3
    assert policies.on(change).version == "2027-01-01"


def test_where_days_run_ahead_of_the_clock_debits_do_not_wait_for_hours() -> None:
    day = date(2026, 11, 23)

    assert read_policy().on(day).debit_windows.are_kept
    assert not read_policy(keep_debit_hours=False).on(day).debit_windows.are_kept


def test_before_the_first_value_there_is_no_policy() -> None:
    with pytest.raises(PolicyError, match="no value on 2019-12-31"):
        registry().on(date(2019, 12, 31))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("allocation", {"repayment": ORDERS["repayment"]}),
        ("allocation", {**ORDERS, "recovery": {"direction": "by_part", "order": CELLS[1:]}}),
        ("allocation", {**ORDERS, "gift": ORDERS["recovery"]}),
        ("allocation", "PENALTY"),
        ("compound_penalty", "yes"),
        ("principal_first_after_days", "soon"),
        ("due_day_shift", "yesterday"),
        ("prepayment_from_day", "tomorrow"),
        ("prepayment_from_day", -1),
        ("auto_debit_days_after_due", [-1]),
        ("auto_debit_days_after_due", 1),
        ("auto_debit_days_after_due", ["soon"]),
        ("debit_windows", WINDOWS | {"starts": []}),
        ("plan_self_service", SELF_SERVICE | {"kinds": ["INTEREST_PAUSE"]}),
        ("plan_self_service", SELF_SERVICE | {"latest_due_day": 0}),
        ("debit_windows", WINDOWS | {"starts": ["18:00", "06:00"]}),
        ("debit_windows", WINDOWS | {"starts": ["06:00", "06:00"]}),
        ("debit_windows", WINDOWS | {"starts": ["early"]}),
        ("debit_windows", WINDOWS | {"cut_off": "18:00"}),
        ("debit_windows", WINDOWS | {"most_tries_per_day": 0}),
        ("debit_windows", WINDOWS | {"reason_codes": {"SOMETIMES": ["AM04"]}}),
        ("debit_windows", WINDOWS | {"reason_codes": {"TECHNICAL": ["A"], "OTHER": ["A"]}}),
    ],
)
def test_an_unusable_value_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(PolicyError, match=name):
        registry(**{name: (dated(value),)}).on(START)


def test_principal_is_never_put_first_where_the_policy_says_never() -> None:
    policies = registry(
        principal_first_after_days=(dated("never"),),
        due_day_shift=(dated("next_business_day"),),
    )

    assert policies.on(START).principal_first_after_days is None
    assert policies.on(START).due_day_shift is DueDayShift.NEXT_BUSINESS_DAY
