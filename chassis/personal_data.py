"""Personal fields at rest: encrypted per customer, found by blind index, erased by losing a key.

Each customer has a data key, stored only wrapped under the key-encryption key (KEK) of the
service. Deleting the wrapped key makes every copy of the customer's fields unreadable, backups
included, while ledgers and events, which hold no personal data, stay whole.

A key file holds 32-byte keys as lines of 64 hexadecimal digits. In the KEK file the first line
wraps and every line unwraps, so a KEK is replaced by putting the new one on top.
"""

import hashlib
import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chassis.personal import Personal

_VERSION = b"\x01"
_KEY_BYTES = 32
_KEY_ID_BYTES = 8
_NONCE_BYTES = 12
"""NIST SP 800-38D: 96-bit random nonces, good for 2^32 values under one key."""
_HEADER_BYTES = len(_VERSION) + _KEY_ID_BYTES + _NONCE_BYTES

RandomBytes = Callable[[int], bytes]


class UnreadableError(Exception):
    """A value or key was not made for this place, customer or key, or it was altered."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an encrypted field lives; it can be read only there, so rows cannot be swapped."""

    table: str
    column: str
    row_id: str

    @property
    def authenticated_data(self) -> bytes:
        return _join("field", self.table, self.column, self.row_id)


class CustomerKeys:
    """Makes and opens the data keys of customers."""

    def __init__(self, key_file: Path, random_bytes: RandomBytes = os.urandom) -> None:
        keys = read_keys(key_file)
        self._current_id = _key_id(keys[0])
        self._keys = {_key_id(key): AESGCM(key) for key in keys}
        self._random_bytes = random_bytes

    def new_key(self, customer_id: UUID) -> bytes:
        """A fresh data key, wrapped for storage. Deleting it erases the customer's fields."""
        return self._wrap(customer_id, self._random_bytes(_KEY_BYTES))

    def open(self, customer_id: UUID, wrapped: bytes) -> "CustomerCipher":
        """The cipher of one customer; raises UnreadableError for another customer's key."""
        return CustomerCipher(self._unwrap(customer_id, wrapped), self._random_bytes)

    def rewrap(self, customer_id: UUID, wrapped: bytes) -> bytes:
        """The same data key under the newest KEK; the fields need not change."""
        return self._wrap(customer_id, self._unwrap(customer_id, wrapped))

    def is_current(self, wrapped: bytes) -> bool:
        """Whether the newest KEK wraps this key already."""
        return _split(wrapped)[0] == self._current_id

    def _wrap(self, customer_id: UUID, data_key: bytes) -> bytes:
        nonce = self._random_bytes(_NONCE_BYTES)
        sealed = self._keys[self._current_id].encrypt(nonce, data_key, _owner(customer_id))
        return _VERSION + self._current_id + nonce + sealed

    def _unwrap(self, customer_id: UUID, wrapped: bytes) -> bytes:
        key_id, nonce, sealed = _split(wrapped)
        key = self._keys.get(key_id)
        if key is None:
            raise UnreadableError("the key-encryption key of this data key is not in the key file")
        return _decrypt(key, nonce, sealed, _owner(customer_id))


class CustomerCipher:
    """Encrypts and decrypts the fields of one customer."""

    def __init__(self, data_key: bytes, random_bytes: RandomBytes) -> None:
        self._key = AESGCM(data_key)
        self._key_id = _key_id(data_key)
        self._random_bytes = random_bytes

    def encrypt(self, value: Personal[str], place: Place) -> bytes:
        """Version, key id, nonce and sealed text as one value for a bytea column."""
        return self.encrypt_file(value.reveal().encode(), place)

    def decrypt(self, blob: bytes, place: Place) -> Personal[str]:
        """The value; raises UnreadableError unless it was encrypted for this very place."""
        return Personal(self.decrypt_file(blob, place).decode())

    def encrypt_file(self, content: bytes, place: Place) -> bytes:
        """The same for the bytes of a file that tells about the customer."""
        nonce = self._random_bytes(_NONCE_BYTES)
        sealed = self._key.encrypt(nonce, content, place.authenticated_data)
        return _VERSION + self._key_id + nonce + sealed

    def decrypt_file(self, blob: bytes, place: Place) -> bytes:
        """The file; raises UnreadableError unless it was encrypted for this very place."""
        key_id, nonce, sealed = _split(blob)
        if key_id != self._key_id:
            raise UnreadableError("the value was encrypted under another data key")
        return _decrypt(self._key, nonce, sealed, place.authenticated_data)


class BlindIndex:
    """Turns a personal value into a stable token to look it up by: HMAC-SHA256, its own key.

    Bring the value into one form first (no spaces, upper-case X): equal texts give equal tokens.
    """

    def __init__(self, key_file: Path) -> None:
        self._key = read_keys(key_file)[0]

    def of(self, kind: str, value: Personal[str]) -> bytes:
        """The 32-byte token of a value of one kind, such as `phone` or `id_number`."""
        return hmac.digest(self._key, _join("index", kind, value.reveal()), "sha256")


def read_keys(key_file: Path) -> list[bytes]:
    """The keys of a key file; the fault text names the file and never its content."""
    try:
        keys = [bytes.fromhex(line) for line in key_file.read_text("ascii").split()]
    except ValueError:
        keys = []
    if not keys or any(len(key) != _KEY_BYTES for key in keys):
        raise ValueError(f"{key_file} must hold lines of {2 * _KEY_BYTES} hexadecimal digits")
    return keys


def new_key_line() -> str:
    """A fresh line for a key file."""
    return os.urandom(_KEY_BYTES).hex() + "\n"


def _key_id(key: bytes) -> bytes:
    return hashlib.blake2b(key, digest_size=_KEY_ID_BYTES, person=b"key-id").digest()


def _owner(customer_id: UUID) -> bytes:
    return _join("data-key", str(customer_id))


def _join(*parts: str) -> bytes:
    """Parts with their lengths, so that no two lists of parts give the same bytes."""
    encoded = (part.encode() for part in parts)
    return b"".join(len(part).to_bytes(4) + part for part in encoded)


def _split(blob: bytes) -> tuple[bytes, bytes, bytes]:
    if len(blob) < _HEADER_BYTES or not blob.startswith(_VERSION):
        raise UnreadableError("this is not an encrypted value of a known version")
    key_end = len(_VERSION) + _KEY_ID_BYTES
    return blob[len(_VERSION) : key_end], blob[key_end:_HEADER_BYTES], blob[_HEADER_BYTES:]


def _decrypt(key: AESGCM, nonce: bytes, sealed: bytes, authenticated_data: bytes) -> bytes:
    try:
        return key.decrypt(nonce, sealed, authenticated_data)
    except InvalidTag:
        raise UnreadableError("the value was altered or belongs to another place") from None
