"""Draw on a signed contract, look at drawdowns, take principal back."""

import asyncio
from dataclasses import replace
from uuid import UUID

from chassis.command import Command, Delivery, Execute, Key, Loaded, Origin
from chassis.crash_points import crash_point
from chassis.decision import Decision
from chassis.errors import DomainError, NotFound
from chassis.ports import Clock
from services.lending.domain.borrowing_warning import BorrowingWarning, warning_before
from services.lending.domain.contract import Contract
from services.lending.domain.credit_line import CreditLine
from services.lending.domain.documents import Templates
from services.lending.domain.drawdown import Drawdown, Verdict
from services.lending.domain.events import RepaidPrincipal
from services.lending.domain.payout import (
    RequestDrawdown,
    redraw_line,
    request_drawdown,
    restore_line,
    wanted_drawdown,
)
from services.lending.use_cases.business_days import BusinessDays
from services.lending.use_cases.partners import Identity, Reads
from services.lending.use_cases.payout_runner import PayoutRunner
from services.lending.use_cases.payouts import Payouts


class Drawdowns:
    """What customers and staff do with drawdowns; the payout itself is in `payouts`."""

    def __init__(
        self,
        *,
        execute: Execute,
        reads: Reads,
        identity: Identity,
        days: BusinessDays,
        templates: Templates,
        payouts: Payouts,
        runner: PayoutRunner,
        clock: Clock,
    ) -> None:
        self._execute = execute
        self._reads = reads
        self._identity = identity
        self._days = days
        self._templates = templates
        self._payouts = payouts
        self._runner = runner
        self._clock = clock

    async def draw(
        self,
        customer_id: UUID,
        contract_id: UUID,
        card_id: UUID,
        origin: Origin,
        *,
        warning_sha256: str = "",
        wait_s: float = 0.0,
    ) -> Drawdown:
        """Reserve the amount of a contract and pay it to the customer's own card.

        Returns once nothing more happens by itself, or after `wait_s`, while the payout goes on.
        """
        today, contract, card = await asyncio.gather(
            self._days.today(),
            self._reads.contract(customer_id, contract_id),
            self._identity.payout_card(customer_id, card_id),
        )
        if contract is None:
            raise NotFound(kind="contract")
        command = RequestDrawdown(
            card_id=card_id,
            card=card,
            policy=self._days.policy_on(today, contract.terms.product_code),
            templates=self._templates,
            today=today,
            now=self._clock(),
            warning_sha256=warning_sha256,
        )
        verdict = await self._verdict(command, contract)
        crash_point("lending.draw.screened")
        judged = replace(command, verdict=verdict, now=self._clock())
        contract_key = Key(Contract, (customer_id, contract_id))
        line_key = Key(CreditLine, (customer_id, contract.credit_line_id))

        def decide(loaded: Loaded) -> Decision[Drawdown]:
            return request_drawdown(judged, loaded.get(contract_key), loaded.get(line_key))

        drawdown = await self._execute(Command(origin, (contract_key, line_key), decide, Drawdown))
        crash_point("lending.draw.recorded")
        self._runner.follow(drawdown)
        return await self._runner.outcome(drawdown, wait_s)

    async def borrowing_warning(
        self, customer_id: UUID, contract_id: UUID
    ) -> BorrowingWarning | None:
        """What has to be read before the contract is drawn on as the line stands now."""
        today, contract = await asyncio.gather(
            self._days.today(), self._reads.contract(customer_id, contract_id)
        )
        if contract is None:
            raise NotFound(kind="contract")
        line = await self._reads.credit_line(customer_id, contract.credit_line_id)
        if line is None:
            raise NotFound(kind="credit_line")
        policy = self._days.policy_on(today, contract.terms.product_code)
        return warning_before(line, contract.terms.amount_minor, policy, self._templates)

    async def _verdict(self, command: RequestDrawdown, contract: Contract) -> Verdict | None:
        """Monitoring's verdict, asked for before anything is stored, so that one commit holds both.

        None when there is none in time, and when the request will be refused anyhow or was made
        before: monitoring counts what it is asked about.
        """
        line = await self._reads.credit_line(contract.customer_id, contract.credit_line_id)
        if line is None:
            return None
        try:
            wanted = wanted_drawdown(command, contract, line)
        except DomainError:
            return None
        return await self._payouts.verdict_on(wanted)

    async def drawdown(self, customer_id: UUID, drawdown_id: UUID) -> Drawdown:
        """Raises NotFound when this customer has no such drawdown."""
        drawdown = await self._reads.drawdown(customer_id, drawdown_id)
        if drawdown is None:
            raise NotFound(kind="drawdown")
        return drawdown

    async def drawdowns(
        self, customer_id: UUID, *, before: UUID | None, limit: int
    ) -> list[Drawdown]:
        """The customer's drawdowns, the newest first, older than the one named."""
        return await self._reads.drawdowns(customer_id, before=before, limit=limit)

    async def restore(
        self, customer_id: UUID, credit_line_id: UUID, repaid: RepaidPrincipal, origin: Delivery
    ) -> None:
        """Principal was repaid: the line can be drawn on by that much again."""
        key = Key(CreditLine, (customer_id, credit_line_id))
        now = self._clock()

        def decide(loaded: Loaded) -> Decision[CreditLine]:
            return restore_line(loaded.get(key), repaid, now)

        await self._execute(Command(origin, (key,), decide, CreditLine))

    async def redraw(
        self, customer_id: UUID, credit_line_id: UUID, restated: RepaidPrincipal, origin: Delivery
    ) -> None:
        """A repayment was taken back: its principal is drawn again."""
        key = Key(CreditLine, (customer_id, credit_line_id))
        now = self._clock()

        def decide(loaded: Loaded) -> Decision[CreditLine]:
            return redraw_line(loaded.get(key), restated, now)

        await self._execute(Command(origin, (key,), decide, CreditLine))
