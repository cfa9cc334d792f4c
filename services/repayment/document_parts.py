"""Plugs documents and credit records together: what is served, and what events lead to."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from granary.repayment.v1 import credit_record_service_pb2_grpc as credit_rpc
from granary.repayment.v1 import statement_service_pb2_grpc as statement_rpc
from granary.repayment.v1.events_pb2 import LoanOverdue, LoanRestated

from chassis import paper_pdf as pdf
from chassis.command import Delivery, Execute
from chassis.database import Pool
from chassis.event_bus import Bus, EventHandlers, SubscriptionOptions
from chassis.ports import Clock, NewId
from services.repayment.document_repository import DocumentRepository
from services.repayment.grpc_api.credit_records import CreditRecordApi, CreditRecordInternalApi
from services.repayment.grpc_api.statements import StatementApi, StatementInternalApi
from services.repayment.policy_file import DOCUMENTS_DEFAULT, read_document_policy
from services.repayment.use_cases.credit_records import CreditRecordUseCases
from services.repayment.use_cases.documents import DocumentUseCases
from services.repayment.use_cases.issuing import Issuing, Told
from services.repayment.use_cases.ports import Books
from services.repayment.words_file import read_words

CONSUMER = "repayment-credit"


@dataclass(frozen=True, slots=True)
class DocumentParts:
    """The documents of one service process."""

    store: DocumentRepository
    documents: DocumentUseCases
    records: CreditRecordUseCases
    services: tuple[tuple[Any, Any], ...]
    """What the server adds, each with how it is added."""

    def consumer(self, bus: Bus, options: SubscriptionOptions | None = None) -> Any:
        """What takes events in; a consumer of its own, which holds up no collection of money."""
        return bus.consume(CONSUMER, self.event_handlers(), options)

    def event_handlers(self) -> EventHandlers:
        """The customer of a late loan is told before it is reported; documents are reconsidered."""

        async def loan_overdue(event: LoanOverdue, delivery: Delivery) -> None:
            customer_id, loan_id = UUID(event.customer_id), UUID(event.loan_id)
            await self.records.give_notice(customer_id, loan_id, delivery)

        async def loan_restated(event: LoanRestated, delivery: Delivery) -> None:
            told = Told(
                event.cause,
                date.fromisoformat(event.from_on),
                date.fromisoformat(event.business_date),
            )
            await self.documents.reconsider(
                UUID(event.customer_id),
                UUID(event.loan_id),
                UUID(event.repayment_id),
                told,
                delivery,
            )

        return {LoanOverdue: loan_overdue, LoanRestated: loan_restated}


def document_parts(
    pool: Pool,
    *,
    execute: Execute,
    books: Books,
    clock: Clock,
    new_id: NewId,
    policy_file: Path | None = None,
) -> DocumentParts:
    """Raises PolicyError when the policy of documents cannot be used."""
    store = DocumentRepository(pool)
    policies = read_document_policy(policy_file or DOCUMENTS_DEFAULT)
    documents = DocumentUseCases(
        issuing=Issuing(execute=execute, documents=store, draw=pdf.drawn),
        books=books,
        policies=policies,
        words=read_words(),
    )
    records = CreditRecordUseCases(
        execute=execute, books=books, store=store, policies=policies, clock=clock, new_id=new_id
    )
    services = (
        (
            statement_rpc.add_StatementServiceServicer_to_server,
            StatementApi(documents, policies),
        ),
        (
            statement_rpc.add_StatementInternalServiceServicer_to_server,
            StatementInternalApi(documents, policies),
        ),
        (credit_rpc.add_CreditRecordServiceServicer_to_server, CreditRecordApi(records)),
        (
            credit_rpc.add_CreditRecordInternalServiceServicer_to_server,
            CreditRecordInternalApi(records),
        ),
    )
    return DocumentParts(store, documents, records, services)
