"""A person looks at an application: the engine could not tell, or the customer asks for it.

Above an amount, and wherever the engine declined, a second person must agree. What the law forbids
no person may grant. A review that the customer asked for must be answered: past its day it is
announced as overdue and stays open; one that the engine asked for expires.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from services.lending.domain.decision_policy import DecisionPolicy
from services.lending.domain.errors import (
    ReviewDecided,
    ReviewLimitNotAllowed,
    ReviewNotPossible,
    ReviewTaken,
    SecondPersonRequired,
)
from services.lending.domain.limit import whole_minor
from services.lending.domain.loan_application import CreditDecision, LoanApplication, Outcome


class ReviewKind(StrEnum):
    """Who asked for the person."""

    REFERRED = "REFERRED"  # the engine
    REQUESTED = "REQUESTED"  # the customer, by right


class ReviewStatus(StrEnum):
    """Where a review is in its life."""

    OPEN = "OPEN"  # nobody has it
    TAKEN = "TAKEN"  # somebody looks at it
    PROPOSED = "PROPOSED"  # waits for the second person
    APPROVED = "APPROVED"  # a limit was granted
    DECLINED = "DECLINED"  # declined, or the decline was upheld
    EXPIRED = "EXPIRED"  # nobody decided in time


FINAL = frozenset({ReviewStatus.APPROVED, ReviewStatus.DECLINED, ReviewStatus.EXPIRED})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one member of staff says of an application."""

    staff_name: str
    approve: bool
    limit_minor: int
    """Zero unless approved."""
    reason: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class ManualReview:
    """One look of people at one application."""

    customer_id: UUID
    review_id: UUID
    application_id: UUID
    product_code: str
    kind: ReviewKind
    status: ReviewStatus
    reason_codes: tuple[str, ...]
    statement: str
    """What the customer says about it; empty when the engine asked."""
    proposed_limit_minor: int
    """What the engine would grant; 0 when it declined."""
    limit_max_minor: int
    """The most a person may grant."""
    second_person_from_minor: int
    """From this limit on a second person must agree."""
    opened_at: datetime
    due_on: date
    taken_by: str = ""
    proposal: Verdict | None = None
    confirmed_by: str = ""
    decided_at: datetime | None = None
    overdue_announced: bool = False
    version: int = 0

    def require_undecided(self) -> None:
        if self.status in FINAL:
            raise ReviewDecided(status=self.status.value)

    def take(self, staff_name: str) -> "ManualReview":
        """A member of staff begins to look. Refused while somebody else does."""
        self.require_undecided()
        if self.status is not ReviewStatus.OPEN and self.taken_by != staff_name:
            raise ReviewTaken(taken_by=self.taken_by)
        return (
            self if self.taken_by else replace(self, status=ReviewStatus.TAKEN, taken_by=staff_name)
        )

    def say(self, verdict: Verdict) -> "ManualReview":
        """The verdict of who took it, or of the second person on what the first proposed."""
        self.require_undecided()
        self._require_allowed(verdict)
        if self.status is ReviewStatus.PROPOSED:
            return self._confirm(verdict)
        if self.taken_by != verdict.staff_name:
            raise ReviewTaken(taken_by=self.taken_by)
        if self._needs_second(verdict):
            return replace(self, status=ReviewStatus.PROPOSED, proposal=verdict)
        return self._decided(verdict, confirmed_by="")

    def _confirm(self, verdict: Verdict) -> "ManualReview":
        """The second person agrees, or gives the review back to the queue."""
        assert self.proposal is not None
        if verdict.staff_name == self.proposal.staff_name:
            raise SecondPersonRequired(proposed_by=self.proposal.staff_name)
        if (verdict.approve, verdict.limit_minor) != (
            self.proposal.approve,
            self.proposal.limit_minor,
        ):
            return replace(self, status=ReviewStatus.OPEN, taken_by="", proposal=None)
        return self._decided(self.proposal, confirmed_by=verdict.staff_name, at=verdict.given_at)

    def _decided(
        self, verdict: Verdict, *, confirmed_by: str, at: datetime | None = None
    ) -> "ManualReview":
        return replace(
            self,
            status=ReviewStatus.APPROVED if verdict.approve else ReviewStatus.DECLINED,
            proposal=verdict,
            confirmed_by=confirmed_by,
            decided_at=at or verdict.given_at,
        )

    def _needs_second(self, verdict: Verdict) -> bool:
        overrules = self.proposed_limit_minor == 0
        return verdict.approve and (
            overrules or verdict.limit_minor >= self.second_person_from_minor
        )

    def _require_allowed(self, verdict: Verdict) -> None:
        within = 0 < verdict.limit_minor <= self.limit_max_minor
        if not within if verdict.approve else verdict.limit_minor:
            raise ReviewLimitNotAllowed(most_minor=self.limit_max_minor)

    def expire(self, now: datetime) -> "ManualReview":
        """Nobody decided in time. What the customer asked for stays open and is announced."""
        self.require_undecided()
        if self.kind is ReviewKind.REQUESTED:
            return replace(self, overdue_announced=True)
        return replace(self, status=ReviewStatus.EXPIRED, decided_at=now)

    def is_due(self, today: date) -> bool:
        """Whether its day has passed and nothing was done about that yet."""
        waits = self.status not in FINAL and not self.overdue_announced
        return waits and today > self.due_on


