"""The business date: kept from repayment's announcements, begun from a setting."""

from datetime import date

from chassis.command import Command, Delivery, Execute, Key, Loaded
from chassis.decision import Change, Decision
from services.lending.domain.business_day import CALENDAR, BusinessDay
from services.lending.domain.decision_policy import DecisionPolicies, DecisionPolicy
from services.lending.domain.policy import LendingPolicy, ProductCatalogue
from services.lending.use_cases.partners import Reads
from services.lending.use_cases.policy_book import PolicyBook

KEY = Key(BusinessDay, (CALENDAR,))


class BusinessDays:
    """Tells today's business date and the policy in force on it."""

    def __init__(
        self,
        *,
        execute: Execute,
        reads: Reads,
        policies: ProductCatalogue,
        decisions: DecisionPolicies,
        first: date,
    ) -> None:
        self._execute = execute
        self._reads = reads
        self.book = PolicyBook(policies)
        self.decisions = decisions
        self._first = first

    async def today(self) -> date:
        """The open business date; the first one of the settings until repayment closes a day.

        The number of the policy register comes with it, so that no day begins under policies that
        another process has changed.
        """
        opened_on, number = await self._reads.opened_day_and_policy_number()
        if number != self.book.number:
            await self.read_policies()
        return opened_on or self._first

    async def read_policies(self) -> None:
        """Take what was approved, here or by another process."""
        self.book.take(await self._reads.policy_register())

    @property
    def policies(self) -> ProductCatalogue:
        """The policies of all products, as of the last look at the business date."""
        return self.book.current

    def policy_on(self, day: date, product_code: str) -> LendingPolicy:
        """The policy of a product on a business date; raises ProductUnknown."""
        return self.policies.on(day, product_code)

    def decision_policy_on(self, day: date, product_code: str) -> DecisionPolicy:
        """What applications for a product are decided by on a business date."""
        return self.decisions.of(self.policy_on(day, product_code), day)

    async def move_to(self, opened_on: date, origin: Delivery) -> None:
        """Take the date that repayment opened."""

        def decide(loaded: Loaded) -> Decision[bool]:
            day = loaded.find(KEY)
            moved = (day or BusinessDay(CALENDAR, self._first)).move_to(opened_on)
            return Decision(reply=True, changes=() if moved is day else (Change(moved),))

        await self._execute(Command(origin, (KEY,), decide, bool))
