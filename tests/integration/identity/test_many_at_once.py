"""Limits hold when many come at once."""

import asyncio
from collections import Counter
from typing import Any

import grpc
from granary.identity.v1 import identity_service_pb2 as pb

from chassis.grpc_errors import error_reason

from .conftest import App


async def outcomes(*calls: Any) -> Counter[str]:
    """How often each reason was given; "" is success."""
    results = await asyncio.gather(*calls, return_exceptions=True)
    for result in results:
        assert isinstance(result, grpc.aio.AioRpcError) or not isinstance(result, BaseException)
    return Counter(
        error_reason(result) if isinstance(result, grpc.aio.AioRpcError) else ""
        for result in results
    )


async def test_of_fifty_guesses_at_once_five_are_looked_at(app: App) -> None:
    code = int(await app.ask_for_code())
    guesses = [f"{(code + n) % 10**6:06d}" for n in range(1, 51)]

    reasons = await outcomes(*(app.answer(guess) for guess in guesses))

    assert reasons == {"OTP_WRONG": 5, "OTP_TOO_MANY_TRIES": 5, "CUSTOMER_LOCKED": 40}
    assert await app.refusal("LogIn", **log_in_of(app, f"{code:06d}")) == "CUSTOMER_LOCKED"


async def test_a_right_code_sent_fifty_times_at_once_opens_one_session(app: App) -> None:
    code = await app.ask_for_code()

    reasons = await outcomes(*(app.answer(code) for _ in range(50)))

    sessions = await app.rows(
        "select 1 from session where device_hash = "
        "(select device_hash from session order by opened_at desc limit 1)"
    )
    assert reasons[""] == 1
    assert set(reasons) <= {"", "OTP_USED", "CUSTOMER_LOCKED"}
    assert len(sessions) == 1


async def test_one_log_in_sent_many_times_at_once_is_one_session(app: App) -> None:
    code = await app.ask_for_code()
    request_id = "0198b3c2-7d0e-7c51-9c3a-2f1f7f8a0b11"

    replies = await asyncio.gather(*(app.answer(code, request_id=request_id) for _ in range(20)))

    assert len({reply.refresh_token for reply in replies}) == 1
    assert len({reply.customer_id for reply in replies}) == 1


async def test_of_customers_registering_one_id_number_at_once_exactly_one_wins(
    app: App, new_app: Any
) -> None:
    others = [await new_app() for _ in range(7)]
    everybody = [app, *others]
    for each in everybody:
        await each.log_in()
        await each.agree()

    reasons = await outcomes(*(each.call("Register", **app.form()) for each in everybody))

    assert reasons == {"": 1, "ID_NUMBER_TAKEN": 7}


async def test_a_card_bound_twenty_times_at_once_is_bound_once(app: App) -> None:
    await app.log_in()
    await app.agree()
    await app.register()

    reasons = await outcomes(*(app.bind_card() for _ in range(20)))

    assert reasons == {"": 1, "CARD_ALREADY_BOUND": 19}
    assert len((await app.call("ListCards")).cards) == 1


async def test_a_refresh_token_used_at_once_by_two_ends_the_session(app: App) -> None:
    await app.log_in()

    reasons = await outcomes(
        *(app.call("RefreshSession", refresh_token=app.refresh_token) for _ in range(10))
    )

    assert reasons["REFRESH_TOKEN_REUSED"] == 1
    assert reasons[""] <= 1
    assert set(reasons) <= {"", "REFRESH_TOKEN_REUSED", "SESSION_REVOKED"}
    assert (await app.announced()).count("identity.session.revoked") == 1


async def test_of_many_requests_for_a_code_at_once_one_message_is_sent(app: App) -> None:
    reasons = await outcomes(
        *(app.call("RequestOtp", phone=app.phone, purpose=pb.OTP_PURPOSE_LOGIN) for _ in range(20))
    )

    assert reasons == {"": 1, "OTP_TOO_SOON": 19}
    assert len(await app.messages()) == 1


def log_in_of(app: App, code: str) -> dict[str, Any]:
    return {"phone": app.phone, "code": code, "device_id": app.device_id, "channel": 1}
