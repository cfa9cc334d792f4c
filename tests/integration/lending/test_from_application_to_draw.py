"""Use cases on a real database: what customers do, what they may not, what a repetition hears."""

import asyncio
import dataclasses
from datetime import timedelta
from typing import Any

import pytest

from chassis.command import Delivery
from chassis.errors import Conflict, DomainError, NotFound
from chassis.frozen import replace
from chassis.ports import new_id
from services.lending.domain.credit_line import LineStatus
from services.lending.domain.drawdown import DrawdownStatus
from services.lending.domain.errors import (
    ApplicationTooSoon,
    AssuranceTooLow,
    BorrowingWarningUnread,
    CardNotBound,
    ConsentMissing,
    ContractAlreadyDrawn,
    CreditLineExists,
    CreditLineMissing,
    LimitExceeded,
    PurposeBanned,
    QuoteExpired,
    TruthNotDeclared,
)
from services.lending.domain.loan_application import Outcome
from services.lending.domain.product import AssuranceLevel, Purpose
from tests.builders.lending import CARD, CUSTOMER, TODAY, a_bureau_report, some_terms
from tests.integration.lending.conftest import A_FORM, World, a_request

TOMORROW = TODAY + timedelta(days=1)


async def everything(world: World) -> list[object]:
    """All rows of all tables of lending, to see that nothing changed."""
    tables = ("loan_application", "credit_line", "quote", "contract", "drawdown", "outbox")
    return [await world.pool.fetch(f"select * from {table} order by 1, 2") for table in tables]


async def test_an_approved_application_opens_a_line_that_can_be_drawn_on(world: World) -> None:
    application = await world.lending.applications.apply(CUSTOMER, A_FORM, a_request())

    line = await world.line()
    stored = await world.lending.applications.application(CUSTOMER, application.application_id)
    assert application.decision.outcome is Outcome.APPROVED
    assert (line.limit_minor, line.available_minor) == (6_000_000, 6_000_000)
    assert stored.inputs.bureau == world.bureau.answer
    assert await world.announced() == ["ApplicationDecided", "CreditLineOpened"]


async def test_a_repeated_application_hears_its_first_answer_and_asks_no_bureau(
    world: World,
) -> None:
    request = a_request()

    first = await world.lending.applications.apply(CUSTOMER, A_FORM, request)
    again = await world.lending.applications.apply(CUSTOMER, A_FORM, request)

    assert again == first
    assert world.bureau.asked == 1


async def test_a_second_application_is_refused_while_the_line_can_be_used(world: World) -> None:
    await world.open_line()
    before = await everything(world)

    with pytest.raises(CreditLineExists):
        await world.open_line()

    assert await everything(world) == before
    assert world.bureau.asked == 1


async def test_a_declined_customer_is_told_why_and_waits(world: World) -> None:
    world.bureau.answer = a_bureau_report(overdue_now_minor=1)

    application = await world.lending.applications.apply(CUSTOMER, A_FORM, a_request())

    assert application.decision.reason_codes == ("OVERDUE_NOW", "ASK_FOR_A_PERSON")
    with pytest.raises(CreditLineMissing):
        await world.line()
    with pytest.raises(ApplicationTooSoon):
        await world.open_line()
    await world.lending.days.move_to(TODAY + timedelta(days=30), Delivery("test", "a"))
    world.bureau.answer = a_bureau_report()
    await world.open_line()
    assert (await world.line()).status is LineStatus.OPENED


@pytest.mark.parametrize(
    ("form", "level", "has_consented", "error"),
    [
        ({"truth_declared": False}, "L1", True, TruthNotDeclared),
        ({"purpose": Purpose.SECURITIES}, "L1", True, PurposeBanned),
        ({}, "L0", True, AssuranceTooLow),
        ({}, "L1", False, ConsentMissing),
    ],
)
async def test_an_application_that_cannot_be_decided_leaves_nothing_and_asks_nobody(
    world: World, form: Any, level: Any, has_consented: Any, error: Any
) -> None:
    world.identity.level = AssuranceLevel(level)
    world.identity.has_consented = has_consented
    bad_form = dataclasses.replace(A_FORM, **form)

    with pytest.raises(error):
        await world.lending.applications.apply(CUSTOMER, bad_form, a_request())

    assert world.bureau.asked == 0
    assert await world.announced() == []


async def test_a_customer_draws_what_they_signed_for(world: World) -> None:
    await world.open_line()

    drawdown = await world.draw()

    line = await world.line()
    assert drawdown.status is DrawdownStatus.PAYING
    assert (line.reserved_minor, line.available_minor) == (1_000_000, 5_000_000)
    assert await world.announced() == [
        "ApplicationDecided", "CreditLineOpened", "QuoteGiven", "CostSheetOpened",
        "ClausesOpened", "CostSheetConfirmed", "ClausesAcknowledged", "ContractAgreed",
        "ContractSigned", "DrawdownRequested",
    ]  # fmt: skip


async def test_a_repeated_draw_reserves_once(world: World) -> None:
    await world.open_line()
    contract = await world.sign()
    request = a_request()

    draws = [
        await world.lending.drawdowns.draw(CUSTOMER, contract.contract_id, CARD, request)
        for _ in range(3)
    ]

    assert len({drawdown.drawdown_id for drawdown in draws}) == 1
    assert (await world.line()).reserved_minor == 1_000_000


