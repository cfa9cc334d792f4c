"""How an application is decided and what that does to the customer's line."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from chassis.decision import Change, Decision
from services.lending.domain.credit_line import CreditLine, open_credit_line
from services.lending.domain.decision_engine import decide
from services.lending.domain.decision_policy import DecisionPolicy
from services.lending.domain.errors import ApplicationTooSoon, ReviewPending
from services.lending.domain.events import (
    ApplicationDecided,
    CreditLineOpened,
    ManualReviewOpened,
)
from services.lending.domain.exploration import ExplorationMonth
from services.lending.domain.exposure import CustomerExposure
from services.lending.domain.loan_application import (
    ApplicationInputs,
    CreditDecision,
    LoanApplication,
    Outcome,
)
from services.lending.domain.manual_review import refer
from services.lending.domain.policy import LendingPolicy


@dataclass(frozen=True, slots=True)
class LastApplication:
    """How the customer's application before this one stands."""

    outcome: Outcome
    decided_on: date


@dataclass(frozen=True, slots=True)
class Apply:
    """An application with everything that was learnt for it."""

    customer_id: UUID
    application_id: UUID
    inputs: ApplicationInputs
    last: LastApplication | None
    policy: DecisionPolicy
    now: datetime


def require_may_apply(
    line: CreditLine | None, last: LastApplication | None, today: date, policy: LendingPolicy
) -> None:
    """Refuse who has a usable line, who waits for a person, and who was declined lately."""
    if line is not None:
        line.require_assessable_on(today, policy)
    if last is None:
        return
    if last.outcome is Outcome.MANUAL:
        raise ReviewPending
    if last.outcome is Outcome.DECLINED:
        again_on = last.decided_on + timedelta(days=policy.apply_again_after_days)
        if today < again_on:
            raise ApplicationTooSoon(apply_again_on=again_on.isoformat())


def decide_application(
    command: Apply,
    line: CreditLine | None,
    exposure: CustomerExposure,
    explored: ExplorationMonth | None = None,
) -> Decision[LoanApplication]:
    """Decide, store the decision with its inputs, and open, renew or freeze the line.

    `explored` is given where the dice may approve a reject; the budget is looked at and used up in
    the same commit.
    """
    product = command.policy.product
    other_limits_minor = exposure.besides(product.product_code)
    inputs = replace(command.inputs, other_limits_minor=other_limits_minor)
    require_may_apply(line, command.last, inputs.business_date, product)
    if explored is not None:
        inputs = replace(inputs, explored_loss_minor=explored.expected_loss_minor)
    application = LoanApplication(
        customer_id=command.customer_id,
        application_id=command.application_id,
        product_code=product.product_code,
        employer=inputs.employer,
        occupation=inputs.occupation,
        inputs=inputs,
        decision=decide(inputs, command.policy),
        decided_at=command.now,
    )
    decision = application.decision
    changes = [Change(application, events=(ApplicationDecided(application, command.now),))]
    if decision.outcome is Outcome.MANUAL:
        review = refer(application, command.policy)
        changes.append(Change(review, events=(ManualReviewOpened(review),)))
    else:
        changes += line_after(application, decision, line, exposure, product)
    if explored is not None and decision.explored:
        assert decision.price is not None
        changes.append(Change(explored.with_approval(decision.price.expected_loss_minor)))
    return Decision(reply=application, changes=tuple(changes))


def line_after(
    application: LoanApplication,
    decision: CreditDecision,
    line: CreditLine | None,
    exposure: CustomerExposure,
    policy: LendingPolicy,
) -> list[Change]:
    """The line as a decision leaves it: opened, renewed, frozen, or none; and the exposure."""
    if line is not None:
        after = line.reassess(application, decision, policy)
        changes = [Change(after)]
    elif decision.approved:
        after = open_credit_line(application, decision)
        changes = [Change(after, events=(CreditLineOpened(after),))]
    else:
        return []
    exposed = exposure.with_limit(after.product_code, after.limit_minor)
    return changes if exposed is exposure else [*changes, Change(exposed)]
