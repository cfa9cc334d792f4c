"""Deciding the binding of a card (ID-05), after the rail confirmed whose it is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.decision import Change, Decision
from chassis.personal import Personal
from services.identity.domain.customer import Card, Customer
from services.identity.domain.errors import OtpNotRequested, Refused
from services.identity.domain.events import CardBound
from services.identity.domain.one_time_code import CodeKey, OtpChallenge, OtpPurpose, judge
from services.identity.domain.policy import BindCardCode, IdentityPolicy
from services.identity.domain.session import Session


@dataclass(frozen=True, slots=True)
class Bound:
    """The card that is bound now, or why the code did not let it."""

    card_id: UUID | None
    refused: Refused | None = None


def needs_code(customer: Customer, phone_index: str, policy: IdentityPolicy) -> bool:
    """Whether a code must prove that the phone known to the bank is in the customer's hand."""
    if policy.bind_card_code is BindCardCode.ALWAYS:
        return True
    return phone_index != customer.phone_index


def must_have_code(
    customer: Customer, phone_index: str, code: Personal[str] | None, policy: IdentityPolicy
) -> None:
    """Raises OtpNotRequested when a code is needed and none was given."""
    if code is None and needs_code(customer, phone_index, policy):
        raise OtpNotRequested(purpose=OtpPurpose.BIND_CARD)


def bind_card(
    customer: Customer,
    session: Session,
    challenge: OtpChallenge | None,
    *,
    card: Card,
    phone_index: str,
    code: Personal[str] | None,
    key: CodeKey,
    policy: IdentityPolicy,
    now: datetime,
) -> Decision[Bound]:
    """Bind the card; a wrong code uses up a try. A code that is given is judged in any case.

    Raises NotRegistered, CardAlreadyBound, CardTooMany, OtpNotRequested and what
    `Session.must_be_open` does.
    """
    session.must_be_open(now)
    bound = customer.bind_card(card, policy)
    must_have_code(customer, phone_index, code, policy)
    changes = []
    if code is not None:
        answered, refusal = judge(challenge, OtpPurpose.BIND_CARD, code, key, now)
        if answered is not None and answered != challenge:
            changes.append(Change(answered))
        if refusal is not None:
            return Decision(Bound(None, Refused.because(refusal)), tuple(changes))
    event = CardBound(
        customer_id=customer.customer_id,
        occurred_at=now,
        card_id=card.card_id,
        card_index=card.card_index,
        bank_name=card.bank_name,
    )
    return Decision(Bound(card.card_id), (Change(bound, (event,)), *changes))
