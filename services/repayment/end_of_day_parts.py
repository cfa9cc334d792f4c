"""The parts of the service that close days, put together in one place."""

import os
import socket
from collections.abc import Iterable
from dataclasses import dataclass

from chassis.database import Pool
from chassis.ports import Clock, NewId
from services.repayment.daily_chunks import DailyChunks
from services.repayment.daily_jobs import DailyJobs, DailyStep
from services.repayment.daily_loan_steps import opening_steps
from services.repayment.daily_queries import DailyQueries
from services.repayment.daily_subsidies import Subsidies
from services.repayment.domain.policy import PolicyRegistry
from services.repayment.end_of_day_queries import EndOfDayQueries
from services.repayment.following import Following
from services.repayment.grpc_api.end_of_day import EndOfDayApi
from services.repayment.policy_file import read_books_policy
from services.repayment.repository import Repository
from services.repayment.settings import Settings


@dataclass(frozen=True, slots=True)
class EndOfDayParts:
    """What `__main__` serves and consumes."""

    chunks: DailyChunks
    jobs: DailyJobs
    api: EndOfDayApi


def end_of_day_parts(
    pool: Pool,
    execute: Following,
    *,
    settings: Settings,
    policies: PolicyRegistry,
    more_steps: Iterable[DailyStep],
    clock: Clock,
    new_id: NewId,
) -> EndOfDayParts:
    """Put them together over a database and an executor."""
    repository, queries, progress = Repository(pool), DailyQueries(pool), EndOfDayQueries(pool)
    chunks = DailyChunks(
        execute=execute,
        execute_many=execute.execute_many,
        days=repository,
        reads=progress,
        steps=opening_steps(
            queries=queries,
            policies=policies,
            clock=clock,
            new_id=new_id,
            subsidies=Subsidies(pool, read_books_policy()),
        ),
        clock=clock,
        new_id=new_id,
        worker=f"{socket.gethostname()}:{os.getpid()}",
        loans_per_chunk=settings.end_of_day_loans_per_chunk,
        most_chunks=settings.end_of_day_most_chunks,
    )
    jobs = DailyJobs(
        execute=execute,
        days=repository,
        queries=queries,
        chunks=chunks,
        clock=clock,
        new_id=new_id,
        may_run_ahead=settings.environment == "development",
        more_steps=more_steps,
    )
    api = EndOfDayApi(queries=progress, chunks=chunks, clock=clock)
    return EndOfDayParts(chunks, jobs, api)
