"""Partners and the treasury: money between us, eligible spending, claims."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from chassis.command import Command, Execute, Key, Loaded, RequestKey
from chassis.decision import Change, Decision
from chassis.ports import Clock, NewId
from services.repayment.domain.agreed_change import open_date
from services.repayment.domain.errors import AmountImpossible, LoanNotFound
from services.repayment.domain.incoming_transfer import IncomingTransfer
from services.repayment.domain.ledger.policy import BooksPolicyRegistry
from services.repayment.domain.ledger.settlement import (
    Known,
    PartnerAccount,
    Settlement,
    SettlementKind,
    SettlementState,
    approve,
    decline,
    direction_of,
    record,
)
from services.repayment.domain.ledger.subsidy_claim import (
    EligibleSpending,
    SubsidyClaim,
    SubsidyMonth,
)
from services.repayment.domain.loan import Loan
from services.repayment.domain.transfer_claim import MoneyDirection, TransferClaim
from services.repayment.use_cases.plan_changes import DAY_KEY

AT_ONCE = 1_000


class SettlementReads(Protocol):
    """Reads settlements and claims."""

    async def settlement(self, settlement_id: UUID) -> Settlement:
        """Raises SettlementNotFound."""

    async def settlements(
        self, state: SettlementState | None, older: UUID | None, limit: int
    ) -> list[Settlement]:
        """Settlements in a state, the newest first."""

    async def month(self, month: str) -> SubsidyMonth | None:
        """The claims of a month; None when there are none."""

    async def partner_account(self, partner: str) -> PartnerAccount | None:
        """What went between us and a partner; None when nothing did."""

    async def payable_of_loans(self, partner: str) -> int:
        """What its loans made payable to a partner, in minor units."""

    async def claims(self, month: str, after: UUID | None, limit: int) -> list[SubsidyClaim]:
        """The claims of a month by their ids."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a person records."""

    kind: SettlementKind
    party: str
    amount_minor: int
    currency: str
    bank_reference: str
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class PartnerStands:
    """How we stand with a partner."""

    account: PartnerAccount
    of_loans_minor: int
    """What its loans made payable."""


