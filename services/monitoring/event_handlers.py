"""Events of all areas as observations."""

from uuid import UUID

from granary.event.v1.dead_letter_pb2 import DeadLettered
from granary.identity.v1 import events_pb2 as identity
from granary.lending.v1 import events_pb2 as lending
from granary.repayment.v1 import delinquency_pb2 as late
from granary.repayment.v1 import events_pb2 as repayment
from granary.support.v1 import events_pb2 as support

from chassis.command import Delivery
from chassis.contract_values import instant
from chassis.event_bus import EventHandlers
from services.monitoring.domain.observation import Entity, Kind, Observation
from services.monitoring.use_cases import MonitoringUseCases

THE_SUITE = "suite"


class MonitoringEventHandlers:
    """Turns each event into the observation that the rules are asked about."""

    def __init__(self, monitoring: MonitoringUseCases) -> None:
        self._monitoring = monitoring

    def as_dict(self) -> EventHandlers:
        """Message type -> what is done with it."""
        return {
            identity.CustomerLoggedIn: self.logged_in,
            identity.LoginFailed: self.log_in_failed,
            identity.CardBound: self.card_bound,
            lending.DrawdownRefused: self.drawdown_refused,
            repayment.CollectionFailed: self.collection_failed,
            repayment.LoanOverdue: self.loan_overdue,
            repayment.ReconciliationDifferenceFound: self.difference_found,
            late.EarlyWarningRaised: self.early_warning_raised,
            support.ComplaintFiled: self.complaint_filed,
            DeadLettered: self.dead_lettered,
        }

    async def logged_in(self, event: identity.CustomerLoggedIn, delivery: Delivery) -> None:
        entities = {Entity.CUSTOMER: event.customer_id}
        if event.device_id:
            entities[Entity.DEVICE] = event.device_id
        await self._observe(
            Kind.NEW_DEVICE_LOG_IN if event.new_device else Kind.LOG_IN, event, entities, delivery
        )

    async def log_in_failed(self, event: identity.LoginFailed, delivery: Delivery) -> None:
        entities = {Entity.PHONE: event.phone_hash}
        if event.device_id:
            entities[Entity.DEVICE] = event.device_id
        await self._observe(Kind.LOG_IN_FAILED, event, entities, delivery)

    async def card_bound(self, event: identity.CardBound, delivery: Delivery) -> None:
        entities = {Entity.CUSTOMER: event.customer_id, Entity.CARD: event.card_id}
        await self._observe(Kind.CARD_BOUND, event, entities, delivery)

    async def drawdown_refused(self, event: lending.DrawdownRefused, delivery: Delivery) -> None:
        await self._monitoring.release(UUID(event.drawdown_id), UUID(event.customer_id), delivery)

    async def collection_failed(
        self, event: repayment.CollectionFailed, delivery: Delivery
    ) -> None:
        entities = {Entity.CUSTOMER: event.customer_id, Entity.LOAN: event.loan_id}
        facts = {"loan_id": event.loan_id, "reason_code": event.reason_code}
        await self._observe(Kind.COLLECTION_FAILED, event, entities, delivery, facts)

    async def loan_overdue(self, event: repayment.LoanOverdue, delivery: Delivery) -> None:
        entities = {Entity.CUSTOMER: event.customer_id, Entity.LOAN: event.loan_id}
        facts = {
            "loan_id": event.loan_id,
            "days_past_due": str(event.days_past_due),
            "overdue_minor": str(event.overdue_minor),
        }
        await self._observe(Kind.LOAN_OVERDUE, event, entities, delivery, facts)

    async def difference_found(
        self, event: repayment.ReconciliationDifferenceFound, delivery: Delivery
    ) -> None:
        entities = {Entity.SUITE: THE_SUITE}
        if event.customer_id:
            entities[Entity.CUSTOMER] = event.customer_id
        facts = {
            "difference_id": event.difference_id,
            "end_to_end_id": event.end_to_end_id,
            "book_amount_minor": str(event.book_amount_minor),
            "rail_amount_minor": str(event.rail_amount_minor),
            "found_on": event.found_on,
        }
        await self._observe(Kind.RECONCILIATION_DIFFERENCE, event, entities, delivery, facts)

    async def early_warning_raised(
        self, event: late.EarlyWarningRaised, delivery: Delivery
    ) -> None:
        entities = {Entity.CUSTOMER: event.customer_id, Entity.LOAN: event.loan_id}
        facts = {
            "loan_id": event.loan_id,
            "signal": event.signal,
            "score": str(event.score),
            "level": event.level,
        }
        await self._observe(Kind.EARLY_WARNING, event, entities, delivery, facts)

    async def complaint_filed(self, event: support.ComplaintFiled, delivery: Delivery) -> None:
        entities = {Entity.SUITE: THE_SUITE}
        await self._observe(Kind.COMPLAINT, event, entities, delivery)

    async def dead_lettered(self, event: DeadLettered, delivery: Delivery) -> None:
        facts = {
            "consumer": event.consumer,
            "message_id": event.message_id,
            "message_type": event.message_type,
            "error_kind": event.error_kind,
            "stream_sequence": str(event.stream_sequence),
        }
        entities = {Entity.CONSUMER: event.consumer}
        await self._observe(Kind.DEAD_LETTER, event, entities, delivery, facts)

    async def _observe(
        self,
        kind: Kind,
        event: "identity.CustomerLoggedIn | identity.LoginFailed | identity.CardBound"
        " | repayment.CollectionFailed | repayment.LoanOverdue | late.EarlyWarningRaised"
        " | repayment.ReconciliationDifferenceFound | support.ComplaintFiled"
        " | DeadLettered",
        entities: dict[Entity, str],
        delivery: Delivery,
        facts: dict[str, str] | None = None,
    ) -> None:
        observation = Observation(
            observation_id=delivery.message_id,
            kind=kind,
            occurred_at=instant(event.occurred_at),
            entities=entities,
            customer_id=UUID(event.customer_id) if event.customer_id else None,
            caused_by=delivery.message_id,
            facts=facts,
        )
        await self._monitoring.observe(observation, delivery)
