from datetime import date

import pytest

from chassis.bank_rail import (
    Direction,
    MandateInstruction,
    MandateRequest,
    Outcome,
    RailAnswer,
)
from chassis.errors import Unavailable

from .conftest import BUSINESS_DATE, World, a_debit, a_payment

PAID = RailAnswer(outcome=Outcome.PAID, booked_on=BUSINESS_DATE, amount_minor=1_000_000)


async def test_a_payment_reaches_the_card_and_is_known_by_its_key(world: World) -> None:
    card = await world.card()
    before = await world.balance()

    answer = await world.rail.pay(a_payment(card))

    assert answer == PAID
    assert await world.rail.payment_status("payment1") == PAID
    assert await world.balance() == before + 1_000_000


async def test_the_same_payment_sent_again_gets_the_first_answer_and_pays_once(
    world: World,
) -> None:
    card = await world.card()
    first = await world.rail.pay(a_payment(card))

    # A later business date is the only thing that may differ when a lender asks again.
    again = await world.rail.pay(a_payment(card, execution_date=date(2026, 11, 24)))

    assert again == first
    assert len(await world.movements()) == 1


async def test_a_key_used_for_another_payment_is_refused_and_moves_nothing(world: World) -> None:
    card = await world.card()
    await world.rail.pay(a_payment(card))

    answer = await world.rail.pay(a_payment(card, amount_minor=2_000_000))

    # The key may belong to money that moved, so this is not a failed payment.
    assert answer == RailAnswer(outcome=Outcome.UNKNOWN, reason_code="AM05", amount_minor=2_000_000)
    assert [m["amount_minor"] for m in await world.movements()] == [1_000_000]


async def test_a_payment_to_an_account_nobody_checked_is_refused(world: World) -> None:
    answer = await world.rail.pay(a_payment("card-nobody"))

    assert (answer.outcome, answer.reason_code) == (Outcome.REFUSED, "AC01")
    assert await world.movements() == []


def a_mandate(card: str, request: MandateRequest, number: int) -> MandateInstruction:
    return MandateInstruction(
        request=request,
        message_id=f"consent-1-{number}",
        mandate_id="consent-1",
        card_token=card,
        signed_on=BUSINESS_DATE,
    )


async def test_a_recurring_debit_needs_a_mandate_that_stands_for_its_card(world: World) -> None:
    card, other = await world.card(), await world.card(1)

    async def debit(key: str, token: str) -> str | None:
        order = a_debit(token, end_to_end_id=key, is_recurring=True)
        return (await world.rail.debit(order)).reason_code

    async def ask(request: MandateRequest, number: int, token: str = card) -> tuple[str, str]:
        answer = await world.rail.ask_mandate(a_mandate(token, request, number))
        return answer.outcome.value, answer.reason_code or ""

    before = await debit("d1", card)
    initiated = await ask(MandateRequest.INITIATE, 1)
    again = await ask(MandateRequest.INITIATE, 1)
    another_under_its_key = await ask(MandateRequest.INITIATE, 1, other)
    stands, elsewhere = await debit("d2", card), await debit("d3", other)
    moved = await ask(MandateRequest.AMEND, 2, other)
    after_move = await debit("d4", card), await debit("d5", other)
    ended, once_more = await ask(MandateRequest.CANCEL, 3), await ask(MandateRequest.CANCEL, 4)
    after_end = await debit("d6", other)

    assert (before, stands, elsewhere) == ("MD01", None, "MD01")
    assert initiated == again == moved == ended == ("accepted", "")
    assert another_under_its_key == ("unknown", "ANSWER_TO_ANOTHER")
    assert after_move == ("MD01", None)
    assert (once_more, after_end) == (("refused", "MD01"), "MD01")
    assert await ask(MandateRequest.INITIATE, 5, "card-nobody") == ("refused", "AC01")


async def test_an_unknown_key_is_not_the_same_as_no_answer(world: World) -> None:
    assert await world.rail.payment_status("never-sent") is None
    assert await world.rail.debit_status("never-sent") is None


