"""A loan from its event to its last fen, on real servers."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from chassis.command import RequestKey
from chassis.errors import DomainError
from chassis.ports import new_id
from services.repayment.domain.collection import RepaymentKind, RepaymentOrigin, RepaymentStatus
from services.repayment.domain.errors import CardNotBound, RepaymentInProgress
from services.repayment.domain.instalment import Owed
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.proto_mapping import paid_drawdown
from services.repayment.use_cases.loans import Repay
from tests.integration.repayment.suite import Suite
from tests.integration.repayment.told import a_delivery, a_paid_drawdown
from tests.integration.sandbox.conftest import World

FIRST_DUE = date(2026, 12, 23)


async def announced(suite: Suite, subject: str) -> list[Any]:
    return list(
        await suite.pool.fetch("select * from outbox where subject = $1", f"repayment.{subject}")
    )


def a_request_key() -> RequestKey:
    return RequestKey("customer:test", new_id(), b"body")


def a_payoff(loan: Loan, amount_minor: int) -> Repay:
    return Repay(loan.customer_id, loan.loan_id, amount_minor, loan.card_id, RepaymentKind.PAYOFF)


async def test_an_instalment_is_debited_on_its_due_date_and_posted(
    suite: Suite, loan: Loan, world: World
) -> None:
    await suite.close_until(FIRST_DUE)

    (repayment,) = await suite.settled_collections(loan)

    after = await suite.reload(loan)
    assert (repayment.status, repayment.origin) == (
        RepaymentStatus.POSTED,
        RepaymentOrigin.AUTO_DEBIT,
    )
    assert repayment.parts == Owed(0, 15_000, 100_000)
    assert after.outstanding_principal_minor == 900_000
    books = await suite.books()
    # The loss expected on the loan is booked each night, on accounts of its own.
    assert books.pop("credit_loss_expense") == -books.pop("loan_loss_allowance") > 0
    assert books == {
        "bank_clearing": 115_000 - 1_000_000,
        "interest_income": -15_000,
        "interest_receivable": 0,
        "loan_principal": 900_000,
    }
    debits = [m for m in await world.movements() if m["kind"] == "debit"]
    assert [m["end_to_end_id"] for m in debits] == [repayment.repayment_id.hex]


async def test_a_payoff_in_the_middle_of_a_period_settles_the_golden_loan(
    suite: Suite, loan: Loan
) -> None:
    await suite.close_until(FIRST_DUE)
    await suite.settled_collections(loan)
    await suite.close_until(date(2027, 1, 7))

    _, payoff = await suite.loans.quote_payoff(loan.customer_id, loan.loan_id)
    await suite.loans.repay(a_payoff(loan, payoff.total_minor), a_request_key())
    await suite.settled_collections(loan, 2)

    after = await suite.reload(loan)
    books = await suite.books()
    assert payoff.total_minor == 906_750
    assert (after.status, after.settled_on) == (LoanStatus.SETTLED, date(2027, 1, 7))
    assert (books["loan_principal"], books["interest_receivable"]) == (0, 0)
    assert books["interest_income"] == -21_750
    assert len(await announced(suite, "loan.settled")) == 1


async def test_a_debit_that_timed_out_and_was_paid_is_posted_exactly_once(
    suite: Suite, loan: Loan, world: World
) -> None:
    await world.fault("debit", "timeout_then_paid", count=1, delay_s=1.0)
    await world.fault("status", "down", count=2)

    await suite.close_until(FIRST_DUE)
    await suite.one_in_state(loan, RepaymentStatus.UNKNOWN)
    (repayment,) = await suite.settled_collections(loan)

    debits = [m for m in await world.movements() if m["kind"] == "debit"]
    assert repayment.status is RepaymentStatus.POSTED
    assert len(debits) == 1
    assert len(await announced(suite, "repayment.posted")) == 1
    assert len(await announced(suite, "collection.unknown")) == 1
    assert (await suite.books())["loan_principal"] == 900_000


async def test_a_refused_debit_is_tried_on_the_grace_day_then_the_loan_is_overdue_and_recovers(
    suite: Suite, loan: Loan, world: World
) -> None:
    await world.fault("debit", "reject", count=2, reason="AM04")

    await suite.close_until(FIRST_DUE)
    (first,) = await suite.settled_collections(loan)
    await suite.close_until(date(2026, 12, 24))
    _, second = await suite.settled_collections(loan, 2)
    await suite.close_until(date(2027, 1, 3))
    late = await suite.loans.get_loan(loan.customer_id, loan.loan_id)
    owed = late.loan.owed(late.on)
    await suite.loans.repay(
        Repay(loan.customer_id, loan.loan_id, owed.total_minor, loan.card_id, RepaymentKind.DUE),
        a_request_key(),
    )
    repayments = await suite.settled_collections(loan, 3)

    assert (first.failure_code, second.failure_code) == ("AM04", "AM04")
    assert late.loan.status is LoanStatus.OVERDUE
    assert late.loan.days_past_due(late.on) == 10
    assert owed == Owed(658, 15_000, 100_000)
    assert (await suite.reload(loan)).status is LoanStatus.ACTIVE
    assert [r.status for r in repayments] == [
        RepaymentStatus.FAILED,
        RepaymentStatus.FAILED,
        RepaymentStatus.POSTED,
    ]
    assert (await suite.books())["penalty_income"] == -658
    assert len(await announced(suite, "loan.overdue")) == 1
    assert len(await announced(suite, "loan.recovered")) == 1
    assert len(await announced(suite, "penalty.accrued")) == 1


async def test_a_part_prepayment_shrinks_the_instalments(suite: Suite, loan: Loan) -> None:
    await suite.close_until(date(2026, 12, 3))

    await suite.loans.repay(
        Repay(loan.customer_id, loan.loan_id, 505_000, loan.card_id, RepaymentKind.PREPAY),
        a_request_key(),
    )
    (repayment,) = await suite.settled_collections(loan)

    after = await suite.reload(loan)
    assert repayment.parts == Owed(0, 5_000, 500_000)
    assert [i.principal_minor for i in after.instalments] == [50_000] * 10


async def test_events_that_come_twice_or_again_under_another_id_have_one_effect(
    suite: Suite, world: World
) -> None:
    event, message_id = a_paid_drawdown(), new_id()
    suite.cards.tokens[UUID(event.card_id)] = await world.card()

    for again in (message_id, message_id, new_id()):
        await suite.publish(event, again)
    loan = await suite.loan_of(event)
    last = await suite.open_loan(customer_id=event.customer_id)

    assert last.loan_id != loan.loan_id
    assert (await suite.books())["loan_principal"] == 2_000_000
    assert len(await announced(suite, "loan.opened")) == 2


async def test_a_collection_worked_on_twice_at_once_is_posted_once(
    quiet_suite: Suite, world: World
) -> None:
    suite = quiet_suite
    loan = await a_loan_due(suite, world)
    (repayment,) = await suite.repayments(loan)
    collect = suite.collections.collect

    await asyncio.gather(
        *(collect(repayment.customer_id, repayment.repayment_id) for _ in range(5))
    )

    (after,) = await suite.repayments(loan)
    assert after.status is RepaymentStatus.POSTED
    assert len([m for m in await world.movements() if m["kind"] == "debit"]) == 1
    assert (await suite.books())["loan_principal"] == 900_000


async def test_of_two_payoffs_at_once_one_is_taken(suite: Suite, loan: Loan) -> None:
    await suite.close_until(date(2026, 12, 3))
    payoff = a_payoff(loan, 1_005_000)

    outcomes = await asyncio.gather(
        *(suite.loans.repay(payoff, a_request_key()) for _ in range(2)), return_exceptions=True
    )

    refused = [outcome for outcome in outcomes if isinstance(outcome, DomainError)]
    assert [type(outcome) for outcome in refused] == [RepaymentInProgress]
    await suite.settled_collections(loan)
    assert (await suite.reload(loan)).status is LoanStatus.SETTLED


async def test_the_same_request_again_gets_the_first_answer(suite: Suite, loan: Loan) -> None:
    await suite.close_until(date(2026, 12, 3))
    request = a_request_key()

    first = await suite.loans.repay(a_payoff(loan, 1_005_000), request)
    await suite.settled_collections(loan)
    again = await suite.loans.repay(a_payoff(loan, 1_005_000), request)

    assert again == first
    assert len(await suite.repayments(loan)) == 1


async def test_a_card_that_is_not_bound_is_refused(suite: Suite, loan: Loan) -> None:
    other = Repay(loan.customer_id, loan.loan_id, 1, new_id(), RepaymentKind.PREPAY)

    with pytest.raises(CardNotBound):
        await suite.loans.repay(other, a_request_key())


async def test_a_collection_whose_card_was_unbound_fails_without_a_debit(
    quiet_suite: Suite, world: World
) -> None:
    suite = quiet_suite
    loan = await a_loan_due(suite, world)
    (repayment,) = await suite.repayments(loan)
    suite.cards.tokens.clear()

    await suite.collections.collect(repayment.customer_id, repayment.repayment_id)

    (after,) = await suite.repayments(loan)
    assert (after.status, after.failure_code) == (RepaymentStatus.FAILED, "MD01")
    assert await world.movements() == []


async def test_a_customer_who_withdrew_the_consent_is_not_debited_by_itself(
    quiet_suite: Suite, world: World
) -> None:
    suite = quiet_suite
    loan = await a_loan_due(suite, world)
    (repayment,) = await suite.repayments(loan)
    suite.cards.withdrawn.add(loan.customer_id)

    await suite.collections.collect(repayment.customer_id, repayment.repayment_id)

    (after,) = await suite.repayments(loan)
    assert (after.status, after.failure_code) == (RepaymentStatus.FAILED, "MD01")
    assert await world.movements() == []


async def a_loan_due(suite: Suite, world: World) -> Loan:
    """A loan whose first debit is requested and not yet made."""
    event = a_paid_drawdown(disbursed_on="2026-10-24")
    suite.cards.tokens[UUID(event.card_id)] = await world.card()
    await suite.loans.open_loan(paid_drawdown(event), a_delivery())
    await suite.close_until(date(2026, 11, 24))
    return await suite.repository.loan(UUID(event.customer_id), UUID(event.drawdown_id))
