"""The steps of the opening that change loans: due dates, second debits, graces that end."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from chassis.command import Command, Delivery, Key, Loaded
from chassis.decision import Decision
from chassis.ports import Clock, NewId
from services.repayment.daily_queries import DailyQueries
from services.repayment.daily_subsidies import Subsidies
from services.repayment.domain.business_day import BusinessDay
from services.repayment.domain.collection import AutoDebit, open_day, open_due_day
from services.repayment.domain.loan import Loan
from services.repayment.domain.next_due import DueLoan
from services.repayment.domain.policy import PolicyRegistry, RepaymentPolicy
from services.repayment.end_of_day_queries import LoanId


class OpenLoans:
    """Lets the new date take effect on the loans that one step finds."""

    def __init__(
        self,
        name: str,
        *,
        queries: DailyQueries,
        policies: PolicyRegistry,
        clock: Clock,
        new_id: NewId,
        subsidies: Subsidies | None = None,
    ) -> None:
        self._name = name
        self._consumer = f"daily:{name}"
        self._queries = queries
        self._policies = policies
        self._clock = clock
        self._new_id = new_id
        self._subsidies = subsidies
        self._policy_of: tuple[date, RepaymentPolicy] | None = None
        self._plainly_due: set[LoanId] = set()
        """Loans found of which a part is enough, until they are taken up."""

    async def count(self, day: BusinessDay) -> int:
        days = self._policy(day.business_date).auto_debit_days_after_due
        return await self._queries.count_changing_loans(self._name, day.business_date, days)

    async def find(self, day: BusinessDay, first_bucket: int, last_bucket: int) -> Sequence[LoanId]:
        days = self._policy(day.business_date).auto_debit_days_after_due
        if self._subsidies is not None:
            await self._subsidies.look_up(first_bucket, last_bucket)
        found = await self._queries.changing_loans(
            self._name, day.business_date, days, first_bucket, last_bucket
        )
        self._plainly_due.update((customer, loan) for customer, loan, is_plain in found if is_plain)
        return [(customer, loan) for customer, loan, _ in found]

    def command(self, day: BusinessDay, loan: LoanId, headers: Mapping[str, str]) -> Command[Any]:
        on = day.business_date
        policy = self._policy(on)
        debit = AutoDebit(
            self._new_id(), self._clock(), policy.auto_debit_days_after_due, policy.debit_windows
        )
        subsidies = self._subsidies
        more = subsidies.keys(loan, on) if subsidies is not None else ()
        keys: tuple[Key[Any], ...]
        decide: Callable[[Loaded], Decision[int]]
        if loan in self._plainly_due and not more:
            # Once: when it is not so any more, the loan is taken up as a whole.
            self._plainly_due.remove(loan)
            due = Key(DueLoan, loan)
            keys, decide = (due,), lambda loaded: open_due_day(loaded.get(due), on, debit)
        else:
            key = Key(Loan, loan)

            def open_whole(loaded: Loaded) -> Decision[int]:
                lower = subsidies.lower(loan, on, loaded) if subsidies and more else None
                return open_day(loaded.get(key), on, debit, lower)

            keys, decide = (key, *more), open_whole
        return Command(
            origin=Delivery(self._consumer, f"{on}:{loan[1]}"),
            keys=keys,
            decide=decide,
            reply_type=int,
            headers=headers,
        )

    def _policy(self, on: date) -> RepaymentPolicy:
        """The policy of a date, looked up once for all loans of a day."""
        if self._policy_of is None or self._policy_of[0] != on:
            self._policy_of = (on, self._policies.on(on))
        return self._policy_of[1]


def opening_steps(
    *,
    queries: DailyQueries,
    policies: PolicyRegistry,
    clock: Clock,
    new_id: NewId,
    subsidies: Subsidies | None = None,
) -> dict[str, OpenLoans]:
    """The steps by name; interest of subsidised loans is lowered as it falls due."""
    return {
        name: OpenLoans(
            name,
            queries=queries,
            policies=policies,
            clock=clock,
            new_id=new_id,
            subsidies=subsidies if name == "due" else None,
        )
        for name in ("due", "debit_again", "overdue")
    }
