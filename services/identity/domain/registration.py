"""Deciding a registration (ID-01): one customer per ID number, with consent, once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.decision import Change, Decision
from services.identity.domain.consent import ConsentLedger
from services.identity.domain.credential import IdNumberClaim
from services.identity.domain.customer import Customer, SealedIdentity
from services.identity.domain.errors import IdNumberTaken
from services.identity.domain.events import CustomerRegistered
from services.identity.domain.policy import ConsentPurpose
from services.identity.domain.session import Session


@dataclass(frozen=True, slots=True)
class Registered:
    """The customer who is registered now."""

    customer_id: UUID


def register(
    customer: Customer,
    claim: IdNumberClaim | None,
    consent: ConsentLedger | None,
    session: Session,
    *,
    identity: SealedIdentity,
    region_code: str,
    now: datetime,
) -> Decision[Registered]:
    """Lift the customer to level L1; name and ID number were confirmed by the ID authority.

    Raises AlreadyRegistered, ConsentMissing, IdNumberTaken and what `Session.must_be_open` does.
    """
    session.must_be_open(now)
    registered = customer.register(identity, now)
    (consent or ConsentLedger(customer.customer_id)).require(ConsentPurpose.DATA_PROCESSING)
    if claim is not None:
        # A claim of this customer's own exists only with a registration, refused above.
        raise IdNumberTaken
    event = CustomerRegistered(
        customer_id=customer.customer_id,
        occurred_at=now,
        assurance_level=registered.assurance_level,
        channel=session.channel,
        device_hash=session.device_hash,
        region_code=region_code,
    )
    new_claim = IdNumberClaim(identity.id_number_index, customer.customer_id)
    changes = (Change(registered, (event,)), Change(new_claim))
    return Decision(Registered(customer.customer_id), changes)
