"""Looking after loans that were paid out: what the money was used for, and how the customer does.

A plan of dated policy says which loans are looked at: by amount, and among those a share that a
keyed dice of the loan's own id picks, so that the same loan is always picked or never. A loan that
is picked has a check: the customer shows what the money was used for, staff judge it, and the next
look follows after some days until the loan is settled. Money that was not used for what it was lent
for gives the right to call the loan back: every line of the customer is frozen, and the event
carries the penalty factor that the policy sets for misuse.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from chassis.decision import Change, Decision
from services.lending.domain.errors import CheckEnded, EvidenceTooMany
from services.lending.domain.events import (
    FundsEvidenceGiven,
    PostLoanCheckEnded,
    PostLoanCheckOpened,
    PostLoanCheckRecorded,
)
from services.lending.domain.post_loan_check import (
    EVIDENCE_MAX,
    PPM,
    CheckOutcome,
    CheckPlan,
    CheckStatus,
    Evidence,
    Look,
    PostLoanCheck,
)


def is_picked(loan_id: UUID, share_ppm: int) -> bool:
    """Whether a loan belongs to a share of all; its own id decides, the same way every time."""
    digest = sha256(b"post-loan check" + loan_id.bytes).digest()
    return int.from_bytes(digest[:8]) * PPM < share_ppm << 64


def open_check(check: PostLoanCheck, plan: CheckPlan, opened_on: date) -> Decision[bool]:
    """Open the check of a loan that the plan picks; nothing happens for the others."""
    rule = plan.rule_for(check.amount_minor)
    if rule is None or not is_picked(check.loan_id, rule.share_ppm):
        return Decision(reply=False)
    due_on = opened_on + timedelta(days=rule.first_due_days)
    opened = replace(check, due_on=due_on, every_days=rule.every_days)
    return Decision(reply=True, changes=(Change(opened, events=(PostLoanCheckOpened(opened),)),))


def give_evidence(check: PostLoanCheck, evidence: Sequence[Evidence]) -> Decision[PostLoanCheck]:
    """Keep what the customer shows. Raises CheckEnded or EvidenceTooMany."""
    _require_open(check)
    if not evidence:
        return Decision(reply=check)
    given = (*check.evidence, *evidence)
    if len(given) > EVIDENCE_MAX:
        raise EvidenceTooMany(maximum=EVIDENCE_MAX)
    shown = replace(check, evidence=given)
    return Decision(reply=shown, changes=(Change(shown, events=(FundsEvidenceGiven(shown),)),))


def record_look(check: PostLoanCheck, look: Look, plan: CheckPlan) -> Decision[PostLoanCheck]:
    """Keep what staff found, and when the next look is due. Raises CheckEnded."""
    _require_open(check)
    looked = replace(check, looks=(*check.looks, look))
    factor_pct = 0
    match look.outcome:
        case CheckOutcome.MISUSED:
            looked = replace(looked, status=CheckStatus.RECALLED)
            factor_pct = plan.misuse_penalty_factor_pct
        case CheckOutcome.MORE_NEEDED:
            rule = plan.rule_for(check.amount_minor)
            days = rule.first_due_days if rule is not None else 1
            looked = replace(looked, due_on=look.on + timedelta(days=days))
        case _ if check.every_days:
            looked = replace(looked, due_on=look.on + timedelta(days=check.every_days))
        case _:
            looked = replace(looked, status=CheckStatus.ENDED)
    event = PostLoanCheckRecorded(looked, factor_pct)
    return Decision(reply=looked, changes=(Change(looked, events=(event,)),))


def end_check(check: PostLoanCheck, now: datetime) -> Decision[PostLoanCheck]:
    """The loan is settled: nothing is left to look at. A misuse that was found stays found."""
    if check.status is not CheckStatus.OPEN:
        return Decision(reply=check)
    ended = replace(check, status=CheckStatus.ENDED)
    return Decision(reply=ended, changes=(Change(ended, events=(PostLoanCheckEnded(ended, now),)),))


def _require_open(check: PostLoanCheck) -> None:
    if check.status is not CheckStatus.OPEN:
        raise CheckEnded(status=check.status.value)
