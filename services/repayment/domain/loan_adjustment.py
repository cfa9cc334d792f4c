"""What the lender does to a loan besides taking money: fees, waivers, charge-off."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.frozen import replace
from services.repayment.domain.allocation import Owed
from services.repayment.domain.allocation_order import Part
from services.repayment.domain.errors import (
    ChargeAboveCap,
    ChargeNotDisclosed,
    LoanNotOverdue,
    WaiverImpossible,
)
from services.repayment.domain.events import ChargesWaived, FeeCharged, LoanChargedOff
from services.repayment.domain.instalment import Instalment, InstalmentState, OwedStep
from services.repayment.domain.ledger.events import CouponUsed, SubsidyGranted
from services.repayment.domain.loan import Loan, LoanStatus
from services.repayment.domain.loan_payment import after_payment
from services.repayment.domain.repayment_schedule import InterestStep


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A loan after an adjustment, and what was announced."""

    loan: Loan
    events: tuple[object, ...]


def fee_charged(loan: Loan, item: str, amount_minor: int, on: date) -> Adjusted:
    """Add a fee that falls due with the running instalment.

    Raises ChargeNotDisclosed for what the cost sheet does not list or lists with less,
    ChargeAboveCap when all charges together would pass the cap.
    """
    most_minor = loan.terms.fee_most_minor(item)
    if amount_minor > most_minor or not loan.upcoming():
        raise ChargeNotDisclosed(item=item, most_minor=most_minor)
    if amount_minor > loan.cap_headroom(on):
        raise ChargeAboveCap(free_minor=loan.cap_headroom(on))
    running = loan.upcoming()[0]
    charged = replace(running, fee_minor=running.fee_minor + amount_minor)
    event = FeeCharged(
        customer_id=loan.customer_id,
        loan_id=loan.loan_id,
        item=item,
        amount_minor=amount_minor,
        business_date=on,
        currency=loan.currency,
    )
    instalments = tuple(charged if i is running else i for i in loan.instalments)
    return Adjusted(replace(loan, instalments=instalments), (event,))


def waived(loan: Loan, part: Part, amount_minor: int, on: date) -> Adjusted:
    """Forgive penalty, interest or fee that is due, oldest first.

    Raises WaiverImpossible, also for a loan that was charged off: its books hold no more of it.
    """
    done = _forgiven(loan, part, amount_minor, on)
    event = ChargesWaived(
        customer_id=loan.customer_id,
        loan_id=loan.loan_id,
        penalty_minor=amount_minor if part is Part.PENALTY else 0,
        interest_minor=amount_minor if part is Part.INTEREST else 0,
        fee_minor=amount_minor if part is Part.FEE else 0,
        business_date=on,
        currency=loan.currency,
    )
    return replace(done, events=(event, *done.events))


def coupon_used(loan: Loan, coupon_id: UUID, amount_minor: int, on: date) -> Adjusted:
    """Forgive interest that is due, oldest first, at the cost of a campaign.

    Raises WaiverImpossible when less than that is due.
    """
    done = _forgiven(loan, Part.INTEREST, amount_minor, on)
    event = CouponUsed(
        customer_id=loan.customer_id,
        loan_id=loan.loan_id,
        coupon_id=coupon_id,
        amount_minor=amount_minor,
        business_date=on,
        currency=loan.currency,
    )
    return replace(done, events=(event, *done.events))


def subsidy_granted(loan: Loan, amount_minor: int, on: date) -> Adjusted:
    """Claim a part of interest that is due from the treasury instead of the customer.

    Raises WaiverImpossible when less than that is due.
    """
    done = _forgiven(loan, Part.INTEREST, amount_minor, on)
    event = SubsidyGranted(
        customer_id=loan.customer_id,
        loan_id=loan.loan_id,
        amount_minor=amount_minor,
        business_date=on,
        currency=loan.currency,
    )
    return replace(done, events=(event, *done.events))


