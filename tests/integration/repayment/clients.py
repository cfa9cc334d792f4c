"""The RPC services on a running server, called in anybody's name."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from uuid import UUID

from granary.repayment.v1 import collection_contact_service_pb2_grpc as contact_rpc
from granary.repayment.v1 import collection_service_pb2_grpc as collection_rpc
from granary.repayment.v1 import collection_task_service_pb2_grpc as task_rpc
from granary.repayment.v1 import credit_record_service_pb2_grpc as credit_rpc
from granary.repayment.v1 import dead_letter_service_pb2_grpc as letter_rpc
from granary.repayment.v1 import delinquency_service_pb2_grpc as late_rpc
from granary.repayment.v1 import hardship_service_pb2_grpc as hardship_rpc
from granary.repayment.v1 import interest_relief_service_pb2_grpc as relief_rpc
from granary.repayment.v1 import ledger_service_pb2_grpc as ledger_rpc
from granary.repayment.v1 import loan_adjustment_service_pb2_grpc as adjusting_rpc
from granary.repayment.v1 import plan_change_service_pb2_grpc as plan_rpc
from granary.repayment.v1 import repayment_service_pb2_grpc as rpc
from granary.repayment.v1 import settlement_service_pb2_grpc as settlement_rpc
from granary.repayment.v1 import statement_service_pb2_grpc as statement_rpc
from granary.repayment.v1 import suspense_service_pb2_grpc as suspense_rpc

from chassis.grpc_client import PeerChannel
from chassis.grpc_server import Registration
from chassis.ports import utc_now
from services.repayment.grpc_api.business_days import RepaymentInternalApi
from services.repayment.grpc_api.collections import CollectionApi, CollectionInternalApi
from services.repayment.grpc_api.dead_letters import DeadLetterApi
from services.repayment.grpc_api.loans import RepaymentApi
from tests.builders.tokens import Issuers
from tests.integration.repayment.suite import Suite


class Stubs:
    """Both RPC services, called in somebody's name."""

    def __init__(self, channel: PeerChannel) -> None:
        self.public = rpc.RepaymentServiceStub(channel)
        self.internal = rpc.RepaymentInternalServiceStub(channel)
        self.ledger = ledger_rpc.LedgerInternalServiceStub(channel)
        self.letters = letter_rpc.DeadLetterInternalServiceStub(channel)
        self.collecting = collection_rpc.CollectionServiceStub(channel)
        self.stuck = collection_rpc.CollectionInternalServiceStub(channel)
        self.settling = settlement_rpc.SettlementInternalServiceStub(channel)
        self.suspense = suspense_rpc.SuspenseInternalServiceStub(channel)
        self.relief = relief_rpc.InterestReliefInternalServiceStub(channel)
        self.adjusting = adjusting_rpc.LoanAdjustmentInternalServiceStub(channel)
        self.plans = plan_rpc.PlanChangeServiceStub(channel)
        self.lateness = late_rpc.DelinquencyServiceStub(channel)
        self.wishes = contact_rpc.CollectionContactServiceStub(channel)
        self.contacts = contact_rpc.CollectionContactInternalServiceStub(channel)
        self.tasks = task_rpc.CollectionTaskInternalServiceStub(channel)
        self.hardship = hardship_rpc.HardshipServiceStub(channel)
        self.late_loans = late_rpc.DelinquencyInternalServiceStub(channel)
        self.statements = statement_rpc.StatementServiceStub(channel)
        self.desk_statements = statement_rpc.StatementInternalServiceStub(channel)
        self.credit = credit_rpc.CreditRecordServiceStub(channel)
        self.desk_credit = credit_rpc.CreditRecordInternalServiceStub(channel)


class Clients:
    """Makes stubs that call a running server in anybody's name."""

    def __init__(self, address: str, issuers: Issuers, stack: AsyncExitStack) -> None:
        self._address = address
        self._issuers = issuers
        self._stack = stack

    @property
    def address(self) -> str:
        return self._address

    def customer_token(self, customer_id: UUID) -> str:
        token, _ = self._issuers("identity").customer_token(
            customer_id, session_id="s", channel="APP"
        )
        return token

    @property
    def issuers(self) -> Issuers:
        return self._issuers

    async def customer(self, customer_id: UUID) -> Stubs:
        token = self.customer_token(customer_id)
        return await self._as(lambda: token)

    async def staff(self, name: str = "li") -> Stubs:
        token, _ = self._issuers("staff").staff_token(name)
        return await self._as(lambda: token)

    async def service(self, name: str) -> Stubs:
        return await self._as(self._issuers(name).service_token)

    async def _as(self, token: Callable[[], str]) -> Stubs:
        channel = PeerChannel(self._address, token=token, deadline_s=20)
        return Stubs(await self._stack.enter_async_context(channel))


def services_of(suite: Suite) -> tuple[Registration, ...]:
    """All that the service serves, each with how it is added to a server."""
    internal = RepaymentInternalApi(
        repository=suite.repository,
        reconciliations=suite.ledger.reconciliations,
        jobs=suite.jobs,
        clock=utc_now,
    )
    return (
        (rpc.add_RepaymentServiceServicer_to_server, RepaymentApi(suite.loans)),
        (rpc.add_RepaymentInternalServiceServicer_to_server, internal),
        *suite.ledger.services,
        *DeadLetterApi(suite.bus).services,
        (
            collection_rpc.add_CollectionServiceServicer_to_server,
            CollectionApi(
                mandates=suite.mandates,
                money_held=suite.credits,
                queries=suite.reads,
                books=suite.repository,
            ),
        ),
        (
            collection_rpc.add_CollectionInternalServiceServicer_to_server,
            CollectionInternalApi(
                collections=suite.collections,
                money_held=suite.credits,
                queries=suite.reads,
                clock=suite.now,
            ),
        ),
        *suite.late.services,
        *suite.papers.services,
        *suite.changing.services,
        *suite.incoming.services,
    )
