"""Looks at loans on a real database: from the payout to a misuse that freezes every line."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from granary.lending.v1 import post_loan_check_pb2
from granary.lending.v1 import post_loan_service_pb2 as pb
from granary.lending.v1.post_loan_service_pb2_grpc import (
    PostLoanInternalServiceStub,
    PostLoanServiceStub,
)

from chassis.command import Delivery
from chassis.errors import NotFound
from chassis.grpc_client import PeerChannel
from chassis.grpc_server import grpc_server
from chassis.ports import new_id
from services.lending import grpc_api
from services.lending.domain.credit_line import LineStatus
from services.lending.domain.line_words import FreezeReason
from tests.builders.lending import CUSTOMER, TODAY
from tests.builders.tokens import Issuers
from tests.integration.lending.conftest import World

LOAN = UUID(int=44)


def delivery() -> Delivery:
    return Delivery("lending-follow-up", str(new_id()))


async def a_large_loan(world: World) -> None:
    """Someone with a line whose loan of 40,000.00 the plan looks at."""
    await world.open_line()
    line = await world.line()
    await world.lending.checks.open(CUSTOMER, LOAN, line.credit_line_id, 4_000_000, delivery())


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


def a_record(outcome: Any) -> pb.RecordPostLoanLookRequest:
    return pb.RecordPostLoanLookRequest(
        request_id=str(new_id()),
        customer_id=str(CUSTOMER),
        loan_id=str(LOAN),
        outcome=outcome,
        note="compared with the invoice",
    )


def an_evidence() -> pb.GiveFundsEvidenceRequest:
    return pb.GiveFundsEvidenceRequest(
        request_id=str(new_id()),
        loan_id=str(LOAN),
        evidence=[
            post_loan_check_pb2.FundsEvidenceForm(
                payee="示例旅行社", amount_minor=3_900_000, paid_on="2026-11-24", note="团费"
            )
        ],
    )


async def test_a_loan_is_looked_at_on_its_day_and_its_customer_shows_what_it_was_for(
    world: World, channels: tuple[PeerChannel, PeerChannel]
) -> None:
    await a_large_loan(world)
    own, staff = PostLoanServiceStub(channels[0]), PostLoanInternalServiceStub(channels[1])
    nothing_yet = await staff.ListDuePostLoanChecks(pb.ListDuePostLoanChecksRequest())
    await world.lending.days.move_to(TODAY + timedelta(days=30), delivery())

    due = await staff.ListDuePostLoanChecks(pb.ListDuePostLoanChecksRequest())
    shown = (await own.GiveFundsEvidence(an_evidence())).check
    looked = await staff.RecordPostLoanLook(
        a_record(post_loan_check_pb2.POST_LOAN_CHECK_OUTCOME_IN_ORDER)
    )
    (seen,) = (await own.ListPostLoanChecks(pb.ListPostLoanChecksRequest())).checks

    assert list(nothing_yet.checks) == []
    assert [check.loan_id for check in due.checks] == [str(LOAN)]
    assert [evidence.payee for evidence in shown.evidence] == ["示例旅行社"]
    assert looked.check.looks[0].staff_name == "li.ming"
    assert (seen.looks[0].staff_name, seen.looks[0].note) == ("", "")
    assert seen.due_on == (TODAY + timedelta(days=120)).isoformat()
    await world.lending.checks.end(CUSTOMER, LOAN, delivery())
    assert (await world.announced())[-4:] == [
        "PostLoanCheckOpened",
        "FundsEvidenceGiven",
        "PostLoanCheckRecorded",
        "PostLoanCheckEnded",
    ]


async def test_misuse_freezes_the_customers_lines_in_the_same_commit(
    world: World, channels: tuple[PeerChannel, PeerChannel]
) -> None:
    await a_large_loan(world)
    staff = PostLoanInternalServiceStub(channels[1])
    request = a_record(post_loan_check_pb2.POST_LOAN_CHECK_OUTCOME_MISUSED)

    first = await staff.RecordPostLoanLook(request)
    again = await staff.RecordPostLoanLook(request)

    line = await world.line()
    assert first == again
    assert first.check.status == post_loan_check_pb2.POST_LOAN_CHECK_STATUS_RECALLED
    assert line.status is LineStatus.FROZEN
    assert [(it.reason, it.about) for it in line.freezes] == [
        (FreezeReason.FUNDS_MISUSED, str(LOAN))
    ]
    assert (await world.announced())[-2:] == ["PostLoanCheckRecorded", "CreditLineChanged"]


async def test_a_loan_nobody_asks_about_needs_no_evidence(
    world: World, channels: tuple[PeerChannel, PeerChannel]
) -> None:
    await world.open_line()

    with pytest.raises(NotFound):
        await PostLoanServiceStub(channels[0]).GiveFundsEvidence(an_evidence())
    with pytest.raises(NotFound):
        await PostLoanInternalServiceStub(channels[1]).RecordPostLoanLook(
            a_record(post_loan_check_pb2.POST_LOAN_CHECK_OUTCOME_IN_ORDER)
        )
    await world.lending.checks.end(CUSTOMER, LOAN, delivery())
