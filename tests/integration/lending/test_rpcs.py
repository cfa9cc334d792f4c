"""Lending over gRPC: what customers, staff and services see, and what they are refused."""

from collections.abc import AsyncIterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from granary.lending.v1 import application_pb2, contract_pb2, credit_line_pb2, drawdown_pb2
from granary.lending.v1 import lending_service_pb2 as pb
from granary.lending.v1.credit_decision_service_pb2_grpc import (
    CreditDecisionInternalServiceStub,
    CreditDecisionServiceStub,
)
from granary.lending.v1.lending_service_pb2_grpc import (
    LendingInternalServiceStub,
    LendingServiceStub,
)
from granary.repayment.v1 import schedule_pb2

from chassis.errors import (
    Conflict,
    DomainError,
    InvalidInput,
    NotAllowed,
    NotFound,
    StateForbids,
    Unauthenticated,
)
from chassis.grpc_client import PeerChannel
from chassis.grpc_server import grpc_server
from chassis.ports import new_id
from services.lending import grpc_api
from services.lending.domain.drawdown import VerdictOutcome
from services.lending.domain.product import AssuranceLevel
from tests.builders.lending import CARD, CUSTOMER
from tests.builders.tokens import Issuers
from tests.integration.lending.conftest import World
from tests.integration.lending.partners import CODE

EQUAL_PRINCIPAL = schedule_pb2.REPAYMENT_METHOD_EQUAL_PRINCIPAL
INTEREST_ONLY_BULLET = schedule_pb2.REPAYMENT_METHOD_INTEREST_ONLY_BULLET


def an_id() -> str:
    return str(new_id())


def seen_of(clauses: Any, **changes: Any) -> list[pb.ClauseSeen]:
    """What an app tells after these clauses were on its screen."""
    return [
        pb.ClauseSeen(
            **{
                "clause": clause.clause,
                "hash": clause.hash,
                "dwell_ms": 400,
                "language": "en",
                **changes,
            }
        )
        for clause in clauses
    ]


class App:
    """One caller's two stubs."""

    def __init__(self, channel: PeerChannel, customer_id: UUID = CUSTOMER) -> None:
        self.customer_id = customer_id
        self.public: Any = LendingServiceStub(channel)
        self.internal: Any = LendingInternalServiceStub(channel)
        self.decisions: Any = CreditDecisionServiceStub(channel)
        self.desk: Any = CreditDecisionInternalServiceStub(channel)

    async def apply(self, **changes: Any) -> pb.ApplyResponse:
        request: dict[str, Any] = {
            "request_id": an_id(),
            "employer": "An employer",
            "occupation": "An occupation",
            "monthly_income_minor": 2_820_000,
            "purpose": application_pb2.LOAN_PURPOSE_TRAVEL,
            "truth_declared": True,
            **changes,
        }
        reply: pb.ApplyResponse = await self.public.Apply(pb.ApplyRequest(**request))
        return reply

    async def quote(self, **changes: Any) -> pb.QuoteResponse:
        request: dict[str, Any] = {
            "request_id": an_id(),
            "amount_minor": 1_000_000,
            "instalments": 10,
            "method": EQUAL_PRINCIPAL,
            **changes,
        }
        reply: pb.QuoteResponse = await self.public.Quote(pb.QuoteRequest(**request))
        return reply

    async def compare(self, **changes: Any) -> pb.CompareLoansResponse:
        request = pb.CompareLoansRequest(**{"amount_minor": 1_000_000, **changes})
        reply: pb.CompareLoansResponse = await self.public.CompareLoans(request)
        return reply

    async def sign(self, world: World) -> str:
        """The id of a contract signed after all the steps before it."""
        quote = (await self.quote()).quote
        quote_id, sheet_hash = quote.quote_id, quote.cost_sheet.hash
        await self.public.OpenCostSheet(
            pb.OpenCostSheetRequest(request_id=an_id(), quote_id=quote_id)
        )
        opened = await self.public.OpenClauses(
            pb.OpenClausesRequest(request_id=an_id(), quote_id=quote_id)
        )
        world.ahead += timedelta(seconds=quote.cost_sheet.min_reading_s)
        await self.public.ConfirmCostSheet(
            pb.ConfirmCostSheetRequest(
                request_id=an_id(), quote_id=quote_id, cost_sheet_hash=sheet_hash
            )
        )
        await self.public.AcknowledgeClauses(
            pb.AcknowledgeClausesRequest(
                request_id=an_id(), quote_id=quote_id, clauses=seen_of(opened.clauses)
            )
        )
        draft = await self.public.GetContractDraft(pb.GetContractDraftRequest(quote_id=quote_id))
        await self.public.RequestSigningCode(
            pb.RequestSigningCodeRequest(
                request_id=an_id(), quote_id=quote_id, contract_hash=draft.contract_hash
            )
        )
        signed = await self.public.SignContract(
            pb.SignContractRequest(
                request_id=an_id(),
                quote_id=quote_id,
                contract_hash=draft.contract_hash,
                otp_code=CODE,
            )
        )
        contract_id = UUID(signed.contract.contract_id)
        # What the consumer of agreed contracts does.
        await world.lending.contracts.seal(self.customer_id, contract_id)
        return str(contract_id)

    async def draw(self, contract_id: str, card_id: UUID = CARD) -> Any:
        request = pb.DrawRequest(request_id=an_id(), contract_id=contract_id, card_id=str(card_id))
        return (await self.public.Draw(request)).drawdown


