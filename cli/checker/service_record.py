"""Read one service's own record from its database, as the chassis' tables hold it."""

from typing import Any
from uuid import UUID

import orjson

from chassis.batch import LedgerRow
from chassis.decision import Transfer
from chassis.outbox import OutboxRow
from cli.checker.facts import Balance, Commit, Posted, Published, ServiceFacts

_PRIMARY_KEYS = """
select c.relname as kind, a.attname as key_column
from pg_index i
join pg_class c on c.oid = i.indrelid
join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[i.indnatts - 1]
where i.indisprimary and c.relname = any($1::text[])
"""


async def read_service(connection: Any, name: str) -> ServiceFacts:
    """Everything the invariants ask of one service, in one repeatable snapshot."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        return ServiceFacts(
            name=name,
            outbox=[_published(row) for row in await connection.fetch("select * from outbox")],
            inbox=[
                (row["consumer"], row["message_id"])
                for row in await connection.fetch("select consumer, message_id from inbox")
            ],
            entries=[_posted(row) for row in await connection.fetch("select * from ledger_entry")],
            balances=[
                Balance(*row)
                for row in await connection.fetch(
                    "select bucket, account, currency, debit_minor, credit_minor "
                    "from ledger_balance"
                )
            ],
            journal=[
                Commit(*row)
                for row in await connection.fetch(
                    "select writer_id, batch_number, previous_hash, hash from commit_journal"
                )
            ],
            versions=await _versions(connection),
        )


async def _versions(connection: Any) -> dict[tuple[str, UUID | None, str], int]:
    """The version in the row of each aggregate the outbox tells of."""
    kinds = [
        row["aggregate_kind"]
        for row in await connection.fetch("select distinct aggregate_kind from outbox")
    ]
    versions: dict[tuple[str, UUID | None, str], int] = {}
    for kind, key_column in await connection.fetch(_PRIMARY_KEYS, kinds):
        # Both names come from the catalogue, not from data.
        rows = await connection.fetch(
            f"select to_jsonb(t) ->> 'customer_id', \"{key_column}\"::text, version "  # noqa: S608
            f'from "{kind}" t'
        )
        versions.update({(kind, UUID(row[0]) if row[0] else None, row[1]): row[2] for row in rows})
    return versions


def _published(row: Any) -> Published:
    return Published(
        row=OutboxRow(
            message_id=_uuid(row["message_id"]),
            bucket=row["bucket"],
            customer_id=row["customer_id"],
            aggregate_kind=row["aggregate_kind"],
            aggregate_id=row["aggregate_id"],
            aggregate_version=row["aggregate_version"],
            event_index=row["event_index"],
            subject=row["subject"],
            message_type=row["message_type"],
            payload=row["payload"],
            headers=orjson.loads(row["headers"]),
            cause=row["cause"],
            occurred_at=row["occurred_at"],
        ),
        stream_sequence=row["stream_sequence"],
        writer_id=_uuid(row["writer_id"]),
        batch_number=row["batch_number"],
    )


def _posted(row: Any) -> Posted:
    transfer = Transfer(
        debit=row["debit_account"],
        credit=row["credit_account"],
        amount_minor=row["amount_minor"],
        kind=row["kind"],
        customer_id=_uuid(row["customer_id"]),
        subject_id=_uuid(row["subject_id"]),
        business_date=row["business_date"],
        currency=row["currency"],
    )
    return Posted(
        row=LedgerRow(
            entry_id=_uuid(row["entry_id"]),
            bucket=row["bucket"],
            transfer=transfer,
            cause=row["cause"],
            posted_at=row["posted_at"],
        ),
        writer_id=_uuid(row["writer_id"]),
        batch_number=row["batch_number"],
    )


def _uuid(value: Any) -> UUID:
    """The driver returns a subclass of UUID that compares equal; facts hold plain ones."""
    return UUID(int=value.int)
