"""Why an amount is what it is: the runs of equal days that make it, then one rounding.

An amount of interest or penalty is the sum of its lines (principal x days x rate, exact) rounded
half up once. What was fixed earlier (carried over from an earlier plan, or waived) is added after
the rounding, and what was paid before is subtracted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from chassis.frozen import replace
from chassis.money import round_half_up
from services.repayment.domain.day_count import DayCount
from services.repayment.domain.errors import InstalmentNotFound, RepaymentNotFound
from services.repayment.domain.instalment import Instalment, InstalmentState
from services.repayment.domain.loan import Loan
from services.repayment.domain.loan_life import LoanLife
from services.repayment.domain.repayment_schedule import (
    NANO,
    InterestSegment,
    InterestStep,
    interest_segments,
)
from services.repayment.domain.terms import PENALTY_DENOMINATOR, LoanTerms


@dataclass(frozen=True, slots=True)
class DayLine:
    """A run of days on which the same principal bore the same rate."""

    from_on: date
    """The first day counted."""
    to_on: date
    """The last day counted."""
    base_minor: int
    """What the rate is charged on."""
    daily_rate: Fraction
    """The cost of one day on one fen, exact."""

    @property
    def days(self) -> int:
        return (self.to_on - self.from_on).days + 1

    @property
    def amount(self) -> Fraction:
        """Base x days x rate in fen, exact."""
        return self.base_minor * self.days * self.daily_rate


class AmountKind(StrEnum):
    """What an explained amount is."""

    FEE = "FEE"  # a fee of the contract
    PENALTY = "PENALTY"  # penalty on an instalment's overdue principal
    INTEREST = "INTEREST"  # interest of an instalment that fell due
    PLANNED_INTEREST = "PLANNED_INTEREST"  # what an instalment will cost if nothing changes
    ACCRUED_INTEREST = "ACCRUED_INTEREST"  # interest of the running period up to the date
    PRINCIPAL = "PRINCIPAL"  # principal of an instalment, or not yet due


@dataclass(frozen=True, slots=True)
class ExplainedAmount:
    """One amount with its lines. Principal and fees are fixed and have none."""

    kind: AmountKind
    number: int
    """The instalment; 0 where it belongs to the loan."""
    lines: tuple[DayLine, ...]
    fixed_minor: int
    """What is fixed and not counted by days: principal, fees, what was carried over or waived."""
    paid_before_minor: int
    allocated_minor: int = 0
    """What the explained repayment paid of it; 0 in every other explanation."""

    @property
    def exact(self) -> Fraction:
        """The sum of the lines before rounding, in fen."""
        return sum((line.amount for line in self.lines), Fraction())

    @property
    def rounding(self) -> Fraction:
        """What rounding added to the lines, in fen; above -1/2 and at most 1/2."""
        return _rounded(self.lines) - self.exact

    @property
    def charged_minor(self) -> int:
        """The whole amount, paid or not."""
        return _rounded(self.lines) + self.fixed_minor

    @property
    def unpaid_minor(self) -> int:
        return self.charged_minor - self.paid_before_minor


@dataclass(frozen=True, slots=True)
class Explanation:
    """An amount made of others; its total is the sum of what is unpaid of each."""

    on: date
    amounts: tuple[ExplainedAmount, ...]

    @property
    def total_minor(self) -> int:
        return sum(amount.unpaid_minor for amount in self.amounts)

    @property
    def allocated_minor(self) -> int:
        return sum(amount.allocated_minor for amount in self.amounts)


def explain_instalment(life: LoanLife, number: int) -> Explanation:
    """All that one instalment costs up to the date. Raises InstalmentNotFound."""
    for instalment in life.loan.instalments:
        if instalment.number == number:
            return Explanation(life.on, _of_instalment(life, life.loan, instalment, life.on))
    raise InstalmentNotFound(kind="instalment", number=number)


def explain_accrued_interest(life: LoanLife) -> Explanation:
    """Interest of the running period up to the date, which is not due yet."""
    return Explanation(life.on, _accrued(life.loan, life.on))


def explain_payoff(life: LoanLife) -> Explanation:
    """What settles the loan on the date, part by part."""
    return Explanation(life.on, _of_payoff(life, life.loan, life.on))


def explain_repayment(life: LoanLife, repayment_id: UUID, on: date) -> Explanation:
    """What was owed just before a repayment that counts for a date, and which parts it paid.

    Raises RepaymentNotFound for one that the loan's books do not have.
    """
    if repayment_id not in life.around:
        raise RepaymentNotFound(kind="repayment")
    before, after = life.around[repayment_id]
    amounts = _of_payoff(life, before, on)
    return Explanation(on, tuple(_with_allocated(amounts, before, after)))


def decimal_text(fen: Fraction, places: int = 10) -> str:
    """Write an exact amount of fen in yuan, with enough decimals to check it by hand."""
    yuan = fen / 100
    scaled = round_half_up(yuan.numerator * 10**places, yuan.denominator)
    whole, rest = divmod(abs(scaled), 10**places)
    return f"{'-' if scaled < 0 else ''}{whole}.{rest:0{places}d}"


def _of_instalment(
    life: LoanLife, loan: Loan, instalment: Instalment, on: date
) -> tuple[ExplainedAmount, ...]:
    """Fee, penalty, interest and principal of one instalment of a state of the loan."""
    is_upcoming = instalment.state is InstalmentState.UPCOMING
    number = instalment.number
    penalty = _penalty_lines(loan.terms, instalment, on)
    interest = _interest_lines(_segments(life, loan, instalment))
    is_deferred = number <= loan.terms.interest_deferred_instalments
    interest = () if is_deferred else interest
    fixed_penalty = instalment.penalty(loan.terms, on) - _rounded(penalty)
    return (
        ExplainedAmount(
            AmountKind.FEE, number, (), instalment.fee_minor, instalment.fee_paid_minor
        ),
        ExplainedAmount(
            AmountKind.PENALTY, number, penalty, fixed_penalty, instalment.penalty_paid_minor
        ),
        ExplainedAmount(
            AmountKind.PLANNED_INTEREST if is_upcoming else AmountKind.INTEREST,
            number,
            interest,
            instalment.interest_minor - _rounded(interest),
            instalment.interest_paid_minor,
        ),
        ExplainedAmount(
            AmountKind.PRINCIPAL,
            number,
            (),
            instalment.principal_minor,
            instalment.principal_paid_minor,
        ),
    )


def _segments(life: LoanLife, loan: Loan, instalment: Instalment) -> Iterable[InterestSegment]:
    """The runs of days of an instalment's own period: as they were, or as they are planned."""
    if instalment.state is not InstalmentState.UPCOMING:
        return life.periods.get(instalment.number, ())
    running = loan.upcoming()[0]
    if instalment.number == running.number:
        return loan.running_segments(instalment.due_on)
    ahead = (i for i in loan.upcoming() if i.number >= instalment.number)
    balance = sum(i.principal_minor for i in ahead)
    begun = [r.rate_nano for r in loan.scheduled_rates if r.from_on <= instalment.starts_on]
    rate = begun[-1] if begun else loan.rate_nano
    steps = [InterestStep(instalment.starts_on, balance, rate)]
    steps += [
        InterestStep(r.from_on, balance, r.rate_nano)
        for r in loan.scheduled_rates
        if instalment.starts_on < r.from_on < instalment.due_on
    ]
    return interest_segments(steps, instalment.starts_on, instalment.due_on, DayCount.DAILY, 0)


