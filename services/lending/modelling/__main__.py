"""Start here: `python -m services.lending.modelling train|report …`; `granary` calls it."""

import argparse
import sys
from datetime import date
from pathlib import Path

from chassis.ports import calendar_date, utc_now
from services.lending.modelling.errors import ModellingError
from services.lending.modelling.report_command import ReportWish, score_report
from services.lending.modelling.train_command import train_score


def main(arguments: list[str]) -> int:
    """The exit status; what is wrong with the input is one plain line."""
    asked = _parser().parse_args(arguments)
    try:
        if asked.verb == "train":
            return train_score(asked.data, asked.schema, asked.out, as_json=asked.json)
        wish = ReportWish(
            data=asked.data,
            schema=asked.schema,
            models=asked.models,
            version=asked.model,
            challenger=asked.challenger,
            bad_rate_ppm=asked.bad_rate_ppm,
            on=asked.on or calendar_date(utc_now()),
            out=asked.out,
        )
        return score_report(wish, as_json=asked.json)
    except ModellingError as error:
        sys.stderr.write(f"granary: {error}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="granary")
    verbs = parser.add_subparsers(dest="verb", required=True)
    train, report = verbs.add_parser("train"), verbs.add_parser("report")
    for verb in (train, report):
        verb.add_argument("--data", type=Path, required=True)
        verb.add_argument("--schema", type=Path)
        verb.add_argument("--json", action="store_true")
    train.add_argument("--out", type=Path)
    report.add_argument("--out", type=Path, required=True)
    report.add_argument("--models", type=Path)
    report.add_argument("--model")
    report.add_argument("--challenger")
    report.add_argument("--bad-rate-ppm", type=int)
    report.add_argument("--on", type=date.fromisoformat)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
