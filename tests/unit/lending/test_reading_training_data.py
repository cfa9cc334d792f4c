import gzip
from pathlib import Path

import numpy as np
import pytest

from services.lending.domain.credit_file import FEATURES, CreditFile, RevolvingMonth, features_of
from services.lending.modelling import reading
from services.lending.modelling.errors import ModellingError
from services.lending.modelling.reading import read_training_data
from services.lending.modelling.schema import SCHEMAS, read_schema
from tests.builders.scoring import HEADER, STATES, card_holders, write_csv


def rows_with(**changes: object) -> list[dict[str, int]]:
    """Enough rows to train on, the third one changed."""
    rows = [dict(row) for row in card_holders(400)]
    rows[2].update(changes)  # type: ignore[arg-type]
    return rows


def refusal(path: Path, schema: Path | None = None) -> str:
    with pytest.raises(ModellingError) as refused:
        read_training_data(path, schema)
    return str(refused.value)


def test_a_row_is_trained_on_with_the_vector_that_a_live_report_would_give(tmp_path: Path) -> None:
    rows = card_holders(400)
    data = read_training_data(write_csv(tmp_path / "f.csv", rows), None)

    row = rows[7]
    months = tuple(
        RevolvingMonth(row[state], row[f"BILL_AMT{n}"] * 25, row[f"PAY_AMT{n}"] * 25)
        for n, state in enumerate(STATES, start=1)
    )
    served = features_of(CreditFile(row["LIMIT_BAL"] * 25, months))
    assert data.schema.features == FEATURES
    assert tuple(data.vectors[7].tolist()) == served.values
    assert data.bad[7] == row["y"]


def test_a_packed_file_is_the_same_data(tmp_path: Path) -> None:
    plain = write_csv(tmp_path / "f.csv", card_holders(400))
    packed = tmp_path / "f.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))

    a, b = read_training_data(plain, None), read_training_data(packed, None)

    assert a.sha256 == b.sha256
    assert np.array_equal(a.vectors, b.vectors)


def test_people_are_grouped_by_what_may_not_be_a_feature(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "f.csv", rows_with(SEX=9, AGE=25))

    groups = read_training_data(path, None).groups

    assert groups["sex"][2] == "unknown"
    assert groups["age"][2] == "0-25"
    assert set(groups["sex"]) == {"male", "female", "unknown"}


@pytest.mark.parametrize("name", ["taiwan", "german"])
def test_no_shipped_schema_uses_a_protected_column(name: str) -> None:
    schema = read_schema(SCHEMAS / f"{name}.toml")
    own = schema.file.credit_file
    read = set(schema.features) | (
        {own.limit, *own.states, *own.bills, *own.payments} if own else set()
    )

    assert not read & {column.column for column in schema.file.protected.values()}
    assert not read & set(schema.file.excluded)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"PAY_2": "x"}, "row 3: PAY_2 is 'x', not a number"),
        ({"PAY_2": 1.5}, "row 3: PAY_2 is '1.5', not a whole number"),
        ({"LIMIT_BAL": ""}, "row 3: LIMIT_BAL is empty"),
        ({"BILL_AMT1": "1e400"}, "row 3: BILL_AMT1 is '1e400', which no amount can be"),
        ({"BILL_AMT1": "nan"}, "row 3: BILL_AMT1 is 'nan', which no amount can be"),
        ({"y": 2}, "row 3: the target is '2', not 0 or 1"),
    ],
)
def test_a_bad_value_is_named_by_row_and_column(
    tmp_path: Path, changes: dict[str, object], said: str
) -> None:
    assert refusal(write_csv(tmp_path / "f.csv", rows_with(**changes))) == said


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    header = [name for name in HEADER if name != "PAY_3"]

    path = write_csv(tmp_path / "f.csv", card_holders(400), header)

    assert "looks like taiwan but has no column PAY_3" in refusal(path)
    assert refusal(path, SCHEMAS / "taiwan.toml") == "the file has no column PAY_3"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"a,b\n1,2\n", "no shipped schema"),
        (b"a,a\n1,2\n", "names a twice"),
        (b"\xff\xfe\x00", "not a text in UTF-8"),
        (b"\x1f\x8bnonsense", "cannot be read"),
        (",".join(HEADER).encode() + b"\n", "a header and no rows"),
        (",".join(HEADER).encode() + b"\n1,2\n", "row 1 has 2 values, not 24"),
        (b"a,b\n" + b'"' + b"x" * 200_000, "no shipped schema"),
    ],
)
def test_what_is_no_training_file_is_refused_plainly(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(content)

    assert said in refusal(path)


def test_a_file_that_does_not_exist_is_refused_plainly(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path / "absent.csv")


def test_one_class_alone_cannot_be_learnt(tmp_path: Path) -> None:
    good = [row | {"y": 0} for row in card_holders(400)]

    assert "all 400 rows have the target 0" in refusal(write_csv(tmp_path / "a.csv", good))
    few = good[:-3] + [row | {"y": 1} for row in good[-3:]]
    assert "one class has 3 rows" in refusal(write_csv(tmp_path / "b.csv", few))


def test_too_much_is_refused_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(tmp_path / "f.csv", card_holders(400))

    monkeypatch.setattr(reading, "ROWS_MAX", 100)
    assert "more than 100 rows" in refusal(path)
    monkeypatch.setattr(reading, "BYTES_MAX", 10_000)
    assert "larger than" in refusal(path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("rounds = 600", "rounds = 0", "Expected `int` >= 1"),
        ('up = ["state_1",', 'up = ["absent",', "signs or families do not fit: ['absent']"),
        ('down = ["limit",', 'down = ["state_1",', "signs or families do not fit: ['state_1']"),
        ('bills = ["BILL_AMT1", ', "bills = [", "the same months of each"),
        ("[signs]", "[sings]", "unknown field"),
        ("[signs]", "[signs", "Expected ']'"),
    ],
)
def test_a_schema_that_does_not_hold_together_is_refused(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = (SCHEMAS / "taiwan.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "own.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")

    with pytest.raises(ModellingError) as refused:
        read_schema(path)
    assert said in str(refused.value)


def test_a_protected_column_cannot_be_made_a_feature(tmp_path: Path) -> None:
    text = (SCHEMAS / "german.toml").read_text(encoding="utf-8")
    path = tmp_path / "own.toml"
    path.write_text(text.replace('"job", ', '"job", "age_in_years", '), encoding="utf-8")

    with pytest.raises(ModellingError, match="age_in_years"):
        read_schema(path)


def test_an_unknown_category_is_named(tmp_path: Path) -> None:
    schema = read_schema(SCHEMAS / "german.toml")
    header = sorted(schema.columns)
    row = dict.fromkeys(header, "1") | {n: v[0] for n, v in schema.file.categories.items()}
    lines = [header, [row[name] if name != "job" else "astronaut" for name in header]]
    path = tmp_path / "g.csv"
    path.write_text("\n".join(",".join(f'"{cell}"' for cell in line) for line in lines))

    assert "row 1: job is 'astronaut', which the schema lacks" in refusal(path)
