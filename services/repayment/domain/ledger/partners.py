"""Joint lending: partners fund a part of each loan and get a part of its principal and interest.

A partner's share is taken of everything so far, rounded down, less what it had before. So the
parts of any sequence of amounts add up to the share of their sum, and the last repayment returns
to the partner exactly what it funded. What is left is ours: all shares sum to the fen.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.repayment.domain.errors import PartnerSharesImpossible, PartnerShareTooSmall
from services.repayment.domain.events import InstalmentDue, LoanOpened, RepaymentPosted
from services.repayment.domain.ledger.events import (
    PartnerFunded,
    PartnerInterestShared,
    PartnerRepaid,
)
from services.repayment.domain.ledger.policy import ONE_PPM, BooksPolicy


@dataclass(frozen=True, slots=True)
class Partner:
    """A lender that makes loans jointly with us, and its shares in parts per million."""

    name: str
    principal_ppm: int
    interest_ppm: int
    """May differ from the share of principal: who bears the risk is paid for it."""


@dataclass(frozen=True, slots=True)
class JointLoan:
    """A loan's partners, and the totals their shares are counted on. Amounts in minor units."""

    customer_id: UUID
    loan_id: UUID
    currency: str
    partners: tuple[Partner, ...]
    principal_repaid_minor: int = 0
    interest_charged_minor: int = 0
    interest_repaid_minor: int = 0


def check_partners(partners: tuple[Partner, ...], policy: BooksPolicy) -> None:
    """Refuse shares the law or arithmetic forbid: PartnerShareTooSmall, PartnerSharesImpossible."""
    for shares in ([p.principal_ppm for p in partners], [p.interest_ppm for p in partners]):
        if sum(shares) > ONE_PPM or any(share < 0 for share in shares):
            raise PartnerSharesImpossible
    funded_ppm = sum(partner.principal_ppm for partner in partners)
    if partners and funded_ppm < policy.partner_share_least_ppm:
        raise PartnerShareTooSmall(least_ppm=policy.partner_share_least_ppm)


def share_of(amount_minor: int, before_minor: int, share_ppm: int) -> int:
    """The part of an amount that comes on top of what was shared before."""
    after = (before_minor + amount_minor) * share_ppm // ONE_PPM
    return after - before_minor * share_ppm // ONE_PPM


def shares_of(amount_minor: int, before_minor: int, shares_ppm: tuple[int, ...]) -> tuple[int, ...]:
    """Each partner's part of an amount and, last, ours; they sum to the amount."""
    parts = tuple(share_of(amount_minor, before_minor, share) for share in shares_ppm)
    return (*parts, amount_minor - sum(parts))


def shared(
    joint: JointLoan, event: object, business_date: date
) -> tuple[JointLoan, tuple[object, ...]]:
    """What an event of the loan means for its partners."""
    match event:
        case LoanOpened():
            return joint, tuple(_funded(joint, event.principal_minor, business_date))
        case InstalmentDue():
            return _charged(joint, event.interest_minor, business_date)
        case RepaymentPosted():
            joint, charged = _charged(joint, event.interest_charged_minor, business_date)
            repaid = tuple(_repaid(joint, event, business_date))
            after = replace(
                joint,
                principal_repaid_minor=joint.principal_repaid_minor + event.principal_minor,
                interest_repaid_minor=joint.interest_repaid_minor + event.interest_minor,
            )
            return after, charged + repaid
        case _:
            return joint, ()


def _funded(joint: JointLoan, principal_minor: int, on: date) -> Iterator[PartnerFunded]:
    for partner in joint.partners:
        yield PartnerFunded(
            customer_id=joint.customer_id,
            loan_id=joint.loan_id,
            partner=partner.name,
            principal_minor=share_of(principal_minor, 0, partner.principal_ppm),
            business_date=on,
            currency=joint.currency,
        )


def _charged(
    joint: JointLoan, interest_minor: int, on: date
) -> tuple[JointLoan, tuple[object, ...]]:
    before = joint.interest_charged_minor
    events = tuple(
        PartnerInterestShared(
            customer_id=joint.customer_id,
            loan_id=joint.loan_id,
            partner=partner.name,
            interest_minor=part,
            business_date=on,
            currency=joint.currency,
        )
        for partner in joint.partners
        if (part := share_of(interest_minor, before, partner.interest_ppm))
    )
    return replace(joint, interest_charged_minor=before + interest_minor), events


def _repaid(joint: JointLoan, event: RepaymentPosted, on: date) -> Iterator[PartnerRepaid]:
    for partner in joint.partners:
        principal = share_of(
            event.principal_minor, joint.principal_repaid_minor, partner.principal_ppm
        )
        interest = share_of(event.interest_minor, joint.interest_repaid_minor, partner.interest_ppm)
        if principal or interest:
            yield PartnerRepaid(
                customer_id=joint.customer_id,
                loan_id=joint.loan_id,
                partner=partner.name,
                principal_minor=principal,
                interest_minor=interest,
                business_date=on,
                currency=joint.currency,
            )
