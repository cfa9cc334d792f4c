import asyncio
import signal

import pytest

from chassis.bank_rail import Outcome
from chassis.errors import Unavailable

from .conftest import BUSINESS_DATE, SandboxProcess, World, a_debit, a_payment


async def test_a_payment_whose_answer_is_lost_is_unknown_and_turns_out_paid(world: World) -> None:
    card = await world.card()
    await world.fault("payment", "timeout_then_paid")

    answer = await world.rail.pay(a_payment(card))

    assert answer.outcome is Outcome.UNKNOWN
    status = await world.rail.payment_status("payment1", expected_amount_minor=1_000_000)
    assert status is not None
    assert status.outcome is Outcome.PAID
    assert (await world.rail.pay(a_payment(card))).outcome is Outcome.PAID
    assert len(await world.movements()) == 1


async def test_a_line_held_past_the_clients_patience_is_unknown(world: World) -> None:
    card = await world.card()
    await world.fault("payment", "timeout_then_paid", delay_s=30)

    answer = await world.impatient_rail.pay(a_payment(card))

    assert (answer.outcome, answer.reason_code) == (Outcome.UNKNOWN, "TIMEOUT")
    assert len(await world.movements()) == 1


async def test_a_payment_can_stay_pending_for_some_questions_before_it_is_paid(
    world: World,
) -> None:
    card = await world.card()
    await world.fault("payment", "timeout_then_paid", pending_asks=2)
    await world.rail.pay(a_payment(card))

    answers = [await world.rail.payment_status("payment1") for _ in range(3)]

    assert [a and a.outcome for a in answers] == [Outcome.PENDING, Outcome.PENDING, Outcome.PAID]


async def test_a_pending_payment_asked_after_the_day_closed_is_booked_on_the_next(
    world: World,
) -> None:
    card = await world.card()
    await world.fault("payment", "pending")
    await world.rail.pay(a_payment(card))
    await world.rail.statement(BUSINESS_DATE)

    answer = await world.rail.payment_status("payment1")

    assert answer is not None
    assert str(answer.booked_on) == "2026-11-24"


async def test_a_message_lost_on_its_way_leaves_the_key_unknown(world: World) -> None:
    card = await world.card()
    await world.fault("payment", "lost")

    answer = await world.rail.pay(a_payment(card))

    assert answer.outcome is Outcome.UNKNOWN
    assert await world.rail.payment_status("payment1") is None


async def test_a_rejection_on_request_carries_its_reason_for_ever(world: World) -> None:
    card = await world.card()
    await world.fault("debit", "reject", reason="AC04")

    first = await world.rail.debit(a_debit(card))
    again = await world.rail.debit(a_debit(card))

    assert (first.outcome, first.reason_code) == (Outcome.REFUSED, "AC04")
    assert again == first


async def test_a_refused_payment_can_turn_out_paid(world: World) -> None:
    card = await world.card()
    await world.fault("payment", "refused_then_paid", pending_asks=1)

    first = await world.rail.pay(a_payment(card))
    answers = [await world.rail.payment_status("payment1") for _ in range(2)]

    assert first.outcome is Outcome.REFUSED
    assert [a and a.outcome for a in answers] == [Outcome.REFUSED, Outcome.PAID]


@pytest.mark.parametrize("operation", ["payment", "status"])
async def test_a_wrong_amount_echoed_is_unknown(world: World, operation: str) -> None:
    card = await world.card()
    await world.fault(operation, "wrong_amount")

    paid = await world.rail.pay(a_payment(card))
    asked = await world.rail.payment_status("payment1", expected_amount_minor=1_000_000)

    wrong = paid if operation == "payment" else asked
    assert wrong is not None
    assert (wrong.outcome, wrong.reason_code) == (Outcome.UNKNOWN, "OTHER_AMOUNT")
    assert [m["amount_minor"] for m in await world.movements()] == [1_000_000]


async def test_a_known_key_can_be_denied(world: World) -> None:
    card = await world.card()
    await world.rail.pay(a_payment(card))
    await world.fault("status", "unknown_key")

    denied = await world.rail.payment_status("payment1")
    known = await world.rail.payment_status("payment1")

    assert denied is None
    assert known is not None


async def test_a_rail_that_is_down_answers_nothing_clear_until_it_is_up_again(world: World) -> None:
    card = await world.card()
    for operation in ("payment", "status", "statement", "check"):
        await world.fault(operation, "down", count=None)

    paid = await world.rail.pay(a_payment(card))
    asked = await world.rail.payment_status("payment1")
    with pytest.raises(Unavailable):
        await world.rail.statement(BUSINESS_DATE)
    with pytest.raises(Unavailable):
        await world.card()
    await world.clear_faults()

    assert (paid.outcome, paid.reason_code) == (Outcome.UNKNOWN, "DOWN")
    assert asked is not None
    assert asked.outcome is Outcome.UNKNOWN
    assert (await world.rail.pay(a_payment(card))).outcome is Outcome.PAID


