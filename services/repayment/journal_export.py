"""The journal as a file: CSV (RFC 4180) or Parquet, made piece by piece."""

import asyncio
import csv
import io
import tempfile
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import IO, Any

from arro3.core import Array, DataType, Field, RecordBatch, Schema, Table
from arro3.io import write_parquet

from services.repayment.ledger_queries import Entry

COLUMNS = (
    "business_date",
    "entry_id",
    "kind",
    "debit_account",
    "credit_account",
    "amount_minor",
    "currency",
    "customer_id",
    "subject_id",
    "cause",
    "posted_at",
)
PIECE_BYTES = 256 * 1024
"""At most this much is sent at once: far below what a message may weigh."""


async def as_csv(pieces: AsyncIterator[list[Entry]]) -> AsyncIterator[bytes]:
    """A header line, then one line per entry; lines end as RFC 4180 says."""
    yield _lines((COLUMNS,))
    async for entries in pieces:
        content = _lines(_values(entry) for entry in entries)
        for start in range(0, len(content), PIECE_BYTES):
            yield content[start : start + PIECE_BYTES]


async def as_parquet(pieces: AsyncIterator[list[Entry]]) -> AsyncIterator[bytes]:
    """A Parquet file with the same columns; its footer comes last, so it is made on disk."""
    batches = [await asyncio.to_thread(_batch, entries) async for entries in pieces]
    with tempfile.TemporaryFile() as file:
        await asyncio.to_thread(_write, batches, file)
        file.seek(0)
        while content := await asyncio.to_thread(file.read, PIECE_BYTES):
            yield content


def _values(entry: Entry) -> tuple[str | int, ...]:
    return tuple(
        value if isinstance(value := getattr(entry, name), int) else _text(value)
        for name in COLUMNS
    )


def _text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _lines(rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


_TYPES = {
    "business_date": DataType.date32(),
    "amount_minor": DataType.int64(),
    "posted_at": DataType.timestamp("us", tz="UTC"),
}
"""Every other column is text."""
_SCHEMA = Schema(
    [Field(name, _TYPES.get(name, DataType.utf8()), nullable=False) for name in COLUMNS]
)
_FIRST_DAY = date(1970, 1, 1)
_FIRST_INSTANT = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def _batch(entries: list[Entry]) -> RecordBatch:
    return RecordBatch.from_arrays(
        [_column(name, [getattr(entry, name) for entry in entries]) for name in COLUMNS],
        schema=_SCHEMA,
    )


def _column(name: str, values: list[Any]) -> Array:
    """Days and instants are counted from 1970, as Arrow keeps them."""
    if name == "business_date":
        days = [(value - _FIRST_DAY).days for value in values]
        return Array(days, DataType.int32()).cast(_TYPES[name])
    if name == "posted_at":
        microseconds = [(value - _FIRST_INSTANT) // _MICROSECOND for value in values]
        return Array(microseconds, DataType.int64()).cast(_TYPES[name])
    if name == "amount_minor":
        return Array(values, DataType.int64())
    return Array([str(value) for value in values], DataType.utf8())


def _write(batches: list[RecordBatch], file: IO[bytes]) -> None:
    write_parquet(Table.from_batches(batches, schema=_SCHEMA), file)
