"""Random lives of loans: repayments of every kind, some booked days after the date they count for,
fees, waivers and changes of the plan."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from services.repayment.domain.allocation_order import Part
from services.repayment.domain.history import (
    EntryKind,
    HistoryEntry,
    PlanChange,
    PlanChangeKind,
    PrepaymentEffect,
)
from services.repayment.domain.life import happened
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.prepayment_fee import FeeTier
from tests.builders.loans import a_loan, repayment_id, some_terms

ACTS = ("due", "part", "prepay", "payoff", "fee", "waive", "pause", "rate", "due_day", "charge_off")
_PLANS = {
    "pause": PlanChangeKind.INTEREST_PAUSE,
    "rate": PlanChangeKind.RATE_CHANGE,
    "due_day": PlanChangeKind.CHANGE_DUE_DAY,
}


@st.composite
def lives(draw: Any, /, acts: tuple[str, ...] = ACTS, **agreed: Any) -> tuple[Loan, date]:
    """A loan, with some terms as agreed, and the date up to which it was lived."""
    drawn = {
        "daily_rate_ppm": draw(st.integers(100, 650)),
        "instalments": draw(st.sampled_from([1, 3, 5, 10])),
        "compound": draw(st.booleans()),
        "fee_items": ("statement_fee",),
        "prepayment_fee": (FeeTier(0, draw(st.sampled_from([0, 5_000]))),),
    }
    terms = some_terms(**{**drawn, **agreed})
    loan = a_loan(principal_minor=draw(st.integers(50_000, 5_000_000)), terms=terms)
    on = booked_on = loan.disbursed_on
    for number in range(draw(st.integers(0, 7))):
        on = booked_on + timedelta(days=draw(st.integers(1, 45)))
        booked_on = on + timedelta(days=draw(st.sampled_from([0, 0, 0, 1, 9])))
        loan = loan.brought_to(on).loan
        act, per_cent = draw(st.sampled_from(acts)), draw(st.integers(1, 100))
        entry = _entry(loan, act, per_cent, on, booked_on, number)
        if entry is not None:
            loan = happened(loan, entry).loan
    return loan, booked_on + timedelta(days=draw(st.integers(0, 70)))


def _entry(
    loan: Loan, act: str, per_cent: int, on: date, booked_on: date, number: int
) -> HistoryEntry | None:
    """What the act is on this loan; None where it makes no sense."""
    fields: dict[str, Any] = {
        "entry_id": repayment_id(number + 1),
        "on": on,
        "booked_on": booked_on,
    }
    if loan.status is LoanStatus.SETTLED:
        return None
    if act in {"due", "part", "prepay", "payoff"}:
        return _repayment(loan, act, per_cent, on, fields)
    if loan.status is LoanStatus.CHARGED_OFF:
        return None
    if act in {"waive", "charge_off"}:
        return _forgiven(loan, act, per_cent, on, fields)
    return _agreed(loan, act, per_cent, on, fields) if loan.upcoming() else None


def _forgiven(
    loan: Loan, act: str, per_cent: int, on: date, fields: dict[str, Any]
) -> HistoryEntry | None:
    if act == "charge_off":
        overdue = loan.status is LoanStatus.OVERDUE
        return HistoryEntry(EntryKind.CHARGE_OFF, **fields) if overdue else None
    part = Part.PENALTY if loan.owed(on).penalty_minor else Part.INTEREST
    amount = loan.owed(on).of(part) * per_cent // 100
    found = HistoryEntry(EntryKind.WAIVER, **fields, amount_minor=amount, part=part)
    return found if amount else None


def _agreed(
    loan: Loan, act: str, per_cent: int, on: date, fields: dict[str, Any]
) -> HistoryEntry | None:
    if act != "fee":
        return _plan_change(loan, act, per_cent, on, fields)
    amount = min(per_cent, loan.cap_headroom(on))
    found = HistoryEntry(EntryKind.FEE, **fields, amount_minor=amount, label="statement_fee")
    return found if amount else None


def _repayment(
    loan: Loan, act: str, per_cent: int, on: date, fields: dict[str, Any]
) -> HistoryEntry | None:
    payoff = loan.payoff(on)
    due = payoff.due.total_minor
    amount = {
        "due": due,
        "part": due * per_cent // 100,
        "prepay": due + (payoff.total_minor - due) * per_cent // 100,
        "payoff": payoff.total_minor,
    }[act]
    effect = list(PrepaymentEffect)[per_cent % 3]
    found = HistoryEntry(
        EntryKind.REPAYMENT, **fields, amount_minor=amount, label="PREPAY", effect=effect
    )
    return found if amount else None


def _plan_change(
    loan: Loan, act: str, per_cent: int, on: date, fields: dict[str, Any]
) -> HistoryEntry | None:
    begins = on + timedelta(days=1 + per_cent % 5)
    if loan.scheduled_rates or loan.due() or begins > loan.upcoming()[-1].due_on:
        return None
    change = PlanChange(
        _PLANS[act],
        due_day=1 + per_cent % 31 if act == "due_day" else 0,
        from_on=begins if act != "due_day" else None,
        to_on=begins + timedelta(days=per_cent % 20) if act == "pause" else None,
        daily_rate_ppm=100 + per_cent if act == "rate" else 0,
    )
    return HistoryEntry(EntryKind.PLAN_CHANGE, **fields, change=change)
