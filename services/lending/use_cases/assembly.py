"""Puts the use cases together; the process, the tests and the simulation do it here."""

from dataclasses import dataclass
from datetime import date

from chassis.command import Execute
from chassis.ports import Clock, NewId
from services.lending.domain.documents import Templates
from services.lending.domain.policy import ProductCatalogue
from services.lending.use_cases.applications import Applications
from services.lending.use_cases.business_days import BusinessDays
from services.lending.use_cases.drawdowns import Drawdowns
from services.lending.use_cases.partners import (
    CreditBureau,
    Identity,
    Monitoring,
    PayoutRail,
    Reads,
    Schedules,
)
from services.lending.use_cases.payouts import Payouts
from services.lending.use_cases.quotes import Quotes


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Everything the use cases stand on."""

    execute: Execute
    reads: Reads
    identity: Identity
    bureau: CreditBureau
    schedules: Schedules
    monitoring: Monitoring
    rail: PayoutRail
    policies: ProductCatalogue
    templates: Templates
    first_business_date: date
    clock: Clock
    new_id: NewId


@dataclass(frozen=True, slots=True, kw_only=True)
class Lending:
    """The use cases, by noun."""

    applications: Applications
    quotes: Quotes
    drawdowns: Drawdowns
    payouts: Payouts
    days: BusinessDays


def assemble(around: Surroundings) -> Lending:
    """The use cases over these surroundings."""
    days = BusinessDays(
        execute=around.execute,
        reads=around.reads,
        policies=around.policies,
        first=around.first_business_date,
    )
    return Lending(
        applications=Applications(
            execute=around.execute,
            reads=around.reads,
            identity=around.identity,
            bureau=around.bureau,
            days=days,
            clock=around.clock,
            new_id=around.new_id,
        ),
        quotes=Quotes(
            execute=around.execute,
            reads=around.reads,
            identity=around.identity,
            schedules=around.schedules,
            days=days,
            templates=around.templates,
            clock=around.clock,
            new_id=around.new_id,
        ),
        drawdowns=Drawdowns(
            execute=around.execute,
            reads=around.reads,
            identity=around.identity,
            days=days,
            clock=around.clock,
            new_id=around.new_id,
        ),
        payouts=Payouts(
            execute=around.execute,
            reads=around.reads,
            monitoring=around.monitoring,
            rail=around.rail,
            clock=around.clock,
        ),
        days=days,
    )
