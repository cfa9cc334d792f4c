"""Those who use the suite: customers with their apps, and staff. None of them gives up."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from granary.identity.v1 import identity_service_pb2 as identity
from granary.identity.v1.identity_service_pb2_grpc import IdentityServiceStub
from granary.lending.v1 import lending_service_pb2 as lending
from granary.lending.v1.contract_pb2 import CONTRACT_STATUS_SIGNED
from granary.lending.v1.lending_service_pb2_grpc import (
    LendingInternalServiceStub,
    LendingServiceStub,
)
from granary.repayment.v1 import repayment_service_pb2 as repayment
from granary.repayment.v1.repayment_service_pb2_grpc import (
    RepaymentInternalServiceStub,
    RepaymentServiceStub,
)

from chassis.call_context import Caller, Role
from chassis.errors import DomainError, TooManyRequests, Unavailable
from sandbox.people import Person
from services.lending.domain.drawdown import Drawdown, DrawdownStatus
from tests.simulation.chaos import Chaos
from tests.simulation.database import Database
from tests.simulation.network import Network
from tests.simulation.services import FIRST_DAY, Phones

DRAWDOWNS_EACH = 2
DAYS_CLOSED = 4
"""Enough for the grace of a loan that is drawn on the first days to end."""
LOOKS_AT_WHAT_IS_LATE = 8
DAY_OF_THE_CALENDAR = 1
DAY_LASTS = {0: (18.0, 26.0), DAY_OF_THE_CALENDAR: (9.0, 15.0)}
"""On the first, customers read and sign before they draw; on the one that is also the calendar's,
debits are tried again at their hours."""
READING_S = 4.0
CHANGES_THEIR_MIND = 0.2


class App:
    """Sends requests again, each under its own id, until it hears an answer."""

    def __init__(self, chaos: Chaos, network: Network, caller: Caller) -> None:
        self._chaos = chaos
        self._network = network
        self._caller = caller

    def stub(self, kind: Any, area: str) -> Any:
        return kind(self._network.channel(area, self._caller))

    async def ask(self, method: Callable[[Any], Awaitable[Any]], request: Any) -> Any:
        """The answer; raises the refusal. A request that changes something gets its id here."""
        if "request_id" in request.DESCRIPTOR.fields_by_name:
            request.request_id = str(self._chaos.new_id())
        while True:
            try:
                return await method(request)
            except (Unavailable, TooManyRequests):
                await self.waits(0.2, 1.5)

    async def waits(self, least_s: float, most_s: float) -> None:
        await asyncio.sleep(least_s + self._chaos.dice.random() * (most_s - least_s))

    def refused(self, error: DomainError) -> None:
        self._chaos.note(f"{self._caller.caller_id} hears {error.reason}")


@dataclass(frozen=True, slots=True)
class Known:
    """A customer once registered."""

    caller: Caller
    card_id: str


async def become_customer(chaos: Chaos, network: Network, phones: Phones, person: Person) -> Known:
    """Log in, agree, register and bind a card."""
    stranger = App(chaos, network, Caller(Role.ANONYMOUS))
    public = stranger.stub(IdentityServiceStub, "identity")
    code = identity.RequestOtpRequest(phone=person.phone, purpose="OTP_PURPOSE_LOGIN")
    await stranger.ask(public.RequestOtp, code)
    log_in = identity.LogInRequest(
        phone=person.phone,
        code=phones.code_for(person.phone),
        device_id=f"device-{person.number}",
        channel="CHANNEL_APP",
    )
    opened = await stranger.ask(public.LogIn, log_in)
    caller = Caller(
        Role.CUSTOMER, customer_id=UUID(opened.customer_id), session_id=opened.access_token
    )
    app = App(chaos, network, caller)
    own = app.stub(IdentityServiceStub, "identity")
    for purpose in ("DATA_PROCESSING", "BUREAU_QUERY", "AUTO_DEBIT"):
        consent = identity.GrantConsentRequest(
            purpose=f"CONSENT_PURPOSE_{purpose}", text_version="2026-08"
        )
        await app.ask(own.GrantConsent, consent)
    form = identity.RegisterRequest(
        name=person.name, id_number=person.id_number, address="测试省测试市测试路一号"
    )
    await app.ask(own.Register, form)
    card = identity.BindCardRequest(card_number=person.card_number, phone=person.phone)
    bound = await app.ask(own.BindCard, card)
    return Known(caller, bound.card.card_id)


class Customer(App):
    """Draws twice and repays now and then."""

    def __init__(
        self,
        chaos: Chaos,
        network: Network,
        known: Known,
        phones: Phones,
        day_closes: asyncio.Event,
    ) -> None:
        super().__init__(chaos, network, known.caller)
        self._phones = phones
        self._day_closes = day_closes
        self._card_id = known.card_id
        self._lending = self.stub(LendingServiceStub, "lending")
        self._repayment = self.stub(RepaymentServiceStub, "repayment")

    async def live(self) -> None:
        """All that this customer does."""
        form = lending.ApplyRequest(
            employer="测试公司",
            occupation="工程师",
            monthly_income_minor=2_500_000,
            purpose="LOAN_PURPOSE_CONSUMPTION",
            truth_declared=True,
        )
        await self.ask(self._lending.Apply, form)
        await asyncio.gather(
            *(self._draws_after(20.0 * number) for number in range(DRAWDOWNS_EACH)),
            self._repays(),
            self._pays_what_is_late(),
        )

    async def _draws_after(self, wait_s: float) -> None:
        await self.waits(wait_s, wait_s + 8.0)
        while True:
            try:
                return await self._draw()
            except DomainError as refusal:
                self.refused(refusal)
                # A quote holds for its business day; after a close it takes a new one.
                if refusal.reason != "QUOTE_EXPIRED":
                    return None

    async def _draw(self) -> None:
        dice, api = self._chaos.dice, self._lending
        wish = lending.QuoteRequest(
            amount_minor=dice.choice((100_000, 250_000, 1_000_000, 2_100_000)),
            instalments=dice.choice((5, 10)),
            method="REPAYMENT_METHOD_EQUAL_PRINCIPAL",
        )
        quote = (await self.ask(api.Quote, wish)).quote
        await self.ask(api.OpenCostSheet, lending.OpenCostSheetRequest(quote_id=quote.quote_id))
        await self.waits(READING_S, READING_S + 2.0)
        confirmed = lending.ConfirmCostSheetRequest(
            quote_id=quote.quote_id, cost_sheet_hash=quote.cost_sheet.hash
        )
        await self.ask(api.ConfirmCostSheet, confirmed)
        await self._agrees_to_clauses(quote.quote_id)
        asked = lending.GetContractDraftRequest(quote_id=quote.quote_id)
        draft = await self.ask(api.GetContractDraft, asked)
        contract = await self._signs(quote.quote_id, draft.contract_hash)
        look = lending.GetBorrowingWarningRequest(contract_id=contract.contract_id)
        warning = await self.ask(api.GetBorrowingWarning, look)
        draw = lending.DrawRequest(
            contract_id=contract.contract_id,
            card_id=self._card_id,
            warning_sha256=warning.warning_sha256,
        )
        drawdown = (await self.ask(api.Draw, draw)).drawdown
        if self._chaos.dice.random() < CHANGES_THEIR_MIND:
            await self.ask(
                api.CancelDrawdown, lending.CancelDrawdownRequest(drawdown_id=drawdown.drawdown_id)
            )

    async def _signs(self, quote_id: str, contract_hash: str) -> Any:
        """Sign with the code that was sent, and wait for the lender's seal."""
        api = self._lending
        wanted = lending.RequestSigningCodeRequest(quote_id=quote_id, contract_hash=contract_hash)
        await self.ask(api.RequestSigningCode, wanted)
        signature = lending.SignContractRequest(
            quote_id=quote_id,
            contract_hash=contract_hash,
            otp_code=self._phones.intent_code_for(contract_hash),
        )
        contract = (await self.ask(api.SignContract, signature)).contract
        shown = lending.GetContractRequest(contract_id=contract.contract_id)
        while contract.status != CONTRACT_STATUS_SIGNED:
            await self.waits(0.2, 1.0)
            contract = (await self.ask(api.GetContract, shown)).contract
        return contract

    async def _agrees_to_clauses(self, quote_id: str) -> None:
        opened = await self.ask(
            self._lending.OpenClauses, lending.OpenClausesRequest(quote_id=quote_id)
        )
        await self.waits(READING_S, READING_S + 1.0)
        seen = [
            lending.ClauseSeen(
                clause=clause.clause,
                hash=clause.hash,
                dwell_ms=opened.min_dwell_ms,
                language="zh-CN",
            )
            for clause in opened.clauses
        ]
        agreed = lending.AcknowledgeClausesRequest(quote_id=quote_id, clauses=seen)
        await self.ask(self._lending.AcknowledgeClauses, agreed)

    async def _repays(self) -> None:
        """Prepay a part, pay what is due, or pay off, as the mood is."""
        for _ in range(4):
            await self._waits_for_a_bad_moment()
            loans = (await self.ask(self._repayment.ListLoans, repayment.ListLoansRequest())).loans
            if loans:
                loan = loans[int(self._chaos.dice.random() * len(loans))]
                try:
                    await self._repay(loan.loan_id)
                except DomainError as refusal:
                    self.refused(refusal)

    async def _pays_what_is_late(self) -> None:
        """Some who are late pay by hand what their card did not give."""
        for _ in range(LOOKS_AT_WHAT_IS_LATE):
            await self.waits(6.0, 10.0)
            loans = (await self.ask(self._repayment.ListLoans, repayment.ListLoansRequest())).loans
            for loan in loans:
                if loan.overdue_minor and self._chaos.dice.random() < 0.7:
                    wish = repayment.RepayRequest(
                        loan_id=loan.loan_id,
                        amount_minor=loan.overdue_minor,
                        card_id=self._card_id,
                        kind="REPAYMENT_KIND_DUE",
                    )
                    try:
                        await self.ask(self._repayment.Repay, wish)
                    except DomainError as refusal:
                        self.refused(refusal)

    async def _waits_for_a_bad_moment(self) -> None:
        """Now and then, or just when a day is being closed and loans fall due."""
        await self.waits(4.0, 9.0)
        if self._chaos.dice.random() < 0.6:
            with suppress(TimeoutError):
                async with asyncio.timeout(12.0):
                    await self._day_closes.wait()
                await self.waits(0.0, 1.5)

    async def _repay(self, loan_id: str) -> None:
        kind = self._chaos.dice.choice(("DUE", "PREPAY", "PAYOFF"))
        quote = repayment.QuotePayoffRequest(loan_id=loan_id)
        total = (await self.ask(self._repayment.QuotePayoff, quote)).total_minor
        amount = (
            total if kind == "PAYOFF" else max(1, total * self._chaos.dice.randint(5, 40) // 100)
        )
        wish = repayment.RepayRequest(
            loan_id=loan_id,
            amount_minor=amount,
            card_id=self._card_id,
            kind=f"REPAYMENT_KIND_{kind}",
        )
        await self.ask(self._repayment.Repay, wish)


class Staff(App):
    """Closes business days and decides what monitoring held."""

    def __init__(
        self,
        chaos: Chaos,
        network: Network,
        lending_database: Database,
        day_closes: asyncio.Event,
    ) -> None:
        super().__init__(chaos, network, Caller(Role.STAFF, name="li.ming"))
        self._day_closes = day_closes
        self._database = lending_database
        self._lending = self.stub(LendingInternalServiceStub, "lending")
        self._repayment = self.stub(RepaymentInternalServiceStub, "repayment")

    async def close_days(self) -> None:
        """Close the first days, one after the other."""
        for number in range(DAYS_CLOSED):
            await self.waits(*DAY_LASTS.get(number, (7.0, 13.0)))
            day: date = FIRST_DAY + timedelta(days=number)
            self._day_closes.set()
            await self._close(repayment.CloseBusinessDayRequest(business_date=day.isoformat()))
            self._day_closes.clear()

    async def _close(self, request: repayment.CloseBusinessDayRequest) -> Any:
        request_id = str(self._chaos.new_id())
        while True:
            request.request_id = request_id
            try:
                return await self._repayment.CloseBusinessDay(request)
            except DomainError as error:
                # Unheard or still running: the same request again, until it is heard.
                self.refused(error)
                if not isinstance(error, (Unavailable, TooManyRequests)) and (
                    error.reason != "CONCURRENT_CHANGE"
                ):
                    raise
                await self.waits(0.3, 2.0)

    async def decide_held(self) -> None:
        """Now and then look at held drawdowns and let most of them go."""
        while True:
            await self.waits(3.0, 9.0)
            for drawdown in self.held():
                decision = "ALLOW" if self._chaos.dice.random() < 0.7 else "REFUSE"
                request = lending.ReleaseHeldDrawdownRequest(
                    customer_id=str(drawdown.customer_id),
                    drawdown_id=str(drawdown.drawdown_id),
                    decision=f"RELEASE_DECISION_{decision}",
                    reason="called the customer",
                )
                try:
                    await self.ask(self._lending.ReleaseHeldDrawdown, request)
                except DomainError as refusal:
                    self.refused(refusal)

    def held(self) -> list[Drawdown]:
        """Staff see them on their screens."""
        drawdowns = self._database.all_of(Drawdown)
        return [drawdown for drawdown in drawdowns if drawdown.status is DrawdownStatus.HELD]
