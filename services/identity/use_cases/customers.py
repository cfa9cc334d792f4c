"""Reading who a customer is."""

from dataclasses import dataclass
from uuid import UUID

import structlog

from chassis.call_context import subject_ref
from services.identity.domain.consent import Consent
from services.identity.domain.customer import Customer
from services.identity.domain.errors import NotRegistered
from services.identity.domain.policy import ConsentPurpose
from services.identity.domain.words import AssuranceLevel
from services.identity.personal_fields import Person
from services.identity.use_cases.consents import Consents
from services.identity.use_cases.ports import Shell

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class PersonForBureau:
    """Who to ask the credit bureau about, and the consent that allows it."""

    person: Person
    consent: Consent


class Customers:
    """Tells about customers, to themselves and to other areas."""

    def __init__(self, shell: Shell, consents: Consents) -> None:
        self._shell = shell
        self._consents = consents

    async def get(self, customer_id: UUID) -> Customer:
        """Raises NotFound."""
        return await self._shell.customer(customer_id)

    async def person_for_bureau(self, customer_id: UUID, reader: str) -> PersonForBureau:
        """Name and ID number, under a standing consent to the bureau query.

        Each reading is logged with its reader. Raises NotFound, NotRegistered or ConsentMissing.
        """
        customer = await self._shell.customer(customer_id)
        person = self._shell.personal.person_of(customer)
        if person is None:
            raise NotRegistered(required=AssuranceLevel.L1_DATA)
        consent = await self._consents.standing(customer_id, ConsentPurpose.BUREAU_QUERY)
        log.info(
            "person.read",
            reader=reader,
            customer=subject_ref(customer_id),
            consent_id=str(consent.consent_id),
        )
        return PersonForBureau(person, consent)
