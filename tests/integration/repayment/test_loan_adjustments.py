"""Staff correct loans on real servers: reasons, two people, books and checker that agree."""

import asyncio
from contextlib import AsyncExitStack
from datetime import date
from typing import Any

import asyncpg
import pytest
from granary.repayment.v1 import collection_service_pb2 as collecting
from granary.repayment.v1 import loan_adjustment_pb2 as adjustments
from granary.repayment.v1 import loan_adjustment_service_pb2 as pb
from granary.repayment.v1 import plan_change_pb2 as plans

from chassis.command import RequestKey
from chassis.crash_points import set_handler
from chassis.errors import DomainError, NotAllowed
from chassis.executor import open_executor
from chassis.ports import new_id, utc_now
from cli.checker.facts import Facts
from cli.checker.invariants import allocation_conserves_money, verify
from cli.checker.service_record import read_service
from cli.checker.suite_facts import _read_repayment
from services.repayment.domain.adjustment_request import Adjustment, AdjustmentKind
from services.repayment.domain.collection import Repayment, RepaymentStatus
from services.repayment.domain.life import replayed
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.following import Following
from services.repayment.plan_change_parts import plan_change_parts
from services.repayment.published_events import announcer
from services.repayment.repository import TABLES
from services.repayment.use_cases.loan_adjustments import Wish
from tests.integration.repayment.clients import Clients
from tests.integration.repayment.suite import Suite
from tests.integration.repayment.waiting import until
from tests.integration.sandbox.conftest import World

FIRST_DUE = date(2026, 12, 23)


def about(loan: Loan, **fields: Any) -> dict[str, Any]:
    return {
        "request_id": str(new_id()),
        "customer_id": str(loan.customer_id),
        "loan_id": str(loan.loan_id),
        "note": "letter of 2026-12-30",
        **fields,
    }


async def approved(staff: Any, asked: adjustments.LoanAdjustment) -> adjustments.LoanAdjustment:
    request = pb.ApproveAdjustmentRequest(
        request_id=str(new_id()),
        customer_id=asked.customer_id,
        adjustment_id=asked.adjustment_id,
    )
    return (await staff.adjusting.ApproveAdjustment(request)).adjustment  # type: ignore[no-any-return]


async def first_instalment_paid(suite: Suite, loan: Loan) -> Repayment:
    await suite.close_until(FIRST_DUE)
    (repayment,) = await suite.settled_collections(loan)
    return repayment


async def reversal(suite: Suite, loan: Loan, clients: Clients, repayment: Repayment) -> Any:
    li, wang = await clients.staff("li"), await clients.staff("wang")
    request = pb.ReverseRepaymentRequest(**about(loan, repayment_id=str(repayment.repayment_id)))
    asked = (await li.adjusting.ReverseRepayment(request)).adjustment
    assert asked.state == adjustments.LOAN_ADJUSTMENT_STATE_PROPOSED
    with pytest.raises(DomainError) as alone:
        await approved(li, asked)
    assert alone.value.reason == "SECOND_PERSON_NEEDED"
    return await approved(wang, asked)


async def small_transfer(suite: Suite, loan: Loan, clients: Clients) -> str:
    """A transfer that one person may record; answers its repayment."""
    fields = {
        "amount_minor": 1_000,
        "currency": "CNY",
        "value_date": "2026-11-24",
        "bank_reference": new_id().hex[:20],
    }
    li = await clients.staff("li")
    await li.adjusting.RecordTransfer(pb.RecordTransferRequest(**about(loan, **fields)))
    return str((await suite.reload(loan)).history[-1].entry_id)


async def the_books_agree(suite: Suite, loan: Loan) -> None:
    """The checker's promises over this service, and the loan against its own history."""
    facts = Facts()
    connection = await asyncpg.connect(suite.url)
    try:
        facts.services["repayment"] = await read_service(connection, "repayment")
        await _read_repayment(connection, facts)
    finally:
        await connection.close()
    # Lending and the rail are not here; a loan without its drawdown is no finding.
    found = [f for f in verify(facts) if f.code != "I4"]
    assert found == []
    assert list(allocation_conserves_money(facts)) == []
    now = await suite.reload(loan)
    assert replayed(now, now.history, now.as_of)[0] == now


