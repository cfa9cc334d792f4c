from dataclasses import replace
from uuid import UUID

import pytest

from chassis.personal import Personal
from services.identity.domain.errors import (
    OtpDailyCap,
    OtpExpired,
    OtpNotRequested,
    OtpTooManyTries,
    OtpTooSoon,
    OtpUsed,
    OtpWrong,
)
from services.identity.domain.one_time_code import (
    CodeKey,
    OtpAllowance,
    OtpChallenge,
    OtpPurpose,
    judge,
    seconds_until,
)
from tests.builders.customers import (
    AT,
    CODE_KEY,
    OTP,
    POLICY,
    a_challenge,
    a_policy,
    right_code,
    seconds,
    wrong_code,
)

OTHER_OTP = UUID("0198b3c2-0000-7000-8000-0000000000f2")


def ask_again(before: OtpChallenge, after_s: float) -> OtpChallenge:
    return OtpChallenge.new(
        before,
        phone_index=before.phone_index,
        purpose=before.purpose,
        otp_id=OTHER_OTP,
        seed=b"t" * 16,
        policy=POLICY,
        now=AT + seconds(after_s),
    )


def test_a_code_has_six_digits() -> None:
    codes = {CODE_KEY.code_of(a_challenge(seed=bytes([n]))).reveal() for n in range(200)}

    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert len(codes) > 190


def test_a_code_belongs_to_one_phone_purpose_seed_and_key() -> None:
    challenge = a_challenge()
    others = [
        CODE_KEY.code_of(replace(challenge, phone_index="p2")),
        CODE_KEY.code_of(replace(challenge, purpose=OtpPurpose.SIGN)),
        CODE_KEY.code_of(replace(challenge, seed=b"u" * 16)),
        CODE_KEY.code_of(replace(challenge, otp_id=OTHER_OTP)),
        CodeKey(Personal(b"other")).code_of(challenge),
    ]

    assert right_code(challenge) not in others


def test_the_right_code_opens_once() -> None:
    challenge = a_challenge()

    used, refusal = challenge.answer(right_code(challenge), CODE_KEY, AT)
    _, second_refusal = used.answer(right_code(challenge), CODE_KEY, AT)

    assert refusal is None
    assert used.used_at == AT
    assert isinstance(second_refusal, OtpUsed)


def test_a_wrong_code_uses_up_a_try_and_the_fifth_kills_the_code() -> None:
    challenge = a_challenge()
    wrong, right = wrong_code(challenge), right_code(challenge)
    left = []
    for _ in range(5):
        challenge, refusal = challenge.answer(wrong, CODE_KEY, AT)
        assert isinstance(refusal, OtpWrong)
        left.append(refusal.metadata["tries_left"])

    after, refusal = challenge.answer(right, CODE_KEY, AT)

    assert left == ["4", "3", "2", "1", "0"]
    assert isinstance(refusal, OtpTooManyTries)
    assert after == challenge


def test_a_code_is_too_old_after_five_minutes() -> None:
    challenge = a_challenge()
    code = right_code(challenge)

    _, in_time = challenge.answer(code, CODE_KEY, AT + seconds(299.9))
    unchanged, too_late = challenge.answer(code, CODE_KEY, AT + seconds(300))

    assert in_time is None
    assert isinstance(too_late, OtpExpired)
    assert unchanged == challenge


def test_a_code_nobody_asked_for_is_refused() -> None:
    challenge, refusal = judge(None, OtpPurpose.SIGN, Personal("123456"), CODE_KEY, AT)

    assert challenge is None
    assert isinstance(refusal, OtpNotRequested)
    assert refusal.metadata == {"purpose": "SIGN"}


def test_a_second_code_must_wait_a_minute_and_replaces_the_first() -> None:
    first = a_challenge()

    with pytest.raises(OtpTooSoon) as early:
        ask_again(first, 17.5)
    second = ask_again(first, 60)

    assert early.value.metadata == {"retry_after_s": "43"}
    assert second.otp_id == OTHER_OTP
    assert right_code(second) != right_code(first)


def test_a_phone_gets_five_codes_in_an_hour_and_ten_in_a_day() -> None:
    allowance = OtpAllowance("p1")
    for minute in range(5):
        allowance = allowance.ask(POLICY, AT + seconds(60 * minute))

    with pytest.raises(OtpTooSoon) as sixth:
        allowance.ask(POLICY, AT + seconds(300))
    for minute in range(60, 65):
        allowance = allowance.ask(POLICY, AT + seconds(60 * minute))
    with pytest.raises(OtpDailyCap) as eleventh:
        allowance.ask(POLICY, AT + seconds(3 * 3600))
    next_day = allowance.ask(POLICY, AT + seconds(24 * 3600))

    assert sixth.value.metadata == {"retry_after_s": "3300"}
    assert eleventh.value.metadata == {"cap": "10"}
    assert len(next_day.asked_at) == 10


def test_the_same_code_is_sent_at_most_three_times() -> None:
    challenge = a_challenge()
    for _ in range(2):
        challenge = challenge.send_again(OTP, AT)

    with pytest.raises(OtpTooSoon):
        challenge.send_again(OTP, AT)

    assert challenge.sent(AT).sent_at == AT


@pytest.mark.parametrize(("otp_id", "after_s"), [(OTHER_OTP, 0), (OTP, 300)])
def test_a_code_that_was_replaced_or_is_too_old_is_not_sent_again(
    otp_id: UUID, after_s: float
) -> None:
    with pytest.raises(OtpExpired):
        a_challenge().send_again(otp_id, AT + seconds(after_s))


def test_the_limits_come_from_the_policy() -> None:
    policy = a_policy(otp_per_day_max=1)
    allowance = OtpAllowance("p1").ask(policy, AT)

    with pytest.raises(OtpDailyCap):
        allowance.ask(policy, AT + seconds(7200))


def test_waiting_times_are_rounded_up_and_never_negative() -> None:
    assert seconds_until(AT + seconds(0.2), AT) == 1
    assert seconds_until(AT, AT + seconds(5)) == 0
