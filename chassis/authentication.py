"""Access tokens: who is calling, signed with Ed25519 by an issuer this service knows.

The issuer decides what may be claimed: `identity` vouches only for customers, `staff` only for
staff, and a service only for itself.
"""

import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite
from pathlib import Path
from typing import Any
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from chassis.call_context import ANONYMOUS, Caller, Role, current_caller
from chassis.errors import Unauthenticated
from chassis.ports import Clock, utc_now

__all__ = [
    "ANONYMOUS",
    "Caller",
    "Role",
    "TokenExpired",
    "TokenInvalid",
    "TokenMissing",
    "TokenSigner",
    "TokenVerifier",
    "current_caller",
]

AUDIENCE = "granary"
LEEWAY = timedelta(seconds=60)
"""How far the clocks of issuer and verifier may differ."""
TRUST_VERIFIED_FOR = timedelta(minutes=5)
"""How long a verified token is remembered; a withdrawn key stops counting after this time."""
REMEMBERED_TOKENS = 10_000
LONGEST_TOKEN = 4096
"""Characters; a longer one is not even looked at."""

_ISSUER = re.compile(r"[a-z][a-z0-9_]{0,31}")
_PEM = re.compile(rb"-----BEGIN PUBLIC KEY-----.+?-----END PUBLIC KEY-----", re.DOTALL)
_CLAIM_CHECKS_OFF = {
    # Times are checked here against our own clock, so that tests can set it.
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "require": ["iss", "sub", "aud", "exp", "role"],
}


class TokenMissing(Unauthenticated):
    """This call needs an access token; log in and send it as `authorization: Bearer`."""

    def __init__(self) -> None:
        super().__init__(cause="missing")


class TokenInvalid(Unauthenticated):
    """The access token is not valid here; log in again."""

    def __init__(self) -> None:
        super().__init__(cause="invalid")


class TokenExpired(Unauthenticated):
    """The access token has expired; refresh the session or log in again."""

    def __init__(self) -> None:
        super().__init__(cause="expired")


@dataclass(frozen=True, slots=True)
class _Verified:
    caller: Caller
    expires_at: float
    trusted_until: float


class TokenVerifier:
    """Turns an access token into its caller, with the public keys found in a folder.

    The folder holds <issuer>.pem; a file may hold several keys, so that a key can be replaced
    without refusing tokens of the old one. Changed files are read again when next needed.
    """

    def __init__(self, public_keys_dir: Path, clock: Clock = utc_now) -> None:
        self._directory = public_keys_dir
        self._clock = clock
        self._keys: dict[str, tuple[int, tuple[Ed25519PublicKey, ...]]] = {}
        self._verified: OrderedDict[str, _Verified] = OrderedDict()

    def verify(self, token: str) -> Caller:
        """The caller; raises TokenInvalid or TokenExpired."""
        now = self._clock().timestamp()
        known = self._verified.get(token)
        if known is None or now > known.trusted_until:
            known = self._verify_signature(token, now)
            self._remember(token, known)
        if now > known.expires_at + LEEWAY.total_seconds():
            raise TokenExpired
        return known.caller

    def _remember(self, token: str, verified: _Verified) -> None:
        self._verified[token] = verified
        self._verified.move_to_end(token)
        if len(self._verified) > REMEMBERED_TOKENS:
            self._verified.popitem(last=False)

    def _verify_signature(self, token: str, now: float) -> _Verified:
        if len(token) > LONGEST_TOKEN:
            raise TokenInvalid
        try:
            issuer = jwt.decode(token, options={"verify_signature": False}).get("iss")
        except jwt.InvalidTokenError as error:
            raise TokenInvalid from error
        for key in self._keys_of(issuer):
            try:
                claims = jwt.decode(
                    token,
                    key,
                    algorithms=["EdDSA"],
                    audience=AUDIENCE,
                    options=_CLAIM_CHECKS_OFF,  # type: ignore[arg-type]
                )
            except jwt.InvalidSignatureError:
                continue
            except jwt.InvalidTokenError as error:
                raise TokenInvalid from error
            return _read_claims(claims, now)
        raise TokenInvalid

    def _keys_of(self, issuer: object) -> tuple[Ed25519PublicKey, ...]:
        # The issuer is not yet trusted: it must not lead out of the folder.
        if not isinstance(issuer, str) or not _ISSUER.fullmatch(issuer):
            return ()
        path = self._directory / f"{issuer}.pem"
        try:
            changed = path.stat().st_mtime_ns
            known = self._keys.get(issuer)
            if known is None or known[0] != changed:
                known = (changed, _read_public_keys(path))
                self._keys[issuer] = known
        except (OSError, ValueError):
            return ()
        return known[1]