def _forgiven(loan: Loan, part: Part, amount_minor: int, on: date) -> Adjusted:
    gone = loan.status is LoanStatus.CHARGED_OFF or part is Part.PRINCIPAL
    if gone or not 1 <= amount_minor <= loan.owed(on).of(part):
        raise WaiverImpossible(owed_minor=loan.owed(on).of(part))
    rest = amount_minor
    instalments: list[Instalment] = []
    for instalment in loan.instalments:
        taken = min(rest, instalment.owed(loan.terms, on).of(part))
        rest -= taken
        parts = {
            Part.PENALTY: Owed(penalty_minor=taken),
            Part.INTEREST: Owed(interest_minor=taken),
            Part.FEE: Owed(fee_minor=taken),
        }[part]
        instalments.append(instalment.waived(parts, loan.terms, on) if taken else instalment)
    was_late_days = loan.days_past_due(on)
    after, events = after_payment(replace(loan, instalments=tuple(instalments)), on, was_late_days)
    return Adjusted(after, events)


def without_penalty(loan: Loan, since: date, until: date, on: date) -> Adjusted:
    """No penalty on the days of [since, until), as when the lender's side caused the delay.

    Civil Code 589: no interest for the time in which the creditor does not take performance.
    """
    instalments = tuple(
        i.without_penalty(since, until).closed_if_paid(loan.terms, on)
        if i.state is InstalmentState.DUE
        else i
        for i in loan.instalments
    )
    after, events = after_payment(
        replace(loan, instalments=instalments), on, loan.days_past_due(on)
    )
    return Adjusted(after, events)


def charged_off(loan: Loan, on: date) -> Adjusted:
    """Write the loan off: all of it is claimed at once, and nothing accrues on it any more.

    The claim survives (账销案存); what is paid on it later is a recovery. Raises LoanNotOverdue.
    """
    days_past_due = loan.days_past_due(on)
    if loan.status is not LoanStatus.OVERDUE:
        raise LoanNotOverdue
    running = loan.running_interest(on)
    charged = running - sum(i.charged_ahead_minor for i in loan.upcoming())
    instalments = tuple(_stopped(i, loan, on) for i in loan.instalments)
    upcoming = loan.upcoming()
    if upcoming:
        claim = replace(
            _called(upcoming, running, on),
            principal_minor=loan.not_yet_due_principal_minor,
            owed_history=(OwedStep(on, 0),),
        )
        instalments = (*instalments[: len(instalments) - len(upcoming)], claim)
    owed = loan.payoff(on).parts
    after = replace(
        loan,
        status=LoanStatus.CHARGED_OFF,
        charged_off_on=on,
        instalments=instalments,
        principal_history=(InterestStep(on, 0, 0),),
        scheduled_rates=(),
    ).refreshed()
    event = LoanChargedOff(
        customer_id=loan.customer_id,
        loan_id=loan.loan_id,
        principal_minor=loan.outstanding_principal_minor,
        interest_minor=owed.interest_minor,
        interest_charged_minor=charged,
        penalty_minor=owed.penalty_minor,
        fee_minor=owed.fee_minor,
        days_past_due=days_past_due,
        business_date=on,
        currency=loan.currency,
    )
    return Adjusted(after, (event,))


def _stopped(instalment: Instalment, loan: Loan, on: date) -> Instalment:
    """A due instalment whose penalty is what it was on the day, for ever."""
    if instalment.state is not InstalmentState.DUE:
        return instalment
    fixed = instalment.penalty(loan.terms, on) + instalment.penalty_waived_minor
    return replace(
        instalment,
        carried_penalty_minor=fixed,
        owed_history=(OwedStep(instalment.due_on, 0),),
    )


def _called(upcoming: tuple[Instalment, ...], running_minor: int, on: date) -> Instalment:
    """The instalments to come as one that is due now, with all they brought along."""
    running = upcoming[0]
    interest = running_minor + sum(i.carried_interest_minor for i in upcoming)
    return replace(
        running,
        due_on=on,
        interest_minor=interest,
        interest_paid_minor=sum(i.interest_paid_minor for i in upcoming),
        carried_penalty_minor=sum(i.carried_penalty_minor for i in upcoming),
        penalty_paid_minor=sum(i.penalty_paid_minor for i in upcoming),
        fee_minor=sum(i.fee_minor for i in upcoming),
        fee_paid_minor=sum(i.fee_paid_minor for i in upcoming),
        state=InstalmentState.DUE,
    )
