"""Changes of a plan after it was agreed: pure functions from a loan to the loan that follows.

A preview and its application are the same call, so they cannot differ. Every change shares the
principal not yet due over new dates or a new number of instalments; interest follows by actual
days. Arrears move only in RE_AGE and RE_AMORTISE.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from chassis.frozen import replace
from chassis.money import split_evenly
from services.repayment.domain.due_dates import PeriodUnit, due_after
from services.repayment.domain.errors import ChargeAboveCap, PlanChangeImpossible
from services.repayment.domain.history import PlanChange, PlanChangeKind, PrepaymentEffect
from services.repayment.domain.instalment import Instalment, InstalmentState, Owed, OwedStep
from services.repayment.domain.loan import Loan, LoanStatus, RateStep
from services.repayment.domain.repayment_schedule import InterestStep
from services.repayment.domain.replanning import replanned
from services.repayment.domain.terms import DAYS_PER_YEAR, NANO_PER_PPM

LAST_DAY_OF_MONTH = 31
MOST_INSTALMENTS_TO_COME = 60
MOST_DAILY_RATE_PPM = 10_000


def changed(loan: Loan, change: PlanChange, on: date) -> Loan:
    """The loan after a change, for a loan that was brought to the day of the change.

    Raises PlanChangeImpossible, saying why, when the loan or the change does not allow it, and
    ChargeAboveCap for a rate that alone costs more in a year than the contract's cap.
    """
    if loan.status in (LoanStatus.SETTLED, LoanStatus.CHARGED_OFF):
        raise PlanChangeImpossible(why="the loan is settled or charged off")
    after = _CHANGES[change.kind](loan, change, on)
    return after.brought_to(on).loan


def due_day_of(loan: Loan) -> int:
    """The day of month that the loan's due dates aim at."""
    for entry in reversed(loan.history):
        if not entry.is_standing:
            continue
        if entry.change is not None and entry.change.kind is PlanChangeKind.CHANGE_DUE_DAY:
            return entry.change.due_day
        if entry.change is not None and entry.change.kind is PlanChangeKind.RE_AGE:
            assert entry.change.from_on is not None
            return entry.change.from_on.day
    return loan.disbursed_on.day


def _change_due_day(loan: Loan, change: PlanChange, on: date) -> Loan:
    """The next due date moves to the new day of its month, or of the month after if too near."""
    upcoming = _some_upcoming(loan)
    if loan.terms.unit is not PeriodUnit.MONTHS:
        raise PlanChangeImpossible(why="the instalments are not monthly")
    if not 1 <= change.due_day <= LAST_DAY_OF_MONTH:
        raise PlanChangeImpossible(why="the due day is a day of a month, 1 to 31")
    running = upcoming[0]
    months = 0
    while due_after(running.due_on, months, 1, PeriodUnit.MONTHS, change.due_day) <= max(
        on, running.starts_on
    ):
        months += 1
    first = due_after(running.due_on, months, 1, PeriodUnit.MONTHS, change.due_day)
    dates = _dates_from(loan, first, len(upcoming), change.due_day)
    return replanned(loan, _on_dates(upcoming, dates))


def _extend(loan: Loan, change: PlanChange, on: date) -> Loan:
    return _with_count(loan, len(_some_upcoming(loan)) + _positive(change.instalments), on)


def _change_term(loan: Loan, change: PlanChange, on: date) -> Loan:
    return _with_count(loan, _positive(change.instalments), on)


def _with_count(loan: Loan, count: int, _: date) -> Loan:
    """Another number of instalments to come, on the dates that follow from the first."""
    upcoming = _some_upcoming(loan)
    if count > min(MOST_INSTALMENTS_TO_COME, loan.not_yet_due_principal_minor):
        raise PlanChangeImpossible(why="that many instalments are too many")
    dates = _dates_from(loan, upcoming[0].due_on, count, due_day_of(loan))
    kept = _moved_forward(upcoming[:count], upcoming[count:])
    last = kept[-1].number
    added = [
        Instalment(last + extra, dates[0], dates[0], 0, 0)
        for extra in range(1, count - len(kept) + 1)
    ]
    return replanned(loan, _on_dates([*kept, *added], dates))


def _defer(loan: Loan, change: PlanChange, _: date) -> Loan:
    """Nothing is due for some periods; interest goes on and falls due with the next date."""
    upcoming = _some_upcoming(loan)
    first = due_after(
        upcoming[0].due_on,
        _positive(change.instalments),
        loan.terms.every,
        loan.terms.unit,
        due_day_of(loan),
    )
    dates = _dates_from(loan, first, len(upcoming), due_day_of(loan))
    return replanned(loan, _on_dates(upcoming, dates))


