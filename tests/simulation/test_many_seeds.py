"""The suite keeps its promises, whatever crashes, comes twice, comes late or is not answered."""

from pathlib import Path

import pytest

from chassis.crash_points import names_in_source
from tests.simulation.world import Run, simulate

SEEDS = 500
AT_ONCE = 50
"""Seeds of one test, so that several processes share the work."""
ROOT = Path(__file__).parents[2]
PLAYED = ("identity", "lending", "repayment", "monitoring")
ENDS = {
    "drawdown PAID",
    "drawdown REFUSED",
    "loan SETTLED",
    "loan OVERDUE",
    "AUTO_DEBIT POSTED",
    "AUTO_DEBIT FAILED",
    "CUSTOMER POSTED",
    "CUSTOMER FAILED",
    "DrawdownHeld",
    "DrawdownUnknown",
    "CollectionUnknown",
    "CreditLineRestored",
    "PenaltyAccrued",
    "LoanRecovered",
    "AlertRaised",
}


def report(broken: list[Run]) -> str:
    """What to type to see each broken run again, and what it broke first."""
    lines = [
        f"python -m tests.simulation {run.seed} --trace   # {first.code}: {first.detail}"
        for run in broken
        for first in run.findings[:1]
    ]
    return "\n".join(("these seeds break a promise; to replay one of them exactly:", *lines))


def seeds_that_once_failed() -> list[int]:
    lines = (ROOT / "tests/simulation/regression_seeds.txt").read_text("utf-8").splitlines()
    return [int(line.split()[0]) for line in lines if line.strip() and not line.startswith("#")]


def test_seeds_that_once_failed_hold_now() -> None:
    runs = [simulate(seed) for seed in seeds_that_once_failed()]

    broken = [run for run in runs if run.findings]

    assert not broken, report(broken)


@pytest.mark.parametrize("first", range(1, SEEDS + 1, AT_ONCE))
def test_every_promise_holds_in_the_calm_after_the_faults(first: int) -> None:
    broken: list[Run] = []

    for seed in range(first, first + AT_ONCE):
        run = simulate(seed)
        if run.findings:
            broken.append(run)

    print(f"seeds {first} to {first + AT_ONCE - 1}: {len(broken)} broke a promise")  # noqa: T201
    assert not broken, report(broken)


def test_the_runs_die_at_every_named_point_and_reach_every_end() -> None:
    folders = [ROOT / "chassis", *(ROOT / "services" / name for name in PLAYED)]
    never_died_at = names_in_source(folders)
    never_reached = set(ENDS)

    for seed in range(1, 201):
        run = simulate(seed)
        never_died_at -= run.crashes.keys()
        never_reached -= run.outcomes.keys()
        if not never_died_at and not never_reached:
            break

    assert (never_died_at, never_reached) == (set(), set())
