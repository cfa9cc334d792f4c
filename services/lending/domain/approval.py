"""How an application is decided and what that does to the customer's line."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from chassis.decision import Change, Decision
from services.lending.domain.credit_line import CreditLine, open_credit_line
from services.lending.domain.errors import ApplicationTooSoon
from services.lending.domain.events import ApplicationDecided, CreditLineOpened
from services.lending.domain.exposure import CustomerExposure
from services.lending.domain.loan_application import ApplicationInputs, LoanApplication, decide
from services.lending.domain.policy import LendingPolicy


@dataclass(frozen=True, slots=True)
class Apply:
    """An application with everything that was learnt for it."""

    customer_id: UUID
    application_id: UUID
    employer: str
    occupation: str
    inputs: ApplicationInputs
    last_declined_on: date | None
    policy: LendingPolicy
    now: datetime


def require_may_apply(
    line: CreditLine | None, last_declined_on: date | None, today: date, policy: LendingPolicy
) -> None:
    """Refuse who has a line that can be used, and who was declined a short while ago."""
    if line is not None:
        line.require_assessable_on(today, policy)
    if last_declined_on is not None:
        again_on = last_declined_on + timedelta(days=policy.apply_again_after_days)
        if today < again_on:
            raise ApplicationTooSoon(apply_again_on=again_on.isoformat())


def decide_application(
    command: Apply, line: CreditLine | None, exposure: CustomerExposure
) -> Decision[LoanApplication]:
    """Decide, store the decision with its inputs, and open, renew or freeze the line."""
    policy = command.policy
    other_limits_minor = exposure.besides(policy.product_code)
    inputs = replace(command.inputs, other_limits_minor=other_limits_minor)
    require_may_apply(line, command.last_declined_on, inputs.business_date, policy)
    application = LoanApplication(
        customer_id=command.customer_id,
        application_id=command.application_id,
        product_code=policy.product_code,
        employer=command.employer,
        occupation=command.occupation,
        inputs=inputs,
        decision=decide(inputs, policy),
        decided_at=command.now,
    )
    changes = [Change(application, events=(ApplicationDecided(application),))]
    after = line
    if line is not None:
        after = line.reassess(application, policy)
        changes.append(Change(after))
    elif application.decision.approved:
        after = open_credit_line(application)
        changes.append(Change(after, events=(CreditLineOpened(after),)))
    if after is not None:
        exposed = exposure.with_limit(after.product_code, after.limit_minor)
        changes += [] if exposed is exposure else [Change(exposed)]
    return Decision(reply=application, changes=tuple(changes))