class SettlementUseCases:
    """What staff do with partners and the treasury."""

    def __init__(
        self,
        *,
        execute: Execute,
        reads: SettlementReads,
        policies: BooksPolicyRegistry,
        clock: Clock,
        new_id: NewId,
    ) -> None:
        self._execute = execute
        self._reads = reads
        self._policies = policies
        self._clock = clock
        self._new_id = new_id

    async def record(self, wish: Recorded, request: RequestKey) -> Settlement:
        """Book it, or have it wait for a second person; see `settlement.record`."""
        settlement_id, now = self._new_id(), self._clock()
        keys = _Keys(wish.kind, wish.party, wish.bank_reference)
        of_loans = await self._payable_of_loans(keys)

        def decide(loaded: Loaded) -> Decision[Settlement]:
            today = open_date(loaded.get(DAY_KEY))
            wanted = Settlement(
                settlement_id=settlement_id,
                kind=wish.kind,
                party=wish.party,
                amount_minor=wish.amount_minor,
                currency=wish.currency,
                bank_reference=wish.bank_reference,
                note=wish.note,
                requested_by=wish.by,
                requested_on=today,
                requested_at=now,
            )
            return record(wanted, self._known(keys, loaded, of_loans), today)

        return await self._run(request, (DAY_KEY, *keys.all), decide)

    async def approve(self, settlement_id: UUID, by: str, request: RequestKey) -> Settlement:
        """Agree with what another recorded. Raises SettlementNotFound and what `approve` does."""
        waiting = await self._reads.settlement(settlement_id)
        keys = _Keys(waiting.kind, waiting.party, waiting.bank_reference)
        key = Key(Settlement, (settlement_id,))
        of_loans = await self._payable_of_loans(keys)

        def decide(loaded: Loaded) -> Decision[Settlement]:
            today = open_date(loaded.get(DAY_KEY))
            return approve(loaded.get(key), self._known(keys, loaded, of_loans), by, today)

        return await self._run(request, (DAY_KEY, key, *keys.all), decide)

    async def decline(self, settlement_id: UUID, by: str, request: RequestKey) -> Settlement:
        """Decide against it. Raises SettlementNotFound, SettlementEnded."""
        await self._reads.settlement(settlement_id)
        key = Key(Settlement, (settlement_id,))

        def decide(loaded: Loaded) -> Decision[Settlement]:
            return decline(loaded.get(key), by, open_date(loaded.get(DAY_KEY)))

        return await self._run(request, (DAY_KEY, key), decide)

    async def tell_spending(
        self,
        customer_id: UUID,
        loan_id: UUID,
        principal_minor: int,
        note: str,
        *,
        by: str,
        request: RequestKey,
    ) -> EligibleSpending:
        """Say how much of a loan was spent on what is subsidised; it counts from its next due date.

        What was told before is kept with its evidence.

        Raises LoanNotFound, AmountImpossible for more than the loan.
        """
        loan_key = Key(Loan, (customer_id, loan_id))
        key = Key(EligibleSpending, (customer_id, loan_id))

        def decide(loaded: Loaded) -> Decision[EligibleSpending]:
            today, loan = open_date(loaded.get(DAY_KEY)), loaded.find(loan_key)
            if loan is None:
                raise LoanNotFound(kind="loan")
            if principal_minor > loan.principal_minor:
                raise AmountImpossible
            before = loaded.find(key)
            told = (
                EligibleSpending(customer_id, loan_id, principal_minor, note, by, today)
                if before is None
                else before.told_anew(principal_minor, note, by, today)
            )
            return Decision(told, (Change(told),))

        return await self._execute(
            Command(
                origin=request,
                keys=(DAY_KEY, loan_key, key),
                decide=decide,
                reply_type=EligibleSpending,
            )
        )

    async def settlements(
        self, state: SettlementState | None, older: UUID | None, limit: int
    ) -> list[Settlement]:
        """Settlements in a state, the newest first."""
        return await self._reads.settlements(state, older, limit)

    async def partner_accounts(self) -> list["PartnerStands"]:
        """How we stand with everybody who ever lent with us, by name."""
        return [
            PartnerStands(
                await self._reads.partner_account(partner) or PartnerAccount(partner),
                await self._reads.payable_of_loans(partner),
            )
            for partner in sorted(self._policies.partners_ever)
        ]

    async def month(self, month: str) -> SubsidyMonth:
        """The claims of a month and the treasury's answers."""
        return await self._reads.month(month) or SubsidyMonth(month, "CNY")

    async def claims(self, month: str) -> AsyncIterator[list[SubsidyClaim]]:
        """The claims of a month, piece by piece."""
        last: UUID | None = None
        while piece := await self._reads.claims(month, last, AT_ONCE):
            yield piece
            last = piece[-1].claim_id

    async def _payable_of_loans(self, keys: "_Keys") -> int:
        """Read before the decision: whatever loans do meanwhile counts as after the payment.

        Two payments to one partner meet in its account, which the decision holds.
        """
        if keys.account is None:
            return 0
        return await self._reads.payable_of_loans(str(keys.account.parts[0]))

    def _known(self, keys: "_Keys", loaded: Loaded, of_loans_minor: int) -> Known:
        today = open_date(loaded.get(DAY_KEY))
        return Known(
            partners=self._policies.partners_ever,
            claim=loaded.find(keys.claim) if keys.claim else None,
            month=loaded.find(keys.month) if keys.month else None,
            account=loaded.find(keys.account) if keys.account else None,
            of_loans_minor=of_loans_minor,
            suspended=loaded.find(keys.suspended) if keys.suspended else None,
            four_eyes_above_minor=self._policies.on(today).four_eyes_above_minor,
        )

    async def _run(
        self,
        request: RequestKey,
        keys: tuple[Key[Any], ...],
        decide: Callable[[Loaded], Decision[Settlement]],
    ) -> Settlement:
        return await self._execute(
            Command(origin=request, keys=keys, decide=decide, reply_type=Settlement)
        )


class _Keys:
    """What a settlement is decided on."""

    def __init__(self, kind: SettlementKind, party: str, bank_reference: str) -> None:
        of_treasury = kind in (SettlementKind.SUBSIDY_RECEIVED, SettlementKind.SUBSIDY_REFUSED)
        direction = direction_of(kind)
        claimed = (bank_reference, direction)
        came_in = bank_reference and direction is MoneyDirection.IN
        self.claim = Key(TransferClaim, claimed) if bank_reference else None
        self.month = Key(SubsidyMonth, (party,)) if of_treasury else None
        self.account = None if of_treasury else Key(PartnerAccount, (party,))
        self.suspended = Key(IncomingTransfer, (bank_reference,)) if came_in else None
        named = (self.claim, self.suspended, self.month, self.account)
        self.all: tuple[Key[Any], ...] = tuple(key for key in named if key is not None)
