"""A verdict binds its terms and does not become milder by waiting."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.monitoring.domain.errors import ScreenTermsDiffer
from services.monitoring.domain.rules import Finding, Outcome, Severity
from services.monitoring.domain.verdict import DrawdownJudged, Verdict, reach
from tests.builders.monitoring import BOB, CARD, NOON, a_rule_book, after, terms

RULES = a_rule_book().on(date(2026, 3, 2))
FIRST_ID, SECOND_ID = UUID(int=1), UUID(int=2)


def a_finding(rule_id: str, verdict: Outcome) -> Finding:
    return Finding(rule_id, "ann", Severity.LOW, verdict, 0, {"count": "4"})


def reached(*findings: Finding, before: Verdict | None = None, at: float = 0) -> Verdict:
    change = reach(
        terms(),
        findings,
        before=before,
        verdict_id=SECOND_ID if before else FIRST_ID,
        rules=RULES,
        now=after(at),
    )
    verdict: Verdict = change.state
    allowed = verdict.outcome is Outcome.ALLOW
    assert change.events == (() if allowed else (DrawdownJudged(verdict),))
    return verdict


def test_money_may_move_when_all_rules_are_silent() -> None:
    verdict = reached()

    assert verdict.outcome is Outcome.ALLOW
    assert verdict.reason_codes == ()
    assert verdict.terms == terms()


def test_the_severest_rule_decides_and_all_that_spoke_are_named() -> None:
    verdict = reached(
        a_finding("HOLDS", Outcome.HOLD),
        a_finding("BLOCKS", Outcome.BLOCK),
        a_finding("ASKS", Outcome.STEP_UP),
        a_finding("ONLY_ALERTS", Outcome.ALLOW),
    )

    assert verdict.outcome is Outcome.BLOCK
    assert verdict.reason_codes == ("HOLDS", "BLOCKS", "ASKS")
    assert set(verdict.evidence) == {"HOLDS", "BLOCKS", "ASKS", "ONLY_ALERTS"}


def test_a_verdict_holds_for_a_minute() -> None:
    verdict = reached()

    assert verdict.holds_at(after(59))
    assert not verdict.holds_at(after(60))


@pytest.mark.parametrize(
    "changes",
    [{"amount_minor": 100_001}, {"customer_id": BOB}, {"card_id": BOB}, {"drawdown_id": CARD}],
)
def test_a_verdict_says_nothing_about_other_terms(changes: dict[str, Any]) -> None:
    verdict = reached()

    verdict.check_terms(terms())
    with pytest.raises(ScreenTermsDiffer):
        verdict.check_terms(terms(**changes))


def test_who_was_blocked_stays_blocked_after_the_verdict_expired() -> None:
    before = reached(a_finding("BLOCKS", Outcome.BLOCK))

    again = reached(before=before, at=61)

    assert again.outcome is Outcome.BLOCK
    assert again.reason_codes == ("BLOCKS",)
    assert again.evidence == before.evidence
    assert again.verdict_id == SECOND_ID
    assert again.holds_at(after(120))


def test_a_verdict_may_become_severer() -> None:
    before = reached()

    again = reached(a_finding("HOLDS", Outcome.HOLD), before=before, at=61)

    assert again.outcome is Outcome.HOLD
    assert before.decided_at == NOON
