"""Reads and writes the chassis' own tables for a batch: requests, inbox, outbox, ledger."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from chassis.batch import Answer, BatchResult, LedgerRow, Seen
from chassis.command import Command, Delivery, RequestKey
from chassis.database import Connection
from chassis.journal import GENESIS, commit_hash
from chassis.outbox import OutboxRow
from chassis.ports import NewId

_SEEN_REQUESTS = """
select caller_id, request_id, body_hash, reply from request
where caller_id = any($1::text[]) and request_id = any($2::uuid[])
"""
_SEEN_DELIVERIES = """
select consumer, message_id from inbox
where consumer = any($1::text[]) and message_id = any($2::text[])
"""
_WRITE_REQUESTS = """
insert into request (caller_id, request_id, body_hash, reply, decided_at)
select caller_id, request_id, body_hash, reply, $5
from unnest($1::text[], $2::uuid[], $3::bytea[], $4::bytea[])
    as r (caller_id, request_id, body_hash, reply)
on conflict do nothing
"""
_WRITE_DELIVERIES = """
insert into inbox (consumer, message_id, applied_at)
select consumer, message_id, $3 from unnest($1::text[], $2::text[]) as d (consumer, message_id)
on conflict do nothing
"""
# One statement for the rest of the record: round trips, not rows, are what a small batch pays for.
_WRITE_OUTBOX = """
with journal as (
    insert into commit_journal (writer_id, batch_number, previous_hash, hash, committed_at)
    values ($1, $2, $3, $4, $5)
), rows as (
    insert into outbox (message_id, bucket, customer_id, aggregate_kind, aggregate_id,
        aggregate_version, event_index, subject, message_type, payload, headers, cause,
        occurred_at, writer_id, batch_number)
    select message_id, bucket, customer_id, aggregate_kind, aggregate_id, aggregate_version,
        event_index, subject, message_type, payload, headers::jsonb, cause, $5, $1, $2
    from unnest($6::uuid[], $7::int[], $8::uuid[], $9::text[], $10::text[], $11::int[],
        $12::int[], $13::text[], $14::text[], $15::bytea[], $16::text[], $17::text[])
        as o (message_id, bucket, customer_id, aggregate_kind, aggregate_id, aggregate_version,
            event_index, subject, message_type, payload, headers, cause)
)
select pg_notify('outbox', '')
"""
_WRITE_LEDGER = """
with entries as (
    insert into ledger_entry (customer_id, entry_id, bucket, debit_account, credit_account,
        amount_minor, currency, kind, subject_id, business_date, cause, posted_at, writer_id,
        batch_number)
    select customer_id, entry_id, bucket, debit_account, credit_account, amount_minor, currency,
        kind, subject_id, business_date, cause, $1, $2, $3
    from unnest($4::uuid[], $5::uuid[], $6::int[], $7::text[], $8::text[], $9::int8[],
        $10::text[], $11::text[], $12::uuid[], $13::date[], $14::text[])
        as e (customer_id, entry_id, bucket, debit_account, credit_account, amount_minor,
            currency, kind, subject_id, business_date, cause)
)
insert into ledger_balance (bucket, account, currency, debit_minor, credit_minor)
select bucket, account, currency, debit_minor, credit_minor
from unnest($15::int[], $16::text[], $17::text[], $18::int8[], $19::int8[])
    as b (bucket, account, currency, debit_minor, credit_minor)
order by bucket, account, currency
on conflict (bucket, account, currency) do update set
    debit_minor = ledger_balance.debit_minor + excluded.debit_minor,
    credit_minor = ledger_balance.credit_minor + excluded.credit_minor