def _accrued(loan: Loan, on: date) -> tuple[ExplainedAmount, ...]:
    upcoming = loan.upcoming()
    if not upcoming:
        return ()
    running = upcoming[0]
    return (
        ExplainedAmount(
            AmountKind.ACCRUED_INTEREST,
            running.number,
            _interest_lines(loan.running_segments(on)),
            running.carried_interest_minor,
            running.interest_paid_minor,
        ),
    )


def _of_payoff(life: LoanLife, loan: Loan, on: date) -> tuple[ExplainedAmount, ...]:
    amounts = [a for i in loan.due() for a in _of_instalment(life, loan, i, on)]
    for position, instalment in enumerate(loan.upcoming()):
        fee, penalty, *_ = _of_instalment(life, loan, instalment, on)
        amounts += [fee, penalty]
        if position:
            amounts.append(
                ExplainedAmount(
                    AmountKind.INTEREST,
                    instalment.number,
                    (),
                    instalment.carried_interest_minor,
                    instalment.interest_paid_minor,
                )
            )
    rest = loan.payoff(on)
    amounts += _accrued(loan, on)
    amounts.append(ExplainedAmount(AmountKind.FEE, 0, (), rest.fee_minor, 0))
    amounts.append(ExplainedAmount(AmountKind.PRINCIPAL, 0, (), rest.remaining_principal_minor, 0))
    return tuple(amount for amount in amounts if amount.unpaid_minor)


