"""Which event leads to which use case, by consumer."""

from datetime import date
from uuid import UUID

from granary.lending.v1 import events_pb2 as lending
from granary.repayment.v1 import delinquency_pb2 as delinquency
from granary.repayment.v1 import events_pb2 as repayment

from chassis.command import Delivery
from chassis.errors import Unavailable
from chassis.event_bus import EventHandlers, RetryLater
from services.lending.domain.events import RepaidPrincipal
from services.lending.use_cases.business_days import BusinessDays
from services.lending.use_cases.contracts import SEALING, Contracts
from services.lending.use_cases.credit_lines import CreditLines
from services.lending.use_cases.drawdowns import Drawdowns
from services.lending.use_cases.post_loan import PostLoanChecks

FOLLOW_UP = "lending-follow-up"
"""Consumes what repayment announces."""

ASK_AGAIN_S = 0.5
"""First wait for an authority that did not answer; it doubles with each try."""


def event_handlers(
    *, drawdowns: Drawdowns, days: BusinessDays, lines: CreditLines, checks: PostLoanChecks
) -> dict[str, EventHandlers]:
    """The handlers of each consumer."""

    async def restore(event: repayment.RepaymentPosted, delivery: Delivery) -> None:
        # Penalty and interest may take all of a repayment; then there is nothing to restore.
        if event.principal_minor:
            repaid = RepaidPrincipal(
                loan_id=UUID(event.loan_id),
                repayment_id=UUID(event.repayment_id),
                principal_minor=event.principal_minor,
            )
            customer_id, line_id = UUID(event.customer_id), UUID(event.credit_line_id)
            await drawdowns.restore(customer_id, line_id, repaid, delivery)

    async def follow_correction(event: repayment.LoanRestated, delivery: Delivery) -> None:
        # Many corrections move no principal: a change undone, a repayment of interest taken back.
        if not event.principal_change_minor:
            return
        change = RepaidPrincipal(
            loan_id=UUID(event.loan_id),
            repayment_id=UUID(event.repayment_id),
            principal_minor=abs(event.principal_change_minor),
        )
        customer_id, line_id = UUID(event.customer_id), UUID(event.credit_line_id)
        follow = drawdowns.redraw if event.principal_change_minor > 0 else drawdowns.restore
        await follow(customer_id, line_id, change, delivery)

    async def move_business_day(event: repayment.BusinessDayClosed, delivery: Delivery) -> None:
        opened_on = date.fromisoformat(event.opened_on)
        await days.move_to(opened_on, delivery)
        await lines.review(opened_on)

    async def follow_lateness(
        event: delinquency.DelinquencyBucketChanged, delivery: Delivery
    ) -> None:
        await lines.lateness(
            UUID(event.customer_id), UUID(event.loan_id), event.days_past_due, delivery
        )

    async def begin_looking(event: repayment.LoanOpened, delivery: Delivery) -> None:
        customer_id, loan_id = UUID(event.customer_id), UUID(event.loan_id)
        line_id = UUID(event.credit_line_id)
        await checks.open(customer_id, loan_id, line_id, event.principal_minor, delivery)

    async def end_looking(event: repayment.LoanSettled, delivery: Delivery) -> None:
        await checks.end(UUID(event.customer_id), UUID(event.loan_id), delivery)

    return {
        FOLLOW_UP: {
            repayment.RepaymentPosted: restore,
            repayment.LoanRestated: follow_correction,
            repayment.BusinessDayClosed: move_business_day,
            repayment.LoanOpened: begin_looking,
            repayment.LoanSettled: end_looking,
            delinquency.DelinquencyBucketChanged: follow_lateness,
        },
    }


def sealing_handlers(
    contracts: Contracts, ask_again_s: float = ASK_AGAIN_S
) -> dict[str, EventHandlers]:
    """Seals what customers agreed to, apart from all else: its authority may be slow."""

    async def seal(event: lending.ContractAgreed, _: Delivery) -> None:
        try:
            await contracts.seal(UUID(event.customer_id), UUID(event.contract_id))
        except Unavailable as unavailable:
            raise RetryLater(ask_again_s) from unavailable

    return {SEALING: {lending.ContractAgreed: seal}}
