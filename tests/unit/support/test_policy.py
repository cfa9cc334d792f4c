"""Deadlines are dated data without gaps: a complaint never meets a day without policy."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chassis.dated_policy import Confidence, DatedParameters, DatedValue, PolicyError
from services.support.domain.policy import PolicyRegistry
from services.support.policy_file import read_policy

START = date(2020, 3, 1)
CHANGE = date(2027, 1, 1)


def dated(value: object, since: date = START, until: date | None = None) -> DatedValue:
    return DatedValue(value, since, until, "test", Confidence.CHOICE)


def registry(**changes: Any) -> PolicyRegistry:
    values = {
        "complaint_answer_days": (dated(15),),
        "complaint_complex_days": (dated(30),),
        "complaint_special_days": (dated(60),),
        "complaint_rights_zh": (dated("权利"),),
        "complaint_rights_en": (dated("rights"),),
    }
    return PolicyRegistry(DatedParameters(values | changes))


def test_the_shipped_policy_holds_the_statutory_deadlines() -> None:
    policy = read_policy().on(date(2026, 11, 23))

    days = (policy.complaint_answer_days, policy.complaint_complex_days)
    assert (*days, policy.complaint_special_days) == (15, 30, 60)
    assert "12378" in policy.complaint_rights
    assert policy.version == "2020-03-01"


def test_a_new_deadline_counts_from_its_first_day_and_names_the_version() -> None:
    policies = registry(
        complaint_answer_days=(dated(10, CHANGE), dated(15, until=date(2026, 12, 31)))
    )

    assert policies.on(date(2026, 12, 31)).complaint_answer_days == 15
    assert policies.on(CHANGE).complaint_answer_days == 10
    assert policies.on(CHANGE).version == "2027-01-01"


def test_a_parameter_may_begin_before_the_others() -> None:
    policies = registry(complaint_answer_days=(dated(15, date(2019, 1, 1)),))

    assert policies.on(START).complaint_answer_days == 15


def test_before_the_first_day_there_is_no_policy() -> None:
    with pytest.raises(PolicyError, match="no value on 2020-02-29"):
        registry().on(date(2020, 2, 29))


@pytest.mark.parametrize(
    "values",
    [
        (),
        (dated(15, until=date(2026, 12, 31)),),
        (dated(15, until=date(2026, 12, 30)), dated(10, CHANGE)),
        (dated(15), dated(10, CHANGE)),
        (dated("15"),),
        (dated(True),),
        (dated(0),),
        (dated(-1),),
        (dated(30),),
    ],
)
def test_a_deadline_with_a_gap_or_of_the_wrong_form_is_refused(values: Any) -> None:
    with pytest.raises(PolicyError, match="complaint_answer_days"):
        registry(complaint_answer_days=values)


def test_the_special_deadline_lies_after_the_complex_one() -> None:
    with pytest.raises(PolicyError, match="complaint_special_days"):
        registry(complaint_special_days=(dated(30),))


def test_an_unknown_parameter_is_refused() -> None:
    with pytest.raises(PolicyError, match="unknown"):
        registry(complaint_hours=(dated(1),))
