"""Decide a batch of commands in memory. Pure: the executor reads and writes around it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from google.protobuf.message import Message

from chassis.command import Command, Delivery, Key, Loaded, RequestKey
from chassis.decision import Decision, Transfer
from chassis.errors import Conflict
from chassis.frozen import Frozen, replace
from chassis.outbox import OutboxRow, subject_named
from chassis.ports import NewId, bucket_of
from chassis.tables import AggregateTable

Announce = Callable[[Any], Message]
"""Turns a domain event into the message that is published."""


class RequestIdReused(Conflict):
    """This request id was already used with another body; use a fresh id for a new request."""

    reason = "REQUEST_ID_REUSED"


@dataclass(frozen=True, slots=True)
class Answer:
    """The stored answer to a request: what its body hashed to and the encoded reply."""

    body_hash: bytes
    reply: bytes


@dataclass(frozen=True, slots=True)
class Seen:
    """What earlier commits already hold of this batch's origins."""

    requests: Mapping[tuple[str, UUID], Answer] = field(default_factory=dict)
    deliveries: frozenset[tuple[str, str]] = frozenset()


class LedgerRow(Frozen, frozen=True):
    """One transfer with its identity and cause, as the ledger stores it."""

    entry_id: UUID
    bucket: int
    transfer: Transfer
    cause: str
    posted_at: datetime


@dataclass(slots=True)
class BatchResult:
    """What a batch writes, set-wise, and what each caller hears."""

    outcomes: list[Any]
    """Per command, in order: its reply, or the exception it ended with."""
    requests: dict[tuple[str, UUID], Answer]
    deliveries: list[Delivery]
    changed: dict[Key[Any], Any]
    outbox: list[OutboxRow]
    ledger: list[LedgerRow]


class BatchDecider:
    """Decides commands one after the other over the same loaded aggregates."""

    def __init__(
        self, tables: Mapping[type, AggregateTable[Any]], announce: Announce, new_id: NewId
    ) -> None:
        self._tables = tables
        self._announce = announce
        self._new_id = new_id

    def decide(
        self,
        commands: Sequence[Command[Any]],
        seen: Seen,
        states: Mapping[Key[Any], Any],
        now: datetime,
        outcomes: list[Any] | None = None,
    ) -> BatchResult:
        """Each command sees the states its predecessors left; a refused one leaves no trace.

        Outcomes are appended to the given list as they are decided.
        """
        result = BatchResult([] if outcomes is None else outcomes, {}, [], {}, [], [])
        deliveries = set(seen.deliveries)
        working = dict(states)
        for command in commands:
            result.outcomes.append(
                self._decide_one(command, seen, deliveries, working, result, now)
            )
        return result

    def _decide_one(
        self,
        command: Command[Any],
        seen: Seen,
        deliveries: set[tuple[str, str]],
        working: dict[Key[Any], Any],
        result: BatchResult,
        now: datetime,
    ) -> Any:
        origin = command.origin
        if isinstance(origin, Delivery):
            if (origin.consumer, origin.message_id) in deliveries:
                return None
        else:
            request = (origin.caller_id, origin.request_id)
            answer = seen.requests.get(request) or result.requests.get(request)
            if answer is not None:
                return _first_answer(command, origin, answer)
        try:
            decision = command.decide(Loaded(working))
            self._take(command, decision, working, result, now)
        except Exception as error:  # noqa: BLE001 - the error belongs to this caller alone
            return error
        if isinstance(origin, Delivery):
            deliveries.add((origin.consumer, origin.message_id))
            result.deliveries.append(origin)
        else:
            reply = msgspec.json.encode(decision.reply)
            result.requests[request] = Answer(origin.body_hash, reply)
        return decision.reply

    def _take(
        self,
        command: Command[Any],
        decision: Decision[Any],
        working: dict[Key[Any], Any],
        result: BatchResult,
        now: datetime,
    ) -> None:
        cause = command.origin.cause
        rows: list[OutboxRow] = []
        states: dict[Key[Any], Any] = {}
        for change in decision.changes:
            table = self._tables[type(change.state)]
            if table.announced and not change.events:
                raise TypeError(f"a change of {table.name} must announce an event")
            key = table.key_of(change.state)
            before = states.get(key) or working.get(key)
            version = (before.version if before is not None else 0) + 1
            state = states[key] = replace(change.state, version=version)
            if change.events:
                rows += self._outbox_rows(command, cause, table, state, change.events, now)
        result.ledger += [
            LedgerRow(self._new_id(), bucket_of(transfer.customer_id), transfer, cause, now)
            for transfer in decision.transfers
        ]
        working.update(states)
        result.changed.update(states)
        result.outbox += rows

    def _outbox_rows(
        self,
        command: Command[Any],
        cause: str,
        table: AggregateTable[Any],
        state: Any,
        events: tuple[object, ...],
        now: datetime,
    ) -> list[OutboxRow]:
        messages = [self._announce(event) for event in events]
        types = [message.DESCRIPTOR.full_name for message in messages]
        bucket, customer_id = table.bucket_of(state), getattr(state, "customer_id", None)
        aggregate_id = str(getattr(state, table.key_columns[-1]))
        return [
            OutboxRow(
                message_id=self._new_id(),
                bucket=bucket,
                customer_id=customer_id,
                aggregate_kind=table.name,
                aggregate_id=aggregate_id,
                aggregate_version=state.version,
                event_index=index,
                subject=subject_named(message_type),
                message_type=message_type,
                payload=message.SerializeToString(deterministic=True),
                headers=command.headers,
                cause=cause,
                occurred_at=now,
            )
            for index, (message, message_type) in enumerate(zip(messages, types, strict=True))
        ]


def _first_answer(command: Command[Any], origin: RequestKey, answer: Answer) -> Any:
    if answer.body_hash != origin.body_hash:
        return RequestIdReused(request_id=str(origin.request_id))
    return msgspec.json.decode(answer.reply, type=command.reply_type)
