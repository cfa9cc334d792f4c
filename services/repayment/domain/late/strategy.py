"""The strategy of collection: what is done about a loan on which day, by its bucket, as data.

In M0, before anything is late, a day counts back from the due date: 3 is three days before. In
every other bucket it is the day past due, counted after the grace.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from chassis.dated_policy import PolicyError, number, positive
from services.repayment.domain.late.classification import CURRENT, Buckets, table_of


class CollectionAct(StrEnum):
    """What is done about a loan that is late or falls due."""

    SMS = "SMS"  # sent by machine, as a reminder
    CALL = "CALL"  # a collector calls the debtor
    LETTER = "LETTER"  # a collector sends a letter
    SUPERVISOR_REVIEW = "SUPERVISOR_REVIEW"  # somebody looks at what was done so far
    LEGAL_PROPOSAL = "LEGAL_PROPOSAL"  # to be decided: go to court
    LEGAL_FILING = "LEGAL_FILING"  # somebody else brings the case to court, once it was agreed
    CHARGE_OFF_PROPOSAL = "CHARGE_OFF_PROPOSAL"  # to be decided: ask for the loan's write-off


@dataclass(frozen=True, slots=True)
class CollectionStep:
    """One thing that is done on one day of a bucket."""

    day: int
    act: CollectionAct

    @property
    def name(self) -> str:
        """Names it within the arrears of a loan: "35:LETTER"."""
        return f"{self.day}:{self.act}"


@dataclass(frozen=True, slots=True)
class CollectionStrategy:
    """What is done in each bucket, the earliest first."""

    most_tries: int
    """How often a call that nobody answers is tried, once a business day."""
    steps: Mapping[str, tuple[CollectionStep, ...]]

    @classmethod
    def of_policy(cls, given: object) -> "CollectionStrategy":
        """Raises PolicyError for days that cannot be; in M0 there is nothing but messages."""
        value = table_of(given)
        steps = {
            bucket: _steps(bucket, table_of(acts))
            for bucket, acts in table_of(value["steps"]).items()
        }
        if any(step.act is not CollectionAct.SMS for step in steps.get(CURRENT, ())):
            raise PolicyError("who is not late gets messages and nothing else")
        if any(step.act is CollectionAct.LEGAL_FILING for plan in steps.values() for step in plan):
            raise PolicyError("going to court is proposed; filing follows when it is agreed")
        return cls(most_tries=positive(value["most_tries"]), steps=steps)

    def check_days(self, buckets: Buckets) -> None:
        """Raises PolicyError for a step on a day on which no loan is in its bucket."""
        for bucket, planned in self.steps.items():
            for step in planned:
                if bucket != CURRENT and buckets.name_at(step.day) != bucket:
                    raise PolicyError(f"on day {step.day} no loan is in {bucket}")

    @property
    def days_before(self) -> tuple[int, ...]:
        """How many days before a due date a message goes out; 0 is the day itself."""
        return tuple(step.day for step in self.steps.get(CURRENT, ()))

    @property
    def days_overdue(self) -> tuple[int, ...]:
        """The days past due on which a message goes out."""
        return tuple(
            step.day
            for bucket, planned in self.steps.items()
            for step in planned
            if bucket != CURRENT and step.act is CollectionAct.SMS
        )

    def work_of(self, bucket: str) -> tuple[CollectionStep, ...]:
        """What people do in a bucket; messages go out by themselves."""
        planned = self.steps.get(bucket, ()) if bucket != CURRENT else ()
        return tuple(step for step in planned if step.act is not CollectionAct.SMS)

    @property
    def working_days(self) -> tuple[int, ...]:
        """Every day past due on which people get something to do."""
        days = {step.day for bucket in self.steps for step in self.work_of(bucket)}
        return tuple(sorted(days))

    def due(
        self, bucket: str, days_past_due: int, made: Collection[str]
    ) -> tuple[CollectionStep, ...]:
        """The steps of a bucket whose day has come and that were not made.

        What an earlier bucket asked for is not caught up with; of several steps of one kind the
        last one stands for all.
        """
        last: dict[CollectionAct, CollectionStep] = {}
        for step in self.work_of(bucket):
            if step.day <= days_past_due and step.name not in made:
                last[step.act] = step
        return tuple(last.values())


def _steps(bucket: str, acts: Mapping[str, Collection[object]]) -> tuple[CollectionStep, ...]:
    """The steps of a bucket by day; what is due on the day itself exists before it only."""
    read = number if bucket == CURRENT else positive
    steps = (
        CollectionStep(read(day), CollectionAct(act)) for act, days in acts.items() for day in days
    )
    return tuple(sorted(steps, key=lambda step: step.day))
