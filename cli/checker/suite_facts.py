"""Read the facts of a whole suite: its databases, its bus and its rail's book."""

from collections.abc import Callable
from typing import Any

import aiohttp
import asyncpg
import nats
import orjson
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import NotFoundError

from chassis.streams import STREAMS
from cli.checker.facts import (
    CreditFact,
    CreditLineFact,
    DrawdownFact,
    Facts,
    HeldFact,
    IncomingFact,
    LoanFact,
    RailMovement,
    RefundFact,
    RepaymentFact,
)
from cli.checker.service_record import read_service
from cli.suite.plan import SERVICES

_READ_AT_ONCE = 500

_DRAWDOWNS = """
select drawdown_id, customer_id, credit_line_id, amount_minor, status from drawdown
"""
_CREDIT_LINES = """
select credit_line_id, limit_minor, drawn_minor, reserved_minor, over_limit_minor
from credit_line
"""
_REPAYMENTS = """
select repayment_id, loan_id, amount_minor, currency, status, bank_reference from repayment
"""
_HELD = "select repayment_id, amount_minor, currency from held_receipt"
_CREDITS = """
select customer_id, held_minor + refunding_minor as amount_minor, currency from customer_credit
"""
_INCOMING = """
select bank_reference, replace(return_id::text, '-', '') as return_key, amount_minor, currency,
    state
from incoming_transfer
"""
_REFUNDS = "select refund_id, amount_minor, currency, status from refund"
# Documents are arrays of fields in the order of the service's classes: a step of the principal has
# its amount at 1; an instalment its principal at 3, its state at 5 and its paid principal at 6.
_LOANS = """
select loan_id, customer_id, principal_minor, instalments, status,
    (principal_history::json -> -1 ->> 1)::bigint as not_yet_due_minor
from loan join loan_document using (customer_id, loan_id)
"""
_RESOLVED = """
select case direction when 'IN' then 'debit' else 'payment' end as kind, rail_key,
    sum(rail_amount_minor)::bigint as amount_minor
from rail_difference where state = 'RESOLVED' group by direction, rail_key
"""


async def read_suite(
    database_url: Callable[[str], str], nats_url: str, sandbox_url: str, *, calm: bool
) -> Facts:
    """Everything at (nearly) one moment.

    The bus is read last: whatever a database says was published must be there by then. Rows that
    were written in between belong to a later look.
    """
    facts = Facts(calm=calm)
    facts.rail = await _rail_book(sandbox_url)
    for name in SERVICES:
        connection = await asyncpg.connect(database_url(name))
        try:
            facts.services[name] = await read_service(connection, name)
            if name == "lending":
                await _read_lending(connection, facts)
            if name == "repayment":
                await _read_repayment(connection, facts)
        finally:
            await connection.close()
    facts.stream = await _stream(nats_url)
    return facts


async def _read_lending(connection: Any, facts: Facts) -> None:
    facts.drawdowns = [
        DrawdownFact(
            drawdown_id=row["drawdown_id"],
            customer_id=row["customer_id"],
            credit_line_id=row["credit_line_id"],
            amount_minor=row["amount_minor"],
            currency="CNY",
            status=row["status"],
        )
        for row in await connection.fetch(_DRAWDOWNS)
    ]
    facts.credit_lines = [CreditLineFact(*row) for row in await connection.fetch(_CREDIT_LINES)]


async def _read_repayment(connection: Any, facts: Facts) -> None:
    facts.repayments = [RepaymentFact(*row) for row in await connection.fetch(_REPAYMENTS)]
    facts.held = [HeldFact(*row) for row in await connection.fetch(_HELD)]
    facts.credits = [CreditFact(*row) for row in await connection.fetch(_CREDITS)]
    facts.refunds = [RefundFact(*row) for row in await connection.fetch(_REFUNDS)]
    facts.incoming = [IncomingFact(*row) for row in await connection.fetch(_INCOMING)]
    facts.resolved = {
        (row["kind"], row["rail_key"]): row["amount_minor"]
        for row in await connection.fetch(_RESOLVED)
    }
    facts.loans = [
        LoanFact(
            loan_id=row["loan_id"],
            customer_id=row["customer_id"],
            principal_minor=row["principal_minor"],
            outstanding_principal_minor=row["not_yet_due_minor"] + _unpaid(row["instalments"]),
            status=row["status"],
        )
        for row in await connection.fetch(_LOANS)
    ]


def _unpaid(instalments: str) -> int:
    """Principal of instalments that fell due and are not fully paid."""
    return sum(
        instalment[3] - instalment[6]
        for instalment in orjson.loads(instalments)
        if instalment[5:6] == ["DUE"]
    )


async def _rail_book(sandbox_url: str) -> list[RailMovement]:
    timeout = aiohttp.ClientTimeout(total=60)
    async with (
        aiohttp.ClientSession(timeout=timeout) as session,
        session.get(f"{sandbox_url}/rail/book") as response,
    ):
        response.raise_for_status()
        book = await response.json()
    return [
        RailMovement(
            kind=row["kind"],
            end_to_end_id=row["end_to_end_id"],
            amount_minor=row["amount_minor"],
            currency=row["currency"],
            settled=True,
        )
        for row in book["movements"]
    ]


async def _stream(nats_url: str) -> dict[str, tuple[str, int]]:
    """The ids of all messages on the bus, read from the headers alone."""
    client = await nats.connect(nats_url)
    try:
        found: dict[str, tuple[str, int]] = {}
        for stream in STREAMS:
            # What was put aside was published by a consumer, not from an outbox.
            if stream.name != "DEADLETTER":
                found.update(await _stream_ids(client, stream.name))
        return found
    finally:
        await client.close()


async def _stream_ids(client: Any, stream: str) -> dict[str, tuple[str, int]]:
    jetstream = client.jetstream()
    try:
        left = (await jetstream.stream_info(stream)).state.messages
    except NotFoundError:
        return {}
    subscription = await jetstream.pull_subscribe(
        "",
        stream=stream,
        config=ConsumerConfig(
            ack_policy=AckPolicy.NONE,
            deliver_policy=DeliverPolicy.ALL,
            headers_only=True,
            mem_storage=True,
            inactive_threshold=60,
        ),
    )
    found: dict[str, tuple[str, int]] = {}
    while left > 0:
        messages = await subscription.fetch(min(left, _READ_AT_ONCE), timeout=10)
        left -= len(messages)
        for message in messages:
            sequence = message.metadata.sequence.stream
            found[message.headers["Nats-Msg-Id"]] = (stream, sequence)
    return found
