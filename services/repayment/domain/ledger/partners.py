"""Joint lending: partners fund a part of each loan and get a part of its principal and interest.

A partner's share is taken of everything so far, rounded down, less what it had before. So the
parts of any sequence of amounts add up to the share of their sum, and the last repayment returns
to the partner exactly what it funded. What is left is ours: all shares sum to the fen.

The shares follow the loan's own entries, whatever caused them: an entry that is taken back takes
the partner's share of it back. Penalty and fees are ours alone.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from chassis.decision import Transfer
from chassis.frozen import replace
from services.repayment.domain.journal import transfers_of
from services.repayment.domain.ledger.events import (
    PartnerFunded,
    PartnerInterestShared,
    PartnerLossShared,
    PartnerRecovered,
    PartnerRepaid,
    PartnerWaiverShared,
)
from services.repayment.domain.ledger.policy import ONE_PPM, Partner
from services.repayment.domain.ledger.reversal import REVERSAL, reversal_of

PAYABLE_ACCOUNT = "partner_payable"


@dataclass(frozen=True, slots=True)
class JointLoan:
    """A loan's partners, and the totals their shares are counted on. Amounts in minor units."""

    customer_id: UUID
    loan_id: UUID
    currency: str
    partners: tuple[Partner, ...]
    funded_minor: int = 0
    """Principal that was paid out."""
    principal_ended_minor: int = 0
    """Principal that was repaid or charged off."""
    interest_charged_minor: int = 0
    interest_ended_minor: int = 0
    """Interest that was paid, by whomever, forgiven or charged off."""
    principal_recovered_minor: int = 0
    interest_recovered_minor: int = 0
    payable: tuple[int, ...] = ()
    """What the loan made payable to each partner, in their order; below 0 it has yet to fund."""
    version: int = 0


@dataclass(frozen=True, slots=True)
class PartnerShare:
    """What a partner has in one loan."""

    partner: Partner
    funded_minor: int
    principal_minor: int
    """Its part of the principal that is still owed."""
    interest_charged_minor: int
    interest_minor: int
    """Its part of the interest that is due and not yet paid."""


def share_of(amount_minor: int, before_minor: int, share_ppm: int) -> int:
    """The part of an amount that comes on top of what was shared before."""
    after = (before_minor + amount_minor) * share_ppm // ONE_PPM
    return after - before_minor * share_ppm // ONE_PPM


def shares_of(amount_minor: int, before_minor: int, shares_ppm: tuple[int, ...]) -> tuple[int, ...]:
    """Each partner's part of an amount and, last, ours; they sum to the amount."""
    parts = tuple(share_of(amount_minor, before_minor, share) for share in shares_ppm)
    return (*parts, amount_minor - sum(parts))


def partner_shares(joint: JointLoan) -> tuple[PartnerShare, ...]:
    """What each partner has in a loan now."""

    def of(partner: Partner) -> PartnerShare:
        funded = share_of(joint.funded_minor, 0, partner.principal_ppm)
        charged = share_of(joint.interest_charged_minor, 0, partner.interest_ppm)
        return PartnerShare(
            partner=partner,
            funded_minor=funded,
            principal_minor=funded
            - share_of(joint.principal_ended_minor, 0, partner.principal_ppm),
            interest_charged_minor=charged,
            interest_minor=charged - share_of(joint.interest_ended_minor, 0, partner.interest_ppm),
        )

    return tuple(of(partner) for partner in joint.partners)


@dataclass(frozen=True, slots=True)
class _Sharing:
    """How partners share in one kind of entry: the total it adds to, and the event of a share."""

    total: str
    event: Callable[..., Any]
    field: str = "interest_minor"

    @property
    def is_principal(self) -> bool:
        return self.field == "principal_minor"


_SHARED: Mapping[str, _Sharing] = {
    "disbursement": _Sharing("funded_minor", PartnerFunded, "principal_minor"),
    "interest_charged": _Sharing("interest_charged_minor", PartnerInterestShared),
    "principal_repaid": _Sharing("principal_ended_minor", PartnerRepaid, "principal_minor"),
    "interest_repaid": _Sharing("interest_ended_minor", PartnerRepaid),
    # What others pay for the customer is interest the partner gets all the same.
    "coupon_used": _Sharing("interest_ended_minor", PartnerRepaid),
    "subsidy_granted": _Sharing("interest_ended_minor", PartnerRepaid),
    "interest_waived": _Sharing("interest_ended_minor", PartnerWaiverShared),
    "principal_charged_off": _Sharing(
        "principal_ended_minor", PartnerLossShared, "principal_minor"
    ),
    "interest_charged_off": _Sharing("interest_ended_minor", PartnerLossShared),
    "principal_recovered": _Sharing(
        "principal_recovered_minor", PartnerRecovered, "principal_minor"
    ),
    "interest_recovered": _Sharing("interest_recovered_minor", PartnerRecovered),
}
"""By kind of the loan's own entry; entries of other kinds are not shared."""


def shared(joint: JointLoan, entries: Iterable[Transfer]) -> tuple[JointLoan, tuple[Transfer, ...]]:
    """What entries of the loan mean for its partners: the totals after, and what is posted."""
    posted: list[Transfer] = []
    payable = list(joint.payable or (0,) * len(joint.partners))
    for entry in entries:
        sharing = _SHARED.get(entry.kind.removeprefix(REVERSAL))
        if sharing is None or entry.subject_id != joint.loan_id:
            continue
        is_taken_back = entry.kind.startswith(REVERSAL)
        amount = -entry.amount_minor if is_taken_back else entry.amount_minor
        before: int = getattr(joint, sharing.total)
        for place, partner in enumerate(joint.partners):
            ppm = partner.principal_ppm if sharing.is_principal else partner.interest_ppm
            part = abs(share_of(amount, before, ppm))
            of_partner = _entries(joint, sharing, partner, part, entry.business_date)
            of_partner = reversal_of(of_partner) if is_taken_back else of_partner
            payable[place] += sum(map(_made_payable, of_partner))
            posted += of_partner
        totals: dict[str, Any] = {sharing.total: before + amount}
        joint = replace(joint, payable=tuple(payable), **totals)
    return joint, tuple(posted)


def _made_payable(entry: Transfer) -> int:
    """By how much an entry raises what is payable to a partner; below 0 where it falls."""
    if entry.credit == PAYABLE_ACCOUNT:
        return entry.amount_minor
    return -entry.amount_minor if entry.debit == PAYABLE_ACCOUNT else 0


def _entries(
    joint: JointLoan, sharing: _Sharing, partner: Partner, part_minor: int, on: date
) -> tuple[Transfer, ...]:
    parts = {"principal_minor": 0, "interest_minor": 0} | {sharing.field: part_minor}
    if sharing.event is PartnerFunded:
        del parts["interest_minor"]
    if sharing.event in (PartnerInterestShared, PartnerWaiverShared):
        del parts["principal_minor"]
    event = sharing.event(
        customer_id=joint.customer_id,
        loan_id=joint.loan_id,
        partner=partner.name,
        business_date=on,
        currency=joint.currency,
        **parts,
    )
    return transfers_of(
        (event,), customer_id=joint.customer_id, loan_id=joint.loan_id, business_date=on
    )
