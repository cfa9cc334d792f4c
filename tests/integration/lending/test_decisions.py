"""Decisions over the RPCs and the database: explained, reviewed by people, replayed, previewed."""

import asyncio
import dataclasses
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from granary.lending.v1 import application_pb2, manual_review_pb2
from granary.lending.v1 import credit_decision_service_pb2 as pb

from chassis.errors import InvalidInput, NotAllowed, NotFound, StateForbids, Unavailable
from chassis.ports import new_id, utc_now
from services.lending.domain.decision_engine import decide
from services.lending.domain.loan_application import Outcome
from services.lending.policy_file import DEFAULT, RULES
from tests.builders.lending import (
    CUSTOMER,
    FULL_VECTOR,
    TODAY,
    a_bureau_report,
    a_decision_policy,
    a_score,
)
from tests.integration.lending.conftest import A_FORM, World, a_request
from tests.integration.lending.test_rpcs import Callers, an_id, callers

__all__ = ["callers"]

MANUAL = application_pb2.APPLICATION_OUTCOME_MANUAL
DECLINED = application_pb2.APPLICATION_OUTCOME_DECLINED
APPROVED = application_pb2.APPLICATION_OUTCOME_APPROVED
INDEBTED = a_bureau_report(accounts=8)


async def verdict(desk: Any, review: Any, limit_minor: int) -> Any:
    request = pb.DecideManualReviewRequest(
        request_id=an_id(),
        customer_id=review.customer_id,
        review_id=review.review_id,
        approve=limit_minor > 0,
        limit_minor=limit_minor,
        reason="looked at the payslips",
    )
    return (await desk.DecideManualReview(request)).review


async def take(desk: Any, review: Any) -> Any:
    request = pb.TakeManualReviewRequest(
        request_id=an_id(), customer_id=review.customer_id, review_id=review.review_id
    )
    return (await desk.TakeManualReview(request)).review


async def test_the_vector_served_is_stored_and_the_decision_replays(world: World) -> None:
    application = await world.lending.applications.apply(CUSTOMER, A_FORM, a_request())

    stored = await world.lending.applications.application(CUSTOMER, application.application_id)
    assert stored == dataclasses.replace(application, version=1)
    assert stored.inputs.features == world.scorer.asked[0]
    assert world.scorer.score(CUSTOMER, world.scorer.asked[0]) == stored.inputs.score
    assert decide(stored.inputs, a_decision_policy()) == stored.decision


async def test_a_customer_is_told_why_in_both_languages(world: World, callers: Callers) -> None:
    app = callers.customer()
    application = (await app.apply()).application

    request = pb.ExplainDecisionRequest(application_id=application.application_id)
    why = (await app.decisions.ExplainDecision(request)).explanation

    assert (why.outcome, why.grade, why.daily_rate_ppm) == (APPROVED, "A", 280)
    assert list(application.price_reason_codes) == [r.code for r in why.price_reasons]
    assert all(reason.text_zh and reason.text_en for reason in why.price_reasons)
    assert why.score == application.score == 699
    assert (why.annual_rate_ppm, why.cap_annual_ppm) == (102_200, 240_000)
    assert why.model_version == "m1"
    assert not why.review_possible
    with pytest.raises(NotFound):
        await callers.customer(new_id()).decisions.ExplainDecision(request)


async def test_a_doubt_is_decided_by_a_person_and_the_line_opens(
    world: World, callers: Callers
) -> None:
    app, wang = callers.customer(), callers.staff("wang")
    application = (await app.apply(occupation="无业")).application
    assert (application.outcome, application.grade) == (MANUAL, "")
    with pytest.raises(StateForbids, match="looking at your last application"):
        await app.apply()

    (review,) = (await wang.desk.ListManualReviews(pb.ListManualReviewsRequest())).reviews
    assert review.kind == manual_review_pb2.REVIEW_KIND_REFERRED
    assert (await take(wang.desk, review)).taken_by == "wang"
    with pytest.raises(StateForbids):
        await take(callers.staff("li").desk, review)
    with pytest.raises(InvalidInput):
        await verdict(wang.desk, review, review.limit_max_minor + 1)
    decided = await verdict(wang.desk, review, 1_000_000)

    assert decided.status == manual_review_pb2.REVIEW_STATUS_APPROVED
    line = await world.line()
    assert (line.limit_minor, line.grade) == (1_000_000, "A")
    assert await world.announced() == [
        "ApplicationDecided", "ManualReviewOpened", "ManualReviewMoved",
        "ManualReviewEnded", "ApplicationDecided", "CreditLineOpened",
    ]  # fmt: skip
    assert not (await wang.desk.ListManualReviews(pb.ListManualReviewsRequest())).reviews


async def test_a_customer_has_two_people_look_at_a_decline(world: World, callers: Callers) -> None:
    world.bureau.answer = INDEBTED
    app, wang, li = callers.customer(), callers.staff("wang"), callers.staff("li")
    application = (await app.apply()).application
    assert application.outcome == DECLINED
    ask = pb.RequestHumanReviewRequest(
        request_id=an_id(), application_id=application.application_id, statement="两张卡已注销"
    )

    promised = await app.decisions.RequestHumanReview(ask)
    assert promised == await app.decisions.RequestHumanReview(ask)
    assert promised.due_on == (TODAY + timedelta(days=15)).isoformat()
    (review,) = (await wang.desk.ListManualReviews(pb.ListManualReviewsRequest())).reviews
    assert review.statement == "两张卡已注销"
    await take(wang.desk, review)
    proposed = await verdict(wang.desk, review, 300_000)
    with pytest.raises(NotAllowed):
        await verdict(wang.desk, review, 300_000)
    confirmed = await verdict(li.desk, review, 300_000)

    assert proposed.status == manual_review_pb2.REVIEW_STATUS_PROPOSED
    assert (confirmed.status, confirmed.confirmed_by) == (
        manual_review_pb2.REVIEW_STATUS_APPROVED,
        "li",
    )
    assert (await world.line()).limit_minor == 300_000
    shown = await app.decisions.ExplainDecision(
        pb.ExplainDecisionRequest(application_id=application.application_id)
    )
    assert shown.explanation.decided_by_person


