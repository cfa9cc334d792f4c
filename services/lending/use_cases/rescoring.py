"""Keep what customers do with their loans, and score them again when it tells something new."""

import asyncio
from datetime import date
from uuid import UUID

from chassis.command import Command, Delivery, Execute
from chassis.decision import Change, Decision
from chassis.ports import Clock, NewId
from services.lending.domain.behaviour import (
    BehaviourFact,
    features_of_behaviour,
    known_by,
    of_line,
    own_credit_file,
)
from services.lending.domain.credit_file import features_of
from services.lending.domain.credit_line import CreditLine
from services.lending.domain.events import BehaviourScored
from services.lending.domain.rescoring import BehaviourScore, Rescore, RescoreCause, rescore
from services.lending.use_cases.business_days import BusinessDays
from services.lending.use_cases.partners import Reads, Scorer

CLOCKWORK = "lending-rescoring"
"""What re-scores are remembered by, so that each is made once."""
AT_ONCE = 200
"""Lines that are read and scored together."""


class Rescoring:
    """The point-in-time store of behaviour, and the scores made of it."""

    def __init__(
        self,
        *,
        execute: Execute,
        reads: Reads,
        scorer: Scorer,
        days: BusinessDays,
        clock: Clock,
        new_id: NewId,
    ) -> None:
        self._execute = execute
        self._reads = reads
        self._scorer = scorer
        self._days = days
        self._clock = clock
        self._new_id = new_id

    async def learn(self, fact: BehaviourFact, origin: Delivery) -> None:
        """Store a fact; the same delivery stores it once."""

        def decide(_: object) -> Decision[bool]:
            return Decision(reply=True, changes=(Change(fact),))

        await self._execute(Command(origin, (), decide, bool))

    async def after(self, customer_id: UUID, cause: RescoreCause, cause_id: str) -> None:
        """Score a customer's lines again because of something that happened."""
        for line in await self._reads.credit_lines(customer_id):
            await self.rescore(line, cause, cause_id)

    async def close_day(self, closed_on: date, opened_on: date) -> int:
        """Score every customer with a line again when a month has ended; how many lines.

        It may be asked again for the same day: each line is scored once in a month.
        """
        if (closed_on.year, closed_on.month) == (opened_on.year, opened_on.month):
            return 0
        month, scored = f"{closed_on:%Y-%m}", 0
        after: UUID | None = None
        while lines := await self._reads.open_lines(after=after, limit=AT_ONCE):
            await asyncio.gather(
                *(self.rescore(line, RescoreCause.MONTHLY, month) for line in lines)
            )
            scored += len(lines)
            after = lines[-1].credit_line_id
        return scored

    async def rescore(self, line: CreditLine, cause: RescoreCause, cause_id: str) -> None:
        """One line's record, made of what is known now and announced."""
        known_at, today = self._clock(), await self._days.today()
        found = await self._reads.behaviour_facts(line.customer_id)
        facts = known_by(of_line(found, line.credit_line_id), known_at)
        applied = await self._reads.application(line.customer_id, line.application_id)
        policy = self._days.decision_policy_on(today, line.product_code)
        features = features_of(own_credit_file(facts, line.limit_minor, today))
        risk = None if applied is None else applied.decision.risk
        command = Rescore(
            score_id=self._new_id(),
            cause=cause,
            business_date=today,
            known_at=known_at,
            behaviour=features_of_behaviour(
                facts, line.limit_minor, today, high_use_ppm=policy.credit.triggers.high_use_ppm
            ),
            features=features,
            score=self._scorer.score(line.customer_id, features),
            applied_pd_ppm=0 if risk is None else risk.pd_ppm,
        )

        def decide(_: object) -> Decision[BehaviourScore]:
            scored = rescore(command, line, policy)
            return Decision(scored, (Change(scored, (BehaviourScored(scored),)),))

        origin = Delivery(CLOCKWORK, f"{cause}:{cause_id}:{line.credit_line_id}")
        await self._execute(Command(origin, (), decide, BehaviourScore))
