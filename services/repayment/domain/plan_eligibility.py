"""Which changes of a plan customers make themselves; what is refused here staff can still do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from chassis.dated_policy import PolicyError, number, positive
from services.repayment.domain.due_dates import monthly_due_on
from services.repayment.domain.errors import PlanChangeNotAllowed
from services.repayment.domain.history import EntryKind, HistoryEntry, PlanChange, PlanChangeKind
from services.repayment.domain.loan import Loan
from services.repayment.domain.plan_preview import PlanPreview
from services.repayment.domain.terms import Method

BY_CUSTOMER = "CUSTOMER"
"""The label of a change in a loan's history that its customer made."""
YEAR = timedelta(days=365)
_LUMP_SUM = (Method.INTEREST_ONLY_BULLET, Method.PAY_ANY_TIME_DAILY)
_OFFERED_AT_MOST = frozenset(
    {
        PlanChangeKind.CHANGE_DUE_DAY,
        PlanChangeKind.EXTEND,
        PlanChangeKind.DEFER,
        PlanChangeKind.CHANGE_TERM,
    }
)
"""The others forgive or restructure, which a lender decides."""


@dataclass(frozen=True, slots=True)
class SelfServiceRules:
    """The policy of one date for changes that customers make themselves."""

    kinds: frozenset[PlanChangeKind]
    most_per_year: int
    """Changes of one loan within 365 days."""
    most_extra_instalments: int
    """How many instalments more than its contract's a loan may come to have."""
    most_deferred_periods: int
    """Periods that may be deferred over the whole life of a loan."""
    most_days_past_due: int
    """Later than this nothing is changed before the arrears are paid."""
    least_days_before_due: int
    """Nearer to the next due date its debit is under way."""
    latest_due_day: int
    """The last day of the month to choose; 28 exists in every month."""
    longest_term_months: int
    """From the disbursement to the last due date."""
    longest_lump_sum_months: int
    """The same where principal is repaid in one sum."""
    undo_days: int
    """Days after the change on which its customer can take it back; 0 for the same day only."""

    @classmethod
    def of_policy(cls, value: Mapping[str, Any]) -> "SelfServiceRules":
        kinds = frozenset(PlanChangeKind(kind) for kind in value["kinds"])
        if not kinds <= _OFFERED_AT_MOST:
            raise PolicyError("a kind that only the lender decides")
        return cls(
            kinds=kinds,
            most_per_year=number(value["most_per_year"]),
            most_extra_instalments=number(value["most_extra_instalments"]),
            most_deferred_periods=number(value["most_deferred_periods"]),
            most_days_past_due=number(value["most_days_past_due"]),
            least_days_before_due=number(value["least_days_before_due"]),
            latest_due_day=positive(value["latest_due_day"]),
            longest_term_months=positive(value["longest_term_months"]),
            longest_lump_sum_months=positive(value["longest_lump_sum_months"]),
            undo_days=number(value["undo_days"]),
        )


def require_allowed(loan: Loan, preview: PlanPreview, rules: SelfServiceRules) -> None:
    """Refuse a change that the customer of a loan may not make. Raises PlanChangeNotAllowed.

    `loan` is the loan before the change.
    """
    change, on = preview.change, preview.on
    if change.kind not in rules.kinds:
        raise PlanChangeNotAllowed(why="KIND_NOT_OFFERED")
    if loan.brought_to(on).loan.days_past_due(on) > rules.most_days_past_due:
        raise PlanChangeNotAllowed(why="OVERDUE", most_days_past_due=rules.most_days_past_due)
    if _made_within_a_year(loan, on) >= rules.most_per_year:
        raise PlanChangeNotAllowed(why="TOO_OFTEN", most_per_year=rules.most_per_year)
    assert preview.before.next_due_on is not None
    if (preview.before.next_due_on - on).days < rules.least_days_before_due:
        raise PlanChangeNotAllowed(
            why="TOO_NEAR_DUE_DATE", least_days_before_due=rules.least_days_before_due
        )
    if change.kind is PlanChangeKind.CHANGE_DUE_DAY and change.due_day > rules.latest_due_day:
        raise PlanChangeNotAllowed(why="DUE_DAY_TOO_LATE", latest_due_day=rules.latest_due_day)
    if _deferred(loan) + _deferring(change) > rules.most_deferred_periods:
        raise PlanChangeNotAllowed(
            why="DEFERRED_TOO_LONG", most_deferred_periods=rules.most_deferred_periods
        )
    _require_term(loan, preview, rules)


def _require_term(loan: Loan, preview: PlanPreview, rules: SelfServiceRules) -> None:
    """Refuse a plan that comes to have too many instalments, or ends too late."""
    before, after = preview.before, preview.after
    most = loan.terms.instalments + rules.most_extra_instalments
    grows = after.instalments_to_come > before.instalments_to_come
    if grows and after.rows[-1].number > most:
        raise PlanChangeNotAllowed(why="TOO_MANY_INSTALMENTS", most_instalments=most)
    months = rules.longest_term_months
    if loan.terms.method in _LUMP_SUM:
        months = rules.longest_lump_sum_months
    last = monthly_due_on(loan.disbursed_on, months)
    # A plan that may be changed has instalments to come.
    assert before.last_due_on is not None
    assert after.last_due_on is not None
    if after.last_due_on > max(last, before.last_due_on):
        raise PlanChangeNotAllowed(why="TERM_TOO_LONG", last_possible_due_on=last)


def own_changes(loan: Loan) -> list[HistoryEntry]:
    """The changes that the loan's customer made and did not undo, the oldest first."""
    return [
        entry
        for entry in loan.history
        if entry.kind is EntryKind.PLAN_CHANGE and entry.label == BY_CUSTOMER and entry.is_standing
    ]


def _made_within_a_year(loan: Loan, on: date) -> int:
    return sum(on - entry.on < YEAR for entry in own_changes(loan))


def _deferred(loan: Loan) -> int:
    return sum(_deferring(entry.change) for entry in own_changes(loan))


def _deferring(change: PlanChange | None) -> int:
    if change is None or change.kind is not PlanChangeKind.DEFER:
        return 0
    return change.instalments
