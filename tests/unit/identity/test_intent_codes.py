"""A customer agrees to one document with a code: bound to its hash, used once."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import NotFound
from chassis.personal import Personal
from services.identity.domain.errors import (
    OtpDailyCap,
    OtpExpired,
    OtpNotRequested,
    OtpTooManyTries,
    OtpTooSoon,
    OtpUsed,
    OtpWrong,
    SmsUnavailable,
)
from services.identity.domain.intent_code import IntentCode, verify_intent
from services.identity.domain.one_time_code import OtpPurpose
from tests.builders.customers import (
    AT,
    CODE_KEY,
    CUSTOMER,
    PHONE,
    House,
    a_challenge,
    right_code,
)

SIGN = OtpPurpose.SIGN
CONTRACT, OTHER = "c0ffee" + "0" * 58, "f00d00" + "0" * 58


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
async def customer_id(house: House) -> UUID:
    return (await house.has_a_customer()).customer_id


async def asks(house: House, customer_id: UUID, sha256: str = CONTRACT, origin: Any = None) -> str:
    origin = origin or house.origin(sha256)
    await house.intent_codes.request(origin, customer_id, SIGN, sha256, 1_000_000)
    return house.sms.code_for(PHONE)


async def answers(house: House, customer_id: UUID, code: str, sha256: str = CONTRACT) -> Any:
    return await house.intent_codes.verify(
        house.origin(code), customer_id, SIGN, sha256, Personal(code)
    )


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


async def test_the_message_names_the_amount_and_the_contract(
    house: House, customer_id: UUID
) -> None:
    code = await asks(house, customer_id)

    phone, text = house.sms.messages[-1]
    assert phone == PHONE
    assert "10,000.00元" in text
    assert "合同校验码c0ffee" in text
    assert f"验证码{code}" in text
    assert code not in repr(house.store)


async def test_a_right_answer_agrees_once(house: House, customer_id: UUID) -> None:
    code = await asks(house, customer_id)

    verified = await answers(house, customer_id, code)

    stored = await house.shell.reads.find_intent_code(customer_id, SIGN, CONTRACT)
    assert stored is not None
    assert verified.otp_id == stored.challenge.otp_id
    assert stored.challenge.used_at == verified.verified_at == house.now
    with pytest.raises(OtpUsed):
        await answers(house, customer_id, code)


async def test_the_same_answer_sent_again_hears_the_same(house: House, customer_id: UUID) -> None:
    code = await asks(house, customer_id)
    origin = house.origin(code)

    first = await house.intent_codes.verify(origin, customer_id, SIGN, CONTRACT, Personal(code))
    house.passes(10)
    again = await house.intent_codes.verify(origin, customer_id, SIGN, CONTRACT, Personal(code))

    assert again == first


async def test_a_code_agrees_to_its_own_document_only(house: House, customer_id: UUID) -> None:
    code = await asks(house, customer_id)

    with pytest.raises(OtpNotRequested):
        await answers(house, customer_id, code, OTHER)
    with pytest.raises(OtpNotRequested):
        await answers(house, UUID(int=5), code)
    await asks(house, customer_id, OTHER)
    with pytest.raises(OtpWrong):
        await answers(house, customer_id, code, OTHER)
    await answers(house, customer_id, code)


async def test_wrong_and_late_answers_are_refused_and_counted(
    house: House, customer_id: UUID
) -> None:
    code = await asks(house, customer_id)

    for left in (4, 3, 2, 1, 0):
        with pytest.raises(OtpWrong) as refused:
            await answers(house, customer_id, wrong(code))
        assert refused.value.metadata == {"tries_left": str(left)}
    with pytest.raises(OtpTooManyTries):
        await answers(house, customer_id, code)
    later = await asks(house, customer_id, OTHER)
    house.passes(300)
    with pytest.raises(OtpExpired):
        await answers(house, customer_id, later, OTHER)


async def test_each_document_has_its_own_interval_and_all_have_a_cap(
    house: House, customer_id: UUID
) -> None:
    await asks(house, customer_id)

    with pytest.raises(OtpTooSoon):
        await asks(house, customer_id)
    for number in range(19):
        await asks(house, customer_id, f"{number:064x}")
    with pytest.raises(OtpTooSoon):
        await asks(house, customer_id, "e" * 64)
    for hour in (1, 2):
        house.passes(3601)
        for number in range(20 if hour == 1 else 10):
            await asks(house, customer_id, f"{hour}{number:063x}")
    with pytest.raises(OtpDailyCap):
        await asks(house, customer_id, "e" * 64)


async def test_codes_to_sign_with_leave_those_to_log_in_with_alone(
    house: House, customer_id: UUID
) -> None:
    for number in range(15):
        await asks(house, customer_id, f"{number:064x}")
    house.passes(60)

    assert await house.asks_for_code()


async def test_a_message_the_gateway_did_not_take_goes_out_with_the_same_request(
    house: House, customer_id: UUID
) -> None:
    origin, before = house.origin(CONTRACT), len(house.sms.messages)
    house.sms.down = True
    with pytest.raises(SmsUnavailable):
        await asks(house, customer_id, origin=origin)
    house.sms.down = False

    code = await asks(house, customer_id, origin=origin)
    await asks(house, customer_id, origin=origin)

    assert len(house.sms.messages) == before + 1
    await answers(house, customer_id, code)


async def test_a_newer_code_replaces_the_one_before(house: House, customer_id: UUID) -> None:
    first = house.origin("first")
    old = await asks(house, customer_id, origin=first)
    house.passes(61)
    new = await asks(house, customer_id)
    messages = len(house.sms.messages)

    await asks(house, customer_id, origin=first)

    assert len(house.sms.messages) == messages
    if old != new:
        with pytest.raises(OtpWrong):
            await answers(house, customer_id, old)
    await answers(house, customer_id, new)


async def test_nobody_gets_a_code_for_a_customer_who_does_not_exist(house: House) -> None:
    with pytest.raises(NotFound):
        await asks(house, UUID(int=5))


@given(st.integers(0, 999_999))
def test_no_other_code_is_ever_right(number: int) -> None:
    challenge = a_challenge(purpose=SIGN)
    code = IntentCode(CUSTOMER, SIGN, CONTRACT, 1, challenge)
    answer = f"{number:06d}"

    verified = verify_intent(code, SIGN, Personal(answer), CODE_KEY, AT).reply

    assert (verified.refused is None) == (answer == right_code(challenge).reveal())
