"""Codes by which a customer agrees to one document: bound to its hash, good for nothing else.

The message names the amount, so that somebody talked into reading a code aloud sees what it signs.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from chassis.decision import Change, Decision
from chassis.money import format_minor
from chassis.personal import Personal
from services.identity.domain.errors import OtpNotRequested, Refused
from services.identity.domain.one_time_code import (
    CodeKey,
    OtpAllowance,
    OtpChallenge,
    OtpPurpose,
)
from services.identity.domain.policy import IdentityPolicy

SHOWN_DIGITS = 6
"""How much of the hash the message shows, for the eye to compare."""


@dataclass(frozen=True, slots=True)
class IntentCode:
    """The latest code for one document of one customer; asking for another replaces it."""

    customer_id: UUID
    purpose: OtpPurpose
    subject_sha256: str
    """Hash of what is agreed to, 64 hexadecimal digits."""
    amount_minor: int
    challenge: OtpChallenge
    version: int = 0

    @property
    def mark(self) -> str:
        """The start of the hash, as the message shows it."""
        return self.subject_sha256[:SHOWN_DIGITS]

    def sent(self, now: datetime) -> "IntentCode":
        """The gateway took the message."""
        return replace(self, challenge=self.challenge.sent(now))


@dataclass(frozen=True, slots=True)
class IntentVerified:
    """The code that was answered rightly and when, or why it was not."""

    otp_id: UUID | None
    verified_at: datetime
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class AskIntent:
    """A code for one document is wanted."""

    customer_id: UUID
    purpose: OtpPurpose
    subject_sha256: str
    amount_minor: int
    phone_index: str
    otp_id: UUID
    seed: bytes


def ask_intent(
    before: IntentCode | None,
    allowance: OtpAllowance,
    wanted: AskIntent,
    policy: IdentityPolicy,
    now: datetime,
) -> Decision[IntentCode]:
    """Make a code; raises OtpTooSoon and OtpDailyCap. Each document has a resend interval."""
    challenge = OtpChallenge.new(
        None if before is None else before.challenge,
        phone_index=wanted.phone_index,
        purpose=wanted.purpose,
        otp_id=wanted.otp_id,
        seed=wanted.seed,
        policy=policy,
        now=now,
    )
    asked = allowance.ask_within(
        policy.intent_codes_per_hour_max, policy.intent_codes_per_day_max, now
    )
    code = IntentCode(
        customer_id=wanted.customer_id,
        purpose=wanted.purpose,
        subject_sha256=wanted.subject_sha256,
        amount_minor=wanted.amount_minor,
        challenge=challenge,
        version=0 if before is None else before.version,
    )
    return Decision(code, (Change(asked), Change(code)))


def verify_intent(
    code: IntentCode | None,
    purpose: OtpPurpose,
    answer: Personal[str],
    key: CodeKey,
    now: datetime,
) -> Decision[IntentVerified]:
    """Judge an answer to the code of one document; a wrong one uses up a try."""
    if code is None:
        return Decision(
            IntentVerified(None, now, Refused.because(OtpNotRequested(purpose=purpose)))
        )
    answered, refusal = code.challenge.answer(answer, key, now)
    changed = () if answered == code.challenge else (Change(replace(code, challenge=answered)),)
    if refusal is not None:
        return Decision(IntentVerified(None, now, Refused.because(refusal)), changed)
    return Decision(IntentVerified(answered.otp_id, now), changed)


def intent_text(code: IntentCode, digits: Personal[str], now: datetime) -> Personal[str]:
    """The message: what is signed, over how much, and the code last."""
    minutes = max(1, round((code.challenge.expires_at - now).total_seconds() / 60))
    return Personal(
        f"您正在签署借款合同,金额{format_minor(code.amount_minor)}元,合同校验码{code.mark}。"
        f"验证码{digits.reveal()},{minutes}分钟内有效。如非本人操作,请勿告知任何人。"
    )
