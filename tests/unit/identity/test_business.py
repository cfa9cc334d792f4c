"""The business a customer runs: its code, and what the register says of it."""

from pathlib import Path

import pytest
from granary.identity.v1 import events_pb2
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import NotFound
from chassis.personal import Personal
from sandbox.businesses import business_of
from sandbox.people import first_people
from services.identity.domain.business import Uscc
from services.identity.domain.errors import (
    BusinessNotConfirmed,
    ConsentMissing,
    IdAuthorityUnavailable,
    NotRegistered,
    UsccCheckDigit,
    UsccMalformed,
)
from services.identity.domain.policy import ConsentPurpose
from services.identity.domain.words import BusinessRole
from tests.builders.customers import (
    ADULT_ID_NUMBER,
    BUSINESS_NAME,
    NAME,
    USCC,
    House,
    a_business_form,
    a_form,
)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_the_sample_of_the_standard_is_a_code_in_any_case() -> None:
    assert Uscc.parse(Personal(" 91350100m000100y43 ")).reveal().text == USCC
    assert Uscc(USCC).masked == "91************0Y43"


@pytest.mark.parametrize(
    "raw",
    ["", "91350100M000100Y4", "91350100M000100Y4I", "9135010ZM000100Y43", "9135010０M000100Y43"],
)
def test_what_has_not_the_form_of_a_code_is_refused(raw: str) -> None:
    with pytest.raises(UsccMalformed):
        Uscc.parse(Personal(raw))


@given(st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_one_wrong_character_is_always_found(place: int, character: str) -> None:
    mistyped = USCC[:place] + character + USCC[place + 1 :]
    if mistyped == USCC:
        return

    with pytest.raises((UsccCheckDigit, UsccMalformed)):
        Uscc.parse(Personal(mistyped))


def test_every_synthetic_business_has_a_code_that_can_exist() -> None:
    found = [business_of(person) for person in first_people("seed", 60)]

    businesses = [business for business in found if business is not None]
    assert len(businesses) == 40
    for business in businesses:
        assert Uscc.parse(Personal(business.uscc)).reveal().text == business.uscc


async def test_a_business_that_the_register_confirms_is_kept_sealed(house: House) -> None:
    caller = await house.has_a_registered_customer()

    customer, profile = await house.businesses.verify(house.origin(), caller, a_business_form())

    assert house.personal.uscc_of(customer, profile).reveal().text == USCC
    assert house.personal.business_name_of(customer, profile).reveal() == BUSINESS_NAME
    assert USCC.encode() not in profile.uscc_sealed
    (event,) = house.events(events_pb2.BusinessVerified)
    assert (event.role, len(event.uscc_hash)) == (2, 64)
    _, kept = await house.businesses.get(caller.customer_id)
    assert (kept.uscc_sealed, kept.verified_at) == (profile.uscc_sealed, house.now)


async def test_the_same_business_again_changes_nothing_and_another_takes_its_place(
    house: House,
) -> None:
    caller = await house.has_a_registered_customer()
    as_trader = a_business_form()
    as_head = a_business_form(role=BusinessRole.LEGAL_REPRESENTATIVE)
    house.register.businesses.add((USCC, BUSINESS_NAME, as_head.role, NAME, ADULT_ID_NUMBER))

    for form in (as_trader, as_trader, as_head):
        await house.businesses.verify(house.origin(), caller, form)

    _, profile = await house.businesses.get(caller.customer_id)
    assert profile.role is BusinessRole.LEGAL_REPRESENTATIVE
    assert house.announced.count("BusinessVerified") == 2


async def test_a_business_of_somebody_else_is_refused(house: House) -> None:
    caller = await house.has_a_registered_customer()

    with pytest.raises(BusinessNotConfirmed):
        await house.businesses.verify(house.origin(), caller, a_business_form(name="别家商行"))

    with pytest.raises(NotFound):
        await house.businesses.get(caller.customer_id)


async def test_nobody_is_asked_about_a_customer_who_is_not_registered_or_did_not_agree(
    house: House,
) -> None:
    caller = await house.has_a_customer()
    with pytest.raises(NotRegistered):
        await house.businesses.verify(house.origin(), caller, a_business_form())
    await house.registrations.register(house.origin(), caller, a_form())
    await house.consents.withdraw(house.origin(), caller, ConsentPurpose.DATA_PROCESSING)
    with pytest.raises(ConsentMissing):
        await house.businesses.verify(house.origin(), caller, a_business_form())

    assert house.register.asked == 0


async def test_a_register_that_does_not_answer_leaves_the_customer_to_ask_again(
    house: House,
) -> None:
    caller = await house.has_a_registered_customer()
    house.register.down = True

    with pytest.raises(IdAuthorityUnavailable):
        await house.businesses.verify(house.origin(), caller, a_business_form())

    house.register.down = False
    await house.businesses.verify(house.origin(), caller, a_business_form())
