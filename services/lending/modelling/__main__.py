"""Start here: `python -m services.lending.modelling train|report …`; `granary` calls it."""

import argparse
import sys
from pathlib import Path

from services.lending.modelling.errors import ModellingError
from services.lending.modelling.train_command import train_score


def main(arguments: list[str]) -> int:
    """The exit status; what is wrong with the input is one plain line."""
    asked = _parser().parse_args(arguments)
    try:
        return train_score(asked.data, asked.schema, asked.out, as_json=asked.json)
    except ModellingError as error:
        sys.stderr.write(f"granary: {error}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="granary")
    verbs = parser.add_subparsers(dest="verb", required=True)
    train = verbs.add_parser("train")
    train.add_argument("--data", type=Path, required=True)
    train.add_argument("--schema", type=Path)
    train.add_argument("--out", type=Path)
    train.add_argument("--json", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
