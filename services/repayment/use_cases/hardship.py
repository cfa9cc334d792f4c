"""Easier terms for those in hardship: asked for, seen, taken or declined."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.command import Command, Execute, Key, Loaded, RequestKey
from chassis.crash_points import crash_point
from chassis.decision import Decision
from chassis.ports import Clock, NewId
from services.repayment.contact_repository import ContactRepository
from services.repayment.domain.agreed_change import open_date
from services.repayment.domain.errors import LoanNotFound
from services.repayment.domain.late.hardship import (
    AskForRelief,
    HardshipCause,
    HardshipRequest,
    ReliefKind,
    ask_for_relief,
    decline_relief,
)
from services.repayment.domain.late.policy import LatePolicies
from services.repayment.domain.late.relief import TakeRelief, preview_relief, take_relief
from services.repayment.domain.late.standing import LoanStanding
from services.repayment.domain.loan import Loan
from services.repayment.domain.plan_preview import PlanPreview
from services.repayment.use_cases.plan_changes import DAY_KEY
from services.repayment.use_cases.ports import Books


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the customer saw of the offer they take."""

    preview_hash: str = ""
    cost_sheet_hash: str = ""


class Hardship:
    """Offers easier terms to those in hardship."""

    def __init__(
        self,
        *,
        execute: Execute,
        books: Books,
        contacts: ContactRepository,
        policies: LatePolicies,
        clock: Clock,
        new_id: NewId,
    ) -> None:
        self._execute = execute
        self._books = books
        self._contacts = contacts
        self._policies = policies
        self._clock = clock
        self._new_id = new_id

    async def ask(
        self, customer_id: UUID, loan_id: UUID, cause: HardshipCause, request: RequestKey
    ) -> HardshipRequest:
        """Raises LoanNotFound, LoanSettledAlready, HardshipNotEligible."""
        today = await self._books.business_date()
        rules = self._policies.on(today).hardship
        wish = AskForRelief(self._new_id(), cause, today)
        standing_key = Key(LoanStanding, (customer_id, loan_id))
        loan_key = Key(Loan, (customer_id, loan_id))

        def decide(loaded: Loaded) -> Decision[HardshipRequest]:
            loan = loaded.find(loan_key)
            if loan is None:
                raise LoanNotFound(kind="loan")
            return ask_for_relief(loan, loaded.find(standing_key), wish, rules)

        return await self._execute(
            Command(request, (loan_key, standing_key), decide, HardshipRequest)
        )

    async def preview(
        self, customer_id: UUID, hardship_id: UUID, kind: ReliefKind
    ) -> PlanPreview | None:
        """What an offer would do to the plan now; None for one that leaves the plan alone.

        Raises HardshipNotFound, HardshipOfferClosed, PlanChangeImpossible, RepaymentInProgress.
        """
        request = await self._contacts.hardship(customer_id, hardship_id)
        today = await self._books.business_date()
        loan = await self._books.loan(customer_id, request.loan_id)
        return preview_relief(request, kind, loan, today)

    async def accept(
        self,
        customer_id: UUID,
        hardship_id: UUID,
        kind: ReliefKind,
        confirmed: Confirmed,
        request: RequestKey,
    ) -> HardshipRequest:
        """Take an offer as it was shown; the loan has it in the same commit.

        Raises HardshipNotFound, BusinessDayBeingClosed, and what `take_relief` raises.
        """
        found = await self._contacts.hardship(customer_id, hardship_id)
        taking = TakeRelief(
            kind=kind,
            change_id=self._new_id(),
            preview_hash=confirmed.preview_hash,
            cost_sheet_hash=confirmed.cost_sheet_hash,
            at=self._clock(),
        )
        key = Key(HardshipRequest, (customer_id, hardship_id))
        loan_key = Key(Loan, (customer_id, found.loan_id))
        standing_key = Key(LoanStanding, (customer_id, found.loan_id))

        def decide(loaded: Loaded) -> Decision[HardshipRequest]:
            today = open_date(loaded.get(DAY_KEY))
            loan, standing = loaded.get(loan_key), loaded.find(standing_key)
            rules = self._policies.on(today).hardship
            return take_relief(loaded.get(key), loan, standing, taking, today, rules)

        crash_point("repayment.relief_before_commit")
        done = await self._execute(
            Command(request, (DAY_KEY, loan_key, standing_key, key), decide, HardshipRequest)
        )
        crash_point("repayment.relief_not_answered")
        return done

    async def decline(
        self, customer_id: UUID, hardship_id: UUID, request: RequestKey
    ) -> HardshipRequest:
        """Want none of the offers. Raises HardshipNotFound, HardshipOfferClosed."""
        await self._contacts.hardship(customer_id, hardship_id)
        today: date = await self._books.business_date()
        key = Key(HardshipRequest, (customer_id, hardship_id))
        return await self._execute(
            Command(
                request,
                (key,),
                lambda loaded: decline_relief(loaded.get(key), today),
                HardshipRequest,
            )
        )
