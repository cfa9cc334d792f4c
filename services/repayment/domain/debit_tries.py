"""What the outcome of one debit means for the next: a part is allocated, the rest tried again.

Every try is an order of its own: its key is never used for another, and the next try starts only
after the rail has said of this one what it collected. So asked = collected + open for each try.
"""

from datetime import date, datetime

from chassis.decision import Change, Decision
from chassis.frozen import replace
from services.repayment.domain.collection import (
    AutoDebit,
    Repayment,
    RepaymentOrigin,
    RepaymentStatus,
    fail_repayment,
    post_repayment,
)
from services.repayment.domain.debit_windows import RefusalKind
from services.repayment.domain.events import DebitScheduled
from services.repayment.domain.loan import Loan
from services.repayment.domain.mandate import (
    Mandate,
    MandateReason,
    cancel,
    unknown_to_bank,
)


class PartImpossibleError(ValueError):
    """The rail names a part that is none: nothing, all or more than was asked for."""


def post_collected(
    repayment: Repayment, loan: Loan, part_minor: int | None, today: date, next_debit: AutoDebit
) -> Decision[Repayment]:
    """The rail collected all, or a part: allocate it, and plan the next try for the rest."""
    if repayment.is_final:
        return Decision(repayment)
    if part_minor is None:
        return post_repayment(repayment, loan, today, next_debit)
    if not repayment.may_be_partial or not 0 < part_minor < repayment.asked_minor:
        raise PartImpossibleError
    decision = post_repayment(replace(repayment, amount_minor=part_minor), loan, today, next_debit)
    return _tried_again(decision, RefusalKind.INSUFFICIENT_FUNDS, today, next_debit)


def refuse_debit(
    repayment: Repayment, loan: Loan, reason_code: str, today: date, next_debit: AutoDebit
) -> Decision[Repayment]:
    """The rail refused: nothing was taken; plan the next try where the reason leaves hope."""
    if repayment.is_final:
        return Decision(repayment)
    decision = fail_repayment(repayment, loan, reason_code, today, next_debit)
    if next_debit.windows is None:
        return decision
    return _tried_again(decision, next_debit.windows.kind_of(reason_code), today, next_debit)


def stopping(
    decision: Decision[Repayment], mandate: Mandate, reason_code: str, debit: AutoDebit
) -> Decision[Repayment]:
    """The same decision; a refusal that leaves no hope ends the mandate on that card as well."""
    refused = decision.reply
    is_for_good = (
        debit.windows is not None
        and debit.windows.kind_of(reason_code) is RefusalKind.PERMANENT
        and refused.status is RepaymentStatus.FAILED
    )
    if not is_for_good or not decision.changes or not mandate.covers(refused.card_id):
        return decision
    ended = cancel(mandate, MandateReason.REFUSED_BY_BANK, debit.at, reason_code)
    return replace(decision, changes=(*decision.changes, *ended.changes))


def missed_at_bank(
    decision: Decision[Repayment], mandate: Mandate, at: datetime
) -> Decision[Repayment]:
    """The same decision; a mandate that stands here and is not known to the bank is asked for."""
    if not decision.changes or not mandate.covers(decision.reply.card_id):
        return decision
    anew = unknown_to_bank(mandate, at)
    return replace(decision, changes=(*decision.changes, *anew.changes))


def _tried_again(
    decision: Decision[Repayment], kind: RefusalKind, today: date, next_debit: AutoDebit
) -> Decision[Repayment]:
    """The same decision with the next try of the day announced, if there is one."""
    ended, windows = decision.reply, next_debit.windows
    loan = next(c.state for c in reversed(decision.changes) if isinstance(c.state, Loan))
    if (
        windows is None
        or ended.origin is not RepaymentOrigin.AUTO_DEBIT
        or ended.requested_on != today
        or loan.live_repayment_id is not None
        or not loan.owed(today).total_minor
    ):
        return decision
    at = windows.next_try_at(kind, ended.try_number, next_debit.at, today)
    if at is None:
        return decision
    waiting = replace(ended, next_try_at=at)
    planned = DebitScheduled(
        customer_id=ended.customer_id,
        loan_id=ended.loan_id,
        amount_minor=loan.owed(today).total_minor,
        business_date=today,
        try_number=ended.try_number + 1,
        not_before=at,
        currency=ended.currency,
        after_repayment_id=ended.repayment_id,
    )
    changes = tuple(
        Change(waiting, (*change.events, planned)) if change.state is ended else change
        for change in decision.changes
    )
    return Decision(waiting, changes, decision.transfers)
