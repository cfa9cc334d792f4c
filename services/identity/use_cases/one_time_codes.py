"""Asking for a one-time code (ID-02)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.decision import Change, Decision
from chassis.personal import Personal
from services.identity.domain.one_time_code import OtpAllowance, OtpChallenge, OtpPurpose
from services.identity.domain.phone import Phone
from services.identity.use_cases.ports import (
    SEED_BYTES,
    Command,
    Key,
    Loaded,
    RequestKey,
    Shell,
    SmsGateway,
)


@dataclass(frozen=True, slots=True)
class CodeAsked:
    """The code that is on its way; not the code itself."""

    otp_id: UUID
    expires_at: datetime
    resend_after: datetime


class OneTimeCodes:
    """Makes codes and hands them to the message gateway."""

    def __init__(self, shell: Shell, sms: SmsGateway) -> None:
        self._shell = shell
        self._sms = sms

    async def request(
        self, origin: RequestKey, phone: Personal[Phone], purpose: OtpPurpose
    ) -> CodeAsked:
        """Send a code. The message leaves after the code is committed.

        When the gateway does not take it, SmsUnavailable is raised and the same request may be
        sent again: the same code goes out then, at most as often as the policy says.
        Raises OtpTooSoon or OtpDailyCap.
        """
        shell = self._shell
        otp_id = shell.new_id()
        command = self._ask(origin, phone, purpose, otp_id)
        asked = await shell.execute(command)
        key = Key(OtpChallenge, (shell.personal.phone_index(phone), purpose))
        challenge = await shell.reads.find_challenge(*_parts(key))
        if challenge is None or challenge.otp_id != asked.otp_id or challenge.sent_at is not None:
            return asked  # Sent before, or replaced by a newer one, which went its own way.
        if asked.otp_id != otp_id:
            await self._count_sending(key, asked.otp_id)
        code = shell.personal.code_key.code_of(challenge)
        digits = Personal(phone.reveal().digits)
        await self._sms.send(digits, _text(code, challenge, shell.clock()), f"OTP_{purpose}")
        await self._note_sent(key, asked.otp_id)
        return asked

    def _ask(
        self, origin: RequestKey, phone: Personal[Phone], purpose: OtpPurpose, otp_id: UUID
    ) -> Command[CodeAsked]:
        shell = self._shell
        now = shell.clock()
        policy = shell.policy_at(now)
        seed = shell.new_seed(SEED_BYTES)
        phone_index = shell.personal.phone_index(phone)
        challenge_key = Key(OtpChallenge, (phone_index, purpose))
        allowance_key = Key(OtpAllowance, (phone_index,))

        def decide(loaded: Loaded) -> Decision[CodeAsked]:
            allowance = loaded.find(allowance_key) or OtpAllowance(phone_index)
            challenge = OtpChallenge.new(
                loaded.find(challenge_key),
                phone_index=phone_index,
                purpose=purpose,
                otp_id=otp_id,
                seed=seed,
                policy=policy,
                now=now,
            )
            reply = CodeAsked(otp_id, challenge.expires_at, challenge.resend_after)
            return Decision(reply, (Change(allowance.ask(policy, now)), Change(challenge)))

        origin = shell.personal.private_key_of(origin, f"phone:{phone_index}")
        return Command(origin, (allowance_key, challenge_key), decide, CodeAsked)

    async def _count_sending(self, key: Key[OtpChallenge], otp_id: UUID) -> None:
        now = self._shell.clock()

        def decide(loaded: Loaded) -> Decision[None]:
            return Decision(None, (Change(loaded.get(key).send_again(otp_id, now)),))

        await self._shell.execute(Command(self._own_origin(otp_id), (key,), decide, None))

    async def _note_sent(self, key: Key[OtpChallenge], otp_id: UUID) -> None:
        now = self._shell.clock()

        def decide(loaded: Loaded) -> Decision[None]:
            challenge = loaded.get(key)
            if challenge.otp_id != otp_id:
                return Decision(None)
            return Decision(None, (Change(challenge.sent(now)),))

        await self._shell.execute(Command(self._own_origin(otp_id), (key,), decide, None))

    def _own_origin(self, otp_id: UUID) -> RequestKey:
        """These steps are ours, each happens anew, and each is kept like a caller's request."""
        return RequestKey(f"otp:{otp_id}", self._shell.new_id(), b"")


def _parts(key: Key[OtpChallenge]) -> tuple[str, OtpPurpose]:
    phone_index, purpose = key.parts
    return str(phone_index), OtpPurpose(str(purpose))


def _text(code: Personal[str], challenge: OtpChallenge, now: datetime) -> Personal[str]:
    minutes = max(1, round((challenge.expires_at - now).total_seconds() / 60))
    return Personal(f"验证码{code.reveal()},{minutes}分钟内有效。请勿告诉他人,工作人员不会索取。")
