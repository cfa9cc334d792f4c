"""Reads and writes the chassis' own tables for a batch: requests, inbox, outbox, ledger."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from chassis.batch import Answer, BatchResult, LedgerRow, Seen
from chassis.command import Command, Delivery, RequestKey
from chassis.database import Connection, add_rows
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
# Rows that are only ever added are copied: an array of values per column costs the driver more.
_REQUEST = ("caller_id", "request_id", "body_hash", "reply", "decided_at")
_DELIVERY = ("consumer", "message_id", "applied_at")
_EVENT = (
    "message_id", "bucket", "customer_id", "aggregate_kind", "aggregate_id", "aggregate_version",
    "event_index", "subject", "message_type", "payload", "headers", "cause", "occurred_at",
    "writer_id", "batch_number",
)  # fmt: skip
_ENTRY = (
    "customer_id", "entry_id", "bucket", "debit_account", "credit_account", "amount_minor",
    "currency", "kind", "subject_id", "business_date", "cause", "posted_at", "writer_id",
    "batch_number",
)  # fmt: skip
_WRITE_JOURNAL = """
with journal as (
    insert into commit_journal (writer_id, batch_number, previous_hash, hash, committed_at)
    values ($1, $2, $3, $4, $5)
)
select pg_notify('outbox', '')
"""
# A small commit is written by one statement: a statement's own cost is then more than that of the
# arrays.
_WRITE_SMALL = """
with requests as (
    insert into request (caller_id, request_id, body_hash, reply, decided_at)
    select *, $5::timestamptz from unnest($1::text[], $2::uuid[], $3::bytea[], $4::bytea[])
), deliveries as (
    insert into inbox (consumer, message_id, applied_at)
    select *, $5 from unnest($6::text[], $7::text[])
), journal as (
    insert into commit_journal (writer_id, batch_number, previous_hash, hash, committed_at)
    values ($8, $9, $10, $11, $5)
), events as (
    insert into outbox (
        message_id, bucket, customer_id, aggregate_kind, aggregate_id, aggregate_version,
        event_index, subject, message_type, payload, headers, cause,
        occurred_at, writer_id, batch_number)
    select *, $5, $8, $9 from unnest(
        $12::uuid[], $13::int[], $14::uuid[], $15::text[], $16::text[], $17::int[],
        $18::int[], $19::text[], $20::text[], $21::bytea[], $22::jsonb[], $23::text[])
)
select pg_notify('outbox', '')
"""
SMALL = 64
"""Rows of a commit that one statement writes."""
_WRITE_BALANCES = """
insert into ledger_balance (bucket, account, currency, debit_minor, credit_minor)
select bucket, account, currency, debit_minor, credit_minor
from unnest($1::int[], $2::text[], $3::text[], $4::int8[], $5::int8[])
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
        requests = [
            (*origin, answer.body_hash, answer.reply, now)
            for origin, answer in result.requests.items()
        ]
        deliveries = [(each.consumer, each.message_id, now) for each in result.deliveries]
        rows = len(requests) + len(deliveries) + len(result.outbox)
        if result.outbox and rows <= SMALL:
            kept = await self._write_small(connection, requests, deliveries, result, now)
            return kept and await self._write_ledger(connection, result, now)
        kept = await add_rows(connection, "request", _REQUEST, requests)
        kept = kept and await add_rows(connection, "inbox", _DELIVERY, deliveries)
        self._next_head = self._head
        if not kept or not (result.outbox or result.ledger):
            return kept
        number = self._number + 1
        self._next_head = commit_hash(self._head, result.outbox, result.ledger)
        commit = (now, self._writer_id, number)
        head = (self._writer_id, number, self._head, self._next_head, now)
        await connection.execute(_WRITE_JOURNAL, *head)
        kept = await add_rows(connection, "outbox", _EVENT, _events(result.outbox, commit))
        return kept and await self._write_ledger(connection, result, now)

    async def _write_small(
        self,
        connection: Connection,
        requests: Sequence[tuple[Any, ...]],
        deliveries: Sequence[tuple[Any, ...]],
        result: BatchResult,
        now: datetime,
    ) -> bool:
        self._next_head = commit_hash(self._head, result.outbox, result.ledger)
        try:
            await connection.execute(
                _WRITE_SMALL,
                *_columns(requests, 4),
                now,
                *_columns(deliveries, 2),
                self._writer_id,
                self._number + 1,
                self._head,
                self._next_head,
                *_columns(_events(result.outbox, ()), 12),
            )
        except asyncpg.UniqueViolationError:
            self._next_head = self._head
            return False
        return True

    async def _write_ledger(
        self, connection: Connection, result: BatchResult, now: datetime
    ) -> bool:
        if not result.ledger:
            return True
        entries = _entries(result, (now, self._writer_id, self._number + 1))
        kept = await add_rows(connection, "ledger_entry", _ENTRY, entries)
        if kept:
            await connection.execute(_WRITE_BALANCES, *_balance_columns(result.ledger))
        return kept


def _columns(rows: Sequence[tuple[Any, ...]], count: int) -> list[list[Any]]:
    """The first columns of these rows, as arrays."""
    return [[row[place] for row in rows] for place in range(count)]


def _events(rows: Sequence[OutboxRow], commit: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    # The events of one command, or of a whole chunk, carry the same headers.
    headers = {id(row.headers): row.headers for row in rows}
    texts = {each: orjson.dumps(dict(one)).decode() for each, one in headers.items()}
    return [
        (
            row.message_id,
            row.bucket,
            row.customer_id,
            row.aggregate_kind,
            row.aggregate_id,
            row.aggregate_version,
            row.event_index,
            row.subject,
            row.message_type,
            row.payload,
            texts[id(row.headers)],
            row.cause,
            *commit,
        )
        for row in rows
    ]


def _entries(result: BatchResult, commit: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    return [
        (
            transfer.customer_id,
            row.entry_id,
            row.bucket,
            transfer.debit,
            transfer.credit,
            transfer.amount_minor,
            transfer.currency,
            transfer.kind,
            transfer.subject_id,
            transfer.business_date,
            row.cause,
            *commit,
        )
        for row in result.ledger
        for transfer in (row.transfer,)
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
