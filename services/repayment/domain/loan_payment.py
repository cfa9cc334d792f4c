"""Money on a loan: allocated to what is due, then ahead, by the order of the contract.

Every fen is accounted for: fee + penalty + interest + principal + overpayment = the amount.
"""

from dataclasses import dataclass
from datetime import date

from chassis.frozen import replace
from services.repayment.domain.allocation import (
    Owed,
    allocate,
    allocate_by_instalment,
    allocate_by_part,
)
from services.repayment.domain.allocation_order import (
    AllocationRule,
    Direction,
    Part,
    Purpose,
    Timing,
)
from services.repayment.domain.errors import AmountAboveOwed
from services.repayment.domain.events import (
    FeeCharged,
    LoanRecovered,
    LoanSettled,
)
from services.repayment.domain.history import PrepaymentEffect
from services.repayment.domain.instalment import Instalment, InstalmentState
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.prepayment_fee import split_of
from services.repayment.domain.repayment_schedule import InterestStep
from services.repayment.domain.replanning import replanned

PREPAYMENT_FEE = "prepayment_fee"


@dataclass(frozen=True, slots=True)
class Posting:
    """A loan after money was allocated to it, and where the money went."""

    loan: Loan
    parts: Owed
    interest_charged_minor: int
    """Interest that became owed only because it was paid ahead."""
    overpayment_minor: int
    """Money beyond all that was owed: the customer's, to be given back."""
    events: tuple[object, ...]


def post_money(
    loan: Loan,
    amount_minor: int,
    on: date,
    *,
    effect: PrepaymentEffect = PrepaymentEffect.SMALLER_INSTALMENTS,
    keep_excess: bool = False,
) -> Posting:
    """Allocate money on a date to a loan that was brought to it.

    What is due is paid first, in the order of the contract; then the interest accrued to the
    date and principal ahead, with the contract's fee on it. `effect` says what that does to the
    instalments to come. More than is owed is refused, or kept as the customer's when the money
    has arrived already. Raises AmountAboveOwed.
    """
    payoff = loan.payoff(on)
    excess = max(0, amount_minor - payoff.total_minor)
    if excess and not keep_excess:
        raise AmountAboveOwed(owed_minor=payoff.total_minor)
    if loan.status is LoanStatus.SETTLED:
        return Posting(loan, Owed(), 0, excess, ())
    late_days = loan.days_past_due(on)
    if amount_minor >= payoff.total_minor:
        paid = _paid_off(loan, on)
    else:
        paid = _paid_in_part(loan, amount_minor, on, effect)
    nothing_left = paid.loan.upcoming() and not paid.loan.outstanding_principal_minor
    if nothing_left and not paid.loan.payoff(on).total_minor:
        # Nothing is owed any more although the fee came out a fen below the payoff's.
        paid = replace(paid, loan=_paid_off(paid.loan, on).loan)
    after, events = after_payment(paid.loan, on, late_days)
    return replace(paid, loan=after, overpayment_minor=excess, events=(*paid.events, *events))


def rule_for(loan: Loan, on: date) -> AllocationRule:
    """The order in force: for recoveries, for long arrears, or the ordinary one."""
    if loan.status is LoanStatus.CHARGED_OFF:
        return loan.terms.order_for(Purpose.RECOVERY)
    rule = loan.terms.order_for(Purpose.REPAYMENT)
    after_days = loan.terms.principal_first_after_days
    if after_days is not None and loan.days_past_due(on) > after_days:
        # A stable sort puts overdue principal before the other parts and keeps their order.
        first = sorted(rule.cells, key=lambda cell: cell.part is not Part.PRINCIPAL)
        return replace(rule, cells=tuple(first))
    return rule


def _paid_in_part(loan: Loan, amount_minor: int, on: date, effect: PrepaymentEffect) -> Posting:
    rule = rule_for(loan, on)
    rest, paid_due = _pay_due(loan, amount_minor, on, rule)
    total = sum(paid_due.values(), Owed())
    if paid_due:
        instalments = tuple(
            i.paid(paid_due[i.number], loan.terms, on)
            if paid_due.get(i.number, Owed()).total_minor
            else i
            for i in loan.instalments
        )
        loan = _principal_repaid(replace(loan, instalments=instalments), on, total.principal_minor)
    if not rest:
        return Posting(loan, total, 0, 0, ())
    ahead, prepayment_fee = _ahead(loan, rest, on, rule)
    after = _prepaid(loan, ahead, prepayment_fee, on, effect)
    charged = _charged_ahead(after) - _charged_ahead(loan)
    return Posting(after, total + ahead, charged, 0, _fee_events(loan, prepayment_fee, on))


