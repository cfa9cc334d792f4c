"""Play seeds by hand: `python -m tests.simulation SEED [--trace] [--mistake "no outbox"]`."""

import argparse
import sys
import time

from tests.simulation.mistakes import Mistake
from tests.simulation.world import Run, simulate


def main() -> int:
    """0 when every promise held."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("seed", type=int, help="which run")
    parser.add_argument("--count", type=int, default=1, help="how many seeds from there on")
    parser.add_argument("--trace", action="store_true", help="print every event of the run")
    parser.add_argument("--mistake", type=Mistake, choices=list(Mistake), help="plant a mistake")
    given = parser.parse_args()
    broken = 0
    started = time.process_time()
    for seed in range(given.seed, given.seed + given.count):
        run = simulate(seed, given.mistake, keeps_trace=given.trace)
        _show(run, quiet=given.count > 1)
        broken += bool(run.findings)
    spent_s = time.process_time() - started
    _say(f"{given.count} seeds, {broken} with findings, {given.count / spent_s:.1f} seeds/s of CPU")
    return 1 if broken else 0


def _show(run: Run, *, quiet: bool) -> None:
    for line in run.trace:
        _say(line)
    if not quiet:
        _say(f"{run.events} events in {run.virtual_s:.1f} virtual seconds, {run.fingerprint}")
        _say(", ".join(f"{name} {count}" for name, count in sorted(run.outcomes.items())))
    for finding in run.findings[:20]:
        _say(f"seed {run.seed}: {finding.code} {finding.detail}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
