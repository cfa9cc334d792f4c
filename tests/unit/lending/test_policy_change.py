"""Changes of the policy: two people, dates that do not overlap, no product above the cap."""

import json
from contextlib import suppress
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.decision import Decision
from chassis.frozen import replace
from services.lending.domain.errors import (
    PolicyChangedMeanwhile,
    PolicyChangeEnded,
    PolicyChangeInPast,
    PolicyChangeInvalid,
    PolicyDatesOverlap,
    ProductAboveCap,
    ProductUnknown,
    SecondPersonNeeded,
)
from services.lending.domain.events import (
    PolicyChangeApproved,
    PolicyChangeProposed,
    PolicyChangeRejected,
)
from services.lending.domain.policy import ProductCatalogue
from services.lending.domain.policy_change import (
    Review,
    approve_change,
    followed_by,
    propose_change,
    reject_change,
    with_values,
)
from services.lending.domain.policy_effect import (
    AdverseKind,
    LineCell,
    adverse_effects,
    grade_effects,
    replay,
)
from services.lending.domain.policy_register import (
    REGISTER,
    ChangeStatus,
    PolicyChange,
    PolicyRegister,
    PolicyValue,
)
from services.lending.use_cases.policy_book import PolicyBook
from tests.builders.lending import (
    NOW,
    TODAY,
    a_decision_policy,
    a_policy,
    an_application,
    policies,
    some_inputs,
)

TOMORROW = TODAY + timedelta(days=1)
EMPTY = PolicyRegister(REGISTER)
REVIEW = Review("chen.jing", "agreed", NOW)


def a_value(parameter: str = "grace_days", value: Any = 3, **changes: Any) -> PolicyValue:
    proposed = PolicyValue(
        product_code="personal_revolving",
        parameter=parameter,
        value_json=json.dumps(value),
        effective_from=TOMORROW,
        effective_to=None,
        source="a decision of the house",
        confidence="choice",
    )
    return replace(proposed, **changes)


def a_change(*values: PolicyValue, **changes: Any) -> PolicyChange:
    change = PolicyChange(
        change_id=UUID(int=1),
        new_values=values or (a_value(),),
        reason="kinder to customers",
        proposed_by="li.ming",
        proposed_at=NOW,
        seen_number=0,
    )
    return replace(change, **changes)


def proposed(change: PolicyChange, register: PolicyRegister = EMPTY) -> Decision[PolicyChange]:
    return propose_change(change, register, policies(), TODAY)


def approved(
    change: PolicyChange, register: PolicyRegister = EMPTY, today: date = TODAY
) -> tuple[PolicyChange, PolicyRegister]:
    decision = approve_change(change, register, policies(), REVIEW, today)
    return decision.changes[0].state, decision.changes[1].state


def in_force(register: PolicyRegister) -> ProductCatalogue:
    return with_values(policies(), register.approved)


def dearer_grades(rate_ppm: int = 510, **changes: Any) -> PolicyValue:
    grades = [asdict(rule) for rule in a_policy().grades]
    grades[-1]["daily_rate_ppm"] = rate_ppm
    return a_value("grades", grades, **changes)


def test_a_change_is_proposed_by_one_person_and_approved_by_another() -> None:
    change = a_change()

    decision = proposed(change)
    decided, register = approved(change)

    assert decision.changes[0].events == (PolicyChangeProposed(change),)
    assert (decided.status, decided.decided_by) == (ChangeStatus.APPROVED, "chen.jing")
    assert (register.number, decided.approval) == (1, 1)
    assert in_force(register).on(TODAY).grace_days == 1
    assert in_force(register).on(TOMORROW).grace_days == 3


def test_what_was_priced_before_its_day_keeps_its_policy_version() -> None:
    _, register = approved(a_change())

    assert in_force(register).on(TODAY).version == a_policy().version
    assert in_force(register).on(TOMORROW).version != a_policy().version
    assert in_force(register).on(TOMORROW, "micro_business") == policies().on(
        TOMORROW, "micro_business"
    )


def test_nobody_approves_a_change_of_their_own() -> None:
    with pytest.raises(SecondPersonNeeded):
        approve_change(a_change(), EMPTY, policies(), replace(REVIEW, staff_name="li.ming"), TODAY)


