"""What the suite promises beyond the checker's invariants, looked at once everything is at rest."""

from collections.abc import Iterator, Mapping
from typing import Any

from granary.repayment.v1.events_pb2 import (
    CollectionFailed,
    CollectionRequested,
    RepaymentPosted,
)

from cli.checker.invariants import Finding
from services.lending.domain import business_day as lending_day
from services.lending.domain.drawdown import Drawdown, DrawdownStatus, VerdictOutcome
from services.monitoring.domain.alert import Alert
from services.monitoring.domain.observation import Observation
from services.monitoring.use_cases import drawdown_observation_id
from services.repayment.domain.business_day import BusinessDay, DayPhase
from services.repayment.domain.collection import Repayment, RepaymentStatus
from services.repayment.domain.loan import Loan
from tests.simulation.database import Database

COLLECTION_EVENTS: Mapping[str, Any] = {
    kind.DESCRIPTOR.full_name: kind
    for kind in (CollectionRequested, CollectionFailed, RepaymentPosted)
}


def broken_promises(databases: Mapping[str, Database]) -> Iterator[Finding]:
    """Every broken one."""
    lending, repayment = databases["lending"], databases["repayment"]
    yield from _money_moved_on_a_verdict(lending)
    yield from _days_agree(lending, repayment)
    yield from _no_loan_stands_still(repayment)
    yield from _one_collection_at_a_time(repayment)
    yield from _monitoring_saw_everything(databases["monitoring"], lending, repayment)


def _money_moved_on_a_verdict(lending: Database) -> Iterator[Finding]:
    for drawdown in lending.all_of(Drawdown):
        verdict, staff = drawdown.verdict, drawdown.staff_decision
        allowed = verdict is not None and verdict.outcome is VerdictOutcome.ALLOW
        by_staff = staff is not None and staff.allowed
        if drawdown.status is DrawdownStatus.PAID and not (allowed or by_staff):
            yield Finding("VERDICT", f"drawdown {drawdown.drawdown_id} was paid unjudged")
        if drawdown.status is DrawdownStatus.HELD:
            yield Finding("VERDICT", f"drawdown {drawdown.drawdown_id} is still held")


def _days_agree(lending: Database, repayment: Database) -> Iterator[Finding]:
    (day,) = repayment.all_of(BusinessDay)
    if day.phase is not DayPhase.OPEN:
        yield Finding("DAY", f"the opening of {day.business_date} did not end")
    known = [told.opened_on for told in lending.all_of(lending_day.BusinessDay)]
    if known != [day.business_date]:
        yield Finding("DAY", f"lending knows of {known}, repayment is at {day.business_date}")


def _no_loan_stands_still(repayment: Database) -> Iterator[Finding]:
    for loan in repayment.all_of(Loan):
        if loan.live_repayment_id is not None:
            yield Finding("LOAN", f"loan {loan.loan_id} waits for a collection that has ended")


def _one_collection_at_a_time(repayment: Database) -> Iterator[Finding]:
    """Else a customer could be debited twice for the same money, and every book would balance."""
    under_way: dict[str, str] = {}
    for stored in repayment.rows:
        kind = COLLECTION_EVENTS.get(stored.row.message_type)
        if kind is None:
            continue
        event = kind.FromString(stored.row.payload)
        if kind is not CollectionRequested:
            under_way.pop(event.loan_id, None)
        elif event.loan_id in under_way:
            yield Finding("LOAN", f"loan {event.loan_id} is collected for twice at a time")
        else:
            under_way[event.loan_id] = event.repayment_id


def _monitoring_saw_everything(
    monitoring: Database, lending: Database, repayment: Database
) -> Iterator[Finding]:
    alerts = monitoring.all_of(Alert)
    numbers = sorted(alert.alert_number for alert in alerts)
    if numbers != list(range(1, len(numbers) + 1)):
        yield Finding("ALERT", f"the alerts are numbered {numbers}")
    observed = {one.observation_id for one in monitoring.all_of(Observation)}
    for drawdown in lending.all_of(Drawdown):
        is_known = drawdown_observation_id(drawdown.drawdown_id) in observed
        if drawdown.verdict is not None and not is_known:
            yield Finding("ALERT", f"drawdown {drawdown.drawdown_id} was judged and not observed")
    failed = [r for r in repayment.all_of(Repayment) if r.status is RepaymentStatus.FAILED]
    alerted = [alert for alert in alerts if alert.rule_id == "R01_COLLECTION_FAILED"]
    if len(alerted) != len(failed):
        yield Finding("ALERT", f"{len(alerted)} alerts for {len(failed)} failed collections")
