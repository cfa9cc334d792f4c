"""Plans changed after they were agreed: previewed, applied as previewed, listed, taken back."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from chassis.command import Command, Execute, Key, Loaded, RequestKey
from chassis.decision import Decision
from chassis.ports import Clock, NewId
from services.repayment.domain.agreed_change import (
    AgreedChange,
    ApplyChange,
    apply_change,
    open_date,
    undo_change,
)
from services.repayment.domain.business_day import SUITE, BusinessDay
from services.repayment.domain.errors import LoanNotFound, PlanChangeNotFound
from services.repayment.domain.history import PlanChange
from services.repayment.domain.loan import Loan
from services.repayment.domain.plan_eligibility import require_allowed
from services.repayment.domain.plan_preview import PlanPreview, preview_of
from services.repayment.domain.policy import PolicyRegistry
from services.repayment.use_cases.ports import Books

# Naming the day makes a change wait for the moment in which the date moves, and see the new one.
DAY_KEY = Key(BusinessDay, (SUITE,))


class ChangeReads(Protocol):
    """Reads agreed changes."""

    async def change(self, customer_id: UUID, change_id: UUID) -> AgreedChange:
        """Raises PlanChangeNotFound."""

    async def changes(
        self, customer_id: UUID, loan_id: UUID, older_than: UUID | None, limit: int
    ) -> list[AgreedChange]:
        """The changes of a loan's plan, the newest first."""


@dataclass(frozen=True, slots=True)
class WantedChange:
    """A change somebody looks at or asks for; staff when `by` names them."""

    customer_id: UUID
    loan_id: UUID
    change: PlanChange
    by: str = ""

    @property
    def is_self_service(self) -> bool:
        return not self.by


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What was previewed and is wanted so."""

    preview_hash: str
    cost_sheet_hash: str = ""
    note: str = ""


class PlanChangeUseCases:
    """What customers, and staff for them, do with plans."""

    def __init__(
        self,
        *,
        execute: Execute,
        books: Books,
        reads: ChangeReads,
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

    async def preview(self, wanted: WantedChange) -> PlanPreview:
        """What a change would do now; nothing is changed.

        Raises LoanNotFound, PlanChangeImpossible, RepaymentInProgress, and for customers
        PlanChangeNotAllowed.
        """
        today = await self._books.business_date()
        loan = await self._books.loan(wanted.customer_id, wanted.loan_id)
        preview = preview_of(loan, wanted.change, today)
        if wanted.is_self_service:
            require_allowed(loan, preview, self._policies.on(today).plan_self_service)
        return preview

    async def apply(
        self, wanted: WantedChange, confirmed: Confirmation, request: RequestKey
    ) -> AgreedChange:
        """Make a change as it was previewed; see `apply_change` for what is refused."""
        command = ApplyChange(
            change_id=self._new_id(),
            change=wanted.change,
            preview_hash=confirmed.preview_hash,
            cost_sheet_hash=confirmed.cost_sheet_hash,
            at=self._clock(),
            note=confirmed.note,
            **({} if wanted.is_self_service else {"by": wanted.by}),
            agreed_with_customer=wanted.is_self_service or bool(confirmed.cost_sheet_hash),
        )
        key = Key(Loan, (wanted.customer_id, wanted.loan_id))

        def decide(loaded: Loaded) -> Decision[AgreedChange]:
            today = open_date(loaded.get(DAY_KEY))
            loan = loaded.find(key)
            if loan is None:
                raise LoanNotFound(kind="loan")
            rules = self._policies.on(today).plan_self_service if wanted.is_self_service else None
            return apply_change(loan, command, today, rules)

        return await self._execute(
            Command(origin=request, keys=(DAY_KEY, key), decide=decide, reply_type=AgreedChange)
        )

    async def undo(
        self, customer_id: UUID, change_id: UUID, request: RequestKey, *, by: str = ""
    ) -> AgreedChange:
        """Take a change back; see `undo_change` for what is refused. Staff when `by` names them."""
        agreed = await self._reads.change(customer_id, change_id)
        key = Key(AgreedChange, (customer_id, change_id))
        loan_key = Key(Loan, (customer_id, agreed.loan_id))

        def decide(loaded: Loaded) -> Decision[AgreedChange]:
            today = open_date(loaded.get(DAY_KEY))
            change = loaded.find(key)
            if change is None:
                raise PlanChangeNotFound(kind="plan_change")
            days = None if by else self._policies.on(today).plan_self_service.undo_days
            return undo_change(loaded.get(loan_key), change, today, by or "CUSTOMER", days)

        return await self._execute(
            Command(
                origin=request,
                keys=(DAY_KEY, key, loan_key),
                decide=decide,
                reply_type=AgreedChange,
            )
        )

    async def changes(
        self, customer_id: UUID, loan_id: UUID, older_than: UUID | None, limit: int
    ) -> list[AgreedChange]:
        """What was changed about a loan's plan, the newest first. Raises LoanNotFound."""
        await self._books.loan(customer_id, loan_id)
        return await self._reads.changes(customer_id, loan_id, older_than, limit)
