from datetime import date
from typing import Any
from uuid import UUID

import pytest

from chassis.decision import Decision
from chassis.errors import DomainError
from chassis.personal import Personal
from services.identity.domain.card_binding import Bound, bind_card
from services.identity.domain.consent import ConsentLedger
from services.identity.domain.credential import IdNumberClaim
from services.identity.domain.customer import check_age
from services.identity.domain.errors import (
    AlreadyRegistered,
    CardAlreadyBound,
    CardTooMany,
    ConsentMissing,
    IdNumberTaken,
    NotRegistered,
    OtpNotRequested,
    OtpWrong,
    OverAge,
    SessionRevokedError,
    UnderAge,
)
from services.identity.domain.events import CardBound, CustomerRegistered
from services.identity.domain.id_number import IdNumber
from services.identity.domain.one_time_code import OtpPurpose
from services.identity.domain.policy import BindCardCode, ConsentPurpose
from services.identity.domain.registration import Registered, register
from services.identity.domain.words import AssuranceLevel, SessionEndReason
from tests.builders.customers import (
    ADULT_ID_NUMBER,
    AT,
    CARD,
    CODE_KEY,
    CUSTOMER,
    POLICY,
    a_card,
    a_challenge,
    a_customer,
    a_policy,
    a_registered_customer,
    a_sealed_identity,
    a_session,
    right_code,
    wrong_code,
)

OTHER_CARD = UUID("0198b3c2-0000-7000-8000-0000000000e2")
PURPOSE = ConsentPurpose.DATA_PROCESSING
AGREED = ConsentLedger(CUSTOMER).grant(CARD, PURPOSE, "2026-08", POLICY, AT)


def decide_registration(**changes: Any) -> Decision[Registered]:
    arguments: dict[str, Any] = {
        "customer": a_customer(),
        "claim": None,
        "consent": AGREED,
        "session": a_session(),
    }
    return register(
        *{**arguments, **changes}.values(),
        identity=a_sealed_identity(),
        region_code="360426",
        now=AT,
    )


def decide_binding(**changes: Any) -> Decision[Bound]:
    arguments: dict[str, Any] = {
        "customer": a_registered_customer(),
        "session": a_session(),
        "challenge": None,
        "card": a_card(),
        "phone_index": "p1",
        "code": None,
        "key": CODE_KEY,
        "policy": POLICY,
        "now": AT,
    }
    return bind_card(**{**arguments, **changes})


def test_registration_lifts_the_customer_to_level_one_and_claims_the_number() -> None:
    decision = decide_registration()

    customer, claim = (change.state for change in decision.changes)
    (event,) = decision.changes[0].events
    assert decision.reply == Registered(CUSTOMER)
    assert customer.assurance_level is AssuranceLevel.L1_DATA
    assert customer.registered_at == AT
    assert claim == IdNumberClaim("n1", CUSTOMER)
    assert isinstance(event, CustomerRegistered)
    assert (event.region_code, event.device_hash) == ("360426", "d1")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"customer": a_registered_customer()}, AlreadyRegistered),
        ({"claim": IdNumberClaim("n1", OTHER_CARD)}, IdNumberTaken),
        ({"consent": None}, ConsentMissing),
        ({"consent": AGREED.withdraw(PURPOSE, AT)[0]}, ConsentMissing),
        ({"session": a_session().end(SessionEndReason.LOGGED_OUT, AT)}, SessionRevokedError),
    ],
)
def test_registration_is_refused(changes: dict[str, Any], refusal: type[DomainError]) -> None:
    with pytest.raises(refusal):
        decide_registration(**changes)


@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        (date(2008, 12, 31), UnderAge),
        (date(2009, 1, 1), None),
        (date(2051, 12, 31), None),
        (date(2052, 1, 1), OverAge),
    ],
)
def test_who_registers_is_between_18_and_60(day: date, refusal: type[DomainError] | None) -> None:
    number = IdNumber.parse(Personal(ADULT_ID_NUMBER), day).reveal()

    if refusal is None:
        check_age(number, day, POLICY)
    else:
        with pytest.raises(refusal):
            check_age(number, day, POLICY)


def test_a_card_is_bound_to_a_registered_customer() -> None:
    decision = decide_binding()

    (change,) = decision.changes
    (event,) = change.events
    assert decision.reply.card_id == CARD
    assert change.state.card(CARD) == a_card()
    assert change.state.card(OTHER_CARD) is None
    assert isinstance(event, CardBound)
    assert event.card_index == "c1"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"customer": a_customer()}, NotRegistered),
        ({"customer": a_registered_customer(cards=(a_card(),))}, CardAlreadyBound),
        (
            {
                "customer": a_registered_customer(cards=(a_card(card_index="c2"),)),
                "policy": a_policy(cards_max=1),
            },
            CardTooMany,
        ),
        ({"phone_index": "p2"}, OtpNotRequested),
        ({"policy": a_policy(bind_card_code=BindCardCode.ALWAYS)}, OtpNotRequested),
        ({"session": a_session().end(SessionEndReason.LOGGED_OUT, AT)}, SessionRevokedError),
    ],
)
def test_binding_is_refused(changes: dict[str, Any], refusal: type[DomainError]) -> None:
    with pytest.raises(refusal):
        decide_binding(**changes)


def test_the_right_code_binds_a_card_with_another_phone() -> None:
    challenge = a_challenge(phone_index="p2", purpose=OtpPurpose.BIND_CARD)

    decision = decide_binding(phone_index="p2", challenge=challenge, code=right_code(challenge))

    customer, answered = (change.state for change in decision.changes)
    assert customer.cards == (a_card(),)
    assert answered.used_at == AT


def test_a_wrong_code_uses_up_a_try_and_binds_nothing() -> None:
    challenge = a_challenge(phone_index="p2", purpose=OtpPurpose.BIND_CARD)

    decision = decide_binding(phone_index="p2", challenge=challenge, code=wrong_code(challenge))

    (change,) = decision.changes
    assert decision.reply.refused is not None
    assert isinstance(decision.reply.refused.as_error(), OtpWrong)
    assert change.state.tries == 1


def test_a_code_nobody_asked_for_binds_nothing() -> None:
    decision = decide_binding(code=Personal("123456"))

    assert decision.changes == ()
    assert decision.reply.refused is not None
    assert isinstance(decision.reply.refused.as_error(), OtpNotRequested)
