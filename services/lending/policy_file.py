"""Reads the product's dated policy data from its file."""

import tomllib
from pathlib import Path

from services.lending.domain.policy import PolicyRegistry, parse_policy

DEFAULT = Path(__file__).parent / "policy" / "personal_revolving.toml"


def read_policy(file: Path = DEFAULT) -> PolicyRegistry:
    """The policy of a product. Raises PolicyError, which names what is wrong."""
    return parse_policy(tomllib.loads(file.read_text(encoding="utf-8")))
