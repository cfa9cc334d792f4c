"""What a customer logs in with: a phone, and the devices it was done from."""

from dataclasses import dataclass, replace
from uuid import UUID

from services.identity.domain.policy import IdentityPolicy


@dataclass(frozen=True, slots=True)
class Credential:
    """Claims a phone number for one customer; there is one per phone, so nobody else can have it.

    It is keyed by the phone's blind index: a phone leads to its customer without being stored.
    """

    phone_index: str
    customer_id: UUID
    device_hashes: tuple[str, ...] = ()
    """Devices logged in from, the last used last."""
    version: int = 0

    def knows(self, device_hash: str) -> bool:
        return device_hash in self.device_hashes

    def used_from(self, device_hash: str, policy: IdentityPolicy) -> "Credential":
        """Remembers the device; the one unused for longest is forgotten when there are too many."""
        others = [known for known in self.device_hashes if known != device_hash]
        too_many = max(0, len(others) + 1 - policy.devices_remembered_max)
        return replace(self, device_hashes=(*others[too_many:], device_hash))


@dataclass(frozen=True, slots=True)
class IdNumberClaim:
    """Claims an ID number for one customer (ID-01); keyed by the number's blind index."""

    id_number_index: str
    customer_id: UUID
    version: int = 0
