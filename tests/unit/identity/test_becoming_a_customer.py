from pathlib import Path
from uuid import UUID

import pytest
from granary.identity.v1 import events_pb2

from chassis.errors import NotFound
from services.identity.domain.errors import (
    AlreadyRegistered,
    CardAlreadyBound,
    CardNotOwn,
    CardNotSupported,
    ConsentMissing,
    IdAuthorityUnavailable,
    IdNumberTaken,
    NotRegistered,
    OtpNotRequested,
    OtpWrong,
    PersonNotConfirmed,
    RailUnavailable,
    UnderAge,
)
from services.identity.domain.one_time_code import OtpPurpose
from services.identity.domain.policy import ConsentPurpose
from services.identity.domain.words import AssuranceLevel
from tests.builders.customers import (
    ADDRESS,
    ADULT_ID_NUMBER,
    CARD,
    CARD_NUMBER,
    CUSTOMER,
    NAME,
    OTHER_ADULT_ID_NUMBER,
    OTHER_CARD_NUMBER,
    OTHER_PHONE,
    PHONE,
    House,
    a_card_form,
    a_form,
    caller_of,
)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


async def test_a_confirmed_person_is_registered(house: House) -> None:
    caller = await house.has_a_customer()

    customer = await house.registrations.register(house.origin(), caller, a_form(is_student=True))

    person = house.personal.person_of(customer)
    (event,) = house.events(events_pb2.CustomerRegistered)
    assert person is not None
    assert (person.name.reveal(), person.id_number.reveal().text) == (NAME, ADULT_ID_NUMBER)
    assert customer.assurance_level is AssuranceLevel.L1_DATA
    assert customer.is_student
    assert event.region_code == "360426"
    assert len(event.device_id_hash) == 64


async def test_registering_again_with_the_same_request_asks_nobody(house: House) -> None:
    caller = await house.has_a_customer()
    origin = house.origin("body")

    first = await house.registrations.register(origin, caller, a_form())
    second = await house.registrations.register(origin, caller, a_form())

    assert first == second
    assert house.id_authority.asked == 1
    with pytest.raises(AlreadyRegistered):
        await house.registrations.register(house.origin("body"), caller, a_form())


async def test_one_id_number_is_one_customer(house: House) -> None:
    await house.has_a_registered_customer()
    other = await house.has_a_customer(OTHER_PHONE)

    with pytest.raises(IdNumberTaken):
        await house.registrations.register(house.origin(), other, a_form())


async def test_without_consent_nothing_leaves_the_house(house: House) -> None:
    caller = caller_of(await house.logs_in())
    with pytest.raises(ConsentMissing):
        await house.registrations.register(house.origin(), caller, a_form())
    purpose = ConsentPurpose.DATA_PROCESSING
    await house.consents.grant(house.origin(), caller, purpose, "2026-08")
    await house.consents.withdraw(house.origin(), caller, purpose)

    with pytest.raises(ConsentMissing):
        await house.registrations.register(house.origin(), caller, a_form())

    assert house.id_authority.asked == 0


async def test_an_unknown_person_is_refused_and_may_correct_the_form(house: House) -> None:
    caller = await house.has_a_customer()
    with pytest.raises(PersonNotConfirmed):
        await house.registrations.register(
            house.origin(), caller, a_form(id_number=OTHER_ADULT_ID_NUMBER)
        )

    customer = await house.registrations.register(house.origin(), caller, a_form())

    assert customer.is_registered


async def test_a_silent_authority_refuses_nobody_for_good(house: House) -> None:
    caller = await house.has_a_customer()
    origin = house.origin("body")
    house.id_authority.down = True
    with pytest.raises(IdAuthorityUnavailable):
        await house.registrations.register(origin, caller, a_form())
    house.id_authority.down = False

    customer = await house.registrations.register(origin, caller, a_form())

    assert customer.is_registered


async def test_a_child_is_refused_before_anybody_is_asked(house: House) -> None:
    caller = await house.has_a_customer()

    with pytest.raises(UnderAge):
        await house.registrations.register(
            house.origin(), caller, a_form(id_number="110101202311012176")
        )

    assert house.id_authority.asked == 0


async def test_personal_values_are_stored_only_sealed(house: House) -> None:
    caller = await house.has_a_registered_customer()
    await house.cards.bind(house.origin(), caller, a_card_form())

    stored = repr((house.store.states, house.store.requests, house.store.outbox))

    planted = (PHONE, NAME, ADULT_ID_NUMBER, ADDRESS, CARD_NUMBER, f"token-{CARD_NUMBER}")
    assert not [value for value in planted if value in stored]


async def test_an_own_card_with_the_own_phone_is_bound_without_a_code(house: House) -> None:
    caller = await house.has_a_registered_customer()

    customer, card = await house.cards.bind(house.origin(), caller, a_card_form())

    (event,) = house.events(events_pb2.CardBound)
    assert house.personal.card_number_of(customer, card).reveal().digits == CARD_NUMBER
    assert house.personal.card_token_of(customer, card).reveal() == f"token-{CARD_NUMBER}"
    assert (event.card_id, len(event.card_hash)) == (str(card.card_id), 64)


