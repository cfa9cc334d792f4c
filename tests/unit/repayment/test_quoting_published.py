"""Published examples, where they lie beside the checkout, are answered to the fen."""

import json
from pathlib import Path
from typing import Any

import pytest

from services.repayment import vector_file
from tests.builders.vectors import PUBLISHED

OUT_OF_SCOPE = {"fee04-overdue-penalty-on-principal"}
"""Its penalty stands in prose only; see docs/quoting.md."""
NOT_ANSWERS = ("as_", "wrong_value_seen", "journals")
FILES = sorted(PUBLISHED.glob("*.json")) if PUBLISHED.is_dir() else []
VECTORS = [file for file in FILES if file.stem not in OUT_OF_SCOPE | {"index"}]


def agrees(expected: Any, found: Any) -> bool:
    """Whether an answer says what is expected, and perhaps more: some files list a few rows."""
    if isinstance(expected, dict):
        return all(name in found and agrees(expected[name], found[name]) for name in expected)
    if isinstance(expected, list) and expected and isinstance(expected[0], dict):
        if len(expected) == len(found):
            return all(agrees(one, other) for one, other in zip(expected, found, strict=True))
        by_number = {row["n"]: row for row in found}
        return all(agrees(row, by_number[row["n"]]) for row in expected)
    return bool(expected == found)


@pytest.mark.skipif(not VECTORS, reason="no published vectors beside the checkout")
@pytest.mark.parametrize("file", VECTORS, ids=lambda file: file.stem)
def test_a_published_example_is_answered_to_the_fen(file: Path) -> None:
    vector = json.loads(file.read_text(encoding="utf-8"))
    found = vector_file.answer(vector)
    for name, expected in vector["expected"].items():
        if name == "rows":
            assert found["rows"] == expected
        elif not name.startswith(NOT_ANSWERS):
            assert agrees(expected, found[name]), name
