"""Small consistent books of a suite, to be broken in one place by each test of the checker."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from uuid import UUID

from google.protobuf.message import Message
from granary.lending.v1 import events_pb2 as lending
from granary.repayment.v1 import events_pb2 as repayment

from chassis.batch import LedgerRow
from chassis.decision import Transfer
from chassis.frozen import replace
from chassis.journal import GENESIS, commit_hash
from chassis.outbox import OutboxRow, subject_of
from cli.checker.facts import (
    Balance,
    Commit,
    CreditLineFact,
    DrawdownFact,
    Facts,
    LoanFact,
    Posted,
    Published,
    RailMovement,
    RepaymentFact,
    ServiceFacts,
)

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ON = date(2026, 11, 23)
CUSTOMER = UUID(int=1)
LINE = UUID(int=2)
PAID = UUID(int=10)
REFUSED = UUID(int=11)
HELD = UUID(int=12)
POSTED = UUID(int=20)
FAILED = UUID(int=21)
BUCKET = 7

Announced = tuple[str, UUID, int, Message]
"""Aggregate kind, aggregate id, version, event."""
Moved = tuple[str, str, int]
"""Debit account, credit account, amount in fen."""


class Service:
    """Writes a service's record commit by commit, as the executor would."""

    def __init__(self, name: str, number: int) -> None:
        self.facts = ServiceFacts(name=name)
        self._number = number
        self._written = 0
        self._previous = GENESIS

    @property
    def writer_id(self) -> UUID:
        return UUID(int=100 + self._number)

    def commit(self, events: Iterable[Announced] = (), moves: Iterable[Moved] = ()) -> None:
        """One commit: its events, its ledger entries, its link of the chain."""
        batch = len(self.facts.journal) + 1
        rows = [self._outbox_row(*event) for event in events]
        entries = [self._ledger_row(*move) for move in moves]
        for row in rows:
            self.facts.outbox.append(
                Published(row, len(self.facts.outbox) + 1, self.writer_id, batch)
            )
            key = (row.aggregate_kind, row.customer_id, row.aggregate_id)
            self.facts.versions[key] = row.aggregate_version
        for entry in entries:
            self.facts.entries.append(Posted(entry, self.writer_id, batch))
            self._add(entry.transfer.debit, debit=entry.transfer.amount_minor)
            self._add(entry.transfer.credit, credit=entry.transfer.amount_minor)
        link = commit_hash(self._previous, rows, entries)
        self.facts.journal.append(Commit(self.writer_id, batch, self._previous, link))
        self._previous = link

    def _fresh_id(self) -> UUID:
        self._written += 1
        return UUID(int=self._number * 1_000_000 + self._written)

    def _outbox_row(self, kind: str, aggregate_id: UUID, version: int, event: Message) -> OutboxRow:
        return OutboxRow(
            message_id=self._fresh_id(),
            bucket=BUCKET,
            customer_id=CUSTOMER,
            aggregate_kind=kind,
            aggregate_id=str(aggregate_id),
            aggregate_version=version,
            event_index=0,
            subject=subject_of(type(event)),
            message_type=event.DESCRIPTOR.full_name,
            payload=event.SerializeToString(deterministic=True),
            headers={},
            cause="test",
            occurred_at=AT,
        )

    def _ledger_row(self, debit: str, credit: str, amount_minor: int) -> LedgerRow:
        transfer = Transfer(
            debit=debit,
            credit=credit,
            amount_minor=amount_minor,
            kind="test",
            customer_id=CUSTOMER,
            subject_id=PAID,
            business_date=ON,
        )
        return LedgerRow(self._fresh_id(), BUCKET, transfer, "test", AT)

    def _add(self, account: str, *, debit: int = 0, credit: int = 0) -> None:
        for place, balance in enumerate(self.facts.balances):
            if balance.account == account:
                self.facts.balances[place] = replace(
                    balance,
                    debit_minor=balance.debit_minor + debit,
                    credit_minor=balance.credit_minor + credit,
                )
                return
        self.facts.balances.append(Balance(BUCKET, account, "CNY", debit, credit))


