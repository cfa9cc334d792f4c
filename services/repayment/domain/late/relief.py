"""An offer of easier terms that is taken: what it does to the loan, in the same commit.

The plan is changed as every plan is: previewed, confirmed by the hash of what was shown and of the
new cost sheet, made, kept. Penalty is waived as staff would waive it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from chassis.decision import Change, Decision
from chassis.money import round_half_up
from services.repayment.domain.agreed_change import ApplyChange, apply_change
from services.repayment.domain.allocation_order import Part
from services.repayment.domain.due_dates import PeriodUnit
from services.repayment.domain.errors import PlanChangeImpossible, RepaymentInProgress
from services.repayment.domain.history import EntryKind, HistoryEntry, PlanChange, PlanChangeKind
from services.repayment.domain.journal import transfers_of
from services.repayment.domain.late.hardship import (
    BY_HARDSHIP,
    HardshipRequest,
    HardshipRules,
    Relief,
    ReliefKind,
    accept_relief,
    check_entitled,
    offered,
)
from services.repayment.domain.late.standing import LoanStanding, flag_loan
from services.repayment.domain.life import happened
from services.repayment.domain.loan import Loan
from services.repayment.domain.plan_eligibility import BY_CUSTOMER
from services.repayment.domain.plan_preview import PlanPreview, preview_of

ALL_PERCENT = 100


@dataclass(frozen=True, slots=True)
class TakeRelief:
    """A customer takes an offer, as it was shown."""

    kind: ReliefKind
    change_id: UUID
    preview_hash: str
    """What was shown of the plan; empty where the plan stays."""
    cost_sheet_hash: str
    """The new cost sheet that was read and is confirmed; empty where the cost stays."""
    at: datetime


def plan_change_of(relief: Relief, loan: Loan, on: date) -> PlanChange | None:
    """The change of plan that an offer is; None for one that leaves the plan alone.

    Raises PlanChangeImpossible for a deferral by months of instalments that are not monthly.
    """
    if relief.kind is ReliefKind.DEFERRAL:
        periods, rest = divmod(relief.size, loan.terms.every)
        if loan.terms.unit is not PeriodUnit.MONTHS or rest:
            raise PlanChangeImpossible(why="the instalments are not monthly")
        return PlanChange(PlanChangeKind.DEFER, instalments=periods)
    if relief.kind is ReliefKind.EXTENSION:
        return PlanChange(PlanChangeKind.EXTEND, instalments=relief.size)
    if relief.kind is ReliefKind.INTEREST_PAUSE:
        last = on + timedelta(days=relief.size - 1)
        return PlanChange(PlanChangeKind.INTEREST_PAUSE, from_on=on, to_on=last)
    return None


def preview_relief(
    request: HardshipRequest, kind: ReliefKind, loan: Loan, on: date
) -> PlanPreview | None:
    """What an offer would do to the plan; None for one that leaves the plan alone.

    Raises HardshipOfferClosed, and what `preview_of` raises.
    """
    change = plan_change_of(offered(request, kind, on), loan, on)
    return None if change is None else preview_of(loan, change, on)


def take_relief(
    request: HardshipRequest,
    loan: Loan,
    standing: LoanStanding | None,
    taking: TakeRelief,
    on: date,
    rules: HardshipRules,
) -> Decision[HardshipRequest]:
    """Take an offer: the loan has its easier terms, and is watched as restructured, at once.

    Raises HardshipOfferClosed, HardshipNotEligible, PlanPreviewStale, CostNotConfirmed,
    WaiverImpossible when there is no penalty to waive, RepaymentInProgress, and what `apply_change`
    raises. Then nothing happens, and the offer stands.
    """
    relief = offered(request, taking.kind, on)
    check_entitled(loan, standing, on, rules)
    change = plan_change_of(relief, loan, on)
    if change is None:
        eased, change_id = _waived(loan, relief, taking, on), None
    else:
        command = ApplyChange(
            change_id=taking.change_id,
            change=change,
            preview_hash=taking.preview_hash,
            cost_sheet_hash=taking.cost_sheet_hash,
            at=taking.at,
            by=BY_HARDSHIP,
            consent_by=BY_CUSTOMER,
            note=f"{request.cause} {request.request_id}",
        )
        agreed = apply_change(loan, command, on, None)
        eased, change_id = Decision(None, agreed.changes, agreed.transfers), taking.change_id
    accepted = accept_relief(request, taking.kind, on, change_id)
    flagged = flag_loan(loan, standing, on, restructured_on=on)
    return Decision(
        accepted.reply, (*eased.changes, *accepted.changes, *flagged.changes), eased.transfers
    )


def _waived(loan: Loan, relief: Relief, taking: TakeRelief, on: date) -> Decision[None]:
    """The part of the unpaid penalty that the offer names, rounded half up, is forgiven."""
    if loan.live_repayment_id is not None:
        raise RepaymentInProgress(repayment_id=loan.live_repayment_id)
    value_on = max(on, loan.as_of)
    penalty = loan.brought_to(value_on).loan.owed(value_on).penalty_minor
    entry = HistoryEntry(
        kind=EntryKind.WAIVER,
        entry_id=taking.change_id,
        on=value_on,
        booked_on=on,
        amount_minor=round_half_up(penalty * relief.size, ALL_PERCENT),
        label=BY_HARDSHIP,
        part=Part.PENALTY,
    )
    done = happened(loan, entry)
    return Decision(
        None,
        (Change(done.loan, done.events),),
        transfers_of(
            done.events, customer_id=loan.customer_id, loan_id=loan.loan_id, business_date=on
        ),
    )