async def test_a_repayment_taken_back_by_two_people_is_owed_again_and_refundable(
    suite: Suite, loan: Loan, clients: Clients
) -> None:
    repayment = await first_instalment_paid(suite, loan)

    done = await reversal(suite, loan, clients, repayment)

    assert (done.decided_by, done.amount_minor) == ("wang", 115_000)
    again = await suite.reload(loan)
    assert again.outstanding_principal_minor == 1_000_000
    (taken_back,) = await suite.repayments(loan)
    assert taken_back.status is RepaymentStatus.REVERSED
    books = await suite.books()
    assert books["customer_credit"] == -115_000
    assert (books["loan_principal"], books["interest_receivable"]) == (1_000_000, 15_000)
    await the_books_agree(suite, loan)

    customer = await clients.customer(loan.customer_id)
    held = await customer.collecting.GetCredit(collecting.GetCreditRequest())
    assert held.held_minor == 115_000
    await suite.close_until(date(2026, 12, 26))
    reconciled = await suite.ledger.reconciliations.reconciliation(date(2026, 12, 24))
    assert reconciled is not None
    assert reconciled.differences == ()


@pytest.mark.parametrize(
    "point", ["repayment.adjustment_before_commit", "repayment.adjustment_not_answered"]
)
async def test_a_death_around_a_correction_leaves_it_done_once_or_not_at_all(
    suite: Suite, loan: Loan, clients: Clients, point: str
) -> None:
    repayment = await first_instalment_paid(suite, loan)
    staff = await clients.staff("li")
    part = adjustments.CHARGE_PART_INTEREST
    await reversal(suite, loan, clients, repayment)
    request = pb.WaiveChargesRequest(**about(loan, amount_minor=4_000, part=part))
    deaths: list[str] = []

    def die_once(passed: str) -> None:
        if passed == point and not deaths:
            deaths.append(passed)
            raise RuntimeError(passed)

    set_handler(die_once)
    try:
        with pytest.raises(DomainError):
            await staff.adjusting.WaiveCharges(request)
    finally:
        set_handler(None)
    done = (await staff.adjusting.WaiveCharges(request)).adjustment

    assert deaths == [point]
    assert done.state == adjustments.LOAN_ADJUSTMENT_STATE_DONE
    assert (await suite.reload(loan)).owed(FIRST_DUE).interest_minor == 11_000
    await the_books_agree(suite, loan)


async def test_money_that_came_by_transfer_counts_from_its_day_once(
    suite: Suite, loan: Loan, clients: Clients, world: World
) -> None:
    await world.fault("debit", "reject", count=5, reason="AC04")
    await suite.close_until(date(2026, 12, 30))
    assert (await suite.reload(loan)).status is LoanStatus.OVERDUE
    li, wang = await clients.staff("li"), await clients.staff("wang")
    fields = {
        "amount_minor": 120_000,
        "currency": "CNY",
        "value_date": "2026-12-23",
        "bank_reference": "TR-20261223-7",
        "is_from_third_party": True,
    }

    asked = (
        await li.adjusting.RecordTransfer(pb.RecordTransferRequest(**about(loan, **fields)))
    ).adjustment
    await approved(wang, asked)

    after = await suite.reload(loan)
    assert (after.status, after.outstanding_principal_minor) == (LoanStatus.ACTIVE, 895_000)
    recorded = await suite.repository.repayment(loan.customer_id, after.history[-1].entry_id)
    assert (recorded.origin, recorded.requested_on) == ("TRANSFER", FIRST_DUE)
    assert recorded.is_from_third_party
    await the_books_agree(suite, loan)
    with pytest.raises(DomainError) as twice:
        await li.adjusting.RecordTransfer(pb.RecordTransferRequest(**about(loan, **fields)))
    assert twice.value.reason == "TRANSFER_RECORDED"


