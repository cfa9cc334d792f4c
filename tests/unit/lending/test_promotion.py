import random

import pytest

from services.lending.domain.promotion import Objection, compare, promotion

PPM = 1_000_000


def same_people() -> tuple[list[bool], list[int], list[int]]:
    """The same people scored by a weak and by a strong model."""
    dice = random.Random(5)
    bads: list[bool] = []
    weak: list[int] = []
    strong: list[int] = []
    for _ in range(6_000):
        risk = dice.gauss(0, 1)
        bads.append(dice.random() < min(0.1 * 2**risk, 1))
        for pds, noise in ((weak, 1.5), (strong, 0.1)):
            pds.append(round(PPM * min(0.08 * 2 ** (risk + dice.gauss(0, noise)), 0.9)))
    return bads, weak, strong


def judge(
    bads: list[bool], champion: list[int], challenger: list[int], **changes: object
) -> set[str]:
    given: dict[str, object] = {
        "impact_ratios": [(0.90, 0.90)],
        "bads_min": 400,
        "impact_ratio_min": 0.8,
        **changes,
    }
    found = promotion(
        bads=bads,
        champion_ppm=champion,
        challenger_ppm=challenger,
        **given,  # type: ignore[arg-type]
    )
    return set(found.objections)


def test_a_challenger_that_ranks_better_and_is_as_fair_may_be_promoted() -> None:
    bads, weak, strong = same_people()

    assert judge(bads, weak, strong) == set()


def test_the_same_model_is_no_better_than_itself() -> None:
    bads, weak, _ = same_people()

    found = compare(bads, weak, weak)

    assert found.difference_error == 0
    assert found.p_value == 1
    assert judge(bads, weak, weak) == {Objection.RANKS_NO_BETTER}


def test_a_worse_challenger_is_refused() -> None:
    bads, weak, strong = same_people()

    assert {Objection.RANKS_NO_BETTER, Objection.CALIBRATED_WORSE} <= judge(bads, strong, weak)


def test_too_few_defaults_prove_nothing() -> None:
    bads, weak, strong = same_people()

    assert Objection.TOO_FEW_BADS in judge(bads[:1_000], weak[:1_000], strong[:1_000])


def test_a_challenger_that_approves_a_group_less_often_is_refused() -> None:
    bads, weak, strong = same_people()

    assert judge(bads, weak, strong, impact_ratios=[(0.95, 0.85)]) == {Objection.LESS_FAIR}
    assert judge(bads, weak, strong, impact_ratios=[(0.79, 0.79)]) == {Objection.BELOW_FOUR_FIFTHS}


def test_the_areas_and_their_difference_are_those_of_the_definition() -> None:
    bads = [True, True, False, False, False]
    one, other = [5, 2, 3, 1, 2], [5, 4, 3, 1, 2]

    found = compare(bads, one, other)

    assert found.champion_auc == pytest.approx(4.5 / 6)
    assert found.challenger_auc == pytest.approx(1)
    # By hand: structural components of the difference, over bads (0, 1/2) and goods (1/2, 0, 1/4).
    assert found.difference_error**2 == pytest.approx(0.125 / 2 + 0.0625 / 3)


def test_without_any_difference_between_models_chance_decides_one_time_in_twenty() -> None:
    dice = random.Random(11)
    better = 0
    for _ in range(120):
        bads = [dice.random() < 0.3 for _ in range(150)]
        one, other = ([dice.randrange(1_000) for _ in bads] for _ in range(2))
        better += compare(bads, one, other).p_value < 0.05
    assert better < 16
