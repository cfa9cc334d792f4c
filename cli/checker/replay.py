"""Rebuild credit lines and loans from nothing but the published events (invariant I5)."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from google.protobuf import symbol_database
from granary.lending.v1 import events_pb2 as lending
from granary.repayment.v1 import events_pb2 as repayment

from cli.checker.facts import Facts

_SYMBOLS = symbol_database.Default()
_FOLDED = {
    kind.full_name
    for file in (lending.DESCRIPTOR, repayment.DESCRIPTOR)
    for kind in file.message_types_by_name.values()
}
"""Events of these files say what is drawn and owed; those of other files say other things."""


def replayed_loans(facts: Facts) -> dict[UUID, int]:
    """Outstanding principal per loan; below zero where the news of its opening is missing."""
    outstanding: Counter[UUID] = Counter()
    for event in _events(facts, "repayment"):
        if isinstance(event, repayment.LoanOpened):
            outstanding[UUID(event.loan_id)] = event.principal_minor
        elif isinstance(event, repayment.RepaymentPosted):
            outstanding[UUID(event.loan_id)] -= event.principal_minor
        elif isinstance(event, repayment.LoanRestated):
            outstanding[UUID(event.loan_id)] += event.principal_change_minor
    return dict(outstanding)


def replayed_lines(facts: Facts) -> dict[UUID, tuple[int, int]]:
    """(drawn, reserved) per credit line, from lending's drawdowns and repayment's postings."""
    drawn: Counter[UUID] = Counter()
    reserved: Counter[UUID] = Counter()
    for event in _events(facts, "lending"):
        if isinstance(event, lending.DrawdownRequested):
            reserved[UUID(event.credit_line_id)] += event.amount_minor
        elif isinstance(event, lending.DrawdownPaid):
            reserved[UUID(event.credit_line_id)] -= event.amount_minor
            drawn[UUID(event.credit_line_id)] += event.amount_minor
        elif isinstance(event, lending.DrawdownRefused):
            reserved[UUID(event.credit_line_id)] -= event.amount_minor
    for event in _events(facts, "repayment"):
        if isinstance(event, repayment.RepaymentPosted):
            drawn[UUID(event.credit_line_id)] -= event.principal_minor
        elif isinstance(event, repayment.LoanRestated):
            drawn[UUID(event.credit_line_id)] += event.principal_change_minor
    lines = drawn.keys() | reserved.keys()
    return {line: (drawn[line], reserved[line]) for line in lines}


def principal_restated(facts: Facts) -> Counter[UUID]:
    """Per credit line, the principal that corrections made owed again."""
    restated: Counter[UUID] = Counter()
    for event in _events(facts, "repayment"):
        if isinstance(event, repayment.LoanRestated) and event.principal_change_minor > 0:
            restated[UUID(event.credit_line_id)] += event.principal_change_minor
    return restated


def repayments_posted(facts: Facts) -> Counter[str]:
    """How often each repayment was announced as posted."""
    return Counter(
        event.repayment_id
        for event in _events(facts, "repayment")
        if isinstance(event, repayment.RepaymentPosted)
    )


def _events(facts: Facts, service: str) -> Iterator[Any]:
    """The service's events that are folded here, decoded, in order within an aggregate."""
    record = facts.services.get(service)
    rows = sorted(record.outbox, key=lambda published: published.row.message_id) if record else []
    for published in rows:
        if published.row.message_type not in _FOLDED:
            continue
        yield _SYMBOLS.GetSymbol(published.row.message_type).FromString(published.row.payload)
