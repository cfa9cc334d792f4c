"""The revolving limit of one customer: granted, drawn, reserved, free."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from services.lending.domain.errors import (
    CreditLineExists,
    CreditLineFrozen,
    CreditLineNotActive,
    LimitExceeded,
)
from services.lending.domain.line_words import Freeze, FreezeReason, LimitOffer
from services.lending.domain.loan_application import CreditDecision, LoanApplication
from services.lending.domain.policy import LendingPolicy
from services.lending.domain.product import Purpose


class LineStatus(StrEnum):
    """Where a credit line is in its life."""

    OPENED = "OPENED"  # granted, nothing drawn yet
    ACTIVE = "ACTIVE"  # drawn on at least once
    FROZEN = "FROZEN"  # nothing new may be drawn; what is owed stays owed
    CLOSED = "CLOSED"  # ended for good


USABLE = frozenset({LineStatus.OPENED, LineStatus.ACTIVE})


@dataclass(frozen=True, slots=True)
class CreditLine:
    """How much a customer may owe, at which rate. Drawn plus reserved never pass the limit.

    The exception is what a correction made owed again after its limit had been drawn anew: it is
    counted by itself, and nothing can be drawn until repayments have taken it away.
    """

    customer_id: UUID
    credit_line_id: UUID
    product_code: str
    application_id: UUID
    purpose: Purpose
    status: LineStatus
    grade: str
    daily_rate_ppm: int
    limit_minor: int
    drawn_minor: int
    reserved_minor: int
    assessed_on: date
    opened_at: datetime
    policy_version: str
    freezes: tuple[Freeze, ...] = ()
    """Why nothing can be drawn; a frozen line has at least one reason."""
    offer: LimitOffer | None = None
    """A higher limit that the customer may take."""
    accounts_at_assessment: int = 0
    """Open credit accounts at all lenders, as the bureau told at the assessment."""
    over_limit_minor: int = 0
    """By how much a correction took drawn and reserved beyond the limit; 0 in ordinary life."""
    version: int = 0

    def __post_init__(self) -> None:
        if min(self.drawn_minor, self.reserved_minor, self.over_limit_minor, self.free_minor) < 0:
            raise ValueError(
                f"drawn {self.drawn_minor} and reserved {self.reserved_minor} must lie within "
                f"the limit {self.limit_minor}"
            )

    @property
    def free_minor(self) -> int:
        """What may still be drawn, whatever the line's status; 0 while it is beyond its limit."""
        used_minor = self.drawn_minor + self.reserved_minor
        return self.limit_minor + self.over_limit_minor - used_minor

    @property
    def available_minor(self) -> int:
        """What the customer can draw now: nothing while the line is frozen or closed."""
        return self.free_minor if self.status in USABLE else 0

    def needs_reassessment_on(self, day: date, policy: LendingPolicy) -> bool:
        """Whether the line was never drawn and its assessment is too old to begin now."""
        valid_until = self.assessed_on + timedelta(days=policy.reassess_after_days)
        return self.status is LineStatus.OPENED and day > valid_until

    def require_usable_on(self, day: date, policy: LendingPolicy) -> None:
        """Refuse a frozen or closed line, and one whose first drawdown comes too long after it.

        The law asks for a new assessment when more than a month passes between the line and its
        first drawdown.
        """
        if self.status not in USABLE:
            raise CreditLineNotActive(status=self.status.value)
        if self.needs_reassessment_on(day, policy):
            raise CreditLineNotActive(assessed_on=self.assessed_on.isoformat())

    def reserve(self, amount_minor: int) -> "CreditLine":
        """Set the amount aside for a drawdown. Refuses what exceeds the free limit."""
        _require_positive(amount_minor)
        if amount_minor > self.free_minor:
            raise LimitExceeded(available_minor=self.free_minor)
        return replace(self, reserved_minor=self.reserved_minor + amount_minor)

    def commit(self, amount_minor: int) -> "CreditLine":
        """The reserved amount reached the customer: it is drawn now."""
        _require_positive(amount_minor)
        return replace(
            self,
            status=LineStatus.ACTIVE if self.status is LineStatus.OPENED else self.status,
            reserved_minor=self.reserved_minor - amount_minor,
            drawn_minor=self.drawn_minor + amount_minor,
        )

    def release(self, amount_minor: int) -> "CreditLine":
        """The reserved amount will not be paid out: it is free again."""
        _require_positive(amount_minor)
        return _freed(replace(self, reserved_minor=self.reserved_minor - amount_minor))

    def restore(self, principal_minor: int) -> "CreditLine":
        """Principal came back: it can be drawn again at once."""
        _require_positive(principal_minor)
        return _freed(replace(self, drawn_minor=self.drawn_minor - principal_minor))

    def redraw(self, principal_minor: int) -> "CreditLine":
        """A repayment was taken back: its principal is owed again, beyond the limit if need be."""
        _require_positive(principal_minor)
        used_minor = self.drawn_minor + self.reserved_minor + principal_minor
        return replace(
            self,
            drawn_minor=self.drawn_minor + principal_minor,
            over_limit_minor=max(0, used_minor - self.limit_minor),
        )

    def reassess(
        self, application: LoanApplication, decision: CreditDecision, policy: LendingPolicy
    ) -> "CreditLine":
        """Take the outcome of a newer application; a decline freezes the line.

        Only a frozen line, and one never drawn and assessed too long ago, is assessed again. The
        limit never falls below what is drawn and reserved; loans already made keep their terms.
        """
        self.require_assessable_on(application.inputs.business_date, policy)
        if not decision.approved:
            reason = Freeze(
                FreezeReason.DECLINED,
                str(application.application_id),
                application.inputs.business_date,
            )
            return replace(self, status=LineStatus.FROZEN, freezes=(reason,), offer=None)
        used_minor = self.drawn_minor + self.reserved_minor
        return replace(
            self,
            application_id=application.application_id,
            purpose=application.inputs.purpose,
            status=LineStatus.ACTIVE if used_minor else LineStatus.OPENED,
            grade=decision.grade,
            daily_rate_ppm=decision.daily_rate_ppm,
            limit_minor=max(decision.limit_minor, used_minor),
            assessed_on=application.inputs.business_date,
            policy_version=decision.policy_version,
            freezes=(),
            offer=None,
            accounts_at_assessment=application.inputs.bureau.accounts,
            over_limit_minor=0,
        )

    def require_assessable_on(self, day: date, policy: LendingPolicy) -> None:
        """Refuse a new application from a customer whose line can be used as it is, or never."""
        if self.status is LineStatus.CLOSED:
            raise CreditLineNotActive(status=self.status.value)
        others = {it.reason for it in self.freezes} - {FreezeReason.DECLINED}
        if others:
            raise CreditLineFrozen(reasons=",".join(sorted(others)))
        if self.status is not LineStatus.FROZEN and not self.needs_reassessment_on(day, policy):
            raise CreditLineExists(credit_line_id=self.credit_line_id)


