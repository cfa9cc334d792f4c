"""Open checks of loans, take evidence from customers, keep what staff find."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol
from uuid import UUID

from chassis.command import Command, Delivery, Execute, Key, Loaded, Origin
from chassis.decision import Change, Decision
from chassis.errors import NotFound
from chassis.ports import Clock, NewId
from services.lending.domain import line_care, post_loan
from services.lending.domain.credit_line import CreditLine, LineStatus, credit_line_id_of
from services.lending.domain.line_care import Occasion
from services.lending.domain.line_words import FreezeReason
from services.lending.domain.post_loan_check import (
    CheckOutcome,
    CheckStatus,
    Evidence,
    Look,
    PostLoanCheck,
)
from services.lending.use_cases.business_days import BusinessDays


class PostLoanReads(Protocol):
    """Lending's own tables, read for checks of loans."""

    async def post_loan_check(self, customer_id: UUID, loan_id: UUID) -> PostLoanCheck | None: ...

    async def post_loan_checks(self, customer_id: UUID) -> list[PostLoanCheck]: ...

    async def due_checks(self, on: date, after: UUID | None, limit: int) -> list[PostLoanCheck]: ...


class PostLoanChecks:
    """Looks after loans that were paid out."""

    def __init__(
        self,
        *,
        execute: Execute,
        reads: PostLoanReads,
        days: BusinessDays,
        clock: Clock,
        new_id: NewId,
    ) -> None:
        self._execute = execute
        self._reads = reads
        self._days = days
        self._clock = clock
        self._new_id = new_id

    async def open(
        self, customer_id: UUID, loan_id: UUID, line_id: UUID, amount_minor: int, origin: Delivery
    ) -> None:
        """A loan was paid out: open its check if the plan picks it."""
        today, now = await self._days.today(), self._clock()
        line_key = Key(CreditLine, (customer_id, line_id))

        def decide(loaded: Loaded) -> Decision[bool]:
            line = loaded.get(line_key)
            policy = self._days.policy_on(today, line.product_code)
            check = PostLoanCheck(
                customer_id=customer_id,
                loan_id=loan_id,
                credit_line_id=line_id,
                product_code=line.product_code,
                purpose=line.purpose,
                amount_minor=amount_minor,
                status=CheckStatus.OPEN,
                due_on=today,
                every_days=0,
                policy_version=policy.version,
                opened_at=now,
            )
            return post_loan.open_check(check, policy.post_loan_checks, today)

        await self._execute(Command(origin, (line_key,), decide, bool))

    async def end(self, customer_id: UUID, loan_id: UUID, origin: Delivery) -> None:
        """A loan is settled."""
        key, now = Key(PostLoanCheck, (customer_id, loan_id)), self._clock()

        def decide(loaded: Loaded) -> Decision[bool]:
            check = loaded.find(key)
            if check is None:
                return Decision(reply=False)
            return Decision(reply=True, changes=post_loan.end_check(check, now).changes)

        await self._execute(Command(origin, (key,), decide, bool))

    async def give_evidence(
        self, customer_id: UUID, loan_id: UUID, evidence: Sequence[Evidence], origin: Origin
    ) -> PostLoanCheck:
        """The customer shows what the money was used for. Raises NotFound where nobody asks."""
        key, now = Key(PostLoanCheck, (customer_id, loan_id)), self._clock()
        given = [replace(one, given_at=now) for one in evidence]

        def decide(loaded: Loaded) -> Decision[PostLoanCheck]:
            return post_loan.give_evidence(_found(loaded.find(key)), given)

        return await self._execute(Command(origin, (key,), decide, PostLoanCheck))

    async def record(
        self,
        customer_id: UUID,
        loan_id: UUID,
        outcome: CheckOutcome,
        staff_name: str,
        note: str,
        origin: Origin,
    ) -> PostLoanCheck:
        """Staff found something; misuse freezes every line of the customer in the same commit."""
        today, now = await self._days.today(), self._clock()
        key = Key(PostLoanCheck, (customer_id, loan_id))
        line_keys = [
            Key(CreditLine, (customer_id, credit_line_id_of(customer_id, code)))
            for code in self._days.policies.products
        ]
        look = Look(outcome, staff_name, note, today, now)
        misused = FreezeReason.FUNDS_MISUSED
        occasions = [
            Occasion(self._new_id(), staff_name, misused.value, note, today, now) for _ in line_keys
        ]

        def decide(loaded: Loaded) -> Decision[PostLoanCheck]:
            check = _found(loaded.find(key))
            plan = self._days.policy_on(today, check.product_code).post_loan_checks
            decision = post_loan.record_look(check, look, plan)
            changes: list[Change] = [*decision.changes]
            if outcome is CheckOutcome.MISUSED:
                for line_key, at in zip(line_keys, occasions, strict=True):
                    line = loaded.find(line_key)
                    if line is not None and line.status is not LineStatus.CLOSED:
                        changes += line_care.freeze(line, misused, str(loan_id), at).changes
            return Decision(reply=decision.reply, changes=tuple(changes))

        return await self._execute(Command(origin, (key, *line_keys), decide, PostLoanCheck))

    async def of_customer(self, customer_id: UUID) -> list[PostLoanCheck]:
        """The checks of a customer's loans, the newest first."""
        return await self._reads.post_loan_checks(customer_id)

    async def due(self, *, after: UUID | None, limit: int) -> list[PostLoanCheck]:
        """What is due to be looked at by today, by loan, beginning after the one named."""
        return await self._reads.due_checks(await self._days.today(), after, limit)


def _found(check: PostLoanCheck | None) -> PostLoanCheck:
    if check is None:
        raise NotFound(kind="post_loan_check")
    return check
