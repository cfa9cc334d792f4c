"""Codes by which a customer agrees to one document; asked for and answered through other areas."""

from typing import Any, Protocol
from uuid import UUID

from chassis.decision import Change, Decision
from chassis.personal import Personal
from services.identity.domain.intent_code import (
    AskIntent,
    IntentCode,
    IntentVerified,
    ask_intent,
    intent_text,
    verify_intent,
)
from services.identity.domain.one_time_code import OtpAllowance, OtpPurpose
from services.identity.use_cases.ports import (
    SEED_BYTES,
    Command,
    Key,
    Loaded,
    RequestKey,
    Shell,
)


class IntentGateway(Protocol):
    """Takes text messages, each id once."""

    async def send_once(
        self, phone: Personal[str], text: Personal[str], template: str, message_id: str
    ) -> None:
        """Hand over a message; raises SmsUnavailable when it is not surely taken."""


class IntentCodes:
    """Makes codes bound to a document, sends them, and judges answers."""

    def __init__(self, shell: Shell, sms: IntentGateway) -> None:
        self._shell = shell
        self._sms = sms

    async def request(
        self,
        origin: RequestKey,
        customer_id: UUID,
        purpose: OtpPurpose,
        subject_sha256: str,
        amount_minor: int,
    ) -> IntentCode:
        """Send a code to the customer's own phone, after it is committed.

        Raises NotFound, OtpTooSoon, OtpDailyCap, and SmsUnavailable: the same request may then be
        sent again and the same code goes out, under an id that the gateway takes once.
        """
        shell = self._shell
        customer = await shell.customer(customer_id)
        phone = shell.personal.phone_of(customer)
        wanted = AskIntent(
            customer_id=customer_id,
            purpose=purpose,
            subject_sha256=subject_sha256,
            amount_minor=amount_minor,
            phone_index=customer.phone_index,
            otp_id=shell.new_id(),
            seed=shell.new_seed(SEED_BYTES),
        )
        asked = await shell.execute(self._ask(origin, wanted))
        key = _key(customer_id, purpose, subject_sha256)
        stored = await shell.reads.find_intent_code(customer_id, purpose, subject_sha256)
        newest = stored is not None and stored.challenge.otp_id == asked.challenge.otp_id
        if stored is None or not newest or stored.challenge.sent_at is not None:
            return asked
        code = shell.personal.code_key.code_of(stored.challenge)
        await self._sms.send_once(
            Personal(phone.reveal().digits),
            intent_text(stored, code, shell.clock()),
            f"OTP_{purpose}",
            str(stored.challenge.otp_id),
        )
        await self._note_sent(key, stored.challenge.otp_id)
        return asked

    async def verify(
        self,
        origin: RequestKey,
        customer_id: UUID,
        purpose: OtpPurpose,
        subject_sha256: str,
        answer: Personal[str],
    ) -> IntentVerified:
        """Judge an answer.

        Raises OtpWrong, OtpExpired, OtpUsed, OtpTooManyTries and OtpNotRequested.
        """
        shell = self._shell
        key, now = _key(customer_id, purpose, subject_sha256), shell.clock()

        def decide(loaded: Loaded) -> Decision[IntentVerified]:
            code_key = shell.personal.code_key
            return verify_intent(loaded.find(key), purpose, answer, code_key, now)

        origin = shell.personal.private_key_of(origin)
        verified = await shell.execute(Command(origin, (key,), decide, IntentVerified))
        if verified.refused is not None:
            raise verified.refused.as_error()
        return verified

    def _ask(self, origin: RequestKey, wanted: AskIntent) -> Command[IntentCode]:
        now = self._shell.clock()
        policy = self._shell.policy_at(now)
        key = _key(wanted.customer_id, wanted.purpose, wanted.subject_sha256)
        # Counted apart from the codes that anybody can ask for: they must not use up these.
        counted = f"{wanted.phone_index}/intent"
        allowance_key = Key(OtpAllowance, (counted,))

        def decide(loaded: Loaded) -> Decision[IntentCode]:
            allowance = loaded.find(allowance_key) or OtpAllowance(counted)
            return ask_intent(loaded.find(key), allowance, wanted, policy, now)

        keys: tuple[Key[Any], ...] = (key, allowance_key)
        return Command(origin, keys, decide, IntentCode)

    async def _note_sent(self, key: Key[IntentCode], otp_id: UUID) -> None:
        now = self._shell.clock()

        def decide(loaded: Loaded) -> Decision[None]:
            code = loaded.get(key)
            if code.challenge.otp_id != otp_id:
                return Decision(None)
            return Decision(None, (Change(code.sent(now)),))

        origin = RequestKey(f"otp:{otp_id}", self._shell.new_id(), b"")
        await self._shell.execute(Command(origin, (key,), decide, None))


def _key(customer_id: UUID, purpose: OtpPurpose, subject_sha256: str) -> Key[IntentCode]:
    return Key(IntentCode, (customer_id, purpose, subject_sha256))
