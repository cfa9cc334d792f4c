"""Access tokens: which are believed, and what they may claim."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest

from chassis.authentication import Role, TokenExpired, TokenInvalid, TokenVerifier
from tests.builders.tokens import ZHANG, Issuers


class MovingClock:
    def __init__(self) -> None:
        self.now = datetime(2026, 1, 31, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def issuers(tmp_path: Path, clock: MovingClock) -> Issuers:
    return Issuers(tmp_path, clock)


@pytest.fixture
def verifier(issuers: Issuers) -> TokenVerifier:
    return issuers.verifier()


def test_a_customer_token_names_the_customer(issuers: Issuers, verifier: TokenVerifier) -> None:
    caller = verifier.verify(issuers.of_customer(ZHANG))

    assert (caller.role, caller.customer_id) == (Role.CUSTOMER, ZHANG)
    assert (caller.session_id, caller.channel) == ("s-1", "APP")
    assert caller.caller_id == f"customer:{ZHANG}"


def test_a_token_lives_until_it_expires_and_a_minute_more(
    issuers: Issuers, verifier: TokenVerifier, clock: MovingClock
) -> None:
    token = issuers.of_customer()
    verifier.verify(token)

    clock.passes(minutes=15, seconds=59)
    verifier.verify(token)
    clock.passes(seconds=2)
    with pytest.raises(TokenExpired):
        verifier.verify(token)
    with pytest.raises(TokenExpired):
        issuers.verifier().verify(token)


def test_a_token_from_the_future_is_not_believed(
    issuers: Issuers, verifier: TokenVerifier, clock: MovingClock
) -> None:
    token = issuers.of_customer()

    clock.passes(seconds=-59)
    verifier.verify(token)
    clock.passes(seconds=-2)
    with pytest.raises(TokenInvalid):
        issuers.verifier().verify(token)


@pytest.mark.parametrize(
    ("issuer", "role"),
    [
        ("identity", Role.STAFF),
        ("identity", Role.SERVICE),
        ("identity", Role.ANONYMOUS),
        ("staff", Role.CUSTOMER),
        ("staff", Role.SERVICE),
        ("lending", Role.STAFF),
        ("lending", Role.CUSTOMER),
    ],
)
def test_an_issuer_vouches_for_one_role_only(
    issuers: Issuers, verifier: TokenVerifier, issuer: str, role: Role
) -> None:
    subject = issuer if role is Role.SERVICE else str(ZHANG)
    token, _ = issuers(issuer).sign(role, subject)

    with pytest.raises(TokenInvalid):
        verifier.verify(token)


def test_a_service_speaks_only_for_itself(issuers: Issuers, verifier: TokenVerifier) -> None:
    token, _ = issuers("support").sign(Role.SERVICE, "lending")

    with pytest.raises(TokenInvalid):
        verifier.verify(token)


@pytest.mark.parametrize(
    "issuer", ["../public/identity", "/etc/passwd", "", "IDENTITY", "identity\0", 7, None, ["x"]]
)
def test_an_issuer_cannot_name_a_file_outside_the_folder(
    issuers: Issuers, verifier: TokenVerifier, issuer: object
) -> None:
    issuers("identity")
    claims = {"iss": issuer, "sub": str(ZHANG), "aud": "granary", "role": "CUSTOMER", "exp": 9**10}
    token = jwt.api_jws.encode(
        json.dumps(claims).encode(), issuers("identity")._key, algorithm="EdDSA"
    )

    with pytest.raises(TokenInvalid):
        verifier.verify(token)


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "other"},
        {"sub": "not-a-uuid"},
        {"exp": "soon"},
        {"exp": float("nan")},
        {"exp": float("inf")},
        {"exp": 10**400},
        {"role": "KING"},
        {"role": None},
        {"iat": "now"},
    ],
)
def test_claims_of_the_wrong_kind_are_refused(
    issuers: Issuers, verifier: TokenVerifier, claims: dict[str, object]
) -> None:
    good = {"iss": "identity", "sub": str(ZHANG), "aud": "granary", "role": "CUSTOMER"}
    token = jwt.encode(
        {**good, "exp": 9**10, **claims}, issuers("identity")._key, algorithm="EdDSA"
    )

    with pytest.raises(TokenInvalid):
        verifier.verify(token)


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_only_ed25519_signatures_count(
    issuers: Issuers, verifier: TokenVerifier, algorithm: str
) -> None:
    issuers("identity")
    claims = {"iss": "identity", "sub": str(ZHANG), "aud": "granary", "role": "CUSTOMER"}
    key: Any = None if algorithm == "none" else "x" * 64
    token = jwt.encode({**claims, "exp": 9**10}, key, algorithm=algorithm)

    with pytest.raises(TokenInvalid):
        verifier.verify(token)


def test_a_new_issuer_is_known_as_soon_as_its_key_is_there(
    issuers: Issuers, verifier: TokenVerifier
) -> None:
    newcomer = issuers.new_key("reporting", publish=False)
    with pytest.raises(TokenInvalid):
        verifier.verify(newcomer.service_token())

    newcomer = issuers.new_key("reporting")

    assert verifier.verify(newcomer.service_token()).name == "reporting"


def test_a_key_is_replaced_without_refusing_tokens_of_the_old_one(
    issuers: Issuers, verifier: TokenVerifier
) -> None:
    old = issuers.of_customer(ZHANG)
    verifier.verify(old)
    new_signer = issuers.new_key("identity", keep_old=True)
    new = new_signer.customer_token(ZHANG, session_id="s-2", channel="APP")[0]

    assert verifier.verify(new).session_id == "s-2"
    assert issuers.verifier().verify(old).session_id == "s-1"


def test_a_withdrawn_key_stops_counting_within_five_minutes(
    issuers: Issuers, verifier: TokenVerifier, clock: MovingClock
) -> None:
    token = issuers.of_customer()
    verifier.verify(token)
    issuers.new_key("identity")

    clock.passes(minutes=5, seconds=1)

    with pytest.raises(TokenInvalid):
        verifier.verify(token)


def test_a_service_keeps_its_token_until_it_is_nearly_over(
    issuers: Issuers, clock: MovingClock
) -> None:
    lending = issuers("lending")
    first = lending.service_token()

    clock.passes(minutes=11)
    assert lending.service_token() == first
    clock.passes(seconds=20, minutes=0.5)
    assert lending.service_token() != first


def test_a_customer_id_is_needed_for_nobody_else(issuers: Issuers, verifier: TokenVerifier) -> None:
    staff = verifier.verify(issuers.of_staff("li.na"))

    assert staff.customer_id is None
    assert staff.caller_id == "staff:li.na"
