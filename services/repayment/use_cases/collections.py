"""Collecting on the rail: one key for ever, a timeout is a state, posted exactly once."""

from contextlib import suppress
from datetime import date
from uuid import UUID

import structlog

from chassis.bank_rail import DebitInstruction, Outcome, RailAnswer
from chassis.command import Command, Delivery, Execute, Key, Loaded
from chassis.crash_points import crash_point
from chassis.decision import Decision
from chassis.handling import RetryLater
from chassis.ports import Clock, NewId
from services.repayment.domain.collection import (
    AutoDebit,
    Repayment,
    RepaymentOrigin,
    RepaymentStatus,
    mark_unknown,
)
from services.repayment.domain.debit_tries import (
    missed_at_bank,
    post_collected,
    refuse_debit,
    stopping,
)
from services.repayment.domain.errors import RailKeyUnknown
from services.repayment.domain.loan import Loan
from services.repayment.domain.mandate import Mandate, MandateStatus
from services.repayment.domain.policy import PolicyRegistry
from services.repayment.identity_client import BoundCard
from services.repayment.use_cases.mandates import MandateUseCases
from services.repayment.use_cases.ports import Books, Cards, Rail, RailKeys

log = structlog.get_logger(__name__)

CONSUMER = "repayment.collection"
NO_MANDATE = "MD01"
"""ISO 20022: no mandate; what a debit ends with without a bound card or the consent to it."""