async def test_a_card_with_another_phone_needs_a_code_sent_there(house: House) -> None:
    caller = await house.has_a_registered_customer()
    form = (OTHER_CARD_NUMBER, OTHER_PHONE)
    with pytest.raises(OtpNotRequested):
        await house.cards.bind(house.origin(), caller, a_card_form(*form))
    code = await house.asks_for_code(OTHER_PHONE, OtpPurpose.BIND_CARD)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    with pytest.raises(OtpWrong):
        await house.cards.bind(house.origin(), caller, a_card_form(*form, wrong))

    _, card = await house.cards.bind(house.origin(), caller, a_card_form(*form, code))

    assert card.bank_name == "华东演示银行"


async def test_binding_again_with_the_same_request_asks_nobody(house: House) -> None:
    caller = await house.has_a_registered_customer()
    origin = house.origin("body")

    first = await house.cards.bind(origin, caller, a_card_form())
    second = await house.cards.bind(origin, caller, a_card_form())

    assert first == second
    assert house.rail.asked == 1
    with pytest.raises(CardAlreadyBound):
        await house.cards.bind(house.origin("body"), caller, a_card_form())


async def test_only_a_registered_customer_binds_a_card(house: House) -> None:
    caller = await house.has_a_customer()

    with pytest.raises(NotRegistered):
        await house.cards.bind(house.origin(), caller, a_card_form())

    assert house.rail.asked == 0


async def test_somebody_elses_card_is_refused(house: House) -> None:
    caller = await house.has_a_registered_customer()
    house.rail.owners[CARD_NUMBER] = ("别人", OTHER_ADULT_ID_NUMBER, PHONE)

    with pytest.raises(CardNotOwn):
        await house.cards.bind(house.origin(), caller, a_card_form())


async def test_a_credit_card_is_refused(house: House) -> None:
    caller = await house.has_a_registered_customer()
    house.rail.debit = False

    with pytest.raises(CardNotSupported):
        await house.cards.bind(house.origin(), caller, a_card_form())


async def test_a_silent_rail_refuses_nobody_for_good(house: House) -> None:
    caller = await house.has_a_registered_customer()
    origin = house.origin("body")
    house.rail.down = True
    with pytest.raises(RailUnavailable):
        await house.cards.bind(origin, caller, a_card_form())
    house.rail.down = False

    customer, _ = await house.cards.bind(origin, caller, a_card_form())

    assert len(customer.cards) == 1


async def test_there_is_nothing_under_an_unknown_id(house: House) -> None:
    caller = await house.has_a_registered_customer()

    with pytest.raises(NotFound):
        await house.customers.get(CUSTOMER)
    with pytest.raises(NotFound):
        await house.cards.get(caller.customer_id, CARD)
    with pytest.raises(ConsentMissing):
        await house.consents.standing(CUSTOMER, ConsentPurpose.FACE)


async def test_the_consent_ledger_shows_everything_newest_first(house: House) -> None:
    caller = await house.has_a_customer()
    house.passes(1)
    await house.consents.grant(house.origin(), caller, ConsentPurpose.MARKETING, "2026-08")
    house.passes(1)
    await house.consents.withdraw(house.origin(), caller, ConsentPurpose.MARKETING)
    house.passes(1)
    await house.consents.grant(house.origin(), caller, ConsentPurpose.MARKETING, "2026-08")
    await house.consents.grant(house.origin(), caller, ConsentPurpose.MARKETING, "2026-08")

    every = await house.consents.list(caller.customer_id)

    assert [consent.purpose.value for consent in every] == [
        "MARKETING",
        "MARKETING",
        "DATA_PROCESSING",
    ]
    assert [consent.withdrawn_at is None for consent in every] == [True, False, True]
    assert house.announced.count("ConsentGranted") == 3
    assert house.announced.count("ConsentWithdrawn") == 1


async def test_a_person_is_told_to_lending_only_under_a_bureau_consent(house: House) -> None:
    unregistered = await house.has_a_customer(OTHER_PHONE)
    caller = await house.has_a_registered_customer()

    with pytest.raises(NotRegistered):
        await house.customers.person_for_bureau(unregistered.customer_id, "lending")
    with pytest.raises(ConsentMissing):
        await house.customers.person_for_bureau(caller.customer_id, "lending")
    agreed = await house.consents.grant(
        house.origin(), caller, ConsentPurpose.BUREAU_QUERY, "2026-08"
    )
    found = await house.customers.person_for_bureau(caller.customer_id, "lending")

    assert found.person.name.reveal() == NAME
    assert found.consent == agreed
    assert isinstance(found.consent.consent_id, UUID)
