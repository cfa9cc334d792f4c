"""What people decide about an application, and what that does to it and to the line."""

from dataclasses import replace
from datetime import datetime

from chassis.decision import Change, Decision
from services.lending.domain.approval import line_after
from services.lending.domain.credit_line import CreditLine
from services.lending.domain.decision_policy import DecisionPolicy
from services.lending.domain.events import (
    ApplicationDecided,
    ManualReviewEnded,
    ManualReviewMoved,
    ManualReviewOpened,
    ManualReviewOverdue,
)
from services.lending.domain.exposure import CustomerExposure
from services.lending.domain.loan_application import LoanApplication
from services.lending.domain.manual_review import (
    FINAL,
    ManualReview,
    ReviewStatus,
    Verdict,
    outcome_of,
)


def open_requested(review: ManualReview) -> Decision[ManualReview]:
    """The customer asked for a person."""
    return Decision(review, (Change(review, (ManualReviewOpened(review),)),))


def take_review(review: ManualReview, staff_name: str, now: datetime) -> Decision[ManualReview]:
    """A member of staff begins to look; taking it again changes nothing."""
    taken = review.take(staff_name)
    changes = () if taken is review else (Change(taken, (ManualReviewMoved(taken, now),)),)
    return Decision(taken, changes)


def decide_review(
    review: ManualReview,
    application: LoanApplication,
    line: CreditLine | None,
    exposure: CustomerExposure,
    verdict: Verdict,
    policy: DecisionPolicy,
) -> Decision[ManualReview]:
    """Take a verdict; where it is the last one needed, the application and the line follow."""
    said = review.say(verdict)
    if said.status not in FINAL:
        moved = ManualReviewMoved(said, verdict.given_at)
        return Decision(said, (Change(said, (moved,)),))
    changes = _ended(said, application, policy, verdict.given_at)
    if said.status is ReviewStatus.APPROVED:
        reviewed = outcome_of(said, application, policy)
        changes += line_after(application, reviewed, line, exposure, policy.product)
    return Decision(said, tuple(changes))


def expire_review(
    review: ManualReview, application: LoanApplication, policy: DecisionPolicy, now: datetime
) -> Decision[ManualReview]:
    """The day of a review has passed: it expires, or is announced as overdue."""
    expired = review.expire(now)
    if expired.status not in FINAL:
        overdue = ManualReviewOverdue(expired, now)
        return Decision(expired, (Change(expired, (overdue,)),))
    return Decision(expired, tuple(_ended(expired, application, policy, now)))


def _ended(
    review: ManualReview, application: LoanApplication, policy: DecisionPolicy, now: datetime
) -> list[Change]:
    decided = replace(application, reviewed=outcome_of(review, application, policy))
    return [
        Change(review, (ManualReviewEnded(review),)),
        Change(decided, (ApplicationDecided(decided, now),)),
    ]
