"""Training files: CSV, packed with gzip or not. What cannot be read is named by row and column."""

import csv
import gzip
import io
import zlib
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from math import isfinite, nan
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
from numpy.typing import NDArray

from services.lending.domain.credit_file import CreditFile, RevolvingMonth, features_of
from services.lending.modelling.errors import ModellingError
from services.lending.modelling.schema import CreditFileColumns, DataSchema, schema_for

ROWS_MAX = 2_000_000
BYTES_MAX = 2 * 1024**3
AMOUNT_MAX = 1e13
LEAST_OF_EACH_CLASS = 50
_GZIP = b"\x1f\x8b"
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class TrainingData:
    """Rows ready to train on: NaN where a value is missing."""

    schema: DataSchema
    vectors: NDArray[np.float64]
    bad: NDArray[np.bool_]
    groups: dict[str, NDArray[np.str_]]
    """The group of each row, by protected attribute."""
    sha256: str
    """Of the content, unpacked."""

    @property
    def bad_rate_ppm(self) -> int:
        return round(float(self.bad.mean()) * 1_000_000)


class _Hashed(io.RawIOBase):
    """Passes bytes on, hashes them, and stops when there are too many."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.digest = sha256()
        self._bytes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self._source.read(len(buffer))
        self._bytes += len(data)
        if self._bytes > BYTES_MAX:
            raise ModellingError(f"the file is larger than {BYTES_MAX // 1024**2} MB unpacked")
        self.digest.update(data)
        buffer[: len(data)] = data
        return len(data)


def read_training_data(
    path: Path, schema_path: Path | None, on_rows: Callable[[int], None] = lambda _: None
) -> TrainingData:
    """Everything a model is trained on. Raises ModellingError; `on_rows` is told the progress."""
    try:
        with path.open("rb") as file:
            packed = file.read(2) == _GZIP
            file.seek(0)
            source: BinaryIO = gzip.open(file) if packed else file  # type: ignore[assignment]  # noqa: SIM115
            hashed = _Hashed(source)
            text = io.TextIOWrapper(
                io.BufferedReader(cast(io.RawIOBase, hashed)), encoding="utf-8-sig", newline=""
            )
            data = _read(text, schema_path, on_rows)
    except (OSError, EOFError, zlib.error) as error:
        raise ModellingError(f"{path.name} cannot be read: {error}") from error
    except UnicodeDecodeError as error:
        raise ModellingError(f"{path.name} is not a text in UTF-8") from error
    except csv.Error as error:
        raise ModellingError(f"{path.name} is not a CSV file: {error}") from error
    return TrainingData(*data, sha256=hashed.digest.hexdigest())


def _read(
    text: io.TextIOBase, schema_path: Path | None, on_rows: Callable[[int], None]
) -> tuple[DataSchema, NDArray[np.float64], NDArray[np.bool_], dict[str, NDArray[np.str_]]]:
    reader = csv.reader(text)
    header = next(reader, [])
    if not header:
        raise ModellingError("the file is empty: there is no header")
    if twice := sorted({a for a, b in pairwise(sorted(header)) if a == b}):
        raise ModellingError(f"the header names {', '.join(twice)} twice")
    schema = schema_for(header, schema_path)
    vector_of = _vectors(schema)
    values, bad = array("d"), array("b")
    groups: dict[str, list[str]] = {name: [] for name in schema.file.protected}
    for number, row in _rows(reader, header):
        values.extend(vector_of(number, row))
        bad.append(_target(number, row[schema.file.target]))
        for name, column in schema.file.protected.items():
            groups[name].append(column.group_of(row[column.column]))
        if number % 1000 == 0:
            on_rows(number)
    _check_classes(bad)
    on_rows(len(bad))
    vectors = np.array(values).reshape(len(bad), len(schema.features))
    labels = {name: np.array(group) for name, group in groups.items()}
    return schema, vectors, np.array(bad, dtype=bool), labels


def _rows(reader: Iterator[list[str]], header: list[str]) -> Iterator[tuple[int, Row]]:
    for number, cells in enumerate(reader, start=1):
        if not cells:
            continue
        if len(cells) != len(header):
            raise ModellingError(f"row {number} has {len(cells)} values, not {len(header)}")
        if number > ROWS_MAX:
            raise ModellingError(f"there are more than {ROWS_MAX:,} rows")
        yield number, dict(zip(header, cells, strict=True))


def _target(number: int, cell: str) -> int:
    if cell not in {"0", "1"}:
        raise ModellingError(f"row {number}: the target is {cell[:40]!r}, not 0 or 1")
    return int(cell)


def _check_classes(bad: "array[int]") -> None:
    if not bad:
        raise ModellingError("the file has a header and no rows")
    least = min(sum(bad), len(bad) - sum(bad))
    if least == 0:
        raise ModellingError(f"all {len(bad)} rows have the target {bad[0]}; training needs both")
    if least < LEAST_OF_EACH_CLASS:
        raise ModellingError(f"one class has {least} rows; at least {LEAST_OF_EACH_CLASS} needed")


def _vectors(schema: DataSchema) -> Callable[[int, Row], list[float]]:
    own = schema.file.credit_file
    if own is not None:
        return lambda number, row: _of_credit_file(number, row, own)
    codes = {
        name: {level: float(place) for place, level in enumerate(levels)}
        for name, levels in schema.file.categories.items()
    }
    return lambda number, row: [
        _code(number, name, row[name], codes[name])
        if name in codes
        else _number(number, name, row[name])
        for name in schema.features
    ]


def _of_credit_file(number: int, row: Row, own: CreditFileColumns) -> list[float]:
    """The features of a row, by the same function that serves: a row becomes a credit file."""

    def fen(column: str) -> int:
        return round(_known(number, column, row[column]) * own.minor_per_unit)

    months = tuple(
        RevolvingMonth(_whole(number, state, row[state]), fen(bill), fen(payment))
        for state, bill, payment in zip(own.states, own.bills, own.payments, strict=True)
    )
    vector = features_of(CreditFile(fen(own.limit), months))
    return [nan if value is None else value for value in vector.values]


def _code(number: int, column: str, cell: str, codes: dict[str, float]) -> float:
    if cell == "":
        return nan
    if cell not in codes:
        raise ModellingError(f"row {number}: {column} is {cell[:40]!r}, which the schema lacks")
    return codes[cell]


def _known(number: int, column: str, cell: str) -> float:
    value = _number(number, column, cell)
    if not isfinite(value):
        raise ModellingError(f"row {number}: {column} is empty")
    return value


def _whole(number: int, column: str, cell: str) -> int:
    value = _known(number, column, cell)
    if value != int(value):
        raise ModellingError(f"row {number}: {column} is {cell[:40]!r}, not a whole number")
    return int(value)


def _number(number: int, column: str, cell: str) -> float:
    """A number, NaN for an empty cell."""
    if cell == "":
        return nan
    try:
        value = float(cell)
    except ValueError:
        raise ModellingError(f"row {number}: {column} is {cell[:40]!r}, not a number") from None
    if not abs(value) <= AMOUNT_MAX:
        raise ModellingError(f"row {number}: {column} is {cell[:40]!r}, which no amount can be")
    return value
