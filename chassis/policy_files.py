"""Reads files of dated policy data."""

import tomllib
from pathlib import Path
from typing import Any

from chassis.dated_policy import DatedParameters, PolicyError


def read_document(path: Path) -> dict[str, Any]:
    """A policy file as parsed data. Raises PolicyError when it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PolicyError(f"the policy file {path} cannot be read: {error}") from error


def read_parameters(path: Path) -> DatedParameters:
    """The parameters of a policy file. Raises PolicyError, naming the one that is wrong."""
    return DatedParameters.of(read_document(path))