async def test_a_fault_is_played_as_often_as_asked_and_only_where_it_matches(world: World) -> None:
    card = await world.card()
    await world.fault("payment", "down", count=2, match_amount_minor=700)

    other = await world.rail.pay(a_payment(card, end_to_end_id="other"))
    matching = [
        await world.rail.pay(a_payment(card, end_to_end_id="matching", amount_minor=700))
        for _ in range(3)
    ]

    assert other.outcome is Outcome.PAID
    assert [a.outcome for a in matching] == [Outcome.UNKNOWN, Outcome.UNKNOWN, Outcome.PAID]


async def test_a_slow_answer_is_still_an_answer(world: World) -> None:
    card = await world.card()
    await world.fault("payment", "slow", delay_s=0.2)

    assert (await world.rail.pay(a_payment(card))).outcome is Outcome.PAID


async def test_a_fault_nobody_can_play_is_refused(world: World) -> None:
    bodies: list[object] = [
        {"operation": "payment", "fault": "earthquake"},
        {"operation": "rain", "fault": "down"},
        {"operation": "payment", "fault": "down", "count": 0},
        {"operation": "payment", "fault": "slow", "delay_s": -1},
        {"operation": "status", "fault": "down", "match_amount_minor": 5},
        [],
    ]
    for body in bodies:
        status, _answer = await world.post("/rail/faults", body)

        assert status == 400, body


async def test_no_connection_is_unknown_and_never_failure(world: World) -> None:
    card = await world.card()
    await world.sandbox.stop()

    answer = await world.rail.pay(a_payment(card))

    assert (answer.outcome, answer.reason_code) == (Outcome.UNKNOWN, "NO_CONNECTION")


async def test_killed_between_taking_and_answering_the_rail_still_knows_the_payment(
    world: World, sandbox: SandboxProcess
) -> None:
    card = await world.card()
    before = await world.balance()
    await world.fault("payment", "timeout_then_paid", delay_s=60)
    paying = asyncio.create_task(world.rail.pay(a_payment(card)))
    await world.money_has_moved()

    await sandbox.stop(signal.SIGKILL)
    answer = await paying
    await sandbox.start()

    assert answer.outcome is Outcome.UNKNOWN
    status = await world.rail.payment_status("payment1")
    assert status is not None
    assert status.outcome is Outcome.PAID
    assert (await world.rail.pay(a_payment(card))) == status
    assert len(await world.movements()) == 1
    assert await world.balance() == before + 1_000_000


async def test_killed_in_the_middle_of_many_payments_it_keeps_each_it_answered_once(
    world: World, sandbox: SandboxProcess
) -> None:
    card = await world.card()
    instructions = [
        a_payment(card, end_to_end_id=f"many{n}", amount_minor=n + 1) for n in range(300)
    ]
    paying = [asyncio.create_task(world.rail.pay(i)) for i in instructions]
    await asyncio.wait(paying[:60], return_when=asyncio.FIRST_COMPLETED)

    await sandbox.stop(signal.SIGKILL)
    answers = await asyncio.gather(*paying)
    await sandbox.start()
    kept = {m["end_to_end_id"] for m in await world.movements()}
    again = await asyncio.gather(*(world.rail.pay(i) for i in instructions))

    answered = {
        i.end_to_end_id
        for i, a in zip(instructions, answers, strict=True)
        if a.outcome is Outcome.PAID
    }
    assert answered <= kept
    assert {a.outcome for a in again} == {Outcome.PAID}
    amounts = [m["amount_minor"] for m in await world.movements()]
    assert sorted(amounts) == list(range(1, 301))


async def test_faults_and_closed_days_survive_a_kill(world: World, sandbox: SandboxProcess) -> None:
    card = await world.card()
    await world.rail.statement(BUSINESS_DATE)
    await world.fault("payment", "down")

    await sandbox.stop(signal.SIGKILL)
    await sandbox.start()

    assert (await world.rail.pay(a_payment(card))).reason_code == "DOWN"
    assert str((await world.rail.pay(a_payment(card))).booked_on) == "2026-11-24"


async def test_asked_to_stop_it_stops_although_a_line_is_held(
    world: World, sandbox: SandboxProcess
) -> None:
    card = await world.card()
    await world.fault("payment", "timeout_then_paid", delay_s=600)
    paying = asyncio.create_task(world.rail.pay(a_payment(card)))
    await world.money_has_moved()

    code = await sandbox.stop(signal.SIGTERM)

    assert code == 0
    assert (await paying).outcome is Outcome.UNKNOWN
