"""What happened to a loan, in order: everything its state can be replayed from."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from chassis.frozen import Frozen, Positional
from services.repayment.domain.allocation_order import Part


class PrepaymentEffect(StrEnum):
    """What money paid ahead does to the instalments to come: the borrower's choice."""

    SMALLER_INSTALMENTS = "SMALLER_INSTALMENTS"  # same dates, what remains is shared anew
    FEWER_INSTALMENTS = "FEWER_INSTALMENTS"  # same amounts, the last ones fall away
    NEXT_INSTALMENTS_FIRST = "NEXT_INSTALMENTS_FIRST"  # the next ones shrink, the others stay


class PlanChangeKind(StrEnum):
    """The ways in which a plan can be changed after it was agreed."""

    CHANGE_DUE_DAY = "CHANGE_DUE_DAY"  # another day of the month
    EXTEND = "EXTEND"  # more instalments (展期)
    DEFER = "DEFER"  # the next due dates move back by some periods
    CHANGE_TERM = "CHANGE_TERM"  # another number of instalments from now on
    RE_AGE = "RE_AGE"  # arrears and rest become new instalments from a new first date
    RE_AMORTISE = "RE_AMORTISE"  # arrears are shared over the due dates still to come
    INTEREST_PAUSE = "INTEREST_PAUSE"  # no interest from one day to another, both free
    RATE_CHANGE = "RATE_CHANGE"  # another daily rate from a day on


class PlanChange(Frozen, frozen=True):
    """One change of a plan and what it is made with; fields another kind uses stay empty."""

    kind: PlanChangeKind
    due_day: int = 0
    """CHANGE_DUE_DAY: day of the month, 1 to 31, clamped in shorter months."""
    instalments: int = 0
    """EXTEND: how many more. DEFER: periods to wait. CHANGE_TERM, RE_AGE: how many from now on."""
    from_on: date | None = None
    """INTEREST_PAUSE and RATE_CHANGE: first day. RE_AGE: first due date."""
    to_on: date | None = None
    """INTEREST_PAUSE: last day, which is free too."""
    daily_rate_ppm: int = 0
    """RATE_CHANGE: the new rate."""


class EntryKind(StrEnum):
    """What kind of thing happened."""

    REPAYMENT = "REPAYMENT"
    PLAN_CHANGE = "PLAN_CHANGE"
    WAIVER = "WAIVER"
    FEE = "FEE"
    NO_PENALTY = "NO_PENALTY"
    CHARGE_OFF = "CHARGE_OFF"
    COUPON = "COUPON"
    SUBSIDY = "SUBSIDY"


class HistoryEntry(Positional, frozen=True):
    """One thing that happened on a loan besides the passing of days."""

    kind: EntryKind
    entry_id: UUID
    on: date
    """The value date: the day it counts for."""
    booked_on: date
    """The open business date whose books took it."""
    amount_minor: int = 0
    label: str = ""
    """REPAYMENT: its kind. FEE: the item of the cost sheet. COUPON: the coupon's id."""
    effect: PrepaymentEffect | None = None
    keep_excess: bool = False
    """REPAYMENT: whether money beyond what is owed is kept for the customer, not refused."""
    part: Part | None = None
    """WAIVER: which part of the debt was forgiven."""
    since: date | None = None
    until: date | None = None
    """NO_PENALTY: the days of [since, until) bear no penalty."""
    change: PlanChange | None = None
    taken_back_on: date | None = None
    """The open business date from which it counts as if it had never happened; None while it
    stands."""

    @property
    def is_standing(self) -> bool:
        return self.taken_back_on is None

    def stood_on(self, on: date) -> bool:
        """Whether the books had it at the end of a business date."""
        return self.booked_on <= on and (self.taken_back_on is None or self.taken_back_on > on)