async def test_a_repeated_quote_is_the_first_one_even_when_the_line_is_used_up_since(
    world: World,
) -> None:
    await world.open_line()
    request = a_request()
    first = await world.lending.quotes.give(CUSTOMER, some_terms(amount_minor=3_500_000), request)

    await world.draw(amount_minor=3_500_000)
    again = await world.lending.quotes.give(CUSTOMER, some_terms(amount_minor=3_500_000), request)

    assert again == first
    with pytest.raises(LimitExceeded):
        await world.lending.quotes.give(CUSTOMER, some_terms(amount_minor=3_500_000), a_request())


async def test_one_request_id_serves_one_request(world: World) -> None:
    await world.open_line()
    contract = await world.sign()
    request = a_request()
    altered = replace(request, body_hash=b"another body")
    await world.lending.drawdowns.draw(CUSTOMER, contract.contract_id, CARD, request)

    with pytest.raises(Conflict) as refused:
        await world.lending.drawdowns.draw(CUSTOMER, contract.contract_id, CARD, altered)

    assert refused.value.reason == "REQUEST_ID_REUSED"


async def test_a_draw_that_must_not_be_changes_nothing(world: World) -> None:
    await world.open_line()
    contract = await world.sign()
    before = await everything(world)

    async def draw(
        contract_id: Any = contract.contract_id, card_id: Any = CARD, customer_id: Any = CUSTOMER
    ) -> Any:
        await world.lending.drawdowns.draw(customer_id, contract_id, card_id, a_request())

    with pytest.raises(CardNotBound):
        await draw(card_id=new_id())
    with pytest.raises(NotFound):
        await draw(contract_id=new_id())
    with pytest.raises(NotFound):
        await draw(customer_id=new_id())
    world.identity.level = AssuranceLevel.L0
    with pytest.raises(AssuranceTooLow):
        await draw()

    assert await everything(world) == before


async def test_a_contract_is_drawn_once(world: World) -> None:
    await world.open_line()
    contract = await world.sign()
    await world.lending.drawdowns.draw(CUSTOMER, contract.contract_id, CARD, a_request())

    with pytest.raises(ContractAlreadyDrawn):
        await world.lending.drawdowns.draw(CUSTOMER, contract.contract_id, CARD, a_request())

    assert (await world.line()).reserved_minor == 1_000_000


async def test_a_contract_of_yesterday_is_not_drawn(world: World) -> None:
    await world.open_line()
    contract = await world.sign()
    await world.lending.days.move_to(TOMORROW, Delivery("test", "a"))

    with pytest.raises(QuoteExpired):
        await world.lending.drawdowns.draw(CUSTOMER, contract.contract_id, CARD, a_request())
    with pytest.raises(QuoteExpired):
        await world.lending.contracts.draft(CUSTOMER, contract.quote_id)


async def test_other_peoples_things_are_not_there(world: World) -> None:
    await world.open_line()
    drawdown = await world.draw()
    stranger = new_id()
    lending = world.lending

    for look in (
        lending.drawdowns.drawdown(stranger, drawdown.drawdown_id),
        lending.contracts.contract(stranger, drawdown.contract_id),
        lending.contracts.draft(stranger, new_id()),
        lending.applications.application(stranger, new_id()),
        lending.applications.credit_line(stranger),
    ):
        with pytest.raises(NotFound):
            await look
    assert await lending.drawdowns.drawdowns(stranger, before=None, limit=10) == []


async def test_drawdowns_are_listed_newest_first_page_by_page(world: World) -> None:
    await world.open_line()
    made = [(await world.draw(amount_minor=50_000)).drawdown_id for _ in range(3)]

    first = await world.lending.drawdowns.drawdowns(CUSTOMER, before=None, limit=2)
    rest = await world.lending.drawdowns.drawdowns(CUSTOMER, before=first[-1].drawdown_id, limit=2)

    assert [d.drawdown_id for d in [*first, *rest]] == made[::-1]


async def test_fifty_draws_at_once_take_exactly_what_the_line_carries(world: World) -> None:
    """6,000.00 times ten is the line of 60,000.00; forty of the fifty are refused."""
    await world.open_line()
    contracts = [await world.sign(amount_minor=600_000) for _ in range(50)]

    async def draw(contract: Any) -> DomainError | None:
        """Draw; whoever comes near the limit meanwhile reads the warning, which others change."""
        drawdowns, warning_sha256 = world.lending.drawdowns, ""
        while True:
            try:
                await drawdowns.draw(
                    CUSTOMER,
                    contract.contract_id,
                    CARD,
                    a_request(),
                    warning_sha256=warning_sha256,
                )
            except BorrowingWarningUnread:
                warning = await drawdowns.borrowing_warning(CUSTOMER, contract.contract_id)
                warning_sha256 = "" if warning is None else warning.sha256
            except LimitExceeded as refused:
                return refused
            else:
                return None

    outcomes = await asyncio.gather(*(draw(contract) for contract in contracts))

    line = await world.line()
    assert outcomes.count(None) == 10
    assert (line.reserved_minor, line.available_minor) == (6_000_000, 0)
    assert await world.pool.fetchval("select count(*) from drawdown") == 10
    assert (await world.announced()).count("DrawdownRequested") == 10


async def test_two_first_applications_at_once_open_one_line(world: World) -> None:
    outcomes = await asyncio.gather(world.open_line(), world.open_line(), return_exceptions=True)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "CreditLineExists",
        "NoneType",
    ]
    assert await world.pool.fetchval("select count(*) from credit_line") == 1


async def test_the_business_date_begins_with_the_setting_and_follows_repayment(
    world: World,
) -> None:
    days = world.lending.days
    begun = await days.today()

    await days.move_to(TOMORROW, Delivery("test", "a"))
    await days.move_to(TODAY, Delivery("test", "late"))

    assert begun == TODAY
    assert await days.today() == TOMORROW
