"""`python -m services.lending.benchmarks score|rescore`: figures as one JSON object."""

import json
import sys

from services.lending.benchmarks.scores import bench_rescore, bench_score

BENCHES = {"score": bench_score, "rescore": bench_rescore}


def main(arguments: list[str]) -> int:
    """The exit status."""
    (name,) = arguments
    sys.stdout.write(json.dumps(BENCHES[name]()) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
