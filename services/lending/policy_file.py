"""Reads the dated policy data; the file in `policy/` unless the settings name another."""

from pathlib import Path

from chassis.policy_files import read_document
from services.lending.domain.policy import PolicyRegistry, parse_policy

DEFAULT = Path(__file__).parent / "policy" / "personal_revolving.toml"


def read_policy(path: Path = DEFAULT) -> PolicyRegistry:
    """Raises PolicyError when the file is not usable, naming the parameter."""
    return parse_policy(read_document(path))
