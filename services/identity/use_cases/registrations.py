"""Registering: from level L0 to L1 (ID-01, ID-06)."""

from datetime import datetime

from chassis.decision import Decision
from chassis.personal import Personal
from chassis.ports import calendar_date
from services.identity.domain.consent import ConsentLedger
from services.identity.domain.credential import IdNumberClaim
from services.identity.domain.customer import Customer, SealedIdentity, check_age
from services.identity.domain.errors import PersonNotConfirmed
from services.identity.domain.policy import ConsentPurpose
from services.identity.domain.registration import Registered, register
from services.identity.personal_fields import Form
from services.identity.use_cases.ports import (
    Command,
    CustomerCaller,
    IdAuthority,
    Key,
    Loaded,
    RequestKey,
    Shell,
    open_session,
)


class Registrations:
    """Confirms who a customer is."""

    def __init__(self, shell: Shell, id_authority: IdAuthority) -> None:
        self._shell = shell
        self._id_authority = id_authority

    async def register(self, origin: RequestKey, caller: CustomerCaller, form: Form) -> Customer:
        """Have name and ID number confirmed and lift the customer to level L1.

        Raises UnderAge, OverAge, ConsentMissing, PersonNotConfirmed, IdAuthorityUnavailable,
        AlreadyRegistered, IdNumberTaken and what an ended session gives.
        """
        shell = self._shell
        now = shell.clock()
        check_age(form.id_number.reveal(), calendar_date(now), shell.policy_at(now))
        customer = await shell.customer(caller.customer_id)
        if not customer.is_registered:
            # Who is registered already repeats a request or is refused: nothing to ask for that.
            await self._confirm(customer, form)
        identity = shell.personal.seal_identity(customer, form)
        command = self._command(origin, caller, identity, form, now)
        await shell.execute(command)
        return await shell.customer(caller.customer_id)

    async def _confirm(self, customer: Customer, form: Form) -> None:
        # No personal value leaves the house before its owner agreed; decided again at the commit.
        ledger = await self._shell.reads.find_consent_ledger(customer.customer_id)
        (ledger or ConsentLedger(customer.customer_id)).require(ConsentPurpose.DATA_PROCESSING)
        id_number = Personal(form.id_number.reveal().text)
        if not await self._id_authority.confirms(form.name, id_number):
            raise PersonNotConfirmed

    def _command(
        self,
        origin: RequestKey,
        caller: CustomerCaller,
        identity: SealedIdentity,
        form: Form,
        now: datetime,
    ) -> Command[Registered]:
        customer = caller.customer_key
        session = caller.session_key
        claim = Key(IdNumberClaim, (identity.id_number_index,))
        consent = caller.consents_key

        def decide(loaded: Loaded) -> Decision[Registered]:
            return register(
                loaded.get(customer),
                loaded.find(claim),
                loaded.find(consent),
                open_session(loaded, session, now),
                identity=identity,
                region_code=form.id_number.reveal().region_code,
                now=now,
            )

        origin = self._shell.personal.private_key_of(origin)
        return Command(origin, (customer, session, claim, consent), decide, Registered)
