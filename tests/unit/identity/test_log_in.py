from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from chassis.decision import Decision
from services.identity.domain.credential import Credential
from services.identity.domain.errors import CustomerLocked, OtpTooManyTries
from services.identity.domain.events import CustomerCreated, CustomerLoggedIn, LoginFailed
from services.identity.domain.log_in import LoggedIn, LogIn, LogInStates, log_in
from services.identity.domain.log_in_guard import LogInGuard, device_subject, phone_subject
from services.identity.domain.one_time_code import OtpChallenge
from services.identity.domain.session import Session
from services.identity.domain.words import Channel
from tests.builders.customers import (
    AT,
    CODE_KEY,
    CUSTOMER,
    POLICY,
    SESSION,
    a_challenge,
    a_customer,
    a_policy,
    right_code,
    seconds,
    wrong_code,
)

STRANGER = UUID("0198b3c2-0000-7000-8000-00000000000b")
NOTHING = LogInStates(None, None, None, None)


def a_log_in(**changes: Any) -> LogIn:
    command = LogIn(
        phone_index="p1",
        code=right_code(a_challenge()),
        device_id="device-1",
        device_hash="d1",
        channel=Channel.APP,
        stranger=a_customer(customer_id=STRANGER),
        session_id=SESSION,
        session_seed=b"s" * 16,
        now=AT,
    )
    return replace(command, **changes)


def events_of(decision: Decision[LoggedIn]) -> list[object]:
    return [event for change in decision.changes for event in change.events]


def state_of(decision: Decision[LoggedIn], kind: type, **having: Any) -> Any:
    (state,) = (
        change.state
        for change in decision.changes
        if isinstance(change.state, kind)
        and all(getattr(change.state, name) == value for name, value in having.items())
    )
    return state


def test_the_first_log_in_makes_a_customer_at_the_lowest_level() -> None:
    states = replace(NOTHING, challenge=a_challenge())

    decision = log_in(a_log_in(), states, CODE_KEY, POLICY)

    created, logged_in = events_of(decision)
    assert decision.reply == LoggedIn(STRANGER, SESSION)
    assert isinstance(created, CustomerCreated)
    assert isinstance(logged_in, CustomerLoggedIn)
    assert logged_in.new_device
    assert state_of(decision, Credential).customer_id == STRANGER
    assert state_of(decision, OtpChallenge).used_at == AT


@pytest.mark.parametrize(("device_hash", "is_new"), [("d1", False), ("d2", True)])
def test_a_known_phone_finds_its_customer_and_tells_a_new_device(
    device_hash: str, *, is_new: bool
) -> None:
    states = replace(
        NOTHING, challenge=a_challenge(), credential=Credential("p1", CUSTOMER, ("d1",))
    )

    decision = log_in(a_log_in(device_hash=device_hash), states, CODE_KEY, POLICY)

    (event,) = events_of(decision)
    assert isinstance(event, CustomerLoggedIn)
    assert event.new_device is is_new
    assert event.customer_id == CUSTOMER
    assert state_of(decision, Session).customer_id == CUSTOMER
    assert state_of(decision, Credential).device_hashes[-1] == device_hash


def test_a_refused_log_in_is_counted_and_announced() -> None:
    challenge = a_challenge()
    states = replace(NOTHING, challenge=challenge)

    decision = log_in(a_log_in(code=wrong_code(challenge)), states, CODE_KEY, POLICY)

    (failed,) = events_of(decision)
    assert decision.reply.refused is not None
    assert decision.reply.refused.as_error().metadata == {"tries_left": "4"}
    assert isinstance(failed, LoginFailed)
    assert (failed.reason, failed.customer_id) == ("OTP_WRONG", None)
    assert state_of(decision, LogInGuard, subject="phone:p1").failed_at == (AT,)
    assert state_of(decision, LogInGuard, subject="device:d1").failed_at == (AT,)
    assert state_of(decision, OtpChallenge).tries == 1


def test_a_refused_log_in_names_the_customer_behind_the_phone() -> None:
    states = replace(NOTHING, credential=Credential("p1", CUSTOMER))

    decision = log_in(a_log_in(), states, CODE_KEY, POLICY)

    (failed,) = events_of(decision)
    assert isinstance(failed, LoginFailed)
    assert (failed.reason, failed.customer_id) == ("OTP_NOT_REQUESTED", CUSTOMER)


def test_a_dead_code_is_not_written_again() -> None:
    states = replace(NOTHING, challenge=a_challenge(tries=5))

    decision = log_in(a_log_in(), states, CODE_KEY, POLICY)

    assert decision.reply.refused is not None
    assert isinstance(decision.reply.refused.as_error(), OtpTooManyTries)
    assert not any(isinstance(change.state, OtpChallenge) for change in decision.changes)


@pytest.mark.parametrize("guard", ["phone_guard", "device_guard"])
def test_nothing_is_looked_at_while_phone_or_device_is_locked(guard: str) -> None:
    locked = LogInGuard("x", locked_until=AT + seconds(1))
    guards: dict[str, Any] = {guard: locked}
    states = replace(NOTHING, challenge=a_challenge(), **guards)

    with pytest.raises(CustomerLocked):
        log_in(a_log_in(), states, CODE_KEY, POLICY)
    in_time = log_in(a_log_in(now=AT + seconds(1)), states, CODE_KEY, POLICY)

    assert in_time.reply.refused is None


def test_success_clears_the_failures_of_the_phone_but_not_of_the_device() -> None:
    states = LogInStates(
        challenge=a_challenge(),
        credential=None,
        phone_guard=LogInGuard(phone_subject("p1"), (AT,)),
        device_guard=LogInGuard(device_subject("d1"), (AT,)),
    )

    decision = log_in(a_log_in(), states, CODE_KEY, POLICY)

    assert state_of(decision, LogInGuard).subject == "phone:p1"
    assert state_of(decision, LogInGuard).failed_at == ()


def test_ten_failures_within_an_hour_lock_for_half_an_hour() -> None:
    guard = LogInGuard("phone:p1")
    for minute in range(9):
        guard = guard.failed(POLICY, 10, AT + seconds(60 * minute))
    guard.check(AT + seconds(540))

    locked = guard.failed(POLICY, 10, AT + seconds(540))

    with pytest.raises(CustomerLocked) as refusal:
        locked.check(AT + seconds(541))
    locked.check(AT + seconds(540 + 1800))
    assert refusal.value.metadata == {"locked_until": "2026-11-23T04:39:00+00:00"}
    assert locked.failed_at == ()


def test_failures_older_than_the_window_do_not_count() -> None:
    guard = LogInGuard("phone:p1", tuple(AT + seconds(n) for n in range(9)))

    later = guard.failed(POLICY, 10, AT + seconds(3608))

    assert later.locked_until is None
    assert len(later.failed_at) == 1


def test_the_device_unused_for_longest_is_forgotten_first() -> None:
    policy = a_policy(devices_remembered_max=2)
    credential = Credential("p1", CUSTOMER)
    for device in ("a", "b", "a", "c"):
        credential = credential.used_from(device, policy)

    assert credential.device_hashes == ("a", "c")
    assert not credential.knows("b")
    assert credential.used_from("d", a_policy(devices_remembered_max=1)).device_hashes == ("d",)
