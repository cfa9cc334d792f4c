"""Hardship: who is offered easier terms, which ones, and what the customer takes.

The offer is a decision and a record; what it does to the loan is in `relief.py`. A loan whose terms
were eased is watched as restructured.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from chassis.dated_policy import number, positive
from chassis.decision import Change, Decision
from chassis.frozen import replace
from services.repayment.domain.errors import LoanSettledAlready
from services.repayment.domain.late.classification import table_of
from services.repayment.domain.late.days import loan_days_late, months_after
from services.repayment.domain.late.errors import HardshipNotEligible, HardshipOfferClosed
from services.repayment.domain.late.events import ForbearanceAccepted, HardshipAsked
from services.repayment.domain.late.standing import LoanStanding
from services.repayment.domain.loan import Loan, LoanStatus

BY_HARDSHIP = "HARDSHIP"
"""The label of what easier terms made of a loan; it is no change that customers make themselves."""


class HardshipCause(StrEnum):
    """Why a customer cannot pay as agreed, in the customer's own choice of words."""

    INCOME_LOST = "INCOME_LOST"
    ILLNESS = "ILLNESS"
    DISASTER = "DISASTER"
    FAMILY = "FAMILY"


class ReliefKind(StrEnum):
    """What can be offered."""

    DEFERRAL = "DEFERRAL"  # due dates move by so many months
    EXTENSION = "EXTENSION"  # so many instalments more
    INTEREST_PAUSE = "INTEREST_PAUSE"  # so many days without interest
    PENALTY_WAIVER = "PENALTY_WAIVER"  # this part of the unpaid penalty in percent


@dataclass(frozen=True, slots=True)
class Relief:
    """One thing that is offered, and how much of it."""

    kind: ReliefKind
    size: int
    """Months, instalments, days or percent, by its kind."""


class HardshipStatus(StrEnum):
    """Where a request stands."""

    OFFERED = "OFFERED"  # the customer may take one of the offers until the last day
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"  # the customer wants none of the offers


@dataclass(frozen=True, slots=True)
class HardshipRules:
    """Who is offered what."""

    most_days_late: int
    most_in_a_year: int
    offer_days: int
    """Days an offer stands."""
    relief: Mapping[HardshipCause, tuple[Relief, ...]]

    @classmethod
    def of_policy(cls, given: object) -> "HardshipRules":
        """Raises PolicyError or ValueError for a cause or a kind of relief that is not known."""
        value = table_of(given)
        return cls(
            most_days_late=number(value["most_days_late"]),
            most_in_a_year=positive(value["most_in_a_year"]),
            offer_days=positive(value["offer_days"]),
            relief={
                HardshipCause(cause): tuple(
                    Relief(ReliefKind(kind), positive(size))
                    for kind, size in table_of(offers).items()
                )
                for cause, offers in table_of(value["relief"]).items()
            },
        )


@dataclass(frozen=True, slots=True)
class HardshipRequest:
    """A customer's request for easier terms and what came of it."""

    customer_id: UUID
    request_id: UUID
    loan_id: UUID
    cause: HardshipCause
    asked_on: date
    offers: tuple[Relief, ...]
    open_until: date
    status: HardshipStatus = HardshipStatus.OFFERED
    taken: Relief | None = None
    decided_on: date | None = None
    change_id: UUID | None = None
    """The change of the plan that was made of it; None where the plan stayed."""
    version: int = 0


@dataclass(frozen=True, slots=True)
class AskForRelief:
    """A customer asks."""

    request_id: UUID
    cause: HardshipCause
    on: date


def check_entitled(
    loan: Loan, standing: LoanStanding | None, on: date, rules: HardshipRules
) -> None:
    """Raises HardshipNotEligible for fraud, and when terms were eased often enough in a year.

    It is asked again when an offer is taken: several may be open, and the loan itself counts.
    """
    if standing is not None and standing.is_fraud:
        raise HardshipNotEligible(why="FRAUD")
    since = months_after(on, -12)
    eased = [
        entry
        for entry in loan.history
        if entry.label == BY_HARDSHIP and entry.is_standing and entry.booked_on >= since
    ]
    if len(eased) >= rules.most_in_a_year:
        raise HardshipNotEligible(why="TOO_OFTEN", most_in_a_year=rules.most_in_a_year)


def ask_for_relief(
    loan: Loan, standing: LoanStanding | None, wish: AskForRelief, rules: HardshipRules
) -> Decision[HardshipRequest]:
    """Offer what the policy has for the cause. Raises LoanSettledAlready, HardshipNotEligible."""
    if loan.status is LoanStatus.SETTLED:
        raise LoanSettledAlready(settled_on=loan.settled_on)
    pauses = standing.pauses if standing is not None else ()
    check_entitled(loan, standing, wish.on, rules)
    if loan_days_late(loan, wish.on, pauses) > rules.most_days_late:
        raise HardshipNotEligible(why="TOO_LATE", most_days_late=rules.most_days_late)
    offers = rules.relief.get(wish.cause, ())
    if not offers:
        raise HardshipNotEligible(why="NOTHING_TO_OFFER")
    request = HardshipRequest(
        customer_id=loan.customer_id,
        request_id=wish.request_id,
        loan_id=loan.loan_id,
        cause=wish.cause,
        asked_on=wish.on,
        offers=offers,
        open_until=wish.on + timedelta(days=rules.offer_days),
    )
    event = HardshipAsked(
        customer_id=loan.customer_id,
        hardship_id=wish.request_id,
        loan_id=loan.loan_id,
        cause=wish.cause.value,
        business_date=wish.on,
    )
    return Decision(request, (Change(request, (event,)),))


def offered(request: HardshipRequest, kind: ReliefKind, on: date) -> Relief:
    """One of the offers. Raises HardshipOfferClosed when it does not stand any more."""
    found = next((relief for relief in request.offers if relief.kind is kind), None)
    if found is None or request.status is not HardshipStatus.OFFERED or on > request.open_until:
        raise HardshipOfferClosed(status=request.status.value, open_until=request.open_until)
    return found


def accept_relief(
    request: HardshipRequest, kind: ReliefKind, on: date, change_id: UUID | None
) -> Decision[HardshipRequest]:
    """Take one of the offers. Raises HardshipOfferClosed when it does not stand any more."""
    taken = offered(request, kind, on)
    after = replace(
        request,
        status=HardshipStatus.ACCEPTED,
        taken=taken,
        decided_on=on,
        change_id=change_id,
    )
    event = ForbearanceAccepted(
        customer_id=request.customer_id,
        hardship_id=request.request_id,
        loan_id=request.loan_id,
        relief=taken.kind.value,
        size=taken.size,
        business_date=on,
    )
    return Decision(after, (Change(after, (event,)),))


def decline_relief(request: HardshipRequest, on: date) -> Decision[HardshipRequest]:
    """Want none of the offers; the loan stays as it is. Raises HardshipOfferClosed."""
    if request.status is not HardshipStatus.OFFERED or on > request.open_until:
        raise HardshipOfferClosed(status=request.status.value, open_until=request.open_until)
    after = replace(request, status=HardshipStatus.DECLINED, decided_on=on)
    return Decision(after, (Change(after),))
