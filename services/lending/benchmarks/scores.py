"""How much CPU a score with its reasons takes, and a million of them."""

import time
from datetime import date
from uuid import UUID

import numpy as np

from chassis.measure import percentile_ms
from services.lending.domain.calibration import pd_ppm_of, prior_shift
from services.lending.domain.credit_file import CreditFile, RevolvingMonth, features_of
from services.lending.model_artefact import CHAMPION, MODELS, read_model
from services.lending.model_scorer import ModelScorer
from services.lending.policy_file import read_score_policy

CUSTOMER = UUID(int=1)
TODAY = date(2026, 11, 23)
FILES = 2_000
BATCH = 1_000_000
FLOOR_BATCH = 200_000


def credit_files(dice: np.random.RandomState, count: int) -> list[CreditFile]:
    """Files of people who use a part of their cards and are late now and then."""
    files = []
    for _ in range(count):
        limit = int(dice.randint(5, 400)) * 10_000
        used = float(dice.uniform(0, 1.1))
        late = dice.randint(0, 8, 6)
        months = tuple(
            RevolvingMonth(
                int(state) - 5 if state > 5 else int(state % 2) - 1,  # noqa: PLR2004 - late if above
                int(limit * used * factor),
                int(limit * used * factor * paid),
            )
            for state, factor, paid in zip(
                late, dice.uniform(0.7, 1.1, 6), dice.uniform(0, 1, 6), strict=True
            )
        )
        files.append(CreditFile(limit, months))
    return files


def bench_score() -> dict[str, float]:
    """One at a time, as a decision asks: features from the file, then score, shadow and reasons."""
    policy = read_score_policy().on(TODAY)
    scorer = ModelScorer(policy.roles)
    files = credit_files(np.random.RandomState(1), FILES)
    vectors = [features_of(file) for file in files]
    champion = read_model(policy.champion_version).champion
    assert champion is not None
    rows = np.array([vector.values for vector in vectors], dtype=np.float64)
    waits = []
    started = time.process_time()
    for vector in vectors:
        asked = time.perf_counter()
        scorer.score(CUSTOMER, vector)
        waits.append(time.perf_counter() - asked)
    scored = time.process_time()
    for number in range(FILES):
        champion.raw(rows[number : number + 1])
    bare = time.process_time()
    for file in files:
        features_of(file)
    made = time.process_time()
    return {
        "score_us": (scored - started) / FILES * 1e6,
        "floor_us": (bare - scored) / FILES * 1e6,
        "features_us": (made - bare) / FILES * 1e6,
        "p50_ms": percentile_ms(waits, 0.50),
        "p99_ms": percentile_ms(waits, 0.99),
    }


def bench_rescore() -> dict[str, float]:
    """A million stored vectors to a PD each; the floor is LightGBM's own prediction."""
    policy = read_score_policy().on(TODAY)
    model = read_model(policy.champion_version)
    assert model.champion is not None
    artefact = model.artefact
    shift = prior_shift(artefact.trained_on.bad_rate_ppm, policy.central_tendency_pd12_ppm)
    few = [features_of(file).values for file in credit_files(np.random.RandomState(1), FILES)]
    vectors = np.tile(np.array(few, dtype=np.float64), (BATCH // FILES, 1))
    started = time.process_time()
    raw = model.champion.raw(vectors)
    known = time.process_time()
    line = artefact.champion_calibration
    pds = [pd_ppm_of(units, line, shift) for units in raw.tolist()]
    done = time.process_time()
    assert len(pds) == BATCH
    return {
        "seconds_per_million": done - started,
        "trees_s": known - started,
        "calibration_s": done - known,
        "floor_us": _floor_us(model.version, vectors[:FLOOR_BATCH]),
    }


def _floor_us(version: str, vectors: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> float:
    """CPU per row of the library that trained the model, one thread."""
    from services.lending.modelling.champion_fit import load_lightgbm

    text = MODELS / version / CHAMPION
    booster = load_lightgbm().Booster(model_str=text.read_text(encoding="utf-8"))
    started = time.process_time()
    booster.predict(vectors, num_threads=1)
    return (time.process_time() - started) / len(vectors) * 1e6
