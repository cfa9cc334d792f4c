"""A person ends a difference with the rail: one says what it was, above an amount two."""

from datetime import date
from typing import Protocol
from uuid import UUID

from chassis.command import Command, Execute, Key, RequestKey
from services.repayment.domain.collection import Repayment
from services.repayment.domain.customer_credit import HeldReceipt
from services.repayment.domain.ledger.policy import BooksPolicyRegistry
from services.repayment.domain.ledger.rail_difference import (
    RailDifference,
    ResolutionReason,
    Resolve,
    confirm,
    resolve,
)


class Differences(Protocol):
    """Reads differences and our own orders behind them."""

    async def difference(self, difference_id: UUID) -> RailDifference:
        """Raises DifferenceNotFound."""

    async def collection_of(self, difference: RailDifference) -> Repayment | None:
        """Our own order to collect with a difference's key, if there is one."""


class Dates(Protocol):
    """Reads the business date."""

    async def business_date(self) -> date:
        """The open business date."""


class ReconciliationUseCases:
    """What staff do with differences."""

    def __init__(
        self,
        *,
        execute: Execute,
        differences: Differences,
        dates: Dates,
        policies: BooksPolicyRegistry,
    ) -> None:
        self._execute = execute
        self._differences = differences
        self._dates = dates
        self._policies = policies

    async def resolve(
        self,
        difference_id: UUID,
        reason: ResolutionReason,
        note: str,
        *,
        by: str,
        request: RequestKey,
    ) -> RailDifference:
        """Say what a difference was. Raises DifferenceNotFound and what `resolve` refuses with."""
        difference = await self._differences.difference(difference_id)
        collection = await self._differences.collection_of(difference)
        today = await self._dates.business_date()
        command = Resolve(
            reason=reason,
            note=note,
            by=by,
            on=today,
            four_eyes_above_minor=self._policies.on(today).four_eyes_above_minor,
        )
        key = Key(RailDifference, (difference_id,))
        keys: tuple[Key[object], ...] = (key,)  # type: ignore[assignment]
        order = held = None
        if collection is not None:
            parts = (collection.customer_id, collection.repayment_id)
            order, held = Key(Repayment, parts), Key(HeldReceipt, parts)
            keys = (*keys, order, held)  # type: ignore[arg-type]
        return await self._execute(
            Command(
                origin=request,
                keys=keys,
                decide=lambda loaded: resolve(
                    loaded.get(key),
                    loaded.find(order) if order else None,
                    command,
                    is_held=held is not None and loaded.find(held) is not None,
                ),
                reply_type=RailDifference,
            )
        )

    async def confirm(self, difference_id: UUID, *, by: str, request: RequestKey) -> RailDifference:
        """Agree with what another proposed. Raises what `confirm` refuses with."""
        await self._differences.difference(difference_id)
        today = await self._dates.business_date()
        key = Key(RailDifference, (difference_id,))
        return await self._execute(
            Command(
                origin=request,
                keys=(key,),
                decide=lambda loaded: confirm(loaded.get(key), by, today),
                reply_type=RailDifference,
            )
        )
