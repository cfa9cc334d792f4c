"""Plays stretches of seeds for the tests, which are in two files for two processes."""

from tests.simulation.world import Run, simulate

SEEDS = 500
AT_ONCE = 50
"""Seeds of one test."""
FIRST_HALF = range(1, SEEDS // 2 + 1, AT_ONCE)
SECOND_HALF = range(SEEDS // 2 + 1, SEEDS + 1, AT_ONCE)


def broken_runs(first: int) -> list[Run]:
    """The runs of the stretch from this seed on that broke a promise."""
    runs = (simulate(seed) for seed in range(first, first + AT_ONCE))
    broken = [run for run in runs if run.findings]
    print(f"seeds {first} to {first + AT_ONCE - 1}: {len(broken)} broke a promise")  # noqa: T201
    return broken


def report(broken: list[Run]) -> str:
    """What to type to see each broken run again, and what it broke first."""
    lines = [
        f"python -m tests.simulation {run.seed} --trace   # {first.code}: {first.detail}"
        for run in broken
        for first in run.findings[:1]
    ]
    return "\n".join(("these seeds break a promise; to replay one of them exactly:", *lines))
