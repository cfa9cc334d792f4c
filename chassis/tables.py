"""Aggregates as rows: set-wise load and save generated from a frozen dataclass.

The migration writes the same columns by hand; a table test compares the two.
"""

import dataclasses
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from functools import cached_property
from typing import Any, Generic, TypeVar
from uuid import UUID

import asyncpg
import msgspec

from chassis.command import Key
from chassis.ports import bucket_of

A = TypeVar("A")

_SCALARS: dict[type, str] = {
    UUID: "uuid",
    int: "int8",
    str: "text",
    bool: "bool",
    date: "date",
    datetime: "timestamptz",
    bytes: "bytea",
}


class AggregateTable(Generic[A]):
    """The table of one kind of aggregate.

    Scalar fields become columns of the same name; enums are stored by value; everything nested is
    jsonb. `customer_id`, where the aggregate has one, also gives the row's bucket. `announced`
    says that every change publishes an event, which `granary verify` then counts.
    """

    def __init__(
        self, kind: type[A], name: str, *, key: tuple[str, ...], announced: bool = True
    ) -> None:
        self.kind = kind
        self.name = name
        self.key_columns = key
        self.announced = announced
        hints = typing.get_type_hints(kind)
        self._columns = tuple(
            _Column.of(field.name, hints[field.name])
            for field in dataclasses.fields(kind)  # type: ignore[arg-type]
        )
        names = [column.name for column in self._columns]
        if "version" not in names:
            raise TypeError(f"{kind.__name__} needs a `version` field")
        self._bucket_field = "customer_id" if "customer_id" in names else key[0]

    def key_of(self, state: A) -> Key[A]:
        return Key(self.kind, tuple(getattr(state, name) for name in self.key_columns))

    def bucket_of(self, state: A) -> int:
        """The bucket of the row: that of its customer, or of its key where it has none."""
        owner = getattr(state, self._bucket_field) or getattr(state, self.key_columns[0])
        return bucket_of(owner)

    async def load(
        self, connection: "asyncpg.Connection[Any]", keys: Iterable[Key[Any]]
    ) -> dict[Key[A], A]:
        """Lock and read the named aggregates in one query; absent ones are not in the answer."""
        arrays = list(zip(*(key.parts for key in keys), strict=True))
        rows = await connection.fetch(self._load_sql, *arrays)
        states = (self.from_row(row) for row in rows)
        return {self.key_of(state): state for state in states}

    async def save(
        self, connection: "asyncpg.Connection[Any]", states: Sequence[A], *, new: bool
    ) -> bool:
        """Write the states in one statement; False when another writer was there first."""
        arrays = [
            [column.encode(getattr(s, column.name)) for s in states] for column in self._columns
        ]
        arrays.append([self.bucket_of(state) for state in states])
        status = await connection.execute(self._insert_sql if new else self._update_sql, *arrays)
        return int(status.rpartition(" ")[2]) == len(states)

    def from_row(self, row: Mapping[str, Any]) -> A:
        return self.kind(**{c.name: c.decode(row[c.name]) for c in self._columns})

    @cached_property
    def column_list(self) -> str:
        """The columns in field order, for SELECTs of a repository."""
        return ", ".join(column.name for column in self._columns)

    @cached_property
    def _load_sql(self) -> str:
        # Key arrays rather than a join with unnest: the planner then always uses the primary key,
        # also on a young table without statistics.
        types_of = {column.name: column.sql_type for column in self._columns}
        where = " and ".join(
            f"{name} = any(${position}::{types_of[name]}[])"
            for position, name in enumerate(self.key_columns, start=1)
        )
        order = ", ".join(self.key_columns)
        return (
            f"select {self.column_list} from {self.name} where {where} order by {order} for update"  # noqa: S608 - names come from the code
        )

    @cached_property
    def _insert_sql(self) -> str:
        arrays = ", ".join(
            f"${position}::{column.sql_type}[]"
            for position, column in enumerate(self._columns, start=1)
        )
        bucket = f"${len(self._columns) + 1}::int[]"
        return (
            f"insert into {self.name} ({self.column_list}, bucket) "  # noqa: S608
            f"select * from unnest({arrays}, {bucket}) on conflict do nothing"
        )

    @cached_property
    def _update_sql(self) -> str:
        # An upsert finds its rows by the primary key; UPDATE ... FROM unnest may scan instead. The
        # version is the fencing token: a writer that lost its lock cannot overwrite.
        keys = ", ".join(self.key_columns)
        assignments = ", ".join(
            f"{column.name} = excluded.{column.name}"
            for column in self._columns
            if column.name not in self.key_columns
        )
        insert = self._insert_sql.removesuffix("on conflict do nothing")
        return (
            f"{insert}on conflict ({keys}) do update set {assignments} "
            f"where {self.name}.version < excluded.version"
        )


@dataclasses.dataclass(frozen=True, slots=True)
class _Column:
    name: str
    sql_type: str
    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]

    @classmethod
    def of(cls, name: str, hint: Any) -> "_Column":
        inner = _without_none(hint)
        if isinstance(inner, type) and issubclass(inner, Enum):
            return cls(name, "text", _optional(lambda value: value.value), _optional(inner))
        if inner in _SCALARS:
            return cls(name, _SCALARS[inner], _unchanged, _unchanged)
        return cls(
            name,
            "jsonb",
            _optional(lambda value: msgspec.json.encode(value).decode()),
            _optional(msgspec.json.Decoder(hint).decode),
        )


def _without_none(hint: Any) -> Any:
    """`X | None` -> `X`; everything else unchanged."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        inner = [argument for argument in typing.get_args(hint) if argument is not type(None)]
        if len(inner) == 1:
            return inner[0]
    return hint


def _unchanged(value: Any) -> Any:
    return value


def _optional(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else convert(value)
