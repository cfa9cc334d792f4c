"""`python -m services.repayment.benchmarks eod|repay|loan LOANS`: figures as one JSON object.

The database is named by GRANARY_DATABASE_URL and is filled here; its server's process by
GRANARY_DATABASE_PID. `quote` needs neither, and no number. `granary bench` starts them, because
the command line imports no service.
"""

import asyncio
import json
import os
import random
import sys

import uvloop

from chassis.process import collect_seldom
from services.repayment.benchmarks.end_of_day import bench_eod
from services.repayment.benchmarks.one_loan import bench_loan
from services.repayment.benchmarks.repayments import bench_repay
from services.repayment.benchmarks.schedules import bench_quote

BENCHES = {"eod": bench_eod, "repay": bench_repay, "loan": bench_loan}


def main(arguments: list[str]) -> int:
    """The exit status."""
    if arguments == ["quote"]:
        sys.stdout.write(json.dumps(bench_quote()) + "\n")
        return 0
    name, loans = arguments
    url, pid = os.environ["GRANARY_DATABASE_URL"], int(os.environ["GRANARY_DATABASE_PID"])
    dice = random.Random(7)  # noqa: S311 - a book, not a secret
    collect_seldom()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        figures = runner.run(BENCHES[name](url, pid, int(loans), dice))
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