async def test_two_processes_that_record_one_transfer_at_once_book_it_once(
    suite: Suite, loan: Loan
) -> None:
    """On two loans, so that only the transfer itself is common to both."""
    other = await suite.open_loan()
    await suite.close_until(date(2026, 11, 24))
    async with AsyncExitStack() as stack:
        processes = [
            plan_change_parts(
                suite.pool,
                execute=Following(executor, executor.execute_many, suite.books_policies),
                repository=suite.repository,
                policies=suite.policies,
                incoming=suite.incoming.money,
                clock=utc_now,
                new_id=new_id,
            ).adjustments
            for executor in [
                await stack.enter_async_context(
                    open_executor(
                        suite.pool,
                        tables=TABLES,
                        announce=announcer(utc_now),
                        clock=utc_now,
                        new_id=new_id,
                    )
                )
                for _ in range(2)
            ]
        ]
        for number in range(5):
            transfer = Adjustment(
                AdjustmentKind.TRANSFER,
                amount_minor=1_000,
                value_date=date(2026, 11, 24),
                bank_reference=f"TR-AT-ONCE-{number}",
            )
            outcomes = await asyncio.gather(
                *(
                    adjustments.ask(
                        Wish(one.customer_id, one.loan_id, transfer, "letter", by),
                        RequestKey(f"staff:{by}", new_id(), b"body"),
                    )
                    for adjustments, one, by in zip(
                        processes * 2, [loan, other, other, loan], "abcd", strict=True
                    )
                ),
                return_exceptions=True,
            )
            done = [o for o in outcomes if not isinstance(o, BaseException)]
            refused = [o for o in outcomes if isinstance(o, BaseException)]
            assert len(done) == 1
            assert [getattr(e, "reason", repr(e)) for e in refused] == ["TRANSFER_RECORDED"] * 3
    assert (await suite.books())["bank_clearing"] == 5_000 - 2 * 1_000_000
    for one in (loan, other):
        await the_books_agree(suite, one)


async def test_two_people_who_take_one_repayment_back_at_once_take_it_back_once(
    suite: Suite, loan: Loan, clients: Clients
) -> None:
    await suite.close_until(date(2026, 11, 24))
    repayment = await small_transfer(suite, loan, clients)
    staff = [await clients.staff(name) for name in ("li", "wang", "zhao")]
    fields = {"repayment_id": repayment}

    outcomes = await asyncio.gather(
        *(
            one.adjusting.ReverseRepayment(pb.ReverseRepaymentRequest(**about(loan, **fields)))
            for one in staff
        ),
        return_exceptions=True,
    )

    refused = [o for o in outcomes if isinstance(o, BaseException)]
    assert [getattr(e, "reason", repr(e)) for e in refused] == ["REPAYMENT_NOT_POSTED"] * 2
    assert (await suite.books())["customer_credit"] == -1_000
    await the_books_agree(suite, loan)


async def test_a_loan_is_not_written_off_early_and_no_undisclosed_fee_is_charged(
    suite: Suite, loan: Loan, clients: Clients
) -> None:
    staff = await clients.staff()
    for attempt, reason in (
        (staff.adjusting.ChargeOff(pb.ChargeOffRequest(**about(loan))), "LOAN_NOT_LATE_ENOUGH"),
        (
            staff.adjusting.ChargeFee(
                pb.ChargeFeeRequest(**about(loan, amount_minor=100, item="service_fee"))
            ),
            "CHARGE_NOT_DISCLOSED",
        ),
    ):
        with pytest.raises(DomainError) as refused:
            await attempt
        assert refused.value.reason == reason
    customer = await clients.customer(loan.customer_id)
    with pytest.raises(NotAllowed):
        await customer.adjusting.ChargeOff(pb.ChargeOffRequest(**about(loan)))


