"""Mandates over events and RPCs on real servers: no debit without one that stands."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from granary.identity.v1 import consent_pb2
from granary.identity.v1 import events_pb2 as identity
from granary.repayment.v1 import collection_service_pb2 as pb

from chassis.bank_rail import MandateInstruction, MandateRequest
from chassis.crash_points import set_handler
from chassis.errors import DomainError, NotFound
from chassis.handling import RetryLater
from chassis.ports import new_id
from services.repayment.domain.collection import RepaymentStatus
from services.repayment.domain.loan import Loan
from services.repayment.domain.mandate import Mandate, MandateStatus
from services.repayment.proto_mapping import paid_drawdown
from tests.integration.repayment.clients import Clients
from tests.integration.repayment.suite import Suite
from tests.integration.repayment.test_crashes import Dead, die_at
from tests.integration.repayment.told import a_delivery, a_paid_drawdown
from tests.integration.repayment.waiting import until
from tests.integration.sandbox.conftest import World

FIRST_DUE = date(2026, 12, 23)


async def mandate_is(suite: Suite, loan: Loan, status: MandateStatus) -> Mandate:
    async def there() -> bool:
        found = await suite.reads.mandate(loan.customer_id, loan.loan_id)
        return found is not None and found.status is status

    await until(there)
    found = await suite.reads.mandate(loan.customer_id, loan.loan_id)
    assert found is not None
    return found


def consent(kind: Any, loan: Loan) -> Any:
    return kind(
        customer_id=str(loan.customer_id),
        occurred_at=Timestamp(seconds=1),
        consent_id=str(new_id()),
        purpose=consent_pb2.CONSENT_PURPOSE_AUTO_DEBIT,
    )


async def test_a_mandate_follows_the_consent_and_only_a_standing_one_is_debited(
    suite: Suite, loan: Loan, world: World
) -> None:
    first = await mandate_is(suite, loan, MandateStatus.ACTIVE)

    suite.cards.withdrawn.add(loan.customer_id)
    await suite.publish(consent(identity.ConsentWithdrawn, loan))
    await mandate_is(suite, loan, MandateStatus.CANCELLED)
    # Identity would agree; the mandate alone must stop the debit.
    suite.cards.withdrawn.clear()
    await suite.close_until(FIRST_DUE)
    (refused,) = await suite.settled_collections(loan)
    moved = [m for m in await world.movements() if m["kind"] == "debit"]

    await suite.publish(consent(identity.ConsentGranted, loan))
    await mandate_is(suite, loan, MandateStatus.ACTIVE)
    await suite.close_until(date(2026, 12, 24))
    _, paid = await suite.settled_collections(loan, 2)

    assert first.mandate_id == loan.contract_id
    assert (refused.failure_code, moved) == ("MD01", [])
    assert paid.status is RepaymentStatus.POSTED


async def test_a_closed_account_ends_the_mandate_until_another_card_is_named(
    suite: Suite, loan: Loan, world: World, clients: Clients
) -> None:
    await world.fault("debit", "reject", count=1, reason="AC04")
    await suite.close_until(FIRST_DUE)
    await suite.settled_collections(loan)
    ended = await mandate_is(suite, loan, MandateStatus.CANCELLED)
    other = new_id()
    suite.cards.tokens[other] = await world.card(1)
    customer = await clients.customer(loan.customer_id)

    changed = await customer.collecting.ChangeDebitCard(
        pb.ChangeDebitCardRequest(
            request_id=str(new_id()), loan_id=str(loan.loan_id), card_id=str(other)
        )
    )
    await mandate_is(suite, loan, MandateStatus.ACTIVE)
    await suite.close_until(date(2026, 12, 24))
    _, paid = await suite.settled_collections(loan, 2)
    listed = await customer.collecting.ListMandates(pb.ListMandatesRequest())
    collections = await customer.collecting.ListCollections(
        pb.ListCollectionsRequest(loan_id=str(loan.loan_id))
    )

    assert ended.reason == "REFUSED_BY_BANK"
    assert changed.mandate.status == pb.MANDATE_STATUS_REQUESTED
    assert (paid.status, paid.card_id) == (RepaymentStatus.POSTED, other)
    assert [m.card_id for m in listed.mandates] == [str(other)]
    newest, oldest = collections.collections
    assert newest.receipt_number.startswith("R20261224-")
    assert not newest.HasField("notice")
    assert "bank" in oldest.notice.en
    assert "银行" in oldest.notice.zh
    assert (oldest.repayment.asked_minor, oldest.repayment.open_minor) == (115_000, 115_000)


async def test_an_unbound_card_is_not_debited(suite: Suite, loan: Loan, world: World) -> None:
    await mandate_is(suite, loan, MandateStatus.ACTIVE)
    await suite.publish(
        identity.CardUnbound(
            customer_id=str(loan.customer_id),
            occurred_at=Timestamp(seconds=1),
            card_id=str(loan.card_id),
        )
    )

    ended = await mandate_is(suite, loan, MandateStatus.CANCELLED)
    await suite.close_until(FIRST_DUE)
    (refused,) = await suite.settled_collections(loan)
    await bank_has(world, {})

    assert ended.reason == "CARD_UNBOUND"
    assert refused.failure_code == "MD01"
    assert await world.movements() != []
    assert [m for m in await world.movements() if m["kind"] == "debit"] == []


async def bank_has(world: World, mandates: dict[str, str]) -> None:
    """Wait until these mandates stand at the bank, by their id with their card."""

    async def there() -> bool:
        standing = (await world.get("/rail/book"))["mandates"]
        return {m["mandate_id"]: m["card_token"] for m in standing} == mandates

    await until(there)


async def test_the_bank_follows_the_mandate_from_the_first_request_to_its_end(
    suite: Suite, loan: Loan, world: World, clients: Clients
) -> None:
    await mandate_is(suite, loan, MandateStatus.ACTIVE)
    key, first = loan.contract_id.hex, suite.cards.tokens[loan.card_id]
    await bank_has(world, {key: first})
    other = new_id()
    suite.cards.tokens[other] = await world.card(1)
    customer = await clients.customer(loan.customer_id)
    # The bank takes the change and its answer is lost: it is asked again under the same key.
    await world.fault("mandate", "timeout_then_taken", count=1, delay_s=1.0)
    await world.fault("mandate", "lost", count=2)

    await customer.collecting.ChangeDebitCard(
        pb.ChangeDebitCardRequest(
            request_id=str(new_id()), loan_id=str(loan.loan_id), card_id=str(other)
        )
    )
    moved = await mandate_is(suite, loan, MandateStatus.ACTIVE)
    await bank_has(world, {key: suite.cards.tokens[other]})
    suite.cards.withdrawn.add(loan.customer_id)
    await suite.publish(consent(identity.ConsentWithdrawn, loan))
    await mandate_is(suite, loan, MandateStatus.CANCELLED)
    await bank_has(world, {})

    assert moved.card_id == other
    steps = (await mandate_is(suite, loan, MandateStatus.CANCELLED)).steps
    assert [step.kind.value for step in steps] == [
        "REQUESTED",
        "ACCEPTED",
        "AMENDED",
        "ACCEPTED",
        "CANCELLED",
    ]


async def test_nothing_is_debited_before_the_bank_has_accepted(
    quiet_suite: Suite, world: World
) -> None:
    suite = quiet_suite
    loan = await a_due_loan(suite, world)
    (debit,) = await suite.repayments(loan)
    await world.fault("mandate", "down", count=1)

    with pytest.raises(RetryLater):
        await suite.collections.collect(debit.customer_id, debit.repayment_id)
    (waits,) = await suite.repayments(loan)
    moved = [m for m in await world.movements() if m["kind"] == "debit"]
    await suite.collections.collect(debit.customer_id, debit.repayment_id)

    (paid,) = await suite.repayments(loan)
    assert (waits.status, moved) == (RepaymentStatus.UNKNOWN, [])
    assert paid.status is RepaymentStatus.POSTED
    assert paid.repayment_id == debit.repayment_id


async def test_a_card_the_bank_gives_no_mandate_on_is_not_debited(
    quiet_suite: Suite, world: World
) -> None:
    suite = quiet_suite
    loan = await a_due_loan(suite, world)
    (debit,) = await suite.repayments(loan)
    await world.fault("mandate", "reject", count=1, reason="AC06")

    await suite.collections.collect(debit.customer_id, debit.repayment_id)

    (failed,) = await suite.repayments(loan)
    rejected = await mandate_is(suite, loan, MandateStatus.REJECTED)
    assert (failed.status, failed.failure_code) == (RepaymentStatus.FAILED, "MD01")
    assert (rejected.reason, rejected.for_bank) == ("REFUSED_BY_BANK", None)
    assert [m for m in await world.movements() if m["kind"] == "debit"] == []


async def test_a_bank_that_has_lost_a_mandate_refuses_the_debit_and_is_asked_for_it_anew(
    suite: Suite, loan: Loan, world: World
) -> None:
    stood = await mandate_is(suite, loan, MandateStatus.ACTIVE)
    await suite.rail.ask_mandate(
        MandateInstruction(
            request=MandateRequest.CANCEL,
            message_id="at-the-counter",
            mandate_id=stood.mandate_id.hex,
            card_token="",
            signed_on=stood.signed_on,
        )
    )
    await suite.close_until(FIRST_DUE)
    (refused,) = await suite.settled_collections(loan)
    await bank_has(world, {stood.mandate_id.hex: suite.cards.tokens[loan.card_id]})
    await mandate_is(suite, loan, MandateStatus.ACTIVE)
    await suite.close_until(date(2026, 12, 24))
    _, paid = await suite.settled_collections(loan, 2)

    assert refused.failure_code == "MD01"
    assert paid.status is RepaymentStatus.POSTED


async def test_what_the_customer_orders_now_needs_no_mandate(
    suite: Suite, loan: Loan, world: World
) -> None:
    await mandate_is(suite, loan, MandateStatus.ACTIVE)
    suite.cards.withdrawn.add(loan.customer_id)
    await suite.publish(consent(identity.ConsentWithdrawn, loan))
    await mandate_is(suite, loan, MandateStatus.CANCELLED)
    await bank_has(world, {})
    await suite.close_until(FIRST_DUE)
    await suite.settled_collections(loan)
    await suite.repay_by_hand(loan, 115_000)
    _, paid = await suite.settled_collections(loan, 2)

    assert paid.status is RepaymentStatus.POSTED


MANDATING = ("repayment.before_mandate", "repayment.mandate_answered_not_recorded")


@pytest.mark.parametrize("point", MANDATING)
async def test_a_process_that_dies_while_it_asks_the_bank_asks_for_one_mandate(
    quiet_suite: Suite, world: World, point: str
) -> None:
    suite = quiet_suite
    loan = await a_due_loan(suite, world)
    await suite.mandates.authorise(loan.customer_id, loan.loan_id, "opened")
    die_at(point)

    with pytest.raises(Dead):
        await suite.mandates.tell_bank(loan.customer_id, loan.loan_id)
    set_handler(None)
    told = await suite.mandates.tell_bank(loan.customer_id, loan.loan_id)
    again = await suite.mandates.tell_bank(loan.customer_id, loan.loan_id)

    assert told is not None
    assert told == again
    assert (told.status, told.asked, told.answered) == (MandateStatus.ACTIVE, 1, 1)
    await bank_has(world, {loan.contract_id.hex: suite.cards.tokens[loan.card_id]})


async def a_due_loan(suite: Suite, world: World) -> Loan:
    """A loan whose first debit is requested, and of whose mandate nobody was told yet."""
    event = a_paid_drawdown(disbursed_on="2026-10-24")
    suite.cards.tokens[UUID(event.card_id)] = await world.card()
    await suite.loans.open_loan(paid_drawdown(event), a_delivery())
    await suite.close_until(date(2026, 11, 24))
    return await suite.repository.loan(UUID(event.customer_id), UUID(event.drawdown_id))


async def test_a_card_change_is_refused_for_what_is_not_ones_own(
    suite: Suite, loan: Loan, world: World, clients: Clients
) -> None:
    await mandate_is(suite, loan, MandateStatus.ACTIVE)
    own, stranger = await clients.customer(loan.customer_id), await clients.customer(new_id())
    bound = new_id()
    suite.cards.tokens[bound] = await world.card(1)

    async def refusal(who: Any, card_id: UUID) -> str:
        with pytest.raises(DomainError) as refused:
            await who.collecting.ChangeDebitCard(
                pb.ChangeDebitCardRequest(
                    request_id=str(new_id()), loan_id=str(loan.loan_id), card_id=str(card_id)
                )
            )
        return refused.value.reason

    assert await refusal(own, new_id()) == "CARD_NOT_BOUND"
    assert await refusal(stranger, bound) == "NOT_FOUND"
    suite.cards.withdrawn.add(loan.customer_id)
    assert await refusal(own, bound) == "CONSENT_MISSING"
    with pytest.raises(NotFound):
        await stranger.collecting.ListCollections(
            pb.ListCollectionsRequest(loan_id=str(loan.loan_id))
        )


async def test_staff_see_a_stuck_collection_and_ask_the_rail_about_it_now(
    suite: Suite, loan: Loan, world: World, clients: Clients
) -> None:
    staff = await clients.staff()
    await world.fault("debit", "timeout_then_paid", count=1, delay_s=1.0)
    await world.fault("status", "down", count=1000)
    await suite.close_until(FIRST_DUE)
    await suite.one_in_state(loan, RepaymentStatus.UNKNOWN)

    stuck = await staff.stuck.ListStuckCollections(pb.ListStuckCollectionsRequest())
    fresh = await staff.stuck.ListStuckCollections(
        pb.ListStuckCollectionsRequest(older_than_s=3600)
    )
    await world.clear_faults()
    (one,) = stuck.collections
    answer = await staff.stuck.AskRail(pb.AskRailRequest(end_to_end_id=one.end_to_end_id))

    (posted,) = await suite.settled_collections(loan)
    assert (one.customer_id, fresh.collections[:]) == (str(loan.customer_id), [])
    assert answer.repayment.repayment_id == str(posted.repayment_id)
    assert posted.status is RepaymentStatus.POSTED
    assert len([m for m in await world.movements() if m["kind"] == "debit"]) == 1


async def test_a_result_for_a_key_that_is_not_ours_is_refused_by_name(clients: Clients) -> None:
    staff = await clients.staff()

    with pytest.raises(NotFound) as refused:
        await staff.stuck.AskRail(pb.AskRailRequest(end_to_end_id=new_id().hex))

    assert refused.value.reason == "RAIL_KEY_UNKNOWN"
