"""How an application is decided: hard rules, fraud, score, grade, affordability, limit, price.

Pure: what it looks at is in the stored inputs and the versions it is asked under, so that the same
inputs give the same decision at any later time.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from services.lending.domain.credit_policy import GradeBand
from services.lending.domain.decision_policy import DecisionPolicy
from services.lending.domain.decision_rules import DecisionRule, Effect, Stage
from services.lending.domain.limit import calculate_limit, granted_minor
from services.lending.domain.loan_application import (
    ApplicationInputs,
    CreditDecision,
    Outcome,
    Price,
    Risk,
)
from services.lending.domain.policy import GradeRule
from services.lending.domain.price import (
    Exposure,
    annual_rate_ppm,
    expected_loss_minor,
    raroc_ppm,
    required_annual_rate_ppm,
)
from services.lending.domain.score import ScoreReason, points_of

PPM = 1_000_000


@dataclass(frozen=True, slots=True)
class _Terms:
    """What a grade gives: its row of the matrix and the product's price for it."""

    band: GradeBand
    product: GradeRule


def decide(inputs: ApplicationInputs, policy: DecisionPolicy) -> CreditDecision:
    """Decide an application. All rules of a stage are tried, so all reasons are told at once."""
    facts = inputs.facts()
    hard = policy.holding(Stage.HARD, facts)
    fraud = policy.holding(Stage.FRAUD, facts)
    decision = CreditDecision(
        outcome=Outcome.DECLINED,
        policy_version=policy.product.version,
        credit_version=policy.credit.version,
        rule_set_version=policy.rules.version,
        flags=_codes(fraud, Effect.FLAG),
        risk=assess(inputs, policy),
    )
    declining = _codes((*hard, *fraud), Effect.DECLINE)
    if declining:
        final = any(rule.final for rule in (*hard, *fraud) if rule.code in declining)
        return replace(decision, reason_codes=policy.told(declining), final=final)
    return _graded(inputs, policy, decision, doubts=_codes((*hard, *fraud), Effect.MANUAL))


def assess(inputs: ApplicationInputs, policy: DecisionPolicy) -> Risk:
    """The probability of default within twelve months, and what the model in the shadow says.

    A file too thin for the champion is never better than the entry grade.
    """
    entry_pd_ppm, score = policy.credit.cold_start.pd_ppm, inputs.score
    if score is None:
        return Risk(entry_pd_ppm, points_of(entry_pd_ppm), "", "", thin_file=True)
    thin_file = _is_thin(inputs)
    pd_ppm = max(score.pd_ppm, entry_pd_ppm) if thin_file else score.pd_ppm
    # Nobody is certain, and a price needs a risk between the two.
    pd_ppm = min(max(pd_ppm, 1), PPM - 1)
    shadow_band = None if score.shadow is None else policy.credit.band_of(score.shadow.pd_ppm)
    return Risk(
        pd_ppm=pd_ppm,
        points=points_of(pd_ppm),
        model_version=score.model_version,
        feature_schema="" if inputs.features is None else inputs.features.schema,
        thin_file=thin_file,
        shadow_grade="" if shadow_band is None else shadow_band.grade,
    )


def price_of(risk: Risk, terms: GradeRule, limit_minor: int, policy: DecisionPolicy) -> Price:
    """The return a grade's rate earns for this risk, beside the rate it would need."""
    costs, reference = policy.credit.costs, policy.credit.price_reference
    usual = Exposure(reference.amount_minor, reference.months, risk.pd_ppm)
    whole = Exposure(max(limit_minor, 1), reference.months, risk.pd_ppm)
    annual = annual_rate_ppm(terms.daily_rate_ppm)
    return Price(
        required_annual_ppm=required_annual_rate_ppm(usual, costs),
        annual_ppm=annual,
        cap_annual_ppm=policy.product.all_in_cap_annual_ppm,
        raroc_ppm=raroc_ppm(usual, annual, costs),
        raroc_at_limit_ppm=raroc_ppm(whole, annual, costs),
        hurdle_ppm=costs.hurdle_ppm,
        expected_loss_minor=expected_loss_minor(whole, costs),
    )


def may_explore(inputs: ApplicationInputs, policy: DecisionPolicy) -> bool:
    """Whether a rejected application is near enough, and the dice chose it."""
    terms = policy.credit.exploration
    near = assess(inputs, policy).pd_ppm <= terms.pd_max_ppm
    return near and inputs.dice_ppm < terms.share_ppm


