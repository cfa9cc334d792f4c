"""Which model answers for which customer."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

PPM = 1_000_000


@dataclass(frozen=True, slots=True)
class ModelName:
    """A model by its version and by the hash its files must have."""

    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ModelRoles:
    """The models in use on a day."""

    champion: ModelName
    central_tendency_ppm: int
    challenger: ModelName | None = None
    challenger_share_ppm: int = 0
    """Share of customers for whom the challenger decides."""
    shadow: ModelName | None = None
    """Scores everybody beside the model that decides, without effect."""

    def challenged(self, customer_id: UUID) -> bool:
        """Whether the challenger decides for a customer; always the same answer for the same two.

        By hash, so that neither time nor the process matters; the challenger's version is in it, so
        that another experiment divides the customers anew.
        """
        if self.challenger is None:
            return False
        digest = sha256(self.challenger.version.encode() + customer_id.bytes).digest()
        return int.from_bytes(digest[:8]) % PPM < self.challenger_share_ppm
