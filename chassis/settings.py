"""Read a frozen dataclass of settings from the environment, naming every fault at once.

The field `database_url` is read from GRANARY_DATABASE_URL. A field with a default may be absent;
an empty variable counts as absent. An address that holds a password lies in a file instead, which
GRANARY_DATABASE_URL_FILE names; keys are `*_file` fields, Paths that their owner reads. Fault texts
never repeat a value, which might be a secret.
"""

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar, Union

PREFIX = "GRANARY_"

Settings = TypeVar("Settings")


class SettingsError(Exception):
    """Some settings are missing or invalid; the message names each variable."""


def _read_bool(text: str) -> bool:
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    return words[text.lower()]


_READERS: dict[Any, tuple[str, Callable[[str], Any]]] = {
    str: ("text", str),
    int: ("a whole number", int),
    float: ("a number", float),
    bool: ("true or false", _read_bool),
    date: ("a date such as 2026-01-31", date.fromisoformat),
    Path: ("a path", Path),
}


def variable_name(field_name: str, prefix: str = PREFIX) -> str:
    """The environment variable a settings field is read from."""
    return prefix + field_name.upper()


def load(
    settings_class: type[Settings], environ: Mapping[str, str], prefix: str = PREFIX
) -> Settings:
    """Build the settings; raises SettingsError that names every missing or invalid variable."""
    hints = typing.get_type_hints(settings_class)
    values: dict[str, Any] = {}
    faults: list[str] = []
    for field in dataclasses.fields(settings_class):  # type: ignore[arg-type]
        name = variable_name(field.name, prefix)
        try:
            text = text_of(name, environ)
        except (OSError, UnicodeError):
            faults.append(f"the file that {name}_FILE names cannot be read")
            continue
        if not text:
            if not _has_default(field):
                faults.append(f"{name} is missing")
            continue
        expected, read = _reader(hints[field.name])
        try:
            values[field.name] = read(text)
        except (ValueError, KeyError):
            faults.append(f"{name} must be {expected}")
    if faults:
        raise SettingsError("; ".join(faults))
    return settings_class(**values)


def text_of(name: str, environ: Mapping[str, str]) -> str:
    """A variable's text, from the file that <name>_FILE names when the variable is absent.

    Empty when neither is given; raises OSError or UnicodeError for a file that cannot be read.
    """
    text = environ.get(name, "").strip()
    file = environ.get(f"{name}_FILE", "").strip()
    return Path(file).read_text(encoding="utf-8").strip() if file and not text else text


def _has_default(field: "dataclasses.Field[Any]") -> bool:
    return (
        field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
    )


def _reader(hint: Any) -> tuple[str, Callable[[str], Any]]:
    if typing.get_origin(hint) in (Union, types.UnionType):
        (hint,) = (arm for arm in typing.get_args(hint) if arm is not types.NoneType)
    if typing.get_origin(hint) is Literal:
        choices = {str(choice): choice for choice in typing.get_args(hint)}
        return "one of " + ", ".join(choices), choices.__getitem__
    if hint not in _READERS:
        raise TypeError(f"settings cannot be of type {hint}")
    return _READERS[hint]