async def test_a_partial_debit_takes_what_is_on_the_card_once_and_says_how_much(
    world: World,
) -> None:
    card, person = await world.card(), await world.person()
    await world.post(
        f"/rail/accounts/{person['card_number']}:set-balance", {"balance_minor": 40_001}
    )
    debit = a_debit(card, may_be_partial=True)

    answers = [await world.rail.debit(debit) for _ in range(2)]
    asked = await world.rail.debit_status(
        "debit1", expected_amount_minor=100_000, may_be_partial=True
    )
    statement = await world.rail.statement(BUSINESS_DATE)

    assert {(a.outcome, a.amount_minor, a.part_minor) for a in (*answers, asked) if a} == {
        (Outcome.PAID, 100_000, 40_001)
    }
    assert await world.balance() == 0
    assert [m["amount_minor"] for m in await world.movements()] == [40_001]
    assert [entry.amount_minor for entry in statement.entries] == [40_001]


async def test_a_part_nobody_allowed_is_no_answer(world: World) -> None:
    card, person = await world.card(), await world.person()
    await world.post(
        f"/rail/accounts/{person['card_number']}:set-balance", {"balance_minor": 40_001}
    )
    await world.rail.debit(a_debit(card, may_be_partial=True))

    asked = await world.rail.debit_status("debit1", expected_amount_minor=100_000)

    assert asked == RailAnswer(outcome=Outcome.UNKNOWN, reason_code="OTHER_AMOUNT")


@pytest.mark.parametrize("balance_minor", [0, 100_000, 250_000])
async def test_a_partial_debit_of_an_empty_card_is_refused_and_of_a_full_one_is_whole(
    world: World, balance_minor: int
) -> None:
    card, person = await world.card(), await world.person()
    await world.post(
        f"/rail/accounts/{person['card_number']}:set-balance", {"balance_minor": balance_minor}
    )

    answer = await world.rail.debit(a_debit(card, may_be_partial=True))

    if balance_minor:
        assert (answer.outcome, answer.part_minor) == (Outcome.PAID, None)
    else:
        assert (answer.outcome, answer.reason_code) == (Outcome.REFUSED, "AM04")
    assert await world.balance() == max(0, balance_minor - 100_000)


async def test_a_debit_takes_the_money_from_the_card(world: World) -> None:
    card = await world.card()
    before = await world.balance()

    answer = await world.rail.debit(a_debit(card))

    assert answer.outcome is Outcome.PAID
    assert await world.balance() == before - 100_000
    assert (await world.movements())[0]["kind"] == "debit"


async def test_a_debit_from_a_card_without_the_money_is_refused_for_ever(world: World) -> None:
    card = await world.card()
    card_number = (await world.person())["card_number"]
    await world.post(f"/rail/accounts/{card_number}:set-balance", {"balance_minor": 99_999})

    refused = await world.rail.debit(a_debit(card))
    await world.post(f"/rail/accounts/{card_number}:set-balance", {"balance_minor": 500_000})
    again = await world.rail.debit(a_debit(card))

    assert (refused.outcome, refused.reason_code) == (Outcome.REFUSED, "AM04")
    assert again == refused
    assert await world.balance() == 500_000


async def test_a_debit_without_a_mandate_is_refused(world: World) -> None:
    card = await world.card()

    answer = await world.rail.debit(a_debit(card, mandate_id=""))

    assert (answer.outcome, answer.reason_code) == (Outcome.REFUSED, "MD01")


async def test_a_payment_and_a_debit_may_have_the_same_key(world: World) -> None:
    card = await world.card()

    await world.rail.pay(a_payment(card, end_to_end_id="same"))
    await world.rail.debit(a_debit(card, end_to_end_id="same"))

    assert [m["kind"] for m in await world.movements()] == ["payment", "debit"]


async def test_four_factors_of_one_person_give_a_token_and_of_two_people_a_mismatch(
    world: World,
) -> None:
    one, other = await world.person(0), await world.person(1)
    factors = {name: one[name] for name in ("name", "id_number", "card_number", "phone")}

    own = await world.rail.check_account(**factors)
    foreign = await world.rail.check_account(**{**factors, "card_number": other["card_number"]})

    assert own.match
    assert (own.card_token, own.bank_name) == (one["card_token"], one["bank_name"])
    assert not foreign.match
    assert foreign.card_token is None


