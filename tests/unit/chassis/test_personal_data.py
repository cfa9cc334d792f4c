"""Encryption of personal fields, look-up by blind index and erasure."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from chassis.personal import Personal
from chassis.personal_data import (
    BlindIndex,
    CustomerKeys,
    Place,
    UnreadableError,
    new_key_line,
    read_keys,
)

ZHANG = UUID("0198b3c2-7d0e-7c51-9c3a-2f1f7f8a0b11")
LI = UUID("0198b3c2-7d0e-7c51-9c3a-2f1f7f8a0b12")
PHONE = Personal("13912345678")
PLACE = Place("customer", "phone", str(ZHANG))


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "field.key"
    path.write_text(new_key_line())
    return path


@pytest.fixture
def keys(key_file: Path) -> CustomerKeys:
    return CustomerKeys(key_file)


def test_a_field_is_read_back_in_its_place(keys: CustomerKeys) -> None:
    wrapped = keys.new_key(ZHANG)
    blob = keys.open(ZHANG, wrapped).encrypt(PHONE, PLACE)

    assert keys.open(ZHANG, wrapped).decrypt(blob, PLACE) == PHONE
    assert b"139" not in blob


def test_equal_values_look_different_at_rest(keys: CustomerKeys) -> None:
    cipher = keys.open(ZHANG, keys.new_key(ZHANG))

    assert cipher.encrypt(PHONE, PLACE) != cipher.encrypt(PHONE, PLACE)


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place("card", "phone", str(ZHANG)),
        Place("customer", "name", str(ZHANG)),
        Place("customer", "phone", str(LI)),
        Place("customerphone", "", str(ZHANG)),
    ],
)
def test_a_field_moved_to_another_place_cannot_be_read(
    keys: CustomerKeys, elsewhere: Place
) -> None:
    cipher = keys.open(ZHANG, keys.new_key(ZHANG))

    with pytest.raises(UnreadableError):
        cipher.decrypt(cipher.encrypt(PHONE, PLACE), elsewhere)


def test_an_altered_field_cannot_be_read(keys: CustomerKeys) -> None:
    cipher = keys.open(ZHANG, keys.new_key(ZHANG))
    blob = cipher.encrypt(PHONE, PLACE)

    for position in range(len(blob)):
        altered = bytearray(blob)
        altered[position] ^= 1
        with pytest.raises(UnreadableError):
            cipher.decrypt(bytes(altered), PLACE)
    for cut in (b"", blob[:5], blob[:-1]):
        with pytest.raises(UnreadableError):
            cipher.decrypt(cut, PLACE)


def test_the_key_of_one_customer_opens_nothing_of_another(keys: CustomerKeys) -> None:
    of_zhang = keys.new_key(ZHANG)
    blob = keys.open(ZHANG, of_zhang).encrypt(PHONE, PLACE)

    with pytest.raises(UnreadableError):
        keys.open(LI, of_zhang)
    with pytest.raises(UnreadableError):
        keys.open(LI, keys.new_key(LI)).decrypt(blob, PLACE)


def test_without_the_wrapped_key_a_customer_is_erased(keys: CustomerKeys) -> None:
    blob = keys.open(ZHANG, keys.new_key(ZHANG)).encrypt(PHONE, PLACE)

    with pytest.raises(UnreadableError):
        keys.open(ZHANG, keys.new_key(ZHANG)).decrypt(blob, PLACE)


def test_the_key_encryption_key_is_replaced_without_touching_the_fields(key_file: Path) -> None:
    old = CustomerKeys(key_file)
    wrapped = old.new_key(ZHANG)
    blob = old.open(ZHANG, wrapped).encrypt(PHONE, PLACE)
    key_file.write_text(new_key_line() + key_file.read_text())

    both = CustomerKeys(key_file)
    rewrapped = both.rewrap(ZHANG, wrapped)
    key_file.write_text(key_file.read_text().splitlines()[0])
    new = CustomerKeys(key_file)

    assert (both.is_current(wrapped), both.is_current(rewrapped)) == (False, True)
    assert new.open(ZHANG, rewrapped).decrypt(blob, PLACE) == PHONE
    with pytest.raises(UnreadableError):
        new.open(ZHANG, wrapped)


def test_a_value_is_found_by_its_kind_and_text_alone(key_file: Path, tmp_path: Path) -> None:
    index = BlindIndex(key_file)
    other_file = tmp_path / "other.key"
    other_file.write_text(new_key_line())

    assert index.of("phone", PHONE) == BlindIndex(key_file).of("phone", Personal("13912345678"))
    assert index.of("phone", PHONE) != index.of("card", PHONE)
    assert index.of("phone", PHONE) != index.of("phone", Personal("13912345679"))
    assert index.of("phone", PHONE) != BlindIndex(other_file).of("phone", PHONE)
    assert len(index.of("phone", PHONE)) == 32


@pytest.mark.parametrize("text", ["", "zz" * 32, "ab" * 31, "ab" * 32 + "\nab"])
def test_a_key_file_that_holds_no_key_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.key"
    path.write_text(text)

    with pytest.raises(ValueError, match="must hold lines of 64 hexadecimal digits"):
        read_keys(path)