class CollectionUseCases:
    """Brings one requested collection to its end."""

    def __init__(
        self,
        *,
        execute: Execute,
        books: Books,
        cards: Cards,
        rail: Rail,
        mandates: MandateUseCases,
        keys: RailKeys,
        policies: PolicyRegistry,
        clock: Clock,
        new_id: NewId,
        first_wait_s: float = 1.0,
        longest_wait_s: float = 300.0,
    ) -> None:
        self._execute = execute
        self._books = books
        self._cards = cards
        self._rail = rail
        self._mandates = mandates
        self._keys = keys
        self._policies = policies
        self._clock = clock
        self._new_id = new_id
        self._first_wait_s = first_wait_s
        self._longest_wait_s = longest_wait_s

    async def collect(self, customer_id: UUID, repayment_id: UUID) -> None:
        """Debit, or learn what became of the debit, and post or fail the repayment.

        Raises RetryLater while the outcome is unknown, Unavailable while identity is away. Called
        again at any point, after any crash, it goes on with the same key.
        """
        repayment = await self._books.repayment(customer_id, repayment_id)
        if repayment.is_final:
            return
        answer = await self._answer(repayment)
        if answer.outcome is Outcome.PAID:
            crash_point("repayment.collected_not_posted")
            await self._post(repayment, answer.part_minor)
            crash_point("repayment.posted_not_acknowledged")
        elif answer.outcome is Outcome.REFUSED:
            crash_point("repayment.refused_not_recorded")
            await self._fail(repayment, answer.reason_code or "NARR")
        else:
            await self._mark_unknown(repayment)
            log.info("collection.unknown", why=answer.reason_code)
            raise RetryLater(self._first_wait_s, longest_delay_s=self._longest_wait_s)

    async def ask_now(self, end_to_end_id: str) -> Repayment:
        """Ask the rail about an order of ours without waiting for its turn, and record the answer.

        Raises RailKeyUnknown for a key that no order of ours has; what the rail says of it is in
        its statement.
        """
        repayment = await self._keys.repayment_of_key(UUID(end_to_end_id))
        if repayment is None:
            log.warning("collection.unknown_key", end_to_end_id=end_to_end_id)
            raise RailKeyUnknown(end_to_end_id=end_to_end_id)
        with suppress(RetryLater):
            await self.collect(repayment.customer_id, repayment.repayment_id)
        return await self._books.repayment(repayment.customer_id, repayment.repayment_id)

    async def _answer(self, repayment: Repayment) -> RailAnswer:
        key = repayment.repayment_id.hex
        if repayment.status is RepaymentStatus.UNKNOWN:
            known = await self._status(repayment)
            if known is not None:
                return known
        if await self._awaits_bank(repayment):
            return RailAnswer(outcome=Outcome.UNKNOWN, reason_code="MANDATE_REQUESTED")
        loan = await self._books.loan(repayment.customer_id, repayment.loan_id)
        card = await self._mandated_card(repayment)
        if card is None:
            return await self._without_mandate(repayment)
        crash_point("repayment.before_debit")
        answer = await self._rail.debit(
            DebitInstruction(
                end_to_end_id=key,
                amount_minor=repayment.amount_minor,
                card_token=card.card_token,
                mandate_id=loan.contract_id.hex,
                mandate_signed_on=loan.disbursed_on,
                # A debit that catches up with a past due date is asked for today.
                collection_date=max(repayment.requested_on, await self._books.business_date()),
                currency=repayment.currency,
                may_be_partial=repayment.may_be_partial,
                is_recurring=repayment.origin is RepaymentOrigin.AUTO_DEBIT,
            )
        )
        crash_point("repayment.debited_not_recorded")
        return answer

    async def _status(self, repayment: Repayment) -> RailAnswer | None:
        return await self._rail.debit_status(
            repayment.repayment_id.hex,
            expected_amount_minor=repayment.amount_minor,
            may_be_partial=repayment.may_be_partial,
        )

    async def _awaits_bank(self, repayment: Repayment) -> bool:
        """Whether the bank has not said yet if the card may be debited by itself; it is asked."""
        if repayment.origin is not RepaymentOrigin.AUTO_DEBIT:
            return False
        mandate: Mandate | None = await self._mandate(repayment)
        if mandate is None or mandate.status is not MandateStatus.REQUESTED:
            return False
        with suppress(RetryLater):
            mandate = await self._mandates.tell_bank(repayment.customer_id, repayment.loan_id)
        return mandate is not None and mandate.status is MandateStatus.REQUESTED

    async def _mandated_card(self, repayment: Repayment) -> BoundCard | None:
        """The card that may be debited: bound, and by itself only under a mandate that stands.

        The consent is asked for besides, since news of its withdrawal may still be on its way
        (PIPL 15: at any time). A repayment the customer asks for is its own consent.
        """
        customer_id = repayment.customer_id
        if repayment.origin is RepaymentOrigin.AUTO_DEBIT:
            mandate = await self._mandate(repayment)
            if not mandate.covers(repayment.card_id):
                return None
            if not await self._cards.agreed_to_auto_debit(customer_id):
                return None
        return await self._cards.card(customer_id, repayment.card_id)

    async def _mandate(self, repayment: Repayment) -> Mandate:
        """The loan's mandate; decided now when the news of the loan has not led to one yet."""
        customer_id, loan_id = repayment.customer_id, repayment.loan_id
        mandate = await self._mandates.of_loan(customer_id, loan_id)
        return mandate or await self._mandates.authorise(customer_id, loan_id, "first debit")

    async def _without_mandate(self, repayment: Repayment) -> RailAnswer:
        """The card was unbound, or the consent withdrawn.

        A debit may have gone out before that: only the rail can tell.
        """
        known = await self._status(repayment)
        return known or RailAnswer(outcome=Outcome.REFUSED, reason_code=NO_MANDATE)

    async def _post(self, repayment: Repayment, part_minor: int | None) -> None:
        today = await self._books.business_date()
        debit = self._next_debit(today)
        repayment_key, loan_key = _keys(repayment)
        await self._execute(
            Command(
                origin=Delivery(CONSUMER, f"{repayment.repayment_id}:paid"),
                keys=(repayment_key, loan_key),
                decide=lambda loaded: post_collected(
                    loaded.get(repayment_key), loaded.get(loan_key), part_minor, today, debit
                ),
                reply_type=Repayment,
            )
        )

    async def _fail(self, repayment: Repayment, reason_code: str) -> None:
        today = await self._books.business_date()
        debit = self._next_debit(today)
        repayment_key, loan_key = _keys(repayment)
        mandate_key = Key(Mandate, (repayment.customer_id, repayment.loan_id))
        by_mandate, at = repayment.origin is RepaymentOrigin.AUTO_DEBIT, self._clock()

        def decide(loaded: Loaded) -> Decision[Repayment]:
            decision = refuse_debit(
                loaded.get(repayment_key), loaded.get(loan_key), reason_code, today, debit
            )
            mandate = loaded.find(mandate_key)
            if mandate is None or not by_mandate:
                return decision
            if reason_code == NO_MANDATE:
                return missed_at_bank(decision, mandate, at)
            return stopping(decision, mandate, reason_code, debit)

        await self._execute(
            Command(
                origin=Delivery(CONSUMER, f"{repayment.repayment_id}:refused"),
                keys=(repayment_key, loan_key, mandate_key),
                decide=decide,
                reply_type=Repayment,
            )
        )

    def _next_debit(self, today: date) -> AutoDebit:
        windows = self._policies.on(today).debit_windows
        return AutoDebit(self._new_id(), self._clock(), windows=windows)

    async def _mark_unknown(self, repayment: Repayment) -> None:
        if repayment.status is RepaymentStatus.UNKNOWN:
            return
        repayment_key, _ = _keys(repayment)
        await self._execute(
            Command(
                origin=Delivery(CONSUMER, f"{repayment.repayment_id}:unknown"),
                keys=(repayment_key,),
                decide=lambda loaded: mark_unknown(loaded.get(repayment_key)),
                reply_type=Repayment,
            )
        )


def _keys(repayment: Repayment) -> tuple[Key[Repayment], Key[Loan]]:
    return (
        Key(Repayment, (repayment.customer_id, repayment.repayment_id)),
        Key(Loan, (repayment.customer_id, repayment.loan_id)),
    )
