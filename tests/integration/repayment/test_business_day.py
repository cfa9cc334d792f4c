"""Closing days: once, in order, one at a time, on from where it stopped, in step with the rail."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.command import RequestKey
from chassis.ports import new_id
from services.repayment.domain.business_day import CLOSING_STEPS, OPENING_STEPS, DayPhase
from services.repayment.domain.collection import RepaymentStatus
from services.repayment.domain.errors import (
    BusinessDayBeingClosed,
    BusinessDayNotOpen,
    CollectionsUnderWay,
)
from services.repayment.domain.loan import Loan
from services.repayment.proto_mapping import paid_drawdown
from tests.integration.repayment.suite import Suite
from tests.integration.repayment.told import FIRST_DAY, a_delivery, a_paid_drawdown
from tests.integration.sandbox.conftest import World, a_payment

NEXT_DAY = FIRST_DAY + timedelta(days=1)
FIRST_DUE = date(2026, 12, 23)


async def test_a_day_closes_once_and_in_order(suite: Suite) -> None:
    report = await suite.jobs.close_business_day(FIRST_DAY)

    assert (report.closed_on, report.opened_on) == (FIRST_DAY, NEXT_DAY)
    assert await suite.repository.business_date() == NEXT_DAY
    with pytest.raises(BusinessDayNotOpen):
        await suite.jobs.close_business_day(FIRST_DAY)
    with pytest.raises(BusinessDayNotOpen):
        await suite.jobs.close_business_day(NEXT_DAY + timedelta(days=1))
    assert await suite.repository.business_date() == NEXT_DAY


async def test_the_same_request_again_gets_the_same_report(suite: Suite) -> None:
    request = RequestKey("staff:li", new_id(), b"close")

    first = await suite.jobs.close_business_day(FIRST_DAY, request)
    again = await suite.jobs.close_business_day(FIRST_DAY, request)

    assert again == first
    assert await suite.repository.business_date() == NEXT_DAY


async def test_two_closes_at_once_are_one_close_and_a_refusal(suite: Suite) -> None:
    outcomes = await asyncio.gather(
        *(suite.jobs.close_business_day(FIRST_DAY) for _ in range(2)), return_exceptions=True
    )

    assert [type(o) for o in outcomes if isinstance(o, Exception)] == [BusinessDayBeingClosed]
    assert await suite.repository.business_date() == NEXT_DAY


async def test_days_close_one_after_the_other_and_each_is_reported(
    suite: Suite, loan: Loan
) -> None:
    seen = [(report.closed_on, left) async for report, left in suite.jobs.close_until(FIRST_DUE)]

    assert seen[0] == (FIRST_DAY, 29)
    assert seen[-1] == (FIRST_DUE - timedelta(days=1), 0)
    assert len(seen) == 30
    report = await suite.queries.report(FIRST_DUE - timedelta(days=1))
    assert report is not None
    assert (report.instalments_due, report.collections_requested) == (1, 1)
    assert report.outstanding_principal_minor == 1_000_000
    assert report.interest_accrued_minor == 500


async def test_the_nights_of_a_period_accrue_its_interest(suite: Suite, loan: Loan) -> None:
    await suite.close_until(FIRST_DUE)

    accrued = await suite.pool.fetchval("select sum(interest_micro) from accrual_total")

    assert accrued == 15_000 * 1_000_000


async def test_the_nights_of_lateness_accrue_its_penalty(
    suite: Suite, loan: Loan, world: World
) -> None:
    await world.fault("debit", "reject", count=9, reason="AM04")
    await suite.close_until(FIRST_DUE)
    await suite.settled_collections(loan)
    await suite.close_until(date(2026, 12, 24))
    await suite.settled_collections(loan, 2)
    await suite.close_until(date(2027, 1, 3))

    rows = await suite.pool.fetch(
        "select business_date, late_minor, penalty_units from accrual_total where late_minor > 0"
    )

    late = await suite.loans.get_loan(loan.customer_id, loan.loan_id)
    total = sum(row["penalty_units"] for row in rows)
    assert len(rows) == 10
    assert round(total / 36_500_000_000) == 658 == late.loan.owed(late.on).penalty_minor


@pytest.mark.parametrize("failing", [*CLOSING_STEPS, *OPENING_STEPS])
async def test_a_close_that_died_in_any_step_goes_on_where_it_stopped(
    suite: Suite, loan: Loan, world: World, failing: str
) -> None:
    await suite.close_until(FIRST_DUE - timedelta(days=1))
    died = await close_dying_after(suite, failing, FIRST_DUE - timedelta(days=1))

    report = await suite.jobs.close_business_day(FIRST_DUE - timedelta(days=1))
    await suite.settled_collections(loan)

    assert died
    assert report.instalments_due == 1
    assert await suite.repository.business_date() == FIRST_DUE
    assert len(await suite.repayments(loan)) == 1
    assert (
        await suite.pool.fetchval(
            "select count(*) from outbox where subject = 'repayment.business_day.closed'"
        )
        == (FIRST_DUE - FIRST_DAY).days
    )


async def close_dying_after(suite: Suite, step: str, on: date) -> bool:
    """Close a day with a step that dies after its work and before it is recorded."""
    steps: dict[str, Any] = dict(suite.jobs._steps)
    work = steps[step]

    async def dies(day: Any) -> int:
        await work(day)
        raise ConnectionResetError

    suite.jobs._steps = steps | {step: dies}
    try:
        await suite.jobs.close_business_day(on)
    except ConnectionResetError:
        return True
    finally:
        suite.jobs._steps = steps
    return False


async def test_books_and_rail_match_when_all_went_well(suite: Suite, loan: Loan) -> None:
    await suite.close_until(FIRST_DUE)
    await suite.settled_collections(loan)
    await suite.close_until(FIRST_DUE + timedelta(days=1))

    first = await suite.ledger.reconciliations.reconciliation(FIRST_DAY)
    due = await suite.ledger.reconciliations.reconciliation(FIRST_DUE)

    assert first is not None
    assert due is not None
    assert (first.matched_count, first.disbursed_minor, first.differences) == (1, 1_000_000, ())
    assert (due.matched_count, due.collected_minor, due.differences) == (1, 115_000, ())


async def test_a_payout_the_rail_does_not_know_is_a_difference_every_day(suite: Suite) -> None:
    await suite.open_loan()

    for day in (FIRST_DAY, NEXT_DAY):
        await suite.jobs.close_business_day(day)
        found = await suite.ledger.reconciliations.reconciliation(day)
        assert found is not None
        assert [d.status for d in found.differences] == ["MISSING_AT_RAIL"]


async def test_a_payout_we_hear_of_later_is_matched_later(suite: Suite, world: World) -> None:
    event = a_paid_drawdown()
    suite.cards.tokens[UUID(event.card_id)] = await world.card()
    await suite.rail.pay(
        a_payment(
            suite.cards.tokens[UUID(event.card_id)],
            end_to_end_id=UUID(event.drawdown_id).hex,
            execution_date=FIRST_DAY,
        )
    )
    await suite.jobs.close_business_day(FIRST_DAY)
    await suite.publish(event)
    await suite.loan_of(event)
    await suite.jobs.close_business_day(NEXT_DAY)

    before = await suite.ledger.reconciliations.reconciliation(FIRST_DAY)
    after = await suite.ledger.reconciliations.reconciliation(NEXT_DAY)
    assert before is not None
    assert after is not None
    assert [d.status for d in before.differences] == ["MISSING_IN_BOOKS"]
    assert (after.matched_count, after.differences) == (1, ())


async def test_a_rail_without_a_statement_does_not_stop_the_day_and_is_asked_again(
    suite: Suite, loan: Loan, world: World
) -> None:
    await world.fault("statement", "down", count=1)

    await suite.jobs.close_business_day(FIRST_DAY)
    await suite.jobs.close_business_day(NEXT_DAY)

    without = await suite.ledger.reconciliations.reconciliation(FIRST_DAY)
    later = await suite.ledger.reconciliations.reconciliation(NEXT_DAY)
    assert without is not None
    assert later is not None
    assert (without.has_statement, later.has_statement) == (False, True)
    assert (later.matched_count, later.differences) == (1, ())


async def test_a_collection_under_way_does_not_hold_up_the_day(
    suite: Suite, loan: Loan, world: World
) -> None:
    await suite.close_until(FIRST_DUE - timedelta(days=1))
    await world.fault("debit", "down", count=1)
    await world.fault("status", "down", count=1000)
    await suite.jobs.close_business_day(FIRST_DUE - timedelta(days=1))
    await suite.one_in_state(loan, RepaymentStatus.UNKNOWN)

    await suite.close_until(FIRST_DUE + timedelta(days=5))
    await world.clear_faults()
    (repayment,) = await suite.settled_collections(loan)

    after = await suite.reload(loan)
    assert repayment.status is RepaymentStatus.POSTED
    assert repayment.parts is not None
    assert repayment.parts.penalty_minor == 0
    assert after.status == "ACTIVE"
    assert after.outstanding_principal_minor == 900_000


async def test_a_day_does_not_close_before_its_collections_were_sent(
    suite: Suite, loan: Loan, world: World
) -> None:
    await world.fault("debit", "slow", count=None, delay_s=0.2)

    await suite.close_until(date(2027, 3, 1))

    paid = await suite.settled_collections(loan, count=3)
    assert [r.requested_on for r in paid] == [FIRST_DUE, date(2027, 1, 23), date(2027, 2, 23)]
    assert [r.posted_on for r in paid] == [r.requested_on for r in paid]
    assert "penalty_income" not in await suite.books()


async def test_a_collection_that_is_never_sent_keeps_its_day_open(
    quiet_suite: Suite, world: World
) -> None:
    event = a_paid_drawdown(disbursed_on="2026-10-24")
    quiet_suite.cards.tokens[UUID(event.card_id)] = await world.card()
    await quiet_suite.loans.open_loan(paid_drawdown(event), a_delivery())
    quiet_suite.jobs._collection_patience_s = 0.2
    await quiet_suite.close_until(date(2026, 11, 24))

    with pytest.raises(CollectionsUnderWay) as refusal:
        await quiet_suite.jobs.close_business_day(date(2026, 11, 24))

    day = await quiet_suite.repository.business_day()
    assert refusal.value.metadata == {"collecting": "1"}
    assert (day.business_date, day.phase) == (date(2026, 11, 24), DayPhase.OPEN)


async def test_a_debit_unknown_over_the_next_due_date_costs_the_customer_nothing(
    suite: Suite, loan: Loan, world: World
) -> None:
    await suite.close_until(FIRST_DUE - timedelta(days=1))
    await world.fault("debit", "down", count=1)
    await world.fault("status", "down", count=1000)
    await suite.jobs.close_business_day(FIRST_DUE - timedelta(days=1))
    await suite.one_in_state(loan, RepaymentStatus.UNKNOWN)

    await suite.close_until(date(2027, 2, 10))
    shown = await suite.loans.get_loan(loan.customer_id, loan.loan_id)
    await world.clear_faults()
    paid = await suite.settled_collections(loan, count=2)

    assert (shown.loan.status, shown.on) == ("ACTIVE", FIRST_DUE)
    assert [r.requested_on for r in paid] == [FIRST_DUE, date(2027, 1, 23)]
    assert all(r.posted_on == date(2027, 2, 10) for r in paid)
    assert all(r.parts is not None and r.parts.penalty_minor == 0 for r in paid)
    assert (await suite.reload(loan)).status == "ACTIVE"
