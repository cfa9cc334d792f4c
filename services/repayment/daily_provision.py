"""The daily step `provision`: total the portfolio as the day ends and book the change of losses."""

from chassis.command import Command, Delivery, Execute, Key
from chassis.crash_points import crash_point
from services.repayment.domain.business_day import SUITE, BusinessDay
from services.repayment.domain.late.policy import LatePolicies
from services.repayment.domain.late.provision import LossAllowance, book_provisions, provisions_of
from services.repayment.portfolio_repository import PortfolioRepository

ALLOWANCE_KEY = Key(LossAllowance, (SUITE,))


class ProvisionStep:
    """Writes a few dozen totals and one posting per bucket and stage that changed."""

    name = "provision"

    def __init__(
        self, execute: Execute, portfolio: PortfolioRepository, policies: LatePolicies
    ) -> None:
        self._execute = execute
        self._portfolio = portfolio
        self._policies = policies

    async def __call__(self, day: BusinessDay) -> int:
        """Replies how many buckets and stages changed."""
        on = day.business_date
        policy = self._policies.on(on)
        await self._portfolio.total(on)
        cells = await self._portfolio.cells(on)
        needed = provisions_of(cells, policy.loss_rates, policy.delinquency_buckets.names)
        await self._portfolio.keep_provisions(on, needed)
        crash_point("repayment.provisions_not_booked")
        changed = await self._execute(
            Command(
                origin=Delivery("daily:provision", f"{on}"),
                keys=(ALLOWANCE_KEY,),
                decide=lambda loaded: book_provisions(
                    loaded.find(ALLOWANCE_KEY), SUITE, needed, on
                ),
                reply_type=int,
            )
        )
        return changed or 0
