"""Reads the dated policy about late loans from `policy/late.toml`, unless told another file."""

from pathlib import Path

from chassis.policy_files import read_parameters
from services.repayment.domain.late.policy import LatePolicies

DEFAULT = Path(__file__).parent / "policy" / "late.toml"


def read_late_policy(path: Path = DEFAULT) -> LatePolicies:
    """Raises PolicyError when the file is not usable, naming the parameter."""
    return LatePolicies(read_parameters(path))