class Callers:
    """Makes callers of any role against one running server."""

    def __init__(self, address: str, issuers: Issuers) -> None:
        self._address = address
        self._issuers = issuers
        self.channels: list[PeerChannel] = []

    def customer(self, customer_id: UUID = CUSTOMER) -> App:
        token = self._issuers.of_customer(customer_id)
        return self._app(lambda: token)

    def staff(self, name: str = "li.ming") -> App:
        token = self._issuers.of_staff(name)
        return self._app(lambda: token)

    def service(self, name: str) -> App:
        token = self._issuers.of_service(name)
        return self._app(lambda: token)

    def nobody(self) -> App:
        return self._app(None)

    def _app(self, token: Any) -> App:
        self.channels.append(PeerChannel(self._address, token=token))
        return App(self.channels[-1])


@pytest.fixture
async def callers(world: World, tmp_path: Path) -> AsyncIterator[Callers]:
    issuers = Issuers(tmp_path)
    server = grpc_server(
        "127.0.0.1:0",
        grpc_api.registrations(world.lending, world.now),
        area="lending",
        verifier=issuers.verifier(),
    )
    await server.start()
    made = Callers(f"127.0.0.1:{server.port}", issuers)
    yield made
    for channel in made.channels:
        await channel.close()
    await server.stop(0)


async def test_a_customer_goes_from_application_to_drawdown(world: World, callers: Callers) -> None:
    app = callers.customer()

    application = (await app.apply()).application
    line = (await app.public.GetCreditLine(pb.GetCreditLineRequest())).credit_line
    contract_id = await app.sign(world)
    drawdown = await app.draw(contract_id)

    assert application.outcome == application_pb2.APPLICATION_OUTCOME_APPROVED
    assert application.credit_line_id == line.credit_line_id
    assert (application.grade, application.daily_rate_ppm) == ("A", 280)
    assert line.status == credit_line_pb2.CREDIT_LINE_STATUS_ACTIVE
    assert line.available_minor == 6_000_000
    assert drawdown.status == drawdown_pb2.DRAWDOWN_STATUS_PAYING
    assert drawdown.contract_id == contract_id
    shown = await app.public.GetDrawdown(pb.GetDrawdownRequest(drawdown_id=drawdown.drawdown_id))
    assert shown.drawdown == drawdown
    again = await app.public.GetApplication(
        pb.GetApplicationRequest(application_id=application.application_id)
    )
    assert again.application == application


async def test_a_quote_shows_the_golden_figures(world: World, callers: Callers) -> None:
    app = callers.customer()
    await app.apply()

    quote = (await app.quote()).quote

    assert quote.total_interest_minor == 46_648
    assert quote.total_repayment_minor == 1_046_648
    assert quote.apr_simple_ppm == 102_200
    assert round(quote.apr_irr_ppm, -2) == 101_800
    assert [row.outstanding_principal_minor for row in quote.schedule][-2:] == [100_000, 0]
    assert (quote.schedule[0].due_on, quote.schedule[0].total_minor) == ("2026-12-23", 108_400)
    assert (quote.penalty_terms.penalty_factor_pct, quote.penalty_terms.grace_days) == (150, 1)
    assert [item.name for item in quote.cost_sheet.items] == [
        "interest",
        "service_fee",
        "prepayment_fee",
        "penalty",
        "paper_statement",
    ]
    assert quote.valid_on == "2026-11-23"