def requested(drawdown_id: UUID, amount_minor: int) -> Announced:
    """The first event of a drawdown."""
    event = lending.DrawdownRequested(credit_line_id=str(LINE), amount_minor=amount_minor)
    return "drawdown", drawdown_id, 1, event


def _lending() -> ServiceFacts:
    """1,000.00 drawn, 300.00 refused, 200.00 held and so reserved."""
    service = Service("lending", 1)
    service.commit([requested(PAID, 100_000), requested(REFUSED, 30_000), requested(HELD, 20_000)])
    paid = lending.DrawdownPaid(credit_line_id=str(LINE), amount_minor=100_000)
    refused = lending.DrawdownRefused(credit_line_id=str(LINE), amount_minor=30_000)
    service.commit([("drawdown", PAID, 2, paid)])
    service.commit(
        [("drawdown", REFUSED, 2, refused), ("drawdown", HELD, 2, lending.DrawdownHeld())]
    )
    # A line's changes are told by its drawdowns; only this one has an event, at any version.
    service.commit([("credit_line", LINE, 4, lending.CreditLineRestored())])
    service.facts.inbox += [("lending", "m-1"), ("lending", "m-2")]
    return service.facts


def _repayment() -> ServiceFacts:
    """1,000.00 lent; 265.00 repaid, 250.00 of it principal."""
    service = Service("repayment", 2)
    opened = repayment.LoanOpened(loan_id=str(PAID), principal_minor=100_000)
    service.commit([("loan", PAID, 1, opened)], [("loan_principal", "bank_clearing", 100_000)])
    posted = repayment.RepaymentPosted(
        repayment_id=str(POSTED),
        loan_id=str(PAID),
        credit_line_id=str(LINE),
        amount_minor=26_500,
        principal_minor=25_000,
    )
    service.commit(
        [("loan", PAID, 2, repayment.InstalmentDue()), ("loan", PAID, 3, posted)],
        [
            ("interest_receivable", "interest_income", 1_500),
            ("bank_clearing", "interest_receivable", 1_500),
            ("bank_clearing", "loan_principal", 25_000),
        ],
    )
    service.facts.inbox += [("repayment", "m-1"), ("repayment", "m-2")]
    return service.facts


def consistent_books(*, calm: bool = True) -> Facts:
    """One customer, three drawdowns, one loan, two repayments; every promise kept."""
    services = {"lending": _lending(), "repayment": _repayment()}
    stream = {
        str(published.row.message_id): (name.upper(), published.stream_sequence or 0)
        for name, service in services.items()
        for published in service.outbox
    }
    return Facts(
        calm=calm,
        services=services,
        stream=stream,
        drawdowns=[
            DrawdownFact(PAID, CUSTOMER, LINE, 100_000, "CNY", "PAID"),
            DrawdownFact(REFUSED, CUSTOMER, LINE, 30_000, "CNY", "REFUSED"),
            DrawdownFact(HELD, CUSTOMER, LINE, 20_000, "CNY", "HELD"),
        ],
        credit_lines=[CreditLineFact(LINE, 500_000, 75_000, 20_000)],
        loans=[LoanFact(PAID, CUSTOMER, 100_000, 75_000, "ACTIVE")],
        repayments=[
            RepaymentFact(POSTED, PAID, 26_500, "CNY", "POSTED"),
            RepaymentFact(FAILED, PAID, 10_000, "CNY", "FAILED"),
        ],
        rail=[
            RailMovement("payment", PAID.hex, 100_000, "CNY", settled=True),
            RailMovement("payment", REFUSED.hex, 30_000, "CNY", settled=False),
            RailMovement("debit", POSTED.hex, 26_500, "CNY", settled=True),
        ],
    )
