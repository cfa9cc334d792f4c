"""What staff do to loans: fees, waivers, charge-off, repayments taken back or recorded."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from chassis.command import Command, Execute, Key, Loaded, RequestKey
from chassis.crash_points import crash_point
from chassis.decision import Decision
from chassis.ports import Clock, NewId
from services.repayment.domain.adjustment_request import (
    Adjustment,
    AdjustmentRequest,
    AdjustmentRules,
    AdjustmentState,
    Asked,
    approve,
    ask,
    decline,
)
from services.repayment.domain.agreed_change import open_date
from services.repayment.domain.collection import Repayment
from services.repayment.domain.customer_credit import CustomerCredit, HeldReceipt
from services.repayment.domain.errors import (
    LoanChangedMeanwhile,
    LoanNotFound,
    TransferRecordedAlready,
)
from services.repayment.domain.history import EntryKind
from services.repayment.domain.loan import Loan
from services.repayment.domain.loan_correction import Account
from services.repayment.domain.policy import PolicyRegistry
from services.repayment.use_cases.plan_changes import DAY_KEY
from services.repayment.use_cases.ports import Books


class AdjustmentReads(Protocol):
    """Reads requests, and what is known of transfers."""

    async def adjustment(self, customer_id: UUID, adjustment_id: UUID) -> AdjustmentRequest:
        """Raises AdjustmentNotFound."""

    async def adjustments(
        self, state: AdjustmentState | None, loan_id: UUID | None, older: UUID | None, limit: int
    ) -> list[AdjustmentRequest]:
        """Requests in a state, of one loan or of all, the newest first."""

    async def is_recorded(self, bank_reference: str) -> bool:
        """Whether money under this key of the bank's statement is in the books already."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a member of staff asks for."""

    customer_id: UUID
    loan_id: UUID
    adjustment: Adjustment
    note: str
    by: str
    currency: str = ""


class LoanAdjustmentUseCases:
    """Requests of staff, carried out by one person or two."""

    def __init__(
        self,
        *,
        execute: Execute,
        books: Books,
        reads: AdjustmentReads,
        policies: PolicyRegistry,
        clock: Clock,
        new_id: NewId,
    ) -> None:
        self._execute = execute
        self._books = books
        self._reads = reads
        self._policies = policies
        self._clock = clock
        self._new_id = new_id

    async def ask(self, wish: Wish, request: RequestKey) -> AdjustmentRequest:
        """Carry it out, or have it wait for a second person; see `adjustment_request.ask`.

        Raises LoanNotFound, TransferRecordedAlready, BusinessDayBeingClosed.
        """
        asked = Asked(
            adjustment_id=self._new_id(),
            adjustment=wish.adjustment,
            note=wish.note,
            by=wish.by,
            at=self._clock(),
            currency=wish.currency,
        )

        def decide(
            account: Account, _: AdjustmentRequest | None, today: date, rules: AdjustmentRules
        ) -> Decision[AdjustmentRequest]:
            return ask(account, asked, today, rules)

        return await self._decided(
            wish.customer_id, wish.loan_id, wish.adjustment, request, decide, ()
        )

    async def approve(
        self, customer_id: UUID, adjustment_id: UUID, by: str, request: RequestKey
    ) -> AdjustmentRequest:
        """Agree with what another asked for. Raises AdjustmentNotFound and what `approve` does."""
        waiting = await self._reads.adjustment(customer_id, adjustment_id)

        def decide(
            account: Account, found: AdjustmentRequest | None, today: date, rules: AdjustmentRules
        ) -> Decision[AdjustmentRequest]:
            assert found is not None
            return approve(account, found, by, today, rules)

        key = Key(AdjustmentRequest, (customer_id, adjustment_id))
        # What was carried out already keeps its own refusal.
        adjustment = waiting.adjustment if waiting.state is AdjustmentState.PROPOSED else None
        return await self._decided(
            customer_id, waiting.loan_id, adjustment, request, decide, (key,)
        )

    async def decline(
        self, customer_id: UUID, adjustment_id: UUID, by: str, request: RequestKey
    ) -> AdjustmentRequest:
        """Decide against it. Raises AdjustmentNotFound, AdjustmentEnded."""
        await self._reads.adjustment(customer_id, adjustment_id)
        today = await self._books.business_date()
        key = Key(AdjustmentRequest, (customer_id, adjustment_id))
        return await self._execute(
            Command(
                origin=request,
                keys=(key,),
                decide=lambda loaded: decline(loaded.get(key), by, today),
                reply_type=AdjustmentRequest,
            )
        )

    async def adjustments(
        self, state: AdjustmentState | None, loan_id: UUID | None, older: UUID | None, limit: int
    ) -> list[AdjustmentRequest]:
        """Requests in a state, of one loan or of all, the newest first."""
        return await self._reads.adjustments(state, loan_id, older, limit)

    async def _decided(
        self,
        customer_id: UUID,
        loan_id: UUID,
        adjustment: Adjustment | None,
        request: RequestKey,
        decide: Callable[
            [Account, AdjustmentRequest | None, date, AdjustmentRules], Decision[AdjustmentRequest]
        ],
        more_keys: tuple[Key[AdjustmentRequest], ...],
    ) -> AdjustmentRequest:
        reference = adjustment.bank_reference if adjustment is not None else ""
        is_recorded = reference != "" and await self._reads.is_recorded(reference)
        loan = await self._books.loan(customer_id, loan_id)
        loan_key, credit_key = (
            Key(Loan, (customer_id, loan_id)),
            Key(CustomerCredit, (customer_id,)),
        )
        paid = {
            entry.entry_id: Key(Repayment, (customer_id, entry.entry_id))
            for entry in loan.history
            if entry.kind is EntryKind.REPAYMENT
        }
        taken_back = adjustment.repayment_id if adjustment is not None else None
        held = [Key(HeldReceipt, (customer_id, taken_back))] if taken_back is not None else []
        keys: tuple[Key[Any], ...] = (
            DAY_KEY,
            loan_key,
            credit_key,
            *paid.values(),
            *held,
            *more_keys,
        )

        def on_loaded(loaded: Loaded) -> Decision[AdjustmentRequest]:
            today = open_date(loaded.get(DAY_KEY))
            found = loaded.find(loan_key)
            if found is None:
                raise LoanNotFound(kind="loan")
            if is_recorded:
                raise TransferRecordedAlready(bank_reference=reference)
            if found.history != loan.history:
                # A repayment came in between; the request is asked again with it.
                raise LoanChangedMeanwhile(kind="loan")
            repayments = {entry_id: loaded.get(key) for entry_id, key in paid.items()}
            account = Account(
                found,
                repayments,
                loaded.find(credit_key),
                loaded.find(held[0]) if held else None,
            )
            waiting = loaded.find(more_keys[0]) if more_keys else None
            return decide(account, waiting, today, self._policies.on(today).loan_adjustments)

        crash_point("repayment.adjustment_before_commit")
        done = await self._execute(
            Command(origin=request, keys=keys, decide=on_loaded, reply_type=AdjustmentRequest)
        )
        crash_point("repayment.adjustment_not_answered")
        return done
