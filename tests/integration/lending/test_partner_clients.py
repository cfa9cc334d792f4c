"""What lending hears from its partners over the wire, and what it makes of silence."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from granary.identity.v1 import customer_pb2
from granary.identity.v1 import identity_service_pb2 as identity_pb
from granary.identity.v1 import identity_service_pb2_grpc as identity_rpc
from granary.monitoring.v1 import monitoring_service_pb2 as monitoring_pb
from granary.monitoring.v1 import monitoring_service_pb2_grpc as monitoring_rpc
from granary.monitoring.v1 import verdict_pb2
from granary.repayment.v1 import repayment_service_pb2 as repayment_pb
from granary.repayment.v1 import repayment_service_pb2_grpc as repayment_rpc

from chassis.bank_rail import BankRail, Outcome, RailAnswer
from chassis.contract_values import timestamp
from chassis.errors import NotFound, Unavailable
from chassis.grpc_client import PeerChannel
from chassis.grpc_server import grpc_server
from chassis.personal import Personal
from services.lending.bank_rail_client import PayoutRailClient
from services.lending.credit_bureau_client import CreditBureauClient
from services.lending.domain.drawdown import (
    OwnCard,
    PaymentAnswer,
    PaymentOutcome,
    PayoutCard,
    VerdictOutcome,
)
from services.lending.domain.errors import CreditBureauUnavailable
from services.lending.domain.product import AssuranceLevel
from services.lending.identity_client import IdentityClient
from services.lending.monitoring_client import MonitoringClient
from services.lending.proto_mapping import schedule_to_proto
from services.lending.repayment_client import RepaymentClient
from services.lending.use_cases.partners import Person
from tests.builders.lending import (
    CARD,
    CUSTOMER,
    NOW,
    TODAY,
    VERDICT,
    a_drawdown,
    a_schedule,
    some_terms,
)
from tests.builders.tokens import Issuers
from tests.integration.sandbox.conftest import SandboxProcess

CONSENT = UUID("0198b3c2-0000-7000-8000-0000000000ff")


class Identity(identity_rpc.IdentityInternalServiceServicer):
    async def GetCustomer(self, request: Any, _context: Any) -> Any:
        return identity_pb.GetCustomerResponse(
            customer_id=request.customer_id,
            assurance_level=customer_pb2.ASSURANCE_LEVEL_L1_DATA,
            name="王小明",
            birth_date="1996-05-01",
            is_student=True,
            id_number_masked="1****************X",
        )

    async def GetCard(self, request: Any, _context: Any) -> Any:
        if request.card_id != str(CARD):
            raise NotFound(kind="card")
        return identity_pb.GetCardResponse(
            card_token="card-token",
            holder_name="王小明",
            assurance_level=customer_pb2.ASSURANCE_LEVEL_L1_DATA,
        )

    async def GetPersonForBureau(self, _request: Any, _context: Any) -> Any:
        return identity_pb.GetPersonForBureauResponse(
            name="王小明", id_number="11010119900307900X", consent_id=str(CONSENT)
        )


class Repayment(repayment_rpc.RepaymentInternalServiceServicer):
    async def QuoteSchedule(self, request: Any, _context: Any) -> Any:
        schedule = a_schedule(
            request.principal_minor,
            request.instalments,
            daily_rate_ppm=request.daily_rate_ppm,
            disbursed_on=date.fromisoformat(request.disbursed_on),
        )
        return repayment_pb.QuoteScheduleResponse(rows=schedule_to_proto(schedule))


class Monitoring(monitoring_rpc.MonitoringInternalServiceServicer):
    def __init__(self) -> None:
        self.delay_s = 0.0
        self.asked: list[Any] = []

    async def Screen(self, request: Any, _context: Any) -> Any:
        self.asked.append(request)
        await asyncio.sleep(self.delay_s)
        return monitoring_pb.ScreenResponse(
            verdict=verdict_pb2.Verdict(
                verdict_id=str(VERDICT),
                outcome=verdict_pb2.VERDICT_OUTCOME_STEP_UP,
                reason_codes=["A02"],
                rule_set_version="r7",
                expires_at=timestamp(NOW),
            )
        )


@pytest.fixture
def monitoring() -> Monitoring:
    return Monitoring()


@pytest.fixture
async def channel(monitoring: Monitoring, tmp_path: Path) -> AsyncIterator[PeerChannel]:
    """A connection with lending's token to a process that plays all three peers."""
    issuers = Issuers(tmp_path)
    server = grpc_server(
        "127.0.0.1:0",
        (
            (identity_rpc.add_IdentityInternalServiceServicer_to_server, Identity()),
            (repayment_rpc.add_RepaymentInternalServiceServicer_to_server, Repayment()),
            (monitoring_rpc.add_MonitoringInternalServiceServicer_to_server, monitoring),
        ),
        area="identity",
        verifier=issuers.verifier(),
    )
    await server.start()
    token = issuers("lending").service_token
    async with PeerChannel(f"127.0.0.1:{server.port}", token=token) as channel:
        yield channel
    await server.stop(0)