def test_a_change_begins_tomorrow_at_the_earliest_also_when_it_is_approved_late() -> None:
    with pytest.raises(PolicyChangeInPast) as early:
        proposed(a_change(a_value(effective_from=TODAY)))
    with pytest.raises(PolicyChangeInPast):
        approved(a_change(), today=TOMORROW)

    assert early.value.metadata["earliest"] == TOMORROW.isoformat()


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (a_value("grace_weeks"), "unknown parameter"),
        (a_value(value_json="{"), "JSONDecodeError"),
        (a_value(value=-1), "whole number"),
        (a_value("all_in_cap_metric", "APR"), "APR"),
        (a_value("grades", [{"grade": "A"}]), "daily_rate_ppm"),
        (a_value(effective_to=TODAY), "before effective_from"),
        (a_value(confidence="sure"), "sure"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_with_what_is_wrong(
    value: PolicyValue, problem: str
) -> None:
    with pytest.raises(PolicyChangeInvalid) as refused:
        proposed(a_change(value))

    assert problem in refused.value.metadata["problem"]


def test_a_product_that_does_not_exist_cannot_be_changed() -> None:
    with pytest.raises(ProductUnknown):
        proposed(a_change(a_value(product_code="home_loan")))


def test_a_product_is_not_changed_so_that_a_loan_could_pass_the_cap() -> None:
    with pytest.raises(ProductAboveCap) as refused:
        proposed(a_change(dearer_grades(620)))

    assert refused.value.metadata["grade"] == "F"


def test_dates_that_overlap_an_announced_value_are_refused() -> None:
    _, register = approved(a_change(a_value(effective_from=date(2027, 3, 1))))

    with pytest.raises(PolicyDatesOverlap) as refused:
        proposed(a_change(a_value(value=5, effective_from=date(2027, 1, 1))), register)
    with pytest.raises(PolicyDatesOverlap):
        proposed(a_change(a_value(value=5, effective_from=date(2027, 3, 1))), register)

    assert refused.value.metadata["announced_from"] == "2027-03-01"


def test_two_values_of_a_parameter_in_one_change_may_not_overlap_either() -> None:
    later = a_value(value=4, effective_from=date(2027, 3, 1))

    with pytest.raises(PolicyDatesOverlap):
        proposed(a_change(later, a_value()))
    proposed(a_change(a_value(effective_to=date(2027, 2, 28)), later))


def test_after_a_value_with_a_last_day_the_one_before_holds_again() -> None:
    new_year = a_value(effective_from=date(2027, 1, 1), effective_to=date(2027, 1, 31))

    _, register = approved(a_change(new_year))

    days = [date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 31), date(2027, 2, 1)]
    assert [in_force(register).on(day).grace_days for day in days] == [1, 3, 3, 1]


def test_a_value_may_end_before_an_announced_one_begins() -> None:
    _, register = approved(a_change(a_value(effective_from=date(2027, 3, 1))))
    between = a_value(value=2, effective_to=date(2027, 2, 28))

    _, register = approved(a_change(between, seen_number=1), register)

    days = [TODAY, TOMORROW, date(2027, 3, 1)]
    assert [in_force(register).on(day).grace_days for day in days] == [1, 2, 3]


def test_days_without_any_value_are_refused() -> None:
    announced = a_value("rate_caps", [], effective_from=date(2028, 1, 1))

    with pytest.raises(PolicyChangeInvalid, match="cannot be used"):
        proposed(a_change(announced))


def test_of_two_changes_at_once_the_second_looks_at_the_first() -> None:
    first = a_change(a_value(effective_to=date(2027, 1, 31)))
    second = a_change(a_value(value=5, effective_from=date(2027, 2, 1)), change_id=UUID(int=2))
    other = a_change(dearer_grades(), change_id=UUID(int=3))
    _, register = approved(first)

    with pytest.raises(PolicyChangedMeanwhile):
        approved(second, register)
    _, both = approved(other, register)
    _, all_three = approved(replace(second, seen_number=2), both)

    assert all_three.number == 3
    assert [value.approval for value in all_three.approved] == [1, 2, 3]


def test_a_decided_change_is_not_decided_again() -> None:
    change, register = approved(a_change())

    with pytest.raises(PolicyChangeEnded):
        approved(change, register)
    with pytest.raises(PolicyChangeEnded):
        reject_change(change, REVIEW)


