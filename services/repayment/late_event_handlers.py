"""Which event leads to which use case about late loans.

A consumer of its own, `repayment-late`: it never holds up the collection of money.
"""

from uuid import UUID

from granary.repayment.v1.events_pb2 import LoanOverdue, RepaymentPosted

from chassis.command import Delivery
from chassis.event_bus import EventHandlers
from services.repayment.use_cases.delinquency import DelinquencyUseCases

CONSUMER = "repayment-late"


def late_event_handlers(delinquency: DelinquencyUseCases) -> EventHandlers:
    """A loan that becomes late, or is paid, changes its standing at once."""

    async def loan_overdue(event: LoanOverdue, delivery: Delivery) -> None:
        await delinquency.review(UUID(event.customer_id), delivery)

    async def repayment_posted(event: RepaymentPosted, delivery: Delivery) -> None:
        await delinquency.review_if_late(UUID(event.customer_id), delivery)

    return {LoanOverdue: loan_overdue, RepaymentPosted: repayment_posted}
