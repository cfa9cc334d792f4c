"""The parts of the service that look after late loans, put together in one place."""

from dataclasses import dataclass

from granary.repayment.v1 import collection_contact_service_pb2_grpc as contact_rpc
from granary.repayment.v1 import collection_task_service_pb2_grpc as task_rpc
from granary.repayment.v1 import delinquency_service_pb2_grpc as rpc
from granary.repayment.v1 import hardship_service_pb2_grpc as hardship_rpc

from chassis.command import Execute
from chassis.database import Pool
from chassis.event_bus import EventHandlers
from chassis.grpc_server import Registration
from chassis.ports import Clock, NewId, new_id, utc_now
from services.repayment.adjustment_repository import AdjustmentRepository
from services.repayment.contact_repository import ContactRepository
from services.repayment.daily_jobs import DailyStep
from services.repayment.daily_late import CollectStep, PromisesStep, RemindStep
from services.repayment.daily_provision import ProvisionStep
from services.repayment.daily_standing import StandingStep
from services.repayment.domain.policy import PolicyRegistry
from services.repayment.grpc_api.collection_contacts import (
    CollectionContactApi,
    CollectionContactInternalApi,
)
from services.repayment.grpc_api.collection_tasks import CollectionTaskInternalApi
from services.repayment.grpc_api.delinquency import DelinquencyApi, DelinquencyInternalApi
from services.repayment.grpc_api.hardship import HardshipApi
from services.repayment.late_event_handlers import (
    CONSUMER,
    WARNINGS_CONSUMER,
    collection_event_handlers,
    late_event_handlers,
    warning_event_handlers,
)
from services.repayment.late_policy_file import read_late_policy
from services.repayment.portfolio_repository import PortfolioRepository
from services.repayment.reminder_repository import ReminderRepository
from services.repayment.standing_repository import StandingRepository
from services.repayment.task_repository import TaskRepository
from services.repayment.use_cases.collection_contacts import CollectionContacts, Promises
from services.repayment.use_cases.collection_work import CollectionWork
from services.repayment.use_cases.delinquency import DelinquencyUseCases
from services.repayment.use_cases.hardship import Hardship
from services.repayment.use_cases.loan_adjustments import LoanAdjustmentUseCases
from services.repayment.use_cases.ports import Books
from services.repayment.use_cases.reminders import EarlyWarnings, Reminders


@dataclass(frozen=True, slots=True, kw_only=True)
class LateParts:
    """What `__main__` serves, consumes and runs every day."""

    standings: StandingRepository
    delinquency: DelinquencyUseCases
    portfolio: PortfolioRepository
    contacts: CollectionContacts
    promises: Promises
    work: CollectionWork
    hardship: Hardship
    services: tuple[Registration, ...]
    """Servicers with the functions that add them to a server."""
    steps: tuple[DailyStep, ...]
    consumers: dict[str, EventHandlers]
    """Handlers by the name of their consumer."""


def late_parts(
    pool: Pool,
    execute: Execute,
    books: Books,
    loan_policies: PolicyRegistry,
    clock: Clock = utc_now,
    ids: NewId = new_id,
) -> LateParts:
    """Put them together over a database and an executor."""
    policies = read_late_policy()
    standings, portfolio = StandingRepository(pool), PortfolioRepository(pool)
    log, found, tasks = ContactRepository(pool), ReminderRepository(pool), TaskRepository(pool)
    delinquency = DelinquencyUseCases(
        execute=execute, books=books, standings=standings, policies=policies
    )
    contacts = CollectionContacts(
        execute=execute, books=books, contacts=log, policies=policies, clock=clock, new_id=ids
    )
    promises = Promises(execute=execute, books=books, contacts=log, policies=policies, new_id=ids)
    hardship = Hardship(
        execute=execute, books=books, contacts=log, policies=policies, clock=clock, new_id=ids
    )
    reminders = Reminders(execute=execute, found=found, policies=policies, clock=clock, new_id=ids)
    work = CollectionWork(
        execute=execute,
        books=books,
        found=tasks,
        contacts=log,
        policies=policies,
        adjustments=LoanAdjustmentUseCases(
            execute=execute,
            books=books,
            reads=AdjustmentRepository(pool),
            policies=loan_policies,
            clock=clock,
            new_id=ids,
        ),
        clock=clock,
        new_id=ids,
    )
    warnings = EarlyWarnings(execute=execute, books=books, policies=policies)
    return LateParts(
        standings=standings,
        delinquency=delinquency,
        portfolio=portfolio,
        contacts=contacts,
        promises=promises,
        work=work,
        hardship=hardship,
        services=(
            (rpc.add_DelinquencyServiceServicer_to_server, DelinquencyApi(delinquency)),
            (
                rpc.add_DelinquencyInternalServiceServicer_to_server,
                DelinquencyInternalApi(delinquency, portfolio, policies),
            ),
            (
                contact_rpc.add_CollectionContactServiceServicer_to_server,
                CollectionContactApi(contacts, hardship),
            ),
            (hardship_rpc.add_HardshipServiceServicer_to_server, HardshipApi(hardship)),
            (
                contact_rpc.add_CollectionContactInternalServiceServicer_to_server,
                CollectionContactInternalApi(contacts, promises),
            ),
            (
                task_rpc.add_CollectionTaskInternalServiceServicer_to_server,
                CollectionTaskInternalApi(work),
            ),
        ),
        steps=(
            StandingStep(standings, delinquency),
            ProvisionStep(execute, portfolio, policies),
            PromisesStep(log, promises),
            RemindStep(found, reminders),
            CollectStep(tasks, work),
        ),
        consumers={
            CONSUMER: late_event_handlers(delinquency),
            WARNINGS_CONSUMER: {
                **warning_event_handlers(promises, warnings, standings, work),
                **collection_event_handlers(contacts),
            },
        },
    )