def _graded(
    inputs: ApplicationInputs,
    policy: DecisionPolicy,
    decision: CreditDecision,
    doubts: tuple[str, ...],
) -> CreditDecision:
    """The decision on an application that no rule declines."""
    risk = decision.risk
    assert risk is not None
    terms = _terms_of(policy.credit.band_of(risk.pd_ppm), policy)
    if terms is None:
        return _beyond_the_cut_off(inputs, policy, decision, "RISK_TOO_HIGH", doubts)
    calculation = calculate_limit(inputs, terms.band, terms.product, policy, risk)
    limit_minor = granted_minor(calculation, policy.product)
    price = price_of(risk, terms.product, limit_minor, policy)
    decision = replace(decision, limit=calculation, price=price)
    if price.annual_ppm > price.cap_annual_ppm or price.raroc_ppm < price.hurdle_ppm:
        return _beyond_the_cut_off(inputs, policy, decision, "PRICE_ABOVE_CAP", doubts)
    if limit_minor < policy.product.drawdown_min_minor:
        return _declined(inputs, policy, decision, calculation.binding)
    doubts += _disagreement(inputs, terms.band, policy)
    return _granted(inputs, policy, decision, terms, limit_minor, doubts)


def _granted(
    inputs: ApplicationInputs,
    policy: DecisionPolicy,
    decision: CreditDecision,
    terms: _Terms,
    limit_minor: int,
    doubts: tuple[str, ...],
) -> CreditDecision:
    assert decision.limit is not None
    return replace(
        decision,
        outcome=Outcome.MANUAL if doubts else Outcome.APPROVED,
        reason_codes=policy.told(doubts) if doubts else (),
        price_reasons=policy.told((*_adverse(inputs), decision.limit.binding)),
        grade=terms.band.grade,
        limit_minor=limit_minor,
        daily_rate_ppm=terms.product.daily_rate_ppm,
    )


def _beyond_the_cut_off(
    inputs: ApplicationInputs,
    policy: DecisionPolicy,
    decision: CreditDecision,
    reason: str,
    doubts: tuple[str, ...],
) -> CreditDecision:
    """Decline, or approve at random with a small limit so that the score keeps learning."""
    terms = policy.credit.exploration
    found = _terms_of(policy.credit.band(terms.grade), policy)
    if found is None or doubts or not may_explore(inputs, policy):
        return _declined(inputs, policy, decision, reason)
    risk = decision.risk
    assert risk is not None
    calculation = calculate_limit(inputs, found.band, found.product, policy, risk)
    limit_minor = min(granted_minor(calculation, policy.product), terms.limit_minor)
    price = price_of(risk, found.product, limit_minor, policy)
    spent_minor = inputs.explored_loss_minor + price.expected_loss_minor
    too_small = limit_minor < policy.product.drawdown_min_minor
    if too_small or spent_minor > terms.monthly_loss_budget_minor:
        return _declined(inputs, policy, decision, reason)
    decision = replace(decision, limit=calculation, price=price, explored=True)
    return _granted(inputs, policy, decision, found, limit_minor, doubts=())


def _declined(
    inputs: ApplicationInputs, policy: DecisionPolicy, decision: CreditDecision, reason: str
) -> CreditDecision:
    """Declined for a reason, with what spoke against the customer in the score."""
    return replace(decision, reason_codes=policy.told((reason, *_adverse(inputs))))


def _adverse(inputs: ApplicationInputs) -> tuple[str, ...]:
    """What spoke against the customer; of a thin file only that it is thin can be said for sure."""
    if inputs.score is None:
        return ()
    if _is_thin(inputs):
        return (ScoreReason.CREDIT_HISTORY_SHORT,)
    return inputs.score.reasons[:3]


def _is_thin(inputs: ApplicationInputs) -> bool:
    """Whether the file tells less than the champion needs."""
    return inputs.features is None or not inputs.features.complete


def _disagreement(
    inputs: ApplicationInputs, band: GradeBand, policy: DecisionPolicy
) -> tuple[str, ...]:
    """A doubt when the model in the shadow is too many grades away."""
    score = inputs.score
    if score is None or score.shadow is None:
        return ()
    apart = policy.steps_between(band, policy.credit.band_of(score.shadow.pd_ppm))
    return ("MODELS_DISAGREE",) if apart > policy.credit.score_divergence_max_grades else ()


def _terms_of(band: GradeBand | None, policy: DecisionPolicy) -> _Terms | None:
    """None for a risk below the worst grade, and for a grade the product does not lend to."""
    product = None if band is None else policy.grade_terms(band.grade)
    return None if band is None or product is None else _Terms(band, product)


def _codes(rules: Iterable[DecisionRule], effect: Effect) -> tuple[str, ...]:
    return tuple(rule.code for rule in rules if rule.effect is effect)
