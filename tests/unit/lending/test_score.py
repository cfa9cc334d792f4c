import pytest

from services.lending.domain.score import ScoreReason, points_of, worst_reasons


@pytest.mark.parametrize(
    ("pd_ppm", "points"), [(32_258, 600), (16_393, 640), (0, 1000), (1_000_000, 0), (500_000, 404)]
)
def test_points_double_the_odds_every_forty(pd_ppm: int, points: int) -> None:
    assert points_of(pd_ppm) == points


def test_the_reasons_are_what_cost_most_with_the_actionable_first() -> None:
    adverse = [
        (ScoreReason.LIMIT_HELD, 90),
        (ScoreReason.UTILISATION, 10),
        (ScoreReason.REPAYMENT_HISTORY, 50),
        (ScoreReason.PAYMENT_RATIO, -5),
        (ScoreReason.DEBT_BURDEN, 1),
        (ScoreReason.SPENDING_PATTERN, 2),
    ]

    assert worst_reasons(adverse) == (
        ScoreReason.UTILISATION,
        ScoreReason.REPAYMENT_HISTORY,
        ScoreReason.SPENDING_PATTERN,
        ScoreReason.LIMIT_HELD,
    )


def test_there_are_two_reasons_even_when_nothing_spoke_against_the_customer() -> None:
    adverse = [(ScoreReason.UTILISATION, -10), (ScoreReason.PAYMENT_RATIO, -5)]

    assert worst_reasons(adverse) == (ScoreReason.UTILISATION, ScoreReason.PAYMENT_RATIO)


def test_a_thin_file_is_named_as_a_reason() -> None:
    adverse = [(reason, 10) for reason in list(ScoreReason)[:5]]

    reasons = worst_reasons(adverse, thin_file=True)

    assert len(reasons) == 4
    assert reasons[-1] is ScoreReason.CREDIT_HISTORY_SHORT


def test_a_file_that_tells_nothing_is_the_reason_itself() -> None:
    nothing_lost = [(ScoreReason.UTILISATION, 0)]

    reasons = worst_reasons(nothing_lost, thin_file=True)

    assert reasons == (ScoreReason.LIMIT_HELD, ScoreReason.CREDIT_HISTORY_SHORT)