async def test_loans_are_compared_side_by_side_and_nothing_is_stored(
    world: World, callers: Callers
) -> None:
    app = callers.customer()
    with pytest.raises(DomainError) as refused:
        await app.compare()
    assert refused.value.reason == "CREDIT_LINE_MISSING"
    await app.apply()

    offered = await app.compare()
    asked = await app.compare(instalments=[10, 20], methods=[INTEREST_ONLY_BULLET])
    too_much = await app.compare(amount_minor=10**12, methods=[EQUAL_PRINCIPAL])

    assert len(offered.options) == 8
    assert offered.valid_on == "2026-11-23"
    assert offered.options[1].total_interest_minor == 46_648
    assert offered.options[1].affordability.monthly_income_minor == 2_820_000
    assert [option.unavailable_reason for option in asked.options] == [
        "",
        "INSTALMENTS_NOT_OFFERED",
    ]
    assert {option.unavailable_reason for option in too_much.options} == {"AMOUNT_ABOVE_MAXIMUM"}
    assert await world.pool.fetchval("select count(*) from quote") == 0


async def test_the_signed_contract_can_be_read_for_ever(world: World, callers: Callers) -> None:
    app = callers.customer()
    await app.apply()
    contract_id = await app.sign(world)

    shown = await app.public.GetContract(pb.GetContractRequest(contract_id=contract_id))

    contract = shown.contract
    assert sha256(contract.text_zh.encode()).hexdigest() == contract.sha256
    assert (contract.amount_minor, contract.template_version) == (1_000_000, "2026-11")
    assert contract.status == contract_pb2.CONTRACT_STATUS_SIGNED
    file = await app.public.GetContractDocument(
        pb.GetContractDocumentRequest(contract_id=contract_id)
    )
    assert file.document.media_type == "application/pdf"
    assert file.document.sha256 == contract.sealed_sha256
    assert sha256(file.document.content).hexdigest() == contract.sealed_sha256
    asked = pb.GetSigningEvidenceRequest(contract_id=contract_id)
    evidence = (await app.public.GetSigningEvidence(asked)).evidence
    assert evidence.contract == contract
    assert [len(one.hash) for one in evidence.clauses] == [64] * 7
    assert evidence.otp_id
    assert evidence.timestamp_token


async def test_drawdowns_come_in_pages(world: World, callers: Callers) -> None:
    app = callers.customer()
    await app.apply()
    for _ in range(3):
        await app.draw(await app.sign(world))

    first = await app.public.ListDrawdowns(pb.ListDrawdownsRequest(page_size=2))
    last = await app.public.ListDrawdowns(
        pb.ListDrawdownsRequest(page_size=2, page_token=first.next_page_token)
    )

    assert (len(first.drawdowns), len(last.drawdowns), last.next_page_token) == (2, 1, "")
    with pytest.raises(InvalidInput):
        await app.public.ListDrawdowns(pb.ListDrawdownsRequest(page_token="made-up"))


async def refusal(call: Any, kind: type[DomainError]) -> str:
    with pytest.raises(kind) as refused:
        await call
    return refused.value.reason


async def test_every_refusal_names_its_reason_in_the_contract(
    world: World, callers: Callers
) -> None:
    app = callers.customer()
    world.identity.level = AssuranceLevel.L0
    assert await refusal(app.apply(), StateForbids) == "ASSURANCE_TOO_LOW"
    world.identity.level = AssuranceLevel.L1
    world.identity.has_consented = False
    assert await refusal(app.apply(), NotAllowed) == "CONSENT_MISSING"
    world.identity.has_consented = True
    gambling = application_pb2.LOAN_PURPOSE_GAMBLING
    assert await refusal(app.apply(purpose=gambling), InvalidInput) == "PURPOSE_BANNED"
    assert await refusal(app.apply(truth_declared=False), InvalidInput) == "TRUTH_NOT_DECLARED"
    assert await refusal(app.quote(), NotFound) == "CREDIT_LINE_MISSING"
    await app.apply()
    assert await refusal(app.apply(), StateForbids) == "CREDIT_LINE_EXISTS"
    assert await refusal(app.quote(amount_minor=1), InvalidInput) == "AMOUNT_BELOW_MINIMUM"
    assert await refusal(app.quote(amount_minor=4_000_001), InvalidInput) == "AMOUNT_ABOVE_MAXIMUM"
    assert await refusal(app.quote(instalments=7), InvalidInput) == "INSTALMENTS_NOT_OFFERED"
    assert await refusal(app.draw(an_id()), NotFound) == "NOT_FOUND"
    contract_id = await app.sign(world)
    assert await refusal(app.draw(contract_id, new_id()), StateForbids) == "CARD_NOT_BOUND"
    await app.draw(contract_id)
    assert await refusal(app.draw(contract_id), StateForbids) == "CONTRACT_ALREADY_DRAWN"


