"""What customers did with their loans here, as facts in two times: when it was, when it was known.

A feature of a moment is made only of facts known by then, so that a vector can be made again later
exactly as it was served. The months of own loans become a credit file, which the same models score.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.lending.domain.credit_file import (
    MONTHS,
    CreditFile,
    RepaymentState,
    RevolvingMonth,
)

PPM = 1_000_000
DAYS_A_MONTH = 30


class BehaviourKind(StrEnum):
    """What happened to a loan."""

    DRAWN = "DRAWN"  # the amount is the principal paid out
    REPAID = "REPAID"  # the amount is all that was paid, principal_minor what it freed
    PREPAID = "PREPAID"  # as REPAID, before it was due
    OVERDUE = "OVERDUE"  # past the grace of an instalment, days late
    RECOVERED = "RECOVERED"  # nothing is overdue any more
    CORRECTED = "CORRECTED"  # a payment was taken back or put right; may be negative


PAYMENTS = frozenset({BehaviourKind.REPAID, BehaviourKind.PREPAID})
FREEING = PAYMENTS | {BehaviourKind.CORRECTED}


@dataclass(frozen=True, slots=True)
class BehaviourFact:
    """One thing that happened; it is never changed, only followed by later facts."""

    customer_id: UUID
    fact_id: UUID
    loan_id: UUID
    kind: BehaviourKind
    happened_on: date
    """The business date it counts for."""
    known_at: datetime
    """When it was stored here; features of an earlier moment do not see it."""
    amount_minor: int = 0
    principal_minor: int = 0
    days_past_due: int = 0
    credit_line_id: UUID | None = None
    """Told by the draw; the later facts of a loan are those of its line."""
    version: int = 0


@dataclass(frozen=True, slots=True)
class BehaviourFeatures:
    """How a customer repays and spends, as known at a moment."""

    months_on_book: int
    """Whole months since the first draw."""
    days_past_due_now: int
    days_past_due_max: int
    on_time_ppm: int
    """Share of months with a balance in which nothing was overdue; PPM without any."""
    utilisation_ppm: int
    """Principal owed over the limit."""
    months_of_high_use: int
    """Latest months in a row that ended with nearly all of the limit in use."""
    prepayments: int


def known_by(facts: Iterable[BehaviourFact], moment: datetime) -> list[BehaviourFact]:
    """The facts that were known at a moment, in the order they happened."""
    seen = [fact for fact in facts if fact.known_at <= moment]
    return sorted(seen, key=lambda fact: (fact.happened_on, fact.known_at, fact.fact_id))


def of_line(facts: Iterable[BehaviourFact], credit_line_id: UUID) -> list[BehaviourFact]:
    """The facts of the loans drawn on one line."""
    given = list(facts)
    loans = {fact.loan_id for fact in given if fact.credit_line_id == credit_line_id}
    return [fact for fact in given if fact.loan_id in loans]


def features_of_behaviour(
    facts: Sequence[BehaviourFact], limit_minor: int, today: date, *, high_use_ppm: int
) -> BehaviourFeatures:
    """The features of facts in the order they happened, for a line with this limit."""
    months = _months(facts, today)
    owed_minor = _owed(facts)
    with_balance = [month for month in months if month.bill_minor or month.paid_minor]
    on_time = sum(month.repayment_state <= 0 for month in with_balance)
    high = 0
    for month in months:
        if not limit_minor or month.bill_minor * PPM <= limit_minor * high_use_ppm:
            break
        high += 1
    return BehaviourFeatures(
        months_on_book=len(months),
        days_past_due_now=max(_late_now(facts, today).values(), default=0),
        days_past_due_max=max((fact.days_past_due for fact in facts), default=0),
        on_time_ppm=PPM if not with_balance else on_time * PPM // len(with_balance),
        utilisation_ppm=owed_minor * PPM // limit_minor if limit_minor else 0,
        months_of_high_use=high,
        prepayments=sum(fact.kind is BehaviourKind.PREPAID for fact in facts),
    )


def own_credit_file(
    facts: Sequence[BehaviourFact], limit_minor: int, today: date
) -> CreditFile | None:
    """The line as a credit file of whole months, the newest first; None before the first one."""
    months = _months(facts, today)[:MONTHS]
    return CreditFile(limit_minor, tuple(months)) if months else None


def _owed(facts: Iterable[BehaviourFact]) -> int:
    drawn = sum(f.amount_minor for f in facts if f.kind is BehaviourKind.DRAWN)
    freed = sum(f.principal_minor for f in facts if f.kind in FREEING)
    return max(0, drawn - freed)


def _late_now(facts: Iterable[BehaviourFact], today: date) -> dict[UUID, int]:
    """Days past due of each loan that is overdue: they grow while no recovery is known."""
    late: dict[UUID, int] = {}
    for fact in facts:
        if fact.kind is BehaviourKind.OVERDUE:
            passed = max(0, (today - fact.happened_on).days)
            late[fact.loan_id] = fact.days_past_due + passed
        elif fact.kind is BehaviourKind.RECOVERED:
            late.pop(fact.loan_id, None)
    return late


def _months(facts: Sequence[BehaviourFact], today: date) -> list[RevolvingMonth]:
    """Every whole month since the first draw, the newest first, each as a statement would be."""
    drawn = [fact.happened_on for fact in facts if fact.kind is BehaviourKind.DRAWN]
    if not drawn:
        return []
    months, first_day = [], _month_before(today.replace(day=1))
    while first_day >= min(drawn).replace(day=1):
        months.append(_month(facts, first_day))
        first_day = _month_before(first_day)
    return months


def _month(facts: Sequence[BehaviourFact], first_day: date) -> RevolvingMonth:
    """One calendar month: owed at its end, paid within it, and how late at worst."""
    next_month = _month_after(first_day)
    until_end = [fact for fact in facts if fact.happened_on < next_month]
    within = [fact for fact in until_end if fact.happened_on >= first_day]
    bill_minor = _owed(until_end)
    paid_minor = sum(fact.amount_minor for fact in within if fact.kind in PAYMENTS)
    days_late = max(
        [
            *(fact.days_past_due for fact in within),
            *_late_now(until_end, next_month).values(),
        ],
        default=0,
    )
    if days_late:
        state = -(-days_late // DAYS_A_MONTH)
    elif bill_minor:
        state = RepaymentState.REVOLVING
    elif paid_minor:
        state = RepaymentState.PAID_IN_FULL
    else:
        state = RepaymentState.NOT_USED
    return RevolvingMonth(state, bill_minor, paid_minor)


def _month_before(first_day: date) -> date:
    return (
        first_day.replace(year=first_day.year - 1, month=12)
        if first_day.month == 1
        else first_day.replace(month=first_day.month - 1)
    )


def _month_after(first_day: date) -> date:
    return (
        first_day.replace(year=first_day.year + 1, month=1)
        if first_day.month == 12  # noqa: PLR2004 - December
        else first_day.replace(month=first_day.month + 1)
    )