def _pay_due(
    loan: Loan, amount_minor: int, on: date, rule: AllocationRule
) -> tuple[int, dict[int, Owed]]:
    """Pay what is past due and due; the rest, and what each instalment got by its number."""
    by_part = rule.direction is Direction.BY_PART
    divide = allocate_by_part if by_part else allocate_by_instalment
    due, rest = loan.due(), amount_minor
    paid: dict[int, Owed] = {}
    if not due:
        return rest, paid
    for timing in (Timing.PAST_DUE, Timing.DUE):
        debts = [i for i in due if (i.due_on < on) == (timing is Timing.PAST_DUE)]
        parts, rest = divide(rest, [i.owed(loan.terms, on) for i in debts], rule.parts_of(timing))
        paid |= {i.number: got for i, got in zip(debts, parts, strict=True)}
    return rest, paid


def _ahead(loan: Loan, rest: int, on: date, rule: AllocationRule) -> tuple[Owed, int]:
    """What money beyond the due parts pays: charges of the past, accrued interest, principal.

    The contract's fee is a share of the money that pays principal. The money is less than the
    payoff, so what the other parts cannot take is at most the fee that a payoff would ask for.
    Also tells how much of the fees is that prepayment fee.
    """
    order = rule.parts_of(Timing.IN_ADVANCE)
    carried = loan.carried(on)
    charges = carried + Owed(interest_minor=loan.accrued_interest(on))
    paid, left = Owed(), rest
    if order.index(Part.INTEREST) < order.index(Part.PRINCIPAL):
        paid, left = allocate(left, charges, order)
    principal, fee = split_of(left, loan.prepayment_fee_rate_ppm(on))
    free = loan.cap_headroom(on) if fee else 0
    if fee > free:
        principal, fee = principal + fee - free, free
    principal = min(principal, loan.not_yet_due_principal_minor)
    left -= principal + fee
    if not paid.total_minor:
        paid, left = allocate(left, charges, order)
    fee += left
    return paid + Owed(principal_minor=principal, fee_minor=fee), fee


def _charged_ahead(loan: Loan) -> int:
    return sum(i.charged_ahead_minor for i in loan.upcoming() if i.interest_paid_minor)


def _prepaid(
    loan: Loan, ahead: Owed, prepayment_fee: int, on: date, effect: PrepaymentEffect
) -> Loan:
    """Put money paid ahead on the instalments to come, and plan them anew."""
    upcoming = _charges_paid(loan, ahead, prepayment_fee, on)
    gone = loan.instalments[: len(loan.instalments) - len(upcoming)]
    loan = replace(loan, instalments=(*gone, *upcoming))
    if not ahead.principal_minor:
        return loan
    remaining = loan.not_yet_due_principal_minor - ahead.principal_minor
    loan = replace(
        loan,
        prepaid_principal_minor=loan.prepaid_principal_minor + ahead.principal_minor,
        principal_history=(*loan.principal_history, InterestStep(on, remaining, loan.rate_nano)),
    )
    loan = _principal_repaid(loan, on, ahead.principal_minor)
    return replanned(loan, upcoming, effect, ahead.principal_minor)


def _charges_paid(loan: Loan, ahead: Owed, prepayment_fee: int, on: date) -> list[Instalment]:
    """The instalments to come after fees, penalty and interest were paid ahead, oldest first."""
    fee, penalty, interest = ahead.fee_minor, ahead.penalty_minor, ahead.interest_minor
    fee -= prepayment_fee
    rows = []
    for index, instalment in enumerate(loan.upcoming()):
        own_fee = prepayment_fee if index == 0 else 0
        if not (fee or penalty or interest or own_fee):
            rows.append(instalment)
            continue
        most = loan.accrued_interest(on) if index == 0 else instalment.carried_interest_minor
        owed = Owed(
            fee_minor=instalment.fee_minor - instalment.fee_paid_minor,
            penalty_minor=instalment.penalty(loan.terms, on) - instalment.penalty_paid_minor,
            interest_minor=most if index == 0 else most - instalment.interest_paid_minor,
        )
        paid = Owed(
            fee_minor=min(fee, owed.fee_minor),
            penalty_minor=min(penalty, owed.penalty_minor),
            interest_minor=min(interest, owed.interest_minor),
        )
        fee, penalty = fee - paid.fee_minor, penalty - paid.penalty_minor
        interest -= paid.interest_minor
        rows.append(
            replace(
                instalment,
                fee_minor=instalment.fee_minor + own_fee,
                fee_paid_minor=instalment.fee_paid_minor + paid.fee_minor + own_fee,
                penalty_paid_minor=instalment.penalty_paid_minor + paid.penalty_minor,
                interest_paid_minor=instalment.interest_paid_minor + paid.interest_minor,
            )
        )
    return rows


