"""The simulation finds what it is there to find: each planted mistake, within a few seeds."""

import pytest

from tests.simulation.mistakes import Mistake
from tests.simulation.world import Run, simulate

WITHIN = 40
"""Seeds; the suite itself is played with many more."""


def first_run_that_finds(mistake: Mistake) -> Run | None:
    runs = (simulate(seed, mistake) for seed in range(1, WITHIN + 1))
    return next((run for run in runs if run.findings), None)


@pytest.mark.parametrize(
    ("mistake", "broken"),
    [
        # Work is stuck, or a paid drawdown has no loan, or the books miss an event.
        (Mistake.NO_OUTBOX, {"I4", "I5", "I6"}),
        # The rail moved money twice, or under a key that nobody knows.
        (Mistake.NEW_RAIL_KEY, {"I3", "I4"}),
        # Refused here, paid there.
        (Mistake.TIMEOUT_IS_FAILURE, {"I3"}),
        # Principal restored twice, or a step on record twice.
        (Mistake.NO_INBOX, {"I2", "I5", "I7"}),
    ],
)
def test_a_planted_mistake_is_found(mistake: Mistake, broken: set[str]) -> None:
    run = first_run_that_finds(mistake)

    assert run is not None, f"{mistake.value} was not found within {WITHIN} seeds"
    first = run.findings[0]
    print(f"{mistake.value}: seed {run.seed} finds {first.code}: {first.detail}")  # noqa: T201
    assert first.code in broken


def test_the_same_seeds_hold_without_the_mistakes() -> None:
    seeds = {run.seed for mistake in Mistake if (run := first_run_that_finds(mistake)) is not None}

    assert seeds
    assert [simulate(seed).findings for seed in seeds] == [[] for _ in seeds]
