"""Seals and opens what customers and staff write; the one place that turns it into stored bytes."""

from uuid import UUID

from chassis.command import RequestKey
from chassis.frozen import replace
from chassis.personal import Personal
from chassis.personal_data import BlindIndex, CustomerKeys, Place
from services.support.domain.case import CustomerKey


class PersonalFields:
    """The texts of cases under the data keys of their customers."""

    def __init__(self, keys: CustomerKeys, index: BlindIndex) -> None:
        self._keys = keys
        self._index = index

    def new_key(self, customer_id: UUID) -> CustomerKey:
        """A data key for a customer who has none yet."""
        return CustomerKey(customer_id, self._keys.new_key(customer_id))

    def seal(self, key: CustomerKey, case_id: UUID, column: str, text: Personal[str]) -> bytes:
        """The text, readable only in this column of this case."""
        cipher = self._keys.open(key.customer_id, key.data_key_wrapped)
        return cipher.encrypt(text, _place(column, case_id))

    def open(self, key: CustomerKey, case_id: UUID, column: str, sealed: bytes) -> Personal[str]:
        """The text that was sealed for this place."""
        cipher = self._keys.open(key.customer_id, key.data_key_wrapped)
        return cipher.decrypt(sealed, _place(column, case_id))

    def private_key_of(self, origin: RequestKey) -> RequestKey:
        """The request key with a keyed body hash.

        The executor stores it, and from the plain hash of a short text the text could be guessed.
        """
        body_hash = self._index.of("request", Personal(origin.body_hash.hex()))
        return replace(origin, body_hash=body_hash)


def _place(column: str, case_id: UUID) -> Place:
    return Place("support_case", column, str(case_id))
