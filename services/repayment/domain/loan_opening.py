"""A paid drawdown becomes a loan."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.decision import Change, Decision
from services.repayment.domain.events import LoanOpened
from services.repayment.domain.journal import transfers_of
from services.repayment.domain.life import first_day
from services.repayment.domain.loan import Loan
from services.repayment.domain.terms import LoanTerms


@dataclass(frozen=True, slots=True)
class OpenLoan:
    """The drawdown as it was paid; the loan carries the drawdown's id."""

    customer_id: UUID
    loan_id: UUID
    credit_line_id: UUID
    contract_id: UUID
    card_id: UUID
    currency: str
    principal_minor: int
    terms: LoanTerms
    disbursed_on: date
    opened_on: date
    """The open business date; its books take the loan, also when the news came late."""


def open_loan(existing: Loan | None, command: OpenLoan) -> Decision[Loan]:
    """Open the loan of a drawdown once: told again, the loan that exists is the answer."""
    if existing is not None:
        return Decision(existing)
    terms = command.terms
    loan = first_day(
        customer_id=command.customer_id,
        loan_id=command.loan_id,
        credit_line_id=command.credit_line_id,
        contract_id=command.contract_id,
        card_id=command.card_id,
        currency=command.currency,
        principal_minor=command.principal_minor,
        terms=terms,
        disbursed_on=command.disbursed_on,
        opened_on=command.opened_on,
    )
    opened = LoanOpened(
        customer_id=loan.customer_id,
        loan_id=loan.loan_id,
        credit_line_id=loan.credit_line_id,
        principal_minor=loan.principal_minor,
        daily_rate_ppm=terms.daily_rate_ppm,
        instalments=terms.instalments,
        method=terms.method.value,
        disbursed_on=loan.disbursed_on,
        first_due_on=loan.instalments[0].due_on,
        currency=loan.currency,
    )
    transfers = transfers_of(
        (opened,),
        customer_id=loan.customer_id,
        loan_id=loan.loan_id,
        business_date=command.opened_on,
    )
    return Decision(loan, (Change(loan, (opened,)),), transfers)
