"""What lending announces, in the past tense. Each carries the state its message is made from."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.lending.domain.contract import Contract
from services.lending.domain.credit_line import CreditLine
from services.lending.domain.drawdown import Drawdown
from services.lending.domain.line_record import LineChange
from services.lending.domain.loan_application import LoanApplication
from services.lending.domain.manual_review import ManualReview
from services.lending.domain.policy_register import PolicyChange
from services.lending.domain.post_loan_check import PostLoanCheck
from services.lending.domain.quote import Quote
from services.lending.domain.rescoring import BehaviourScore


@dataclass(frozen=True, slots=True)
class ApplicationDecided:
    """An application was approved, declined, referred to a person, or decided by one."""

    application: LoanApplication
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class ManualReviewOpened:
    """A person will look at an application."""

    review: ManualReview


@dataclass(frozen=True, slots=True)
class ManualReviewMoved:
    """Somebody took a review, proposed an end of it, or gave it back."""

    review: ManualReview
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class ManualReviewEnded:
    """People decided, or nobody did in time."""

    review: ManualReview


@dataclass(frozen=True, slots=True)
class ManualReviewOverdue:
    """A review that the customer asked for passed its day."""

    review: ManualReview
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class ModelRegisterChanged:
    """Somebody did something about a score model or about which are in use."""

    what: str
    """REGISTERED, APPROVED, RETIRED, ROLES_PROPOSED, ROLES_CHANGED or ROLES_REJECTED."""
    model_version: str
    """The model; of roles the champion."""
    sha256: str
    staff_name: str
    reason: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class BehaviourScored:
    """A customer with a line was scored again on what they did with it."""

    score: BehaviourScore


@dataclass(frozen=True, slots=True)
class CreditLineOpened:
    """An approved application gave the customer a line."""

    line: CreditLine


@dataclass(frozen=True, slots=True)
class RepaidPrincipal:
    """Principal that a repayment brought back, in fen."""

    loan_id: UUID
    repayment_id: UUID
    principal_minor: int


@dataclass(frozen=True, slots=True)
class CreditLineRestored:
    """Principal came back and can be drawn again."""

    line: CreditLine
    repaid: RepaidPrincipal
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class CreditLineRedrawn:
    """A correction made principal owed again."""

    line: CreditLine
    restated: RepaidPrincipal
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class QuoteGiven:
    """A customer was told what a drawdown would cost."""

    quote: Quote


@dataclass(frozen=True, slots=True)
class CostSheetOpened:
    """The cost sheet came on the customer's screen for the first time."""

    quote: Quote


@dataclass(frozen=True, slots=True)
class CostSheetConfirmed:
    """The customer read the cost sheet and agreed."""

    quote: Quote


@dataclass(frozen=True, slots=True)
class ClausesOpened:
    """The key clauses came on the customer's screen for the first time."""

    quote: Quote


@dataclass(frozen=True, slots=True)
class ClausesAcknowledged:
    """The customer agreed to key clauses, each by itself."""

    quote: Quote
    before: int
    """How many had been acknowledged already."""
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class ContractAgreed:
    """A customer agreed to a contract with a one-time code; the lender's seal is still to come."""

    contract: Contract


@dataclass(frozen=True, slots=True)
class ContractSigned:
    """The lender sealed a contract that its customer had agreed to."""

    contract: Contract


@dataclass(frozen=True, slots=True)
class DrawdownRequested:
    """A customer asked for money; the limit is reserved."""

    drawdown: Drawdown


@dataclass(frozen=True, slots=True)
class DrawdownScreened:
    """A verdict was stored."""

    drawdown: Drawdown
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class DrawdownHeld:
    """A drawdown waits: for an analyst, or for monitoring to answer."""

    drawdown: Drawdown
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class DrawdownPaying:
    """The payment is about to be sent to the rail."""

    drawdown: Drawdown
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class DrawdownUnknown:
    """The rail did not tell what became of the payment; it is asked again."""

    drawdown: Drawdown
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class DrawdownPaid:
    """The money reached the customer's card."""

    drawdown: Drawdown
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class DrawdownRefused:
    """No money moved and none will."""

    drawdown: Drawdown
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class PolicyChangeProposed:
    """Somebody proposed a change of the policy."""

    change: PolicyChange


@dataclass(frozen=True, slots=True)
class PolicyChangeApproved:
    """A second person approved a change; it takes effect on its dates."""

    change: PolicyChange


@dataclass(frozen=True, slots=True)
class PolicyChangeRejected:
    """A change will not come."""

    change: PolicyChange


@dataclass(frozen=True, slots=True)
class CreditLineChanged:
    """Something happened to a line; the customer is told."""

    change: LineChange
    available_minor: int


@dataclass(frozen=True, slots=True)
class PostLoanCheckOpened:
    """A loan is to be looked at on a day."""

    check: PostLoanCheck


@dataclass(frozen=True, slots=True)
class FundsEvidenceGiven:
    """A customer showed what money was used for."""

    check: PostLoanCheck


@dataclass(frozen=True, slots=True)
class PostLoanCheckRecorded:
    """Staff looked at a loan."""

    check: PostLoanCheck
    misuse_penalty_factor_pct: int
    """The penalty factor for misuse; 0 when the money was not misused."""


@dataclass(frozen=True, slots=True)
class PostLoanCheckEnded:
    """A loan is not looked at any more: it is settled."""

    check: PostLoanCheck
    ended_at: datetime
