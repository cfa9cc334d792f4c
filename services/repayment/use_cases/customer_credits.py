"""Money held for customers: found, kept, and paid back under one key for ever."""

from datetime import date
from typing import Protocol
from uuid import UUID

import structlog

from chassis.bank_rail import Outcome, PaymentInstruction, RailAnswer
from chassis.command import Command, Delivery, Execute, Key, Loaded, RequestKey
from chassis.crash_points import crash_point
from chassis.decision import Decision
from chassis.handling import RetryLater
from chassis.ports import Clock, NewId
from services.repayment.domain.collection import Repayment, RepaymentStatus
from services.repayment.domain.customer_credit import (
    CustomerCredit,
    HeldReceipt,
    Refund,
    RefundStatus,
    RequestRefund,
    hold_receipt,
    refund_paid,
    refund_refused,
    refund_unknown,
    request_refund,
)
from services.repayment.domain.errors import CardNotBound
from services.repayment.domain.ledger.rail_difference import DifferenceState, RailDifference
from services.repayment.use_cases.ports import Cards, Rail

log = structlog.get_logger(__name__)

CONSUMER = "repayment.refund"
CARD_GONE = "AC01"
"""ISO 20022: incorrect account; what a refund to a card that was unbound ends with."""
AT_ONCE = 500


class PayingRail(Rail, Protocol):
    """Pays as well as debits."""

    async def pay(self, instruction: PaymentInstruction) -> RailAnswer:
        """Send a payment; the same key never pays twice."""

    async def payment_status(
        self, end_to_end_id: str, *, expected_amount_minor: int | None = None
    ) -> RailAnswer | None:
        """What became of a payment; None when the rail does not know the key."""


class CreditReads(Protocol):
    """Reads what is held and refunded."""

    async def credit(self, customer_id: UUID) -> CustomerCredit | None:
        """None when nothing was ever held."""

    async def refund(self, customer_id: UUID, refund_id: UUID) -> Refund:
        """Raises RefundNotFound."""

    async def differences_of(self, repayment_id: UUID) -> list[UUID]:
        """The differences that were found between our books and what the rail took under a key."""

    async def refused_but_moved(self, limit: int) -> list[Repayment]:
        """Repayments that failed here though a statement of the rail has their money."""


class BusinessDate(Protocol):
    """Knows the open business date."""

    async def business_date(self) -> date:
        """The open business date."""


