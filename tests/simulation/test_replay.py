"""One seed is one run, to the last event, in every process."""

import os
import subprocess
import sys
from pathlib import Path

from tests.simulation.world import simulate

ROOT = Path(__file__).parents[2]
SEED = 7


def test_a_seed_replays_the_same_run() -> None:
    first = simulate(SEED, keeps_trace=True)
    again = simulate(SEED, keeps_trace=True)

    assert again.trace == first.trace
    assert again.fingerprint == first.fingerprint
    assert len(first.trace) > 500


def test_keeping_the_trace_changes_nothing() -> None:
    with_trace = simulate(SEED, keeps_trace=True)
    without = simulate(SEED)

    assert without.fingerprint == with_trace.fingerprint


def test_another_seed_is_another_run() -> None:
    assert simulate(SEED).fingerprint != simulate(SEED + 1).fingerprint


def test_another_process_with_other_hashes_replays_the_same_run() -> None:
    expected = simulate(SEED)

    for hash_seed in ("0", "4711"):
        played = subprocess.run(
            [sys.executable, "-m", "tests.simulation", str(SEED)],
            cwd=ROOT,
            env=os.environ
            | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": f"{ROOT}:{ROOT / 'generated'}"},
            capture_output=True,
            text=True,
            check=True,
        )

        assert expected.fingerprint in played.stdout
