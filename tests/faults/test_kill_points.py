"""Every service dies at every crash point once, in the middle of a loan's life.

Afterwards everything is final and every invariant holds: nothing lost, nothing twice.
"""

from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio

from chassis.crash_points import names_in_source
from cli.demo.story import ENOUGH_MONEY
from cli.suite.plan import SERVICES
from tests.builders.whole_suite import Ready, World

on_the_suite = pytest.mark.asyncio(loop_scope="module")

PROJECT = Path(__file__).parents[2]
IN_EVERY_SERVICE = (
    "executor.before_commit",
    "executor.after_commit",
    "relay.published_not_marked",
)
IN_A_LIFE = (
    *((service, point) for service in SERVICES for point in IN_EVERY_SERVICE),
    ("lending", "lending.draw.screened"),
    ("lending", "lending.draw.recorded"),
    ("lending", "lending.payout.before_rail"),
    ("lending", "lending.payout.answered"),
    ("lending", "lending.payout.recorded"),
    ("repayment", "repayment.before_debit"),
    ("repayment", "repayment.debited_not_recorded"),
    ("repayment", "repayment.collected_not_posted"),
    ("repayment", "repayment.posted_not_acknowledged"),
    ("repayment", "repayment.refused_not_recorded"),
)
IN_A_CLOSE = (
    "repayment.daily_step_not_recorded",
    "repayment.daily_batch_done",
    "repayment.daily_chunk_taken",
    "repayment.daily_chunk_not_recorded",
    "repayment.provisions_not_booked",
)
SIGNING = frozenset(
    {"lending.sign.code_verified", "lending.seal.timestamped", "lending.seal.recorded"}
)
"""Played in tests/integration/lending/test_signing_and_sealing.py, where a contract is signed."""
NOT_PAID_AT_ONCE = frozenset(
    {
        "lending.screening.answered",
        "lending.screening.recorded",
        "lending.held.decided",
        "lending.held.expired",
    }
)
"""Played in tests/integration/lending/test_payout_steps.py: monitoring is silent or doubts."""
REFUNDING = frozenset(
    {
        "repayment.before_refund",
        "repayment.refunded_not_recorded",
        "repayment.refund_recorded_not_acknowledged",
    }
)
"""Played in tests/integration/repayment/test_crashes.py, where the rail takes what it refused."""
TRANSFERRING = frozenset(
    {
        "repayment.before_return",
        "repayment.returned_not_recorded",
        "repayment.transfer_not_posted",
        "repayment.transfer_posted_not_acknowledged",
    }
)
"""Played in tests/integration/repayment/test_incoming_money.py, where somebody transfers money."""
MANDATING = frozenset({"repayment.before_mandate", "repayment.mandate_answered_not_recorded"})
"""Played in tests/integration/repayment/test_mandates.py, where the bank is asked for mandates."""
BY_CUSTOMERS = frozenset({"repayment.relief_before_commit", "repayment.relief_not_answered"})
"""Played in tests/integration/repayment/test_hardship.py, where a customer takes easier terms."""
BY_STAFF = frozenset({"repayment.adjustment_before_commit", "repayment.adjustment_not_answered"})
"""Played in tests/integration/repayment/test_loan_adjustments.py, where staff correct a loan."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def prepared(world: World) -> World:
    """With a signed contract for each life."""
    await world.prepare(len(IN_A_LIFE))
    return world


async def live(world: World, ready: Ready) -> None:
    """A drawdown, a repayment, one that the rail refuses, and something at every other service."""
    customer = ready.customer
    await customer.app.post(
        "/v1/identity/consents", {"purpose": "MARKETING", "text_version": "2026-08"}
    )
    await customer.app.post("/v1/identity/consents:withdraw", {"purpose": "MARKETING"})
    await customer.app.post(
        "/v1/support/complaints", {"category": "PRICE", "text": "利息太高", "channel": "APP"}
    )
    before = (await customer.loan(ready.old_loan_id))["outstanding_principal_minor"]
    await world.drawn(customer, ready.contract)
    posted = await customer.repay(ready.old_loan_id, 10_000, "PREPAY")
    await world.outside.set_balance(customer.person["card_number"], 0)
    failed = await customer.repay(ready.old_loan_id, 10_000, "PREPAY")
    await world.outside.set_balance(customer.person["card_number"], ENOUGH_MONEY)

    after = (await customer.loan(ready.old_loan_id))["outstanding_principal_minor"]
    assert (posted["status"], failed["status"]) == ("POSTED", "FAILED")
    assert after == before - posted["allocation"]["principal_minor"]


def test_every_crash_point_of_the_source_is_played_here() -> None:
    roots = [PROJECT / name for name in ("chassis", "services", "sandbox", "cli")]

    named = names_in_source(roots)

    elsewhere = (
        BY_STAFF | BY_CUSTOMERS | REFUNDING | NOT_PAID_AT_ONCE | SIGNING | TRANSFERRING | MANDATING
    )
    assert named == {point for _, point in IN_A_LIFE} | set(IN_A_CLOSE) | elsewhere


@on_the_suite
@pytest.mark.parametrize(("service", "point"), IN_A_LIFE)
async def test_a_service_that_dies_at_a_crash_point_leaves_nothing_undone_and_nothing_twice(
    prepared: World, service: str, point: str
) -> None:
    ready = prepared.take()

    async with prepared.crash(service, point):
        await live(prepared, ready)

    facts = await prepared.assert_every_invariant_holds()
    assert facts.calm


@on_the_suite
@pytest.mark.parametrize("point", IN_A_CLOSE)
async def test_a_close_that_dies_is_finished_and_collects_each_instalment_once(
    world: World, point: str
) -> None:
    customer = await world.customer()
    loan_id = await world.drawn(customer, await customer.prepare(50_000, 5))
    due_on = (await customer.loan(loan_id))["next_due_on"]
    await world.close_days(_day_before(due_on))

    async with world.crash("repayment", point):
        await world.close_days(due_on)

    await world.assert_every_invariant_holds()
    loan = await customer.loan(loan_id)
    assert loan["outstanding_principal_minor"] == 40_000


def _day_before(day: str) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() - 1).isoformat()