def _re_age(loan: Loan, change: PlanChange, on: date) -> Loan:
    """Arrears and what is to come become new instalments from a new first due date."""
    count, first = _positive(change.instalments), change.from_on
    if first is None or first <= on:
        raise PlanChangeImpossible(why="the first due date must lie ahead")
    if count > MOST_INSTALMENTS_TO_COME:
        raise PlanChangeImpossible(why="that many instalments are too many")
    upcoming = loan.upcoming()
    accrued = loan.accrued_interest(on)
    gone, arrears = _arrears_taken(loan, on)
    closed = [
        replace(
            i,
            due_on=on,
            principal_minor=0,
            interest_minor=i.interest_paid_minor,
            carried_interest_minor=0,
            carried_penalty_minor=i.penalty_paid_minor,
            fee_minor=i.fee_paid_minor,
            state=InstalmentState.PAID,
            paid_on=on,
        )
        for i in _moved_forward(upcoming[:1], upcoming[1:])
        if i.interest_paid_minor or i.fee_paid_minor or i.penalty_paid_minor
    ]
    carried = loan.carried(on)
    past = [*gone, *closed]
    new = _carrying(
        [Instalment(past[-1].number + n if past else n, on, on, 0, 0) for n in range(1, count + 1)],
        arrears.interest_minor + accrued + carried.interest_minor,
        arrears.penalty_minor + carried.penalty_minor,
        arrears.fee_minor + carried.fee_minor,
    )
    principal = loan.not_yet_due_principal_minor + arrears.principal_minor
    renewed = replace(
        loan,
        instalments=(*past, *new),
        principal_history=(InterestStep(on, principal, loan.rate_nano),),
        restructured_on=on,
        status=LoanStatus.ACTIVE,
    ).refreshed()
    dates = _dates_from(loan, first, count, first.day)
    return replanned(renewed, _on_dates(new, dates, on))


def _re_amortise(loan: Loan, _: PlanChange, on: date) -> Loan:
    """Arrears are shared over the due dates still to come."""
    upcoming = _some_upcoming(loan)
    gone, arrears = _arrears_taken(loan, on)
    if not arrears.total_minor:
        raise PlanChangeImpossible(why="nothing is in arrears")
    carrying = _carrying(upcoming, arrears.interest_minor, arrears.penalty_minor, arrears.fee_minor)
    principal = loan.not_yet_due_principal_minor + arrears.principal_minor
    renewed = replace(
        loan,
        instalments=(*gone, *carrying),
        principal_history=(
            *loan.principal_history,
            InterestStep(on, principal, loan.rate_nano),
        ),
        restructured_on=on,
        status=LoanStatus.ACTIVE,
    ).refreshed()
    return replanned(renewed, carrying)


def _interest_pause(loan: Loan, change: PlanChange, on: date) -> Loan:
    """No interest from the first day to the last, both free; instalments keep their amounts."""
    if change.from_on is None or change.to_on is None or not on <= change.from_on <= change.to_on:
        raise PlanChangeImpossible(why="a pause begins today or later and ends after it begins")
    resumes = change.to_on + timedelta(days=1)
    steps = (RateStep(change.from_on, 0), RateStep(resumes, _rate_from(loan, change.from_on)))
    return replanned(
        _scheduling(loan, steps), _some_upcoming(loan), PrepaymentEffect.FEWER_INSTALMENTS
    )


def _rate_change(loan: Loan, change: PlanChange, on: date) -> Loan:
    """Another rate from a day on. Penalty stays what the contract said, for better or worse."""
    if change.from_on is None or change.from_on < on:
        raise PlanChangeImpossible(why="a rate changes today or later")
    if not 0 <= change.daily_rate_ppm <= MOST_DAILY_RATE_PPM:
        raise PlanChangeImpossible(why="the daily rate is out of range")
    if change.daily_rate_ppm * DAYS_PER_YEAR > loan.terms.cap_annual_ppm:
        raise ChargeAboveCap(
            free_minor=loan.cap_headroom(on),
            most_daily_rate_ppm=loan.terms.cap_annual_ppm // DAYS_PER_YEAR,
        )
    step = RateStep(change.from_on, change.daily_rate_ppm * NANO_PER_PPM)
    return replanned(_scheduling(loan, (step,)), _some_upcoming(loan))


