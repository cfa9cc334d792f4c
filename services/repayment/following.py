"""An executor whose commands on loans take along what stands beside each loan."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from chassis.command import Command, Execute, ExecuteMany, Key, Loaded, Tally
from chassis.decision import Decision
from chassis.frozen import replace
from services.repayment.domain.customer_credit import CustomerCredit
from services.repayment.domain.ledger.followed import with_credit, with_partners
from services.repayment.domain.ledger.partners import JointLoan
from services.repayment.domain.ledger.policy import BooksPolicyRegistry, Partner
from services.repayment.domain.loan import Loan
from services.repayment.domain.next_due import DueLoan

R = TypeVar("R")


class Following:
    """Carries out commands, and lets credits and partners' shares follow in the same commit.

    So no use case that changes a loan can forget them.
    """

    def __init__(
        self, execute: Execute, execute_many: ExecuteMany, policies: BooksPolicyRegistry
    ) -> None:
        self._execute = execute
        self._execute_many = execute_many
        self._policies = policies

    async def __call__(self, command: Command[R]) -> R:
        return await self._execute(self._followed(command))

    async def execute_many(
        self, commands: Sequence[Command[Any]], *, tally: Tally | None = None
    ) -> list[Any]:
        """As the executor's own."""
        return await self._execute_many([self._followed(c) for c in commands], tally=tally)

    def _followed(self, command: Command[R]) -> Command[R]:
        loans = [key for key in command.keys if key.kind in (Loan, DueLoan)]
        # What falls due moves no money of the customer's.
        kept = {Key(CustomerCredit, key.parts[:1]): None for key in loans if key.kind is Loan}
        # While the policy knows no partners there is no joint loan to look up.
        joint = [Key(JointLoan, key.parts) for key in loans if self._policies.knows_partners]
        if not kept and not joint:
            return command

        def decide(loaded: Loaded) -> Decision[R]:
            decision = command.decide(loaded)
            if not decision.transfers:
                return decision
            for credit in kept:
                decision = with_credit(decision, _id(credit), loaded.find(credit))
            for loan in joint:
                decision = with_partners(decision, _id(loan), loaded.find(loan), self._partners)
            return decision

        return replace(command, keys=(*command.keys, *kept, *joint), decide=decide)

    def _partners(self, on: date) -> tuple[Partner, ...]:
        return self._policies.on(on).joint_lending


def _id(key: Key[Any]) -> Any:
    """The last part of a key: the aggregate's own id."""
    return key.parts[-1]
