from pathlib import Path
from uuid import UUID

import pytest
from granary.identity.v1 import events_pb2

from chassis.personal import Personal
from services.identity.domain.errors import (
    CustomerLocked,
    OtpNotRequested,
    OtpUsed,
    OtpWrong,
    RefreshTokenReused,
    RefreshTokenUnknown,
    SessionExpired,
    SessionRevokedError,
)
from services.identity.domain.one_time_code import OtpPurpose
from services.identity.domain.policy import ConsentPurpose
from services.identity.domain.session import Session, TokenKey
from services.identity.use_cases.ports import CustomerCaller
from tests.builders.customers import OTHER_PHONE, SESSION, House, a_session, caller_of

REQUEST = UUID("0198b3c2-0000-7000-8000-0000000000d1")


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


async def test_the_second_log_in_finds_the_same_customer(house: House) -> None:
    first = await house.logs_in()
    house.passes(60)
    second = await house.logs_in(device_id="device-2")

    assert first.customer_id == second.customer_id
    assert house.announced == ["CustomerCreated", "CustomerLoggedIn", "CustomerLoggedIn"]
    assert [event.new_device for event in house.events(events_pb2.CustomerLoggedIn)] == [True, True]


async def test_two_phones_are_two_customers(house: House) -> None:
    first = await house.logs_in()
    second = await house.logs_in(OTHER_PHONE)

    assert first.customer_id != second.customer_id


async def test_a_wrong_code_opens_nothing_and_is_announced(house: House) -> None:
    code = await house.asks_for_code()
    wrong = f"{(int(code) + 1) % 10**6:06d}"

    with pytest.raises(OtpWrong) as refusal:
        await house.answers(wrong, request_id=REQUEST)
    with pytest.raises(OtpWrong) as repeated:
        await house.answers(wrong, request_id=REQUEST)

    (failed,) = house.events(events_pb2.LoginFailed)
    assert refusal.value.metadata == repeated.value.metadata == {"tries_left": "4"}
    assert failed.reason == "OTP_WRONG"
    assert len(failed.phone_hash) == 64
    assert failed.customer_id == ""


async def test_a_code_for_another_purpose_opens_nothing(house: House) -> None:
    code = await house.asks_for_code(purpose=OtpPurpose.BIND_CARD)

    with pytest.raises(OtpNotRequested):
        await house.answers(code)


async def test_ten_failures_lock_the_phone(house: House) -> None:
    for _ in range(10):
        with pytest.raises(OtpNotRequested):
            await house.answers("000000")

    with pytest.raises(CustomerLocked):
        await house.answers("000000")
    assert house.announced == ["LoginFailed"] * 10
    house.passes(1800)
    assert (await house.logs_in()).customer_id


async def test_a_device_that_fails_with_many_phones_is_locked(house: House) -> None:
    for number in range(20):
        with pytest.raises(OtpNotRequested):
            await house.answers("000000", phone=f"138000001{number:02d}")

    with pytest.raises(CustomerLocked):
        await house.answers("000000", phone=OTHER_PHONE)


async def test_the_same_log_in_again_gets_tokens_of_the_same_session(house: House) -> None:
    code = await house.asks_for_code()

    first = await house.answers(code, request_id=REQUEST)
    second = await house.answers(code, request_id=REQUEST)

    assert first == second
    assert house.announced.count("CustomerLoggedIn") == 1


async def test_a_log_in_is_not_answered_again_once_its_code_would_be_dead(house: House) -> None:
    code = await house.asks_for_code()
    await house.answers(code, request_id=REQUEST)
    house.passes(300)

    with pytest.raises(OtpUsed):
        await house.answers(code, request_id=REQUEST)


async def test_a_log_in_is_not_answered_again_once_the_session_moved_on(house: House) -> None:
    code = await house.asks_for_code()
    opened = await house.answers(code, request_id=REQUEST)
    await house.sessions.refresh(opened.tokens.refresh_token)

    with pytest.raises(OtpUsed):
        await house.answers(code, request_id=REQUEST)


async def test_a_refresh_gives_new_tokens_of_the_same_session(house: House) -> None:
    opened = await house.logs_in()

    tokens = await house.sessions.refresh(opened.tokens.refresh_token)
    newest = await house.sessions.refresh(tokens.refresh_token)

    assert tokens.access_token == opened.tokens.access_token == newest.access_token
    assert len({opened.tokens.refresh_token, tokens.refresh_token, newest.refresh_token}) == 3


async def test_a_stolen_refresh_token_ends_the_session_for_both(house: House) -> None:
    opened = await house.logs_in()
    tokens = await house.sessions.refresh(opened.tokens.refresh_token)

    with pytest.raises(RefreshTokenReused):
        await house.sessions.refresh(opened.tokens.refresh_token)
    with pytest.raises(SessionRevokedError):
        await house.sessions.refresh(tokens.refresh_token)

    (event,) = house.events(events_pb2.SessionRevoked)
    assert event.reason == events_pb2.SESSION_END_REASON_TOKEN_REUSED


async def test_a_refresh_token_of_no_session_is_unknown(house: House) -> None:
    token = TokenKey(Personal(b"any")).token_of(a_session())

    with pytest.raises(RefreshTokenUnknown):
        await house.sessions.refresh(token)


async def test_log_out_ends_the_session_once(house: House) -> None:
    opened = await house.logs_in()
    caller = caller_of(opened)

    await house.sessions.log_out(caller)
    await house.sessions.log_out(caller)

    assert house.announced.count("SessionRevoked") == 1
    with pytest.raises(SessionRevokedError):
        await house.sessions.refresh(opened.tokens.refresh_token)
    with pytest.raises(SessionRevokedError):
        await house.consents.grant(house.origin(), caller, ConsentPurpose.FACE, "2026-08")


async def test_a_token_that_names_no_session_changes_nothing(house: House) -> None:
    opened = await house.logs_in()
    without_session = CustomerCaller(opened.customer_id, None)
    of_no_session = CustomerCaller(opened.customer_id, SESSION)

    for caller in (without_session, of_no_session):
        with pytest.raises(SessionRevokedError):
            await house.consents.grant(house.origin(), caller, ConsentPurpose.FACE, "2026-08")
    with pytest.raises(SessionRevokedError):
        await house.sessions.log_out(without_session)
    await house.sessions.log_out(of_no_session)


async def test_an_access_token_lives_fifteen_minutes_and_never_longer_than_its_session(
    house: House,
) -> None:
    opened = await house.logs_in()
    assert (opened.tokens.expires_at - house.now).total_seconds() == 900

    house.passes(30 * 24 * 3600 - 60)
    tokens = await house.sessions.refresh(opened.tokens.refresh_token)
    assert (tokens.expires_at - house.now).total_seconds() == 60

    house.passes(60)
    with pytest.raises(SessionExpired):
        await house.sessions.refresh(tokens.refresh_token)


async def test_neither_codes_nor_tokens_are_stored(house: House) -> None:
    code = await house.asks_for_code()
    opened = await house.answers(code)
    tokens = await house.sessions.refresh(opened.tokens.refresh_token)

    stored = repr(house.store) + "".join(
        repr(part) for part in (house.store.states, house.store.requests, house.store.outbox)
    )
    secrets = (code, opened.tokens.refresh_token.reveal(), tokens.refresh_token.reveal())
    assert not [secret for secret in secrets if secret in stored]
    assert isinstance(house.store.all_of(Session)[0].seed, bytes)
