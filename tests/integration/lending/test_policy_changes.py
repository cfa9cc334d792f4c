"""Changes of the policy on a real database, seen by every process that works on it."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from granary.lending.v1 import lending_service_pb2, policy_change_pb2, product_service_pb2
from granary.lending.v1 import policy_service_pb2 as pb
from granary.lending.v1.lending_service_pb2_grpc import LendingInternalServiceStub
from granary.lending.v1.policy_service_pb2_grpc import PolicyInternalServiceStub
from granary.lending.v1.product_service_pb2_grpc import ProductServiceStub

from chassis.command import Delivery
from chassis.errors import NotFound
from chassis.grpc_client import PeerChannel
from chassis.grpc_server import grpc_server
from chassis.ports import new_id
from services.lending import grpc_api
from services.lending.domain.errors import (
    PolicyChangedMeanwhile,
    PolicyDatesOverlap,
    SecondPersonNeeded,
)
from services.lending.domain.policy_register import PolicyChange, PolicyValue
from services.lending.use_cases.assembly import Lending
from tests.builders.lending import CUSTOMER, TODAY, a_policy
from tests.builders.tokens import Issuers
from tests.integration.lending.conftest import World, a_request

TOMORROW = TODAY + timedelta(days=1)
ANOTHER = UUID(int=77)


def grades(rate_ppm: int) -> str:
    """The grades with another price of the best one, as JSON."""
    found = [asdict(rule) for rule in a_policy().grades]
    found[0]["daily_rate_ppm"] = rate_ppm
    return json.dumps(found)


def a_value(parameter: str = "grades", value_json: str = "", **changes: Any) -> PolicyValue:
    fields: dict[str, Any] = {
        "product_code": "personal_revolving",
        "parameter": parameter,
        "value_json": value_json or grades(290),
        "effective_from": TOMORROW,
        "effective_to": None,
        "source": "a decision of the house",
        "confidence": "choice",
    }
    return PolicyValue(**{**fields, **changes})


async def propose(lending: Lending, *values: PolicyValue) -> PolicyChange:
    return await lending.policy_changes.propose(
        values or (a_value(),), "costs rose", "li.ming", a_request()
    )


async def approve(lending: Lending, change: PolicyChange, by: str = "chen.jing") -> PolicyChange:
    return await lending.policy_changes.approve(change.change_id, by, "agreed", a_request())


async def next_day(world: World) -> None:
    await world.lending.days.move_to(TOMORROW, Delivery("lending-follow-up", str(new_id())))


@pytest.fixture
async def other(world: World) -> Lending:
    """Lending in another process on the same database."""
    first = world.lending
    world.wire(world.execute)
    second, world.lending = world.lending, first
    return second


async def test_a_change_reaches_every_process_without_a_restart_and_after_one(
    world: World, other: Lending
) -> None:
    await approve(world.lending, await propose(world.lending))
    await next_day(world)

    for lending in (world.lending, other):
        assert await lending.days.today() == TOMORROW
        assert lending.days.policies.on(TOMORROW).grades[0].daily_rate_ppm == 290
    world.wire(world.execute)
    await world.lending.days.read_policies()
    assert world.lending.days.policies.on(TOMORROW).grades[0].daily_rate_ppm == 290


async def test_what_was_agreed_under_the_old_policy_keeps_its_terms(world: World) -> None:
    await world.open_line()
    drawdown = await world.draw()
    old_version = drawdown.terms.policy_version
    await approve(
        world.lending,
        await propose(world.lending, a_value(), a_value("penalty_factor_pct", "130")),
    )
    await next_day(world)

    kept = await world.state_of(drawdown)
    contract = await world.lending.contracts.contract(CUSTOMER, drawdown.contract_id)
    line = await world.line()
    await world.open_line(ANOTHER)
    newcomer = await world.line(ANOTHER)

    assert kept.terms == contract.terms == drawdown.terms
    assert (kept.terms.daily_rate_ppm, kept.terms.penalty.factor_pct) == (280, 150)
    assert (line.daily_rate_ppm, line.policy_version) == (280, old_version)
    assert newcomer.daily_rate_ppm == 290
    assert newcomer.policy_version != old_version
    assert newcomer.policy_version.startswith("personal_revolving@2026-11-24#")


async def test_of_two_changes_approved_at_once_one_is_refused_and_nothing_is_lost(
    world: World, other: Lending
) -> None:
    first = await propose(world.lending)
    second = await propose(world.lending, a_value(value_json=grades(295)))

    outcomes = await asyncio.gather(
        approve(world.lending, first), approve(other, second), return_exceptions=True
    )

    refused = [it for it in outcomes if isinstance(it, BaseException)]
    assert [type(it) for it in refused] == [PolicyChangedMeanwhile]
    stored = {change.status for change in await all_changes(world)}
    assert {status.value for status in stored} == {"APPROVED", "PROPOSED"}
    assert (await world.reads.policy_register()).number == 1


async def test_a_refused_change_changes_nothing(world: World) -> None:
    change = await propose(world.lending)

    with pytest.raises(SecondPersonNeeded):
        await approve(world.lending, change, by="li.ming")
    await approve(world.lending, change)
    with pytest.raises(PolicyDatesOverlap):
        await propose(world.lending, a_value(value_json=grades(285)))
    with pytest.raises(NotFound):
        await world.lending.policy_changes.change(new_id())

    assert len(await all_changes(world)) == 1
    assert await world.announced() == ["PolicyChangeProposed", "PolicyChangeApproved"]


async def test_a_rejected_change_never_comes(world: World) -> None:
    change = await propose(world.lending)

    rejected = await world.lending.policy_changes.reject(
        change.change_id, "chen.jing", "not now", a_request()
    )

    assert (rejected.status.value, rejected.decision_reason) == ("REJECTED", "not now")
    assert (await world.reads.policy_register()).number == 0


async def test_a_preview_counts_lines_loans_and_applications(world: World) -> None:
    await world.open_line()
    await world.open_line(ANOTHER)
    drawdown = await world.draw()
    await world.lending.payouts.advance(drawdown)
    change = await propose(world.lending)

    preview = await world.lending.policy_changes.preview(change.change_id, 100)

    (of_a,) = preview.grades
    assert (of_a.grade, of_a.lines, of_a.priced_otherwise, of_a.above_new_limit) == ("A", 2, 2, 0)
    assert (of_a.loans_on_old_terms, of_a.drawn_minor) == (1, 1_000_000)
    (replayed,) = preview.replays
    assert (replayed.applications, replayed.dearer, replayed.approvals_lost) == (2, 2, 0)
    assert [(effect.kind, effect.grade) for effect in preview.adverse] == [("RATE_HIGHER", "A")]


async def test_who_is_to_be_told_of_an_adverse_change_is_listed(world: World) -> None:
    await world.open_line()
    await world.open_line(ANOTHER)
    dearer = await approve(world.lending, await propose(world.lending))
    kinder = await approve(world.lending, await propose(world.lending, a_value("grace_days", "5")))
    changes = world.lending.policy_changes

    told = await changes.notices(dearer.change_id, after=None, limit=10)
    page = await changes.notices(dearer.change_id, after=None, limit=1)
    rest = await changes.notices(dearer.change_id, after=page[0].credit_line_id, limit=10)

    assert {notice.customer_id for notice in told} == {CUSTOMER, ANOTHER}
    assert [*page, *rest] == told
    assert await changes.notices(kinder.change_id, after=None, limit=10) == []


async def all_changes(world: World) -> list[PolicyChange]:
    return await world.lending.policy_changes.changes(before=None, limit=10)


@pytest.fixture
async def staff(world: World, tmp_path: Path) -> AsyncIterator[list[PeerChannel]]:
    """Two members of staff and somebody unknown at the RPCs."""
    issuers = Issuers(tmp_path)
    server = grpc_server(
        "127.0.0.1:0",
        grpc_api.registrations(world.lending, world.now),
        area="lending",
        verifier=issuers.verifier(),
    )
    await server.start()
    tokens = [issuers.of_staff("li.ming"), issuers.of_staff("chen.jing")]
    channels = [
        PeerChannel(f"127.0.0.1:{server.port}", token=lambda token=token: token)  # type: ignore[misc]
        for token in tokens
    ]
    channels.append(PeerChannel(f"127.0.0.1:{server.port}"))
    yield channels
    for channel in channels:
        await channel.close()
    await server.stop(0)


async def test_staff_change_the_policy_through_the_rpcs(
    world: World, staff: list[PeerChannel]
) -> None:
    li, chen = (PolicyInternalServiceStub(channel) for channel in staff[:2])
    await world.open_line()
    request = pb.ProposePolicyChangeRequest(
        request_id=str(new_id()),
        reason="costs rose",
        values=[
            policy_change_pb2.PolicyValue(
                product_code="personal_revolving",
                parameter="grades",
                value_json=grades(290),
                effective_from=TOMORROW.isoformat(),
                source="a decision of the house",
                confidence=policy_change_pb2.POLICY_CONFIDENCE_CHOICE,
            )
        ],
    )

    change = (await li.ProposePolicyChange(request)).change
    again = (await li.ProposePolicyChange(request)).change
    preview = await chen.PreviewPolicyChange(
        pb.PreviewPolicyChangeRequest(change_id=change.change_id, applications=10)
    )
    approval = pb.ApprovePolicyChangeRequest(
        request_id=str(new_id()), change_id=change.change_id, reason="agreed"
    )
    with pytest.raises(Exception, match="Another person"):
        await li.ApprovePolicyChange(approval)
    approved = (await chen.ApprovePolicyChange(approval)).change
    listed = (await li.ListPolicyChanges(pb.ListPolicyChangesRequest())).changes
    notices = (
        await li.ListPolicyNotices(pb.ListPolicyNoticesRequest(change_id=change.change_id))
    ).notices
    products = (
        await ProductServiceStub(staff[2]).ListProducts(product_service_pb2.ListProductsRequest())
    ).products
    values = await li.ListPolicyValues(pb.ListPolicyValuesRequest())
    internal = LendingInternalServiceStub(staff[0])
    announced = (await internal.GetPolicy(lending_service_pb2.GetPolicyRequest())).announced

    assert again == change
    assert preview.preview.grades[0].priced_otherwise == 1
    assert approved.status == policy_change_pb2.POLICY_CHANGE_STATUS_APPROVED
    assert (approved.proposed_by, approved.decided_by) == ("li.ming", "chen.jing")
    assert list(listed) == [approved]
    assert [notice.customer_id for notice in notices] == [str(CUSTOMER)]
    assert "micro_business" in values.product_codes
    assert [product.product_code for product in products] == [
        "micro_business",
        "personal_revolving",
    ]
    assert list(products[0].instalments) == [3, 6, 12]
    assert products[0].needs_business
    assert products[1].highest_daily_rate_ppm == 500
    assert (announced[0].parameter, announced[0].effective_from) == ("grades", "2026-11-24")
    assert '"daily_rate_ppm": 290' in announced[0].value_json
    own = (await li.GetPolicyChange(pb.GetPolicyChangeRequest(change_id=change.change_id))).change
    assert own == approved
    with pytest.raises(Exception, match="approved or rejected already"):
        await chen.RejectPolicyChange(
            pb.RejectPolicyChangeRequest(
                request_id=str(new_id()), change_id=change.change_id, reason="too late"
            )
        )
