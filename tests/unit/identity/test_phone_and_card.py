import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import DomainError
from chassis.personal import Personal
from services.identity.domain.bank_card import CardNumber, passes_luhn
from services.identity.domain.errors import CardLuhn, CardNotSupported, PhoneMalformed
from services.identity.domain.phone import Phone
from tests.builders.customers import CARD_NUMBER


@pytest.mark.parametrize(
    "text", ["13800000001", "+8613800000001", "+86 13800000001", " 13800000001 "]
)
def test_a_mobile_number_is_taken_with_and_without_country_code(text: str) -> None:
    phone = Phone.parse(Personal(text)).reveal()

    assert phone.digits == "13800000001"
    assert phone.masked == "138****0001"


@pytest.mark.parametrize(
    "text", ["12800000001", "1380000000", "138000000011", "1380000000a", "", "+8513800000001"]
)
def test_what_is_no_mobile_number_is_refused(text: str) -> None:
    with pytest.raises(PhoneMalformed):
        Phone.parse(Personal(text))


@pytest.mark.parametrize(
    "text",
    ["6200000000000005", "6250941006528599", "6205500000000000004", "6205 5000 0000 0000 004"],
)
def test_public_test_cards_are_taken(text: str) -> None:
    card = CardNumber.parse(Personal(text)).reveal()

    assert card.digits == text.replace(" ", "")
    assert card.masked == f"**** **** **** {card.digits[-4:]}"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("6205500000000000005", CardLuhn),
        ("620550000000000", CardNotSupported),
        ("62055000000000000040", CardNotSupported),
        ("62055000000000000o4", CardNotSupported),
    ],
)
def test_what_is_no_card_number_is_refused(text: str, refusal: type[DomainError]) -> None:
    with pytest.raises(refusal):
        CardNumber.parse(Personal(text))


@given(st.integers(0, 18), st.integers(1, 9))
def test_luhn_notices_every_single_wrong_digit(place: int, difference: int) -> None:
    digits = list(CARD_NUMBER)
    digits[place] = str((int(digits[place]) + difference) % 10)

    assert not passes_luhn("".join(digits))


def test_neither_shows_itself() -> None:
    phone = Phone.parse(Personal("13800000001"))
    card = CardNumber.parse(Personal(CARD_NUMBER))

    shown = f"{phone} {phone.reveal()!r} {card} {card.reveal()!r}"

    assert "13800000001" not in shown
    assert CARD_NUMBER not in shown
