"""One-time codes sent to a phone (ID-02): who may have one, and whether an answer is right.

A code is not stored, not even hashed: it follows from a random seed in the database and a key
outside it, so that neither alone tells it, and a message that got lost can be sent once more.
"""

import hmac
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from chassis.errors import DomainError
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
from services.identity.domain.policy import IdentityPolicy

DIGITS = 6
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


class OtpPurpose(StrEnum):
    """What a code may be used for; a code for one purpose does not open another."""

    LOGIN = "LOGIN"
    BIND_CARD = "BIND_CARD"
    SIGN = "SIGN"


@dataclass(frozen=True, slots=True)
class CodeKey:
    """The secret that turns a challenge's seed into its code."""

    secret: Personal[bytes]

    def code_of(self, challenge: "OtpChallenge") -> Personal[str]:
        """The six digits sent for this challenge."""
        parts = (challenge.phone_index, challenge.purpose, str(challenge.otp_id))
        text = b"\0".join([*(part.encode() for part in parts), challenge.seed])
        digest = hmac.digest(self.secret.reveal(), text, "sha256")
        # 64 bits taken modulo a million: no code is likelier than another by more than 1e-13.
        return Personal(f"{int.from_bytes(digest[:8]) % 10**DIGITS:0{DIGITS}d}")


@dataclass(frozen=True, slots=True)
class OtpAllowance:
    """How many codes a phone asked for lately, over all purposes."""

    phone_index: str
    asked_at: tuple[datetime, ...] = ()
    """Within the last day, the oldest first."""
    version: int = 0

    def ask(self, policy: IdentityPolicy, now: datetime) -> "OtpAllowance":
        """Raises OtpDailyCap or, when the hour's share is used up, OtpTooSoon."""
        return self.ask_within(policy.otp_per_hour_max, policy.otp_per_day_max, now)

    def ask_within(self, per_hour_max: int, per_day_max: int, now: datetime) -> "OtpAllowance":
        """The same under limits of its own."""
        today = tuple(at for at in self.asked_at if at > now - _DAY)
        if len(today) >= per_day_max:
            raise OtpDailyCap(cap=per_day_max)
        this_hour = [at for at in today if at > now - _HOUR]
        if len(this_hour) >= per_hour_max:
            oldest_that_counts = this_hour[-per_hour_max]
            raise OtpTooSoon(retry_after_s=seconds_until(oldest_that_counts + _HOUR, now))
        return replace(self, asked_at=(*today, now))


@dataclass(frozen=True, slots=True)
class OtpChallenge:
    """The latest code for a phone and purpose; asking for another replaces it."""

    phone_index: str
    purpose: OtpPurpose
    otp_id: UUID
    seed: bytes
    expires_at: datetime
    resend_after: datetime
    tries_max: int
    sends_left: int
    """How often the message may still be handed to the gateway."""
    tries: int = 0
    sent_at: datetime | None = None
    used_at: datetime | None = None
    version: int = 0

    @classmethod
    def new(
        cls,
        before: "OtpChallenge | None",
        *,
        phone_index: str,
        purpose: OtpPurpose,
        otp_id: UUID,
        seed: bytes,
        policy: IdentityPolicy,
        now: datetime,
    ) -> "OtpChallenge":
        """Replaces the one before; raises OtpTooSoon inside the resend interval."""
        if before is not None and now < before.resend_after:
            raise OtpTooSoon(retry_after_s=seconds_until(before.resend_after, now))
        return cls(
            phone_index=phone_index,
            purpose=purpose,
            otp_id=otp_id,
            seed=seed,
            expires_at=now + timedelta(seconds=policy.otp_valid_for_s),
            resend_after=now + timedelta(seconds=policy.otp_resend_after_s),
            tries_max=policy.otp_tries_max,
            # The first sending follows at once and is counted already.
            sends_left=policy.otp_sends_max - 1,
        )

    def send_again(self, otp_id: UUID, now: datetime) -> "OtpChallenge":
        """Count one more sending of the same code.

        Raises OtpExpired when the code is too old or was replaced, OtpTooSoon when no sending is
        left, so that repeating a request cannot flood a phone.
        """
        if self.otp_id != otp_id or now >= self.expires_at:
            raise OtpExpired(expired_at=self.expires_at.isoformat())
        if not self.sends_left:
            raise OtpTooSoon(retry_after_s=seconds_until(self.resend_after, now))
        return replace(self, sends_left=self.sends_left - 1)

    def sent(self, now: datetime) -> "OtpChallenge":
        """The gateway took the message."""
        return replace(self, sent_at=now)

    def answer(
        self, code: Personal[str], key: CodeKey, now: datetime
    ) -> "tuple[OtpChallenge, DomainError | None]":
        """Judge an answer: the next state, and why it is refused if it is.

        Only a right answer uses up the code, and only wrong ones use up tries; a code that is
        used, dead or too old is not looked at any more.
        """
        if self.used_at is not None:
            return self, OtpUsed()
        if self.tries >= self.tries_max:
            return self, OtpTooManyTries(tries=self.tries)
        if now >= self.expires_at:
            return self, OtpExpired(expired_at=self.expires_at.isoformat())
        right = key.code_of(self).reveal().encode()
        if hmac.compare_digest(right, code.reveal().encode()):
            return replace(self, used_at=now), None
        tried = replace(self, tries=self.tries + 1)
        left = tried.tries_max - tried.tries
        return tried, OtpWrong(tries_left=left)


def judge(
    challenge: OtpChallenge | None,
    purpose: OtpPurpose,
    code: Personal[str],
    key: CodeKey,
    now: datetime,
) -> tuple[OtpChallenge | None, DomainError | None]:
    """The same for a challenge that may not exist."""
    if challenge is None:
        return None, OtpNotRequested(purpose=purpose)
    return challenge.answer(code, key, now)


def seconds_until(instant: datetime, now: datetime) -> int:
    """Whole seconds, rounded up, never negative."""
    return max(0, -((now - instant) // timedelta(seconds=1)))
