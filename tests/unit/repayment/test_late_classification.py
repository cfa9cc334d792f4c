"""Buckets, classes and stages follow from days late and flags, to the day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.dated_policy import PolicyError
from services.repayment.domain.late.classification import (
    AssetClass,
    Buckets,
    ClassRules,
    Cure,
    Flags,
    Stage,
    StageRules,
    table_of,
)
from services.repayment.domain.late.days import (
    DelinquencyPause,
    date_of_day,
    days_late,
    late_instalments,
    months_after,
)
from services.repayment.late_policy_file import read_late_policy
from tests.builders.loans import a_loan

ON = date(2026, 11, 23)
POLICY = read_late_policy().on(ON)
CLASSES = POLICY.asset_classes
NO_FLAGS = Flags()


@pytest.mark.parametrize(
    ("days", "bucket", "tier", "stage"),
    [
        (0, "M0", "NORMAL", 1),
        (1, "M1", "NORMAL", 1),
        (7, "M1", "NORMAL", 1),
        (8, "M1", "SPECIAL_MENTION", 1),
        (30, "M1", "SPECIAL_MENTION", 1),
        (31, "M2", "SPECIAL_MENTION", 2),
        (60, "M2", "SPECIAL_MENTION", 2),
        (61, "M3", "SPECIAL_MENTION", 2),
        (90, "M3", "SPECIAL_MENTION", 2),
        (91, "M4", "SUBSTANDARD", 3),
        (180, "M6", "SUBSTANDARD", 3),
        (181, "M6+", "SUBSTANDARD", 3),
        (270, "M6+", "SUBSTANDARD", 3),
        (271, "M6+", "DOUBTFUL", 3),
        (360, "M6+", "DOUBTFUL", 3),
        (361, "M6+", "LOSS", 3),
    ],
)
def test_bucket_class_and_stage_turn_on_their_day(
    days: int, bucket: str, tier: str, stage: int
) -> None:
    asset_class = CLASSES.class_of(days, NO_FLAGS, ON)

    assert POLICY.delinquency_buckets.name_at(days) == bucket
    assert asset_class is AssetClass(tier)
    assert POLICY.loss_stages.stage_of(days, asset_class, is_watched=False) is Stage(
        f"STAGE_{stage}"
    )


@pytest.mark.parametrize(
    ("days", "tier"),
    [
        (0, "NORMAL"),
        (1, "SPECIAL_MENTION"),
        (90, "SPECIAL_MENTION"),
        (91, "SUBSTANDARD"),
        (120, "SUBSTANDARD"),
        (121, "DOUBTFUL"),
        (180, "DOUBTFUL"),
        (181, "LOSS"),
    ],
)
def test_a_product_run_as_a_card_has_the_card_table(days: int, tier: str) -> None:
    assert class_rules(table="CARD").class_of(days, NO_FLAGS, ON) is AssetClass(tier)


def class_rules(**changes: object) -> ClassRules:
    value = {
        "table": "FIVE_TIER",
        "tables": {
            "FIVE_TIER": {"SPECIAL_MENTION": 8, "SUBSTANDARD": 91, "DOUBTFUL": 271, "LOSS": 361},
            "CARD": {"SPECIAL_MENTION": 1, "SUBSTANDARD": 91, "DOUBTFUL": 121, "LOSS": 181},
        },
        "cure_periods": 2,
        "cure_months": 6,
        "watch_months": 12,
        "fraud_class": "SUBSTANDARD",
        "by_customer": True,
    }
    return ClassRules.of_policy(value | changes)


def test_flags_ask_for_a_class_whatever_the_days_are() -> None:
    watched = Flags(restructured_on=date(2025, 11, 24))

    assert CLASSES.class_of(0, Flags(is_charged_off=True), ON) is AssetClass.LOSS
    assert CLASSES.class_of(0, Flags(is_fraud=True), ON) is AssetClass.SUBSTANDARD
    assert CLASSES.class_of(400, Flags(is_fraud=True), ON) is AssetClass.LOSS
    assert CLASSES.class_of(0, watched, ON) is AssetClass.SPECIAL_MENTION
    assert CLASSES.class_of(0, watched, ON + timedelta(days=1)) is AssetClass.NORMAL


def test_a_watched_loan_is_in_stage_2_and_a_non_performing_one_in_stage_3() -> None:
    stages = POLICY.loss_stages

    assert stages.stage_of(0, AssetClass.SPECIAL_MENTION, is_watched=True) is Stage.STAGE_2
    assert stages.stage_of(0, AssetClass.SUBSTANDARD, is_watched=False) is Stage.STAGE_3


def test_an_upgrade_takes_two_periods_and_six_months_whichever_is_longer() -> None:
    def after(months: int, periods: int) -> AssetClass:
        clean_since = months_after(ON, -months)
        return CLASSES.next_class(
            AssetClass.DOUBTFUL, AssetClass.NORMAL, Cure(clean_since, periods), NO_FLAGS, ON
        )

    assert after(6, 2) is AssetClass.NORMAL
    assert after(5, 9) is AssetClass.DOUBTFUL
    assert after(60, 1) is AssetClass.DOUBTFUL


def test_a_restructured_non_performing_loan_also_waits_for_the_end_of_its_watch() -> None:
    cure = Cure(months_after(ON, -7), 7)
    flags = Flags(restructured_on=months_after(ON, -11))

    def next_class(on: date) -> AssetClass:
        asked = CLASSES.class_of(0, flags, on)
        return CLASSES.next_class(AssetClass.SUBSTANDARD, asked, cure, flags, on)

    assert next_class(ON) is AssetClass.SUBSTANDARD
    assert next_class(months_after(ON, 1)) is AssetClass.NORMAL


tiers = st.sampled_from(AssetClass)


@given(
    current=tiers,
    asked=tiers,
    clean_days=st.none() | st.integers(0, 900),
    periods=st.integers(0, 24),
)
def test_a_class_never_leaves_non_performing_without_the_probation(
    current: AssetClass, asked: AssetClass, clean_days: int | None, periods: int
) -> None:
    clean_since = None if clean_days is None else ON - timedelta(days=clean_days)

    after = CLASSES.next_class(current, asked, Cure(clean_since, periods), NO_FLAGS, ON)

    served = clean_since is not None and months_after(clean_since, 6) <= ON and periods >= 2
    if current.is_impaired and not served:
        assert after.rank >= current.rank
    else:
        assert after is asked


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 23), 2, date(2027, 1, 23)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2027, 1, 31), -2, date(2026, 11, 30)),
    ],
)
def test_months_are_counted_on_the_calendar(day: date, months: int, after: date) -> None:
    assert months_after(day, months) == after


def test_a_pause_lets_the_count_stand_still_from_its_first_to_its_last_day() -> None:
    # The published case "delinquency pause with resume": due on 1 October, grace of three days.
    late_from = date(2023, 10, 5)
    paused = (DelinquencyPause(date(2023, 10, 15), date(2023, 10, 25)),)

    assert days_late(late_from, date(2023, 10, 4), paused) == 0
    assert days_late(late_from, date(2023, 10, 15), paused) == 11
    assert days_late(late_from, date(2023, 10, 25), paused) == 11
    assert days_late(late_from, date(2023, 10, 26), paused) == 12
    assert days_late(None, date(2023, 10, 26), paused) == 0


@given(
    day=st.integers(1, 500),
    pauses=st.lists(st.tuples(st.integers(-30, 400), st.integers(0, 60)), max_size=4),
)
def test_the_date_of_a_day_is_the_first_on_which_it_is_counted(
    day: int, pauses: list[tuple[int, int]]
) -> None:
    known: list[DelinquencyPause] = []
    for start, length in pauses:
        first = ON + timedelta(days=start)
        pause = DelinquencyPause(first, first + timedelta(days=length))
        if not any(pause.overlaps(other) for other in known):
            known.append(pause)

    on = date_of_day(ON, day, known)

    assert days_late(ON, on, known) == day
    assert days_late(ON, on - timedelta(days=1), known) < day


def test_each_instalment_has_its_own_days_late() -> None:
    # Due on 23 December, 23 January and 23 February; late from the 25th of each.
    loan = a_loan(on=date(2027, 2, 24))

    late = late_instalments(loan.instalments, loan.terms, date(2027, 2, 24))

    assert [(i.number, i.days_past_due) for i in late] == [(1, 62), (2, 31)]
    assert late[0].owed_minor == loan.instalments[0].owed(loan.terms, date(2027, 2, 24)).total_minor


@pytest.mark.parametrize(
    "value", [{}, {"M1": 9, "M2": 1}, {"M0": 1}, {"M1": 0}, "M1", {"M1": 1, "M2": 1}]
)
def test_buckets_that_do_not_rise_are_refused(value: object) -> None:
    with pytest.raises(PolicyError):
        Buckets.of_policy(value)


@pytest.mark.parametrize(
    "change",
    [
        {"table": "NONE"},
        {"tables": {"FIVE_TIER": {"SPECIAL_MENTION": 8}}},
        {
            "tables": {
                "FIVE_TIER": {"SPECIAL_MENTION": 8, "SUBSTANDARD": 8, "DOUBTFUL": 9, "LOSS": 10}
            }
        },
        {"by_customer": 1},
        {"fraud_class": "BAD"},
    ],
)
def test_class_rules_that_make_no_sense_are_refused(change: dict[str, object]) -> None:
    with pytest.raises((PolicyError, ValueError)):
        class_rules(**change)


def test_stage_3_begins_after_stage_2() -> None:
    with pytest.raises(PolicyError):
        StageRules.of_policy({"stage_2_from_day": 91, "stage_3_from_day": 31})
    with pytest.raises(PolicyError):
        table_of([1])


def test_the_names_of_all_buckets_begin_with_the_current_one() -> None:
    assert POLICY.delinquency_buckets.names == ("M0", "M1", "M2", "M3", "M4", "M5", "M6", "M6+")
