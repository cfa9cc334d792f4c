"""From the draft to the sealed file: codes, a silent authority, death at every named point."""

import asyncio
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from granary.lending.v1.events_pb2 import ContractAgreed

from chassis import crash_points
from chassis.command import Delivery
from chassis.errors import DomainError, NotFound, Unavailable
from chassis.event_bus import RetryLater
from chassis.personal import Personal
from chassis.ports import new_id
from services.lending.domain.contract import Contract, ContractStatus
from services.lending.domain.errors import ContractNotSealed
from services.lending.domain.quote import Quote
from services.lending.event_handlers import sealing_handlers
from services.lending.use_cases.contracts import SEALING
from tests.builders.lending import CARD, CUSTOMER, clauses_seen, some_terms
from tests.integration.lending.conftest import World, a_request
from tests.integration.lending.partners import CODE


class Dead(BaseException):
    """The process was killed here."""


@pytest.fixture
def die_at() -> Any:
    def arm(name: str) -> None:
        def handle(passed: str) -> None:
            if passed == name:
                crash_points.set_handler(None)
                raise Dead(name)

        crash_points.set_handler(handle)

    yield arm
    crash_points.set_handler(None)


async def a_readable_quote(world: World, amount_minor: int = 1_000_000) -> Quote:
    """A quote whose sheet and clauses are read and confirmed; nothing is signed."""
    quotes = world.lending.quotes
    quote = await quotes.give(CUSTOMER, some_terms(amount_minor=amount_minor), a_request())
    await quotes.open_cost_sheet(CUSTOMER, quote.quote_id, a_request())
    await quotes.open_clauses(CUSTOMER, quote.quote_id, a_request())
    world.ahead += timedelta(seconds=5)
    sheet = quote.cost_sheet.sha256
    await quotes.confirm_cost_sheet(CUSTOMER, quote.quote_id, sheet, a_request())
    seen = clauses_seen(quote)
    return await quotes.acknowledge_clauses(CUSTOMER, quote.quote_id, seen, a_request())


async def sign(world: World, quote: Quote, code: str = CODE, **more: Any) -> Contract:
    contracts = world.lending.contracts
    made = await contracts.draft(CUSTOMER, quote.quote_id)
    agreed = more.get("agreed", made.sha256)
    origin = more.get("origin") or a_request()
    return await contracts.sign(CUSTOMER, quote.quote_id, agreed, Personal(code), origin)


async def send_code(world: World, quote: Quote) -> None:
    made = await world.lending.contracts.draft(CUSTOMER, quote.quote_id)
    await world.lending.contracts.send_code(CUSTOMER, quote.quote_id, made.sha256, a_request())


async def reason(doing: Any) -> str:
    with pytest.raises(DomainError) as refused:
        await doing
    return refused.value.reason


async def test_the_file_begins_with_the_bytes_that_were_agreed_to_and_is_kept_encrypted(
    world: World,
) -> None:
    await world.open_line()
    quote = await a_readable_quote(world)
    made = await world.lending.contracts.draft(CUSTOMER, quote.quote_id)

    contract = await world.agree(quote)
    with pytest.raises(ContractNotSealed):
        await world.lending.contracts.file(CUSTOMER, contract.contract_id)
    sealed = await world.lending.contracts.seal(CUSTOMER, contract.contract_id)
    _, content = await world.lending.contracts.file(CUSTOMER, contract.contract_id)

    assert contract.document_sha256 == made.sha256
    assert content.startswith(made.content)
    assert sealed.seal is not None
    row = await world.pool.fetchrow("select * from contract_document")
    assert row is not None
    assert made.content not in row["content_encrypted"]
    assert row["timestamp_token"] == b"token"
    with pytest.raises(NotFound):
        await world.lending.contracts.file(new_id(), contract.contract_id)


async def test_a_refusal_before_the_code_is_judged_does_not_use_it_up(world: World) -> None:
    await world.open_line()
    quote = await a_readable_quote(world)
    await send_code(world, quote)

    assert await reason(sign(world, quote, agreed="0" * 64)) == "CONTRACT_HASH_DIFFERS"
    assert await reason(sign(world, quote, code="000000")) == "OTP_WRONG"
    assert (await sign(world, quote)).status is ContractStatus.AWAITING_SEAL


async def test_no_code_is_sent_before_everything_else_has_happened(world: World) -> None:
    await world.open_line()
    quotes, contracts = world.lending.quotes, world.lending.contracts
    quote = await quotes.give(CUSTOMER, some_terms(), a_request())

    def ask() -> Any:
        return contracts.send_code(CUSTOMER, quote.quote_id, "0" * 64, a_request())

    assert await reason(ask()) == "COST_SHEET_NOT_CONFIRMED"
    assert await reason(contracts.draft(CUSTOMER, quote.quote_id)) == "COST_SHEET_NOT_CONFIRMED"
    ready = await a_readable_quote(world)
    assert await reason(sign(world, ready)) == "OTP_NOT_REQUESTED"
    assert world.identity.codes == {}


