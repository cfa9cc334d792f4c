"""A person ends a difference with the rail: one says what it was, above an amount two."""

from datetime import date
from typing import Any, Protocol
from uuid import UUID

from chassis.command import Command, Execute, Key, Loaded, RequestKey
from services.repayment.domain.collection import Repayment
from services.repayment.domain.customer_credit import CustomerCredit, HeldReceipt
from services.repayment.domain.ledger.policy import BooksPolicyRegistry
from services.repayment.domain.ledger.rail_difference import (
    Ours,
    RailDifference,
    ResolutionReason,
    Resolve,
    confirm,
    resolve,
)
from services.repayment.domain.transfer_claim import TransferClaim


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
        keys = _Keys(difference, collection)
        return await self._execute(
            Command(
                origin=request,
                keys=keys.all,
                decide=lambda loaded: resolve(
                    loaded.get(keys.difference), keys.ours(loaded), command
                ),
                reply_type=RailDifference,
            )
        )

    async def confirm(self, difference_id: UUID, *, by: str, request: RequestKey) -> RailDifference:
        """Agree with what another proposed. Raises what `confirm` refuses with."""
        difference = await self._differences.difference(difference_id)
        collection = await self._differences.collection_of(difference)
        today = await self._dates.business_date()
        keys = _Keys(difference, collection)
        return await self._execute(
            Command(
                origin=request,
                keys=keys.all,
                decide=lambda loaded: confirm(
                    loaded.get(keys.difference), keys.ours(loaded), by, today
                ),
                reply_type=RailDifference,
            )
        )


class _Keys:
    """What a difference is decided on: itself, and what our own order with its key led to."""

    def __init__(self, difference: RailDifference, collection: Repayment | None) -> None:
        self.difference = Key(RailDifference, (difference.difference_id,))
        self._claim = Key(TransferClaim, (difference.rail_key, difference.direction))
        self._order: Key[Repayment] | None = None
        self.all: tuple[Key[Any], ...] = (self.difference, self._claim)
        if collection is not None:
            customer_id, order = collection.customer_id, collection.repayment_id
            self._order = Key(Repayment, (customer_id, order))
            self._held = Key(HeldReceipt, (customer_id, order))
            self._credit = Key(CustomerCredit, (customer_id,))
            self.all = (*self.all, self._order, self._held, self._credit)

    def ours(self, loaded: Loaded) -> Ours:
        claim = loaded.find(self._claim)
        if self._order is None:
            return Ours(claim=claim)
        return Ours(
            loaded.find(self._order), loaded.find(self._held), loaded.find(self._credit), claim
        )
