from pathlib import Path

import pytest

from chassis.errors import Conflict
from services.identity.domain.errors import (
    OtpDailyCap,
    OtpExpired,
    OtpTooSoon,
    SmsUnavailable,
)
from services.identity.domain.one_time_code import OtpPurpose
from tests.builders.customers import OTHER_PHONE, PHONE, House, a_phone


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


async def test_a_code_goes_to_the_phone_and_nowhere_else(house: House) -> None:
    code = await house.asks_for_code()

    ((phone, text),) = house.sms.messages
    assert phone == PHONE
    assert code in text
    assert "5分钟" in text
    stored = repr(house.store)
    assert code not in stored
    assert PHONE not in stored


async def test_the_same_request_sends_one_message_and_answers_the_same(house: House) -> None:
    origin = house.origin("body")

    first = await house.one_time_codes.request(origin, a_phone(), OtpPurpose.LOGIN)
    second = await house.one_time_codes.request(origin, a_phone(), OtpPurpose.LOGIN)

    assert first == second
    assert len(house.sms.messages) == 1


async def test_a_request_id_serves_one_body_of_one_phone(house: House) -> None:
    origin = house.origin("body")
    await house.one_time_codes.request(origin, a_phone(), OtpPurpose.LOGIN)

    with pytest.raises(Conflict):
        await house.one_time_codes.request(
            house.origin("other", origin.request_id), a_phone(), OtpPurpose.LOGIN
        )
    # Another caller's choice of the same id is no business of the first.
    await house.one_time_codes.request(origin, a_phone(OTHER_PHONE), OtpPurpose.LOGIN)


async def test_when_the_gateway_is_down_the_same_request_sends_the_same_code_later(
    house: House,
) -> None:
    origin = house.origin("body")
    house.sms.down = True
    with pytest.raises(SmsUnavailable):
        await house.one_time_codes.request(origin, a_phone(), OtpPurpose.LOGIN)
    house.sms.down = False

    await house.one_time_codes.request(origin, a_phone(), OtpPurpose.LOGIN)
    await house.one_time_codes.request(origin, a_phone(), OtpPurpose.LOGIN)
    opened = await house.answers(house.sms.code_for(PHONE))

    assert len(house.sms.messages) == 1
    assert not opened.registered


async def test_repeating_a_request_cannot_flood_the_gateway(house: House) -> None:
    origin = house.origin("body")
    house.sms.down = True
    for _ in range(3):
        with pytest.raises(SmsUnavailable):
            await house.one_time_codes.request(origin, a_phone(), OtpPurpose.LOGIN)

    with pytest.raises(OtpTooSoon):
        await house.one_time_codes.request(origin, a_phone(), OtpPurpose.LOGIN)


async def test_an_old_request_sends_nothing_new(house: House) -> None:
    origin = house.origin("body")
    house.sms.down = True
    with pytest.raises(SmsUnavailable):
        await house.one_time_codes.request(origin, a_phone(), OtpPurpose.LOGIN)
    house.sms.down = False
    house.passes(300)

    with pytest.raises(OtpExpired):
        await house.one_time_codes.request(origin, a_phone(), OtpPurpose.LOGIN)
    await house.asks_for_code()
    await house.one_time_codes.request(origin, a_phone(), OtpPurpose.LOGIN)

    assert len(house.sms.messages) == 1


async def test_each_purpose_has_its_own_wait_and_all_share_the_caps(house: House) -> None:
    await house.asks_for_code(purpose=OtpPurpose.LOGIN)
    await house.asks_for_code(purpose=OtpPurpose.BIND_CARD)
    with pytest.raises(OtpTooSoon):
        await house.asks_for_code(purpose=OtpPurpose.LOGIN)
    for _ in range(3):
        house.passes(60)
        await house.asks_for_code()
    house.passes(60)

    with pytest.raises(OtpTooSoon):
        await house.asks_for_code(purpose=OtpPurpose.SIGN)
    for _ in range(5):
        house.passes(3600)
        await house.asks_for_code()
    with pytest.raises(OtpDailyCap):
        await house.asks_for_code(purpose=OtpPurpose.SIGN)


async def test_a_refused_request_may_be_sent_again_later(house: House) -> None:
    await house.asks_for_code()
    origin = house.origin("body")
    with pytest.raises(OtpTooSoon):
        await house.one_time_codes.request(origin, a_phone(), OtpPurpose.LOGIN)
    house.passes(60)

    await house.one_time_codes.request(origin, a_phone(), OtpPurpose.LOGIN)

    assert len(house.sms.messages) == 2