def test_a_proposer_may_take_a_change_back() -> None:
    decision = reject_change(a_change(), replace(REVIEW, staff_name="li.ming"))

    assert decision.reply.status is ChangeStatus.REJECTED
    assert decision.changes[0].events == (PolicyChangeRejected(decision.reply),)


def test_an_approval_announces_the_change() -> None:
    decision = approve_change(a_change(), EMPTY, policies(), REVIEW, TODAY)

    assert decision.changes[0].events == (PolicyChangeApproved(decision.reply),)


def test_a_process_that_is_behind_takes_what_was_approved_and_never_goes_back() -> None:
    _, register = approved(a_change())
    book = PolicyBook(policies())

    book.take(register)
    book.take(EMPTY)

    assert (book.number, book.current.on(TOMORROW).grace_days) == (1, 3)


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(0, 90), st.integers(0, 9)), max_size=6))
def test_whatever_is_approved_every_day_has_exactly_one_value(
    wanted: list[tuple[int, int, int]],
) -> None:
    values = policies().of("personal_revolving").parameters.dated["grace_days"]
    for start, length, grace_days in wanted:
        first = TODAY + timedelta(days=start)
        last = first + timedelta(days=length) if length else None
        value = a_value(value=grace_days, effective_from=first, effective_to=last)
        with suppress(PolicyDatesOverlap):
            values = followed_by(value, values)

    for day in (TODAY + timedelta(days=offset) for offset in range(0, 520, 7)):
        assert sum(value.in_force_on(day) for value in values) == 1
    assert values[0].value == 1
    assert values[0].in_force_on(TODAY)


def test_what_becomes_worse_is_named_with_the_grade_it_concerns() -> None:
    before = a_policy()
    worst = before.grades[-1]
    after = a_policy(
        grades=(*before.grades[:-2], replace(worst, daily_rate_ppm=510, limit_max_minor=1)),
        penalty_factor_pct=160,
        grace_days=0,
        service_fee_ppm=1,
        prepayment_fee_ppm=1,
        drawdown_min_minor=before.drawdown_min_minor + 1,
        terms=before.terms[1:],
        methods=(),
        purposes=(),
    )

    effects = {(effect.kind, effect.grade) for effect in adverse_effects(before, after)}

    of_all = set(AdverseKind) - {
        AdverseKind.RATE_HIGHER,
        AdverseKind.LIMIT_LOWER,
        AdverseKind.GRADE_ENDED,
    }
    assert effects == {(kind, "") for kind in of_all} | {
        (AdverseKind.GRADE_ENDED, "E"),
        (AdverseKind.RATE_HIGHER, "F"),
        (AdverseKind.LIMIT_LOWER, "F"),
    }
    assert adverse_effects(after, after) == ()


def test_a_preview_counts_the_lines_by_what_would_become_of_them() -> None:
    before = a_policy()
    after = a_policy(grades=(*before.grades[:-1], replace(before.grades[-1], daily_rate_ppm=490)))
    cells = [
        LineCell("personal_revolving", "F", 500, lines=7, lines_above=2, loans=9, drawn_minor=80),
        LineCell("personal_revolving", "F", 490, lines=3, lines_above=0, loans=1, drawn_minor=20),
        LineCell("personal_revolving", "Z", 500, lines=1, lines_above=0, loans=0, drawn_minor=0),
    ]

    of_f, of_z = grade_effects(cells, after)

    assert (of_f.lines, of_f.priced_otherwise, of_f.above_new_limit) == (10, 7, 2)
    assert (of_f.loans_on_old_terms, of_f.drawn_minor, of_f.without_grade) == (10, 100, 0)
    assert (of_z.lines, of_z.without_grade, of_z.priced_otherwise) == (1, 1, 0)


def test_the_last_applications_are_decided_again_with_the_change_and_without_it() -> None:
    before = a_decision_policy()
    best, *others = before.product.grades
    dearer = a_policy(
        monthly_income_min_minor=1_000_001,
        grades=(replace(best, daily_rate_ppm=290), *others),
    )
    after = a_decision_policy(product=dearer)
    incomes = (1_000_000, 1_500_000, 1_500_000)
    decided = [an_application(inputs=some_inputs(monthly_income_minor=it)) for it in incomes]

    effect = replay(decided, before, after)

    assert (effect.applications, effect.approvals_lost, effect.dearer) == (3, 1, 2)
    assert effect.limits_after_minor < effect.limits_before_minor
    assert replay(decided, before, before).approvals_lost == 0
