"""The parts of the service that look after late loans, put together in one place."""

from dataclasses import dataclass

from chassis.command import Execute
from chassis.database import Pool
from services.repayment.daily_jobs import DailyStep
from services.repayment.daily_standing import StandingStep
from services.repayment.late_policy_file import read_late_policy
from services.repayment.standing_repository import StandingRepository
from services.repayment.use_cases.delinquency import DelinquencyUseCases
from services.repayment.use_cases.ports import Books


@dataclass(frozen=True, slots=True)
class LateParts:
    """What `__main__` serves, consumes and runs every day."""

    standings: StandingRepository
    delinquency: DelinquencyUseCases
    steps: tuple[DailyStep, ...]


def late_parts(pool: Pool, execute: Execute, books: Books) -> LateParts:
    """Put them together over a database and an executor."""
    standings = StandingRepository(pool)
    delinquency = DelinquencyUseCases(
        execute=execute, books=books, standings=standings, policies=read_late_policy()
    )
    return LateParts(
        standings=standings,
        delinquency=delinquency,
        steps=(StandingStep(standings, delinquency),),
    )
