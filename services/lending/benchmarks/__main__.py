"""`python -m services.lending.benchmarks score|rescore|decide`: figures as one JSON object.

`decide` fills the database named by GRANARY_DATABASE_URL; GRANARY_DATABASE_PID is its server's.
"""

import asyncio
import json
import os
import sys

import uvloop

from chassis.process import collect_seldom
from services.lending.benchmarks.decisions import bench_decide
from services.lending.benchmarks.scores import bench_rescore, bench_score

BENCHES = {"score": bench_score, "rescore": bench_rescore}


def main(arguments: list[str]) -> int:
    """The exit status."""
    (name,) = arguments
    if name == "decide":
        url, pid = os.environ["GRANARY_DATABASE_URL"], int(os.environ["GRANARY_DATABASE_PID"])
        collect_seldom()
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            sys.stdout.write(json.dumps(runner.run(bench_decide(url, pid))) + "\n")
        return 0
    sys.stdout.write(json.dumps(BENCHES[name]()) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
