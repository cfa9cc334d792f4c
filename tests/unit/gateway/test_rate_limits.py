"""Nobody takes more than their share."""

import pytest

from services.gateway import rate_limits
from services.gateway.problems import RateLimited
from services.gateway.rate_limits import RateLimiter, RequestClass, address_key, client_address


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def a_limiter(per_minute: int, clock: Clock) -> RateLimiter:
    return RateLimiter(dict.fromkeys(RequestClass, per_minute), clock)


def used_up(
    limiter: RateLimiter, caller: str = "a", request_class: RequestClass = RequestClass.READ
) -> RateLimited:
    for _ in range(10_000):
        try:
            limiter.check(request_class, caller)
        except RateLimited as refusal:
            return refusal
    raise AssertionError


def test_a_caller_may_send_a_burst_and_then_waits_as_told() -> None:
    clock = Clock()
    limiter = a_limiter(60, clock)

    refusal = used_up(limiter)

    assert refusal.metadata == {"retry_after_s": "1"}
    clock.now += 1
    limiter.check(RequestClass.READ, "a")
    with pytest.raises(RateLimited):
        limiter.check(RequestClass.READ, "a")


def test_callers_and_classes_do_not_take_from_each_other() -> None:
    limiter = a_limiter(60, Clock())
    used_up(limiter, "a", RequestClass.LOG_IN)

    limiter.check(RequestClass.LOG_IN, "b")
    limiter.check(RequestClass.READ, "a")


def test_a_rare_allowance_tells_the_full_wait() -> None:
    assert used_up(a_limiter(3, Clock())).metadata == {"retry_after_s": "20"}


def test_zero_means_no_limit() -> None:
    limiter = a_limiter(0, Clock())

    for _ in range(1000):
        limiter.check(RequestClass.READ, "a")


def test_memory_stays_bounded_and_the_longest_unused_goes_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rate_limits, "REMEMBERED_CALLERS", 2)
    limiter = a_limiter(3, Clock())
    limiter.check(RequestClass.READ, "a")
    limiter.check(RequestClass.READ, "b")

    limiter.check(RequestClass.READ, "c")

    limiter.check(RequestClass.READ, "a")
    with pytest.raises(RateLimited):
        limiter.check(RequestClass.READ, "c")


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("nonsense", "unknown"),
        ("", "unknown"),
    ],
)
def test_one_household_has_one_allowance(address: str, key: str) -> None:
    assert address_key(address) == key


@pytest.mark.parametrize(
    ("forwarded_for", "trusted", "expected"),
    [
        ("203.0.113.9", 0, "10.0.0.1"),
        ("203.0.113.9", 1, "203.0.113.9"),
        ("6.6.6.6, 203.0.113.9", 1, "203.0.113.9"),
        ("203.0.113.9, 10.0.0.2", 2, "203.0.113.9"),
        ("", 1, "10.0.0.1"),
    ],
)
def test_only_trusted_proxies_say_where_a_request_came_from(
    forwarded_for: str, trusted: int, expected: str
) -> None:
    assert client_address("10.0.0.1", forwarded_for, trusted) == expected
