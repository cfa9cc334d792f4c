"""What customers did, as features of a moment, and the score made of them again."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.lending.domain.behaviour import (
    BehaviourFact,
    BehaviourKind,
    features_of_behaviour,
    known_by,
    of_line,
    own_credit_file,
)
from services.lending.domain.credit_file import features_of
from services.lending.domain.rescoring import LineTrigger, Rescore, RescoreCause, rescore
from tests.builders.lending import CUSTOMER, FULL_VECTOR, a_decision_policy, a_line, a_score

LINE = a_line().credit_line_id
LOAN, OTHER = UUID(int=1), UUID(int=2)
LIMIT = 1_000_000
TODAY = date(2027, 7, 10)
POLICY = a_decision_policy()


def a_fact(kind: BehaviourKind, day: date, loan_id: UUID = LOAN, **changes: Any) -> BehaviourFact:
    known = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    given = {"known_at": known, "fact_id": UUID(int=day.toordinal()), **changes}
    if kind is BehaviourKind.DRAWN:
        given.setdefault("credit_line_id", LINE)
    return BehaviourFact(customer_id=CUSTOMER, loan_id=loan_id, kind=kind, happened_on=day, **given)


def drawn(day: date, amount_minor: int = 900_000, **changes: Any) -> BehaviourFact:
    return a_fact(BehaviourKind.DRAWN, day, amount_minor=amount_minor, **changes)


def paid(day: date, principal_minor: int, kind: Any = BehaviourKind.REPAID) -> BehaviourFact:
    return a_fact(kind, day, amount_minor=principal_minor + 100, principal_minor=principal_minor)


A_YEAR = [
    drawn(date(2026, 12, 5)),
    *(paid(date(2027, month, 5), 100_000) for month in range(1, 7)),
    paid(date(2027, 7, 5), 300_000, BehaviourKind.PREPAID),
]


def features(facts: Any, today: date = TODAY, limit_minor: int = LIMIT) -> Any:
    return features_of_behaviour(facts, limit_minor, today, high_use_ppm=800_000)


def test_the_months_of_a_line_are_a_credit_file_newest_first() -> None:
    file = own_credit_file(A_YEAR, LIMIT, TODAY)

    assert file is not None
    assert len(file.months) == 6
    assert [month.bill_minor for month in file.months] == [
        300_000, 400_000, 500_000, 600_000, 700_000, 800_000
    ]  # fmt: skip
    assert {(month.repayment_state, month.paid_minor) for month in file.months} == {(0, 100_100)}
    assert features_of(file).complete


def test_a_line_of_this_month_has_no_file_yet() -> None:
    assert own_credit_file([drawn(TODAY)], LIMIT, TODAY) is None
    assert own_credit_file([], LIMIT, TODAY) is None
    assert not features([]).months_on_book


def test_who_pays_in_time_is_seen_to() -> None:
    found = features(A_YEAR)

    assert (found.months_on_book, found.on_time_ppm, found.prepayments) == (7, 1_000_000, 1)
    assert (found.days_past_due_now, found.days_past_due_max) == (0, 0)
    assert found.utilisation_ppm == 0
    assert features(A_YEAR[:3]).utilisation_ppm == 700_000
    assert features(A_YEAR[:3], limit_minor=0).utilisation_ppm == 0


def test_months_in_which_nearly_all_is_used_count_from_the_newest() -> None:
    assert features(A_YEAR[:1], date(2027, 3, 10)).months_of_high_use == 3
    assert features(A_YEAR, date(2027, 2, 10)).months_of_high_use == 0
    assert features(A_YEAR[:1], date(2027, 3, 10), 0).months_of_high_use == 0


def test_days_late_grow_until_the_loan_recovers() -> None:
    late = a_fact(BehaviourKind.OVERDUE, date(2027, 2, 7), days_past_due=1)
    recovered = a_fact(BehaviourKind.RECOVERED, date(2027, 4, 1))
    facts = [A_YEAR[0], late]

    assert features(facts, date(2027, 3, 9)).days_past_due_now == 31
    file = own_credit_file(facts, LIMIT, date(2027, 4, 10))
    assert file is not None
    assert [month.repayment_state for month in file.months] == [2, 1, 0, 0]
    healed = features([*facts, recovered], date(2027, 5, 9))
    assert (healed.days_past_due_now, healed.days_past_due_max) == (0, 1)
    assert healed.on_time_ppm == 600_000


def test_a_month_without_balance_is_not_used_or_paid_in_full() -> None:
    facts = [drawn(date(2027, 1, 5), 100_000), paid(date(2027, 2, 5), 100_000)]

    file = own_credit_file(facts, LIMIT, date(2027, 4, 2))

    assert file is not None
    assert [month.repayment_state for month in file.months] == [-2, -1, 0]


def test_a_payment_taken_back_is_owed_again() -> None:
    back = a_fact(BehaviourKind.CORRECTED, date(2027, 7, 6), principal_minor=-300_000)

    assert features([*A_YEAR, back]).utilisation_ppm == 300_000


def test_only_the_loans_of_the_line_count() -> None:
    others = [
        drawn(date(2027, 1, 1), loan_id=OTHER, credit_line_id=UUID(int=9)),
        a_fact(BehaviourKind.OVERDUE, date(2027, 2, 1), OTHER, days_past_due=90),
    ]

    assert of_line([*A_YEAR, *others], LINE) == A_YEAR


@given(moment_day=st.integers(0, 300), late_by=st.integers(0, 40))
def test_a_vector_of_a_moment_sees_nothing_that_was_known_later(
    moment_day: Any, late_by: Any
) -> None:
    moment = datetime(2026, 12, 1, tzinfo=UTC) + timedelta(days=moment_day)
    learnt_late = [
        BehaviourFact(**{
            **{name: getattr(fact, name) for name in BehaviourFact.__dataclass_fields__},
            "known_at": fact.known_at + timedelta(days=late_by),
        })
        for fact in A_YEAR
    ]  # fmt: skip

    then = known_by(learnt_late, moment)
    again = known_by(reversed(learnt_late), moment)

    assert all(fact.known_at <= moment for fact in then)
    assert then == again
    assert features(then, moment.date()) == features(again, moment.date())


# ---- Scored again -----------------------------------------------------------


def a_rescore(facts: Any = (), **changes: Any) -> Any:
    found = features(facts)
    given: dict[str, Any] = {
        "score_id": UUID(int=5),
        "cause": RescoreCause.MONTHLY,
        "business_date": TODAY,
        "known_at": datetime(2027, 7, 10, tzinfo=UTC),
        "behaviour": found,
        "features": features_of(own_credit_file(facts, LIMIT, TODAY)),
        "score": a_score(pd_ppm=40_000),
        "applied_pd_ppm": 20_000,
        **changes,
    }
    return rescore(Rescore(**given), a_line(grade="C"), POLICY)


def test_short_history_in_time_leaves_the_risk_as_it_was() -> None:
    assert a_rescore(A_YEAR[:1], features=features_of(None)).pd_ppm == 20_000
    assert a_rescore(A_YEAR[:1], features=features_of(None), applied_pd_ppm=0).pd_ppm == 40_000


def test_short_history_that_is_late_is_never_better_than_before() -> None:
    late = [A_YEAR[0], a_fact(BehaviourKind.OVERDUE, date(2027, 7, 1), days_past_due=1)]

    found = a_rescore(late, features=features_of(None))

    assert (found.pd_ppm, found.grade) == (40_000, "D")
    assert found.triggers == (LineTrigger.LATE_NOW, LineTrigger.HIGH_USE)


@pytest.mark.parametrize(
    ("pd_ppm", "grade", "trigger"),
    [(6_000, "A", LineTrigger.GRADE_UP), (20_000, "C", None), (40_000, "D", None),
     (70_000, "E", LineTrigger.GRADE_DOWN), (500_000, "", LineTrigger.GRADE_DOWN)],
)  # fmt: skip
def test_whole_months_of_own_history_move_the_grade(pd_ppm: Any, grade: Any, trigger: Any) -> None:
    found = a_rescore(A_YEAR, features=FULL_VECTOR, score=a_score(pd_ppm=pd_ppm))

    assert (found.grade, found.line_grade, found.pd_ppm) == (grade, "C", pd_ppm)
    assert found.triggers == (() if trigger is None else (trigger,))


def test_thirty_days_late_and_a_full_line_ask_for_a_look() -> None:
    late = a_fact(BehaviourKind.OVERDUE, date(2027, 3, 7), days_past_due=1)

    found = a_rescore([A_YEAR[0], late], score=a_score(pd_ppm=20_000))

    assert found.triggers == (
        LineTrigger.SERIOUSLY_LATE,
        LineTrigger.LATE_NOW,
        LineTrigger.HIGH_USE,
    )


def test_a_line_of_a_grade_that_is_gone_counts_as_the_weakest() -> None:
    given = a_rescore(A_YEAR, features=FULL_VECTOR, score=a_score(pd_ppm=20_000))
    gone = rescore(
        Rescore(
            score_id=given.score_id,
            cause=given.cause,
            business_date=given.business_date,
            known_at=given.known_at,
            behaviour=given.behaviour,
            features=given.features,
            score=given.score,
            applied_pd_ppm=0,
        ),
        a_line(grade="Z"),
        POLICY,
    )

    assert gone.triggers == (LineTrigger.GRADE_UP,)
