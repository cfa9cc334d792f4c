"""Lines change on a real database and bus: by staff, by their customer, and by themselves."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from granary.lending.v1 import credit_line_change_pb2, credit_line_pb2, lending_service_pb2
from granary.lending.v1 import credit_line_service_pb2 as pb
from granary.lending.v1.credit_line_service_pb2_grpc import (
    CreditLineInternalServiceStub,
    CreditLineServiceStub,
)
from granary.lending.v1.lending_service_pb2_grpc import LendingServiceStub
from granary.repayment.v1.delinquency_pb2 import DelinquencyBucketChanged
from granary.repayment.v1.events_pb2 import BusinessDayClosed

from chassis.command import Delivery
from chassis.errors import DomainError, NotFound
from chassis.event_bus import connect
from chassis.grpc_client import PeerChannel
from chassis.grpc_server import grpc_server
from chassis.ports import new_id
from services.lending import grpc_api
from services.lending.domain.credit_line import LineStatus
from services.lending.domain.errors import CreditLineFrozen, CreditLineNotActive
from services.lending.domain.line_care import BehaviourSeen
from services.lending.domain.line_record import LineChange
from services.lending.domain.line_words import FreezeReason, LimitReason
from services.lending.use_cases.credit_lines import By
from tests.builders.lending import CARD, CUSTOMER, TODAY
from tests.builders.tokens import Issuers
from tests.integration.lending.conftest import World, a_request
from tests.integration.lending.test_events import eventually, publish, serving

LOAN = UUID(int=44)
STAFF = By("li.ming", LimitReason.STAFF, "a talk on the phone")


async def line_id(world: World) -> UUID:
    found: UUID = (await world.line()).credit_line_id
    return found


async def history(world: World) -> list[LineChange]:
    return await world.lending.lines.changes(CUSTOMER, await line_id(world), before=None, limit=50)


async def late(world: World, days: int) -> None:
    origin = Delivery("lending-follow-up", str(new_id()))
    await world.lending.lines.lateness(CUSTOMER, LOAN, days, origin)


async def next_days(world: World, days: int) -> None:
    """Business days go by, with the look at frozen lines on each."""
    for day in range(1, days + 1):
        opened_on = TODAY + timedelta(days=day)
        await world.lending.days.move_to(opened_on, Delivery("lending-follow-up", str(new_id())))
        await world.lending.lines.review(opened_on)


async def test_a_loan_a_month_late_freezes_every_line_and_is_forgiven_after_a_month_in_order(
    world: World,
) -> None:
    await world.open_line()
    contract = await world.sign()
    await late(world, 8)
    assert (await world.line()).status is LineStatus.OPENED
    await late(world, 31)
    await late(world, 61)

    with pytest.raises(CreditLineNotActive):
        await world.lending.drawdowns.draw(CUSTOMER, contract.contract_id, CARD, a_request())
    with pytest.raises(CreditLineFrozen):
        await world.open_line()
    await late(world, 12)
    await late(world, 0)
    await next_days(world, 29)
    assert (await world.line()).status is LineStatus.FROZEN
    await next_days(world, 30)

    assert (await world.line()).status is LineStatus.OPENED
    assert [it.kind.value for it in await history(world)] == ["UNFROZEN", "FROZEN"]
    assert (await world.announced()).count("CreditLineChanged") == 2


async def test_a_worse_risk_freezes_the_line_of_a_customer(world: World) -> None:
    await world.open_line()
    origin = Delivery("lending-follow-up", str(new_id()))

    await world.lending.lines.behaviour(CUSTOMER, BehaviourSeen(2, 0), origin)

    assert [it.reason for it in (await world.line()).freezes] == [FreezeReason.RISK_WORSE]


async def test_draws_and_lower_limits_at_once_never_pass_the_limit(world: World) -> None:
    await world.open_line()
    contracts = [await world.sign(amount_minor=1_000_000) for _ in range(6)]
    line = await line_id(world)
    lines, drawdowns = world.lending.lines, world.lending.drawdowns

    outcomes = await asyncio.gather(
        *(
            drawdowns.draw(CUSTOMER, contract.contract_id, CARD, a_request())
            for contract in contracts
        ),
        *(
            lines.decrease(CUSTOMER, line, limit, STAFF, a_request())
            for limit in (4_000_000, 3_000_000, 2_000_000)
        ),
        return_exceptions=True,
    )

    assert all(isinstance(it, DomainError) or not isinstance(it, Exception) for it in outcomes)
    after = await world.line()
    assert after.drawn_minor + after.reserved_minor <= after.limit_minor


async def test_a_closed_line_stays_closed_and_is_no_longer_counted(world: World) -> None:
    await world.open_line()

    await world.lending.lines.close(CUSTOMER, await line_id(world), STAFF, a_request())

    with pytest.raises(CreditLineNotActive):
        await world.open_line()
    limits = await world.pool.fetchval("select limits from customer_exposure")
    assert limits == "[]"
    with pytest.raises(NotFound):
        await world.lending.lines.close(CUSTOMER, new_id(), STAFF, a_request())


async def test_what_repayment_tells_arrives_over_the_bus(world: World, nats_url: str) -> None:
    await world.open_line()

    async def is_frozen() -> bool:
        return (await world.line()).status is LineStatus.FROZEN

    async def is_given_back() -> bool:
        return (await world.line()).status is LineStatus.OPENED

    def bucket(days: int) -> DelinquencyBucketChanged:
        return DelinquencyBucketChanged(
            customer_id=str(CUSTOMER), loan_id=str(LOAN), days_past_due=days
        )

    def closed(days: int) -> BusinessDayClosed:
        return BusinessDayClosed(opened_on=(TODAY + timedelta(days=days)).isoformat())

    async with connect(nats_url, service="lending") as bus:
        await bus.ensure_streams()
        async with serving(world, bus):
            await publish(bus, bucket(31), CUSTOMER)
            await eventually(is_frozen)
            await publish(bus, bucket(0), CUSTOMER)
            await _noted(world)
            await publish(bus, closed(31))
            await eventually(is_given_back)


async def _noted(world: World) -> None:
    async def is_in_order() -> bool:
        return (await world.line()).freezes[0].in_order_since is not None

    await eventually(is_in_order)


@pytest.fixture
async def channels(world: World, tmp_path: Path) -> AsyncIterator[tuple[PeerChannel, PeerChannel]]:
    """The customer and a member of staff at the RPCs."""
    issuers = Issuers(tmp_path)
    server = grpc_server(
        "127.0.0.1:0",
        grpc_api.registrations(world.lending, world.now),
        area="lending",
        verifier=issuers.verifier(),
    )
    await server.start()
    own, staff = issuers.of_customer(CUSTOMER), issuers.of_staff("li.ming")
    made = [
        PeerChannel(f"127.0.0.1:{server.port}", token=lambda token=token: token)  # type: ignore[misc]
        for token in (own, staff)
    ]
    yield made[0], made[1]
    for channel in made:
        await channel.close()
    await server.stop(0)


async def test_a_higher_limit_needs_the_customers_yes_and_a_lower_one_does_not(
    world: World, channels: tuple[PeerChannel, PeerChannel]
) -> None:
    await world.open_line()
    own, staff = CreditLineServiceStub(channels[0]), CreditLineInternalServiceStub(channels[1])
    named: dict[str, Any] = {
        "customer_id": str(CUSTOMER),
        "credit_line_id": str(await line_id(world)),
    }
    because: dict[str, Any] = {
        "reason": credit_line_change_pb2.LIMIT_REASON_GOOD_REPAYMENT,
        "note": "a year without a late day",
    }

    def request() -> dict[str, str]:
        return {"request_id": str(new_id())}

    offered = await staff.OfferLimitIncrease(
        pb.OfferLimitIncreaseRequest(**request(), **named, **because, limit_minor=7_000_000)
    )
    assert offered.credit_line.limit_minor == 6_000_000
    answer = pb.AnswerLimitOfferRequest(
        **request(),
        credit_line_id=named["credit_line_id"],
        offer_id=offered.credit_line.limit_offer.offer_id,
        accepted=True,
    )
    raised = (await own.AnswerLimitOffer(answer)).credit_line
    again = (await own.AnswerLimitOffer(answer)).credit_line
    lowered = await staff.DecreaseLimit(
        pb.DecreaseLimitRequest(
            **request(),
            **named,
            reason=credit_line_change_pb2.LIMIT_REASON_UNUSED,
            note=because["note"],
            limit_minor=2_000_000,
        )
    )
    listed = await staff.ListCustomerCreditLineChanges(
        pb.ListCustomerCreditLineChangesRequest(**named)
    )
    seen = await own.ListCreditLineChanges(
        pb.ListCreditLineChangesRequest(credit_line_id=named["credit_line_id"], page_size=1)
    )

    assert raised == again
    assert (raised.limit_minor, lowered.credit_line.limit_minor) == (7_000_000, 2_000_000)
    kinds = [credit_line_change_pb2.CreditLineChangeKind.Name(it.kind) for it in listed.changes]
    assert [kind.removeprefix("CREDIT_LINE_CHANGE_KIND_") for kind in kinds] == [
        "DECREASED",
        "INCREASED",
        "INCREASE_OFFERED",
    ]
    assert (listed.changes[0].actor, listed.changes[0].note) == ("li.ming", because["note"])
    assert (seen.changes[0].actor, seen.changes[0].note) == ("", "")
    assert "20,000.00" in seen.changes[0].text_en
    assert seen.next_page_token


async def test_a_customer_freezes_gives_back_and_closes_their_own_line(
    world: World, channels: tuple[PeerChannel, PeerChannel]
) -> None:
    await world.open_line()
    own, staff = CreditLineServiceStub(channels[0]), CreditLineInternalServiceStub(channels[1])
    line = str(await line_id(world))
    by_staff: dict[str, Any] = {
        "customer_id": str(CUSTOMER),
        "credit_line_id": line,
        "reason": credit_line_change_pb2.FREEZE_REASON_FRAUD_SUSPECTED,
        "note": "a call from the bank",
    }

    def asks(kind: type) -> Any:
        return kind(request_id=str(new_id()), credit_line_id=line)

    frozen = await own.FreezeOwnCreditLine(asks(pb.FreezeOwnCreditLineRequest))
    await staff.FreezeCreditLine(pb.FreezeCreditLineRequest(request_id=str(new_id()), **by_staff))
    still = await own.UnfreezeOwnCreditLine(asks(pb.UnfreezeOwnCreditLineRequest))
    usable = await staff.UnfreezeCreditLine(
        pb.UnfreezeCreditLineRequest(request_id=str(new_id()), **by_staff)
    )
    closed = await own.CloseOwnCreditLine(asks(pb.CloseOwnCreditLineRequest))
    found = await LendingServiceStub(channels[0]).ListCreditLines(
        lending_service_pb2.ListCreditLinesRequest()
    )

    assert list(frozen.credit_line.freeze_reasons) == ["CUSTOMER_ASKED"]
    assert list(still.credit_line.freeze_reasons) == ["FRAUD_SUSPECTED"]
    assert usable.credit_line.status == credit_line_pb2.CREDIT_LINE_STATUS_ACTIVE
    assert closed.credit_line.status == credit_line_pb2.CREDIT_LINE_STATUS_CLOSED
    assert [it.status for it in found.credit_lines] == [credit_line_pb2.CREDIT_LINE_STATUS_CLOSED]
    with pytest.raises(DomainError):
        await staff.CloseCreditLine(
            pb.CloseCreditLineRequest(
                request_id=str(new_id()),
                customer_id=str(CUSTOMER),
                credit_line_id=line,
                reason=credit_line_change_pb2.LIMIT_REASON_UNUSED,
                note="twice",
            )
        )
