"""The end of day: its steps in order, the chunks a step is divided into, and loans set aside.

A step over all loans is divided into ranges of buckets. Whoever is free takes a chunk; one that
nobody finishes is taken over. Two who work on one chunk at once do no harm, because each loan's
change is applied once per day.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from chassis.decision import Change, Decision
from chassis.frozen import replace
from services.repayment.domain.events import EndOfDayChunkRequested


class Half(StrEnum):
    """Before or after the date moves."""

    CLOSING = "CLOSING"  # looks at the day that ends
    OPENING = "OPENING"  # lets the new date take effect


class Scope(StrEnum):
    """How a step is carried out."""

    SUITE = "SUITE"  # at once, by the process that closes the day
    LOANS = "LOANS"  # loan by loan, in chunks, by every process that is free


@dataclass(frozen=True, slots=True)
class Step:
    """One named step of the end of day."""

    name: str
    what: str
    half: Half
    scope: Scope


STEPS = (
    Step("accrue", "total the night's interest and penalty per bucket", Half.CLOSING, Scope.SUITE),
    Step("provision", "total what is provided for late loans", Half.CLOSING, Scope.SUITE),
    Step(
        "recount",
        "at the end of a month, count what has accrued loan by loan",
        Half.CLOSING,
        Scope.SUITE,
    ),
    Step("reconcile", "compare the books with the rail's statement", Half.CLOSING, Scope.SUITE),
    Step("general_ledger", "total the closed day per account", Half.OPENING, Scope.SUITE),
    Step("remind", "tell customers what falls due and what is late", Half.OPENING, Scope.SUITE),
    Step("due", "let instalments fall due and order their debit", Half.OPENING, Scope.LOANS),
    Step("debit_again", "order the debit of what is still unpaid", Half.OPENING, Scope.LOANS),
    Step("overdue", "let graces end", Half.OPENING, Scope.LOANS),
    Step("promises", "keep or break promises to pay", Half.OPENING, Scope.SUITE),
    Step("standing", "move loans between buckets and classes", Half.OPENING, Scope.SUITE),
    Step("collect", "give collectors their tasks by bucket", Half.OPENING, Scope.SUITE),
)
"""The order of the end of day. The date moves between the two halves."""


def step_names(half: Half) -> tuple[str, ...]:
    """The names of one half's steps, in order."""
    return tuple(step.name for step in STEPS if step.half is half)


class ChunkStatus(StrEnum):
    """Where a chunk stands."""

    REQUESTED = "REQUESTED"  # nobody has begun it -> RUNNING
    RUNNING = "RUNNING"  # somebody works on it, or did when they died -> DONE
    DONE = "DONE"  # every loan of it is changed or set aside; final


@dataclass(frozen=True, slots=True)
class Chunk:
    """A range of buckets that one step of one business date still has to go through, or has."""

    chunk_id: str
    business_date: date
    step: str
    first_bucket: int
    last_bucket: int
    """The last one is in the range."""
    requested_at: datetime
    status: ChunkStatus = ChunkStatus.REQUESTED
    changed: int = 0
    """Loans changed so far, counted in the commits that change them."""
    worker: str = ""
    """Which process works on it or did it."""
    heard_at: datetime | None = None
    """When that process last committed something of it."""
    ended_at: datetime | None = None
    version: int = 0

    def is_free(self, at: datetime, patience: timedelta) -> bool:
        """Nobody works on it, or whoever did has not been heard of for so long."""
        if self.status is ChunkStatus.DONE:
            return False
        return self.heard_at is None or at - self.heard_at >= patience


def divided(
    on: date, step: str, loans: int, *, loans_per_chunk: int, most: int, buckets: int, at: datetime
) -> tuple[Chunk, ...]:
    """The chunks of a step that changes so many loans: ranges of buckets of equal width."""
    count = max(1, min(-(-loans // loans_per_chunk), most, buckets))
    edges = [buckets * number // count for number in range(count + 1)]
    return tuple(
        Chunk(f"{on}:{step}:{number}", on, step, first, end - 1, at)
        for number, (first, end) in enumerate(pairwise(edges), start=1)
    )


def request_chunks(chunks: tuple[Chunk, ...]) -> Decision[int]:
    """Keep the plan of a step; several chunks are announced, one is done by who asked for it."""
    events = [
        (
            EndOfDayChunkRequested(
                chunk.chunk_id,
                chunk.business_date,
                chunk.step,
                chunk.first_bucket,
                chunk.last_bucket,
            ),
        )
        if len(chunks) > 1
        else ()
        for chunk in chunks
    ]
    changes = tuple(Change(chunk, event) for chunk, event in zip(chunks, events, strict=True))
    return Decision(len(chunks), changes)


def take_chunk(chunk: Chunk, worker: str, at: datetime, patience: timedelta) -> Decision[bool]:
    """Begin a chunk, or take it over; replies whether it is the worker's now."""
    if not chunk.is_free(at, patience):
        return Decision(False)
    taken = replace(chunk, status=ChunkStatus.RUNNING, worker=worker, heard_at=at)
    return Decision(True, (Change(taken),))


def count_changed(chunk: Chunk, changed: int, at: datetime) -> Decision[int]:
    """More loans of a chunk are changed."""
    after = replace(chunk, changed=chunk.changed + changed, heard_at=at)
    return Decision(after.changed, (Change(after),))


def finish_chunk(chunk: Chunk, at: datetime) -> Decision[int]:
    """Every loan of a chunk was gone through; who comes second changes nothing."""
    if chunk.status is ChunkStatus.DONE:
        return Decision(chunk.changed)
    done = replace(chunk, status=ChunkStatus.DONE, heard_at=at, ended_at=at)
    return Decision(chunk.changed, (Change(done),))


@dataclass(frozen=True, slots=True)
class SetAside:
    """A loan that a step could not change; the others went on, and it is tried at every close."""

    customer_id: UUID
    loan_id: UUID
    step: str
    business_date: date
    """The date of the last try."""
    reason: str
    tries: int
    first_at: datetime
    last_at: datetime
    resolved_at: datetime | None = None
    """When a later try went through."""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """One try that failed."""

    customer_id: UUID
    loan_id: UUID
    step: str
    business_date: date
    reason: str
    at: datetime


def set_aside(known: SetAside | None, failure: Failure) -> Decision[int]:
    """Keep a loan aside with the reason of the last try; replies the number of tries."""
    tries = 1 if known is None or known.resolved_at is not None else known.tries + 1
    first_at = failure.at if known is None or tries == 1 else known.first_at
    after = SetAside(
        customer_id=failure.customer_id,
        loan_id=failure.loan_id,
        step=failure.step,
        business_date=failure.business_date,
        reason=failure.reason,
        tries=tries,
        first_at=first_at,
        last_at=failure.at,
    )
    return Decision(tries, (Change(after),))


def resolve(known: SetAside, at: datetime) -> Decision[bool]:
    """A try went through; replies whether this was the one."""
    if known.resolved_at is not None:
        return Decision(False)
    return Decision(True, (Change(replace(known, resolved_at=at)),))