async def test_a_statement_leads_from_opening_to_closing_balance_of_each_day(world: World) -> None:
    card = await world.card()
    await world.rail.pay(a_payment(card))
    await world.rail.debit(a_debit(card))

    first = await world.rail.statement(BUSINESS_DATE)
    late = await world.rail.pay(a_payment(card, end_to_end_id="late"))
    second = await world.rail.statement(date(2026, 11, 24))

    assert first.closing_minor == first.opening_minor - 1_000_000 + 100_000
    assert [(e.end_to_end_id, e.direction) for e in first.entries] == [
        ("payment1", Direction.OUT),
        ("debit1", Direction.IN),
    ]
    assert late.booked_on == date(2026, 11, 24)
    assert second.opening_minor == first.closing_minor
    assert [e.end_to_end_id for e in second.entries] == ["late"]
    assert await world.rail.statement(BUSINESS_DATE) == first


async def test_days_nobody_asked_about_are_carried_into_the_next_statement(world: World) -> None:
    card = await world.card()
    await world.rail.pay(a_payment(card))

    third = await world.rail.statement(date(2026, 11, 25))
    first = await world.rail.statement(BUSINESS_DATE)
    late = await world.rail.pay(a_payment(card, end_to_end_id="late"))

    assert third.entries == ()
    assert third.opening_minor == first.closing_minor == first.opening_minor - 1_000_000
    assert late.booked_on == date(2026, 11, 26)


async def test_a_day_far_ahead_is_not_closed_by_a_mistaken_question(world: World) -> None:
    await world.rail.pay(a_payment(await world.card()))

    with pytest.raises(Unavailable):
        await world.rail.statement(date(2031, 1, 1))

    assert (await world.rail.statement(BUSINESS_DATE)).entries


async def test_the_book_ties_with_the_settlement_balance(world: World) -> None:
    card = await world.card()
    await world.rail.pay(a_payment(card))
    await world.rail.debit(a_debit(card))
    await world.rail.debit(a_debit(card, end_to_end_id="refused", mandate_id=""))

    book = await world.get("/rail/book")

    assert book["balance_minor"] == book["opening_minor"] - 1_000_000 + 100_000
    assert [order["status"] for order in book["orders"]] == ["ACSC", "ACSC", "RJCT"]
    assert [m["end_to_end_id"] for m in book["movements"]] == ["payment1", "debit1"]
    assert book["movements"][0] == {
        "kind": "payment",
        "end_to_end_id": "payment1",
        "amount_minor": 1_000_000,
        "ordered_minor": 1_000_000,
        "currency": "CNY",
        "account": card,
        "status": "ACSC",
        "reason": "",
        "requested_on": "2026-11-23",
        "booked_on": "2026-11-23",
    }


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "MALFORMED_XML"),
        (b"<Document", "MALFORMED_XML"),
        (b"\xff\xfe\x00", "MALFORMED_XML"),
        (b'<?xml version="1.0" encoding="nonsense"?><a/>', "MALFORMED_XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "MALFORMED_XML"),
        (b"<Document/>", "WRONG_NAMESPACE"),
    ],
)
async def test_bytes_that_are_no_order_are_refused_with_a_reason(
    world: World, body: bytes, reason: str
) -> None:
    async with world.session.post(f"{world.sandbox.url}/rail/payments", data=body) as response:
        answer = await response.json()

    assert (response.status, answer["reason"]) == (400, reason)
    assert (await world.get("/rail/book"))["orders"] == []


async def test_an_overlong_body_is_refused(world: World) -> None:
    async with world.session.post(
        f"{world.sandbox.url}/rail/payments", data=b"<a>" + b"x" * 100_000
    ) as response:
        answer = await response.json()

    assert response.status == 413
    assert answer["reason"] == "REQUEST_ENTITY_TOO_LARGE"
