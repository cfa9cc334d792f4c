"""Crash points: silent unless armed, and all of them can be listed."""

from pathlib import Path

import pytest

from chassis.crash_points import crash_point, killer, names_in_source, set_handler


def test_an_unarmed_point_does_nothing() -> None:
    crash_point("anything")


def test_the_process_dies_at_the_nth_pass_of_the_named_point() -> None:
    deaths: list[int] = []
    handle = killer("relay.sent:2", die=deaths.append)

    handle("relay.sent")
    handle("executor.after_commit")
    assert deaths == []
    handle("relay.sent")
    assert deaths == [137]


def test_a_test_may_decide_what_happens() -> None:
    passed: list[str] = []
    set_handler(passed.append)

    crash_point("relay.sent")
    set_handler(None)
    crash_point("relay.sent")

    assert passed == ["relay.sent"]


def test_names_are_read_from_the_source(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('crash_point("one")\ncrash_points.crash_point("two")\n')

    assert names_in_source([tmp_path]) == {"one", "two"}


def test_a_computed_name_could_not_be_listed(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("crash_point(name)\n")

    with pytest.raises(ValueError, match=r"a\.py:1"):
        names_in_source([tmp_path])