def _with_allocated(
    amounts: Iterable[ExplainedAmount], before: Loan, after: Loan
) -> Iterable[ExplainedAmount]:
    """The amounts with what a repayment paid of each, seen in the loan before and after it."""
    paid = _paid_parts(before, after)
    running = next((i.number for i in before.upcoming()), 0)
    own_fee = paid.get((AmountKind.FEE, running), 0)
    for amount in amounts:
        kind = amount.kind
        if kind is AmountKind.ACCRUED_INTEREST:
            kind = AmountKind.INTEREST
        taken = paid.get((kind, amount.number), 0)
        if amount.kind is AmountKind.FEE and amount.number == 0:
            # A prepayment fee is put on the running instalment once it is paid.
            taken = own_fee
        elif amount.kind is AmountKind.FEE and amount.number == running:
            taken = min(taken, amount.unpaid_minor)
            own_fee -= taken
        yield replace(amount, allocated_minor=taken)


def _paid_parts(before: Loan, after: Loan) -> dict[tuple[AmountKind, int], int]:
    then = {i.number: i for i in before.instalments}
    paid = {
        (AmountKind.PRINCIPAL, 0): after.prepaid_principal_minor - before.prepaid_principal_minor
    }
    for now in after.instalments:
        was = then[now.number]
        paid[AmountKind.FEE, now.number] = now.fee_paid_minor - was.fee_paid_minor
        paid[AmountKind.PENALTY, now.number] = now.penalty_paid_minor - was.penalty_paid_minor
        paid[AmountKind.INTEREST, now.number] = now.interest_paid_minor - was.interest_paid_minor
        paid[AmountKind.PRINCIPAL, now.number] = now.principal_paid_minor - was.principal_paid_minor
    return paid


def _interest_lines(segments: Iterable[InterestSegment]) -> tuple[DayLine, ...]:
    """One line for each run of days that cost something; equal neighbours are one run."""
    lines: list[DayLine] = []
    for segment in segments:
        rate = Fraction(segment.rate_nano, NANO)
        if rate and segment.principal_minor:
            last = segment.to_on - timedelta(days=1)
            _append(lines, DayLine(segment.from_on, last, segment.principal_minor, rate))
    return tuple(lines)


def _penalty_lines(terms: LoanTerms, instalment: Instalment, on: date) -> tuple[DayLine, ...]:
    grace_ends = instalment.late_from(terms) - timedelta(days=1)
    steps, lines = instalment.owed_history, list[DayLine]()
    for index, step in enumerate(steps):
        begins = max(step.from_on, grace_ends)
        ends = min(steps[index + 1].from_on, on) if index + 1 < len(steps) else on
        per_day = terms.penalty_units_per_day(step.principal_minor, step.interest_minor)
        if begins < ends and per_day:
            base = step.principal_minor + (step.interest_minor if terms.compound else 0)
            rate = Fraction(per_day, base * PENALTY_DENOMINATOR)
            _append(lines, DayLine(begins, ends - timedelta(days=1), base, rate))
    return tuple(lines)


def _append(lines: list[DayLine], line: DayLine) -> None:
    last = lines[-1] if lines else None
    same = last is not None and (last.base_minor, last.daily_rate, last.to_on) == (
        line.base_minor,
        line.daily_rate,
        line.from_on - timedelta(days=1),
    )
    if last is not None and same:
        lines[-1] = replace(last, to_on=line.to_on)
    else:
        lines.append(line)


def _rounded(lines: Iterable[DayLine]) -> int:
    exact = sum((line.amount for line in lines), Fraction())
    return round_half_up(exact.numerator, exact.denominator)
