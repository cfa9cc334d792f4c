"""Explain decisions, and try a change of the rules on the applications decided last."""

import tomllib
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.dated_policy import PolicyError
from chassis.errors import NotFound
from services.lending.domain.change_effect import ChangeEffect, effect_of
from services.lending.domain.decision_engine import decide
from services.lending.domain.decision_policy import DecisionPolicy
from services.lending.domain.errors import DecisionRulesUnusable
from services.lending.domain.loan_application import LoanApplication, Outcome
from services.lending.domain.reasons import Reason
from services.lending.domain.rule_language import RuleError
from services.lending.use_cases.business_days import BusinessDays
from services.lending.use_cases.partners import Reads


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision with the texts of its reasons."""

    application: LoanApplication
    reasons: tuple[Reason, ...]
    price_reasons: tuple[Reason, ...]
    cap_annual_ppm: int
    replays: bool
    """Whether the stored inputs give the same decision under the versions in force that day."""

    @property
    def review_possible(self) -> bool:
        """Whether the customer may ask for a person."""
        declined = self.application.decision.outcome is Outcome.DECLINED
        return declined and self.application.reviewed is None


class Decisions:
    """What has been decided, and what would be under other rules."""

    def __init__(self, *, reads: Reads, days: BusinessDays) -> None:
        self._reads = reads
        self._days = days

    async def explain(self, customer_id: UUID, application_id: UUID) -> Explanation:
        """Raises NotFound when this customer has no such application."""
        application = await self._reads.application(customer_id, application_id)
        if application is None:
            raise NotFound(kind="application")
        policy = self._days.decision_policy_on(
            application.inputs.business_date, application.product_code
        )
        return explain(application, policy)

    async def preview_change(
        self, product_code: str, *, rules_toml: str, credit_toml: str, applications: int
    ) -> ChangeEffect:
        """What other rules or grades would do. Raises DecisionRulesUnusable, saying why."""
        today = await self._days.today()
        before = self._days.decision_policy_on(today, product_code)
        try:
            after = self._changed(today, product_code, rules_toml, credit_toml)
        except (PolicyError, RuleError, ValueError, KeyError, TypeError, AttributeError) as error:
            # What a person wrote may be wrong in any way; nothing of it has been used.
            raise DecisionRulesUnusable(what=str(error)[:500]) from None
        newest = await self._reads.newest_applications(
            product_code=product_code, limit=applications
        )
        return effect_of((application.inputs for application in newest), before, after)

    def _changed(
        self, today: date, product_code: str, rules_toml: str, credit_toml: str
    ) -> DecisionPolicy:
        changed = self._days.decisions.changed(
            rules=tomllib.loads(rules_toml) if rules_toml else None,
            credit=tomllib.loads(credit_toml) if credit_toml else None,
        )
        return changed.of(self._days.policy_on(today, product_code), today)


def explain(application: LoanApplication, policy: DecisionPolicy) -> Explanation:
    """The texts of a decision's reasons, and whether it replays."""
    standing = application.standing
    replays = decide(application.inputs, policy) == application.decision
    return Explanation(
        application=application,
        reasons=tuple(policy.reasons[code] for code in standing.reason_codes),
        price_reasons=tuple(policy.reasons[code] for code in standing.price_reasons),
        cap_annual_ppm=policy.product.all_in_cap_annual_ppm,
        replays=replays,
    )
