"""Models as files: read by version, each file checked against its hash before a byte is believed.

A version's folder has `artefact.json` (what the model is), `champion.txt` (LightGBM's text),
`scorecard.json` and `model_card.md`. The hash of `artefact.json` is the model's, and it holds the
hashes of the other two; the folder is named after it.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec

from services.lending.champion import Champion
from services.lending.domain.calibration import Calibration
from services.lending.domain.scorecard import Scorecard
from services.lending.domain.tree_ensemble import ModelTextInvalid, parse_trees

MODELS = Path(__file__).parent / "models"
ARTEFACT, CHAMPION, SCORECARD, CARD = (
    "artefact.json",
    "champion.txt",
    "scorecard.json",
    "model_card.md",
)
HASH_IN_VERSION = 12


class ArtefactInvalid(Exception):
    """A model's file is missing, is not what its hash says, or is no model."""


class TrainedOn(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The data and the dice."""

    schema: str
    data_sha256: str
    rows: int
    bad_rate_ppm: int
    seed: int
    fold_seed: int
    parameters: dict[str, bool | int | float | str | list[int]]
    lightgbm: str


class Judgement(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One model's quality on rows it was not trained on, mean over the folds."""

    auc: float
    auc_half_width: float
    """Of the 95 % interval of the AUC (Hanley and McNeil 1982)."""
    ks: float
    brier: float
    ece: float


class Metrics(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """How good, how fair, how lawful in its direction."""

    champion: Judgement
    scorecard: Judgement
    area_ratio: float
    monotone_violations: int
    adverse_impact_ratio: dict[str, float]


class Reference(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The distribution of the champion's answers in training, for drift reports."""

    edges: list[int]
    """Upper ends of all bins but the last, in units of 1e-12 log-odds."""
    rows: list[int]


class Artefact(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What a model is."""

    name: str
    feature_schema: str
    """Which feature vectors it scores."""
    features: list[str]
    signs: list[int]
    families: list[str]
    feature_schema_sha256: str
    """Of features, signs and families in order."""
    trained_on: TrainedOn
    metrics: Metrics
    champion_calibration: Calibration
    scorecard_calibration: Calibration
    approved_mean: list[int]
    reference: Reference
    champion_sha256: str
    scorecard_sha256: str


@dataclass(frozen=True, slots=True)
class Model:
    """A model whose files passed; `champion` is None when its own file alone did not."""

    version: str
    sha256: str
    artefact: Artefact
    scorecard: Scorecard
    champion: Champion | None
    champion_fault: str = ""


def version_of(name: str, artefact_sha256: str) -> str:
    return f"{name}-{artefact_sha256[:HASH_IN_VERSION]}"


def feature_schema_sha256(features: list[str], signs: list[int], families: list[str]) -> str:
    return sha256(msgspec.json.encode([features, signs, families])).hexdigest()


def read_model(version: str, expected_sha256: str | None = None, folder: Path = MODELS) -> Model:
    """The model of a version. Raises ArtefactInvalid when not even its scorecard can be used."""
    home = folder / version
    if home.parent != folder:
        raise ArtefactInvalid(f"{version!r} is no version")
    content = _bytes(home / ARTEFACT)
    digest = sha256(content).hexdigest()
    try:
        artefact = msgspec.json.decode(content, type=Artefact)
        expected = expected_sha256 or digest
        if digest != expected or version_of(artefact.name, digest) != version:
            raise ArtefactInvalid(f"{version}: {ARTEFACT} is not what its hash says")
        scorecard = msgspec.json.decode(
            _checked(home / SCORECARD, artefact.scorecard_sha256), type=Scorecard
        )
    except msgspec.MsgspecError as error:
        raise ArtefactInvalid(f"{version}: {error}") from error
    _require_consistent(version, artefact, scorecard)
    try:
        text = _checked(home / CHAMPION, artefact.champion_sha256).decode()
        trees = parse_trees(text, len(artefact.features))
    except (ArtefactInvalid, ModelTextInvalid, UnicodeDecodeError) as error:
        return Model(version, digest, artefact, scorecard, None, str(error))
    return Model(version, digest, artefact, scorecard, Champion(trees, artefact.families))


def write_model(
    folder: Path, artefact: Artefact, champion_text: str, scorecard: Scorecard
) -> tuple[Path, str]:
    """Writes the files that the hash covers; the folder of the version, and the hash."""
    content = encode(artefact)
    digest = sha256(content).hexdigest()
    home = folder / version_of(artefact.name, digest)
    home.mkdir(parents=True, exist_ok=True)
    (home / ARTEFACT).write_bytes(content)
    (home / CHAMPION).write_text(champion_text, encoding="utf-8")
    (home / SCORECARD).write_bytes(encode(scorecard))
    return home, digest


def encode(value: object) -> bytes:
    """JSON that is the same each time, one field a line."""
    return msgspec.json.format(msgspec.json.encode(value, order="deterministic"), indent=1) + b"\n"


def _require_consistent(version: str, artefact: Artefact, scorecard: Scorecard) -> None:
    """The hashes vouch for the bytes; this, that they are about the same features."""
    count = len(artefact.features)
    digest = feature_schema_sha256(artefact.features, artefact.signs, artefact.families)
    if (
        digest != artefact.feature_schema_sha256
        or not len(artefact.signs) == len(artefact.families) == count
        or any(each.feature >= count for each in scorecard.characteristics)
        or any(len(each.points) != len(each.edges) + 1 for each in scorecard.characteristics)
        or len(artefact.approved_mean) != len(set(artefact.families))
    ):
        raise ArtefactInvalid(f"{version}: its parts are not about the same features")


def _checked(path: Path, expected_sha256: str) -> bytes:
    content = _bytes(path)
    if sha256(content).hexdigest() != expected_sha256:
        raise ArtefactInvalid(f"{path.parent.name}: {path.name} is not what its hash says")
    return content


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ArtefactInvalid(f"{path.parent.name}: {path.name} cannot be read") from error
