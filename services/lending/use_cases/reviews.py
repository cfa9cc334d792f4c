"""People look at applications: the queue of staff, and the right of customers to ask for it."""

from datetime import date
from uuid import UUID

from chassis.command import Command, Delivery, Execute, Key, Loaded, Origin
from chassis.decision import Decision
from chassis.errors import NotFound
from chassis.ports import Clock
from services.lending.domain.credit_line import CreditLine, credit_line_id_of
from services.lending.domain.decision_policy import DecisionPolicy
from services.lending.domain.exposure import CustomerExposure
from services.lending.domain.loan_application import LoanApplication
from services.lending.domain.manual_review import ManualReview, Verdict, request
from services.lending.domain.reviewing import (
    decide_review,
    expire_review,
    open_requested,
    take_review,
)
from services.lending.use_cases.business_days import BusinessDays
from services.lending.use_cases.partners import Reads

CLOCKWORK = "lending-reviews"
"""What the daily expiry of reviews is remembered by."""
AT_ONCE = 200
"""Reviews whose day has passed that are read together."""


class Reviews:
    """The manual queue."""

    def __init__(self, *, execute: Execute, reads: Reads, days: BusinessDays, clock: Clock) -> None:
        self._execute = execute
        self._reads = reads
        self._days = days
        self._clock = clock

    async def request(
        self, customer_id: UUID, application_id: UUID, statement: str, origin: Origin
    ) -> ManualReview:
        """The customer refuses a decision made by a machine alone."""
        key = Key(LoanApplication, (customer_id, application_id))
        application = await self._application(customer_id, application_id)
        today, now = await self._days.today(), self._clock()
        policy = self._policy_of(application)

        def decide(loaded: Loaded) -> Decision[ManualReview]:
            return open_requested(request(loaded.get(key), statement, today, now, policy))

        return await self._execute(Command(origin, (key,), decide, ManualReview))

    async def waiting(self, *, after: UUID | None, limit: int) -> list[ManualReview]:
        """Reviews nobody has decided yet, the oldest first, after the one named."""
        return await self._reads.reviews_waiting(after=after, limit=limit)

    async def review(self, customer_id: UUID, review_id: UUID) -> ManualReview:
        """Raises NotFound when this customer has no such review."""
        review = await self._reads.review(customer_id, review_id)
        if review is None:
            raise NotFound(kind="review")
        return review

    async def take(
        self, customer_id: UUID, review_id: UUID, staff_name: str, origin: Origin
    ) -> ManualReview:
        """A member of staff begins to look at it."""
        key, now = Key(ManualReview, (customer_id, review_id)), self._clock()

        def decide(loaded: Loaded) -> Decision[ManualReview]:
            return take_review(loaded.get(key), staff_name, now)

        return await self._execute(Command(origin, (key,), decide, ManualReview))

    async def decide(
        self, customer_id: UUID, review_id: UUID, verdict: Verdict, origin: Origin
    ) -> ManualReview:
        """One verdict: of who took it, or of the second person."""
        review = await self.review(customer_id, review_id)
        key = Key(ManualReview, (customer_id, review_id))
        application_key = Key(LoanApplication, (customer_id, review.application_id))
        line_id = credit_line_id_of(customer_id, review.product_code)
        line_key = Key(CreditLine, (customer_id, line_id))
        exposure_key = Key(CustomerExposure, (customer_id,))
        application = await self._application(customer_id, review.application_id)
        policy = self._policy_of(application)

        def decide(loaded: Loaded) -> Decision[ManualReview]:
            return decide_review(
                loaded.get(key),
                loaded.get(application_key),
                loaded.find(line_key),
                loaded.find(exposure_key) or CustomerExposure(customer_id),
                verdict,
                policy,
            )

        keys = (key, application_key, line_key, exposure_key)
        return await self._execute(Command(origin, keys, decide, ManualReview))

    async def close_day(self, today: date) -> int:
        """Expire what was due before the day that is open now; how many.

        It may be asked again at any time: what has expired is not due any more.
        """
        ended = 0
        while due := await self._reads.reviews_due(today, limit=AT_ONCE):
            for review in due:
                await self._expire(review, today)
            ended += len(due)
        return ended

    async def _expire(self, review: ManualReview, today: date) -> None:
        key = Key(ManualReview, (review.customer_id, review.review_id))
        application_key = Key(LoanApplication, (review.customer_id, review.application_id))
        application = await self._application(review.customer_id, review.application_id)
        policy, now = self._policy_of(application), self._clock()

        def decide(loaded: Loaded) -> Decision[ManualReview]:
            found = loaded.get(key)
            if not found.is_due(today):
                return Decision(found)
            return expire_review(found, loaded.get(application_key), policy, now)

        origin = Delivery(CLOCKWORK, f"{review.review_id}:{review.version}:{today}")
        await self._execute(Command(origin, (key, application_key), decide, ManualReview))

    async def _application(self, customer_id: UUID, application_id: UUID) -> LoanApplication:
        application = await self._reads.application(customer_id, application_id)
        if application is None:
            raise NotFound(kind="application")
        return application

    def _policy_of(self, application: LoanApplication) -> DecisionPolicy:
        """The policy the application was decided under: a review changes no terms."""
        return self._days.decision_policy_on(
            application.inputs.business_date, application.product_code
        )
