"""A change of a loan's plan that was agreed and made, kept for ever with the plan it replaced.

The customer sees a preview, confirms the new cost sheet by its hash where the cost changes, and
gets exactly that plan. The change can be taken back while it is the last thing that happened.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from chassis.decision import Change, Decision
from chassis.frozen import replace
from services.repayment.domain.business_day import BusinessDay, DayPhase
from services.repayment.domain.correction import corrected, restated
from services.repayment.domain.errors import (
    BusinessDayBeingClosed,
    CostNotConfirmed,
    PlanPreviewStale,
    UndoImpossible,
)
from services.repayment.domain.history import PlanChange
from services.repayment.domain.journal import transfers_of
from services.repayment.domain.life import taking_back
from services.repayment.domain.loan import Loan
from services.repayment.domain.plan_eligibility import (
    BY_CUSTOMER,
    SelfServiceRules,
    require_allowed,
)
from services.repayment.domain.plan_preview import PlanOutline, PlanPreview, made, preview_of

UNDONE = "PLAN_CHANGE_UNDONE"


@dataclass(frozen=True, slots=True)
class CostConsent:
    """That somebody confirmed a cost sheet: who, when, and which one."""

    by: str
    at: datetime
    cost_sheet_hash: str


@dataclass(frozen=True, slots=True)
class AgreedChange:
    """One change, the plan before it and the plan after it."""

    customer_id: UUID
    change_id: UUID
    loan_id: UUID
    change: PlanChange
    before: PlanOutline
    after: PlanOutline
    preview_hash: str
    consent: CostConsent | None
    """None where the change costs nothing more or less."""
    made_by: str
    """CUSTOMER, HARDSHIP for an offer that the customer took, or the name of the staff."""
    note: str
    """Why staff made it, or the hardship behind it; empty where the customer did."""
    made_on: date
    made_at: datetime
    currency: str
    undone_on: date | None = None
    undone_by: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class ApplyChange:
    """Somebody wants a previewed change to be made."""

    change_id: UUID
    change: PlanChange
    preview_hash: str
    cost_sheet_hash: str
    """The new cost sheet that was read and is confirmed; empty for none."""
    at: datetime
    by: str = BY_CUSTOMER
    consent_by: str = ""
    """Who confirmed the cost sheet, when it is somebody else than who makes the change."""
    note: str = ""
    agreed_with_customer: bool = True
    """Whether the customer confirmed the cost; else the change must not cost more."""


def open_date(day: BusinessDay) -> date:
    """The open business date. Raises BusinessDayBeingClosed while one is closed or opened.

    A change in between could miss the totals of the day that ends, or the debit of a due date that
    has just come.
    """
    if day.phase is not DayPhase.OPEN:
        raise BusinessDayBeingClosed(kind="business_day", open=day.business_date)
    return day.business_date


def apply_change(
    loan: Loan, command: ApplyChange, today: date, rules: SelfServiceRules | None
) -> Decision[AgreedChange]:
    """Make a change that was previewed. `rules` are those of customers; None for staff.

    Raises PlanPreviewStale when the loan or the day is not the one previewed, CostNotConfirmed
    when the cost changes and was not confirmed, PlanChangeNotAllowed, and what `made` raises.
    """
    preview = preview_of(loan, command.change, today)
    if preview.preview_hash != command.preview_hash:
        raise PlanPreviewStale(preview_hash=preview.preview_hash)
    if rules is not None:
        require_allowed(loan, preview, rules)
    consent = _consent(preview, command)
    done = made(loan, command.change, today, command.change_id, command.by)
    agreed = AgreedChange(
        customer_id=loan.customer_id,
        change_id=command.change_id,
        loan_id=loan.loan_id,
        change=command.change,
        before=preview.before,
        after=preview.after,
        preview_hash=preview.preview_hash,
        consent=consent,
        made_by=command.by,
        note=command.note,
        made_on=preview.on,
        made_at=command.at,
        currency=loan.currency,
    )
    return Decision(
        agreed,
        (Change(done.loan, done.events), Change(agreed)),
        transfers_of(
            done.events,
            customer_id=loan.customer_id,
            loan_id=loan.loan_id,
            business_date=today,
        ),
    )


def _consent(preview: PlanPreview, command: ApplyChange) -> CostConsent | None:
    """Civil Code 678: a plan is extended by agreement; who pays more has to have said yes."""
    if not preview.changes_cost:
        return None
    if not command.agreed_with_customer:
        if preview.after.cost.total_minor > preview.before.cost.total_minor:
            raise CostNotConfirmed(cost_sheet_hash=preview.cost_sheet_hash)
        return None
    if command.cost_sheet_hash != preview.cost_sheet_hash:
        raise CostNotConfirmed(cost_sheet_hash=preview.cost_sheet_hash)
    return CostConsent(command.consent_by or command.by, command.at, command.cost_sheet_hash)


def undo_change(
    loan: Loan, agreed: AgreedChange, today: date, by: str, undo_days: int | None
) -> Decision[AgreedChange]:
    """Take a change back: the loan is what it would be without it.

    Only the last thing that happened is taken back, before anything fell due under the new plan,
    and by its customer within the policy's days (`undo_days`; None for staff). Raises
    UndoImpossible, saying why, and what `corrected` raises.
    """
    if agreed.undone_on is not None:
        raise UndoImpossible(why="UNDONE_ALREADY")
    if undo_days is not None:
        if agreed.made_by != BY_CUSTOMER:
            raise UndoImpossible(why="MADE_BY_STAFF")
        if today > agreed.made_on + timedelta(days=undo_days):
            raise UndoImpossible(why="TOO_LATE", until=agreed.made_on + timedelta(days=undo_days))
    standing = [entry for entry in loan.history if entry.is_standing]
    if not standing or standing[-1].entry_id != agreed.change_id:
        raise UndoImpossible(why="NOT_THE_LAST")
    correction = corrected(loan, taking_back(loan.history, agreed.change_id, today), today)
    expected = agreed.after.instalments_to_come, agreed.before.instalments_to_come
    present = len(correction.before.upcoming()), len(correction.loan.upcoming())
    if expected != present:
        raise UndoImpossible(why="FELL_DUE")
    undone = replace(agreed, undone_on=today, undone_by=by)
    return Decision(
        undone,
        (
            Change(correction.loan, restated(correction, UNDONE, standing[-1], today)),
            Change(undone),
        ),
        correction.transfers,
    )
