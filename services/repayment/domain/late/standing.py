"""The standing of a loan that is or was late: its bucket, class and stage, and since when.

A loan that was never late, restructured or suspected has no standing: it is in M0, normal and in
stage 1. The loans of one customer are looked at together, because they may share the worst class.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from chassis.decision import Change, Decision
from chassis.frozen import replace
from services.repayment.domain.errors import LoanSettledAlready
from services.repayment.domain.instalment import InstalmentState
from services.repayment.domain.late.classification import (
    CURRENT,
    AssetClass,
    Buckets,
    ClassRules,
    Cure,
    Flags,
    Stage,
    StageRules,
)
from services.repayment.domain.late.days import DelinquencyPause, date_of_day, loan_days_late
from services.repayment.domain.late.errors import (
    DelinquencyNotPaused,
    DelinquencyPauseImpossible,
)
from services.repayment.domain.late.events import DelinquencyBucketChanged, LoanClassChanged
from services.repayment.domain.loan import Loan, LoanStatus


@dataclass(frozen=True, slots=True)
class StandingRules:
    """What a standing is decided by, of one policy date."""

    buckets: Buckets
    classes: ClassRules
    stages: StageRules

    @property
    def turning_days(self) -> tuple[int, ...]:
        """The days late on which bucket, class or stage change."""
        days = {bucket.from_day for bucket in self.buckets.ranges} | set(self.classes.days)
        return tuple(sorted(days | {self.stages.stage_2_from_day, self.stages.stage_3_from_day}))


@dataclass(frozen=True, slots=True)
class LoanStanding:
    """How late a loan is known to be. Dates are business dates."""

    customer_id: UUID
    loan_id: UUID
    late_bucket: str = CURRENT
    own_class: AssetClass = AssetClass.NORMAL
    """The class by what happened to this loan alone."""
    asset_class: AssetClass = AssetClass.NORMAL
    """The class it is shown and provided for in: the worst of the customer's if they share it."""
    stage: Stage = Stage.STAGE_1
    bucket_since: date | None = None
    class_since: date | None = None
    clean_since: date | None = None
    """Since when nothing is late that counts for the class; None while something is."""
    times_late: int = 0
    """How often it became late."""
    last_late_on: date | None = None
    """The last date on which it became late."""
    pauses: tuple[DelinquencyPause, ...] = ()
    restructured_on: date | None = None
    is_fraud: bool = False
    next_review_on: date | None = None
    """The next date on which it changes if nothing is paid; None when no date changes it."""
    is_open: bool = True
    """Whether anything is owed on the loan."""
    version: int = 0

    @property
    def is_late(self) -> bool:
        return self.late_bucket != CURRENT

    def flags_of(self, loan: Loan) -> Flags:
        return Flags(loan.status is LoanStatus.CHARGED_OFF, self.is_fraud, self.restructured_on)

    def pause_on(self, on: date) -> DelinquencyPause | None:
        """The pause a date lies in."""
        return next((p for p in self.pauses if p.starts_on <= on <= p.ends_on), None)


def review_customer(
    loans: Iterable[Loan],
    standings: Mapping[UUID, LoanStanding],
    on: date,
    rules: StandingRules,
) -> Decision[int]:
    """Look at the loans of one customer on a date; replies how many standings changed.

    Looked at twice on the same date nothing changes, so it may run after every payment and every
    night. Only what changes is announced.
    """
    known = [(loan, standings.get(loan.loan_id) or _fresh(loan)) for loan in loans]
    owing = [(loan, standing) for loan, standing in known if loan.status is not LoanStatus.SETTLED]
    days = {loan.loan_id: loan_days_late(loan, on, it.pauses) for loan, it in owing}
    shares, anything_late = rules.classes.by_customer, any(days.values())
    own: dict[UUID, LoanStanding] = {}
    for loan, standing in owing:
        is_clean = not (anything_late if shares else days[loan.loan_id])
        look = _Look(days[loan.loan_id], on, rules)
        own[loan.loan_id] = _own(loan, standing, look, is_clean=is_clean)
    worst = _worst(standing.own_class for standing in own.values())
    changes = []
    for loan, standing in known:
        events: tuple[object, ...] = ()
        if loan.loan_id in own:
            after = own[loan.loan_id]
            asset_class = worst if shares else after.own_class
            look = _Look(days[loan.loan_id], on, rules)
            after, events = _classed(loan, standing, after, asset_class, look)
        else:
            after = _closed(standing, on)
        if after != standing:
            changes.append(Change(after, events))
    return Decision(len(changes), tuple(changes))


def pause_delinquency(
    loan: Loan, standing: LoanStanding | None, pause: DelinquencyPause, today: date
) -> Decision[LoanStanding]:
    """Let the count of days late stand still from today or later.

    Raises LoanSettledAlready, and DelinquencyPauseImpossible for days that are past, in the wrong
    order or paused already.
    """
    before = standing or _fresh(loan)
    if loan.status is LoanStatus.SETTLED:
        raise LoanSettledAlready(settled_on=loan.settled_on)
    backwards = pause.ends_on < pause.starts_on
    if pause.starts_on < today or backwards or any(map(pause.overlaps, before.pauses)):
        raise DelinquencyPauseImpossible(from_on=today)
    after = replace(before, pauses=(*before.pauses, pause), next_review_on=today)
    return Decision(after, (Change(after),))


