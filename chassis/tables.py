"""Aggregates as rows: set-wise load and save generated from a frozen dataclass.

The migration writes the same columns by hand; a table test compares the two.
"""

import dataclasses
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from functools import cache, cached_property, lru_cache
from operator import attrgetter, is_not
from typing import Any, Generic, TypeVar
from uuid import UUID

import asyncpg
import msgspec

from chassis.command import Key
from chassis.database import add_rows
from chassis.frozen import field_names
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


SHARED_VALUES = 1024
"""Different documents of one column that are kept to be shared."""


@dataclasses.dataclass(frozen=True, slots=True)
class Derived(Generic[A]):
    """A column computed from the state whenever it is written, and never read back."""

    name: str
    sql_type: str
    of: Callable[[A], Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Companion(Generic[A]):
    """A narrow table beside an aggregate's own: its key, its bucket and derived columns.

    Queries over all rows read this instead of opening documents. A row exists while `has_row` says
    so of the state, and is written in the transaction that writes the state.
    """

    name: str
    columns: tuple[tuple[str, str], ...]
    """The derived columns, each with its SQL type."""
    of: Callable[[A], tuple[Any, ...]]
    """Their values."""
    has_row: Callable[[A], bool]


class AggregateTable(Generic[A]):
    """The table of one kind of aggregate.

    Scalar fields become columns of the same name; enums are stored by value; everything nested is
    JSON: jsonb, or with `compact` text, which PostgreSQL neither parses nor compresses, for rows
    that are written in great numbers. Of a row that exists only what changed is written.
    `customer_id`, where the aggregate has one, also gives the row's bucket. `announced` says that
    every change publishes an event, which `granary verify` then counts.

    `documents` names a second table for everything nested, which is then written only when it
    changed. `derived` are more columns of the row. `current` makes of a stored state the one that
    it stands for. With `is_part` the aggregate is some columns of another aggregate's rows: it is
    updated under the same lock and version, and never inserted.
    """

    def __init__(
        self,
        kind: type[A],
        name: str,
        *,
        key: tuple[str, ...],
        announced: bool = True,
        compact: bool = False,
        documents: str = "",
        derived: tuple[Derived[A], ...] = (),
        companion: Companion[A] | None = None,
        current: Callable[[A], A] | None = None,
        is_part: bool = False,
    ) -> None:
        self.kind = kind
        self.name = name
        self.key_columns = key
        self.announced = announced
        self.current = current
        self.is_part = is_part
        hints = typing.get_type_hints(kind)
        names = self._names = field_names(kind)
        columns = tuple(_Column.of(name, hints[name], compact=compact) for name in names)
        self._key_values = attrgetter(*key)
        self.column_list = ", ".join(names)
        """The columns in field order, for SELECTs of a repository."""
        self.source = f"{name} join {documents} using ({', '.join(key)})" if documents else name
        """What such a SELECT reads from."""
        self._decoded = [(one.name, one.decode) for one in columns if one.decode is not _unchanged]
        if "version" not in names:
            raise TypeError(f"{kind.__name__} needs a `version` field")
        self._bucket_field = "customer_id" if "customer_id" in names else key[0]
        self._key = tuple(column for name in key for column in columns if column.name == name)
        bucket = _Column("bucket", "int", _unchanged, _unchanged, self.bucket_of)
        self._own = tuple(one for one in columns if not (documents and one.is_document))
        self._changing = tuple(one for one in self._own if one not in self._key)
        self._derived = tuple(map(_Column.derived, derived))
        self._rows = _Rows(name, (*self._own, *self._derived, bucket), key)
        self._documents = tuple(one for one in columns if documents and one.is_document)
        self._document_rows = _Rows(documents, (*self._key, *self._documents, bucket), key)
        self._companion = companion
        if companion is not None:
            own = (*self._key, bucket)
            self._companion_rows = _Rows(companion.name, own, key, companion.columns, companion.of)

    def key_of(self, state: A) -> Key[A]:
        values = self._key_values(state)
        return Key(self.kind, values if len(self.key_columns) > 1 else (values,))

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
        states = map(self._stored, rows)
        return {self.key_of(state): state for state in states}

    async def insert(self, connection: "asyncpg.Connection[Any]", states: Sequence[A]) -> bool:
        """Write new rows set-wise; False when another writer was there first."""
        for rows in (self._rows, self._document_rows) if self._documents else (self._rows,):
            added = list(zip(*rows.arrays(states), strict=True))
            if not await add_rows(connection, rows.name, rows.column_names, added):
                return False
        await self._save_companion(connection, states)
        return True

    async def update(
        self, connection: "asyncpg.Connection[Any]", changes: Sequence[tuple[A, A]]
    ) -> bool:
        """Write what changed between two stored states; False when another was there first."""
        changed = (*_differing(self._changing, changes), *self._derived)
        states = [state for _, state in changes]
        # The version is the fencing token: a writer that lost its lock cannot overwrite.
        status = await connection.execute(
            _update_sql(self.name, self._key, changed, " and version < {version}"),
            *(column.values(states) for column in (*self._key, *changed)),
        )
        rewritten = [pair for pair in changes if _differing(self._documents, [pair])]
        if rewritten:
            columns = _differing(self._documents, rewritten)
            states_of = [state for _, state in rewritten]
            await connection.execute(
                _update_sql(self._document_rows.name, self._key, columns),
                *(column.values(states_of) for column in (*self._key, *columns)),
            )
        await self._save_companion(connection, states)
        return int(status.rpartition(" ")[2]) == len(states)

    async def _save_companion(
        self, connection: "asyncpg.Connection[Any]", states: Sequence[A]
    ) -> None:
        companion = self._companion
        if companion is None:
            return
        kept = [state for state in states if companion.has_row(state)]
        if kept:
            rows = self._companion_rows
            await connection.execute(rows.upsert_sql, *rows.arrays(kept))
        if len(kept) < len(states):
            gone = [state for state in states if not companion.has_row(state)]
            arrays = [column.values(gone) for column in self._key]
            await connection.execute(self._delete_companion_sql, *arrays)

    def from_row(self, row: Mapping[str, Any]) -> A:
        """The state that a row stands for."""
        state = self._stored(row)
        return state if self.current is None else self.current(state)

    def _stored(self, row: Mapping[str, Any]) -> A:
        values = {name: row[name] for name in self._names}
        for name, decode in self._decoded:
            values[name] = decode(values[name])
        return self.kind(**values)

    @property
    def copies(self) -> tuple["_Rows", ...]:
        """The tables a state is written to, for COPY."""
        documents = (self._document_rows,) if self._documents else ()
        companion = () if self._companion is None else (self._companion_rows,)
        return (self._rows, *documents, *companion)

    @cached_property
    def _load_sql(self) -> str:
        # Key arrays rather than a join with unnest: the planner then always uses the primary key,
        # also on a young table without statistics.
        order = ", ".join(self.key_columns)
        return (
            f"select {self.column_list} from {self.source} "  # noqa: S608 - names come from the code
            f"where {self._key_in_arrays} order by {order} for update of {self.name}"
        )

    @cached_property
    def _delete_companion_sql(self) -> str:
        assert self._companion is not None
        return f"delete from {self._companion.name} where {self._key_in_arrays}"  # noqa: S608

    @property
    def _key_in_arrays(self) -> str:
        return " and ".join(
            f"{column.name} = any(${position}::{column.sql_type}[])"
            for position, column in enumerate(self._key, start=1)
        )


class _Rows:
    """How states become rows of one table."""

    def __init__(
        self,
        name: str,
        columns: "tuple[_Column, ...]",
        key: tuple[str, ...],
        more: tuple[tuple[str, str], ...] = (),
        of: Callable[[Any], tuple[Any, ...]] | None = None,
    ) -> None:
        """`of` gives the values of the columns in `more` together."""
        self.name = name
        self._columns = columns
        self._key = key
        self._of = of
        typed = (*((column.name, column.sql_type) for column in columns), *more)
        self.column_names = tuple(name for name, _ in typed)
        self._types = [sql_type for _, sql_type in typed]

    def row_of(self, state: Any) -> tuple[Any, ...]:
        more = () if self._of is None else self._of(state)
        return (*(column.encode(column.value_of(state)) for column in self._columns), *more)

    def arrays(self, states: Sequence[Any]) -> list[Any]:
        """One array per column, as the statements below take them."""
        more = () if self._of is None else zip(*map(self._of, states), strict=True)
        return [*(column.values(states) for column in self._columns), *map(list, more)]

    @cached_property
    def upsert_sql(self) -> str:
        assignments = ", ".join(
            f"{name} = excluded.{name}"
            for name in self.column_names
            if name not in (*self._key, "bucket")
        )
        return f"{self._insert}on conflict ({', '.join(self._key)}) do update set {assignments}"

    @property
    def _insert(self) -> str:
        arrays = ", ".join(
            f"${position}::{sql_type}[]" for position, sql_type in enumerate(self._types, start=1)
        )
        return (
            f"insert into {self.name} ({', '.join(self.column_names)}) "  # noqa: S608
            f"select * from unnest({arrays}) "
        )


def _differing(
    columns: "Sequence[_Column]", changes: Sequence[tuple[Any, Any]]
) -> "tuple[_Column, ...]":
    """The columns that some change touches.

    What was not replaced is the same object. One that is equal and not the same only costs the
    writing of it.
    """
    before, after = [old for old, _ in changes], [new for _, new in changes]
    return tuple(
        column
        for column in columns
        if any(map(is_not, map(column.value_of, before), map(column.value_of, after)))
    )


@cache
def _update_sql(
    table: str, key: "tuple[_Column, ...]", changed: "tuple[_Column, ...]", condition: str = ""
) -> str:
    """Set columns of the rows with these keys; `{version}` in the condition is the one written."""
    columns = (*key, *changed)
    arrays = ", ".join(f"${n}::{column.sql_type}[]" for n, column in enumerate(columns, 1))
    place = {column.name: f"c{n}" for n, column in enumerate(columns, 1)}
    assignments = ", ".join(f"{column.name} = {place[column.name]}" for column in changed)
    same = " and ".join(f"{table}.{column.name} = {place[column.name]}" for column in key)
    return (
        f"update {table} set {assignments} "  # noqa: S608 - names come from the code
        f"from unnest({arrays}) as v ({', '.join(place.values())}) "
        f"where {same}{condition.format(version=place.get('version'))}"
    )


@dataclasses.dataclass(frozen=True, slots=True)
class _Column:
    name: str
    sql_type: str
    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]
    value_of: Callable[[Any], Any]
    is_document: bool = False

    @classmethod
    def derived(cls, one: Derived[Any]) -> "_Column":
        return cls(one.name, one.sql_type, _unchanged, _unchanged, one.of)

    def values(self, states: Sequence[Any]) -> list[Any]:
        """The column of these states, as an array."""
        values = map(self.value_of, states)
        return list(values if self.encode is _unchanged else map(self.encode, values))

    @classmethod
    def of(cls, name: str, hint: Any, *, compact: bool) -> "_Column":
        inner = _without_none(hint)
        value_of = attrgetter(name)
        if isinstance(inner, type) and issubclass(inner, Enum):
            # A StrEnum is its value.
            encode = _unchanged if issubclass(inner, str) else _optional(attrgetter("value"))
            return cls(name, "text", encode, _optional(_member_of(inner)), value_of)
        if inner in _SCALARS:
            return cls(name, _SCALARS[inner], _unchanged, _unchanged, value_of)
        decode: Callable[[Any], Any] = msgspec.json.Decoder(inner).decode
        if compact and typing.get_origin(inner) is not tuple:
            # A single value repeats from row to row, as terms do, and being frozen can be shared.
            decode = lru_cache(SHARED_VALUES)(decode)
        sql_type = "text" if compact else "jsonb"
        return cls(name, sql_type, _optional(_json), _optional(decode), value_of, is_document=True)


def _without_none(hint: Any) -> Any:
    """`X | None` -> `X`; everything else unchanged."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        inner = [argument for argument in typing.get_args(hint) if argument is not type(None)]
        if len(inner) == 1:
            return inner[0]
    return hint


def json_text(value: Any) -> str | None:
    """A nested value as a compact column holds it."""
    return None if value is None else _json(value)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _unchanged(value: Any) -> Any:
    return value


def _member_of(kind: type[Enum]) -> Callable[[Any], Any]:
    """Finds the member of a value; raises KeyError for a value that no member has."""
    return {member.value: member for member in kind}.__getitem__


def _optional(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else convert(value)