async def test_signing_is_out_of_reach_without_the_cost_sheet(
    world: World, callers: Callers
) -> None:
    app = callers.customer()
    await app.apply()
    quote = (await app.quote()).quote

    def confirm(sheet_hash: str = quote.cost_sheet.hash) -> Any:
        return app.public.ConfirmCostSheet(
            pb.ConfirmCostSheetRequest(
                request_id=an_id(), quote_id=quote.quote_id, cost_sheet_hash=sheet_hash
            )
        )

    def sign() -> Any:
        return app.public.SignContract(
            pb.SignContractRequest(
                request_id=an_id(),
                quote_id=quote.quote_id,
                contract_hash="0" * 64,
                otp_code=CODE,
            )
        )

    assert await refusal(confirm(), StateForbids) == "COST_SHEET_NOT_OPENED"
    assert await refusal(sign(), StateForbids) == "COST_SHEET_NOT_CONFIRMED"
    await app.public.OpenCostSheet(
        pb.OpenCostSheetRequest(request_id=an_id(), quote_id=quote.quote_id)
    )
    assert await refusal(confirm(), StateForbids) == "COST_SHEET_READ_TOO_SHORT"
    assert await refusal(confirm("0" * 64), StateForbids) == "COST_SHEET_HASH_DIFFERS"
    world.ahead += timedelta(seconds=3)
    await confirm()
    assert await refusal(sign(), StateForbids) == "CLAUSES_NOT_ACKNOWLEDGED"


async def test_signing_is_out_of_reach_before_every_key_clause_is_agreed_to(
    world: World, callers: Callers
) -> None:
    app = callers.customer()
    await app.apply()
    quote, other = (await app.quote()).quote, (await app.quote()).quote

    def agree(clauses: Any, **changes: Any) -> Any:
        return app.public.AcknowledgeClauses(
            pb.AcknowledgeClausesRequest(
                request_id=an_id(), quote_id=quote.quote_id, clauses=seen_of(clauses, **changes)
            )
        )

    async def opened(quote_id: str) -> Any:
        request = pb.OpenClausesRequest(request_id=an_id(), quote_id=quote_id)
        return (await app.public.OpenClauses(request)).clauses

    of_other = await opened(other.quote_id)
    assert await refusal(agree(of_other), StateForbids) == "CLAUSES_NOT_OPENED"
    clauses = await opened(quote.quote_id)
    assert len(clauses) == 7
    assert await refusal(agree(clauses), StateForbids) == "CLAUSE_READ_TOO_SHORT"
    world.ahead += timedelta(seconds=3)
    assert await refusal(agree(of_other), StateForbids) == "CLAUSE_HASH_DIFFERS"
    assert await refusal(agree(clauses, dwell_ms=299), StateForbids) == "CLAUSE_READ_TOO_SHORT"
    assert await refusal(agree(clauses[:1], clause="no_such"), InvalidInput) == "CLAUSE_UNKNOWN"
    first = await agree(clauses[:3])
    rest = await agree(clauses[3:])
    assert list(first.missing) == [clause.clause for clause in clauses[3:]]
    assert list(rest.missing) == []
    stored = await world.reads.quote(CUSTOMER, UUID(quote.quote_id))
    assert stored is not None
    assert [one.dwell_ms for one in stored.clauses.acknowledged] == [400] * 7
    assert {one.sha256 for one in stored.clauses.acknowledged} == {c.hash for c in clauses}


MALFORMED: tuple[dict[str, Any], ...] = (
    {"request_id": "1"},
    {"employer": ""},
    {"monthly_income_minor": -1},
    {"monthly_income_minor": 10**12 + 1},
    {"purpose": 0},
    {"purpose": 99},
    {"occupation": "x" * 51},
    {"employer": "a\0b"},
)


