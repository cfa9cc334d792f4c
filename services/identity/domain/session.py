"""Sessions: an access token for minutes, and a refresh token that buys the next one, once.

A refresh token is not stored, not even hashed: it follows from the session's random seed and
generation in the database and a key outside it. So the first answer to a repeated log-in can be
given again although no token was kept.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from chassis.errors import DomainError
from chassis.personal import Personal
from services.identity.domain.errors import (
    RefreshTokenReused,
    RefreshTokenUnknown,
    SessionExpired,
    SessionRevokedError,
)
from services.identity.domain.events import SessionRevoked
from services.identity.domain.policy import IdentityPolicy
from services.identity.domain.words import Channel, SessionEndReason

_TOKEN_BYTES = 68  # customer id 16, session id 16, generation 4, authentication code 32


@dataclass(frozen=True, slots=True)
class Session:
    """One log-in on one device until log-out, theft or old age."""

    customer_id: UUID
    session_id: UUID
    seed: bytes
    device_hash: str
    channel: Channel
    opened_at: datetime
    expires_at: datetime
    generation: int = 0
    """How often the refresh token was exchanged; only the token of this generation is good."""
    ended_at: datetime | None = None
    end_reason: SessionEndReason | None = None
    version: int = 0

    @classmethod
    def open(
        cls,
        *,
        customer_id: UUID,
        session_id: UUID,
        seed: bytes,
        device_hash: str,
        channel: Channel,
        policy: IdentityPolicy,
        now: datetime,
    ) -> "Session":
        """A session that lasts as the policy says, however often it is refreshed."""
        expires_at = now + timedelta(seconds=policy.session_valid_for_s)
        return cls(customer_id, session_id, seed, device_hash, channel, now, expires_at)

    def must_be_open(self, now: datetime) -> None:
        """Raises SessionRevokedError or SessionExpired."""
        if self.end_reason is not None:
            raise SessionRevokedError(ended_by=self.end_reason)
        if now >= self.expires_at:
            raise SessionExpired

    def refresh(
        self, token: "RefreshToken", key: "TokenKey", now: datetime
    ) -> "tuple[Session, DomainError | None]":
        """The next generation; a token of an earlier one ends the session, for it was stolen.

        Which of its two holders is the thief cannot be known, so both lose the session. Raises
        RefreshTokenUnknown for a forged token, which must not end anybody's session.
        """
        if not hmac.compare_digest(key.code_of(self, token.generation), token.code):
            raise RefreshTokenUnknown
        self.must_be_open(now)
        if token.generation != self.generation:
            return self.end(SessionEndReason.TOKEN_REUSED, now), RefreshTokenReused()
        return replace(self, generation=self.generation + 1), None

    def end(self, reason: SessionEndReason, now: datetime) -> "Session":
        return replace(self, ended_at=now, end_reason=reason)

    def revoked_event(self) -> SessionRevoked:
        """The announcement of an end; only for a session that has ended."""
        assert self.ended_at is not None
        assert self.end_reason is not None
        return SessionRevoked(
            customer_id=self.customer_id,
            occurred_at=self.ended_at,
            session_id=self.session_id,
            reason=self.end_reason,
        )


@dataclass(frozen=True, slots=True, repr=False)
class RefreshToken:
    """A refresh token taken apart; genuine only if its code says so."""

    customer_id: UUID
    session_id: UUID
    generation: int
    code: bytes

    @classmethod
    def parse(cls, text: Personal[str]) -> "RefreshToken":
        """Raises RefreshTokenUnknown for what cannot be a token."""
        try:
            raw = urlsafe_b64decode(text.reveal().encode() + b"=")
        except ValueError:
            raise RefreshTokenUnknown from None
        if len(raw) != _TOKEN_BYTES:
            raise RefreshTokenUnknown
        return cls(
            UUID(bytes=raw[:16]), UUID(bytes=raw[16:32]), int.from_bytes(raw[32:36]), raw[36:]
        )


@dataclass(frozen=True, slots=True)
class TokenKey:
    """The secret that turns a session's seed into its refresh tokens."""

    secret: Personal[bytes]

    def code_of(self, session: Session, generation: int) -> bytes:
        """What only the holder of the key and the seed can compute for this generation."""
        text = _ids(session, generation) + session.seed
        return hmac.digest(self.secret.reveal(), text, "sha256")

    def token_of(self, session: Session) -> Personal[str]:
        """The refresh token that is good now."""
        raw = _ids(session, session.generation) + self.code_of(session, session.generation)
        return Personal(urlsafe_b64encode(raw).rstrip(b"=").decode())


def _ids(session: Session, generation: int) -> bytes:
    return session.customer_id.bytes + session.session_id.bytes + generation.to_bytes(4)
