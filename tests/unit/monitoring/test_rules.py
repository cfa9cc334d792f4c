"""What rules see and say."""

from datetime import date
from typing import Any

import pytest

from chassis.dated_policy import Confidence, PolicyError
from services.monitoring.domain.observation import Entity, Kind, Observation
from services.monitoring.domain.rules import (
    Finding,
    Measure,
    Outcome,
    Rule,
    RuleBook,
    VerdictLife,
)
from services.monitoring.domain.windows import Windows
from tests.builders.monitoring import ANN, BOB, CARD, a_rule, a_rule_book, after, an_observation


def judge(rule: Rule, *observations: Observation) -> list[Finding | None]:
    """Take in the observations one after the other; what the rule says to each."""
    windows = Windows(a_rule_book(rule).series)
    said = []
    for observation in observations:
        windows.add(observation)
        said.append(rule.judge(observation, windows))
    return said


def test_a_count_speaks_when_there_are_more_than_its_limit_in_the_window() -> None:
    times = (0, 100, 200, 590, 601)
    observations = [an_observation(f"e{second}", occurred_at=after(second)) for second in times]

    said = judge(a_rule(more_than=3), *observations)

    # At 601 s the first has left the window, but four are still in it.
    assert [finding is not None for finding in said] == [False, False, False, True, True]
    assert said[3] is not None
    assert said[3].evidence == {
        "reason": "Too many.",
        "count": "4",
        "more_than": "3",
        "window_s": "600",
        "by": "customer",
    }


def test_events_of_others_do_not_count() -> None:
    observations = [
        an_observation(f"e{number}", entities={Entity.CUSTOMER: str(who)})
        for number, who in enumerate((ANN, BOB, ANN, BOB))
    ]

    assert judge(a_rule(more_than=2), *observations) == [None] * 4


def test_a_sum_speaks_above_its_limit_and_not_at_it() -> None:
    rule = a_rule(measure=Measure.SUM, more_than=6_000_000)
    at_limit = [an_observation(f"e{number}", amount_minor=3_000_000) for number in (1, 2)]
    above = an_observation("e3", amount_minor=1)

    said = judge(rule, *at_limit, above)

    assert [finding is not None for finding in said] == [False, False, True]


def test_a_distinct_count_counts_customers_and_not_events() -> None:
    rule = a_rule(measure=Measure.DISTINCT, by=Entity.DEVICE, more_than=1)

    def used_by(event_id: str, who: object) -> Observation:
        return an_observation(
            event_id, entities={Entity.CUSTOMER: str(who), Entity.DEVICE: "phone"}
        )

    said = judge(rule, used_by("e1", ANN), used_by("e2", ANN), used_by("e3", BOB))

    assert [finding is not None for finding in said] == [False, False, True]


def test_a_rule_that_does_not_count_the_event_itself_speaks_one_later() -> None:
    observations = [an_observation(f"e{number}") for number in range(4)]

    said = judge(a_rule(counts_itself=False), *observations)

    assert [finding is not None for finding in said] == [False, False, False, True]


def test_a_rule_about_large_amounts_is_silent_about_small_ones() -> None:
    bound = an_observation("bound", kind=Kind.CARD_BOUND, amount_minor=0)
    rule = a_rule(
        of=frozenset({Kind.CARD_BOUND}),
        by=Entity.CARD,
        more_than=0,
        amount_more_than=2_000_000,
        verdict=Outcome.STEP_UP,
    )
    small = an_observation("small", amount_minor=2_000_000)
    large = an_observation("large", amount_minor=2_000_001)

    said = judge(rule, bound, small, large)

    assert said[:2] == [None, None]
    assert said[2] is not None
    assert (said[2].verdict, said[2].subject) == (Outcome.STEP_UP, str(CARD))


def test_what_happened_after_a_drawdown_does_not_speak_against_it() -> None:
    rule = a_rule(of=frozenset({Kind.CARD_BOUND}), by=Entity.CARD, more_than=0)
    bound = an_observation("bound", kind=Kind.CARD_BOUND, occurred_at=after(1))
    drawdown = an_observation("drawdown", occurred_at=after(0))

    assert judge(rule, bound, drawdown) == [None, None]