def credit_line_id_of(customer_id: UUID, product_code: str) -> UUID:
    """The id of a customer's line of a product; derived, so that there can only be one."""
    return uuid5(customer_id, f"credit_line:{product_code}")


def open_credit_line(application: LoanApplication, decision: CreditDecision) -> CreditLine:
    """Open the line that an approval grants."""
    return CreditLine(
        customer_id=application.customer_id,
        credit_line_id=credit_line_id_of(application.customer_id, application.product_code),
        product_code=application.product_code,
        application_id=application.application_id,
        purpose=application.inputs.purpose,
        status=LineStatus.OPENED,
        grade=decision.grade,
        daily_rate_ppm=decision.daily_rate_ppm,
        limit_minor=decision.limit_minor,
        drawn_minor=0,
        reserved_minor=0,
        assessed_on=application.inputs.business_date,
        opened_at=application.decided_at,
        policy_version=decision.policy_version,
        accounts_at_assessment=application.inputs.bureau.accounts,
    )


def _freed(line: CreditLine) -> CreditLine:
    """The same line after some of it became free: beyond its limit by no more than it still is."""
    excess_minor = line.drawn_minor + line.reserved_minor - line.limit_minor
    return replace(line, over_limit_minor=max(0, min(line.over_limit_minor, excess_minor)))


def _require_positive(amount_minor: int) -> None:
    if amount_minor <= 0:
        raise ValueError(f"a line moves by a positive amount, not {amount_minor}")
