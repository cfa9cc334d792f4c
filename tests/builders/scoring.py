"""Training files of people who do not exist; their labels never show a model's quality."""

import csv
import random
import shutil
from functools import cache
from hashlib import sha256
from math import exp
from pathlib import Path
from typing import Any

from services.lending.domain.credit_file import CreditFile, RevolvingMonth
from services.lending.domain.model_roles import ModelName
from services.lending.model_artefact import (
    ARTEFACT,
    MODELS,
    Artefact,
    encode,
    read_model,
    version_of,
)
from services.lending.modelling.reading import TrainingData, read_training_data

STATES = ["PAY_0", *(f"PAY_{month}" for month in range(2, 7))]
HEADER = [
    "LIMIT_BAL",
    "SEX",
    "EDUCATION",
    "MARRIAGE",
    "AGE",
    *STATES,
    *(f"BILL_AMT{month}" for month in range(1, 7)),
    *(f"PAY_AMT{month}" for month in range(1, 7)),
    "y",
]


def card_holder(dice: random.Random) -> dict[str, int]:
    """A holder of a credit card; the riskier, the fuller the card and the later the payments."""
    risk = dice.gauss(0, 1)
    limit = dice.choice((20_000, 50_000, 100_000, 200_000, 400_000))
    used = min(max(0.4 + 0.25 * risk + dice.gauss(0, 0.2), 0), 1.2)
    row = {"LIMIT_BAL": limit, "SEX": dice.choice((1, 2)), "EDUCATION": 2, "MARRIAGE": 1}
    row["AGE"] = dice.randint(21, 65)
    for month, state in enumerate(STATES, start=1):
        late = dice.random() < 1 / (1 + exp(2.2 - 1.3 * risk))
        row[state] = dice.choice((1, 2, 2, 3)) if late else dice.choice((-2, -1, -1, 0, 0, 0))
        bill = round(limit * used * dice.uniform(0.8, 1.1))
        row[f"BILL_AMT{month}"] = bill
        row[f"PAY_AMT{month}"] = 0 if late else round(bill * dice.uniform(0.03, 1.0))
    row["y"] = int(dice.random() < 1 / (1 + exp(1.5 - 1.4 * risk)))
    return row


def write_csv(path: Path, rows: list[dict[str, int]], header: list[str] = HEADER) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, header, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


@cache
def card_holders(count: int = 1_500, seed: int = 1) -> list[dict[str, int]]:
    dice = random.Random(seed)
    return [card_holder(dice) for _ in range(count)]


def quick_schema(folder: Path, rounds: int = 25) -> Path:
    """The shipped schema with fewer rounds."""
    from services.lending.modelling.schema import SCHEMAS

    path = folder / "quick.toml"
    text = (SCHEMAS / "taiwan.toml").read_text(encoding="utf-8")
    path.write_text(text.replace("rounds = 600", f"rounds = {rounds}"), encoding="utf-8")
    return path


def training_data(folder: Path, rounds: int = 25, count: int = 1_500) -> TrainingData:
    path = write_csv(folder / "holders.csv", card_holders(count))
    return read_training_data(path, quick_schema(folder, rounds))


def a_credit_file(late_months: int = 0, used_ppm: int = 300_000) -> CreditFile:
    """Six months of a card of CNY 20,000, the newest ones late."""
    limit_minor = 2_000_000
    bill_minor = limit_minor * used_ppm // 1_000_000
    months = tuple(
        RevolvingMonth(late_months - age, bill_minor, 0)
        if age < late_months
        else RevolvingMonth(-1, bill_minor, bill_minor)
        for age in range(6)
    )
    return CreditFile(limit_minor, months)


def fields_of(artefact: Artefact) -> dict[str, Any]:
    return {name: getattr(artefact, name) for name in artefact.__struct_fields__}


def another_model(folder: Path, name: str, **changes: Any) -> ModelName:
    """A copy of the shipped model beside it under another name, with another artefact."""
    shipped = next(MODELS.iterdir())
    artefact = read_model(shipped.name).artefact
    content = encode(Artefact(**{**fields_of(artefact), "name": name, **changes}))
    digest = sha256(content).hexdigest()
    home = folder / version_of(name, digest)
    shutil.copytree(shipped, home)
    (home / ARTEFACT).write_bytes(content)
    return ModelName(home.name, digest)