def test_a_late_event_that_fills_a_later_window_speaks_and_says_that_it_is_late() -> None:
    in_time = [an_observation(f"e{second}", occurred_at=after(second)) for second in (100, 200)]
    late = an_observation("late", occurred_at=after(50))

    said = judge(a_rule(), *in_time, late)

    assert said[:2] == [None, None]
    assert said[2] is not None
    assert said[2].evidence["late"] == "true"


def test_a_rule_about_each_event_shows_its_facts() -> None:
    rule = a_rule(measure=Measure.EACH, of=frozenset(), window_s=0)

    said = judge(rule, an_observation(facts={"loan": "l1"}), an_observation("e2"))

    assert [finding and finding.evidence for finding in said] == [
        {"reason": "Too many.", "loan": "l1"},
        {"reason": "Too many."},
    ]


def test_a_rule_is_silent_about_other_events_and_other_entities() -> None:
    other_kind = an_observation(kind=Kind.LOAN_OVERDUE)
    no_device = an_observation()

    assert judge(a_rule(more_than=0), other_kind) == [None]
    assert judge(a_rule(more_than=0, by=Entity.DEVICE), no_device) == [None]


@pytest.mark.parametrize(
    "changes",
    [
        {"rule_id": ""},
        {"reason": ""},
        {"source": ""},
        {"on": frozenset()},
        {"window_s": 0},
        {"of": frozenset()},
        {"measure": Measure.EACH},
        {"effective_to": date(2025, 12, 31)},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(PolicyError):
        a_rule(**changes)


def test_the_rules_of_a_day_are_those_in_force_then() -> None:
    old = a_rule(effective_to=date(2026, 1, 31), more_than=5)
    new = a_rule(effective_from=date(2026, 2, 1), more_than=3)
    book = a_rule_book(new, old)

    january, february = book.on(date(2026, 1, 31)), book.on(date(2026, 2, 1))

    assert (january.rules, february.rules) == ((old,), (new,))
    assert january.version != february.version
    assert book.on(date(2026, 2, 2)) is february


def test_two_versions_of_a_rule_cannot_be_in_force_together() -> None:
    book = a_rule_book(a_rule(), a_rule(more_than=5))

    with pytest.raises(PolicyError):
        book.on(date(2026, 2, 1))


def test_a_day_without_a_life_of_verdicts_has_no_rules() -> None:
    with pytest.raises(PolicyError):
        a_rule_book().on(date(2025, 12, 31))


def test_the_life_of_a_verdict_changes_on_its_day_and_so_does_the_version() -> None:
    lives = [
        VerdictLife(60, date(2026, 1, 1), "test", Confidence.CHOICE),
        VerdictLife(30, date(2026, 3, 1), "test", Confidence.CHOICE),
    ]
    book = RuleBook([a_rule()], lives)

    before, then = book.on(date(2026, 2, 28)), book.on(date(2026, 3, 1))

    assert (before.verdict_life_s, then.verdict_life_s) == (60, 30)
    assert before.version != then.version


@pytest.mark.parametrize(("seconds", "source"), [(0, "test"), (60, "")])
def test_a_life_of_verdicts_that_makes_no_sense_is_refused(seconds: int, source: str) -> None:
    with pytest.raises(PolicyError):
        VerdictLife(seconds, date(2026, 1, 1), source, Confidence.CHOICE)


def test_a_set_says_all_that_its_rules_say() -> None:
    book = a_rule_book(
        a_rule(more_than=0), a_rule(rule_id="T02", more_than=9), a_rule(rule_id="T03", more_than=0)
    )
    windows = Windows(book.series)
    windows.add(an_observation())

    findings = book.on(date(2026, 2, 1)).judge(an_observation(), windows)

    assert [finding.rule_id for finding in findings] == ["T01_MANY", "T03"]


def test_the_book_knows_how_far_back_it_looks() -> None:
    each = a_rule(rule_id="T02", measure=Measure.EACH, of=frozenset(), window_s=0, quiet_s=7200)
    book = a_rule_book(a_rule(window_s=3600), each)

    assert book.longest_window_s == 3600
    assert book.longest_quiet_s == 7200
    assert len(book.series) == 1
    assert (a_rule_book().longest_window_s, a_rule_book().longest_quiet_s) == (0, 0)