def _read_public_keys(path: Path) -> tuple[Ed25519PublicKey, ...]:
    keys = (load_pem_public_key(pem) for pem in _PEM.findall(path.read_bytes()))
    return tuple(key for key in keys if isinstance(key, Ed25519PublicKey))


def _read_claims(claims: dict[str, Any], now: float) -> _Verified:
    leeway = LEEWAY.total_seconds()
    try:
        expires_at = _instant(claims["exp"])
        starts_at = max(_instant(claims.get("nbf", 0)), _instant(claims.get("iat", 0)))
        caller = _read_caller(claims)
    except (TypeError, ValueError, OverflowError) as error:
        raise TokenInvalid from error
    if now + leeway < starts_at:
        raise TokenInvalid
    return _Verified(caller, expires_at, now + TRUST_VERIFIED_FOR.total_seconds())


def _instant(claim: Any) -> float:
    """Seconds since 1970; a token that compares as expired at no time is refused."""
    instant = float(claim)
    if not isfinite(instant):
        raise ValueError("not an instant")
    return instant


def _read_caller(claims: dict[str, Any]) -> Caller:
    issuer, subject, role = claims["iss"], claims["sub"], Role(claims["role"])
    if role is not role_vouched_for_by(issuer):
        raise TokenInvalid
    if role is Role.SERVICE and subject != issuer:
        raise TokenInvalid
    is_customer = role is Role.CUSTOMER
    return Caller(
        role=role,
        customer_id=UUID(subject) if is_customer else None,
        name="" if is_customer else subject,
        session_id=str(claims.get("sid", "")),
        channel=str(claims.get("channel", "")),
    )


def role_vouched_for_by(issuer: str) -> Role:
    """The only role an issuer may put into a token."""
    return {"identity": Role.CUSTOMER, "staff": Role.STAFF}.get(issuer, Role.SERVICE)


class TokenSigner:
    """Makes tokens of one issuer with its private key."""

    def __init__(
        self,
        issuer: str,
        key_file: Path,
        clock: Clock = utc_now,
        lifetime: timedelta = timedelta(minutes=15),
    ) -> None:
        key = load_pem_private_key(key_file.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise TypeError(f"{key_file} must hold an Ed25519 private key in PEM")
        self._key = key
        self._issuer = issuer
        self._clock = clock
        self._lifetime = lifetime
        self._own: tuple[str, datetime] | None = None

    def service_token(self) -> str:
        """This service's own token, made anew when little of its life is left."""
        now = self._clock()
        if self._own is None or now > self._own[1]:
            token, expires_at = self.sign(Role.SERVICE, self._issuer)
            self._own = (token, expires_at - self._lifetime / 4)
        return self._own[0]

    def customer_token(
        self, customer_id: UUID, *, session_id: str, channel: str, lifetime: timedelta | None = None
    ) -> tuple[str, datetime]:
        """A customer's access token and when it expires."""
        return self.sign(Role.CUSTOMER, str(customer_id), lifetime, sid=session_id, channel=channel)

    def staff_token(self, name: str, lifetime: timedelta | None = None) -> tuple[str, datetime]:
        """A member of staff's access token and when it expires."""
        return self.sign(Role.STAFF, name, lifetime)

    def sign(
        self, role: Role, subject: str, lifetime: timedelta | None = None, **claims: str
    ) -> tuple[str, datetime]:
        """A token with these claims and when it expires."""
        now = self._clock()
        expires_at = now + (self._lifetime if lifetime is None else lifetime)
        payload = {
            "iss": self._issuer,
            "sub": subject,
            "aud": AUDIENCE,
            "role": role.value,
            "iat": int(now.timestamp()),
            "exp": int(expires_at.timestamp()),
            **claims,
        }
        return jwt.encode(payload, self._key, algorithm="EdDSA"), expires_at


TokenSource = Callable[[], str]
"""Gives the token to send with a call, such as `TokenSigner.service_token`."""
