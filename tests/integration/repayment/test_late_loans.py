"""Late loans on real servers: standings follow payments at once and the date every night."""

import asyncio
from datetime import date, timedelta
from typing import Any

from granary.repayment.v1.delinquency_pb2 import DelinquencyBucketChanged, LoanClassChanged

from chassis.command import Command, Key, RequestKey
from chassis.decision import Change, Decision
from chassis.ports import new_id
from services.repayment import proto_mapping
from services.repayment.daily_standing import FIRST
from services.repayment.domain.collection import RepaymentKind
from services.repayment.domain.late.classification import AssetClass
from services.repayment.domain.loan import Loan
from services.repayment.use_cases.loans import Repay
from tests.integration.repayment.conftest import (
    FIRST_DAY,
    Suite,
    a_delivery,
    a_paid_drawdown,
    until,
)

LATE_FROM = date(2026, 12, 25)


async def announced(suite: Suite, loan: Loan, kind: Any) -> list[Any]:
    rows = await suite.pool.fetch(
        "select payload from outbox where customer_id = $1 and message_type = $2"
        " order by occurred_at, aggregate_version",
        loan.customer_id,
        kind.DESCRIPTOR.full_name,
    )
    return [kind.FromString(row["payload"]) for row in rows]


async def an_unpaid_loan(suite: Suite) -> Loan:
    """One whose card is not bound, so that no debit succeeds."""
    loan = await suite.open_loan()
    suite.cards.tokens.pop(loan.card_id)
    return loan


async def test_a_loan_moves_to_m1_and_special_mention_on_its_days(suite: Suite) -> None:
    loan = await an_unpaid_loan(suite)

    await suite.close_until(LATE_FROM)
    first = await suite.standings.standing(loan.customer_id, loan.loan_id)
    await suite.close_until(LATE_FROM + timedelta(days=7))
    eighth = await suite.standings.standing(loan.customer_id, loan.loan_id)

    assert first is not None
    assert (first.late_bucket, first.asset_class) == ("M1", AssetClass.NORMAL)
    assert eighth is not None
    assert eighth.asset_class is AssetClass.SPECIAL_MENTION
    (move,) = await announced(suite, loan, DelinquencyBucketChanged)
    assert (move.bucket_before, move.bucket_after, move.business_date) == ("M0", "M1", "2026-12-25")
    (change,) = await announced(suite, loan, LoanClassChanged)
    assert change.days_past_due == 8


async def test_a_payment_brings_the_loan_back_at_once_without_a_night(
    suite: Suite, loan: Loan
) -> None:
    token = suite.cards.tokens.pop(loan.card_id)
    await suite.close_until(LATE_FROM)
    await suite.settled_collections(loan)
    suite.cards.tokens[loan.card_id] = token
    late = await suite.delinquency.status(loan.customer_id, loan.loan_id)

    await suite.loans.repay(
        Repay(
            customer_id=loan.customer_id,
            loan_id=loan.loan_id,
            amount_minor=late.instalments[0].owed_minor,
            card_id=loan.card_id,
            kind=RepaymentKind.DUE,
        ),
        RequestKey("test", new_id(), b""),
    )

    async def is_back() -> bool:
        standing = await suite.standings.standing(loan.customer_id, loan.loan_id)
        return standing is not None and standing.late_bucket == "M0"

    await until(is_back)
    after = await suite.delinquency.status(loan.customer_id, loan.loan_id)
    assert (late.days_past_due, late.late_bucket) == (1, "M1")
    assert (after.days_past_due, after.late_bucket, after.instalments) == (0, "M0", ())
    moves = await announced(suite, loan, DelinquencyBucketChanged)
    assert [move.bucket_after for move in moves] == ["M1", "M0"]


async def test_the_nightly_look_run_twice_and_at_once_changes_each_loan_once(
    quiet_suite: Suite,
) -> None:
    suite = quiet_suite
    on = LATE_FROM
    for _ in range(5):
        await open_late(suite, on)

    async def step() -> int:
        customers = await suite.standings.changing_customers(on, FIRST, 100)
        return await suite.delinquency.review_all(customers, on)

    changed = await asyncio.gather(step(), step())

    assert sum(changed) == 5
    assert await step() == 0
    assert await suite.pool.fetchval("select count(*) from loan_standing") == 5
    assert await suite.pool.fetchval("select max(version) from loan_standing") == 1


async def open_late(suite: Suite, on: date) -> Loan:
    """A loan brought to a date without anybody paying, as the end of day would."""
    event = a_paid_drawdown(disbursed_on=FIRST_DAY.isoformat())
    await suite.loans.open_loan(proto_mapping.paid_drawdown(event), a_delivery())
    loans = await suite.repository.loans(proto_mapping.paid_drawdown(event).customer_id, None, 1)
    key = Key(Loan, (loans[0].customer_id, loans[0].loan_id))

    def decide(loaded: Any) -> Decision[int]:
        loan, events = loaded.get(key).brought_to(on)
        return Decision(0, (Change(loan, events),))

    await suite.execute(Command(a_delivery(), (key,), decide, int))
    return loans[0]