async def test_malformed_applications_are_refused_before_anybody_is_asked(
    world: World, callers: Callers
) -> None:
    app = callers.customer()

    reasons = [await refusal(app.apply(**changes), InvalidInput) for changes in MALFORMED]

    assert set(reasons) == {"REQUEST_INVALID"}
    assert world.bureau.asked == 0


async def test_absurd_amounts_are_refused(world: World, callers: Callers) -> None:
    app = callers.customer()
    await app.apply()

    reasons = [
        await refusal(app.quote(amount_minor=amount_minor), InvalidInput)
        for amount_minor in (0, -1, 10**12 + 1)
    ]

    assert set(reasons) == {"REQUEST_INVALID"}


async def test_a_request_id_with_another_body_is_refused(world: World, callers: Callers) -> None:
    app = callers.customer()
    await app.apply()
    request_id = an_id()
    first = await app.quote(request_id=request_id)

    assert await app.quote(request_id=request_id) == first
    altered = app.quote(request_id=request_id, instalments=5)
    assert await refusal(altered, Conflict) == "REQUEST_ID_REUSED"


async def test_other_peoples_ids_are_not_found(world: World, callers: Callers) -> None:
    app, stranger = callers.customer(), callers.customer(new_id())
    application = (await app.apply()).application
    contract_id = await app.sign(world)
    drawdown = await app.draw(contract_id)

    for call in (
        stranger.public.GetApplication(
            pb.GetApplicationRequest(application_id=application.application_id)
        ),
        stranger.public.GetContract(pb.GetContractRequest(contract_id=contract_id)),
        stranger.public.GetDrawdown(pb.GetDrawdownRequest(drawdown_id=drawdown.drawdown_id)),
        stranger.draw(contract_id),
    ):
        assert await refusal(call, NotFound) == "NOT_FOUND"


async def test_staff_decide_a_held_drawdown_and_services_look(
    world: World, callers: Callers
) -> None:
    world.monitoring.outcome = VerdictOutcome.HOLD
    app, staff = callers.customer(), callers.staff()
    await app.apply()
    drawdown = await app.draw(await app.sign(world))

    released = await staff.internal.ReleaseHeldDrawdown(
        pb.ReleaseHeldDrawdownRequest(
            request_id=an_id(),
            customer_id=str(CUSTOMER),
            drawdown_id=drawdown.drawdown_id,
            decision=pb.RELEASE_DECISION_ALLOW,
            reason="called the customer",
        )
    )
    seen = await callers.service("monitoring").internal.GetDrawdown(
        pb.LendingInternalServiceGetDrawdownRequest(
            customer_id=str(CUSTOMER), drawdown_id=drawdown.drawdown_id
        )
    )

    assert released.drawdown.status == drawdown_pb2.DRAWDOWN_STATUS_PAYING
    assert seen.drawdown.status == drawdown_pb2.DRAWDOWN_STATUS_PAYING


async def test_roles_are_kept_apart(world: World, callers: Callers) -> None:
    released = pb.ReleaseHeldDrawdownRequest(
        request_id=an_id(),
        customer_id=an_id(),
        drawdown_id=an_id(),
        decision=pb.RELEASE_DECISION_ALLOW,
        reason="r",
    )

    for app in (callers.customer(), callers.service("repayment")):
        reason = await refusal(app.internal.ReleaseHeldDrawdown(released), NotAllowed)
        assert reason == "NOT_PERMITTED"
    assert await refusal(callers.staff().apply(), NotAllowed) == "NOT_PERMITTED"
    assert await refusal(callers.nobody().apply(), Unauthenticated) == "UNAUTHENTICATED"


async def test_the_policy_in_force_is_shown_with_its_dates(world: World, callers: Callers) -> None:
    staff = callers.staff()

    policy = (await staff.internal.GetPolicy(pb.GetPolicyRequest())).policy

    assert list(policy.instalments) == [5, 10, 20]
    assert policy.minimum_drawdown.amount_minor == 50_000
    assert [terms.daily_rate_ppm for terms in policy.grades] == [280, 300, 330, 380, 450, 500]
    assert (policy.effective_from, policy.effective_to) == ("2026-11-01", "2027-12-30")
    for day in ("2019-01-01", "2026-02-30"):
        call = staff.internal.GetPolicy(pb.GetPolicyRequest(effective_on=day))
        assert await refusal(call, NotFound) == "NOT_FOUND"
