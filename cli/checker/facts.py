"""What the checker looks at: plain facts, from databases, bus and rail, or a simulation."""

from dataclasses import dataclass, field
from uuid import UUID

from chassis.batch import LedgerRow
from chassis.outbox import OutboxRow


@dataclass(frozen=True, slots=True)
class Balance:
    """A stored running total of one account in one bucket."""

    bucket: int
    account: str
    currency: str
    debit_minor: int
    credit_minor: int


@dataclass(frozen=True, slots=True)
class Published:
    """An outbox row with what the relay noted about it and the commit it belongs to."""

    row: OutboxRow
    stream_sequence: int | None
    writer_id: UUID
    batch_number: int


@dataclass(frozen=True, slots=True)
class Posted:
    """A ledger entry with the commit it belongs to."""

    row: LedgerRow
    writer_id: UUID
    batch_number: int


@dataclass(frozen=True, slots=True)
class Commit:
    """One link of a writer's hash chain."""

    writer_id: UUID
    batch_number: int
    previous_hash: bytes
    hash: bytes


@dataclass(slots=True)
class ServiceFacts:
    """One service's own record."""

    name: str
    outbox: list[Published] = field(default_factory=list)
    inbox: list[tuple[str, str]] = field(default_factory=list)
    entries: list[Posted] = field(default_factory=list)
    balances: list[Balance] = field(default_factory=list)
    journal: list[Commit] = field(default_factory=list)
    versions: dict[tuple[str, UUID | None, str], int] = field(default_factory=dict)
    """Version of each announced aggregate, by kind, customer and id, as its row says."""


@dataclass(frozen=True, slots=True)
class DrawdownFact:
    """A drawdown as lending knows it; `status` is lending's word."""

    drawdown_id: UUID
    customer_id: UUID
    credit_line_id: UUID
    amount_minor: int
    currency: str
    status: str


@dataclass(frozen=True, slots=True)
class CreditLineFact:
    credit_line_id: UUID
    limit_minor: int
    drawn_minor: int
    reserved_minor: int
    over_limit_minor: int = 0
    """Principal that a correction made owed again when its limit was drawn anew."""


@dataclass(frozen=True, slots=True)
class LoanFact:
    """A loan as repayment knows it."""

    loan_id: UUID
    customer_id: UUID
    principal_minor: int
    outstanding_principal_minor: int
    status: str


@dataclass(frozen=True, slots=True)
class RepaymentFact:
    """A repayment as repayment knows it; the parts are what was posted."""

    repayment_id: UUID
    loan_id: UUID
    amount_minor: int
    currency: str
    status: str
    bank_reference: str = ""
    """Of money that arrived by transfer: its key on the bank's statement; else empty."""


@dataclass(frozen=True, slots=True)
class HeldFact:
    """Money the rail took under a refused repayment's key, held for its customer."""

    repayment_id: UUID
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class IncomingFact:
    """A transfer that nobody had ordered, and the key of its return at the rail."""

    bank_reference: str
    return_key: str | None
    amount_minor: int
    currency: str
    state: str


@dataclass(frozen=True, slots=True)
class CreditFact:
    """Money kept for a customer, on its way back or not."""

    customer_id: UUID
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class RefundFact:
    """Held money on its way back to a customer; `status` is repayment's word."""

    refund_id: UUID
    amount_minor: int
    currency: str
    status: str


@dataclass(frozen=True, slots=True)
class RailMovement:
    """Money the rail says it moved: a payment to a customer or a debit from one."""

    kind: str
    """`payment` or `debit`."""
    end_to_end_id: str
    amount_minor: int
    currency: str
    settled: bool
    """False for instructions the rail refused or still holds."""


@dataclass(slots=True)
class Facts:
    """The whole suite at one moment."""

    calm: bool = False
    """True when faults have stopped and work has drained: only then must everything be final."""
    services: dict[str, ServiceFacts] = field(default_factory=dict)
    stream: dict[str, tuple[str, int]] | None = None
    """Message id to (stream, sequence); None when the bus was not looked at."""
    drawdowns: list[DrawdownFact] = field(default_factory=list)
    credit_lines: list[CreditLineFact] = field(default_factory=list)
    loans: list[LoanFact] = field(default_factory=list)
    repayments: list[RepaymentFact] = field(default_factory=list)
    held: list[HeldFact] = field(default_factory=list)
    credits: list[CreditFact] = field(default_factory=list)
    incoming: list[IncomingFact] = field(default_factory=list)
    refunds: list[RefundFact] = field(default_factory=list)
    rail: list[RailMovement] | None = None
    """None when the rail's book was not looked at."""
    resolved: dict[tuple[str, str], int] = field(default_factory=dict)
    """What people accounted for after the rail and the books differed: the kind of movement and its
    key, and the amount the rail had moved."""
