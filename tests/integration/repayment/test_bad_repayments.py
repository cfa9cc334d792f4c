"""Repayments that must not be: each refused by name over gRPC, and nothing moved or lost."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from granary.repayment.v1 import loan_pb2
from granary.repayment.v1 import repayment_service_pb2 as pb

from chassis.errors import DomainError, NotAllowed
from chassis.ports import new_id
from services.repayment.domain.collection import RepaymentStatus
from services.repayment.domain.loan import Loan, LoanStatus
from tests.integration.repayment.clients import Clients, Stubs
from tests.integration.repayment.suite import Suite
from tests.integration.sandbox.conftest import World

SOON = date(2026, 12, 3)
PAYOFF_SOON = 1_005_000


def wish(loan: Loan, amount_minor: int = PAYOFF_SOON, **more: Any) -> pb.RepayRequest:
    fields: dict[str, Any] = {
        "request_id": str(new_id()),
        "loan_id": str(loan.loan_id),
        "amount_minor": amount_minor,
        "card_id": str(loan.card_id),
        "kind": loan_pb2.REPAYMENT_KIND_PAYOFF,
    }
    return pb.RepayRequest(**fields | more)


async def refusal(who: Stubs, request: pb.RepayRequest) -> str:
    with pytest.raises(DomainError) as refused:
        await who.public.Repay(request)
    return refused.value.reason


async def test_what_does_not_fit_is_refused_by_name_before_any_money_moves(
    suite: Suite, loan: Loan, world: World, clients: Clients
) -> None:
    await suite.close_until(SOON)
    own, stranger = await clients.customer(loan.customer_id), await clients.customer(new_id())
    strangers_card = new_id()

    refusals = {
        "nothing": await refusal(own, wish(loan, 0)),
        "less than nothing": await refusal(own, wish(loan, -1)),
        "more than is owed": await refusal(own, wish(loan, PAYOFF_SOON + 1)),
        "less than a payoff": await refusal(own, wish(loan, PAYOFF_SOON - 1)),
        "another currency": await refusal(own, wish(loan, currency="USD")),
        "no currency": await refusal(own, wish(loan, currency="yuan")),
        "a card of nobody": await refusal(own, wish(loan, card_id=str(strangers_card))),
        "another's loan": await refusal(stranger, wish(loan)),
        "no loan": await refusal(own, wish(loan, loan_id=str(new_id()))),
    }

    assert refusals == {
        "nothing": "REQUEST_INVALID",
        "less than nothing": "REQUEST_INVALID",
        "more than is owed": "AMOUNT_ABOVE_OWED",
        "less than a payoff": "PAYOFF_AMOUNT_DIFFERS",
        "another currency": "CURRENCY_DIFFERS",
        "no currency": "REQUEST_INVALID",
        "a card of nobody": "CARD_NOT_BOUND",
        "another's loan": "NOT_FOUND",
        "no loan": "NOT_FOUND",
    }
    assert await suite.repayments(loan) == []
    assert [m for m in await world.movements() if m["kind"] == "debit"] == []


async def test_staff_cannot_repay_for_a_customer(loan: Loan, clients: Clients) -> None:
    staff = await clients.staff()

    with pytest.raises(NotAllowed):
        await staff.public.Repay(wish(loan))


async def test_a_settled_loan_takes_no_more_money(
    suite: Suite, loan: Loan, clients: Clients
) -> None:
    await suite.close_until(SOON)
    own = await clients.customer(loan.customer_id)
    await own.public.Repay(wish(loan, currency="CNY"))
    await suite.settled_collections(loan)

    assert await refusal(own, wish(loan, 1)) == "LOAN_SETTLED"


async def test_of_three_payoffs_at_once_one_moves_money(
    suite: Suite, loan: Loan, world: World, clients: Clients
) -> None:
    await suite.close_until(SOON)
    own = await clients.customer(loan.customer_id)

    outcomes = await asyncio.gather(
        *(own.public.Repay(wish(loan)) for _ in range(3)), return_exceptions=True
    )
    (repayment,) = await suite.settled_collections(loan)

    refused = [one for one in outcomes if isinstance(one, DomainError)]
    assert {one.reason for one in refused} <= {"REPAYMENT_IN_PROGRESS", "LOAN_SETTLED"}
    assert len(refused) == 2
    assert repayment.status is RepaymentStatus.POSTED
    debits = [m["amount_minor"] for m in await world.movements() if m["kind"] == "debit"]
    assert debits == [PAYOFF_SOON]


async def test_another_own_card_pays(
    suite: Suite, loan: Loan, world: World, clients: Clients
) -> None:
    await suite.close_until(SOON)
    own, other = await clients.customer(loan.customer_id), new_id()
    suite.cards.tokens[other] = await world.card(1)
    before = await world.balance(1)

    await own.public.Repay(wish(loan, card_id=str(other)))
    (repayment,) = await suite.settled_collections(loan)

    assert (repayment.status, repayment.card_id) == (RepaymentStatus.POSTED, other)
    assert before - await world.balance(1) == PAYOFF_SOON
    assert (await suite.reload(loan)).card_id == UUID(str(loan.card_id))


async def test_a_customer_repays_while_the_day_is_closed(
    suite: Suite, loan: Loan, world: World, clients: Clients
) -> None:
    await suite.close_until(SOON)
    own = await clients.customer(loan.customer_id)
    prepay = wish(loan, 500_000, kind=loan_pb2.REPAYMENT_KIND_PREPAY)

    _, reply = await asyncio.gather(suite.close_until(date(2026, 12, 5)), own.public.Repay(prepay))
    (repayment,) = await suite.settled_collections(loan)
    await suite.close_until(date(2026, 12, 6))

    assert reply.repayment.repayment_id == str(repayment.repayment_id)
    assert repayment.status is RepaymentStatus.POSTED
    assert repayment.parts is not None
    assert repayment.parts.total_minor == 500_000
    after = await suite.reload(loan)
    assert after.status is LoanStatus.ACTIVE
    assert after.outstanding_principal_minor == 1_000_000 - repayment.parts.principal_minor
    debits = [m["amount_minor"] for m in await world.movements() if m["kind"] == "debit"]
    assert debits == [500_000]
