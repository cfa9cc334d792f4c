"""Giving and withdrawing consent (CP-04)."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from chassis.decision import Change, Decision
from services.identity.domain.consent import Consent, ConsentLedger
from services.identity.domain.events import ConsentGranted, ConsentWithdrawn
from services.identity.domain.policy import ConsentPurpose
from services.identity.use_cases.ports import (
    Command,
    CustomerCaller,
    Loaded,
    RequestKey,
    Shell,
    open_session,
)


class Consents:
    """Keeps the consent ledger."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    async def grant(
        self, origin: RequestKey, caller: CustomerCaller, purpose: ConsentPurpose, text_version: str
    ) -> Consent:
        """Record agreement; raises ConsentTextOutdated and what an ended session gives."""
        shell = self._shell
        now = shell.clock()
        policy = shell.policy_at(now)
        consent_id = shell.new_id()

        def decide(before: ConsentLedger) -> Decision[Consent]:
            after = before.grant(consent_id, purpose, text_version, policy, now)
            consent = after.require(purpose)
            if after is before:
                return Decision(consent)
            event = ConsentGranted(
                customer_id=caller.customer_id,
                occurred_at=now,
                consent_id=consent.consent_id,
                purpose=purpose,
                text_version=text_version,
            )
            return Decision(consent, (Change(after, (event,)),))

        return await self._execute(origin, caller, decide, now)

    async def withdraw(
        self, origin: RequestKey, caller: CustomerCaller, purpose: ConsentPurpose
    ) -> Consent:
        """Close the consent that stands; raises ConsentMissing and what an ended session gives."""
        now = self._shell.clock()

        def decide(before: ConsentLedger) -> Decision[Consent]:
            after, consent = before.withdraw(purpose, now)
            event = ConsentWithdrawn(
                customer_id=caller.customer_id,
                occurred_at=now,
                consent_id=consent.consent_id,
                purpose=purpose,
            )
            return Decision(consent, (Change(after, (event,)),))

        return await self._execute(origin, caller, decide, now)

    async def list(self, customer_id: UUID) -> tuple[Consent, ...]:
        """Every consent ever given, the newest first."""
        return tuple(reversed((await self._ledger(customer_id)).entries))

    async def standing(self, customer_id: UUID, purpose: ConsentPurpose) -> Consent:
        """The consent that holds now; raises ConsentMissing."""
        return (await self._ledger(customer_id)).require(purpose)

    async def stands(self, customer_id: UUID, purpose: ConsentPurpose) -> bool:
        """Whether there is a consent that holds now."""
        return (await self._ledger(customer_id)).standing(purpose) is not None

    async def _ledger(self, customer_id: UUID) -> ConsentLedger:
        ledger = await self._shell.reads.find_consent_ledger(customer_id)
        return ledger or ConsentLedger(customer_id)

    async def _execute(
        self,
        origin: RequestKey,
        caller: CustomerCaller,
        decide: Callable[[ConsentLedger], Decision[Consent]],
        now: datetime,
    ) -> Consent:
        session, ledger = caller.session_key, caller.consents_key

        def decide_loaded(loaded: Loaded) -> Decision[Consent]:
            open_session(loaded, session, now)
            return decide(loaded.find(ledger) or ConsentLedger(caller.customer_id))

        origin = self._shell.personal.private_key_of(origin)
        return await self._shell.execute(Command(origin, (session, ledger), decide_loaded, Consent))
