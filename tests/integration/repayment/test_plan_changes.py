"""Customers change their plans themselves, on real servers."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from granary.repayment.v1 import plan_change_pb2 as plans
from granary.repayment.v1 import plan_change_service_pb2 as pb
from granary.repayment.v1 import repayment_service_pb2

from chassis.errors import Conflict, DomainError, NotFound
from chassis.ports import new_id
from services.repayment.domain.business_day import DayPhase
from services.repayment.domain.collection import RepaymentStatus
from services.repayment.domain.life import replayed
from services.repayment.domain.loan import Loan
from tests.integration.repayment.clients import Clients
from tests.integration.repayment.suite import Suite
from tests.integration.sandbox.conftest import World

TWO_MORE = plans.WantedPlanChange(kind=plans.PLAN_CHANGE_KIND_EXTEND, instalments=2)
TO_THE_28TH = plans.WantedPlanChange(kind=plans.PLAN_CHANGE_KIND_CHANGE_DUE_DAY, due_day=28)


async def previewed(customer: Any, loan: Loan, change: plans.WantedPlanChange) -> plans.PlanPreview:
    request = pb.PreviewPlanChangeRequest(
        loan_id=str(loan.loan_id),
        kind=change.kind,
        due_day=change.due_day,
        instalments=change.instalments,
    )
    return (await customer.plans.PreviewPlanChange(request)).preview  # type: ignore[no-any-return]


def wanted_again(change: plans.PlanChange) -> plans.WantedPlanChange:
    """The change of a preview as it is asked for."""
    return plans.WantedPlanChange(
        kind=change.kind, due_day=change.due_day, instalments=change.instalments
    )


async def applied(
    customer: Any, preview: plans.PlanPreview, request_id: UUID | None = None
) -> plans.AgreedPlanChange:
    request = pb.ApplyPlanChangeRequest(
        request_id=str(request_id or new_id()),
        loan_id=preview.loan_id,
        change=wanted_again(preview.change),
        preview_hash=preview.preview_hash,
        cost_sheet_hash=preview.cost_sheet_hash,
    )
    return (await customer.plans.ApplyPlanChange(request)).plan_change  # type: ignore[no-any-return]


async def shown(customer: Any, loan: Loan) -> list[Any]:
    request = repayment_service_pb2.GetLoanRequest(loan_id=str(loan.loan_id))
    return list((await customer.public.GetLoan(request)).loan.instalments)


async def listed(customer: Any, loan: Loan, **page: Any) -> Any:
    request = pb.ListPlanChangesRequest(loan_id=str(loan.loan_id), **page)
    return await customer.plans.ListPlanChanges(request)


async def test_a_plan_becomes_what_was_previewed_and_its_customer_takes_it_back(
    suite: Suite, loan: Loan, clients: Clients
) -> None:
    customer = await clients.customer(loan.customer_id)
    before = await shown(customer, loan)
    preview, key = await previewed(customer, loan, TWO_MORE), new_id()

    agreed = await applied(customer, preview, key)
    again = await applied(customer, preview, key)

    assert again == agreed
    rows = await shown(customer, loan)
    assert [(r.due_on, r.principal_minor, r.interest_minor) for r in rows] == [
        (r.due_on, r.principal_minor, r.interest_minor) for r in preview.after.rows
    ]
    assert len(rows) == 12
    assert preview.cost_change_minor == sum(r.interest_minor for r in rows) - 83_300
    assert (agreed.made_by, agreed.cost_sheet_hash) == ("CUSTOMER", preview.cost_sheet_hash)

    undo = pb.UndoPlanChangeRequest(request_id=str(new_id()), change_id=agreed.change_id)
    undone = (await customer.plans.UndoPlanChange(undo)).plan_change

    assert (undone.undone_by, undone.undone_on) == ("CUSTOMER", "2026-11-23")
    assert await shown(customer, loan) == before
    (kept,) = (await listed(customer, loan)).plan_changes
    assert kept.before == preview.before
    assert kept.undone_on == "2026-11-23"


async def test_the_next_due_date_is_debited_on_its_new_day(
    suite: Suite, loan: Loan, clients: Clients
) -> None:
    customer = await clients.customer(loan.customer_id)
    agreed = await applied(customer, await previewed(customer, loan, TO_THE_28TH))

    await suite.close_until(date(2026, 12, 27))
    assert await suite.repayments(loan) == []
    await suite.close_until(date(2026, 12, 28))
    (debit,) = await suite.settled_collections(loan)

    first = agreed.after.rows[0]
    assert (debit.amount_minor, first.due_on) == (first.total_minor, "2026-12-28")
    assert first.interest_minor == 17_500
    books = await suite.books()
    assert books["loan_principal"] == 900_000
    assert books.get("interest_receivable", 0) == 0
    now = await suite.reload(loan)
    assert replayed(now, now.history, now.as_of)[0] == now


async def test_a_preview_ends_with_the_state_it_was_made_of(
    suite: Suite, loan: Loan, clients: Clients
) -> None:
    customer = await clients.customer(loan.customer_id)
    preview = await previewed(customer, loan, TWO_MORE)
    await applied(customer, await previewed(customer, loan, TO_THE_28TH))

    with pytest.raises(DomainError) as refused:
        await applied(customer, preview)

    assert refused.value.reason == "PLAN_PREVIEW_STALE"
    assert len((await suite.reload(loan)).history) == 1


async def test_the_new_cost_sheet_has_to_be_confirmed(
    suite: Suite, loan: Loan, clients: Clients
) -> None:
    customer = await clients.customer(loan.customer_id)
    preview = await previewed(customer, loan, TWO_MORE)
    preview.cost_sheet_hash = ""

    with pytest.raises(DomainError) as refused:
        await applied(customer, preview)

    assert refused.value.reason == "COST_NOT_CONFIRMED"
    assert (await suite.reload(loan)).history == ()


async def test_a_preview_says_in_which_way(suite: Suite, loan: Loan, clients: Clients) -> None:
    customer = await clients.customer(loan.customer_id)

    with pytest.raises(DomainError) as refused:
        await previewed(customer, loan, plans.WantedPlanChange(instalments=2))

    assert refused.value.reason == "REQUEST_INVALID"


async def test_nobody_changes_or_sees_the_plan_of_another(
    suite: Suite, loan: Loan, clients: Clients
) -> None:
    customer, stranger = await clients.customer(loan.customer_id), await clients.customer(new_id())
    preview = await previewed(customer, loan, TWO_MORE)
    agreed = await applied(customer, preview)
    undo = pb.UndoPlanChangeRequest(request_id=str(new_id()), change_id=agreed.change_id)

    for attempt in (
        previewed(stranger, loan, TWO_MORE),
        applied(stranger, preview),
        listed(stranger, loan),
        stranger.plans.UndoPlanChange(undo),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert len((await suite.reload(loan)).instalments) == 12


async def test_a_plan_waits_for_a_collection_under_way(
    suite: Suite, loan: Loan, clients: Clients, world: World
) -> None:
    customer = await clients.customer(loan.customer_id)
    preview = await previewed(customer, loan, TWO_MORE)
    await suite.close_until(date(2026, 12, 22))
    await world.fault("debit", "lost", count=3)
    await suite.close_until(date(2026, 12, 23))
    await suite.one_in_state(loan, RepaymentStatus.UNKNOWN)

    for attempt in (previewed(customer, loan, TWO_MORE), applied(customer, preview)):
        with pytest.raises(DomainError) as refused:
            await attempt
        assert refused.value.reason == "REPAYMENT_IN_PROGRESS"


async def test_a_change_during_the_end_of_day_is_refused_and_made_after_it(
    suite: Suite, loan: Loan, clients: Clients
) -> None:
    customer = await clients.customer(loan.customer_id)

    async def insist() -> tuple[set[str], plans.AgreedPlanChange]:
        refusals: set[str] = set()
        while True:
            try:
                preview = await previewed(customer, loan, TWO_MORE)
                return refusals, await applied(customer, preview)
            except DomainError as refused:
                refusals.add(refused.reason)

    await suite.pool.execute("update business_day set phase = 'CLOSING', steps_done = '[]'")
    asking = asyncio.create_task(insist())
    with pytest.raises(Conflict):
        await applied(customer, await previewed(customer, loan, TWO_MORE))
    await suite.close_until(date(2026, 11, 26))
    refusals, agreed = await asking

    assert "CONCURRENT_CHANGE" in refusals
    assert refusals <= {"CONCURRENT_CHANGE", "PLAN_PREVIEW_STALE"}
    assert agreed.made_on in {"2026-11-24", "2026-11-25", "2026-11-26"}
    assert (await suite.repository.business_day()).phase is DayPhase.OPEN
    now = await suite.reload(loan)
    assert replayed(now, now.history, now.as_of)[0] == now
    assert (await suite.books())["loan_principal"] == 1_000_000


async def test_changes_are_listed_page_by_page_the_newest_first(
    suite: Suite, loan: Loan, clients: Clients
) -> None:
    customer = await clients.customer(loan.customer_id)
    made = [
        (await applied(customer, await previewed(customer, loan, change))).change_id
        for change in (TO_THE_28TH, TWO_MORE)
    ]

    first = await listed(customer, loan, page_size=1)
    second = await listed(customer, loan, page_size=1, page_token=first.next_page_token)

    assert [first.plan_changes[0].change_id, second.plan_changes[0].change_id] == made[::-1]
    assert second.next_page_token == ""
    with pytest.raises(DomainError) as refused:
        await previewed(customer, loan, TWO_MORE)
    assert dict(refused.value.metadata)["why"] == "TOO_OFTEN"
