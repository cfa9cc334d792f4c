"""Repayment's events become features, and customers are scored again, over a real bus."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from granary.repayment.v1 import events_pb2 as repayment

from chassis.event_bus import Bus
from chassis.ports import new_id
from services.lending.domain.behaviour import known_by, of_line
from services.lending.domain.credit_file import features_of
from services.lending.domain.rescoring import BehaviourScore, RescoreCause
from services.lending.repository import BEHAVIOUR_SCORES
from tests.builders.lending import CUSTOMER, TODAY
from tests.integration.lending.conftest import World
from tests.integration.lending.test_events import bus, eventually, publish, send

__all__ = ["bus"]

LOAN = UUID(int=77)


async def scores(world: World) -> list[BehaviourScore]:
    rows = await world.pool.fetch(
        f"select {BEHAVIOUR_SCORES.column_list} from behaviour_score order by score_id"
    )
    return [BEHAVIOUR_SCORES.from_row(row) for row in rows]


def opened(line: Any) -> repayment.LoanOpened:
    return repayment.LoanOpened(
        customer_id=str(CUSTOMER),
        loan_id=str(LOAN),
        credit_line_id=str(line.credit_line_id),
        principal_minor=1_000_000,
        disbursed_on=TODAY.isoformat(),
    )


def overdue(days: int) -> repayment.LoanOverdue:
    day = TODAY + timedelta(days=31 + days)
    return repayment.LoanOverdue(
        customer_id=str(CUSTOMER),
        loan_id=str(LOAN),
        days_past_due=days,
        overdue_minor=100_000,
        business_date=day.isoformat(),
    )


async def test_a_late_payment_is_a_feature_at_once_and_the_customer_is_scored_again(
    world: World, bus: Bus
) -> None:
    await world.open_line()
    line = await world.line()
    await publish(bus, opened(line), CUSTOMER)
    message_id = await publish(bus, overdue(3), CUSTOMER)
    again = {
        "ce-id": str(message_id),
        "ce-type": "granary.repayment.v1.LoanOverdue",
        "customer-id": str(CUSTOMER),
    }
    await send(bus, overdue(3), again)

    async def scored() -> bool:
        return bool(await scores(world))

    await eventually(scored)
    (found,) = await scores(world)
    assert found.cause is RescoreCause.OVERDUE
    assert found.behaviour.days_past_due_max == 3
    assert "LATE_NOW" in found.triggers
    assert (await world.announced()).count("BehaviourScored") == 1
    # Served is stored: the same facts known by then give the same vector.
    facts = known_by(
        of_line(await world.reads.behaviour_facts(CUSTOMER), line.credit_line_id), found.known_at
    )
    assert len(facts) == 2
    assert all(fact.known_at <= found.known_at for fact in facts)
    assert world.scorer.asked[-1] == found.features == features_of(None)
    assert await world.line() == line


async def test_every_line_is_scored_once_when_a_month_ends(world: World, bus: Bus) -> None:
    customers = [UUID(int=number) for number in range(1, 4)]
    for customer_id in customers:
        await world.open_line(customer_id)
    for closed_on, opened_on in (("2026-11-29", "2026-11-30"), ("2026-11-30", "2026-12-01")):
        closed = repayment.BusinessDayClosed(closed_on=closed_on, opened_on=opened_on)
        await publish(bus, closed)

    async def all_scored() -> bool:
        return len(await scores(world)) == len(customers)

    await eventually(all_scored)
    assert await world.lending.rescoring.close_day(TODAY.replace(day=30), TODAY.replace(month=12))
    found = await scores(world)
    assert {score.cause for score in found} == {RescoreCause.MONTHLY}
    assert sorted(score.customer_id for score in found) == customers


async def test_a_recovered_loan_and_a_payment_are_learnt(world: World, bus: Bus) -> None:
    await world.open_line()
    line = await world.line()
    await publish(bus, opened(line), CUSTOMER)
    await publish(bus, overdue(3), CUSTOMER)
    paid = repayment.RepaymentPosted(
        customer_id=str(CUSTOMER),
        repayment_id=str(new_id()),
        loan_id=str(LOAN),
        credit_line_id=str(line.credit_line_id),
        amount_minor=120_000,
        interest_minor=120_000,
        kind="REPAYMENT_KIND_DUE",
        value_date=(TODAY + timedelta(days=35)).isoformat(),
    )
    await publish(bus, paid, CUSTOMER)
    recovered = repayment.LoanRecovered(
        customer_id=str(CUSTOMER),
        loan_id=str(LOAN),
        days_past_due=4,
        business_date=(TODAY + timedelta(days=35)).isoformat(),
    )
    await publish(bus, recovered, CUSTOMER)

    async def scored_twice() -> bool:
        return len(await scores(world)) == 2

    await eventually(scored_twice)
    first, second = await scores(world)
    assert (first.cause, second.cause) == (RescoreCause.OVERDUE, RescoreCause.RECOVERED)
    assert second.behaviour.days_past_due_now == 0
    assert len(await world.reads.behaviour_facts(CUSTOMER)) == 4