def refer(application: LoanApplication, policy: DecisionPolicy) -> ManualReview:
    """The engine could not tell: a person decides."""
    decision = application.decision
    assert decision.limit is not None
    terms = policy.credit.manual_review
    step = policy.product.line_limit_step_minor
    return ManualReview(
        customer_id=application.customer_id,
        review_id=uuid5(application.application_id, ReviewKind.REFERRED),
        application_id=application.application_id,
        product_code=application.product_code,
        kind=ReviewKind.REFERRED,
        status=ReviewStatus.OPEN,
        reason_codes=decision.reason_codes,
        statement="",
        proposed_limit_minor=decision.limit_minor,
        limit_max_minor=whole_minor(decision.limit) // step * step,
        second_person_from_minor=terms.second_person_from_minor,
        opened_at=application.decided_at,
        due_on=application.inputs.business_date + timedelta(days=terms.days),
    )


def request(
    application: LoanApplication, statement: str, today: date, now: datetime, policy: DecisionPolicy
) -> ManualReview:
    """The customer refuses a decision made by a machine alone.

    Raises ReviewNotPossible while a person decides already, or after the line was granted.
    """
    decision = application.standing
    if decision.outcome is not Outcome.DECLINED or application.reviewed is not None:
        raise ReviewNotPossible(outcome=decision.outcome.value)
    terms = policy.credit.manual_review
    return ManualReview(
        customer_id=application.customer_id,
        review_id=uuid5(application.application_id, ReviewKind.REQUESTED),
        application_id=application.application_id,
        product_code=application.product_code,
        kind=ReviewKind.REQUESTED,
        status=ReviewStatus.OPEN,
        reason_codes=decision.reason_codes,
        statement=statement,
        proposed_limit_minor=0,
        limit_max_minor=0 if decision.final else terms.override_limit_max_minor,
        second_person_from_minor=terms.second_person_from_minor,
        opened_at=now,
        due_on=today + timedelta(days=terms.requested_by_customer_days),
    )


def outcome_of(
    review: ManualReview, application: LoanApplication, policy: DecisionPolicy
) -> CreditDecision:
    """The decision that holds once people have decided, or did not in time."""
    given = application.decision
    if review.status is ReviewStatus.EXPIRED:
        return replace(given, outcome=Outcome.EXPIRED, grade="", limit_minor=0, daily_rate_ppm=0)
    if review.status is ReviewStatus.DECLINED:
        return replace(
            given,
            outcome=Outcome.DECLINED,
            reason_codes=policy.told(("DECIDED_BY_A_PERSON", *given.reason_codes)),
            grade="",
            limit_minor=0,
            daily_rate_ppm=0,
        )
    assert review.proposal is not None
    terms = policy.grade_terms(given.grade) or policy.product.grades[-1]
    return replace(
        given,
        outcome=Outcome.APPROVED,
        reason_codes=(),
        price_reasons=policy.told(("DECIDED_BY_A_PERSON", *given.reason_codes)),
        grade=terms.grade,
        limit_minor=review.proposal.limit_minor,
        daily_rate_ppm=terms.daily_rate_ppm,
    )