async def test_staff_pause_interest_and_take_it_back_and_requests_are_listed(
    suite: Suite, loan: Loan, clients: Clients
) -> None:
    staff = await clients.staff()
    pause = plans.WantedPlanChange(
        kind=plans.PLAN_CHANGE_KIND_INTEREST_PAUSE, from_on="2026-11-25", to_on="2026-12-04"
    )
    ids = {"customer_id": str(loan.customer_id), "loan_id": str(loan.loan_id)}
    preview = (
        await staff.adjusting.PreviewLoanPlan(pb.PreviewLoanPlanRequest(**ids, change=pause))
    ).preview
    change = pb.ChangeLoanPlanRequest(
        **about(loan, change=pause, preview_hash=preview.preview_hash)
    )
    agreed = (await staff.adjusting.ChangeLoanPlan(change)).plan_change

    assert agreed.cost_change_minor == preview.cost_change_minor == -5_000
    assert (agreed.made_by, agreed.cost_sheet_hash) == ("li", "")
    undo = pb.UndoLoanPlanRequest(
        request_id=str(new_id()), customer_id=ids["customer_id"], change_id=agreed.change_id
    )
    undone = (await staff.adjusting.UndoLoanPlan(undo)).plan_change
    assert undone.undone_by == "li"
    await the_books_agree(suite, loan)

    asked = await staff.adjusting.ListAdjustments(pb.ListAdjustmentsRequest(loan_id=ids["loan_id"]))
    assert list(asked.adjustments) == []


async def test_staff_cannot_set_a_rate_above_the_yearly_cap(
    suite: Suite, loan: Loan, clients: Clients
) -> None:
    staff = await clients.staff()
    ids = {"customer_id": str(loan.customer_id), "loan_id": str(loan.loan_id)}
    rate = plans.WantedPlanChange(
        kind=plans.PLAN_CHANGE_KIND_RATE_CHANGE, from_on="2026-11-25", daily_rate_ppm=657
    )
    await staff.adjusting.PreviewLoanPlan(pb.PreviewLoanPlanRequest(**ids, change=rate))
    rate.daily_rate_ppm = 658  # 24.017 % a year; the contract's cap is 24 %

    for attempt in (
        staff.adjusting.PreviewLoanPlan(pb.PreviewLoanPlanRequest(**ids, change=rate)),
        staff.adjusting.ChangeLoanPlan(
            pb.ChangeLoanPlanRequest(**about(loan, change=rate, preview_hash="0" * 64))
        ),
    ):
        with pytest.raises(DomainError) as refused:
            await attempt
        assert refused.value.reason == "CHARGE_ABOVE_CAP"
        assert refused.value.metadata["most_daily_rate_ppm"] == "657"
    assert (await suite.reload(loan)).history == ()


async def test_a_declined_request_does_nothing(suite: Suite, loan: Loan, clients: Clients) -> None:
    repayment = await first_instalment_paid(suite, loan)
    li = await clients.staff("li")
    request = pb.ReverseRepaymentRequest(**about(loan, repayment_id=str(repayment.repayment_id)))
    asked = (await li.adjusting.ReverseRepayment(request)).adjustment
    decline = pb.DeclineAdjustmentRequest(
        request_id=str(new_id()),
        customer_id=asked.customer_id,
        adjustment_id=asked.adjustment_id,
    )

    declined = (await li.adjusting.DeclineAdjustment(decline)).adjustment
    listed = await li.adjusting.ListAdjustments(
        pb.ListAdjustmentsRequest(state=adjustments.LOAN_ADJUSTMENT_STATE_DECLINED)
    )

    assert declined.state == adjustments.LOAN_ADJUSTMENT_STATE_DECLINED
    assert asked.adjustment_id in {one.adjustment_id for one in listed.adjustments}
    with pytest.raises(DomainError) as ended:
        await approved(await clients.staff("wang"), asked)
    assert ended.value.reason == "ADJUSTMENT_ENDED"
    assert (await suite.reload(loan)).outstanding_principal_minor == 900_000

    async def still_posted() -> bool:
        return (await suite.repayments(loan))[0].status is RepaymentStatus.POSTED

    await until(still_posted)