async def test_identity_tells_who_a_customer_is_and_the_full_name_is_not_kept(
    channel: PeerChannel,
) -> None:
    identity = IdentityClient(channel)

    customer = await identity.customer(CUSTOMER)
    person = await identity.person_for_bureau(CUSTOMER)

    assert customer.assurance_level is AssuranceLevel.L1
    assert customer.birth_date == Personal(date(1996, 5, 1))
    assert customer.is_student
    assert customer.label_masked == "王**（1****************X）"
    assert "小明" not in repr(customer) + repr(person)
    assert person.consent_id == CONSENT


async def test_a_card_that_is_not_the_customers_is_no_card(channel: PeerChannel) -> None:
    identity = IdentityClient(channel)

    own = await identity.payout_card(CUSTOMER, CARD)
    other = await identity.payout_card(CUSTOMER, CONSENT)

    assert own is not None
    assert own == OwnCard(PayoutCard(CARD, "card-token"), AssuranceLevel.L1)
    assert other is None


async def test_repayment_computes_the_schedule(channel: PeerChannel) -> None:
    schedule = await RepaymentClient(channel).schedule(
        some_terms(), daily_rate_ppm=500, disbursed_on=TODAY
    )

    assert schedule == a_schedule()


async def test_monitorings_verdict_is_bound_to_what_was_asked(
    channel: PeerChannel, monitoring: Monitoring
) -> None:
    drawdown = a_drawdown()

    verdict = await MonitoringClient(channel, timeout_s=2).screen(drawdown, CONSENT)

    (asked,) = monitoring.asked
    assert (asked.request_id, asked.drawdown_id) == (str(CONSENT), str(drawdown.drawdown_id))
    assert verdict.outcome is VerdictOutcome.STEP_UP
    assert (verdict.customer_id, verdict.amount_minor, verdict.card_id) == (
        drawdown.customer_id,
        drawdown.amount_minor,
        CARD,
    )
    assert (verdict.reason_codes, verdict.rule_set_version) == (("A02",), "r7")
    assert verdict.expires_at == NOW


async def test_a_verdict_that_does_not_come_in_time_is_no_verdict(
    channel: PeerChannel, monitoring: Monitoring
) -> None:
    monitoring.delay_s = 30

    with pytest.raises(Unavailable):
        await MonitoringClient(channel, timeout_s=0.05).screen(a_drawdown(), CONSENT)


async def test_peers_that_are_away_are_unavailable() -> None:
    async with PeerChannel("127.0.0.1:1") as nowhere:
        with pytest.raises(Unavailable):
            await IdentityClient(nowhere).customer(CUSTOMER)
        with pytest.raises(Unavailable):
            await MonitoringClient(nowhere, timeout_s=0.2).screen(a_drawdown(), CONSENT)


A_PERSON = Person(Personal("王小明"), Personal("11010119900307900X"), CONSENT)


