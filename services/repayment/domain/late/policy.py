"""The policy about late loans: its parameters and how each is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from chassis.dated_policy import DatedParameters, positive
from services.repayment.domain.late.classification import Buckets, ClassRules, StageRules
from services.repayment.domain.late.collection_task import CollectionPolicy
from services.repayment.domain.late.contact import ContactRules
from services.repayment.domain.late.early_warning import WarningRules
from services.repayment.domain.late.hardship import HardshipRules
from services.repayment.domain.late.provision import LossRates, ProvisionFloors
from services.repayment.domain.late.reminder import MessageHours, ReminderRules
from services.repayment.domain.late.standing import StandingRules
from services.repayment.domain.late.strategy import CollectionStrategy


@dataclass(frozen=True, slots=True)
class LatePolicy:
    """What lateness leads to, of one date."""

    delinquency_buckets: Buckets
    asset_classes: ClassRules
    loss_stages: StageRules
    loss_rates: LossRates
    provision_floors: ProvisionFloors
    contact_rules: ContactRules
    promise_longest_days: int
    """How many days ahead a promise to pay may lie."""
    hardship: HardshipRules
    collection_strategy: CollectionStrategy
    message_hours: MessageHours
    early_warning: WarningRules

    @property
    def standing_rules(self) -> StandingRules:
        return StandingRules(self.delinquency_buckets, self.asset_classes, self.loss_stages)

    @property
    def reminders(self) -> ReminderRules:
        """The messages that the strategy asks for, and their hours."""
        strategy = self.collection_strategy
        return ReminderRules(strategy.days_before, strategy.days_overdue, self.message_hours)

    @property
    def collection(self) -> CollectionPolicy:
        return CollectionPolicy(self.delinquency_buckets, self.collection_strategy)


PARSERS: Mapping[str, Callable[[Any], object]] = {
    "delinquency_buckets": Buckets.of_policy,
    "asset_classes": ClassRules.of_policy,
    "loss_stages": StageRules.of_policy,
    "loss_rates": LossRates.of_policy,
    "provision_floors": ProvisionFloors.of_policy,
    "contact_rules": ContactRules.of_policy,
    "promise_longest_days": positive,
    "hardship": HardshipRules.of_policy,
    "collection_strategy": CollectionStrategy.of_policy,
    "message_hours": MessageHours.of_policy,
    "early_warning": WarningRules.of_policy,
}
"""How the value of each parameter is read."""


class LatePolicies:
    """Every policy about late loans there was, is and is announced to be."""

    def __init__(self, parameters: DatedParameters) -> None:
        self._parameters = parameters.parsed(PARSERS)

    def on(self, day: date) -> LatePolicy:
        """The policy of a business date; raises PolicyError when a value is missing."""
        policy = LatePolicy(**self._parameters.on(day))
        policy.collection_strategy.check_days(policy.delinquency_buckets)
        return policy
