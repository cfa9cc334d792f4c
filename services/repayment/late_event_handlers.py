"""Which event leads to which use case about late loans.

Consumers of their own: they never hold up the collection of money.
"""

from datetime import date
from uuid import UUID

from granary.identity.v1.consent_pb2 import CONSENT_PURPOSE_AUTO_DEBIT
from granary.identity.v1.events_pb2 import ConsentWithdrawn
from granary.repayment.v1.delinquency_pb2 import ReminderDue
from granary.repayment.v1.events_pb2 import (
    CollectionFailed,
    LoanOverdue,
    LoanRestated,
    RepaymentPosted,
)
from granary.support.v1.case_pb2 import CASE_CATEGORY_COLLECTION
from granary.support.v1.events_pb2 import CaseAnswered, ComplaintFiled

from chassis.command import Delivery
from chassis.event_bus import EventHandlers
from services.repayment.domain.late.early_warning import WarningSignal
from services.repayment.domain.late.reminder import ReminderKind
from services.repayment.use_cases.collection_contacts import CollectionContacts, Promises
from services.repayment.use_cases.collection_work import CollectionWork
from services.repayment.use_cases.delinquency import DelinquencyUseCases, Standings
from services.repayment.use_cases.reminders import EarlyWarnings

CONSUMER = "repayment-late"
WARNINGS_CONSUMER = "repayment-warnings"
NO_MANDATE = "MD01"
"""ISO 20022: no mandate; what a debit ends with without a bound card or the consent to it."""


def late_event_handlers(delinquency: DelinquencyUseCases) -> EventHandlers:
    """A loan that becomes late, or is paid, changes its standing at once."""

    async def loan_overdue(event: LoanOverdue, delivery: Delivery) -> None:
        await delinquency.review(UUID(event.customer_id), delivery)

    async def repayment_posted(event: RepaymentPosted, delivery: Delivery) -> None:
        await delinquency.review_if_late(UUID(event.customer_id), delivery)

    async def loan_restated(event: LoanRestated, delivery: Delivery) -> None:
        await delinquency.review(UUID(event.customer_id), delivery)

    return {
        LoanOverdue: loan_overdue,
        RepaymentPosted: repayment_posted,
        LoanRestated: loan_restated,
    }


def collection_event_handlers(contacts: CollectionContacts) -> EventHandlers:
    """Nobody is contacted while a complaint about collection waits for its answer."""

    async def complaint_filed(event: ComplaintFiled, delivery: Delivery) -> None:
        if event.category == CASE_CATEGORY_COLLECTION:
            until = date.fromisoformat(event.due_on)
            await contacts.hold(UUID(event.customer_id), UUID(event.case_id), until, delivery)

    async def case_answered(event: CaseAnswered, delivery: Delivery) -> None:
        await contacts.release(UUID(event.customer_id), UUID(event.case_id), delivery)

    return {ComplaintFiled: complaint_filed, CaseAnswered: case_answered}


def warning_event_handlers(
    promises: Promises, warnings: EarlyWarnings, standings: Standings, work: CollectionWork
) -> EventHandlers:
    """Signs of trouble are counted; money may keep a promise, and ends collection."""

    async def collection_failed(event: CollectionFailed, delivery: Delivery) -> None:
        no_mandate = event.reason_code == NO_MANDATE
        signal = WarningSignal.NO_MANDATE if no_mandate else WarningSignal.DEBIT_FAILED
        await warnings.note(UUID(event.customer_id), UUID(event.loan_id), signal, delivery)

    async def loan_overdue(event: LoanOverdue, delivery: Delivery) -> None:
        await warnings.note_for_all(UUID(event.customer_id), WarningSignal.NEW_OVERDUE, delivery)

    async def consent_withdrawn(event: ConsentWithdrawn, delivery: Delivery) -> None:
        if event.purpose == CONSENT_PURPOSE_AUTO_DEBIT:
            customer_id, signal = UUID(event.customer_id), WarningSignal.CONSENT_WITHDRAWN
            await warnings.note_for_all(customer_id, signal, delivery)

    async def reminder_due(event: ReminderDue, delivery: Delivery) -> None:
        if event.kind != ReminderKind.BEFORE_DUE:
            return
        customer_id, loan_id = UUID(event.customer_id), UUID(event.loan_id)
        standing = await standings.standing(customer_id, loan_id)
        if standing is not None and standing.times_late:
            signal = WarningSignal.DUE_SOON_AFTER_LATE
            await warnings.note(customer_id, loan_id, signal, delivery)

    async def repayment_posted(event: RepaymentPosted, delivery: Delivery) -> None:
        customer_id, loan_id = UUID(event.customer_id), UUID(event.loan_id)
        await promises.judge_of_loan(customer_id, loan_id, delivery)
        await work.review_paid(customer_id, loan_id, delivery)

    return {
        CollectionFailed: collection_failed,
        LoanOverdue: loan_overdue,
        ConsentWithdrawn: consent_withdrawn,
        ReminderDue: reminder_due,
        RepaymentPosted: repayment_posted,
    }
