"""`quote FILE` answers the vectors the engine can answer, and says what it cannot."""

import json
from pathlib import Path
from typing import Any

import pytest

from services.repayment import vector_file

INPUTS = {
    "currency_decimals": 2,
    "principal": "2500.00",
    "daily_rate_pct": "0.05",
    "periods": 5,
    "every": 1,
    "unit": "months",
    "method": "declining/equal_principal",
    "day_count": "daily rate * actual days",
    "start": "2023-05-01",
}


def quoted(tmp_path: Path, vector: Any) -> int:
    path = tmp_path / "vector.json"
    path.write_text(json.dumps(vector))
    return vector_file.main([str(path)])


def test_a_vector_is_answered_with_its_own_field_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert quoted(tmp_path, {"inputs": INPUTS, "events": []}) == 0

    rows = json.loads(capsys.readouterr().out)["rows"]
    assert rows[2] == {
        "n": 3,
        "due": "2023-08-01",
        "days": 31,
        "principal": "500.00",
        "interest": "23.25",
        "total": "523.25",
        "balance_after": "1000.00",
    }


@pytest.mark.parametrize(
    ("vector", "named"),
    [
        ({"inputs": INPUTS | {"method": "annuity"}}, "method 'annuity'"),
        ({"inputs": INPUTS | {"unit": "moons"}}, "moons"),
        ({"inputs": INPUTS | {"periods": "5"}}, "periods '5'"),
        ({"inputs": INPUTS | {"principal": "9" * 400}}, "too many digits"),
        ({"inputs": INPUTS | {"principal": 12.5}}, "written as text"),
        ({"inputs": INPUTS | {"day_count": "by the moon"}}, "by the moon"),
        ({"inputs": INPUTS | {"start": "9999-12-31"}}, "out of range"),
        ({"inputs": INPUTS | {"principal": "0.001"}}, "finer"),
        ({"inputs": INPUTS | {"principal": "much"}}, "not a number"),
        ({"inputs": INPUTS | {"periods": 99}}, "instalments"),
        ({"inputs": INPUTS | {"start": "soon"}}, "soon"),
        ({"inputs": {"annual_rate_pct": "7"}}, "start is missing"),
        ([], "not an object"),
        ({"inputs": INPUTS, "events": {}}, "events is not a list"),
        ({"inputs": INPUTS, "events": [7]}, "an event"),
        ({"inputs": INPUTS, "events": [{"type": "eclipse"}]}, "eclipse"),
        ({"inputs": INPUTS, "events": [{"type": "payment", "date": "2023-05-02"}]}, "amount"),
        (
            {"inputs": INPUTS, "events": [{"type": "charge", "kind": "gift", "due": "2023-05-02"}]},
            "gift",
        ),
        ({"inputs": INPUTS | {"every": 600, "periods": 5}}, "calendar"),
    ],
)
def test_what_the_engine_cannot_answer_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], vector: Any, named: str
) -> None:
    assert quoted(tmp_path, vector) == 2

    assert named in capsys.readouterr().err


def test_without_a_file_the_usage_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert vector_file.main([]) == 2

    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "named"),
    [(b"", "not JSON"), (b"{", "not JSON"), (b"\xff", "not JSON"), (b"[" * 100_000, "not JSON")],
)
def test_a_file_that_is_no_json_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, named: str
) -> None:
    path = tmp_path / "vector.json"
    path.write_bytes(content)

    assert vector_file.main([str(path)]) == 2

    assert named in capsys.readouterr().err


def test_a_file_too_large_for_a_vector_is_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "vector.json"
    path.write_text(" " * 1_000_001)

    assert vector_file.main([str(path)]) == 2
    assert vector_file.main([str(tmp_path)]) == 2

    assert "too large" in capsys.readouterr().err
