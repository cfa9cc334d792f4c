"""People look at applications: one or two of them, in time, within limits."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.lending.domain.credit_line import LineStatus
from services.lending.domain.errors import (
    CreditLineExists,
    ReviewDecided,
    ReviewLimitNotAllowed,
    ReviewNotPossible,
    ReviewTaken,
    SecondPersonRequired,
)
from services.lending.domain.events import (
    ApplicationDecided,
    CreditLineOpened,
    ManualReviewEnded,
    ManualReviewMoved,
    ManualReviewOpened,
    ManualReviewOverdue,
)
from services.lending.domain.exposure import CustomerExposure
from services.lending.domain.loan_application import LoanApplication, Outcome
from services.lending.domain.manual_review import (
    ManualReview,
    ReviewKind,
    ReviewStatus,
    Verdict,
    refer,
    request,
)
from services.lending.domain.reviewing import (
    decide_review,
    expire_review,
    open_requested,
    take_review,
)
from tests.builders.lending import (
    CUSTOMER,
    NOW,
    TODAY,
    a_bureau_report,
    a_decision_policy,
    a_line,
    a_score,
    an_application,
    some_inputs,
)

POLICY = a_decision_policy()
NOTHING = CustomerExposure(CUSTOMER)
DOUBTFUL = an_application(inputs=some_inputs(occupation="无业"))
DECLINED = an_application(inputs=some_inputs(bureau=a_bureau_report(accounts=8)))
FORBIDDEN = an_application(inputs=some_inputs(is_student=True))


def a_referred() -> ManualReview:
    return refer(DOUBTFUL, POLICY)


def a_requested(application: LoanApplication = DECLINED) -> ManualReview:
    return request(application, "我的贷款已结清", TODAY, NOW, POLICY)


def says(name: str, limit_minor: int = 0, **changes: Any) -> Verdict:
    return replace(Verdict(name, limit_minor > 0, limit_minor, "looked at it", NOW), **changes)


def decided(review: ManualReview, application: LoanApplication, verdict: Verdict) -> Any:
    return decide_review(review, application, None, NOTHING, verdict, POLICY)


def test_a_referred_application_may_get_up_to_what_the_customer_can_carry() -> None:
    review = a_referred()

    assert (review.kind, review.status) == (ReviewKind.REFERRED, ReviewStatus.OPEN)
    assert (review.proposed_limit_minor, review.limit_max_minor) == (1_900_000, 3_180_000)
    assert review.due_on == TODAY + timedelta(days=5)


def test_one_person_approves_a_referred_application_and_the_line_opens() -> None:
    taken = take_review(a_referred(), "wang", NOW).reply

    decision = decided(taken, DOUBTFUL, says("wang", 3_180_000))

    review, application, line, exposure = (change.state for change in decision.changes)
    events = [event for change in decision.changes for event in change.events]
    assert review.status is ReviewStatus.APPROVED
    assert events == [
        ManualReviewEnded(review),
        ApplicationDecided(application, NOW),
        CreditLineOpened(line),
    ]
    assert application.decision == DOUBTFUL.decision
    assert application.standing.outcome is Outcome.APPROVED
    assert application.standing.price_reasons[0] == "EMPLOYMENT_CONTRADICTORY"
    assert "DECIDED_BY_A_PERSON" in application.standing.price_reasons
    assert (line.grade, line.limit_minor, line.status) == ("A", 3_180_000, LineStatus.OPENED)
    assert exposure.limits[0].limit_minor == 3_180_000


def test_one_person_declines_a_referred_application() -> None:
    taken = a_referred().take("wang")

    decision = decided(taken, DOUBTFUL, says("wang"))

    review, application = (change.state for change in decision.changes)
    assert review.status is ReviewStatus.DECLINED
    assert application.standing.outcome is Outcome.DECLINED
    assert "DECIDED_BY_A_PERSON" in application.standing.reason_codes
    assert application.standing.limit_minor == 0


def test_who_takes_a_review_has_it_alone() -> None:
    taken = a_referred().take("wang")

    assert take_review(taken, "wang", NOW).changes == ()
    with pytest.raises(ReviewTaken) as refused:
        taken.take("li")
    with pytest.raises(ReviewTaken):
        taken.say(says("li", 1_000_000))
    with pytest.raises(ReviewTaken):
        a_referred().say(says("wang", 1_000_000))
    assert refused.value.metadata == {"taken_by": "wang"}


@pytest.mark.parametrize(
    "verdict",
    [says("wang", 3_180_001), says("wang", approve=True), says("wang", 100, approve=False)],
)
def test_no_person_grants_more_than_the_customer_can_carry(verdict: Any) -> None:
    with pytest.raises(ReviewLimitNotAllowed):
        a_referred().take("wang").say(verdict)


def test_above_an_amount_a_second_person_must_agree() -> None:
    review = replace(a_referred(), second_person_from_minor=1_000_000).take("wang")

    proposed = decided(review, DOUBTFUL, says("wang", 1_000_000))
    assert proposed.reply.status is ReviewStatus.PROPOSED
    assert proposed.changes[0].events == (ManualReviewMoved(proposed.reply, NOW),)

    with pytest.raises(SecondPersonRequired):
        proposed.reply.say(says("wang", 1_000_000))
    confirmed = decided(proposed.reply, DOUBTFUL, says("li", 1_000_000)).reply
    assert (confirmed.status, confirmed.confirmed_by) == (ReviewStatus.APPROVED, "li")
    assert confirmed.proposal.staff_name == "wang"


def test_a_second_person_who_disagrees_gives_it_back_to_the_queue() -> None:
    review = replace(a_referred(), second_person_from_minor=1_000_000).take("wang")
    proposed = review.say(says("wang", 1_000_000))

    back = proposed.say(says("li"))

    assert (back.status, back.taken_by, back.proposal) == (ReviewStatus.OPEN, "", None)


def test_what_is_decided_stays_decided() -> None:
    ended = a_referred().take("wang").say(says("wang"))

    with pytest.raises(ReviewDecided):
        ended.take("li")
    with pytest.raises(ReviewDecided):
        ended.say(says("li"))
    with pytest.raises(ReviewDecided):
        ended.expire(NOW)


# ---- By right ---------------------------------------------------------------


def test_a_customer_may_have_a_person_look_at_a_decline() -> None:
    review = a_requested()

    assert open_requested(review).changes[0].events == (ManualReviewOpened(review),)
    assert review.kind is ReviewKind.REQUESTED
    assert review.due_on == TODAY + timedelta(days=15)
    assert review.statement == "我的贷款已结清"


def test_overruling_the_engine_takes_two_people_whatever_the_amount() -> None:
    review = a_requested().take("wang")

    proposed = review.say(says("wang", 100_000))
    decision = decided(proposed, DECLINED, says("li", 100_000))

    line = decision.changes[2].state
    assert proposed.status is ReviewStatus.PROPOSED
    # The engine gave no grade: the weakest of the product's grades prices it.
    assert (line.limit_minor, line.grade, line.daily_rate_ppm) == (100_000, "F", 500)


def test_upholding_a_decline_takes_one() -> None:
    decision = decided(a_requested().take("wang"), DECLINED, says("wang"))

    assert decision.reply.status is ReviewStatus.DECLINED
    assert len(decision.changes) == 2


def test_what_the_law_forbids_no_person_may_grant() -> None:
    review = a_requested(FORBIDDEN).take("wang")

    assert review.limit_max_minor == 0
    with pytest.raises(ReviewLimitNotAllowed):
        review.say(says("wang", 50_000))


@pytest.mark.parametrize(
    "application",
    [an_application(), DOUBTFUL, replace(DECLINED, reviewed=DECLINED.decision)],
)
def test_only_a_machines_decline_is_reviewed_by_right(application: Any) -> None:
    with pytest.raises(ReviewNotPossible):
        a_requested(application)


def test_a_reject_of_the_score_may_be_granted_the_small_limit_of_overrules() -> None:
    beyond = an_application(inputs=some_inputs(score=a_score(pd_ppm=228_000)))

    assert a_requested(beyond).limit_max_minor == 500_000


def test_a_line_that_was_opened_meanwhile_is_not_opened_twice() -> None:
    proposed = a_requested().take("wang").say(says("wang", 100_000))

    with pytest.raises(CreditLineExists):
        decide_review(proposed, DECLINED, a_line(), NOTHING, says("li", 100_000), POLICY)


# ---- The clock --------------------------------------------------------------


def test_a_referred_review_expires_after_its_day_and_the_customer_may_apply_again() -> None:
    review = a_referred()

    assert not review.is_due(review.due_on)
    assert review.is_due(review.due_on + timedelta(days=1))
    decision = expire_review(review, DOUBTFUL, POLICY, NOW)

    expired, application = (change.state for change in decision.changes)
    assert expired.status is ReviewStatus.EXPIRED
    assert application.standing.outcome is Outcome.EXPIRED
    assert not expired.is_due(review.due_on + timedelta(days=9))


def test_a_review_by_right_never_expires_but_is_announced_as_overdue_once() -> None:
    review = a_requested()

    decision = expire_review(review, DECLINED, POLICY, NOW)

    (change,) = decision.changes
    assert change.events == (ManualReviewOverdue(change.state, NOW),)
    assert change.state.status is ReviewStatus.OPEN
    assert not change.state.is_due(review.due_on + timedelta(days=9))
