"""Easier terms on real servers: offered, seen, taken in one commit, or left alone."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from granary.repayment.v1 import collection_contact_service_pb2 as pb
from granary.repayment.v1 import delinquency_pb2 as events
from granary.repayment.v1 import hardship_service_pb2 as hardship_pb
from granary.repayment.v1 import plan_change_service_pb2 as plan_pb
from granary.repayment.v1.plan_change_pb2 import PlanPreview

from chassis.command import RequestKey
from chassis.crash_points import set_handler
from chassis.errors import Conflict, DomainError, StateForbids
from chassis.ports import new_id
from services.repayment.domain.late.hardship import HardshipCause, ReliefKind
from services.repayment.domain.life import replayed
from services.repayment.domain.loan import Loan
from services.repayment.use_cases.hardship import Confirmed
from tests.integration.repayment.clients import Clients
from tests.integration.repayment.suite import Suite
from tests.integration.repayment.test_crashes import BY_CUSTOMERS, Dead, die_at
from tests.integration.repayment.test_late_loans import announced


@pytest.fixture(autouse=True)
def nobody_dies_afterwards() -> Iterator[None]:
    yield
    set_handler(None)


class Customer:
    """Somebody who cannot pay as agreed."""

    def __init__(self, stubs: Any, loan: Loan) -> None:
        self.stubs = stubs
        self.loan = loan

    async def ask(self) -> str:
        asked: pb.AskForReliefResponse = await self.stubs.wishes.AskForRelief(
            pb.AskForReliefRequest(
                request_id=str(new_id()),
                loan_id=str(self.loan.loan_id),
                cause=pb.HARDSHIP_CAUSE_INCOME_LOST,
            )
        )
        return asked.hardship.hardship_id

    async def preview(self, hardship_id: str) -> PlanPreview:
        shown: hardship_pb.PreviewReliefResponse = await self.stubs.hardship.PreviewRelief(
            hardship_pb.PreviewReliefRequest(hardship_id=hardship_id, kind=pb.RELIEF_KIND_DEFERRAL)
        )
        return shown.preview

    async def accept(self, hardship_id: str, preview: PlanPreview | None) -> pb.HardshipRequest:
        taken: pb.AcceptReliefResponse = await self.stubs.wishes.AcceptRelief(
            pb.AcceptReliefRequest(
                request_id=str(new_id()),
                hardship_id=hardship_id,
                kind=pb.RELIEF_KIND_DEFERRAL,
                preview_hash=preview.preview_hash if preview else "",
                cost_sheet_hash=preview.cost_sheet_hash if preview else "",
            )
        )
        return taken.hardship

    async def decline(self, hardship_id: str) -> pb.HardshipRequest:
        ended: hardship_pb.DeclineReliefResponse = await self.stubs.hardship.DeclineRelief(
            hardship_pb.DeclineReliefRequest(request_id=str(new_id()), hardship_id=hardship_id)
        )
        return ended.hardship

    async def changes(self) -> list[Any]:
        request = plan_pb.ListPlanChangesRequest(loan_id=str(self.loan.loan_id))
        return list((await self.stubs.plans.ListPlanChanges(request)).plan_changes)


@pytest.fixture
async def customer(suite: Suite, clients: Clients) -> Customer:
    loan = await suite.open_loan()
    return Customer(await clients.customer(loan.customer_id), loan)


async def test_an_offer_that_is_taken_changes_the_plan_as_it_was_shown_once(
    suite: Suite, customer: Customer
) -> None:
    today = await suite.repository.business_date()
    hardship_id = await customer.ask()
    preview = await customer.preview(hardship_id)

    answers = await asyncio.gather(
        *(customer.accept(hardship_id, preview) for _ in range(3)), return_exceptions=True
    )
    (taken,) = (answer for answer in answers if isinstance(answer, pb.HardshipRequest))
    refused = [answer for answer in answers if isinstance(answer, DomainError)]
    after = await suite.reload(customer.loan)
    (change,) = await customer.changes()
    await suite.close_until(today + timedelta(days=1))

    assert {error.reason for error in refused} == {"HARDSHIP_OFFER_CLOSED"}
    assert len(refused) == 2
    assert str(after.next_due_on) == preview.after.next_due_on == "2027-03-23"
    assert (taken.change_id, taken.taken.size) == (change.change_id, 3)
    assert (change.made_by, change.cost_sheet_hash) == ("HARDSHIP", preview.cost_sheet_hash)
    assert change.after == preview.after
    assert replayed(after, after.history, after.as_of)[0].instalments == after.instalments
    standing = await suite.standings.standing(after.customer_id, after.loan_id)
    assert standing is not None
    assert (standing.asset_class, standing.restructured_on) == ("SPECIAL_MENTION", today)
    (accepted,) = await announced(suite, customer.loan, events.ForbearanceAccepted)
    assert (accepted.relief, accepted.size) == ("DEFERRAL", 3)


async def test_an_offer_taken_unseen_is_refused_and_still_stands(
    suite: Suite, customer: Customer
) -> None:
    hardship_id = await customer.ask()

    with pytest.raises(DomainError) as unseen:
        await customer.accept(hardship_id, None)
    taken = await customer.accept(hardship_id, await customer.preview(hardship_id))

    assert unseen.value.reason == "PLAN_PREVIEW_STALE"
    assert taken.status == pb.HARDSHIP_STATUS_ACCEPTED


async def test_an_offer_that_is_declined_or_over_leaves_the_loan_alone(
    suite: Suite, customer: Customer
) -> None:
    declined, expired = await customer.ask(), await customer.ask()
    preview = await customer.preview(declined)
    before = await suite.reload(customer.loan)

    ended = await customer.decline(declined)
    with pytest.raises(StateForbids) as gone:
        await customer.accept(declined, preview)
    today = await suite.repository.business_date()
    await suite.close_until(today + timedelta(days=8))
    with pytest.raises(StateForbids) as over:
        await customer.accept(expired, preview)

    after = await suite.reload(customer.loan)
    assert ended.status == pb.HARDSHIP_STATUS_DECLINED
    assert gone.value.reason == over.value.reason == "HARDSHIP_OFFER_CLOSED"
    assert (after.instalments, after.history) == (before.instalments, ())
    assert await customer.changes() == []


async def test_while_a_day_is_closed_an_offer_waits(suite: Suite, customer: Customer) -> None:
    hardship_id = await customer.ask()
    preview = await customer.preview(hardship_id)
    await suite.pool.execute("update business_day set phase = 'CLOSING'")

    with pytest.raises(Conflict):
        await customer.accept(hardship_id, preview)

    await suite.pool.execute("update business_day set phase = 'OPEN'")
    assert (await customer.accept(hardship_id, preview)).change_id


@pytest.mark.parametrize("point", BY_CUSTOMERS)
async def test_a_process_that_dies_while_an_offer_is_taken_has_taken_all_of_it_or_nothing(
    suite: Suite, point: str
) -> None:
    loan = await suite.open_loan()
    hardship, key = suite.late.hardship, RequestKey("customer:test", new_id(), b"body")
    asked = await hardship.ask(
        loan.customer_id,
        loan.loan_id,
        HardshipCause.INCOME_LOST,
        RequestKey("customer:test", new_id(), b"body"),
    )
    kind = ReliefKind.DEFERRAL
    preview = await hardship.preview(loan.customer_id, asked.request_id, kind)
    assert preview is not None
    confirmed = Confirmed(preview.preview_hash, preview.cost_sheet_hash)

    async def both() -> tuple[str, int]:
        request = await suite.pool.fetchval("select status from hardship_request")
        return request, len((await suite.reload(loan)).history)

    die_at(point)
    with pytest.raises(Dead):
        await hardship.accept(loan.customer_id, asked.request_id, kind, confirmed, key)
    between = await both()
    again = await hardship.accept(loan.customer_id, asked.request_id, kind, confirmed, key)

    assert between in {("OFFERED", 0), ("ACCEPTED", 1)}
    assert await both() == ("ACCEPTED", 1)
    assert isinstance(again.change_id, UUID)
