"""Transfers the bank tells of: taken in once, posted to the loan they name, or held for people."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

import structlog

from chassis.bank_rail import Direction, Outcome, PaymentInstruction, StatementEntry
from chassis.command import Command, Delivery, Execute, Key, Loaded, RequestKey
from chassis.crash_points import crash_point
from chassis.decision import Decision
from chassis.errors import DomainError
from chassis.frozen import replace
from chassis.handling import RetryLater
from chassis.ports import Clock, NewId
from services.repayment.domain.adjustment_request import Adjustment, AdjustmentKind
from services.repayment.domain.agreed_change import open_date
from services.repayment.domain.collection import Repayment
from services.repayment.domain.errors import (
    BusinessDayBeingClosed,
    LoanChangedMeanwhile,
    RepaymentInProgress,
    SuspenseNotFound,
)
from services.repayment.domain.incoming_transfer import (
    Arrived,
    IncomingTransfer,
    TransferState,
    approve_return,
    decline_return,
    loan_named,
    masked_name,
    not_posted,
    propose_return,
    return_refused,
    returned,
    take_in,
)
from services.repayment.domain.ledger.rail_difference import order_of
from services.repayment.domain.loan_correction import TransferReceived, record_transfer
from services.repayment.domain.third_party import PayerRelation, ThirdParty
from services.repayment.domain.transfer_claim import MoneyDirection, TransferClaim
from services.repayment.use_cases.customer_credits import PayingRail
from services.repayment.use_cases.loan_adjustments import AccountKeys
from services.repayment.use_cases.plan_changes import DAY_KEY
from services.repayment.use_cases.ports import Books, Cards

log = structlog.get_logger(__name__)

_CONSUMER = "repayment.incoming"


class _DateNotReachedError(Exception):
    """The bank dates the money later than the open business date."""


_PASSING = (
    RepaymentInProgress,
    BusinessDayBeingClosed,
    LoanChangedMeanwhile,
    _DateNotReachedError,
)
"""Why a loan does not take money now, and will later."""


class IncomingReads(Protocol):
    """Reads transfers and whose loans they name."""

    async def transfer(self, bank_reference: str) -> IncomingTransfer:
        """Raises SuspenseNotFound."""

    async def transfers(
        self, states: Sequence[TransferState], after: tuple[date, str] | None, limit: int
    ) -> list[IncomingTransfer]:
        """Transfers in these states, the oldest first."""

    async def owner_of(self, loan_id: UUID) -> UUID | None:
        """Whose loan it is; None when there is no such loan."""

    async def is_ordered(self, repayment_id: UUID) -> bool:
        """Whether an id is that of a debit of ours."""


class IncomingMoney:
    """What is done with money that nobody ordered."""

    def __init__(
        self,
        *,
        execute: Execute,
        reads: IncomingReads,
        books: Books,
        cards: Cards,
        rail: PayingRail,
        clock: Clock,
        new_id: NewId,
        first_wait_s: float = 1.0,
        longest_wait_s: float = 300.0,
    ) -> None:
        self._execute = execute
        self._reads = reads
        self._books = books
        self._cards = cards
        self._rail = rail
        self._clock = clock
        self._new_id = new_id
        self._first_wait_s = first_wait_s
        self._longest_wait_s = longest_wait_s

    async def take_in(self, entries: Iterable[StatementEntry]) -> int:
        """Take in the transfers among movements of our account; how many were new.

        The same one from a notice and from the statement, in any order, is taken in once.
        """
        taken = [await self._take(entry) for entry in entries if _is_transfer(entry)]
        return sum(taken)

    async def _take(self, entry: StatementEntry) -> bool:
        assert entry.payer is not None
        order_id = order_of(entry.end_to_end_id)
        if order_id is not None and await self._reads.is_ordered(order_id):
            return False
        loan_id = loan_named(entry.payer.credited_account, entry.payer.remittance)
        arrived = Arrived(
            bank_reference=entry.end_to_end_id,
            amount_minor=entry.amount_minor,
            currency=entry.currency,
            booked_on=entry.booked_on,
            payer_name=masked_name(entry.payer.name),
            payer_account=entry.payer.account,
            loan_id=loan_id,
            customer_id=await self._reads.owner_of(loan_id) if loan_id is not None else None,
        )
        key, claim_key = _keys(entry.end_to_end_id)
        today = await self._books.business_date()
        taken = await self._execute(
            Command(
                origin=Delivery(_CONSUMER, entry.end_to_end_id),
                keys=(claim_key, key),
                decide=lambda loaded: take_in(
                    loaded.find(key), loaded.find(claim_key), arrived, today
                ),
                reply_type=IncomingTransfer | None,
            )
        )
        return taken is not None

    async def post(self, bank_reference: str) -> None:
        """Post a transfer to the loan it names, or say why people must look at it.

        Raises RetryLater while its loan awaits the rail, the day is being closed or its date is not
        reached, and Unavailable while identity is away. Called again at any point it goes on.
        """
        transfer = await self._reads.transfer(bank_reference)
        if transfer.state is not TransferState.SUSPENDED or transfer.customer_id is None:
            return
        third_party = await self._third_party(transfer, transfer.customer_id)
        crash_point("repayment.transfer_not_posted")
        try:
            await self._post(transfer, transfer.customer_id, third_party)
        except _PASSING as passing:
            raise RetryLater(self._first_wait_s, longest_delay_s=self._longest_wait_s) from passing
        except DomainError as refused:
            log.info("transfer.not_posted", why=refused.reason)
            await self._decided(
                Delivery(f"{_CONSUMER}:refused", bank_reference),
                bank_reference,
                refused.reason,
            )
        crash_point("repayment.transfer_posted_not_acknowledged")

    async def _post(
        self, transfer: IncomingTransfer, customer_id: UUID, third_party: ThirdParty | None
    ) -> None:
        assert transfer.loan_id is not None
        loan = await self._books.loan(customer_id, transfer.loan_id)
        wanted = Adjustment(AdjustmentKind.TRANSFER, bank_reference=transfer.bank_reference)
        keys = AccountKeys(loan, wanted, ())
        money = TransferReceived(
            repayment_id=self._new_id(),
            amount_minor=transfer.amount_minor,
            currency=transfer.currency,
            value_date=transfer.booked_on,
            bank_reference=transfer.bank_reference,
            is_from_third_party=third_party is not None,
            at=self._clock(),
            third_party=third_party,
        )

        def decide(loaded: Loaded) -> Decision[Repayment | None]:
            today, account = open_date(loaded.get(DAY_KEY)), keys.account(loaded)
            if transfer.booked_on > today:
                raise _DateNotReachedError
            if account.loan.live_repayment_id is not None:
                raise RepaymentInProgress(repayment_id=account.loan.live_repayment_id)
            recorded = record_transfer(account, money, today)
            return Decision(recorded.reply, recorded.changes, recorded.transfers)

        await self._execute(
            Command(
                origin=Delivery(f"{_CONSUMER}:posted", transfer.bank_reference),
                keys=keys.all,
                decide=decide,
                reply_type=Repayment | None,
            )
        )

    async def _decided(self, origin: Delivery, bank_reference: str, why: str) -> None:
        key, _ = _keys(bank_reference)
        await self._execute(
            Command(
                origin=origin,
                keys=(key,),
                decide=lambda loaded: not_posted(loaded.get(key), why),
                reply_type=IncomingTransfer,
            )
        )

    async def judged(
        self, customer_id: UUID, wanted: Adjustment, relation: PayerRelation
    ) -> Adjustment:
        """What staff want to record, with the payer as identity and the bank know them.

        Of money in suspense the account decides whether it came from somebody else; of other money
        what staff say.
        """
        try:
            transfer = await self._reads.transfer(wanted.bank_reference)
        except SuspenseNotFound:
            said = ThirdParty("", relation) if wanted.is_from_third_party else None
            return replace(wanted, third_party=said)
        known = await self._third_party(transfer, customer_id)
        third_party = replace(known, relation=relation) if known is not None else None
        return replace(wanted, is_from_third_party=known is not None, third_party=third_party)

    async def _third_party(
        self, transfer: IncomingTransfer, customer_id: UUID
    ) -> ThirdParty | None:
        if await self._cards.owns_account(customer_id, transfer.payer_account):
            return None
        return ThirdParty(transfer.payer_name)

    async def transfers(
        self, states: Sequence[TransferState], after: tuple[date, str] | None, limit: int
    ) -> list[IncomingTransfer]:
        """Transfers in these states, the oldest first."""
        return await self._reads.transfers(states, after, limit)

    async def propose_return(
        self, bank_reference: str, note: str, by: str, request: RequestKey
    ) -> IncomingTransfer:
        """Want money sent back to its payer. Raises SuspenseNotFound, SuspenseNotOpen."""
        return await self._said(
            bank_reference, request, lambda transfer: propose_return(transfer, note, by)
        )

    async def approve_return(
        self, bank_reference: str, by: str, request: RequestKey
    ) -> IncomingTransfer:
        """Agree. Raises SuspenseNotFound, SuspenseNotOpen, SecondPersonNeeded."""
        return await self._said(
            bank_reference, request, lambda transfer: approve_return(transfer, by)
        )

    async def decline_return(
        self, bank_reference: str, by: str, request: RequestKey
    ) -> IncomingTransfer:
        """Disagree. Raises SuspenseNotFound, SuspenseNotOpen."""
        return await self._said(
            bank_reference, request, lambda transfer: decline_return(transfer, by)
        )

    async def pay_back(self, bank_reference: str) -> None:
        """Pay an agreed return, or learn what became of it, and record it.

        Raises RetryLater while the outcome is unknown. After any crash it goes on with its key.
        """
        transfer = await self._reads.transfer(bank_reference)
        if transfer.state is not TransferState.RETURNING or transfer.return_id is None:
            return
        rail_key = transfer.return_id.hex
        today = await self._books.business_date()
        crash_point("repayment.before_return")
        answer = await self._rail.pay(
            PaymentInstruction(
                end_to_end_id=rail_key,
                amount_minor=transfer.amount_minor,
                card_token=transfer.payer_account,
                execution_date=today,
                currency=transfer.currency,
            )
        )
        crash_point("repayment.returned_not_recorded")
        if answer.outcome not in (Outcome.PAID, Outcome.REFUSED):
            raise RetryLater(self._first_wait_s, longest_delay_s=self._longest_wait_s)
        key, _ = _keys(bank_reference)
        why = answer.reason_code or "NARR"

        def decide(loaded: Loaded) -> Decision[IncomingTransfer]:
            now = loaded.get(key)
            if answer.outcome is Outcome.PAID:
                return returned(now, today)
            return return_refused(now, why)

        await self._execute(
            Command(
                origin=Delivery(f"{_CONSUMER}:returned", rail_key),
                keys=(key,),
                decide=decide,
                reply_type=IncomingTransfer,
            )
        )

    async def _said(
        self, bank_reference: str, request: RequestKey, decide: "_Say"
    ) -> IncomingTransfer:
        key, _ = _keys(bank_reference)

        def on_loaded(loaded: Loaded) -> Decision[IncomingTransfer]:
            transfer = loaded.find(key)
            if transfer is None:
                raise SuspenseNotFound(kind="transfer")
            return decide(transfer)

        return await self._execute(
            Command(origin=request, keys=(key,), decide=on_loaded, reply_type=IncomingTransfer)
        )


class _Say(Protocol):
    def __call__(self, transfer: IncomingTransfer, /) -> Decision[IncomingTransfer]: ...


def _is_transfer(entry: StatementEntry) -> bool:
    return entry.direction is Direction.IN and entry.payer is not None


def _keys(bank_reference: str) -> tuple[Key[IncomingTransfer], Key[TransferClaim]]:
    return (
        Key(IncomingTransfer, (bank_reference,)),
        Key(TransferClaim, (bank_reference, MoneyDirection.IN)),
    )
