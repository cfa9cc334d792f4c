"""Mandates follow what the customer signs, agrees to, withdraws and binds."""

from typing import Protocol
from uuid import UUID

import structlog

from chassis.bank_rail import MandateAnswer, MandateInstruction, MandateRequest, Outcome
from chassis.command import Command, Delivery, Execute, Key, RequestKey
from chassis.crash_points import crash_point
from chassis.decision import Decision
from chassis.handling import RetryLater
from chassis.ports import Clock
from services.repayment.domain.errors import LoanNotFound, LoanSettledAlready
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.mandate import (
    BankRequest,
    Mandate,
    MandateReason,
    Permission,
    accepted_by_bank,
    amend,
    authorise,
    cancel,
    refused_by_bank,
)
from services.repayment.use_cases.ports import Books, Cards, MandateRail

log = structlog.get_logger(__name__)


class MandateReads(Protocol):
    """Reads mandates."""

    async def mandate(self, customer_id: UUID, loan_id: UUID) -> Mandate | None:
        """None before it was decided."""

    async def mandates(self, customer_id: UUID) -> list[Mandate]:
        """All of a customer, the newest loan first."""

    async def owing_loans(self, customer_id: UUID) -> list[UUID]:
        """The customer's loans that are not settled."""


class MandateUseCases:
    """What events and customers do with mandates."""

    def __init__(
        self,
        *,
        execute: Execute,
        books: Books,
        reads: MandateReads,
        cards: Cards,
        rail: MandateRail,
        clock: Clock,
        first_wait_s: float = 1.0,
        longest_wait_s: float = 300.0,
    ) -> None:
        self._execute = execute
        self._rail = rail
        self._first_wait_s = first_wait_s
        self._longest_wait_s = longest_wait_s
        self._books = books
        self._reads = reads
        self._cards = cards
        self._clock = clock

    async def of_loan(self, customer_id: UUID, loan_id: UUID) -> Mandate | None:
        """The mandate of a loan as it stands."""
        return await self._reads.mandate(customer_id, loan_id)

    async def list_mandates(self, customer_id: UUID) -> list[Mandate]:
        """A customer's own mandates."""
        return await self._reads.mandates(customer_id)

    async def authorise(self, customer_id: UUID, loan_id: UUID, cause: str) -> Mandate:
        """Decide whether the mandate of a loan stands; `cause` names the event, once for ever.

        Raises LoanNotFound, Unavailable while identity is away.
        """
        loan = await self._books.loan(customer_id, loan_id)
        given = await self.permission(customer_id, loan.card_id)
        key, loan_key = _keys(customer_id, loan_id)
        decided = await self._execute(
            Command(
                origin=Delivery("repayment.mandate", f"{cause}:{loan_id}"),
                keys=(key, loan_key),
                decide=lambda loaded: authorise(loaded.find(key), loaded.get(loan_key), given),
                reply_type=Mandate,
            )
        )
        if decided is not None:
            return decided
        kept = await self._reads.mandate(customer_id, loan_id)
        assert kept is not None
        return kept

    async def consent_granted(self, customer_id: UUID, cause: str) -> None:
        """The consent to be debited by itself came (back): every owing loan gets its mandate."""
        for loan_id in await self._reads.owing_loans(customer_id):
            await self.authorise(customer_id, loan_id, cause)

    async def consent_withdrawn(self, customer_id: UUID, cause: str) -> None:
        """The consent was withdrawn: nothing is debited by itself any more."""
        for mandate in await self._reads.mandates(customer_id):
            await self._cancel(mandate, MandateReason.CONSENT_WITHDRAWN, cause)

    async def card_unbound(self, customer_id: UUID, card_id: UUID, cause: str) -> None:
        """A card was unbound: it is not debited any more."""
        for mandate in await self._reads.mandates(customer_id):
            if mandate.card_id == card_id:
                await self._cancel(mandate, MandateReason.CARD_UNBOUND, cause)

    async def change_card(
        self, customer_id: UUID, loan_id: UUID, card_id: UUID, request: RequestKey
    ) -> Loan:
        """Debit another own card of the customer for a loan from now on.

        Raises LoanNotFound, LoanSettledAlready, CardNotBound, ConsentToDebitMissing.
        """
        given = await self.permission(customer_id, card_id)
        key, loan_key = _keys(customer_id, loan_id)

        def decide(mandate: Mandate | None, loan: Loan | None) -> Decision[Loan]:
            if loan is None:
                raise LoanNotFound(kind="loan")
            if loan.status is LoanStatus.SETTLED:
                raise LoanSettledAlready(settled_on=loan.settled_on)
            return amend(mandate, loan, card_id, given)

        return await self._execute(
            Command(
                origin=request,
                keys=(key, loan_key),
                decide=lambda loaded: decide(loaded.find(key), loaded.find(loan_key)),
                reply_type=Loan,
            )
        )

    async def tell_bank(self, customer_id: UUID, loan_id: UUID) -> Mandate | None:
        """Tell the bank what it has not answered yet, and record what it says.

        It is told how the mandate is wanted now, whichever event led here. Raises RetryLater while
        the bank does not answer, Unavailable while identity is away. Called again at any point,
        after any crash, it goes on with the same key.
        """
        mandate = await self._reads.mandate(customer_id, loan_id)
        request = mandate.for_bank if mandate is not None else None
        if mandate is None or request is None:
            return mandate
        token = ""
        if request is not BankRequest.CANCEL:
            card = await self._cards.card(customer_id, mandate.card_id)
            if card is None:
                await self._cancel(mandate, MandateReason.CARD_UNBOUND, mandate.message_id)
                return await self._reads.mandate(customer_id, loan_id)
            token = card.card_token
        crash_point("repayment.before_mandate")
        answer = await self._rail.ask_mandate(
            MandateInstruction(
                request=MandateRequest(request.value),
                message_id=mandate.message_id,
                mandate_id=mandate.mandate_id.hex,
                card_token=token,
                signed_on=mandate.signed_on,
                reason=mandate.reason,
            )
        )
        crash_point("repayment.mandate_answered_not_recorded")
        if answer.outcome is Outcome.UNKNOWN:
            log.info("mandate.unknown", why=answer.reason_code)
            raise RetryLater(self._first_wait_s, longest_delay_s=self._longest_wait_s)
        await self._answered(mandate, answer)
        return await self._reads.mandate(customer_id, loan_id)

    async def _answered(self, asked: Mandate, answer: MandateAnswer) -> None:
        key, _ = _keys(asked.customer_id, asked.loan_id)
        at, reason_code = self._clock(), answer.reason_code or ""

        def decide(mandate: Mandate) -> Decision[Mandate]:
            if answer.outcome is Outcome.ACCEPTED:
                return accepted_by_bank(mandate, asked.asked, at)
            return refused_by_bank(mandate, asked.asked, at, reason_code)

        await self._execute(
            Command(
                origin=Delivery("repayment.mandate", f"{asked.message_id}:{answer.outcome}"),
                keys=(key,),
                decide=lambda loaded: decide(loaded.get(key)),
                reply_type=Mandate,
            )
        )

    async def _cancel(self, mandate: Mandate, reason: MandateReason, cause: str) -> None:
        if not mandate.is_wanted:
            return
        key, _ = _keys(mandate.customer_id, mandate.loan_id)
        at = self._clock()
        await self._execute(
            Command(
                origin=Delivery("repayment.mandate", f"{cause}:{mandate.loan_id}"),
                keys=(key,),
                decide=lambda loaded: cancel(loaded.get(key), reason, at),
                reply_type=Mandate,
            )
        )

    async def permission(self, customer_id: UUID, card_id: UUID) -> Permission:
        """What identity says now of debiting this card. Raises Unavailable."""
        given = await self._cards.debit_permission(customer_id, card_id)
        return Permission(agreed=given.agreed, card_is_bound=given.card_is_bound, at=self._clock())


def _keys(customer_id: UUID, loan_id: UUID) -> tuple[Key[Mandate], Key[Loan]]:
    return Key(Mandate, (customer_id, loan_id)), Key(Loan, (customer_id, loan_id))