def resume_delinquency(
    loan: Loan, standing: LoanStanding | None, today: date
) -> Decision[LoanStanding]:
    """End the pause that today lies in; tomorrow counts again. Raises DelinquencyNotPaused."""
    before = standing or _fresh(loan)
    running = before.pause_on(today)
    if running is None or running.ends_on == today:
        raise DelinquencyNotPaused
    pauses = tuple(replace(p, ends_on=today) if p is running else p for p in before.pauses)
    after = replace(before, pauses=pauses, next_review_on=today)
    return Decision(after, (Change(after),))


def flag_loan(
    loan: Loan,
    standing: LoanStanding | None,
    today: date,
    *,
    is_fraud: bool | None = None,
    restructured_on: date | None = None,
) -> Decision[LoanStanding]:
    """Note what staff or an accepted hardship offer found; the next look classes it anew."""
    before = standing or _fresh(loan)
    after = replace(
        before,
        is_fraud=before.is_fraud if is_fraud is None else is_fraud,
        restructured_on=restructured_on or before.restructured_on,
        next_review_on=today,
    )
    return Decision(after, (Change(after),))


def _fresh(loan: Loan) -> LoanStanding:
    return LoanStanding(loan.customer_id, loan.loan_id)


def _worst(classes: Iterable[AssetClass]) -> AssetClass:
    return max(classes, key=lambda tier: tier.rank, default=AssetClass.NORMAL)


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at a loan."""

    days: int
    on: date
    rules: StandingRules


def _own(loan: Loan, before: LoanStanding, look: _Look, *, is_clean: bool) -> LoanStanding:
    """What the loan's own days and flags make of it."""
    flags, on, classes = before.flags_of(loan), look.on, look.rules.classes
    was_bad = before.is_late or before.own_class is not AssetClass.NORMAL
    clean_since = (before.clean_since or (on if was_bad else None)) if is_clean else None
    cure = Cure(clean_since, _periods_paid(loan, clean_since, on))
    asked = classes.class_of(look.days, flags, on)
    became_late = look.days > 0 and not before.is_late
    return replace(
        before,
        late_bucket=look.rules.buckets.name_at(look.days),
        own_class=classes.next_class(before.own_class, asked, cure, flags, on),
        clean_since=clean_since,
        times_late=before.times_late + became_late,
        last_late_on=on if became_late else before.last_late_on,
        is_open=True,
    )


def _classed(
    loan: Loan, before: LoanStanding, own: LoanStanding, asset_class: AssetClass, look: _Look
) -> tuple[LoanStanding, tuple[object, ...]]:
    """The standing in the class its customer has, and what is announced of the move."""
    watched = look.rules.classes.is_watched(own.flags_of(loan), look.on)
    stage = look.rules.stages.stage_of(look.days, asset_class, is_watched=watched)
    classed = replace(own, asset_class=asset_class, stage=stage)
    after, events = _announced(loan, before, classed, look)
    return replace(after, next_review_on=_next_review(loan, after, look)), events


def _announced(
    loan: Loan, before: LoanStanding, after: LoanStanding, look: _Look
) -> tuple[LoanStanding, tuple[object, ...]]:
    events: list[object] = []
    facts: dict[str, Any] = {
        "customer_id": loan.customer_id,
        "loan_id": loan.loan_id,
        "days_past_due": look.days,
        "outstanding_principal_minor": loan.outstanding_principal_minor,
        "business_date": look.on,
        "currency": loan.currency,
    }
    if after.late_bucket != before.late_bucket:
        after = replace(after, bucket_since=look.on)
        events.append(
            DelinquencyBucketChanged(
                bucket_before=before.late_bucket, bucket_after=after.late_bucket, **facts
            )
        )
    if after.asset_class is not before.asset_class:
        after = replace(after, class_since=look.on)
        events.append(
            LoanClassChanged(
                class_before=before.asset_class.value, class_after=after.asset_class.value, **facts
            )
        )
    return after, tuple(events)


def _closed(before: LoanStanding, on: date) -> LoanStanding:
    """Nothing is owed any more: the last class stays as history, the bucket is left."""
    if not before.is_open or before == LoanStanding(before.customer_id, before.loan_id):
        return before
    since = on if before.is_late else before.bucket_since
    return replace(
        before, late_bucket=CURRENT, bucket_since=since, is_open=False, next_review_on=None
    )


def _periods_paid(loan: Loan, clean_since: date | None, on: date) -> int:
    """Instalments that fell due after the loan was clean again, all paid."""
    if clean_since is None:
        return 0
    return sum(
        instalment.state is InstalmentState.PAID and clean_since < instalment.due_on <= on
        for instalment in loan.instalments
    )


def _next_review(loan: Loan, standing: LoanStanding, look: _Look) -> date | None:
    classes, flags = look.rules.classes, standing.flags_of(loan)
    dates: list[date | None] = [classes.watch_ends_on(flags)]
    if look.days and loan.overdue_from is not None:
        ahead = (day for day in look.rules.turning_days if day > look.days)
        dates += [date_of_day(loan.overdue_from, day, standing.pauses) for day in ahead]
    if standing.clean_since is not None and standing.own_class.is_impaired:
        dates.append(classes.probation_ends_on(standing.clean_since, flags))
    return min((day for day in dates if day is not None and day > look.on), default=None)