class CustomerCredits:
    """What is done with money that is not ours."""

    def __init__(
        self,
        *,
        execute: Execute,
        reads: CreditReads,
        days: BusinessDate,
        cards: Cards,
        rail: PayingRail,
        clock: Clock,
        new_id: NewId,
        first_wait_s: float = 1.0,
        longest_wait_s: float = 300.0,
    ) -> None:
        self._execute = execute
        self._reads = reads
        self._days = days
        self._cards = cards
        self._rail = rail
        self._clock = clock
        self._new_id = new_id
        self._first_wait_s = first_wait_s
        self._longest_wait_s = longest_wait_s

    async def held_for(self, customer_id: UUID) -> CustomerCredit | None:
        """The money held for a customer."""
        return await self._reads.credit(customer_id)

    async def get_refund(self, customer_id: UUID, refund_id: UUID) -> Refund:
        """Raises RefundNotFound."""
        return await self._reads.refund(customer_id, refund_id)

    async def check_statements(self) -> None:
        """Look through the rail's statements for money of orders that it had refused."""
        for repayment in await self._reads.refused_but_moved(AT_ONCE):
            await self.check_refused(repayment)

    async def check_refused(self, repayment: Repayment) -> None:
        """Ask the rail whether it collected an order it had refused; what it took is held."""
        if repayment.status is not RepaymentStatus.FAILED:
            return
        answer = await self._rail.debit_status(
            repayment.repayment_id.hex,
            expected_amount_minor=repayment.asked_minor,
            may_be_partial=repayment.may_be_partial,
        )
        if answer is None or answer.outcome is not Outcome.PAID:
            return
        found = await self._reads.differences_of(repayment.repayment_id)
        differences = [Key(RailDifference, (difference_id,)) for difference_id in found]
        log.warning("collection.paid_after_refusal", repayment_id=str(repayment.repayment_id))
        today = await self._days.business_date()
        amount_minor = answer.part_minor or repayment.asked_minor
        held_key = Key(HeldReceipt, (repayment.customer_id, repayment.repayment_id))
        credit_key = Key(CustomerCredit, (repayment.customer_id,))

        def decide(loaded: Loaded) -> Decision[HeldReceipt | None]:
            if any(loaded.get(key).state is DifferenceState.RESOLVED for key in differences):
                # A person has said what this money was, and booked it.
                return Decision(None)
            held = hold_receipt(
                loaded.find(credit_key), loaded.find(held_key), repayment, amount_minor, today
            )
            return Decision(held.reply, held.changes, held.transfers)

        await self._execute(
            Command(
                origin=Delivery("repayment.held", str(repayment.repayment_id)),
                keys=(held_key, credit_key, *differences),
                decide=decide,
                reply_type=HeldReceipt | None,
            )
        )

    async def request_refund(
        self, customer_id: UUID, card_id: UUID, amount_minor: int, request: RequestKey
    ) -> Refund:
        """Begin to pay held money back. Raises CardNotBound, AmountImpossible, CreditTooSmall."""
        if await self._cards.card(customer_id, card_id) is None:
            raise CardNotBound(card_id=card_id)
        wish = RequestRefund(self._new_id(), card_id, amount_minor, self._clock())
        key = Key(CustomerCredit, (customer_id,))
        return await self._execute(
            Command(
                origin=request,
                keys=(key,),
                decide=lambda loaded: request_refund(loaded.find(key), wish),
                reply_type=Refund,
            )
        )

    async def pay_refund(self, customer_id: UUID, refund_id: UUID) -> None:
        """Pay, or learn what became of the payment, and record it.

        Raises RetryLater while the outcome is unknown, Unavailable while identity is away. Called
        again at any point, after any crash, it goes on with the same key.
        """
        refund = await self._reads.refund(customer_id, refund_id)
        if refund.is_final:
            return
        crash_point("repayment.before_refund")
        answer = await self._answer(refund)
        crash_point("repayment.refunded_not_recorded")
        if answer.outcome is Outcome.PAID:
            await self._record(refund, "paid", None)
        elif answer.outcome is Outcome.REFUSED:
            await self._record(refund, "refused", answer.reason_code or "NARR")
        else:
            if refund.status is RefundStatus.PAYING:
                await self._record(refund, "unknown", None)
            raise RetryLater(self._first_wait_s, longest_delay_s=self._longest_wait_s)
        crash_point("repayment.refund_recorded_not_acknowledged")

    async def _answer(self, refund: Refund) -> RailAnswer:
        key = refund.refund_id.hex
        if refund.status is RefundStatus.UNKNOWN:
            known = await self._rail.payment_status(key, expected_amount_minor=refund.amount_minor)
            if known is not None:
                return known
        card = await self._cards.card(refund.customer_id, refund.card_id)
        if card is None:
            # It may have gone out before the card was unbound: only the rail can tell.
            known = await self._rail.payment_status(key, expected_amount_minor=refund.amount_minor)
            return known or RailAnswer(outcome=Outcome.REFUSED, reason_code=CARD_GONE)
        return await self._rail.pay(
            PaymentInstruction(
                end_to_end_id=key,
                amount_minor=refund.amount_minor,
                card_token=card.card_token,
                execution_date=await self._days.business_date(),
                currency=refund.currency,
            )
        )

    async def _record(self, refund: Refund, what: str, reason_code: str | None) -> None:
        today = await self._days.business_date()
        key = Key(Refund, (refund.customer_id, refund.refund_id))
        credit_key = Key(CustomerCredit, (refund.customer_id,))
        decisions = {
            "unknown": lambda one, _: refund_unknown(one),
            "paid": lambda one, credit: refund_paid(one, credit, today),
            "refused": lambda one, credit: refund_refused(one, credit, reason_code or ""),
        }
        await self._execute(
            Command(
                origin=Delivery(CONSUMER, f"{refund.refund_id}:{what}"),
                keys=(key, credit_key),
                decide=lambda loaded: decisions[what](loaded.get(key), loaded.get(credit_key)),
                reply_type=Refund,
            )
        )
