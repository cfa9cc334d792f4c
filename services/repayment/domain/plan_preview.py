"""What a change of a plan would do: the plan and its cost before and after, under one hash.

The preview is the change itself, carried out on the loan and looked at; applying it carries out the
same change again. It is applied only when that gives the same hash, so what is shown is what is
done.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from chassis.frozen import Frozen, parts_of
from chassis.money import round_half_up
from services.repayment.domain.errors import RepaymentInProgress
from services.repayment.domain.history import EntryKind, HistoryEntry, PlanChange
from services.repayment.domain.instalment import InstalmentState
from services.repayment.domain.life import Happened, happened
from services.repayment.domain.loan import Loan
from services.repayment.domain.replanning import segments_to_come
from services.repayment.domain.terms import DAYS_PER_YEAR, NANO_PER_PPM

NOBODY = UUID(int=0)
"""The id of a change that is only looked at."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One instalment of a plan that is not yet paid; amounts in minor units."""

    number: int
    starts_on: date
    due_on: date
    principal_minor: int
    interest_minor: int
    penalty_minor: int
    """Penalty to the day of the change."""
    fee_minor: int
    paid_minor: int
    """What was paid of it already."""
    is_due: bool

    @property
    def days(self) -> int:
        return (self.due_on - self.starts_on).days

    @property
    def total_minor(self) -> int:
        return self.principal_minor + self.interest_minor + self.penalty_minor + self.fee_minor


@dataclass(frozen=True, slots=True)
class CostSheet:
    """All that a loan costs over its whole life by its plan; nothing else is charged.

    The items of 个人贷款业务明示综合融资成本规定: how much, and the yearly rate, which counts
    simply (单利) on the principal really owed. Penalty is a contingent cost: what has accrued to
    the day of the change, and none when every date is kept.
    """

    interest_minor: int
    penalty_minor: int
    fee_minor: int
    annual_rate_ppm: int
    """Average of the days to come, weighted by principal; 0 when none is still to come."""

    @property
    def total_minor(self) -> int:
        return self.interest_minor + self.penalty_minor + self.fee_minor


@dataclass(frozen=True, slots=True)
class PlanOutline:
    """A plan as people compare it."""

    rows: tuple[PlanRow, ...]
    """What is due or still to come, in order."""
    cost: CostSheet
    next_due_on: date | None

    @property
    def instalments_to_come(self) -> int:
        return sum(not row.is_due for row in self.rows)

    @property
    def last_due_on(self) -> date | None:
        return self.rows[-1].due_on if self.rows else None


@dataclass(frozen=True, slots=True)
class PlanPreview:
    """What a change would do if it were made now."""

    loan_id: UUID
    change: PlanChange
    on: date
    before: PlanOutline
    after: PlanOutline
    preview_hash: str
    """Names the loan as it stands and the plan that follows, and holds while both stay."""
    cost_sheet_hash: str
    """Names the new cost; what the customer confirms. Empty when the cost stays the same."""
    currency: str

    @property
    def changes_cost(self) -> bool:
        return self.cost_sheet_hash != ""


def outline_of(loan: Loan, on: date) -> PlanOutline:
    """The plan of a loan that was brought to a date."""
    rows = tuple(
        PlanRow(
            number=i.number,
            starts_on=i.starts_on,
            due_on=i.due_on,
            principal_minor=i.principal_minor,
            interest_minor=i.interest_minor,
            penalty_minor=i.penalty(loan.terms, on),
            fee_minor=i.fee_minor,
            paid_minor=i.principal_paid_minor
            + i.interest_paid_minor
            + i.penalty_paid_minor
            + i.fee_paid_minor,
            is_due=i.state is InstalmentState.DUE,
        )
        for i in loan.instalments
        if i.state is not InstalmentState.PAID
    )
    return PlanOutline(rows, cost_of(loan, on), loan.next_due_on)


def cost_of(loan: Loan, on: date) -> CostSheet:
    """All that the loan costs from its first day to its last due date."""
    segments = segments_to_come(loan)
    weights = sum(s.principal_minor * s.share_units for s in segments)
    rates = sum(s.principal_minor * s.share_units * s.rate_nano for s in segments)
    return CostSheet(
        interest_minor=sum(i.interest_minor for i in loan.instalments),
        penalty_minor=sum(i.penalty(loan.terms, on) for i in loan.instalments),
        fee_minor=sum(i.fee_minor for i in loan.instalments),
        annual_rate_ppm=round_half_up(rates * DAYS_PER_YEAR, weights * NANO_PER_PPM)
        if weights
        else 0,
    )


def made(loan: Loan, change: PlanChange, on: date, change_id: UUID, by: str) -> Happened:
    """The change carried out on a date. Raises PlanChangeImpossible.

    Raises RepaymentInProgress while a collection is under way: its money counts for an earlier
    moment than the change, which would alter what it pays.
    """
    if loan.live_repayment_id is not None:
        raise RepaymentInProgress(repayment_id=loan.live_repayment_id)
    entry = HistoryEntry(
        kind=EntryKind.PLAN_CHANGE,
        entry_id=change_id,
        on=max(on, loan.as_of),
        booked_on=on,
        label=by,
        change=change,
    )
    return happened(loan, entry)


def preview_of(loan: Loan, change: PlanChange, on: date) -> PlanPreview:
    """What the change would do on a date. Raises what `made` raises."""
    after = made(loan, change, on, NOBODY, "").loan
    on = max(on, loan.as_of)
    standing, changed = outline_of(loan.brought_to(on).loan, on), outline_of(after, on)
    costs_differ = standing.cost != changed.cost
    return PlanPreview(
        loan_id=loan.loan_id,
        change=change,
        on=on,
        before=standing,
        after=changed,
        preview_hash=_hash_of(loan.loan_id, loan.version, on, change, after.instalments),
        cost_sheet_hash=_hash_of(loan.loan_id, changed.cost, changed.rows) if costs_differ else "",
        currency=loan.currency,
    )


def _hash_of(*parts: object) -> str:
    """SHA-256 over the parts as JSON: the same parts give the same hash in every process."""
    plain = [_plain(part) for part in parts]
    text = json.dumps(plain, sort_keys=True, default=str, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _plain(part: object) -> object:
    if isinstance(part, tuple):
        return [_plain(one) for one in part]
    if isinstance(part, Frozen):
        return _plain(parts_of(part))
    if hasattr(part, "__dataclass_fields__"):
        return asdict(part)  # type: ignore[call-overload]
    return part
