"""Late loans on real servers: standings follow payments at once and the date every night."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from granary.repayment.v1 import delinquency_service_pb2 as pb
from granary.repayment.v1.delinquency_pb2 import (
    ASSET_CLASS_SUBSTANDARD,
    DelinquencyBucketChanged,
    LoanClassChanged,
)

from chassis.command import Command, Key, RequestKey
from chassis.decision import Change, Decision
from chassis.errors import NotFound, StateForbids
from chassis.frozen import replace
from chassis.ports import new_id
from services.repayment import proto_mapping
from services.repayment.daily_standing import FIRST
from services.repayment.domain.collection import RepaymentKind
from services.repayment.domain.late.classification import AssetClass
from services.repayment.domain.loan import Loan
from services.repayment.use_cases.loans import Repay
from tests.integration.repayment.clients import Clients
from tests.integration.repayment.suite import Suite
from tests.integration.repayment.told import FIRST_DAY, a_delivery, a_paid_drawdown
from tests.integration.repayment.waiting import until

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


async def test_the_night_totals_the_portfolio_and_books_the_change_of_losses_once(
    suite: Suite,
) -> None:
    late = await an_unpaid_loan(suite)
    good = await suite.open_loan()
    await suite.close_until(LATE_FROM + timedelta(days=1))

    cells = await suite.late.portfolio.cells(LATE_FROM)
    provisions = await suite.late.portfolio.provisions(LATE_FROM, "CNY")
    books = await suite.books()

    by_bucket = {cell.late_bucket: (cell.loans, cell.outstanding_minor) for cell in cells}
    assert by_bucket["M1"][1] == (await suite.reload(late)).outstanding_principal_minor
    assert sum(minor for _, minor in by_bucket.values()) == books["loan_principal"]
    assert sum(loans for loans, _ in by_bucket.values()) == 2
    assert good.loan_id != late.loan_id
    allowance = sum(provision.allowance_minor for provision in provisions)
    assert books["loan_loss_allowance"] == -allowance
    assert books["credit_loss_expense"] == allowance

    before = await suite.pool.fetchval("select count(*) from ledger_entry")
    day = await suite.repository.business_day()
    step = next(step for step in suite.late.steps if step.name == "provision")
    await step(replace(day, business_date=LATE_FROM))
    assert await suite.pool.fetchval("select count(*) from ledger_entry") == before


async def test_staff_pause_the_count_and_see_portfolio_and_roll_rates(
    suite: Suite, clients: Clients
) -> None:
    loan = await an_unpaid_loan(suite)
    await suite.close_until(LATE_FROM)
    staff = await clients.staff()
    ids = {"customer_id": str(loan.customer_id), "loan_id": str(loan.loan_id)}

    paused = await staff.late_loans.PauseDelinquency(
        pb.PauseDelinquencyRequest(
            request_id=str(new_id()), starts_on="2026-12-25", ends_on="2027-01-10", **ids
        )
    )
    await suite.close_until(LATE_FROM + timedelta(days=10))
    asked = pb.GetLoanStandingRequest(**ids)
    standing = (await staff.late_loans.GetLoanStanding(asked)).standing
    await staff.late_loans.ResumeDelinquency(
        pb.ResumeDelinquencyRequest(request_id=str(new_id()), **ids)
    )
    with pytest.raises(StateForbids) as twice:
        await staff.late_loans.ResumeDelinquency(
            pb.ResumeDelinquencyRequest(request_id=str(new_id()), **ids)
        )
    flagged = await staff.late_loans.FlagFraud(
        pb.FlagFraudRequest(request_id=str(new_id()), is_fraud=True, **ids)
    )
    quality = await staff.late_loans.GetPortfolioQuality(
        pb.GetPortfolioQualityRequest(business_date="2027-01-03")
    )
    rolled = await staff.late_loans.GetRollRates(
        pb.GetRollRatesRequest(from_date="2026-12-24", to_date="2027-01-03")
    )
    customer = await clients.customer(loan.customer_id)
    own = await customer.lateness.GetLateStatus(pb.GetLateStatusRequest(loan_id=str(loan.loan_id)))
    with pytest.raises(NotFound):
        await staff.late_loans.GetPortfolioQuality(
            pb.GetPortfolioQualityRequest(business_date="2020-01-03")
        )

    assert paused.standing.next_review_on == "2027-01-17"
    assert (standing.days_past_due, standing.late_bucket) == (1, "M1")
    assert twice.value.reason == "DELINQUENCY_NOT_PAUSED"
    assert flagged.standing.asset_class == ASSET_CLASS_SUBSTANDARD
    assert quality.overdue_minor == quality.outstanding_minor == 1_000_000
    assert quality.least_coverage_ppm == 1_200_000
    assert not quality.HasField("coverage_ppm")
    assert rolled.rates[0].rate_ppm == 1_000_000
    assert own.days_past_due == 1
    assert own.is_paused
