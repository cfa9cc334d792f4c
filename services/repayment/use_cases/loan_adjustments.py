"""What staff do to loans: fees, waivers, charge-off, repayments taken back or recorded."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
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
)
from services.repayment.domain.history import EntryKind
from services.repayment.domain.incoming_transfer import IncomingTransfer
from services.repayment.domain.interest_relief import CouponUse
from services.repayment.domain.loan import Loan
from services.repayment.domain.loan_correction import Account
from services.repayment.domain.policy import PolicyRegistry
from services.repayment.domain.transfer_claim import MoneyDirection, TransferClaim
from services.repayment.use_cases.plan_changes import DAY_KEY
from services.repayment.use_cases.ports import Books


class AdjustmentReads(Protocol):
    """Reads requests."""

    async def adjustment(self, customer_id: UUID, adjustment_id: UUID) -> AdjustmentRequest:
        """Raises AdjustmentNotFound."""

    async def adjustments(
        self, state: AdjustmentState | None, loan_id: UUID | None, older: UUID | None, limit: int
    ) -> list[AdjustmentRequest]:
        """Requests in a state, of one loan or of all, the newest first."""


LOOKS = 4
"""How often a loan that keeps changing is looked at anew before the person is told so."""
Decide = Callable[
    [Account, AdjustmentRequest | None, date, AdjustmentRules], Decision[AdjustmentRequest]
]


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
        decide: Decide,
        more_keys: tuple[Key[AdjustmentRequest], ...],
    ) -> AdjustmentRequest:
        """Decide on the loan with its whole past; looked at anew when another changed it meanwhile.

        So the second of two people who ask for the same hears that it was done.
        """
        for look in range(1, LOOKS + 1):
            loan = await self._books.loan(customer_id, loan_id)
            keys = AccountKeys(loan, adjustment, more_keys)
            crash_point("repayment.adjustment_before_commit")
            try:
                done = await self._execute(
                    Command(
                        origin=request,
                        keys=keys.all,
                        decide=partial(self._on_loaded, keys, decide),
                        reply_type=AdjustmentRequest,
                    )
                )
            except LoanChangedMeanwhile:
                if look == LOOKS:
                    raise
            else:
                crash_point("repayment.adjustment_not_answered")
                return done
        raise AssertionError  # pragma: no cover - the last look answers or raises

    def _on_loaded(
        self, keys: "AccountKeys", decide: Decide, loaded: Loaded
    ) -> Decision[AdjustmentRequest]:
        today = open_date(loaded.get(DAY_KEY))
        rules = self._policies.on(today).loan_adjustments
        return decide(keys.account(loaded), keys.waiting(loaded), today, rules)


class AccountKeys:
    """What an adjustment is decided on: the loan, the repayments of its past, and the request."""

    def __init__(
        self,
        loan: Loan,
        adjustment: Adjustment | None,
        requests: tuple[Key[AdjustmentRequest], ...],
    ) -> None:
        self._seen = loan
        self._loan = Key(Loan, (loan.customer_id, loan.loan_id))
        self._credit = Key(CustomerCredit, (loan.customer_id,))
        self._requests = requests
        self._paid = {
            entry.entry_id: Key(Repayment, (loan.customer_id, entry.entry_id))
            for entry in loan.history
            if entry.kind is EntryKind.REPAYMENT
        }
        taken_back = adjustment.repayment_id if adjustment is not None else None
        reference = adjustment.bank_reference if adjustment is not None else ""
        self._held = [Key(HeldReceipt, (loan.customer_id, taken_back))] if taken_back else []
        coupon = adjustment.coupon if adjustment is not None else None
        self._coupons = [Key(CouponUse, (loan.customer_id, coupon.coupon_id))] if coupon else []
        self._claims = [Key(TransferClaim, (reference, MoneyDirection.IN))] if reference else []
        self._suspended = [Key(IncomingTransfer, (reference,))] if reference else []
        self.all: tuple[Key[Any], ...] = (
            DAY_KEY,
            self._loan,
            self._credit,
            *self._paid.values(),
            *self._held,
            *self._claims,
            *self._suspended,
            *self._coupons,
            *requests,
        )

    def account(self, loaded: Loaded) -> Account:
        """Raises LoanNotFound, and LoanChangedMeanwhile when its past is not the one looked at."""
        found = loaded.find(self._loan)
        if found is None:
            raise LoanNotFound(kind="loan")
        if found.history != self._seen.history:
            raise LoanChangedMeanwhile(kind="loan")
        return Account(
            loan=found,
            repayments={entry_id: loaded.get(key) for entry_id, key in self._paid.items()},
            credit=loaded.find(self._credit),
            held=loaded.find(self._held[0]) if self._held else None,
            claim=loaded.find(self._claims[0]) if self._claims else None,
            suspended=loaded.find(self._suspended[0]) if self._suspended else None,
            coupon_use=loaded.find(self._coupons[0]) if self._coupons else None,
        )

    def waiting(self, loaded: Loaded) -> AdjustmentRequest | None:
        return loaded.find(self._requests[0]) if self._requests else None
