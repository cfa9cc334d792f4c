"""What the columns of a training file mean: a schema file, found by the header or named."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from services.lending.domain.credit_file import FEATURES
from services.lending.modelling.errors import ModellingError

SCHEMAS = Path(__file__).parent / "schemas"
_Positive = Annotated[int, msgspec.Meta(gt=0)]


class Recipe(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What of the training is set for a data set beforehand; never tuned on its results."""

    rounds: _Positive
    min_data_in_leaf: _Positive


class CreditFileColumns(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Which columns make up a credit file, newest month first."""

    minor_per_unit: _Positive
    """Fen for one unit of the file's amounts."""
    limit: str
    states: list[str]
    bills: list[str]
    payments: list[str]


class Signs(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Features that may only raise the risk as they grow, or only lower it."""

    up: list[str]
    down: list[str]


class ProtectedColumn(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A column that says which group a person belongs to: by its value, or by bands of it."""

    column: str
    groups: dict[str, str] = {}
    bands: list[int] = []
    """Upper ends, included."""

    def group_of(self, value: str) -> str:
        """The group of a value; `unknown` when the schema does not name it."""
        if self.groups:
            return self.groups.get(value, "unknown")
        try:
            number = float(value)
        except ValueError:
            return "unknown"
        lower = 0
        for end in self.bands:
            if number <= end:
                return f"{lower}-{end}"
            lower = end + 1
        return f"{lower}+"


class SchemaFile(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A schema as it is written."""

    name: Annotated[str, msgspec.Meta(pattern="^[a-z0-9_]{1,40}$")]
    title: str
    citation: str
    population: str
    target: str
    target_meaning: str
    features: Literal["credit_file", "columns"]
    recipe: Recipe
    signs: Signs
    families: dict[str, list[str]]
    protected: dict[str, ProtectedColumn]
    excluded: dict[str, str] = {}
    credit_file: CreditFileColumns | None = None
    categories: dict[str, list[str]] = {}


@dataclass(frozen=True, slots=True)
class DataSchema:
    """A schema that is whole: each feature has its family, and its sign or none."""

    file: SchemaFile
    features: tuple[str, ...]
    families: tuple[str, ...]
    signs: tuple[int, ...]

    @property
    def name(self) -> str:
        return self.file.name

    @property
    def columns(self) -> frozenset[str]:
        """Every column that is read."""
        spec, own = self.file, self.file.credit_file
        read = {spec.target, *(each.column for each in spec.protected.values())}
        if own is None:
            return frozenset(read.union(self.features))
        return frozenset(read.union([own.limit], own.states, own.bills, own.payments))


def read_schema(path: Path) -> DataSchema:
    """Raises ModellingError when the file is no schema, saying why."""
    try:
        spec = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), SchemaFile)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.MsgspecError) as error:
        raise ModellingError(f"schema {path.name}: {error}") from error
    return _whole(spec)


def schema_for(header: Collection[str], named: Path | None) -> DataSchema:
    """The named schema, or the shipped one whose columns the header has."""
    if named is not None:
        schema = read_schema(named)
        if missing := sorted(schema.columns - set(header)):
            raise ModellingError(f"the file has no column {', '.join(missing)}")
        return schema
    schemas = [read_schema(path) for path in sorted(SCHEMAS.glob("*.toml"))]
    nearest = min(schemas, key=lambda schema: len(schema.columns - set(header)))
    missing = sorted(nearest.columns - set(header))
    if not missing:
        return nearest
    if len(missing) <= len(nearest.columns) // 2:
        raise ModellingError(
            f"the file looks like {nearest.name} but has no column {', '.join(missing)}"
        )
    known = ", ".join(schema.name for schema in schemas)
    raise ModellingError(f"no shipped schema ({known}) fits the header; name one with --schema")


def _whole(spec: SchemaFile) -> DataSchema:
    family_of = {name: family for family, names in spec.families.items() for name in names}
    if spec.features == "credit_file":
        features = FEATURES
        own = spec.credit_file
        if own is None or not len(own.states) == len(own.bills) == len(own.payments) > 0:
            raise ModellingError(f"schema {spec.name}: credit_file needs the same months of each")
    else:
        features = tuple(family_of)
    signs = dict.fromkeys(spec.signs.up, 1) | dict.fromkeys(spec.signs.down, -1)
    unknown = (set(signs) | set(spec.categories)) - set(features)
    both = set(spec.signs.up) & set(spec.signs.down)
    if set(family_of) != set(features) or unknown or both:
        wrong = sorted((set(family_of) ^ set(features)) | unknown | both)
        raise ModellingError(f"schema {spec.name}: signs or families do not fit: {wrong}")
    protected = {column.column for column in spec.protected.values()} | set(spec.excluded)
    if used := sorted(protected & set(features)):
        raise ModellingError(f"schema {spec.name}: {used} may not be features")
    return DataSchema(
        file=spec,
        features=features,
        families=tuple(family_of[name] for name in features),
        signs=tuple(signs.get(name, 0) for name in features),
    )
