"""Counts failed log-ins of a phone or a device and locks it for a while after too many."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.identity.domain.errors import CustomerLocked
from services.identity.domain.policy import IdentityPolicy


@dataclass(frozen=True, slots=True)
class LogInGuard:
    """The failures of one subject within the window."""

    subject: str
    """`phone:` or `device:` and the keyed hash of it."""
    failed_at: tuple[datetime, ...] = ()
    locked_until: datetime | None = None
    version: int = 0

    def check(self, now: datetime) -> None:
        """Raises CustomerLocked while the lock lasts; nothing is looked at or stored then."""
        if self.locked_until is not None and now < self.locked_until:
            raise CustomerLocked(locked_until=self.locked_until.isoformat())

    def failed(self, policy: IdentityPolicy, failures_max: int, now: datetime) -> "LogInGuard":
        """One more failure; the one that reaches the maximum locks and starts the count anew."""
        window = timedelta(seconds=policy.log_in_failures_window_s)
        recent = (*(at for at in self.failed_at if at > now - window), now)
        if len(recent) < failures_max:
            return replace(self, failed_at=recent)
        locked_for = timedelta(seconds=policy.log_in_locked_for_s)
        return replace(self, failed_at=(), locked_until=now + locked_for)

    def cleared(self) -> "LogInGuard":
        """The owner of the phone proved to be there."""
        return replace(self, failed_at=())


def phone_subject(phone_index: str) -> str:
    return f"phone:{phone_index}"


def device_subject(device_hash: str) -> str:
    return f"device:{device_hash}"