async def test_two_people_who_decide_at_once_decide_once(world: World, callers: Callers) -> None:
    app = callers.customer()
    await app.apply(occupation="无业")
    wang = callers.staff("wang")
    (review,) = (await wang.desk.ListManualReviews(pb.ListManualReviewsRequest())).reviews
    await take(wang.desk, review)

    found = await asyncio.gather(
        *(verdict(wang.desk, review, 1_000_000) for _ in range(5)), return_exceptions=True
    )

    assert sum(not isinstance(each, Exception) for each in found) == 1
    assert (await world.announced()).count("CreditLineOpened") == 1


async def test_what_nobody_decided_in_time_expires_and_the_customer_applies_again(
    world: World,
) -> None:
    doubtful = dataclasses.replace(A_FORM, occupation="无业")
    application = await world.lending.applications.apply(CUSTOMER, doubtful, a_request())

    assert await world.lending.reviews.close_day(TODAY + timedelta(days=5)) == 0
    assert await world.lending.reviews.close_day(TODAY + timedelta(days=6)) == 1
    assert await world.lending.reviews.close_day(TODAY + timedelta(days=6)) == 0

    stored = await world.lending.applications.application(CUSTOMER, application.application_id)
    assert stored.standing.outcome is Outcome.EXPIRED
    await world.open_line()


async def test_a_review_by_right_is_announced_as_overdue_once_and_stays_open(world: World) -> None:
    world.bureau.answer = INDEBTED
    application = await world.lending.applications.apply(CUSTOMER, A_FORM, a_request())
    reviews = world.lending.reviews
    await reviews.request(CUSTOMER, application.application_id, "", a_request())

    late = TODAY + timedelta(days=16)
    assert [await reviews.close_day(late), await reviews.close_day(late)] == [1, 0]

    assert (await world.announced()).count("ManualReviewOverdue") == 1
    assert len(await reviews.waiting(after=None, limit=10)) == 1


async def test_staff_see_what_a_decision_earns_and_that_it_replays(
    world: World, callers: Callers
) -> None:
    application = (await callers.customer().apply()).application
    request = pb.ExplainApplicationRequest(
        customer_id=str(CUSTOMER), application_id=application.application_id
    )

    shown = await callers.staff().desk.ExplainApplication(request)

    assert shown.replays
    assert shown.pd_ppm == 6_000
    assert shown.raroc_ppm > 150_000
    assert 0 < shown.required_annual_ppm < 102_200
    assert not shown.explored


async def test_a_change_of_rules_shows_its_effect_on_the_last_applications(
    world: World, callers: Callers
) -> None:
    for number in range(3):
        world.bureau.answer = INDEBTED if number else a_bureau_report()
        await world.lending.applications.apply(UUID(int=number + 1), A_FORM, a_request())
    rules = (DEFAULT / RULES).read_text(encoding="utf-8")
    start = rules.index('[[rule]]\ncode = "TOO_MANY_ACCOUNTS"')
    fewer = rules[:start] + rules[rules.index("[[rule]]", start + 1) :]
    desk = callers.staff().desk

    effect = await desk.PreviewDecisionChange(pb.PreviewDecisionChangeRequest(rules_toml=fewer))

    assert (effect.applications, effect.outcomes_changed) == (3, 2)
    assert effect.limits_after_minor > effect.limits_before_minor
    for broken in ("[[rule]]", "not toml", fewer.replace("age_years <", "years <")):
        with pytest.raises(InvalidInput):
            await desk.PreviewDecisionChange(pb.PreviewDecisionChangeRequest(rules_toml=broken))


async def test_a_stale_report_is_asked_for_once_more_then_refused(world: World) -> None:
    old = utc_now().date() - timedelta(days=40)
    world.bureau.answer = a_bureau_report(reported_on=old)

    with pytest.raises(Unavailable, match="old report"):
        await world.open_line()

    assert world.bureau.asked == 2
    assert await world.announced() == []


async def test_the_budget_of_exploration_holds_however_many_come_at_once(world: World) -> None:
    world.scorer.answer = a_score(pd_ppm=139_000)
    world.dice_ppm = 0
    customers = [UUID(int=number) for number in range(1, 121)]

    done = await asyncio.gather(
        *(world.lending.applications.apply(who, A_FORM, a_request(who)) for who in customers)
    )

    explored = [it for it in done if it.decision.explored]
    cost = sum(it.decision.price.expected_loss_minor for it in explored if it.decision.price)
    budget = a_decision_policy().credit.exploration.monthly_loss_budget_minor
    assert len(explored) == budget // (cost // len(explored))
    assert cost <= budget
    assert len(explored) < len(done)
    stored = await world.pool.fetchrow("select * from exploration_month")
    assert stored is not None
    assert (stored["expected_loss_minor"], stored["approvals"]) == (cost, len(explored))


async def test_a_thin_file_is_scored_with_what_is_known(world: World) -> None:
    world.bureau.answer = a_bureau_report(credit_file=None)

    application = await world.lending.applications.apply(CUSTOMER, A_FORM, a_request())

    assert world.scorer.asked[0].values == (None,) * len(FULL_VECTOR.values)
    assert application.decision.price_reasons == ("CREDIT_HISTORY_SHORT", "SHORT_HISTORY_CAP")
    assert application.decision.limit_minor == 150_000