def _scheduling(loan: Loan, steps: tuple[RateStep, ...]) -> Loan:
    if any(rate.from_on >= steps[0].from_on for rate in loan.scheduled_rates):
        raise PlanChangeImpossible(why="another change of the rate is already planned for later")
    return replace(loan, scheduled_rates=(*loan.scheduled_rates, *steps)).refreshed()


def _rate_from(loan: Loan, on: date) -> int:
    begun = [rate.rate_nano for rate in loan.scheduled_rates if rate.from_on <= on]
    return begun[-1] if begun else loan.rate_nano


def _some_upcoming(loan: Loan) -> tuple[Instalment, ...]:
    upcoming = loan.upcoming()
    if not upcoming or not loan.not_yet_due_principal_minor:
        raise PlanChangeImpossible(why="no instalment is still to come")
    return upcoming


def _positive(instalments: int) -> int:
    if instalments < 1:
        raise PlanChangeImpossible(why="at least one instalment")
    return instalments


def _dates_from(loan: Loan, first: date, count: int, due_day: int) -> list[date]:
    terms = loan.terms
    return [due_after(first, n, terms.every, terms.unit, due_day) for n in range(count)]


def _on_dates(
    upcoming: Sequence[Instalment], dates: Sequence[date], starts_on: date | None = None
) -> list[Instalment]:
    """The instalments on new due dates, each period beginning where the one before ends."""
    begins = starts_on or upcoming[0].starts_on
    rows = []
    for instalment, due_on in zip(upcoming, dates, strict=True):
        rows.append(replace(instalment, starts_on=begins, due_on=due_on))
        begins = due_on
    return rows


def _moved_forward(kept: Sequence[Instalment], cut: Sequence[Instalment]) -> list[Instalment]:
    """What instalments that fall away carried, and what was paid of it, goes to the last kept."""
    if not kept:
        return []
    *before, last = kept
    both = [last, *cut]
    last = replace(
        last,
        carried_interest_minor=sum(i.carried_interest_minor for i in both),
        interest_paid_minor=sum(i.interest_paid_minor for i in both),
        carried_penalty_minor=sum(i.carried_penalty_minor for i in both),
        penalty_paid_minor=sum(i.penalty_paid_minor for i in both),
        penalty_waived_minor=sum(i.penalty_waived_minor for i in both),
        fee_minor=sum(i.fee_minor for i in both),
        fee_paid_minor=sum(i.fee_paid_minor for i in both),
    )
    return [*before, last]


def _carrying(
    upcoming: Sequence[Instalment], interest: int, penalty: int, fee: int
) -> list[Instalment]:
    """Share arrears of interest and penalty over instalments; fees fall due with the first."""
    count = len(upcoming)
    shares = zip(split_evenly(interest, count), split_evenly(penalty, count), strict=True)
    rows = [
        replace(
            i,
            carried_interest_minor=i.carried_interest_minor + own_interest,
            carried_penalty_minor=i.carried_penalty_minor + own_penalty,
        )
        for i, (own_interest, own_penalty) in zip(upcoming, shares, strict=True)
    ]
    rows[0] = replace(rows[0], fee_minor=rows[0].fee_minor + fee)
    return rows


def _arrears_taken(loan: Loan, on: date) -> tuple[list[Instalment], Owed]:
    """The past instalments, closed, and what was unpaid of them."""
    arrears = loan.owed(on)
    closed = [
        replace(
            i,
            principal_minor=i.principal_paid_minor,
            interest_minor=i.interest_paid_minor,
            carried_penalty_minor=i.penalty_paid_minor,
            penalty_waived_minor=0,
            fee_minor=i.fee_paid_minor,
            owed_history=(OwedStep(i.due_on, 0),),
            state=InstalmentState.PAID,
            paid_on=on,
        )
        if i.state is InstalmentState.DUE
        else i
        for i in loan.instalments
        if i.state is not InstalmentState.UPCOMING
    ]
    return closed, arrears


_CHANGES: Mapping[PlanChangeKind, Callable[[Loan, PlanChange, date], Loan]] = {
    PlanChangeKind.CHANGE_DUE_DAY: _change_due_day,
    PlanChangeKind.EXTEND: _extend,
    PlanChangeKind.DEFER: _defer,
    PlanChangeKind.CHANGE_TERM: _change_term,
    PlanChangeKind.RE_AGE: _re_age,
    PlanChangeKind.RE_AMORTISE: _re_amortise,
    PlanChangeKind.INTEREST_PAUSE: _interest_pause,
    PlanChangeKind.RATE_CHANGE: _rate_change,
}
