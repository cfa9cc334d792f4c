"""`granary quote FILE`: a vector file in, its schedule rows out."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parents[2]
PUBLISHED = PROJECT.parent / "shared" / "vectors"
"""Published examples, beside the checkout; not everybody has them."""
WEILIDAI = PUBLISHED / "weilidai-2500-5m-equal-principal.json"

OWN: dict[str, Any] = {
    "schema": "loan-vector/1",
    "id": "month-end-1200-3m-equal-principal",
    "inputs": {
        "currency_decimals": 2,
        "principal": "1200.00",
        "daily_rate_pct": "0.04",
        "periods": 3,
        "every": 1,
        "unit": "months",
        "method": "declining/equal_principal",
        "day_count": "daily rate * actual days",
        "start": "2024-01-31",
    },
    "events": [],
    "expected": {
        # 1200.00 x 0.04 % x 29 days = 13.92; 800.00 x 31 = 9.92; 400.00 x 30 = 4.80
        "rows": [
            {
                "n": 1, "due": "2024-02-29", "days": 29, "principal": "400.00",
                "interest": "13.92", "total": "413.92", "balance_after": "800.00",
            },
            {
                "n": 2, "due": "2024-03-31", "days": 31, "principal": "400.00",
                "interest": "9.92", "total": "409.92", "balance_after": "400.00",
            },
            {
                "n": 3, "due": "2024-04-30", "days": 30, "principal": "400.00",
                "interest": "4.80", "total": "404.80", "balance_after": "0.00",
            },
        ]
    },
}  # fmt: skip


def quoted(file: Path) -> Any:
    """What the command prints about a vector file."""
    printed = subprocess.run(
        [sys.executable, "-m", "cli", "quote", str(file)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    return json.loads(printed)


VECTORS = [OWN, *([json.loads(WEILIDAI.read_text())] if WEILIDAI.exists() else [])]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_a_vector_file_is_quoted_to_the_fen(tmp_path: Path, vector: dict[str, Any]) -> None:
    file = tmp_path / "vector.json"
    file.write_text(json.dumps(vector))

    assert quoted(file)["rows"] == vector["expected"]["rows"]


def test_a_file_that_is_no_vector_is_refused_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "empty.json"
    file.write_text("{}")

    refused = subprocess.run(
        [sys.executable, "-m", "cli", "quote", str(file)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert refused.returncode != 0
    assert refused.stdout == ""
    assert refused.stderr
    assert "Traceback" not in refused.stderr
