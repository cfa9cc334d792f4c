"""What the use cases need from outside."""

from datetime import date
from typing import Protocol
from uuid import UUID

from chassis.bank_rail import DebitInstruction, MandateAnswer, MandateInstruction, RailAnswer
from services.repayment.domain.collection import Repayment
from services.repayment.domain.loan import Loan
from services.repayment.identity_client import BoundCard, DebitPermission


class Cards(Protocol):
    """Knows the customers' bound cards, and who agreed to be debited."""

    async def card(self, customer_id: UUID, card_id: UUID) -> BoundCard | None:
        """The customer's own bound card; None when there is none. Raises Unavailable."""

    async def owns_account(self, customer_id: UUID, account: str) -> bool:
        """Whether the rail names an own bound card like this. Raises Unavailable."""

    async def debit_permission(self, customer_id: UUID, card_id: UUID) -> DebitPermission:
        """What a mandate on this card needs. Raises Unavailable."""

    async def agreed_to_auto_debit(self, customer_id: UUID) -> bool:
        """Whether the customer's consent to be debited by itself stands. Raises Unavailable."""


class Rail(Protocol):
    """Debits cards."""

    async def debit(self, instruction: DebitInstruction) -> RailAnswer:
        """Send a direct debit; the same key never collects twice."""

    async def debit_status(
        self,
        end_to_end_id: str,
        *,
        expected_amount_minor: int | None = None,
        may_be_partial: bool = False,
    ) -> RailAnswer | None:
        """What became of a debit; None when the rail does not know the key."""


class MandateRail(Protocol):
    """The bank, as far as it keeps mandates."""

    async def ask_mandate(self, instruction: MandateInstruction) -> MandateAnswer:
        """Ask for a mandate, its change or its end; the same request never counts twice."""


class RailKeys(Protocol):
    """Finds the order behind a key at the rail."""

    async def repayment_of_key(self, repayment_id: UUID) -> Repayment | None:
        """The repayment, whoever's it is; None for a key no order of ours has."""


class Books(Protocol):
    """Reads loans, repayments and the business date."""

    async def loan(self, customer_id: UUID, loan_id: UUID) -> Loan:
        """Raises LoanNotFound."""

    async def loans(self, customer_id: UUID, older_than: UUID | None, limit: int) -> list[Loan]:
        """A customer's loans, the newest first."""

    async def repayment(self, customer_id: UUID, repayment_id: UUID) -> Repayment:
        """Raises RepaymentNotFound."""

    async def posted_repayments(self, customer_id: UUID, loan_id: UUID) -> list[Repayment]:
        """What was posted to a loan, in the order of posting."""

    async def business_date(self) -> date:
        """The open business date."""
