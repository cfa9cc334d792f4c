"""Which event leads to which use case, by consumer."""

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from granary.lending.v1 import events_pb2 as lending
from granary.repayment.v1 import delinquency_pb2 as delinquency
from granary.repayment.v1 import events_pb2 as repayment
from granary.repayment.v1 import loan_pb2

from chassis.command import Delivery
from chassis.errors import Unavailable
from chassis.event_bus import EventHandlers, RetryLater
from chassis.ports import Clock
from services.lending.domain.behaviour import BehaviourFact, BehaviourKind
from services.lending.domain.events import RepaidPrincipal
from services.lending.domain.rescoring import RescoreCause
from services.lending.use_cases.business_days import BusinessDays
from services.lending.use_cases.contracts import SEALING, Contracts
from services.lending.use_cases.credit_lines import CreditLines
from services.lending.use_cases.drawdowns import Drawdowns
from services.lending.use_cases.post_loan import PostLoanChecks
from services.lending.use_cases.rescoring import Rescoring
from services.lending.use_cases.reviews import Reviews

FOLLOW_UP = "lending-follow-up"
"""Consumes what repayment announces."""
BEHAVIOUR = "lending-behaviour"
"""Consumes the same to learn how customers repay; what is slow here holds up no line."""

ASK_AGAIN_S = 0.5
"""First wait for an authority that did not answer; it doubles with each try."""


def event_handlers(
    *,
    drawdowns: Drawdowns,
    days: BusinessDays,
    lines: CreditLines,
    checks: PostLoanChecks,
    reviews: Reviews,
    rescoring: Rescoring,
    clock: Clock,
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
        await reviews.close_day(opened_on)
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
        BEHAVIOUR: behaviour_handlers(rescoring, clock),
    }


def behaviour_handlers(rescoring: Rescoring, clock: Clock) -> EventHandlers:
    """What each event says of how a customer repays. A late payer is scored again at once."""

    def fact_of(event: Any, delivery: Delivery, happened_on: str, **told: Any) -> BehaviourFact:
        loan_id = UUID(event.loan_id)
        return BehaviourFact(
            customer_id=UUID(event.customer_id),
            # The same delivery is the same fact, whoever handles it.
            fact_id=uuid5(loan_id, delivery.message_id),
            loan_id=loan_id,
            happened_on=date.fromisoformat(happened_on),
            known_at=clock(),
            **told,
        )

    async def drawn(event: repayment.LoanOpened, delivery: Delivery) -> None:
        told = {
            "kind": BehaviourKind.DRAWN,
            "amount_minor": event.principal_minor,
            "credit_line_id": UUID(event.credit_line_id),
        }
        await rescoring.learn(fact_of(event, delivery, event.disbursed_on, **told), delivery)

    async def repaid(event: repayment.RepaymentPosted, delivery: Delivery) -> None:
        early = event.kind != loan_pb2.REPAYMENT_KIND_DUE
        told = {
            "kind": BehaviourKind.PREPAID if early else BehaviourKind.REPAID,
            "amount_minor": event.amount_minor,
            "principal_minor": event.principal_minor,
        }
        await rescoring.learn(fact_of(event, delivery, event.value_date, **told), delivery)

    async def corrected(event: repayment.LoanRestated, delivery: Delivery) -> None:
        if not event.principal_change_minor:
            return
        told = {
            "kind": BehaviourKind.CORRECTED,
            "principal_minor": -event.principal_change_minor,
        }
        await rescoring.learn(fact_of(event, delivery, event.business_date, **told), delivery)

    async def overdue(event: repayment.LoanOverdue, delivery: Delivery) -> None:
        told = {"kind": BehaviourKind.OVERDUE, "days_past_due": event.days_past_due}
        await rescoring.learn(fact_of(event, delivery, event.business_date, **told), delivery)
        customer_id = UUID(event.customer_id)
        await rescoring.after(customer_id, RescoreCause.OVERDUE, delivery.message_id)

    async def recovered(event: repayment.LoanRecovered, delivery: Delivery) -> None:
        told = {"kind": BehaviourKind.RECOVERED}
        await rescoring.learn(fact_of(event, delivery, event.business_date, **told), delivery)
        customer_id = UUID(event.customer_id)
        await rescoring.after(customer_id, RescoreCause.RECOVERED, delivery.message_id)

    async def close_day(event: repayment.BusinessDayClosed, _: Delivery) -> None:
        closed_on, opened_on = (date.fromisoformat(d) for d in (event.closed_on, event.opened_on))
        await rescoring.close_day(closed_on, opened_on)

    return {
        repayment.LoanOpened: drawn,
        repayment.RepaymentPosted: repaid,
        repayment.LoanRestated: corrected,
        repayment.LoanOverdue: overdue,
        repayment.LoanRecovered: recovered,
        repayment.BusinessDayClosed: close_day,
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
