"""The hash chain over commits: a later change of an event or a ledger entry is found.

Each writing process keeps its own chain, so that no row is shared between writers.
"""

from collections.abc import Sequence
from hashlib import sha256

from chassis.batch import LedgerRow
from chassis.outbox import OutboxRow

GENESIS = bytes(32)
"""What the first commit of a writer names as its predecessor."""


def commit_hash(previous: bytes, outbox: Sequence[OutboxRow], ledger: Sequence[LedgerRow]) -> bytes:
    """Hash one commit: the previous hash, then its events and its entries in id order."""
    # Bytes of ids sort as the ids do, and are compared in C.
    digest = sha256(previous)
    for row in sorted(outbox, key=lambda row: row.message_id.bytes):
        digest.update(event_bytes(row))
    for entry in sorted(ledger, key=lambda entry: entry.entry_id.bytes):
        digest.update(entry_bytes(entry))
    return digest.digest()


def event_bytes(row: OutboxRow) -> bytes:
    """The bytes of one event that the chain covers."""
    head = f"{row.aggregate_kind}|{row.aggregate_id}|{row.aggregate_version}|{row.event_index}"
    return b"".join(
        (
            row.message_id.bytes,
            head.encode(),
            row.message_type.encode(),
            sha256(row.payload).digest(),
        )
    )


def entry_bytes(row: LedgerRow) -> bytes:
    """The bytes of one ledger entry that the chain covers."""
    transfer = row.transfer
    text = (
        f"{transfer.customer_id}|{transfer.debit}|{transfer.credit}|{transfer.amount_minor}|"
        f"{transfer.currency}|{transfer.kind}|{transfer.subject_id}|{transfer.business_date}"
    )
    return row.entry_id.bytes + text.encode()
