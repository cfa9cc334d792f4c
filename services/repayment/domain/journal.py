"""The ledger: the chart of accounts, and which event moves which amount between which accounts.

Every line is one transfer, balanced by construction. Penalty becomes income when it is paid,
because until then it is derived from dates and not written.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from chassis.decision import Transfer
from services.repayment.domain.events import (
    InstalmentDue,
    LoanOpened,
    PenaltyAccrued,
    RepaymentPosted,
)


class Side(StrEnum):
    """The side on which an account grows."""

    DEBIT = "DEBIT"  # assets
    CREDIT = "CREDIT"  # income and liabilities


@dataclass(frozen=True, slots=True)
class Account:
    """One account of the chart."""

    code: str
    name_zh: str
    grows_on: Side
    owed_by_customer: bool = False
    """Whether its balance is what a customer owes: the accounts a statement is made of."""


LOAN_PRINCIPAL = Account("loan_principal", "贷款本金", Side.DEBIT, owed_by_customer=True)
INTEREST_RECEIVABLE = Account("interest_receivable", "应收利息", Side.DEBIT, owed_by_customer=True)
PENALTY_RECEIVABLE = Account("penalty_receivable", "应收罚息", Side.DEBIT, owed_by_customer=True)
BANK_CLEARING = Account("bank_clearing", "银行清算", Side.DEBIT)
INTEREST_INCOME = Account("interest_income", "利息收入", Side.CREDIT)
PENALTY_INCOME = Account("penalty_income", "罚息收入", Side.CREDIT)

CHART = (
    LOAN_PRINCIPAL,
    INTEREST_RECEIVABLE,
    PENALTY_RECEIVABLE,
    BANK_CLEARING,
    INTEREST_INCOME,
    PENALTY_INCOME,
)
OWED_ACCOUNTS = tuple(account.code for account in CHART if account.owed_by_customer)


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of an event's journal; an amount of zero writes nothing."""

    kind: str
    debit: Account
    credit: Account
    amount_minor: Callable[[Any], int]


JOURNAL: dict[type, tuple[Rule, ...]] = {
    LoanOpened: (Rule("disbursement", LOAN_PRINCIPAL, BANK_CLEARING, lambda e: e.principal_minor),),
    InstalmentDue: (
        Rule("interest_charged", INTEREST_RECEIVABLE, INTEREST_INCOME, lambda e: e.interest_minor),
    ),
    PenaltyAccrued: (
        Rule("penalty_charged", PENALTY_RECEIVABLE, PENALTY_INCOME, lambda e: e.amount_minor),
    ),
    RepaymentPosted: (
        Rule(
            "interest_charged",
            INTEREST_RECEIVABLE,
            INTEREST_INCOME,
            lambda e: e.interest_charged_minor,
        ),
        Rule("penalty_repaid", BANK_CLEARING, PENALTY_RECEIVABLE, lambda e: e.penalty_minor),
        Rule("interest_repaid", BANK_CLEARING, INTEREST_RECEIVABLE, lambda e: e.interest_minor),
        Rule("principal_repaid", BANK_CLEARING, LOAN_PRINCIPAL, lambda e: e.principal_minor),
    ),
}


def transfers_of(
    events: Iterable[Any], *, customer_id: UUID, loan_id: UUID, business_date: date
) -> tuple[Transfer, ...]:
    """The transfers of a loan's events, posted on an open business date."""
    return tuple(
        Transfer(
            debit=rule.debit.code,
            credit=rule.credit.code,
            amount_minor=amount,
            kind=rule.kind,
            customer_id=customer_id,
            subject_id=loan_id,
            business_date=business_date,
            currency=event.currency,
        )
        for event in events
        for rule in JOURNAL.get(type(event), ())
        if (amount := rule.amount_minor(event))
    )