"""


class Record:
    """The chassis' tables in one service's database, as one writing process sees them."""

    def __init__(self, new_id: NewId) -> None:
        self._new_id = new_id
        self.begin_chain()

    def begin_chain(self) -> None:
        """Start a fresh hash chain: the last commit may or may not have become durable."""
        self._writer_id = self._new_id()
        self._number, self._head = 0, GENESIS
        self._next_head = GENESIS

    def committed(self) -> None:
        """The transaction of the last `write` is durable: its hash becomes the chain's head."""
        if self._next_head != self._head:
            self._number, self._head = self._number + 1, self._next_head

    async def seen(self, connection: Connection, commands: Sequence[Command[Any]]) -> Seen:
        """Which of these requests and deliveries earlier commits already hold."""
        requests = [c.origin for c in commands if isinstance(c.origin, RequestKey)]
        deliveries = [c.origin for c in commands if isinstance(c.origin, Delivery)]
        answers: dict[tuple[str, UUID], Answer] = {}
        applied: frozenset[tuple[str, str]] = frozenset()
        if requests:
            rows = await connection.fetch(
                _SEEN_REQUESTS,
                list({origin.caller_id for origin in requests}),
                [origin.request_id for origin in requests],
            )
            answers = {(row[0], row[1]): Answer(row[2], row[3]) for row in rows}
        if deliveries:
            rows = await connection.fetch(
                _SEEN_DELIVERIES,
                list({origin.consumer for origin in deliveries}),
                [origin.message_id for origin in deliveries],
            )
            applied = frozenset((row[0], row[1]) for row in rows)
        return Seen(answers, applied)

    async def write(self, connection: Connection, result: BatchResult, now: datetime) -> bool:
        """Write everything of the batch but the aggregates; False when another process won."""
        kept = await _write_requests(connection, result, now)
        kept = kept and await _write_deliveries(connection, result, now)
        self._next_head = self._head
        if not kept or not (result.outbox or result.ledger):
            return kept
        number = self._number + 1
        self._next_head = commit_hash(self._head, result.outbox, result.ledger)
        head = (self._writer_id, number, self._head, self._next_head, now)
        await connection.execute(_WRITE_OUTBOX, *head, *_outbox_columns(result.outbox))
        if result.ledger:
            head_of_ledger = (now, self._writer_id, number)
            columns = (*_ledger_columns(result.ledger), *_balance_columns(result.ledger))
            await connection.execute(_WRITE_LEDGER, *head_of_ledger, *columns)
        return kept


async def _write_requests(connection: Connection, result: BatchResult, now: datetime) -> bool:
    if not result.requests:
        return True
    status = await connection.execute(
        _WRITE_REQUESTS,
        [caller_id for caller_id, _ in result.requests],
        [request_id for _, request_id in result.requests],
        [answer.body_hash for answer in result.requests.values()],
        [answer.reply for answer in result.requests.values()],
        now,
    )
    return status == f"INSERT 0 {len(result.requests)}"


async def _write_deliveries(connection: Connection, result: BatchResult, now: datetime) -> bool:
    if not result.deliveries:
        return True
    status = await connection.execute(
        _WRITE_DELIVERIES,
        [delivery.consumer for delivery in result.deliveries],
        [delivery.message_id for delivery in result.deliveries],
        now,
    )
    return status == f"INSERT 0 {len(result.deliveries)}"


def _outbox_columns(rows: Sequence[OutboxRow]) -> list[list[Any]]:
    # The events of one command, or of a whole chunk, carry the same headers.
    headers = {id(row.headers): row.headers for row in rows}
    texts = {each: orjson.dumps(dict(one)).decode() for each, one in headers.items()}
    return [
        [row.message_id for row in rows],
        [row.bucket for row in rows],
        [row.customer_id for row in rows],
        [row.aggregate_kind for row in rows],
        [row.aggregate_id for row in rows],
        [row.aggregate_version for row in rows],
        [row.event_index for row in rows],
        [row.subject for row in rows],
        [row.message_type for row in rows],
        [row.payload for row in rows],
        [texts[id(row.headers)] for row in rows],
        [row.cause for row in rows],
    ]


def _ledger_columns(rows: Sequence[LedgerRow]) -> list[list[Any]]:
    transfers = [row.transfer for row in rows]
    return [
        [transfer.customer_id for transfer in transfers],
        [row.entry_id for row in rows],
        [row.bucket for row in rows],
        [transfer.debit for transfer in transfers],
        [transfer.credit for transfer in transfers],
        [transfer.amount_minor for transfer in transfers],
        [transfer.currency for transfer in transfers],
        [transfer.kind for transfer in transfers],
        [transfer.subject_id for transfer in transfers],
        [transfer.business_date for transfer in transfers],
        [row.cause for row in rows],
    ]


def _balance_columns(rows: Sequence[LedgerRow]) -> list[list[Any]]:
    """Net the batch per bucket, account and currency, so that each balance row is touched once."""
    totals: dict[tuple[int, str, str], list[int]] = {}
    for row in rows:
        transfer = row.transfer
        for side, account in enumerate((transfer.debit, transfer.credit)):
            total = totals.setdefault((row.bucket, account, transfer.currency), [0, 0])
            total[side] += transfer.amount_minor
    return [
        [bucket for bucket, _, _ in totals],
        [account for _, account, _ in totals],
        [currency for _, _, currency in totals],
        [debit for debit, _ in totals.values()],
        [credit for _, credit in totals.values()],
    ]
