"""The instalments to come, planned anew after money was paid ahead or the plan was changed."""

from collections.abc import Callable, Sequence
from datetime import date

from chassis.frozen import replace
from chassis.money import round_half_up
from services.repayment.domain.day_count import DayCount
from services.repayment.domain.history import PrepaymentEffect
from services.repayment.domain.instalment import Instalment, InstalmentState
from services.repayment.domain.loan import Loan
from services.repayment.domain.repayment_schedule import (
    NANO,
    InterestSegment,
    InterestStep,
    Method,
    interest_of,
    interest_segments,
    principal_part,
)

_PRECISION = 10**24


def replanned(
    loan: Loan,
    upcoming: Sequence[Instalment],
    effect: PrepaymentEffect = PrepaymentEffect.SMALLER_INSTALMENTS,
    credit_minor: int = 0,
) -> Loan:
    """The loan with these instalments to come, sharing the principal that is not yet due.

    `upcoming` gives their dates and what was carried into and paid on them. `credit_minor` is
    what was just paid ahead; only NEXT_INSTALMENTS_FIRST asks for it.
    """
    level = loan.level_minor
    match effect:
        case PrepaymentEffect.SMALLER_INSTALMENTS:
            level = _level(loan, upcoming)
            rows = _shared(loan, upcoming, level)
        case PrepaymentEffect.FEWER_INSTALMENTS:
            rows = _without_empty_end(_shared(loan, upcoming, level))
        case _:  # NEXT_INSTALMENTS_FIRST
            rows = _credited(loan, upcoming, credit_minor)
    gone = tuple(i for i in loan.instalments if i.state is not InstalmentState.UPCOMING)
    return replace(loan, instalments=(*gone, *rows), level_minor=level).refreshed()


def segments_to_come(loan: Loan) -> list[InterestSegment]:
    """The runs of equal days that the interest of the running and all later periods is made of."""
    upcoming, balance = loan.upcoming(), loan.not_yet_due_principal_minor
    segments: list[InterestSegment] = []
    for index, instalment in enumerate(upcoming):
        since, until = instalment.starts_on, instalment.due_on
        if index == 0:
            segments += loan.running_segments(until)
        else:
            steps = _rates(loan, balance, since, until)
            segments += interest_segments(steps, since, until, DayCount.DAILY, 0)
        balance -= instalment.principal_minor
    return segments


def _interest(loan: Loan, instalment: Instalment, balance: int, *, running: bool) -> int:
    """What an instalment will ask for as interest, with what is carried into it."""
    if running:
        return loan.running_interest(instalment.due_on) + instalment.carried_interest_minor
    own = _interest_on(loan, balance, instalment.starts_on, instalment.due_on)
    return own + instalment.carried_interest_minor


def _interest_on(loan: Loan, balance: int, since: date, until: date) -> int:
    if not loan.scheduled_rates:
        return round_half_up(balance * loan.rate_nano * (until - since).days, NANO)
    steps = _rates(loan, balance, since, until)
    return interest_of(interest_segments(steps, since, until, DayCount.DAILY, 0), 1)


def _rates(loan: Loan, balance: int, since: date, until: date) -> list[InterestStep]:
    """The steps of a future period: its balance at the rates in force and scheduled."""
    begun = [rate.rate_nano for rate in loan.scheduled_rates if rate.from_on <= since]
    steps = [InterestStep(since, balance, begun[-1] if begun else loan.rate_nano)]
    steps += [
        InterestStep(rate.from_on, balance, rate.rate_nano)
        for rate in loan.scheduled_rates
        if since < rate.from_on < until
    ]
    return steps


def _shared(loan: Loan, upcoming: Sequence[Instalment], level: int) -> list[Instalment]:
    """Share the principal over the instalments at a level; the last takes what is left."""
    part = principal_part(loan.terms.method, level)
    last = upcoming[-1]

    def principal_of(instalment: Instalment, interest: int, balance: int) -> int:
        if instalment is last:
            return balance
        if instalment.number <= loan.terms.principal_free_instalments:
            return 0
        return min(balance, part(interest))

    return _planned(loan, upcoming, principal_of)


def _planned(
    loan: Loan,
    upcoming: Sequence[Instalment],
    principal_of: Callable[[Instalment, int, int], int],
) -> list[Instalment]:
    """Instalments one after the other, each with the interest on what the ones before left.

    `principal_of` says what one repays, given the interest it asks for and the balance before it.
    """
    rows: list[Instalment] = []
    balance, deferred = loan.not_yet_due_principal_minor, 0
    for instalment in upcoming:
        interest = _interest(loan, instalment, balance, running=not rows) + deferred
        deferred = 0
        waits = instalment.number <= loan.terms.interest_deferred_instalments
        if waits and instalment is not upcoming[-1]:
            deferred = interest - instalment.interest_paid_minor
            interest = instalment.interest_paid_minor
        principal = principal_of(instalment, interest - instalment.interest_paid_minor, balance)
        rows.append(replace(instalment, principal_minor=principal, interest_minor=interest))
        balance -= principal
    return rows


def _level(loan: Loan, upcoming: Sequence[Instalment]) -> int:
    """What the instalments have in common so that the last one fits them."""
    free = loan.terms.principal_free_instalments
    paying = [i for i in upcoming if i.number > free] or list(upcoming)
    principal = loan.not_yet_due_principal_minor
    match loan.terms.method:
        case Method.EQUAL_PRINCIPAL:
            return principal // len(paying)
        case Method.EQUAL_INSTALMENT:
            return _level_instalment(loan, paying, running=paying[0] is upcoming[0])
        case _:
            return 0


def _level_instalment(loan: Loan, paying: Sequence[Instalment], *, running: bool) -> int:
    """The equal sum: principal and the first interest, over one and the later discounts.

    The first instalment's interest may have been earned on other balances, so it is taken as it
    is; for an untouched plan this is the ordinary annuity.
    """
    first, *later = paying
    principal = loan.not_yet_due_principal_minor
    interest = _interest(loan, first, principal, running=running) - first.interest_paid_minor
    discount = total = _PRECISION
    for instalment in later:
        steps = _rates(loan, 1, instalment.starts_on, instalment.due_on)
        segments = interest_segments(
            steps, instalment.starts_on, instalment.due_on, DayCount.DAILY, 0
        )
        factor = sum(s.rate_nano * s.share_units for s in segments)
        discount = discount * NANO // (NANO + factor)
        total += discount
    return (2 * (principal + interest) * _PRECISION + total) // (2 * total)


def _credited(loan: Loan, upcoming: Sequence[Instalment], credit_minor: int) -> list[Instalment]:
    """Take what was paid ahead off the next instalments' principal, one after the other."""
    left = {}
    for instalment in upcoming:
        taken = min(credit_minor, instalment.principal_minor)
        credit_minor -= taken
        left[instalment.number] = instalment.principal_minor - taken
    rows = _planned(loan, upcoming, lambda instalment, _interest, _balance: left[instalment.number])
    return _without_empty_end(rows)


def _without_empty_end(rows: list[Instalment]) -> list[Instalment]:
    """Instalments that never asked for anything fall away at the end, never the running one."""
    while len(rows) > 1 and not (
        rows[-1].principal_minor
        or rows[-1].interest_minor
        or rows[-1].carried_penalty_minor
        or rows[-1].fee_minor
    ):
        rows.pop()
    return rows