async def test_the_bureaus_report_on_a_synthetic_person_is_read(tmp_path: Path) -> None:
    sandbox = SandboxProcess(tmp_path)
    await sandbox.start()
    try:
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{sandbox.url}/people", params={"count": 1}) as reply:
                person = (await reply.json())["people"][0]
            bureau = CreditBureauClient(session, sandbox.url)

            known = Person(Personal(person["name"]), Personal(person["id_number"]), CONSENT)
            report = await bureau.report(known)
            nobody = await bureau.report(A_PERSON)
    finally:
        await sandbox.stop()

    assert report.report_id.startswith("R")
    assert report.consent_id == CONSENT
    assert report.history_months > 0
    assert report.credit_file is not None
    assert len(report.credit_file.months) == 6
    assert nobody.credit_file is None
    assert (nobody.accounts, nobody.debt_minor, nobody.report_id) == (0, 0, "")


@pytest.mark.parametrize(
    ("status", "body"),
    [(503, "{}"), (404, "{}"), (404, "[]"), (404, "no json"), (200, "{}"), (200, "no json"),
     (403, '{"reason": "NO_CONSENT"}')],
)  # fmt: skip
async def test_an_unclear_answer_of_the_bureau_is_no_report(status: int, body: str) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status, text=body)

    application = web.Application()
    application.router.add_post("/bureau/reports", answer)
    async with TestServer(application) as server, aiohttp.ClientSession() as session:
        bureau = CreditBureauClient(session, str(server.make_url("")))

        with pytest.raises(CreditBureauUnavailable):
            await bureau.report(A_PERSON)


async def test_a_bureau_that_is_slow_or_away_is_unavailable_and_the_error_names_nobody() -> None:
    async def answer(_: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return web.Response()

    application = web.Application()
    application.router.add_post("/bureau/reports", answer)
    async with TestServer(application) as server, aiohttp.ClientSession() as session:
        slow = CreditBureauClient(session, str(server.make_url("")), timeout_s=0.05)
        away = CreditBureauClient(session, "http://127.0.0.1:1")

        for bureau in (slow, away):
            with pytest.raises(CreditBureauUnavailable) as refused:
                await bureau.report(A_PERSON)
            assert "11010119900307900X" not in repr(refused.value) + repr(refused.value.__cause__)


class RailSaying(BankRail):
    """Answers what it is told to, and remembers what it was asked to pay."""

    def __init__(self, answer: RailAnswer | None) -> None:
        self._said = answer
        self.paid: list[Any] = []

    async def pay(self, instruction: Any) -> RailAnswer:
        self.paid.append(instruction)
        assert self._said is not None
        return self._said

    async def payment_status(
        self, end_to_end_id: str, *, expected_amount_minor: int | None = None
    ) -> RailAnswer | None:
        return self._said


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (
            RailAnswer(outcome=Outcome.PAID, booked_on=TODAY),
            PaymentAnswer(PaymentOutcome.PAID, booked_on=TODAY),
        ),
        (
            RailAnswer(outcome=Outcome.REFUSED, reason_code="AC04"),
            PaymentAnswer(PaymentOutcome.REFUSED, reason_code="AC04"),
        ),
        (
            RailAnswer(outcome=Outcome.REFUSED),
            PaymentAnswer(PaymentOutcome.REFUSED, reason_code="NARR"),
        ),
        (RailAnswer(outcome=Outcome.PENDING), PaymentAnswer(PaymentOutcome.UNSETTLED)),
        (RailAnswer(outcome=Outcome.UNKNOWN), PaymentAnswer(PaymentOutcome.UNSETTLED)),
    ],
)
async def test_only_a_clear_answer_of_the_rail_settles_anything(
    said: RailAnswer, heard: PaymentAnswer
) -> None:
    rail = RailSaying(said)
    client = PayoutRailClient(rail)

    answer = await client.pay(a_drawdown())
    asked = await client.status(a_drawdown())

    (instruction,) = rail.paid
    assert answer == asked == heard
    assert instruction.end_to_end_id == a_drawdown().end_to_end_id
    assert instruction.execution_date == a_drawdown().requested_on


async def test_a_key_the_rail_does_not_know_is_told_apart() -> None:
    assert await PayoutRailClient(RailSaying(None)).status(a_drawdown()) is None
