"""Reads the dated policy data; the file in `policy/` unless the settings name another."""

from pathlib import Path

from chassis.policy_files import read_parameters
from services.repayment.domain.policy import PolicyRegistry

DEFAULT = Path(__file__).parent / "policy" / "repayment.toml"


def read_policy(path: Path = DEFAULT) -> PolicyRegistry:
    """Raises PolicyError when the file is not usable, naming the parameter."""
    return PolicyRegistry(read_parameters(path))
