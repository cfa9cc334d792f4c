"""Persons related to the lender, to whom the law forbids unsecured loans.

The list names nobody: it holds a keyed digest of each identity number, so that who reads the file
learns nothing about a person whose number they do not know already.
"""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from chassis.dated_policy import text
from chassis.personal import Personal

_DIGEST_BYTES = 20


class RelatedParties:
    """The list, and who is on it."""

    def __init__(self, key: str, digests: frozenset[str]) -> None:
        self._key = key
        self._digests = digests

    def includes(self, id_number: Personal[str]) -> bool:
        """Whether the holder of an identity number is on the list."""
        return self.digest_of(id_number) in self._digests

    def digest_of(self, id_number: Personal[str]) -> str:
        """What the list holds of a person, 40 hexadecimal digits."""
        raw = id_number.reveal().strip().upper().encode()
        return blake2b(raw, key=self._key.encode()[:64], digest_size=_DIGEST_BYTES).hexdigest()


def parse_related_parties(document: Mapping[str, Any]) -> RelatedParties:
    """The list in a parsed file. Raises PolicyError or KeyError when it is not usable."""
    return RelatedParties(
        text(document["key"]), frozenset(text(digest) for digest in document["digests"])
    )
