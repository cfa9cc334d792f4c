"""Puts the use cases together; the process, the tests and the simulation do it here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from chassis.command import Execute
from chassis.ports import Clock, NewId
from services.lending.domain.decision_policy import DecisionPolicies
from services.lending.domain.documents import Templates
from services.lending.domain.policy import ProductCatalogue
from services.lending.domain.related_parties import RelatedParties
from services.lending.use_cases.applications import Applications
from services.lending.use_cases.business_days import BusinessDays
from services.lending.use_cases.comparisons import Comparisons
from services.lending.use_cases.contracts import Contracts
from services.lending.use_cases.credit_lines import CreditLines
from services.lending.use_cases.decisions import Decisions
from services.lending.use_cases.drawdowns import Drawdowns
from services.lending.use_cases.held_drawdowns import HeldDrawdowns
from services.lending.use_cases.partners import (
    CreditBureau,
    Identity,
    Monitoring,
    Papers,
    PayoutRail,
    Reads,
    Schedules,
    Scorer,
    Seals,
    Vault,
)
from services.lending.use_cases.payout_runner import ASK_AGAIN_S, PayoutRunner
from services.lending.use_cases.payouts import Payouts
from services.lending.use_cases.policy_changes import PolicyChanges, PolicyReads
from services.lending.use_cases.post_loan import PostLoanChecks, PostLoanReads
from services.lending.use_cases.quotes import Quotes
from services.lending.use_cases.rescoring import Rescoring
from services.lending.use_cases.reviews import Reviews


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Everything the use cases stand on."""

    execute: Execute
    reads: Reads
    identity: Identity
    bureau: CreditBureau
    scorer: Scorer
    schedules: Schedules
    papers: Papers
    seals: Seals
    vault: Vault
    monitoring: Monitoring
    rail: PayoutRail
    policies: ProductCatalogue
    policy_reads: PolicyReads
    post_loan_reads: PostLoanReads
    decisions: DecisionPolicies
    related: RelatedParties
    templates: Templates
    first_business_date: date
    clock: Clock
    new_id: NewId
    roll_ppm: Callable[[], int]
    """Throws dice: 0 to 999,999."""
    ask_again_s: float = ASK_AGAIN_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Lending:
    """The use cases, by noun."""

    applications: Applications
    comparisons: Comparisons
    reviews: Reviews
    decisions: Decisions
    rescoring: Rescoring
    quotes: Quotes
    contracts: Contracts
    drawdowns: Drawdowns
    payouts: Payouts
    runner: PayoutRunner
    held: HeldDrawdowns
    days: BusinessDays
    policy_changes: PolicyChanges
    lines: CreditLines
    checks: PostLoanChecks


def assemble(around: Surroundings) -> Lending:
    """The use cases over these surroundings."""
    days = BusinessDays(
        execute=around.execute,
        reads=around.reads,
        policies=around.policies,
        decisions=around.decisions,
        first=around.first_business_date,
    )
    payouts = Payouts(
        execute=around.execute,
        reads=around.reads,
        days=days,
        monitoring=around.monitoring,
        rail=around.rail,
        clock=around.clock,
    )
    runner = PayoutRunner(
        payouts=payouts, reads=around.reads, clock=around.clock, ask_again_s=around.ask_again_s
    )
    return Lending(
        applications=Applications(
            execute=around.execute,
            reads=around.reads,
            identity=around.identity,
            bureau=around.bureau,
            scorer=around.scorer,
            related=around.related,
            roll_ppm=around.roll_ppm,
            days=days,
            clock=around.clock,
            new_id=around.new_id,
        ),
        reviews=Reviews(execute=around.execute, reads=around.reads, days=days, clock=around.clock),
        decisions=Decisions(reads=around.reads, days=days),
        rescoring=Rescoring(
            execute=around.execute,
            reads=around.reads,
            scorer=around.scorer,
            days=days,
            clock=around.clock,
            new_id=around.new_id,
        ),
        comparisons=Comparisons(
            reads=around.reads,
            schedules=around.schedules,
            days=days,
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
        contracts=Contracts(
            execute=around.execute,
            reads=around.reads,
            identity=around.identity,
            papers=around.papers,
            seals=around.seals,
            vault=around.vault,
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
            templates=around.templates,
            payouts=payouts,
            runner=runner,
            clock=around.clock,
        ),
        payouts=payouts,
        runner=runner,
        held=HeldDrawdowns(
            execute=around.execute,
            reads=around.reads,
            days=days,
            payouts=payouts,
            runner=runner,
            clock=around.clock,
        ),
        days=days,
        lines=CreditLines(
            execute=around.execute,
            reads=around.reads,
            days=days,
            clock=around.clock,
            new_id=around.new_id,
        ),
        checks=PostLoanChecks(
            execute=around.execute,
            reads=around.post_loan_reads,
            days=days,
            clock=around.clock,
            new_id=around.new_id,
        ),
        policy_changes=PolicyChanges(
            execute=around.execute,
            reads=around.policy_reads,
            days=days,
            clock=around.clock,
            new_id=around.new_id,
        ),
    )
