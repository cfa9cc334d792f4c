"""The verdict on a drawdown, bound to its customer, amount and card for a short time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from chassis.decision import Change
from services.monitoring.domain.errors import ScreenTermsDiffer
from services.monitoring.domain.rules import Finding, Outcome, RuleSet


@dataclass(frozen=True, slots=True)
class Terms:
    """What a verdict is about."""

    customer_id: UUID
    drawdown_id: UUID
    amount_minor: int
    card_id: UUID


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may happen with a drawdown."""

    drawdown_id: UUID
    customer_id: UUID
    verdict_id: UUID
    amount_minor: int
    card_id: UUID
    outcome: Outcome
    reason_codes: tuple[str, ...]
    rule_set_version: str
    evidence: Mapping[str, Mapping[str, str]]
    """Rule -> what it saw."""
    decided_at: datetime
    expires_at: datetime
    version: int = 0

    @property
    def terms(self) -> Terms:
        return Terms(self.customer_id, self.drawdown_id, self.amount_minor, self.card_id)

    def check_terms(self, terms: Terms) -> None:
        """Raises ScreenTermsDiffer when the question is about something else."""
        if terms != self.terms:
            raise ScreenTermsDiffer(drawdown_id=self.drawdown_id)

    def holds_at(self, now: datetime) -> bool:
        return now < self.expires_at


@dataclass(frozen=True, slots=True)
class DrawdownJudged:
    """A drawdown was not simply allowed."""

    verdict: Verdict


def reach(
    terms: Terms,
    findings: Sequence[Finding],
    *,
    before: Verdict | None,
    verdict_id: UUID,
    rules: RuleSet,
    now: datetime,
) -> Change:
    """The verdict on a drawdown: the severest that any rule asks for.

    One that has expired is reached again, and never becomes milder: who was held or blocked does
    not get through by waiting.
    """
    speaking = [finding for finding in findings if finding.verdict is not Outcome.ALLOW]
    outcome = max(
        (finding.verdict for finding in speaking),
        key=lambda outcome: outcome.weight,
        default=Outcome.ALLOW,
    )
    verdict = Verdict(
        drawdown_id=terms.drawdown_id,
        customer_id=terms.customer_id,
        verdict_id=verdict_id,
        amount_minor=terms.amount_minor,
        card_id=terms.card_id,
        outcome=outcome,
        reason_codes=tuple(finding.rule_id for finding in speaking),
        rule_set_version=rules.version,
        evidence={finding.rule_id: finding.evidence for finding in findings},
        decided_at=now,
        expires_at=now + timedelta(seconds=rules.verdict_life_s),
    )
    if before is not None:
        verdict = replace(verdict, version=before.version)
        if before.outcome.weight > outcome.weight:
            verdict = replace(
                verdict,
                outcome=before.outcome,
                reason_codes=before.reason_codes,
                evidence=before.evidence,
            )
    # Lending tells of what is allowed, with the verdict, when it stores the drawdown.
    is_news = verdict.outcome is not Outcome.ALLOW
    return Change(verdict, (DrawdownJudged(verdict),) if is_news else ())
