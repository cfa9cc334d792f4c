import pytest

from services.lending.benchmarks import scores


def test_the_benchmarks_of_scores_tell_what_the_command_line_shows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, rows in (("FILES", 20), ("BATCH", 40), ("FLOOR_BATCH", 20)):
        monkeypatch.setattr(scores, name, rows)

    assert scores.bench_score().keys() >= {"score_us", "floor_us", "p50_ms", "p99_ms"}
    assert scores.bench_rescore().keys() >= {"seconds_per_million", "floor_us"}