async def test_a_contract_is_signed_once(world: World) -> None:
    await world.open_line()
    quote = await a_readable_quote(world)
    await send_code(world, quote)
    request = a_request()

    first = await sign(world, quote, origin=request)
    again = await sign(world, quote, origin=request)

    assert again == first
    assert await reason(sign(world, quote)) == "CONTRACT_ALREADY_SIGNED"
    assert await reason(send_code(world, quote)) == "CONTRACT_ALREADY_SIGNED"
    assert await world.pool.fetchval("select count(*) from contract") == 1


async def test_many_signatures_at_once_make_one_contract(world: World) -> None:
    await world.open_line()
    quote = await a_readable_quote(world)
    await send_code(world, quote)
    origins = [a_request() for _ in range(8)]

    done = await asyncio.gather(
        *(sign(world, quote, origin=origin) for origin in origins), return_exceptions=True
    )

    assert len([one for one in done if isinstance(one, Contract)]) == 1
    assert await world.pool.fetchval("select count(*) from contract_document") == 1


async def test_a_draft_is_drawn_once_from_showing_to_signing(world: World) -> None:
    await world.open_line()
    quote = await a_readable_quote(world)

    await send_code(world, quote)
    await sign(world, quote)

    assert world.papers.drawings == 1


async def test_while_the_authority_is_silent_the_contract_waits_and_is_sealed_later(
    world: World,
) -> None:
    await world.open_line()
    contract = await world.agree(await a_readable_quote(world))
    world.seals.silent_for = 2
    handlers = sealing_handlers(world.lending.contracts)[SEALING]
    event = ContractAgreed(customer_id=str(CUSTOMER), contract_id=str(contract.contract_id))

    for _ in range(2):
        with pytest.raises(RetryLater):
            await handlers[ContractAgreed](event, Delivery(SEALING, "1"))
        waiting = await world.lending.contracts.contract(CUSTOMER, contract.contract_id)
        assert waiting.status is ContractStatus.AWAITING_SEAL
        assert await reason(draw(world, contract.contract_id)) == "CONTRACT_NOT_SEALED"
    await handlers[ContractAgreed](event, Delivery(SEALING, "1"))

    signed = await world.lending.contracts.contract(CUSTOMER, contract.contract_id)
    assert signed.status is ContractStatus.SIGNED
    assert (await world.announced()).count("ContractSigned") == 1
    await draw(world, contract.contract_id)


async def draw(world: World, contract_id: UUID) -> Any:
    return await world.lending.drawdowns.draw(CUSTOMER, contract_id, CARD, a_request())


async def test_sealed_at_once_by_several_only_one_seal_stands(world: World) -> None:
    await world.open_line()
    contract = await world.agree(await a_readable_quote(world))
    contracts = world.lending.contracts

    done = await asyncio.gather(*(contracts.seal(CUSTOMER, contract.contract_id) for _ in range(5)))
    await contracts.seal(CUSTOMER, contract.contract_id)

    assert {one.seal for one in done} == {done[0].seal}
    _, content = await contracts.file(CUSTOMER, contract.contract_id)
    assert done[0].seal is not None
    assert sha256(content).hexdigest() == done[0].seal.sha256
    assert (await world.announced()).count("ContractSigned") == 1


@pytest.mark.parametrize("point", ["lending.seal.timestamped", "lending.seal.recorded"])
async def test_dying_while_sealing_leaves_one_seal_in_the_end(
    world: World, die_at: Any, point: str
) -> None:
    await world.open_line()
    contract = await world.agree(await a_readable_quote(world))
    die_at(point)

    with pytest.raises(Dead):
        await world.lending.contracts.seal(CUSTOMER, contract.contract_id)
    sealed = await world.lending.contracts.seal(CUSTOMER, contract.contract_id)
    again = await world.lending.contracts.seal(CUSTOMER, contract.contract_id)

    assert again.seal == sealed.seal
    assert (await world.announced()).count("ContractSigned") == 1


async def test_dying_after_the_code_was_judged_the_same_request_still_signs(
    world: World, die_at: Any
) -> None:
    await world.open_line()
    quote = await a_readable_quote(world)
    await send_code(world, quote)
    request = a_request()
    die_at("lending.sign.code_verified")

    with pytest.raises(Dead):
        await sign(world, quote, origin=request)
    assert await world.pool.fetchval("select count(*) from contract") == 0
    contract = await sign(world, quote, origin=request)

    assert contract.status is ContractStatus.AWAITING_SEAL
    assert await world.pool.fetchval("select count(*) from contract") == 1


async def test_the_evidence_tells_what_was_shown_read_agreed_to_and_sealed(world: World) -> None:
    await world.open_line()
    contract = await world.sign()

    evidence = await world.lending.contracts.evidence(CUSTOMER, contract.contract_id)

    assert evidence.contract.seal == contract.seal
    assert evidence.quote.confirmed_at is not None
    assert len(evidence.quote.clauses.acknowledged) == 7
    assert contract.intent is not None
    assert contract.intent.otp_id in world.identity.codes.values()
    assert evidence.timestamp_token == b"token"
    with pytest.raises(NotFound):
        await world.lending.contracts.evidence(new_id(), contract.contract_id)


async def test_a_silent_authority_is_told_as_unavailable(world: World) -> None:
    await world.open_line()
    contract = await world.agree(await a_readable_quote(world))
    world.seals.silent_for = 1

    with pytest.raises(Unavailable):
        await world.lending.contracts.seal(CUSTOMER, contract.contract_id)