def _paid_off(loan: Loan, on: date) -> Posting:
    """Everything owed is paid; nothing is left to fall due."""
    payoff = loan.payoff(on)
    fee, ahead = payoff.fee_minor, payoff.remaining_principal_minor
    upcoming = loan.upcoming()
    charged = loan.running_interest(on) - _charged_ahead(loan) if upcoming else 0
    instalments: list[Instalment] = []
    for index, instalment in enumerate(loan.instalments):
        if instalment.state is InstalmentState.DUE:
            instalments.append(instalment.paid(instalment.owed(loan.terms, on), loan.terms, on))
        elif instalment.state is InstalmentState.PAID:
            instalments.append(instalment)
        else:
            first = index == len(loan.instalments) - len(upcoming)
            interest = loan.running_interest(on) if first else 0
            instalments.append(_cleared(instalment, interest, fee if first else 0, loan, on))
    after = replace(
        loan,
        instalments=tuple(instalments),
        prepaid_principal_minor=loan.prepaid_principal_minor + ahead,
        principal_history=(*loan.principal_history, InterestStep(on, 0, loan.rate_nano)),
        scheduled_rates=(),
    )
    after = _principal_repaid(after, on, payoff.parts.principal_minor)
    return Posting(after, payoff.parts, charged, 0, _fee_events(after, fee, on))


def _cleared(
    instalment: Instalment, running_minor: int, fee_minor: int, loan: Loan, on: date
) -> Instalment:
    """An instalment to come that a payoff ends: only what it brought along was paid on it."""
    interest = running_minor + instalment.carried_interest_minor
    return replace(
        instalment,
        principal_minor=0,
        interest_minor=interest,
        interest_paid_minor=interest,
        penalty_paid_minor=instalment.penalty(loan.terms, on),
        fee_minor=instalment.fee_minor + fee_minor,
        fee_paid_minor=instalment.fee_minor + fee_minor,
        state=InstalmentState.PAID,
        paid_on=on,
    )


def _principal_repaid(loan: Loan, on: date, principal_minor: int) -> Loan:
    if not principal_minor:
        return loan
    return replace(loan, outstanding_history=loan.principal_paid_on(on, principal_minor))


def _fee_events(loan: Loan, fee_minor: int, on: date) -> tuple[object, ...]:
    if not fee_minor:
        return ()
    charged = FeeCharged(
        customer_id=loan.customer_id,
        loan_id=loan.loan_id,
        item=PREPAYMENT_FEE,
        amount_minor=fee_minor,
        business_date=on,
        currency=loan.currency,
    )
    return (charged,)


def after_payment(loan: Loan, on: date, was_late_days: int) -> tuple[Loan, tuple[object, ...]]:
    """What a loan becomes when less is owed: on time again, or settled."""
    loan = loan.refreshed()
    events: list[object] = []
    if loan.status is LoanStatus.OVERDUE and not loan.days_past_due(on):
        loan = replace(loan, status=LoanStatus.ACTIVE)
        events.append(LoanRecovered(loan.customer_id, loan.loan_id, was_late_days, on))
    if not loan.due() and not loan.upcoming():
        loan = replace(loan, status=LoanStatus.SETTLED, settled_on=on)
        events.append(settled_event(loan, on))
    return loan, tuple(events)


def settled_event(loan: Loan, on: date) -> LoanSettled:
    """The amounts of the loan's whole life."""
    return LoanSettled(
        customer_id=loan.customer_id,
        loan_id=loan.loan_id,
        credit_line_id=loan.credit_line_id,
        principal_minor=loan.principal_minor,
        interest_minor=sum(i.interest_paid_minor for i in loan.instalments),
        penalty_minor=sum(i.penalty_paid_minor for i in loan.instalments),
        settled_on=on,
        currency=loan.currency,
    )
