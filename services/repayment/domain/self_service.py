"""What a customer can do with a loan now, and what not and why."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from services.repayment.domain.loan import Loan, LoanStatus


class ActionKind(StrEnum):
    """Something a customer can do with a loan."""

    STATEMENT = "STATEMENT"
    SCHEDULE = "SCHEDULE"
    DISCLOSURE = "DISCLOSURE"
    PAYOFF_QUOTE = "PAYOFF_QUOTE"
    PAY_DUE = "PAY_DUE"
    PREPAY = "PREPAY"
    CHANGE_PLAN = "CHANGE_PLAN"
    SETTLEMENT_CERTIFICATE = "SETTLEMENT_CERTIFICATE"
    DISPUTE = "DISPUTE"


@dataclass(frozen=True, slots=True)
class LoanAction:
    """Whether an action is open now; if not, the reason its request would be refused with."""

    kind: ActionKind
    reason: str = ""
    open_from: date | None = None
    amount_minor: int = 0

    @property
    def is_open(self) -> bool:
        return not self.reason


def actions_of(loan: Loan, today: date) -> list[LoanAction]:
    """Every action on a loan on a business date."""
    on = max(today, loan.as_of)
    state = loan.brought_to(on).loan if loan.live_repayment_id is None else loan
    settled = "LOAN_SETTLED" if state.status is LoanStatus.SETTLED else ""
    busy = settled or ("REPAYMENT_IN_PROGRESS" if state.live_repayment_id is not None else "")
    payoff = state.payoff(on)
    due, total = payoff.due.total_minor, payoff.total_minor
    prepay_from = state.disbursed_on + timedelta(days=state.terms.prepayment_from_day)
    too_early = "PREPAY_TOO_EARLY" if on < prepay_from else ""
    month_is_over = (on.year, on.month) > (loan.opened_on.year, loan.opened_on.month)
    next_month = (loan.opened_on.replace(day=1) + timedelta(days=32)).replace(day=1)
    return [
        LoanAction(ActionKind.STATEMENT),
        LoanAction(ActionKind.SCHEDULE),
        LoanAction(ActionKind.DISCLOSURE),
        LoanAction(ActionKind.PAYOFF_QUOTE, settled, amount_minor=total),
        LoanAction(
            ActionKind.PAY_DUE,
            busy or ("" if due else "NOTHING_DUE"),
            open_from=None if due or settled else state.next_due_on,
            amount_minor=due,
        ),
        LoanAction(
            ActionKind.PREPAY,
            busy or too_early,
            open_from=prepay_from if too_early else None,
            amount_minor=total,
        ),
        LoanAction(ActionKind.CHANGE_PLAN, busy or _plan_is_fixed(state)),
        LoanAction(ActionKind.SETTLEMENT_CERTIFICATE, "" if settled else "LOAN_NOT_SETTLED"),
        LoanAction(
            ActionKind.DISPUTE,
            "" if month_is_over else "CREDIT_MONTH_NOT_OVER",
            open_from=None if month_is_over else next_month,
        ),
    ]


def _plan_is_fixed(loan: Loan) -> str:
    """A plan without instalments to come has nothing to change."""
    return "" if loan.upcoming() else "PLAN_CHANGE_IMPOSSIBLE"
