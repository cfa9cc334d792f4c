"""Having one's business verified (ID-09)."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from chassis.decision import Decision
from chassis.errors import NotFound
from chassis.personal import Personal
from services.identity.domain.business import (
    BusinessProfile,
    SealedBusiness,
    Uscc,
    verify_business,
)
from services.identity.domain.consent import ConsentLedger
from services.identity.domain.customer import Customer
from services.identity.domain.errors import BusinessNotConfirmed
from services.identity.domain.policy import ConsentPurpose
from services.identity.domain.words import BusinessRole
from services.identity.use_cases.ports import (
    Command,
    CustomerCaller,
    Key,
    Loaded,
    RequestKey,
    Shell,
    open_session,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessForm:
    """What a customer states about their business."""

    uscc: Personal[Uscc]
    name: Personal[str]
    role: BusinessRole


class BusinessRegister(Protocol):
    """Knows which businesses there are and who answers for each."""

    async def confirms_business(
        self, form: BusinessForm, *, person_name: Personal[str], id_number: Personal[str]
    ) -> bool:
        """Whether code, name, role and person belong together; raises IdAuthorityUnavailable."""
        ...


class Businesses:
    """Keeps the business that each customer runs."""

    def __init__(self, shell: Shell, register: BusinessRegister) -> None:
        self._shell = shell
        self._register = register

    async def verify(
        self, origin: RequestKey, caller: CustomerCaller, form: BusinessForm
    ) -> tuple[Customer, BusinessProfile]:
        """Have the register confirm that the customer answers for a business.

        Raises NotRegistered, ConsentMissing, BusinessNotConfirmed, IdAuthorityUnavailable and
        what an ended session gives.
        """
        shell = self._shell
        now = shell.clock()
        customer = await shell.customer(caller.customer_id)
        await self._confirm(customer, form)
        sealed = SealedBusiness(
            uscc_index=shell.personal.uscc_index(form.uscc),
            uscc_sealed=shell.personal.seal_business_field(
                customer, "uscc", Personal(form.uscc.reveal().text)
            ),
            name_sealed=shell.personal.seal_business_field(customer, "business_name", form.name),
            role=form.role,
        )
        keys = (caller.customer_key, caller.session_key, caller.consents_key)
        profile_key = Key(BusinessProfile, (caller.customer_id,))

        def decide(loaded: Loaded) -> Decision[BusinessProfile]:
            return verify_business(
                loaded.get(caller.customer_key),
                loaded.find(caller.consents_key),
                open_session(loaded, caller.session_key, now),
                loaded.find(profile_key),
                sealed,
                now,
            )

        origin = shell.personal.private_key_of(origin)
        command = Command(origin, (*keys, profile_key), decide, BusinessProfile)
        return customer, await shell.execute(command)

    async def find(self, customer_id: UUID) -> BusinessProfile | None:
        """The customer's business; None when none was verified."""
        return await self._shell.reads.find_business(customer_id)

    async def get(self, customer_id: UUID) -> tuple[Customer, BusinessProfile]:
        """Raises NotFound when none was verified."""
        profile = await self.find(customer_id)
        if profile is None:
            raise NotFound(kind="business")
        return await self._shell.customer(customer_id), profile

    async def _confirm(self, customer: Customer, form: BusinessForm) -> None:
        # No personal value leaves the house before its owner agreed; decided again at the commit.
        ledger = await self._shell.reads.find_consent_ledger(customer.customer_id)
        (ledger or ConsentLedger(customer.customer_id)).require(ConsentPurpose.DATA_PROCESSING)
        customer.must_be_registered()
        person = self._shell.personal.person_of(customer)
        assert person is not None
        confirmed = await self._register.confirms_business(
            form, person_name=person.name, id_number=Personal(person.id_number.reveal().text)
        )
        if not confirmed:
            raise BusinessNotConfirmed
