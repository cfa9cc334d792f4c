"""Plugs the books together: what closes them each day, and the RPCs that show them."""

from dataclasses import dataclass
from typing import Any

from granary.repayment.v1.ledger_service_pb2_grpc import (
    add_LedgerInternalServiceServicer_to_server,
)
from granary.repayment.v1.settlement_service_pb2_grpc import (
    add_SettlementInternalServiceServicer_to_server,
)

from chassis.command import Execute
from chassis.database import Pool
from chassis.ports import Clock, new_id
from services.repayment.books_repository import BooksRepository
from services.repayment.chart_file import read_chart
from services.repayment.daily_reconciliation import (
    ReconcileStep,
    StatementSource,
    TakesTransfersIn,
)
from services.repayment.domain.ledger.policy import BooksPolicyRegistry
from services.repayment.general_ledger import GeneralLedger, GeneralLedgerStep, RecountStep
from services.repayment.grpc_api.ledger import LedgerInternalApi
from services.repayment.grpc_api.settlements import SettlementApi
from services.repayment.ledger_queries import LedgerQueries
from services.repayment.policy_file import read_books_policy
from services.repayment.reconciliation_queries import ReconciliationQueries
from services.repayment.repository import Repository
from services.repayment.settlement_repository import SettlementRepository
from services.repayment.use_cases.reconciliation import ReconciliationUseCases
from services.repayment.use_cases.settlements import SettlementUseCases


@dataclass(frozen=True, slots=True)
class LedgerParts:
    """The books of one service process."""

    reconciliations: ReconciliationQueries
    queries: LedgerQueries
    resolutions: ReconciliationUseCases
    steps: tuple[Any, ...]
    """The daily steps of the books, by the names the business day knows them."""
    api: LedgerInternalApi
    settlements: SettlementApi

    @property
    def services(self) -> tuple[tuple[Any, Any], ...]:
        """What the server adds, each with how it is added."""
        return (
            (add_LedgerInternalServiceServicer_to_server, self.api),
            (add_SettlementInternalServiceServicer_to_server, self.settlements),
        )


def ledger_parts(
    pool: Pool,
    *,
    execute: Execute,
    rail: StatementSource,
    incoming: TakesTransfersIn,
    repository: Repository,
    clock: Clock,
    policies: BooksPolicyRegistry | None = None,
) -> LedgerParts:
    """Raises PolicyError when the chart of accounts or the policy of the books cannot be used."""
    reconciliations, queries = ReconciliationQueries(pool), LedgerQueries(pool)
    policies = policies or read_books_policy()
    totals = GeneralLedger(pool, clock)
    use_cases = ReconciliationUseCases(
        execute=execute,
        differences=reconciliations,
        dates=repository,
        policies=policies,
    )
    return LedgerParts(
        reconciliations=reconciliations,
        queries=queries,
        resolutions=use_cases,
        steps=(
            RecountStep(totals),
            ReconcileStep(
                execute=execute,
                rail=rail,
                store=reconciliations,
                incoming=incoming,
                clock=clock,
            ),
            GeneralLedgerStep(totals),
        ),
        api=LedgerInternalApi(
            chart=read_chart(),
            queries=queries,
            reconciliations=reconciliations,
            use_cases=use_cases,
            dates=repository,
            partners=BooksRepository(pool),
            loans=repository,
        ),
        settlements=SettlementApi(
            SettlementUseCases(
                execute=execute,
                reads=SettlementRepository(pool),
                policies=policies,
                clock=clock,
                new_id=new_id,
            )
        ),
    )
