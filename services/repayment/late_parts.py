"""The parts of the service that look after late loans, put together in one place."""

from dataclasses import dataclass

from granary.repayment.v1 import delinquency_service_pb2_grpc as rpc

from chassis.command import Execute
from chassis.database import Pool
from chassis.grpc_server import Registration
from services.repayment.daily_jobs import DailyStep
from services.repayment.daily_provision import ProvisionStep
from services.repayment.daily_standing import StandingStep
from services.repayment.grpc_api.delinquency import DelinquencyApi, DelinquencyInternalApi
from services.repayment.late_policy_file import read_late_policy
from services.repayment.portfolio_repository import PortfolioRepository
from services.repayment.standing_repository import StandingRepository
from services.repayment.use_cases.delinquency import DelinquencyUseCases
from services.repayment.use_cases.ports import Books


@dataclass(frozen=True, slots=True)
class LateParts:
    """What `__main__` serves, consumes and runs every day."""

    standings: StandingRepository
    delinquency: DelinquencyUseCases
    portfolio: PortfolioRepository
    services: tuple[Registration, ...]
    """Servicers with the functions that add them to a server."""
    steps: tuple[DailyStep, ...]


def late_parts(pool: Pool, execute: Execute, books: Books) -> LateParts:
    """Put them together over a database and an executor."""
    policies = read_late_policy()
    standings, portfolio = StandingRepository(pool), PortfolioRepository(pool)
    delinquency = DelinquencyUseCases(
        execute=execute, books=books, standings=standings, policies=policies
    )
    return LateParts(
        standings=standings,
        delinquency=delinquency,
        portfolio=portfolio,
        services=(
            (rpc.add_DelinquencyServiceServicer_to_server, DelinquencyApi(delinquency)),
            (
                rpc.add_DelinquencyInternalServiceServicer_to_server,
                DelinquencyInternalApi(delinquency, portfolio, policies),
            ),
        ),
        steps=(
            StandingStep(standings, delinquency),
            ProvisionStep(execute, portfolio, policies),
        ),
    )
