"""Giving and withdrawing consent (CP-04)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.decision import Change, Decision
from services.identity.domain.consent import Consent, ConsentLedger
from services.identity.domain.errors import ConsentMissing
from services.identity.domain.events import ConsentGranted, ConsentWithdrawn
from services.identity.domain.policy import ConsentPurpose
from services.identity.use_cases.ports import (
    Command,
    CustomerCaller,
    Key,
    Loaded,
    RequestKey,
    Shell,
    open_session,
)


@dataclass(frozen=True, slots=True)
class Agreed:
    """One consent and the purpose it is for."""

    purpose: ConsentPurpose
    consent: Consent


class Consents:
    """Keeps the consent ledger."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    async def grant(
        self, origin: RequestKey, caller: CustomerCaller, purpose: ConsentPurpose, text_version: str
    ) -> Agreed:
        """Record agreement; raises ConsentTextOutdated and what an ended session gives."""
        shell = self._shell
        now = shell.clock()
        policy = shell.policy_at(now)
        consent_id = shell.new_id()
        key, session = _key(caller, purpose), caller.session_key

        def decide(loaded: Loaded) -> Decision[Agreed]:
            open_session(loaded, session, now)
            before = loaded.find(key) or ConsentLedger(caller.customer_id, purpose)
            after = before.grant(consent_id, text_version, policy, now)
            consent = after.require()
            if after is before:
                return Decision(Agreed(purpose, consent))
            event = ConsentGranted(
                customer_id=caller.customer_id,
                occurred_at=now,
                consent_id=consent.consent_id,
                purpose=purpose,
                text_version=text_version,
            )
            return Decision(Agreed(purpose, consent), (Change(after, (event,)),))

        return await shell.execute(self._command(origin, (session, key), decide))

    async def withdraw(
        self, origin: RequestKey, caller: CustomerCaller, purpose: ConsentPurpose
    ) -> Agreed:
        """Close the consent that stands; raises ConsentMissing and what an ended session gives."""
        shell = self._shell
        now = shell.clock()
        key, session = _key(caller, purpose), caller.session_key

        def decide(loaded: Loaded) -> Decision[Agreed]:
            open_session(loaded, session, now)
            before = loaded.find(key) or ConsentLedger(caller.customer_id, purpose)
            after = before.withdraw(now)
            consent = after.entries[-1]
            event = ConsentWithdrawn(
                customer_id=caller.customer_id,
                occurred_at=now,
                consent_id=consent.consent_id,
                purpose=purpose,
            )
            return Decision(Agreed(purpose, consent), (Change(after, (event,)),))

        return await shell.execute(self._command(origin, (session, key), decide))

    async def list(self, customer_id: UUID) -> tuple[Agreed, ...]:
        """Every consent ever given, the newest first."""
        ledgers = await self._shell.reads.consent_ledgers(customer_id)
        every = [Agreed(ledger.purpose, entry) for ledger in ledgers for entry in ledger.entries]
        return tuple(sorted(every, key=lambda agreed: agreed.consent.granted_at, reverse=True))

    async def standing(self, customer_id: UUID, purpose: ConsentPurpose) -> Agreed:
        """The consent that holds now; raises ConsentMissing."""
        ledger = await self._shell.reads.find_consent_ledger(customer_id, purpose)
        if ledger is None:
            raise ConsentMissing(purpose=purpose)
        return Agreed(purpose, ledger.require())

    def _command(self, origin: RequestKey, keys: tuple[Key[Any], ...], decide: Any) -> Command[Any]:
        return Command(self._shell.personal.private_key_of(origin), keys, decide, Agreed)


def _key(caller: CustomerCaller, purpose: ConsentPurpose) -> Key[ConsentLedger]:
    return Key(ConsentLedger, (caller.customer_id, purpose))
